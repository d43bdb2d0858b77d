"""Intercompany Balances: every item once, under the right pair, in whole tables.

A table has a row for each row of the model: the pair (``-`` for no counterpart), the
transaction currency, due to, due from and their difference, then the same two in each
company's own currency and their difference (``n/a`` where the currencies differ)::

    F>E   EUR   600.00   600.00   0.00   723.72 USD   723.72 USD   0.00
"""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .. import books
from ..settling import SettlingCommon


class BalanceCommon(SettlingCommon):
    def rows(self, user=None, domain=(), **context):
        model = self.env["ar.intercompany.balance"].with_user(user or self.clerk)
        model.invalidate_model()
        return model.with_context(**context).search([*domain])

    def text(self, row):
        """One row of the model as one row of a table."""
        row = row.sudo()
        letters = [
            self.letter_of(company) if company else "-"
            for company in (row.payment_company_id, row.invoice_company_id)
        ]
        amounts = (row.amount_due_to, row.amount_due_from, row.amount_difference)
        digits = row.currency_id.decimal_places
        cells = [
            ">".join(letters),
            row.currency_id.name,
            *(books.money(amount, digits) for amount in amounts),
        ]
        for side, currency in (
            ("due_to", row.payment_currency_id),
            ("due_from", row.invoice_currency_id),
        ):
            amount = row[f"balance_{side}"]
            cells += [books.money(amount, currency.decimal_places), currency.name]
        difference = books.money(row.balance_difference)
        if not row.is_balance_comparable:
            self.assertEqual(difference, "0.00")
            difference = "n/a"
        return " ".join([*cells, difference])

    def assertRows(self, table, rows=None):
        """Assert *all* rows, in any order, and what opens from each of them."""
        rows = self.rows() if rows is None else rows
        found = [self.text(row) for row in rows]
        self.assertEqual(sorted(found), sorted(books.rows_of(table)))
        self.assertEqual(len(set(rows.ids)), len(rows))
        self.assertOpens(rows)

    def lines_of(self, action):
        """The journal items that an action of a row opens, ticked companies or not."""
        action = action.get("params", action)
        action = action.get("action", action)
        self.assertEqual(action["res_model"], "account.move.line")
        return self.env["account.move.line"].sudo().search(action["domain"])

    def assertOpens(self, rows):
        """What opens from the rows makes up their amounts: every item once."""
        opened = self.env["account.move.line"].sudo()
        for row in rows:
            amounts = {}
            for side, sign in (("due_to", -1), ("due_from", 1)):
                lines = self.lines_of(getattr(row, f"action_open_{side}")())
                self.assertFalse(lines & opened, "counted twice")
                opened |= lines
                amounts[f"amount_{side}"] = sign * sum(lines.mapped("amount_currency"))
                amounts[f"balance_{side}"] = sign * sum(lines.mapped("balance"))
            for name, amount in amounts.items():
                self.assertAlmostEqual(row[name], amount, msg=f"{name} of {row}")
            both = self.lines_of(row.action_open_lines())
            self.assertAlmostEqual(
                -sum(both.mapped("amount_currency")),
                row.amount_due_to - row.amount_due_from,
            )

    def assertNothingLost(self):
        """All posted items on the accounts of all pairs are in the rows of all."""
        pairs = self.env["intercompany.accounting"].sudo().search([])
        accounts = pairs.due_to_account_id | pairs.due_from_account_id
        accounts |= pairs.former_due_to_account_ids | pairs.former_due_from_account_ids
        items = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [("account_id", "in", accounts.ids), ("parent_state", "=", "posted")]
            )
        )
        rows = self.env["ar.intercompany.balance"].sudo().search([])
        self.assertEqual(self.lines_of(rows.action_open_lines()), items)
        self.assertAlmostEqual(
            sum(rows.mapped("amount_difference")), -sum(items.mapped("amount_currency"))
        )

    def post(self, letter, account, amount, partner=None, **options):
        """Post an entry of one side alone: so much debited to an account."""
        company = self.companies[letter]
        currency = self.currency_named(options.get("currency") or "USD")
        balance = options.get("balance", amount)
        partner = partner or self.env["res.partner"]
        other = self.data[letter]["default_account_revenue"]
        rows = [
            (account, partner, currency, amount, balance, {}),
            (other, partner, currency, -amount, -balance, {}),
        ]
        self.assertEqual(account.company_ids & company.root_id, company.root_id)
        return self.entry(letter, rows)

    def share(self, *pairs, side="due_to"):
        """Let several pairs of a company use the account of the first one."""
        first, *others = (self.pair(*letters) for letters in pairs)
        for other in others:
            other[f"{side}_account_id"] = first[f"{side}_account_id"]
        return first[f"{side}_account_id"]


