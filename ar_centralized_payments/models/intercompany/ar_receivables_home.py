from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_amount

from ..home.ar_receivables_home import CONTROLLERS


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        title = self.env._("Between companies")
        return {**super()._home_tiles(), "intercompany": (title, CONTROLLERS)}

    @api.model
    def _tile_intercompany(self, figures):
        """Pairs whose books differ, pairs that are not ready, and the largest debt."""
        ticked = self.env.companies.root_id.ids
        rows = self.env["ar.intercompany.balance"].search_fetch(
            Domain.OR(
                Domain(name, "in", ticked)
                for name in ("payment_company_id", "invoice_company_id")
            )
            & Domain.OR(
                Domain(name, "!=", 0)
                for name in ("amount_due_to", "amount_difference", "balance_difference")
            ),
            [
                "pair_id",
                "currency_id",
                "amount_due_to",
                "amount_difference",
                "balance_difference",
            ],
        )
        differing = rows.filtered(
            lambda row: row.amount_difference or row.balance_difference
        )
        return {
            "rows": [
                self._home_row(
                    self.env._("Pairs that differ"),
                    count=len(differing),
                    tone="danger",
                    action=self._home_action(
                        "action_ar_intercompany_balance",
                        [("id", "in", differing.ids)],
                    ),
                ),
                self._home_pairs_not_ready(figures),
                *self._home_largest_debt(rows, figures),
            ]
        }

    @api.model
    def _home_pairs_not_ready(self, figures):
        """As found by this user, who is a member of their companies."""
        ticked = self.env.companies.root_id.ids
        pairs = self.env["intercompany.accounting"].search(
            [
                ("payment_company_id", "in", ticked),
                ("invoice_company_id", "in", ticked),
            ]
        )
        problems = pairs._readiness_problems(figures.today)
        lacking = {problem["pair_id"] for problem in problems}
        return self._home_row(
            self.env._("Pairs not ready"),
            count=len(lacking),
            tone="warning",
            action=self._home_action(
                "action_intercompany_accounting", [("id", "in", sorted(lacking))]
            ),
        )

    @api.model
    def _home_largest_debt(self, rows, figures):
        """The largest due-to, compared at the rates of today."""
        owing = rows.filtered(lambda row: row.pair_id and row.amount_due_to > 0)
        if not owing:
            return []
        rates = owing.currency_id._get_rates(self.env.company, figures.today)
        most = max(owing, key=lambda row: row.amount_due_to / rates[row.currency_id.id])
        label = self.env._(
            "Largest: %(pair)s", pair=most.display_name.rpartition(",")[0]
        )
        return [
            {
                **self._home_row(
                    label,
                    action=self._home_action(
                        "action_ar_intercompany_balance", [("id", "=", most.id)]
                    ),
                ),
                "amount": format_amount(self.env, most.amount_due_to, most.currency_id),
            }
        ]
