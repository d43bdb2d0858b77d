"""Each misuse is refused before anything is written: what, where, and the way out."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestRefusals(SettlingCommon):
    def setUp(self):
        super().setUp()
        self.bill, self.pay = self.invoice("E", 600), self.payment("F", 600)
        self.moves = self.env["account.move"].sudo().search_count([])

    def assertNothingWritten(self, *texts, settlement=None, **options):
        """Preview and posting refuse with the same reasons, and nothing is booked."""
        settlement = settlement or self.settlement(self.pay, self.bill, **options)
        with self.assertRefused(*texts) as previewed:
            settlement.preview()
        with self.assertRefused(*texts) as posted, self.cr.savepoint():
            settlement.action_post()
        self.assertEqual(str(previewed.exception), str(posted.exception))
        settlement.invalidate_recordset()
        self.assertEqual(settlement.state, "draft")
        self.assertIn(texts[0], settlement.problems)
        count = self.env["account.move"].sudo().search_count([])
        self.assertEqual(count, self.moves)
        return str(posted.exception)

    # Amounts

    def test_more_than_is_open(self):
        self.assertNothingWritten(
            self.bill.name, "600.00", typed={self.bill: {"amount": 600.01}}
        )

    def test_amount_and_discount_above_what_is_open(self):
        typed = {self.bill: {"amount": 590, "discount": 10.01}}
        self.assertNothingWritten(self.bill.name, typed=typed)

    def test_more_than_the_payments(self):
        small = self.payment("F", 100)
        self.moves += 1
        settlement = self.settlement(
            small, self.bill, typed={self.bill: {"amount": 130}}
        )
        self.assertNothingWritten(self.bill.name, "30.00", settlement=settlement)

    def test_zero_and_negative_amounts(self):
        bill = f"Fabrikam East, {self.bill.name}"
        amount = (
            f"{bill}: the amount to settle must be positive. Clear it to have it "
            "determined, or unmark the transaction."
        )
        discount = (
            f"{bill}: a cash discount cannot be negative. Type 0 for none, or clear it "
            "to have it determined."
        )
        for typed, text in (
            ({"amount": 0}, amount),
            ({"amount": -5}, amount),
            ({"discount": -1}, discount),
        ):
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                self.settlement(self.pay, self.bill, typed={self.bill: typed})
            self.assertEqual(str(caught.exception), text)
        settlement = self.settlement(self.pay, self.bill)
        line = settlement.line_ids.filtered(lambda line: line.side == "target")
        for typed in ({"amount": 0}, {"amount": -5}):
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                line.write(typed)
            self.assertEqual(str(caught.exception), amount)

    def test_discount_on_what_pays(self):
        self.assertNothingWritten(self.pay.name, typed={self.pay: {"discount": 5}})

    def test_amounts_in_two_currencies_that_disagree(self):
        invoice = self.invoice("E", 600, currency="EUR")
        self.moves += 1
        settlement = self.settlement(
            self.pay,
            invoice,
            typed={self.pay: {"amount": 600}, invoice: {"amount": 300}},
        )
        self.assertNothingWritten(self.pay.name, settlement=settlement)

    def test_cross_rate_where_it_means_nothing(self):
        self.assertNothingWritten(
            self.bill.name, "rate", typed={self.bill: {"cross_rate": 2}}
        )

    # Whole texts: what, where, and the way out

    def assertSays(self, text, settlement):
        said = self.assertNothingWritten(text[:20], settlement=settlement)
        self.assertEqual(said.replace("\N{NO-BREAK SPACE}", " "), text)

    def test_what_amounts_are_told(self):
        bill, pay = self.bill, self.pay
        where = f"Fabrikam East, {bill.name}"
        rows = {
            f"{where}: amount and discount are more than the $ 600.00 that are open. "
            "Type less, or clear the amount.": {bill: {"amount": 600.01}},
            f"Fabrikam, {pay.name}: amount and discount are more than the $ 600.00 "
            "that are open. Type less, or clear the amount.": {pay: {"amount": 601}},
            f"{where}: $ 20.00 more is to be settled than the marked payments and "
            "credit notes cover. Mark another one, or type less.": {
                pay: {"amount": 580},
                bill: {"amount": 600},
            },
            f"Fabrikam, {pay.name}: a cash discount belongs on the invoice, not on "
            "what pays it.": {pay: {"discount": 5}},
        }
        for text, typed in rows.items():
            with self.subTest(text=text):
                settlement = self.settlement(pay, bill, typed=typed)
                self.assertSays(text, settlement)
                settlement.unlink()

    def test_a_discount_that_no_money_reaches(self):
        """It is the discount that is refused, not an amount (accounting 6)."""
        second = self.invoice("E", 100, date="2026-03-11")
        self.moves += 1
        where = f"Fabrikam East, {second.name}: no marked payment or credit note "
        for typed, text in (
            (
                {"discount": 5},
                "reaches it, so the typed cash discount of $ 5.00 cannot be given. "
                "Mark another one, or clear the discount.",
            ),
            (
                {"full_settlement": True},
                "reaches it, so what is open cannot be given as discount for full "
                "settlement. Mark another one, or take full settlement off.",
            ),
        ):
            with self.subTest(typed=typed):
                settlement = self.settlement(
                    self.pay,
                    self.bill,
                    second,
                    typed={self.bill: {"amount": 600}, second: typed},
                )
                self.assertSays(f"{where}{text}", settlement)
                settlement.unlink()

    def test_a_date_before_a_transaction_names_it(self):
        bill = self.invoice("E", 5, date="2026-03-27")
        self.moves += 1
        self.assertSays(
            f"Fabrikam East, {bill.name}: the settlement date is before 03/27/2026, "
            "the date of this transaction, the latest one marked. Choose that date or "
            "a later one, or leave it empty.",
            self.settlement(self.pay, self.bill, bill, date="2026-03-26"),
        )

    def test_what_transactions_are_told(self):
        settlement = self.settlement(self.pay, self.bill)
        where = f"Fabrikam East, {self.bill.name}"
        self.bill.button_draft()
        self.assertSays(f"{where} is not posted. Post it, or unmark it.", settlement)
        self.bill.action_post()
        self.bill.sudo().partner_id.address_book_id = "4051"
        self.assertSays(
            f"{where} belongs to another customer. Unmark it; or add that customer, if "
            "the payment is for both; or, if both are one customer, give both the same "
            "Address Book ID.",
            settlement,
        )
        self.bill.sudo().partner_id.address_book_id = "4050"
        account = self.receivable(self.bill).sudo().account_id
        account.non_trade = True
        self.assertSays(
            f"{where} is not on a trade receivable account, so it is not an open "
            "transaction of the customer. Unmark it.",
            settlement,
        )
        account.non_trade = False
        other = self.payment("E", 600)
        (self.receivable(other) | self.receivable(self.bill)).reconcile()
        self.moves += 1
        self.assertSays(f"{where} is settled already. Unmark it.", settlement)

    def test_each_transaction_stands_on_its_own_account(self):
        """Beside one that may be settled, of the same company."""
        other = self.invoice("E", 50)
        self.moves += 1
        settlement = self.settlement(self.pay, self.bill, other)
        item = self.receivable(other).sudo()
        account = item.account_id.copy({"code": "121009", "non_trade": True})
        other.button_draft()
        item.account_id = account
        other.action_post()
        self.assertSays(
            f"Fabrikam East, {other.name} is not on a trade receivable account, so it "
            "is not an open transaction of the customer. Unmark it.",
            settlement,
        )

    def test_what_set_up_is_told(self):
        bill = self.invoice("E", 600, currency="CAD")
        self.moves += 1
        self.assertSays(
            "Fabrikam East has no rate for CAD on or before 03/25/2026. Enter it under "
            "Invoicing > Configuration > Currencies.",
            self.settlement(self.payment("F", 5, post=False), bill),
        )
        settlement = self.settlement(self.pay, self.bill)
        self.companies["E"].sudo().ar_intercompany_journal_id = False
        text = self.assertNothingWritten("Fabrikam East", settlement=settlement)
        self.assertIn(
            "Fabrikam East has no Intercompany journal. Have it made under "
            "Configuration > Set Up Intercompany Accounting.",
            text.splitlines(),
        )
        self.pair("F", "E").active = False
        self.assertSays(
            "There is no active intercompany accounting for payments of Fabrikam to "
            "invoices of Fabrikam East. Have it set up under Invoicing > Configuration "
            "> Centralized Payments > Set Up Intercompany Accounting.",
            settlement,
        )

    def test_what_marks_are_told(self):
        first = self.settlement(self.pay, self.bill)
        other = self.payment("F", 600)
        with self.assertRefused() as caught, self.cr.savepoint():
            self.settlement(other, self.bill)
        self.assertEqual(
            str(caught.exception),
            f"Fabrikam East, {self.bill.name} is marked in {first.name} already. "
            "Unmark it there first.",
        )
        with self.assertRefused() as caught, self.cr.savepoint():
            self.settlement(self.pay, user=self.clerk_f)
        self.assertEqual(
            str(caught.exception),
            f"Fabrikam, {self.pay.name} is marked in another draft settlement. Ask for "
            "it to be unmarked there.",
        )
        drafts = [self.payment("F", 5, post=False) for _n in range(2)]
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            self.settlement(*drafts)
        self.assertIn("waits for one draft payment already", str(caught.exception))
        self.assertIn("Post that one first", str(caught.exception))

    # What is marked

    def test_nothing_pays_or_is_paid(self):
        self.assertNothingWritten("Nothing pays", settlement=self.settlement(self.bill))
        self.assertNothingWritten(
            "Nothing is paid", settlement=self.settlement(self.pay)
        )

    def test_settled_transaction(self):
        settlement = self.settlement(self.pay, self.bill)
        other = self.payment("E", 600)
        (self.receivable(other) | self.receivable(self.bill)).reconcile()
        self.moves += 1
        self.assertNothingWritten(self.bill.name, "settled", settlement=settlement)

    def test_draft_invoice(self):
        settlement = self.settlement(self.pay, self.bill)
        self.bill.button_draft()
        self.assertNothingWritten("not posted", settlement=settlement)

    def test_other_customer(self):
        stranger = self.env["res.partner"].create(
            {"name": "Contoso", "company_id": self.companies["E"].id}
        )
        bill = self.invoice("E", 600, partner=stranger)
        self.moves += 1
        settlement = self.settlement(self.pay, bill)
        self.assertNothingWritten(bill.name, "Address Book ID", settlement=settlement)

    def test_receivable_of_another_type(self):
        account = self.data["E"]["default_account_receivable"].copy({"non_trade": True})
        self.receivable(self.bill).sudo().account_id = account
        self.assertNothingWritten(self.bill.name, "receivable")

    def test_marked_elsewhere(self):
        first = self.settlement(self.pay, self.bill)
        other = self.payment("F", 600)
        with self.assertRefused(self.bill.name, first.name), self.cr.savepoint():
            self.settlement(other, self.bill)
        second = self.settlement(other)
        line = self.receivable(self.bill)
        with self.assertRefused(self.bill.name, first.name), self.cr.savepoint():
            second.line_ids.create(
                {"settlement_id": second.id, "move_line_id": line.id}
            )
        stranger = self.new_user("stranger", "account.group_account_invoice", "F")
        with self.assertRefused(self.pay.name) as caught, self.cr.savepoint():
            self.settlement(self.pay, user=stranger)
        self.assertNotIn(first.name, str(caught.exception))
        first.unlink()
        second.unlink()
        self.settlement(other, self.bill)

    def test_marked_twice_in_one(self):
        settlement = self.settlement(self.pay, self.bill)
        again = {"move_line_id": self.receivable(self.bill).id}
        with self.assertRefused(self.bill.name), self.cr.savepoint():
            settlement.write({"line_ids": [Command.create(again)]})
        settlement.unlink()
        with self.assertRefused(self.bill.name), self.cr.savepoint():
            self.settlement(self.pay, self.bill, self.bill)

    def test_two_primaries_and_a_primary_invoice(self):
        settlement = self.settlement(self.pay, self.bill)
        settlement.line_ids.is_primary = True
        text = self.assertNothingWritten(self.pay.name, settlement=settlement)
        self.assertIn(self.bill.name, text)

    def test_two_draft_payments(self):
        drafts = [self.payment("F", 5, post=False) for _n in range(2)]
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.settlement(*drafts, self.bill)

    def test_payment_that_carries_tax(self):
        north, data = self.northwind["F"], self.data["F"]
        receivable, sales = (
            data[f"default_account_{name}"] for name in ("receivable", "revenue")
        )
        taxed = {"tax_ids": [Command.set(self.tax("F", 10).ids)]}
        entry = self.entry(
            "F",
            [
                (receivable, north, self.usd, -110, -110, {}),
                (sales, north, self.usd, 110, 110, taxed),
            ],
            date="2026-03-20",
        )
        self.moves += 1
        self.assertTrue(entry.line_ids.tax_line_id)
        entry = entry.with_user(self.clerk)
        settlement = (
            self.env["ar.settlement"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.northwind["F"].id,
                    "line_ids": [
                        Command.create({"move_line_id": line.id})
                        for line in self.receivable(entry) | self.receivable(self.bill)
                    ],
                }
            )
        )
        self.assertNothingWritten("tax", entry.name, settlement=settlement)

    # Set-up

    def test_pair_that_is_missing(self):
        self.pair("F", "E").active = False
        self.assertNothingWritten("Fabrikam", "Fabrikam East", "Set Up")

    def test_pair_that_is_not_ready(self):
        pair = self.pair("F", "E")
        pair.due_to_account_id.sudo().reconcile = False
        pair.invoice_company_id.sudo().ar_intercompany_journal_id = False
        text = self.assertNothingWritten("reconciliation")
        self.assertIn("journal", text.lower())

    def test_missing_rate(self):
        bill = self.invoice("E", 600, currency="CAD")
        self.moves += 1
        settlement = self.settlement(self.pay, bill)
        self.assertNothingWritten(
            "Fabrikam East", "CAD", "03/25/2026", settlement=settlement
        )

    def test_rate_of_a_later_day_is_none(self):
        self.set_rate("E", "CAD", "2026-03-26", 1.3)
        bill = self.invoice("E", 600, currency="CAD", date="2026-03-26")
        self.moves += 1
        settlement = self.settlement(self.pay, bill)
        self.assertNothingWritten("Fabrikam East", "CAD", settlement=settlement)

    def test_locks(self):
        for letter, field in (
            ("F", "fiscalyear_lock_date"),
            ("E", "fiscalyear_lock_date"),
            ("E", "hard_lock_date"),
        ):
            company = self.companies[letter].sudo()
            with self.subTest(letter=letter, field=field):
                savepoint = self.cr.savepoint()
                company[field] = "2026-03-31"
                self.assertNothingWritten(company.name, "04/01/2026", "03/25/2026")
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_tax_lock_counts_where_tax_is_corrected(self):
        tax, term = self.tax("E", 15), self.term(10, days=30, mode="included")
        bill = self.invoice("E", 100, tax=tax, term=term)
        pay = self.payment("F", 103.5)
        self.moves += 2
        self.companies["E"].sudo().tax_lock_date = "2026-03-31"
        settlement = self.settlement(pay, bill)
        self.assertNothingWritten("Fabrikam East", "Tax", settlement=settlement)
        self.settle(self.pay, self.bill)

    def test_locked_draft_payment(self):
        pay = self.payment("F", 600, post=False, date="2026-03-20")
        settlement = self.settlement(pay, self.bill, date="2026-04-10")
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-03-31"
        self.assertNothingWritten("03/20/2026", settlement=settlement)

    def test_date_before_the_latest_transaction(self):
        self.assertNothingWritten("03/25/2026", date="2026-03-24")

    def test_included_discount_with_cash_basis(self):
        self.companies["E"].sudo().tax_exigibility = True
        transition = self.pair("F", "E").due_from_account_id.copy()
        tax = self.tax(
            "E",
            20,
            tax_exigibility="on_payment",
            cash_basis_transition_account_id=transition.id,
        )
        term = self.term(10, days=30, mode="included")
        bill = self.invoice("E", 100, tax=tax, term=term)
        pay = self.payment("F", 108)
        self.moves += 2
        settlement = self.settlement(pay, bill)
        self.assertSays(
            f"Fabrikam East, {bill.name} has a cash discount that reduces its tax, and "
            "tax that is due on payment. This cannot be settled yet. Type a discount "
            "of 0 on it, and make a credit note for the discount.",
            settlement,
        )

    def test_all_reasons_at_once(self):
        self.pair("F", "E").due_to_account_id.sudo().reconcile = False
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-03-31"
        text = self.assertNothingWritten(
            "reconciliation", typed={self.bill: {"amount": 601}}
        )
        for part in (self.bill.name, "03/25/2026", "04/01/2026"):
            self.assertIn(part, text)

    # Changed in the meantime

    def test_archived_company(self):
        done = self.settle(self.payment("F", 5), self.invoice("E", 5))
        self.moves = self.env["account.move"].sudo().search_count([])
        settlement = self.settlement(self.pay, self.bill)
        self.companies["E"].sudo().active = False
        self.env.invalidate_all()
        text = self.assertNothingWritten("Fabrikam East", settlement=settlement)
        self.assertEqual(
            text,
            "Fabrikam East is archived: nothing can be booked there. Unarchive it, or "
            "unmark its documents.",
        )
        with self.assertRefused() as caught, self.cr.savepoint():
            done.with_user(self.controller).action_undo()
        self.assertEqual(
            str(caught.exception),
            f"{done.name} cannot be undone: Fabrikam East is archived, and nothing can "
            "be booked there. Unarchive it first.",
        )
        self.assertFalse(settlement.with_user(self.clerk_f).search([]))
        [problem] = self.pair("F", "E").with_user(self.clerk).readiness()
        self.assertEqual(problem["code"], "company_archived")
        self.companies["E"].sudo().active = True
        self.env.invalidate_all()
        settlement.action_post()
        self.assertOpen({self.bill: "0", self.pay: "0"})

    def test_locked_between_preview_and_post(self):
        settlement = self.settlement(self.pay, self.bill)
        self.env.flush_all()
        self.env.invalidate_all()
        shown = settlement.preview_fingerprint
        settlement.preview()
        before = self.trial_balance()
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-03-31"
        for work in (
            lambda: settlement.action_post(shown),
            settlement.action_post,
            settlement.with_context(preview_fingerprint=shown).action_post_previewed,
        ):
            settlement.invalidate_recordset()
            with self.assertRefused() as caught, self.cr.savepoint():
                work()
            self.assertEqual(
                str(caught.exception),
                "Fabrikam East: 03/25/2026 is locked by its Global Lock Date "
                "(03/31/2026). The first date that is open in all companies is "
                "04/01/2026: choose it as the settlement date, or have the lock "
                "changed.",
            )
        self.assertEqual(self.trial_balance(), before)
        settlement.invalidate_recordset()
        self.assertEqual(settlement.state, "draft")
        settlement.date = "2026-04-01"
        settlement.action_post()
        dates = {str(date) for date in settlement.move_ids.mapped("date")}
        self.assertEqual(dates, {"2026-04-01"})
        self.assertOpen({self.bill: "0", self.pay: "0"})

    def test_locked_between_preview_and_posting_of_the_payment(self):
        pay = self.payment("F", 600, post=False)
        settlement = self.settlement(pay, self.bill)
        settlement.preview()
        before = self.trial_balance()
        self.companies["E"].sudo().hard_lock_date = "2026-03-31"
        texts = ("Fabrikam East", "Hard Lock Date", "04/01/2026")
        with self.assertRefused(*texts), self.cr.savepoint():
            pay.action_post()
        pay.invalidate_recordset()
        self.assertEqual((pay.state, settlement.state), ("draft", "draft"))
        self.assertEqual(self.trial_balance(), before)

    def test_account_that_takes_another_currency(self):
        account = self.pair("F", "E").due_from_account_id.sudo()
        account.currency_id = self.eur
        text = self.assertNothingWritten("Due-from Account")
        self.assertEqual(
            text,
            "Due-from Account: the account Due from Fabrikam of Fabrikam East takes "
            "only EUR, but what is due has the currency of each payment. Take the "
            "currency off the account, or choose another.",
        )

    # Pairs that somebody needs

    def test_deleting_a_pair_that_is_used(self):
        self.settle(self.pay, self.bill)
        pair = self.pair("F", "E").with_user(self.controller)
        with self.assertRefused() as caught, self.cr.savepoint():
            pair.unlink()
        self.assertEqual(
            str(caught.exception),
            "These companies have journal items between them: Fabrikam → Fabrikam "
            "East. They need the accounts that say what is due. Archive the record if "
            "it should settle nothing more.",
        )
        pair.active = False
        self.assertTrue(pair.exists())

    def test_deleting_a_pair_that_a_draft_needs(self):
        settlement = self.settlement(self.pay, self.bill)
        pair = self.pair("F", "E").with_user(self.controller)
        text = (
            "Fabrikam → Fabrikam East: draft settlements need this: {}. Have them "
            "posted or deleted first, or archive the record: then it settles nothing "
            "more, and can be unarchived."
        )
        with self.assertRefused() as caught, self.cr.savepoint():
            pair.unlink()
        self.assertEqual(str(caught.exception), text.format(settlement.name))
        third = self.invoice("W", 5)
        item = self.receivable(third).id
        settlement.line_ids.create(
            {"settlement_id": settlement.id, "move_line_id": item}
        )
        two = self.new_user("two", "account.group_account_manager", "FE")
        with self.assertRefused() as caught, self.cr.savepoint():
            pair.with_user(two).unlink()
        hidden = "a settlement that you may not open"
        self.assertEqual(str(caught.exception), text.format(hidden))
        self.pair("E", "F").with_user(self.controller).unlink()
        settlement.unlink()
        pair.unlink()

    def test_a_draft_that_goes_through_a_hub_needs_the_hubs_pairs_alone(self):
        note = self.credit_note("E", 25)
        self.settlement(
            note, self.invoice("W", 100), self.payment("F", 75), primary=self.pay
        )
        self.pair("W", "E").with_user(self.controller).unlink()
        with self.assertRefused("Fabrikam East → Fabrikam West"):
            self.pair("E", "W").with_user(self.controller).unlink()

    # Posted settlements are facts

    def test_posted_settlement_stays(self):
        settlement = self.settle(self.pay, self.bill)
        for what in (
            settlement.unlink,
            settlement.line_ids.unlink,
            lambda: settlement.write({"partner_id": self.northwind["E"].id}),
            lambda: settlement.line_ids[0].write({"amount": 1}),
            lambda: settlement.write(
                {"line_ids": [Command.delete(settlement.line_ids[0].id)]}
            ),
            settlement.action_post,
            settlement.preview,
        ):
            with self.assertRefused(settlement.name), self.cr.savepoint():
                what()

    def test_state_and_number_are_not_the_users(self):
        settlement = self.settlement(self.pay, self.bill)
        number = settlement.name
        text = (
            "Number is determined, and cannot be changed.\n"
            "Status is determined, and cannot be changed."
        )
        with self.assertRefused(text):
            settlement.write({"state": "posted", "name": "X"})
        self.assertEqual((settlement.state, settlement.name), ("draft", number))
        with self.assertRefused(text):
            settlement.create(
                {"partner_id": self.northwind["F"].id, "state": "undone", "name": "X"}
            )

    def test_links_of_entries_are_not_the_users(self):
        settlement = self.settle(self.pay, self.bill)
        entry = settlement.move_ids[0].with_user(self.clerk)
        for links in ([Command.clear()], [Command.unlink(settlement.id)]):
            with self.assertRaises(AccessError), self.cr.savepoint():
                entry.write({"ar_settlement_ids": links})
        leg = settlement.leg_ids.with_user(self.clerk)
        for what in (leg.unlink, lambda: leg.write({"amount_source": 1})):
            with self.assertRaises(AccessError), self.cr.savepoint():
                what()

    def test_marking_in_a_posted_settlement(self):
        settlement = self.settle(self.pay, self.bill)
        extra = self.receivable(self.invoice("E", 5))
        with self.assertRaises(UserError), self.cr.savepoint():
            self.env["ar.settlement.line"].with_user(self.clerk).create(
                {"settlement_id": settlement.id, "move_line_id": extra.id}
            )
