"""What the pages of bills open and ask."""

from odoo import api, fields, models

from ...books.given_values import checked, one


class ArBill(models.Model):
    _inherit = "ar.bill"

    event_count = fields.Integer(
        compute="_compute_counts", help="How much has happened to the bill."
    )
    settlement_count = fields.Integer(
        compute="_compute_counts",
        help="How many settlements of its draw you may see.",
    )

    @api.depends("event_ids")
    @api.depends_context("uid")
    def _compute_counts(self):
        for bill in self:
            bill.event_count = len(bill.event_ids)
            bill.settlement_count = bill.payment_id.settlement_count

    # ------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------
    @checked
    def action_ask_honor(self):
        """Ask how the chosen bills were honored."""
        return self._ask("honor")

    @checked
    def action_ask_protest(self):
        """Ask about the protest of the chosen bills."""
        return self._ask("protest")

    @checked
    def action_ask_revive(self):
        """Ask for the date on which the debt moves back to the invoices."""
        return self._ask("revive")

    @checked
    def action_ask_recall(self):
        """Ask about taking the chosen bills back from the bank."""
        return self._ask("recall")

    @checked
    def action_ask_close(self):
        """Ask for the date of closing the chosen bills."""
        return self._ask("close")

    @checked
    def action_ask_redraw(self):
        """Ask for what the new bill says."""
        return self._ask("redraw")

    @checked
    def action_ask_undo(self):
        """Ask for the date of undoing the last event."""
        return self._ask("undo")

    @checked
    def action_ask_matured(self):
        """Propose to honor what is due at the bank: the ticked companies' bills."""
        bills = self._matured(self._today())
        return bills._ask("honor")

    @checked
    def action_ask_closable(self):
        """Propose to close what the bank can no longer come back for."""
        return self._closable(self._today())._ask("close")

    def _ask(self, kind):
        self.check_access("read")
        labels = dict(
            self.env["ar.bill.step"]._fields["kind"]._description_selection(self.env)
        )
        return {
            "type": "ir.actions.act_window",
            "name": labels[kind],
            "res_model": "ar.bill.step",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_bill_ids": [(6, 0, self.ids)],
            },
        }

    # ------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------
    @checked
    def action_mark(self):
        """Open the page that marks what a draft bill pays, in all companies."""
        one(self)
        return self.payment_id.action_settle_transactions()

    @checked
    def action_open_settlements(self):
        """Open the settlements of the draws."""
        self.check_access("read")
        return self.payment_id.action_open_settlements()

    @checked
    def action_open_payment(self):
        """Open the payment that draws the bill."""
        one(self)
        self.check_access("read")
        return self.payment_id._get_records_action(context={"create": False})

    @checked
    def action_open_moves(self):
        """Open the entries of these bills, ticked or not in the company switcher."""
        self.check_access("read")
        moves = self.event_ids.move_id
        return self.company_id._ar_open_entries(moves)

    @checked
    def action_open_chain(self):
        """Open the bills that these pay, and those that pay them."""
        self.check_access("read")
        bills = self | self.origin_bill_ids | self.redraw_bill_id
        return bills._get_records_action(
            name=self.env._("Redraws"), context={"create": False}
        )

    @checked
    def action_propose(self):
        """Open the proposal of bills to draw, with all companies of the user ticked."""
        self.env["ar.bill.proposal"].check_access("create")
        companies = self.env["res.company"]._ar_user_companies()
        return companies._ar_open(
            {
                "type": "ir.actions.act_window",
                "name": self.env._("Draw Bills by Proposal"),
                "res_model": "ar.bill.proposal",
                "view_mode": "form",
                "views": [(False, "form")],
                "target": "current",
            }
        )

    def _printed_order(self):
        """The sentence that makes the paper a bill, or a promissory note."""
        words = {
            "payee": self.company_id.name,
            "sum": self.currency_id.amount_to_text(self.amount),
        }
        if self.kind == "promissory_note":
            return self.env._(
                "On the due date we promise to pay to the order of %(payee)s the sum "
                "of %(sum)s.",
                **words,
            )
        return self.env._(
            "Against this bill of exchange pay, on the due date, to the order of "
            "%(payee)s the sum of %(sum)s.",
            **words,
        )
