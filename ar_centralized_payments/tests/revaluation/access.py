"""Revaluations for the tables of who may do what."""

from odoo import Command

RECORDS = """
    ar.revaluation
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.revaluation.rate
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.revaluation.line
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
"""
METHODS = """
    ar.revaluation
      action_compute              no      no       yes    yes         no
      action_export               yes     no       yes    yes         no
      action_open_all             yes     yes      yes    yes         no
      action_open_lines           yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       no     yes         no
      action_post_shown           no      no       no     yes         no
      action_rerun                no      no       yes    yes         no
      action_setup                no      no       no     yes         no
      action_undo                 no      no       no     yes         no
      preview                     yes     no       yes    yes         no
      problems                    yes     no       yes    yes         no
    ar.revaluation.line
      action_open_document        yes     no       yes    yes         no
"""


class RevaluationSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def revaluation(self, post=False):
        """Of Fabrikam and East, with an item of East in euros."""
        for company in (self.companies["F"] | self.companies["E"]).sudo():
            company._ar_make_revaluation_accounts()
        self.invoice("E", 303.17, currency="EUR")
        companies = [self.companies[letter].id for letter in "FE"]
        run = (
            self.env["ar.revaluation"]
            .with_user(self.controller)
            .create({"date": "2026-03-31", "company_ids": [Command.set(companies)]})
        )
        run.action_compute()
        if post:
            run.action_post()
        return run

    def samples_of_revaluations(self):
        run = self.revaluation()
        line = run.line_ids[:1]
        return {
            "ar.revaluation": (
                run,
                {"company_ids": [Command.set(run.company_ids.ids)]},
                {"method": "minimum"},
            ),
            "ar.revaluation.rate": (
                run.rate_ids[:1],
                {
                    "revaluation_id": run.id,
                    "company_id": self.companies["F"].id,
                    "currency_id": self.eur.id,
                },
                {"rate_typed": 1.5},
            ),
            "ar.revaluation.line": (
                line,
                {
                    "revaluation_id": run.id,
                    "kind": "valuation",
                    "date": "2026-03-31",
                    "move_line_id": line.move_line_id.id,
                    "company_id": self.companies["E"].id,
                    "currency_id": self.eur.id,
                },
                {"amount": 1},
            ),
        }

    def calls_on_revaluations(self):
        draft, posted = self.revaluation(), self.revaluation(post=True)
        on_draft = ("compute", "post", "post_shown", "setup", "open_lines", "export")
        on_posted = ("open_moves", "rerun", "undo")
        return {
            "ar.revaluation": {
                **{f"action_{name}": (draft, []) for name in on_draft},
                **{f"action_{name}": (posted, []) for name in on_posted},
                "action_open_all": (None, []),
                "preview": (draft, []),
                "problems": (draft, []),
            },
            "ar.revaluation.line": {
                "action_open_document": (posted.line_ids[:1], []),
            },
        }

    def make_revaluation_of_others(self):
        """Of East, and an item that it revalues."""
        self.invoice("E", 303.17, currency="EUR", partner=self.strangers["E"])
        runs = self.env["ar.revaluation"].with_user(self.controller)
        east = [Command.set(self.companies["E"].ids)]
        self.run_of_others = runs.create({"date": "2026-03-31", "company_ids": east})
        self.run_of_others.action_compute()
        self.run_of_others.sudo().name = "ZQX/REV"
