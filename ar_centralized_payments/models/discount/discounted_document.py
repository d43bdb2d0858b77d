"""The cash discounts of invoices, receipts and credit notes (accounting section 6)."""

from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, frozendict
from odoo.tools.misc import formatLang
from odoo.tools.sql import column_exists, create_column


@dataclass(frozen=True)
class DiscountTier:
    """One tier of cash discount on one document, as the whole document earns it."""

    #: of the payment terms: 2.0
    percentage: float
    #: the last day on which it is granted
    until: date
    #: the whole discount on the document's total, positive, in its currency
    discount: float
    #: the same in the company's own currency, at the document's booked rate
    balance: float
    #: ``account.payment.term``
    term: object
    #: ``ar.cash.discount``; empty: tier one, or a tier that was deleted since
    tier: object
    is_first: bool

    def account_for(self, company):
        """The account that the terms name for this discount.

        ``sudo()``: a branch books on the accounts of its root, of which the user may
        be no member. Only the id is returned, and only of the company asked for.

        :param company: ``res.company`` that bears the discount
        :return: id of the account, or False: the company's own for early payment
            discounts
        """
        record, name = self.tier, "account_id"
        if self.is_first:
            record, name = self.term, "cash_discount_account_id"
        for own in (company, company.sudo().root_id):
            account = record.sudo().with_company(own)[name]
            if account:
                return account.id
        return False


