"""What a customer has open in other companies, beside Odoo's outstanding credits."""

from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ...books.access_groups import GROUP_SETTLE


class AccountMove(models.Model):
    _inherit = "account.move"

    def _compute_payments_widget_to_reconcile_info(self):
        """Say as well which other companies of the user have something that could be
        settled with the document: Odoo looks on one receivable account alone."""
        result = super()._compute_payments_widget_to_reconcile_info()
        moves = self.filtered(lambda move: move._ar_could_be_settled())
        if not moves or not self.env.user.has_group(GROUP_SETTLE):
            return result
        found = moves._ar_open_elsewhere()
        for move in moves:
            rows = [move._ar_elsewhere_row(*one) for one in found[move]]
            if rows:
                widget = move.invoice_outstanding_credits_debits_widget
                widget = widget or move._ar_empty_widget()
                move.invoice_outstanding_credits_debits_widget = {
                    **widget,
                    "content": [*widget["content"], *rows],
                }
        return result

    def _ar_could_be_settled(self):
        return (
            isinstance(self.id, int)
            and self.state == "posted"
            and self.payment_state in ("not_paid", "partial")
            and self.is_sale_document(include_receipts=True)
        )

    def _ar_empty_widget(self):
        is_invoice = self.is_inbound()
        return {
            "outstanding": True,
            "content": [],
            "move_id": self.id,
            "title": self.env._("Outstanding credits")
            if is_invoice
            else self.env._("Outstanding debits"),
        }

    def _ar_elsewhere_row(self, company, currency, amount):
        return {
            "journal_name": self.env._("Credit in %(company)s", company=company.name)
            if self.is_inbound()
            else self.env._("Debit in %(company)s", company=company.name),
            "amount": amount,
            "currency_id": currency.id,
            "id": False,
            "move_id": self.id,
            "date": False,
            "account_payment_id": False,
            "move_ref": "",
            "ar_settle": True,
        }

    # ------------------------------------------------------------
    # What is open elsewhere
    # ------------------------------------------------------------
    def _ar_open_elsewhere(self):
        """Document -> company, currency and amount of what is open of its customer on
        the other side, in other companies of the user with which it can be settled.

        A fixed number of queries, however many documents.
        """
        parties = self.commercial_partner_id._ar_party_partners()
        groups = self._ar_open_groups(parties)
        ways = {
            (move, company): self._ar_way(move, company)
            for move in self
            for _partner, company, *_rest in groups
        }
        pairs = self.env["intercompany.accounting"]._for_pairs(set(ways.values()))
        found = {}
        for move in self:
            sums = defaultdict(float)
            for partner, company, currency, account, is_credit, amount in groups:
                if (
                    ways[move, company] in pairs
                    and is_credit == move.is_inbound()
                    and partner in parties[move.commercial_partner_id]
                    and not move._ar_offers(partner, company, account)
                ):
                    sums[company, currency] += amount
            found[move] = [
                (company, currency, currency.round(abs(amount)))
                for (company, currency), amount in sums.items()
                if not currency.is_zero(amount)
            ]
        return found

    def _ar_open_groups(self, parties):
        """What is open of some parties, added up: partner, company, currency, account,
        whether it is a credit, and the amount."""
        page = self.env["ar.settlement"]._page_env()
        partners = self.env["res.partner"].union(*parties.values())
        domain = page._open_domain_of_all() & Domain("partner_id", "in", partners.ids)
        keys = ["partner_id", "company_id", "currency_id", "account_id"]
        groups = []
        for sign, is_credit in (("<", True), (">", False)):
            rows = page.env["account.move.line"]._read_group(
                domain & Domain("balance", sign, 0),
                keys,
                ["amount_residual_currency:sum"],
            )
            groups += [(*row[:4], is_credit, row[4]) for row in rows]
        return groups

    @staticmethod
    def _ar_way(move, company):
        """The pair of companies, payer first, that settles a document with what a
        company has on the other side."""
        own, other = move.company_id.root_id.id, company.root_id.id
        return (other, own) if move.is_inbound() else (own, other)

    def _ar_offers(self, partner, company, account):
        """Whether Odoo's widget offers it already, by document: what the same record of
        the customer has on the same account in a company that is ticked."""
        accounts = self.line_ids.account_id.filtered(
            lambda one: one.account_type == "asset_receivable"
        )
        return (
            company in self.env.companies
            and account in accounts
            and partner == self.commercial_partner_id
        )
