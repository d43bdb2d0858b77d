from odoo import api, fields, models
from odoo.fields import Domain

from ...books.given_values import checked, one

#: How the address of the page of lines ends; before it stands the payment journal.
LINES_PATH = "payment-journal-lines"
#: Where all lines are posted or undone, or are being so: nothing is entered any more.
CLOSED = ("posting", "posted", "undone")


class ArPaymentJournalWays(models.AbstractModel):
    """Ways from a payment journal to its lines, and to what came of them."""

    _name = "ar.payment.journal.ways"
    _description = "Ways from a Payment Journal"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    settlement_count = fields.Integer(
        string="Settlements",
        compute="_compute_settlement_count",
        help="How many settlements of its payments you may see.",
    )
    move_count = fields.Integer(
        string="Entries",
        compute="_compute_settlement_count",
        help="How many entries its payments and the settlements that you may see "
        "have, in all companies.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("payment_ids.state", "payment_ids.settlement_ids")
    @api.depends_context("uid")
    def _compute_settlement_count(self):
        settlements = self._settlements_by_journal()
        counts = dict(
            self.env["account.payment"]._read_group(
                [
                    ("ar_payment_journal_id", "in", self.ids),
                    ("move_id", "!=", False),
                ],
                ["ar_payment_journal_id"],
                ["__count"],
            )
        )
        for journal in self:
            own = settlements[journal._origin.id]
            journal.settlement_count = len(own)
            # sudo(): the user is a member of the companies of all these settlements.
            moves = own.sudo().move_ids
            journal.move_count = counts.get(journal._origin, 0) + len(moves)

    def _settlements_by_journal(self):
        """Journal id -> the settlements of its payments that the user may see.

        ``sudo()``: the companies of the payments need not be ticked; the settlements
        are found as the user.
        """
        found = dict.fromkeys(self.ids, self.env["ar.settlement"])
        found.setdefault(False, self.env["ar.settlement"])
        of_journal = Domain("ar_payment_journal_id", "in", self.ids)
        lines = self.env["ar.settlement.line"].search(
            Domain("payment_id", "any!", of_journal)
            | Domain("move_line_id.move_id.origin_payment_id", "any!", of_journal)
        )
        for line in lines:
            mark = line.sudo()
            payment = mark.payment_id or mark.move_line_id.move_id.origin_payment_id
            found[payment.ar_payment_journal_id.id] |= line.settlement_id
        return found

    # ------------------------------------------------------------
    # Actions: ways to the lines
    # ------------------------------------------------------------
    @checked
    def action_open_lines(self):
        """Open the lines: an editable list of payments."""
        one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_payment_journal_lines"
        )
        return {
            **action,
            "display_name": self.env._("Lines of %(journal)s", journal=self.name),
            "path": LINES_PATH,
            "domain": [("ar_payment_journal_id", "=", self.id)],
            "context": self._line_context(),
        }

    @checked
    def action_open_refused(self):
        """Open the lines that something stands against."""
        action = self.action_open_lines()
        return {
            **action,
            "context": {**action["context"], "search_default_problems": 1},
        }

    @checked
    def action_open_settlements(self):
        """Open the settlements of the payments that the user may see."""
        self.check_access("read")
        settlements = self.env["ar.settlement"].union(
            *self._settlements_by_journal().values()
        )
        return settlements._get_records_action(
            name=self.env._("Settlements"), context={"create": False}
        )

    @checked
    def action_open_moves(self):
        """Open the entries of the payments, and those of their settlements in all
        companies."""
        self.check_access("read")
        settlements = self.env["ar.settlement"].union(
            *self._settlements_by_journal().values()
        )
        settlements._check_members()
        moves = self.sudo().payment_ids.move_id | settlements.sudo().move_ids
        return moves.company_id.with_env(self.env)._ar_open_entries(moves)

    @checked
    def action_payment_proposal(self):
        """Open the proposal of payments to collect, which become lines of this."""
        one(self)
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_payment_proposal"
        )
        return {**action, "context": {"default_payment_journal_id": self.id}}

    @api.model
    def _open_lines_at(self, journal_id):
        """Open the lines of the payment journal that the page's address names.

        An address without one shows the lines of all, by payment journal; none can be
        entered there, as it would belong to none.
        """
        if isinstance(journal_id, int) and journal_id:
            return self.browse(journal_id).exists().action_open_lines()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_payment_journal_lines"
        )

    def _line_context(self):
        """The payment journal of new lines, which start with what it says; the address
        of the page keeps it as the active record."""
        self.ensure_one()
        return {
            "active_id": self.id,
            "create": self.state not in CLOSED,
            "default_ar_payment_journal_id": self.id,
            **{f"default_{k}": v for k, v in self._prepare_line_defaults().items()},
            "default_date": fields.Date.to_string(self.date),
        }
