"""Which marked transactions are not open to their settlement, and why."""

from .other_customers import OtherCustomers


class ItemRefusals:
    """Reasons against marked transactions: the last paragraph of accounting section 4.

    :param env: with the rights to read the documents; only members of all companies
        involved read the texts
    """

    def __init__(self, env):
        self.env = env
        self.customers = OtherCustomers(env)
        # Most lines ask the same: of a customer and company, of an account and company.
        self._admitted, self._trade = {}, {}

    def against(self, line):
        """Why the transaction of a line is not open to its settlement, or an empty
        text.

        :param line: ``ar.settlement.line``
        """
        item, payment = line.move_line_id, line.payment_id
        partner = item.partner_id or payment.partner_id
        if not item and not payment:
            reason = self._gone()
        elif not partner:
            reason = self._nobody()
        elif not self._is_admitted(line.settlement_id, partner, line.company_id):
            reason = self._foreign()
        elif item:
            reason = self._item(item)
        else:
            reason = self._payment(payment)
        return reason % {"document": line._document_text()} if reason else ""

    def _is_admitted(self, *asked):
        if asked not in self._admitted:
            self._admitted[asked] = self.customers.is_admitted(*asked)
        return self._admitted[asked]

    def _is_trade(self, item):
        asked = item.account_id, item.company_id
        if asked not in self._trade:
            self._trade[asked] = item._ar_is_open_receivable()
        return self._trade[asked]

    def _gone(self):
        return self.env._("%(document)s does not exist any more. Unmark it.")

    def _nobody(self):
        return self.env._("%(document)s has no customer. Set one, or unmark it.")

    def _foreign(self):
        return self.env._(
            "%(document)s belongs to another customer. Unmark it; or add that "
            "customer, if the payment is for both; or, if both are one customer, give "
            "both the same Address Book ID."
        )

    def _item(self, item):
        if item.parent_state != "posted":
            return self.env._("%(document)s is not posted. Post it, or unmark it.")
        if not self._is_trade(item):
            return self.env._(
                "%(document)s is not on a trade receivable account, so it is not an "
                "open transaction of the customer. Unmark it."
            )
        if item.reconciled or not (
            item.amount_residual or item.amount_residual_currency
        ):
            return self.env._("%(document)s is settled already. Unmark it.")
        if item._ar_carries_tax():
            return self.env._(
                "%(document)s is a payment whose own entry has tax; it cannot be "
                "settled across companies. Unmark it."
            )
        return ""

    def _payment(self, payment):
        account = payment.destination_account_id
        if payment.state != "draft" or payment.move_id.state == "posted":
            return self.env._("%(document)s is not a draft any more. Mark it again.")
        if payment.partner_type != "customer":
            return self.env._("%(document)s is not a customer's payment. Unmark it.")
        if account.account_type != "asset_receivable":
            return self.env._(
                "%(document)s is not booked on a receivable account. Unmark it."
            )
        if payment.currency_id.compare_amounts(payment.amount, 0.0) <= 0:
            return self.env._("%(document)s has no amount. Type one, or unmark it.")
        return ""
