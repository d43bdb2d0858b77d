"""One customer's payment settles another customer's documents: whole books, in one
company and across, what companies say of it, and who may."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..receipt.receiving import ReceivingCommon
from .test_settle_page import SettlePageCommon


class OthersCommon(SettlePageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wingtip = {
            letter: cls.env["res.partner"].create(
                {
                    "name": "Wingtip Toys",
                    "is_company": True,
                    "company_id": cls.companies[letter].id,
                    "address_book_id": "4060",
                }
            )
            for letter in "FEX"
        }

    def theirs(self, letter, amount, **options):
        """An invoice of Wingtip."""
        return self.invoice(letter, amount, partner=self.wingtip[letter], **options)

    def both(self, *documents, **options):
        """Values of a settlement that pays for Wingtip as well."""
        return {**options, "other_partner_ids": self.wingtip["F"].ids}

    def say(self, letter, policy):
        self.companies[letter].sudo().ar_other_customers = policy


@tagged("post_install", "-at_install")
class TestOtherCustomers(OthersCommon):
    def test_inside_one_company(self):
        bill, pay = self.theirs("F", 120), self.payment("F", 120)
        before = self.trial_balance()
        settlement = self.settle(pay, bill, **self.both())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   120.00
            F   receivable   Wingtip    -120.00
            """,
        )
        self.assertOpenNothing(settlement)
        self.assertOpen({bill: 0, pay: 0})
        self.assertEqual(bill.payment_state, self.state_settled)
        lines = settlement.line_ids.sorted("side")
        self.assertEqual(lines.customer_id, self.northwind["F"] | self.wingtip["F"])
        settlement.with_user(self.controller).action_undo()
        self.assertEqual(self.trial_balance(), before)
        self.assertOpen({bill: 120, pay: -120})

    def test_across_companies_own_first(self):
        """Own documents take what they need; the rest pays for Wingtip."""
        older = self.theirs("E", 120, date="2026-03-01")
        own, near = self.invoice("E", 300), self.theirs("F", 50)
        pay = self.payment("F", 420)
        before = self.trial_balance()
        settlement = self.settle(pay, older, own, near, **self.both())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   300.00
            F   due_to       East       -300.00
            E   due_from     Fabrikam    300.00
            E   receivable   Northwind  -300.00
            F   receivable   Northwind    50.00
            F   receivable   Wingtip     -50.00
            F   receivable   Northwind    70.00
            F   due_to       East        -70.00
            E   due_from     Fabrikam     70.00
            E   receivable   Wingtip     -70.00
            """,
        )
        self.assertOpen({pay: 0, own: 0, near: 0, older: 50})
        settlement.with_user(self.controller).action_undo()
        self.assertEqual(self.trial_balance(), before)
        self.assertOpen({pay: -420, own: 300, near: 50, older: 120})

    def test_in_a_foreign_currency(self):
        """The exchange difference is the debtor's document's, and so is its line."""
        bill = self.theirs("F", 600, currency="EUR")
        pay = self.payment("F", 600, currency="EUR")
        settlement = self.settle(pay, bill, **self.both())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   600.00 EUR   736.62
            F   receivable   Wingtip    -600.00 EUR  -736.62
            F   receivable   Wingtip       0.00 EUR    12.90
            F   gain                       0.00 EUR   -12.90
            """,
        )
        self.assertOpenNothing(settlement)

    def test_with_a_discount(self):
        bill = self.theirs("E", 600, term=self.term(2, days=30))
        settlement = self.settle(self.payment("F", 588), bill, **self.both())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   588.00
            F   due_to       East       -588.00
            E   due_from     Fabrikam    588.00
            E   receivable   Wingtip    -588.00
            E   discount     Wingtip      12.00
            E   receivable   Wingtip     -12.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_a_draft_payment(self):
        bill, pay = self.theirs("F", 120), self.payment("F", 120, post=False)
        settlement = self.settlement(pay, bill, **self.both())
        self.analyze()
        pay.action_post()
        self.assertEqual(settlement.state, "posted")
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   120.00
            F   receivable   Wingtip    -120.00
            """,
        )
        self.assertOpen({bill: 0, pay: 0})

    # ------------------------------------------------------------
    # What companies say
    # ------------------------------------------------------------
    def problems(self, settlement):
        settlement.invalidate_recordset()
        return settlement.problems or ""

    def test_asked_without_an_answer(self):
        bill, pay = self.theirs("E", 120), self.payment("F", 120)
        settlement = self.settlement(pay, bill)
        self.assertIn("belongs to another customer", self.problems(settlement))
        with self.assertRefused(bill.name, "belongs to another customer"):
            settlement.action_post()
        settlement.other_partner_ids = self.wingtip["E"]
        self.assertFalse(self.problems(settlement))
        settlement.action_post()
        self.assertOpen({bill: 0})

    def test_allowed(self):
        self.say("E", "allowed")
        bill, pay = self.theirs("E", 120), self.payment("F", 120)
        settlement = self.settlement(pay, bill)
        problem = self.problems(settlement)
        self.assertIn("about which Fabrikam wants to be asked", problem)
        self.assertNotIn("Fabrikam East", problem)
        self.say("F", "allowed")
        self.assertFalse(self.problems(settlement))
        settlement.action_post()
        self.assertOpen({bill: 0, pay: 0})

    def test_refused_by_either(self):
        bill, pay = self.theirs("E", 120), self.payment("F", 120)
        settlement = self.settlement(pay, bill, **self.both())
        for letter, name in (("F", "Fabrikam"), ("E", "Fabrikam East")):
            self.say(letter, "refused")
            with self.assertRefused(f"which {name} refuses"):
                settlement.action_post()
            self.say(letter, "asked")
        settlement.action_post()
        self.assertOpen({bill: 0, pay: 0})

    def test_own_money_of_another_is_not_asked_about(self):
        """Wingtip's note pays Wingtip's invoice in a settlement of Northwind's."""
        self.say("F", "refused")
        bill, pay = self.theirs("F", 40), self.payment("F", 70)
        note = self.credit_note("F", 40, partner=self.wingtip["F"])
        own = self.invoice("F", 70)
        settlement = self.settle(pay, own, note, bill, **self.both())
        self.assertBooks(settlement, "")
        self.assertOpen({bill: 0, pay: 0, note: 0, own: 0})

    def test_the_preview_says_who_pays_for_whom(self):
        bill, pay = self.theirs("E", 120), self.payment("F", 120)
        settlement = self.settlement(pay, bill, **self.both())
        self.assertIn(
            "Northwind Traders pays for Wingtip Toys: $\N{NO-BREAK SPACE}120.00.",
            settlement.preview_html,
        )

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------
    def test_a_member_of_one_company_alone(self):
        """Names and documents of other companies' customers stay there."""
        pay = self.payment("F", 120, user=self.clerk_f)
        page, place = self.page(self.clerk_f), {"item_ids": self.receivable(pay).ids}
        bill, near = self.theirs("E", 120), self.theirs("F", 50)
        bill.sudo().name = "INV/E/0077"
        with self.assertRaises(AccessError):
            page.page_open({**place, "other_partner_ids": self.wingtip["E"].ids})
        place = page.page_open({**place, "other_partner_ids": self.wingtip["F"].ids})
        found = page.page_rows(place["place"])["rows"]
        self.assertEqual([row["document"] for row in found], [near.name])
        self.assertNotIn(bill.name, str(found))
        with self.assertRaises(AccessError):
            self.settlement(
                pay, near, user=self.clerk_f, other_partner_ids=self.wingtip["E"].ids
            )

    # ------------------------------------------------------------
    # The page
    # ------------------------------------------------------------
    def test_the_page(self):
        bill, own = self.theirs("E", 120), self.invoice("E", 30)
        pay = self.payment("F", 150)
        page, place = self.page(), self.open(item_ids=[self.item(pay)])

        def listed():
            return {row["document"]: row["partner"] for row in rows()}

        def rows():
            return page.page_rows(place)["rows"]

        self.assertEqual(listed(), {own.name: "Northwind Traders"})
        place["other_partner_ids"] = self.wingtip["F"].ids
        head = page.page_open(place)
        names = [one["name"] for one in head["others"]]
        self.assertEqual(names, ["Wingtip Toys (4060)"])
        self.assertEqual(
            listed(), {own.name: "Northwind Traders", bill.name: "Wingtip Toys"}
        )
        marked = page.page_mark(place, [self.item(bill), self.item(own)])
        place = {"settlement_id": marked["settlement"]["id"]}
        place = page.page_open(place)["place"]
        self.assertEqual(place["other_partner_ids"], self.wingtip["F"].ids)
        self.assertFalse(page.page_preview(place)["problems"])
        page.page_change(place, False, {"other_partner_ids": []})
        place = page.page_open(place)["place"]
        # What is marked stays in sight, and says what is wrong.
        self.assertIn(bill.name, listed())
        self.assertIn("another customer", page.page_preview(place)["problems"][0])
        page.page_change(place, False, {"other_partner_ids": self.wingtip["E"].ids})
        place = page.page_open(place)["place"]
        page.page_post(place, page.page_preview(place)["fingerprint"])
        self.assertOpen({bill: 0, own: 0, pay: 0})

    # ------------------------------------------------------------
    # Entering payments
    # ------------------------------------------------------------
    def entry(self, amount):
        journal = (
            self.env["ar.payment.journal"]
            .with_user(self.clerk)
            .with_company(self.companies["F"])
            .create({})
        )
        return journal, {
            "partner_id": self.northwind["F"].id,
            "amount": amount,
            "date": "2026-03-25",
            "journal_id": self.data["F"]["default_journal_bank"].id,
        }

    def test_entering_a_payment(self):
        bill, own = self.theirs("E", 120), self.invoice("W", 30)
        journal, values = self.entry(150)
        marks = {str(self.item(one)): {} for one in (bill, own)}
        with self.assertRefused("belongs to another customer"):
            journal.entry_save(values, marks)
        values["other_partner_ids"] = self.wingtip["F"].ids
        found = journal.entry_mark_by_priority(values, {})
        self.assertEqual(set(found["marks"]), set(marks))
        totals = journal.entry_totals(values, marks)
        self.assertEqual((totals["problems"], totals["left"]), ([], 0))
        journal.entry_save(values, marks)
        self.analyze()
        journal.action_post()
        self.assertOpen({bill: 0, own: 0})
        self.assertBooks(
            journal.payment_ids.settlement_ids,
            """
            F   receivable   Northwind    30.00
            F   due_to       West        -30.00
            W   due_from     Fabrikam     30.00
            W   receivable   Northwind   -30.00
            F   receivable   Northwind   120.00
            F   due_to       East       -120.00
            E   due_from     Fabrikam    120.00
            E   receivable   Wingtip    -120.00
            """,
        )

    def test_entering_where_it_is_refused(self):
        self.say("E", "refused")
        bill = self.theirs("E", 120)
        journal, values = self.entry(120)
        values["other_partner_ids"] = self.wingtip["F"].ids
        with self.assertRefused("which Fabrikam East refuses"):
            journal.entry_save(values, {str(self.item(bill)): {}})

    def test_an_advice_names_them(self):
        bill, own = self.theirs("E", 120), self.invoice("W", 30)
        bill.sudo().write({"name": "INV/E/0077", "payment_reference": "INV/E/0077"})
        journal, values = self.entry(150)
        text = f"{bill.name} 120.00\n{own.name} 30.00"
        alone = journal.entry_paste(text, values, {})
        self.assertEqual(set(alone["marks"]), {str(self.item(own))})
        values["other_partner_ids"] = self.wingtip["F"].ids
        both = journal.entry_paste(text, values, {})
        self.assertEqual(
            set(both["marks"]), {str(self.item(one)) for one in (bill, own)}
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestReceiptForSeveral(OthersCommon, ReceivingCommon):
    """One receipt names invoices of two customers."""

    def setUp(self):
        super().setUp()
        self.own = self.invoice("E", 500, date="2026-04-10")
        self.bill = self.theirs("F", 265, date="2026-04-10")
        self.own.sudo().name = "INV/E/0012"
        self.bill.sudo().name = "INV/F/0031"

    def test_its_account_is_known(self):
        """Northwind's account pays for Wingtip: asked, and one press books it."""
        money = self.line(765, "INV/E/0012 INV/F/0031")
        (told,) = money.ar_propose()
        self.assertEqual((told["confidence"], told["rest"]), ("ask", 0))
        self.assertEqual(told["partner_id"], self.northwind["F"].id)
        self.assertIn("of several customers", told["why"])
        receipt = self.accept_and_post(money)
        self.assertEqual(receipt.state, "posted", receipt.payment_id.ar_problem)
        self.assertBooks(
            receipt.payment_id.settlement_ids,
            """
            F  receivable  Northwind   500.00
            F  due_to      East       -500.00
            E  due_from    Fabrikam    500.00
            E  receivable  Northwind  -500.00
            F  receivable  Northwind   265.00
            F  receivable  Wingtip    -265.00
            """,
        )
        self.assertOpen({self.own: 0, self.bill: 0, receipt.payment_id: 0})
        self.assertMatched(money)

    def test_nobody_s_account(self):
        """Who paid is chosen first; then the reading that comes to the amount."""
        money = self.line(765, "INV/E/0012 INV/F/0031", account="")
        (told,) = money.ar_propose()
        self.assertEqual((told["confidence"], told["partner_id"]), ("ask", False))
        receipt = money.ar_receipt_ids
        with self.assertRefused("Choose the customer who paid first"):
            receipt.choose(1)
        receipt.partner_id = self.northwind["F"]
        receipt.choose(1)
        self.accept_and_post(money)
        self.assertOpen({self.own: 0, self.bill: 0})

    def test_another_amount_pays_for_nobody(self):
        money = self.line(700, "INV/E/0012 INV/F/0031")
        (told,) = money.ar_propose()
        self.assertEqual((told["confidence"], told["rest"]), ("ask", 700))