@tagged("post_install", "-at_install")
class TestBalances(BalanceCommon):
    # ------------------------------------------------------------
    # The examples
    # ------------------------------------------------------------
    def test_nothing_settled(self):
        self.invoice("E", 600)
        self.payment("F", 600)
        self.assertRows("")

    def test_example_1_and_undone(self):
        settlement = self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.assertRows("F>E USD 600.00 600.00 0.00 600.00 USD 600.00 USD 0.00")
        settlement.with_user(self.controller).action_undo()
        self.assertRows("F>E USD 0.00 0.00 0.00 0.00 USD 0.00 USD 0.00")
        self.assertFalse(self.rows(domain=[("amount_due_to", "!=", 0)]))

    def test_a_draft_entry_is_no_balance(self):
        settlement = self.settle(self.invoice("E", 600), self.payment("F", 600))
        account = self.pair("F", "E").due_to_account_id
        copy = settlement.sudo().move_ids.filtered(
            lambda move: account in move.line_ids.account_id
        )
        copy.copy()
        self.assertRows("F>E USD 600.00 600.00 0.00 600.00 USD 600.00 USD 0.00")

    def test_example_3_to_both_companies(self):
        self.settle(
            self.invoice("E", 600, currency="EUR"),
            self.payment("F", 600, currency="EUR"),
        )
        self.assertRows("F>E EUR 600.00 600.00 0.00 723.72 USD 723.72 USD 0.00")
        self.pair("F", "E").exchange_company = "invoice"
        self.settle(
            self.invoice("E", 600, currency="EUR"),
            self.payment("F", 600, currency="EUR"),
        )
        self.assertRows("F>E EUR 1200.00 1200.00 0.00 1460.34 USD 1460.34 USD 0.00")

    def test_example_4(self):
        invoice = self.invoice(
            "E", 600, currency="EUR", tax=6.37, term=self.term(2, 30)
        )
        self.settle(invoice, self.payment("F", 626.22, currency="EUR"))
        self.assertRows("F>E EUR 626.22 626.22 0.00 755.35 USD 755.35 USD 0.00")

    def test_examples_5_and_6(self):
        for is_primary in (True, False):
            payment = self.payment("F", 75)
            self.settle(
                self.invoice("W", 100),
                self.credit_note("E", 25),
                payment,
                primary=payment if is_primary else None,
            )
        self.assertRows(
            """
            F>W   USD   175.00   175.00   0.00   175.00 USD   175.00 USD   0.00
            E>F   USD    25.00    25.00   0.00    25.00 USD    25.00 USD   0.00
            E>W   USD    25.00    25.00   0.00    25.00 USD    25.00 USD   0.00
            """
        )

    def test_examples_7_to_9_of_two_accounting_currencies(self):
        self.settle(self.invoice("X", 600), self.payment("F", 600, currency="EUR"))
        self.settle(self.invoice("X", 600), self.payment("F", 736.62))
        self.settle(
            self.invoice("E", 600, currency="EUR"),
            self.payment("X", 736.62, currency="USD"),
        )
        self.assertRows(
            """
            F>X   EUR   600.00   600.00   0.00   736.62 USD   600.00 EUR   n/a
            F>X   USD   736.62   736.62   0.00   736.62 USD   600.00 EUR   n/a
            X>E   USD   723.72   723.72   0.00   589.49 EUR   723.72 USD   n/a
            """
        )

    def test_example_10_of_four_currencies(self):
        self.set_rate("E", "CAD", "2026-03-10", 1.33)
        self.set_rate("E", "CAD", "2026-03-25", 1.35)
        self.set_rate("X", "DKK", "2026-03-10", 7.46)
        self.settle(
            self.invoice("E", 1000, currency="CAD"),
            self.payment("X", 4501.07, currency="DKK"),
        )
        self.assertRows("X>E DKK 4501.07 4501.07 0.00 612.43 EUR 751.88 USD n/a")

    # ------------------------------------------------------------
    # Differences
    # ------------------------------------------------------------
    def test_a_manual_posting_on_one_side(self):
        self.settle(
            self.invoice("E", 600, currency="EUR"),
            self.payment("F", 600, currency="EUR"),
        )
        pair = self.pair("F", "E")
        east = self.companies["E"].partner_id
        self.post("F", pair.due_to_account_id, 50, east)
        self.post("E", pair.due_from_account_id, 0, currency="EUR", balance=-1.5)
        self.assertRows(
            """
            F>E   EUR   600.00   600.00     0.00   723.72 USD   722.22 USD     1.50
            F>E   USD   -50.00     0.00   -50.00   -50.00 USD     0.00 USD   -50.00
            """
        )
        self.assertNothingLost()
        self.settle(self.invoice("W", 10), self.payment("F", 10))
        different = [
            "|",
            ("amount_difference", "!=", 0),
            ("balance_difference", "!=", 0),
        ]
        self.assertEqual(
            {row.display_name for row in self.rows(domain=different)},
            {"Fabrikam → Fabrikam East, EUR", "Fabrikam → Fabrikam East, USD"},
        )

    def test_an_account_of_one_pair_takes_all_of_its_items(self):
        account = self.pair("F", "E").due_to_account_id
        for partner in (
            self.env["res.partner"],
            self.northwind["F"],
            self.companies["W"].partner_id,
        ):
            self.post("F", account, -10, partner)
        self.assertRows("F>E USD 30.00 0.00 30.00 30.00 USD 0.00 USD 30.00")
        self.assertNothingLost()

    # ------------------------------------------------------------
    # Whose item is it?
    # ------------------------------------------------------------
    def test_a_shared_account_goes_by_partner(self):
        account = self.share("FE", "FW", "FX")
        self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.settle(self.invoice("W", 100), self.payment("F", 100))
        self.settle(self.invoice("X", 600), self.payment("F", 600, currency="EUR"))
        contact = self.env["res.partner"].create(
            {"name": "Wendy", "parent_id": self.companies["W"].partner_id.id}
        )
        self.post("F", account, -7, contact)
        self.assertRows(
            """
            F>E   USD   600.00   600.00   0.00   600.00 USD   600.00 USD   0.00
            F>W   USD   107.00   100.00   7.00   107.00 USD   100.00 USD   7.00
            F>X   EUR   600.00   600.00   0.00   736.62 USD   600.00 EUR   n/a
            """
        )
        self.assertNothingLost()

    def test_what_names_no_company_of_a_shared_account_is_shown(self):
        account = self.share("FE", "FW")
        self.post("F", account, -600, self.companies["E"].partner_id)
        self.post("F", account, -5)
        self.post("F", account, -10, self.northwind["F"])
        self.post("F", account, -20, self.companies["X"].partner_id)
        self.post("F", account, -40, currency="EUR", balance=-50)
        back = self.share("EF", "WF", side="due_from")
        self.post("F", back, 80)
        self.assertRows(
            """
            F>E   USD   600.00    0.00   600.00   600.00 USD    0.00 USD   600.00
            F>-   USD    35.00    0.00    35.00    35.00 USD    0.00 USD    35.00
            F>-   EUR    40.00    0.00    40.00    50.00 USD    0.00 USD    50.00
            ->F   USD     0.00   80.00   -80.00     0.00 USD   80.00 USD   -80.00
            """
        )
        self.assertNothingLost()
        self.assertIn(
            "no counterpart → Fabrikam, USD", self.rows().mapped("display_name")
        )

    def test_two_companies_with_one_commercial_partner(self):
        account = self.share("FE", "FW")
        holding = self.env["res.partner"].create({"name": "Group", "is_company": True})
        for letter in "EW":
            partner = self.companies[letter].partner_id
            partner.write({"is_company": False, "parent_id": holding.id})
            self.assertEqual(partner.commercial_partner_id, holding)
        self.post("F", account, -1, self.companies["E"].partner_id)
        self.post("F", account, -2, self.companies["W"].partner_id)
        self.post("F", account, -4, holding)
        self.assertRows(
            """
            F>E   USD   1.00   0.00   1.00   1.00 USD   0.00 USD   1.00
            F>W   USD   2.00   0.00   2.00   2.00 USD   0.00 USD   2.00
            F>-   USD   4.00   0.00   4.00   4.00 USD   0.00 USD   4.00
            """
        )

    def test_one_account_of_two_companies(self):
        """Odoo's accounts may belong to several companies: each has its own items."""
        account = self.pair("F", "E").due_to_account_id
        west = self.companies["W"]
        account.with_company(west).sudo().write(
            {"company_ids": [Command.link(west.id)], "code": "201999"}
        )
        self.pair("W", "E").due_to_account_id = account
        self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.settle(self.invoice("E", 100), self.payment("W", 100))
        self.assertRows(
            """
            F>E   USD   600.00   600.00   0.00   600.00 USD   600.00 USD   0.00
            W>E   USD   100.00   100.00   0.00   100.00 USD   100.00 USD   0.00
            """
        )
        self.assertNothingLost()

    def test_a_pair_and_its_opposite_on_one_account(self):
        """Never set up so, but a type may be changed: nothing counts twice."""
        account = self.pair("F", "E").due_to_account_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE intercompany_accounting SET due_from_account_id = %s WHERE id = %s",
            [account.id, self.pair("E", "F").id],
        )
        self.env.invalidate_all()
        self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.assertRows("F>E USD 600.00 600.00 0.00 600.00 USD 600.00 USD 0.00")
        self.assertNothingLost()

    def test_branches_count_to_their_legal_entity(self):
        self.branch("F", "Fabrikam Harbour", "FH")
        self.branch("E", "Fabrikam East Airport", "EA")
        self.env.invalidate_all()
        self.settle(self.invoice("EA", 600), self.payment("FH", 600))
        self.settle(self.invoice("E", 50), self.payment("F", 50))
        account = self.share("FE", "FW")
        self.post("FH", account, -3, self.companies["EA"].partner_id)
        self.assertRows(
            "F>E USD 653.00 650.00 3.00 653.00 USD 650.00 USD 3.00",
        )
        self.assertNothingLost()

    # ------------------------------------------------------------
    # Pairs that change
    # ------------------------------------------------------------
    def test_an_archived_pair_stays_while_something_is_open(self):
        settlement = self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.pair("F", "E").active = False
        self.assertRows("F>E USD 600.00 600.00 0.00 600.00 USD 600.00 USD 0.00")
        settlement.with_user(self.controller).action_undo()
        self.assertRows("")

    def test_another_account_loses_nothing(self):
        settlement = self.settle(self.invoice("E", 600), self.payment("F", 600))
        pair = self.pair("F", "E").with_user(self.controller)
        # With one company ticked, as a manager of both.
        pair = pair.with_context(allowed_company_ids=self.companies["W"].ids)
        former = pair.sudo().due_to_account_id, pair.sudo().due_from_account_id
        for account, letter, name in (
            (former[0], "F", "due_to_account_id"),
            (former[1], "E", "due_from_account_id"),
        ):
            there = account.sudo().with_company(self.companies[letter])
            pair[name] = there.copy({"code": "299999"})
        pair = pair.sudo()
        self.assertEqual(pair.former_due_to_account_ids, former[0])
        self.assertEqual(pair.former_due_from_account_ids, former[1])
        self.assertRows("F>E USD 600.00 600.00 0.00 600.00 USD 600.00 USD 0.00")
        self.settle(self.invoice("E", 50), self.payment("F", 50))
        self.assertRows("F>E USD 650.00 650.00 0.00 650.00 USD 650.00 USD 0.00")
        settlement.with_user(self.controller).action_undo()
        self.assertRows("F>E USD 50.00 50.00 0.00 50.00 USD 50.00 USD 0.00")
        # A former account that another pair takes over goes by partner.
        self.pair("F", "W").due_to_account_id = former[0]
        self.settle(self.invoice("W", 9), self.payment("F", 9))
        pair.due_to_account_id = former[0]
        self.assertRows(
            """
            F>E   USD   50.00   50.00   0.00   50.00 USD   50.00 USD   0.00
            F>W   USD    9.00    9.00   0.00    9.00 USD    9.00 USD   0.00
            """
        )
        self.assertNothingLost()

    def test_back_to_a_former_account(self):
        """It is one account of one pair again: whatever its partner."""
        pair = self.pair("F", "E")
        first = pair.due_to_account_id
        self.post("F", first, -10)
        pair.due_to_account_id = first.copy({"code": "299999"})
        self.post("F", pair.due_to_account_id, -20)
        pair.due_to_account_id = first
        self.assertRows("F>E USD 30.00 0.00 30.00 30.00 USD 0.00 USD 30.00")
        self.assertNothingLost()

    def test_an_account_never_used_is_forgotten(self):
        pair = self.pair("F", "E")
        pair.due_to_account_id = self.pair("F", "W").due_to_account_id
        self.assertFalse(pair.former_due_to_account_ids)

    def test_a_pair_with_a_balance_is_not_deleted(self):
        self.post("F", self.pair("F", "E").due_to_account_id, -10)
        with self.assertRefused("Fabrikam → Fabrikam East"):
            self.pair("F", "E").unlink()
        self.pair("E", "F").unlink()

    # ------------------------------------------------------------
    # Ids, grouping, opening
    # ------------------------------------------------------------
    def test_ids_stay_when_rows_are_added(self):
        self.settle(self.invoice("W", 100), self.payment("F", 100))
        before = {self.text(row): row.id for row in self.rows()}
        self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.settle(self.invoice("X", 600), self.payment("F", 600, currency="EUR"))
        after = {self.text(row): row.id for row in self.rows()}
        self.assertEqual(before, {key: after[key] for key in before})
        self.assertEqual(len(set(after.values())), 3)

    def test_groups_as_the_pages_ask(self):
        self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.settle(self.invoice("W", 100), self.payment("F", 100))
        self.settle(self.invoice("X", 600), self.payment("F", 600, currency="EUR"))
        rows = self.env["ar.intercompany.balance"].with_user(self.clerk)
        groups = rows._read_group(
            [], ["currency_id"], ["amount_due_to:sum", "amount_difference:sum"]
        )
        self.assertEqual(set(groups), {(self.usd, 700, 0), (self.eur, 600, 0)})
        found = {
            pair.display_name: amount
            for pair, amount in rows._read_group([], ["pair_id"], ["amount_due_to:sum"])
        }
        self.assertEqual(
            found,
            {
                "Fabrikam → Fabrikam East": 600,
                "Fabrikam → Fabrikam West": 100,
                "Fabrikam → Fabrikam Europe": 600,
            },
        )

    def test_opening_ticks_the_companies_of_both_sides(self):
        self.settle(self.invoice("E", 600), self.payment("F", 600))
        row = self.rows(allowed_company_ids=self.companies["W"].ids)
        action = row.action_open_lines()
        self.assertEqual(action["tag"], "ar_centralized_payments.open_in_companies")
        self.assertEqual(
            set(action["params"]["company_ids"]),
            {self.companies["F"].id, self.companies["E"].id},
        )
        opened = action["params"]["action"]
        self.assertEqual(opened["context"]["group_by"], ["company_id", "account_id"])
        self.assertFalse(opened["context"]["create"])
        self.assertEqual(sorted(self.lines_of(action).mapped("balance")), [-600, 600])
        pair = self.pair("F", "E").with_user(self.clerk)
        self.assertEqual(
            self.rows(domain=pair.action_open_balances()["domain"]).ids, row.ids
        )

    def test_reading_is_one_query_however_many_rows(self):
        counts = []
        for letter in "EWX":
            self.settle(self.invoice(letter, 100), self.payment("F", 100))
            self.env.flush_all()
            self.env.invalidate_all()
            rows = self.rows(user=self.env.ref("base.user_root"))
            start = self.env.cr.sql_log_count
            names = [
                name for name, field in rows._fields.items() if field.type == "monetary"
            ]
            self.assertEqual(
                len(rows.search([]).read(names, load=None)), len(counts) + 1
            )
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(set(counts[1:]), {counts[-1]})


