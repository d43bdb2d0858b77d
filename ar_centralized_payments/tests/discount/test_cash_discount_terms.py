"""Several tiers of cash discount on payment terms, outside of settlements."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, HttpCase, freeze_time, tagged
from odoo.tools import html2plaintext, mute_logger

from ..common import CentralizedPaymentsCommon

INVOICE_DATE = "2026-06-25"
IN_FIRST, IN_SECOND, TOO_LATE = "2026-06-28", "2026-07-08", "2026-07-10"


class DiscountTermsCommon(CentralizedPaymentsCommon):
    # ------------------------------------------------------------
    # Builders
    # ------------------------------------------------------------
    @classmethod
    def tiered(cls, *tiers, mode="excluded", **values):
        """Payment terms of some tiers (percentage, days), the first being Odoo's."""
        (percent, days), *further = tiers
        return cls.env["account.payment.term"].create(
            {
                "name": " then ".join(f"{p} % {d} days" for p, d in tiers),
                "early_discount": True,
                "discount_percentage": percent,
                "discount_days": days,
                "early_pay_discount_computation": mode,
                "line_ids": [Command.create({"value_amount": 100, "nb_days": 30})],
                "cash_discount_ids": [
                    Command.create({"discount_percentage": p, "discount_days": d})
                    for p, d in further
                ],
                **values,
            }
        )

    def bill(self, amount, taxes=(), letter="F", date=INVOICE_DATE, **options):
        """An invoice of 25 June; ``taxes`` are (untaxed amount, percentage) of its
        lines instead of one line of ``amount``."""
        if taxes:
            options["invoice_line_ids"] = [
                Command.create(
                    {
                        "name": f"Sales {percent} %",
                        "price_unit": part,
                        "account_id": self.data[letter]["default_account_revenue"].id,
                        "tax_ids": [Command.set(self.tax(letter, percent).ids)],
                    }
                )
                for part, percent in taxes
            ]
        return self.invoice(letter, amount, date=date, **options)

    def register(self, invoices, date, letter="F", **values):
        """Odoo's register wizard, as the clerk."""
        return (
            self.env["account.payment.register"]
            .with_user(self.clerk)
            .with_company(self.companies[letter])
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create({"payment_date": date, **values})
        )

    def account(self, letter, kind="expense", **values):
        count = self.env["account.account"].search_count([])
        return self.env["account.account"].create(
            {
                "name": f"Discounts {letter} {count}",
                "code": f"78{count}",
                "account_type": kind,
                "company_ids": [Command.set(self.companies[letter].ids)],
                **values,
            }
        )

    # ------------------------------------------------------------
    # Tables
    # ------------------------------------------------------------
    def tier_rows(self, tiers):
        return [
            f"{tier.percentage:g} {tier.until} {tier.discount:.2f} {tier.balance:.2f}"
            for tier in tiers
        ]

    def assertTiers(self, document, table):
        """Rows: percentage, last day, discount, the same in the company's currency."""
        found = document._ar_discount_tiers().get(document, [])
        self.assertTable(self.tier_rows(found), table)
        return found


