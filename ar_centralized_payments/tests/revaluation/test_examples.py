"""More of the worked examples with whole books: late runs, signs, rounding, pairs."""

from odoo.tests import tagged

from .revaluing import RevaluationCommon


@tagged("post_install", "-at_install")
class TestMoreExamples(RevaluationCommon):
    def rates(self, letter, currency, **by_day):
        """Give a company these rates and no other: ``_0131=0.75`` is of 31 January."""
        old = [("company_id", "=", self.companies[letter].id)]
        self.env["res.currency.rate"].sudo().search(old).unlink()
        for day, rate in by_day.items():
            self.set_rate(letter, currency, f"2026-{day[1:3]}-{day[3:]}", inverse=rate)

    def europe(self, **by_day):
        """X: 1,000.00 USD of 10 January at .80."""
        self.rates("X", "USD", _0110=0.80, **by_day)
        return self.invoice("X", 1000.0, currency="USD", date="2026-01-10")

    def test_rev_3_change_of_sign(self):
        """W2: what moves from loss to gain is split at zero."""
        invoice = self.europe(_0131=0.75, _0228=0.83)
        self.reversal("settlement")
        self.revalue("X", "2026-01-31")
        run = self.revalue("X", "2026-02-28")
        self.assertBooks(
            run,
            """
            X   adj   Northwind   0.00 USD    50.00   2026-02-28
            X   ul    Northwind   0.00 USD   -50.00   2026-02-28
            X   adj   Northwind   0.00 USD    30.00   2026-02-28
            X   ug    Northwind   0.00 USD   -30.00   2026-02-28
            """,
        )
        self.assertEqual(self.standing(invoice), 30)
        self.assertEqual(run.line_ids.amount, 80)

    def test_rev_9_run_late(self):
        """W1 and W4: paid before the run, open on its date; and taken back the day
        after, whatever the setting."""
        for setting in ("next_day", "settlement"):
            with self.subTest(setting=setting):
                savepoint = self.cr.savepoint()
                self.reversal(setting)
                self.rates("X", "USD", _0505=30.0, _0531=31.0, _0610=31.5)
                invoice = self.invoice("X", 1000.0, currency="USD", date="2026-05-05")
                payment = self.payment("X", 1000.0, currency="USD", date="2026-06-10")
                self.settle(payment, invoice)
                self.assertBooks(
                    self.revalue("X", "2026-05-31"),
                    """
                    X   adj   Northwind   0.00 USD    1000.00   2026-05-31
                    X   ug    Northwind   0.00 USD   -1000.00   2026-05-31
                    X   ug    Northwind   0.00 USD    1000.00   2026-06-01
                    X   adj   Northwind   0.00 USD   -1000.00   2026-06-01
                    """,
                )
                self.assertEqual(self.standing(invoice), 0)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_rev_9_a_part_run_late_settlement(self):
        self.reversal("settlement")
        self.rates("X", "USD", _0505=30.0, _0531=31.0, _0610=31.5)
        invoice = self.invoice("X", 1000.0, currency="USD", date="2026-05-05")
        payment = self.payment("X", 400.0, currency="USD", date="2026-06-10")
        self.settle(payment, invoice)
        self.assertBooks(
            self.revalue("X", "2026-05-31"),
            """
            X   adj   Northwind   0.00 USD    1000.00   2026-05-31
            X   ug    Northwind   0.00 USD   -1000.00   2026-05-31
            X   ug    Northwind   0.00 USD     400.00   2026-06-01
            X   adj   Northwind   0.00 USD    -400.00   2026-06-01
            """,
        )
        self.assertEqual(self.standing(invoice), 600)

    def test_rev_10_and_12_next_day(self):
        """A rate mended, then a run for an earlier date: what is closed stays, and each
        line of the sub-ledger names the journal item that books it."""
        invoice = self.europe(_0131=0.75, _0215=0.77, _0228=0.78)
        first = self.revalue("X", "2026-01-31")
        self.revalue("X", "2026-02-28")
        rate = self.env["res.currency.rate"].sudo().search(
            [("company_id", "=", self.companies["X"].id), ("name", "=", "2026-01-31")]
        )  # fmt: skip
        rate.inverse_company_rate = 0.76
        again = self.revalue("X", "2026-01-31")
        earlier = self.revalue("X", "2026-02-15")
        self.assertBooks(
            earlier,
            """
            X   ul    Northwind   0.00 USD    30.00   2026-02-15
            X   adj   Northwind   0.00 USD   -30.00   2026-02-15
            X   adj   Northwind   0.00 USD    30.00   2026-02-16
            X   ul    Northwind   0.00 USD   -30.00   2026-02-16
            """,
        )
        for run in (first, again, earlier):
            lines = run.sudo().line_ids
            self.assertEqual(
                [round(line.journal_item_id.balance, 2) for line in lines],
                [line.amount for line in lines],
            )
        closings = [
            self.standing(invoice, f"2026-{day}") for day in ("01-31", "02-15", "02-28")
        ]
        self.assertEqual(closings, [-40, -30, -20])

    def test_rev_11_other_steps(self):
        for currency, amount, day, then, booked, value, difference in (
            ("JPY", 100000, 0.0067012, 0.0066119, 670.12, 661.19, -8.93),
            ("KWD", 250.125, 3.2558, 3.2600, 814.36, 815.41, 1.05),
        ):
            with self.subTest(currency=currency):
                self.set_rate("E", currency, "2026-03-10", inverse=day)
                self.set_rate("E", currency, "2026-03-31", inverse=then)
                self.invoice("E", amount, currency=currency)
                run = self.revalue(
                    "E",
                    "2026-03-31",
                    currency_ids=[(6, 0, self.currency_named(currency).ids)],
                )
                line = run.line_ids.filtered(lambda x: x.kind == "valuation")
                self.assertEqual(
                    (line.value_booked, line.value, line.amount),
                    (booked, value, difference),
                )

    def test_rev_14_items_decide(self):
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        for amount in (33.33, 33.33, 33.34):
            self.invoice("E", amount, currency="EUR")
        run = self.revalue("E", "2026-03-31")
        lines = run.line_ids.filtered(lambda x: x.kind == "valuation")
        self.assertEqual(lines.mapped("value"), [40.50, 40.50, 40.51])
        self.assertBooks(
            run,
            """
            E   adj   Northwind   0.00 EUR    0.90   2026-03-31
            E   ug    Northwind   0.00 EUR   -0.90   2026-03-31
            E   ug    Northwind   0.00 EUR    0.90   2026-04-01
            E   adj   Northwind   0.00 EUR   -0.90   2026-04-01
            """,
        )

    def test_rev_15_between_companies(self):
        """Only pairs of different currencies, each company its own side; both are in
        the run, or what they owe each other is left as it is."""
        bill = self.invoice("E", 723.72)
        self.settle(self.payment("X", 723.72, currency="USD"), bill)
        euros = self.invoice("E", 600.0, currency="EUR")
        self.settle(self.payment("F", 600.0, currency="EUR"), euros)
        for letter in "FE":
            self.set_rate(letter, "EUR", "2026-03-31", inverse=1.1900)
        self.set_rate("X", "USD", "2026-03-31", 1.1900)
        plain = self.revalue("FEX", "2026-03-31")
        self.assertFalse(plain.move_ids)
        run = self.revalue("FEX", "2026-03-31", with_intercompany=True)
        self.assertBooks(
            run,
            """
            X   ul        East   0.00 USD    18.68   2026-03-31
            X   adj_due   East   0.00 USD   -18.68   2026-03-31
            X   adj_due   East   0.00 USD    18.68   2026-04-01
            X   ul        East   0.00 USD   -18.68   2026-04-01
            """,
        )
        pair = self.pair("X", "E")
        owed = [
            sum(self.env["account.move.line"].sudo().search(
                [("account_id", "=", account.id), ("partner_id", "=", partner.id)]
            ).mapped("amount_currency"))
            for account, partner in (
                (pair.due_to_account_id, self.companies["E"].partner_id),
                (pair.due_from_account_id, self.companies["X"].partner_id),
            )
        ]  # fmt: skip
        self.assertEqual(owed, [-723.72, 723.72])
        run.action_undo()
        alone = self.revaluation("X", "2026-03-31", with_intercompany=True)
        self.assertFalse(alone.line_ids)
        self.assertIn("not in this revaluation", alone.warnings_text)
        self.assertNotIn("East", alone.warnings_text)

    def test_rev_15_needs_an_account_of_its_own(self):
        self.settle(
            self.payment("X", 723.72, currency="USD"), self.invoice("E", 723.72)
        )
        self.companies["X"].sudo().ar_revaluation_due_account_id = False
        self.set_rate("X", "USD", "2026-03-31", 1.1900)
        run = self.revaluation("EX", "2026-03-31", with_intercompany=True)
        self.assertTrue(run.may_setup)
        with self.assertRefused("Fabrikam Europe has no Intercompany Revaluation"):
            run.action_post()
        run.action_setup()
        run.action_post()
        self.assertEqual(run.state, "posted")
