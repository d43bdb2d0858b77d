"""What somebody of Fabrikam alone can learn of East from outside, and what the clerk
of all companies does from there."""

import json

from odoo.tests import tagged

from .rpc import RpcCommon


@tagged("post_install", "-at_install")
class TestRpcOfAStranger(RpcCommon):
    """East's documents are in a posted and in draft settlements with Fabrikam's."""

    def setUp(self):
        super().setUp()
        east = self.northwind["E"]
        east.write({"name": "Hidden Traders", "vat": "HIDDENVAT"})
        east.customer_account = "H4711"
        for name, code in (("sale", "EINV"), ("bank", "EBNK")):
            self.data["E"][f"default_journal_{name}"].code = code
        # Paid by Fabrikam in part
        self.bill = self.invoice("E", 1313.13)
        self.pay = self.payment("F", 613.37)
        self.posted = self.settle(self.pay, self.bill)
        # Paid by East
        self.own_bill = self.invoice("F", 444.44)
        self.east_pay = self.payment("E", 888.81)
        self.paid_by_east = self.settle(self.own_bill, self.east_pay)
        # Drafts: Fabrikam's payment with East's invoice; East's alone; nothing marked
        self.draft_pay = self.payment("F", 222.22, post=False)
        self.east_bill = self.invoice("E", 999.77)
        self.draft = self.settlement(self.draft_pay, self.east_bill)
        self.other_bill = self.invoice("E", 777.71)
        self.east_only = self.settlement(self.payment("E", 555.56), self.other_bill)
        self.empty = self.env["ar.settlement"].with_user(self.clerk).create(
            {"partner_id": east.id, "date": "2026-04-09"}
        )  # fmt: skip
        self.drafts = self.draft | self.east_only | self.empty
        self.settlements = self.drafts | self.posted | self.paid_by_east
        self.item = self.receivable(self.east_bill)
        self.secrets = {
            *("1313.13", "1,313.13", "888.81", "999.77", "777.71", "555.56", "699.76"),
            *("Hidden", "H4711", "HIDDENVAT", "2026-04-09"),
            *(self.bill | self.east_bill | self.other_bill).mapped("name"),
            self.east_pay.name,
            *self.drafts.mapped("name"),
        }

    def assertHidden(self, text, where=""):
        for secret in self.secrets:
            self.assertNotIn(secret, text, where)

    def assertEmpty(self, model, method, *args, **kwargs):
        """Fabrikam's clerk gets nothing where the clerk of all gets something."""
        where = f"{model}.{method}{args}{kwargs}"
        told = self.told(self.clerk_f, model, method, *args, **kwargs)
        self.assertHidden(told, where)
        self.assertIn(told, ("[]", "0", "false", '{"length": 0, "records": []}'), where)
        known = self.told(self.clerk, model, method, *args, **kwargs)
        self.assertNotEqual(known, told, where)
        self.assertNotIn("Refused", known, where)

    def assertRefusedHere(self, model, method, *args, said="", **kwargs):
        where = f"{model}.{method}{args}{kwargs}"
        told = self.told(self.clerk_f, model, method, *args, **kwargs)
        self.assertTrue(told.startswith("Refused: "), f"{where}: {told}")
        self.assertIn(said, told, where)
        self.assertHidden(told, where)

    # Looking for settlements

    def test_searches_find_nothing(self):
        for model in ("", ".line", ".leg", ".mirror"):
            name = f"ar.settlement{model}"
            self.assertEmpty(name, "search", [])
            self.assertEmpty(name, "search_count", [])
            self.assertEmpty(name, "search_read", [])
            self.assertEmpty(name, "name_search", "")
            self.assertEmpty(
                name, "web_search_read", [], {"id": {}, "display_name": {}}
            )
            if model != ".mirror":
                self.assertEmpty(name, "formatted_read_group", [], ["create_uid"])
        for name in self.settlements.mapped("name"):
            self.assertEmpty("ar.settlement", "name_search", name)
        self.assertEmpty("ar.settlement.line", "name_search", self.east_bill.name)

    def test_dotted_domains_find_nothing(self):
        for model, domain in (
            ("account.move", [("ar_settlement_ids.line_ids.document", "!=", False)]),
            ("account.move", [("ar_settlement_ids.company_ids.name", "ilike", "E")]),
            ("account.move", [("ar_settlement_ids.partner_id", "!=", False)]),
            ("account.payment", [("settlement_ids", "in", self.settlements.ids)]),
            ("account.payment", [("settlement_ids.name", "!=", False)]),
            ("account.payment", [("settlement_ids.line_ids.document", "!=", False)]),
            ("ar.party.record", [("partner_id.name", "ilike", "Hidden")]),
            ("ar.party.record", [("customer_account", "=", "H4711")]),
            ("res.partner", [("customer_account", "=", "H4711")]),
            ("res.partner", [("name", "ilike", "Hidden")]),
            ("intercompany.accounting", [("payment_company_id", "!=", False)]),
            ("intercompany.accounting", [("readiness_state", "!=", False)]),
        ):
            with self.subTest(model=model, domain=domain):
                self.assertEmpty(model, "search", domain)
                self.assertEmpty(model, "search_count", domain)

    def test_guessed_ids(self):
        for model in ("", ".line", ".leg", ".mirror"):
            records = self.env[f"ar.settlement{model}"].sudo().search([])
            for number in range(max(records.ids[0] - 2, 1), max(records.ids) + 1):
                told = self.told(self.clerk_f, records._name, "read", [number])
                self.assertTrue("Refused" in told or told == "[]", told)
                self.assertHidden(told)
        pairs = self.env["intercompany.accounting"].sudo().search([])
        for pair in pairs.ids:
            for method in ("read", "readiness", "web_read", "message_post"):
                args = (
                    ([pair], {"display_name": {}})
                    if method == "web_read"
                    else ([pair],)
                )
                self.assertRefusedHere("intercompany.accounting", method, *args)

    def test_debug_mode_names_nothing_either(self):
        self.authenticate(self.clerk_f.login, self.passwords[self.clerk_f])
        self.url_open("/odoo?debug=1")
        records = self.draft | self.posted
        for record in (*records, *records.line_ids, *self.posted.sudo().leg_ids):
            params = {
                "model": record._name,
                "method": "read",
                "args": [record.ids],
                "kwargs": {},
            }
            said = self.url_open("/web/dataset/call_kw", json={"params": params}).text
            self.assertIn("companies that you are not a member of", said)
            self.assertHidden(said)

    # Own documents

    def test_own_documents_do_not_lead_to_them(self):
        own = [
            ("account.move", self.own_bill.ids),
            ("account.move", self.pay.move_id.ids),
            ("account.move", self.entries("F").ids),
            ("account.payment", self.pay.ids),
            ("account.payment", self.draft_pay.ids),
        ]
        for model, ids in own:
            with self.subTest(model=model, ids=ids):
                self.assertHidden(self.read_all(model, ids))
                lines = self.env[model].browse(ids)
                lines = (lines if model == "account.move" else lines.move_id).line_ids
                self.assertHidden(self.read_all(lines._name, lines.ids))

    def read_all(self, model, ids):
        """Every field, by JSON-2 (some of Odoo's own do not pass XML-RPC)."""
        status, fields = self.call_json(self.clerk_f, model, "fields_get")
        self.assertEqual(status, 200, fields)
        names = [name for name, field in fields.items() if field["type"] != "binary"]
        status, values = self.call_json(
            self.clerk_f, model, "read", ids, fields=[*names, "display_name"]
        )
        self.assertEqual(status, 200, values)
        self.assertEqual([row["id"] for row in values], ids)
        return json.dumps(values)

    def entries(self, letter):
        moves = (self.posted | self.paid_by_east).sudo().move_ids
        return moves.filtered(lambda move: move.company_id == self.companies[letter])

    def test_own_documents_are_exported_and_grouped_without_them(self):
        self.clerk_f.group_ids |= self.env.ref("base.group_allow_export")
        moves = (self.own_bill | self.pay.move_id | self.entries("F")).ids
        paths = [
            "ar_settlement_ids/name",
            "ar_settlement_ids/line_ids/document",
            "settlement_ids/name",
            "line_ids/matched_debit_ids/debit_move_id/move_name",
            "line_ids/matched_credit_ids/credit_move_id/move_name",
            "invoice_payments_widget",
            "payment_state",
        ]
        told = self.told(self.clerk_f, "account.move", "export_data", moves, paths)
        self.assertNotIn("Refused", told)
        self.assertHidden(told)
        for field in ("ar_settlement_ids", "partner_id", "ref"):
            told = self.told(
                self.clerk_f,
                "account.move",
                "formatted_read_group",
                [("id", "in", moves)],
                [field],
            )
            self.assertNotIn("Refused", told)
            self.assertHidden(told)
        grouped = self.told(
            self.clerk_f,
            "account.move",
            "formatted_read_group",
            [("id", "in", moves)],
            ["ar_settlement_ids"],
            ["__count"],
        )
        for name in (self.posted | self.paid_by_east).mapped("name"):
            self.assertNotIn(name, grouped)

    def test_payment_widget_of_the_own_invoice(self):
        [values] = self.call(
            self.clerk_f,
            "account.move",
            "read",
            self.own_bill.ids,
            ["invoice_payments_widget", "payment_state"],
        )
        self.assertEqual(values["payment_state"], "paid")
        [row] = values["invoice_payments_widget"]["content"]
        self.assertEqual(row["amount"], 444.44)
        self.assertEqual(row["company_name"], "Fabrikam East")
        self.assertEqual(row["name"], "a document you may not open")
        self.assertEqual(row["ref"], "a document you may not open")
        self.assertFalse(row["account_payment_id"])
        self.assertIn(row["move_id"], self.entries("F").ids)
        self.assertHidden(json.dumps(values))

    # Trying the methods

    def test_methods_are_refused(self):
        settlement, line = "ar.settlement", "ar.settlement.line"
        for record in self.drafts | self.posted:
            for method in (
                "read",
                "preview",
                "action_post",
                "action_post_previewed",
                "action_undo",
                "action_open_moves",
                "action_open_move_lines",
                "unlink",
                "message_post",
                "copy",
            ):
                if method == "action_undo" or record != self.empty:
                    self.assertRefusedHere(settlement, method, record.ids)
        for method in ("read", "action_automatic", "action_open_document", "unlink"):
            self.assertRefusedHere(line, method, self.draft.line_ids[:1].ids)
        self.assertRefusedHere(settlement, "open_transactions", self.northwind["E"].id)
        self.assertRefusedHere("account.payment", "action_post", self.draft_pay.ids)
        self.assertRefusedHere("account.payment", "action_draft", self.pay.ids)
        self.assertRefusedHere("account.move", "button_draft", self.own_bill.ids)
        for ids in (self.entries("E").ids, self.bill.ids):
            for method in ("read", "button_draft", "action_open_settlements"):
                self.assertRefusedHere("account.move", method, ids)
        self.assertEqual(self.draft.state, "draft")
        self.assertEqual(self.posted.state, "posted")

    def test_what_is_open_is_ones_own(self):
        own = self.invoice("F", 12.34)
        found = self.call(
            self.clerk_f, "ar.settlement", "open_transactions", self.northwind["F"].id
        )
        self.assertEqual(found, self.receivable(own).ids)

    # Giving ids of others

    def test_given_ids_are_refused(self):
        own, mine = self.own_draft()
        settlement, line = "ar.settlement", "ar.settlement.line"
        values = {"partner_id": self.northwind["F"].id}
        mark = {"line_ids": [(0, 0, {"move_line_id": self.item.id})]}
        self.assertRefusedHere(settlement, "create", {**values, **mark})
        self.assertRefusedHere(settlement, "write", [own], mark)
        foreign = {"partner_id": self.northwind["E"].id}
        self.assertRefusedHere(settlement, "create", foreign)
        self.assertRefusedHere(settlement, "write", [own], foreign)
        for taken in ({"move_line_id": self.item.id}, {"payment_id": self.east_pay.id}):
            vals = {"settlement_id": own, **taken}
            self.assertRefusedHere(line, "create", vals)
            self.assertRefusedHere(line, "write", [mine], taken)
        self.assertRefusedHere(line, "write", [mine], {"settlement_id": self.draft.id})
        item = self.receivable(self.payment("F", 5)).id
        for record in self.settlements:
            vals = {"settlement_id": record.id, "move_line_id": item}
            self.assertRefusedHere(line, "create", vals)

    def own_draft(self):
        """A draft settlement of Fabrikam's clerk, with a mark: their ids."""
        values = {"partner_id": self.northwind["F"].id}
        own = self.call(self.clerk_f, "ar.settlement", "create", values)
        item = self.receivable(self.payment("F", 5)).id
        mark = {"settlement_id": own, "move_line_id": item}
        return own, self.call(self.clerk_f, "ar.settlement.line", "create", mark)

    def test_fields_of_the_engine_are_refused(self):
        own, mine = self.own_draft()
        settlement, line = "ar.settlement", "ar.settlement.line"
        for name, value in (
            ("move_ids", [(4, self.bill.id)]),
            ("company_ids", [(5,)]),
            ("leg_ids", [(5,)]),
            ("date_effective", "2020-01-01"),
        ):
            values = {"partner_id": self.northwind["F"].id}
            self.assertRefusedHere(settlement, "write", [own], {name: value})
            self.assertRefusedHere(settlement, "create", {**values, name: value})
            context = {f"default_{name}": value}
            self.assertRefusedHere(settlement, "create", values, context=context)
        for name, value in (
            ("is_marking", False),
            ("company_id", self.companies["E"].id),
            ("currency_id", self.eur.id),
            ("side", "target"),
            ("document", "X"),
            ("date", "2020-01-01"),
            ("date_maturity", "2020-01-01"),
            ("amount_settled", 1),
            ("discount_settled", 1),
        ):
            self.assertRefusedHere(line, "write", [mine], {name: value})
        self.assertHidden(self.told(self.clerk_f, settlement, "read", [own]))
        self.assertRefusedHere(settlement, "write", [own], {"state": "posted"})
        [values] = self.call(self.clerk_f, settlement, "read", [own], ["state"])
        self.assertEqual(values["state"], "draft")

    def test_links_of_entries_are_refused(self):
        link = {"ar_settlement_ids": [(4, self.posted.id)]}
        entry = {"move_type": "entry"}
        self.assertRefusedHere("account.move", "create", {**entry, **link})
        ids = self.entries("F").ids
        self.assertRefusedHere(
            "account.move", "write", ids, {"ar_settlement_ids": [(5,)]}
        )
        context = {"default_ar_settlement_ids": [(4, self.posted.id)]}
        made = self.call(self.clerk_f, "account.move", "create", entry, context=context)
        self.assertFalse(self.env["account.move"].browse(made).ar_settlement_ids)

    def test_defaults_of_a_user_are_none_for_the_engine(self):
        value = json.dumps([[4, self.bill.id]])
        field = self.env["ir.model.fields"]._get("ar.settlement", "move_ids")
        self.env["ir.default"].sudo().create(
            {"field_id": field.id, "user_id": self.clerk_f.id, "json_value": value}
        )
        own = self.call(
            self.clerk_f,
            "ar.settlement",
            "create",
            {"partner_id": self.northwind["F"].id},
        )
        self.assertFalse(self.env["ar.settlement"].sudo().browse(own).move_ids)

    def assertOnchangeHidden(self, model, ids, values, spec):
        """Neither a change of these values nor a first call tells a secret."""
        for names in ([*values], []):
            told = self.told(self.clerk_f, model, "onchange", ids, values, names, spec)
            self.assertHidden(told, values)

    LINE_SPEC = {
        name: {} for name in ("document", "amount_open", "date", "company_id", "amount")
    }

    def test_a_form_does_not_tell_of_what_is_given(self):
        """The form's own calls compute with what the browser sends."""
        spec = {
            "line_ids": {"fields": self.LINE_SPEC},
            "partner_id": {"fields": {"display_name": {}}},
            **{name: {} for name in ("preview_html", "entries_html", "move_ids")},
        }
        own, _mine = self.own_draft()
        drafts = self.draft.line_ids.ids
        for values in (
            {"line_ids": [[0, "virtual_1", {"move_line_id": self.item.id}]]},
            {"line_ids": [[4, line] for line in drafts]},
            {"line_ids": [[6, 0, drafts]]},
            {"line_ids": [[1, drafts[0], {"is_primary": True}]]},
            {"move_ids": [[6, 0, self.bill.ids]]},
            {"move_ids": [[4, self.bill.id]], "company_ids": [[6, 0, []]]},
            {"partner_id": self.northwind["E"].id},
        ):
            for ids in ([], [own]):
                with self.subTest(ids=bool(ids), values=values):
                    self.assertOnchangeHidden("ar.settlement", ids, values, spec)

    def test_a_form_of_a_line_or_a_contact_does_not_tell_either(self):
        own, _mine = self.own_draft()
        for values in (
            {"settlement_id": own, "move_line_id": self.item.id},
            {"settlement_id": self.draft.id, "move_line_id": self.item.id},
            {"settlement_id": own, "payment_id": self.east_pay.id},
        ):
            with self.subTest(values=values):
                self.assertOnchangeHidden(
                    "ar.settlement.line", [], values, self.LINE_SPEC
                )
        told = self.told(
            self.clerk_f,
            "res.partner",
            "onchange",
            [],
            {"parent_id": self.northwind["E"].id},
            ["parent_id"],
            {"customer_account": {}},
        )
        self.assertHidden(told)

    # Chatter, customers, set-up

    def test_chatter_tells_nothing(self):
        self.posted.message_post(body="Hidden note")
        self.draft.activity_schedule(
            "mail.mail_activity_data_todo", summary="Hidden", user_id=self.clerk.id
        )
        self.posted.message_subscribe(self.clerk.partner_id.ids)
        on = [("res_id", "in", self.settlements.ids)]
        self.assertEmpty(
            "mail.message", "search_read", [("model", "=", "ar.settlement"), *on]
        )
        self.assertEmpty(
            "mail.activity", "search_read", [("res_model", "=", "ar.settlement"), *on]
        )
        for model in ("mail.followers", "ir.attachment"):
            told = self.told(
                self.clerk_f,
                model,
                "search_read",
                [("res_model", "=", "ar.settlement")],
            )
            self.assertHidden(told)
        messages = self.posted.sudo().message_ids
        activity = self.draft.sudo().activity_ids
        self.assertRefusedHere("mail.message", "read", messages.ids, ["body"])
        self.assertRefusedHere("mail.activity", "read", activity.ids, ["summary"])
        for record in self.settlements:
            self.assertRefusedHere("ar.settlement", "message_post", record.ids)
            self.assertRefusedHere("ar.settlement", "activity_schedule", record.ids)
            self.assertRefusedHere(
                "ar.settlement", "read", record.ids, ["message_ids", "activity_ids"]
            )

    def test_customers_of_others(self):
        east, own = self.northwind["E"].ids, self.northwind["F"].ids
        told = self.told(self.clerk_f, "ar.party.record", "search_read", [])
        self.assertIn("4050", told)
        self.assertHidden(told)
        for model in ("ar.party.record", "res.partner"):
            self.assertRefusedHere(model, "read", east, ["customer_account"])
            self.assertRefusedHere(model, "web_read", east, {"customer_account": {}})
        self.assertRefusedHere("res.partner", "action_view_party", east)
        self.assertRefusedHere("ar.party.record", "action_open_partner", east)
        [values] = self.call(
            self.clerk_f, "res.partner", "read", own, ["party_record_count"]
        )
        self.assertEqual(values["party_record_count"], 1)
        context = {"allowed_company_ids": self.companies["E"].ids}
        names = ["customer_account"]
        self.assertRefusedHere("res.partner", "read", own, names, context=context)

    def test_a_shared_contact_of_a_hidden_customer(self):
        east = self.northwind["E"]
        contact = self.env["res.partner"].create(
            {"name": "Shared", "parent_id": east.id, "company_id": False}
        )
        for user, account in ((self.clerk_f, False), (self.clerk, "H4711")):
            for model in ("res.partner", "ar.party.record"):
                [values] = self.call(
                    user, model, "read", contact.ids, ["customer_account"]
                )
                self.assertEqual(values["customer_account"], account, user.login)

    def test_set_up(self):
        both = [self.companies["F"].id, self.companies["E"].id]
        setup = "intercompany.accounting"
        self.assertRefusedHere(setup, "setup_companies", both)
        self.assertRefusedHere(setup, "setup_companies", both[:1])
        self.assertRefusedHere(
            setup,
            "create",
            {"payment_company_id": both[0], "invoice_company_id": both[1]},
        )
        pair = self.pair("F", "E")
        for method, args in (
            ("write", ({"active": False},)),
            ("unlink", ()),
            ("readiness", ()),
            ("readiness", ("2026-04-01",)),
        ):
            self.assertRefusedHere(setup, method, pair.ids, *args)


