"""What the page *Settle on Behalf* finds and shows: of the user's companies all, and of
those for which they settle what is named here."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount

from ...books.steps import from_steps
from ..settlement.ar_settlement_page_rows import NO_DISCOUNT

#: The only fields that may be searched by: what the page shows of every row.
SEARCHED = frozenset(
    {
        *("move_name", "company_id", "company_id.name", "date", "date_maturity"),
        *("discount_date", "currency_id", "amount_residual_currency"),
    }
)
#: The only operators: none of them looks into another record.
OPERATORS = frozenset(
    {
        *("=", "!=", "<", "<=", ">", ">=", "in", "not in"),
        *("like", "not like", "ilike", "not ilike", "=like", "=ilike"),
    }
)


class ArSettleOnBehalfRows(models.Model):
    _inherit = "ar.settle.on.behalf"

    # ------------------------------------------------------------
    # Business: what is found
    # ------------------------------------------------------------
    @api.model
    def _behalf_domain(self, partner):
        """What is open of a customer: what the user may read, and what is open in the
        companies for which they may settle now.

        ``sudo()`` for the party's records in these companies: what is open tells none
        of their names.
        """
        if not partner:
            return Domain.FALSE
        page = self._behalf_env()
        own = page.env["account.move.line"]._search(page._open_domain(partner))
        companies = self.env["res.company"]._ar_on_behalf()
        party = partner.sudo()._ar_party()
        return Domain("id", "in", own) | (
            Domain("partner_id", "in", party.ids) & page._open_domain_of(companies)
        )

    @api.model
    def _behalf_found(self, place, domain, marked, offset, limit, order, only_marked):
        """The items of one page with ``sudo()``, and how many there are in all; each is
        the user's to read, or open in a company for which they may settle."""
        page = self._behalf_env()
        wanted = self._behalf_domain(self._behalf_partner(place))
        wanted &= self._behalf_conditions(domain)
        return page.sudo()._page_found(
            wanted, marked, offset, limit, page._page_order(order), only_marked
        )

    @api.model
    def _behalf_conditions(self, domain):
        """What the user searches for, of what the page shows: conditions on anything
        else would tell of it by what they find."""
        conditions = self.env["ar.settlement"]._page_conditions(domain)
        for condition in conditions.iter_conditions():
            if not self._is_searched(condition):
                raise UserError(
                    self.env._(
                        "This cannot be searched for on behalf of other companies. "
                        "Search for a number, a company, a date, an open amount or a "
                        "currency."
                    )
                )
        return conditions

    @api.model
    def _is_searched(self, condition):
        name = getattr(condition, "field_expr", None)
        value = getattr(condition, "value", None)
        values = value if isinstance(value, list | tuple | set | frozenset) else [value]
        return (
            name in SEARCHED
            and condition.operator in OPERATORS
            and all(isinstance(v, str | int | float | None) for v in values)
        )

    # ------------------------------------------------------------
    # Business: rows
    # ------------------------------------------------------------
    @api.model
    def _behalf_items(self, items, partner):
        """Rows, in the order of the items: the user's own as *Settle Transactions*
        shows them, read as the user; those of other companies narrow."""
        page = self._behalf_env()
        members = self.env["res.company"]._ar_member_companies()
        own = items.filtered(lambda item: item.company_id in members)
        rows = page._page_items(own.with_env(page.env), page, {})
        rows += self._behalf_rows_of_others(items - own, partner)
        known = {row["item_id"]: row for row in rows}
        return [known[item.id] for item in items]

    @api.model
    def _behalf_rows_of_others(self, items, partner):
        """The one place where anything is told of a document of a company for which
        the user settles: its number, dates, open amount, discount and its date.

        The customer is named as the user knows them; who holds a mark is not named.
        """
        page, today = self._behalf_env(), fields.Date.context_today(self)
        discounts = page._page_discounts(items, page, {}, today)
        held = items._ar_marked_in()
        name = partner.display_name
        return [
            {
                **self._page_row_of_other(item, today),
                **self._behalf_discount(page, discounts.get(item.id)),
                "partner": name,
                "refusal": self._behalf_refusal(item, item in held),
            }
            for item in items
        ]

    @api.model
    def _page_row_of_other(self, item, today):
        is_target = (item.balance or item.amount_currency) > 0
        due = item.date_maturity or item.date
        return {
            "key": str(item.id),
            "item_id": item.id,
            "company": item.company_id.name,
            "document": item.move_name,
            "reference": "",
            "kind": "on_behalf",
            "side": "target" if is_target else "source",
            "date": fields.Date.to_string(item.date),
            "date_maturity": fields.Date.to_string(due),
            "is_overdue": is_target and due < today,
            "currency_id": item.currency_id.id,
            "open": item.amount_residual_currency,
            "salesperson": "",
            "means": "",
            "holder_id": False,
        }

    @api.model
    def _behalf_discount(self, page, shown):
        """The discount that the date meets, and its date; nothing of the terms, nor of
        what was taken before."""
        found = page._page_discount(shown)
        names = ("discount_until", "discount", "is_discount_open")
        return {**NO_DISCOUNT, **{name: found[name] for name in names}}

    @api.model
    def _behalf_refusal(self, item, is_held):
        if is_held:
            return self.env._("Marked in another draft settlement")
        if item._ar_carries_tax():
            return self.env._("This one cannot be settled here")
        return ""

    # ------------------------------------------------------------
    # Business: the preview
    # ------------------------------------------------------------
    @api.model
    def _behalf_html(self, booked):
        """The entries of the user's companies, and what is settled in the others."""
        page = self._behalf_env()
        members = self.env["res.company"]._ar_member_companies()
        blocks = [
            page._prepare_block(
                page.env["res.company"].browse(branch),
                move["date"],
                [values for _command, _id, values in move["line_ids"]],
            )
            for branch, move in booked.moves.items()
            if branch in members.ids
        ]
        others = booked.settlement.line_ids.filtered(
            lambda line: (
                line.company_id.id not in members.ids
                and self._behalf_settled(booked, line)
            )
        )
        return page._render_entries(blocks) + self.env["ir.qweb"]._render(
            "ar_centralized_payments.settle_on_behalf_preview",
            {"companies": self._behalf_blocks(booked, others)},
        )

    @api.model
    def _behalf_blocks(self, booked, lines):
        """Of each company for which the user settles: what is settled, of what."""
        return [
            {
                "company": company.name,
                "rows": [self._behalf_cells(booked, line) for line in some],
            }
            for company, some in lines.grouped("company_id").items()
        ]

    @api.model
    def _behalf_cells(self, booked, line):
        cells = {
            name: format_amount(
                self.env, from_steps(steps, line.currency_id), line.currency_id
            )
            for name, steps in self._behalf_settled(booked, line).items()
        }
        return {"document": line.document, **cells}

    @api.model
    def _behalf_settled(self, booked, line):
        """What a plan settles of a document, in steps of its currency; empty for
        nothing."""
        settled = booked.plan.settled.get(line._item_key())
        found = {
            name: getattr(settled, name, 0)
            for name in ("amount", "discount", "difference")
        }
        return found if any(found.values()) else {}
