"""Set-up and balances between companies for the tables of who may do what."""

from ..walks import OTHERS

RECORDS = """
    intercompany.accounting
      create  no      no       no     yes         no
      read    yes     none     yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    intercompany.setup
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    intercompany.setup.company
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    intercompany.setup.line
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.intercompany.difference
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.balances.as.of
      create  yes     yes      yes    yes         no
      read    none    none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.intercompany.balance
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
"""
METHODS = """
    ar.intercompany.difference
      action_open_document        yes     no       yes    yes         no
    ar.balances.as.of
      action_show                 no      no       yes    no          no
    ar.intercompany.balance
      action_confirm              yes     no       yes    yes         no
      action_explain              yes     no       yes    yes         no
      action_open_due_from        yes     no       yes    yes         no
      action_open_due_to          yes     no       yes    yes         no
      action_open_lines           yes     no       yes    yes         no
    intercompany.accounting
      action_open_balances        yes     no       yes    yes         no
      clearing_proposal           no      no       no     yes         no
      readiness                   yes     no       yes    yes         no
      setup_companies             no      no       no     yes         no
    intercompany.setup
      action_setup                no      no       no     yes         no
"""


class IntercompanySamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def balance(self):
        """What Fabrikam owes East."""
        pair = self.pair("F", "E")
        return self.env["ar.intercompany.balance"].search([("pair_id", "=", pair.id)])

    def as_of(self):
        return self.env["ar.balances.as.of"].with_user(self.clerk).create({})

    def difference(self):
        """An entry by hand on what East is owed by Fabrikam."""
        account = self.pair("F", "E").sudo().due_from_account_id
        income = self.data["E"]["default_account_revenue"]
        partner = self.companies["F"].partner_id
        self.entry(
            "E",
            [
                (account, partner, self.usd, 303.17, 303.17, {}),
                (income, partner, self.usd, -303.17, -303.17, {}),
            ],
        )
        return self.env["ar.intercompany.difference"].search([], limit=1)

    def samples_of_balances(self):
        return {
            "ar.intercompany.balance": (self.balance(), {}, {"due_to": 1}),
            "ar.intercompany.difference": (self.difference(), {}, {"amount": 1}),
        }

    def calls_on_set_up(self):
        both = [self.companies["F"].id, self.companies["E"].id]
        setup = self.samples_of_wizards()["intercompany.setup"][0]
        return {
            "intercompany.accounting": {
                "action_open_balances": (self.pair("F", "E"), []),
                "clearing_proposal": (None, [both]),
                "readiness": (self.pair("F", "E"), ["2026-04-12"]),
                "setup_companies": (None, [both]),
            },
            "intercompany.setup": {"action_setup": (setup, [])},
            **self.calls_on_reimbursement(),
            **self.calls_on_proposal(),
            "res.config.settings": {
                "set_values": (self.env["res.config.settings"].sudo().create({}), []),
            },
        }

    def make_difference_of_others(self):
        """East owes West by its own books alone."""
        due_to = self.pair("E", "W").sudo().due_to_account_id
        income = self.data["E"]["default_account_revenue"]
        west = self.companies["W"].partner_id
        self.entry(
            "E",
            [
                (due_to, west, self.usd, -7319.37, -7319.37, {}),
                (income, west, self.usd, 7319.37, 7319.37, {}),
            ],
        )

    def base_values_of_setup(self):
        new = self.env["intercompany.setup"].with_user(self.user)
        company = {"company_id": self.companies["F"].id}
        return {
            "intercompany.accounting": lambda: None,
            "intercompany.setup": dict,
            "intercompany.setup.company": lambda: {
                "setup_id": new.create({}).id,
                **company,
            },
            "intercompany.setup.line": lambda: {
                "setup_id": new.create({}).id,
                **company,
                "kind": "journal",
                "status": "exists",
                "name": "x",
            },
        }

    def arguments_of_set_up(self):
        both = [f"{OTHERS}res.company", self.companies["F"].id]
        return {
            "intercompany.accounting.setup_companies": [
                [both],
                [[self.companies["F"].id], {"cash_discount_company": "invoice"}],
                *self.choices_of_others(),
            ],
            "intercompany.accounting.readiness": [["2026-04-12"]],
            "intercompany.accounting.clearing_proposal": [[both]],
        }

    def choices_of_others(self):
        """Companies to be set up with a journal or an account of others."""
        own = self.companies["F"].id
        return [
            [[own], None, {str(own): {name: f"{OTHERS}{model}"}}]
            for name, model in (
                ("journal_id", "account.journal"),
                ("due_to_account_id", "account.account"),
            )
        ]
