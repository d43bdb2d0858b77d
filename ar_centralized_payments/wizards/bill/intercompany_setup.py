"""The assistant of intercompany accounting also makes what bills of exchange need."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command

from ...books.given_values import checked, one


class IntercompanySetup(models.TransientModel):
    _inherit = "intercompany.setup"

    with_bills = fields.Boolean(
        string="Bills of Exchange",
        help="Also make the journal and the accounts on which bills of exchange are "
        "booked, in each company that lacks them.",
    )

    @api.depends("with_bills")
    def _compute_plan(self):
        result = super()._compute_plan()
        for setup in self.filtered("with_bills"):
            if setup.problems:
                continue
            rows = setup._bill_rows()
            setup.line_ids = [Command.create(row) for row in rows]
            setup.missing_count += len(rows)
        return result

    def _bill_rows(self):
        """What lacks, behind what the pairs get; codes of both are told apart."""
        taken = defaultdict(list)
        for line in self.line_ids:
            taken[line.company_id.id].append(line.code or "")
        bills = self.env["ar.bill"]
        return [
            {
                "kind": "bill",
                "status": "create",
                "company_id": company.id,
                "code": values["code"],
                "name": values["name"],
            }
            for company, accounts in bills._plan_setup(
                self._billed_companies(), taken
            ).items()
            for _purpose, values in accounts
        ]

    def _billed_companies(self):
        """The companies chosen, once it is checked that the user may set them up.

        ``sudo()``: settings of a company belong to its administrators, who leave this
        one to accounting administrators; and it may not be ticked in the switcher.
        """
        pairs = self.env["intercompany.accounting"]
        return pairs._check_setup_access(self._companies()).sudo()

    @checked
    def action_setup(self):
        """Make what is missing; what bills of exchange need, too, where chosen."""
        one(self)
        action = super().action_setup()
        if not self.with_bills:
            return action
        made = self.env["ar.bill"].setup(self._billed_companies().ids)
        if made:
            names = self._billed_companies().browse(made).mapped("name")
            action["params"]["message"] += " " + self.env._(
                "Bills of exchange: %(companies)s.", companies=", ".join(names)
            )
        return action


class IntercompanySetupLine(models.TransientModel):
    _inherit = "intercompany.setup.line"

    kind = fields.Selection(
        selection_add=[("bill", "Account of Bills")],
        ondelete={"bill": "cascade"},
    )
