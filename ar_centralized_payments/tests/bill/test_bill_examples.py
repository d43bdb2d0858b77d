"""The worked examples of bills of exchange A5, in one currency: whole books."""

from odoo.tests import tagged

from .billing import BillCommon


@tagged("post_install", "-at_install")
class TestExamples(BillCommon):
    UNDONE = """
            F   receivable   Northwind   -600.00
            F   due_to       East         600.00
            F   receivable   Northwind   -400.00
            F   due_to       West         400.00
            E   due_from     Fabrikam    -600.00
            E   receivable   Northwind    600.00
            W   due_from     Fabrikam    -400.00
            W   receivable   Northwind    400.00
    """

    def discounted(self, **options):
        bill = self.bill_1(**options)
        remittance = self.remittance(bill, "discount")
        return bill, remittance

    def collected(self):
        bill = self.bill_1()
        return bill, self.remittance(bill)

    def test_1_draw(self):
        bill = self.bill_1(draw=False)
        self.assertEqual(str(bill.due_date), "2026-08-14")
        self.assertEqual(bill.state, "draft")
        preview = bill.preview("draw")
        bill.action_draw()
        settlement = bill.payment_id.settlement_ids
        moves = bill.sudo().payment_id.move_id | settlement.sudo().move_ids
        self.assertPreview(preview, moves)
        self.assertBooks(
            bill.payment_id,
            """
            F   br           Northwind    1000.00
            F   receivable   Northwind   -1000.00
            """,
        )
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00
            F   due_to       East        -600.00
            F   receivable   Northwind    400.00
            F   due_to       West        -400.00
            E   due_from     Fabrikam     600.00
            E   receivable   Northwind   -600.00
            W   due_from     Fabrikam     400.00
            W   receivable   Northwind   -400.00
            """,
        )
        self.assertEqual(
            [invoice.payment_state for invoice in self.invoices],
            [self.state_settled] * 2,
        )
        self.assertEqual(bill.state, "drawn")
        self.assertRegex(bill.name, r"^BOE/2026/\d{5}$")
        self.assertRegex(bill.drawer_reference, r"^BOE26\d{5}$")
        held = self.bill_lines(bill, "br")
        self.assertOpen({held: "1000.00"})
        self.assertEqual(str(held.date_maturity), "2026-08-14")
        self.assertEqual(bill.value_outstanding, 1000)
        self.assertProved()

    def test_2_collection(self):
        bill, remittance = self.collected()
        self.assertBooks(
            remittance.event_ids.move_id,
            """
            F   bc   Northwind    1000.00   2026-06-15
            F   br   Northwind   -1000.00   2026-06-15
            """,
        )
        self.assertEqual(bill.state, "remitted")
        self.assertContingent(0, "2026-06-15")
        self.assertBooks(
            self.event(bill, "honor", "2026-08-14", fee=3),
            """
            F   outstanding   Northwind    997.00   2026-08-14
            F   ch            Northwind      3.00   2026-08-14
            F   bc            Northwind  -1000.00   2026-08-14
            """,
        )
        self.assertEqual((bill.state, bill.amount_honored), ("closed", 1000))
        self.assertTrue(all(self.bill_lines(bill, "bc").mapped("reconciled")))
        self.assertTrue(all(self.bill_lines(bill, "br").mapped("reconciled")))
        self.assertEqual(bill.value_outstanding, 0)
        self.assertProved()

    def test_3_discount_and_4_honored(self):
        bill, remittance = self.discounted()
        line = remittance.line_ids
        self.assertEqual((line.interest, line.fee), (12, 3))
        self.assertBooks(
            remittance.event_ids.move_id,
            """
            F   bd            Northwind   1000.00
            F   br            Northwind  -1000.00
            F   outstanding   Northwind    985.00
            F   di            Northwind     12.00
            F   ch            Northwind      3.00
            F   ld            Northwind  -1000.00
            """,
        )
        self.assertContingent(0, "2026-06-14")
        self.assertContingent(1000, "2026-06-15")
        self.assertBooks(
            self.event(bill, "honor", "2026-08-14"),
            """
            F   ld   Northwind    1000.00
            F   bd   Northwind   -1000.00
            """,
        )
        self.assertContingent(1000, "2026-08-13")
        self.assertContingent(0, "2026-08-14")
        self.assertEqual(bill.state, "closed")
        self.assertProved()

    PROTEST = """
            F   pb            Northwind    1000.00
            F   pb            Northwind      25.00
            F   ld            Northwind    1000.00
            F   bd            Northwind   -1000.00
            F   outstanding   Northwind   -1025.00
    """

    def test_5_protest_on_the_bill(self):
        bill, _remittance = self.discounted()
        moves = self.event(bill, "protest", "2026-08-20", cause="No funds", cost=25)
        self.assertBooks(moves, self.PROTEST)
        debts = self.bill_lines(bill, "pb").sorted("id")
        self.assertOpen({debts[0]: "1000.00", debts[1]: "25.00"})
        self.assertEqual((bill.state, bill.amount_protested), ("protested", 1000))
        self.assertContingent(1000, "2026-08-19")
        self.assertContingent(0, "2026-08-20")
        self.assertEqual(bill.value_outstanding, 1025)
        for invoice in self.invoices:
            self.assertOpen({invoice: "0"})
        self.assertProved()

    def test_5a_cost_is_an_expense(self):
        bill, _remittance = self.discounted()
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20", cost=25, cost_mode="expense"),
            """
            F   pb            Northwind    1000.00
            F   pc            Northwind      25.00
            F   ld            Northwind    1000.00
            F   bd            Northwind   -1000.00
            F   outstanding   Northwind   -1025.00
            """,
        )

    def test_5b_protest_on_the_invoices(self):
        bill, _remittance = self.discounted()
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20", debt="invoices", cost=25),
            """
            F   receivable    Northwind    1000.00
            F   pb            Northwind      25.00
            F   ld            Northwind    1000.00
            F   bd            Northwind   -1000.00
            F   outstanding   Northwind   -1025.00
            """
            + self.UNDONE,
        )
        self.assertEqual(bill.state, "protested")
        east, west = self.invoices
        self.assertOpen({east: "600.00", west: "400.00"})
        self.assertOpen({bill.payment_id: "0", self.bill_lines(bill, "pb"): "25.00"})
        for letter in "FEW":
            self.assertBalances(letter, "due_to East 0.00\ndue_from Fabrikam 0.00")
        self.assertProved()

    def test_5c_revive(self):
        bill, _remittance = self.discounted()
        self.event(bill, "protest", "2026-08-20", cost=25)
        self.assertBooks(
            self.event(bill, "revive", "2026-09-01"),
            """
            F   receivable   Northwind    1000.00
            F   pb           Northwind   -1000.00
            """
            + self.UNDONE,
        )
        east, west = self.invoices
        self.assertOpen({east: "600.00", west: "400.00"})
        debts = self.bill_lines(bill, "pb").sorted("id")
        self.assertOpen({debts[0]: "0", debts[1]: "25.00", bill.payment_id: "0"})
        self.assertProved()
        with self.assertRefused("owes the invoices already"):
            bill.with_user(self.controller).action_revive("2026-09-02")

    def test_6_redraw(self):
        bill, _remittance = self.discounted()
        self.event(bill, "protest", "2026-08-20", cost=25)
        last = max(self.env["account.move"].sudo().search([]).ids)
        bill.with_user(self.controller).action_redraw(
            "2026-08-21", "2026-10-20", interest=10.25
        )
        self.assertEqual(bill.state, "redrawn")
        new = bill.redraw_bill_id
        self.assertEqual(
            (new.state, new.amount, str(new.due_date)),
            ("drawn", 1035.25, "2026-10-20"),
        )
        self.assertBooks(
            self.env["account.move"].sudo().search([("id", ">", last)]),
            """
            F   pb   Northwind      10.25
            F   ii   Northwind     -10.25
            F   br   Northwind    1035.25
            F   pb   Northwind   -1035.25
            """,
        )
        self.assertTrue(all(self.bill_lines(bill, "pb").mapped("reconciled")))
        self.assertProved()
        self.remittance(new, "discount", "2026-08-22", interest=0, fee=0)
        self.event(new, "honor", "2026-10-20")
        self.assertEqual((new.state, bill.state), ("closed", "redrawn"))
        self.assertProved()

    def test_6_redrawn_is_protested_on_invoices(self):
        """What the second bill paid is open again: the items of the first one."""
        bill, _remittance = self.discounted()
        self.event(bill, "protest", "2026-08-20", cost=25)
        bill.with_user(self.controller).action_redraw("2026-08-21", "2026-10-20")
        new = bill.redraw_bill_id
        self.event(new, "protest", "2026-10-21", debt="invoices")
        self.assertEqual((bill.state, new.state), ("protested", "protested"))
        debts = self.bill_lines(bill, "pb").sorted("id")
        self.assertOpen({debts[0]: "1000.00", debts[1]: "25.00"})
        self.assertProved()

    def test_8_in_parts(self):
        bill, _remittance = self.collected()
        self.assertBooks(
            self.event(bill, "honor", "2026-08-14", amount=700),
            """
            F   outstanding   Northwind    700.00
            F   bc            Northwind   -700.00
            """,
        )
        self.assertEqual((bill.state, bill.amount_open), ("remitted", 300))
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20", cost=10),
            """
            F   pb            Northwind    300.00
            F   pb            Northwind     10.00
            F   bc            Northwind   -300.00
            F   outstanding   Northwind    -10.00
            """,
        )
        self.assertEqual(
            (bill.state, bill.amount_honored, bill.amount_protested),
            ("protested", 700, 300),
        )
        self.assertProved()

    def test_8a_in_parts_on_the_invoices(self):
        bill, _remittance = self.collected()
        self.event(bill, "honor", "2026-08-14", amount=700)
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20", debt="invoices", cost=10),
            """
            F   receivable    Northwind    300.00
            F   pb            Northwind     10.00
            F   bc            Northwind   -300.00
            F   outstanding   Northwind    -10.00
            """
            + self.UNDONE,
        )
        east, west = self.invoices
        self.assertOpen({east: "600.00", west: "400.00", bill.payment_id: "-700.00"})
        self.assertOpen({self.bill_lines(bill, "pb"): "10.00"})
        self.assertProved()

    def test_9_without_recourse(self):
        bill = self.bill_1()
        remittance = self.remittance(bill, "discount", is_with_recourse=False)
        self.assertBooks(
            remittance.event_ids.move_id,
            """
            F   outstanding   Northwind    985.00
            F   di            Northwind     12.00
            F   ch            Northwind      3.00
            F   br            Northwind  -1000.00
            """,
        )
        self.assertEqual(bill.state, "closed")
        self.assertContingent(0, "2026-06-15")
        with self.assertRefused("is Closed"):
            bill.with_user(self.controller).action_protest("2026-08-20")
        self.assertProved()

    def test_10_protest_of_what_is_held(self):
        bill = self.bill_1()
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20"),
            """
            F   pb   Northwind    1000.00
            F   br   Northwind   -1000.00
            """,
        )

    def test_10_protest_of_what_is_collected(self):
        bill, _remittance = self.collected()
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20"),
            """
            F   pb   Northwind    1000.00
            F   bc   Northwind   -1000.00
            """,
        )

    def test_10_protest_of_what_was_honored(self):
        self.bank.ar_bill_risk_days = 10
        bill, _remittance = self.collected()
        self.event(bill, "honor", "2026-08-14")
        self.assertEqual((bill.state, str(bill.risk_until)), ("honored", "2026-08-24"))
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20"),
            """
            F   pb            Northwind    1000.00
            F   outstanding   Northwind   -1000.00
            """,
        )
        self.assertEqual((bill.amount_honored, bill.amount_protested), (0, 1000))
        self.assertProved()

    def test_11_undo_of_everything(self):
        before = self.trial_balance()
        bill, remittance = self.collected()
        drawn = self.trial_balance()
        self.event(bill, "honor", "2026-08-14", fee=3)
        self.assertBooks(
            self.event(bill, "undo", "2026-08-15"),
            """
            F   bc            Northwind    1000.00
            F   outstanding   Northwind   -997.00
            F   ch            Northwind     -3.00
            """,
        )
        self.assertEqual(bill.state, "remitted")
        self.assertEqual(self.trial_balance(), drawn)
        self.assertBooks(
            self.event(bill, "undo", "2026-08-15"),
            """
            F   br   Northwind    1000.00
            F   bc   Northwind   -1000.00
            """,
        )
        self.assertEqual((bill.state, remittance.state), ("drawn", "cancelled"))
        self.assertBooks(
            self.event(bill, "undo", "2026-08-16"),
            """
            F   receivable   Northwind    1000.00
            F   br           Northwind   -1000.00
            """
            + self.UNDONE,
        )
        self.assertEqual(bill.state, "cancelled")
        east, west = self.invoices
        self.assertOpen({east: "600.00", west: "400.00", bill.payment_id: "0"})
        for document in (east, west):
            document.button_draft()
        self.assertEqual(self.trial_balance(), before)
        self.assertProved()

    def two_bills(self):
        return self.bill("F", 600, due_date="2026-08-14") | self.bill(
            "F", 400, due_date="2026-08-14"
        )

    def test_12_a_lump(self):
        bills = self.two_bills()
        remittance = self.remittance(bills, "discount", interest=10, fee=3.33)
        self.assertBooks(
            remittance.event_ids.move_id,
            """
            F   bd            Northwind    600.00
            F   bd            Northwind    400.00
            F   br            Northwind   -600.00
            F   br            Northwind   -400.00
            F   outstanding   Northwind    986.67
            F   di            Northwind      6.00
            F   di            Northwind      4.00
            F   ch            Northwind      2.00
            F   ch            Northwind      1.33
            F   ld            Northwind   -600.00
            F   ld            Northwind   -400.00
            """,
        )

    def test_13_the_limit(self):
        old = self.bill("F", 3700, due_date="2026-08-14")
        five = self.bill("F", 500, due_date="2026-07-14")
        self.remittance(old | five, "discount")
        self.bank.ar_bill_facility_limit = 5000
        self.assertEqual(sum((old | five).mapped("amount_facility")), 4200)
        more = self.bill_1()
        draft = self.remittance(more, "discount", post=False)
        with self.assertRefused("exceed the limit", "200.00"):
            draft.action_send()
        self.assertIn("200.00", draft.limit_warning)
        self.event(five, "honor", "2026-07-14")
        self.assertEqual(five.state, "closed")
        draft.action_send()
        draft.action_post()
        bills = old | five | more
        self.assertEqual(sum(bills.mapped("amount_facility")), 4700)

    def test_14_cash_discount(self):
        term = self.term(2, days=10, due=65)
        invoice = self.invoice("E", 600, date="2026-05-10", term=term)
        bill = self.bill("F", 588, invoice, date="2026-05-15", due_date="2026-07-14")
        self.assertOpen({invoice: "12.00", bill.payment_id: "0"})
        typed = self.invoice("E", 600, date="2026-05-10", term=term)
        bill = self.bill(
            "F", 588, typed, date="2026-05-15", due_date="2026-07-14", draw=False
        )
        bill.payment_id.settlement_id.discount_reference_date = "2026-05-20"
        bill.action_draw()
        self.assertOpen({typed: "0"})
        company = self.companies["F"].sudo()
        company.ar_bill_discount_date = "draw"
        other = self.invoice("E", 600, date="2026-05-10", term=term)
        self.bill("F", 588, other, date="2026-05-15", due_date="2026-07-14")
        self.assertOpen({other: "0"})
        company.ar_bill_discount_date = "none"
        third = self.invoice("E", 600, date="2026-05-10", term=term)
        self.bill("F", 588, third, date="2026-05-11", due_date="2026-05-12")
        self.assertOpen({third: "12.00"})

    def test_15_two_bills_together(self):
        bills = self.two_bills()
        self.remittance(bills)
        self.assertBooks(
            self.event(bills, "honor", "2026-08-14", fee=3),
            """
            F   outstanding   Northwind    997.00
            F   ch            Northwind      1.80
            F   ch            Northwind      1.20
            F   bc            Northwind   -600.00
            F   bc            Northwind   -400.00
            """,
        )
        self.assertBooks(
            self.event(bills[1], "undo", "2026-08-14"),
            """
            F   bc            Northwind    400.00
            F   outstanding   Northwind   -398.80
            F   ch            Northwind     -1.20
            """,
        )
        self.assertEqual(bills.mapped("state"), ["closed", "remitted"])
        bank = bills[0].sudo().event_ids.bank_line_id
        self.assertEqual(bank.mapped("amount_residual"), [598.2])
        self.assertProved()

    def test_16_recall(self):
        bill, _remittance = self.discounted()
        self.assertBooks(
            self.event(bill, "recall", "2026-07-01"),
            """
            F   br            Northwind    1000.00
            F   bd            Northwind   -1000.00
            F   ld            Northwind    1000.00
            F   outstanding   Northwind   -1000.00
            """,
        )
        self.assertEqual(bill.state, "drawn")
        self.assertFalse(bill.remittance_id)
        self.assertBalances("F", "di Northwind 12.00\nch Northwind 3.00")
        self.remittance(bill, date="2026-07-02")
        self.assertEqual(bill.state, "remitted")
        self.assertProved()

    def test_17_paid_to_another_company(self):
        bill, _remittance = self.discounted()
        self.event(bill, "protest", "2026-08-20", cost=25)
        debts = self.bill_lines(bill, "pb")
        payment = self.payment("E", 1025, date="2026-09-01")
        settlement = self.settlement(payment)
        settlement.mark(debts.ids)
        settlement.action_post()
        self.assertBooks(
            settlement,
            """
            E   receivable   Northwind    1000.00
            E   due_to       Fabrikam    -1000.00
            E   receivable   Northwind      25.00
            E   due_to       Fabrikam      -25.00
            F   due_from     East         1000.00
            F   pb           Northwind   -1000.00
            F   due_from     East           25.00
            F   pb           Northwind     -25.00
            """,
        )
        self.assertEqual((bill.state, bill.value_outstanding), ("closed", 0))
        self.assertProved()
        settlement.with_user(self.controller).action_undo()
        self.assertEqual(bill.state, "protested")
