"""Explain: why a journal item is what it is, for whoever may read it."""

from odoo import api, fields, models

from ...books.explanation_words import ExplanationWords
from ...books.given_values import checked


class Packed(fields.Json):
    """JSON that is made for the field, plain, and of nobody else: there is no need to
    write and read it back before it is kept."""

    def convert_to_cache(self, value, record, validate=True):
        return value or None


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    ar_because = Packed(
        string="Reason",
        readonly=True,
        copy=False,
        prefetch="ar_because",
        groups=fields.NO_ACCESS,
        help="The rule and the figures by which the item was made, of all companies "
        "that take part: read as an explanation alone, by whoever may read them.",
    )
    ar_explanation = fields.Text(
        string="Explanation",
        compute="_compute_ar_explanation",
        help="Why the item is what it is: the rule, and the calculation of its "
        "amounts.",
    )
    ar_is_explained = fields.Boolean(
        related="move_id.ar_is_explained",
    )

    @api.depends("ar_because")
    @api.depends_context("uid", "lang")
    def _compute_ar_explanation(self):
        """``sudo()``: the field that keeps the reasons is nobody's; what is told of
        it, the words choose for the reader."""
        words = ExplanationWords(self.env)
        self.sudo().fetch(["ar_because", "company_id"])
        for item in self:
            because = item.sudo().ar_because
            item.ar_explanation = (
                words.text(because, item.company_id)
                if because
                else words.nothing_kept()
            )

    @checked
    def action_explain(self):
        """Show the items of the entries of these, each with its explanation."""
        self.check_access("read")
        return self.move_id.action_explain()


class AccountMove(models.Model):
    _inherit = "account.move"

    ar_is_explained = fields.Boolean(
        string="Is Explained",
        compute="_compute_ar_is_explained",
        help="Whether the addon booked this entry, so that its items are explained.",
    )

    @api.depends("ar_settlement_ids", "ar_revaluation_id", "line_ids.ar_bill_event_id")
    def _compute_ar_is_explained(self):
        """``sudo()``: an entry is a settlement's, a revaluation's or a bill's for who
        may not see that one, too."""
        for move in self:
            made = move.sudo()
            made_by = (
                made.ar_settlement_ids,
                made.ar_revaluation_id,
                made.line_ids.ar_bill_event_id,
            )
            move.ar_is_explained = any(made_by)

    @checked
    def action_explain(self):
        """Show the items of these entries, each with its explanation."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_explain_items"
        )
        return {**action, "domain": [("move_id", "in", self.ids)]}
