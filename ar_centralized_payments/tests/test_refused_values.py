"""What is refused of what comes from outside, with which words; nothing of it stays."""

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.ar_centralized_payments.books.given_values import Given
from odoo.addons.ar_centralized_payments.models.payment_journal import (
    ar_payment_journal_posting,
)

from .journals import PaymentJournalCommon

NAN, INFINITE = float("nan"), float("inf")

#: A kind, what it refuses, and the words.
REFUSED = (
    ("text", 5, "5 is not a text."),
    (
        "text",
        "A\0",
        "'A\\x00' has characters that cannot be kept. Type it anew.",
    ),
    (
        "text",
        "\ud800",
        "'\\ud800' has characters that cannot be kept. Type it anew.",
    ),
    (
        "text",
        "x" * 10_001,
        "A text of 10001 characters is too long; 10000 is the most.",
    ),
    ("number", NAN, "nan is not a number."),
    ("number", INFINITE, "inf is not a number."),
    ("number", True, "True is not a number."),
    ("number", "1", "'1' is not a number."),
    (
        "number",
        1e308,
        "1e+308 is out of all bounds. Type another number.",
    ),
    ("day", "2026-02-30", "'2026-02-30' is not a date."),
    ("day", 5, "5 is not a date."),
    (
        "day",
        "9999-12-31",
        "9999-12-31 is no date of a document: it must be between 1900-01-01 "
        "and 2100-12-31.",
    ),
    ("count", -1, "-1 is less than 0."),
    ("count", 1.5, "1.5 is not a whole number."),
    ("id", "5", "'5' is not the id of a record."),
    ("id", 10**19, "10000000000000000000 is not the id of a record."),
    ("ids", 5, "5 is not a list."),
    ("key", "payment_x", "'payment_x' is not the key of a row."),
    ("flag", "yes", "'yes' is neither yes nor no."),
    (
        "cross_rate",
        -1,
        "-1 is no rate between two currencies: it must be more than 0. Type "
        "another, or clear it.",
    ),
    (
        "cross_rate",
        1e-30,
        "1e-30 is no rate between two currencies: it must be more than 0. "
        "Type another, or clear it.",
    ),
)


