"""What documents booked beside their receivable: base lines and tax.

A discount that reduces the tax corrects them as they are booked, and what is booked
on profit and loss follows their analytic distributions (accounting section 4, *Cash
discount* and *The entries*). Plain Python, with a fixed number of queries for many
documents.
"""

from collections import defaultdict
from fractions import Fraction

from odoo.fields import Domain
from odoo.tools import SQL, frozendict

from ..settlement.parts import correction
from ..settlement.values import DiscountPart, Portion
from .steps import to_steps

#: Lines that are base of a document, if they are no tax: what is sold, and rounding.
BASE_TYPES = ("product", "rounding")

FIELDS = (
    "move_id", "account_id", "amount_currency", "tax_ids", "tax_tag_ids",
    "tax_repartition_line_id", "group_tax_id", "analytic_distribution",
)  # fmt: skip

#: What a base line has that no line has: where a document is tax alone.
NO_BASE = frozendict(tax_ids=(), tax_tag_ids=(), analytic_distribution=None)


def analytic_key(distribution):
    """An analytic distribution as the core knows it."""
    return tuple(sorted(distribution.items())) if distribution else None


class BookedLines:
    """Reads the base and tax lines of receivable items, which come with ``sudo()``.

    They are read for all items that may be asked for, at once.

    :param items: receivable items; what belongs to no invoice, receipt or credit note
        has no base
    """

    def __init__(self, items):
        self.env = items.env
        #: key of a part -> the values of the line that corrects it
        self.values = {}
        moves = items.move_id.filtered(lambda m: m.is_invoice(include_receipts=True))
        self._correcting = moves.filtered(self._reduces_tax)
        self._lines = self._read(moves)
        self._shared = self._shared_accounts()
        self._mirrors = {}
        self._groups = {}

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------
    @staticmethod
    def _reduces_tax(move):
        term = move.invoice_payment_term_id
        is_included = term.early_pay_discount_computation == "included"
        return term.early_discount and is_included

    def _read(self, moves):
        """The lines of documents that have a use for them: move -> lines."""
        none = self.env["account.move.line"]
        moves = self._correcting | self._with_analytic(moves)
        found = defaultdict(lambda: none)
        if moves:
            wanted = Domain("tax_repartition_line_id", "!=", False) | Domain(
                "display_type", "in", BASE_TYPES
            )
            wanted &= Domain("move_id", "in", moves.ids)
            lines = none.search_fetch(wanted, FIELDS, order="id")
            found.update(lines.grouped("move_id"))
        return found

    def _with_analytic(self, moves):
        """Those documents that have an analytic distribution on any base line."""
        is_given = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IS NOT NULL",
                model._field_to_sql(alias, "analytic_distribution", query),
            )
        )
        domain = Domain("move_id", "in", moves.ids) & is_given
        domain &= Domain("display_type", "in", BASE_TYPES)
        groups = self.env["account.move.line"]._read_group(domain, ["move_id"])
        return moves.browse([move.id for [move] in groups])

    def _shared_accounts(self):
        """The analytic accounts of these lines that every company may use."""
        ids = {
            int(number)
            for lines in self._lines.values()
            for line in lines
            for key in line.analytic_distribution or ()
            for number in key.split(",")
        }
        accounts = self.env["account.analytic.account"].browse(ids).exists()
        return set(accounts.filtered(lambda account: not account.company_id).ids)

    # ------------------------------------------------------------
    # Analytic distributions
    # ------------------------------------------------------------
    def portions(self, item):
        """How the base lines of an item's document are spread over analytic
        distributions: :class:`Portion` of each; none where they have none."""
        weights = defaultdict(int)
        for line in self._base_lines(item):
            weights[analytic_key(line.analytic_distribution)] += weight(item, line)
        if not any(weights):
            return ()
        return tuple(self._portion(key, found) for key, found in weights.items())

    def _portion(self, key, found):
        """``shared``: of another company's analytic accounts nothing can be booked."""
        shared = tuple(
            (ids, share)
            for ids, share in key or ()
            if self._shared.issuperset(map(int, ids.split(",")))
        )
        return Portion(key, shared or None, found)

    def _base_lines(self, item):
        lines = self._lines[item.move_id]
        return lines.filtered(lambda line: not line.tax_repartition_line_id)

    # ------------------------------------------------------------
    # What corrects base and tax
    # ------------------------------------------------------------
    def parts(self, item, discount, percentage):
        """The parts of a whole discount on an item, if it corrects base and tax.

        Per account, repartition, tags and analytic distribution of the whole document.
        A fixed tax is none of the price: a discount leaves it, as Odoo's does.

        :param int discount: D of the tier, in steps of the item's currency
        :param float percentage: of the tier: 2.0
        :return: tuple of :class:`DiscountPart`, which make ``discount``; empty, where
            nothing is taxed
        """
        if item.move_id not in self._correcting:
            return ()
        if item not in self._groups:
            self._groups[item] = self._grouped(item)
        taxes, bases = self._groups[item]
        if not taxes and not any(values["tax_ids"] for values, _weight in bases):
            return ()
        amounts = correction(
            discount,
            Fraction(str(percentage)) / 100,
            [found for _values, found in taxes],
            [found for _values, found in bases],
        )
        return tuple(
            self._part(item, place, values, amount, is_tax)
            for place, ((values, _weight), amount, is_tax) in enumerate(
                [
                    *((*pair, True) for pair in zip(taxes, amounts[0], strict=True)),
                    *((*pair, False) for pair in zip(bases, amounts[1], strict=True)),
                ]
            )
        )

    def _part(self, item, place, values, amount, is_tax):
        key = (item.id, place)
        self.values[key] = values
        portions = ()
        if not is_tax:
            analytic = analytic_key(values["analytic_distribution"])
            portions = (self._portion(analytic, 1),)
        return DiscountPart(key, amount, is_tax, portions)

    def _grouped(self, item):
        """Tax lines and base lines that are corrected together: (values of the line
        that corrects them, what is booked) of each."""
        taxes, bases = defaultdict(int), defaultdict(int)
        groups = {}
        for line in self._lines[item.move_id]:
            repartition = line.tax_repartition_line_id
            if not repartition:
                bases[self._base_values(line)] += weight(item, line)
            elif repartition.tax_id.amount_type != "fixed":
                values = self._tax_values(line)
                groups[values] = groups.get(values) or line.group_tax_id.id
                taxes[values] += weight(item, line)
        rows = [
            (frozendict(values, group_tax_id=groups[values]), found)
            for values, found in taxes.items()
        ]
        return rows, [*bases.items()] or [(NO_BASE, 0)]

    def _base_values(self, line):
        """Taxes, tags and analytic distribution of what corrects a base line."""
        taxes = line.tax_ids
        price = taxes.filtered(lambda tax: tax.amount_type != "fixed")
        is_refund = line.move_id.move_type == "out_refund"
        tags = self._mirrored_tags(
            line,
            self._base_tags(taxes, is_refund),
            self._base_tags(price, not is_refund),
        )
        return frozendict(
            tax_ids=tuple(price.ids),
            tax_tag_ids=tuple(tags.ids),
            analytic_distribution=self._frozen(line),
        )

    def _tax_values(self, line):
        """Account, repartition, tags and so on of what corrects a tax line: those of
        the mirrored repartition, with what was changed on the document."""
        own = line.tax_repartition_line_id
        other = self._mirror(own)
        is_refund = own.document_type == "refund"
        account = line.account_id
        if account == own.account_id:
            account = other.account_id or account
        tags = self._mirrored_tags(
            line,
            own.tag_ids | self._base_tags(line.tax_ids, is_refund),
            other.tag_ids | self._base_tags(line.tax_ids, not is_refund),
        )
        return frozendict(
            account_id=account.id,
            tax_repartition_line_id=other.id,
            tax_ids=tuple(line.tax_ids.ids),
            tax_tag_ids=tuple(tags.ids),
            analytic_distribution=self._frozen(line),
        )

    @staticmethod
    def _frozen(line):
        distribution = line.analytic_distribution
        return frozendict(distribution) if distribution else None

    def _mirror(self, repartition):
        """What an invoice's repartition is on credit notes, and the other way round:
        Odoo keeps both lists alike."""
        if repartition not in self._mirrors:
            tax = repartition.tax_id
            on_invoice = tax.invoice_repartition_line_ids
            on_refund = tax.refund_repartition_line_ids
            self._mirrors.update(zip(on_invoice, on_refund, strict=True))
            self._mirrors.update(zip(on_refund, on_invoice, strict=True))
        return self._mirrors[repartition]

    @staticmethod
    def _base_tags(taxes, is_refund):
        return taxes.flatten_taxes_hierarchy().get_tax_tags(is_refund, "base")

    @staticmethod
    def _mirrored_tags(line, own, other):
        """The tags of a correction: the mirrored ones in place of those that the taxes
        gave the line. What else the line has stays, and what was taken off it by hand
        does not come back."""
        tags = line.tax_tag_ids
        return tags if own and not own & tags else (tags - own) | other


def weight(item, line):
    """What a line is of an item's document, in steps of its currency: positive as the
    document's total is."""
    sign = -1 if item.amount_currency > 0 else 1
    return to_steps(sign * line.amount_currency, item.currency_id)
