"""Builders and asserts of period closes, on top of payment journals."""

from odoo import Command

from ..journals import PaymentJournalCommon

MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


class ClosingCommon(PaymentJournalCommon):
    """The close of March, made by the controller from the delivered template."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closer = cls.new_user(
            "closer",
            "account.group_account_invoice,"
            "ar_centralized_payments.group_close_receivable",
        )

    def close(self, letters="FEWX", user=None, **values):
        """A close of some companies; ``template``: tasks of its own."""
        companies = [self.companies[letter].id for letter in letters]
        closes = self.env["ar.period.close"].with_user(user or self.controller)
        return closes.create(
            {**MARCH, "company_ids": [Command.set(companies)], **values}
        )

    def template(self, *keys, **lines):
        """A template of the checks of these keys, and of ``lines``: key -> values."""
        checks = self.env["ar.close.check"].sudo().search([("key", "in", keys)])
        self.assertEqual(len(checks), len(keys))
        rows = [{"check_id": check.id, "due_days": 1} for check in checks]
        rows += [{"key": key, "name": key, **values} for key, values in lines.items()]
        template = self.env["ar.close.template"].sudo().create(
            {
                "name": "Some tasks",
                "line_ids": [Command.create(row) for row in rows],
            }
        )  # fmt: skip
        return template.id

    def task(self, close, key, letter=None, user=None):
        """The task of a close in a company (of the group without a letter)."""
        company = self.companies[letter].id if letter else False
        found = close.sudo().task_ids.filtered(
            lambda t: t.key == key and t.company_id.id == company
        )
        self.assertEqual(len(found), 1, f"{key} {letter}")
        return found.with_user(user or self.controller)

    def found(self, close, key, letter=None):
        """What a check says now: its state, and how many with what amount."""
        close.check()
        task = self.task(close, key, letter).sudo()
        if task.check_state != "open":
            return task.check_state
        text = f"open {task.count}"
        return f"{text} {task.amount:.2f}" if task.amount else text

    def states(self, close, key):
        """The status of a task in each company: ``F open, E done``."""
        return ", ".join(
            f"{self.letter_of(task.company_id)} {task.state}"
            for task in close.sudo().task_ids.filtered(lambda t: t.key == key)
            if task.company_id
        )

    def draft_entry(self, letter, account=None):
        """A draft of the last day, on the receivable account or another one."""
        account = account or self.data[letter]["default_account_receivable"]
        other = self.data[letter]["default_account_revenue"]
        return self.env["account.move"].sudo().create(
            {
                "move_type": "entry",
                "company_id": self.companies[letter].id,
                "journal_id": self.data[letter]["default_journal_misc"].id,
                "date": "2026-03-31",
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": 5.0}),
                    Command.create({"account_id": other.id, "credit": 5.0}),
                ],
            }
        )  # fmt: skip

    @property
    def key_of_drafts(self):
        has_orders = "sale_line_ids" in self.env["account.move.line"]._fields
        return "B8" if has_orders else "B8-all"
