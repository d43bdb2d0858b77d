from lxml import etree
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...books.intercompany_memory import remember
from ...books.lock_dates import LockDates, Place
from .. import books
from ..common import CentralizedPaymentsCommon


class IntercompanyCommon(CentralizedPaymentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pairs = cls.env["intercompany.accounting"]

    def as_user(self, user, letters=""):
        """The model as a user, with only some companies ticked in the switcher."""
        ids = [self.companies[letter].id for letter in letters]
        context = {"allowed_company_ids": ids} if ids else {}
        return self.pairs.with_user(user).with_context(**context)

    def new_company(self, letter, name, **values):
        """A company with a chart, of which the controller is a member."""
        self.data[letter] = self.setup_other_company(name=name, **values)
        self.companies[letter] = self.data[letter]["company"]
        self.controller.company_ids = [Command.link(self.companies[letter].id)]
        return self.companies[letter]

    def account(self, letter, code, account_type, **values):
        company = self.companies[letter]
        return (
            self.env["account.account"]
            .with_company(company)
            .create(
                {
                    "name": f"Account {code}",
                    "code": code,
                    "account_type": account_type,
                    "company_ids": [Command.set(company.ids)],
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestCommon(IntercompanyCommon):
    """The shared builders and asserts do what they say."""

    def test_books_of_documents(self):
        invoice = self.invoice("E", 600, currency="EUR", tax=6.37, term=self.term(2))
        self.assertBooks(
            invoice,
            """
            E   sales        Northwind   -600.00 EUR   -723.72   2026-03-10
            E   tax          Northwind    -38.22 EUR    -46.10   2026-03-10
            E   receivable   Northwind    638.22 EUR    769.82   2026-03-10
            """,
        )
        payment = self.payment("F", 626.22, currency="EUR")
        self.assertBooks(
            payment,
            """
            F   outstanding   Northwind    626.22 EUR    768.81
            F   receivable    Northwind   -626.22 EUR   -768.81
            """,
        )
        self.assertOpen({invoice: "638.22 EUR 769.82", payment: "-626.22 EUR -768.81"})
        self.assertBalances("F", "receivable Northwind -626.22 EUR -768.81")
        self.assertIn("F   receivable", self.trial_balance())

    def test_books_of_the_company_in_euros(self):
        invoice = self.invoice("X", 600)
        payment = self.payment("X", 736.62, currency="USD")
        refund = self.payment("X", 10, direction="out", date="2026-03-10")
        note = self.credit_note("X", 25)
        self.assertBooks(
            invoice | note | payment.move_id | refund.move_id,
            """
            X   sales         Northwind   -600.00
            X   receivable    Northwind    600.00
            X   sales         Northwind     25.00 EUR     25.00
            X   receivable    Northwind    -25.00         -25.00
            X   outstanding   Northwind    736.62 USD    600.00
            X   receivable    Northwind   -736.62 USD   -600.00
            X   outstanding   Northwind    -10.00        -10.00
            X   receivable    Northwind     10.00         10.00
            """,
        )

    def test_a_wrong_table_is_shown_with_the_right_one(self):
        invoice = self.invoice("E", 600)
        with self.assertRaises(AssertionError) as caught:
            self.assertBooks(
                invoice,
                """
                E   receivable   Northwind    600.00
                E   sales        Northwind   -599.00
                """,
            )
        message = str(caught.exception)
        self.assertIn("-599.00 USD", message)
        self.assertIn("    E   sales        Northwind   -600.00 USD   -600.00", message)
        with self.assertRaisesRegex(AssertionError, "600.00 USD 600.00 is open, not 0"):
            self.assertOpen({invoice: "0"})
        with self.assertRaisesRegex(ValueError, "row 2"):
            self.parse_books("E sales 1.00\nE sales 1.00 2.00 3.00")

    def test_rows_survive_printing_and_reading(self):
        table = "F due_to East -4,501.07 DKK -603.36 2026-03-25\nE gain 0 EUR -12.9"
        rows = self.parse_books(table)
        self.assertEqual(self.parse_books(books.render(rows)), rows)
        self.assertFalse(books.difference(rows, rows[::-1]))

    def test_due_accounts_are_named_by_their_pair_and_their_partner(self):
        due_to = self.pair("F", "E").due_to_account_id
        east, west = (self.companies[key].partner_id for key in "EW")
        self.assertEqual(self.role_of("F", due_to, east), "due_to")
        self.assertEqual(self.role_of("F", due_to, west), "due_to(Fabrikam East)")
        self.assertEqual(self.partner_word(west), "West")


@tagged("post_install", "-at_install")
class TestSetUp(IntercompanyCommon):
    def set_up(self, letters, user=None, ticked=""):
        companies = [self.companies[letter].id for letter in letters]
        model = self.as_user(user or self.controller, ticked)
        return model.setup_companies(companies)

    def told(self, report):
        """A report as texts: status kind company code name."""
        return [
            " ".join(
                str(word)
                for word in (
                    row["status"],
                    row["kind"],
                    self.letter_of(self.env["res.company"].browse(row["company_id"])),
                    row["code"] or "-",
                    row["name"],
                )
            )
            for row in report
        ]

    def test_every_ordered_pair_with_its_accounts_and_journals(self):
        self.assertEqual(len(self.pairs.search([])), 12)
        pair = self.pair("F", "E")
        due_to = pair.due_to_account_id.with_company(self.companies["F"])
        due_from = pair.due_from_account_id.with_company(self.companies["E"])
        self.assertRecordValues(
            due_to | due_from,
            [
                {
                    "name": "Due to Fabrikam East",
                    "account_type": "liability_current",
                    "reconcile": True,
                    "company_ids": self.companies["F"].ids,
                },
                {
                    "name": "Due from Fabrikam",
                    "account_type": "asset_current",
                    "reconcile": True,
                    "company_ids": self.companies["E"].ids,
                },
            ],
        )
        self.assertEqual((due_to.code, due_from.code), ("201001", "101001"))
        self.assertEqual(pair.cash_discount_company, "invoice")
        self.assertEqual(pair.exchange_company, "payment")
        for company in self.all_companies:
            journal = company.ar_intercompany_journal_id
            self.assertEqual(journal.company_id, company)
            self.assertEqual((journal.type, journal.code), ("general", "ICO"))

    def test_each_pair_has_accounts_of_its_own(self):
        pairs = self.pairs.search([])
        self.assertEqual(len(pairs.due_to_account_id | pairs.due_from_account_id), 24)

    def test_the_report_says_what_was_made(self):
        kinds = [(row["kind"], row["status"]) for row in self.pairs_report]
        for kind, count in (("journal", 4), ("due_to", 12), ("pair", 12)):
            self.assertEqual(kinds.count((kind, "created")), count)
        self.assertEqual(len(kinds), 40)
        accounts = self.env["account.account"].browse(
            row["id"] for row in self.pairs_report if row["kind"] == "due_from"
        )
        self.assertEqual(set(accounts.mapped("account_type")), {"asset_current"})

    def test_again_makes_nothing(self):
        accounts = self.env["account.account"].search_count([])
        for _time in range(2):
            report = self.set_up("FEWX")
            self.assertEqual({row["status"] for row in report}, {"exists"})
        self.assertEqual(self.env["account.account"].search_count([]), accounts)
        self.assertEqual(self.pairs.search_count([]), 12)

    def test_a_new_company_gets_only_what_is_missing(self):
        self.new_company("N", "Fabrikam North", currency_id=self.usd.id)
        report = self.set_up("FEN")
        self.assertEqual(
            [text for text in self.told(report) if not text.startswith("exists")],
            [
                "created journal N ICO Intercompany",
                "created due_to F 201004 Due to Fabrikam North",
                "created due_from N 101001 Due from Fabrikam",
                "created pair F - Fabrikam → Fabrikam North",
                "created due_to E 201004 Due to Fabrikam North",
                "created due_from N 101002 Due from Fabrikam East",
                "created pair E - Fabrikam East → Fabrikam North",
                "created due_to N 201001 Due to Fabrikam",
                "created due_from F 101004 Due from Fabrikam North",
                "created pair N - Fabrikam North → Fabrikam",
                "created due_to N 201002 Due to Fabrikam East",
                "created due_from E 101004 Due from Fabrikam North",
                "created pair N - Fabrikam North → Fabrikam East",
            ],
        )
        self.assertFalse(self.pair("N", "F").readiness())

    def test_records_instead_of_ids(self):
        report = self.as_user(self.controller).setup_companies(self.all_companies)
        self.assertEqual(len(report), 16)

    def test_the_company_switcher_does_not_matter(self):
        self.new_company("N", "Fabrikam North")
        report = self.set_up("EN", ticked="F")
        self.assertEqual(sum(row["status"] == "created" for row in report), 7)
        due_to = self.pair("N", "E").due_to_account_id
        self.assertEqual(due_to.name, "Due to Fabrikam East")

    def test_an_archived_pair_is_told_and_not_made_again(self):
        self.pair("F", "E").active = False
        report = self.set_up("FE")
        self.assertEqual(
            [(row["kind"], row["status"]) for row in report],
            [
                ("journal", "exists"),
                ("journal", "exists"),
                ("pair", "archived"),
                ("pair", "exists"),
            ],
        )
        pairs = self.pairs.with_context(active_test=False)
        self.assertEqual(pairs.search_count([]), 12)

    def test_a_pair_without_an_account_is_completed(self):
        pair = self.pair("F", "E")
        kept = pair.due_from_account_id
        pair.due_to_account_id = False
        self.assertEqual([p["code"] for p in pair.readiness()], ["due_to_missing"])
        report = self.set_up("FE")
        self.assertEqual(
            [text for text in self.told(report) if not text.startswith("exists")],
            [
                "created due_to F 201004 Due to Fabrikam East",
                "updated pair F - Fabrikam → Fabrikam East",
            ],
        )
        self.assertFalse(pair.readiness())
        self.assertEqual(pair.due_from_account_id, kept)

    def test_codes_that_are_taken_are_passed_over(self):
        company = self.new_company("N", "Fabrikam North")
        self.account("N", "201001", "equity")
        self.account("N", "101002", "income", active=False)
        self.env["account.journal"].create(
            [
                {
                    "name": code,
                    "code": code,
                    "type": "general",
                    "company_id": company.id,
                    "active": code != "ICO1",
                }
                for code in ("ICO", "ICO1")
            ]
        )
        self.set_up("FEN")
        self.assertEqual(company.ar_intercompany_journal_id.code, "ICO2")
        self.assertEqual(
            [
                pair.due_to_account_id.with_company(company).code
                for pair in (self.pair("N", "F"), self.pair("N", "E"))
            ],
            ["201002", "201003"],
        )
        self.assertEqual(
            [
                pair.due_from_account_id.with_company(company).code
                for pair in (self.pair("F", "N"), self.pair("E", "N"))
            ],
            ["101001", "101003"],
        )

    def test_a_code_of_a_branch_is_taken(self):
        self.new_company("N", "Fabrikam North")
        branch = self.branch("N", "Fabrikam Far North", "N1")
        self.controller.company_ids = [Command.unlink(branch.id)]
        self.account("N1", "201001", "equity")
        self.set_up("FN")
        due_to = self.pair("N", "F").due_to_account_id
        self.assertEqual(due_to.with_company(self.companies["N"]).code, "201002")

    def test_the_next_free_code(self):
        liability = "liability_current"
        for chart, expected in (
            ([("201000", liability)], "201001"),
            ([("201000", liability), ("201001", "equity")], "201002"),
            ([("300", liability), ("201000", liability)], "201001"),
            ([("4.01.08", liability), ("4.01.09", "income")], "4.01.10"),
            ([("1021A", liability)], "1022A"),
            ([("99", liability)], "99.2"),
            ([("99", liability), ("99.2", liability)], "99.3"),
            ([("DUES", liability)], "DUES.2"),
            ([("2100", "liability_payable"), ("5000", "income")], "2101"),
            ([("1000", "asset_cash"), ("5000", "income")], "5001"),
        ):
            with self.subTest(chart=chart):
                code = self.pairs._next_account_code(chart, liability)
                self.assertEqual(code, expected)

    def test_refusals(self):
        self.branch("E", "Fabrikam East Coast", "E1")
        bare = self.env["res.company"].create({"name": "Bare"})
        self.controller.company_ids = [Command.link(bare.id)]
        self.companies["B"] = bare
        for letters, texts in (
            ("F", ("two companies",)),
            ("FF", ("two companies",)),
            ((), ("two companies",)),
            (("F", "E1"), ("Fabrikam East Coast is a branch of Fabrikam East",)),
            (("F", "B"), ("Bare has no chart of accounts",)),
            (("B", "E1"), ("Bare has no chart", "Fabrikam East Coast is a branch")),
        ):
            with self.subTest(letters=letters), self.assertRefused(*texts):
                self.set_up(letters)

    def test_who_may_not(self):
        two = self.new_user("manager_fe", "account.group_account_manager", "FE")
        for user, letters, text in (
            (self.clerk, "FE", "administrators"),
            (self.reader, "FE", "administrators"),
            (two, "FW", "not a member"),
            (two, "FEWX", "not a member"),
        ):
            refusal = self.assertRaisesRegex(AccessError, text)
            with self.subTest(user=user.login), refusal:
                self.set_up(letters, user)
        unknown = self.env["res.company"].search([], order="id desc", limit=1).id + 99
        with self.assertRaisesRegex(AccessError, "not a member") as caught:
            self.as_user(two).setup_companies([self.companies["F"].id, unknown])
        self.assertNotIn("Fabrikam", str(caught.exception))
        self.assertEqual(len(self.set_up("FE", two)), 4)

    def test_queries_do_not_grow_with_the_pairs(self):
        """Per company a few, per pair none: 2 companies have 2 pairs, 4 have 12."""
        counts = {}
        for letters in ("FE", "FEWX"):
            self.set_up(letters)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.set_up(letters)
            counts[letters] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts["FEWX"] - counts["FE"], 2 * 4, counts)


@tagged("post_install", "-at_install")
class TestPair(IntercompanyCommon):
    def new_pair(self, payment, invoice, user=None, **values):
        return self.as_user(user or self.controller).create(
            {
                "payment_company_id": self.companies[payment].id,
                "invoice_company_id": self.companies[invoice].id,
                **values,
            }
        )

    def test_its_name(self):
        pair = self.pair("F", "E").with_user(self.clerk)
        self.assertEqual(pair.display_name, "Fabrikam → Fabrikam East")

    def test_refused_companies(self):
        self.branch("F", "Fabrikam Shop 1", "F1")
        self.branch("F", "Fabrikam Shop 2", "F2")
        for payment, invoice, text in (
            ("F", "F", "Fabrikam is on both sides"),
            ("F1", "F2", "are branches of one legal entity, Fabrikam"),
            ("F", "F1", "are branches of one legal entity, Fabrikam"),
            ("F1", "E", "Fabrikam Shop 1 is a branch of Fabrikam"),
            ("E", "F2", "Fabrikam Shop 2 is a branch of Fabrikam"),
        ):
            with (
                self.subTest(payment=payment, invoice=invoice),
                self.assertRaisesRegex(ValidationError, text),
            ):
                self.new_pair(payment, invoice)

    @mute_logger("odoo.sql_db")
    def test_a_second_record_for_a_pair(self):
        with self.assertRaises(IntegrityError) as caught, self.env.cr.savepoint():
            self.new_pair("F", "E")
        self.assertEqual(
            caught.exception.diag.constraint_name, "intercompany_accounting_pair_uniq"
        )
        self.assertIn("already", self.pairs._sql_error_to_message(caught.exception))
        self.pair("F", "E").active = False
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.new_pair("F", "E")

    def test_refused_accounts(self):
        pair = self.pair("F", "E").with_user(self.controller)
        third = self.pair("W", "E").due_to_account_id
        liability = {"account_type": "liability_current", "reconcile": True}
        archived = self.account("F", "299001", **liability, active=False)
        fixed = self.account("F", "299002", **liability, currency_id=self.eur.id)
        loose = self.account("F", "299003", "liability_current", reconcile=False)
        own_currency = self.account("F", "299004", **liability, currency_id=self.usd.id)
        income = self.data["F"]["default_account_revenue"]
        for account, texts in (
            (third, ("does not belong to Fabrikam",)),
            (archived, ("is archived",)),
            (fixed, ("takes only EUR",)),
            (loose, ("does not allow reconciliation",)),
            (income, ("is of type Income", "Current Liabilities", "does not allow")),
            (pair.due_from_account_id, ("does not belong to Fabrikam",)),
        ):
            with self.subTest(account=account.name), self.assertRefused(*texts):
                pair.due_to_account_id = account
        pair.due_to_account_id = own_currency
        with self.assertRefused("Due-from Account", "of type Current Liabilities"):
            pair.due_from_account_id = self.pair("E", "F").due_to_account_id
        with self.assertRefused("Due-from Account", "does not belong"):
            pair.due_from_account_id = self.pair("F", "W").due_from_account_id

    def test_an_account_shared_by_companies_serves_both(self):
        shared = self.account("F", "299005", "liability_current", reconcile=True)
        shared.code_mapping_ids = [
            Command.create({"company_id": self.companies["W"].id, "code": "299005"})
        ]
        shared.company_ids = [Command.link(self.companies["W"].id)]
        self.pair("F", "E").due_to_account_id = shared
        self.pair("W", "E").due_to_account_id = shared
        self.assertFalse((self.pair("F", "E") | self.pair("W", "E")).readiness())

    def due_entry(self, pair, post=True):
        """An entry on the due-to account of a pair, as a settlement would make it."""
        company = pair.payment_company_id
        partner = pair.invoice_company_id.partner_id
        income = self.data[self.letter_of(company)]["default_account_revenue"]
        accounts = ((pair.due_to_account_id, -5), (income, 5))
        move = self.env["account.move"].create(
            {
                "journal_id": company.ar_intercompany_journal_id.id,
                "date": "2026-03-25",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in accounts
                ],
            }
        )
        if post:
            move.action_post()
        return move

    def test_a_pair_in_use_cannot_be_deleted(self):
        pair = self.pair("F", "E").with_user(self.controller)
        for post in (False, True):
            move = self.due_entry(pair.sudo(), post)
            with (
                self.subTest(post=post),
                self.assertRefused("Fabrikam → Fabrikam East", "Archive"),
            ):
                (pair | self.pair("E", "W").with_user(self.controller)).unlink()
            if not post:
                move.unlink()
        with self.assertRefused("Fabrikam → Fabrikam East"):
            pair.payment_company_id = self.companies["W"]
        pair.active = False
        self.assertFalse(pair.active)

    def test_an_unused_pair_can_be_deleted_and_made_again(self):
        self.due_entry(self.pair("F", "E"))
        self.pair("F", "W").with_user(self.controller).unlink()
        report = self.as_user(self.controller).setup_companies(
            (self.companies["F"] | self.companies["W"]).ids
        )
        made = [row["kind"] for row in report if row["status"] == "created"]
        self.assertEqual(made, ["due_to", "due_from", "pair"])

    def test_the_account_of_another_pair_may_be_busy(self):
        self.due_entry(self.pair("F", "E"))
        shared = self.pair("F", "E").due_to_account_id
        pair = self.pair("F", "W").with_user(self.controller)
        pair.due_to_account_id = shared
        with self.assertRefused("Fabrikam → Fabrikam East") as caught:
            (pair | self.pair("F", "E").with_user(self.controller)).unlink()
        self.assertNotIn("West", str(caught.exception))
        pair.unlink()

    # ------------------------------------------------------------
    # Access
    # ------------------------------------------------------------
    def test_members_of_both_see_it_whatever_is_ticked(self):
        for user in (self.clerk, self.reader, self.controller):
            for ticked in ("", "F", "W", "FE"):
                with self.subTest(user=user.login, ticked=ticked):
                    pairs = self.as_user(user, ticked).search([])
                    self.assertEqual(len(pairs), 12)
                    pairs.invalidate_recordset()
                    shown = pairs.web_read(
                        {
                            "payment_company_id": {"fields": {"display_name": {}}},
                            "due_from_account_id": {"fields": {"display_name": {}}},
                            "readiness_state": {},
                        }
                    )
                    names = {row["payment_company_id"]["display_name"] for row in shown}
                    self.assertEqual(names, set(self.all_companies.mapped("name")))
                    states = {row["readiness_state"] for row in shown}
                    self.assertEqual(states, {"ready"})

    def test_who_is_not_a_member_of_both_sees_nothing(self):
        two = self.new_user("clerk_fe", "account.group_account_invoice", "FE")
        self.assertFalse(self.as_user(self.clerk_f).search([]))
        self.assertEqual(
            self.as_user(two).search([]), self.pair("F", "E") | self.pair("E", "F")
        )
        foreign = self.pair("F", "W").with_user(two)
        for call in (
            lambda: foreign.read(["due_to_account_id"]),
            foreign.readiness,
        ):
            with self.assertRaises(AccessError):
                call()

    def test_a_member_no_more_sees_it_no_more(self):
        pairs = self.as_user(self.clerk)
        self.assertEqual(len(pairs.search([])), 12)
        self.clerk.company_ids = [Command.unlink(self.companies["E"].id)]
        self.assertEqual(len(pairs.search([])), 6)

    def test_only_administrators_change_it(self):
        for user in (self.clerk, self.reader):
            pair = self.pair("F", "E").with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    pair.exchange_company = "invoice"
                with self.assertRaises(AccessError):
                    pair.unlink()
                with self.assertRaises(AccessError):
                    self.new_pair("F", "E", user)

    def test_an_administrator_of_one_company_makes_no_pair_with_another(self):
        one = self.new_user("manager_f", "account.group_account_manager", "F")
        self.pair("F", "E").unlink()
        with self.assertRaises(AccessError):
            self.new_pair("F", "E", one)

    def test_the_form(self):
        self.pair("F", "E").unlink()
        with Form(self.as_user(self.controller)) as form:
            form.payment_company_id = self.companies["F"]
            form.invoice_company_id = self.companies["E"]
            form.exchange_company = "invoice"
        self.assertEqual(form.record.readiness_state, "not_ready")
        self.assertEqual(form.record.cash_discount_company, "invoice")
        self.assertIn("Due-to Account is missing", form.record.readiness_details)

    # ------------------------------------------------------------
    # What the engine asks
    # ------------------------------------------------------------
    def test_for_pairs(self):
        f, e, w, x = (self.companies[letter].id for letter in "FEWX")
        self.pair("F", "X").active = False
        model = self.as_user(self.clerk_f, "F").with_context(active_test=False)
        found = model._for_pairs({(f, e), (e, f), (f, x), (f, f)})
        self.assertEqual(
            found, {(f, e): self.pair("F", "E"), (e, f): self.pair("E", "F")}
        )
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            model._for_pairs([(f, e), (w, e), (e, w)])
        self.assertEqual(model._for_pairs([]), {})


@tagged("post_install", "-at_install")
class TestReadiness(IntercompanyCommon):
    def problems(self, pair, date=None, user=None):
        """What is missing, as texts: code company."""
        found = pair.with_user(user or self.clerk).readiness(date)
        browse = self.env["res.company"].browse
        return [
            f"{problem['code']} {self.letter_of(browse(problem['company_id']))}"
            for problem in found
        ]

    def test_many_pairs_take_as_many_queries_as_few(self):
        """And only those with an account in doubt are looked at."""
        pairs = self.as_user(self.controller).search(
            [("payment_company_id", "in", [c.id for c in self.companies.values()])]
        )
        self.assertGreater(len(pairs), 6)
        pairs.readiness()
        few = self.queries(pairs[:2].readiness)
        self.assertLessEqual(self.queries(pairs.readiness), few + 2)
        pairs[3].sudo().due_to_account_id.reconcile = False
        doubtful = [row[0] for row in pairs._sides_and_doubts() if row[3]]
        self.assertEqual(doubtful, pairs[3].ids)

    def test_ready(self):
        for date in (None, "2026-03-25", fields.Date.to_date("2026-03-10")):
            self.assertFalse(
                self.pairs.search([]).with_user(self.clerk).readiness(date)
            )
        self.assertEqual(self.pairs.readiness(), [])

    def test_each_thing_missing_is_named_with_its_company(self):
        """One row per thing that may be wrong: how, what is said of F → E."""
        f, e = self.companies["F"], self.companies["E"]
        pair = self.pair("F", "E")
        to, due_from = pair.due_to_account_id, pair.due_from_account_id
        journal = e.ar_intercompany_journal_id
        gain = "income_currency_exchange_account_id"
        loss = "expense_currency_exchange_account_id"
        discount = "account_journal_early_pay_discount_loss_account_id"
        archived = self.account("E", "599001", "expense", active=False)
        of_f = f.ar_intercompany_journal_id
        equity = {"account_type": "equity", "reconcile": True}
        for row in (
            (pair, {"due_to_account_id": False}, "due_to_missing F", "Choose one here"),
            (pair, {"due_from_account_id": False}, "due_from_missing E", "Set Up"),
            (to, {"active": False}, "due_to_archived F", "Unarchive it"),
            (to, equity, "due_to_type F", "Current Liabilities"),
            (to, {"reconcile": False}, "due_to_not_reconcilable F", "Allow it"),
            (to, {"currency_id": self.eur.id}, "due_to_currency F", "takes only EUR"),
            (due_from, {"active": False}, "due_from_archived E", "Due from Fabrikam"),
            (due_from, {"reconcile": False}, "due_from_not_reconcilable E", "Due-from"),
            (e, {"ar_intercompany_journal_id": False}, "journal_missing E", "Set Up"),
            (journal, {"active": False}, "journal_archived E", "Unarchive it"),
            (f, {gain: False}, "gain_missing F", "Gain Exchange Rate Account"),
            (e, {loss: False}, "loss_missing E", "settings of Fabrikam East"),
            (e, {discount: False}, "discount_missing E", "settings of Fabrikam East"),
            (e, {discount: archived.id}, "discount_archived E", "599001"),
            (of_f, {"type": "sale"}, "journal_type F", "not of type Miscellaneous"),
            (f, {"hard_lock_date": "2026-04-30"}, "locked F", "04/30/2026"),
        ):
            with self.subTest(expected=row[2]):
                self.assertNamed(pair, *row)
        self.assertFalse(self.problems(pair))

    def assertNamed(self, pair, record, values, expected, text):
        """Break something, see that it is named, and take it back."""
        with self.env.cr.savepoint() as savepoint:
            record.sudo().write(values)
            self.assertEqual(self.problems(pair), [expected])
            message = pair.readiness()[0]["message"]
            self.assertIn(text, message)
            self.assertIn(self.companies[expected[-1]].name, message)
            savepoint.rollback()
            self.env.invalidate_all()

    def test_a_journal_of_another_company(self):
        """Odoo refuses it when it is chosen; it may come in another way."""
        of_w = self.companies["W"].ar_intercompany_journal_id
        with self.assertRefused("Intercompany"):
            self.companies["E"].ar_intercompany_journal_id = of_w
        self.env.cr.execute(
            "UPDATE res_company SET ar_intercompany_journal_id = %s WHERE id = %s",
            [of_w.id, self.companies["E"].id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.problems(self.pair("F", "E")), ["journal_company E"])

    def test_an_account_of_another_company(self):
        pair = self.pair("F", "E")
        self.env.cr.execute(
            "UPDATE intercompany_accounting SET due_to_account_id = %s WHERE id = %s",
            [self.pair("W", "E").due_to_account_id.id, pair.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.problems(pair), ["due_to_company F"])

    def test_no_receivable_account(self):
        accounts = self.env["account.account"].search(
            [
                ("company_ids", "in", self.companies["E"].ids),
                ("account_type", "=", "asset_receivable"),
                ("non_trade", "=", False),
            ]
        )
        accounts.sudo().active = False
        self.assertEqual(self.problems(self.pair("F", "E")), ["receivable_missing E"])

    def test_all_reasons_at_once_for_many_pairs(self):
        pairs = self.pair("F", "E") | self.pair("E", "F") | self.pair("W", "X")
        self.companies["E"].ar_intercompany_journal_id = False
        self.companies["E"].income_currency_exchange_account_id = False
        self.pair("F", "E").due_to_account_id = False
        self.assertEqual(
            self.problems(pairs),
            [
                "due_to_missing F",
                "journal_missing E",
                "gain_missing E",
                "journal_missing E",
                "gain_missing E",
            ],
        )
        self.assertEqual(
            [problem["pair_id"] for problem in pairs.readiness()],
            [self.pair("F", "E").id] * 3 + [self.pair("E", "F").id] * 2,
        )

    def test_at_a_glance(self):
        pair, other = self.pair("F", "E"), self.pair("F", "W")
        pair.due_to_account_id = pair.due_from_account_id = False
        self.env.invalidate_all()
        shown = pair.with_user(self.clerk).with_context(
            allowed_company_ids=self.companies["F"].ids
        )
        self.assertEqual(shown.readiness_state, "not_ready")
        self.assertRegex(
            shown.readiness_summary, r"^Due-to Account is missing.* \(and 1 more\)$"
        )
        self.assertEqual(len(shown.readiness_details.splitlines()), 2)
        self.assertEqual(other.readiness_state, "ready")
        self.assertFalse(other.readiness_summary)
        pairs = self.as_user(self.clerk)
        self.assertEqual(pairs.search([("readiness_state", "=", "not_ready")]), pair)
        ready = pairs.search([("readiness_state", "!=", "not_ready")])
        self.assertEqual(len(ready), 11)

    def test_a_new_pair_is_not_judged_before_it_is_saved(self):
        self.assertFalse(self.pairs.new({}).readiness_state)

    def test_queries_do_not_grow_with_the_pairs(self):
        """The same four companies: 2 pairs of them, or all 12."""
        counts = {}
        two = self.pair("F", "E") | self.pair("W", "X")
        for records in (two, self.pairs.search([])):
            pairs = records.with_user(self.clerk)
            pairs.readiness()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            pairs.readiness()
            counts[len(pairs)] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[12], counts[2], counts)
        self.assertLess(counts[12], 25)

    # ------------------------------------------------------------
    # Rates
    # ------------------------------------------------------------
    def test_a_rate_between_the_accounting_currencies(self):
        pair = self.pair("F", "X")
        self.assertFalse(self.problems(pair, "2026-03-10"))
        self.assertEqual(
            self.problems(pair, "2026-03-09"), ["rate_missing F", "rate_missing X"]
        )
        message = pair.readiness("2026-03-09")[0]["message"]
        self.assertIn("Fabrikam has no rate for EUR on or before 03/09/2026", message)
        self.assertFalse(self.problems(self.pair("F", "E"), "2026-03-09"))

    def test_a_rate_for_the_currencies_of_open_receivables(self):
        self.invoice("E", 600, currency="EUR")
        self.assertEqual(
            self.problems(self.pair("F", "E"), "2026-03-09"), ["rate_missing E"]
        )
        self.assertEqual(
            self.problems(self.pair("E", "F"), "2026-03-09"), ["rate_missing E"]
        )

    def rates(self, *requests):
        asked = {
            (
                self.companies[letter].id,
                self.currency_named(name).id,
                fields.Date.to_date(date),
            )
            for letter, name, date in requests
        }
        found = self.env["res.currency"].with_user(self.clerk_f)._ar_rates_on(asked)
        self.assertEqual(found.keys(), asked)
        return [
            found[
                self.companies[letter].id,
                self.currency_named(name).id,
                fields.Date.to_date(date),
            ]
            for letter, name, date in requests
        ]

    def test_rates_on_or_before_a_date(self):
        first, second = 1 / 1.2062, 1 / 1.2277
        for date, expected in (
            ("2026-03-09", None),
            ("2026-03-10", first),
            ("2026-03-24", first),
            ("2026-03-25", second),
            ("2027-01-01", second),
        ):
            with self.subTest(date=date):
                (rate,) = self.rates(("F", "EUR", date))
                self.assertEqual(rate, expected)

    def test_many_rates_in_one_query(self):
        requests = [
            (letter, name, f"2026-03-{day}")
            for letter in "FEWX"
            for name in ("EUR", "USD")
            for day in range(10, 30)
        ]
        asked = [
            (
                self.companies[letter].id,
                self.currency_named(name).id,
                fields.Date.to_date(date),
            )
            for letter, name, date in requests
        ]
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self.env["res.currency"]._ar_rates_on(asked)
        self.assertEqual(len(found), 160)
        self.assertNotIn(None, found.values())
        self.assertEqual(self.env["res.currency"]._ar_rates_on(set()), {})

    def test_own_rates_go_before_shared_ones(self):
        self.set_rate(None, "EUR", "2026-03-01", 0.5)
        self.set_rate(None, "EUR", "2026-03-20", 0.6)
        requests = [("F", "EUR", f"2026-03-{day}") for day in ("05", "15", "22")]
        self.assertEqual(self.rates(*requests), [0.5, 1 / 1.2062, 1 / 1.2062])

    def test_the_answer_is_odoos_where_there_is_a_rate(self):
        self.set_rate(None, "EUR", "2026-03-01", 0.5)
        self.set_rate(None, "CAD", "2026-03-12", 1.35)
        self.set_rate("E", "CAD", "2026-03-20", 1.33)
        for letter in "FEX":
            for name in ("EUR", "CAD", "USD"):
                for date in ("2026-03-12", "2026-03-20", "2026-03-26"):
                    currency = self.currency_named(name)
                    company = self.companies[letter]
                    native = currency._get_rates(company, date)[currency.id]
                    with self.subTest(letter=letter, currency=name, date=date):
                        self.assertEqual(self.rates((letter, name, date)), [native])

    def test_the_base_currency_needs_no_rate_until_it_has_one(self):
        self.assertEqual(self.rates(("F", "USD", "1999-01-01")), [1.0])
        self.assertEqual(self.rates(("X", "EUR", "1999-01-01")), [1.0])
        self.set_rate("F", "USD", "2026-03-12", 1.1)
        self.assertEqual(self.rates(("F", "USD", "2026-03-11")), [None])
        self.assertEqual(self.rates(("F", "USD", "2026-03-12")), [1.1])
        self.assertEqual(self.rates(("E", "USD", "2026-03-11")), [1.0])

    def test_a_rate_of_another_company_is_none(self):
        self.set_rate("E", "CAD", "2026-03-01", 1.33)
        self.assertEqual(self.rates(("F", "CAD", "2026-03-25")), [None])

    def test_a_rate_not_yet_written_counts(self):
        rate = self.set_rate("F", "CAD", "2026-03-01", 1.33)
        rate.rate = 1.44
        self.assertEqual(self.rates(("F", "CAD", "2026-03-25")), [1.44])

    # ------------------------------------------------------------
    # Locks
    # ------------------------------------------------------------
    def locks(self, letter, date, user=None, **options):
        company = self.companies[letter].with_user(user or self.clerk)
        return self.locks_of(company, fields.Date.to_date(date), **options)

    @staticmethod
    def locks_of(company, day, journal=None, has_tax=False):
        journal = journal or company.env["account.journal"]
        locks = LockDates(company.env).at([Place(company, journal, has_tax)], day)
        return [(lock.label, lock.until) for lock in locks]

    def test_locks_of_a_general_entry(self):
        company = self.companies["F"]
        company.fiscalyear_lock_date = "2026-01-31"
        company.sale_lock_date = "2026-03-31"
        company.tax_lock_date = "2026-02-28"
        day = fields.Date.to_date
        self.assertEqual(
            self.locks("F", "2026-01-31"), [("Global Lock Date", day("2026-01-31"))]
        )
        self.assertFalse(self.locks("F", "2026-02-01"))
        self.assertEqual(
            self.locks("F", "2026-02-01", has_tax=True),
            [("Tax Return Lock Date", day("2026-02-28"))],
        )
        sales = self.data["F"]["default_journal_sale"]
        self.assertEqual(
            self.locks("F", "2026-02-01", journal=sales),
            [("Sales Lock Date", day("2026-03-31"))],
        )
        self.assertEqual(len(self.locks("F", "2026-01-31", has_tax=True)), 2)
        only_e = self.companies["F"].with_user(self.clerk)
        only_e = only_e.with_context(allowed_company_ids=self.companies["E"].ids)
        sales = sales.with_env(only_e.env)
        self.env.invalidate_all()
        self.assertEqual(len(self.locks_of(only_e, day("2026-02-01"), sales)), 1)
        self.assertFalse(self.locks("E", "2026-01-31"))

    def test_a_branch_is_locked_with_its_parent(self):
        self.branch("E", "Fabrikam East Coast", "E1")
        member = self.new_user("branch_only", "account.group_account_invoice", ["E1"])
        self.companies["E"].hard_lock_date = "2026-03-31"
        self.assertEqual(
            self.locks("E1", "2026-03-25", member),
            [("Hard Lock Date", fields.Date.to_date("2026-03-31"))],
        )

    def test_a_lock_exception_holds_for_its_user(self):
        self.companies["F"].fiscalyear_lock_date = "2026-03-31"
        self.env["account.lock_exception"].create(
            {
                "company_id": self.companies["F"].id,
                "user_id": self.clerk.id,
                "fiscalyear_lock_date": "2026-02-28",
            }
        )
        self.assertFalse(self.locks("F", "2026-03-25"))
        self.assertTrue(self.locks("F", "2026-03-25", self.controller))
        self.assertTrue(self.locks("F", "2026-02-28"))
        pair = self.pair("F", "E")
        self.assertFalse(self.problems(pair, "2026-03-25"))
        self.assertEqual(
            self.problems(pair, "2026-03-25", self.controller), ["locked F"]
        )

    def first_open(self, letters, date, has_tax=False):
        env = self.env(user=self.clerk)
        places = [
            Place(self.companies[letter], env["account.journal"], has_tax)
            for letter in letters
        ]
        return str(LockDates(env).first_open(places, fields.Date.to_date(date)))

    def test_the_first_date_open_in_all_companies(self):
        self.assertEqual(self.first_open("FE", "2026-03-25"), "2026-03-25")
        self.companies["F"].fiscalyear_lock_date = "2026-03-31"
        self.companies["E"].hard_lock_date = "2026-04-02"
        self.companies["W"].tax_lock_date = "2026-05-31"
        self.assertEqual(self.first_open("F", "2026-03-25"), "2026-04-01")
        self.assertEqual(self.first_open("FE", "2026-03-25"), "2026-04-03")
        self.assertEqual(self.first_open("FEW", "2026-03-25"), "2026-04-03")
        self.assertEqual(
            self.first_open("FEW", "2026-03-25", has_tax=True), "2026-06-01"
        )
        self.assertEqual(self.first_open("FEW", "2026-07-01"), "2026-07-01")


@tagged("post_install", "-at_install")
class TestAssistant(IntercompanyCommon):
    def open(self, user=None):
        setups = self.env["intercompany.setup"].with_user(user or self.controller)
        return setups.with_context(allowed_company_ids=self.companies["F"].ids)

    def test_it_shows_what_it_will_make_and_makes_just_that(self):
        north = self.new_company("N", "Fabrikam North")
        with Form(self.open()) as form:
            self.assertEqual(form.missing_count, 1 + 8 * 3)
            self.assertFalse(form.problems)
            rows = list(form.line_ids._records)
        shown = [
            (row["kind"], row["company_id"], row["code"], row["name"])
            for row in rows
            if row["status"] == "create"
        ]
        action = form.record.action_setup()
        self.assertEqual(
            action["params"]["message"], "Made: 8 pairs, 16 accounts, 1 journals."
        )
        self.assertEqual(
            action["params"]["next"]["res_model"], "intercompany.accounting"
        )
        self.assertEqual(len(shown), 25)
        for kind, company_id, code, name in shown:
            company = self.env["res.company"].browse(company_id)
            if kind in ("due_to", "due_from"):
                account = (
                    self.env["account.account"]
                    .with_company(company)
                    .search([("code", "=", code), ("company_ids", "in", company.ids)])
                )
                self.assertEqual(account.name, name)
        self.assertEqual(north.ar_intercompany_journal_id.code, "ICO")

    def test_all_companies_of_the_user_are_offered_but_branches(self):
        self.branch("E", "Fabrikam East Coast", "E1")
        setup = self.open().create({})
        self.assertEqual(setup.company_ids.company_id, self.all_companies)
        self.assertEqual(setup.missing_count, 0)
        action = setup.action_setup()
        self.assertEqual(action["params"]["message"], "Everything was there already.")

    def test_only_the_chosen_ones_count(self):
        self.new_company("N", "Fabrikam North")
        setup = self.open().create({})
        chosen = (self.companies["N"], self.companies["F"])
        for line in setup.company_ids:
            line.is_chosen = line.company_id in chosen
        self.assertEqual(setup.missing_count, 7)
        setup.company_ids.is_chosen = False
        self.assertIn("two companies", setup.problems)
        self.assertFalse(setup.line_ids)
        with self.assertRefused("two companies"):
            setup.action_setup()

    def test_archived_pairs_are_named(self):
        self.pair("F", "E").active = False
        message = self.open().create({}).action_setup()["params"]["message"]
        self.assertEqual(
            message,
            "Everything was there already. Archived, and left so: "
            "Fabrikam → Fabrikam East.",
        )

    def test_only_administrators_open_it(self):
        for user in (self.clerk, self.reader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.open(user).create({})

    def test_the_journal_in_the_settings(self):
        settings = self.env["res.config.settings"].create({})
        self.assertEqual(
            settings.ar_intercompany_journal_id,
            self.companies["F"].ar_intercompany_journal_id,
        )
        other = self.data["F"]["default_journal_misc"]
        settings.ar_intercompany_journal_id = other
        self.assertEqual(self.companies["F"].ar_intercompany_journal_id, other)


@tagged("post_install", "-at_install")
class TestAfterUninstallation(IntercompanyCommon):
    """What the addon's tables knew is gone; journals, accounts and entries are not."""

    def forget(self):
        """Leave what an uninstallation leaves."""
        remember(self.env(su=True))
        self.pairs.search([]).unlink()
        self.all_companies.sudo().ar_intercompany_journal_id = False

    def used(self):
        """Journals per company and accounts per pair, by what names them."""
        pairs = self.pairs.with_context(active_test=False).search([])
        return (
            [company.ar_intercompany_journal_id for company in self.all_companies],
            {
                pair.display_name: (pair.due_to_account_id, pair.due_from_account_id)
                for pair in pairs
            },
        )

    def set_up(self, letters="FEWX", user=None):
        model = self.pairs.with_user(user or self.controller)
        return model.setup_companies([self.companies[x].id for x in letters])

    def count(self):
        accounts = self.env["account.account"].with_context(active_test=False)
        journals = self.env["account.journal"].with_context(active_test=False)
        return accounts.search_count([]), journals.search_count([])

    def test_the_same_journals_and_accounts_serve_again(self):
        account = self.pair("F", "E").due_to_account_id
        account.with_company(self.companies["F"]).code = "999123"
        account.name = "What we owe East"
        self.companies["W"].ar_intercompany_journal_id.code = "XYZ"
        before, count = self.used(), self.count()
        self.forget()
        report = self.set_up()
        self.assertEqual(self.used(), before)
        self.assertEqual(self.count(), count)
        statuses = {(row["kind"], row["status"]) for row in report}
        self.assertEqual(
            statuses,
            {
                ("journal", "reused"),
                ("due_to", "reused"),
                ("due_from", "reused"),
                ("pair", "created"),
            },
        )
        told = {(row["id"], row["code"], row["name"]) for row in report}
        self.assertIn((account.id, "999123", "What we owe East"), told)
        self.assertEqual({row["status"] for row in self.set_up()}, {"exists"})

    def test_the_assistant_offers_them(self):
        self.forget()
        account = self.env["account.account"].search_count([])
        setup = self.env["intercompany.setup"].with_user(self.controller).create({})
        self.assertEqual(set(setup.line_ids.mapped("status")), {"reuse", "create"})
        self.assertEqual(
            set(setup.line_ids.filtered(lambda r: r.kind != "pair").mapped("status")),
            {"reuse"},
        )
        self.assertEqual(setup.missing_count, 40)
        message = setup.action_setup()["params"]["message"]
        self.assertIn("Made: 12 pairs, 0 accounts, 0 journals.", message)
        self.assertIn("Used: ", message)
        self.assertIn("Due to Fabrikam East", message)
        self.assertEqual(self.env["account.account"].search_count([]), account)

    def test_only_for_the_companies_chosen(self):
        before = self.used()[1]
        self.forget()
        self.set_up("FE")
        name = "Fabrikam → Fabrikam East"
        self.assertEqual(self.used()[1][name], before[name])
        self.assertEqual(len(self.used()[1]), 2)
        self.set_up()
        self.assertEqual(self.used()[1], before)

    def test_archived_since_then(self):
        """Tidied away while the addon was gone: taken out again."""
        before = self.used()
        account = self.pair("F", "E").due_to_account_id
        self.forget()
        account.active = False
        before[0][0].active = False
        self.set_up()
        self.assertEqual(self.used(), before)
        self.assertTrue(account.active and before[0][0].active)

    def test_deleted_since_then(self):
        before, pair = self.used(), self.pair("F", "E")
        account, journal = pair.due_to_account_id, self.used()[0][0]
        self.forget()
        account.unlink()
        journal.unlink()
        report = self.set_up()
        made = [row["kind"] for row in report if row["status"] == "created"]
        self.assertEqual(sorted(made), ["due_to", "journal", *["pair"] * 12])
        self.assertEqual(self.used()[0][1:], before[0][1:])

    def test_of_another_kind_since_then(self):
        """It cannot serve any more; what is open on it stays part of the balances."""
        account = self.pair("F", "E").due_to_account_id
        self.forget()
        account.account_type = "liability_non_current"
        self.set_up()
        pair = self.pair("F", "E")
        self.assertNotEqual(pair.due_to_account_id, account)
        self.assertEqual(pair.due_to_account_id.account_type, "liability_current")
        self.assertEqual(pair.former_due_to_account_ids, account)

    def test_former_accounts_stay_former(self):
        pair = self.pair("F", "E")
        old = pair.due_from_account_id
        new = self.account("E", "101999", "asset_current", reconcile=True)
        pair.due_from_account_id = new
        pair.sudo().former_due_from_account_ids = old
        self.forget()
        self.set_up()
        pair = self.pair("F", "E")
        self.assertEqual(pair.due_from_account_id, new)
        self.assertEqual(pair.former_due_from_account_ids, old)

    def test_a_second_uninstallation_remembers_what_is_used_then(self):
        self.forget()
        self.set_up()
        pair = self.pair("F", "E")
        other = self.account("F", "201999", "liability_current", reconcile=True)
        pair.due_to_account_id = other
        self.forget()
        self.set_up()
        self.assertEqual(self.pair("F", "E").due_to_account_id, other)


@tagged("post_install", "-at_install")
class TestSettings(IntercompanyCommon):
    """The settings of pairs to come, and what settlements need in a company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_system,account.group_account_manager"
        cls.administrator = cls.new_user("administrator", groups)
        cls.stranger = cls.new_user("system", "base.group_system")

    def settings(self, user=None, **values):
        settings = self.env["res.config.settings"].with_user(user or self.administrator)
        return settings.create(values)

    def choose(self, user=None, discount="payment", exchange="invoice"):
        self.settings(
            user,
            default_cash_discount_company=discount,
            default_exchange_company=exchange,
        ).set_values()

    def routing(self, pair):
        return (pair.cash_discount_company, pair.exchange_company)

    def test_at_first(self):
        settings = self.settings()
        self.assertEqual(settings.default_cash_discount_company, "invoice")
        self.assertEqual(settings.default_exchange_company, "payment")
        settings.set_values()
        defaults = self.env["ir.default"].sudo()
        self.assertFalse(
            defaults.search([("field_id.model", "=", "intercompany.accounting")])
        )

    def test_new_pairs_have_what_was_chosen_and_others_stay(self):
        self.choose()
        self.pair("F", "E").unlink()
        made = self.as_user(self.controller).create(
            {
                "payment_company_id": self.companies["F"].id,
                "invoice_company_id": self.companies["E"].id,
            }
        )
        self.assertEqual(self.routing(made), ("payment", "invoice"))
        self.assertEqual(self.routing(self.pair("E", "F")), ("invoice", "payment"))
        self.choose(discount="invoice")
        self.assertEqual(self.settings().default_exchange_company, "invoice")
        self.assertEqual(self.routing(made), ("payment", "invoice"))

    def test_setting_up_companies(self):
        self.choose()
        self.pair("F", "E").unlink()
        self.pair("E", "F").due_to_account_id = False
        letters = [self.companies[letter].id for letter in "FE"]
        self.as_user(self.controller).setup_companies(letters)
        self.assertEqual(self.routing(self.pair("F", "E")), ("payment", "invoice"))
        # Completed, not made: its routing stays.
        self.assertTrue(self.pair("E", "F").due_to_account_id)
        self.assertEqual(self.routing(self.pair("E", "F")), ("invoice", "payment"))

    def test_the_assistant_starts_from_the_settings(self):
        self.choose(exchange="payment")
        self.new_company("N", "Fabrikam North")
        setup = Form(self.env["intercompany.setup"].with_user(self.controller))
        self.assertEqual(setup.cash_discount_company, "payment")
        self.assertEqual(setup.exchange_company, "payment")
        setup.exchange_company = "invoice"
        setup.save().action_setup()
        for letters in ("FN", "NF", "XN"):
            pair = self.pair(*letters)
            self.assertEqual(self.routing(pair), ("payment", "invoice"), letters)
        self.assertEqual(self.routing(self.pair("F", "E")), ("invoice", "payment"))
        self.assertEqual(self.settings().default_exchange_company, "payment")

    def test_only_accounting_administrators_choose(self):
        """Settings are the system administrators': other ones of theirs they save."""
        with self.assertRaisesRegex(AccessError, "accounting administrators"):
            self.choose(self.stranger)
        self.settings(self.stranger).set_values()
        for user in (self.clerk, self.reader, self.controller):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.choose(user)
        self.assertEqual(self.settings().default_cash_discount_company, "invoice")

    def test_readiness(self):
        self.assertEqual(
            self.settings().ar_intercompany_readiness,
            "6 of 6 pairs with Fabrikam are ready to settle today.",
        )
        self.pair("F", "E").due_to_account_id = False
        self.assertEqual(
            self.settings().ar_intercompany_readiness,
            "5 of 6 pairs with Fabrikam are ready to settle today.",
        )
        self.pairs.search([]).active = False
        for user in (self.administrator, self.stranger):
            self.assertEqual(
                self.settings(user).ar_intercompany_readiness,
                "Fabrikam settles for no other company yet.",
            )

    def test_the_accounts_are_on_the_page_once(self):
        """Odoo's own page shows them to users of full accounting alone."""
        full = self.new_user(
            "accountant",
            "base.group_system,account.group_account_manager,account.group_account_user",
        )
        names = (
            "income_currency_exchange_account_id",
            "expense_currency_exchange_account_id",
            "account_journal_early_pay_discount_loss_account_id",
        )
        view = self.env.ref("base.res_config_settings_view_form")
        for user, counts in ((self.administrator, (1, 1, 1)), (full, (2, 2, 1))):
            settings = self.env["res.config.settings"].with_user(user)
            arch = etree.fromstring(settings.get_view(view.id, "form")["arch"])
            found = tuple(
                len(arch.findall(f".//setting//field[@name='{name}']"))
                for name in names
            )
            self.assertEqual(found, counts, user.login)
        nodes = arch.xpath("//setting[@id='ar_exchange_accounts']")
        self.assertEqual([n.get("invisible") for n in nodes], ["group_multi_currency"])
        settings = self.settings()
        loss = settings.expense_currency_exchange_account_id
        other = loss.copy({"code": "699999"})
        settings.expense_currency_exchange_account_id = other
        self.assertEqual(
            self.companies["F"].expense_currency_exchange_account_id, other
        )
