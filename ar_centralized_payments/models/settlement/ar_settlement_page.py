"""What the page *Settle Transactions* asks for: open transactions by the page, marks,
totals while the user types, the preview, and posting.

The page starts from a *place*: a dict with ``settlement_id``, or with what is to be
settled: ``payment_id`` (a draft payment), ``item_ids`` (open receivable items) or
``partner_id``. Nothing is stored before the user marks something: looking holds no
mark.
"""

from psycopg2 import DataError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import escape_psql

from ...books.access_groups import GROUP_SETTLE
from ...books.discount_book import DiscountBook
from ...books.given_fields import GivenFields
from ...books.given_values import (
    Conditions,
    Count,
    Day,
    Flag,
    Given,
    Ids,
    Key,
    Keys,
    MaybeId,
    MaybeKey,
    Place,
    Text,
    Typed,
    TypedRows,
    checked,
    mapping_of,
    one,
)
from ...books.open_items import BY_DUE, NUMBERED_BY

#: What the list can be sorted by, and how; every order ends with the id.
ORDERS = {
    "company": "company_id",
    "document": "move_name",
    "date": "date",
    "date_maturity": "date_maturity",
    "discount_until": "discount_date",
    "open": "amount_residual_currency",
}
#: What a document is, by the type of its entry.
KINDS = {
    "out_invoice": "invoice",
    "out_receipt": "invoice",
    "out_refund": "credit_note",
}
NO_DISCOUNT = {
    "discount_until": False,
    "discount": 0.0,
    "is_discount_open": False,
    "tiers": [],
    "taken": 0.0,
}
#: What is chosen in the head of the page; what is kept of it, or of a marked row.
PageHead = mapping_of(date=Day, discount_reference_date=Day)
Changed = mapping_of(**PageHead.options["kinds"], **Typed.options["kinds"])
#: How many transactions the page asks for at once, at most.
PAGE_LIMIT = 500


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
            ``starts`` (the rows that the page starts from) and the page's state
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
        items, total = page._page_found(
            page._page_domain(place, domain),
            settlement.line_ids.move_line_id.ids or marked,
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
    def page_customers(self, text: Text, limit: Count = 8):
        """Customers to choose from, of all companies of the user, one for each party.

        :param str text: of a name, an Address Book ID, or a customer account
        :return: list of dicts: ``id``, ``name``
        """
        page = self._page_env()
        partners = page.env["res.partner"]
        limit = min(limit, PAGE_LIMIT)
        pattern = escape_psql(text)
        named = partners.name_search(pattern, operator="ilike", limit=limit * 4)
        found = partners.browse([partner for partner, _name in named])
        if text:
            found |= partners.search(
                Domain("address_book_id", "=ilike", f"{pattern}%")
                | Domain("customer_account", "=ilike", f"{pattern}%"),
                limit=limit * 4,
            )
        grouped = found.grouped(lambda partner: partner._ar_party_key())
        return [
            {"id": record.id, "name": self._page_customer_name(record)}
            for record in page._page_own_records(list(grouped.values())[:limit])
        ]

    @api.model
    def _page_own_records(self, parties):
        """One record of each party: that of the current company, if it has one.

        :param list parties: records of each, as they were found
        """
        root = self.env.company.sudo().root_id
        partners = self.env["res.partner"].union(*(some[:1] for some in parties))
        whole = partners._ar_party_partners()
        return [
            some[:1]._ar_candidates(whole[some[:1]], root)[:1] or some[:1]
            for some in parties
        ]

    @api.model
    def _page_customer_name(self, partner):
        number = partner.address_book_id
        return f"{partner.display_name} ({number})" if number else partner.display_name

    @api.model
    @checked
    def page_find(self, text: Text, partner_id: MaybeId = False, limit: Count = 20):
        """Open transactions by a number, of all companies of the user.

        Where a number is that of documents in several companies, all of them come.

        :param str text: the number, reference or payment reference of the document, or
            a part of it; documents that have exactly this come alone
        :param partner_id: only of this customer's party
        :return: list of dicts: a row of the page each, and ``customer`` (id and name)
        """
        page = self._page_env()
        partner = page.env["res.partner"].browse(partner_id or [])
        page._check_given([{"partner_id": partner.id}])
        items = page._find_numbers([text], partner, limit)[text.strip()]
        today = fields.Date.context_today(page)
        return [
            {
                **page._page_item_row(item, today),
                "customer": {
                    "id": item.partner_id.id,
                    "name": page._page_customer_name(item.partner_id),
                },
            }
            for item in items
        ]

    @api.model
    def _find_numbers(self, numbers, partner=None, limit=20):
        """Number -> the open items, of all companies of the user, that it names.

        Exact numbers in one search for all; only what none of them has is looked for
        as a part of a number.
        """
        page = self._page_env()
        numbers = list(dict.fromkeys(number.strip() for number in numbers))
        domain = page._open_domain(partner) if partner else page._open_domain_of_all()
        found = page._find_exactly(numbers, domain)
        for number in numbers:
            if number and not found[number]:
                text = escape_psql(number)
                part = Domain.OR(Domain(name, "ilike", text) for name in NUMBERED_BY)
                found[number] = found[number].search(
                    domain & Domain("move_id", "any", part), order=BY_DUE, limit=limit
                )
        return found

    @api.model
    def _find_exactly(self, numbers, domain):
        """Number -> the items of a domain whose document has exactly this number, in
        one search for all."""
        found = dict.fromkeys(numbers, self.env["account.move.line"])
        known = [number for number in found if number]
        exact = Domain.OR(Domain(name, "in", known) for name in NUMBERED_BY)
        items = self.env["account.move.line"].search(
            domain & Domain("move_id", "any", exact), order=BY_DUE
        )
        for item in items:
            for number in {item.move_id[name] for name in NUMBERED_BY} & found.keys():
                found[number] |= item
        return found

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
            ``discount_reference_date``)
        :param values: ``amount``, ``discount`` (``False``: automatic again),
            ``is_primary``, ``cross_rate``
        :return: the page's state
        """
        page = self._page_env()
        settlement = page._page_settlement(place)
        settlement._check_marking()
        given = Given(self.env)
        if not key:
            settlement.write(PageHead.take(given, values))
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

    # ------------------------------------------------------------
    # Business: where the page starts
    # ------------------------------------------------------------
    @api.model
    def _page_env(self):
        """Settlements in all companies of the user, whatever the switcher shows."""
        companies = self.env["res.company"]._ar_user_companies()
        return self.browse().with_context(allowed_company_ids=companies.ids)

    @api.model
    def _page_place(self, place):
        """The place with all that it stands for; an existing draft is gone on with."""
        payment = self.env["account.payment"].browse(place.get("payment_id") or [])
        items = self.env["account.move.line"].browse(place.get("item_ids") or [])
        partner = self.env["res.partner"].browse(place.get("partner_id") or [])
        settlement = self._page_settlement(place) or self._page_going_on(payment, items)
        if settlement:
            partner = settlement.partner_id
        elif not partner:
            partner = payment.partner_id or items.partner_id[:1]
        return {
            "settlement_id": settlement.id,
            "payment_id": payment.id,
            "item_ids": items.ids,
            "partner_id": partner.id,
        }

    @api.model
    def _page_going_on(self, payment, items):
        """The draft settlement that marks what the page is to start from."""
        marks = Domain("move_line_id", "in", items.ids)
        if payment:
            marks |= Domain("payment_id", "=", payment.id)
        line = self.env["ar.settlement.line"].search(
            marks & Domain("is_marking", "=", True), limit=1
        )
        return line.settlement_id

    @api.model
    def _page_settlement(self, place):
        """The stored draft of a place, or none; all that the place names, and that
        any call may bring, is the user's to read."""
        self._check_given([self._page_vals(place)])
        settlement = self.browse(place.get("settlement_id") or [])
        if settlement:
            settlement._check_not_gone()
            settlement._check_members()
            settlement._check_state("draft")
        return settlement

    def _check_not_gone(self):
        if not self.exists():
            raise UserError(
                self.env._(
                    "This draft settlement was deleted meanwhile: nothing is marked "
                    "any more. Open the page again, and mark what is to be settled."
                )
            )

    @api.model
    def _page_vals(self, place, items=()):
        """Values of the draft that a place stands for, with some items marked."""
        subjects = dict.fromkeys([*(place.get("item_ids") or ()), *items])
        lines = [Command.create({"move_line_id": item}) for item in subjects]
        if place.get("payment_id"):
            lines.insert(0, Command.create({"payment_id": place["payment_id"]}))
        dates = ("date", "discount_reference_date")
        return {
            "partner_id": place.get("partner_id"),
            "line_ids": lines,
            **{name: place[name] for name in dates if place.get(name)},
        }

    @api.model
    def _page_create(self, place, items):
        if not place.get("partner_id"):
            raise UserError(self.env._("Choose the customer first."))
        return self.create(self._page_vals(place, self._item_ids(items)))

    @api.model
    def _page_draft(self, place):
        """The draft that a place stands for, not stored."""
        return self.new(self._page_vals(place))

    @api.model
    def _page_starts(self, place):
        """The rows of what the page starts from: always on top."""
        payment = self.env["account.payment"].browse(place.get("payment_id") or [])
        settlement = self._page_settlement(place)
        payment |= settlement.line_ids.payment_id
        items = self.env["account.move.line"].browse(place.get("item_ids") or [])
        rows = [self._page_payment_row(one) for one in payment]
        return rows + self._page_items(items, settlement, place)

    # ------------------------------------------------------------
    # Business: rows
    # ------------------------------------------------------------
    @api.model
    def _open_domain(self, partner):
        """The open receivable items of a party, in the user's companies."""
        return Domain("partner_id", "in", partner._ar_party().ids) & (
            self._open_domain_of_all()
        )

    @api.model
    def _open_domain_of_all(self):
        """The open receivable items of all customers, in the user's companies."""
        companies = self.env["res.company"]._ar_user_companies()
        is_pos = Domain.OR(
            Domain("company_id", "in", branches.ids) & Domain("account_id", "=", pos.id)
            for pos, branches in companies.sudo()
            .grouped(lambda company: company._ar_pos_receivable())
            .items()
            if pos
        )
        return (
            Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("account_id.non_trade", "=", False)
            & Domain("company_id", "in", companies.ids)
            & (
                Domain("amount_residual", "!=", 0)
                | Domain("amount_residual_currency", "!=", 0)
            )
            & ~is_pos
        )

    @api.model
    def _page_found(self, domain, *options):
        """What :meth:`_page_search` finds, by conditions that may be anything."""
        try:
            with self.env.cr.savepoint(flush=False):
                return self._page_search(domain, *options)
        except (AttributeError, KeyError, TypeError, ValueError, DataError) as error:
            raise UserError(
                self.env._("This cannot be searched for. Search for something else.")
            ) from error

    @api.model
    def _page_search(self, domain, marked, offset, limit, order, only_marked):
        """The items of one page, marked ones first, and how many there are in all."""
        Item = self.env["account.move.line"]
        found = Item.browse()
        if marked:
            found = Item.search(domain & Domain("id", "in", marked), order=order)
        items = found[offset : offset + limit]
        if only_marked:
            return items, len(found)
        others, rest = domain & Domain("id", "not in", marked), limit - len(items)
        start = max(offset - len(found), 0)
        more = (
            Item.search(others, offset=start, limit=rest, order=order) if rest else Item
        )
        if rest and not start and len(more) < rest:
            return items | more, len(found | more)
        return items | more, len(found) + Item.search_count(others)

    @api.model
    def _page_domain(self, place, domain):
        partner = self.env["res.partner"].browse(place.get("partner_id") or [])
        if not partner:
            return Domain.FALSE
        wanted = self._page_conditions(domain) & self._open_domain(partner)
        if place.get("item_ids"):
            wanted &= Domain("id", "not in", place["item_ids"])
        return wanted

    @api.model
    def _page_conditions(self, domain):
        try:
            return Domain(domain)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("This cannot be searched for. Search for something else.")
            ) from error

    @api.model
    def _page_order(self, order):
        name, *direction = (order.strip() or "date_maturity").split()
        column = ORDERS.get(name, ORDERS["date_maturity"])
        way = "desc" if direction == ["desc"] else "asc"
        return f"{column} {way}, date_maturity, date, id"

    @api.model
    def _page_items(self, items, settlement, place):
        """Rows of items: what they are, what is open, why one cannot be marked."""
        items.fetch(
            [
                "move_id", "move_name", "company_id", "date", "date_maturity",
                "balance", "currency_id", "amount_residual_currency", "discount_date",
                "amount_currency", "account_id", "ref",
            ]
        )  # fmt: skip
        today = fields.Date.context_today(self)
        discounts = self._page_discounts(items, settlement, place, today)
        holders = items._ar_marked_in()
        rows = []
        for item in items:
            holder = holders.get(item)
            if holder and holder.settlement_id == settlement:
                holder = None
            rows.append(
                {
                    **self._page_item_row(item, today),
                    **self._page_discount(discounts.get(item.id)),
                    "refusal": self._page_refusal(item, holder),
                    "holder_id": self._page_holder(holder).id,
                }
            )
        return rows

    @api.model
    def _page_item_row(self, item, today):
        move = item.move_id
        is_target = (item.balance or item.amount_currency) > 0
        payment = move.origin_payment_id
        kind = KINDS.get(move.move_type) or ("payment" if payment else "entry")
        reference = payment.memo or move.ref or move.payment_reference or ""
        due = item.date_maturity or item.date
        return {
            "key": str(item.id),
            "item_id": item.id,
            "company": item.company_id.name,
            "document": item.move_name,
            "reference": "" if reference == item.move_name else reference,
            "kind": "reimbursement" if payment and is_target else kind,
            "side": "target" if is_target else "source",
            "date": fields.Date.to_string(item.date),
            "date_maturity": fields.Date.to_string(due),
            "is_overdue": is_target and due < today,
            "currency_id": item.currency_id.id,
            "open": item.amount_residual_currency,
        }

    @api.model
    def _page_discounts(self, items, settlement, place, today):
        """What the terms offer, by ids of items: to a credit note at its own date, to
        an invoice at that of the payment, as far as it is known."""
        book = DiscountBook(self._elevated().env)
        chosen = settlement.discount_reference_date
        deciding = self._page_discount_date(settlement, place) or today
        return book.shown(
            items.with_env(book.env),
            lambda item: deciding if item.balance > 0 else chosen or item.date,
        )

    @api.model
    def _page_discount(self, shown):
        """What a row shows of its discount: the tier that the date meets, else the
        last one, as missed; and all of them."""
        if not shown:
            return NO_DISCOUNT
        tiers, met = shown["tiers"], shown["met"]
        tier = tiers[-1 if met is None else met]
        return {
            "discount_until": tier["until"],
            "discount": tier["discount"],
            "is_discount_open": met is not None,
            "tiers": tiers,
            "taken": shown["taken"],
        }

    @api.model
    def _page_payment_row(self, payment):
        """The row of a draft payment: what Odoo would book for it now."""
        is_target = payment.payment_type == "outbound"
        return {
            "key": f"payment_{payment.id}",
            "item_id": False,
            "company": payment.company_id.name,
            "document": payment.display_name,
            "reference": payment.memo or "",
            "kind": "draft_payment",
            "side": "target" if is_target else "source",
            "date": fields.Date.to_string(payment.date),
            "date_maturity": fields.Date.to_string(payment.date),
            "is_overdue": False,
            "currency_id": payment.currency_id.id,
            "open": payment.amount if is_target else -payment.amount,
            **NO_DISCOUNT,
            "refusal": "",
            "holder_id": False,
        }

    @api.model
    def _page_holder(self, holder):
        """The other draft settlement that marks a row, if the user may see it."""
        settlement = self.browse(holder and holder.settlement_id.id)
        return settlement.filtered(lambda s: s.has_access("read"))

    @api.model
    def _page_refusal(self, item, holder):
        """Why a row cannot be marked; empty where it can."""
        if holder:
            settlement = self._page_holder(holder)
            if settlement:
                return self.env._(
                    "Marked in %(settlement)s by %(user)s",
                    settlement=settlement.name,
                    user=settlement.create_uid.name,
                )
            return self.env._("Marked in another draft settlement")
        if item._ar_carries_tax():
            return self.env._("A payment whose own entry has tax cannot be settled")
        return ""

    @api.model
    def _page_discount_date(self, settlement, place):
        """The date that decides on discounts, as far as it is known before marking."""
        starts = self.env["account.move.line"].browse(place.get("item_ids") or [])
        payment = self.env["account.payment"].browse(place.get("payment_id") or [])
        sources = starts.filtered(lambda item: item.balance < 0)
        return (
            settlement.discount_reference_date
            or fields.Date.to_date(place.get("discount_reference_date"))
            or payment.date
            or sources[:1].date
        )

    # ------------------------------------------------------------
    # Business: state
    # ------------------------------------------------------------
    @api.model
    def _parse_key(self, key):
        """The field and the id that the key of a row stands for."""
        kind, _separator, number = str(key).rpartition("_")
        return ("payment_id" if kind == "payment" else "move_line_id"), int(number)

    def _page_line(self, key):
        """The line that marks a row."""
        name, number = self._parse_key(key)
        line = self.line_ids.filtered(lambda line: line[name].id == number)
        if not line:
            raise UserError(
                self.env._("This transaction is not marked any more. Mark it again.")
            )
        return line

    def _lines_of(self, items):
        wanted = set(items.ids)
        return self.line_ids.filtered(lambda line: line.move_line_id.id in wanted)

    def _page_with(self, typed):
        """This settlement with amounts that are not stored."""
        if not typed:
            return self
        record = self.new(origin=self)
        values = {self._parse_key(key): value for key, value in typed.items()}
        for line in record.line_ids:
            kind = "payment_id" if line.payment_id else "move_line_id"
            found = values.get((kind, line[kind]._origin.id or line[kind].id))
            if found:
                typed_vals = line._prepare_typed_vals(found)
                GivenFields(line).check_decimals(line, [typed_vals])
                line.update(typed_vals)
        return record

    def _page_state(self, shown):
        """Marks, amounts and totals as they are now.

        :param shown: the keys of the rows whose lines are wanted
        :return: dict: ``settlement`` (id and name, or ``False``), ``lines`` (key ->
            amounts), ``count`` of marks, ``totals``, ``entry_date``
        """
        planned = self._planned_one()
        origin = self._origin
        return {
            "settlement": bool(origin) and {"id": origin.id, "name": origin.name},
            "lines": self._page_lines(planned, shown),
            "count": len(planned.settlement.line_ids),
            "totals": self._page_totals(planned),
            "entry_date": fields.Date.to_string(planned.plan.date) or False,
        }

    @api.model
    def _page_lines(self, planned, shown):
        """Key -> what the plan settles of a marked row, in its own currency."""
        wanted, lines = set(shown), {}
        for line in planned.settlement.line_ids:
            payment, item = line.payment_id, line.move_line_id
            key = f"payment_{payment.id}" if payment else str(item.id)
            key = key.replace("NewId_", "")
            if key in wanted:
                lines[key] = {
                    **line._planned_amounts(planned.plan),
                    "amount_typed": line.is_amount_manual and line.amount_typed,
                    "is_amount_manual": line.is_amount_manual,
                    "discount_typed": line.is_discount_manual and line.discount_typed,
                    "is_discount_manual": line.is_discount_manual,
                    "is_primary": line.is_primary,
                    "use_cash_discount": line.use_cash_discount,
                    "full_settlement": line.full_settlement,
                }
        return lines

    @api.model
    def _page_totals(self, planned):
        totals = {}
        names = ("used", "left", "paid", "discount", "difference", "open")
        for line in planned.settlement.line_ids:
            currency = line.currency_id
            row = totals.setdefault(currency, dict.fromkeys(names, 0.0))
            found = line._planned_amounts(planned.plan)
            is_source = line.side == "source"
            row["used" if is_source else "paid"] += found["amount"]
            row["left" if is_source else "open"] += found["left"]
            row["discount"] += found["discount"] * (-1 if is_source else 1)
            row["difference"] += found["difference"]
        return [
            {
                "currency_id": currency.id,
                "currency": currency.name,
                **{name: currency.round(total) for name, total in row.items()},
            }
            for currency, row in totals.items()
        ]
