"""Where the page *Settle Transactions* starts, and what it shows of what is marked."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...books.given_fields import GivenFields
from ...books.steps import from_steps, to_steps


class ArSettlementPageState(models.AbstractModel):
    _inherit = "ar.settlement.page"

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
        others = place.get("other_partner_ids") or []
        if settlement:
            partner = settlement.partner_id
            others = settlement.other_partner_ids.ids
        elif not partner:
            partner = payment.partner_id or items.partner_id[:1]
        return {
            "settlement_id": settlement.id,
            "payment_id": payment.id,
            "item_ids": items.ids,
            "partner_id": partner.id,
            "other_partner_ids": others,
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
        head = ("date", "discount_reference_date", "other_partner_ids")
        return {
            "partner_id": place.get("partner_id"),
            "line_ids": lines,
            **self._page_head_vals({n: place[n] for n in head if place.get(n)}),
        }

    @api.model
    def _page_head_vals(self, values):
        """What the head of the page says, as values of a settlement."""
        if "other_partner_ids" not in values:
            return values
        others = values["other_partner_ids"] or []
        return {**values, "other_partner_ids": [Command.set(others)]}

    @api.model
    def _page_others(self, others):
        """The customers who are paid for as well, with their names."""
        return [
            {"id": partner.id, "name": self._page_customer_name(partner)}
            for partner in self.env["res.partner"].browse(others)
        ]

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
        :return: dict: ``settlement`` (id and name, whose it is where that is somebody
            else, or ``False``), ``lines`` (key -> amounts), ``count`` of marks,
            ``totals``, ``entry_date``
        """
        planned = self._planned_one()
        origin = self._origin
        return {
            "settlement": bool(origin) and origin._page_named(),
            "lines": self._page_lines(planned, shown),
            "count": len(planned.settlement.line_ids),
            "totals": self._page_totals(planned),
            "entry_date": fields.Date.to_string(planned.plan.date) or False,
        }

    def _page_named(self):
        holder = self.create_uid
        is_own = holder == self.env.user
        return {
            "id": self.id,
            "name": self.name,
            "holder": "" if is_own else holder.name,
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
        """What all marks of a currency come to: added up in its steps, as they may be
        thousands, and told as amounts."""
        totals = {}
        names = ("used", "left", "paid", "discount", "difference", "open")
        settled = planned.plan.settled
        for line in planned.settlement.line_ids:
            currency, found = line.currency_id, settled.get(line._item_key())
            row = totals.setdefault(currency, dict.fromkeys(names, 0))
            is_source = line.side == "source"
            left = to_steps(line.amount_open, currency)
            if found:
                row["used" if is_source else "paid"] += found.amount
                row["discount"] += found.discount * (-1 if is_source else 1)
                row["difference"] += found.difference
                left -= found.amount + found.discount + found.difference
            row["left" if is_source else "open"] += left
        return [
            {
                "currency_id": currency.id,
                "currency": currency.name,
                **{name: from_steps(total, currency) for name, total in row.items()},
            }
            for currency, row in totals.items()
        ]
