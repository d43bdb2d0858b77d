"""The page *Settle on Behalf*: what is open of a customer in the user's companies and
in those for which they may settle; marks that the page itself holds; preview, posting.

Nothing is stored before it is posted: no document of a company is held by a mark that
its own clerks cannot see, and a right that is withdrawn leaves nothing behind. Every
call checks all of it anew. Record rules stay as they are: what is shown of another
company is built here, name by name (:meth:`_page_row_of_other`).
"""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import hmac

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import (
    Amount,
    Conditions,
    Count,
    Day,
    Flag,
    Given,
    Keys,
    Kind,
    MaybeId,
    Text,
    checked,
    mapping_of,
    table_of,
)
from ...books.on_behalf_reasons import ReasonsOnBehalf
from ...books.settlement_book import SettlementBook
from ..settlement.ar_settlement_entries import QUIET
from ..settlement.ar_settlement_page import MARK_LIMIT, PAGE_LIMIT

#: The customer of the page, and the date of the entries, if it is chosen.
PlaceOnBehalf = mapping_of(partner_id=MaybeId, date=Day)
#: The marks that the page holds: id of the item -> what is typed on it.
MarksOnBehalf = table_of(
    Kind("key", {"is_item": True}), mapping_of(amount=Amount, discount=Amount)
)


