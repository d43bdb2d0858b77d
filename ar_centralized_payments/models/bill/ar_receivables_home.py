from datetime import timedelta

from odoo import api, models

from ..home.ar_receivables_home import CLERKS

#: Within how many days a bill is due soon.
SOON = 7


class ArReceivablesHome(models.AbstractModel):
    """The tile of bills of exchange: what is outstanding, and what is to be done."""

    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        title = self.env._("Bills of Exchange")
        return {**super()._home_tiles(), "bills": (title, CLERKS)}

    @api.model
    def _tile_bills(self, figures):
        """Bills outstanding, those of them that somebody is to do something with, and
        for how much the banks may come back. Nothing of it: no tile."""
        labels = self._home_bill_labels()
        rows = [
            self._home_bill_row(figures, labels[kind], domain, tone, name)
            for kind, domain, tone, name in self._home_bills(figures.today)
        ]
        return {"rows": rows if any(row["count"] for row in rows) else []}

    @api.model
    def _home_bill_labels(self):
        return {
            "outstanding": self.env._("Outstanding"),
            "draft": self.env._("To draw"),
            "drawn": self.env._("To remit"),
            "soon": self.env._("Due within %(days)s days", days=SOON),
            "due": self.env._("Due at the bank"),
            "protested": self.env._("Protested"),
            "contingent": self.env._("Contingent liabilities"),
        }

    @api.model
    def _home_bills(self, today):
        """List of (kind, which bills, tone, the field that is added up)."""
        outstanding = "value_outstanding"
        soon = [
            ("state", "in", ("drawn", "remitted")),
            ("due_date", ">", str(today)),
            ("due_date", "<=", str(today + timedelta(days=SOON))),
        ]
        due = [("state", "=", "remitted"), ("due_date", "<=", str(today))]
        protested = [("state", "=", "protested")]
        contingent = "amount_contingent"
        return [
            ("outstanding", [(outstanding, "!=", 0)], "", outstanding),
            ("draft", [("state", "=", "draft")], "", "amount"),
            ("drawn", [("state", "=", "drawn")], "", outstanding),
            ("soon", soon, "", outstanding),
            ("due", due, "warning", outstanding),
            ("protested", protested, "danger", outstanding),
            ("contingent", [(contingent, "!=", 0)], "", contingent),
        ]

    @api.model
    def _home_bill_row(self, figures, label, domain, tone, name):
        domain = [*domain, ("company_id", "in", self.env.companies.ids)]
        groups = self.env["ar.bill"]._read_group(
            domain, ["company_id", "currency_id"], ["__count", f"{name}:sum"]
        )
        amounts = {}
        for company, currency, count, amount in groups:
            own = company.currency_id if name == "value_outstanding" else currency
            known = amounts.get(own.id, (0, 0.0))
            amounts[own.id] = (known[0] + count, known[1] + amount)
        count, amount = figures.in_current(amounts)
        return self._home_row(
            label,
            count=count,
            amount=amount,
            tone=tone,
            action=self._home_action("action_ar_bill", domain),
        )
