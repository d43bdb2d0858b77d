"""Beside OCA ``account_journal_lock_date``: journals with lock dates of their own."""

from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestJournalLockDates(SettlingCommon):
    def lock(self, letter, date, field="fiscalyear_lock_date"):
        journal = self.companies[letter].sudo().ar_intercompany_journal_id
        journal[field] = date
        return journal

    def test_the_preview_says_what_posting_would(self):
        journal = self.lock("E", "2026-03-31")
        payment, invoice = self.payment("F", 600), self.invoice("E", 600)
        settlement = self.settlement(payment, invoice, date="2026-03-30")
        for text in ("Fabrikam East", journal.name, "03/31/2026", "04/01/2026"):
            self.assertIn(text, settlement.problems)
        with self.assertRefused("Fabrikam East", journal.name), self.cr.savepoint():
            settlement.action_post()
        settlement.date = "2026-04-01"
        self.assertFalse(settlement.problems)
        settlement.action_post()
        self.assertOpenNothing(settlement)

    def test_only_the_journal_of_each_company_counts(self):
        self.lock("W", "2026-03-31")
        payment, invoice = self.payment("F", 600), self.invoice("E", 600)
        self.data["E"]["default_journal_sale"].fiscalyear_lock_date = "2026-03-31"
        settlement = self.settle(payment, invoice, date="2026-03-30")
        self.assertOpenNothing(settlement)

    def test_for_those_it_binds(self):
        self.lock("E", "2026-03-31", "period_lock_date")
        payment, invoice = self.payment("F", 600), self.invoice("E", 600)
        settlement = self.settlement(payment, invoice, date="2026-03-30")
        self.assertIn("Fabrikam East", settlement.problems)
        adviser = settlement.with_user(self.controller)
        adviser.invalidate_recordset()
        self.assertFalse(adviser.problems)
        adviser.action_post()
        self.assertOpenNothing(settlement)

    def test_undone_on_the_first_date_open(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        self.lock("F", "2026-03-31")
        settlement.with_user(self.controller).action_undo()
        dates = settlement.sudo().move_ids.filtered("reversed_entry_id").mapped("date")
        self.assertEqual({str(date) for date in dates}, {"2026-04-01"})
