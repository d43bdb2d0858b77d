"""What a reimbursement makes: draft payments, each with what it pays out marked."""

from odoo import models
from odoo.fields import Command

from ...books.given_values import checked
from ...books.reimbursement_book import ReimbursementBook
from ...books.steps import from_steps, to_steps
from ...settlement.payouts import lower


class ArReimbursementPayments(models.TransientModel):
    _inherit = "ar.reimbursement"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_create_payments(self):
        """Make the draft payments of the ticked lines, with their settlements.

        All of them or none. What is booked comes with posting the payments.

        :return: action: the list of the payments, in all companies
        :raises UserError: with every reason against any of the lines
        """
        wizard = self._in_all_companies()
        chosen = wizard._chosen_lines(
            self.env._("No line is ticked. Propose, and tick what is to be paid.")
        )
        wizard._check_options()
        book = ReimbursementBook(wizard)
        orders = wizard._orders(book, chosen)
        payments = wizard._post_payments(book, orders)
        wizard._post_settlements(book, orders, payments)
        return self._open_payments(payments)

    # ------------------------------------------------------------
    # Business: payments
    # ------------------------------------------------------------
    def _orders(self, book, lines):
        """(position, payout) of each payment to be made, as things are by now.

        Everything is read again: what the lines say was shown to the user, and must
        still be so.
        """
        positions = {
            (position.key, position.currency): position
            for position in book.positions(lines.partner_id)
        }
        orders, refusals = [], []
        for line in lines:
            position = positions.get((book.key(line.partner_id), line.currency_id))
            reasons = line._refusals_now(position)
            refusals += self._titled(line._title(), reasons)
            if not reasons:
                amount = to_steps(line.amount, line.currency_id)
                orders += [(position, one) for one in lower(position.payouts, amount)]
        self._refuse(refusals)
        return orders

    def _post_payments(self, book, orders):
        """Create all draft payments in one batch."""
        return self.env["account.payment"].create(
            [
                self._prepare_payment_vals(book, position, payout)
                for position, payout in orders
            ]
        )

    def _prepare_payment_vals(self, book, position, payout):
        return {
            "payment_type": "outbound",
            "partner_type": "customer",
            "company_id": payout.company,
            "journal_id": book.journals[payout.company].id,
            "partner_id": position.payees[payout.company].id,
            "currency_id": position.currency.id,
            "amount": from_steps(payout.amount, position.currency),
            "date": self.date,
            "memo": self.memo or self.env._("Reimbursement"),
        }

    def _open_payments(self, payments):
        view = self.env.ref("ar_centralized_payments.view_reimbursement_payment_list")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Reimbursements"),
            "res_model": "account.payment",
            "view_mode": "list,form",
            "views": [(view.id, "list"), (False, "form")],
            "domain": [("id", "in", payments.ids)],
            "context": {"create": False},
        }
        return payments.company_id.with_env(self.env)._ar_open(action)

    # ------------------------------------------------------------
    # Business: settlements
    # ------------------------------------------------------------
    def _post_settlements(self, book, orders, payments):
        """Create the draft settlements in one batch, and refuse what would not post."""
        partners = self.env["res.partner"].union(
            *(book.parties[position.key] for position, _payout in orders)
        )
        items = book.items(partners)
        settlements = self.env["ar.settlement"].create(
            [
                self._prepare_settlement_vals(position, payout, payment, items)
                for (position, payout), payment in zip(orders, payments, strict=True)
            ]
        )
        self._refuse_settlements(
            {
                settlement: f"{settlement.partner_id.name}, {payment.currency_id.name}"
                for settlement, payment in zip(settlements, payments, strict=True)
            }
        )

    def _prepare_settlement_vals(self, position, payout, payment, items):
        """Marks of one payment: the draft payment, and what it pays out.

        No cash discount is taken of invoices that are netted: what was proposed is
        what is paid. Who wants to give it clears the 0 in the settlement.
        """
        marked = [
            item
            for company in payout.companies
            for item in items.get((position.key, position.currency, company), ())
        ]
        lines = [{"payment_id": payment.id}]
        for item in marked:
            line = {"move_line_id": item.id}
            if item.discount_date and item.amount_residual_currency > 0:
                line["discount"] = 0.0
            lines.append(line)
        return {
            "partner_id": payment.partner_id.id,
            "line_ids": [Command.create(line) for line in lines],
        }

    def _is_as_proposed(self, settlement, plan):
        """Whether the credits settle the payment in full."""
        line = settlement.line_ids.filtered("payment_id")
        settled = plan.settled.get(line._item_key())
        wanted = to_steps(line.payment_id.amount, line.currency_id)
        return bool(settled) and settled.amount == wanted

    def _text_not_as_proposed(self):
        return self.env._(
            "The credits do not settle the payment in full. Lower the "
            "amount, or settle the transactions by hand."
        )
