"""What the page *Settle Transactions* asks for: open transactions by the page, marks,
totals while the user types, the preview, and posting.

The page starts from a *place*: a dict with ``settlement_id``, or with what is to be
settled: ``payment_id`` (a draft payment), ``item_ids`` (open receivable items) or
``partner_id``. Nothing is stored before the user marks something: looking holds no
mark.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import (
    Conditions,
    Count,
    Day,
    Flag,
    Given,
    Ids,
    Key,
    Keys,
    MaybeKey,
    Place,
    Text,
    Typed,
    TypedRows,
    checked,
    mapping_of,
    one,
)

#: What is chosen in the head of the page; what is kept of it, or of a marked row.
PageHead = mapping_of(date=Day, discount_reference_date=Day, other_partner_ids=Ids)
Changed = mapping_of(**PageHead.options["kinds"], **Typed.options["kinds"])
#: How many transactions the page asks for at once, at most.
PAGE_LIMIT = 500
#: How many transactions are marked by one press, at most.
MARK_LIMIT = 5000


class ArSettlementPage(models.AbstractModel):
    """The part of a settlement that the page calls; see the top of this file."""

    _name = "ar.settlement.page"
    _description = "Page of a Settlement"

    # ------------------------------------------------------------
    # Business: marks
    # ------------------------------------------------------------
    @checked
    def mark(self, items: Ids):
        """Mark open transactions; those that this settlement marks stay as they are.

        :param items: ``account.move.line`` records, or their ids
        :return: ``True``
        :raises UserError: if another draft settlement marks one, or this is no draft
        :raises AccessError: if one is of a company that the user is no member of
        """
        one(self)
        self._check_marking()
        marked = set(self.line_ids.move_line_id.ids)
        self.env["ar.settlement.line"].create(
            [
                {"settlement_id": self.id, "move_line_id": item}
                for item in dict.fromkeys(self._item_ids(items))
                if item not in marked
            ]
        )
        return True

    @checked
    def unmark(self, items: Ids):
        """Unmark transactions; what is not marked stays so.

        :param items: ``account.move.line`` records, or their ids
        :return: ``True``
        :raises UserError: if the settlement is no draft
        :raises AccessError: without the right to settle in all its companies
        """
        one(self)
        self._check_marking()
        wanted = set(self._item_ids(items))
        lines = self.line_ids.filtered(lambda line: line.move_line_id.id in wanted)
        lines.unlink()
        return True

    @checked
    def totals(self):
        """What the marked transactions come to, for each transaction currency.

        All amounts are floats in that currency; nothing is written.

        :return: list of dicts: ``currency_id``, ``used`` and ``left`` of what pays,
            ``paid`` and ``open`` of what is paid, ``discount`` less that of credit
            notes, and ``difference``, what is written off of both
        :raises UserError: if the settlement is no draft
        """
        one(self)
        self._check_members()
        self._check_state("draft")
        return self._page_totals(self._planned_one())

    def _check_marking(self):
        self._check_group(GROUP_SETTLE)
        self._check_members()
        self._check_state("draft")

    @api.model
    def _item_ids(self, items):
        return items.ids if isinstance(items, models.BaseModel) else list(items)

    def _planned_one(self):
        """The plan of one settlement, stored or not: amounts, no entries."""
        return next(iter(self._planned().values()))

    # ------------------------------------------------------------
    # Actions: the ways to the page
    # ------------------------------------------------------------
    @checked
    def action_settle_transactions(self):
        """Open the page that marks transactions for this draft settlement."""
        one(self)
        self._check_members()
        self._check_state("draft")
        return self._page_action({"settlement_id": self.id})

    @api.model
    def _page_action(self, place):
        """The page, from a place where to start."""
        self._check_group(GROUP_SETTLE)
        action = self.env["ir.actions.client"]._for_xml_id(
            "ar_centralized_payments.action_settle_transactions"
        )
        return {**action, "params": place}

    # ------------------------------------------------------------
    # Business: calls of the page
    # ------------------------------------------------------------
    @api.model
    @checked
    def page_open(self, place: Place):
        """What the head of the page shows, for a place where to start.

        Where a draft settlement of the user's companies marks the payment or item
        already, the page goes on with that one.

        :return: dict: the ``place`` as it is from now on, ``partner`` (id and name),
            ``others`` (likewise, of each customer who is paid for as well), ``starts``
            (the rows that the page starts from) and the page's state
        """
        page = self._page_env()
        place = page._page_place(place)
        settlement = page._page_settlement(place)
        partner = page.env["res.partner"].browse(place["partner_id"])
        shown = page._page_starts(place)
        keys = [row["key"] for row in shown]
        record = settlement or page._page_draft(place)
        return {
            "place": place,
            "partner": {
                "id": partner.id,
                "name": partner.id and page._page_customer_name(partner),
            },
            "others": page._page_others(place["other_partner_ids"]),
            "search_view_id": page.env.ref(
                "ar_centralized_payments.view_open_transaction_search"
            ).id,
            "starts": shown,
            "date": fields.Date.to_string(settlement.date) or False,
            "discount_reference_date": fields.Date.to_string(
                settlement.discount_reference_date
            )
            or False,
            **record._page_state(keys),
        }

    @api.model
    @checked
    def page_rows(
        self,
        place: Place,
        domain: Conditions = (),
        offset: Count = 0,
        limit: Count = 80,
        order: Text = "",
        only_marked: Flag = False,
        marked: Ids = (),
    ):
        """One page of the customer's open transactions, of all the user's companies;
        what this settlement marks comes first.

        :param domain: what the user searches for, on ``account.move.line``
        :param str order: a column of the page, and ``desc``
        :param bool only_marked: only what this settlement marks
        :param marked: ids of items that the page marks, where nothing is stored yet
        :return: dict: ``rows``, the ``total`` number, and the ``lines`` of the marked
            ones among them
        """
        page = self._page_env()
        settlement = page._page_settlement(place)
        marked = settlement.line_ids.move_line_id.ids or marked
        items, total = page._page_found(
            page._page_domain(place, domain, marked),
            marked,
            offset,
            min(limit, PAGE_LIMIT),
            page._page_order(order),
            only_marked,
        )
        rows = page._page_items(items, settlement, place)
        lines = {}
        if settlement.line_ids & settlement._lines_of(items):
            planned = settlement._planned_one()
            lines = settlement._page_lines(planned, [row["key"] for row in rows])
        return {"rows": rows, "total": total, "lines": lines}

    @api.model
    @checked
    def page_markable(self, place: Place, domain: Conditions = (), order: Text = ""):
        """All open transactions that the user searches for and that can be marked,
        on whatever page: ``MARK_LIMIT`` of them at most.

        :return: list of ids of items, in the order of the page
        """
        page = self._page_env()
        settlement = page._page_settlement(place)
        items, _total = page._page_found(
            page._page_domain(place, domain),
            (),
            0,
            MARK_LIMIT,
            page._page_order(order),
            False,
        )
        holders = items._ar_marked_in()
        own = settlement._lines_of(items)
        return [
            item.id
            for item in items
            if (item not in holders or holders[item] in own)
            and not item._ar_carries_tax()
        ]

    @api.model
    @checked
    def page_mark(
        self, place: Place, items: Ids, shown: Keys = (), typed: TypedRows = None
    ):
        """Mark transactions, with amounts as typed; the first mark makes the draft.

        :param typed: key of the row -> ``amount`` and/or ``discount``
        :return: the page's state
        """
        page = self._page_env()
        page._check_group(GROUP_SETTLE)
        settlement = page._page_settlement(place)
        if settlement:
            settlement.mark(items)
        else:
            settlement = page._page_create(place, items)
        for key, values in (typed or {}).items():
            settlement._page_line(key).write(values)
        return settlement._page_state(shown)

    @api.model
    @checked
    def page_unmark(self, place: Place, items: Ids, shown: Keys = ()):
        """Unmark transactions; a draft left with what the page started from goes.

        :return: the page's state
        """
        page = self._page_env()
        settlement = page._page_settlement(place)
        settlement.unmark(items)
        starts = set(place.get("item_ids") or ())
        is_started = bool(starts or place.get("payment_id") or place.get("partner_id"))
        rest = settlement.line_ids.filtered(
            lambda line: not line.payment_id and line.move_line_id.id not in starts
        )
        if is_started and not rest:
            settlement.unlink()
            settlement = page._page_draft(place)
        return settlement._page_state(shown)

    @api.model
    @checked
    def page_change(
        self, place: Place, key: MaybeKey, values: Changed, shown: Keys = ()
    ):
        """Keep what the user typed or chose on a marked row, or in the page's head.

        :param key: of the row; empty for the head (``date``,
            ``discount_reference_date``, ``other_partner_ids``: the customers who are
            paid for as well)
        :param values: ``amount``, ``discount`` (``False``: automatic again),
            ``is_primary``, ``cross_rate``
        :return: the page's state
        """
        page = self._page_env()
        settlement = page._page_settlement(place)
        settlement._check_marking()
        given = Given(self.env)
        if not key:
            settlement.write(page._page_head_vals(PageHead.take(given, values)))
            return settlement._page_state(shown)
        values = Typed.take(given, values)
        line = settlement._page_line(key)
        if values.get("is_primary"):
            (settlement.line_ids - line).filtered("is_primary").is_primary = False
        line.write(values)
        return settlement._page_state(shown)

    @api.model
    @checked
    def page_totals(self, place: Place, typed: TypedRows = None, shown: Keys = ()):
        """The page's state with amounts that the user is just typing; writes nothing.

        :param typed: key of a marked row -> ``amount`` and/or ``discount``
        """
        page = self._page_env()
        settlement = page._page_settlement(place) or page._page_draft(place)
        return settlement._page_with(typed or {})._page_state(shown)

    @api.model
    @checked
    def page_preview(self, place: Place, typed: TypedRows = None):
        """The entries of all companies as they will be posted, and what is against it.

        :return: dict: ``html``, ``problems`` and the ``fingerprint`` to post with
        """
        page = self._page_env()
        settlement = page._page_settlement(place)
        if not settlement:
            return {"html": "", "problems": [], "fingerprint": False}
        record = settlement._page_with(typed or {})
        booked = next(iter(record._booked().values()))
        return {
            "html": settlement._render_preview(booked),
            "problems": booked.refusals,
            "fingerprint": booked.fingerprint,
        }

    @api.model
    @checked
    def page_post(self, place: Place, fingerprint: Text):
        """Post what the preview with this fingerprint shows, and open the result."""
        settlement = self._page_env()._page_settlement(place)
        if not settlement:
            raise UserError(
                self.env._("Nothing is marked. Mark what is to be settled.")
            )
        settlement.action_post(fingerprint)
        return settlement._get_records_action()

    @api.model
    @checked
    def page_discard(self, place: Place):
        """Unmark everything: the draft settlement goes, if it is not gone already."""
        page = self._page_env()
        if page.browse(place.get("settlement_id") or []).exists():
            page._page_settlement(place).unlink()
        return True

    @api.model
    @checked
    def page_document(self, key: Key):
        """Open the document of a row, in its company."""
        page = self._page_env()
        kind, number = page._parse_key(key)
        if kind == "payment_id":
            record = page.env["account.payment"].browse(number)
        else:
            move = page.env["account.move.line"].browse(number).move_id
            record = move.origin_payment_id or move
        record.check_access("read")
        action = record._get_records_action(context={"create": False})
        return record.company_id.with_env(self.env)._ar_open(action)
