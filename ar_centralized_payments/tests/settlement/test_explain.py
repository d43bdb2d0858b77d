"""Explain: why each journal item of a settlement is what it is, word for word."""

from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.translate import code_translations

from ..explaining import Explaining
from ..settling import SettlingCommon

EURO = {"currency": "EUR"}
MODULE = "ar_centralized_payments"


@tagged("post_install", "-at_install")
class TestExplain(Explaining, SettlingCommon):
    # ------------------------------------------------------------
    # The ten examples
    # ------------------------------------------------------------
    def test_1_one_currency(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable      600.00
                Used to settle a transaction of Fabrikam East: 600.00 USD
            F  due_to         -600.00
                Owed to Fabrikam East for what is settled there: 600.00 USD
            E  due_from        600.00
                Due from Fabrikam for what is settled here: 600.00 USD
            E  receivable     -600.00
                Settled through Fabrikam: 600.00 USD
            """,
        )

    def test_2_discount(self):
        invoice = self.invoice("E", 600, term=self.term(100 / 30, days=30))
        settlement = self.settle(self.payment("F", 580), invoice)
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable      580.00
                Used to settle a transaction of Fabrikam East: 580.00 USD
            F  due_to         -580.00
                Owed to Fabrikam East for what is settled there: 580.00 USD
            E  due_from        580.00
                Due from Fabrikam for what is settled here: 580.00 USD
            E  receivable     -580.00
                Settled through Fabrikam: 580.00 USD
            E  receivable      -20.00
                Cash discount at the booked value: 20.00 USD = 580.00 USD × 20.00 USD ÷
                (600.00 USD − 20.00 USD) (step 1 of the cash discount)
            E  discount         20.00
                Cash discount, to the invoice's company as set for Fabrikam → Fabrikam
                East: 20.00 USD = 580.00 USD × 20.00 USD ÷ (600.00 USD − 20.00 USD)
                (step 1 of the cash discount)
            """,
        )

    def example_3(self):
        invoice = self.invoice("E", 600, **EURO)
        return self.payment("F", 600, **EURO), invoice

    def test_3_gain(self):
        settlement = self.settle(*self.example_3())
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable      736.62
                Used to settle a transaction of Fabrikam East: 736.62 USD = 600.00 EUR ×
                1.2277 (as booked by Fabrikam on 03/25/2026)
            F  due_to         -736.62
                Owed to Fabrikam East for what is settled there: 736.62 USD = 600.00 EUR
                × 1.2277 (as booked by Fabrikam on 03/25/2026)
            F  due_to           12.90
                Exchange difference, to the payment's company as set for Fabrikam →
                Fabrikam East: 736.62 USD = 600.00 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD
            F  gain            -12.90
                Exchange difference, to the payment's company as set for Fabrikam →
                Fabrikam East: 736.62 USD = 600.00 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD
            E  due_from        736.62
                Due from Fabrikam for what is settled here: 736.62 USD = 600.00 EUR ×
                1.2277 (as booked by Fabrikam on 03/25/2026)
            E  receivable     -736.62
                Settled through Fabrikam: 736.62 USD = 600.00 EUR × 1.2277 (as booked by
                Fabrikam on 03/25/2026)
            E  receivable       12.90
                Exchange difference between what is received and the booked value:
                736.62 USD = 600.00 EUR × 1.2277 (as booked by Fabrikam on 03/25/2026) ·
                723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam East on
                03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD
            E  due_from        -12.90
                Exchange difference, to the payment's company as set for Fabrikam →
                Fabrikam East: 736.62 USD = 600.00 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD
            """,
        )

    def test_4_discount_and_gain(self):
        tax, term = self.tax("E", 6.37), self.term(2, days=30)
        invoice = self.invoice("E", 600, tax=tax, term=term, **EURO)
        settlement = self.settle(self.payment("F", 626.22, **EURO), invoice)
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable      768.81
                Used to settle a transaction of Fabrikam East: 768.81 USD = 626.22 EUR ×
                1.2277 (as booked by Fabrikam on 03/25/2026)
            F  due_to         -768.81
                Owed to Fabrikam East for what is settled there: 768.81 USD = 626.22 EUR
                × 1.2277 (as booked by Fabrikam on 03/25/2026)
            F  due_to           13.46
                Exchange difference, to the payment's company as set for Fabrikam →
                Fabrikam East: 768.81 USD = 626.22 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 755.35 USD = 626.22 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 13.46 USD = 768.81 USD − 755.35 USD
            F  gain            -13.46
                Exchange difference, to the payment's company as set for Fabrikam →
                Fabrikam East: 768.81 USD = 626.22 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 755.35 USD = 626.22 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 13.46 USD = 768.81 USD − 755.35 USD
            E  due_from        768.81
                Due from Fabrikam for what is settled here: 768.81 USD = 626.22 EUR ×
                1.2277 (as booked by Fabrikam on 03/25/2026)
            E  receivable     -768.81
                Settled through Fabrikam: 768.81 USD = 626.22 EUR × 1.2277 (as booked by
                Fabrikam on 03/25/2026)
            E  receivable       13.46
                Exchange difference between what is received and the booked value:
                768.81 USD = 626.22 EUR × 1.2277 (as booked by Fabrikam on 03/25/2026) ·
                755.35 USD = 626.22 EUR × 1.2062 (as booked by Fabrikam East on
                03/10/2026) · 13.46 USD = 768.81 USD − 755.35 USD
            E  due_from        -13.46
                Exchange difference, to the payment's company as set for Fabrikam →
                Fabrikam East: 768.81 USD = 626.22 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 755.35 USD = 626.22 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 13.46 USD = 768.81 USD − 755.35 USD
            E  receivable      -14.47
                Cash discount at the booked value: 12.00 EUR = 626.22 EUR × 12.00 EUR ÷
                (638.22 EUR − 12.00 EUR) (step 1 of the cash discount) · 14.47 USD =
                12.00 EUR × 1.2058 (as booked by Fabrikam East on 03/10/2026)
            E  discount         14.47
                Cash discount, to the invoice's company as set for Fabrikam → Fabrikam
                East: 12.00 EUR = 626.22 EUR × 12.00 EUR ÷ (638.22 EUR − 12.00 EUR)
                (step 1 of the cash discount) · 14.47 USD = 12.00 EUR × 1.2058 (as
                booked by Fabrikam East on 03/10/2026)
            """,
        )

    def example_5(self):
        payment = self.payment("F", 75)
        return payment, self.credit_note("E", 25), self.invoice("W", 100)

    def test_5_primary_payment(self):
        payment, *others = self.example_5()
        settlement = self.settle(payment, *others, primary=payment)
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  due_from         25.00
                Due from Fabrikam East for what it brings in to settle with: 25.00 USD
            F  receivable      -25.00
                Brought in by Fabrikam East, for the primary payment to settle with:
                25.00 USD
            F  receivable      100.00
                Used to settle a transaction of Fabrikam West: 100.00 USD = 25.00 USD +
                75.00 USD
            F  due_to         -100.00
                Owed to Fabrikam West for what is settled there: 100.00 USD = 25.00 USD
                + 75.00 USD
            E  receivable       25.00
                Given to Fabrikam, whose primary payment settles with it: 25.00 USD
            E  due_to          -25.00
                Owed to Fabrikam, whose primary payment settles with it: 25.00 USD
            W  due_from        100.00
                Due from Fabrikam for what is settled here: 100.00 USD = 25.00 USD +
                75.00 USD
            W  receivable     -100.00
                Settled through Fabrikam: 100.00 USD = 25.00 USD + 75.00 USD
            """,
        )

    def test_6_no_primary_payment(self):
        settlement = self.settle(*self.example_5())
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable       75.00
                Used to settle a transaction of Fabrikam West: 75.00 USD
            F  due_to          -75.00
                Owed to Fabrikam West for what is settled there: 75.00 USD
            E  receivable       25.00
                Used to settle a transaction of Fabrikam West: 25.00 USD
            E  due_to          -25.00
                Owed to Fabrikam West for what is settled there: 25.00 USD
            W  due_from         25.00
                Due from Fabrikam East for what is settled here: 25.00 USD
            W  receivable      -25.00
                Settled through Fabrikam East: 25.00 USD
            W  due_from         75.00
                Due from Fabrikam for what is settled here: 75.00 USD
            W  receivable      -75.00
                Settled through Fabrikam: 75.00 USD
            """,
        )

    def test_7_other_accounting_currency(self):
        payment = self.payment("F", 600, **EURO)
        settlement = self.settle(payment, self.invoice("X", 600))
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable      736.62
                Used to settle a transaction of Fabrikam Europe: 736.62 USD = 600.00 EUR
                × 1.2277 (as booked by Fabrikam on 03/25/2026)
            F  due_to         -736.62
                Owed to Fabrikam Europe for what is settled there: 736.62 USD = 600.00
                EUR × 1.2277 (as booked by Fabrikam on 03/25/2026)
            X  due_from        600.00
                Due from Fabrikam for what is settled here: 600.00 EUR
            X  receivable     -600.00
                Settled through Fabrikam: 600.00 EUR
            """,
        )

    def test_8_paid_in_the_payment_companys_currency(self):
        settlement = self.settle(self.payment("F", 736.62), self.invoice("X", 600))
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable      736.62
                Used to settle a transaction of Fabrikam Europe: 736.62 USD
            F  due_to         -736.62
                Owed to Fabrikam Europe for what is settled there: 736.62 USD
            X  due_from        600.00
                Due from Fabrikam for what is settled here: 600.00 EUR = 736.62 USD ÷
                1.2277 (rate of Fabrikam Europe on 03/25/2026)
            X  receivable     -600.00
                Settled through Fabrikam: 600.00 EUR = 736.62 USD ÷ 1.2277 (rate of
                Fabrikam Europe on 03/25/2026)
            """,
        )

    def example_9(self):
        invoice = self.invoice("E", 600, **EURO)
        return self.payment("X", 736.62, currency="USD"), invoice

    def test_9_gain_in_another_accounting_currency(self):
        settlement = self.settle(*self.example_9())
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            E  due_from        736.62
                Due from Fabrikam Europe for what is settled here: 736.62 USD
            E  receivable     -736.62
                Settled through Fabrikam Europe: 600.00 EUR = 736.62 USD ÷ 1.2277 (rate
                of Fabrikam East on 03/25/2026)
            E  receivable       12.90
                Exchange difference between what is received and the booked value:
                600.00 EUR = 736.62 USD ÷ 1.2277 (rate of Fabrikam East on 03/25/2026) ·
                723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam East on
                03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD
            E  due_from        -12.90
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → Fabrikam East: 600.00 EUR = 736.62 USD ÷ 1.2277 (rate of Fabrikam East
                on 03/25/2026) · 723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD
            X  receivable      600.00
                Used to settle a transaction of Fabrikam East: 600.00 EUR = 736.62 USD ÷
                1.2277 (as booked by Fabrikam Europe on 03/25/2026)
            X  due_to         -600.00
                Owed to Fabrikam East for what is settled there: 600.00 EUR = 736.62 USD
                ÷ 1.2277 (as booked by Fabrikam Europe on 03/25/2026)
            X  due_to           10.51
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → Fabrikam East: 600.00 EUR = 736.62 USD ÷ 1.2277 (rate of Fabrikam East
                on 03/25/2026) · 723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD · 10.51 EUR =
                12.90 USD ÷ 1.2277 (rate of Fabrikam Europe on 03/25/2026)
            X  gain            -10.51
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → Fabrikam East: 600.00 EUR = 736.62 USD ÷ 1.2277 (rate of Fabrikam East
                on 03/25/2026) · 723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD · 10.51 EUR =
                12.90 USD ÷ 1.2277 (rate of Fabrikam Europe on 03/25/2026)
            """,
        )

    def test_10_four_currencies(self):
        self.set_rate("E", "CAD", "2026-03-10", 1.33)
        self.set_rate("E", "CAD", "2026-03-25", 1.35)
        self.set_rate("X", "DKK", "2026-03-25", 7.46)
        invoice = self.invoice("E", 1000, currency="CAD")
        settlement = self.settle(self.payment("X", 4501.07, currency="DKK"), invoice)
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            E  due_from        740.75
                Due from Fabrikam Europe for what is settled here: 603.36 EUR = 4,501.07
                DKK ÷ 7.46 (as booked by Fabrikam Europe on 03/25/2026) · 740.75 USD =
                603.36 EUR × 1.2277 (rate of Fabrikam East on 03/25/2026)
            E  receivable     -740.75
                Settled through Fabrikam Europe: 603.36 EUR = 4,501.07 DKK ÷ 7.46 (as
                booked by Fabrikam Europe on 03/25/2026) · 740.75 USD = 603.36 EUR ×
                1.2277 (rate of Fabrikam East on 03/25/2026) · 1,000.00 CAD = 740.75 USD
                × 1.35 (rate of Fabrikam East on 03/25/2026) − 0.01 CAD (rounding, or
                what closes it)
            E  receivable      -11.13
                Exchange difference between what is received and the booked value:
                603.36 EUR = 4,501.07 DKK ÷ 7.46 (as booked by Fabrikam Europe on
                03/25/2026) · 740.75 USD = 603.36 EUR × 1.2277 (rate of Fabrikam East on
                03/25/2026) · 1,000.00 CAD = 740.75 USD × 1.35 (rate of Fabrikam East on
                03/25/2026) − 0.01 CAD (rounding, or what closes it) · 751.88 USD =
                1,000.00 CAD ÷ 1.33 (as booked by Fabrikam East on 03/10/2026) · -11.13
                USD = 740.75 USD − 751.88 USD
            E  due_from         11.13
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → Fabrikam East: 603.36 EUR = 4,501.07 DKK ÷ 7.46 (as booked by Fabrikam
                Europe on 03/25/2026) · 740.75 USD = 603.36 EUR × 1.2277 (rate of
                Fabrikam East on 03/25/2026) · 1,000.00 CAD = 740.75 USD × 1.35 (rate of
                Fabrikam East on 03/25/2026) − 0.01 CAD (rounding, or what closes it) ·
                751.88 USD = 1,000.00 CAD ÷ 1.33 (as booked by Fabrikam East on
                03/10/2026) · -11.13 USD = 740.75 USD − 751.88 USD
            X  receivable      603.36
                Used to settle a transaction of Fabrikam East: 603.36 EUR = 4,501.07 DKK
                ÷ 7.46 (as booked by Fabrikam Europe on 03/25/2026)
            X  due_to         -603.36
                Owed to Fabrikam East for what is settled there: 603.36 EUR = 4,501.07
                DKK ÷ 7.46 (as booked by Fabrikam Europe on 03/25/2026)
            X  due_to           -9.07
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → Fabrikam East: 603.36 EUR = 4,501.07 DKK ÷ 7.46 (as booked by Fabrikam
                Europe on 03/25/2026) · 740.75 USD = 603.36 EUR × 1.2277 (rate of
                Fabrikam East on 03/25/2026) · 1,000.00 CAD = 740.75 USD × 1.35 (rate of
                Fabrikam East on 03/25/2026) − 0.01 CAD (rounding, or what closes it) ·
                751.88 USD = 1,000.00 CAD ÷ 1.33 (as booked by Fabrikam East on
                03/10/2026) · -11.13 USD = 740.75 USD − 751.88 USD · -9.07 EUR = -11.13
                USD ÷ 1.2277 (rate of Fabrikam Europe on 03/25/2026)
            X  loss              9.07
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → Fabrikam East: 603.36 EUR = 4,501.07 DKK ÷ 7.46 (as booked by Fabrikam
                Europe on 03/25/2026) · 740.75 USD = 603.36 EUR × 1.2277 (rate of
                Fabrikam East on 03/25/2026) · 1,000.00 CAD = 740.75 USD × 1.35 (rate of
                Fabrikam East on 03/25/2026) − 0.01 CAD (rounding, or what closes it) ·
                751.88 USD = 1,000.00 CAD ÷ 1.33 (as booked by Fabrikam East on
                03/10/2026) · -11.13 USD = 740.75 USD − 751.88 USD · -9.07 EUR = -11.13
                USD ÷ 1.2277 (rate of Fabrikam Europe on 03/25/2026)
            """,
        )

    # ------------------------------------------------------------
    # Undone, old, and before posting
    # ------------------------------------------------------------
    def test_an_undo_says_what_it_takes_back(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        settlement.with_user(self.controller).action_undo()
        negations = settlement.sudo().move_ids.filtered("reversed_entry_id")
        for item in negations.line_ids:
            origin = item.move_id.reversed_entry_id.line_ids.filtered(
                lambda line, item=item: line.account_id == item.account_id
            )
            self.assertEqual(
                self.told(item, self.controller),
                f"Taken back: {self.told(origin, self.controller)}",
            )
        self.assertEqual(len(negations.line_ids), 4)

    def test_what_was_booked_before_says_so(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        items = settlement.sudo().move_ids.line_ids
        items.ar_because = False
        nothing = (
            "No explanation was kept: this was booked before explanations were kept, "
            "or not by Centralized Payments."
        )
        self.assertEqual(
            {text for _item, text in self.explained(settlement.sudo().move_ids)},
            {nothing},
        )
        settlement.with_user(self.controller).action_undo()
        self.assertEqual(
            {text for _item, text in self.explained(settlement.sudo().move_ids)},
            {nothing},
        )
        invoice = self.invoice("E", 1).line_ids[:1]
        self.assertEqual(self.told(invoice, self.clerk), nothing)

    def tooltips(self, page):
        rows = html.fromstring(page).xpath("//tbody/tr")
        return [row.get("data-tooltip") for row in rows]

    def test_the_preview_says_the_same(self):
        settlement = self.settlement(*self.example_3())
        preview = self.tooltips(settlement.preview_html)
        settlement.action_post()
        items = settlement.sudo().move_ids.line_ids.sorted("id")
        posted = items.with_user(self.clerk).mapped("ar_explanation")
        self.assertEqual(len(preview), 8)
        self.assertEqual(sorted(preview), sorted(posted))
        self.assertEqual(sorted(self.tooltips(settlement.entries_html)), sorted(posted))

    # ------------------------------------------------------------
    # Who reads
    # ------------------------------------------------------------
    def test_a_reader_of_one_company(self):
        """Neither names nor rates nor values of the other company; a conversion at the
        own company's rate of what another one values is not told either."""
        reader = self.new_user("reader_e", "account.group_account_readonly", "E")
        settlement = self.settle(*self.example_3())
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            E  due_from        736.62
                Due from another company for what is settled here: 736.62 USD · 600.00
                EUR (the rest of the calculation is in a company that is not yours)
            E  receivable     -736.62
                Settled through another company: 736.62 USD · 600.00 EUR (the rest of
                the calculation is in a company that is not yours)
            E  receivable       12.90
                Exchange difference between what is received and the booked value:
                723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam East on
                03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD (the rest of the
                calculation is in a company that is not yours)
            E  due_from        -12.90
                Exchange difference, to the payment's company as set for another company
                → Fabrikam East: 723.72 USD = 600.00 EUR × 1.2062 (as booked by Fabrikam
                East on 03/10/2026) · 12.90 USD = 736.62 USD − 723.72 USD (the rest of
                the calculation is in a company that is not yours)
            """,
            user=reader,
            letters="E",
        )
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            F  receivable      736.62
                Used to settle a transaction of another company: 736.62 USD = 600.00 EUR
                × 1.2277 (as booked by Fabrikam on 03/25/2026)
            F  due_to         -736.62
                Owed to another company for what is settled there: 736.62 USD = 600.00
                EUR × 1.2277 (as booked by Fabrikam on 03/25/2026)
            F  due_to           12.90
                Exchange difference, to the payment's company as set for Fabrikam →
                another company: 736.62 USD = 600.00 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 12.90 USD (the rest of the calculation is in a company
                that is not yours)
            F  gain            -12.90
                Exchange difference, to the payment's company as set for Fabrikam →
                another company: 736.62 USD = 600.00 EUR × 1.2277 (as booked by Fabrikam
                on 03/25/2026) · 12.90 USD (the rest of the calculation is in a company
                that is not yours)
            """,
            user=self.clerk_f,
            letters="F",
        )

    def test_a_reader_of_one_company_with_a_currency_of_its_own(self):
        reader = self.new_user("reader_x", "account.group_account_readonly", "X")
        settlement = self.settle(*self.example_9())
        self.assertExplained(
            settlement.sudo().move_ids,
            """
            X  receivable      600.00
                Used to settle a transaction of another company: 600.00 EUR = 736.62 USD
                ÷ 1.2277 (as booked by Fabrikam Europe on 03/25/2026)
            X  due_to         -600.00
                Owed to another company for what is settled there: 600.00 EUR = 736.62
                USD ÷ 1.2277 (as booked by Fabrikam Europe on 03/25/2026)
            X  due_to           10.51
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → another company: 10.51 EUR · 12.90 USD (the rest of the calculation is
                in a company that is not yours)
            X  gain            -10.51
                Exchange difference, to the payment's company as set for Fabrikam Europe
                → another company: 10.51 EUR (the rest of the calculation is in a
                company that is not yours)
            """,
            user=reader,
            letters="X",
        )

    def test_readers_of_the_item_alone(self):
        settlement = self.settle(*self.example_3())
        items = settlement.sudo().move_ids.line_ids
        east = items.filtered(lambda i: i.company_id == self.companies["E"])
        self.assertEqual(
            self.told(items[:1], self.reader), self.told(items[:1], self.controller)
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            east.with_user(self.clerk_f).read(["ar_explanation"])
        with self.assertRaises(AccessError):
            east.with_user(self.clerk_f).action_explain()
        for user in (self.reader, self.clerk, self.controller):
            with self.assertRaises(AccessError):
                east.with_user(user).read(["ar_because"])
        with self.assertRaises(AccessError):
            east.with_user(self.controller).write({"ar_because": {"rule": "penny"}})

    def test_the_action_shows_the_items_of_the_entry(self):
        settlement = self.settle(*self.example_3())
        entries = settlement.sudo().move_ids
        entry = entries.filtered(lambda m: m.company_id == self.companies["F"])
        entry = entry.with_user(self.reader)
        for records in (entry, entry.line_ids[:1]):
            action = records.action_explain()
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(found.ids, entry.line_ids.sorted("id").ids)
        self.assertTrue(entry.ar_is_explained)
        self.assertFalse(self.invoice("E", 1).ar_is_explained)

    # ------------------------------------------------------------
    # Languages, queries
    # ------------------------------------------------------------
    def test_it_is_translated_on_reading(self):
        self.env["res.lang"].sudo()._activate_lang("de_DE")
        settlement = self.settle(*self.example_3())
        gain = settlement.sudo().move_ids.line_ids.filtered(
            lambda i: self.role_of("F", i.account_id, i.partner_id) == "gain"
        )
        german = {
            "Exchange difference, to the payment's company as set for %(pair)s:": (
                "Kursdifferenz, an %(pair)s:"
            ),
            "%(base)s %(rate)s (as booked by %(company)s on %(date)s)": (
                "%(base)s %(rate)s (gebucht von %(company)s am %(date)s)"
            ),
        }
        code_translations.get_python_translations(MODULE, "de_DE")
        known = code_translations.python_translations
        with patch.dict(known, {(MODULE, "de_DE"): german}):
            text = self.told(gain.with_context(lang="de_DE"), self.clerk)
        self.assertEqual(
            text,
            "Kursdifferenz, an Fabrikam → Fabrikam East: 736,62 USD = 600,00 EUR × "
            "1,2277 (gebucht von Fabrikam am 25.03.2026) · 723,72 USD = 600,00 EUR × "
            "1,2062 (gebucht von Fabrikam East am 10.03.2026) · 12,90 USD = 736,62 USD "
            "− 723,72 USD",
        )

    def test_reading_asks_the_same_for_many(self):
        counts = []
        for size in (1, 1, 6):  # the first one fills what Odoo remembers of all users
            documents = [self.payment("F", 600, **EURO) for _n in range(size)]
            documents += [self.invoice("E", 600, **EURO) for _n in range(size)]
            settlement = self.settle(*documents)
            ids = settlement.sudo().move_ids.line_ids.ids
            items = self.env["account.move.line"].with_user(self.controller).browse(ids)
            items.mapped("ar_explanation")
            counts.append(self.queries(lambda i=items: i.mapped("ar_explanation")))
        self.assertEqual(*counts[1:])
