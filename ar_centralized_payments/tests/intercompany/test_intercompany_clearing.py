"""What the fields of Odoo's own intercompany clearing could be, company by company."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .test_intercompany_accounting import IntercompanyCommon

JOURNAL = "account_interco_clearing_journal_id"
RECEIVABLE = "account_interco_receivable_id"
PAYABLE = "account_interco_payable_id"
NAME = "Intercompany receivable, clearing"


@tagged("post_install", "-at_install")
class TestClearing(IntercompanyCommon):
    def proposal(self, letter):
        """The rows of a company by their field, as the controller."""
        model = self.as_user(self.controller, "F")
        rows = model.clearing_proposal(self.companies[letter].ids)
        return {row["field"]: row for row in rows}

    def assertRow(self, row, text):
        found = " | ".join(str(row[name]) for name in ("status", "code", "name"))
        self.assertEqual(found, text)

    def free_account(self, letter, code, account_type, **values):
        return self.account(letter, code, account_type, reconcile=True, **values)

    # ------------------------------------------------------------
    # What fits
    # ------------------------------------------------------------
    def test_the_journal_fits_and_the_accounts_of_the_pairs_do_not(self):
        journal = self.companies["E"].ar_intercompany_journal_id
        rows = self.proposal("E")
        self.assertEqual([*rows], [JOURNAL, RECEIVABLE, PAYABLE])
        self.assertRow(rows[JOURNAL], f"fits | {journal.code} | Intercompany")
        self.assertEqual(rows[JOURNAL]["id"], journal.id)
        self.assertRow(
            rows[RECEIVABLE], "create | 121001 | Intercompany receivable, clearing"
        )
        self.assertRow(
            rows[PAYABLE], "create | 211001 | Intercompany payable, clearing"
        )
        self.assertFalse(rows[RECEIVABLE]["id"] or rows[PAYABLE]["id"])
        for letter, field, side in (
            ("F", RECEIVABLE, "due_from"),
            ("F", PAYABLE, "due_to"),
        ):
            pair = (
                self.pair(letter, "E") if side == "due_from" else self.pair("E", letter)
            )
            account = pair[f"{side}_account_id"].with_company(self.companies["E"])
            self.assertIn(account.display_name, rows[field]["reason"])
        self.assertIn("Owner's Current Account", rows[RECEIVABLE]["reason"])
        self.assertIn("Current Assets", rows[RECEIVABLE]["reason"])
        self.assertIn("Current Liabilities", rows[PAYABLE]["reason"])

    def test_an_account_that_is_made_as_proposed_fits(self):
        for field, account_type in (
            (RECEIVABLE, "asset_receivable"),
            (PAYABLE, "liability_payable"),
        ):
            row = self.proposal("E")[field]
            made = self.free_account(
                "E", row["code"], account_type, name=row["name"], non_trade=True
            )
            with self.subTest(field=field):
                row = self.proposal("E")[field]
                self.assertEqual((row["status"], row["id"]), ("fits", made.id))
                self.assertEqual(row["code"], made.with_company(row["company_id"]).code)

    def test_a_company_without_pairs(self):
        self.new_company("N", "Fabrikam North")
        rows = self.proposal("N")
        self.assertRow(rows[JOURNAL], "create | ICO | Intercompany")
        self.assertIn("no Intercompany journal", rows[JOURNAL]["reason"])
        self.assertNotIn("cannot be used", rows[PAYABLE]["reason"])

    # ------------------------------------------------------------
    # What does not
    # ------------------------------------------------------------
    def test_accounts_that_are_not_free(self):
        """Of another kind, of somebody else, or in use: never proposed."""
        company = self.companies["E"]
        rows = (
            ("F", "121052", "asset_receivable", {}),
            ("E", "121053", "asset_receivable", {"currency_id": self.eur.id}),
            ("E", "121054", "asset_receivable", {"active": False}),
            ("E", "121055", "asset_receivable", {}),
            ("E", "121056", "asset_receivable", {}),
            ("E", "121057", "asset_current", {}),
        )
        made = [
            self.free_account(letter, code, kind, name=NAME, **values)
            for letter, code, kind, values in rows
        ]
        company.ar_bill_protested_account_id = made[3]
        customer = self.northwind["E"].with_company(company)
        customer.property_account_receivable_id = made[4]
        self.invoice("E", 10)
        row = self.proposal("E")[RECEIVABLE]
        self.assertEqual((row["status"], row["id"]), ("create", False))
        self.assertEqual(row["code"], "121001")
        self.assertNotIn("12105", row["reason"])

    def test_items_of_the_group_alone_leave_an_account_free(self):
        account = self.free_account("E", "121058", "asset_receivable")
        data = self.data["E"]
        move = self.env["account.move"].create(
            {
                "journal_id": data["default_journal_misc"].id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": item.id,
                            "balance": balance,
                            "partner_id": self.companies["F"].partner_id.id,
                        }
                    )
                    for item, balance in (
                        (account, 5.0),
                        (data["default_account_revenue"], -5.0),
                    )
                ],
            }
        )
        self.assertEqual(self.proposal("E")[RECEIVABLE]["id"], account.id)
        move.line_ids.partner_id = self.northwind["E"]
        self.assertFalse(self.proposal("E")[RECEIVABLE]["id"])

    # ------------------------------------------------------------
    # Who, and what is written
    # ------------------------------------------------------------
    def test_nothing_is_written(self):
        before = self.written()
        rows = self.as_user(self.controller, "F").clearing_proposal()
        names = {row["company"] for row in rows}
        self.assertLessEqual(set(self.all_companies.mapped("name")), names)
        self.assertEqual(self.written(), before)

    def written(self):
        """Every row of what a set-up consists of."""
        self.env.flush_all()
        tables = ("account_account", "account_journal", "res_company")
        return [
            self.env.execute_query(SQL("SELECT * FROM %s", SQL.identifier(table)))
            for table in (*tables, "intercompany_accounting")
        ]

    def test_who_may_ask(self):
        both = (self.companies["F"] | self.companies["E"]).ids
        for user in (self.clerk, self.reader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.as_user(user).clearing_proposal(both)
        alone = self.new_user("alone", "account.group_account_manager", "F")
        with self.assertRaises(AccessError):
            self.as_user(alone).clearing_proposal(both)
        rows = self.as_user(alone).clearing_proposal()
        self.assertEqual({row["company"] for row in rows}, {"Fabrikam"})

    def test_a_branch(self):
        branch = self.env["res.company"].create(
            {"name": "Fabrikam Shop", "parent_id": self.companies["F"].id}
        )
        self.controller.company_ids += branch
        with self.assertRefused("Fabrikam Shop is a branch of Fabrikam"):
            self.as_user(self.controller).clearing_proposal(branch.ids)
