"""Entering payments: the calls of the page, and the page in a real browser."""

from functools import partial

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..browser import BrowserCommon
from ..journals import PaymentJournalCommon


class PaymentEntryCommon(PaymentJournalCommon):
    """Calls the page as a user of whom only Fabrikam is ticked.

    Invoices of East are numbered EINV/…, those of West WINV/…: each number is of one
    company only.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for letter in "EWX":
            cls.data[letter]["default_journal_sale"].code = f"{letter}INV"

    def entry(self, journal=None, user=None):
        """A payment journal, as the page calls it."""
        journal = journal or self.payment_journal(user=user)
        return journal.with_context(allowed_company_ids=self.companies["F"].ids)

    def values(self, amount, **options):
        """What the page sends of a payment."""
        return {
            "partner_id": self.northwind["F"].id,
            "amount": amount,
            "currency_id": self.usd.id,
            "date": "2026-03-25",
            "journal_id": self.data["F"]["default_journal_bank"].id,
            "ar_payment_type": "transfer",
            **options,
        }

    def marked(self, *documents, **typed):
        """Marks as the page sends them."""
        return {str(self.receivable(document).id): {} for document in documents}

    def typed(self, document, **amounts):
        return {str(self.receivable(document).id): amounts}

    def save(self, journal, amount, marks=None, on_difference=None, **options):
        """Save as the page does, and return the line."""
        values = self.values(amount, **options)
        saved = journal.entry_save(values, marks or {}, on_difference)
        return self.env["account.payment"].browse(saved["payment_id"])

    def assertMarks(self, payment, expected):
        """What a line marks: document -> typed amount, or ``None``."""
        lines = payment.settlement_id.sudo().line_ids.filtered("move_line_id")
        found = {
            line.move_line_id: line.amount_typed if line.is_amount_manual else None
            for line in lines
        }
        wanted = {self.receivable(doc): amount for doc, amount in expected.items()}
        self.assertEqual(found, wanted)


@tagged("post_install", "-at_install")
class TestPaymentEntry(PaymentEntryCommon):
    # ------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------
    def assertTotals(self, state, text):
        names = ("amount", "wanted", "marked", "discount", "left", "open")
        found = " ".join(f"{state[name]:.2f}" for name in names)
        found += " differs" if state["is_different"] else " agrees"
        self.assertEqual(found, text)

    def test_totals_follow_what_is_typed(self):
        entry = self.entry()
        bill, other = self.invoice("E", 600), self.invoice("W", 200)
        marks = self.marked(bill, other)
        for amount, text in (
            (False, "0.00 800.00 800.00 0.00 0.00 0.00 differs"),
            (800, "800.00 800.00 800.00 0.00 0.00 0.00 agrees"),
            (900, "900.00 800.00 800.00 0.00 100.00 0.00 differs"),
            (700, "700.00 800.00 700.00 0.00 0.00 100.00 differs"),
        ):
            state = entry.entry_totals(self.values(amount), marks, list(marks))
            self.assertTotals(state, text)
            self.assertFalse(state["problems"])
        self.assertEqual(
            [line["amount"] for line in state["lines"].values()], [600, 100]
        )
        self.assertFalse(entry.payment_ids)
        self.assertFalse(self.env["ar.settlement"].search([("state", "=", "draft")]))

    def test_a_credit_note_after_the_payment_pays_too(self):
        entry, bill = self.entry(), self.invoice("E", 100)
        note = self.credit_note("E", 25, date="2026-04-10")
        state = entry.entry_totals(self.values(75), self.marked(bill, note))
        self.assertTotals(state, "75.00 75.00 75.00 0.00 0.00 0.00 agrees")
        state = entry.entry_totals(self.values(False), self.marked(bill, note))
        self.assertTotals(state, "0.00 75.00 75.00 0.00 0.00 0.00 differs")

    def test_discounts_of_the_payment_date(self):
        entry, bill = self.entry(), self.invoice("E", 1000, term=self.term(2, days=14))
        for date, text in (
            ("2026-03-24", "980.00 980.00 980.00 20.00 0.00 0.00 agrees"),
            ("2026-03-25", "980.00 1000.00 980.00 0.00 0.00 20.00 differs"),
        ):
            state = entry.entry_totals(self.values(980, date=date), self.marked(bill))
            self.assertTotals(state, text)

    def test_a_difference_that_is_written_off_is_none(self):
        self.companies["E"].sudo().write(
            {
                "ar_penny_difference_account_id": self.data["E"][
                    "default_account_expense"
                ].id,
                "ar_penny_difference_max": 0.05,
            }
        )
        entry, bill = self.entry(), self.invoice("E", 600)
        state = entry.entry_totals(self.values(599.98), self.marked(bill))
        self.assertFalse(state["is_different"])
        state = entry.entry_totals(self.values(599.90), self.marked(bill))
        self.assertTrue(state["is_different"])

    def test_currencies(self):
        entry = self.entry()
        bill, other = self.invoice("X", 100), self.invoice("E", 10)
        state = entry.entry_totals(self.values(False), self.marked(bill, other))
        self.assertTotals(state, "0.00 132.77 132.77 0.00 0.00 0.00 differs")
        totals = {row["currency"]: row["paid"] for row in state["totals"]}
        self.assertEqual(totals, {"USD": 10, "EUR": 100})

    def test_what_stands_in_the_way_shows_in_the_totals(self):
        self.pair("F", "E").active = False
        entry, bill = self.entry(), self.invoice("E", 600)
        state = entry.entry_totals(self.values(600), self.marked(bill))
        self.assertIn("no active intercompany accounting", state["problems"][0])

    # ------------------------------------------------------------
    # Saving
    # ------------------------------------------------------------
    def test_saved_lines_are_posted(self):
        entry = self.entry()
        bill, other = self.invoice("E", 600), self.invoice("W", 200)
        whole = self.save(entry, 600, self.marked(bill), payment_reference="A-1")
        part = self.save(entry, 150, self.typed(other, amount=150))
        prepaid = self.save(entry, 50)
        self.assertEqual(whole.payment_reference, "A-1")
        self.assertMarks(whole, {bill: None})
        self.assertMarks(part, {other: 150})
        self.assertFalse(prepaid.settlement_id)
        self.assertEqual(self.states(entry), ["entered"] * 3)
        self.analyze()
        entry.action_post()
        self.assertEqual(self.states(entry), ["posted"] * 3)
        self.assertBooks(
            whole | part | prepaid,
            """
            F   outstanding  Northwind   600.00
            F   receivable   Northwind  -600.00
            F   outstanding  Northwind   150.00
            F   receivable   Northwind  -150.00
            F   outstanding  Northwind    50.00
            F   receivable   Northwind   -50.00
            """,
        )
        self.assertBooks(
            (whole | part).settlement_ids,
            """
            F   receivable   Northwind   600.00
            F   due_to       East       -600.00
            E   due_from     Fabrikam    600.00
            E   receivable   Northwind  -600.00
            F   receivable   Northwind   150.00
            F   due_to       West       -150.00
            W   due_from     Fabrikam    150.00
            W   receivable   Northwind  -150.00
            """,
        )
        self.assertOpen(
            {
                bill: "0",
                other: "50 USD 50",
                whole: "0",
                part: "0",
                prepaid: "-50 USD -50",
            }
        )

    def test_what_was_entered_is_counted(self):
        entry = self.entry()
        bill = self.invoice("E", 600)
        values = self.values(600)
        saved = entry.entry_save(values, self.marked(bill))
        self.assertEqual((saved["count"], saved["entered"]), (1, "$\xa0600.00"))
        saved = entry.entry_save({**values, "amount": 50}, {})
        self.assertEqual((saved["count"], saved["entered"]), (2, "$\xa0650.00"))
        self.assertEqual(
            [(row["amount"], row["marked"], row["state"]) for row in saved["last"]],
            [(50, 0, "entered"), (600, 600, "entered")],
        )
        self.assertEqual(entry.entry_open()["count"], 2)

    def test_a_ledger_account_is_an_offset(self):
        account = self.env["account.account"].create(
            {
                "name": "Clearing",
                "code": "101999",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        entry = self.entry()
        self.assertIn(account.id, [a["id"] for a in entry.entry_open()["accounts"]])
        line = self.save(entry, 50, offset_account_id=account.id, journal_id=False)
        self.assertEqual(line.offset_account_id, account)
        self.assertEqual(line.journal_id, entry.journal_id)
        self.analyze()
        entry.action_post()
        self.assertBooks(
            line,
            """
            F   @101999      Northwind    50.00
            F   receivable   Northwind   -50.00
            """,
        )

    def test_everything_that_is_missing_is_said_at_once(self):
        entry = self.entry()
        values = self.values(
            False,
            partner_id=False,
            date=False,
            journal_id=False,
            use_deposit_slip=True,
            ar_payment_type="check",
        )
        with self.assertRefused(
            "Choose the customer",
            "no amount",
            "no date",
            "where the money is booked",
            "payment reference",
            "check needs its number",
        ):
            entry.entry_save(values, {})
        with self.assertRefused("more than 0"):
            self.save(entry, -5)
        with self.assertRefused("more decimals"):
            self.save(entry, 5.005)
        self.assertFalse(entry.payment_ids)

    def test_the_offset_is_of_the_company(self):
        entry = self.entry()
        bank = self.data["E"]["default_journal_bank"]
        with self.assertRefused("not a bank, cash or credit card journal of Fabrikam."):
            self.save(entry, 5, journal_id=bank.id)
        sale = self.data["F"]["default_journal_sale"]
        with self.assertRefused("not a bank, cash or credit card journal"):
            self.save(entry, 5, journal_id=sale.id)
        with self.assertRefused("is of another company"):
            account = self.data["E"]["default_account_assets"]
            self.save(entry, 5, offset_account_id=account.id)

    def test_the_customer_is_of_the_company(self):
        entry = self.entry()
        with self.assertRefused("is a record of another company"):
            self.save(entry, 5, partner_id=self.northwind["E"].id)
        only_e = self.northwind["E"].copy({"address_book_id": "77", "name": "Only E"})
        with self.assertRefused("Only E has no record in Fabrikam"):
            self.save(entry, 5, partner_id=only_e.id)

    def test_what_is_marked_elsewhere_refuses_the_whole_line(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        self.settlement(self.payment("F", 600), bill)
        with self.assertRefused(bill.name):
            self.save(entry, 600, self.marked(bill))

    def test_what_another_draft_holds_is_said_at_once(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        self.assertEqual(entry.entry_totals(self.values(600), {})["held"], {})
        held = self.settlement(self.payment("F", 600), bill)
        text = f"held by {held.name} ({held.create_uid.name})"
        marks = self.marked(bill)
        state = entry.entry_totals(self.values(600), marks)
        [key] = marks
        self.assertEqual(state["held"], {key: {"document": bill.name, "text": text}})
        with self.assertRefused(f"{bill.name} is {text}. Unmark it."):
            self.save(entry, 600, marks)
        self.assertFalse(entry.payment_ids)
        [row] = self.env["ar.settlement"].page_find(bill.name)
        self.assertEqual(row["refusal"], text)

    def test_who_holds_it_is_named_to_members_only(self):
        held = self.settlement(self.payment("E", 5), bill := self.invoice("F", 600))
        entry = self.entry(user=self.clerk_f)
        text = "held by another draft settlement"
        [row] = self.env["ar.settlement"].with_user(self.clerk_f).page_find(bill.name)
        self.assertEqual(row["refusal"], text)
        with self.assertRefused(text) as caught:
            self.save(entry, 600, self.marked(bill))
        self.assertNotIn(held.name, str(caught.exception))

    def test_invoices_come_before_payments_in_the_list(self):
        payment = self.payment("F", 50, memo="SAME")
        bill = self.invoice("E", 600, ref="SAME", date="2026-04-01")
        found = self.env["ar.settlement"].page_find("SAME")
        self.assertEqual(
            [row["document"] for row in found], [bill.name, payment.move_id.name]
        )

    def test_what_is_unlikely_is_asked(self):
        entry = self.entry()
        self.invoice("E", 500)
        self.invoice("X", 100)
        for amount, date, texts in (
            (600, "2026-07-25", []),
            (600, "2026-08-01", ["4 months ahead"]),
            (600, "2099-03-25", ["875 months ahead"]),
            (600, "2025-03-25", []),
            (600, "1926-03-25", ["1200 months back"]),
            (622769, "2026-03-25", []),
            (622770, "2026-03-25", ["1000 times", "622.77"]),
            (False, False, []),
        ):
            with self.subTest(amount=amount, date=date):
                values = self.values(amount, date=date)
                questions = entry.entry_totals(values, {})["questions"]
                self.assertEqual(len(questions), bool(texts))
                for text in texts:
                    self.assertIn(text, questions[0])
        values = self.values(5, partner_id=False, date="2099-03-25")
        self.assertEqual(len(entry.entry_totals(values, {})["questions"]), 1)

    def test_amounts_above_what_is_open_are_refused(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        with self.assertRefused(bill.name, "are more than the"):
            self.save(entry, 700, self.typed(bill, amount=700))
        with self.assertRefused("must be positive"):
            self.save(entry, 700, self.typed(bill, amount=0))
        self.settle(self.payment("F", 600), bill)
        with self.assertRefused("settled already"):
            self.save(entry, 600, self.marked(bill))

    # ------------------------------------------------------------
    # Amount and marks differ
    # ------------------------------------------------------------
    def test_a_difference_is_never_decided_silently(self):
        entry = self.entry()
        bill, other = self.invoice("E", 600), self.invoice("W", 200)
        marks = self.marked(bill, other)
        for amount in (700, 900):
            with self.assertRefused(
                f"The amount is $\xa0{amount}.00",
                "what is marked comes to $\xa0800.00",
                "leave the rest open",
            ):
                self.save(entry, amount, marks)
        with self.assertRefused("Say what to do"):
            self.save(entry, 700, marks, "whatever")
        with self.assertRefused("no amount", "comes to $\xa0800.00"):
            self.save(entry, False, marks)
        self.assertFalse(entry.payment_ids)

    def test_change_the_amount(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        for amount in (700, 500, False):
            line = self.save(entry, amount, self.marked(bill), "change_amount")
            self.assertEqual(line.amount, 600)
            self.assertMarks(line, {bill: None})
            line.unlink()

    def test_leave_the_rest_of_the_payment_open(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        older = self.invoice("E", 50, date="2026-01-10")
        line = self.save(entry, 700, self.marked(bill), "leave_open")
        self.analyze()
        entry.action_post()
        self.assertOpen({bill: "0", line: "-100 USD -100", older: "50 USD 50"})

    def test_leave_the_rest_of_the_invoices_open(self):
        entry = self.entry()
        first, second = self.invoice("E", 600), self.invoice("W", 200)
        line = self.save(entry, 700, self.marked(first, second), "leave_open")
        self.assertMarks(line, {first: None, second: None})
        self.analyze()
        entry.action_post()
        self.assertOpen({first: "0", second: "100 USD 100", line: "0"})

    def test_typed_amounts_that_are_not_covered(self):
        entry = self.entry()
        first, second, third = (self.invoice(letter, 600) for letter in "EWW")
        marks = {
            **self.typed(first, amount=500),
            **self.typed(second, amount=400),
            **self.typed(third, amount=300),
        }
        line = self.save(entry, 700, marks, "leave_open")
        self.assertMarks(line, {first: 500, second: 200})
        self.analyze()
        entry.action_post()
        self.assertEqual(self.states(entry), ["posted"])
        self.assertOpen({first: "100 USD 100", second: "400 USD 400"})

    def test_the_oldest_of_everything_first(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        older = self.invoice("W", 50, date="2026-01-10")
        late = self.invoice("E", 500, date="2026-03-20")
        line = self.save(entry, 700, self.marked(bill), "oldest_first")
        self.assertMarks(line, {bill: None, older: None, late: 50})

    def test_the_oldest_of_the_marked_first(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        older = self.invoice("W", 50, date="2026-01-10")
        late = self.invoice("E", 500, date="2026-03-20")
        oldest = self.invoice("E", 7, date="2026-01-01")
        marks = self.marked(bill, older, late)
        line = self.save(entry, 100, marks, "oldest_first")
        self.assertMarks(line, {older: None, bill: 50})
        self.analyze()
        entry.action_post()
        self.assertOpen(
            {
                older: "0",
                bill: "550 USD 550",
                late: "500 USD 500",
                oldest: "7 USD 7",
                line: "0",
            }
        )

    # ------------------------------------------------------------
    # Marking by priority
    # ------------------------------------------------------------
    def priority(self, entry, amount, marks=None, **options):
        return entry.entry_mark_by_priority(self.values(amount, **options), marks or {})

    def test_mark_by_priority(self):
        entry = self.entry()
        term = self.term(2, days=30)
        late = self.invoice("E", 500, date="2026-03-20")
        first = self.invoice("W", 100, invoice_date_due="2026-03-01")
        second = self.invoice("E", 200, date="2026-03-01", term=term)
        foreign = self.invoice("X", 100)
        held = self.invoice("W", 10, date="2026-01-10")
        self.settlement(self.payment("F", 10), held)
        entry_date = "2026-03-25"
        found = self.priority(entry, 400, date=entry_date)
        self.assertEqual(
            found["marks"],
            {**self.marked(first, second), **self.typed(late, amount=104)},
        )
        self.assertTotals(found, "400.00 400.00 400.00 4.00 0.00 0.00 agrees")
        self.assertEqual(found["others"], 1)
        self.assertNotIn(str(self.receivable(foreign).id), found["marks"])
        # What is marked already stays, and takes its part first.
        found = self.priority(entry, 560, self.marked(late), date=entry_date)
        self.assertEqual(
            found["marks"], {**self.marked(late), **self.typed(first, amount=60)}
        )
        with self.assertRefused("Nothing is left"):
            self.priority(entry, 500, self.marked(late))
        with self.assertRefused("type the amount"):
            self.priority(entry, False)

    def test_more_than_everything(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        found = self.priority(entry, 1000)
        self.assertEqual(found["marks"], self.marked(bill))
        self.assertEqual((found["left"], found["is_different"]), (400, True))

    # ------------------------------------------------------------
    # A remittance advice
    # ------------------------------------------------------------
    def paste(self, entry, text, **options):
        return entry.entry_paste(text, self.values(False, **options), {})

    def rejected(self, found):
        return {row["place"]: row["reason"] for row in found["rejected"]}

    def test_an_advice_in_many_forms(self):
        entry = self.entry()
        bill, other = self.invoice("E", 6000), self.invoice("W", 200)
        note = self.credit_note("E", 25)
        one, two, three = bill.name, other.name, note.name
        wanted = {
            **self.typed(bill, amount=1234.56),
            **self.marked(other),
            **self.typed(note, amount=25),
        }
        for text in (
            f"{one}\t1,234.56\n{two}\n{three}\t-25",
            f"Invoice;Amount\n{one};1234.56\n\n{two};\n{three};25.00-",
            f"{one}, 1,234.56\n{two}\n{three},-25.00",
            f'Invoice,Amount\n"{one}","1,234.56"\n"{two}",""\n{three},25',
            f"{one}   $ 1,234.56\n  {two}  \n{three} -25.00 USD",
        ):
            found = self.paste(entry, text)
            self.assertEqual(found["marks"], wanted, text)
            self.assertEqual((found["found"], found["rejected"]), (3, []))
        self.assertEqual(found["wanted"], 1409.56)

    def test_amounts_in_the_language_of_the_user(self):
        self.env["res.lang"].sudo()._activate_lang("de_DE")
        entry, bill = self.entry(), self.invoice("E", 6000)
        german = entry.with_context(lang="de_DE")
        for amount in ("1.234,56", "1234,56", "1234.56", "1.234,56 USD"):
            found = self.paste(german, f"{bill.name};{amount}")
            self.assertEqual(found["marks"], self.typed(bill, amount=1234.56), amount)
        for amount in ("1,234.56", "12.34.56"):
            found = self.paste(german, f"{bill.name};{amount}")
            self.assertFalse(found["marks"], amount)
            self.assertEqual(len(found["rejected"]), 1)

    def test_no_line_of_an_advice_is_dropped(self):
        entry = self.entry()
        fine, settled = self.invoice("E", 600), self.invoice("E", 30)
        self.settle(self.payment("F", 30), settled)
        held, foreign = self.invoice("W", 10), self.invoice("X", 100)
        self.settlement(self.payment("F", 10), held)
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        of_other = self.invoice("E", 20, partner=stranger)
        twice = [self.invoice(letter, 40, ref="SAME-1") for letter in "EW"]
        lines = [
            fine.name,
            "INV/9999/1",
            settled.name,
            held.name,
            foreign.name,
            of_other.name,
            "SAME-1",
            f"{fine.name} 5.00",
            f"{twice[0].name} much",
            f"{twice[0].name};50.00",
            f"{twice[0].name};0",
            f"{twice[0].name};1;2",
            f"{twice[0].name};40.00 EUR",
        ]
        found = self.paste(entry, "\n".join(lines))
        reasons = self.rejected(found)
        self.assertEqual(found["marks"], self.marked(fine))
        self.assertEqual(sorted(reasons), list(range(2, 14)))
        for place, text in (
            (2, "No document of your companies has the number INV/9999/1"),
            (3, "settled already"),
            (4, "Marked in"),
            (5, "another currency"),
            (6, "another customer: Fabrikam East"),
            (7, "Several open transactions"),
            (8, "stands in line 1 already"),
            (9, "much"),
            (10, "more than is open"),
            (11, "more than 0"),
            (12, "several amounts"),
            (13, "another currency"),
        ):
            self.assertIn(text, reasons[place])
        candidates = found["rejected"][5]["candidates"]
        self.assertEqual(
            {row["item_id"] for row in candidates},
            {self.receivable(bill).id for bill in twice},
        )
        self.assertIn("Fabrikam West", candidates[1]["label"])

    def test_an_advice_tells_the_customer(self):
        entry = self.entry()
        bill, other = self.invoice("E", 600), self.invoice("W", 200)
        text = f"{bill.name}\n{other.name}"
        found = self.paste(entry, text, partner_id=False)
        self.assertEqual(found["customer"]["id"], self.northwind["F"].id)
        self.assertEqual(found["marks"], self.marked(bill, other))
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        strange = self.invoice("E", 20, partner=stranger)
        found = self.paste(entry, f"{text}\n{strange.name}", partner_id=False)
        self.assertFalse(found["customer"])
        self.assertFalse(found["marks"])
        self.assertEqual(len(found["rejected"]), 3)
        self.assertIn("names several customers", found["rejected"][0]["reason"])

    # ------------------------------------------------------------
    # Customers and transactions
    # ------------------------------------------------------------
    def test_a_transaction_tells_the_customer_in_the_paying_company(self):
        entry, bill = self.entry(), self.invoice("E", 600)
        found = entry.entry_choose(self.receivable(bill).id)
        self.assertEqual(found["customer"]["id"], self.northwind["F"].id)
        self.assertFalse(found["problem"])
        self.northwind["F"].copy({"name": "Northwind Two", "address_book_id": "4050"})
        found = entry.entry_choose(self.receivable(bill).id)
        self.assertFalse(found["customer"])
        self.assertIn("several records in Fabrikam", found["problem"])

    def test_customers_to_choose_from(self):
        entry = self.entry()
        self.env["res.partner"].create(
            {"name": "Northwind Only", "company_id": self.companies["E"].id}
        )
        found = entry.entry_customers("Northwind")
        self.assertEqual(
            {(row["id"], bool(row["problem"])) for row in found},
            {(self.northwind["F"].id, False), (False, True)},
        )
        second = self.northwind["F"].copy({"address_book_id": "4050"})
        ids = {row["id"] for row in entry.entry_customers("Northwind")}
        self.assertEqual(ids, {self.northwind["F"].id, second.id, False})

    def test_journals_to_choose_from(self):
        journal = self.payment_journal(description="Monday")
        other = self.payment_journal("E")
        found = journal.browse().entry_journals()
        ids = [row["id"] for row in found["journals"]]
        self.assertIn(journal.id, ids)
        self.assertNotIn(other.id, ids)
        self.assertEqual(found["company"], "Fabrikam")
        action = journal.action_enter_payments()
        self.assertEqual(action["params"], {"journal_id": journal.id})

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------
    def test_a_clerk_of_one_company_sees_nothing_of_others(self):
        journal = self.payment_journal(user=self.clerk_f)
        bill, own = self.invoice("E", 613.37), self.invoice("F", 5)
        marks = self.marked(bill)
        for call in (
            lambda: journal.entry_totals(self.values(613.37), marks),
            lambda: journal.entry_save(self.values(613.37), marks),
            lambda: journal.entry_mark_by_priority(self.values(700), marks),
            lambda: journal.entry_choose(self.receivable(bill).id),
            lambda: journal.entry_paste(bill.name, self.values(False), marks),
        ):
            with self.assertRaises(AccessError) as caught:
                call()
            self.assertNotIn("613.37", str(caught.exception))
            self.assertNotIn(bill.name, str(caught.exception))
        found = journal.entry_mark_by_priority(self.values(700), {})
        self.assertEqual(found["marks"], self.marked(own))
        found = journal.entry_paste(bill.name, self.values(False), {})
        self.assertIn("No document of your companies", found["rejected"][0]["reason"])
        for user in (self.reader, self.new_user("nobody", "base.group_user")):
            with self.assertRaises(AccessError):
                journal.with_user(user).entry_open()

    # ------------------------------------------------------------
    # Many transactions
    # ------------------------------------------------------------
    def test_the_page_asks_the_same_for_few_and_many(self):
        counts, term = [], self.term(2, days=60)
        for count in (2, 5, 15):
            customer = self.env["res.partner"].create({"name": f"Customer {count}"})
            bills = self.env["account.move"]
            for letter in "EW":
                for _number in range(count):
                    bills |= self.invoice(letter, 100, partner=customer, term=term)
            entry = self.entry()
            values = self.values(98 * 2 * count, partner_id=customer.id)
            marks = self.marked(*bills)
            text = "\n".join(bills.mapped("name"))
            counts.append(
                [
                    self.queries(partial(entry.entry_totals, values, marks, [*marks])),
                    self.queries(partial(entry.entry_mark_by_priority, values, {})),
                    self.queries(partial(entry.entry_paste, text, values, {})),
                    self.queries(partial(entry.entry_save, values, marks)),
                ]
            )
        for few, many in zip(*counts[1:], strict=True):
            self.assertLessEqual(many, few + 2)


@tagged("post_install", "-at_install")
class TestPaymentEntryBrowser(BrowserCommon, PaymentEntryCommon):
    def test_three_payments_by_keyboard_alone(self):
        first, second = self.invoice("E", 600), self.invoice("W", 200)
        third = self.invoice("W", 300)
        journal = self.payment_journal()
        self.start_tour(
            f"/odoo/payment-journals/{journal.id}",
            "ar_payment_entry_keyboard",
            login=self.clerk.login,
        )
        lines = journal.payment_ids.sorted("id")
        self.assertEqual(lines.mapped("amount"), [800, 250, 75])
        self.assertEqual(lines[0].payment_reference, "TRF-1")
        self.assertEqual(self.states(journal), ["posted"] * 3)
        self.assertBooks(
            lines.settlement_ids,
            """
            F   receivable   Northwind   600.00
            F   due_to       East       -600.00
            F   receivable   Northwind   200.00
            F   due_to       West       -200.00
            E   due_from     Fabrikam    600.00
            E   receivable   Northwind  -600.00
            W   due_from     Fabrikam    200.00
            W   receivable   Northwind  -200.00
            F   receivable   Northwind   250.00
            F   due_to       West       -250.00
            W   due_from     Fabrikam    250.00
            W   receivable   Northwind  -250.00
            """,
        )
        self.assertOpen(
            {
                first: "0",
                second: "0",
                third: "50 USD 50",
                lines[0]: "0",
                lines[1]: "0",
                lines[2]: "-75 USD -75",
            }
        )

    def test_a_clerks_day_takes_few_clicks_and_keys(self):
        """They are counted in the tour, which fails where they are too many."""
        first, second = self.invoice("E", 600), self.invoice("W", 200)
        third, fourth = self.invoice("W", 300), self.invoice("E", 60)
        fifth = self.invoice("E", 75)
        self.start_tour(
            "/odoo/enter-customer-payments", "ar_clerk_day", login=self.clerk.login
        )
        journal = self.env["ar.payment.journal"].search([], order="id desc", limit=1)
        lines = journal.payment_ids.sorted("id")
        self.assertEqual(lines.mapped("amount"), [700, 120, 75, 60])
        self.assertEqual(lines[1].payment_reference, "TRF-1")
        self.assertEqual(set(lines.mapped("ar_line_state")), {"posted"})
        self.assertOpen(
            {
                first: "0",
                second: "100 USD 100",
                third: "180 USD 180",
                fourth: "0",
                fifth: "0",
                **dict.fromkeys(lines, "0"),
            }
        )

    def test_from_the_menu_to_the_posted_journal(self):
        first, second = self.invoice("E", 600), self.invoice("W", 200)
        third, fourth = self.invoice("W", 300), self.invoice("E", 75)
        with self.assertLogs("odoo.http", "WARNING") as refused:
            self.start_tour(
                "/odoo/enter-customer-payments",
                "ar_payment_entry_walkthrough",
                login=self.clerk.login,
            )
        self.assertIn("Choose the customer", "".join(refused.output))
        journal = self.env["ar.payment.journal"].search([], order="id desc", limit=1)
        lines = journal.payment_ids.sorted("id")
        self.assertEqual(lines.mapped("amount"), [700, 120, 75])
        self.assertEqual(set(lines.mapped("ar_line_state")), {"posted"})
        self.assertOpen(
            {
                first: "0",
                second: "100 USD 100",
                third: "180 USD 180",
                fourth: "0",
                lines[0]: "0",
                lines[1]: "0",
                lines[2]: "0",
            }
        )
