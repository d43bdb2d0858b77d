"""The assistant of intercompany accounting also makes what revaluations need."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command

from ...books.given_values import checked, one


class IntercompanySetup(models.TransientModel):
    _inherit = "intercompany.setup"

    with_revaluation = fields.Boolean(
        string="Currency Revaluation",
        help="Also make the account on which revaluations of open transactions are "
        "booked, in each company that has none.",
    )
    revaluation_reversal = fields.Selection(
        selection=lambda self: (
            self.env["res.company"]
            ._fields["ar_revaluation_reversal"]
            ._description_selection(self.env)
        ),
        string="Reversal of Revaluations",
        default="next_day",
        required=True,
        help="For the companies that get the account now.",
    )

    @api.depends("with_revaluation")
    def _compute_plan(self):
        result = super()._compute_plan()
        for setup in self.filtered("with_revaluation"):
            if setup.problems:
                continue
            rows = setup._revaluation_rows()
            setup.line_ids = [
                Command.create(
                    {
                        "kind": "revaluation",
                        "status": "create",
                        "company_id": company.id,
                        "code": values["code"],
                        "name": values["name"],
                    }
                )
                for company, _role, values in rows
            ]
            setup.missing_count += len(rows)
        return result

    def _revaluation_rows(self):
        """The accounts that lack, behind those that the pairs get."""
        taken = defaultdict(list)
        for line in self.line_ids:
            taken[line.company_id.id].append(line.code or "")
        return self._revalued_companies()._ar_plan_revaluation_accounts(taken=taken)

    def _revalued_companies(self):
        """The companies chosen, once it is checked that the user may set them up.

        ``sudo()``: settings of a company belong to its administrators, who leave this
        one to accounting administrators; and it may not be ticked in the switcher.
        """
        pairs = self.env["intercompany.accounting"]
        return pairs._check_setup_access(self._companies()).sudo()

    @checked
    def action_setup(self):
        """Make what is missing; the accounts of revaluations, too, where chosen."""
        one(self)
        action = super().action_setup()
        if not self.with_revaluation:
            return action
        made = self._revalued_companies()._ar_make_revaluation_accounts()
        made.ar_revaluation_reversal = self.revaluation_reversal
        if made:
            action["params"]["message"] += " " + self.env._(
                "Accounts for revaluations: %(companies)s.",
                companies=", ".join(made.mapped("name")),
            )
        return action


class IntercompanySetupLine(models.TransientModel):
    _inherit = "intercompany.setup.line"

    kind = fields.Selection(
        selection_add=[("revaluation", "Revaluation Account")],
        ondelete={"revaluation": "cascade"},
    )