@tagged("post_install", "-at_install")
class TestRpcOfAClerk(RpcCommon):
    """The whole work, with plain values in and out: ids, numbers, dates as texts."""

    def setUp(self):
        super().setUp()
        self.bill = self.invoice("E", 600, currency="EUR")
        self.pay = self.payment("F", 600, currency="EUR")
        self.analyze()

    BOOKS = """
        F receivable Northwind  600.00 EUR  736.62
        F due_to     East      -600.00 EUR -736.62
        F due_to     East         0.00 EUR   12.90
        F gain                    0.00 EUR  -12.90
        E due_from   Fabrikam   600.00 EUR  736.62
        E receivable Northwind -600.00 EUR -736.62
        E receivable Northwind    0.00 EUR   12.90
        E due_from   Fabrikam     0.00 EUR  -12.90
    """

    def values(self, items):
        marks = [[0, 0, {"move_line_id": item}] for item in items]
        return {
            "partner_id": self.northwind["F"].id,
            "date": "2026-04-02",
            "line_ids": marks,
        }

    def rows(self, preview):
        """A preview as comparable rows; everything in it is plain."""
        for row in preview:
            self.assertEqual(row["date"], "2026-04-02")
            for name in ("company_id", "journal_id", "account_id", "partner_id"):
                self.assertIsInstance(row[name], int)
        return sorted(
            (
                row["company_id"],
                row["account_id"],
                row["amount_currency"],
                row["debit"],
                row["credit"],
            )
            for row in preview
        )

    def booked(self, settlement):
        return sorted(
            (
                line.company_id.id,
                line.account_id.id,
                line.amount_currency,
                line.debit,
                line.credit,
            )
            for line in settlement.sudo().move_ids.line_ids
        )

    def assertSettledAndUndone(self, number, preview, undo):
        settlement = self.env["ar.settlement"].sudo().browse(number)
        self.assertEqual(settlement.state, "posted")
        self.assertBooks(settlement, self.BOOKS)
        self.assertEqual(self.rows(preview), self.booked(settlement))
        self.assertOpen({self.bill: "0", self.pay: "0"})
        undo(number)
        settlement.invalidate_recordset()
        self.assertEqual(settlement.state, "undone")
        dates = settlement.move_ids.sorted("id").mapped("date")
        self.assertEqual([str(date) for date in dates[2:]], ["2026-04-05"] * 2)
        self.assertOpen({self.bill: "600 EUR 723.72", self.pay: "-600 EUR -736.62"})

    def test_by_xml_rpc(self):
        partner = self.northwind["F"].id
        items = self.call(self.clerk, "ar.settlement", "open_transactions", partner)
        wanted = self.receivable(self.bill) | self.receivable(self.pay)
        self.assertEqual(items, wanted.ids)
        number = self.call(self.clerk, "ar.settlement", "create", self.values(items))
        [shown] = self.call(
            self.clerk, "ar.settlement", "read", [number], ["state", "problems"]
        )
        self.assertEqual((shown["state"], shown["problems"]), ("draft", ""))
        preview = self.call(self.clerk, "ar.settlement", "preview", [number])
        self.assertIs(
            self.call(self.clerk, "ar.settlement", "action_post", [number]), True
        )
        told = self.told(self.clerk, "ar.settlement", "action_undo", [number])
        self.assertIn("Ask somebody with the right to undo settlements", told)

        def undo(number):
            answer = self.call(
                self.controller, "ar.settlement", "action_undo", [number], "2026-04-05"
            )
            self.assertIs(answer, True)

        self.assertSettledAndUndone(number, preview, undo)

    def test_by_json(self):
        model = "ar.settlement"
        status, items = self.call_json(
            self.clerk, model, "open_transactions", partner=self.northwind["F"].id
        )
        self.assertEqual(status, 200)
        status, [number] = self.call_json(
            self.clerk, model, "create", vals_list=[self.values(items)]
        )
        self.assertEqual(status, 200)
        status, preview = self.call_json(self.clerk, model, "preview", [number])
        self.assertEqual(status, 200)
        answer = self.call_json(self.clerk, model, "action_post", [number])
        self.assertEqual(answer, (200, True))
        status, refused = self.call_json(self.clerk, model, "action_undo", [number])
        self.assertEqual(status, 403)
        self.assertIn("Ask somebody with the right to undo", refused["message"])

        def undo(number):
            answer = self.call_json(
                self.controller, model, "action_undo", [number], date="2026-04-05"
            )
            self.assertEqual(answer, (200, True))

        self.assertSettledAndUndone(number, preview, undo)

    def test_a_payment_posts_its_settlement(self):
        """A draft payment, marked and posted; a typed amount; a refusal."""
        draft = self.payment("F", 100, post=False)
        bill = self.invoice("E", 100)
        marks = [
            [0, 0, {"payment_id": draft.id}],
            [0, 0, {"move_line_id": self.receivable(bill).id, "amount": 130.0}],
        ]
        number = self.call(
            self.clerk,
            "ar.settlement",
            "create",
            {"partner_id": self.northwind["F"].id, "line_ids": marks},
        )
        told = self.told(self.clerk, "account.payment", "action_post", draft.ids)
        self.assertEqual(
            told,
            f"Refused: Fabrikam East, {bill.name}: amount and discount are more than "
            "the $\N{NO-BREAK SPACE}100.00 that are open. Type less, or clear the "
            "amount.",
        )
        line = (
            self.env["ar.settlement"].browse(number).line_ids.filtered("move_line_id")
        )
        self.call(self.clerk, line._name, "write", line.ids, {"amount": 70.0})
        self.call(self.clerk, "account.payment", "action_post", draft.ids)
        draft.invalidate_recordset()
        self.assertOpen({bill: "30.00", draft: "-30.00"})

    def test_set_up_by_the_controller(self):
        companies = self.all_companies.ids
        setup = "intercompany.accounting"
        report = self.call(self.controller, setup, "setup_companies", companies)
        self.assertEqual({row["status"] for row in report}, {"exists"})
        pair = self.pair("F", "E")
        self.assertEqual(self.call(self.clerk, setup, "readiness", pair.ids), [])
        pair.due_to_account_id.sudo().reconcile = False
        status, [problem] = self.call_json(
            self.clerk, setup, "readiness", pair.ids, date="2026-04-01"
        )
        self.assertEqual(status, 200)
        self.assertEqual(problem["code"], "due_to_not_reconcilable")
        self.assertEqual(problem["pair_id"], pair.id)
