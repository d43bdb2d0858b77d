from odoo import api, models

from ..home.ar_receivables_home import CLERKS


class ArReceivablesHome(models.AbstractModel):
    """The tile of bank receipts: what waits for somebody to decide."""

    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        """Bank receipts come first: a clerk's day starts with them."""
        title = self.env._("Bank Receipts")
        return {"bank_receipts": (title, CLERKS), **super()._home_tiles()}

    @api.model
    def _tile_bank_receipts(self, figures):
        """What is sure, what is to be looked at, and what nobody is known to pay."""
        waiting = [
            ("state", "=", "proposed"),
            ("company_id", "in", self.env.companies.ids),
        ]
        groups = self.env["ar.bank.receipt"]._read_group(
            waiting, ["confidence", "currency_id"], ["__count", "amount:sum"]
        )
        rows = []
        for label, classes, tone in (
            (self.env._("Sure"), ["sure"], "success"),
            (self.env._("To look at"), ["likely", "ask"], "warning"),
            (self.env._("Unknown"), ["none"], ""),
        ):
            amounts = {}
            for confidence, currency, count, amount in groups:
                if confidence in classes:
                    known = amounts.get(currency.id, (0, 0.0))
                    amounts[currency.id] = (known[0] + count, known[1] + amount)
            domain = [*waiting, ("confidence", "in", classes)]
            count, amount = figures.in_current(amounts)
            rows.append(
                self._home_row(
                    label,
                    count=count,
                    amount=amount,
                    tone=tone,
                    action=self._home_action("action_ar_bank_receipt", domain),
                )
            )
        return {"rows": rows if groups else []}