class DiscountedDocument(models.AbstractModel):
    """What a document says of its cash discounts; a part of ``account.move``."""

    _name = "ar.discounted.document"
    _description = "Document with Cash Discounts"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_discount_offers = fields.Json(
        string="Cash Discounts Granted",
        compute="_compute_ar_discount_offers",
        store=True,
        copy=False,
        help="The cash discounts of the payment terms as they were when the document "
        "was posted. Changing the terms later does not change them.",
    )
    cash_discount_text = fields.Char(
        string="Cash Discounts",
        compute="_compute_cash_discount_text",
        help="What is to be paid by which date, as long as nothing has been paid.",
    )

    def _auto_init(self):
        """Add the column empty: documents posted before have what Odoo keeps, and to
        compute that for each of them would take long where there are many."""
        if not column_exists(self.env.cr, "account_move", "ar_discount_offers"):
            create_column(self.env.cr, "account_move", "ar_discount_offers", "jsonb")
        return super()._auto_init()

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("state")
    def _compute_ar_discount_offers(self):
        """Keep what the terms grant when the document is posted, for good: of what
        it depends on, only the state is watched."""
        for move in self:
            kept = move.ar_discount_offers or False
            if move.state == "posted" and move.is_invoice(include_receipts=True):
                kept = move._ar_offers_to_keep(kept)
            move.ar_discount_offers = kept

    @api.model
    def _ar_check_no_offers(self, vals):
        """Refuse values that would grant another discount than the terms do."""
        if "ar_discount_offers" in vals and not self.env.su:
            raise AccessError(
                self.env._("The cash discounts of a document come from its terms.")
            )

    def _ar_offers_to_keep(self, kept):
        """What the terms grant now, or still what they granted when it was posted
        before: a document that was a draft in between without any change keeps its
        early discount in Odoo, too.

        :param kept: what is kept from then, or False
        """
        offers = self._ar_current_offers() or False
        if kept and offers != kept:
            items = self.line_ids.filtered(lambda x: x.display_type == "payment_term")
            first = items[:1]._ar_first_offer()
            is_of_now = offers and first.items() <= offers[0].items()
            if not is_of_now and first.items() <= kept[0].items():
                return kept
        return offers

    @api.depends(
        "state",
        "move_type",
        "currency_id",
        "invoice_date",
        "date",
        "invoice_payment_term_id",
        "invoice_cash_rounding_id",
        "amount_total",
        "amount_residual",
        "tax_totals",
        "ar_discount_offers",
    )
    @api.depends_context("lang")
    def _compute_cash_discount_text(self):
        sentences = self._ar_discount_sentences()
        for move in self:
            move.cash_discount_text = "; ".join(sentences.get(move, []))

    def _ar_discount_sentences(self):
        """What people read of the discounts that can still be taken in whole.

        :return: document -> list of texts, best discount first
        """
        offering = self.filtered(lambda move: move._ar_offers_discount())
        return {
            move: [move._ar_discount_sentence(tier) for tier in tiers]
            for move, tiers in offering._ar_discount_tiers().items()
        }

    def _ar_offers_discount(self):
        """Whether all of the discount can still be taken, as Odoo sees it: the first
        payment, whatever it pays, ends that."""
        items = self.line_ids.filtered(lambda line: line.display_type == "payment_term")
        return (
            self.state != "cancel"
            and self.move_type in self._early_payment_discount_move_types()
            and self.invoice_payment_term_id.early_discount
            and not (items.sudo().matched_debit_ids or items.sudo().matched_credit_ids)
        )

    def _ar_discount_sentence(self, tier):
        """2 % until 30 June: 980.00, in the language and the document's currency."""
        total = self._ar_totals()["total"]
        return self.env._(
            "%(percentage)s %% until %(date)s: %(amount)s",
            percentage=tier.term._ar_format_percentage(tier.percentage),
            date=format_date(self.env, tier.until),
            amount=formatLang(
                self.env, total - tier.discount, currency_obj=self.currency_id
            ),
        )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_discount_tiers(self, items=None):
        """The cash discounts that these documents grant, best first.

        Tier one is what Odoo keeps on the document's open item, to the cent. Further
        ones are what the terms said when the document was posted; of a draft, what
        they say now. A credit note's come from its own payment terms in the same way,
        whether or not Odoo has a date for it.

        :param items: the open items (payment term lines) of the documents, where the
            caller has them; else they are looked up, at once for all
        :return: document -> list of :class:`DiscountTier`; documents without any are
            not in it
        :rtype: dict
        """
        documents = self.filtered(
            lambda move: (
                move.is_invoice(include_receipts=True)
                and move.invoice_payment_term_id.early_discount
            )
        )
        posted = documents.filtered(lambda move: move.state == "posted")
        if items is None:
            items = posted._ar_payment_term_items()
        items = {item.move_id: item for item in items if item.discount_date}
        tiers = {}
        for move in documents:
            if move in posted:
                offers = move._ar_posted_offers(items.get(move))
            else:
                offers = move._ar_current_offers()
            tiers[move] = [move._ar_tier(offer) for offer in offers]
        return {move: rows for move, rows in tiers.items() if rows}

    def _ar_payment_term_items(self):
        return self.env["account.move.line"].search_fetch(
            [("move_id", "in", self.ids), ("display_type", "=", "payment_term")],
            [
                "move_id", "discount_date", "amount_currency", "balance",
                "discount_amount_currency", "discount_balance",
            ],
        )  # fmt: skip

    def _ar_tier(self, offer):
        """An offer as :class:`DiscountTier`.

        ``sudo()``: customers who see their document in the portal may not read tiers.
        """
        term = self.invoice_payment_term_id
        tiers = term.cash_discount_ids.browse()
        if offer["tier"]:
            tiers = term.sudo().cash_discount_ids.with_env(self.env)
        return DiscountTier(
            percentage=offer["percentage"],
            until=fields.Date.to_date(offer["until"]),
            discount=offer["discount"],
            balance=offer["balance"],
            term=term,
            tier=tiers.filtered(lambda tier: tier.id == offer["tier"]),
            is_first=not offer["tier"],
        )

    def _ar_posted_offers(self, item):
        """The offers of a posted document; ``item`` is its open item, if Odoo keeps an
        early discount on it. Those posted before this addon have tier one alone."""
        is_note = self.move_type not in self._early_payment_discount_move_types()
        if not item and not is_note:
            return []
        offers = self.ar_discount_offers or self._ar_current_offers()[:1]
        if not item or not offers:
            return offers
        return [{**offers[0], **item._ar_first_offer()}, *offers[1:]]

    def _ar_current_offers(self):
        """What the payment terms grant on this document as they are now: dicts that
        can be stored. None that comes to nothing in the document's currency."""
        term = self.invoice_payment_term_id
        if not term.early_discount:
            return []
        totals = self._ar_totals()
        sign = 1 if self.is_inbound(include_receipts=True) else -1
        offers = []
        for tier in (term.cash_discount_ids.browse(), *term.cash_discount_ids):
            terms = term._ar_as_tier(tier)
            found = terms._compute_terms(
                date_ref=self.invoice_date
                or self.date
                or fields.Date.context_today(self),
                currency=self.currency_id,
                company=self.company_id,
                tax_amount=totals["tax_company"] * sign,
                tax_amount_currency=totals["tax"] * sign,
                untaxed_amount=totals["untaxed_company"] * sign,
                untaxed_amount_currency=totals["untaxed"] * sign,
                sign=sign,
                cash_rounding=self.invoice_cash_rounding_id,
            )
            discount = totals["total"] - found["discount_amount_currency"] * sign
            balance = totals["total_company"] - found["discount_balance"] * sign
            if self.currency_id.compare_amounts(discount, 0) > 0:
                offers.append(
                    {
                        "tier": tier.id,
                        "percentage": terms.discount_percentage,
                        "until": fields.Date.to_string(found["discount_date"]),
                        "discount": self.currency_id.round(discount),
                        "balance": self.company_currency_id.round(balance),
                    }
                )
        return offers

    def _ar_totals(self):
        """Amounts of the document, positive, in its and in the company's currency.

        In a form that is being edited the stored ones are not there yet: those that
        the form shows.
        """
        shown = self.tax_totals if self.id != self._origin.id else None
        if shown:
            untaxed, tax = shown["base_amount_currency"], shown["tax_amount_currency"]
            untaxed_company, tax_company = shown["base_amount"], shown["tax_amount"]
        else:
            untaxed, tax = self.amount_untaxed, self.amount_tax
            untaxed_company = self.amount_untaxed_signed * -self.direction_sign
            tax_company = self.amount_tax_signed * -self.direction_sign
        return {
            "untaxed": untaxed,
            "tax": tax,
            "total": untaxed + tax,
            "untaxed_company": untaxed_company,
            "tax_company": tax_company,
            "total_company": untaxed_company + tax_company,
        }

    # ------------------------------------------------------------
    # Business: the lines that book a discount
    # ------------------------------------------------------------
    @api.model
    def _ar_tiers_to_cover(self, items_values, open_balance):
        """The tier of each item that an early payment discount is booked for, if any
        of them is a later one than the first.

        :param items_values: as Odoo's, list of dicts with ``aml`` and maybe ``tier``
        :param float open_balance: what is to be covered, signed
        :return: item -> :class:`DiscountTier`, or nothing
        """
        tiers = {row["aml"]: row["tier"] for row in items_values if "tier" in row}
        if not tiers and len(items_values) == 1:
            item = items_values[0]["aml"]
            tier = item._ar_discount_tier_covering(open_balance)
            tiers = {item: tier} if tier else {}
        return {} if all(tier.is_first for tier in tiers.values()) else tiers

    @api.model
    def _ar_lines_of_tiers(self, tiers):
        """The lines of all discounts of a payment, those of one kind added up.

        :param dict tiers: item -> :class:`DiscountTier`
        :return: kind of line -> list of values, as Odoo's; and what they give together
        """
        merged = {"base_lines": {}, "tax_lines": {}, "term_lines": {}}
        given = 0.0
        for item, tier in tiers.items():
            for kind, grouping, values in item.move_id._ar_tier_lines(item, tier):
                row = merged[kind].setdefault(
                    grouping,
                    {**grouping, **values, "amount_currency": 0.0, "balance": 0.0},
                )
                row["amount_currency"] += values["amount_currency"]
                row["balance"] += values["balance"]
                given += values["balance"]
        return {kind: list(rows.values()) for kind, rows in merged.items()}, given

    def _ar_tier_lines(self, item, tier):
        """The lines that book a tier's discount when the document is paid at once.

        They are Odoo's of its early discount, scaled to the tier and rounded; the
        largest base takes the rest. 12.00 of base and 0.76 of tax at 2 % are 6.00 and
        0.38 at 1 %.

        :param item: the document's open item
        :param DiscountTier tier: one of the document's
        :return: list of (kind as Odoo names it, grouping, values)
        """
        self.ensure_one()
        found = self._get_invoice_counterpart_amls_for_early_payment_discount_per_payment_term_line()  # noqa: E501
        self._ar_put_on_account(found, tier)
        rows = [
            (kind, grouping, dict(values))
            for kind, of_items in found.items()
            for grouping, values in of_items[item].items()
        ]
        if tier.is_first or not rows:
            return rows
        sign = 1 if item.balance > 0 else -1
        for name, currency, whole, part in (
            (
                "amount_currency",
                item.currency_id,
                item.amount_currency - item.discount_amount_currency,
                tier.discount * sign,
            ),
            (
                "balance",
                item.company_currency_id,
                item.balance - item.discount_balance,
                tier.balance * sign,
            ),
        ):
            self._ar_scale(rows, name, currency, part, part / whole if whole else 0.0)
        return rows

    @api.model
    def _ar_scale(self, rows, name, currency, total, rate):
        """Scale one amount of some lines to a total, which they then make exactly."""
        largest = max(
            (values for kind, _grouping, values in rows if kind != "tax_lines"),
            key=lambda values: abs(values[name]),
        )
        for _kind, _grouping, values in rows:
            values[name] = currency.round(values[name] * rate)
        rest = total - sum(values[name] for _kind, _grouping, values in rows)
        largest[name] = currency.round(largest[name] + rest)

    def _ar_put_on_account(self, found, tier):
        """Book the discount lines to a customer on the account of a tier: its own in
        the document's company, else the company's. Those to vendors stay where they
        are, and so do the lines of tax."""
        if not self.is_sale_document(include_receipts=True):
            return
        company = self.company_id
        usual = company.account_journal_early_pay_discount_loss_account_id
        account = usual.browse(tier.account_for(company) or usual.id or ())
        for kind in ("base_lines", "term_lines"):
            for item, rows in found[kind].items():
                found[kind][item] = dict(
                    self._ar_on_account(grouping, values, account)
                    for grouping, values in rows.items()
                )

    def _ar_on_account(self, grouping, values, account):
        """A line on another account. Where its analytic distribution came with the
        account that it leaves, it takes the one that comes with the new one."""
        old = account.browse(grouping["account_id"] or ())
        if old == account:
            return grouping, values
        grouping = {**grouping, "account_id": account.id}
        usual = self._ar_distribution(old)
        for part in (grouping, values):
            is_here = "analytic_distribution" in part
            if is_here and (part["analytic_distribution"] or {}) == usual:
                part["analytic_distribution"] = self._ar_distribution(account)
        return frozendict(grouping), values

    def _ar_distribution(self, account):
        """What the distribution models say for a discount on an account, as Odoo asks
        them."""
        return (
            self.env["account.analytic.distribution.model"]._get_distribution(
                {
                    "account_prefix": account.code,
                    "company_id": self.company_id.id,
                    "partner_id": self.commercial_partner_id.id,
                    "partner_category_id": self.partner_id.category_id.ids,
                }
            )
            or {}
        )
