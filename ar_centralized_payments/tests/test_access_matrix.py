"""Who may do what, as two tables: records, and methods called as RPC calls them.

A new model or a new public method is found by itself, and fails until it has its row
in the ``access.py`` of its wing and, beside it, what it is to be tried with. Here are
the rows of Odoo's own models.
"""

import inspect
import json

from odoo import Command, models
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .eu_sales_list.common import EuSalesBuilders
from .on_behalf.access import MORE_METHODS, MORE_RECORDS, OnBehalfSamples, parse_more
from .samples import WINGS, Samples
from .settling import SettlingCommon
from .walks import MODULE

USERS = ("reader", "clerk_f", "clerk", "controller", "nobody")

# yes: done; no: AccessError; none: not even found, and reading it is an AccessError.
# clerk_f is of Fabrikam alone: what is tried is of Fabrikam and East together.
# Rows of a wizard are tried in that of the clerk.
RECORDS = """
              reader  clerk_f  clerk  controller  nobody
    ar.cash.discount
      create  no      no       no     yes         no
      read    yes     none     yes    yes         yes
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
""" + "".join(wing.RECORDS for wing in WINGS)

METHODS = """
                                  reader  clerk_f  clerk  controller  nobody
    account.move
      action_explain              yes     no       yes    yes         no
      action_open_business_doc    yes     no       yes    yes         no
      action_open_settlements     yes     no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      button_cancel               no      no       no     yes         no
      button_draft                no      no       no     yes         no
      js_assign_outstanding_line  no      no       yes    yes         no
      action_correct_eu_vat       no      no       no     yes         no
    account.payment
      action_open_line            yes     yes      yes    yes         no
      action_cancel               no      no       no     yes         no
      action_cancel_on_slip       yes     no       yes    yes         no
      action_draft                no      yes      yes    yes         no
      action_generate_deposit_slip  no    no       yes    yes         no
      action_open_deposit_slip    yes     no       yes    yes         no
      action_open_settlements     yes     yes      yes    yes         no
      action_post                 no      no       yes    yes         no
      action_settle_transactions  no      yes      yes    yes         no
      action_undo_lines           no      no       no     yes         no
    res.config.settings
      set_values                  no      no       no     no          no
    account.move.line
      action_explain              yes     no       yes    yes         no
      reconcile                   no      no       yes    yes         no
    account.journal
      action_ar_receipts          no      yes      yes    yes         no
    res.partner
      action_customer_position    yes     no       yes    yes         no
      action_send_statement       no      no       yes    yes         no
      action_settle_transactions  no      yes      yes    yes         no
      action_view_party           yes     no       yes    yes         yes
      action_open_bills           yes     no       yes    yes         no
    account.bank.statement.line
      action_open_ar_receipt      no      yes      yes    yes         no
      action_undo_reconciliation  no      no       no     yes         no
      ar_accept                   no      no       yes    yes         no
      ar_propose                  no      yes      yes    yes         no
""" + "".join(wing.METHODS for wing in WINGS)


def parse(table):
    """A table as a dict: (model, what is done) -> the cells of the users."""
    head, *lines = [line.split() for line in table.splitlines() if line.strip()]
    assert tuple(head) == USERS, head
    rows, model = {}, None
    for words in lines:
        if len(words) == 1:
            model = words[0]
        else:
            rows[model, words[0]] = words[1:]
    return rows


