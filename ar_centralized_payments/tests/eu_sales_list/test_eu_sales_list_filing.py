"""Reporting, closing, reopening, and putting right what was reported."""

import hashlib

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import ITALY, SPAIN, EuSalesCommon

GERMAN_HEAD = (
    "#v3.0\nUmsatzsteuer-Identifikationsnummer (USt-IdNr.),Summe (Euro),"
    "Art der Leistung\n"
)


@freeze_time("2026-04-15")
@tagged("post_install", "-at_install")
class TestEuSalesListFiling(EuSalesCommon):
    def reported(self, amount=1000, customer="Roma", date="2026-01-10", period=None):
        """An invoice of January whose list is reported."""
        invoice = self.sale(amount, customer, date=date)
        self.prepare(period or "2026-01-31")
        return invoice, self.report(self.list_of("2026-01"))

    def with_format(self, code, **values):
        """Let X report by another format."""
        registration = self.env["ar.eu.sales.registration"].sudo()
        found = registration.search([("company_id", "=", self.companies["X"].id)])
        if not found:
            found = registration.create(
                {
                    "company_id": self.companies["X"].id,
                    "country_id": self.env.ref("base.de").id,
                }
            )
        found.write({"format": code, **values})
        return found

    def correct(self, invoice, number=SPAIN):
        invoice.with_user(self.controller).action_correct_eu_vat(number, "Wrong")

    def test_the_file_is_stored_once_with_its_hash(self):
        _invoice, lists = self.reported()
        content = GERMAN_HEAD + f"{ITALY},1000,L\n"
        self.assertEqual(self.file_of(lists), content)
        self.assertEqual(lists.file_hash, hashlib.sha256(content.encode()).hexdigest())
        self.assertEqual(lists.attachment_id.name, "eu-sales-list-DE-2026-01.csv")
        self.assertEqual(lists.user_reported_id, self.controller)
        self.assertEqual({*lists.item_ids.mapped("state")}, {"reported"})
        with self.assertRaisesRegex(UserError, "is Reported"):
            self.report(lists)
        lists.with_user(self.controller).action_close()
        self.assertEqual(lists.state, "closed")
        with self.assertRaisesRegex(UserError, "is Closed"):
            lists.with_user(self.controller).action_reopen("A mistake")

    def test_reopening(self):
        _invoice, lists = self.reported()
        old = lists.attachment_id
        with self.assertRaisesRegex(UserError, "Say why"):
            lists.with_user(self.controller).action_reopen("")
        lists.with_user(self.controller).action_reopen("It was not sent")
        self.assertEqual(lists.state, "draft")
        self.assertTrue(old.exists())
        self.assertIn("It was not sent", str(lists.message_ids[:1].body))
        self.sale(10, date="2026-01-11")
        self.prepare("2026-01-31")
        self.report(lists)
        self.assertNotEqual(lists.attachment_id, old)
        self.assertIn(f"{SPAIN},10,L\n", self.file_of(lists))

    def test_what_changed_is_looked_at_again(self):
        self.sale(1000, date="2026-01-10")
        lists = self.prepare("2026-01-31")
        self.sale(1, date="2026-01-10")
        with self.assertRaisesRegex(UserError, "have changed since"):
            self.report(lists)

    def test_a_period_that_is_not_over(self):
        self.sale(10, date="2026-04-10")
        lists = self.prepare("2026-04-10")
        with self.assertRaisesRegex(UserError, "is not over yet"):
            self.report(lists)

    def test_wrong_number_is_replaced(self):
        invoice, january = self.reported()
        self.correct(invoice)
        self.sale(360, date="2026-03-10")
        self.prepare("2026-03-31")
        self.assertRows(self.list_of("2026-03"), f"{SPAIN} goods 360.00 360")
        correction = self.list_of("2026-01", "correction")
        self.assertRows(
            correction,
            f"{SPAIN} goods 1000.00 1000 2026-01",
            f"{ITALY} goods -1000.00 0 2026-01",
        )
        self.assertEqual(correction.origin_list_id, january)
        self.report(correction)
        with self.assertRaisesRegex(UserError, "Reopen that first"):
            january.with_user(self.controller).action_reopen("Late")
        self.assertEqual(
            self.file_of(correction), GERMAN_HEAD + f"{SPAIN},1000,L\n{ITALY},0,L\n"
        )
        self.assertEqual(self.file_of(january), GERMAN_HEAD + f"{ITALY},1000,L\n")
        self.assertEqual(self.prepare("2026-03-31"), self.list_of("2026-03"))

    def test_wrong_number_in_the_next_list(self):
        self.with_format("general")
        invoice, _january = self.reported()
        self.correct(invoice)
        self.sale(360, date="2026-03-10")
        march = self.prepare("2026-03-31")
        self.assertRows(
            march,
            f"{SPAIN} goods 360.00 360",
            f"{SPAIN} goods 1000.00 1000 2026-01",
            f"{ITALY} goods -1000.00 -1000 2026-01",
        )
        self.report(march)
        own = "DE123456788;2026-03-01;2026-03-31"
        self.assertEqual(
            self.file_of(march),
            f"{own};{SPAIN};goods;360.00;;;;\n"
            f"{own};{SPAIN};goods;;2026-01;0.00;1000.00;1000.00\n"
            f"{own};{ITALY};goods;;2026-01;1000.00;0.00;-1000.00\n",
        )
        self.assertFalse(self.prepare("2026-03-31"))
        self.assertFalse(self.prepare("2026-04-10"))

    def test_a_correction_is_in_one_draft_alone(self):
        self.with_format("general")
        invoice, _january = self.reported()
        self.correct(invoice)
        self.sale(1, date="2026-02-10")
        self.sale(2, date="2026-03-10")
        self.prepare("2026-02-28")
        self.prepare("2026-03-31")
        self.assertEqual(len(self.list_of("2026-02").row_ids), 3)
        self.assertRows(self.list_of("2026-03"), f"{SPAIN} goods 2.00 2")
        with self.assertRaisesRegex(UserError, "not reported yet"):
            self.report(self.list_of("2026-03"))
        self.report(self.list_of("2026-02") | self.list_of("2026-03"))

    def test_credit_notes_that_correct_their_invoices_period(self):
        self.with_format("general", is_note_of_origin=True)
        invoice, _january = self.reported(100, "Alpha")
        found = []
        for month, count in (("02", 1), ("03", 1), ("04", 2)):
            for _one in range(count):
                self.sale(-10, date=f"2026-{month}-05", reversed_entry_id=invoice.id)
            lists = self.prepare(f"2026-{month}-10")
            found += [(r.amount_before, r.amount_new) for r in lists.row_ids]
            if month != "04":
                self.report(lists)
        self.assertEqual(found, [(100, 90), (90, 80), (80, 60)])

    def test_credit_notes_belong_to_their_own_period(self):
        invoice, _january = self.reported(100, "Alpha")
        self.sale(-10, date="2026-02-05", reversed_entry_id=invoice.id)
        self.assertRows(self.prepare("2026-02-28"), f"{SPAIN} goods -10.00 -10")

    def test_posted_late_and_posted_again(self):
        invoice, _january = self.reported()
        invoice.with_user(self.controller).button_draft()
        invoice.action_post()
        self.assertFalse(self.prepare("2026-02-28"))
        self.sale(5, date="2026-01-20")
        self.assertRows(self.prepare("2026-02-28"), f"{SPAIN} goods 5.00 5 2026-01")

    def test_periods_of_long_ago(self):
        """Those whose totals are as they were reported are not read."""
        invoice = self.sale(100, "Roma", date="2025-08-10")
        self.sale(7, date="2025-08-11")
        self.prepare("2025-08-31")
        self.report(self.list_of("2025-08"))
        self.sale(200, date="2025-11-10")
        self.prepare("2025-11-30")
        self.report(self.list_of("2025-11"))
        self.sale(300, date="2026-03-10")
        march = self.prepare("2026-03-31")
        self.assertRows(march, f"{SPAIN} goods 300.00 300")
        before = self.queries(lambda: self.prepare("2026-03-31"))
        self.correct(invoice)
        found = self.prepare("2026-03-31") - march
        self.assertRows(
            found,
            f"{SPAIN} goods 100.00 107 2025-08",
            f"{ITALY} goods -100.00 0 2025-08",
        )
        self.report(found)
        self.assertEqual(self.prepare("2026-03-31"), march)
        self.assertLessEqual(self.queries(lambda: self.prepare("2026-03-31")), before)
        self.sale(9, self.customer("None", "FR", False), date="2025-11-20")
        late = self.prepare("2026-03-31") - march
        self.assertEqual(self.problems(late), [("no_number", "", 9)])

    def test_a_late_document_without_number_is_not_lost(self):
        self.reported()
        self.sale(5, self.customer("None", "FR", False), date="2026-01-20")
        correction = self.prepare("2026-02-28")
        self.assertEqual(correction.kind, "correction")
        self.assertEqual(self.problems(correction), [("no_number", "", 5)])

    def test_files_that_lack_something(self):
        self.with_format("se")
        self.sale(1000, date="2026-01-10")
        lists = self.prepare("2026-01-31")
        with self.assertRaisesRegex(UserError, "Contact Name is missing") as caught:
            self.report(lists)
        self.assertIn("Own VAT Number does not fit", str(caught.exception))
        self.assertEqual(lists.state, "draft")

    def test_what_a_format_leaves_out(self):
        self.with_format("fr")
        self.companies["X"].sudo().partner_id.with_context(
            no_vat_validation=True
        ).vat = "FR83404833048"
        registration = self.env["ar.eu.sales.registration"].sudo()
        registration.search([]).write({"country_id": self.env.ref("base.de").id})
        self.sale(120, date="2026-01-10")
        lists = self.prepare("2026-01-31")
        self.report(lists)
        self.assertFalse(lists.attachment_id)
        self.assertIn(SPAIN, lists.left_out)

    def test_print(self):
        _invoice, lists = self.reported()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "ar_centralized_payments.report_eu_sales_list", lists.ids
        )[0]
        self.assertIn(ITALY, html.decode())
        self.assertIn("Signature", html.decode())
        self.assertIn(lists.file_hash, html.decode())
