from odoo import api, fields, models

from ...books.given_values import checked, one
from ...books.undo_book import UndoBook

#: So many settlements are looked at before they are undone.
LOOKED_AT = 100


class ArPaymentJournalUndo(models.TransientModel):
    """Asks for the date of undoing payment journals, and says before what it does."""

    _name = "ar.payment.journal.undo"
    _inherit = "ar.guarded.values"
    _description = "Undo Payment Journal"
    _rec_names_search = ("journal_ids",)

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    journal_ids = fields.Many2many(
        comodel_name="ar.payment.journal",
        relation="ar_payment_journal_undo_journal",
        string="Payment Journals",
        required=True,
        readonly=True,
        help="The payment journals whose posted lines are to be undone.",
    )
    date = fields.Date(
        string="Undo Date",
        help="The date of the entries that negate the settlements. Empty: the date of "
        "each settlement where it is open in all companies, else the first date that "
        "is.",
    )
    summary = fields.Text(
        string="What Is Undone",
        compute="_compute_preview",
        help="How many payments and settlements are undone, and in which companies.",
    )
    problems = fields.Text(
        string="What Stands against It",
        compute="_compute_preview",
        help="Why some lines cannot be undone on this date; they stay posted.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("journal_ids", "date")
    def _compute_preview(self):
        for wizard in self:
            journals = wizard.journal_ids._origin
            found = journals._settlements_by_journal().values()
            settlements = self.env["ar.settlement"].union(*found)
            settlements = settlements.filtered(lambda s: s.state == "posted")
            wizard.summary = wizard._summary_text(journals, settlements)
            wizard.problems = "\n".join(wizard._refusals(settlements[:LOOKED_AT]))

    def _summary_text(self, journals, settlements):
        lines = sum(j.posted_count + j.unsettled_count for j in journals)
        names = [name for s in settlements for _id, name in s.company_tags or []]
        companies = ", ".join(dict.fromkeys(names))
        if not settlements:
            return self.env._("Payments to be cancelled: %(lines)s.", lines=lines)
        return self.env._(
            "Payments to be cancelled: %(lines)s. Settlements to be undone: "
            "%(settlements)s, in %(companies)s.",
            lines=lines,
            settlements=len(settlements),
            companies=companies,
        )

    def _refusals(self, settlements):
        """What stands against the date; the user is a member of all their companies."""
        settlements._check_members()
        return UndoBook(settlements._elevated()).refusals(self.date or None)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_undo(self):
        """Undo the posted lines on the chosen date."""
        one(self)
        outcome = self.journal_ids.action_undo(self.date or None)
        closing = {"type": "ir.actions.act_window_close"}
        return {**outcome, "params": {**outcome["params"], "next": closing}}
