"""Settlements of revalued items: what they release, and what they cost without any."""

from odoo.tests import tagged

from .revaluing import RevaluationCommon


@tagged("post_install", "-at_install")
class TestReleases(RevaluationCommon):
    def setUp(self):
        super().setUp()
        for letter in "FE":
            self.set_rate(letter, "EUR", "2026-03-31", inverse=1.2150)
            self.set_rate(letter, "EUR", "2026-04-05", inverse=1.2277)
            self.set_rate(letter, "EUR", "2026-04-30", inverse=1.1900)

    def ledger(self, letter="E"):
        """Balance of the adjustment account, beside the sum of the sub-ledger."""
        company = self.companies[letter].sudo()
        lines = self.env["account.move.line"].sudo().search(
            [("account_id", "=", company.ar_revaluation_account_id.id)]
        )  # fmt: skip
        booked = self.env["ar.revaluation.line"].sudo().search(
            [("company_id", "=", company.id), ("is_booked", "=", True)]
        )  # fmt: skip
        balance = round(sum(lines.mapped("balance")), 2)
        self.assertEqual(balance, round(sum(booked.mapped("amount")), 2))
        return balance

    # ------------------------------------------------------------
    # Across companies
    # ------------------------------------------------------------
    def test_rev_7_and_8_settlement(self):
        self.reversal("settlement")
        invoice = self.invoice("E", 600.0, currency="EUR")
        self.assertBooks(
            self.revalue("EF", "2026-03-31"),
            """
            E   adj   Northwind   0.00 EUR     5.28   2026-03-31
            E   ug    Northwind   0.00 EUR    -5.28   2026-03-31
            """,
        )
        payment = self.payment("F", 600.0, currency="EUR", date="2026-04-05")
        settlement = self.settle(payment, invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 EUR    736.62
            F   due_to       East        -600.00 EUR   -736.62
            F   due_to       East           0.00 EUR     12.90
            F   gain                        0.00 EUR    -12.90
            E   due_from     Fabrikam     600.00 EUR    736.62
            E   receivable   Northwind   -600.00 EUR   -736.62
            E   receivable   Northwind      0.00 EUR     12.90
            E   due_from     Fabrikam       0.00 EUR    -12.90
            E   ug           Northwind      0.00 EUR      5.28
            E   adj          Northwind      0.00 EUR     -5.28
            """,
        )
        self.assertOpen({invoice: "0.00 EUR 0.00", payment: "0.00 EUR 0.00"})
        self.assertEqual((self.ledger(), self.standing(invoice)), (0, 0))
        released = self.env["ar.revaluation.line"].sudo().search(
            [("settlement_id", "=", settlement.id)]
        )  # fmt: skip
        account = self.companies["E"].sudo().ar_revaluation_account_id
        self.assertEqual(
            [(r.kind, r.amount, r.standing_before, r.standing_after, r.date)
             for r in released],
            [("release", -5.28, 5.28, 0.0, self.day("2026-04-05"))],
        )  # fmt: skip
        self.assertEqual(released.journal_item_id.account_id, account)
        settlement.with_user(self.controller).action_undo("2026-04-05")
        undone = settlement.sudo().move_ids.filtered("reversed_entry_id")
        self.assertBooks(
            undone.filtered(lambda move: move.company_id == self.companies["E"]),
            """
            E   due_from     Fabrikam    -600.00 EUR   -736.62   2026-04-05
            E   receivable   Northwind    600.00 EUR    736.62   2026-04-05
            E   receivable   Northwind      0.00 EUR    -12.90   2026-04-05
            E   due_from     Fabrikam       0.00 EUR     12.90   2026-04-05
            E   ug           Northwind      0.00 EUR     -5.28   2026-04-05
            E   adj          Northwind      0.00 EUR      5.28   2026-04-05
            """,
        )
        self.assertOpen({invoice: "600.00 EUR 723.72"})
        self.assertEqual((self.ledger(), self.standing(invoice)), (5.28, 5.28))
        self.assertBooks(
            self.revalue("E", "2026-04-30"),
            """
            E   ug    Northwind   0.00 EUR     5.28   2026-04-30
            E   ul    Northwind   0.00 EUR     9.72   2026-04-30
            E   adj   Northwind   0.00 EUR   -15.00   2026-04-30
            """,
            merge=True,
        )

    def assertBooks(self, records, table, merge=False):
        """``merge``: lines of one account count together."""
        if not merge:
            return super().assertBooks(records, table)
        found = {}
        for line in records.sudo().move_ids.line_ids:
            word = self.role_of("E", line.account_id, line.partner_id)
            found[word] = round(found.get(word, 0) + line.balance, 2)
        wanted = {row.account: float(row.balance) for row in self.parse_books(table)}
        return self.assertEqual(found, wanted)

    def test_rev_7_the_payment_was_revalued(self):
        self.reversal("settlement")
        invoice = self.invoice("E", 600.0, currency="EUR")
        payment = self.payment("F", 600.0, currency="EUR")
        self.revalue("EF", "2026-03-31")
        self.assertEqual(self.standing(payment), 7.62)
        settlement = self.settle(payment, invoice, date="2026-04-05")
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 EUR    736.62
            F   due_to       East        -600.00 EUR   -736.62
            F   due_to       East           0.00 EUR     12.90
            F   gain                        0.00 EUR    -12.90
            F   ug           Northwind      0.00 EUR      7.62
            F   adj          Northwind      0.00 EUR     -7.62
            E   due_from     Fabrikam     600.00 EUR    736.62
            E   receivable   Northwind   -600.00 EUR   -736.62
            E   receivable   Northwind      0.00 EUR     12.90
            E   due_from     Fabrikam       0.00 EUR    -12.90
            E   ug           Northwind      0.00 EUR      5.28
            E   adj          Northwind      0.00 EUR     -5.28
            """,
        )
        self.assertEqual([self.ledger("F"), self.ledger("E")], [0, 0])

    def test_rev_7_next_day_is_as_without_it(self):
        invoice = self.invoice("E", 600.0, currency="EUR")
        self.revalue("EF", "2026-03-31")
        payment = self.payment("F", 600.0, currency="EUR", date="2026-04-05")
        settlement = self.settle(payment, invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 EUR    736.62
            F   due_to       East        -600.00 EUR   -736.62
            F   due_to       East           0.00 EUR     12.90
            F   gain                        0.00 EUR    -12.90
            E   due_from     Fabrikam     600.00 EUR    736.62
            E   receivable   Northwind   -600.00 EUR   -736.62
            E   receivable   Northwind      0.00 EUR     12.90
            E   due_from     Fabrikam       0.00 EUR    -12.90
            """,
        )
        self.assertEqual(self.ledger(), 0)

    # ------------------------------------------------------------
    # Inside one company
    # ------------------------------------------------------------
    def test_rev_6_a_part_settlement(self):
        self.reversal("settlement")
        invoice = self.invoice("E", 1000.0, currency="EUR")
        self.revalue("E", "2026-03-31")
        self.assertEqual(self.standing(invoice), 8.80)
        payment = self.payment("E", 400.0, currency="EUR", date="2026-04-10")
        self.assertBooks(
            self.settle(payment, invoice),
            """
            E   receivable   Northwind   0.00 EUR     8.60
            E   gain                     0.00 EUR    -8.60
            E   ug           Northwind   0.00 EUR     3.52
            E   adj          Northwind   0.00 EUR    -3.52
            """,
        )
        self.assertOpen({invoice: "600.00 EUR 723.72"})
        self.assertEqual(self.standing(invoice), 5.28)
        self.assertBooks(
            self.revalue("E", "2026-04-30"),
            """
            E   ug    Northwind   0.00 EUR     5.28
            E   ul    Northwind   0.00 EUR     9.72
            E   adj   Northwind   0.00 EUR   -15.00
            """,
            merge=True,
        )

    def test_rev_6_paid_natively(self):
        """Nothing is released at once; the next run books what is missing."""
        self.reversal("settlement")
        invoice = self.invoice("E", 1000.0, currency="EUR")
        self.revalue("E", "2026-03-31")
        payment = self.payment("E", 400.0, currency="EUR", date="2026-04-10")
        (self.receivable(payment) | self.receivable(invoice)).sudo().reconcile()
        self.assertEqual(self.standing(invoice), 8.80)
        self.assertBooks(
            self.revalue("E", "2026-04-30"),
            """
            E   ug    Northwind   0.00 EUR     8.80
            E   ul    Northwind   0.00 EUR     9.72
            E   adj   Northwind   0.00 EUR   -18.52
            """,
            merge=True,
        )

    def test_a_direct_match_gets_an_entry(self):
        """Payment and invoice at one rate: without what stands, nothing is booked."""
        self.reversal("settlement")
        invoice = self.invoice("E", 100.0, currency="EUR")
        payment = self.payment("E", 100.0, currency="EUR", date="2026-03-10")
        self.revalue("E", "2026-03-31")
        settlement = self.settle(payment, invoice, date="2026-04-10")
        self.assertBooks(
            settlement,
            """
            E   adj   Northwind   0.00 EUR     0.88   2026-04-10
            E   ul    Northwind   0.00 EUR    -0.88   2026-04-10
            E   ug    Northwind   0.00 EUR     0.88   2026-04-10
            E   adj   Northwind   0.00 EUR    -0.88   2026-04-10
            """,
        )
        settlement.with_user(self.controller).action_undo()
        self.assertEqual((self.standing(invoice), self.ledger()), (0.88, 0))

    def test_a_later_run_is_out_of_date_instead(self):
        """A settlement before the last run of its item releases nothing."""
        self.reversal("settlement")
        invoice = self.invoice("E", 600.0, currency="EUR")
        run = self.revalue("EF", "2026-04-30")
        self.assertEqual(self.standing(invoice), -9.72)
        payment = self.payment("F", 600.0, currency="EUR", date="2026-04-05")
        settlement = self.settle(payment, invoice)
        self.assertNotIn("adj", [row.account for row in self.book_rows(settlement)])
        self.assertEqual(self.standing(invoice), -9.72)
        run.invalidate_recordset(["is_out_of_date"])
        self.assertTrue(run.is_out_of_date)
        self.revalue("EF", "2026-04-30")
        self.assertEqual((self.standing(invoice), self.ledger()), (0, 0))

    def test_a_run_that_was_undone_does_not_stand_in_the_way(self):
        self.reversal("settlement")
        invoice = self.invoice("E", 600.0, currency="EUR")
        self.revalue("E", "2026-03-31")
        self.revalue("E", "2026-04-30").action_undo()
        payment = self.payment("F", 600.0, currency="EUR", date="2026-04-05")
        self.settle(payment, invoice)
        self.assertEqual((self.standing(invoice), self.ledger()), (0, 0))

    def test_undo_of_a_run_after_a_settlement_released(self):
        self.reversal("settlement")
        invoice = self.invoice("E", 600.0, currency="EUR")
        run = self.revalue("E", "2026-03-31")
        payment = self.payment("F", 600.0, currency="EUR", date="2026-04-05")
        settlement = self.settle(payment, invoice)
        with self.assertRefused(settlement.name, "Invoice Date"):
            run.action_undo()
        settlement.with_user(self.controller).action_undo()
        run.action_undo()
        self.assertEqual((self.standing(invoice), self.ledger()), (0, 0))

    # ------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------
    def test_the_account_lacks_or_is_archived(self):
        self.reversal("settlement")
        invoice = self.invoice("E", 600.0, currency="EUR")
        self.revalue("E", "2026-03-31")
        payment = self.payment("F", 600.0, currency="EUR", date="2026-04-05")
        settlement = self.settlement(payment, invoice)
        company = self.companies["E"].sudo()
        account = company.ar_revaluation_account_id
        account.active = False
        with self.assertRefused("Fabrikam East: the account", "is archived"):
            settlement.action_post()
        account.active = True
        company.ar_revaluation_account_id = False
        with self.assertRefused("Fabrikam East has no Revaluation Account"):
            settlement.action_post()
        company.ar_revaluation_account_id = account
        company.ar_unrealized_gain_account_id = False
        company.income_currency_exchange_account_id.active = False
        with self.assertRefused("Fabrikam East", "is archived"):
            settlement.preview()
        company.income_currency_exchange_account_id.active = True
        settlement.action_post()
        self.assertOpen({invoice: "0.00 EUR 0.00"})

    # ------------------------------------------------------------
    # What it costs
    # ------------------------------------------------------------
    def settling(self):
        """Queries of previewing, posting and undoing one settlement."""
        invoice = self.invoice("E", 600.0, currency="EUR")
        payment = self.payment("F", 600.0, currency="EUR", date="2026-04-05")
        settlement = self.settlement(payment, invoice).with_user(self.controller)
        return [
            self.queries(getattr(settlement, name))
            for name in ("preview", "action_post", "action_undo")
        ]

    def test_without_and_under_next_day_it_costs_nothing(self):
        """Not a query more after a revaluation; where what stands is released, one to
        read it, and its lines."""
        self.settling()
        before = self.settling()
        self.revalue("EF", "2026-03-31")
        self.settling()  # reads the user anew, as a revaluation forgets what was read
        self.assertEqual(self.settling(), before)
        self.reversal("settlement")
        preview, post, undo = self.settling()
        self.assertEqual(preview, before[0] + 1)
        self.assertLessEqual((post - before[1], undo - before[2]), (1, 0))
