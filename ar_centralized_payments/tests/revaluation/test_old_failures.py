"""What went wrong in other products (period close 2), each a test."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .revaluing import RevaluationCommon


@tagged("post_install", "-at_install")
class TestOldFailures(RevaluationCommon):
    def setUp(self):
        super().setUp()
        self.set_rate("E", "EUR", "2024-01-01", inverse=1.1000)
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        self.document = self.invoice("E", 1000.0, currency="EUR")

    def found(self, run):
        """Document -> what was open, its booked value, what stands."""
        return {
            line.move_line_id.move_id: (
                line.amount_open, line.value_booked, line.standing_after
            )
            for line in run.line_ids
            if line.kind == "valuation"
        }  # fmt: skip

    def pay_natively(self, amount, date):
        payment = self.payment("E", amount, currency="EUR", date=date)
        (self.receivable(payment) | self.receivable(self.document)).sudo().reconcile()
        return payment

    def test_w1_run_late_what_was_paid_since_is_taken_back(self):
        self.reversal("settlement")
        self.pay_natively(1000.0, "2026-04-10")
        self.revalue("E", "2026-03-31")
        self.assertEqual(self.standing(self.document, "2026-03-31"), 8.80)
        self.assertEqual(self.standing(self.document, "2026-04-01"), 0)

    def test_w2_a_gain_and_then_a_loss(self):
        """The amount of the change is kept, and each sign on its own account."""
        self.reversal("settlement")
        self.set_rate("E", "EUR", "2026-04-30", inverse=1.1900)
        self.revalue("E", "2026-03-31")
        run = self.revalue("E", "2026-04-30")
        [line] = run.line_ids
        self.assertEqual(
            (line.standing_before, line.amount, line.standing_after),
            (8.80, -25.00, -16.20),
        )
        self.assertBooks(
            run.sudo().move_ids,
            """
            E   ug    Northwind   0.00 EUR     8.80
            E   ul    Northwind   0.00 EUR    16.20
            E   adj   Northwind   0.00 EUR    -8.80
            E   adj   Northwind   0.00 EUR   -16.20
            """,
        )

    def test_w3_paid_on_the_date_itself(self):
        self.pay_natively(1000.0, "2026-03-31")
        self.assertNotIn(self.document, self.found(self.revalue("E", "2026-03-31")))

    def test_w4_open_on_the_date_and_paid_before_the_run(self):
        self.pay_natively(1000.0, "2026-04-01")
        run = self.revalue("E", "2026-03-31")
        self.assertEqual(self.found(run)[self.document], (1000.0, 1206.20, 8.80))

    def test_w5_only_what_was_matched_of_a_larger_payment(self):
        payment = self.pay_natively(1500.0, "2026-03-20")
        run = self.revalue("E", "2026-03-31")
        self.assertNotIn(self.document, self.found(run))
        amount, booked, stands = self.found(run)[payment.move_id]
        self.assertEqual((amount, booked, stands), (-500.0, -603.10, -4.40))

    def test_w6_open_as_of_the_date_not_of_today(self):
        self.pay_natively(400.0, "2026-04-10")
        run = self.revalue("E", "2026-03-31")
        self.assertEqual(self.found(run)[self.document], (1000.0, 1206.20, 8.80))

    def test_w7_nothing_of_it_is_open_on_the_receivable(self):
        receivables = [
            ("account_id.account_type", "=", "asset_receivable"),
            ("company_id", "=", self.companies["E"].id),
        ]
        items = self.env["account.move.line"].sudo()
        before = items.search(receivables)
        residual = self.document.sudo().amount_residual
        self.revalue("E", "2026-03-31")
        self.assertEqual(items.search(receivables), before)
        self.assertEqual(self.document.sudo().amount_residual, residual)
        self.assertOpen({self.document: "1,000.00 EUR 1,206.20"})

    def test_w8_a_value_at_an_amount_of_zero(self):
        account = self.data["E"]["default_account_receivable"]
        sales, partner = self.data["E"]["default_account_revenue"], self.northwind["E"]
        rows = [
            (account, partner, self.eur, 0.0, 7.0, {}),
            (sales, partner, self.eur, 0.0, -7.0, {}),
        ]
        entry = self.entry("E", rows, date="2026-03-12")
        run = self.revalue("E", "2026-03-31")
        self.assertEqual(self.found(run)[entry], (0.0, 7.0, -7.0))

    def test_w9_a_rate_of_another_company_or_of_later_is_none(self):
        rates = self.env["res.currency.rate"].sudo()
        own = [("company_id", "=", self.companies["E"].id)]
        rates.search(own).unlink()
        self.set_rate("E", "EUR", "2026-04-02", inverse=1.3)
        with self.assertRaisesRegex(UserError, "Fabrikam East has no rate for EUR"):
            self.revaluation("E", "2026-03-31")

    def test_w10_and_w11_one_entry_each_day_and_every_line_has_its_item(self):
        self.invoice("E", 10.0, currency="EUR", date="2026-03-25")
        run = self.revalue("E", "2026-03-31")
        self.assertEqual(
            sorted(run.sudo().move_ids.mapped("date")),
            [self.day("2026-03-31"), self.day("2026-04-01")],
        )
        self.assertEqual(run.sudo().move_ids.ar_revaluation_id, run.sudo())
        lines = run.sudo().line_ids
        self.assertEqual(len(lines), 4)
        for line in lines:
            self.assertEqual(line.journal_item_id.date, line.date)
            self.assertEqual(
                line.journal_item_id.account_id,
                line.company_id.ar_revaluation_account_id,
            )

    def test_w12_no_first_date_hides_what_is_older(self):
        old = self.invoice("E", 10.0, currency="EUR", date="2024-01-02")
        run = self.revalue("E", "2026-03-31")
        self.assertEqual(self.found(run)[old], (10.0, 11.0, 1.15))

    def test_a_document_that_is_deleted_since(self):
        """The sub-ledger keeps its name; not where something stands for it."""
        document = self.document.sudo()
        simulated = self.revaluation("E", "2026-04-30", rate_date="2026-03-31")
        run = self.revalue("E", "2026-03-31")
        name = self.receivable(document).display_name
        document.button_draft()
        document.unlink()
        self.assertFalse(simulated.line_ids)
        self.assertFalse(run.line_ids.move_line_id)
        self.assertEqual(set(run.line_ids.mapped("item_name")), {name})
        with self.assertRefused("was deleted since"):
            run.line_ids[0].action_open_document()
        run.action_undo()

    def test_a_document_for_which_something_stands_is_not_deleted(self):
        self.reversal("settlement")
        self.revalue("E", "2026-03-31")
        self.document.sudo().button_draft()
        with self.assertRefused(
            "Fabrikam East", "stands for it", "8.80", "Invoice Date"
        ):
            self.document.sudo().unlink()
        self.document.sudo().action_post()
        self.revalue("E", "2026-04-30", method="invoice_date", rate_date="2026-03-31")
        self.assertEqual(self.standing(self.document), 0)
        self.document.sudo().button_draft()
        self.document.sudo().unlink()
