"""Queries per record of a batch, counted: seconds belong to the benchmark.

What is asked grows by the record only where Odoo itself does so: numbers and chatter of
payments. Each test compares a small batch with a larger one, so that what is asked once
cancels out.
"""

from unittest.mock import patch

from odoo.tests import tagged

from ...books import booked_lines
from .taxed import TaxDueOnPaymentCommon

FEW, MANY = 5, 25


@tagged("post_install", "-at_install")
class TestPerformance(TaxDueOnPaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        count = 2 * (FEW + MANY)
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(count)]
        )

    # ------------------------------------------------------------
    # Builders
    # ------------------------------------------------------------
    def batch(self, customers, marked=True, post=False, **options):
        """Draft settlements of one payment and one invoice each."""
        payments = self.env["account.payment"].with_user(self.clerk)
        settlements = self.env["ar.settlement"].with_user(self.clerk)
        for customer in customers:
            payment = self.payment("F", 600, partner=customer, post=post, **options)
            if marked:
                bill = self.invoice("E", 600, partner=customer, **options)
                settlements |= self.settlement(payment, bill)
            payments |= payment
        return settlements, payments

    def assertEach(self, most, few, many):
        """Each further record of the larger batch asks at most so many queries."""
        each = (many - few) / (MANY - FEW)
        self.assertLessEqual(each, most, f"{few} for {FEW}, {many} for {MANY}")

    def halves(self):
        """A batch to warm all caches of the registry, and two to measure."""
        few, rest = self.customers[:FEW], self.customers[FEW:]
        many, warm = rest[:MANY], rest[MANY : MANY + 2]
        return warm, few, many

    # ------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------
    def test_planning_is_constant(self):
        _warm, first, second = [
            self.batch(customers, post=True)[0] for customers in self.halves()
        ]
        first.preview()
        few, many = (
            self.queries(settlements.preview) for settlements in (first, second)
        )
        self.assertEqual(few, many)

    def test_posting_and_undoing(self):
        """Payments posted before: nothing is asked for each settlement."""
        counts = {"action_post": [], "action_undo": []}
        for customers in self.halves():
            settlements, _payments = self.batch(customers, post=True)
            settlements = settlements.with_user(self.controller)
            for name, found in counts.items():
                found.append(self.queries(getattr(settlements, name)))
        for _warm, few, many in counts.values():
            self.assertEach(0.5, few, many)

    def test_posting_in_a_foreign_currency(self):
        """Nor where there is an exchange difference."""
        counts = {"action_post": [], "action_undo": []}
        for customers in self.halves():
            settlements, _payments = self.batch(customers, post=True, currency="EUR")
            settlements = settlements.with_user(self.controller)
            for name, found in counts.items():
                found.append(self.queries(getattr(settlements, name)))
        for _warm, few, many in counts.values():
            # Odoo writes and makes rows by the hundred: here there are more of them.
            self.assertEach(0.6, few, many)

    def test_posting_draft_payments(self):
        """Draft payments with marks ask hardly more than Odoo's without any."""
        counts = {True: [], False: []}
        for marked, found in counts.items():
            for customers in self.halves():
                _settlements, payments = self.batch(customers, marked)
                found.append(self.queries(payments.action_post))
        (_, few, many), (_, few_plain, many_plain) = counts[True], counts[False]
        plain = (many_plain - few_plain) / (MANY - FEW)
        self.assertEach(plain + 1, few, many)

    def test_a_payment_without_marks(self):
        """Odoo's own payments are not searched for marks each time one is written."""
        _settlements, payments = self.batch(self.customers[:FEW], marked=False)
        for payment in payments:
            payment.memo = "Thank you"
        marks = "ar_settlement_line"
        asked = self.asked(payments.action_post)
        self.assertLessEqual(sum(marks in query for query in asked), 2, asked)

    def test_tax_due_on_payment(self):
        """One settlement of many invoices asks no more for each of them than Odoo's
        own grouped payment in one company."""
        taxes = {letter: self.tax_on_payment(letter, 20) for letter in "EW"}
        counts = {"settled": [], "registered": []}
        for size in (2, FEW, MANY):
            foreign, own = (self.taxed(letter, size, taxes[letter]) for letter in "EW")
            payment = self.payment("F", 120 * size)
            settlement = self.settlement(payment, *foreign)
            counts["settled"].append(self.queries(settlement.action_post))
            counts["registered"].append(
                self.queries(lambda own=own: self.register(own))
            )
            self.assertEqual(set((foreign | own).mapped("payment_state")), {"paid"})
        registered = counts["registered"]
        each = (registered[2] - registered[1]) / (MANY - FEW)
        self.assertEach(each, *counts["settled"][1:])

    def test_many_marks_of_one_payment(self):
        """Posting asks no more for each than Odoo's own grouped payment does: its note
        that the invoice is paid. Undoing asks less than once for each, and all is
        read once, however many are marked beside it."""
        term = self.term(2, days=60)
        counts = {"post": [], "register": [], "undo": []}
        weighed = []
        for size in (2, FEW, MANY):
            foreign, own = (
                self.env["account.move"].union(
                    *(self.invoice(letter, 100, term=term) for _number in range(size))
                )
                for letter in "EW"
            )
            settlement = self.settlement(self.payment("F", 98 * size), *foreign)
            with patch.object(
                booked_lines, "weight", side_effect=booked_lines.weight
            ) as weight:
                counts["post"].append(self.queries(settlement.action_post))
            weighed.append(weight.call_count)
            counts["register"].append(self.queries(lambda own=own: self.register(own)))
            self.assertEqual(set((foreign | own).mapped("payment_state")), {"paid"})
            undo = settlement.with_user(self.controller).action_undo
            counts["undo"].append(self.queries(undo))
        few, many = counts["register"][1:]
        self.assertEach((many - few) / (MANY - FEW), *counts["post"][1:])
        self.assertEach(1, *counts["undo"][1:])
        self.assertLessEqual(weighed[2] * FEW, weighed[1] * MANY)

    def taxed(self, letter, count, tax):
        """Invoices of 120.00, of which 20.00 is a tax that is due on payment."""
        invoices = (self.invoice(letter, 100, tax=tax) for _number in range(count))
        return self.env["account.move"].union(*invoices)

    def register(self, invoices):
        """Odoo's own payment of some invoices of one company."""
        company = invoices.company_id
        register = self.env["account.payment.register"].sudo().with_company(company)
        context = {"active_model": "account.move", "active_ids": invoices.ids}
        values = {"group_payment": True, "payment_date": "2026-03-25"}
        register.with_context(**context).create(values)._create_payments()

    def asked(self, work):
        """The queries that the work asks."""
        asked = []
        cursor = type(self.env.cr)
        execute = cursor.execute

        def listen(cursor, query, *args, **kwargs):
            asked.append(getattr(query, "code", str(query)))
            return execute(cursor, query, *args, **kwargs)

        self.patch(cursor, "execute", listen)
        self.queries(work)
        self.patch(cursor, "execute", execute)
        return asked

    # ------------------------------------------------------------
    # The page
    # ------------------------------------------------------------
    def test_the_page_asks_the_same_for_few_and_many(self):
        """Rows, marks and preview: nothing is asked for each transaction."""
        term = self.term(2, days=60)
        counts = {}
        for customer, size in zip(self.customers, (2, FEW, MANY), strict=False):
            bills = self.env["account.move"]
            for letter in "EW":
                for _number in range(size):
                    bills |= self.invoice(letter, 100, partner=customer, term=term)
            payment = self.payment("F", 100 * size, partner=customer)
            counts[size] = self.page_queries(payment, self.receivable(bills))
        self.assertEqual(counts[FEW], counts[MANY])

    def page_queries(self, payment, items):
        """Queries of each call of the page that marks these items but one."""
        page = self.env["ar.settlement"].with_user(self.clerk)
        place = page.page_open({"item_ids": self.receivable(payment).ids})["place"]
        found = {}
        found["rows"] = self.queries(lambda: page.page_rows(place))
        state = page.page_mark(place, items[:-1].ids)
        place["settlement_id"] = state["settlement"]["id"]
        found["rows marked"] = self.queries(lambda: page.page_rows(place))
        found["mark"] = self.queries(lambda: page.page_mark(place, items[-1:].ids))
        found["totals"] = self.queries(lambda: page.page_totals(place))
        found["preview"] = self.queries(lambda: page.page_preview(place))
        return found
