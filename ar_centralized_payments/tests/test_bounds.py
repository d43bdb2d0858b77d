"""Whatever comes from outside, the answer is a refusal in words, and no rubbish stays.

Every public method of this addon is called as RPC does it, with values of the kinds
that its arguments are annotated with and with rubbish; every field is given rubbish.
"""

import inspect
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from . import rubbish
from .eu_sales_list.common import EuSalesBuilders
from .journals import PaymentJournalCommon

MODULE = "ar_centralized_payments"
#: How often a method is called for each of its arguments, and where it has none.
TIMES, TIMES_WITHOUT = 10, 3
#: How many fields share all of the rubbish.
RUBBISH_TURN = 7
#: What Odoo itself keeps of every record.
DETERMINED = {*MAGIC_COLUMNS, "display_name"}
PLAIN = settings(
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


class RolledBack(Exception):
    """Nothing of a call is to stay."""


@tagged("post_install", "-at_install")
class TestBounds(EuSalesBuilders, PaymentJournalCommon):
    # ------------------------------------------------------------
    # A world with a record of each model
    # ------------------------------------------------------------
    def setUp(self):
        super().setUp()
        self.env = self.env(user=self.controller)
        bill, other = self.invoice("E", 600, term=self.term(2)), self.invoice("F", 100)
        self.settle(self.payment("F", 50), other)
        self.draft = self.settlement(self.payment("F", 300, post=False), bill)
        self.journal = self.payment_journal(use_deposit_slip=True)
        line = self.line(self.journal, 80, self.invoice("W", 80), payment_reference="1")
        self.line(self.journal, 20, payment_reference="2")
        line.action_post()
        line.action_generate_deposit_slip()
        self.payment("E", 33)
        self.wizards = self._wizards(line)
        self.env.flush_all()

    def _wizards(self, bounced):
        wizards = [
            self.env["ar.payment.proposal"].create(
                {"payment_journal_id": self.journal.id, "due_to": "2026-12-31"}
            ),
            self.env["ar.reimbursement"].create({}),
            self.env["intercompany.setup"].create({}),
            self.env["ar.settlement.undo"].create(
                {"settlement_ids": bounced.settlement_ids.ids}
            ),
            self.env["ar.deposit.slip.cancel"].create({"payment_id": bounced.id}),
            *self._list_wizards(bounced),
        ]
        for wizard in wizards[:2]:
            wizard.action_propose()
        return {wizard._name: wizard for wizard in wizards}

    def _list_wizards(self, bounced):
        """Of a list of East in draft."""
        lists = self.sales_list("E")
        moves = bounced.move_id
        return [
            self.env["ar.eu.sales.list.prepare"].create({"date": "2026-03-31"}),
            self.env["ar.eu.sales.list.reopen"].create(
                {"list_ids": lists.ids, "reason": "x"}
            ),
            self.env["ar.eu.vat.correction"].create(
                {"move_ids": moves.ids, "reason": "x"}
            ),
        ]

    def records(self, name):
        """Some records of a model, as the user sees them."""
        if name in self.wizards:
            return self.wizards[name]
        return self.env[name].search([], limit=4)

    def own_models(self):
        """Models of this addon, and of Odoo with something of it; no abstract ones."""
        for name, model in sorted(self.env.registry.models.items()):
            if not model._abstract and any(
                parent.__module__.startswith(f"odoo.addons.{MODULE}.")
                for parent in model.mro()
            ):
                yield name, model

    def own_methods(self):
        """Public methods that this addon brings: model name, name, function."""
        for model_name, model in self.own_models():
            for name in dir(model):
                if not name.startswith("_") and self._is_own(model, name):
                    yield model_name, name, getattr(model, name)

    @staticmethod
    def _is_own(model, name):
        homes = [c.__module__ for c in model.mro() if name in vars(c)]
        is_method = inspect.isfunction(inspect.getattr_static(model, name))
        ours = f"odoo.addons.{MODULE}."
        return is_method and homes and all(home.startswith(ours) for home in homes)

    # ------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------
    def assertWords(self, call, *args):
        """A call answers, or refuses in words; and what it stored is no rubbish."""
        muted = mute_logger("odoo.models", "odoo.models.unlink", "odoo.sql_db")
        # What the database refuses (a value lacks, or is taken) is said in words by
        # what answers RPC.
        expected = suppress(RolledBack, IntegrityError)
        try:
            with expected, muted, self.cr.savepoint():
                call(*args)
                self.env.flush_all()
                self.cr.execute(self.rubbish_query)
                self.assertFalse(self.cr.fetchall(), "rubbish is stored")
                raise RolledBack
        except UserError as error:
            self.assertTrue(str(error).strip(), "a refusal without words")
            str(error).encode()
        finally:
            self.env.invalidate_all()

    @property
    def rubbish_query(self):
        """Finds tables with numbers and dates that are out of bounds."""
        if not hasattr(self, "_rubbish_query"):
            parts = [
                self._rubbish_in(self.env[name], field)
                for name, model in self.own_models()
                for field in model._fields.values()
                if model._auto and field.store and field.column_type
                if field._module == MODULE or name == "account.payment"
                if field.type in ("float", "monetary", "date")
                if not field.company_dependent
            ]
            self._rubbish_query = SQL(" UNION ALL ").join(parts)
        return self._rubbish_query

    @staticmethod
    def _rubbish_in(model, field):
        column = SQL.identifier(field.name)
        wrong = SQL("abs(%s) > 1e15 OR %s = 'NaN'", column, column)
        if field.type == "date":
            wrong = SQL("%s NOT BETWEEN '1900-01-01' AND '2100-12-31'", column)
        return SQL(
            "(SELECT %s FROM %s WHERE %s LIMIT 1)",
            f"{model._name}.{field.name}",
            SQL.identifier(model._table),
            wrong,
        )

    # ------------------------------------------------------------
    # Every method
    # ------------------------------------------------------------
    def test_every_method_says_what_it_takes(self):
        methods = list(self.own_methods())
        self.assertGreater(len(methods), 60)
        for model, name, method in methods:
            parameters = list(inspect.signature(method).parameters)[1:]
            with self.subTest(method=f"{model}.{name}"):
                self.assertTrue((method.__doc__ or "").strip(), "no docstring")
                self.assertTrue(hasattr(method, "kinds"), "not @checked")
                self.assertEqual(list(method.kinds), parameters, "kinds of arguments")

    def test_every_method_with_anything(self):
        ids = self._real_ids()
        for model, name, method in self.own_methods():
            if hasattr(method, "kinds"):
                with self.subTest(method=f"{model}.{name}"):
                    self._call_with_anything(model, name, method, ids)

    def _real_ids(self):
        moves = self.draft.line_ids.move_line_id.move_id
        known = self.receivable(moves) | self.receivable(self.invoice("F", 40))
        return [
            *known.ids,
            *self.journal.payment_ids.ids,
            *self.draft.ids,
            *self.northwind["F"].ids,
            *self.all_companies.ids,
            987_654,
        ]

    def _call_with_anything(self, model, name, method, ids):
        arguments = {
            argument: rubbish.values(kind, ids)
            for argument, kind in method.kinds.items()
        }
        records = self.records(model).ids
        chosen = [st.just([records[:1]])] * 4
        chosen += [st.just([records]), st.sampled_from([[[]], [[987_654]]])]
        chosen += [st.sampled_from(rubbish.IDS).map(lambda one: [one])]
        if getattr(method, "_api_model", False):
            chosen = [st.just([])]
        times = TIMES * len(arguments) or TIMES_WITHOUT

        @settings(PLAIN, max_examples=times)
        @given(st.one_of(*chosen), st.fixed_dictionaries(arguments))
        def call(who, values):
            self.assertWords(call_kw, self.env[model], name, who, values)

        call()

    # ------------------------------------------------------------
    # Every field
    # ------------------------------------------------------------
    def own_fields(self):
        """Fields that a user may write: model, name."""
        for model_name, model in self.own_models():
            for name, field in model._fields.items():
                if field._module == MODULE and name not in DETERMINED:
                    yield model_name, name

    def test_every_field_with_anything(self):
        """Written to a record, in a new one, and in a form: of all rubbish each field
        gets some in turn, so that each type meets all of it."""
        for number, (model, name) in enumerate(self.own_fields()):
            if not self.env[model].has_access("read"):
                continue
            records, is_ours = self.records(model)[:1], self.is_ours(model)
            with self.subTest(field=f"{model}.{name}"):
                for value in self._some_rubbish(number):
                    self.assertWords(records.write, {name: value})
                for value in self._some_rubbish(number + 1) if is_ours else ():
                    self.assertWords(self.env[model].create, {name: value})
                    changed = [{name: value}, [name], {name: {}}]
                    self.assertWords(records.onchange, *changed)

    def _some_rubbish(self, number):
        """Some of it, another part for each number."""
        return rubbish.RUBBISH[number % RUBBISH_TURN :: RUBBISH_TURN]

    def is_ours(self, model):
        """Whether a model is of this addon, and users make records of it."""
        found = self.env[model]
        return found._original_module == MODULE and found.has_access("create")