@tagged("post_install", "-at_install")
class TestTerms(DiscountTermsCommon):
    """What payment terms take, and what they refuse."""

    def rows(self, term):
        return [
            (tier.discount_percentage, tier.discount_days)
            for tier in term.cash_discount_ids
        ]

    def test_best_first_whatever_the_order_of_entry(self):
        term = self.tiered((3, 5), (1, 20), (2, 14))
        term.invalidate_recordset()
        self.assertEqual(self.rows(term), [(2, 14), (1, 20)])
        self.assertEqual(
            term.cash_discount_ids.mapped("display_name"),
            ["2 % within 14 days", "1 % within 20 days"],
        )

    def test_every_reason_at_once(self):
        with self.assertRefused(
            "2 % within 5 days comes after 2 % within 5 days, so it needs more days",
            "2 % within 5 days comes after 2 % within 5 days, so it needs a smaller",
        ):
            self.tiered((2, 5), (2, 5))
        with self.assertRefused("the days must be more than 0", "more than 0 and no"):
            self.tiered((2, 5), (1, 0), (-1, 14))
        with self.assertRefused("1 % within 3661 days: the days", "more than 3660"):
            self.tiered((2, 5), (1, 3661))
        self.assertEqual(self.rows(self.tiered((2, 5), (1, 3660))), [(1, 3660)])
        with self.assertRefused("cannot be more than 100 %"):
            self.tiered((101, 5), (1, 14))
        with self.assertRefused("no more than 100", "needs a smaller percentage"):
            self.tiered((2, 5), (101, 14))
        with self.assertRefused("1 % within 14 days comes after 1 % within 14 days"):
            self.tiered((2, 5), (1, 14), (1, 14))

    def test_tiers_follow_the_early_discount(self):
        with self.assertRefused("need the early discount"):
            self.tiered((2, 5), (1, 14), early_discount=False)
        term = self.tiered((2, 5), (1, 14))
        with self.assertRefused("need the early discount"):
            term.early_discount = False
        with self.assertRefused("needs more days"):
            term.discount_days = 14
        with self.assertRefused("needs a smaller percentage"):
            term.discount_percentage = 1
        term.write({"early_discount": False, "cash_discount_ids": [Command.clear()]})
        self.assertFalse(term.cash_discount_ids)

    def test_several_lines_stay_refused(self):
        with self.assertRefused("single 100% line"):
            self.tiered(
                (2, 5),
                (1, 14),
                line_ids=[
                    Command.create({"value_amount": part, "nb_days": part})
                    for part in (30, 70)
                ],
            )

    def test_several_tiers_change_together(self):
        term = self.tiered((3, 5), (2, 10), (1, 20))
        first, second = term.cash_discount_ids
        term.write(
            {
                "cash_discount_ids": [
                    Command.update(first.id, {"discount_percentage": 0.5}),
                    Command.update(second.id, {"discount_percentage": 0.25}),
                ]
            }
        )
        self.assertEqual(self.rows(term), [(0.5, 10), (0.25, 20)])
        with self.assertRefused("needs a smaller percentage"):
            term.write(
                {
                    "cash_discount_ids": [
                        Command.update(second.id, {"discount_percentage": 0.5})
                    ]
                }
            )

    def test_a_tier_by_itself_is_checked_too(self):
        term = self.tiered((3, 5), (2, 10))
        tier = term.cash_discount_ids
        for forged in (True, "CHECKED_BY_TERM", {}):
            with self.assertRefused("needs more days"):
                tier.with_context(ar_cash_discounts=forged).discount_days = 5
        with self.assertRefused("needs a smaller percentage"):
            tier.create(
                {
                    "payment_term_id": term.id,
                    "discount_percentage": 2,
                    "discount_days": 30,
                }
            )
        other = self.tiered((1, 30))
        with self.assertRefused("needs a smaller percentage"):
            tier.payment_term_id = other

    def test_terms_without_tiers_are_as_before(self):
        term = self.tiered((101, 5))
        term.write({"discount_percentage": 5, "discount_days": 1})
        self.assertEqual(self.rows(term), [])

    # ------------------------------------------------------------
    # Accounts
    # ------------------------------------------------------------
    def test_each_company_has_its_own_accounts(self):
        term = self.tiered((2, 5), (1, 14))
        tier = term.cash_discount_ids
        one, two, first = self.account("F"), self.account("E"), self.account("E")
        tier.with_company(self.companies["F"]).account_id = one
        tier.with_company(self.companies["E"]).account_id = two
        term.with_company(self.companies["E"]).cash_discount_account_id = first
        tiers = self.bill(1000, term=term)
        tiers = tiers._ar_discount_tiers()[tiers]
        found = {
            letter: [tier.account_for(self.companies[letter]) for tier in tiers]
            for letter in "FEW"
        }
        self.assertEqual(
            found,
            {"F": [False, one.id], "E": [first.id, two.id], "W": [False, False]},
        )

    def test_a_branch_takes_its_root_s_account(self):
        term = self.tiered((2, 5), (1, 14))
        account = self.account("F")
        term.cash_discount_ids.with_company(self.companies["F"]).account_id = account
        branch = self.branch("F", "Fabrikam North", "N")
        invoice = self.bill(1000, term=term)
        last = invoice._ar_discount_tiers()[invoice][-1]
        self.assertEqual(last.account_for(branch), account.id)

    def test_accounts_that_cannot_be(self):
        term = self.tiered((2, 5), (1, 14)).with_company(self.companies["F"])
        tier = term.cash_discount_ids
        foreign = self.account("E")
        archived = self.account("F")
        archived.active = False
        cases = (
            (foreign, "not one of Fabrikam"),
            (archived, "is archived"),
            (self.account("F", "asset_current"), "is of type Current Assets"),
            (self.account("F", currency_id=self.eur.id), "takes only EUR"),
        )
        for account, text in cases:
            with self.subTest(text=text), self.assertRefused(text):
                tier.account_id = account
            with self.subTest(text=text), self.assertRefused(text):
                term.cash_discount_account_id = account
        with self.assertRaises(ValidationError) as caught:
            tier.account_id = foreign
        self.assertNotIn(foreign.name, str(caught.exception))

    def test_both_wrongs_of_an_account(self):
        term = self.tiered((2, 5), (1, 14)).with_company(self.companies["F"])
        account = self.account("F", "asset_current", currency_id=self.eur.id)
        with self.assertRefused("is of type", "takes only EUR"):
            term.cash_discount_ids.account_id = account

    def test_a_copy_has_the_tiers_and_all_accounts(self):
        term = self.tiered((2, 5), (1, 14))
        accounts = {letter: self.account(letter) for letter in "FE"}
        for letter, account in accounts.items():
            own = term.with_company(self.companies[letter])
            own.cash_discount_account_id = account
            own.cash_discount_ids.account_id = account
        # Odoo looks for the language of "(copy)" where it cannot find it.
        with mute_logger("odoo.tools.translate"):
            copied = term.with_user(self.controller).copy()
        self.assertEqual(self.rows(copied), [(1, 14)])
        self.assertFalse(copied.cash_discount_ids & term.cash_discount_ids)
        for letter in "FEW":
            own = copied.with_user(self.env.user).with_company(self.companies[letter])
            wanted = accounts.get(letter, self.env["account.account"])
            self.assertEqual(own.cash_discount_account_id, wanted)
            self.assertEqual(own.cash_discount_ids.account_id, wanted)

    # ------------------------------------------------------------
    # Access
    # ------------------------------------------------------------
    def test_who_may_read_and_change(self):
        tier = self.tiered((2, 5), (1, 14)).cash_discount_ids
        rights = {
            user.login: "".join(
                kind[0]
                for kind in ("read", "write", "create", "unlink")
                if tier.with_user(user).has_access(kind)
            )
            for user in (self.reader, self.clerk, self.controller)
        }
        self.assertEqual(
            rights,
            {
                "centralized_reader": "r",
                "centralized_clerk": "r",
                "centralized_controller": "rwcu",
            },
        )

    def test_tiers_of_another_company_s_terms_are_hidden(self):
        hidden = self.tiered((2, 5), (1, 14), company_id=self.companies["E"].id)
        shared = self.tiered((2, 5), (1, 14))
        own = self.tiered((2, 5), (1, 14), company_id=self.companies["F"].id)
        tiers = (hidden | shared | own).cash_discount_ids
        found = tiers.with_user(self.clerk_f).search([("id", "in", tiers.ids)])
        self.assertEqual(found, (shared | own).cash_discount_ids)
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            hidden.cash_discount_ids.with_user(self.clerk_f).read(["discount_days"])

    def test_accounts_of_another_company_are_not_read(self):
        term = self.tiered((2, 5), (1, 14))
        tier = term.cash_discount_ids
        tier.with_company(self.companies["E"]).account_id = self.account("E")
        self.env.flush_all()
        self.env.invalidate_all()
        own = tier.with_user(self.clerk_f)
        self.assertFalse(own.read(["account_id"])[0]["account_id"])
        with self.assertRaises(AccessError):
            own.with_company(self.companies["E"]).read(["account_id"])

    # ------------------------------------------------------------
    # Screen
    # ------------------------------------------------------------
    def test_the_form_adds_tiers_and_its_preview_says_so(self):
        form = Form(self.env["account.payment.term"].with_user(self.controller))
        form.name = "2 % 5 days, 1 % 14 days"
        form.early_discount = True
        form.discount_percentage = 2
        form.discount_days = 5
        with form.cash_discount_ids.new() as tier:
            tier.discount_percentage = 1
            tier.discount_days = 14
        self.assertEqual(
            html2plaintext(form.example_preview_discount).replace("\xa0", " "),
            "Early Payment Discount: *$ 980.00* if paid before *04/20/2026*\n"
            "Then: *$ 990.00* if paid before *04/29/2026*",
        )
        self.assertEqual(self.rows(form.save()), [(1, 14)])

    def test_the_preview_of_one_tier_is_odoo_s(self):
        term = self.tiered((2, 5))
        self.assertEqual(
            html2plaintext(term.example_preview_discount).replace("\xa0", " "),
            "Early Payment Discount: *$ 980.00* if paid before *04/20/2026*",
        )


