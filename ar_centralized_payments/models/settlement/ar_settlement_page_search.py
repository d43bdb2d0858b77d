"""What the page *Settle Transactions* finds: customers, and open transactions, of all
companies of the user."""

from psycopg2 import DataError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import escape_psql

from ...books.given_values import Count, MaybeId, Text, checked
from ...books.open_items import BY_DUE, NUMBERED_BY
from .ar_settlement_page import PAGE_LIMIT

#: What the list can be sorted by, and how; every order ends with the id.
ORDERS = {
    "company": "company_id",
    "document": "move_name",
    "date": "date",
    "date_maturity": "date_maturity",
    "discount_until": "discount_date",
    "open": "amount_residual_currency",
}


class ArSettlementPageSearch(models.AbstractModel):
    _inherit = "ar.settlement.page"

    # ------------------------------------------------------------
    # Business: customers
    # ------------------------------------------------------------
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

    # ------------------------------------------------------------
    # Business: by number
    # ------------------------------------------------------------
    @api.model
    @checked
    def page_find(self, text: Text, partner_id: MaybeId = False, limit: Count = 20):
        """Open transactions by a number, of all companies of the user.

        Where a number is that of documents in several companies, all of them come.

        :param str text: the number, reference or payment reference of the document, or
            a part of it; documents that have exactly this come alone
        :param partner_id: only of this customer's party
        :return: list of dicts, what is to be paid first: a row of the page each, why it
            cannot be marked (``refusal``), and ``customer`` (id and name)
        """
        page = self._page_env()
        partner = page.env["res.partner"].browse(partner_id or [])
        page._check_given([{"partner_id": partner.id}])
        items = page._find_numbers([text], partner, limit)[text.strip()]
        items = items.sorted(lambda item: (item.balance or item.amount_currency) <= 0)
        today, held = fields.Date.context_today(page), page._page_held(items)
        return [
            {
                **page._page_item_row(item, today),
                "refusal": held.get(item) or page._page_refusal(item, None),
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

    # ------------------------------------------------------------
    # Business: the pages of the list
    # ------------------------------------------------------------
    @api.model
    def _open_domain(self, partner):
        """The open receivable items of these customers, in the user's companies."""
        return Domain("partner_id", "in", partner._ar_party().ids) & (
            self._open_domain_of_all()
        )

    @api.model
    def _open_domain_of_all(self):
        """The open receivable items of all customers, in the user's companies."""
        return self._open_domain_of(self.env["res.company"]._ar_user_companies())

    @api.model
    def _open_domain_of(self, companies):
        """The open receivable items of all customers, in some companies.

        ``sudo()``: companies that are not ticked; which ones, the caller has checked.
        """
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
    def _page_domain(self, place, domain, marked=()):
        """What the page lists: what is open of its customers, and what is marked of
        a customer who was taken away again."""
        partner = self.env["res.partner"].browse(place.get("partner_id") or [])
        if not partner:
            return Domain.FALSE
        partner |= partner.browse(place.get("other_partner_ids") or [])
        wanted = self._open_domain(partner)
        if marked:
            is_marked = Domain("id", "in", list(marked))
            wanted |= is_marked & self._open_domain_of_all()
        wanted &= self._page_conditions(domain)
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
