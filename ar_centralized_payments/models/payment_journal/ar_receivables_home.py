from odoo import api, models

from ..home.ar_receivables_home import CLERKS


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        return {
            **super()._home_tiles(),
            "payment_journals": (self.env._("Payment journals"), CLERKS),
            "slips": (self.env._("At the bank"), CLERKS),
        }

    @api.model
    def _tile_payment_journals(self, figures):
        """Journals that are open, and lines that wait for somebody or something."""
        open_journals = [("state", "in", ("draft", "partial"))]
        held = [
            ("state", "=", "draft"),
            ("ar_payment_journal_id", "!=", False),
            ("ar_hold_until", ">", str(figures.today)),
        ]
        waiting = [("ar_progress", "in", ("queued", "undoing"))]
        refused = [("ar_progress", "in", ("refused", "unsettled"))]
        journal = ("action_ar_payment_journal", "ar.payment.journal")
        line = ("action_payment_journal_lines", "account.payment")
        rows = [
            (self.env._("Open"), *journal, open_journals, ""),
            (self.env._("Refused lines"), *line, refused, "danger"),
            (self.env._("Waiting in the background"), *line, waiting, "warning"),
            (self.env._("On hold"), *line, held, ""),
        ]
        return {"rows": self._home_counted(figures, rows)}

    @api.model
    def _tile_slips(self, figures):
        """What was taken to the bank and is not on its statement, and what bounced."""
        deposited = [
            ("deposit_slip_id", "!=", False),
            ("ar_bounce_payment_id", "=", False),
            ("is_matched", "=", False),
        ]
        bounced = [
            ("ar_bounce_payment_id", "!=", False),
            ("ar_bounce_payment_id.date", ">=", str(figures.today.replace(day=1))),
        ]
        payment = ("account.action_account_payments", "account.payment")
        rows = [
            (self.env._("Not on the statement"), *payment, deposited, "warning"),
            (self.env._("Bounced this month"), *payment, bounced, "danger"),
        ]
        return {"rows": self._home_counted(figures, rows)}
