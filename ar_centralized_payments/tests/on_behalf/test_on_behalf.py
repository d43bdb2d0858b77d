"""Settling for a company whose books one may not read: what is seen, what is booked,
what is kept of it, and that nothing else becomes readable."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...models.on_behalf import ar_settle_on_behalf
from ...models.on_behalf.ar_settle_on_behalf_rows import SEARCHED
from .settling_on_behalf import OnBehalfCommon

#: What Odoo says of a company of others.
OF_EAST = "Zqxaccount of East is wrong"


@tagged("post_install", "-at_install")
class TestOnBehalf(OnBehalfCommon):
    def setUp(self):
        super().setUp()
        self.bill = self.invoice("E", 600, term=self.term(2, 30), ref="secretref")
        self.pay = self.payment("F", 588, date="2026-03-25")
        self.other = self.invoice("E", 7319.37, partner=self.stranger())

    def stranger(self):
        return self.env["res.partner"].create(
            {"name": "Zqxstranger", "company_id": self.companies["E"].id}
        )

    # ------------------------------------------------------------
    # What is seen
    # ------------------------------------------------------------
    def test_a_row_of_another_company_is_narrow(self):
        rows = self.rows()
        self.assertEqual({*rows}, {self.key(self.bill), self.key(self.pay)})
        row = rows[self.key(self.bill)]
        self.assertEqual(
            row,
            {
                "key": self.key(self.bill),
                "item_id": int(self.key(self.bill)),
                "company": "Fabrikam East",
                "document": self.bill.name,
                "reference": "",
                "kind": "on_behalf",
                "side": "target",
                "partner": self.northwind["F"].display_name,
                "date": "2026-03-10",
                "date_maturity": "2026-04-09",
                "is_overdue": row["is_overdue"],
                "currency_id": self.companies["E"].currency_id.id,
                "open": 600.0,
                "salesperson": "",
                "means": "",
                "holder_id": False,
                "refusal": "",
                "discount_until": "2026-04-09",
                "discount": 12.0,
                "is_discount_open": row["is_discount_open"],
                "tiers": [],
                "taken": 0.0,
            },
        )

    def test_without_a_right_nothing_is_seen(self):
        for user in (self.clerk_f, self.new_user("nobody_else", "base.group_user")):
            page = self.page.with_user(user)
            self.assertFalse(self.env["res.company"].with_user(user)._ar_on_behalf())
            with self.subTest(user=user.login):
                if user == self.clerk_f:
                    found = page.behalf_rows(self.place)["rows"]
                    self.assertEqual(
                        [row["key"] for row in found], [self.key(self.pay)]
                    )
                with self.assertRaises(AccessError):
                    page.behalf_state(self.place, {self.key(self.bill): {}})

    def test_a_right_holds_for_its_days_its_group_and_its_company(self):
        companies = self.env["res.company"].with_user(self.settler)
        self.assertEqual(companies._ar_on_behalf(), self.companies["E"])
        for values in (
            {"date_from": "2098-01-01"},
            {"date_to": "2000-01-01"},
            {"date_from": "1999-01-01", "date_to": "2000-01-01"},
            {"active": False},
        ):
            with self.subTest(**values), self.cr.savepoint() as savepoint:
                self.right.write(values)
                self.assertFalse(companies._ar_on_behalf())
                savepoint.rollback()
            self.env.invalidate_all()
        self.right.write({"date_from": "2000-01-01", "date_to": "2098-01-01"})
        self.assertEqual(companies._ar_on_behalf(), self.companies["E"])
        self.grant("W")
        both = self.companies["E"] | self.companies["W"]
        self.assertEqual(companies._ar_on_behalf(), both)
        self.companies["W"].active = False
        self.assertEqual(companies._ar_on_behalf(), self.companies["E"])

    def test_what_is_of_others_and_what_is_not_there_are_refused_alike(self):
        west = self.invoice("W", 33)
        said = set()
        for key in (
            self.key(self.other),  # of another customer
            self.key(west),  # of a company without a right
            str(self.other.line_ids[-1].id),  # not receivable
            "2000000000",
        ):
            for call in (
                lambda k: self.page.behalf_state(self.place, {k: {}}),
                lambda k: self.page.behalf_preview(self.place, {k: {}}),
                lambda k: self.page.behalf_rows(self.place, {k: {}}),
                lambda k: self.page.behalf_post(self.place, {k: {}}, "x"),
            ):
                with self.assertRaises(AccessError) as caught, self.cr.savepoint():
                    call(key)
                said.add(str(caught.exception))
        self.assertEqual(len(said), 1, said)
        for partner in (self.northwind["E"], self.other.partner_id):
            place = {"partner_id": partner.id}
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.page.behalf_rows(place)

    def test_only_what_is_shown_is_searched_by(self):
        key = self.key(self.bill)
        for condition, is_found in (
            (("move_name", "ilike", self.bill.name), True),
            (("move_name", "ilike", "nothing"), False),
            (("company_id.name", "ilike", "east"), True),
            (("date_maturity", "<", "2026-01-01"), False),
            (("amount_residual_currency", ">", 599), True),
            (("currency_id", "ilike", "USD"), True),
        ):
            self.assertIn(condition[0], SEARCHED)
            self.assertEqual(key in self.rows([condition]), is_found, condition)
        for condition in (
            ("move_id.ref", "ilike", "secret"),
            ("partner_id.name", "ilike", "zqx"),
            ("account_id.code", "=", "1"),
            ("balance", ">", 5),
            ("move_id", "any", [("ref", "ilike", "secret")]),
            ("company_id", "any", [("partner_id.name", "=", "x")]),
            ("company_id.partner_id.name", "=", "x"),
            ("currency_id", "any", [("name", "=", "USD")]),
            ("id", "=", 1),
        ):
            for domain in (
                [condition],
                ["!", condition],
                ["|", ("date", "=", False), condition],
            ):
                with self.assertRefused("cannot be searched for"), self.cr.savepoint():
                    self.page.behalf_rows(self.place, {}, domain)
            with self.assertRefused("cannot be searched for"), self.cr.savepoint():
                self.page.behalf_markable(self.place, [condition])

    def test_what_others_mark_is_not_named(self):
        held = self.settlement(self.payment("E", 5), self.bill)
        row = self.rows()[self.key(self.bill)]
        self.assertEqual(row["refusal"], "Marked in another draft settlement")
        self.assertNotIn(int(row["key"]), self.page.behalf_markable(self.place))
        preview = self.page.behalf_preview(self.place, self.marks(self.bill, self.pay))
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            self.page.behalf_post(
                self.place, self.marks(self.bill, self.pay), preview["fingerprint"]
            )
        self.assertNotIn(held.name, str(caught.exception))

    # ------------------------------------------------------------
    # What is booked
    # ------------------------------------------------------------
    def test_the_books_are_those_of_a_member(self):
        with self.cr.savepoint() as savepoint:
            members = self.book_rows(self.settle(self.pay, self.bill))
            self.env.clear()
            savepoint.rollback()
        settlement = self.post(self.marks(self.bill, self.pay))
        self.assertEqual(self.book_rows(settlement), members)
        self.assertBooks(
            settlement,
            """
            F  receivable  Northwind   588
            F  due_to      East       -588
            E  due_from    Fabrikam    588
            E  receivable  Zqxtraders -588
            E  discount    Zqxtraders   12
            E  receivable  Zqxtraders  -12
            """,
        )
        self.assertOpen({self.bill: "0", self.pay: "0"})
        self.assertEqual(settlement.create_uid, self.settler)
        self.assertEqual(settlement.state, "posted")

    def test_an_amount_in_part_and_a_date(self):
        self.place["date"] = "2026-04-02"
        marks = {self.key(self.bill): {"amount": 100}, self.key(self.pay): {}}
        state = self.page.behalf_state(self.place, marks, [*marks])
        self.assertEqual(state["entry_date"], "2026-04-02")
        self.assertEqual(state["lines"][self.key(self.bill)]["amount"], 100)
        self.assertEqual(state["lines"][self.key(self.pay)]["left"], 488)
        settlement = self.post(marks)
        self.assertEqual(
            {*settlement.move_ids.mapped("date")}, {self.day("2026-04-02")}
        )
        self.assertOpen({self.bill: "500 USD 500", self.pay: "-488 USD -488"})

    def test_what_another_company_gives_away_is_not_typed(self):
        for discount in (5, 0.0):
            marks = {self.key(self.bill): {"discount": discount}}
            with self.assertRefused(self.bill.name, "its terms"), self.cr.savepoint():
                self.page.behalf_state(self.place, marks)
        for name in ("cross_rate", "full_settlement", "use_cash_discount"):
            with self.assertRefused(name), self.cr.savepoint():
                self.page.behalf_state(self.place, {self.key(self.bill): {name: 1}})
        with self.assertRefused("decimals"), self.cr.savepoint():
            self.page.behalf_state(self.place, {self.key(self.bill): {"amount": 0.001}})

    def test_a_preview_that_is_out_of_date_books_nothing(self):
        marks = self.marks(self.bill, self.pay)
        preview = self.page.behalf_preview(self.place, marks)
        marks[self.key(self.bill)] = {"amount": 100}
        with self.assertRefused("has changed"), self.cr.savepoint():
            self.page.behalf_post(self.place, marks, preview["fingerprint"])
        self.assertOpen({self.bill: "600 USD 600", self.pay: "-588 USD -588"})

    def test_a_right_withdrawn_after_the_preview(self):
        marks = self.marks(self.bill, self.pay)
        preview = self.page.behalf_preview(self.place, marks)
        self.right.with_user(self.controller_e).action_archive()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.page.behalf_post(self.place, marks, preview["fingerprint"])
        self.assertOpen({self.bill: "600 USD 600", self.pay: "-588 USD -588"})
        self.assertEqual({*self.rows()}, {self.key(self.pay)})

    def test_nothing_is_stored_before_it_is_posted(self):
        before = self.env["ar.settlement"].sudo().search_count([])
        marks = self.marks(self.bill, self.pay)
        self.page.behalf_open(self.place, marks)
        self.rows(marks=marks)
        self.page.behalf_state(self.place, marks)
        self.page.behalf_preview(self.place, marks)
        self.assertEqual(self.env["ar.settlement"].sudo().search_count([]), before)
        self.assertFalse(self.receivable(self.bill)._ar_marked_in())

    # ------------------------------------------------------------
    # What is told of it
    # ------------------------------------------------------------
    def test_the_preview_shows_the_entries_of_own_companies_alone(self):
        marks = self.marks(self.bill, self.pay)
        preview = self.page.behalf_preview(self.place, marks)
        html = preview["html"]
        self.assertIn(self.bill.name, html)
        self.assertIn("588.00", html)
        self.assertIn("12.00", html)
        self.assertNotIn("600.00", html)
        self.assertEqual(html.count("o_ar_entry_table"), 1)
        self.assertUntold(html)

    def test_reasons_of_another_company_are_not_told(self):
        marks = self.marks(self.bill, self.pay)
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-12-31"
        preview = self.page.behalf_preview(self.place, marks)
        [problem] = preview["problems"]
        self.assertIn("Ask a controller of that company", problem)
        self.assertNotIn("2026", problem)
        with self.assertRefused("Ask a controller"), self.cr.savepoint():
            self.page.behalf_post(self.place, marks, preview["fingerprint"])
        self.companies["E"].sudo().fiscalyear_lock_date = False
        self.companies["E"].sudo().ar_intercompany_journal_id.active = False
        preview = self.page.behalf_preview(self.place, marks)
        self.assertEqual(preview["problems"], [problem])

    def test_reasons_of_own_companies_and_marks_are_told(self):
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-12-31"
        marks = self.marks(self.bill, self.pay)
        [problem] = self.page.behalf_preview(self.place, marks)["problems"]
        self.assertIn("Fabrikam", problem)
        self.assertIn("locked", problem)
        self.companies["F"].sudo().fiscalyear_lock_date = False
        [problem] = self.page.behalf_preview(self.place, {self.key(self.bill): {}})[
            "problems"
        ]
        self.assertIn("Nothing pays", problem)

    def test_what_odoo_refuses_while_posting_is_not_told(self):
        marks = self.marks(self.bill, self.pay)
        preview = self.page.behalf_preview(self.place, marks)

        def refuse(*_args, **_options):
            raise UserError(OF_EAST)

        self.patch(type(self.env["account.move"]), "_post", refuse)
        with (
            patch.object(ar_settle_on_behalf._logger, "info") as logged,
            self.assertRefused("Ask a controller") as caught,
            self.cr.savepoint(),
        ):
            self.page.behalf_post(self.place, marks, preview["fingerprint"])
        self.assertUntold(str(caught.exception))
        self.assertTrue(caught.exception.__suppress_context__)
        self.assertIn("Zqxaccount", str(logged.call_args))

    def test_nothing_else_becomes_readable(self):
        self.post(self.marks(self.bill, self.pay))
        self.env.invalidate_all()
        companies = {"allowed_company_ids": self.settler.company_ids.ids}
        east = self.companies["E"].id
        for name in (
            *("account.move", "account.move.line", "account.payment"),
            *("account.journal", "ar.open.transaction", "ar.customer.position"),
            *("ar.party.record", "ar.intercompany.balance"),
        ):
            model = self.env[name].with_user(self.settler).with_context(**companies)
            company = "company_id" if "company_id" in model._fields else "id"
            if name == "ar.intercompany.balance":
                company = "invoice_company_id"
            self.assertFalse(model.search([(company, "=", east)]), name)
        for name in ("", ".line", ".leg", ".mirror"):
            model = self.env[f"ar.settlement{name}"].with_user(self.settler)
            self.assertFalse(model.search([]), name)
        for record in (
            *(self.bill, self.other, self.receivable(self.bill)),
            *(self.northwind["E"], self.companies["E"], self.right),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                record.with_user(self.settler).with_context(**companies).read()

    def test_the_log_leads_to_nothing(self):
        """Rows are read by who settled; no field of theirs is a way to the books."""
        self.post(self.marks(self.bill, self.pay))
        self.env.invalidate_all()
        rows = self.page.search([])
        self.assertUntold(rows.read())
        for path in ("move_line_id.account_id.name", "settlement_id.partner_id.name"):
            self.assertFalse(self.page.search([(f"line_id.{path}", "ilike", "z")]))
        groups = self.page._read_group([], ["line_id"], ["__count"])
        self.assertUntold([line.display_name for line, _count in groups])
        with self.assertRaises(AccessError), self.cr.savepoint():
            rows.web_read({"line_id": {"fields": {"move_line_id": {}}}})
        with self.assertRaises(AccessError), self.cr.savepoint():
            rows.action_open_document()
        self.settler.sudo().group_ids += self.env.ref("base.group_allow_export")
        paths = ["document", "line_id/move_line_id/account_id/name"]
        with self.assertRaises(AccessError), self.cr.savepoint():
            rows.export_data(paths)


@tagged("post_install", "-at_install")
class TestOnBehalfMessages(OnBehalfCommon):
    """As Odoo does outside tests: changes of documents are tracked."""

    @classmethod
    def default_env_context(cls):
        return {}

    def setUp(self):
        super().setUp()
        self.bill = self.invoice("E", 600, ref="secretref")
        self.pay = self.payment("F", 588)

    def done(self):
        """What the end of a request does."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def test_nobody_follows_what_they_may_not_read(self):
        settlement = self.post(self.marks(self.bill, self.pay))
        east = settlement.move_ids.filtered(
            lambda move: move.company_id == self.companies["E"]
        )
        partner = self.settler.partner_id
        for record in (settlement, east, self.bill.sudo()):
            self.assertNotIn(partner, record.message_partner_ids, record)

    def test_no_message_is_a_way_to_documents(self):
        """Who writes a message may always read it, with the name of the document: so
        nothing that is written there is the user's, not even what Odoo tracks."""
        note = self.credit_note("E", 20)
        own = self.invoice("F", 8)
        self.done()
        settlement = self.post(self.marks(self.bill, self.pay, note, own))
        self.done()
        self.settler.sudo().group_ids += self.env.ref(
            "ar_centralized_payments.group_settlement_undo"
        )
        rows = self.page.search([])
        self.assertEqual(len(rows), 2)
        rows[0].action_undo()
        self.done()
        settled = self.bill | note
        east = settled.sudo() | settlement.move_ids
        east = east.filtered(lambda move: move.company_id == self.companies["E"])
        own = own.sudo() | settlement.move_ids - east
        messages = self.env["mail.message"].with_user(self.settler)
        found = messages.search([("model", "=", "account.move")])
        self.assertFalse({*found.mapped("res_id")} & {*east.ids})
        self.assertTrue({*found.mapped("res_id")} & {*own.ids}, "tracked as ever")
        self.assertUntold(found.read(["body", "record_name"]))
        for document in settled.sudo():
            texts = " ".join(document.message_ids.mapped("body"))
            for word in ("Settled", "Undone"):
                self.assertIn(f"{word} on behalf of the company by", texts)
            self.assertIn(settlement.name, texts)
            for message in document.message_ids:
                with self.assertRaises(AccessError), self.cr.savepoint():
                    message.with_user(self.settler).read(["record_name"])


