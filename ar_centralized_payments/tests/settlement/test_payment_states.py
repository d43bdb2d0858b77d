"""States of documents and payments, where Odoo waits for the bank and where not."""

from unittest.mock import patch

from odoo.tests import tagged

from ..settling import SettlingCommon


class PaymentStates:
    """Each test runs in both regimes (design, *How it sits on Odoo 19*).

    ``settled`` is the state of an invoice that a payment settled which is not matched
    with the bank yet; ``using`` that of the payment.
    """

    settled = using = "paid"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.banker = cls.new_user("banker", "account.group_account_user")
        cls.banker_f = cls.new_user("banker_f", "account.group_account_user", "F")

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(
                self.env.registry["account.move"],
                "_get_invoice_in_payment_state",
                lambda _move: self.settled,
            )
        )

    def bank_line(self, payment, user=None):
        """The bank shows a payment: a statement line, matched with it."""
        company = payment.sudo().company_id
        sign = 1 if payment.payment_type == "inbound" else -1
        lines = self.env["account.bank.statement.line"].with_user(user or self.banker)
        line = lines.with_company(company).create(
            {
                "journal_id": payment.journal_id.id,
                "date": payment.date,
                "payment_ref": payment.name,
                "amount": sign * payment.amount,
            }
        )
        suspense = line._seek_for_lines()[1]
        outstanding = payment.with_user(lines.env.user)._seek_for_lines()[0]
        suspense.account_id = outstanding.account_id
        (suspense | outstanding).reconcile()
        return line

    def assertStates(self, expected):
        """Assert the states of documents and payments, as stored."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = {}
        for record in expected:
            is_payment = record._name == "account.payment"
            found[record] = record.sudo()["state" if is_payment else "payment_state"]
        self.assertEqual(found, expected)

    def test_invoice_and_payment(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settle(payment, invoice)
        self.assertStates({invoice: self.settled, payment: self.using})
        line = self.bank_line(payment)
        self.assertStates({invoice: "paid", payment: "paid"})
        line.action_undo_reconciliation()
        self.assertStates({invoice: self.settled, payment: self.using})
        settlement.with_user(self.controller).action_undo()
        self.assertStates({invoice: "not_paid", payment: "in_process"})

    def test_payment_that_the_bank_showed_before(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        self.bank_line(payment)
        settlement = self.settle(payment, invoice)
        self.assertStates({invoice: "paid", payment: "paid"})
        settlement.with_user(self.controller).action_undo()
        self.assertStates({invoice: "not_paid", payment: "paid"})

    def test_draft_payment_without_an_outstanding_account(self):
        invoice = self.invoice("E", 600)
        payment = self.payment("F", 600, post=False)
        payment.payment_method_line_id.sudo().payment_account_id = False
        payment.outstanding_account_id = False
        self.settlement(payment, invoice).action_post()
        self.assertStates({invoice: self.settled, payment: self.using})
        self.bank_line(payment)
        self.assertStates({invoice: "paid", payment: "paid"})

    def test_two_payments_of_one_invoice(self):
        invoice = self.invoice("E", 100)
        one, two = self.payment("F", 60), self.payment("W", 40)
        self.settle(one, invoice)
        self.assertStates({invoice: "partial", one: "in_process"})
        self.settle(two, invoice)
        self.assertStates({invoice: self.settled, one: self.using, two: self.using})
        self.bank_line(one)
        self.assertStates({invoice: self.settled, one: "paid", two: self.using})
        self.bank_line(two)
        self.assertStates({invoice: "paid", one: "paid", two: "paid"})

    def test_payment_of_two_invoices_and_a_rest(self):
        one, two = self.invoice("E", 60), self.invoice("W", 50)
        payment = self.payment("F", 100)
        self.settle(payment, one, two)
        self.assertStates({one: self.settled, two: "partial", payment: "in_process"})
        self.bank_line(payment)
        self.assertStates({one: "paid", two: "partial", payment: "paid"})

    def test_credit_note_on_the_way(self):
        payment = self.payment("F", 75)
        invoice, note = self.invoice("W", 100), self.credit_note("E", 25)
        self.settle(payment, invoice, note, primary=payment)
        self.assertStates({invoice: self.settled, note: "paid", payment: self.using})
        self.bank_line(payment)
        self.assertStates({invoice: "paid", note: "paid", payment: "paid"})

    def test_credit_note_alone(self):
        """No bank has to show anything."""
        invoice, note = self.invoice("W", 100), self.credit_note("E", 100)
        self.settle(note, invoice)
        self.assertStates({invoice: "paid", note: "paid"})

    def test_refund_paid_out(self):
        note, refund = self.credit_note("E", 40), self.payment("F", 40, direction="out")
        self.settle(note, refund)
        self.assertStates({note: self.settled, refund: self.using})
        self.bank_line(refund)
        self.assertStates({note: "paid", refund: "paid"})

    def test_bank_line_on_the_receivable(self):
        """What the bank showed itself does not wait for it."""
        invoice, company = self.invoice("E", 30), self.companies["F"]
        lines = self.env["account.bank.statement.line"].with_user(self.banker)
        line = lines.with_company(company).create(
            {
                "journal_id": self.data["F"]["default_journal_bank"].id,
                "date": "2026-03-25",
                "payment_ref": "30.00 from Northwind",
                "partner_id": self.northwind["F"].id,
                "amount": 30,
            }
        )
        line._seek_for_lines()[1].account_id = self.data["F"][
            "default_account_receivable"
        ]
        self.settle(line.move_id, invoice)
        self.assertStates({invoice: "paid"})

    def test_nothing_but_an_opening_balance(self):
        """A payment that settled no invoice waits for the bank, as inside Odoo."""
        data = self.data["E"]
        entry = self.entry(
            "E",
            [
                (data[name], self.northwind["E"], self.usd, amount, amount, {})
                for name, amount in (
                    ("default_account_receivable", 80),
                    ("default_account_revenue", -80),
                )
            ],
        )
        payment = self.payment("F", 80)
        self.settle(payment, entry)
        self.assertOpen({entry: "0", payment: "0"})
        self.assertStates({payment: "in_process"})
        self.bank_line(payment)
        self.assertStates({payment: "paid"})

    def test_as_inside_one_company(self):
        """The same documents, in one company and in two, and every step between."""
        states = {letter: self.states_step_by_step(letter) for letter in "FE"}
        self.assertEqual(states["F"], states["E"])

    def states_step_by_step(self, letter):
        invoices = [self.invoice(letter, amount) for amount in (70, 30)]
        payment, rest = self.payment("F", 80), self.payment("F", 20)
        documents = [*invoices, payment, rest]
        steps = []

        def look():
            self.env.flush_all()
            self.env.invalidate_all()
            steps.append(
                [
                    record.sudo().payment_state
                    if record._name == "account.move"
                    else record.sudo().state
                    for record in documents
                ]
            )

        look()
        first = self.settle(payment, *invoices)
        look()
        line = self.bank_line(payment)
        look()
        self.settle(rest, invoices[1])
        look()
        self.bank_line(rest)
        look()
        line.action_undo_reconciliation()
        look()
        first.with_user(self.controller).action_undo()
        look()
        return steps

    def test_bank_of_one_company_alone(self):
        """Who matches with the bank may not see the invoice; it is paid all the same,
        and says so to its own people."""
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        self.settle(payment, invoice)
        self.bank_line(payment, user=self.banker_f)
        self.assertStates({invoice: "paid", payment: "paid"})


@tagged("post_install", "-at_install")
class TestStatesWithoutBank(PaymentStates, SettlingCommon):
    """Odoo Community: settled is paid."""


@tagged("post_install", "-at_install")
class TestStatesWithBank(PaymentStates, SettlingCommon):
    """Enterprise and others: settled is in payment until the bank shows it."""

    settled, using = "in_payment", "in_process"

    def test_listed_with_what_is_in_payment(self):
        invoice, other = self.invoice("E", 600), self.invoice("E", 50)
        self.settle(self.payment("F", 600), invoice)
        documents = invoice | other
        found = documents.search(
            [("payment_state", "=", "in_payment"), ("id", "in", documents.ids)]
        )
        self.assertEqual(found, invoice)
        self.assertEqual(invoice.status_in_payment, "in_payment")

    def test_posting_and_matching_ask_little(self):
        """What waits for the bank is found for all matches at once."""
        invoices = [self.invoice("E", 10 + n) for n in range(4)]
        payments = [self.payment("F", 10 + n) for n in range(4)]
        self.settle(payments[0].union(*payments)[:1], invoices[0])
        counts = []
        for some in ([1], [2, 3]):
            settlements = self.env["ar.settlement"].union(
                *(self.settlement(payments[n], invoices[n]) for n in some)
            )
            self.env.flush_all()
            before = self.cr.sql_log_count
            settlements.action_post()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] * 1.3)