@tagged("post_install", "-at_install")
class TestBalanceAccess(BalanceCommon):
    def setUp(self):
        super().setUp()
        self.settle(self.invoice("E", 600), self.payment("F", 600))
        self.row = self.rows()

    def test_members_of_both_companies_read(self):
        table = "F>E USD 600.00 600.00 0.00 600.00 USD 600.00 USD 0.00"
        for user in (self.clerk, self.reader, self.controller):
            self.assertRows(table, self.rows(user))
            ticked = self.rows(user, allowed_company_ids=self.companies["W"].ids)
            self.assertRows(table, ticked)
            read = ticked.web_read(
                {"payment_company_id": {"fields": {"display_name": {}}}}
            )
            self.assertEqual(read[0]["payment_company_id"]["display_name"], "Fabrikam")

    def test_a_member_of_one_company_sees_nothing_of_the_pair(self):
        self.assertFalse(self.rows(self.clerk_f))
        for method in ("read", "action_open_lines", "action_open_due_to"):
            with self.assertRaises(AccessError) as caught, self.cr.savepoint():
                getattr(self.row.with_user(self.clerk_f), method)()
            self.assertNotIn("Fabrikam East", str(caught.exception))

    def test_a_row_without_counterpart_is_for_members_of_its_company(self):
        account = self.share("FE", "FW")
        self.post("F", account, -5)
        clerk_e = self.new_user("clerk_e", "account.group_account_invoice", "E")
        self.assertRows(
            "F>- USD 5.00 0.00 5.00 5.00 USD 0.00 USD 5.00", self.rows(self.clerk_f)
        )
        self.assertFalse(self.rows(clerk_e))

    def test_nobody_else_and_nobody_writes(self):
        nobody = self.new_user("nobody", "base.group_user")
        for method in ("read", "action_open_lines", "action_open_due_from"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(self.row.with_user(nobody), method)()
        for user in (self.clerk, self.controller):
            row = self.row.with_user(user)
            for refused in (
                row.unlink,
                lambda row=row: row.write({"amount_due_to": 1}),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    refused()

    def test_the_menu_is_there_for_clerks_and_readers(self):
        menu = self.env.ref("ar_centralized_payments.menu_ar_intercompany_balance")
        nobody = self.new_user("nobody", "base.group_user")
        for user, is_there in (
            (self.clerk, True),
            (self.reader, True),
            (self.controller, True),
            (nobody, False),
        ):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for place in (menu, menu.parent_id, menu.parent_id.parent_id):
                self.assertEqual(
                    place.id in visible, is_there, (user.login, place.name)
                )
