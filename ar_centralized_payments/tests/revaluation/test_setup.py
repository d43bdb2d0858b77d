"""What revaluations need: the assistant, the settings, what is said to lack."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestRevaluationSetup(SettlingCommon):
    def assistant(self, user=None):
        setups = self.env["intercompany.setup"].with_user(user or self.controller)
        return setups.with_context(allowed_company_ids=self.companies["F"].ids)

    def accounts(self):
        return [c.ar_revaluation_account_id for c in self.all_companies.sudo()]

    def test_the_assistant_makes_what_it_shows(self):
        with Form(self.assistant()) as form:
            self.assertEqual(form.missing_count, 0)
            form.with_revaluation = True
            self.assertEqual(form.missing_count, 4)
            form.revaluation_reversal = "settlement"
            shown = {
                (row["company_id"], row["code"])
                for row in form.line_ids._records
                if row["kind"] == "revaluation"
            }
        message = form.record.action_setup()["params"]["message"]
        self.assertIn("Accounts for revaluations: Fabrikam, ", message)
        made = {
            (company.id, account.with_company(company).code)
            for company, account in zip(
                self.all_companies, self.accounts(), strict=True
            )
        }
        self.assertEqual(made, shown)
        for account in self.accounts():
            self.assertEqual(account.account_type, "asset_current")
            self.assertFalse(account.reconcile)
        settings = self.all_companies.sudo().mapped("ar_revaluation_reversal")
        self.assertEqual(settings, ["settlement"] * 4)

    def test_what_is_there_stays(self):
        self.companies["F"].sudo()._ar_make_revaluation_accounts()
        before = self.companies["F"].sudo().ar_revaluation_account_id
        setup = self.assistant().create(
            {"with_revaluation": True, "revaluation_reversal": "settlement"}
        )
        self.assertEqual(setup.missing_count, 3)
        setup.action_setup()
        company = self.companies["F"].sudo()
        self.assertEqual(company.ar_revaluation_account_id, before)
        self.assertEqual(company.ar_revaluation_reversal, "next_day")
        again = self.assistant().create({"with_revaluation": True})
        self.assertEqual(again.missing_count, 0)

    def test_codes_follow_those_of_the_pairs(self):
        """Planned at once with due-from accounts, which are current assets, too."""
        self.env["intercompany.accounting"].sudo().search([]).unlink()
        setup = self.assistant().create({"with_revaluation": True})
        codes = setup.line_ids.filtered(
            lambda line: line.company_id == self.companies["F"] and line.code
        ).mapped("code")
        self.assertEqual(len(codes), len(set(codes)))
        shown = {
            line.company_id: line.code
            for line in setup.line_ids
            if line.kind == "revaluation"
        }
        setup.action_setup()
        for company, account in zip(self.all_companies, self.accounts(), strict=True):
            found = account.sudo().with_company(company).code
            self.assertEqual(found, shown[company])

    def test_only_those_who_configure(self):
        with self.assertRaises(AccessError):
            self.assistant(self.clerk).create({"with_revaluation": True})

    def test_settings(self):
        settings = self.env["res.config.settings"].create({})
        settings.ar_revaluation_reversal = "settlement"
        self.assertEqual(self.companies["F"].ar_revaluation_reversal, "settlement")

    def test_a_run_names_what_each_company_lacks_at_once(self):
        for letter in "EW":
            self.invoice(letter, 100.0, currency="EUR")
        company = self.companies["W"].sudo()
        company.currency_exchange_journal_id = False
        run = (
            self.env["ar.revaluation"]
            .with_user(self.controller)
            .create({"date": "2026-03-31"})
        )
        run.action_compute()
        texts = run.problems()
        for part in (
            "Fabrikam East has no Revaluation Account",
            "Fabrikam West has no Revaluation Account",
            "Fabrikam West has no journal for revaluations",
        ):
            self.assertTrue([text for text in texts if part in text], texts)
        self.assertFalse([text for text in texts if "Europe" in text])
        run.action_setup()
        self.assertEqual(len(run.problems()), 1)
