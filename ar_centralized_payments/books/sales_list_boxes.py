"""The boxes of the tax return beside the rows of an EU sales list."""

from collections import defaultdict

from odoo.tools import SQL

from ..sales_list.tags import kind_of_tags, tags_of
from ..sales_list.values import Kind, rounded


class Reconciliation:
    """The boxes of the tax return beside the rows, by kind, and what differs."""

    def __init__(self, refresh, record, wanted, book):
        self.env, self.lines = refresh.env, refresh.lines
        self.record, self.wanted, self.book = record, wanted, book

    def rows(self):
        """A dict for each kind: all amounts in units of the list's currency."""
        if self.record.company_id.currency_id != self.record.currency_id:
            return False
        boxes = self._boxes()
        rows = [self._row(kind, boxes) for kind in Kind]
        return [row for row in rows if any(row["amounts"].values())]

    def _row(self, kind, boxes):
        own = [item for item in self.wanted.own_items if item.kind is kind]
        discounts = sum(i.amount for i in own if not str(i.source).startswith("line"))
        excluded = defaultdict(int)
        for trouble in self.wanted.troubles:
            if trouble.kind is kind and trouble.amount:
                excluded[trouble.code] += trouble.amount
        listed = [
            row for row in self.wanted.rows if row.kind is kind and row.origin is None
        ]
        exact = sum(row.new for row in listed)
        step, rounding = self.book.format.step, self.book.rounding
        filed = sum(rounded(row.new, step, rounding) * step for row in listed)
        has_box = boxes is not None
        box = boxes.get(kind, 0) if has_box else 0
        other = exact - (box - sum(excluded.values()) + discounts)
        amounts = {
            "box": box,
            **{f"excluded_{code}": -amount for code, amount in excluded.items()},
            "discounts": discounts,
            "other": other if has_box else 0,
            "exact": exact,
            "rounding": filed - exact,
            "filed": filed,
        }
        return {
            "kind": kind.value,
            "has_box": has_box,
            "amounts": {name: value / 100 for name, value in amounts.items()},
        }

    @property
    def country(self):
        return self.record.country_id.code

    def _boxes(self):
        """Kind -> what the boxes of the tax return have in the period, in cents;
        ``None`` where the country's chart is not there, or has no box for a kind."""
        names = [*tags_of(self.country)]
        tags = self.env["account.account.tag"].with_context(
            lang="en_US", active_test=False
        )
        tags = tags.search(
            [
                ("applicability", "=", "taxes"),
                ("country_id", "=", self.record.country_id.id),
                ("name", "in", names),
            ]
        )
        if not tags:
            return None
        name_of = {tag.id: tag.name for tag in tags}
        boxes = defaultdict(int)
        for ids, balance in self.env.execute_query(self._box_query(tags)):
            kind = kind_of_tags(self.country, [name_of[one] for one in ids])
            boxes[kind] -= round(balance * 100)
        return boxes

    def _box_query(self, tags):
        companies = [
            one
            for one, root in self.lines.root_of.items()
            if root == self.record.company_id.id
        ]
        return SQL(
            """
            SELECT tagged.tags, sum(tagged.balance)
              FROM (SELECT line.balance,
                           array_agg(rel.account_account_tag_id
                                     ORDER BY rel.account_account_tag_id) AS tags
                      FROM account_move_line line
                      JOIN account_account_tag_account_move_line_rel rel
                        ON rel.account_move_line_id = line.id
                     WHERE line.parent_state = 'posted'
                       AND line.company_id = ANY(%(companies)s)
                       AND line.date BETWEEN %(first)s AND %(last)s
                       AND rel.account_account_tag_id = ANY(%(tags)s)
                  GROUP BY line.id) tagged
          GROUP BY tagged.tags
            """,
            companies=companies,
            first=self.record.date_from,
            last=self.record.date_to,
            tags=tags.ids,
        )
