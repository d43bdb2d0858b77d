"""What payment orders of both OCA addons have in common."""


class PaymentOrders:
    """A direct debit of 600.00 for an invoice of Fabrikam's own."""

    manager_group = None

    def setUp(self):
        super().setUp()
        self.banker = self.new_user(
            "banker", f"account.group_account_user,{self.manager_group}"
        )
        self.order, self.debited = self.order_of(600)
        self.order.draft2open()
        self.payment = self.order.payment_ids

    def upload(self):
        self.order.open2generated()
        self.order.generated2uploaded()

    def test_an_order_of_its_own(self):
        self.upload()
        self.assertOpen({self.debited: "0", self.payment: "0"})
        self.assertEqual(self.debited.payment_state, "in_payment")

    def test_marked_in_a_settlement_with_the_same_invoice(self):
        """Posting settles; the order finds nothing left to match."""
        settlement = self.settlement(self.payment, self.debited)
        self.upload()
        self.assertEqual(self.order.state, "uploaded")
        self.assertEqual(settlement.state, "posted")
        self.assertOpenNothing(settlement)

    def test_marked_in_a_settlement_with_another_invoice(self):
        """The order cannot keep its word: all of it is refused."""
        self.settlement(self.payment, self.invoice("E", 600))
        before = self.trial_balance()
        with self.assertRefused("already reconciled"), self.cr.savepoint():
            self.upload()
        self.env.invalidate_all()
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(self.payment.state, "draft")

    def test_settled_from_elsewhere_after_posting(self):
        """A part of what was collected pays another company's invoice."""
        invoice = self.invoice("E", 250)
        payment = self.payment_posted(250)
        self.settle(payment, invoice)
        self.assertOpen({invoice: "0", payment: "0"})
        self.assertEqual(invoice.payment_state, self.settled_state)

    def payment_posted(self, amount):
        return super().payment("F", amount)
