"""The engine's journal items, made whole, are to the last column what Odoo makes of the
same values one by one."""

from odoo import Command
from odoo.tests import tagged

from ...books.batches import MATCHING
from ...books.settlement_entries import PLAIN_LINE
from ...books.whole_items import WHOLE
from ...models.account import matched_items
from ...models.settlement.ar_settlement_entries import AS_GIVEN, QUIET
from ..settling import SettlingCommon

#: What is each item's own.
OWN = {"id", "move_id", "move_name", "create_date", "write_date"}
AMOUNTS = (("USD", 0.0, 0.0), ("EUR", 0.0, 5.28), ("EUR", 100.0, 120.62))


@tagged("post_install", "-at_install")
class TestWholeItems(SettlingCommon):
    # ------------------------------------------------------------
    # Builders
    # ------------------------------------------------------------
    def entry(self, is_whole, **values):
        """An entry of F with each kind of account and amount, in both directions."""
        data = self.data["F"]
        income, receivable = (
            data[f"default_account_{name}"] for name in ("revenue", "receivable")
        )
        bank = data["default_journal_bank"].default_account_id
        accounts = income | receivable | bank | self.outstanding["F"][:1]
        lines = [
            Command.create(self.line(account, *amount, sign, **values))
            for account in accounts
            for amount in AMOUNTS
            for sign in (1, -1)
        ]
        context = {**QUIET, **AS_GIVEN, WHOLE: is_whole}
        return (
            self.env["account.move"]
            .sudo()
            .with_context(**context)
            .create(
                {
                    "move_type": "entry",
                    "company_id": self.companies["F"].id,
                    "journal_id": data["default_journal_misc"].id,
                    "date": "2026-03-25",
                    "ref": "Whole",
                    "line_ids": lines,
                }
            )
        )

    def line(self, account, currency, amount, balance, sign, **values):
        amount, balance = sign * amount, sign * balance
        return {
            **PLAIN_LINE,
            "name": f"{account.code} {currency} {amount} {balance}",
            "account_id": account.id,
            "partner_id": self.northwind["F"].id,
            "currency_id": self.currency_named(currency).id,
            "amount_currency": amount,
            "balance": balance,
            "price_subtotal": amount,
            "price_total": amount,
            "analytic_distribution": False,
            "date_maturity": False,
            "ar_because": {"rule": "taken", "balance": ["g", sign, 528]},
            **values,
        }

    def columns(self, move):
        """What the database has of the items."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM account_move_line WHERE move_id = %s ORDER BY id", [move.id]
        )
        return [
            {name: value for name, value in row.items() if name not in OWN}
            for row in self.env.cr.dictfetchall()
        ]

    def assertAlike(self, **values):
        whole, odoos = (self.entry(is_whole, **values) for is_whole in (True, False))
        self.assertEqual(self.columns(whole), self.columns(odoos))
        for name in ("amount_total", "amount_residual", "currency_id"):
            self.assertEqual(whole[name], odoos[name])
        (whole | odoos)._post(soft=False)
        self.assertEqual(self.columns(whole), self.columns(odoos))
        self.assertEqual({*whole.line_ids.mapped("move_name")}, {whole.name})

    # ------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------
    def test_plain_items(self):
        self.assertAlike()

    def test_items_with_analytic_distribution(self):
        plan = self.env["account.analytic.plan"].create({"name": "Regions"})
        account = self.env["account.analytic.account"].create(
            {"name": "South", "plan_id": plan.id}
        )
        self.assertAlike(analytic_distribution={str(account.id): 100.0})

    def test_items_with_taxes_are_odoos(self):
        taxes = self.tax("F", 10)
        self.assertAlike(tax_ids=[Command.set(taxes.ids)])

    def test_corrections_as_negative_amounts_are_odoos(self):
        self.companies["F"].account_storno = True
        self.assertAlike(is_storno=True)

    def test_amounts_that_odoo_changes_are_odoos(self):
        self.assertAlike(currency_id=self.usd.id)

    def test_an_account_of_another_company_is_refused(self):
        foreign = self.data["E"]["default_account_revenue"]
        with self.assertRefused("company inconsistencies"):
            self.entry(True, account_id=foreign.id)

    def test_none_is_made_twice(self):
        """Neither in memory, to compute what is known."""
        model, made = type(self.env["account.move.line"]), []
        new = model.new

        def watched(records, values=None, *args, **kwargs):
            made.append(values or {})
            return new(records, values, *args, **kwargs)

        self.patch(model, "new", watched)
        self.entry(True)
        self.assertFalse([values for values in made if "account_id" in values])
        self.entry(False)
        self.assertTrue([values for values in made if "account_id" in values])


@tagged("post_install", "-at_install")
class TestMatchedItems(SettlingCommon):
    def told(self, entry):
        """The documents that hear of it when the engine matches an item of an entry."""
        env = self.env(su=True, context={MATCHING: True})
        items, moves = (env[f"account.move{name}"]._fields for name in (".line", ""))
        triggers = env.registry.get_field_trigger_tree(items["amount_residual"])
        on_entry = triggers[moves["line_ids"]]
        told = env["account.move"]
        for _field, records, _is_new in entry.with_env(env)._modified_triggers(
            on_entry
        ):
            if records._name == told._name:
                told |= records
        return told.with_env(self.env) - entry

    def test_documents_hear_of_their_own_items(self):
        """An entry of the engine has items of many documents; where another addon
        computes something from all items of an entry, each of them hears of it."""
        bills = self.invoice("E", 60) | self.invoice("E", 40)
        settlement = self.settle(self.payment("F", 100), bills)
        entry = settlement.sudo().move_ids.filtered(
            lambda move: move.company_id == self.companies["E"]
        )
        self.assertFalse(self.told(entry) & bills)
        self.patch(matched_items, "KNOWN", {"account"})
        self.assertEqual(self.told(entry) & bills, bills)
