"""Revaluation: the worked examples with whole books, what stands, refusals, undo."""

import io

from openpyxl import load_workbook

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...books.revaluation_sheet import revaluation_sheet
from .revaluing import RevaluationCommon


@tagged("post_install", "-at_install")
class TestRevaluationExamples(RevaluationCommon):
    def europe(self):
        """X: 1,000.00 USD at .80, and the rates of REV-1 and REV-2."""
        self.env["res.currency.rate"].sudo().search(
            [("company_id", "=", self.companies["X"].id)]
        ).unlink()
        for date, euros in (
            ("2026-01-10", 0.80),
            ("2026-01-31", 0.75),
            ("2026-02-05", 0.87),
            ("2026-02-28", 0.78),
        ):
            self.set_rate("X", "USD", date, inverse=euros)
        return self.invoice("X", 1000.0, currency="USD", date="2026-01-10")

    def test_rev_1_next_day(self):
        invoice = self.europe()
        run = self.revalue("X", "2026-01-31")
        self.assertBooks(
            run,
            """
            X   ul    Northwind   0.00 USD    50.00   2026-01-31
            X   adj   Northwind   0.00 USD   -50.00   2026-01-31
            X   adj   Northwind   0.00 USD    50.00   2026-02-01
            X   ul    Northwind   0.00 USD   -50.00   2026-02-01
            """,
        )
        self.assertEqual(self.standing(invoice, "2026-01-31"), -50)
        self.assertEqual(self.standing(invoice), 0)
        self.assertOpen({invoice: "1,000.00 USD 800.00"})

    def test_rev_2_two_month_ends_settlement(self):
        invoice = self.europe()
        self.reversal("settlement")
        self.assertBooks(
            self.revalue("X", "2026-01-31"),
            """
            X   ul    Northwind   0.00 USD    50.00   2026-01-31
            X   adj   Northwind   0.00 USD   -50.00   2026-01-31
            """,
        )
        self.assertBooks(
            self.revalue("X", "2026-02-28"),
            """
            X   adj   Northwind   0.00 USD    30.00   2026-02-28
            X   ul    Northwind   0.00 USD   -30.00   2026-02-28
            """,
        )
        self.assertEqual(self.standing(invoice), -20)

    def test_rev_4_and_5_minimum_standard_invoice_date(self):
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        first = self.invoice("E", 1000.0, currency="EUR", date="2026-03-10")
        second = self.invoice("E", 1000.0, currency="EUR", date="2026-03-25")
        payment = self.payment("E", 300.0, currency="EUR")
        self.reversal("settlement")
        self.assertBooks(
            self.revalue("E", "2026-03-31", method="minimum"),
            """
            E   ul    Northwind   0.00 EUR    12.70   2026-03-31
            E   adj   Northwind   0.00 EUR   -12.70   2026-03-31
            """,
        )
        self.assertBooks(
            self.revalue("E", "2026-03-31"),
            """
            E   adj   Northwind   0.00 EUR    12.61   2026-03-31
            E   ug    Northwind   0.00 EUR   -12.61   2026-03-31
            """,
        )
        standings = [self.standing(d) for d in (first, second, payment)]
        self.assertEqual(standings, [8.80, -12.70, 3.81])
        self.assertBooks(
            self.revalue("E", "2026-04-30", method="invoice_date"),
            """
            E   ug    Northwind   0.00 EUR    12.61   2026-04-30
            E   adj   Northwind   0.00 EUR   -12.61   2026-04-30
            E   adj   Northwind   0.00 EUR    12.70   2026-04-30
            E   ul    Northwind   0.00 EUR   -12.70   2026-04-30
            """,
        )
        self.assertEqual([self.standing(d) for d in (first, second, payment)], [0] * 3)

    def test_rev_10_rate_corrected_next_day(self):
        self.europe()
        self.revalue("X", "2026-01-31")
        rate = self.env["res.currency.rate"].sudo().search(
            [("company_id", "=", self.companies["X"].id), ("name", "=", "2026-01-31")]
        )  # fmt: skip
        rate.inverse_company_rate = 0.76
        self.assertBooks(
            self.revalue("X", "2026-01-31"),
            """
            X   adj   Northwind   0.00 USD    10.00   2026-01-31
            X   ul    Northwind   0.00 USD   -10.00   2026-01-31
            X   ul    Northwind   0.00 USD    10.00   2026-02-01
            X   adj   Northwind   0.00 USD   -10.00   2026-02-01
            """,
        )
        third = self.revalue("X", "2026-01-31")
        self.assertFalse(third.move_ids)
        self.assertEqual(third.state, "posted")

    def test_rev_12_an_earlier_date_settlement(self):
        invoice = self.europe()
        self.set_rate("X", "USD", "2026-02-15", inverse=0.77)
        self.reversal("settlement")
        self.revalue("X", "2026-01-31")
        self.revalue("X", "2026-02-28")
        self.assertBooks(
            self.revalue("X", "2026-02-15"),
            """
            X   adj   Northwind   0.00 USD    20.00   2026-02-15
            X   ul    Northwind   0.00 USD   -20.00   2026-02-15
            X   ul    Northwind   0.00 USD    20.00   2026-02-16
            X   adj   Northwind   0.00 USD   -20.00   2026-02-16
            """,
        )
        self.assertEqual(self.standing(invoice), -20)

    def test_rev_16_as_of_after_an_undo(self):
        """What was settled on 25 March and undone on 10 April was settled on the 31st;
        the items of both sides count, and sum to nothing."""
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        invoice = self.invoice("E", 600.0, currency="EUR")
        payment = self.payment("F", 600.0, currency="EUR")
        settlement = self.settle(payment, invoice)
        settlement.with_user(self.controller).action_undo("2026-04-10")
        run = self.revaluation("E", "2026-03-31")
        self.assertEqual(
            sorted(run.line_ids.filtered(lambda x: x.kind == "valuation").mapped(
                lambda x: (x.amount_open, x.value_booked, x.standing_after)
            )),
            [(-600.0, -736.62, 7.62), (0.0, 12.90, -12.90), (600.0, 723.72, 5.28)],
        )  # fmt: skip

    def test_partly_paid_natively_as_of(self):
        """W3 to W6: a payment on the date counts, one after it does not; only what was
        matched of a partly matched item counts."""
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        invoice = self.invoice("E", 1000.0, currency="EUR")
        for amount, date in ((400.0, "2026-03-31"), (100.0, "2026-04-10")):
            payment = self.payment("E", amount, currency="EUR", date=date)
            (self.receivable(payment) | self.receivable(invoice)).sudo().reconcile()
        run = self.revaluation("E", "2026-03-31")
        found = {
            line.move_line_id.move_id: (line.amount_open, line.value_booked)
            for line in run.line_ids
            if line.kind == "valuation"
        }
        self.assertEqual(found.get(invoice), (600.0, 723.72))

    def test_a_month_of_two_companies_is_one_run(self):
        """REV-13: and a rate that lacks in one refuses both, naming it."""
        self.europe()
        self.set_rate("E", "EUR", "2026-01-05", inverse=1.19)
        self.invoice("E", 100.0, currency="EUR", date="2026-01-05")
        self.set_rate("E", "EUR", "2026-01-31", inverse=1.2150)
        before = self.trial_balance()
        run = self.revalue("EX", "2026-01-31")
        self.assertBooks(
            run,
            """
            E   adj   Northwind   0.00 EUR     2.50   2026-01-31
            E   ug    Northwind   0.00 EUR    -2.50   2026-01-31
            E   ug    Northwind   0.00 EUR     2.50   2026-02-01
            E   adj   Northwind   0.00 EUR    -2.50   2026-02-01
            X   ul    Northwind   0.00 USD    50.00   2026-01-31
            X   adj   Northwind   0.00 USD   -50.00   2026-01-31
            X   adj   Northwind   0.00 USD    50.00   2026-02-01
            X   ul    Northwind   0.00 USD   -50.00   2026-02-01
            """,
        )
        run.action_undo()
        self.assertEqual((run.state, self.trial_balance()), ("undone", before))
        self.env["res.currency.rate"].sudo().search(
            [("company_id", "=", self.companies["X"].id)]
        ).unlink()
        with self.assertRefused("Fabrikam Europe has no rate for USD"):
            self.revaluation("EX", "2026-01-31")
        self.assertEqual(self.trial_balance(), before)


