from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount, format_date

from ...books.given_values import checked, one
from ...books.undo_book import UndoBook


class ArSettlementUndo(models.TransientModel):
    """Asks for the date of an undo, and says before what it does."""

    _name = "ar.settlement.undo"
    _inherit = "ar.guarded.values"
    _description = "Undo Settlement"
    _rec_names_search = ("settlement_ids",)

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    settlement_ids = fields.Many2many(
        comodel_name="ar.settlement",
        string="Settlements",
        required=True,
        readonly=True,
        help="The posted settlements to be undone, each as a whole.",
    )
    date = fields.Date(
        string="Undo Date",
        help="The date of the negating entries. Empty: the date of the settlement "
        "where it is open in all companies, else the first date that is.",
    )
    problems = fields.Text(
        string="What Stands against It",
        compute="_compute_preview",
        help="Why the settlements cannot be undone on this date.",
    )
    preview_html = fields.Html(
        string="What Will Be Negated",
        compute="_compute_preview",
        sanitize=False,
        help="The entries to be negated, and what stays open afterwards.",
    )

    # ------------------------------------------------------------
    # Defaults and compute
    # ------------------------------------------------------------
    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        is_list = self.env.context.get("active_model") == "ar.settlement"
        if is_list and not values.get("settlement_ids"):
            ids = self.env.context.get("active_ids", [])
            values["settlement_ids"] = [Command.set(ids)]
            self._check_given([values])
        return values

    @api.depends("settlement_ids", "date")
    def _compute_preview(self):
        for wizard in self:
            settlements = wizard.settlement_ids._origin
            settlements._check_members()
            elevated = settlements._elevated()
            wizard.problems = wizard.preview_html = False
            try:
                elevated._check_state("posted")
                dates = UndoBook(elevated).dates(wizard.date or None)
            except UserError as error:
                wizard.problems = str(error)
            else:
                wizard.preview_html = wizard._render_preview(elevated, dates)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_undo(self):
        """Undo the settlements on the chosen date."""
        one(self)
        self.settlement_ids.action_undo(self.date or None)
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _render_preview(self, settlements, dates):
        entries = [
            self._prepare_entry_cells(move, dates[settlement])
            for settlement in settlements
            for move in settlement.move_ids.sorted("id")
        ]
        documents = settlements.line_ids.mapped(lambda line: line._document_text())
        return self.env["ir.qweb"]._render(
            "ar_centralized_payments.settlement_undo_preview",
            {
                "entries": entries,
                "documents": "; ".join(documents),
                "stays": [
                    self._prepare_stays_cells(line)
                    for line in settlements.move_ids.line_ids
                    if self._stays_open(line)
                ],
            },
        )

    def _prepare_entry_cells(self, move, date):
        total = sum(move.line_ids.mapped("debit"))
        return {
            "company": move.company_id.name,
            "number": move.name,
            "date": format_date(self.env, move.date),
            "date_negated": format_date(self.env, date),
            "amount": format_amount(self.env, total, move.company_id.currency_id),
        }

    @staticmethod
    def _stays_open(line):
        """Whether a due-to or due-from item is matched with something else already."""
        return line.account_id.account_type != "asset_receivable" and bool(
            line.matched_debit_ids | line.matched_credit_ids
        )

    def _prepare_stays_cells(self, line):
        account = line.account_id.with_company(line.company_id.root_id)
        matched = line.amount_currency - line.amount_residual_currency
        return {
            "company": line.company_id.name,
            "account": account.display_name,
            "name": f"{line.move_id.name} {line.name}",
            "amount": format_amount(self.env, abs(matched), line.currency_id),
        }
