"""Each legal entity numbers its own settlements, payment journals, deposit slips."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestNumbers(SettlingCommon):
    def paid(self, letter, amount=50):
        """A posted settlement that a company is paid for."""
        return self.settle(
            self.payment(letter, amount), self.invoice("X", amount, currency="USD")
        )

    def test_each_company_counts_for_itself(self):
        names = [self.paid(letter).name for letter in "FFEF"]
        self.assertEqual(
            names, ["STL/000001", "STL/000002", "STL/000001", "STL/000003"]
        )

    def test_a_draft_has_no_number_yet(self):
        draft = self.settlement(self.payment("F", 50), self.invoice("E", 50))
        self.assertEqual(draft.name, f"*{draft.id}")
        preview = draft.preview()
        draft.action_post()
        self.assertEqual(draft.name, "STL/000001")
        self.assertEqual(set(draft.sudo().move_ids.mapped("ref")), {"STL/000001"})
        self.assertPosted(draft, preview)

    def test_refused_attempts_use_up_none(self):
        self.paid("F")
        refused = self.settlement(self.payment("F", 50), self.invoice("E", 50))
        self.pair("F", "E").active = False
        for _attempt in range(3):
            with self.assertRaises(UserError), self.cr.savepoint():
                refused.action_post()
        refused.unlink()
        self.assertEqual(self.paid("F").name, "STL/000002")

    def test_the_company_of_the_primary_payment_counts(self):
        first, second = self.payment("E", 30), self.payment("F", 20)
        self.paid("F")
        settlement = self.settle(first, second, self.invoice("W", 50), primary=second)
        self.assertEqual(settlement.name, "STL/000002")

    def test_numbers_from_before_stay_and_are_gone_on_with(self):
        """Of a database whose settlements were numbered by one sequence for all."""
        before, waiting = (
            self.settlement(self.payment("F", 50), self.invoice("E", 50))
            for _one in range(2)
        )
        before.sudo().name, waiting.sudo().name = "STL/000041", "STL/000046"
        before.action_post()
        self.assertEqual(before.name, "STL/000041")
        self.assertEqual(self.paid("F").name, "STL/000047")
        self.assertEqual(self.paid("W").name, "STL/000001")
        waiting.action_post()
        self.assertEqual(waiting.name, "STL/000046")

    def test_payment_journals_and_slips(self):
        model = self.env["ar.payment.journal"].with_user(self.clerk)
        names = [
            model.with_company(self.companies[letter]).create({}).name
            for letter in "FEF"
        ]
        self.assertEqual(names, ["CPJ/00001", "CPJ/00001", "CPJ/00002"])
        checks = [
            self.payment(letter, 5, use_deposit_slip=True, payment_reference="R")
            for letter in "FEF"
        ]
        for check in checks:
            check.action_generate_deposit_slip()
        names = [check.deposit_slip_id.name for check in checks]
        self.assertEqual(names, ["DS/00001", "DS/00001", "DS/00002"])

    def test_a_branch_counts_with_its_legal_entity(self):
        branch = self.branch("F", "Fabrikam North", "N")
        model = self.env["ar.payment.journal"].with_user(self.clerk)
        for company, name in (
            (self.companies["F"], "CPJ/00001"),
            (branch, "CPJ/00002"),
        ):
            self.assertEqual(model.with_company(company).create({}).name, name)

    def test_names_of_entries_are_frozen(self):
        settlement = self.paid("F")
        entry = settlement.sudo().move_ids[:1].with_user(self.clerk)
        for what in (
            lambda: entry.line_ids[:1].write({"name": "x"}),
            lambda: entry.write({"ref": "x"}),
        ):
            with self.assertRefused("cannot be changed by itself"), self.cr.savepoint():
                what()