@tagged("post_install", "-at_install")
class TestTiersOfDocuments(DiscountTermsCommon):
    """The answer that the settlement engine gets: tiers of documents."""

    def test_modes_and_taxes(self):
        taxes = {"none": (), "one": [(1000, 21)], "two": [(600, 21), (400, 6)]}
        for mode, kind, table in (
            ("excluded", "none", "20.00 10.00"),
            ("excluded", "one", "20.00 10.00"),
            ("excluded", "two", "20.00 10.00"),
            ("included", "none", "20.00 10.00"),
            ("included", "one", "24.20 12.10"),
            ("included", "two", "23.00 11.50"),
            ("mixed", "none", "20.00 10.00"),
            ("mixed", "one", "20.00 10.00"),
            ("mixed", "two", "20.00 10.00"),
        ):
            with self.subTest(mode=mode, taxes=kind):
                term = self.tiered((2, 5), (1, 14), mode=mode)
                invoice = self.bill(1000, taxes[kind], term=term)
                first, second = table.split()
                tiers = self.assertTiers(
                    invoice,
                    f"""
                    2 2026-06-30 {first} {first}
                    1 2026-07-09 {second} {second}
                    """,
                )
                self.assertEqual(
                    [(t.is_first, t.term, t.tier) for t in tiers],
                    [
                        (True, term, self.env["ar.cash.discount"]),
                        (False, term, term.cash_discount_ids),
                    ],
                )

    def test_tier_one_is_odoo_s_to_the_cent(self):
        for percent, amount, tax, mode in (
            (3.3333, 33.33, 21, "excluded"),
            (2.5, 1234.57, 6.37, "included"),
            (1.255, 99.99, 19, "mixed"),
            (2, 0.37, 21, "included"),
        ):
            for currency in ("USD", "EUR"):
                with self.subTest(percent=percent, mode=mode, currency=currency):
                    term = self.tiered((percent, 5), (percent / 2, 9), mode=mode)
                    invoice = self.bill(
                        amount, [(amount, tax)], term=term, currency=currency
                    )
                    item, first = (
                        self.receivable(invoice),
                        invoice._ar_discount_tiers()[invoice][0],
                    )
                    self.assertEqual(first.until, item.discount_date)
                    self.assertAlmostEqual(
                        first.discount,
                        item.amount_currency - item.discount_amount_currency,
                        8,
                    )
                    self.assertAlmostEqual(
                        first.balance, item.balance - item.discount_balance, 8
                    )

    def test_a_later_tier_is_what_odoo_makes_of_it_alone(self):
        """A tier of 1.5 % gives what payment terms of 1.5 % alone would give."""
        for mode in ("excluded", "included"):
            for amount, tax in ((33.33, 21), (1234.57, 6.37), (0.77, 19)):
                with self.subTest(mode=mode, amount=amount):
                    both = self.tiered((3, 5), (1.5, 14), mode=mode)
                    alone = self.tiered((1.5, 14), mode=mode)
                    documents = [
                        self.bill(amount, [(amount, tax)], term=term, currency="EUR")
                        for term in (both, alone)
                    ]
                    tiers = [d._ar_discount_tiers()[d][-1] for d in documents]
                    self.assertEqual(*map(self.tier_rows, ([tiers[0]], [tiers[1]])))

    def test_cash_rounding_as_odoo(self):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "0.05",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": self.company_data["default_account_revenue"].id,
                "loss_account_id": self.company_data["default_account_expense"].id,
                "rounding_method": "HALF-UP",
            }
        )
        invoice = self.bill(
            101.01,
            term=self.tiered((2, 5), (1, 14)),
            invoice_cash_rounding_id=rounding.id,
        )
        self.assertTiers(
            invoice,
            """
            2 2026-06-30 2.00 2.00
            1 2026-07-09 1.00 1.00
            """,
        )

    def test_credit_notes_and_receipts(self):
        term = self.tiered((2, 5), (1, 14))
        table = """
            2 2026-06-30 2.00 2.00
            1 2026-07-09 1.00 1.00
            """
        for move_type in ("out_refund", "out_receipt", "out_invoice"):
            with self.subTest(move_type=move_type):
                note = self.bill(100, term=term, move_type=move_type)
                self.assertTiers(note, table)
        self.assertTiers(self.credit_note("F", 100, date=INVOICE_DATE), "")

    def test_vendor_bills(self):
        vals = self._prepare_document_vals(
            "F", 100, date=INVOICE_DATE, term=self.tiered((2, 5), (1, 14))
        )
        vals |= {
            "move_type": "in_invoice",
            "journal_id": self.company_data["default_journal_purchase"].id,
        }
        bill = self.env["account.move"].create(vals)
        bill.action_post()
        self.assertTiers(
            bill,
            """
            2 2026-06-30 2.00 2.00
            1 2026-07-09 1.00 1.00
            """,
        )

    def test_documents_without(self):
        plain = self.bill(100)
        entry = self.payment("F", 100).move_id
        nothing = self.bill(0, term=self.tiered((2, 5), (1, 14)))
        documents = plain | nothing | entry.with_user(self.clerk)
        self.assertEqual(documents._ar_discount_tiers(), {})
        self.assertEqual(self.env["account.move"]._ar_discount_tiers(), {})

    def test_a_draft_has_what_the_terms_say_now(self):
        term = self.tiered((2, 5), (1, 14))
        draft = self.bill(1000, term=term, post=False)
        self.assertTiers(
            draft,
            """
            2 2026-06-30 20.00 20.00
            1 2026-07-09 10.00 10.00
            """,
        )
        term.cash_discount_ids.discount_days = 10
        self.assertTiers(
            draft,
            """
            2 2026-06-30 20.00 20.00
            1 2026-07-05 10.00 10.00
            """,
        )

    def test_what_is_posted_stays_when_the_terms_change(self):
        term = self.tiered((2, 5), (1, 14))
        invoice = self.bill(1000, term=term)
        table = """
            2 2026-06-30 20.00 20.00
            1 2026-07-09 10.00 10.00
            """
        term.write(
            {
                "discount_percentage": 5,
                "discount_days": 3,
                "cash_discount_ids": [
                    Command.update(
                        term.cash_discount_ids.id,
                        {"discount_percentage": 4, "discount_days": 8},
                    ),
                    Command.create({"discount_percentage": 3, "discount_days": 9}),
                ],
            }
        )
        self.assertTiers(invoice, table)
        term.cash_discount_ids.unlink()
        last = self.assertTiers(invoice, table)[-1]
        self.assertFalse(last.tier)
        self.assertFalse(last.account_for(self.companies["F"]))

    def test_posted_again_it_follows_odoo_s_item(self):
        """Odoo writes its open item anew only where it still has in mind what the terms
        said before, and so sees that they have changed."""
        table = """
            2 2026-06-30 20.00 20.00
            1 2026-07-09 10.00 10.00
            """
        for is_known in (False, True):
            with self.subTest(is_known=is_known):
                term = self.tiered((2, 5), (1, 14))
                invoice = self.bill(1000, term=term)
                self.env.invalidate_all()
                if is_known:
                    self.assertTrue(invoice.needed_terms)
                term.write({"discount_percentage": 5, "discount_days": 3})
                term.cash_discount_ids.discount_days = 9
                invoice.button_draft()
                invoice.action_post()
                if is_known:
                    table = """
                        5 2026-06-28 50.00 50.00
                        1 2026-07-04 10.00 10.00
                        """
                self.assertTiers(invoice, table)

    def test_posted_again_it_takes_further_tiers_as_they_are_now(self):
        term = self.tiered((2, 5), (1, 14))
        invoice = self.bill(1000, term=term)
        term.cash_discount_ids.discount_days = 9
        invoice.button_draft()
        invoice.action_post()
        self.assertTiers(
            invoice,
            """
            2 2026-06-30 20.00 20.00
            1 2026-07-04 10.00 10.00
            """,
        )

    def test_settling_a_part_changes_nothing_of_it(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        payment = self.payment("F", 300, date="2026-06-26")
        (self.receivable(invoice) | self.receivable(payment)).reconcile()
        self.assertTiers(
            invoice,
            """
            2 2026-06-30 20.00 20.00
            1 2026-07-09 10.00 10.00
            """,
        )

    def test_documents_posted_before_the_addon_have_tier_one(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET ar_discount_offers = NULL WHERE id = %s",
            [invoice.id],
        )
        self.env.invalidate_all()
        self.assertTiers(invoice, "2 2026-06-30 20.00 20.00")

    def test_nobody_grants_a_discount_by_writing_it(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        offers = [{**offer, "discount": 500} for offer in invoice.ar_discount_offers]
        with self.assertRaises(AccessError):
            invoice.ar_discount_offers = offers
        vals = self._prepare_document_vals("F", 100)
        with self.assertRaises(AccessError):
            invoice.create({**vals, "ar_discount_offers": offers})

    def test_a_copy_has_its_own(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        copied = invoice.copy({"invoice_date": "2026-07-01", "date": "2026-07-01"})
        self.assertFalse(copied.ar_discount_offers)
        self.assertTiers(
            copied,
            """
            2 2026-07-06 20.00 20.00
            1 2026-07-15 10.00 10.00
            """,
        )

    def test_no_query_per_document(self):
        terms = [self.tiered((2, 5), (1, 14), mode=m) for m in ("excluded", "included")]
        documents = self.env["account.move"].with_user(self.clerk)
        for number in range(24):
            documents |= self.bill(100 + number, term=terms[number % 2])

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(some._ar_discount_tiers()), len(some))
            return self.env.cr.sql_log_count - before

        count(documents[:2])
        few, many = count(documents[:4]), count(documents[4:])
        self.assertLessEqual(many, few)


@tagged("post_install", "-at_install")
class TestOnInvoice(DiscountTermsCommon):
    """What people read on the invoice, in the form, on paper and in the portal."""

    SENTENCE = "2 % until 06/30/2026: $ 980.00; 1 % until 07/09/2026: $ 990.00"

    def text(self, invoice, **context):
        text = invoice.with_context(**context).cash_discount_text
        return (text or "").replace("\xa0", " ")

    def printed(self, invoice):
        report = self.env["ir.actions.report"].sudo()
        html, _kind = report._render_qweb_html("account.report_invoice", invoice.ids)
        return html2plaintext(html.decode()).replace("\xa0", " ")

    def test_one_tier_and_several(self):
        for tiers, wanted in (
            (((2, 5), (1, 14)), self.SENTENCE),
            (((2, 5),), "2 % until 06/30/2026: $ 980.00"),
            (
                ((2.5, 5), (1.25, 14), (0.333, 20)),
                "2.5 % until 06/30/2026: $ 975.00; 1.25 % until 07/09/2026: $ 987.50;"
                " 0.333 % until 07/15/2026: $ 996.67",
            ),
        ):
            for post in (False, True):
                with self.subTest(tiers=tiers, post=post):
                    invoice = self.bill(1000, term=self.tiered(*tiers), post=post)
                    self.assertEqual(self.text(invoice), wanted)

    def test_nothing_to_say(self):
        term = self.tiered((2, 5), (1, 14))
        paid = self.bill(1000, term=term)
        payment = self.payment("F", 1, date="2026-06-26")
        (self.receivable(paid) | self.receivable(payment)).reconcile()
        cancelled = self.bill(1000, term=term, post=False)
        cancelled.button_cancel()
        for document in (
            self.bill(1000),
            paid,
            cancelled,
            self.bill(1000, term=term, move_type="out_refund"),
            self.env["account.move"].new({"move_type": "out_invoice"}),
            self.env["account.move"].new({"move_type": "entry"}),
        ):
            self.assertEqual(self.text(document), "")

    def test_the_form_follows_while_it_is_edited(self):
        form = Form(
            self.env["account.move"]
            .with_user(self.clerk)
            .with_company(self.companies["F"])
            .with_context(default_move_type="out_invoice")
        )
        form.partner_id = self.northwind["F"]
        form.invoice_date = self.day(INVOICE_DATE)
        form.invoice_payment_term_id = self.tiered((2, 5), (1, 14), mode="included")
        with form.invoice_line_ids.new() as line:
            line.name = "Sales"
            line.price_unit = 1000
            line.tax_ids.clear()
            line.tax_ids.add(self.tax("F", 21))
        wanted = "2 % until 06/30/2026: $ 1,185.80; 1 % until 07/09/2026: $ 1,197.90"
        self.assertEqual(form.cash_discount_text.replace("\xa0", " "), wanted)
        self.assertEqual(self.text(form.save()), wanted)

    def test_the_customer_s_language_and_the_document_s_currency(self):
        self.env["res.lang"]._activate_lang("de_DE")
        invoice = self.bill(1000, term=self.tiered((2.5, 5), (1, 14)), currency="EUR")
        self.assertEqual(
            self.text(invoice, lang="de_DE"),
            "2,5 % bis 30.06.2026: 975,00 €; 1 % bis 09.07.2026: 990,00 €",
        )
        self.northwind["F"].lang = "de_DE"
        self.assertIn("2,5 % bis 30.06.2026: 975,00 €", self.printed(invoice))

    def test_on_paper_once(self):
        for tiers in (((2, 5), (1, 14)), ((2, 5),)):
            with self.subTest(tiers=tiers):
                paper = self.printed(self.bill(1000, term=self.tiered(*tiers)))
                wanted = (
                    self.SENTENCE.replace("; ", " ")
                    if len(tiers) > 1
                    else ("2 % until 06/30/2026: $ 980.00")
                )
                self.assertIn(
                    f"Cash discount: {wanted} Payment", " ".join(paper.split())
                )
                self.assertNotIn("due if paid before", paper)
                self.assertEqual(paper.count("980.00"), 1)

    def test_nothing_on_paper_where_terms_are_not_shown(self):
        term = self.tiered((2, 5), (1, 14), display_on_invoice=False)
        self.assertNotIn("until", self.printed(self.bill(1000, term=term)))

    def test_next_payment_values_are_of_the_tier_of_the_day(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        keys = ("installment_state", "amount_due", "discount_date", "epd_days_left")
        invoice = invoice.with_context(lang="en_US")
        table = {}
        for day in ("2026-06-30", "2026-07-01", "2026-07-09", "2026-07-10"):
            with freeze_time(day):
                values = invoice._get_invoice_next_payment_values()
            text = values.get("epd_discount_msg", "").replace("\xa0", " ")
            table[day] = (*(values.get(key) for key in keys), text)
        self.assertEqual(
            table,
            {
                "2026-06-30": (
                    "epd", 980, "2026-06-30", 0, "Discount of $ 20.00 if paid today"
                ),
                "2026-07-01": (
                    "epd", 990, "2026-07-09", 8,
                    "Discount of $ 10.00 if paid within 8 days",
                ),
                "2026-07-09": (
                    "epd", 990, "2026-07-09", 0, "Discount of $ 10.00 if paid today"
                ),
                "2026-07-10": (None, 1000, None, None, ""),
            },
        )  # fmt: skip


@tagged("post_install", "-at_install")
class TestPortal(HttpCase, DiscountTermsCommon):
    def page(self, invoice):
        url = invoice.sudo().get_portal_url()
        page = html2plaintext(self.url_open(url).text).replace("\xa0", " ")
        return " ".join(page.split())

    def test_the_tier_of_the_day_and_all_of_them(self):
        """Today is 15 April 2026."""
        one = self.bill(1000, date="2026-04-12", term=self.tiered((2, 5)))
        two = self.bill(1000, date="2026-04-05", term=self.tiered((2, 5), (1, 14)))
        page = self.page(one)
        self.assertIn("Discount of $ 20.00 if paid within 2 days", page)
        page = self.page(two)
        self.assertIn(
            "Discount of $ 10.00 if paid within 4 days "
            "2 % until 04/10/2026: $ 980.00; 1 % until 04/19/2026: $ 990.00",
            page,
        )


@tagged("post_install", "-at_install")
class TestRegister(DiscountTermsCommon):
    """Odoo's own registering of payments, in whole books."""

    TAXES = {"none": (), "one": [(1000, 21)], "two": [(600, 21), (400, 6)]}
    MATRIX = """
        excluded none  980.00  990.00
        excluded one  1190.00 1200.00
        excluded two  1130.00 1140.00
        included none  980.00  990.00
        included one  1185.80 1197.90
        included two  1127.00 1138.50
        mixed    none  980.00  990.00
        mixed    one  1185.80 1195.80
        mixed    two  1127.00 1137.00
    """
    #: What a payment books beside outstanding and receivable, per tier.
    DISCOUNTS = {
        ("excluded", "none"): ("20.00", "10.00"),
        ("excluded", "one"): ("20.00", "10.00"),
        ("excluded", "two"): ("20.00", "10.00"),
        ("included", "none"): ("20.00", "10.00"),
        ("included", "one"): ("20.00 tax 4.20", "10.00 tax 2.10"),
        ("included", "two"): (
            "12.00 discount 8.00 tax 2.52 tax 0.48",
            "6.00 discount 4.00 tax 1.26 tax 0.24",
        ),
        ("mixed", "none"): ("20.00", "10.00"),
        ("mixed", "one"): ("20.00", "10.00"),
        ("mixed", "two"): ("20.00", "10.00"),
    }

    def pay(self, invoices, date, **values):
        """Register payments of invoices; (wizard, payments)."""
        wizard = self.register(invoices, date, **values)
        payments = wizard._create_payments()
        return wizard, self.env["account.payment"].browse(payments.ids)

    def assertPaid(self, invoices, payments, table):
        self.assertBooks(payments, table)
        self.assertOpen(dict.fromkeys((*invoices, *payments), "0"))

    def table(self, mode, taxes, tier, paid, total):
        """The books of one payment: outstanding, receivable, discount, tax."""
        cells = f"discount {self.DISCOUNTS[mode, taxes][tier]}".split()
        rows = [("outstanding", paid), ("receivable", f"-{total}")]
        rows += zip(cells[::2], cells[1::2], strict=True)
        return "\n".join(f"F {word} Northwind {amount}" for word, amount in rows)

    def test_matrix(self):
        for line in self.MATRIX.strip().splitlines():
            mode, taxes, *amounts = line.split()
            term = self.tiered((2, 5), (1, 14), mode=mode)
            for tier, date in enumerate((IN_FIRST, IN_SECOND)):
                with self.subTest(mode=mode, taxes=taxes, tier=tier + 1):
                    invoice = self.bill(1000, self.TAXES[taxes], term=term)
                    total = f"{invoice.amount_total:.2f}"
                    wizard, payments = self.pay(invoice, date)
                    self.assertEqual(f"{wizard.amount:.2f}", amounts[tier])
                    self.assertEqual(
                        (
                            wizard.early_payment_discount_mode,
                            wizard.installments_mode,
                            wizard.payment_difference_handling,
                        ),
                        (True, "full", "reconcile"),
                    )
                    self.assertPaid(
                        invoice,
                        payments,
                        self.table(mode, taxes, tier, amounts[tier], total),
                    )
                    self.assertEqual(invoice.payment_state, "paid")

    def test_after_the_last_day_nothing_is_offered(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        wizard, payments = self.pay(invoice, TOO_LATE)
        self.assertEqual(
            (wizard.amount, wizard.early_payment_discount_mode), (1000, False)
        )
        self.assertPaid(
            invoice,
            payments,
            """
            F outstanding Northwind  1000.00
            F receivable  Northwind -1000.00
            """,
        )

    def test_the_last_day_of_each_tier(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14), (0.5, 20)))
        days = ("2026-06-30", "2026-07-01", "2026-07-09", "2026-07-10", "2026-07-15")
        amounts = [self.register(invoice, day).amount for day in (*days, "2026-07-16")]
        self.assertEqual(amounts, [980, 990, 990, 995, 995, 1000])

    def test_the_date_in_the_form_changes_the_tier(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        form = Form(
            self.env["account.payment.register"]
            .with_user(self.clerk)
            .with_company(self.companies["F"])
            .with_context(active_model="account.move", active_ids=invoice.ids)
        )
        found = {}
        for day in (IN_SECOND, IN_FIRST, TOO_LATE, IN_SECOND):
            form.payment_date = self.day(day)
            found[day] = (form.amount, form.early_payment_discount_mode)
        self.assertEqual(
            found,
            {
                IN_SECOND: (990, True),
                IN_FIRST: (980, True),
                TOO_LATE: (1000, False),
            },
        )
        payments = self.env["account.payment"].browse(
            form.save()._create_payments().ids
        )
        self.assertPaid(
            invoice,
            payments,
            """
            F outstanding Northwind   990.00
            F discount    Northwind    10.00
            F receivable  Northwind -1000.00
            """,
        )

    def test_another_amount_gets_no_discount(self):
        """980.00 is what the first tier takes; on the days of the second it is a
        partial payment as any other."""
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        wizard, payments = self.pay(invoice, IN_SECOND, amount=980)
        self.assertFalse(wizard.early_payment_discount_mode)
        self.assertBooks(
            payments,
            """
            F outstanding Northwind  980.00
            F receivable  Northwind -980.00
            """,
        )
        self.assertOpen({invoice: "20.00"})
        self.assertEqual(self.register(invoice, IN_SECOND).amount, 20)

    def test_keep_open_gives_no_discount(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)))
        _wizard, payments = self.pay(
            invoice, IN_SECOND, payment_difference_handling="open"
        )
        self.assertBooks(
            payments,
            """
            F outstanding Northwind  990.00
            F receivable  Northwind -990.00
            """,
        )
        self.assertOpen({invoice: "10.00"})

    def test_several_invoices_in_one_payment(self):
        """The example of accounting section 6, by each invoice's own tiers."""
        one, two = self.tiered((1, 14)), self.tiered((2, 5), (1, 14))
        for date, paid, discount in (
            ("2026-06-29", "2970.00", "30.00"),
            ("2026-07-01", "2980.00", "20.00"),
        ):
            with self.subTest(date=date):
                invoices = (
                    self.bill(1000, term=one, date="2026-05-15")
                    | self.bill(1000, term=one)
                    | self.bill(1000, term=two)
                )
                wizard, payments = self.pay(invoices, date, group_payment=True)
                self.assertEqual(f"{wizard.amount:.2f}", paid)
                self.assertPaid(
                    invoices,
                    payments,
                    f"""
                    F outstanding Northwind  {paid}
                    F discount    Northwind  {discount}
                    F receivable  Northwind -3000.00
                    """,
                )

    def test_several_invoices_with_tax_in_one_payment(self):
        term = self.tiered((2, 5), (1, 14), mode="included")
        invoices = self.bill(0, self.TAXES["two"], term=term) | self.bill(
            0, [(500, 21)], term=term
        )
        _wizard, payments = self.pay(invoices, IN_SECOND, group_payment=True)
        self.assertPaid(
            invoices,
            payments,
            """
            F outstanding Northwind  1737.45
            F discount    Northwind    11.00
            F discount    Northwind     4.00
            F tax         Northwind     2.31
            F tax         Northwind     0.24
            F receivable  Northwind -1755.00
            """,
        )

    def test_several_invoices_each_by_a_payment(self):
        one, two = self.tiered((1, 14)), self.tiered((2, 5), (1, 14))
        invoices = (
            self.bill(1000, term=one)
            | self.bill(500, term=two)
            | self.bill(200, term=two, date="2026-07-05")
        )
        _wizard, payments = self.pay(invoices, IN_SECOND, group_payment=False)
        self.assertEqual(len(payments), 3)
        self.assertPaid(
            invoices,
            payments,
            """
            F outstanding Northwind   990.00
            F discount    Northwind    10.00
            F receivable  Northwind -1000.00
            F outstanding Northwind   495.00
            F discount    Northwind     5.00
            F receivable  Northwind  -500.00
            F outstanding Northwind   196.00
            F discount    Northwind     4.00
            F receivable  Northwind  -200.00
            """,
        )

    def test_two_customers_at_once(self):
        other = self.northwind["F"].copy({"name": "Contoso", "address_book_id": False})
        term = self.tiered((2, 5), (1, 14))
        invoices = (
            self.bill(1000, term=term)
            | self.bill(500, term=term)
            | self.bill(200, term=term, partner=other)
        )
        _wizard, payments = self.pay(invoices, IN_SECOND, group_payment=True)
        self.assertPaid(
            invoices,
            payments,
            """
            F outstanding Northwind  1485.00
            F discount    Northwind    15.00
            F receivable  Northwind -1500.00
            F outstanding Contoso     198.00
            F discount    Contoso       2.00
            F receivable  Contoso    -200.00
            """,
        )

    def test_accounts_of_the_tiers(self):
        term = self.tiered((2, 5), (1, 14), (0.5, 20), mode="included")
        company = self.companies["F"]
        first, second = self.account("F"), self.account("F")
        term.with_company(company).cash_discount_account_id = first
        term.cash_discount_ids[0].with_company(company).account_id = second
        other = self.account("E")
        term.cash_discount_ids[0].with_company(self.companies["E"]).account_id = other
        for date, account, base, tax in (
            (IN_FIRST, f"@{first.with_company(company).code}", "20.00", "4.20"),
            (IN_SECOND, f"@{second.with_company(company).code}", "10.00", "2.10"),
            (TOO_LATE, "discount", "5.00", "1.05"),
        ):
            with self.subTest(date=date):
                invoice = self.bill(0, self.TAXES["one"], term=term)
                wizard, payments = self.pay(invoice, date)
                self.assertPaid(
                    invoice,
                    payments,
                    f"""
                    F outstanding Northwind  {wizard.amount:.2f}
                    F {account}   Northwind  {base}
                    F tax         Northwind  {tax}
                    F receivable  Northwind -1210.00
                    """,
                )

    def test_the_account_takes_its_own_analytic_distribution(self):
        term, company = self.tiered((2, 5), (1, 14)), self.companies["F"]
        account = self.account("F")
        term.cash_discount_ids.with_company(company).account_id = account
        plan = self.env["account.analytic.plan"].create({"name": "Discounts"})
        usual, own = self.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id} for name in ("usual", "own")]
        )
        standard = company.account_journal_early_pay_discount_loss_account_id
        for analytic, of_account in ((usual, standard), (own, account)):
            self.env["account.analytic.distribution.model"].create(
                {
                    "account_prefix": of_account.with_company(company).code,
                    "company_id": company.id,
                    "analytic_distribution": {str(analytic.id): 100},
                }
            )
        for date, wanted in ((IN_FIRST, usual), (IN_SECOND, own)):
            invoice = self.bill(1000, term=term)
            _wizard, payments = self.pay(invoice, date)
            line = payments.sudo().move_id.line_ids.filtered(
                lambda x: x.account_id in account | standard
            )
            self.assertEqual(line.analytic_distribution, {str(wanted.id): 100})

    def test_odd_cents_close_exactly(self):
        """99.99 and 21 %, 3 % then 1.5 %: 1.81 is 1.50 of base and 0.31 of tax."""
        term = self.tiered((3, 5), (1.5, 14), mode="included")
        invoice = self.bill(0, [(99.99, 21)], term=term)
        _wizard, payments = self.pay(invoice, IN_SECOND)
        self.assertPaid(
            invoice,
            payments,
            """
            F outstanding Northwind  119.18
            F discount    Northwind    1.50
            F tax         Northwind    0.31
            F receivable  Northwind -120.99
            """,
        )

    def test_the_largest_base_takes_the_rest(self):
        """Tier one is 2.28: 1.00 and 1.01 of base, 0.21 and 0.06 of tax. Halved and
        rounded they make 1.15, but tier two is 1.14."""
        term = self.tiered((2, 5), (1, 14), mode="included")
        invoice = self.bill(0, [(50.00, 21), (50.44, 6)], term=term)
        _wizard, payments = self.pay(invoice, IN_SECOND)
        self.assertPaid(
            invoice,
            payments,
            """
            F outstanding Northwind  112.83
            F discount    Northwind    0.50
            F discount    Northwind    0.50
            F tax         Northwind    0.11
            F tax         Northwind    0.03
            F receivable  Northwind -113.97
            """,
        )

    def test_a_foreign_currency_with_its_exchange_difference(self):
        """As Odoo books it on terms of 1 % alone: same amounts, same accounts."""
        self.set_rate("F", "EUR", "2026-07-01", inverse=1.25)
        for mode in ("excluded", "included", "mixed"):
            books = []
            both = self.tiered((1.5, 5), (1, 14), mode=mode)
            alone = self.tiered((1, 14), mode=mode)
            taxes = [] if mode == "mixed" else [(1000, 21)]
            for term in (both, alone):
                invoice = self.bill(1000, taxes, term=term, currency="EUR")
                _wizard, payments = self.pay(invoice, IN_SECOND)
                self.assertOpen({invoice: "0", payments: "0"})
                books.append(self.book_rows(payments))
            with self.subTest(mode=mode):
                self.assertEqual(*books)
                self.assertEqual(
                    {(row.currency, row.account) for row in books[0]},
                    {
                        ("EUR", "outstanding"),
                        ("EUR", "receivable"),
                        ("EUR", "discount"),
                        *([("EUR", "tax")] if mode == "included" else []),
                        ("EUR", "loss"),
                    },
                )

    def test_another_currency_than_the_invoice_s_gets_no_discount(self):
        invoice = self.bill(1000, term=self.tiered((2, 5), (1, 14)), currency="EUR")
        for date in (IN_FIRST, IN_SECOND):
            wizard = self.register(invoice, date, currency_id=self.usd.id)
            self.assertFalse(wizard.early_payment_discount_mode)

    def test_tier_one_is_as_without_tiers(self):
        for mode in ("excluded", "included", "mixed"):
            for taxes in self.TAXES.values():
                books = []
                for tiers in (((3, 5), (1, 14)), ((3, 5),)):
                    invoice = self.bill(
                        1000, taxes, term=self.tiered(*tiers, mode=mode)
                    )
                    _wizard, payments = self.pay(invoice, IN_FIRST)
                    self.assertOpen({invoice: "0", payments: "0"})
                    books.append(self.book_rows(payments))
                with self.subTest(mode=mode, taxes=taxes):
                    self.assertEqual(*books)

    def test_vendor_bills_earn_their_tier_on_the_gain_account(self):
        company = self.companies["F"]
        term = self.tiered((2, 5), (1, 14))
        term.cash_discount_ids.with_company(company).account_id = self.account("F")
        vals = self._prepare_document_vals("F", 1000, date=INVOICE_DATE, term=term)
        vals |= {
            "move_type": "in_invoice",
            "journal_id": self.company_data["default_journal_purchase"].id,
            "ref": "B1",
        }
        bill = self.env["account.move"].with_company(company).create(vals)
        bill.action_post()
        wizard, payments = self.pay(bill, IN_SECOND)
        self.assertEqual(wizard.amount, 990)
        gain = company.account_journal_early_pay_discount_gain_account_id
        payable = self.company_data["default_account_payable"]
        codes = [a.with_company(company).code for a in (gain, payable)]
        self.assertBooks(
            payments,
            f"""
            F outstanding  Northwind -990.00
            F @{codes[0]}  Northwind  -10.00
            F @{codes[1]}  Northwind 1000.00
            """,
        )
        self.assertEqual(bill.payment_state, "paid")

    def test_a_draft_invoice_is_offered_its_tier(self):
        draft = self.bill(1000, term=self.tiered((2, 5), (1, 14)), post=False)
        self.assertEqual(self.register(draft, IN_SECOND).amount, 990)
        self.assertEqual(self.register(draft, IN_FIRST).amount, 980)

    @freeze_time("2026-07-08")
    def test_a_payment_through_the_portal_books_the_tier_of_the_day(self):
        """What Odoo's online payments ask: today's amount, then the lines for it."""
        term = self.tiered((2, 5), (1, 14), mode="included")
        invoice = self.bill(0, self.TAXES["one"], term=term)
        values = invoice._get_invoice_next_payment_values()
        self.assertEqual(values["amount_due"], 1197.90)
        lines = self.env[
            "account.move"
        ]._get_invoice_counterpart_amls_for_early_payment_discount(
            [{"aml": values["epd_line"], "amount_currency": -1210, "balance": -1210}],
            values["epd_discount_amount"],
        )
        self.assertEqual(
            [
                (row["amount_currency"], row["balance"])
                for r in lines.values()
                for row in r
            ],
            [(10.0, 10.0), (2.1, 2.1)],
        )

    def test_tiers_ask_no_more_queries_of_the_wizard(self):
        """Each further invoice asks as much as on terms of one tier."""
        terms = {"one": self.tiered((2, 5)), "two": self.tiered((2, 5), (1, 14))}
        dates = {"one": IN_FIRST, "two": IN_SECOND}
        asked = {}
        for name, term in terms.items():
            invoices = [self.bill(100, term=term) for _number in range(14)]
            for count in (2, 4, 10):
                some = self.env["account.move"].union(*invoices[:count])
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                wizard = self.register(some, dates[name], group_payment=True)
                self.assertTrue(wizard.early_payment_discount_mode)
                wizard._create_payment_vals_from_wizard(wizard.batches[0])
                asked[name, count] = self.env.cr.sql_log_count - before
        each = {n: (asked[n, 10] - asked[n, 4]) / 6 for n in terms}
        self.assertLessEqual(each["two"], each["one"] + 1, asked)