class ArSettleOnBehalfPage(models.Model):
    _inherit = "ar.settle.on.behalf"

    # ------------------------------------------------------------
    # Business: calls of the page
    # ------------------------------------------------------------
    @api.model
    @checked
    def behalf_open(self, place: PlaceOnBehalf, marks: MarksOnBehalf = None):
        """What the head of the page shows.

        :return: dict: ``place``, ``partner`` (id and name), ``companies`` (names of
            those for which the user may settle) and the page's state
        """
        partner = self._behalf_partner(place)
        page = self._behalf_env()
        companies = self.env["res.company"]._ar_on_behalf()
        date = fields.Date.to_string(place.get("date")) or False
        return {
            "place": {"partner_id": partner.id, "date": date},
            "partner": {
                "id": partner.id,
                "name": partner.id and page._page_customer_name(partner),
            },
            "others": [],
            "companies": companies.mapped("name"),
            "search_view_id": page.env.ref(
                "ar_centralized_payments.view_settle_on_behalf_search"
            ).id,
            "starts": [],
            "date": date,
            "discount_reference_date": False,
            **self._behalf_planned(place, marks)._page_state([]),
        }

    @api.model
    @checked
    def behalf_rows(
        self,
        place: PlaceOnBehalf,
        marks: MarksOnBehalf = None,
        domain: Conditions = (),
        offset: Count = 0,
        limit: Count = 80,
        order: Text = "",
        only_marked: Flag = False,
    ):
        """One page of what is open of the customer; what is marked comes first.

        :param domain: of fields that the page shows (``SEARCHED``), on
            ``account.move.line``
        :return: dict: ``rows``, the ``total`` number, and the ``lines`` of the marked
            ones among them
        """
        settlement = self._behalf_planned(place, marks)
        items, total = self._behalf_found(
            place,
            domain,
            settlement.line_ids.move_line_id.ids,
            offset,
            min(limit, PAGE_LIMIT),
            order,
            only_marked,
        )
        rows = self._behalf_items(items, self._behalf_partner(place))
        state = settlement._page_state([row["key"] for row in rows])
        return {"rows": rows, "total": total, "lines": state["lines"]}

    @api.model
    @checked
    def behalf_markable(
        self, place: PlaceOnBehalf, domain: Conditions = (), order: Text = ""
    ):
        """The ids of all that is searched for and can be marked, on whatever page."""
        items, _total = self._behalf_found(
            place, domain, (), 0, MARK_LIMIT, order, False
        )
        rows = self._behalf_items(items, self._behalf_partner(place))
        return [row["item_id"] for row in rows if not row["refusal"]]

    @api.model
    @checked
    def behalf_state(
        self, place: PlaceOnBehalf, marks: MarksOnBehalf = None, shown: Keys = ()
    ):
        """Amounts and totals of these marks; see ``page_totals`` of settlements."""
        return self._behalf_planned(place, marks)._page_state(shown)

    @api.model
    @checked
    def behalf_preview(self, place: PlaceOnBehalf, marks: MarksOnBehalf = None):
        """The entries of the user's companies; of the others, what is settled there.

        :return: dict: ``html``, ``problems`` and the ``fingerprint`` to post with
        """
        settlement = self._behalf_planned(place, marks)
        if not settlement.line_ids:
            return {"html": "", "problems": [], "fingerprint": False}
        booked, problems = self._behalf_booked(settlement)
        return {
            "html": self._behalf_html(booked),
            "problems": problems,
            "fingerprint": self._behalf_fingerprint(settlement, booked),
        }

    @api.model
    @checked
    def behalf_post(
        self, place: PlaceOnBehalf, marks: MarksOnBehalf, fingerprint: Text
    ):
        """Post what the preview with this fingerprint shows, all of it or nothing.

        :return: dict: the ``name`` of the settlement, and an ``action`` that opens what
            was settled on behalf
        :raises AccessError: where the right for one of the companies is gone
        :raises UserError: with what may be told of every reason against it
        """
        if not marks or not fingerprint:
            raise UserError(
                self.env._("Nothing is marked. Mark what is to be settled.")
            )
        settlement = self._behalf_make(place, marks)
        settlement._lock()
        booked, problems = self._behalf_booked(settlement)
        if problems:
            raise UserError("\n".join(problems))
        if self._behalf_fingerprint(settlement, booked) != fingerprint:
            raise UserError(
                self.env._(
                    "What would be booked has changed since the preview was shown. "
                    "Nothing was booked; look at the new preview, and post again."
                )
            )
        self._work_untold(
            settlement,
            settlement._post,
            self.env._("Settled on behalf of the company by %s:", self.env.user.name),
        )
        return {"name": settlement.name, "action": self._behalf_result(settlement)}

    @api.model
    def _behalf_result(self, settlement):
        """What was settled on behalf; the settlement, where that is the user's."""
        rows = self._note(settlement)
        if not rows:
            own = self._behalf_env().browse(settlement.id)
            return own._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_settle_on_behalf"
        )
        return {**action, "domain": [("id", "in", rows.ids)]}

    # ------------------------------------------------------------
    # Business: what was checked
    # ------------------------------------------------------------
    @api.model
    def _behalf_env(self):
        """Settlements as the user, in all companies of theirs."""
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        return self.env["ar.settlement"]._page_env()

    @api.model
    def _behalf_partner(self, place):
        """The customer of the page, as the user knows them: a record of theirs."""
        partner_id = place.get("partner_id") or False
        self._check_given(
            [{"partner_id": partner_id}], self.env["ar.settlement"].browse()
        )
        return self._behalf_env().env["res.partner"].browse(partner_id or [])

    @api.model
    def _behalf_items_of(self, partner, items):
        """Marked items with ``sudo()``, after each was found either among what the user
        may read, or open in a company for which they may settle now.

        What is neither is refused in one way, whether it is settled, of others, or
        nothing at all.
        """
        wanted = Domain("id", "in", [int(key) for key in items])
        found = (
            self.env["account.move.line"]
            .sudo()
            .search(wanted & self._behalf_domain(partner))
        )
        if len(found) < len(items):
            raise AccessError(
                self.env._(
                    "Something that is marked is not open any more, or is of a company "
                    "for which you may not settle (any more). Mark anew what is to be "
                    "settled."
                )
            )
        return found

    @api.model
    def _behalf_vals(self, place, marks):
        """Values of the settlement that a page stands for; everything in it is checked:
        the customer, each item, and what is typed on it."""
        partner, marks = self._behalf_partner(place), marks or {}
        items = self._behalf_items_of(partner, marks)
        members = self.env["res.company"]._ar_member_companies()
        lines = []
        for item in items:
            typed = marks[str(item.id)]
            self._check_typed_on(item, typed, item.company_id in members)
            lines.append({"move_line_id": item.id, **typed})
        prepare = self.env["ar.settlement.line"]._prepare_typed_vals
        return {
            "partner_id": partner.id,
            "date": place.get("date") or False,
            "line_ids": [Command.create(prepare(line)) for line in lines],
        }

    @api.model
    def _check_typed_on(self, item, typed, is_own):
        """The amount is the user's to type; what a company gives away is not, but for
        one of the user's own."""
        for value in typed.values():
            Given(self.env).amount(value, item.currency_id)
        discount = typed.get("discount")
        if not is_own and discount is not None and discount is not False:
            raise UserError(
                self.env._(
                    "%(document)s: on behalf of another company, the cash discount is "
                    "what its terms give. Leave the discount empty.",
                    document=item.move_name,
                )
            )

    @api.model
    def _behalf_planned(self, place, marks):
        """The settlement in memory that a page stands for; amounts of it may be told.

        As the superuser: records in memory are computed for nobody who may not read
        what they stand on (``ar.guarded.values``). All of it was checked before, by
        :meth:`_behalf_vals`; ``sudo()`` for nothing else.
        """
        values = self._behalf_vals(place, marks)
        settlements = self.env["ar.settlement"].sudo().with_user(SUPERUSER_ID)
        return settlements.new(values)

    @api.model
    def _behalf_make(self, place, marks):
        """The stored settlement, with the rights of the engine in all its companies.

        ``sudo()``: the user may not read it, then or later; all of it was checked
        before. Nobody follows it by that.
        """
        values = self._behalf_vals(place, marks)
        items = [{"move_line_id": int(key)} for key in marks]
        self.env["ar.settlement.line"]._check_not_marked(items)
        settlements = self.env["ar.settlement"].sudo().with_context(**QUIET)
        settlement = settlements.create(values)
        return settlement.with_env(self.env(su=True))._elevated()

    @api.model
    def _behalf_fingerprint(self, settlement, booked):
        """Tells one plan from another, and nothing of what is in it: without the
        database's secret, values and accounts of others could be guessed from it."""
        return hmac(settlement.env, "ar_settle_on_behalf", booked.fingerprint)

    @api.model
    def _behalf_booked(self, settlement):
        """What would be booked, and the reasons against it that may be told.

        :param settlement: in memory or stored, of :meth:`_behalf_planned` or
            :meth:`_behalf_make`
        :return: the plan as :class:`Booked`, and a list of texts
        """
        book = SettlementBook(settlement._elevated())
        booked = next(iter(book.booked().values()))
        members = self.env["res.company"]._ar_member_companies()
        reasons = ReasonsOnBehalf(book, booked, members)
        rest = [] if reasons.is_all_told else [self._untold_text()]
        return booked, [*reasons.told(), *rest]
