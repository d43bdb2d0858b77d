"""What the page of a payment between companies shows, before and after posting."""

from odoo import fields, models
from odoo.tools import format_amount

from ...books.payoff_book import PayoffBook
from ...books.steps import from_steps


class ArIntercompanyPayoff(models.Model):
    _inherit = "ar.intercompany.payoff"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    payments_html = fields.Html(
        string="Who Pays Whom",
        compute="_compute_preview",
        sanitize=False,
        help="What each company pays which other one for the chosen items, and how "
        "many payments it would be if each pair paid by itself.",
    )
    preview_html = fields.Html(
        string="Entries of All Companies",
        compute="_compute_preview",
        sanitize=False,
        help="What is booked in every company, or what would be.",
    )
    problems_text = fields.Text(
        string="What Is to Be Mended",
        compute="_compute_preview",
        help="Every reason why it cannot be posted as it is.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    def _compute_preview(self):
        for payoff in self:
            payoff.preview_html = payoff.problems_text = payoff.payments_html = False
            if not payoff.id or not payoff._are_members():
                continue
            own = payoff._elevated()
            settlement = self.env["ar.settlement"].with_context(**own.env.context)
            book = PayoffBook(own)
            if own.state != "draft":
                moves = own.move_ids.sorted(lambda m: (m.company_id.id, m.id))
                blocks = [settlement.sudo()._prepare_entry_block(m) for m in moves]
                payoff.preview_html = settlement._render_entries(blocks)
                payoff.payments_html = own._render_payments(book)
            elif own.item_ids:
                booked = book.booked()
                payoff.problems_text = "\n".join(booked.refusals)
                blocks = [
                    settlement.sudo()._prepare_block(
                        self.env["res.company"].sudo().browse(company),
                        move["date"],
                        [values for _command, _id, values in move["line_ids"]],
                    )
                    for company, move in booked.moves.items()
                ]
                payoff.preview_html = settlement._render_entries(blocks)
                if not booked.plan.problems:
                    payoff.payments_html = own._render_payments(book)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _render_payments(self, book):
        """Each payment as a row, and the sentence above them."""
        payments, alone = book.payments()
        companies, currencies = self.env["res.company"], self.env["res.currency"]
        rows = []
        for payment in payments:
            currency = currencies.browse(payment.currency)
            amount = from_steps(payment.amount, currency)
            rows.append(
                {
                    "payer": companies.browse(payment.payer).name,
                    "receiver": companies.browse(payment.receiver).name,
                    "amount": format_amount(self.env, amount, currency),
                    "currency": currency.name,
                }
            )
        return self.env["ir.qweb"]._render(
            "ar_centralized_payments.payoff_payments",
            {"rows": rows, "sentence": self._payments_sentence(len(rows), alone)},
        )

    def _payments_sentence(self, count, alone):
        """How many payments there are, and through a centre what they stand for."""
        words = {"count": count, "alone": alone, "centre": self.center_company_id.name}
        if not count:
            return self.env._("What they owe each other comes to nothing: nobody pays.")
        if not self.center_company_id:
            return self.env._("Payments, each pair by itself: %(count)s.", **words)
        return self.env._(
            "Payments through %(centre)s: %(count)s. Each pair by itself: %(alone)s.",
            **words,
        )
