"""The demo data: it loads into a database without it, and again into one with it."""

from odoo.modules.module import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

from . import kept_group
from .common import NAMES
from .demo_pages import PagesInLanguages

MODULE = "ar_centralized_payments"


class DemoCommon(TransactionCase):
    """The demo data in the database of the tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kept_group.make_room(cls.env, NAMES.values())
        cls.load_demo()

    @classmethod
    def load_demo(cls):
        for name in Manifest.for_addon(MODULE)["demo"]:
            convert_file(cls.env, MODULE, name, {}, mode="init", noupdate=True)
            cls.analyze()

    @classmethod
    def analyze(cls):
        """Within one transaction the database plans for empty tables: what payments
        are for invoices then takes it many seconds each time."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "ANALYZE account_move, account_move_line, account_payment,"
            " account_partial_reconcile"
        )


@tagged("post_install", "-at_install")
class TestDemo(PagesInLanguages, DemoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.env.ref(f"{MODULE}.demo_user_clerk")
        cls.settlements = cls.env["ar.settlement"].with_user(cls.clerk)

    def of_example(self, number):
        return self.settlements.search(
            [("line_ids.move_line_id.move_id.ref", "=", f"Example {number}")]
        )

    def test_some_examples_are_posted_and_some_wait(self):
        states = {number: self.of_example(number).state for number in range(1, 9)}
        posted, waiting = dict.fromkeys((1, 2, 3, 5), "posted"), (4, 6, 7)
        self.assertEqual(
            states, {**posted, **dict.fromkeys(waiting, "draft"), 8: False}
        )

    def test_what_waits_can_be_posted(self):
        for number in (4, 6, 7):
            settlement = self.of_example(number)
            self.assertFalse(settlement.problems)
            settlement.action_post()
            for item in settlement.sudo().line_ids.move_line_id:
                self.assertTrue(item.reconciled, item.move_name)

    def test_the_payment_without_a_settlement_finds_its_invoice(self):
        payment = (
            self.env["account.payment"]
            .with_user(self.clerk)
            .search([("memo", "=", "Example 8")])
        )
        place = payment.action_settle_transactions()["params"]
        page = self.env["ar.settlement"].with_user(self.clerk)
        place = page.page_open(place)["place"]
        free = [r for r in page.page_rows(place)["rows"] if not r["refusal"]]
        self.assertEqual([row["reference"] for row in free], ["Example 8"])
        state = page.page_mark(place, [row["item_id"] for row in free])
        place["settlement_id"] = state["settlement"]["id"]
        self.assertFalse(page.page_preview(place)["problems"])

    def test_an_invoice_grants_two_discounts(self):
        invoice = self.env["account.move"].search([("ref", "=", "Two tiers")])
        self.assertEqual(
            [
                (tier.percentage, str(tier.until), tier.discount)
                for tier in invoice._ar_discount_tiers()[invoice]
            ],
            [(2, "2026-03-15", 20), (1, "2026-03-24", 10)],
        )

    def test_a_sales_list_is_prepared_with_a_wrong_number(self):
        lists = self.env["ar.eu.sales.list"].with_user(self.clerk).search([])
        self.assertEqual(lists.mapped("name"), ["DE 2026-03"])
        self.assertEqual(
            [(row.number, row.kind, row.amount) for row in lists.row_ids],
            [
                ("ESB12345674", "goods", 1100.4),
                ("IT00743110157", "triangular", 750.0),
                ("SE556036079301", "services", 240.0),
            ],
        )
        [problem] = lists.problem_ids
        self.assertEqual((problem.code, problem.number), ("invalid", "ES1234567"))

    def test_a_journal_is_posted_but_for_one_line_and_one_is_open(self):
        journals = self.env["ar.payment.journal"].with_user(self.clerk).search([])
        states = {
            journal.description: journal.payment_ids.sorted("id").mapped(
                "ar_line_state"
            )
            for journal in journals
        }
        self.assertEqual(
            states,
            {
                "Checks of 20 April": ["posted", "posted", "refused"],
                "Transfers of 21 April": ["entered"] * 3,
            },
        )
        checks = journals.filtered(lambda j: j.state == "partial")
        slip = checks.payment_ids.deposit_slip_id
        self.assertEqual((len(slip.payment_ids), slip.total), (2, 770))
        problems = checks.payment_ids.filtered("ar_problem").ar_problem
        self.assertIn("no check number", problems)
        self.assertIn("no payment reference", problems)
        transfers = journals - checks
        self.assertEqual(transfers.problems(), [])
        transfers.action_post()
        self.assertEqual(transfers.state, "posted")

    def test_all_pairs_are_ready(self):
        pairs = self.env["intercompany.accounting"].with_user(self.clerk).search([])
        self.assertEqual(len(pairs), 12)
        self.assertEqual(set(pairs.mapped("readiness_state")), {"ready"})

    def test_loading_again_changes_nothing(self):
        models = (
            "account.move",
            "account.journal",
            "account.account",
            "ar.settlement",
            "ar.payment.journal",
            "account.payment",
            "ar.deposit.slip",
            "ar.cash.discount",
        )
        before = {name: self.env[name].search_count([]) for name in models}
        self.load_demo()
        after = {name: self.env[name].search_count([]) for name in models}
        self.assertEqual(before, after)
