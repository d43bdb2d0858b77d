"""No id of another company tells anything, on whatever road it comes in.

Every model, relational field and public method of this addon is found by itself. A new
model fails until ``base_values()`` says how one is made, a new method that takes
arguments until ``arguments()`` says what it is called with.

What is of the other companies bears words and amounts that nothing else has; no answer
and no refusal may have any of them.
"""

import inspect
import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import test_access_matrix
from .bill.access import BillSamples
from .eu_sales_list.common import EuSalesBuilders
from .settling import SettlingCommon

MODULE = "ar_centralized_payments"
SECRETS = ("zqx", "7319.37", "7,319.37", "8428.46", "8,428.46", "303.17")
#: Stands for the id of a record of others, of the model that follows.
OTHERS = "@"
#: Every shape in which an id was ever taken for a record.
SHAPES = {
    "number": lambda number: number,
    "dict": lambda number: {"id": number},
    "dict with a name": lambda number: {"id": number, "display_name": "x"},
    "pair": lambda number: [number, "x"],
    "tuple": lambda number: (number, "x"),
    "list": lambda number: [number],
    "float": float,
    "text": str,
}
SHAPES_OF_MANY = {
    "link": lambda number: [[4, number, 0]],
    "short link": lambda number: [[4, number]],
    "set": lambda number: [[6, 0, [number]]],
    "update": lambda number: [[1, number, {}]],
    "ids": lambda number: [number],
    "texts": lambda number: [str(number)],
    "dicts": lambda number: [{"id": number}],
}
TO_MANY = ("one2many", "many2many")
#: What belongs to no company: it is everybody's.
EVERYBODYS = {"ar.close.check", "ar.close.template", "ar.close.template.line"}