@tagged("post_install", "-at_install")
class TestOnBehalfLog(OnBehalfCommon):
    def setUp(self):
        super().setUp()
        self.bill = self.invoice("E", 600, term=self.term(2, 30))
        self.pay = self.payment("F", 588, date="2026-03-25")

    def log(self, user):
        return self.env["ar.settle.on.behalf"].with_user(user).search([])

    def test_the_controller_sees_who_settled_what(self):
        settlement = self.post(self.marks(self.bill, self.pay))
        [row] = self.log(self.controller_e)
        self.assertEqual(
            (row.user_id, row.company_id, row.document, row.amount, row.discount),
            (self.settler, self.companies["E"], self.bill.name, 588, 12),
        )
        self.assertEqual((row.settlement_name, row.state), (settlement.name, "posted"))
        self.assertEqual(row.action_open_document()["res_id"], self.bill.id)
        self.assertEqual(self.log(self.settler), row)
        clerk_e = self.new_user("clerk_e", "account.group_account_invoice", "E")
        controller_f = self.new_user("ctl_f", "account.group_account_manager", "F")
        for user in (clerk_e, controller_f, self.clerk_f):
            self.assertFalse(self.log(user), user.login)

    def test_members_are_not_listed(self):
        self.settle(self.pay, self.bill)
        self.assertFalse(self.log(self.controller_e))

    def test_undone_by_whoever(self):
        settlement = self.post(self.marks(self.bill, self.pay))
        settlement.with_user(self.controller).with_env(
            self.env(user=self.controller, su=False)
        ).action_undo()
        [row] = self.log(self.controller_e)
        self.assertEqual(row.state, "undone")
        self.assertEqual(row.search([("state", "=", "undone")]), row)
        self.assertFalse(row.search([("state", "=", "posted")]))

    def test_undone_by_who_settled_it(self):
        self.post(self.marks(self.bill, self.pay))
        row = self.log(self.settler)
        with self.assertRaises(AccessError), self.cr.savepoint():
            row.action_undo()
        undo = self.env.ref("ar_centralized_payments.group_settlement_undo")
        self.settler.sudo().group_ids += undo
        self.right.active = False
        with self.assertRaises(AccessError), self.cr.savepoint():
            row.action_undo()
        self.right.active = True
        with self.assertRaises(AccessError), self.cr.savepoint():
            row.with_user(self.controller_e).action_undo()
        row.action_undo()
        self.assertEqual(row.state, "undone")
        self.assertOpen({self.bill: "600 USD 600", self.pay: "-588 USD -588"})
        with self.assertRefused("undone already"), self.cr.savepoint():
            row.action_undo()

    def test_the_log_is_written_by_nobody(self):
        self.post(self.marks(self.bill, self.pay))
        row = self.log(self.controller_e)
        for work in (
            lambda: row.write({"amount": 1}),
            row.unlink,
            lambda: row.create({"line_id": row.sudo().line_id.id}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                work()

    # ------------------------------------------------------------
    # Granting
    # ------------------------------------------------------------
    def test_only_controllers_of_the_company_grant(self):
        values = {"group_id": self.centre.id, "company_id": self.companies["W"].id}
        rights = self.env["ar.settle.right"]
        for user in (self.controller_e, self.settler, self.clerk):
            with self.assertRaises(AccessError), self.cr.savepoint():
                rights.with_user(user).create(values)
        right = rights.with_user(self.controller).create(values)
        self.assertEqual(right.granted_by_id, self.controller)
        self.assertTrue(right.granted_at)
        for user in (self.controller_e, self.settler, self.clerk):
            with self.assertRaises(AccessError), self.cr.savepoint():
                right.with_user(user).write({"active": False})
        with self.assertRaises(AccessError), self.cr.savepoint():
            right.unlink()
        with self.assertRaises(AccessError), self.cr.savepoint():
            right.write({"granted_by_id": self.clerk.id})

    def test_a_right_stays_with_its_group_and_company(self):
        for name, value in (
            ("company_id", self.companies["W"].id),
            ("group_id", self.env.ref("base.group_user").id),
        ):
            with self.assertRefused("stays with"), self.cr.savepoint():
                self.right.write({name: value})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.right.write({"date_from": "2026-05-01", "date_to": "2026-04-01"})
        right = self.right.with_user(self.controller_e)
        right = right.with_context(tracking_disable=False, mail_notrack=False)
        self.assertIn("Service Centre for Fabrikam East", right.display_name)
        self.env.cr.precommit.run()
        right.active = False
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = right.sudo().message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertIn("active", tracked)
        right.active = True
        self.assertEqual(right.granted_by_id, self.controller_e)
