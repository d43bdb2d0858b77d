"""Every page of ours that is not another wing's alone, with something on it.

A page is a title, the action that opens it, what is pressed there first, and what is
to be seen then. A script walks over them in the browser.
"""

import json
from pathlib import Path

from .journals import PaymentJournalCommon

MODULE = "ar_centralized_payments"


def form(model, record, **context):
    """The action that opens the form of a record."""
    return {
        "type": "ir.actions.act_window",
        "res_model": model,
        "res_id": record.id,
        "views": [[False, "form"]],
        "context": context,
    }


def script_of(name, pages, **given):
    """A script of this directory for the browser, with the pages and the steps that
    such scripts have in common, and what else it is given."""
    fields = ("title", "action", "presses", "ready")
    given["PAGES"] = [dict(zip(fields, page, strict=True)) for page in pages]
    constants = "".join(
        f"const {constant} = {json.dumps(value, default=str)};\n"
        for constant, value in given.items()
    )
    here = Path(__file__).parent
    return "\n".join(
        f"(() => {{\n{constants}{(here / file).read_text()}\n}})();"
        for file in ("browser_steps.js", name)
    )


def enter_of(journal):
    """What the web client needs of the action that enters payments."""
    action = journal.action_enter_payments()
    return {name: action[name] for name in ("tag", "params")}


class PagesCommon(PaymentJournalCommon):
    def settle_page(self, **params):
        return {
            "type": "ir.actions.client",
            "tag": f"{MODULE}.settle_transactions",
            "params": params,
        }

    def pages(self):
        """Each page of ours, with something on it."""
        journal = self.payment_journal()
        term = self.term(2, days=60)
        bill, other = self.invoice("E", 600, term=term), self.invoice("W", 300)
        line = self.line(journal, 500, bill)
        self.line(journal, 50)
        posted = self.payment_journal(use_deposit_slip=True)
        self.line(posted, 300, other, payment_reference="REF")
        posted.action_post()
        settlement = posted.payment_ids.settlement_ids
        slips = posted.payment_ids.with_user(self.controller)
        slips.action_generate_deposit_slip()
        lines = journal.action_open_lines()
        return [
            *self.pages_to_settle(line, settlement),
            *self.pages_of_journals(journal, posted, lines),
            *self.pages_to_enter(journal, posted),
            *self.pages_to_read(),
            *self.pages_of_receivables(),
            *self.pages_of_closes(),
        ]

    def pages_of_receivables(self):
        mailing = self.env["ar.statement.mailing"].with_user(self.controller)
        customer = {"partner_id": self.northwind["F"].id}
        mailing = mailing.create({"line_ids": [(0, 0, customer)]})
        position = self.env["ar.customer.position"].search([], limit=1)
        return [
            (
                "receivables",
                f"{MODULE}.action_receivables_home",
                [],
                ".o_ar_home article",
            ),
            ("positions", f"{MODULE}.action_ar_customer_position", [], ".o_data_row"),
            ("position", form("ar.customer.position", position), [], ".o_form_view"),
            (
                "as of",
                f"{MODULE}.action_ar_balances_as_of",
                [],
                ".modal .o_form_view",
            ),
            ("mailing", form("ar.statement.mailing", mailing), [], ".o_form_view"),
        ]

    def pages_to_settle(self, line, settlement):
        rows = ".o_ar_settle_table tbody tr"
        customer = self.northwind["F"].id
        draft = line.settlement_id
        return [
            ("settle", self.settle_page(partner_id=customer), [], rows),
            ("settle, empty", self.settle_page(), [], ".o_view_nocontent"),
            (
                "settle a line",
                self.settle_page(payment_id=line.id, from_line=True),
                [],
                f"{rows} button[name=discount_use]",
            ),
            (
                "columns",
                self.settle_page(partner_id=customer),
                ["button[name=columns]"],
                ".o-dropdown--menu",
            ),
            ("settlements", f"{MODULE}.action_ar_settlement", [], ".o_list_view"),
            ("draft", form("ar.settlement", draft), [], ".o_form_view"),
            ("settlement", form("ar.settlement", settlement), [], ".o_form_view"),
            (
                "undo a settlement",
                form("ar.settlement", settlement),
                ["button[name=action_undo_wizard]"],
                ".modal .o_form_view",
            ),
            (
                "marks",
                f"{MODULE}.action_marked_transactions",
                [],
                ".o_data_row, .o_group_header",
            ),
        ]

    def pages_of_journals(self, journal, posted, lines):
        return [
            ("journals", f"{MODULE}.action_ar_payment_journal", [], ".o_data_row"),
            ("journal", form("ar.payment.journal", journal), [], ".o_form_view"),
            ("posted journal", form("ar.payment.journal", posted), [], ".o_form_view"),
            (
                "undo a journal",
                form("ar.payment.journal", posted),
                ["button[name=action_undo_wizard]"],
                ".modal .o_form_view",
            ),
            (
                "validate",
                form("ar.payment.journal", journal),
                ["button[name=action_validate]"],
                ".modal, .o_notification",
            ),
            ("lines", lines, [], ".o_data_row"),
            ("line typed", lines, [".o_list_button_add"], ".o_selected_row"),
        ]

    def pages_to_enter(self, journal, posted):
        enter = {"type": "ir.actions.client", **enter_of(journal)}
        return [
            ("entry", enter, [], "#o_ar_entry_customer"),
            (
                "which journal",
                f"{MODULE}.action_enter_payments",
                [],
                ".o_ar_new_journal",
            ),
            ("paste", enter, ["button[name=paste]"], ".modal textarea"),
            (
                "proposal",
                {
                    **form("ar.payment.proposal", journal.browse()),
                    "res_id": False,
                    "context": {"default_payment_journal_id": journal.id},
                },
                ["button[name=action_propose]:not(.d-none)"],
                ".o_form_view",
            ),
            ("slips", f"{MODULE}.action_ar_deposit_slip", [], ".o_data_row"),
            (
                "slip",
                form("ar.deposit.slip", posted.payment_ids.deposit_slip_id),
                [],
                ".o_form_view",
            ),
        ]

    def pages_to_read(self):
        return [
            ("reimburse", f"{MODULE}.action_ar_reimbursement", [], ".o_form_view"),
            ("parties", f"{MODULE}.action_party_record", [], ".o_list_view"),
            (
                "balances",
                f"{MODULE}.action_ar_intercompany_balance",
                [],
                ".o_list_view",
            ),
            (
                "pairs",
                f"{MODULE}.action_intercompany_accounting",
                [],
                ".o_data_row, .o_group_header",
            ),
            (
                "assistant",
                f"{MODULE}.action_intercompany_setup",
                [],
                ".modal .o_ar_grid",
            ),
        ]

    def pages_of_closes(self):
        """The page before there is a close is in the tour of closes."""
        close = self.env["ar.period.close"].with_user(self.controller).create({})
        close.check()
        page, cell = f"{MODULE}.action_period_close_page", ".o_ar_close_cell"
        task = close.task_ids.filtered("check_id")[:1]
        return [
            ("close", page, [], cell),
            ("a task of a close", page, [f"{cell}.o_ar_close_sign"], cell),
            ("lock a close", page, ["button[name=lock]"], ".modal select"),
            ("close, form", form("ar.period.close", close), [], ".o_form_view"),
            ("task, form", form("ar.period.close.task", task), [], ".o_form_view"),
            ("history", f"{MODULE}.action_ar_period_close_task", [], ".o_list_view"),
        ]
