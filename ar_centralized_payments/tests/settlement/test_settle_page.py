"""The calls of the page Settle Transactions: rows, marks, totals, preview, posting."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..settling import SettlingCommon


class SettlePageCommon(SettlingCommon):
    """Calls the page as a user of whom only Fabrikam is ticked."""

    def page(self, user=None):
        settlements = self.env["ar.settlement"].with_user(user or self.clerk)
        return settlements.with_context(allowed_company_ids=self.companies["F"].ids)

    def open(self, user=None, **place):
        """The place of a page that was opened from somewhere."""
        return self.page(user).page_open(place)["place"]

    def key(self, document):
        return str(self.receivable(document).id)

    def item(self, document):
        return self.receivable(document).id

    def names(self, *documents):
        """Keys of documents, and what the tables of this test call them."""
        return {
            self.key(document): alias
            for alias, document in zip("ABCDEFGH", documents, strict=False)
        }

    def assertRows(self, found, names, table):
        """Rows as text: document, company, what it is, due, open, discount, refusal."""
        rows = []
        for row in found:
            currency = self.env["res.currency"].browse(row["currency_id"]).name
            flag = "overdue" if row["is_overdue"] else "-"
            discount = "-"
            if row["discount_until"]:
                state = "open" if row["is_discount_open"] else "over"
                discount = f"{row['discount_until'][5:]} {row['discount']:.2f} {state}"
            rows.append(
                [
                    names.get(row["key"], row["document"]),
                    row["company"],
                    row["kind"],
                    row["side"],
                    row["date_maturity"][5:],
                    flag,
                    f"{row['open']:.2f} {currency}",
                    discount,
                    row["refusal"],
                ]
            )
        wanted = [
            [cell.strip() for cell in line.strip().split("|")]
            for line in table.strip().splitlines()
        ]
        self.assertEqual(rows, wanted)

    def assertState(self, state, names, table, totals):
        """Marks and totals as text."""
        keys = {self.key(d): alias for alias, d in names.items()}
        lines = []
        for key, line in state["lines"].items():
            typed = "typed" if line["is_amount_manual"] else "auto"
            lines.append(
                f"{keys.get(key, key)} {line['amount']:.2f} {line['discount']:.2f} "
                f"{line['left']:.2f} {typed}"
            )
        self.assertEqual(sorted(lines), sorted(table))
        self.assertEqual(
            [
                f"{row['currency']} {row['used']:.2f} {row['left']:.2f} "
                f"{row['paid']:.2f} {row['discount']:.2f} {row['open']:.2f}"
                for row in state["totals"]
            ],
            totals,
        )


@tagged("post_install", "-at_install")
class TestSettlePageRows(SettlePageCommon):
    def test_what_is_open_in_all_companies(self):
        late = self.invoice("W", 100, date="2026-02-10", invoice_date_due="2026-03-01")
        early = self.invoice("E", 1000, date="2026-04-10", term=self.term(2, days=10))
        over = self.invoice(
            "X", 500, date="2026-03-20", currency="USD", term=self.term(1, days=2)
        )
        note, payment = self.credit_note("E", 25), self.payment("F", 600)
        self.invoice("E", 1, post=False)
        self.settle(self.payment("F", 5), self.invoice("W", 5))
        found = self.page().page_rows(
            self.open(partner_id=self.northwind["F"].id), order="document"
        )
        names = self.names(late, early, over, note, payment)
        rows = sorted(found["rows"], key=lambda row: names[row["key"]])
        self.assertEqual(found["total"], 5)
        self.assertRows(
            rows,
            names,
            """
            A|Fabrikam West|invoice|target|03-01|overdue|100.00 USD|-|
            B|Fabrikam East|invoice|target|05-10|-|1000.00 USD|04-20 20.00 open|
            C|Fabrikam Europe|invoice|target|04-19|-|500.00 USD|03-22 5.00 over|
            D|Fabrikam East|credit_note|source|04-15|-|-25.00 USD|-|
            E|Fabrikam|payment|source|03-25|-|-600.00 USD|-|
            """,
        )

    def test_the_date_of_the_payment_decides_what_discount_shows_as_open(self):
        bill = self.invoice("E", 1000, term=self.term(2, days=14))
        for date, is_open in (("2026-03-24", True), ("2026-03-25", False)):
            payment = self.payment("F", 10, date=date)
            place = self.open(item_ids=[self.item(payment)])
            found = self.page().page_rows(place, [("move_id", "=", bill.id)])
            row = found["rows"][0]
            self.assertEqual((row["discount"], row["is_discount_open"]), (20, is_open))

    def test_what_is_left_of_a_discount(self):
        bill = self.invoice("E", 1000, term=self.term(2, days=14))
        self.settle(self.payment("F", 500, date="2026-03-25"), bill)
        place = self.open(partner_id=self.northwind["F"].id)
        row = self.page().page_rows(place)["rows"][0]
        self.assertEqual((row["open"], row["discount"]), (500, 10))

    def test_order_pages_and_search(self):
        bills = [self.invoice("E", amount) for amount in (30, 10, 20)]
        place = self.open(partner_id=self.northwind["F"].id)
        for order, amounts in (
            ("open", [10, 20, 30]),
            ("open desc", [30, 20, 10]),
            ("date_maturity", [30, 10, 20]),
            ("document desc", [20, 10, 30]),
            ("id; DROP TABLE x", [30, 10, 20]),
        ):
            found = self.page().page_rows(place, order=order)["rows"]
            self.assertEqual([row["open"] for row in found], amounts, order)
        found = self.page().page_rows(place, offset=1, limit=1, order="open")
        self.assertEqual(
            ([row["open"] for row in found["rows"]], found["total"]), ([20], 3)
        )
        found = self.page().page_rows(place, [("move_name", "=", bills[1].name)])
        self.assertEqual([row["open"] for row in found["rows"]], [10])

    def test_what_is_marked_comes_first_on_whatever_page(self):
        bills = [self.invoice("E", amount) for amount in (10, 20, 30, 40, 50)]
        settlement = self.settlement(bills[3], bills[1])
        place = self.open(settlement_id=settlement.id)
        for offset, amounts in (
            (0, [20, 40]),
            (1, [40, 10]),
            (2, [10, 30]),
            (4, [50]),
            (6, []),
        ):
            found = self.page().page_rows(place, offset=offset, limit=2, order="open")
            self.assertEqual([row["open"] for row in found["rows"]], amounts, offset)
            self.assertEqual(found["total"], 5, offset)

    def test_only_what_is_marked(self):
        bill, _other = self.invoice("E", 600), self.invoice("W", 50)
        place = self.open(item_ids=[self.item(self.payment("F", 600))])
        self.assertFalse(self.page().page_rows(place, only_marked=True)["rows"])
        state = self.page().page_mark(place, [self.item(bill)])
        place["settlement_id"] = state["settlement"]["id"]
        found = self.page().page_rows(place, only_marked=True)
        self.assertEqual([row["key"] for row in found["rows"]], [self.key(bill)])
        self.assertEqual(found["lines"][self.key(bill)]["amount"], 600)

    def test_what_cannot_be_marked_says_why(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        held = self.settlement(payment, bill)
        place = self.open(partner_id=self.northwind["F"].id)
        names = self.names(bill, payment)
        text = f"Marked in {held.name} by {self.clerk.name}"
        self.assertRows(
            self.page().page_rows(place)["rows"],
            names,
            f"""
            B|Fabrikam|payment|source|03-25|-|-600.00 USD|-|{text}
            A|Fabrikam East|invoice|target|04-15|-|600.00 USD|-|{text}
            """,
        )
        found = self.page().page_rows(place)["rows"]
        self.assertEqual({row["holder_id"] for row in found}, {held.id})
        place = self.open(user=self.clerk_f, partner_id=self.northwind["F"].id)
        found = self.page(self.clerk_f).page_rows(place)["rows"]
        self.assertEqual({row["holder_id"] for row in found}, {False})
        self.assertRows(
            found,
            names,
            "B|Fabrikam|payment|source|03-25|-|-600.00 USD|-|"
            "Marked in another draft settlement",
        )

    def test_a_payment_whose_entry_has_tax(self):
        account, tax = self.data["F"]["default_account_revenue"], self.tax("F", 10)
        usd, partner = self.currency_named("USD"), self.northwind["F"]
        receivable = partner.with_company(
            self.companies["F"]
        ).property_account_receivable_id
        entry = self.entry(
            "F",
            [
                (receivable, partner, usd, -110, -110, {}),
                (account, partner, usd, 110, 110, {"tax_ids": [Command.set(tax.ids)]}),
            ],
        )
        place = self.open(partner_id=partner.id)
        row = next(
            row
            for row in self.page().page_rows(place)["rows"]
            if row["document"] == entry.name
        )
        self.assertIn("tax", row["refusal"])
        self.assertFalse(self.page().open_transactions(partner) & entry.line_ids)

    def test_receivables_that_are_no_trade_with_the_customer(self):
        company, partner = self.companies["F"], self.northwind["F"]
        pos = company.account_default_pos_receivable_account_id
        self.assertTrue(pos)
        usd = self.currency_named("USD")
        other = self.data["F"]["default_account_revenue"]
        entry = self.entry(
            "F", [(pos, partner, usd, 50, 50, {}), (other, partner, usd, -50, -50, {})]
        )
        place = self.open(partner_id=partner.id)
        self.assertFalse(self.page().page_rows(place)["rows"])
        self.assertFalse(self.page().open_transactions(partner) & entry.line_ids)

    def test_a_chart_with_one_receivable_account_for_everything(self):
        """The Norwegian one names the customers' account for the point of sale."""
        for letter in "FE":
            self.companies[
                letter
            ].sudo().account_default_pos_receivable_account_id = self.data[letter][
                "default_account_receivable"
            ]
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        self.assertIn(
            self.receivable(bill), self.page().open_transactions(bill.partner_id)
        )
        self.assertOpenNothing(self.settle(payment, bill))

    def test_customers_to_choose_from(self):
        other = self.env["res.partner"].create(
            {"name": "Adventure Works", "company_id": self.companies["W"].id}
        )
        page = self.page()
        for text in ("northw", "4050", "10000"):
            found = page.page_customers(text)
            self.assertEqual(
                [one["name"] for one in found], ["Northwind Traders (4050)"], text
            )
        self.assertEqual(page.page_customers("advent")[0]["id"], other.id)
        self.assertFalse(self.page(self.clerk_f).page_customers("advent"))
        self.assertFalse(page.page_customers("nobody at all"))