@tagged("post_install", "-at_install")
class TestAccessMatrix(OnBehalfSamples, Samples, EuSalesBuilders, SettlingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nobody = cls.new_user("nobody", "base.group_user")
        for name, code in (("sale", "EINV"), ("bank", "EBNK")):
            cls.data["E"][f"default_journal_{name}"].code = code
        cls.northwind["E"].name = "Hidden Traders"

    def setUp(self):
        super().setUp()
        self.pay, self.bill = self.payment("F", 613.37), self.invoice("E", 1313.13)
        self.posted = self.settle(self.pay, self.bill)
        self.own_bill = self.invoice("F", 444.44)
        self.east_pay = self.payment("E", 888.81)
        self.paid = self.settle(self.own_bill, self.east_pay)
        self.open_pay, self.open_bill = self.payment("F", 5), self.invoice("E", 999.77)
        self.draft = self.settlement(self.payment("F", 9), self.invoice("E", 777.71))
        self.draft_pay = self.payment("F", 8, post=False)
        self.waiting = self.settlement(self.draft_pay, self.invoice("E", 555.56))
        self.journal = (
            self.env["ar.payment.journal"]
            .with_user(self.clerk)
            .with_company(self.companies["F"])
            .create({"journal_id": self.data["F"]["default_journal_bank"].id})
        )
        self.line_of_journal = self.payment(
            "F", 6, post=False, ar_payment_journal_id=self.journal.id
        )
        self.settlement(self.line_of_journal, self.invoice("E", 666.61))
        self.posted_line = self.payment("F", 7, ar_payment_journal_id=self.journal.id)
        self.open_journal = self.journal.create(
            {"journal_id": self.journal.journal_id.id}
        )
        settlements = self.draft | self.waiting | self.posted | self.paid
        self.secrets = {
            *("1313.13", "1,313.13", "888.81", "999.77", "777.71", "555.56", "666.61"),
            "Hidden",
            *("303.17", "EINV/", "EBNK", *settlements.mapped("name")),
        }
        self.called_with = {}
        self.item = {"move_line_id": self.receivable(self.open_bill).id}

    # What is tried

    def samples(self):
        """Model -> a record, values to create another one, values to write."""
        partner = {"partner_id": self.northwind["F"].id}
        two = {
            "payment_company_id": self.companies["X"].id,
            "invoice_company_id": self.companies["F"].id,
        }
        return {
            "ar.settlement": (
                self.draft,
                {**partner, "line_ids": [Command.create(self.item)]},
                {"date": "2026-04-12"},
            ),
            "ar.settlement.line": (
                self.draft.line_ids[:1],
                {"settlement_id": self.draft.id, **self.item},
                {"amount": 1},
            ),
            "ar.settlement.leg": (
                self.posted.sudo().leg_ids,
                {"settlement_id": self.posted.id},
                {"amount_source": 1},
            ),
            "ar.settlement.mirror": (
                self.posted.sudo().leg_ids.mirror_ids[:1],
                {"settlement_id": self.posted.id},
                {"due_to_line_id": False},
            ),
            "intercompany.accounting": (
                self.pair("F", "X"),
                two,
                {"exchange_company": "invoice"},
            ),
            **self.samples_of_master_data(),
            **self.samples_of_bills(),
            **self.samples_of_journals(),
            **self.samples_of_reports(),
            **self.samples_of_sales_lists(),
            **self.samples_of_wizards(),
        }

    def samples_of_master_data(self):
        return {
            **self.samples_on_behalf(),
            "ar.party.record": self.sample_of_party_records(),
            "ar.cash.discount": self.sample_of_tiers(),
        }

    def samples_of_journals(self):
        return {
            **self.samples_of_receivables(),
            "ar.payment.journal": self.sample_of_payment_journals(),
            "ar.deposit.slip": self.sample_of_slips(),
            **self.samples_of_debits(),
            **self.samples_of_receipts(),
        }

    def samples_of_reports(self):
        return {
            **self.samples_of_closes(),
            **self.samples_of_payoffs(),
            **self.samples_of_balances(),
            **self.samples_of_revaluations(),
        }

    def sample_of_party_records(self):
        records = self.env["ar.party.record"]
        return records.browse(self.northwind["E"].id), {}, {"city": "X"}

    def sample_of_tiers(self):
        """A further tier of payment terms of East, and one that comes after it."""
        terms = self.term(2, days=5, tiers=((1, 14),)).sudo()
        terms.company_id = self.companies["E"]
        values = {"discount_percentage": 0.5, "discount_days": 20}
        tier = terms.cash_discount_ids.with_env(self.env)
        return tier, {**values, "payment_term_id": terms.id}, {"discount_days": 15}

    def samples_of_wizards(self):
        """Wizards that the user opened who may (see the rule for each model)."""
        as_controller = self.env(user=self.controller.id)
        undo = {"settlement_ids": [Command.set(self.posted.ids)]}
        undo_journal = {"journal_ids": [Command.set(self.journal.ids)]}
        setup = as_controller["intercompany.setup"].create({})
        company = {"setup_id": setup.id, "company_id": self.companies["F"].id}
        line = {**company, "kind": "journal", "status": "exists", "name": "X"}
        cancel = {"payment_id": self.slip().payment_ids.id}
        return {
            **self.samples_of_reimbursement(),
            **self.samples_of_list_wizards(),
            "ar.deposit.slip.cancel": (
                as_controller["ar.deposit.slip.cancel"].create(cancel),
                cancel,
                {"date": "2026-04-12"},
            ),
            **self.samples_of_proposal(),
            "ar.settlement.undo": (
                as_controller["ar.settlement.undo"].create(undo),
                undo,
                {"date": "2026-04-12"},
            ),
            "ar.payment.journal.undo": (
                as_controller["ar.payment.journal.undo"].create(undo_journal),
                undo_journal,
                {"date": "2026-04-12"},
            ),
            "intercompany.setup": (setup, {}, {"company_ids": []}),
            "intercompany.setup.company": (
                setup.company_ids[:1],
                company,
                {"is_chosen": False},
            ),
            "intercompany.setup.line": (
                setup.line_ids.create(line),
                line,
                {"name": "Y"},
            ),
        }

    def calls(self):
        """(Model, method) -> the records it is called on, and its arguments."""
        return {
            **self.calls_on_documents(),
            **self.calls_on_settlements(),
            **self.calls_on_set_up(),
            **self.calls_on_slips(),
            **self.calls_on_sales_lists(),
            **self.calls_on_revaluations(),
            **self.calls_on_receipts(),
            **self.calls_on_bills(),
            **self.calls_on_payoffs(),
            **self.calls_on_receivables(),
            **self.calls_on_closes(),
            **self.calls_on_behalf(),
        }

    def calls_on_documents(self):
        east = self.northwind["E"].id
        deposited = self.slip().payment_ids
        return {
            **self.calls_on_entries(),
            "account.payment": {
                "action_open_line": (self.line_of_journal, []),
                **self.calls_on_cancelled(deposited),
                "action_generate_deposit_slip": (self.check(), []),
                "action_open_deposit_slip": (deposited, []),
                "action_open_settlements": (self.pay, []),
                "action_post": (self.draft_pay, []),
                "action_settle_transactions": (self.open_pay, []),
                "action_undo_lines": (self.posted_line, []),
            },
            "ar.party.record": {
                "action_open_partner": (self.env["ar.party.record"].browse(east), []),
            },
            "ar.intercompany.balance": {
                name: (self.balance(), [])
                for name in (
                    "action_confirm",
                    "action_explain",
                    "action_open_due_from",
                    "action_open_due_to",
                    "action_open_lines",
                )
            },
            "res.partner": self.calls_on_customers(),
        }

    def calls_on_cancelled(self, deposited):
        received = self.receipt(self.invoice("E", 545.45), is_posted=True)
        return {
            "action_cancel": (received.payment_id, []),
            "action_draft": (self.open_pay, []),
            "action_cancel_on_slip": (deposited, []),
        }

    def calls_on_customers(self):
        names = (
            "customer_position",
            "open_bills",
            "send_statement",
            "settle_transactions",
            "view_party",
        )
        return {f"action_{name}": (self.northwind["E"], []) for name in names}

    # How it is tried

    def attempt(self, name, work):
        """``work(user)`` as a new request of a user, undone again; its cell."""
        user = getattr(self, name)
        self.env.flush_all()
        with self.cr.savepoint() as savepoint:
            self.env.invalidate_all()
            try:
                cell = work(user) or "yes"
                self.env.flush_all()
            except AccessError as error:
                for secret in self.secrets:
                    self.assertNotIn(secret, str(error), name)
                cell = "no"
            self.env.clear()
            savepoint.rollback()
        self.env.invalidate_all()
        return cell

    def records_cell(self, operation, sample, name):
        record, create_vals, write_vals = sample

        def work(user):
            mine = record.with_user(user)
            if operation == "create":
                if record._name == "intercompany.accounting":
                    self.pair("X", "F").sudo().unlink()
                mine.browse().create(create_vals)
            elif operation == "write":
                mine.write(write_vals)
            elif operation == "delete":
                mine.unlink()
            elif not mine.search([("id", "in", mine.ids)]):
                with self.assertRaises(AccessError):
                    mine.read()
                return "none"
            else:
                self.assertEqual(len(mine.read()), len(mine))
            return "yes"

        cell = self.attempt(name, work)
        self.check_has_access(operation, record.with_user(getattr(self, name)), cell)
        return cell

    def check_has_access(self, operation, record, cell):
        """What Odoo says that one may is what one may."""
        known = {"delete": "unlink"}.get(operation, operation)
        if operation == "create":
            may = record.browse().has_access(known)
            self.assertTrue(may or cell == "no", f"{record} {operation}: {cell}")
        else:
            may = record.has_access(known)
            self.assertEqual(may, cell == "yes", f"{record} {operation}: {cell}")

    def method_cell(self, model, method, name):
        if not self.called_with:
            self.called_with.update(self.calls())
        records, arguments = self.called_with[model][method]

        def work(user):
            ids = [] if records is None else [records.ids]
            answer = call_kw(
                self.env[model].with_user(user), method, [*ids, *arguments], {}
            )
            json.dumps(answer)
            return "yes"

        return self.attempt(name, work)

    def assertTable(self, table, found, known, missing):
        """Every row is there, none too many, and every cell is as it is found."""
        rows = parse(table)
        lacking = [f"{' '.join(key)}: {missing}" for key in known if key not in rows]
        lacking += [
            f"{' '.join(key)}: is not there any more, drop its row"
            for key in rows
            if key not in known
        ]
        if lacking:
            self.fail("\n".join(lacking))
        wrong = []
        for key, cells in rows.items():
            seen = [found(*key, name) for name in USERS]
            wrong += [
                f"{' '.join(key)}, {name}: {is_now}, and not {cell}"
                for name, cell, is_now in zip(USERS, cells, seen, strict=True)
                if cell != is_now
            ]
        if wrong:
            self.fail("\n".join(wrong))

    # The tables

    def own_models(self):
        classes = self.env.registry.models.values()
        return [c._name for c in classes if c._original_module == MODULE]

    def own_methods(self):
        """Every (model, public method) that this addon defines, also on models of
        others; what every model has (create, onchange …) is in the other table."""
        return [
            (model._name, name)
            for model in self.env.registry.models.values()
            if not (model._abstract and model._original_module == MODULE)
            for part in self.own_parts(model)
            for name, value in vars(part).items()
            if self.is_public_method(name, value)
        ]

    def own_parts(self, model):
        """The classes of this addon that a model is made of, with those of the
        addon's abstract models that it takes."""
        for part in model._base_classes__:
            if getattr(part, "_original_module", None) == MODULE and part._abstract:
                yield from self.own_parts(part)
            elif part.__module__.startswith(f"odoo.addons.{MODULE}."):
                yield part

    def is_public_method(self, name, value):
        if isinstance(value, staticmethod | classmethod):
            value = value.__func__
        return (
            inspect.isfunction(value)
            and not name.startswith("_")
            and not hasattr(models.BaseModel, name)
            and not hasattr(self.env.registry["base"], name)
        )

    def test_records(self):
        known = [
            (name, operation)
            for name in self.own_models()
            if not self.env[name]._abstract
            for operation in ("create", "read", "write", "delete")
        ]
        samples = self.samples()
        self.assertTable(
            RECORDS,
            lambda model, operation, name: self.records_cell(
                operation, samples[model], name
            ),
            known,
            "add this row to RECORDS of its wing, and a sample to samples()",
        )

    def test_methods(self):
        self.assertTable(
            METHODS,
            self.method_cell,
            self.own_methods(),
            "add this row to METHODS of its wing, and to calls() what it is called "
            "with; if it is not for RPC, begin its name with an underscore",
        )

    # Somebody of Fabrikam alone who settles for East may do what ``clerk_f`` may, and
    # what ``MORE_RECORDS`` and ``MORE_METHODS`` say: nothing else, of anything.

    def assertNoMore(self, table, more, found):
        wrong, more = [], parse_more(more)
        for key, cells in parse(table).items():
            cell = more.pop(key, cells[USERS.index("clerk_f")])
            if (seen := found(*key, "settler")) != cell:
                wrong.append(f"{' '.join(key)}, settler: {seen}, and not {cell}")
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertFalse(more)

    def test_records_of_who_settles_on_behalf(self):
        samples = self.samples()
        self.assertNoMore(
            RECORDS,
            MORE_RECORDS,
            lambda model, what, name: self.records_cell(what, samples[model], name),
        )

    def test_methods_of_who_settles_on_behalf(self):
        self.assertNoMore(METHODS, MORE_METHODS, self.method_cell)

    def test_wizards_are_for_who_opened_them(self):
        """Odoo has no such rule of its own."""
        rules = self.env["ir.rule"].sudo()
        for name in self.own_models():
            if self.env[name]._transient:
                with self.subTest(model=name):
                    own = rules.search([("model_id.model", "=", name)])
                    domains = own.filtered(lambda r: not r.groups).mapped(
                        "domain_force"
                    )
                    self.assertIn("[('create_uid', '=', user.id)]", domains)

    def test_wizards_of_others_are_not_there(self):
        other = self.new_user("controller_f", "account.group_account_manager", "F")
        for name, (record, _create, write) in self.samples_of_wizards().items():
            theirs = record.with_user(other)
            self.env.invalidate_all()
            with self.subTest(model=name):
                self.assertFalse(theirs.search([("id", "in", theirs.ids)]))
                for what in (
                    theirs.read,
                    theirs.unlink,
                    lambda t=theirs, w=write: t.write(w),
                ):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        what()
