"""What the engine does many at once is to the last column what Odoo makes of the same,
one after the other: random scenarios, posted and undone both ways.

``AR_SCENARIOS`` says how many of them, as ``scripts/test`` passes it on.
"""

import os
import random
from contextlib import ExitStack
from unittest.mock import patch

from odoo.tests import tagged

from ...books.quick_rows import QUICK, create_rows, is_quick
from ...books.whole_items import WholeItems
from ...models.account import matched_items
from ...models.settlement import ar_quick_rows
from .test_auditor import TestAuditor as Auditor

SCENARIOS = int(os.environ.get("AR_SCENARIOS", "6"))
#: What is compared: with all their columns but those that differ by chance.
MODELS = (
    "account.payment.term",
    "account.payment.term.line",
    "account.move",
    "account.move.line",
    "account.payment",
    "account.partial.reconcile",
    "account.full.reconcile",
    "ar.settlement",
    "ar.settlement.line",
    "ar.settlement.leg",
    "ar.settlement.mirror",
    "mail.message",
    "mail.tracking.value",
)
BY_CHANCE = {"access_token", "message_id"}


class Fingerprint:
    """Everything that was made since, each id as how many-th of its kind it is."""

    def __init__(self, env):
        self.env = env
        self.last = {name: self.highest(name) for name in MODELS}

    def highest(self, name):
        self.env.flush_all()
        table = self.env[name]._table
        self.env.cr.execute(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"')
        return self.env.cr.fetchone()[0]

    def rows(self):
        """Model -> its new rows, in the order in which they were made."""
        self.env.flush_all()
        found = {name: self.columns(name) for name in MODELS}
        ranks = {
            name: {row["id"]: rank for rank, row in enumerate(rows)}
            for name, rows in found.items()
        }
        return {
            name: [self.plain(name, row, ranks) for row in rows]
            for name, rows in found.items()
        }

    def columns(self, name):
        self.env.cr.execute(
            f'SELECT * FROM "{self.env[name]._table}" WHERE id > %s ORDER BY id',
            [self.last[name]],
        )
        return self.env.cr.dictfetchall()

    def plain(self, name, row, ranks):
        """A row without ids that another run has not."""
        fields = self.env[name]._fields
        plain = {}
        for column, value in row.items():
            if column in BY_CHANCE:
                continue
            kind = fields[column].comodel_name if column in fields else None
            if column == "id":
                kind = name
            if column == "res_id":
                kind = row["model"]
            plain[column] = self.ranked(ranks.get(kind, {}), value)
        if plain.get("matching_number"):
            plain["matching_number"] = self.group(plain["matching_number"], ranks)
        return plain

    @staticmethod
    def ranked(ranks, value):
        is_new = isinstance(value, int) and value in ranks
        return ("new", ranks[value]) if is_new else value

    def group(self, number, ranks):
        """A group of items: settled in full, or in part."""
        kind = "partial" if number.startswith("P") else "full"
        known = ranks[f"account.{kind}.reconcile"]
        return (kind, self.ranked(known, int(number.lstrip("P"))))


@tagged("post_install", "-at_install")
class TestShortcuts(Auditor):
    test_random_scenarios = None

    def made(self, seed, is_quick):
        """What a scenario made, by the engine's ways or by Odoo's own."""
        savepoint = self.cr.savepoint()
        fingerprint = Fingerprint(self.env)
        with ExitStack() as ways:
            if not is_quick:
                self.take_odoos_ways(ways)
            legs = self.run_scenario(random.Random(seed))
        rows = fingerprint.rows()
        savepoint.close(rollback=True)
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        return legs, rows

    def take_odoos_ways(self, ways):
        for place, name, way in (
            (ar_quick_rows, "is_quick", lambda model: False),
            (matched_items, "_is_matching", lambda env: False),
            (matched_items, "_is_settled", lambda env: False),
            (WholeItems, "complete", lambda items, vals: ()),
        ):
            ways.enter_context(patch.object(place, name, way))

    def test_another_addon_that_makes_records_its_own_way_does_so(self):
        items = self.env["account.move.line"]
        self.assertEqual(create_rows(lambda data: data[::-1], items, [1, 2]), [2, 1])

    def test_nobody_but_the_engine_asks_for_it(self):
        items = self.env["account.move.line"].with_context(**{QUICK: True})
        self.assertTrue(is_quick(items.sudo()))
        self.assertFalse(is_quick(items.with_user(self.clerk)))

    def test_random_scenarios_both_ways(self):
        seed = random.SystemRandom().randrange(10**6)
        legs = 0
        for number in range(SCENARIOS):
            with self.subTest(seed=seed, number=number):
                quick, odoos = (
                    self.made(f"{seed}-{number}", is_quick)
                    for is_quick in (True, False)
                )
                self.assertEqual(quick[0], odoos[0])
                for name in MODELS:
                    self.assertEqual(len(quick[1][name]), len(odoos[1][name]), name)
                    for ours, theirs in zip(
                        quick[1][name], odoos[1][name], strict=True
                    ):
                        self.assertEqual(ours, theirs, name)
                legs += quick[0]
        self.assertGreaterEqual(legs, SCENARIOS)