@tagged("post_install", "-at_install")
class TestSettlePageMarks(SettlePageCommon):
    def test_looking_stores_nothing(self):
        self.invoice("E", 600)
        payment = self.payment("F", 600, post=False)
        before = self.env["ar.settlement"].search_count([])
        action = payment.action_settle_transactions()
        self.assertEqual(action["params"], {"payment_id": payment.id})
        head = self.page().page_open(action["params"])
        self.page().page_rows(head["place"])
        self.page().page_totals(head["place"])
        self.assertEqual(self.env["ar.settlement"].search_count([]), before)
        self.assertFalse(head["settlement"])
        self.assertRows(
            head["starts"],
            {f"payment_{payment.id}": "A"},
            "A|Fabrikam|draft_payment|source|03-25|-|-600.00 USD|-|",
        )
        self.assertState(
            {**head, "lines": {}}, {}, [], ["USD 0.00 600.00 0.00 0.00 0.00"]
        )

    def test_from_the_first_mark_to_the_posted_settlement(self):
        bill = self.invoice("E", 600, term=self.term(2, days=30))
        other, payment = self.invoice("W", 300), self.payment("F", 700)
        page, place = self.page(), self.open(item_ids=[self.item(payment)])
        names = {"bill": bill, "other": other, "pay": payment}
        shown = [self.key(document) for document in names.values()]
        state = page.page_mark(place, [self.item(bill)], shown)
        self.assertState(
            state,
            names,
            ["bill 588.00 12.00 0.00 auto", "pay 588.00 0.00 112.00 auto"],
            ["USD 588.00 112.00 588.00 12.00 0.00"],
        )
        place["settlement_id"] = state["settlement"]["id"]
        state = page.page_mark(
            place, [self.item(other)], shown, {self.key(other): {"amount": 40}}
        )
        self.assertState(
            state,
            names,
            [
                "bill 588.00 12.00 0.00 auto",
                "other 40.00 0.00 260.00 typed",
                "pay 628.00 0.00 72.00 auto",
            ],
            ["USD 628.00 72.00 628.00 12.00 260.00"],
        )
        preview = page.page_preview(place)
        for text in ("Fabrikam East", "Fabrikam West", "588.00", "40.00"):
            self.assertIn(text, preview["html"])
        self.assertFalse(preview["problems"])
        action = page.page_post(place, preview["fingerprint"])
        settlement = self.env["ar.settlement"].browse(action["res_id"])
        self.assertEqual(settlement.state, "posted")
        self.assertOpen({bill: "0", other: "260 USD 260", payment: "-72 USD -72"})

    def test_totals_while_typing_write_nothing(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settlement(payment, bill)
        place = self.open(settlement_id=settlement.id)
        names = {"bill": bill, "pay": payment}
        shown = [self.key(document) for document in names.values()]
        typed = {self.key(bill): {"amount": 250}}
        state = self.page().page_totals(place, typed, shown)
        self.assertState(
            state,
            names,
            ["bill 250.00 0.00 350.00 typed", "pay 250.00 0.00 350.00 auto"],
            ["USD 250.00 350.00 250.00 0.00 350.00"],
        )
        self.assertIn("250.00", self.page().page_preview(place, typed)["html"])
        self.assertEqual(settlement.line_ids.mapped("amount"), [600, 600])
        self.assertEqual(
            settlement.totals(),
            [
                {
                    "currency_id": self.currency_named("USD").id,
                    "currency": "USD",
                    "used": 600,
                    "left": 0,
                    "paid": 600,
                    "discount": 0,
                    "difference": 0,
                    "open": 0,
                }
            ],
        )

    def test_typed_and_automatic_again(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settlement(payment, bill)
        place, key = self.open(settlement_id=settlement.id), self.key(bill)
        page = self.page()
        line = page.page_change(place, key, {"amount": 250}, [key])["lines"][key]
        self.assertEqual((line["amount"], line["amount_typed"]), (250, 250))
        line = page.page_change(place, key, {"amount": False}, [key])["lines"][key]
        self.assertEqual((line["amount"], line["is_amount_manual"]), (600, False))
        for values in ({"amount": 0}, {"amount": -5}, {"discount": -1}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                page.page_change(place, key, values)
        page.page_change(place, key, {"amount": 700}, [key])
        self.assertIn("600", " ".join(page.page_preview(place)["problems"]))
        state = page.page_change(
            place, False, {"date": "2026-04-02", "state": "posted"}
        )
        self.assertEqual(
            (state["entry_date"], settlement.state), ("2026-04-02", "draft")
        )

    def test_one_primary_at_a_time(self):
        one, two = self.payment("F", 75), self.credit_note("E", 25)
        settlement = self.settlement(one, two, self.invoice("W", 100))
        place = self.open(settlement_id=settlement.id)
        for document in (one, two):
            self.page().page_change(place, self.key(document), {"is_primary": True})
            primary = settlement.line_ids.filtered("is_primary")
            self.assertEqual(primary.move_line_id, self.receivable(document))

    def test_unmarking_the_last_takes_the_draft_with_it(self):
        bill, other = self.invoice("E", 600), self.invoice("W", 5)
        payment = self.payment("F", 600, post=False)
        page, place = self.page(), self.open(payment_id=payment.id)
        state = page.page_mark(place, [self.item(bill), self.item(other)])
        place["settlement_id"] = state["settlement"]["id"]
        self.assertEqual(payment.settlement_id.id, place["settlement_id"])
        state = page.page_unmark(place, [self.item(other)])
        self.assertEqual(state["count"], 2)
        state = page.page_unmark(place, [self.item(bill)])
        self.assertFalse(state["settlement"])
        self.assertFalse(payment.settlement_id)
        self.assertEqual(state["totals"][0]["left"], 600)

    def test_a_draft_that_was_there_before_stays(self):
        bill = self.invoice("E", 600)
        settlement = self.settlement(bill)
        place = self.open(settlement_id=settlement.id)
        state = self.page().page_unmark(
            {**place, "partner_id": False}, [self.item(bill)]
        )
        self.assertEqual(state["settlement"]["id"], settlement.id)
        self.assertEqual(settlement.totals(), [])

    def test_going_on_with_a_draft(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600, post=False)
        settlement = self.settlement(payment, bill)
        for place in ({"payment_id": payment.id}, {"item_ids": [self.item(bill)]}):
            head = self.page().page_open(place)
            self.assertEqual(head["settlement"]["id"], settlement.id)
            self.assertEqual(head["count"], 2)

    def test_unmarking_everything(self):
        settlement = self.settlement(self.payment("F", 600), self.invoice("E", 600))
        self.page().page_discard(self.open(settlement_id=settlement.id))
        self.assertFalse(settlement.exists())

    def test_marking_twice_is_once(self):
        bill = self.invoice("E", 600)
        settlement = self.settlement(self.payment("F", 600))
        settlement.mark(self.receivable(bill))
        settlement.mark(self.receivable(bill).ids)
        self.assertEqual(len(settlement.line_ids), 2)
        settlement.unmark(self.receivable(bill))
        settlement.unmark(self.receivable(bill).ids)
        self.assertEqual(len(settlement.line_ids), 1)

    def test_transactions_without_a_payment(self):
        note, bill = self.credit_note("E", 25), self.invoice("W", 100)
        page = self.page()
        place = self.open(partner_id=self.northwind["W"].id)
        state = page.page_mark(place, [self.item(note), self.item(bill)])
        place["settlement_id"] = state["settlement"]["id"]
        page.page_post(place, page.page_preview(place)["fingerprint"])
        self.assertOpen({note: "0", bill: "75 USD 75"})

    def test_from_a_customer_and_from_an_invoice(self):
        bill = self.invoice("E", 600)
        action = self.northwind["E"].with_user(self.clerk).action_settle_transactions()
        self.assertEqual(action["params"], {"partner_id": self.northwind["E"].id})
        action = bill.action_settle_transactions()
        self.assertEqual(action["params"], {"item_ids": [self.item(bill)]})
        head = self.page().page_open(action["params"])
        self.assertEqual([row["key"] for row in head["starts"]], [self.key(bill)])
        self.assertFalse(self.page().page_rows(head["place"])["rows"])
        self.settle(self.payment("F", 600), bill)
        with self.assertRefused("Nothing of"):
            bill.action_settle_transactions()
        with self.assertRefused("Nothing of"):
            self.invoice("E", 5, post=False).action_settle_transactions()

    # ------------------------------------------------------------
    # Draft payments
    # ------------------------------------------------------------
    def test_a_payment_marked_alone_is_a_prepayment(self):
        payment = self.payment("F", 600, post=False)
        settlement = self.settlement(payment)
        payment.action_post()
        self.assertFalse(settlement.exists())
        self.assertOpen({payment: "-600 USD -600"})

    def test_posting_the_page_posts_the_draft_payment(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600, post=False)
        page, place = self.page(), self.open(payment_id=payment.id)
        state = page.page_mark(place, [self.item(bill)])
        place["settlement_id"] = state["settlement"]["id"]
        page.page_post(place, page.page_preview(place)["fingerprint"])
        self.assertEqual(payment.state, self.state_used)
        self.assertOpen({bill: "0", payment: "0"})

    def test_another_customer_drops_the_marks_after_a_warning(self):
        payment = self.payment("F", 600, post=False)
        settlement = self.settlement(payment, self.invoice("E", 600))
        form = payment.new(origin=payment)
        form.partner_id = self.env["res.partner"].create({"name": "Somebody else"})
        warning = form._onchange_marked()["warning"]["message"]
        self.assertIn(settlement.name, warning)
        form.partner_id = payment.partner_id
        self.assertFalse(form._onchange_marked())

    # ------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------
    def test_what_changed_since_the_preview_is_not_booked(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settlement(payment, bill)
        page, place = self.page(), self.open(settlement_id=settlement.id)
        shown = page.page_preview(place)["fingerprint"]
        page.page_change(place, self.key(bill), {"amount": 100})
        with self.assertRefused("changed"), self.cr.savepoint():
            page.page_post(place, shown)
        self.assertEqual(settlement.state, "draft")
        page.page_post(place, page.page_preview(place)["fingerprint"])
        self.assertOpen({bill: "500 USD 500", payment: "-500 USD -500"})

    def test_what_was_posted_cannot_be_marked(self):
        bill, late = self.invoice("E", 600), self.invoice("W", 5)
        settlement = self.settle(self.payment("F", 600), bill)
        place = {"settlement_id": settlement.id}
        for call in (
            lambda page: page.page_open(place),
            lambda page: page.page_mark(place, [self.item(late)]),
            lambda page: page.page_unmark(place, [self.item(bill)]),
            lambda page: page.page_change(place, self.key(bill), {"amount": 1}),
            lambda page: page.page_preview(place),
            lambda page: page.page_post(place, "x"),
            lambda page: page.page_discard(place),
        ):
            with self.assertRefused("is Posted"), self.cr.savepoint():
                call(self.page())
        self.assertTrue(settlement.exists())

    def test_nothing_to_post_and_nobody_to_mark_for(self):
        page = self.page()
        with self.assertRefused("Nothing is marked"):
            page.page_post(self.open(partner_id=self.northwind["F"].id), False)
        with self.assertRefused("Choose the customer"):
            page.page_mark(page.page_open({})["place"], [])
        settlement = self.settlement(self.payment("F", 600))
        with self.assertRefused("not marked any more"):
            place = self.open(settlement_id=settlement.id)
            page.page_change(place, self.key(self.invoice("E", 5)), {"amount": 1})

    def test_marked_by_somebody_in_between(self):
        bill = self.invoice("E", 600)
        place = self.open(item_ids=[self.item(self.payment("F", 600))])
        held = self.settlement(bill)
        with self.assertRefused(held.name), self.cr.savepoint():
            self.page().page_mark(place, [self.item(bill)])

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------
    def test_a_stranger_learns_nothing(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        other, mine = self.invoice("E", 7), self.payment("F", 9)
        settlement = self.settlement(payment, bill)
        draft = self.payment("E", 600, post=False)
        page = self.page(self.clerk_f)
        place = self.open(user=self.clerk_f, partner_id=self.northwind["F"].id)
        rows = page.page_rows(place)["rows"]
        self.assertEqual({row["company"] for row in rows}, {"Fabrikam"})
        theirs, key = {"settlement_id": settlement.id}, self.key(bill)
        for call in (
            lambda: page.page_open(theirs),
            lambda: page.page_open({"item_ids": [self.item(bill)]}),
            lambda: page.page_open({"partner_id": self.northwind["E"].id}),
            lambda: page.page_rows(theirs),
            lambda: page.page_rows({"partner_id": self.northwind["E"].id}),
            lambda: page.page_mark(place, [self.item(mine), self.item(other)]),
            lambda: page.page_unmark(theirs, [self.item(bill)]),
            lambda: page.page_change(theirs, key, {"amount": 1}),
            lambda: page.page_totals(theirs),
            lambda: page.page_totals({"item_ids": [self.item(bill)]}),
            lambda: page.page_totals({"payment_id": draft.id}),
            lambda: page.page_rows({**place, "item_ids": [self.item(bill)]}),
            lambda: page.page_mark({"item_ids": [self.item(bill)]}, [self.item(mine)]),
            lambda: page.page_preview({"partner_id": self.northwind["E"].id}),
            lambda: page.page_preview(theirs),
            lambda: page.page_post(theirs, "x"),
            lambda: page.page_discard(theirs),
            lambda: page.page_document(key),
        ):
            with self.assertRaises(AccessError) as caught, self.cr.savepoint():
                call()
            for text in (bill.name, other.name, settlement.name, "600"):
                self.assertNotIn(text, str(caught.exception))
        self.assertEqual(len(settlement.line_ids), 2)

    def test_a_reader_marks_nothing(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settlement(payment, bill)
        page, theirs = self.page(self.reader), {"settlement_id": settlement.id}
        self.assertTrue(page.page_preview(theirs)["html"])
        for call in (
            lambda: payment.with_user(self.reader).action_settle_transactions(),
            lambda: (
                self.northwind["F"].with_user(self.reader).action_settle_transactions()
            ),
            lambda: page.page_mark(theirs, [self.item(self.invoice("W", 5))]),
            lambda: page.page_unmark(theirs, [self.item(bill)]),
            lambda: page.page_change(theirs, self.key(bill), {"amount": 1}),
            lambda: page.page_post(theirs, page.page_preview(theirs)["fingerprint"]),
            lambda: page.page_discard(theirs),
            settlement.with_user(self.reader).line_ids.action_unmark,
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                call()
        self.assertEqual(settlement.state, "draft")


@tagged("post_install", "-at_install")
class TestMarkedTransactions(SettlePageCommon):
    def marked(self, user):
        action = self.env.ref("ar_centralized_payments.action_marked_transactions")
        lines = self.env["ar.settlement.line"].with_user(user)
        return lines.search([("is_marking", "=", True)]) if action else lines

    def test_who_holds_what(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settlement(payment, bill)
        for user in (self.clerk, self.reader, self.controller):
            found = self.marked(user)
            self.assertEqual(found.settlement_id, settlement)
            self.assertEqual(found.create_uid, self.clerk)
            self.assertEqual(found.customer_id, self.northwind["F"])
            self.assertEqual(
                set(found.mapped("document")), {bill.name, payment.move_id.name}
            )
        self.assertFalse(self.marked(self.clerk_f))

    def test_unmarking_somebody_elses(self):
        bill, payment = self.invoice("E", 600), self.payment("F", 600, post=False)
        settlement = self.settlement(payment, bill)
        with self.assertRaises(AccessError), self.cr.savepoint():
            settlement.line_ids.with_user(self.clerk_f).action_unmark()
        line = self.marked(self.controller).filtered("move_line_id")
        action = line.action_settle_transactions()
        self.assertEqual(action["params"], {"settlement_id": settlement.id})
        line.action_unmark()
        self.assertFalse(settlement.exists(), "only the draft payment was left")

    def test_what_is_posted_stays(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        with self.assertRaises(UserError), self.cr.savepoint():
            settlement.line_ids.action_unmark()
        self.assertEqual(len(settlement.line_ids), 2)
