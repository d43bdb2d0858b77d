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
        count = self.env["ar.payment.journal"].search_count(open_journals)
        rows = [
            self._home_row(
                self.env._("Open"),
                count=count,
                action=self._home_action("action_ar_payment_journal", open_journals),
            )
        ]
        held = [
            ("state", "=", "draft"),
            ("ar_payment_journal_id", "!=", False),
            ("ar_hold_until", ">", str(figures.today)),
        ]
        waiting = [("ar_progress", "in", ("queued", "undoing"))]
        refused = [("ar_progress", "in", ("refused", "unsettled"))]
        for label, domain, tone in (
            (self.env._("Refused lines"), refused, "danger"),
            (self.env._("Waiting in the background"), waiting, "warning"),
            (self.env._("On hold"), held, ""),
        ):
            rows.append(
                self._home_row(
                    label,
                    count=self.env["account.payment"].search_count(domain),
                    tone=tone,
                    action=self._home_action("action_payment_journal_lines", domain),
                )
            )
        return {"rows": rows}

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
        return {
            "rows": [
                self._home_row(
                    label,
                    count=self.env["account.payment"].search_count(domain),
                    tone=tone,
                    action=self._home_action("account.action_account_payments", domain),
                )
                for label, domain, tone in (
                    (self.env._("Not on the statement"), deposited, "warning"),
                    (self.env._("Bounced this month"), bounced, "danger"),
                )
            ]
        }
