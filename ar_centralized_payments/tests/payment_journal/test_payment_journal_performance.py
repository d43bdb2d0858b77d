"""Queries per line of a payment journal, counted: seconds belong to the benchmark.

Each test compares a small journal with a larger one, so that what is asked once cancels
out.
"""

import functools

from odoo.tests import tagged

from ..journals import PaymentJournalCommon

FEW, MANY = 3, 13


@tagged("post_install", "-at_install")
class TestPaymentJournalPerformance(PaymentJournalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        count = 2 * (2 + FEW + MANY)
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(count)]
        )

    # ------------------------------------------------------------
    # Builders
    # ------------------------------------------------------------
    def filled(self, customers, letters="EW", user=None):
        """A payment journal with a line for each customer, marked with an invoice of
        these companies in turn; without letters, with nothing."""
        journal = self.payment_journal(user=user)
        for number, customer in enumerate(customers):
            bills = [
                self.invoice(letter, 600, partner=customer)
                for letter in letters[number % 2 : number % 2 + 1]
            ]
            self.line(journal, 600, *bills, partner=customer)
        return journal

    def sizes(self):
        """Customers of a journal to warm all caches of the registry, of a small one and
        of a larger one."""
        few, rest = self.customers[:FEW], self.customers[FEW:]
        many, rest = rest[:MANY], rest[MANY:]
        return rest[:2], few, many

    @staticmethod
    def read_lines(journal, fields):
        return journal.payment_ids.read(fields)

    @staticmethod
    def each(counts):
        """What each further line of the larger journal asks."""
        _warm, few, many = counts
        return (many - few) / (MANY - FEW)

    # ------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------
    def test_posting_and_undoing(self):
        """Lines ask hardly more than Odoo does for plain payments, without any mark:
        what is more is Odoo's note in the chatter of a payment that is paid, and of one
        that is cancelled then."""
        counts = {"EW": [], "": []}
        for letters, found in counts.items():
            for customers in self.sizes():
                journal = self.filled(customers, letters, self.controller)
                payments = self.env["account.payment"].browse(journal.payment_ids.ids)
                payments = payments.with_user(self.controller)
                post, undo = journal.action_post, journal.action_undo
                if not letters:
                    post, undo = payments.action_post, payments.action_cancel
                found.append((self.queries(post), self.queries(undo)))
                self.assertEqual(journal.state, "undone")
        lines, plain = (list(zip(*found, strict=True)) for found in counts.values())
        for ours, of_odoo in zip(lines, plain, strict=True):
            self.assertLessEqual(
                self.each(ours), self.each(of_odoo) + 2, (ours, of_odoo)
            )

    def test_validating_is_constant(self):
        """Whether something stands against a line or not."""
        journals = [self.filled(some) for some in self.sizes()]
        for journal in journals:
            journal.payment_ids.sorted("id")[::2].ar_payment_type = "check"
            self.assertEqual(len(journal.problems()), (journal.line_count + 1) // 2)
        _warm, few, many = [self.queries(journal.problems) for journal in journals]
        self.assertEqual(few, many)

    def test_the_list_of_lines_is_constant(self):
        """All that a page of the list shows, of entered, refused and posted lines."""
        view = self.env.ref("ar_centralized_payments.view_payment_journal_line_list")
        shown = self.env["account.payment"].get_view(view.id)["models"]
        fields = shown["account.payment"]
        self.assertLessEqual({"ar_marked_amount", "ar_problem"}, set(fields))
        journals = [self.filled(some) for some in self.sizes()]

        def asked():
            return [
                self.queries(functools.partial(self.read_lines, journal, fields))
                for journal in journals
            ]

        _warm, few, many = asked()
        self.assertEqual(few, many)
        for journal in journals:
            journal.payment_ids.sorted("id")[::2].ar_payment_type = "check"
            journal.action_post()
            self.assertEqual(set(self.states(journal)), {"refused", "posted"})
        _warm, few, many = asked()
        self.assertEqual(few, many)
