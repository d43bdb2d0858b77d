"""Settlements of every kind: draft payments, parts, taxes, branches, one company."""

from odoo import Command
from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestSettlement(SettlingCommon):
    def test_draft_payment_is_settled_when_posted(self):
        invoice = self.invoice("E", 600)
        payment = self.payment("F", 600, post=False)
        settlement = self.settlement(payment, invoice)
        self.assertEqual(payment.settlement_id, settlement)
        preview = settlement.preview()
        payment.action_post()
        self.assertEqual((settlement.state, payment.state), ("posted", self.state_used))
        self.assertPosted(settlement, preview)
        self.assertOpenNothing(settlement)

    def test_posting_the_settlement_posts_its_draft_payment(self):
        invoice = self.invoice("E", 600, currency="EUR")
        payment = self.payment("F", 600, currency="EUR", post=False)
        settlement = self.settlement(payment, invoice)
        preview = settlement.preview()
        settlement.action_post()
        self.assertEqual((settlement.state, payment.state), ("posted", self.state_used))
        self.assertPosted(settlement, preview)
        self.assertOpenNothing(settlement)

    def test_payment_without_an_outstanding_account_gets_one(self):
        invoice = self.invoice("E", 600)
        payment = self.payment("F", 600, post=False)
        payment.payment_method_line_id.sudo().payment_account_id = False
        payment.outstanding_account_id = False
        settlement = self.settlement(payment, invoice)
        self.assertTrue(payment.outstanding_account_id)
        payment.action_post()
        self.assertTrue(payment.move_id)
        self.assertOpenNothing(settlement)

    def test_failing_settlement_refuses_the_payment(self):
        invoice = self.invoice("E", 600)
        payment = self.payment("F", 600, post=False)
        self.settlement(payment, invoice)
        self.pair("F", "E").active = False
        with self.assertRefused("Fabrikam East"), self.cr.savepoint():
            payment.action_post()
        payment.invalidate_recordset()
        self.assertEqual(payment.state, "draft")

    def test_change_of_customer_drops_the_marks(self):
        invoice = self.invoice("E", 600)
        payment = self.payment("F", 600, post=False)
        settlement = self.settlement(payment, invoice)
        payment.amount = 500
        self.assertTrue(settlement.exists())
        payment.currency_id = self.eur
        self.assertFalse(settlement.exists())

    def test_many_at_once(self):
        invoices = [self.invoice("E", 100 + n) for n in range(3)]
        payments = [self.payment("F", 100 + n, post=False) for n in range(3)]
        pairs = zip(payments, invoices, strict=True)
        settlements = self.env["ar.settlement"].union(
            *(self.settlement(*pair) for pair in pairs)
        )
        payments[0].union(*payments).action_post()
        self.assertEqual(set(settlements.mapped("state")), {"posted"})
        for settlement in settlements:
            self.assertOpenNothing(settlement)
        settlements.with_user(self.controller).action_undo()
        self.assertEqual(set(settlements.mapped("state")), {"undone"})
        for n, invoice in enumerate(invoices):
            self.assertOpen({invoice: f"{100 + n} USD {100 + n}"})

    def test_amounts_are_computed_until_typed(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 400)
        settlement = self.settlement(payment, invoice)
        paid, pays = settlement.line_ids.sorted("side", reverse=True)
        self.assertEqual((paid.side, pays.side), ("target", "source"))
        self.assertEqual((paid.amount, pays.amount), (400, 400))
        paid.amount = 150
        self.assertTrue(paid.is_amount_manual)
        self.assertEqual((paid.amount, pays.amount), (150, 150))
        self.assertEqual((paid.amount_left, pays.amount_left), (450, 250))
        paid.amount = False
        self.assertEqual((paid.amount, pays.amount), (400, 400))
        with self.assertRefused("positive"), self.cr.savepoint():
            paid.amount = 0
        with self.assertRefused("negative"), self.cr.savepoint():
            paid.discount = -1
        pays.amount = 100
        settlement.action_post()
        self.assertOpen({invoice: "500 USD 500", payment: "-300 USD -300"})
        self.assertEqual((paid.amount, pays.amount), (100, 100))

    def test_typed_discount(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 585)
        settlement = self.settle(
            payment, invoice, typed={invoice: {"amount": 585, "discount": 15}}
        )
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    585.00 USD    585.00
            F   due_to       East        -585.00 USD   -585.00
            E   due_from     Fabrikam     585.00 USD    585.00
            E   receivable   Northwind   -585.00 USD   -585.00
            E   discount     Northwind     15.00 USD     15.00
            E   receivable   Northwind    -15.00 USD    -15.00
            """,
        )
        self.assertOpenNothing(settlement)

    def included(self, letter="F", **options):
        tax = self.tax("E", 15)
        term = self.term(10, days=30, mode="included")
        invoice = self.invoice("E", 100, tax=tax, term=term, **options)
        return invoice, tax

    def test_included_discount_corrects_base_and_tax(self):
        invoice, _tax = self.included()
        settlement = self.settle(self.payment("F", 103.50), invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    103.50 USD    103.50
            F   due_to       East        -103.50 USD   -103.50
            E   due_from     Fabrikam     103.50 USD    103.50
            E   receivable   Northwind   -103.50 USD   -103.50
            E   discount     Northwind     10.00 USD     10.00
            E   tax          Northwind      1.50 USD      1.50
            E   receivable   Northwind    -11.50 USD    -11.50
            """,
        )
        self.assertOpenNothing(settlement)
        self.assertTaxedLikeOdoo(settlement)

    def assertTaxedLikeOdoo(self, settlement):
        """Base and tax lines carry what Odoo's own register gives them."""
        twin, _tax = self.included()
        company = self.companies["E"]
        wizard = (
            self.env["account.payment.register"]
            .with_company(company)
            .with_context(active_model="account.move", active_ids=twin.ids)
            .create({"payment_date": "2026-03-25"})
        )
        payment = wizard._create_payments()

        def taxed(lines):
            return sorted(
                (
                    line.balance,
                    tuple(line.tax_ids.ids),
                    tuple(line.tax_tag_ids.ids),
                    line.tax_repartition_line_id.id,
                )
                for line in lines.filtered(
                    lambda line: line.tax_ids or line.tax_repartition_line_id
                )
            )

        ours, odoos = settlement.sudo().move_ids.line_ids, payment.move_id.line_ids
        self.assertTrue(taxed(odoos))
        self.assertEqual(taxed(ours), taxed(odoos))

    def test_included_discount_to_the_payment_company(self):
        self.pair("F", "E").cash_discount_company = "payment"
        invoice, tax = self.included()
        settlement = self.settle(self.payment("F", 103.50), invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    103.50 USD    103.50
            F   due_to       East        -103.50 USD   -103.50
            F   discount     Northwind     10.00 USD     10.00
            F   due_to       East         -10.00 USD    -10.00
            E   due_from     Fabrikam     103.50 USD    103.50
            E   receivable   Northwind   -103.50 USD   -103.50
            E   due_from     Fabrikam      10.00 USD     10.00
            E   tax          Northwind      1.50 USD      1.50
            E   receivable   Northwind    -11.50 USD    -11.50
            """,
        )
        self.assertOpenNothing(settlement)
        self.assertTaxedLikeOdoo(settlement)
        base = settlement.sudo().move_ids.line_ids.filtered("tax_ids")
        self.assertEqual(base.tax_ids, tax)
        self.assertEqual(base.account_type, "asset_current")

    def test_mixed_discount(self):
        tax, term = self.tax("E", 15), self.term(10, days=30, mode="mixed")
        invoice = self.invoice("E", 100, tax=tax, term=term)
        self.assertEqual(invoice.amount_total, 113.5)
        settlement = self.settle(self.payment("F", 103.50), invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    103.50 USD    103.50
            F   due_to       East        -103.50 USD   -103.50
            E   due_from     Fabrikam     103.50 USD    103.50
            E   receivable   Northwind   -103.50 USD   -103.50
            E   discount     Northwind     10.00 USD     10.00
            E   receivable   Northwind    -10.00 USD    -10.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_discount_date(self):
        term = self.term(10, days=14)
        late = self.invoice("E", 100, term=term)
        payment = self.payment("F", 90, date="2026-03-26")
        settlement = self.settlement(payment, late)
        self.assertEqual(settlement.line_ids.mapped("discount"), [0, 0])
        settlement.discount_reference_date = "2026-03-24"
        settlement.action_post()
        self.assertOpenNothing(settlement)

    def test_cash_basis_tax_becomes_due_and_comes_back(self):
        company = self.companies["E"].sudo()
        company.tax_exigibility = True
        transition = (
            self.env["account.account"]
            .sudo()
            .create(
                {
                    "code": "252995",
                    "name": "Tax not due yet",
                    "account_type": "liability_current",
                    "reconcile": True,
                    "company_ids": [Command.set(company.ids)],
                }
            )
        )
        tax = self.tax(
            "E",
            20,
            tax_exigibility="on_payment",
            cash_basis_transition_account_id=transition.id,
        )
        invoice = self.invoice("E", 100, tax=tax)
        payment = self.payment("F", 120)
        before = self.trial_balance()
        settlement = self.settle(payment, invoice, typed={invoice: {"amount": 60}})
        due = (
            self.env["account.move"]
            .sudo()
            .search([("tax_cash_basis_origin_move_id", "=", invoice.id)])
        )
        self.assertBooks(
            due,
            """
            E   sales     Northwind      50.00 USD     50.00
            E   sales     Northwind     -50.00 USD    -50.00
            E   @252995   Northwind      10.00 USD     10.00
            E   tax       Northwind     -10.00 USD    -10.00
            """,
        )
        self.assertEqual(str(due.date), "2026-03-25")
        settlement.with_user(self.controller).action_undo()
        self.assertOpen({invoice: "120 USD 120"})
        self.assertBalances("E", "@252995  Northwind  -20 USD -20")
        self.assertEqual(self.trial_balance(), before)

    def test_one_company(self):
        invoice = self.invoice("F", 600, currency="EUR")
        payment = self.payment("F", 600, currency="EUR")
        settlement = self.settle(payment, invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind      0.00 EUR     12.90
            F   gain                        0.00 EUR    -12.90
            """,
        )
        self.assertOpenNothing(settlement)
        before = settlement.leg_ids.direct_partial_id
        self.assertEqual(len(before), 1)
        settlement.with_user(self.controller).action_undo()
        self.assertFalse(before.exists())
        self.assertOpen({invoice: "600 EUR 723.72", payment: "-600 EUR -736.62"})

    def test_one_company_two_receivable_accounts(self):
        other = self.data["F"]["default_account_receivable"].copy()
        invoice = self.invoice("F", 600, currency="EUR", post=False)
        self.receivable(invoice).sudo().account_id = other
        invoice.action_post()
        payment = self.payment("F", 600, currency="EUR")
        settlement = self.settle(payment, invoice)
        code = f"@{other.with_company(self.companies['F']).code}"
        self.assertBooks(
            settlement,
            f"""
            F   receivable   Northwind    600.00 EUR    736.62
            F   {code}       Northwind   -600.00 EUR   -736.62
            F   {code}       Northwind      0.00 EUR     12.90
            F   gain                        0.00 EUR    -12.90
            """,
        )
        self.assertOpenNothing(settlement)

    def test_one_company_two_currencies(self):
        """736.62 USD are 600.00 EUR at the rate of the payment's day."""
        invoice = self.invoice("F", 600, currency="EUR")
        payment = self.payment("F", 800)
        settlement = self.settle(payment, invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    736.62 USD    736.62
            F   receivable   Northwind   -600.00 EUR   -736.62
            F   receivable   Northwind      0.00 EUR     12.90
            F   gain                        0.00 EUR    -12.90
            """,
        )
        self.assertOpen({invoice: "0", payment: "-63.38 USD -63.38"})

    def test_one_company_discount(self):
        invoice = self.invoice("F", 600, term=self.term(2, days=30))
        payment = self.payment("F", 588)
        settlement = self.settle(payment, invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    -12.00 USD    -12.00
            F   discount     Northwind     12.00 USD     12.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_hub_of_another_accounting_currency(self):
        """Note 60.00 EUR of X through F: X's value stays, F receives 73.66 USD."""
        note = self.credit_note("X", 60, date="2026-03-25")
        invoice = self.invoice("E", 200, currency="EUR", date="2026-03-25")
        payment = self.payment("F", 140, currency="EUR")
        settlement = self.settle(payment, note, invoice, primary=payment)
        self.assertBooks(
            settlement,
            """
            X   receivable   Northwind     60.00 EUR     60.00
            X   due_to       Fabrikam     -60.00 EUR    -60.00
            F   due_from     Europe        60.00 EUR     73.66
            F   receivable   Northwind    -60.00 EUR    -73.66
            F   receivable   Northwind    200.00 EUR    245.54
            F   due_to       East        -200.00 EUR   -245.54
            E   due_from     Fabrikam     200.00 EUR    245.54
            E   receivable   Northwind   -200.00 EUR   -245.54
            """,
        )
        self.assertOpenNothing(settlement)

    def test_one_company_without_an_entry(self):
        invoice, payment = self.invoice("F", 600), self.payment("F", 700)
        settlement = self.settle(payment, invoice)
        self.assertFalse(settlement.sudo().move_ids)
        self.assertOpen({invoice: "0", payment: "-100 USD -100"})
        self.receivable(payment).with_user(self.controller).remove_move_reconcile()
        self.assertEqual(settlement.state, "undone")
        self.assertOpen({invoice: "600 USD 600", payment: "-700 USD -700"})

    def test_own_target_before_an_older_one_elsewhere(self):
        older = self.invoice("E", 60, date="2026-03-01")
        own = self.invoice("F", 50)
        payment = self.payment("F", 100)
        self.settle(payment, older, own)
        self.assertOpen({own: "0", older: "10 USD 10", payment: "0"})

    def test_branch(self):
        self.branch("E", "Fabrikam East Shop", "B")
        invoice = self.invoice("B", 80)
        settlement = self.settle(self.payment("F", 80), invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind     80.00 USD     80.00
            F   due_to       East         -80.00 USD    -80.00
            B   due_from     Fabrikam      80.00 USD     80.00
            B   receivable   Northwind    -80.00 USD    -80.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_branches_of_one_entity_owe_each_other_nothing(self):
        self.branch("E", "Fabrikam East Shop", "B")
        invoice, payment = self.invoice("B", 80), self.payment("E", 80)
        settlement = self.settle(payment, invoice)
        self.assertFalse(settlement.sudo().move_ids)
        self.assertOpen({invoice: "0", payment: "0"})

    def test_cross_rate(self):
        invoice = self.invoice("E", 1000, currency="CAD")
        self.set_rate("E", "CAD", "2026-03-10", 1.33)
        payment = self.payment("X", 500)
        settlement = self.settle(payment, invoice, typed={invoice: {"cross_rate": 1.6}})
        self.assertOpen({payment: "0", invoice: "200 CAD 200"})
        self.assertEqual(settlement.leg_ids.amount_target, 800)

    def test_refund_paid_out_is_a_target(self):
        note = self.credit_note("E", 70)
        refund = self.payment("F", 70, direction="out")
        settlement = self.settle(note, refund)
        self.assertBooks(
            settlement,
            """
            E   receivable   Northwind     70.00 USD     70.00
            E   due_to       Fabrikam     -70.00 USD    -70.00
            F   due_from     East          70.00 USD     70.00
            F   receivable   Northwind    -70.00 USD    -70.00
            """,
        )
        self.assertOpenNothing(settlement)
        self.assertEqual(note.payment_state, self.state_settled)

    def test_settlement_date(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settle(payment, invoice, date="2026-04-10")
        dates = settlement.sudo().move_ids.mapped("date")
        self.assertEqual({str(date) for date in dates}, {"2026-04-10"})
        self.assertEqual(str(settlement.leg_ids.value_date), "2026-03-25")
        due = settlement.sudo().move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        self.assertEqual({str(d) for d in due.mapped("date_maturity")}, {"2026-03-25"})

    def test_analytic_distribution_follows(self):
        plan = self.env["account.analytic.plan"].sudo().create({"name": "Region"})
        account = (
            self.env["account.analytic.account"]
            .sudo()
            .create({"name": "South", "plan_id": plan.id})
        )
        share = {str(account.id): 100.0}
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        self.receivable(invoice).sudo().analytic_distribution = share
        settlement = self.settle(payment, invoice)
        for line in settlement.sudo().move_ids.line_ids:
            east = line.company_id == self.companies["E"]
            self.assertEqual(line.analytic_distribution or {}, share if east else {})

    def test_a_document_without_distribution_takes_none_of_another(self):
        """Of two invoices settled together one has analytics: its discount alone."""
        plan = self.env["account.analytic.plan"].sudo().create({"name": "Region"})
        account = (
            self.env["account.analytic.account"]
            .sudo()
            .create({"name": "South", "plan_id": plan.id})
        )
        share = {str(account.id): 100.0}
        term = self.term(2, days=30)
        with_share, without = (
            self.invoice(letter, 100, term=term, partner=self.northwind[letter])
            for letter in "EW"
        )
        with_share.sudo().invoice_line_ids.analytic_distribution = share
        settlement = self.settle(self.payment("F", 196), with_share, without)
        lines = settlement.sudo().move_ids.line_ids
        found = {
            line.company_id: line.analytic_distribution or {}
            for line in lines
            if line.account_id.account_type in ("expense", "income", "income_other")
        }
        self.assertEqual(found, {self.companies["E"]: share, self.companies["W"]: {}})

    def test_distribution_models_hold_for_gains_and_discounts(self):
        plan = self.env["account.analytic.plan"].sudo().create({"name": "Region"})
        account = (
            self.env["account.analytic.account"]
            .sudo()
            .create({"name": "South", "plan_id": plan.id})
        )
        share = {str(account.id): 100.0}
        company = self.companies["F"].sudo()
        gain = company.income_currency_exchange_account_id.with_company(company)
        self.env["account.analytic.distribution.model"].sudo().create(
            {
                "account_prefix": gain.code,
                "company_id": company.id,
                "analytic_distribution": share,
            }
        )
        invoice = self.invoice("E", 600, currency="EUR")
        settlement = self.settle(self.payment("F", 600, currency="EUR"), invoice)
        for line in settlement.sudo().move_ids.line_ids:
            is_gain = line.account_id == gain
            self.assertEqual(line.analytic_distribution or {}, share if is_gain else {})

    def test_mirrors_and_legs(self):
        payment, note = self.payment("F", 75), self.credit_note("E", 25)
        invoice = self.invoice("W", 100)
        settlement = self.settle(payment, note, invoice, primary=payment)
        routed = settlement.leg_ids.filtered("via_id")
        self.assertEqual(routed.source_id.document, note.name)
        self.assertEqual(len(settlement.leg_ids), 2)
        mirrors = settlement.leg_ids.mirror_ids
        pairs = {
            (m.due_to_line_id.balance, m.due_from_line_id.balance) for m in mirrors
        }
        self.assertEqual(pairs, {(-25.0, 25.0), (-100.0, 100.0)})
        self.assertEqual(mirrors, routed.mirror_ids)
        for move in settlement.sudo().move_ids:
            self.assertEqual(move.ar_settlement_ids, settlement)

    def test_widget_names_the_real_payment(self):
        payment, note = self.payment("F", 75), self.credit_note("E", 25)
        invoice = self.invoice("W", 100)
        self.settle(payment, note, invoice, primary=payment)
        rows = invoice.invoice_payments_widget["content"]
        found = {(row["ref"], row["company_name"], row["amount"]) for row in rows}
        self.assertEqual(
            found,
            {(payment.name, "Fabrikam", 75.0), (note.name, "Fabrikam East", 25.0)},
        )
        row = next(row for row in rows if row["ref"] == payment.name)
        entry = self.env["account.move"].browse(row["move_id"]).with_user(self.clerk)
        entry = entry.with_context(allowed_company_ids=self.companies["W"].ids)
        opened = entry.action_open_business_doc()
        self.assertEqual(opened["params"]["company_ids"], self.companies["F"].ids)
        action = opened["params"]["action"]
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("account.payment", payment.id)
        )

    def test_widget_in_a_foreign_currency(self):
        term = self.term(2, days=30)
        invoice = self.invoice("E", 600, currency="EUR", term=term)
        payment = self.payment("F", 588, currency="EUR")
        settlement = self.settle(payment, invoice)
        rows = invoice.invoice_payments_widget["content"]
        paid, discount = sorted(rows, key=lambda row: -row["amount"])
        self.assertEqual((paid["ref"], paid["amount"]), (payment.name, 588))
        self.assertIn("721.89", paid["amount_company_currency"])
        self.assertIn("588.00", paid["amount_foreign_currency"])
        self.assertEqual((discount["amount"], len(rows)), (12, 2))
        self.assertIn(settlement.name, discount["ref"])
        self.assertIn("discount", discount["journal_name"])

    def test_widget_tells_a_stranger_no_document(self):
        payment, invoice = self.payment("F", 75), self.invoice("W", 75)
        self.settle(payment, invoice)
        stranger = self.new_user("west", "account.group_account_invoice", "W")
        invoice = invoice.with_user(stranger)
        invoice.invalidate_recordset()
        rows = invoice.with_company(self.companies["W"]).invoice_payments_widget
        self.assertEqual(
            [row["ref"] for row in rows["content"]], ["a document you may not open"]
        )
        self.assertNotIn(payment.name, str(rows))
        self.assertFalse(invoice.settlement_ids)

    def test_payment_is_paid_when_its_invoices_are(self):
        one, two = self.invoice("E", 60), self.invoice("W", 50)
        payment = self.payment("F", 100)
        settlement = self.settle(payment, one, two)
        self.assertEqual(payment.state, "in_process")
        rest = self.payment("F", 10)
        self.settle(rest, two)
        self.assertEqual((payment.state, rest.state), (self.state_used,) * 2)
        settlement.with_user(self.controller).action_undo()
        self.assertEqual(payment.state, "in_process")

    def test_fingerprint_of_an_old_preview(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 500)
        settlement = self.settlement(payment, invoice)
        shown = settlement.preview_fingerprint
        settlement.line_ids.filtered(lambda line: line.side == "target").amount = 300
        with self.assertRefused("changed"), self.cr.savepoint():
            settlement.action_post(shown)
        self.assertEqual(settlement.state, "draft")
        settlement.action_post(settlement.preview_fingerprint)
        self.assertOpen({invoice: "300 USD 300", payment: "-200 USD -200"})

    def test_a_payment_settled_in_full_has_nothing_to_settle(self):
        payment = self.payment("F", 600)
        self.settle(payment, self.invoice("E", 600))
        with self.assertRefused(payment.name):
            payment.action_settle_transactions()

    def test_open_transactions(self):
        invoice, note = self.invoice("E", 600), self.credit_note("X", 20)
        payment = self.payment("F", 500)
        draft = self.invoice("E", 1, post=False)
        settled = self.settle(self.payment("F", 5), self.invoice("W", 5))
        found = self.env["ar.settlement"].with_user(self.clerk)
        found = found.open_transactions(self.northwind["F"].id)
        wanted = self.receivable(invoice) | self.receivable(note)
        self.assertEqual(found, wanted | self.receivable(payment))
        self.assertNotIn(draft, found.move_id)
        self.assertNotIn(settled.line_ids.move_line_id, found)
        found = self.env["ar.settlement"].with_user(self.clerk_f)
        found = found.open_transactions(self.northwind["F"].id)
        self.assertEqual(found, self.receivable(payment))
