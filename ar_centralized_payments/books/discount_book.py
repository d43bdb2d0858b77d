"""The cash discounts of documents, as the planner knows them (accounting section 6).

Tiers of the payment term, what settlements and payments took of each before, and the
company's options. Plain Python, with a fixed number of queries for many documents.
"""

from collections import defaultdict

from ..settlement.discount import available, tier_met
from ..settlement.values import Discount, Tier, Use
from .steps import from_steps, to_steps


class DiscountBook:
    """Reads the discounts of receivable items, which come with ``sudo()``."""

    def __init__(self, env):
        self.env = env
        #: key of a tier -> the tier of the payment term, which knows its account
        self.tiers = {}

    def discounts(self, items, booked=None):
        """The discount of each invoice line or credit note line that has tiers.

        :param items: receivable items, open ones count
        :param BookedLines booked: the lines of their documents, for what corrects base
            and tax; not needed to show what is left
        :return: item -> :class:`Discount`
        """
        items = items.filtered(
            lambda item: (
                not item.reconciled
                and item.move_id.move_type
                in ("out_invoice", "out_receipt", "out_refund")
            )
        )
        tiers = items.move_id._ar_discount_tiers(items)
        items = items.filtered(lambda item: tiers.get(item.move_id))
        inside, given = self._history(items, tiers)
        return {
            item: self._discount(
                item, tiers[item.move_id], inside[item], given[item], booked
            )
            for item in items
        }

    def shown(self, items, deciding):
        """What the terms offer for items, as a page shows it.

        :param deciding: item -> the date that decides, as far as it is known
        :return: id of the item -> dict: ``tiers`` (list of ``until``, ``percentage``,
            ``discount`` that is left and the amount ``to_pay``), ``taken`` before, and
            the place of the tier that the date meets, ``met`` (``None``: none). Amounts
            are floats in the item's currency.
        """
        return {
            item.id: self._shown(item, discount, deciding(item))
            for item, discount in self.discounts(items).items()
        }

    def _shown(self, item, discount, on):
        currency = item.currency_id
        open_amount = abs(item.amount_residual_currency)
        rows = []
        for place, tier in enumerate(discount.tiers):
            left = from_steps(available(discount, place, 0), currency)
            rows.append(
                {
                    "until": tier.until.isoformat(),
                    "percentage": self._percentages[item.move_id][place],
                    "discount": left,
                    "to_pay": currency.round(open_amount - left),
                }
            )
        taken = sum(tier.given for tier in discount.tiers)
        return {
            "tiers": rows,
            "taken": from_steps(taken, currency),
            "met": tier_met(discount, Use.NORMAL, on),
        }

    # ------------------------------------------------------------
    # What was taken before
    # ------------------------------------------------------------
    def _history(self, items, tiers):
        """Per item and place of a tier: what was settled in it, and what it gave.

        What is paid in time counts inside also where it earned nothing; what a credit
        note took counts only where the note gave a discount itself. In the item's
        currency.
        """
        inside = defaultdict(lambda: defaultdict(float))
        given = defaultdict(lambda: defaultdict(float))
        self._percentages = {
            move: [tier.percentage for tier in some] for move, some in tiers.items()
        }
        Leg = self.env["ar.settlement.leg"]
        legs = Leg.search(
            [
                ("settlement_id.state", "=", "posted"),
                "|",
                ("target_move_line_id", "in", items.ids),
                ("source_move_line_id", "in", items.ids),
            ]
        )
        for leg in legs:
            for item, place, amount, discount in leg._discount_takes():
                if place is not None:
                    inside[item][place] += amount + discount
                    given[item][place] += discount
        for partial in items.matched_credit_ids - legs.direct_partial_id:
            item, other = partial.debit_move_id, partial.credit_move_id
            if (
                other.move_id.ar_settlement_ids
                or other.move_id.move_type == "out_refund"
            ):
                continue
            met = (
                n for n, t in enumerate(tiers[item.move_id]) if other.date <= t.until
            )
            place = next(met, None)
            if place is not None:
                inside[item][place] += partial.debit_amount_currency
        return inside, given

    # ------------------------------------------------------------
    # Values for the planner
    # ------------------------------------------------------------
    def _discount(self, item, tiers, inside, given, booked):
        currency, company = item.currency_id, item.company_id.root_id
        total = abs(to_steps(item.amount_currency, currency))
        settled = total - abs(to_steps(item.amount_residual_currency, currency))
        is_note = item.move_id.move_type == "out_refund"
        return Discount(
            total,
            tuple(
                Tier(
                    amount=to_steps(tier.discount, currency),
                    until=tier.until,
                    account=self._account_key(tier),
                    outside=settled - to_steps(inside[place], currency),
                    given=to_steps(given[place], currency),
                    parts=self._parts(item, tier, booked),
                )
                for place, tier in enumerate(tiers)
            ),
            partial=company.ar_discount_partial_payments,
            is_enabled=not is_note or company.ar_discount_credit_notes,
        )

    @staticmethod
    def _parts(item, tier, booked):
        """What corrects base and tax, where the discount reduces the tax."""
        if booked is None:
            return ()
        amount = to_steps(tier.discount, item.currency_id)
        return booked.parts(item, amount, tier.percentage)

    def _account_key(self, tier):
        """The key of a tier, by which its own account is found in any company."""
        key = (tier.term.id, tier.tier.id, tier.percentage)
        self.tiers[key] = tier
        return key

    def account(self, key, company):
        """The account that a tier names in the company that bears the discount."""
        accounts = self.env["account.account"]
        return accounts.browse((key and self.tiers[key].account_for(company)) or [])