@tagged("post_install", "-at_install")
class TestRefusedValues(PaymentJournalCommon):
    # ------------------------------------------------------------
    # Kinds
    # ------------------------------------------------------------
    def test_what_each_kind_refuses(self):
        given, yen = Given(self.env), self.currency_named("JPY")
        for kind, value, text in REFUSED:
            with self.subTest(value=value), self.assertRaises(UserError) as caught:
                getattr(given, kind)(value)
            self.assertEqual(str(caught.exception), text)
        for value, currency, text in (
            (12.5, yen, "12.5 has more decimals than JPY has. Type it anew."),
            (
                1e14,
                self.usd,
                "100000000000000.0 is out of all bounds. Type another number.",
            ),
        ):
            with self.subTest(value=value), self.assertRaises(UserError) as caught:
                given.amount(value, currency)
            self.assertEqual(str(caught.exception), text)

    def test_what_each_kind_takes(self):
        given, yen = Given(self.env), self.currency_named("JPY")
        for value, currency in (
            *((12.0, yen), (12.34, self.usd), (0.1 + 0.2, self.usd)),
            *((1_234_567_890.12, self.usd), (-5.01, self.usd), (False, yen)),
            *((10**13, self.usd), (10**15, yen)),
        ):
            self.assertEqual(given.amount(value, currency), value)
        self.assertEqual(given.day("2026-02-28"), self.day("2026-02-28"))
        self.assertEqual(given.day("2026-02-28 10:00:00"), self.day("2026-02-28"))
        self.assertIsNone(given.day(False))
        self.assertEqual(given.ids(self.all_companies), self.all_companies.ids)
        self.assertEqual((given.key(5), given.key("payment_5")), ("5", "payment_5"))

    # ------------------------------------------------------------
    # Amounts
    # ------------------------------------------------------------
    def marked(self, currency="USD"):
        """A draft settlement of Fabrikam's payment with East's invoice, and the line
        of the invoice."""
        if currency != "USD":
            for letter in "FE":
                self.set_rate(letter, currency, "2026-03-01", 100)
        bill = self.invoice("E", 600, currency=currency)
        pay = self.payment("F", 600, currency=currency)
        settlement = self.settlement(pay, bill)
        mark = settlement.line_ids.filtered(lambda line: line.side == "target")
        return settlement, mark

    def test_amounts_of_marks_are_never_rounded(self):
        for currency, value in (("USD", 12.345), ("JPY", 12.5)):
            settlement, mark = self.marked(currency)
            place, key = {"settlement_id": settlement.id}, str(mark.move_line_id.id)
            page = settlement.browse()
            for name, label in (("amount", "Amount"), ("discount", "Discount")):
                text = (
                    f"Typed {label}: {value} has more decimals than {currency} has. "
                    "Type it anew."
                )
                for what in (
                    lambda: mark.write({name: value}),  # noqa: B023
                    lambda: page.page_change(place, key, {name: value}),  # noqa: B023
                    lambda: page.page_totals(place, {key: {name: value}}),  # noqa: B023
                    lambda: settlement.write(  # noqa: B023
                        {"line_ids": [Command.update(mark.id, {name: value})]}  # noqa: B023
                    ),
                ):
                    with self.assertRaises(UserError) as caught:
                        what()
                    self.assertEqual(str(caught.exception), text)
            self.assertFalse(mark.is_amount_manual or mark.is_discount_manual)

    def test_a_form_does_not_round_what_is_typed_either(self):
        settlement, mark = self.marked()
        lines = [Command.update(mark.id, {"amount": 12.345})]
        with self.assertRefused("12.345 has more decimals than USD has."):
            settlement.onchange({"line_ids": lines}, ["line_ids"], {"line_ids": {}})

    def test_amounts_out_of_bounds_are_not_stored(self):
        _settlement, mark = self.marked()
        for name, value, text in (
            ("amount", NAN, "Amount to Settle: nan is not a number."),
            ("amount", 1e300, "Amount to Settle: 1e+300 is out of all bounds."),
            ("discount", INFINITE, "Cash Discount: inf is not a number."),
            ("cross_rate", -1, "Cross Rate: -1 is no rate between two currencies"),
            ("cross_rate", 1e-30, "Cross Rate: 1e-30 is no rate"),
            ("move_line_id", "5", "Transaction: '5' is not the id of a record."),
            ("is_primary", "x", "Primary: 'x' is neither yes nor no."),
            ("use_cash_discount", "x", "Use Cash Discount: 'x' is none of the choices"),
            ("nothing", 1, "Settlement Line has no field 'nothing'."),
        ):
            with self.subTest(name=name, value=value), self.assertRefused(text):
                mark.write({name: value})
        self.assertFalse(mark.is_amount_manual or mark.cross_rate)

    def test_amounts_of_a_payment_being_entered(self):
        journal = self.payment_journal()
        bill = self.receivable(self.invoice("E", 600))
        values = {
            "partner_id": self.northwind["F"].id,
            "amount": 100,
            "currency_id": self.usd.id,
            "date": "2026-03-25",
        }
        marks = {str(bill.id): {"amount": 12.345}}
        text = (
            f"Fabrikam East, {bill.move_name}: 12.345 has more decimals than USD has. "
            "Type it anew."
        )
        self.assertIn(text, journal.entry_totals(values, marks)["problems"])
        with self.assertRefused(text):
            journal.entry_save(values, marks, "leave_open")
        with self.assertRefused("nothing here has such a name"):
            journal.entry_totals({**values, "vat": 1}, {})
        self.assertFalse(journal.payment_ids)

    def test_lines_of_payment_journals(self):
        journal = self.payment_journal()
        line = self.line(journal, 100)
        for values, text in (
            ({"amount": 12.345}, "Amount: 12.345 has more decimals than USD has."),
            ({"amount": NAN}, "Amount: nan is not a number."),
            ({"date": "0001-01-01"}, "Date: 0001-01-01 is no date of a document"),
            ({"date": "9999-12-31"}, "Date: 9999-12-31 is no date of a document"),
            ({"ar_check_number": "\0"}, "Number of the Check: '\\x00' has characters"),
        ):
            with self.subTest(values=values):
                with self.assertRefused(text):
                    line.write(values)
                with self.assertRefused(text):
                    amount = values.get("amount", 5)
                    rest = {n: v for n, v in values.items() if n != "amount"}
                    self.line(journal, amount, **rest)
        self.assertEqual((line.amount, line.date), (100, self.day("2026-03-25")))
        self.assertEqual(journal.payment_ids, line)

    def test_dates_of_settlements(self):
        settlement, _mark = self.marked()
        for date, text in (
            ("9999-12-31", "Settlement Date: 9999-12-31 is no date of a document"),
            ("2026-02-30", "Settlement Date: '2026-02-30' is not a date."),
        ):
            with self.assertRefused(text):
                settlement.write({"date": date})
            with self.assertRefused(text.partition(": ")[2]):
                settlement.page_change(
                    {"settlement_id": settlement.id}, False, {"date": date}
                )
        self.assertFalse(settlement.date)

    def test_what_nobody_keeps_is_refused(self):
        settlement, _mark = self.marked()
        pairs = self.env["intercompany.accounting"].with_user(self.controller)
        for what, text in (
            (
                lambda: settlement.write({"company_tags": []}),
                "All Companies is determined, and cannot be changed.",
            ),
            (
                lambda: pairs.setup_companies(self.all_companies.ids, {"unknown": 1}),
                "['unknown']: nothing here has such a name.",
            ),
            (
                lambda: settlement.page_rows({}, offset=-1),
                "-1 is less than 0.",
            ),
            (
                lambda: settlement.page_rows(
                    {"partner_id": self.northwind["F"].id}, [("foo", "=", 1)]
                ),
                "This cannot be searched for. Search for something else.",
            ),
            (
                lambda: settlement.browse().totals(),
                "This is done with one record (Settlement) at a time. Choose one.",
            ),
            (
                lambda: settlement.browse("hello").action_undo(),
                "'h' is not the id of a record.",
            ),
        ):
            with self.subTest(text=text):
                with self.assertRaises(UserError) as caught:
                    what()
                self.assertEqual(str(caught.exception), text)

    # ------------------------------------------------------------
    # Searching
    # ------------------------------------------------------------
    def test_no_character_that_is_typed_is_a_wildcard(self):
        page = self.env["ar.settlement"].with_user(self.clerk)
        documents = {
            ref: self.invoice("E", 10, ref=ref)
            for ref in ("A_1x", "AB1x", "50% off", "50 off", "A\\B", "AB")
        }
        for text, found in (
            *(("A_1", ["A_1x"]), ("0%", ["50% off"]), ("\\", ["A\\B"])),
            *(("%", ["50% off"]), ("_", ["A_1x"]), ("_%", [])),
        ):
            with self.subTest(text=text):
                rows = page.page_find(text)
                wanted = {documents[ref].name for ref in found}
                self.assertEqual({row["document"] for row in rows}, wanted)
        self.assertFalse(page.page_customers("North%"))
        self.assertFalse(page.page_customers("405_"))
        self.assertTrue(page.page_customers("4050"))
        settlement = self.settlement(documents["AB"])
        self.assertFalse(page.name_search("%"))
        self.assertEqual(
            [one for one, _name in page.name_search(settlement.name)], settlement.ids
        )

    def test_customers_are_named_by_the_record_of_the_current_company(self):
        page = self.env["ar.settlement"].with_user(self.clerk)
        for letter, company in self.companies.items():
            found = page.with_company(company).page_customers("Northwind")
            self.assertEqual([row["id"] for row in found], self.northwind[letter].ids)

    # ------------------------------------------------------------
    # What is gone
    # ------------------------------------------------------------
    def test_a_draft_that_is_gone(self):
        settlement, mark = self.marked()
        place, page = {"settlement_id": settlement.id}, settlement.browse()
        items = mark.move_line_id.ids
        settlement.unlink()
        self.assertTrue(page.page_discard(place))
        for what in (
            lambda: page.page_mark(place, items),
            lambda: page.page_totals(place),
            lambda: page.page_open(place),
        ):
            with self.assertRaises(UserError) as caught:
                what()
            self.assertEqual(
                str(caught.exception),
                "This draft settlement was deleted meanwhile: nothing is marked any "
                "more. Open the page again, and mark what is to be settled.",
            )

    # ------------------------------------------------------------
    # Accounts and journals in use
    # ------------------------------------------------------------
    def _breaches(self):
        """What can be done to accounts and journals in use: what to say of it, and how
        to do it."""
        pair, east = self.pair("F", "E"), self.companies["E"].sudo()
        due, journal = pair.due_to_account_id, east.ar_intercompany_journal_id
        gain = self.companies["F"].sudo().income_currency_exchange_account_id
        name, shown = due.name, gain.name  # who may not read all, sees no code
        return (
            (due, {"active": False}, f"Due-to Account: the account {name} of Fabrikam "
             "is archived. Unarchive it, or choose another."),
            (due, {"account_type": "asset_current"}, "Due-to Account: the account "
             f"{name} of Fabrikam is of type Current Assets. Choose one of type "
             "Current Liabilities."),
            (due, {"reconcile": False}, f"Due-to Account: the account {name} of "
             "Fabrikam does not allow reconciliation. Allow it on the account, or "
             "choose another."),
            (journal, {"active": False}, "The Intercompany journal of Fabrikam East, "
             "Intercompany, is archived. Unarchive it, or choose another in the "
             "settings of Fabrikam East."),
            (journal, {"currency_id": self.eur.id}, "The Intercompany journal of "
             "Fabrikam East, Intercompany (EUR), takes only EUR. Take the currency off "
             "the journal, or choose another in the settings of Fabrikam East."),
            (gain, {"active": False}, f"Gain Exchange Rate Account of Fabrikam, {shown}"
             ", is archived. Unarchive it, or choose another in the settings of "
             "Fabrikam."),
            (gain, {"account_type": "asset_current"}, "Gain Exchange Rate Account of "
             f"Fabrikam, {shown}, is not an account of income or expenses. Change its "
             "type, or choose another in the settings of Fabrikam."),
        )  # fmt: skip

    def test_accounts_and_journals_in_use_that_were_broken(self):
        pair = self.pair("F", "E").with_user(self.controller)
        settlement, _mark = self.marked()
        before = self.trial_balance()
        for record, change, text in self._breaches():
            with self.subTest(text=text), self.cr.savepoint() as savepoint:
                record.sudo().write(change)
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(pair.readiness_state, "not_ready")
                self.assertIn(text, pair.readiness_details.splitlines())
                with self.assertRaises(UserError) as caught:
                    settlement.action_post()
                self.assertEqual(str(caught.exception), text)
                self.assertEqual(self.trial_balance(), before)
                savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(pair.readiness_state, "ready")

    def test_an_archived_receivable_account_is_named_by_the_preview(self):
        settlement, mark = self.marked()
        account = mark.move_line_id.account_id
        account.sudo().active = False
        self.env.invalidate_all()
        text = (
            f"Fabrikam East: the account {account.name} is archived. Unarchive it, or "
            "choose another."
        )
        self.assertEqual(settlement.problems, text)
        with self.assertRefused(text):
            settlement.action_post()

    def test_undoing_names_what_is_archived(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        account = self.pair("F", "E").due_to_account_id
        journal = self.companies["E"].sudo().ar_intercompany_journal_id
        account.sudo().active = False
        journal.sudo().active = False
        self.env.invalidate_all()
        text = "\n".join(
            f"{settlement.name} cannot be undone: {what} of {company}, which its entry "
            "is booked on, is archived. Unarchive it first."
            for what, company in (
                (account.name, "Fabrikam"),
                ("Intercompany", "Fabrikam East"),
            )
        )
        undo = settlement.with_user(self.controller)
        with self.assertRaises(UserError) as caught:
            undo.action_undo()
        self.assertEqual(str(caught.exception), text)
        wizard = self.env["ar.settlement.undo"].with_user(self.controller)
        wizard = wizard.create({"settlement_ids": [Command.set(settlement.ids)]})
        self.assertEqual(wizard.problems, text)
        self.assertEqual(settlement.state, "posted")

    # ------------------------------------------------------------
    # Lines that wait
    # ------------------------------------------------------------
    def waiting(self, user=None):
        """A line that waits for the background, with what it marks."""
        self.patch(ar_payment_journal_posting, "FOREGROUND_LINES", 0)
        journal = self.payment_journal(user=user)
        bill = self.invoice("E", 100)
        line = self.line(journal, 100, bill)
        journal.action_post()
        return line.with_user(self.clerk), bill

    def test_lines_that_wait_stay_as_they_are(self):
        line, bill = self.waiting()
        settlement = line.settlement_id
        other = self.receivable(self.invoice("E", 5))
        text = (
            f"{line.display_name} of {line.ar_payment_journal_id.name} waits for the "
            "work in the background. Change it when that is done."
        )
        for what in (
            lambda: line.write({"amount": 5}),
            lambda: line.write({"memo": "x"}),
            lambda: line.write({"offset_account_id": False}),
            line.unlink,
            line.action_post,
            line.action_cancel,
            lambda: settlement.mark(other.ids),
            lambda: settlement.line_ids[1].write({"amount": 5}),
            settlement.line_ids[1].unlink,
        ):
            with self.assertRaises(UserError) as caught:
                what()
            self.assertEqual(str(caught.exception), text)
        self.run_worker()
        self.assertEqual(line.ar_line_state, "posted")
        self.assertOpen({bill: "0"})

    def test_lines_whose_user_is_gone_say_so(self):
        user = self.new_user("going", "account.group_account_invoice", "FE")
        line, bill = self.waiting(user)
        root = self.env["res.users"].browse(SUPERUSER_ID).sudo()
        root.company_ids |= self.all_companies
        self.env.cr.execute(
            "UPDATE res_users SET active = TRUE WHERE id = %s", [root.id]
        )
        line.ar_payment_journal_id.sudo().worker_user_id = False
        self.run_worker()
        self.assertEqual((line.state, line.ar_line_state), ("draft", "refused"))
        self.assertEqual(
            line.ar_problem,
            "The user who asked for it does not exist any more. Have somebody do it "
            "again.",
        )
        self.assertOpen({bill: "100 USD 100"})
        journal = line.ar_payment_journal_id
        journal.with_user(root)._queue(line.with_user(root), "queued")
        self.run_worker()
        self.assertEqual((line.state, line.ar_line_state), ("draft", "refused"))
        self.assertIn("does not exist any more", line.ar_problem)

    def test_undoing_a_line_that_bounced_says_why_nothing_was_undone(self):
        journal = self.payment_journal(user=self.controller, use_deposit_slip=True)
        line = self.line(journal, 80, payment_reference="1")
        journal.action_post()
        line.action_generate_deposit_slip()
        slip = line.deposit_slip_id
        slip.action_cancel_payment(line.id, "2026-04-01")
        outcome = journal.action_undo()["params"]
        self.assertEqual(
            (outcome["type"], outcome["counts"]), ("warning", {"posted": 1})
        )
        self.assertEqual(
            outcome["message"].splitlines()[1:],
            [f"{line._ar_line_text()}: {line._ar_pair_refusal()}"],
        )
