"""What the EU sales list is made of: base lines with a tax that has a kind, and cash
discounts that settlements gave. Read in a few queries for all companies of a run."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL

from ..sales_list.discount import split_discount
from ..sales_list.numbers import NONE, normalize
from ..sales_list.tags import PRODUCT
from ..sales_list.values import Kind, Period


class Found(NamedTuple):
    """One amount to report: of a base line, or of a discount.

    ``amount`` in cents of the company's currency, signed as a sale. ``number`` is what
    was frozen, else today's; ``number_today`` the customer's now. ``origin_date``: of
    the invoice that a credit note corrects.
    """

    source: str
    line_id: int
    move_id: int
    company_id: int
    country_id: int
    date: date
    amount: int
    kind: Kind
    number: str
    number_today: str
    partner_id: int
    is_note: bool = False
    origin_date: date | None = None
    delivery_country_id: int | None = None
    is_other_product: bool = False
    rate: float = 0.0


class TaxKind(NamedTuple):
    """What a tax means for the list."""

    kind: str
    country_id: int
    scope: str
    rate: float


class SalesLines:
    """Reads sales of some companies and all their branches.

    :param env: an environment with ``sudo()``: the caller has checked the companies
    :param roots: the companies, no branches
    """

    def __init__(self, env, roots):
        self.env, self.roots = env, roots
        branches = env["res.company"].with_context(active_test=False)
        branches = branches.search([("id", "child_of", roots.ids)])
        self.root_of = {one.id: one.root_id.id for one in branches}
        self.kinds = self._kinds()
        self.numbers = {}

    def _kinds(self):
        """Tax id -> :class:`TaxKind`, that of its part for a group of taxes."""
        Tax = self.env["account.tax"].with_context(active_test=False)
        domain = Domain("company_id", "in", [*self.root_of])
        taxes = Tax.search(domain & Domain("eu_sales_kind", "not in", [False, "none"]))
        kinds = {
            tax.id: TaxKind(
                tax.eu_sales_kind, tax.country_id.id, tax.tax_scope or "", tax.amount
            )
            for tax in taxes
        }
        groups = Tax.search(domain & Domain("children_tax_ids", "in", taxes.ids))
        for group in groups:
            part = next(tax for tax in group.children_tax_ids if tax.id in kinds)
            kinds[group.id] = kinds[part.id]
        return kinds

    # ------------------------------------------------------------
    # Base lines
    # ------------------------------------------------------------
    def sales(self, first, last):
        """The sales dated in a time, of all the companies.

        :return: list of :class:`Found`, by date and id
        """
        if not self.kinds:
            return []
        rows = self.env.execute_query(self._query(first, last))
        self.read_numbers({row[12] for row in rows} - {None})
        return [self._found(row) for row in rows]

    def _query(self, first, last):
        return SQL(
            """
            SELECT DISTINCT ON (line.date, line.id)
                   line.id, line.move_id, line.company_id, line.date, line.balance,
                   rel.account_tax_id, template.type, move.ar_eu_vat, move.move_type,
                   COALESCE(origin.date, move.date), shipping.country_id,
                   move.move_type IN ('out_refund', 'out_invoice', 'out_receipt'),
                   COALESCE(move.commercial_partner_id, partner.commercial_partner_id)
              FROM account_move_line line
              JOIN account_move_line_account_tax_rel rel
                ON rel.account_move_line_id = line.id
              JOIN account_move move ON move.id = line.move_id
         LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
         LEFT JOIN res_partner partner ON partner.id = line.partner_id
         LEFT JOIN res_partner shipping ON shipping.id = move.partner_shipping_id
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE line.parent_state = 'posted'
               AND line.company_id = ANY(%(companies)s)
               AND line.date BETWEEN %(first)s AND %(last)s
               AND rel.account_tax_id = ANY(%(taxes)s)
          ORDER BY line.date, line.id, rel.account_tax_id
            """,
            companies=[*self.root_of],
            taxes=[*self.kinds],
            first=first,
            last=last,
        )

    def _found(self, row):
        line, move, company, day, balance, tax, product, vat, move_type, origin = row[
            :10
        ]
        shipping, is_document, partner = row[10:]
        tax = self.kinds[tax]
        kind = self.kind_of(tax, product)
        today = self.numbers.get(partner, "")
        number = today if vat is None else "" if vat == NONE else vat
        is_service = product == "service"
        return Found(
            f"line,{line}",
            line,
            move,
            self.root_of[company],
            tax.country_id,
            day,
            -round(balance * 100),
            kind,
            number,
            today,
            partner,
            move_type == "out_refund",
            origin,
            shipping if is_document else None,
            bool(product) and is_service != (kind is Kind.SERVICES),
            tax.rate,
        )

    @staticmethod
    def kind_of(tax, product):
        if tax.kind != PRODUCT:
            return Kind(tax.kind)
        is_service = product == "service" or (not product and tax.scope == "service")
        return Kind.SERVICES if is_service else Kind.GOODS

    def read_numbers(self, partners):
        """Today's numbers of some partners, as they would be reported."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.id, partner.vat, country.code
                  FROM res_partner partner
             LEFT JOIN res_country country ON country.id = partner.country_id
                 WHERE partner.id = ANY(%s)
                """,
                [*partners],
            )
        )
        for partner, vat, country in rows:
            self.numbers[partner] = normalize(vat, country)

    def without_kind(self, first, last):
        """Sales of 0 % to customers with a number of another member state, whose taxes
        are not listed: company id -> list of (date, document, customer, number)."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.company_id, move.date, move.id, partner.id,
                       partner.vat, country.code
                  FROM account_move move
                  JOIN account_move_line line ON line.move_id = move.id
                  JOIN account_move_line_account_tax_rel rel
                    ON rel.account_move_line_id = line.id
                  JOIN account_tax tax ON tax.id = rel.account_tax_id
                  JOIN res_partner partner ON partner.id = move.commercial_partner_id
                  JOIN res_country country ON country.id = partner.country_id
                  JOIN res_company company ON company.id = move.company_id
                 WHERE move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND move.company_id = ANY(%(companies)s)
                   AND move.date BETWEEN %(first)s AND %(last)s
                   AND tax.amount = 0
                   AND COALESCE(tax.eu_sales_kind, 'none') = 'none'
                   AND NOT rel.account_tax_id = ANY(%(taxes)s)
                   AND country.id = ANY(%(countries)s)
                   AND country.id != company.account_fiscal_country_id
                   AND COALESCE(partner.vat, '') NOT IN ('', '/')
              ORDER BY move.date, move.id
                """,
                companies=[*self.root_of],
                taxes=[*self.kinds],
                countries=self.env["account.tax"]._ar_eu_groups().country_ids.ids,
                first=first,
                last=last,
            )
        )
        found = defaultdict(list)
        for company, day, move, partner, vat, code in rows:
            sale = (day, move, partner, normalize(vat, code))
            found[self.root_of[company]].append(sale)
        return found

    def goods_by_month(self, company, country, first, last):
        """Goods, triangular sales included, of one company in one country.

        :return: month (:class:`Period`) -> cents of the company's currency
        """
        taxes = [t for t, kind in self.kinds.items() if kind.country_id == country]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT date_trunc('month', line.date)::date, rel.account_tax_id,
                       template.type, sum(line.balance)
                  FROM account_move_line line
                  JOIN account_move_line_account_tax_rel rel
                    ON rel.account_move_line_id = line.id
             LEFT JOIN product_product product ON product.id = line.product_id
             LEFT JOIN product_template template
                    ON template.id = product.product_tmpl_id
                 WHERE line.parent_state = 'posted'
                   AND line.company_id = ANY(%(companies)s)
                   AND line.date BETWEEN %(first)s AND %(last)s
                   AND rel.account_tax_id = ANY(%(taxes)s)
              GROUP BY 1, 2, 3
                """,
                companies=[
                    one for one, root in self.root_of.items() if root == company
                ],
                taxes=taxes,
                first=first,
                last=last,
            )
        )
        goods = defaultdict(int)
        for month, tax, product, balance in rows:
            if self.kind_of(self.kinds[tax], product) is not Kind.SERVICES:
                goods[Period.of(month)] -= round(balance * 100)
        return goods

    # ------------------------------------------------------------
    # Cash discounts that settlements gave
    # ------------------------------------------------------------
    def discounts(self, first, last):
        """What cash discounts take off the sales of a time, and what undone ones give
        back: of the invoice's company, whichever company booked them.

        Not where the entry of the discount has base lines with taxes itself: those are
        sales like any others.
        """
        legs = self.env["ar.settlement.leg"].search(
            Domain("settlement_id.state", "in", ["posted", "undone"])
            & Domain("settlement_id.date_effective", "<=", last)
            & (
                Domain("discount_target", "!=", 0)
                & Domain("target_move_line_id.company_id", "in", [*self.root_of])
                | Domain("discount_source", "!=", 0)
                & Domain("source_move_line_id.company_id", "in", [*self.root_of])
            )
        )
        found = []
        for leg in legs:
            for side, item, discount in (
                ("target", leg.target_move_line_id, leg.discount_target),
                ("source", leg.source_move_line_id, leg.discount_source),
            ):
                if discount and item.company_id.id in self.root_of:
                    found += self._of_leg(leg, side, item, discount)
        return [one for one in found if first <= one.date <= last]

    def _of_leg(self, leg, side, item, discount):
        if leg.line_ids.tax_ids:
            return
        move, sign = item.move_id, -1 if item.balance > 0 else 1
        worth = discount
        if item.amount_currency:
            worth = discount * abs(item.balance / item.amount_currency)
        bases, lines = self._bases(move)
        shares = split_discount(sign * round(worth * 100), bases)
        for day, way, name in self._days(leg):
            for kind, amount in shares.items():
                if kind and amount:
                    source = f"{name},{leg.id},{side},{kind.value}"
                    line = lines[kind]
                    yield self._discount(source, item, line, kind, way * amount, day)

    def _bases(self, move):
        """Kind -> base of a document in cents, and one of its lines for each kind."""
        bases, lines = defaultdict(int), {}
        for line in move.line_ids.filtered(
            lambda one: one.display_type == "product" and not one.tax_line_id
        ):
            tax = next(
                (self.kinds[t] for t in line.tax_ids.ids if t in self.kinds), None
            )
            kind = tax and self.kind_of(tax, line.product_id.type)
            bases[kind] -= round(line.balance * 100)
            lines.setdefault(kind, (line, tax))
        return dict(bases), lines

    def _days(self, leg):
        """When the discount was given, and when it was taken back."""
        settlement = leg.settlement_id
        yield settlement.date_effective, 1, "discount"
        if settlement.state == "undone":
            entries = leg.line_ids.move_id
            negations = entries.reversal_move_ids & settlement.move_ids
            dates = negations.mapped("date")
            yield max(dates, default=settlement.date_effective), -1, "undo"

    def _discount(self, source, item, line_and_tax, kind, amount, day):
        line, tax = line_and_tax
        move = item.move_id
        partner = move.commercial_partner_id or item.partner_id.commercial_partner_id
        if partner.id not in self.numbers:
            self.read_numbers({partner.id})
        today = self.numbers.get(partner.id, "")
        vat = move.ar_eu_vat
        number = today if not vat else "" if vat == NONE else vat
        return Found(
            source,
            line.id,
            move.id,
            self.root_of[item.company_id.id],
            tax.country_id,
            day,
            amount,
            kind,
            number,
            today,
            partner.id,
        )