@tagged("post_install", "-at_install")
class TestRoads(BillSamples, EuSalesBuilders, SettlingCommon):
    own_methods = test_access_matrix.TestAccessMatrix.own_methods
    own_parts = test_access_matrix.TestAccessMatrix.own_parts
    is_public_method = test_access_matrix.TestAccessMatrix.is_public_method

    # ------------------------------------------------------------
    # What is of others, and what is the user's
    # ------------------------------------------------------------
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager_f = cls.new_user("manager_f", "account.group_account_manager", "F")
        # Both settle on behalf of East: nothing else of it becomes known by that.
        cls.right_to_east = cls.env["ar.settle.right"].create(
            {
                "group_id": cls.env.ref("account.group_account_invoice").id,
                "company_id": cls.companies["E"].id,
            }
        )
        for letter in "EW":
            cls.companies[letter].name = f"Zqxcompany {letter}"
            for kind in ("sale", "bank"):
                journal = cls.data[letter][f"default_journal_{kind}"]
                journal.write({"name": f"Zqxjournal {kind}", "code": f"ZQX{kind[0]}"})
            cls.env["account.account"].search(
                [("company_ids", "in", cls.companies[letter].ids)]
            ).name = "Zqxaccount"
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.sql_db", "odoo.http"))
        self.found_foreign = {}
        self.strangers = {
            letter: self.env["res.partner"].create(
                {
                    "name": "Zqxcustomer",
                    "company_id": self.companies[letter].id,
                    "address_book_id": "ZQX4711",
                }
            )
            for letter in "EW"
        }
        self.make_documents_of_others()
        self.make_wizards_of_others()
        self.make_revaluation_of_others()
        self.make_receipts_of_others()
        self.make_bills_of_others()
        self.make_closes_of_others()
        self.make_settled_on_behalf_by_others()
        self.own_pay = self.payment("F", 11, user=self.clerk_f)
        self.own_draft_pay = self.payment("F", 12, post=False, user=self.clerk_f)
        self.own_bill = self.invoice("F", 13, user=self.clerk_f)
        self.own_draft = self.settlement(self.own_bill, user=self.clerk_f)
        self.env.flush_all()
        self.env.invalidate_all()

    def make_documents_of_others(self):
        east, west = self.strangers["E"], self.strangers["W"]
        self.bill = self.invoice("E", 7319.37, partner=east, ref="Zqxref")
        self.pay = self.payment("W", 7319.37, partner=west, memo="Zqxmemo")
        self.posted = self.settle(self.pay, self.bill)
        self.open_bill = self.invoice("E", 8428.46, partner=east)
        self.draft_pay = self.payment("W", 8428.46, partner=west, post=False)
        self.draft = self.settlement(self.draft_pay, self.open_bill)
        for settlement in self.posted | self.draft:
            settlement.sudo().name = f"ZQX/{settlement.id}"
        check = self.payment(
            "E", 303.17, partner=east, use_deposit_slip=True, payment_reference="Zqx"
        )
        check.action_generate_deposit_slip()
        self.slip = check.deposit_slip_id
        self.make_debit_file_of_others(check)
        self.slip.sudo().name = "ZQX/DS"
        self.journal = (
            self.env["ar.payment.journal"]
            .with_user(self.clerk)
            .with_company(self.companies["E"])
            .create({"description": "Zqxpost"})
        )
        self.make_difference_of_others()
        self.make_payoff_of_others()
        self.terms = self.term(2, tiers=((1, 30),)).sudo()
        self.terms.write({"name": "Zqxterm", "company_id": self.companies["E"].id})

    def make_settled_on_behalf_by_others(self):
        marked = self.posted.line_ids.filtered(lambda line: line.side == "target")
        self.env["ar.settle.on.behalf"].sudo().create(
            {
                "line_id": marked.id,
                "company_id": marked.company_id.id,
                "user_id": self.clerk.id,
                "settlement_name": self.posted.name,
                "document": self.bill.name,
                "currency_id": marked.currency_id.id,
                "amount": 7319.37,
            }
        )

    def make_debit_file_of_others(self, payment):
        """Of East, with a payment of a stranger."""
        self.env["ar.debit.file"].sudo().create(
            {
                "name": "ZQX/DD",
                "state": "made",
                "company_id": payment.company_id.id,
                "journal_id": payment.journal_id.id,
                "currency_id": payment.currency_id.id,
                "date": "2026-04-20",
                "scheme": "core",
                "payment_ids": [Command.set(payment.ids)],
                "content": "eA==",
                "reason": "Zqxreason of the bank",
            }
        )

    def make_difference_of_others(self):
        """East owes West by its own books alone."""
        due_to = self.pair("E", "W").sudo().due_to_account_id
        income = self.data["E"]["default_account_revenue"]
        west = self.companies["W"].partner_id
        self.entry(
            "E",
            [
                (due_to, west, self.usd, -7319.37, -7319.37, {}),
                (income, west, self.usd, 7319.37, 7319.37, {}),
            ],
        )

    def make_payoff_of_others(self):
        """East pays West."""
        payoffs = self.env["ar.intercompany.payoff"].with_user(self.controller)
        companies = [self.companies[letter].id for letter in "EW"]
        made = payoffs.create(
            {
                "date": "2026-04-14",
                "date_until": "2026-04-14",
                "company_ids": [Command.set(companies)],
            }
        )
        made.action_propose()
        self.assertTrue(made.item_ids)
        made.sudo().name = "ZQX/ICP"

    def make_revaluation_of_others(self):
        """Of East, and an item that it revalues."""
        self.invoice("E", 303.17, currency="EUR", partner=self.strangers["E"])
        runs = self.env["ar.revaluation"].with_user(self.controller)
        east = [Command.set(self.companies["E"].ids)]
        self.run_of_others = runs.create({"date": "2026-03-31", "company_ids": east})
        self.run_of_others.action_compute()
        self.run_of_others.sudo().name = "ZQX/REV"

    def make_receipts_of_others(self):
        """On East's bank, and one on Fabrikam's that names a document of East."""
        bill = self.invoice("E", 8428.46, partner=self.strangers["E"])
        for letter in "FE":
            bank = self.data[letter]["default_journal_bank"]
            bank.sudo().ar_receipts = "propose"
            line = (
                self.env["account.bank.statement.line"]
                .sudo()
                .create(
                    {
                        "journal_id": bank.id,
                        "date": "2026-04-14",
                        "amount": bill.amount_residual if letter == "E" else 1,
                        "payment_ref": "x" if letter == "F" else "Zqxtext",
                        "partner_name": letter == "E" and "Zqxpayer",
                        "ref": bill.name,
                    }
                )
            )
            line = line.with_user(self.clerk)
            self.assertIn(bill.name, line.ar_propose()[0]["why"])
            if letter == "E":
                line.ar_accept()

    def make_closes_of_others(self):
        """One of East, locked; and one of East and Fabrikam, with a draft of each."""
        closes = self.env["ar.period.close"].with_user(self.controller)
        for letters, month, name in (("E", "02-28", "Zqxclose"), ("FE", "03-31", "Q1")):
            companies = [self.companies[letter].id for letter in letters]
            close = closes.create(
                {
                    "name": name,
                    "date_from": f"2026-{month[:2]}-01",
                    "date_to": f"2026-{month}",
                    "company_ids": [Command.set(companies)],
                }
            )
            close.check()
            if letters == "E":
                close.action_lock("sales", "Zqxreason of the lock")
                close.sudo().task_ids.write({"name": "Zqxtask", "note": "Zqxnote"})
                self.env["ar.period.close.posting"].sudo().create(
                    {
                        "task_id": close.sudo().task_ids[:1].id,
                        "user_id": self.controller.id,
                        "state": "done",
                        "waiting": [],
                        "outcomes": [[1, "refused", "Zqxrefusal"]],
                    }
                )

    def make_wizards_of_others(self):
        """As the clerk, or the controller, of all companies opened them."""
        clerk, controller = self.env(user=self.clerk.id), self.env(user=self.controller)
        self.make_sales_lists_of_others(controller)
        clerk["ar.balances.as.of"].create({})
        mailed = {"partner_id": self.strangers["E"].id}
        clerk["ar.statement.mailing"].create(
            {"name": "Zqxmailing", "line_ids": [Command.create(mailed)]}
        )
        creditor = self.strangers["E"].copy({"address_book_id": "ZQX4713"})
        self.payment("E", 7319.37, partner=creditor)
        debtor = self.strangers["E"].copy({"address_book_id": "ZQX4712"})
        self.invoice("E", 8428.46, partner=debtor)
        reimbursement = clerk["ar.reimbursement"].create({"minimum_amount": 1})
        reimbursement.action_propose()
        own = clerk["ar.payment.journal"].with_company(self.companies["F"]).create({})
        proposal = clerk["ar.payment.proposal"].create(
            {"payment_journal_id": own.id, "due_to": False}
        )
        proposal.action_propose()
        self.make_imports_of_others(controller)
        controller["ar.settlement.undo"].create(
            {"settlement_ids": [Command.set(self.posted.ids)]}
        )
        controller["ar.payment.journal.undo"].create(
            {"journal_ids": [Command.set(self.journal.ids)]}
        )
        controller["ar.deposit.slip.cancel"].create(
            {"payment_id": self.slip.payment_ids.id}
        )
        setup = controller["intercompany.setup"].create({})
        setup.line_ids.create(
            {
                "setup_id": setup.id,
                "company_id": self.companies["E"].id,
                "kind": "journal",
                "status": "exists",
                "name": "Zqxline",
            }
        )

    def make_imports_of_others(self, controller):
        bank = self.data["E"]["default_journal_bank"]
        controller["ar.bank.import"].create({"journal_id": bank.id, "file": "eA=="})
        controller["ar.payment.import"].create(
            {"payment_journal_id": self.journal.id, "file": "eA=="}
        )

    def make_sales_lists_of_others(self, controller):
        stranger = self.strangers["E"].with_context(no_vat_validation=True)
        stranger.write({"country_id": self.country("ES").id, "vat": "ESB12345674"})
        lists = self.sales_list("E", 7319.37, stranger)
        lists.sudo().name = "Zqx 2026-03"
        lists.sudo().row_ids.number = "ESZQX"
        reason = {"reason": "Zqxreason"}
        controller["ar.eu.sales.list.prepare"].create(
            {"company_ids": [Command.set(self.companies["E"].ids)]}
        )
        controller["ar.eu.sales.list.reopen"].create(
            {**reason, "list_ids": [Command.set(lists.ids)]}
        )
        controller["ar.eu.vat.correction"].create(
            {**reason, "move_ids": [Command.set(self.bill.ids)]}
        )

    def foreign(self, name):
        """A record of others, or none: one that the user may not read."""
        if name not in self.found_foreign:
            model = self.env[name].sudo().with_context(active_test=False)
            found = model.search([], order="id desc", limit=2000)
            mine = found.with_user(self.user).with_context(
                allowed_company_ids=self.user.company_ids.ids
            )
            rest = found - mine._filtered_access("read").with_env(found.env)
            told = rest.filtered(lambda r: "zqx" in (r.display_name or "").lower())
            self.found_foreign[name] = (told or rest)[:1]
        return self.found_foreign[name]

    def base_values(self):
        """Model -> values of a new record of the user's own; none: nobody makes one."""
        return {
            **self.base_values_of_settlements(),
            **self.base_values_of_reimbursement(),
            **self.base_values_of_proposal(),
            **self.base_values_of_setup(),
            **self.base_values_of_bills(),
            "ar.eu.sales.registration": lambda: {
                "company_id": self.companies["F"].id,
                "country_id": self.country("DE").id,
            },
            "ar.eu.sales.list.prepare": lambda: {"date": "2026-03-31"},
            "ar.eu.sales.list.reopen": lambda: {"reason": "x"},
            "ar.eu.vat.correction": lambda: {
                "reason": "x",
                "move_ids": [[6, 0, self.own_bill.ids]],
            },
            "ar.payment.journal": dict,
            "ar.payment.journal.undo": lambda: {"journal_ids": [[6, 0, []]]},
            "ar.deposit.slip": lambda: None,
            "ar.debit.file": lambda: None,
            "ar.deposit.slip.cancel": lambda: {"payment_id": self.own_pay.id},
            "ar.balances.as.of": dict,
            "ar.statement.mailing": dict,
            "ar.statement.mailing.line": lambda: {
                "mailing_id": self.env["ar.statement.mailing"]
                .with_user(self.user)
                .create({})
                .id,
                "partner_id": self.northwind["F"].id,
            },
            "ar.revaluation": lambda: {"date": "2026-03-31"},
            **self.base_values_of_closes(),
            "ar.intercompany.payoff": lambda: None,
            "ar.intercompany.payoff.item": lambda: None,
            "ar.revaluation.rate": lambda: None,
            "ar.revaluation.line": lambda: None,
            **self.base_values_of_receipts(),
        }

    def base_values_of_receipts(self):
        return {
            "ar.bank.receipt": lambda: None,
            "ar.payer": lambda: None,
            "ar.payment.import": lambda: {
                "payment_journal_id": self.own_journal().id,
                "file": "eA==",
            },
            "ar.bank.import": lambda: {
                "journal_id": self.data["F"]["default_journal_bank"].id,
                "file": "eA==",
            },
        }

    def base_values_of_closes(self):
        templates = self.env["ar.close.template"].with_user(self.manager_f)
        return {
            "ar.close.check": lambda: {
                "name": "x",
                "key": f"x{self.env['ar.close.check'].sudo().search_count([])}",
                "model_name": "account.move",
            },
            "ar.close.template": lambda: {"name": "x"},
            "ar.close.template.line": lambda: {
                "template_id": templates.create({"name": "x"}).id,
                "key": "x",
                "name": "x",
            },
            "ar.period.close": lambda: {
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
                "company_ids": [[6, 0, self.companies["F"].ids]],
            },
            "ar.period.close.task": lambda: None,
            "ar.period.close.lock": lambda: None,
            "ar.period.close.posting": lambda: None,
        }

    def base_values_of_settlements(self):
        return {
            "ar.settlement": lambda: {"partner_id": self.northwind["F"].id},
            "ar.settlement.line": lambda: {
                "settlement_id": self.own_draft.id,
                "payment_id": self.own_draft_pay.id,
            },
            "ar.settlement.undo": lambda: {"settlement_ids": [[6, 0, []]]},
            "ar.settle.on.behalf": lambda: None,
            "ar.settle.right": lambda: {
                "group_id": self.env.ref("base.group_user").id,
                "company_id": self.companies["F"].id,
            },
            "ar.cash.discount": lambda: {
                "payment_term_id": self.term(3).id,
                "discount_percentage": 1,
                "discount_days": 30,
            },
        }

    def base_values_of_reimbursement(self):
        new = self.env["ar.reimbursement"].with_user(self.user)
        return {
            "ar.reimbursement": dict,
            "ar.reimbursement.company": lambda: {
                "reimbursement_id": new.create({}).id,
                "company_id": self.companies["F"].id,
            },
            "ar.reimbursement.line": lambda: {
                "reimbursement_id": new.create({}).id,
                "partner_id": self.northwind["F"].id,
                "currency_id": self.usd.id,
            },
        }

    def base_values_of_proposal(self):
        values = {"payment_journal_id": self.own_journal().id}
        new = self.env["ar.payment.proposal"].with_user(self.user)
        return {
            "ar.payment.proposal": lambda: values,
            "ar.payment.proposal.company": lambda: {
                "proposal_id": new.create(values).id,
                "company_id": self.companies["F"].id,
            },
            "ar.payment.proposal.line": lambda: {
                "proposal_id": new.create(values).id,
                "partner_id": self.northwind["F"].id,
                "currency_id": self.usd.id,
            },
            "ar.payment.proposal.item": lambda: {
                "line_id": self.own("ar.payment.proposal.line").id,
                "move_line_id": self.receivable(self.own_bill).id,
            },
        }

    def base_values_of_setup(self):
        new = self.env["intercompany.setup"].with_user(self.user)
        company = {"company_id": self.companies["F"].id}
        return {
            "intercompany.accounting": lambda: None,
            "intercompany.setup": dict,
            "intercompany.setup.company": lambda: {
                "setup_id": new.create({}).id,
                **company,
            },
            "intercompany.setup.line": lambda: {
                "setup_id": new.create({}).id,
                **company,
                "kind": "journal",
                "status": "exists",
                "name": "x",
            },
        }

    def own_journal(self):
        return self.env["ar.payment.journal"].with_user(self.clerk_f).create({})

    def own(self, name):
        """A record of the user's own, or none where nobody makes one."""
        documents = {
            "account.move": self.own_bill,
            "account.payment": self.own_draft_pay,
            "ar.settlement": self.own_draft,
            "ar.settlement.line": self.own_draft.line_ids,
            "res.partner": self.northwind["F"],
            "ar.party.record": self.env["ar.party.record"].browse(
                self.northwind["F"].id
            ),
        }
        model = self.env[name].with_user(self.user)
        if name in documents:
            return model.browse(documents[name][:1].id)
        make = self.base_values().get(name)
        values = make and make()
        return model.browse() if values is None else model.create(values)

    # ------------------------------------------------------------
    # Asking, and what is told
    # ------------------------------------------------------------
    def told(self, work):
        """What comes back of some work, as text: the answer, or the refusal."""
        with self.cr.savepoint() as savepoint:
            try:
                answer = json.dumps(work(), default=str)
                self.env.flush_all()
            except Exception as error:
                answer = str(error)
            self.env.clear()
            savepoint.rollback()
        return answer

    def assertUntold(self, where, work, known=()):
        """Nothing of others comes back, but for words that Odoo tells everybody."""
        text = self.told(work).lower()
        for words in known:
            text = text.replace(words.lower(), "")
        for secret in SECRETS:
            if secret in text:
                self.leaks.append(
                    f"{where}: {text[max(text.index(secret) - 80, 0) :][:200]}"
                )
                return

    def call(self, name, method, *arguments, context=None, **options):
        model = self.env[name].with_user(self.user)
        return call_kw(model, method, arguments, {"context": context or {}, **options})

    def specification(self, name, depth=1):
        """All fields of this addon; of its records below, all of theirs."""
        spec = {"display_name": {}}
        for field in self.env[name]._fields.values():
            if field._module != MODULE:
                continue
            spec[field.name] = {}
            if field.relational:
                below = {"display_name": {}}
                if depth and self.is_own(field.comodel_name):
                    below = self.specification(field.comodel_name, depth - 1)
                spec[field.name] = {"fields": below}
        return spec

    def is_own(self, name):
        return self.env[name]._original_module == MODULE

    def own_models(self):
        """Models whose records somebody of Fabrikam alone may make, with who may."""
        for model in self.env.registry.models.values():
            if model._original_module != MODULE or model._abstract or not model._auto:
                continue
            for user in (self.clerk_f, self.manager_f):
                if self.env[model._name].with_user(user).has_access("create"):
                    yield model._name, user
                    break

    # ------------------------------------------------------------
    # Roads of a field
    # ------------------------------------------------------------
    def watched_fields(self, name, all_fields):
        for field in self.env[name]._fields.values():
            if not field.relational or field.comodel_name.startswith("mail."):
                continue
            if all_fields or field._module == MODULE:
                yield field

    def values_naming_others(self, field):
        """(Shape, value) of a field: its own record of others, and those inside it."""
        foreign = self.foreign(field.comodel_name)
        is_many = field.type in TO_MANY
        for shape, put in (SHAPES_OF_MANY if is_many else SHAPES).items():
            if foreign:
                yield shape, put(foreign.id)
        for inner in self.env[field.comodel_name]._fields.values():
            if inner.type != "many2one" or not inner.store:
                continue
            if other := self.foreign(inner.comodel_name):
                below = {inner.name: other.id}
                yield f"inside, {below}", [[0, "v", below]] if is_many else below

    def try_field(self, name, field, values):
        """All roads of one field: forms, defaults, making, writing, copying."""
        spec = self.specification(name)
        rest = {key: value for key, value in values.items() if key != field.name}
        for shape, value in self.values_naming_others(field):
            given, where = {**rest, field.name: value}, f"{name}.{field.name}, {shape}"
            default = {f"default_{field.name}": value}
            self.assertUntold(
                f"{where}, form",
                lambda g=given: self.call(
                    name, "onchange", [], dict(g), [field.name], spec
                ),
            )
            if shape.startswith("inside"):
                continue
            self.assertUntold(
                f"{where}, default in a form",
                lambda d=default: self.call(
                    name, "onchange", [], {}, [], spec, context=d
                ),
            )
            self.assertUntold(
                f"{where}, made", lambda g=given: self.make(name, g, spec)
            )
            self.assertUntold(
                f"{where}, default of what is made",
                lambda d=default: self.make(name, rest, spec, context=d),
            )
        if foreign := self.foreign(field.comodel_name):
            is_many = field.type in TO_MANY
            number = [[4, foreign.id]] if is_many else foreign.id
            self.try_rarer(name, field, number, rest, spec)

    def try_rarer(self, name, field, value, rest, spec):
        where, given = f"{name}.{field.name}", {field.name: value}

        def stored_default(method, *arguments):
            ids = [value[0][1]] if isinstance(value, list) else value
            self.env["ir.default"].with_user(self.user).set(name, field.name, ids, True)
            return method(*arguments)

        self.assertUntold(
            f"{where}, stored default in a form",
            lambda: stored_default(self.call, name, "onchange", [], {}, [], spec),
        )
        self.assertUntold(
            f"{where}, stored default of what is made",
            lambda: stored_default(self.make, name, rest, spec),
        )
        for what, method, arguments in (
            ("written", "write", [given]),
            ("saved", "web_save", [given, spec]),
            ("copied", "copy", [given]),
            ("saved as a new one", "web_save", [{**rest, **given}, spec]),
        ):
            self.assertUntold(
                f"{where}, {what}",
                lambda m=method, a=arguments: self.change(name, m, a, spec),
            )

    def make(self, name, values, spec, context=None):
        ids = self.call(name, "create", [values], context=context)
        return self.call(name, "web_read", ids, spec)

    def change(self, name, method, arguments, spec):
        record = self.own(name)
        answer = self.call(name, method, record.ids, *arguments)
        ids = answer if method == "copy" else record.ids
        return [answer, self.call(name, "web_read", ids, spec)]

    def test_fields_of_own_models(self):
        """Forms, defaults (of a call and stored), create, write, copy, web_save."""
        self.leaks, made = [], self.base_values
        for name, user in self.own_models():
            self.user, self.found_foreign = user, {}
            with self.subTest(model=name):
                self.assertIn(name, made(), "add what one is made with")
                values = made()[name]() or {}
                for field in self.watched_fields(name, all_fields=True):
                    self.try_field(name, field, values)
        self.assertFalse(self.leaks, "\n".join(self.leaks))

    def test_fields_added_to_models_of_odoo(self):
        self.leaks = []
        for model in self.env.registry.models.values():
            name = model._name
            if model._abstract or self.is_own(name):
                continue
            for user in (self.clerk_f, self.manager_f):
                if not self.env[name].with_user(user).has_access("create"):
                    continue
                self.user, self.found_foreign = user, {}
                for field in self.watched_fields(name, all_fields=False):
                    self.try_field(name, field, {})
                break
        self.assertFalse(self.leaks, "\n".join(self.leaks))

    # ------------------------------------------------------------
    # Roads of a method
    # ------------------------------------------------------------
    def arguments(self):
        """Model and method -> lists of arguments; ``@model`` is an id of others."""
        item, partner = f"{OTHERS}account.move.line", f"{OTHERS}res.partner"
        own = {"partner_id": self.northwind["F"].id}
        places = [
            {"partner_id": partner},
            {**own, "other_partner_ids": [partner]},
            {"item_ids": [item]},
            {"item_ids": item},
            {"payment_id": f"{OTHERS}account.payment"},
            {"settlement_id": f"{OTHERS}ar.settlement"},
        ]
        entered = self.entered_of_others(item, partner, own)
        return {
            **{
                f"ar.payment.journal.{name}": entered
                for name in ("entry_totals", "entry_mark_by_priority")
            },
            "ar.payment.journal.entry_save": [[*e, "leave_open"] for e in entered],
            "ar.payment.journal.entry_paste": [
                [self.open_bill.name, *e] for e in entered
            ],
            "account.move.js_assign_outstanding_line": [[item]],
            **self.arguments_of_documents(),
            "account.payment.action_undo_lines": [["2026-04-12"]],
            "ar.payment.journal.action_undo": [["2026-04-12"]],
            "ar.payment.journal.action_make_debit_file": [["2026-04-12"]],
            "ar.debit.file.action_refused": [["x"]],
            "ar.payment.journal.entry_choose": [[item]],
            "ar.payment.journal.entry_customers": [["cust"], ["4711"]],
            "ar.deposit.slip.action_cancel_payment": [[f"{OTHERS}account.payment"]],
            **self.arguments_of_settlements(places, item, partner, own),
            **self.arguments_of_set_up(),
            **self.arguments_on_behalf(item, partner, own),
        }

    def arguments_of_set_up(self):
        both = [f"{OTHERS}res.company", self.companies["F"].id]
        return {
            "intercompany.accounting.setup_companies": [
                [both],
                [[self.companies["F"].id], {"cash_discount_company": "invoice"}],
                *self.choices_of_others(),
            ],
            "intercompany.accounting.readiness": [["2026-04-12"]],
            "intercompany.accounting.clearing_proposal": [[both]],
        }

    def entered_of_others(self, item, partner, own):
        """Payments being entered that name something of others."""
        entered = [
            [{**own, "amount": 5.0, name: f"{OTHERS}{model}"}, {}]
            for name, model in (
                ("partner_id", "res.partner"),
                ("journal_id", "account.journal"),
                ("offset_account_id", "account.account"),
                ("payment_method_line_id", "account.payment.method.line"),
            )
        ]
        entered.append([{**own, "amount": 5.0}, {item: {}}])
        entered.append([{**own, "amount": 5.0, "other_partner_ids": [partner]}, {}])
        return entered

    def arguments_of_documents(self):
        return {
            **self.arguments_of_sales_lists(),
            **self.arguments_of_bills(),
            **self.arguments_of_closes(),
        }

    def arguments_of_closes(self):
        reason = "A good reason"
        return {
            "ar.revaluation.action_post": [[None]],
            "ar.intercompany.payoff.action_undo": [["2026-04-12"]],
            "ar.period.close.action_grant_exception": [
                [f"{OTHERS}res.users", "sale_lock_date", 1, reason],
                [
                    self.manager_f.id,
                    "sale_lock_date",
                    1,
                    reason,
                    [f"{OTHERS}res.company"],
                ],
            ],
            "ar.period.close.action_lock": [["sales"], ["period", reason]],
            "ar.period.close.action_reopen": [[reason]],
            "ar.period.close.page_open": [[f"{OTHERS}ar.period.close"], [None]],
            "ar.period.close.task.action_waive": [[reason]],
            "ar.period.close.task.bulk_post": [[True]],
            "ar.period.close.task.bulk_preview": [[False]],
        }

    def arguments_of_sales_lists(self):
        company = f"{OTHERS}res.company"
        return {
            "account.move.action_correct_eu_vat": [["DE136695976", "x"]],
            "ar.bank.receipt.choose": [[1]],
            "ar.eu.sales.list.action_reopen": [["x"]],
            "ar.eu.sales.list.prepare": [
                [[company], "2026-03-31"],
                [[company, self.companies["F"].id], "2026-03-31"],
            ],
        }

    def choices_of_others(self):
        """Companies to be set up with a journal or an account of others."""
        own = self.companies["F"].id
        return [
            [[own], None, {str(own): {name: f"{OTHERS}{model}"}}]
            for name, model in (
                ("journal_id", "account.journal"),
                ("due_to_account_id", "account.account"),
            )
        ]

    def arguments_of_settlements(self, places, item, partner, own):
        calls = {
            "action_post": [[None]],
            "action_undo": [["2026-04-12"]],
            "mark": [[[item]], [item]],
            "unmark": [[[item]]],
            "open_transactions": [[partner]],
            "page_open": [[place] for place in places],
            "page_rows": [
                *([place] for place in places),
                [own, [["id", "=", item]]],
                [own, [], 0, 80, "", False, [item]],
            ],
            "page_customers": [["cust"], ["4711"]],
            "page_find": [["cust"], ["INV", partner], [self.open_bill.name]],
            "page_mark": [[own, [item]], *([place, [item]] for place in places)],
            "page_markable": [[place] for place in places],
            "page_unmark": [[place, [item]] for place in places],
            "page_change": [[place, item, {"amount": 5.0}] for place in places],
            "page_totals": [
                *([place] for place in places),
                [own, {item: {"amount": 5.0}}],
            ],
            "page_preview": [[place] for place in places],
            "page_post": [[place, None] for place in places],
            "page_discard": [[place] for place in places],
            "page_document": [[item], [f"payment_{self.draft_pay.id}"]],
        }
        return {f"ar.settlement.{name}": lists for name, lists in calls.items()}

    def arguments_on_behalf(self, item, partner, own):
        """An item of East is named, too: of a customer that is not the user's."""
        east = str(self.receivable(self.open_bill).id)
        places = [[{"partner_id": partner}, {}]]
        places += [[own, {key: {}}] for key in (item, east)]
        probes = [
            ["move_id.ref", "ilike", "zqx"],
            ["account_id.name", "ilike", "zqx"],
            ["partner_id.name", "ilike", "zqx"],
            ["balance", "=", 8428.46],
        ]
        calls = {
            "behalf_open": places,
            "behalf_rows": [*places, *([own, {}, [probe]] for probe in probes)],
            "behalf_markable": [
                [{"partner_id": partner}],
                *([own, [probe]] for probe in probes),
            ],
            "behalf_state": [[*place, [item, east]] for place in places],
            "behalf_preview": places,
            "behalf_post": [[*place, "x"] for place in places],
        }
        return {f"ar.settle.on.behalf.{name}": lists for name, lists in calls.items()}

    def put(self, value, shape):
        """The value with ids of others, in one shape, in their places."""
        if isinstance(value, dict):
            return {
                (str(self.put(k, str)) if str(k).startswith(OTHERS) else k): self.put(
                    v, shape
                )
                for k, v in value.items()
            }
        if isinstance(value, list):
            return [self.put(part, shape) for part in value]
        if isinstance(value, str) and value.startswith(OTHERS):
            return shape(self.foreign(value.removeprefix(OTHERS)).id)
        return value

    def test_methods(self):
        self.leaks, self.user = [], self.manager_f
        known, lacking, used = self.arguments(), [], set()
        for name, method in self.own_methods():
            function = getattr(self.env.registry[name], method)
            takes = len(inspect.signature(inspect.unwrap(function)).parameters) > 1
            key = f"{name}.{method}"
            used.add(key)
            if takes and key not in known:
                lacking.append(f"{key}: add to arguments() what it is called with")
                continue
            is_model = getattr(function, "_api_model", False)
            for arguments in known.get(key, [[]]):
                self.try_method(name, method, arguments, is_model)
        lacking += [f"{key}: is not there any more" for key in known.keys() - used]
        self.assertFalse(lacking, "\n".join(lacking))
        self.assertFalse(self.leaks, "\n".join(self.leaks))

    def try_method(self, name, method, arguments, is_model):
        """On records of others, and with ids of others on a record of one's own."""
        shapes = SHAPES if OTHERS in repr(arguments) else {"": str}
        foreign = self.foreign(name).ids
        for label, shape in shapes.items():
            where = f"{name}.{method}, {label} in {arguments}"
            given = self.put(arguments, shape)
            if is_model:
                self.assertUntold(where, lambda g=given: self.call(name, method, *g))
                continue
            self.assertUntold(
                f"{where}, on its own",
                lambda g=given: self.call(name, method, self.own(name).ids, *g),
            )
            if foreign:
                self.assertUntold(
                    f"{where}, on that of others",
                    lambda g=given: self.call(name, method, foreign, *g),
                )
        if foreign and not is_model:
            for label, shape in SHAPES.items():
                self.assertUntold(
                    f"{name}.{method}, called on {label}",
                    lambda s=shape: self.call(
                        name, method, s(foreign[0]), *self.put(arguments, str)
                    ),
                )

    # ------------------------------------------------------------
    # What every model owes
    # ------------------------------------------------------------
    def test_records_of_others_are_not_read(self):
        """Odoo's tables that hold what settlements book, too."""
        self.leaks = []
        names = [
            model._name
            for model in self.env.registry.models.values()
            if model._original_module == MODULE and not model._abstract
        ]
        names += ["account.partial.reconcile", "account.payment.method.line"]
        for user in (self.clerk_f, self.manager_f):
            self.user, self.found_foreign = user, {}
            for name in names:
                if not self.env[name].with_user(self.user).has_access("read"):
                    continue
                # A company's own contact is a record that Odoo shares with everybody.
                contacts = self.all_companies.sudo().partner_id.mapped("name")
                self.assertUntold(
                    f"{name}, all",
                    lambda n=name: self.call(n, "search_read", []),
                    contacts if name == "ar.party.record" else (),
                )
                if name in EVERYBODYS:
                    continue
                if not self.foreign(name):
                    self.leaks.append(f"{name}: make one of others")
                    continue
                self.assertUntold(
                    f"{name}, by its id",
                    lambda n=name: self.call(n, "read", self.foreign(n).ids),
                )
        self.assertFalse(self.leaks, "\n".join(self.leaks))

    def test_records_in_memory(self):
        """What comes there past the checks of values is not computed either."""
        item, own = (
            self.receivable(self.open_bill),
            self.own_draft.with_user(self.clerk_f),
        )
        lines, settlements = own.line_ids.browse(), own.browse()
        for what, work in {
            "item": lambda: lines.new({"move_line_id": item.id}).document,
            "values of one": lambda: (
                lines.new({"move_line_id": {"move_id": item.move_id.id}}).date
            ),
            "payment": lambda: lines.new({"payment_id": self.draft_pay.id}).amount_open,
            "settlement": lambda: (
                lines.new({"settlement_id": self.draft.id}).customer_id
            ),
            "line": lambda: (
                settlements.new(
                    {"line_ids": [Command.create({"move_line_id": item.id})]}
                ).preview_html
            ),
            "line of others": lambda: (
                settlements.new(
                    {"line_ids": [Command.link(self.draft.line_ids[0].id)]}
                ).company_ids
            ),
            "by another model": lambda: (
                own.env["account.payment"]
                .new({"settlement_ids": [Command.link(self.draft.id)]})
                .settlement_ids.company_tags
            ),
        }.items():
            self.env.invalidate_all()
            with self.subTest(what=what), self.assertRaises(AccessError):
                work()
        self.assertTrue(lines.new({"move_line_id": self.own_item().id}).document)

    def own_item(self):
        return self.receivable(self.own_bill)

    def test_every_model_is_guarded(self):
        guarded = self.env.registry["ar.guarded.values"]
        added = self.env.registry["ar.guarded.fields"]
        for model in self.env.registry.models.values():
            if model._abstract:
                continue
            with self.subTest(model=model._name):
                if model._original_module == MODULE:
                    self.assertTrue(not model._auto or issubclass(model, guarded))
                elif list(self.watched_fields(model._name, all_fields=False)):
                    self.assertTrue(issubclass(model, added))

    def test_no_name_finds_everything(self):
        """Odoo would warn, and find all, where nothing names the records."""
        for model in self.env.registry.models.values():
            if model._original_module == MODULE and not model._abstract:
                with self.subTest(model=model._name):
                    found = (
                        self.env[model._name]
                        .sudo()
                        .search_count(
                            [("display_name", "ilike", "nothing is named so")]
                        )
                    )
                    self.assertEqual(found, 0)
