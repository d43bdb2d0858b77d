"""What a session of the web client learns of other companies by ids that it guesses.

The calls are those that a browser sends, word for word (``/web/dataset/call_kw``), with
ids in shapes that no form of this addon sends. Whatever comes back, a refusal too, has
no word and no amount of what is not the user's.
"""

import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .journals import PaymentJournalCommon
from .rpc import RpcCommon

SECRETS = (
    *("zqx", "4711-77", "7319.37", "7,319.37", "8428.46", "8,428.46"),
    *("Fabrikam East", "Fabrikam West"),
)
NAME = {"fields": {"display_name": {}}}
LINE = {
    "document": {},
    "amount_open": {},
    "date": {},
    "date_maturity": {},
    "company_id": NAME,
}
SHOWN = {"problems": {}, "preview_html": {}, "company_tags": {}, "totals_html": {}}


@tagged("post_install", "-at_install")
class TestWebSession(RpcCommon, PaymentJournalCommon):
    """Fabrikam's clerk, beside a customer of East and West."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http", "odoo.sql_db"))
        east, west = (self.stranger(letter) for letter in "EW")
        for letter in "EW":
            for kind in ("sale", "bank"):
                journal = self.data[letter][f"default_journal_{kind}"]
                journal.write({"name": f"Zqx {kind}", "code": f"ZQX{kind[0].upper()}"})
        self.east, self.bill = east, self.invoice("E", 7319.37, partner=east)
        self.credit = self.payment("W", 8428.46, partner=west)
        self.posted = self.settle(
            self.payment("W", 7319.37, partner=west),
            self.invoice("E", 7319.37, partner=east),
        )
        self.draft_pay = self.payment("E", 8428.46, partner=east, post=False)
        self.journal = self.payment_journal(user=self.clerk)
        self.own = self.receivable(self.invoice("F", 13))
        self.pay = self.payment(
            "F", 112, post=False, ar_payment_journal_id=self.journal.id
        )
        self.draft = self.settlement(self.pay, self.invoice("E", 112))
        self.env.flush_all()
        self.authenticate(self.clerk_f.login, self.passwords[self.clerk_f])

    def stranger(self, letter):
        return self.env["res.partner"].create(
            {
                "name": f"Zqx of {letter}",
                "company_id": self.companies[letter].id,
                "address_book_id": "4711-77",
            }
        )

    def ask(self, model, method, args, context=None):
        """What the session is answered: the result, or ``None`` and a refusal in words.

        Neither has a secret.
        """
        params = {"model": model, "method": method, "args": args}
        params["kwargs"] = {"context": context or {}}
        self.env.flush_all()
        response = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw",
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=60,
        ).json()
        self.env.invalidate_all()
        error = response.get("error", {}).get("data", {})
        told = json.dumps([response.get("result"), error.get("message")])
        for secret in SECRETS:
            self.assertNotIn(secret.lower(), told.lower(), f"{model}.{method}{args}")
        if error:
            self.assertIn("odoo.exceptions.", error["name"], told)
        return response.get("result")

    def made(self, model, values, context=None):
        """The ids of a new record, or none if it is refused."""
        return self.ask(model, "create", [[values]], context) or []

    def foreign_items(self):
        """A journal item and a draft payment of others."""
        return (
            ("move_line_id", self.receivable(self.bill).id),
            ("move_line_id", self.receivable(self.credit).id),
            ("payment_id", self.draft_pay.id),
        )

    # ------------------------------------------------------------
    # Forms, and what they start with
    # ------------------------------------------------------------
    def test_a_form_of_a_mark(self):
        line = "ar.settlement.line"
        for name, number in self.foreign_items():
            for shape in ({"id": number}, [number], [number, "x"], str(number), number):
                self.ask(line, "onchange", [[], {name: shape}, [name], LINE])
                self.ask(
                    line,
                    "web_save",
                    [[], {name: shape, "settlement_id": self.draft.id}, LINE],
                )
            default = {f"default_{name}": number}
            self.ask(line, "onchange", [[], {}, [], LINE], default)
            self.ask("ir.default", "set", [line, name, number, True])
            self.ask(line, "onchange", [[], {}, [], LINE])
            self.ask("ir.default", "set", [line, name, False, True])
        for settlement in (self.posted, self.draft):
            found = self.ask(
                line,
                "onchange",
                [
                    [],
                    {"settlement_id": {"id": settlement.id}},
                    ["settlement_id"],
                    {"customer_id": NAME},
                ],
            )
            self.assertFalse(
                found and (found.get("value") or {}).get("customer_id"), found
            )

    def test_a_form_of_a_settlement(self):
        items = [number for name, number in self.foreign_items() if name[0] == "m"]
        marks = [[0, str(number), {"move_line_id": {"id": number}}] for number in items]
        nested = [[0, "n", {"move_line_id": {"move_id": self.bill.id}}]]
        for partner in ({"id": self.east.id}, self.east.id, [self.east.id], False):
            for lines in (marks, nested):
                for commands in (lines, [[0, 0, lines[0][2]]]):
                    values = {"partner_id": partner, "line_ids": commands}
                    form = [[], values, ["line_ids"], SHOWN]
                    self.ask("ar.settlement", "onchange", form)
                    self.ask("ar.settlement", "web_save", [[], values, SHOWN])
        defaults = {
            "default_partner_id": self.northwind["F"].id,
            "default_line_ids": [[0, 0, {"move_line_id": items[0]}]],
        }
        self.ask("ar.settlement", "onchange", [[], {}, [], SHOWN], defaults)

    def test_reimbursements(self):
        east, usd = self.east.id, self.env.ref("base.USD").id
        journal = self.data["E"]["default_journal_bank"].id
        (wizard,) = self.made("ar.reimbursement", {})
        for values in (
            {"partner_id": east},
            {"partner_id": {"id": east}},
            {"partner_id": [east]},
        ):
            whole = {"reimbursement_id": wizard, "currency_id": usd, **values}
            lines = self.made("ar.reimbursement.line", whole)
            names = ["partner_id", "address_book_id"]
            self.ask("ar.reimbursement.line", "read", [lines, names])
            self.ask("ar.reimbursement.line", "action_open_transactions", [lines])
        self.made(
            "ar.reimbursement.company",
            {
                "reimbursement_id": wizard,
                "company_id": self.companies["E"].id,
                "journal_id": journal,
            },
        )
        shown = {"central_journal_id": NAME}
        self.ask(
            "ar.reimbursement",
            "web_save",
            [[wizard], {"central_journal_id": journal}, shown],
        )

    def test_proposals_and_slips(self):
        east, usd = self.east.id, self.env.ref("base.USD").id
        bill = self.receivable(self.bill).id
        own = self.payment_journal(user=self.clerk_f).id
        (proposal,) = self.made("ar.payment.proposal", {"payment_journal_id": own})
        line, item = "ar.payment.proposal.line", "ar.payment.proposal.item"
        values = {"proposal_id": proposal, "currency_id": usd}
        made = self.made(line, values, {"default_partner_id": east})
        self.ask(line, "read", [made, ["partner_id", "address_book_id"]])
        self.ask(
            line,
            "onchange",
            [[], {"partner_id": {"id": east}}, ["partner_id"], {"address_book_id": {}}],
        )
        lines = self.made(line, {**values, "partner_id": self.northwind["F"].id})
        for number in lines[:1]:
            made = self.made(item, {"line_id": number}, {"default_move_line_id": bill})
            self.ask(item, "read", [made, ["move_line_id"]])
        self.ask(
            "ar.deposit.slip.cancel",
            "onchange",
            [[], {}, [], {"payment_id": NAME, "problems": {}}],
            {"default_payment_id": self.draft_pay.id},
        )

    def test_the_entry_page(self):
        values = {
            "partner_id": [self.east.id],
            "amount": 10.0,
            "date": "2026-03-25",
            "journal_id": self.journal.journal_id.id,
        }
        journal = self.payment_journal(user=self.clerk_f).id
        for partner in ([self.east.id], {"id": self.east.id}, self.east.id):
            pasted = [journal, f"{self.bill.name} 5", {**values, "partner_id": partner}]
            self.ask("ar.payment.journal", "entry_paste", [*pasted, {}])
            self.ask(
                "ar.payment.journal",
                "entry_totals",
                [journal, {**values, "partner_id": partner}, {}],
            )

    # ------------------------------------------------------------
    # What others settle
    # ------------------------------------------------------------
    def test_a_payment_that_others_marked(self):
        """Changed and deleted, it takes its own mark alone."""
        shown = {"amount": {}, "settlement_id": NAME}
        self.ask("account.payment", "web_save", [[self.pay.id], {"amount": 1}, shown])
        self.assertTrue(self.draft.exists())
        self.assertTrue(self.ask("account.payment", "unlink", [[self.pay.id]]))
        self.assertFalse(self.pay.exists())
        self.assertTrue(self.draft.exists())
        self.assertEqual(len(self.draft.line_ids), 1)

    def test_deleting_the_payment_journal(self):
        self.assertTrue(self.ask("ar.payment.journal", "unlink", [[self.journal.id]]))
        self.assertTrue(self.draft.exists())
        self.assertEqual(len(self.draft.line_ids), 1)

    def test_matches_and_methods_of_payment(self):
        """Odoo has no rule of its own for either."""
        self.settle(self.payment("F", 13), self.own.move_id)
        own = self.companies["F"].ids
        for model, names in (
            (
                "account.partial.reconcile",
                ["debit_move_id", "credit_move_id", "amount", "company_id"],
            ),
            (
                "account.payment.method.line",
                ["name", "journal_id", "payment_account_id", "company_id"],
            ),
        ):
            others = [["company_id", "not in", own]]
            self.assertTrue(self.env[model].sudo().search_count(others))
            self.assertFalse(self.ask(model, "search_read", [others, names]))
            self.assertTrue(self.ask(model, "search_read", [[], names]))