@tagged("post_install", "-at_install")
class TestRevaluationRefusals(RevaluationCommon):
    def setUp(self):
        super().setUp()
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        self.document = self.invoice("E", 1000.0, currency="EUR")

    def test_locks_name_company_and_first_open_date(self):
        run = self.revaluation("E", "2026-03-31")
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-03-31"
        with self.assertRefused("Fabrikam East: 03/31/2026 is locked", "04/01/2026"):
            run.action_post()
        self.assertFalse(run.move_ids)

    def test_the_next_day_must_be_open_too(self):
        run = self.revaluation("E", "2026-03-31")
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-04-01"
        with self.assertRefused("04/01/2026", "04/02/2026"):
            run.action_post()

    def test_what_lacks_is_named_at_once(self):
        company = self.companies["E"].sudo()
        account = company.ar_revaluation_account_id
        company.ar_revaluation_account_id = False
        company.income_currency_exchange_account_id.active = False
        company.ar_unrealized_gain_account_id = False
        run = self.revaluation("E", "2026-03-31")
        with self.assertRefused(
            "Fabrikam East has no Revaluation Account", "is archived"
        ):
            run.action_post()
        company.ar_revaluation_account_id = account
        company.ar_unrealized_gain_account_id = account.copy(
            {"code": "UNG2", "account_type": "income_other"}
        )
        run.action_post()
        self.assertEqual(run.state, "posted")

    def test_an_account_that_may_not_be_one(self):
        company = self.companies["E"].sudo()
        with self.assertRaisesRegex(ValidationError, "current asset"):
            company.ar_revaluation_account_id = self.data["E"][
                "default_account_receivable"
            ]
        with self.assertRaisesRegex(ValidationError, "of another company"):
            company.ar_revaluation_account_id = (
                self.companies["F"].sudo().ar_revaluation_account_id
            )

    def test_neither_future_nor_branch_nor_foreign_company(self):
        with self.assertRaisesRegex(ValidationError, "in the future"):
            self.revaluation("E", "2026-07-01")
        with self.assertRaises(AccessError):
            self.revaluation("EF", "2026-03-31", user=self.clerk_f)

    def test_a_changed_draft_is_not_posted(self):
        run = self.revaluation("E", "2026-03-31")
        seen = run.fingerprint
        self.invoice("E", 50.0, currency="EUR")
        with self.assertRefused("has changed since it was computed"):
            run.action_post(seen)
        action = run.action_post_shown()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertNotEqual(run.fingerprint, seen)
        run.action_post_shown()
        self.assertEqual(run.state, "posted")

    def test_entries_stay_whole(self):
        run = self.revalue("E", "2026-03-31")
        entry = run.sudo().move_ids[0]
        for act in (
            entry.button_draft,
            entry.button_cancel,
            entry.unlink,
            entry._reverse_moves,
        ):
            with self.assertRefused("belongs to the revaluation"):
                act()

    def test_out_of_date_and_rerun(self):
        run = self.revalue("E", "2026-03-31")
        self.assertFalse(run.is_out_of_date)
        self.invoice("E", 50.0, currency="EUR")
        run.invalidate_recordset(["is_out_of_date"])
        self.assertTrue(run.is_out_of_date)
        again = self.env["ar.revaluation"].browse(run.action_rerun()["res_id"])
        again.with_user(self.controller).action_post()
        run.invalidate_recordset(["is_out_of_date"])
        self.assertFalse(run.is_out_of_date)

    def test_a_typed_rate_counts_and_is_told(self):
        run = self.revaluation("E", "2026-03-31")
        run.rate_ids.rate_typed = 1.3
        self.assertFalse(run.computed_at)
        run.action_compute()
        self.assertEqual(run.line_ids[:1].value, 1300.0)
        self.assertIn("typed rate", " ".join(run.message_ids.mapped("body")))
        with self.assertRaises(ValidationError):
            run.rate_ids.rate_typed = -1

    def test_undo_with_something_later_under_settlement(self):
        self.reversal("settlement")
        first = self.revalue("E", "2026-03-31")
        self.set_rate("E", "EUR", "2026-04-30", inverse=1.19)
        second = self.revalue("E", "2026-04-30")
        with self.assertRefused(second.name, "Invoice Date"):
            first.action_undo()
        second.action_undo()
        first.action_undo()
        self.assertEqual(self.standing(self.document), 0)

    def test_who_may(self):
        run = self.revaluation("E", "2026-03-31", user=self.clerk)
        with self.assertRaises(AccessError):
            run.action_post()
        run.with_user(self.controller).action_post()
        with self.assertRaises(AccessError):
            run.action_undo()
        with self.assertRaises(AccessError):
            run.with_user(self.clerk_f).read(["name"])
        with self.assertRaises(UserError):
            run.with_user(self.controller).write({"date": "2026-02-28"})

    def test_a_long_run_is_posted_in_the_background(self):
        run = self.revaluation("E", "2026-03-31")
        self.patch(
            self.env.registry["ar.revaluation"], "_post_in_background", lambda run: True
        )
        run.action_post_shown()
        self.assertEqual(run.state, "posting")
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ar.revaluation"]._cron_post()
        self.env.invalidate_all()
        self.assertEqual((run.refusal, run.state), (False, "posted"))
        self.assertEqual(self.standing(self.document, "2026-03-31"), 8.80)

    def test_the_sheet_has_what_the_run_keeps(self):
        run = self.revalue("E", "2026-03-31")
        book = load_workbook(io.BytesIO(revaluation_sheet(run)), read_only=True)
        rows = [[cell.value for cell in row] for row in book["Items"].iter_rows()]
        place = {name: number for number, name in enumerate(rows[0])}
        found = [
            (row[place["Kind"]], row[place["Open"]], row[place["Difference"]])
            for row in rows[1:]
        ]
        self.assertEqual(found, [("Valuation", 1000, 8.8), ("The Day After", 0, -8.8)])
