"""The same amounts everywhere: Odoo's open items, the list, the tiles, the position.

What adds up many items at once is compared with the items one by one, for customers
with one ID, without, and with contacts, on random books.
"""

import random
from collections import defaultdict
from datetime import date, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ...books.home_figures import SOON_DAYS, HomeFigures
from .common import ReceivablesCommon

TODAY = date(2026, 4, 15)
#: Column of a position -> the kinds that it adds up, and the sign.
KINDS = {
    "amount_invoices": (("invoice",), 1),
    "amount_credit_notes": (("credit_note",), -1),
    "amount_payments": (("payment",), -1),
    "amount_others": (("entry", "reimbursement"), 1),
    "amount_net": (("invoice", "credit_note", "payment", "entry", "reimbursement"), 1),
}
#: Column of a position -> the bucket of debts that it adds up.
LATE = {
    "amount_not_due": ("0_not_due",),
    "amount_overdue_30": ("1_30",),
    "amount_overdue_60": ("31_60",),
    "amount_overdue_90": ("61_90",),
    "amount_overdue_91": ("91",),
    "amount_overdue": ("1_30", "31_60", "61_90", "91"),
}
COLUMNS = [*KINDS, *LATE, "amount_marked", "value_net", "item_count", "date_oldest_due"]
#: The most queries that the tiles, and a page of positions, may take.
TILES, PAGE = 90, 40


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestAddedUp(ReceivablesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for letter in "FEW":
            cls.set_rate(letter, "EUR", "2026-01-01", inverse=1.1)
        known = {"address_book_id": "771", "company_id": False}
        own = cls.northwind["F"].copy({"name": "Own", **known})
        shared = own.copy({"name": "Own elsewhere", **known})
        single = own.copy({"name": "Single", "address_book_id": False})
        contact = cls.env["res.partner"].create(
            {"name": "Contact", "parent_id": single.id, "type": "invoice"}
        )
        cls.customers = [None, own, shared, single, contact]

    def books(self, seed):
        """Documents of some customers on random days, a few settled, one marked."""
        chance = random.Random(seed)

        def given():
            day = TODAY - timedelta(days=chance.choice((0, 1, 15, 30, 31, 60, 95)))
            currency = chance.choice(("USD", "USD", "EUR"))
            return {
                "date": str(day),
                "currency": currency,
                "partner": chance.choice(self.customers),
            }

        for number in range(8):
            letter, options = chance.choice("FE"), given()
            term = {"term": self.term(2)} if number % 3 == 0 else {}
            self.invoice(letter, chance.randrange(10, 900), **options, **term)
        for letter in "FE":
            self.credit_note(letter, chance.randrange(5, 90), **given())
            self.payment(letter, chance.randrange(5, 90), **given())
        bill = self.invoice("E", 120, **given())
        self.settle(self.payment("F", 50), self.invoice("E", 120))
        self.settlement(bill)

    # ------------------------------------------------------------
    # The same amounts
    # ------------------------------------------------------------
    def test_list_is_what_odoo_has_open(self):
        self.books(1)
        items = self.env["account.move.line"].search(
            [
                ("account_id.account_type", "=", "asset_receivable"),
                ("account_id.non_trade", "=", False),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("company_id", "in", [c.id for c in self.companies.values()]),
                ("amount_residual_currency", "!=", 0),
            ]
        )
        self.assertEqual(
            {row.id: (row.amount_open, row.value_open) for row in self.transactions()},
            {
                item.id: (item.amount_residual_currency, item.amount_residual)
                for item in items
            },
        )

    def test_position_is_the_list_added_up(self):
        self.books(2)
        self.assertPositionsAddUp()
        for day in ("2026-03-20", "2026-04-10"):
            with self.subTest(day=day):
                self.assertPositionsAddUp(ar_as_of=day)

    def assertPositionsAddUp(self, **context):
        groups = defaultdict(list)
        for row in self.transactions(**context).sudo():
            groups[row.party_id, row.company_id, row.currency_id].append(row)
        positions = self.positions(**context)
        self.assertTrue(positions)
        self.assertEqual(
            {
                (row.party_id, row.company_id, row.currency_id): self.values(row)
                for row in positions.sudo()
            },
            {key: self.sums(rows) for key, rows in groups.items()},
        )

    def values(self, row):
        return {name: row[name] for name in COLUMNS}

    def sums(self, rows):
        debts = [row for row in rows if row.is_debit]

        def added(some, name="amount_open"):
            return round(sum(row[name] for row in some), 2)

        of_kinds = {
            name: sign * added(row for row in rows if row.kind in kinds)
            for name, (kinds, sign) in KINDS.items()
        }
        late = {
            name: added(row for row in debts if row.bucket in buckets)
            for name, buckets in LATE.items()
        }
        return {
            **of_kinds,
            **late,
            "amount_marked": added(row for row in rows if row.is_marked),
            "value_net": added(rows, "value_open"),
            "item_count": len(rows),
            "date_oldest_due": min((row.date_due for row in debts), default=False),
        }

    def test_tiles_are_the_list_added_up(self):
        self.books(4)
        ids = [company.id for company in self.companies.values()]
        env = self.transactions().with_context(allowed_company_ids=ids).env
        figures, rows = HomeFigures(env), self.transactions()
        money = ["__count", "amount_current:sum"]
        by_age = rows._read_group([], ["company_id", "kind", "bucket"], money)
        found = {
            key: (count, round(amount, 2))
            for key, (count, amount) in figures.by_age.items()
        }
        self.assertEqual(
            found, {tuple(key): (count, amount) for *key, count, amount in by_age}
        )
        by_party = rows._read_group([("partner_id", "!=", False)], ["party_id"], money)
        self.assertEqual(
            figures.by_party, {party.id: amount for party, _count, amount in by_party}
        )
        amounts = list(figures.by_party.values())
        self.assertEqual(amounts, sorted(amounts, reverse=True))
        due = rows.filtered(lambda row: row.kind == "invoice" and row.date_due == TODAY)
        self.assertEqual(
            figures.due_today, (len(due), sum(due.mapped("amount_current")))
        )

    def test_discounts_that_end_soon(self):
        """Of 2 % within 14 days: of 100 today, of 200 in six days, of 400 in seven."""
        for amount, days in ((100, 14), (200, 8), (400, 7), (800, 15)):
            day = str(TODAY - timedelta(days=days))
            self.invoice("F", amount, date=day, term=self.term(2))
        figures = HomeFigures(self.transactions().env)
        soon = TODAY + timedelta(days=SOON_DAYS)
        found = [dict(sums) for sums in figures.discounts([TODAY, soon])]
        usd = self.currency_named("USD").id
        self.assertEqual(found, [{usd: (1, 2.0)}, {usd: (2, 6.0)}])

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------
    def page(self, rows, **options):
        names = ("party_id", "company_id", "amount_net", "amount_overdue")
        return rows.browse().web_search_read(
            options.pop("domain", []),
            {name: {} for name in names},
            count_limit=10001,
            **options,
        )

    def test_pages_of_positions(self):
        """Page by page what is found at once, whatever is looked for and sorted by."""
        self.books(6)
        rows = self.positions()
        self.assertSameAlone(rows)
        party = rows.party_id[:1]
        for domain in ([], [("party_id", "in", party.ids)], [("amount_net", ">", 0)]):
            for order in (None, "amount_net desc, id", "company_id, id"):
                found = rows.search(domain, order=order)
                with self.subTest(domain=domain, order=order):
                    self.assertPages(found, domain, order)

    def assertPages(self, found, domain, order):
        read = []
        for offset in range(0, len(found), 2):
            page = self.page(found, domain=domain, order=order, offset=offset, limit=2)
            self.assertEqual(page["length"], len(found))
            read += page["records"]
        self.assertEqual([row["id"] for row in read], found.ids)
        self.assertEqual(
            [row["amount_net"] for row in read], found.mapped("amount_net")
        )
        beyond = self.page(found, domain=domain, order=order, offset=80, limit=2)
        self.assertEqual(beyond, {"length": 0, "records": []})

    def assertSameAlone(self, rows):
        """A row read by itself says what it says in the whole list."""
        whole = {row.id: self.values(row) for row in rows.sudo()}
        for row_id, values in whole.items():
            row = self.positions(domain=[("id", "=", row_id)])
            self.assertEqual(self.values(row.sudo()), values)
        self.assertFalse(self.positions(domain=[("id", "in", [2**40])]))

    # ------------------------------------------------------------
    # What they cost
    # ------------------------------------------------------------
    def sent_by(self, work):
        """The queries of some work, as they were sent."""
        sent, cursor = [], type(self.env.cr)
        execute = cursor.execute

        def noted(cr, query, *args, **kwargs):
            sent.append(getattr(query, "code", query))
            return execute(cr, query, *args, **kwargs)

        with patch.object(cursor, "execute", noted):
            number = self.queries(work)
        return number, sent

    def test_items_are_read_once(self):
        """By the tiles; by a page of positions, and then of its customers alone."""
        self.books(8)
        home = self.transactions(user=self.controller).retrieve_dashboard
        home()
        number, sent = self.sent_by(home)
        self.assertEqual(len(self.passes(sent)), 1)
        self.assertLessEqual(number, TILES)
        rows = self.positions()
        self.page(rows, limit=1)
        number, sent = self.sent_by(lambda: self.page(rows, limit=1))
        self.assertEqual(
            ["line.partner_id = ANY" in query for query in self.passes(sent)],
            [False, True],
        )
        self.assertLessEqual(number, PAGE)

    def passes(self, sent):
        return [query for query in sent if "line.amount_residual_currency" in query]
