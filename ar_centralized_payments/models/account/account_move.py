from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...books.batches import batched
from ...books.given_values import checked, one

#: What an entry of a settlement says cannot be changed.
FROZEN = {"state", "date", "journal_id", "company_id", "line_ids", "ref"}
#: What only the engine writes: which record generated an entry.
ENGINE_LINKS = {"ar_settlement_ids", "ar_revaluation_id", "ar_payoff_id"}


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = [
        "account.move",
        "ar.bounded.own.values",
        "ar.discounted.document",
        "ar.guarded.fields",
    ]

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_settlement_ids = fields.Many2many(
        comodel_name="ar.settlement",
        relation="ar_settlement_move_rel",
        column1="move_id",
        column2="settlement_id",
        string="Settlement of This Entry",
        readonly=True,
        copy=False,
        help="The settlement that generated this entry.",
    )
    ar_revaluation_id = fields.Many2one(
        comodel_name="ar.revaluation",
        string="Revaluation of This Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The revaluation that booked this entry.",
    )
    ar_payoff_id = fields.Many2one(
        comodel_name="ar.intercompany.payoff",
        string="Intercompany Payment of This Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The payment between companies that booked this entry.",
    )
    settlement_ids = fields.Many2many(
        comodel_name="ar.settlement",
        compute="_compute_settlement_ids",
        help="The settlements of this document that you may see.",
    )
    settlement_count = fields.Integer(
        compute="_compute_settlement_ids",
        help="How many settlements of this document you may see.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("ar_settlement_ids")
    @api.depends_context("uid")
    def _compute_settlement_ids(self):
        lines = self.env["ar.settlement.line"].search(
            [("move_line_id.move_id", "in", self.ids)]
        )
        for move in self:
            own = lines.filtered(
                lambda line, move=move: line.sudo().move_line_id.move_id == move
            )
            settlements = own.settlement_id | self.env["ar.settlement"].search(
                [("move_ids", "in", move.ids)]
            ) if move.move_type == "entry" else own.settlement_id  # fmt: skip
            move.settlement_ids = settlements
            move.settlement_count = len(settlements)

    def _compute_payment_state(self):
        """What a settlement pays is paid: its entries reverse nothing (facts, 3).

        Where the database waits for the bank, it is in payment until the bank shows
        the payment: as inside one company.
        """
        result = super()._compute_payment_state()
        reversed_moves = self.filtered(lambda move: move.payment_state == "reversed")
        if reversed_moves:
            for move in reversed_moves._ar_settled_documents():
                move.payment_state = "paid"
        waiting = self.filtered(
            lambda move: (
                move.payment_state == "paid"
                and move.is_invoice(include_receipts=True)
                and move._get_invoice_in_payment_state() != "paid"
            )
        )
        if waiting:
            for move in waiting._ar_before_bank():
                move.payment_state = move._get_invoice_in_payment_state()
        return result

    def _ar_settled_documents(self):
        """Those of these documents that entries of settlements are matched with."""
        items = self.sudo().line_ids
        partials = items.matched_debit_ids | items.matched_credit_ids
        entries = (partials.debit_move_id | partials.credit_move_id).move_id
        return entries._ar_matched_documents().with_env(self.env) & self

    def _ar_before_bank(self):
        """Those of these documents that settlements paid by a payment that is not
        matched with the bank yet.

        ``sudo()``: the payment may be of a company that the user is no member of.
        """
        legs = self.env["ar.settlement.leg"].sudo()
        found = {
            document.id
            for document, other in legs._posted_with(self.sudo().line_ids)._sides()
            if other.origin_payment_id and not other.origin_payment_id.is_matched
        }
        return self.filtered(lambda move: move._origin.id in found)

    def _ar_matched_documents(self):
        """The documents matched with those of these moves that are settlements'."""
        entries = self.filtered(lambda move: move.sudo().ar_settlement_ids)
        items = entries.line_ids
        partials = items.matched_debit_ids | items.matched_credit_ids
        return (partials.debit_move_id | partials.credit_move_id).move_id - entries

    def _compute_payments_widget_reconciled_info(self):
        """Name the real payment, and its company, in place of a settlement's entry."""
        super()._compute_payments_widget_reconciled_info()
        moves = self.filtered("invoice_payments_widget")
        rows = [row for m in moves for row in m.invoice_payments_widget["content"]]
        partials = self.env["account.partial.reconcile"].sudo()
        partials = partials.browse([row.get("partial_id") for row in rows]).exists()
        lines = partials.debit_move_id | partials.credit_move_id
        if not lines.move_id.ar_settlement_ids:
            return
        legs = self.env["ar.settlement.leg"].sudo().search(
            [("line_ids", "in", lines.ids)]
        )  # fmt: skip
        for move in moves:
            widget = move.invoice_payments_widget
            content = []
            for row in widget["content"]:
                partial = partials.browse(row.get("partial_id")) & partials
                content += move._ar_widget_rows(row, partial, legs)
            move.invoice_payments_widget = {**widget, "content": content}

    def _ar_widget_rows(self, row, partial, legs):
        """The rows in place of one row of the payment widget: one for each leg.

        Other addons put rows there, too, whose ``partial_id`` is anything: only a match
        of this document with the very entry that the row names is taken for one.
        """
        sides = partial.debit_move_id | partial.credit_move_id
        if {*sides.move_id.ids} != {self._origin.id, row.get("move_id")}:
            return [row]
        entry_line = sides.filtered(lambda line: line.move_id.ar_settlement_ids)
        own = legs.filtered(lambda leg: entry_line in leg.line_ids)
        if not own:
            return [row]
        if self.currency_id.is_zero(row["amount"]):
            return []
        item = (sides - entry_line)[:1]
        total = sum(own.mapped(lambda leg: leg._widget_amount(item)))
        if self.currency_id.compare_amounts(total, row["amount"]):
            # A cash discount, or a transfer: the row is what the entry says it is.
            return [{**row, "journal_name": entry_line.name}]
        return [leg._prepare_widget_row(row, item) for leg in own]

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model
    def default_get(self, fields):
        """Nobody's defaults link an entry with a settlement."""
        return super().default_get([f for f in fields if f not in ENGINE_LINKS])

    def write(self, vals):
        self._ar_check_engine_links([vals])
        self._ar_check_no_offers(vals)
        if vals.keys() & FROZEN:
            self.filtered(lambda move: move.state == "posted")._ar_check_no_entries()
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        self._ar_check_engine_links(vals_list)
        for vals in vals_list:
            self._ar_check_no_offers(vals)
        return super().create(vals_list)

    def _ar_check_engine_links(self, vals_list):
        if not self.env.su and any(vals.keys() & ENGINE_LINKS for vals in vals_list):
            raise AccessError(
                self.env._(
                    "Only settlements, revaluations and the like link their entries."
                )
            )

    def unlink(self):
        self._ar_check_no_entries()
        self.origin_payment_id._ar_check_waiting()
        return super().unlink()

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def button_draft(self):
        self._ar_check_no_entries()
        self.origin_payment_id._ar_check_not_on_slip()
        self._ar_undo_settlements()
        return super().button_draft()

    def button_cancel(self):
        self.origin_payment_id._ar_check_not_on_slip()
        return super().button_cancel()

    @checked
    def action_settle_transactions(self):
        """Open the page that settles this document with what is open of its customer,
        in all companies of the user."""
        one(self)
        self.check_access("write")
        items = self.line_ids.filtered(
            lambda line: (
                line.parent_state == "posted"
                and line._ar_is_open_receivable()
                and not line.reconciled
            )
        )
        if not items:
            raise UserError(
                self.env._(
                    "Nothing of %(document)s is open: only what is posted and not "
                    "settled in full can be settled.",
                    document=self.display_name,
                )
            )
        return self.env["ar.settlement"]._page_action({"item_ids": items.ids})

    @checked
    def action_open_settlements(self):
        """Open the settlements of these documents."""
        return self.settlement_ids._get_records_action(
            name=self.env._("Settlements"), context={"create": False}
        )

    def action_open_business_doc(self):
        """From the payment widget: open the real payment, in whichever of the user's
        companies it is."""
        companies = self.env["res.company"]._ar_user_companies()
        if not companies:
            return super().action_open_business_doc()
        move = self.with_context(allowed_company_ids=companies.ids)
        action = super(AccountMove, move).action_open_business_doc()
        return move.company_id.with_env(self.env)._ar_open(action)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _reverse_moves(self, default_values_list=None, cancel=False):
        """Reversing a settlement's entry undoes the settlement, and returns its
        negations; any other document is reversed by Odoo."""
        self._ar_check_no_revaluation()
        self._ar_check_no_payoff()
        self._ar_check_no_bills()
        entries = self._ar_entries()
        if not entries:
            return super()._reverse_moves(default_values_list, cancel)
        defaults = default_values_list or [{} for _move in self]
        others = [
            (m, d) for m, d in zip(self, defaults, strict=True) if m not in entries
        ]
        dates = {
            fields.Date.to_date(values.get("date"))
            for move, values in zip(self, defaults, strict=True)
            if move in entries and values.get("date")
        }
        settlements = entries.sudo().ar_settlement_ids.with_env(self.env)
        settlements._check_state("posted")
        negations = self.env["ar.settlement"]._undo_for(
            settlements, max(dates, default=None)
        )
        rest = self.browse().union(*(move for move, _values in others))
        if rest:
            negations |= super(AccountMove, rest)._reverse_moves(
                [values for _move, values in others], cancel
            )
        return negations.with_env(self.env)

    def _reconcile_reversed_moves(self, reverse_moves, move_reverse_cancel):
        """Leave the negations of a settlement, or of a payment between companies, to
        it: it matches them to the step, as far as nothing else has settled the
        entry."""
        pairs = [
            (move, reverse_move)
            for move, reverse_move in zip(self, reverse_moves, strict=False)
            if not (
                reverse_move.sudo().ar_settlement_ids
                or reverse_move.sudo().ar_payoff_id
            )
        ]
        super(
            AccountMove, self.browse([move.id for move, _reverse in pairs])
        )._reconcile_reversed_moves(
            self.browse([reverse.id for _move, reverse in pairs]), move_reverse_cancel
        )
        return reverse_moves

    def _ar_entries(self):
        """Those of these moves that a settlement generated."""
        if not self.ids:
            return self.browse()
        found = self.env["ar.settlement"].sudo().search([("move_ids", "in", self.ids)])
        return self & found.move_ids.with_env(self.env)

    def _ar_check_no_entries(self):
        """Refuse to change a settlement's entries one by one."""
        self._ar_check_no_revaluation()
        self._ar_check_no_payoff()
        self._ar_check_no_bills()
        entries = self._ar_entries().filtered(lambda move: move.state == "posted")
        if entries:
            raise UserError(
                self.env._(
                    "%(company)s: %(entry)s belongs to the settlement %(settlement)s, "
                    "which has entries in several companies. It cannot be changed by "
                    "itself: undo the settlement.",
                    company=entries[0].company_id.name,
                    entry=entries[0].name,
                    settlement=entries[0].sudo().ar_settlement_ids[:1].name,
                )
            )

    def _ar_check_no_revaluation(self):
        """Refuse to change a revaluation's entries one by one."""
        entries = self.filtered(
            lambda move: move.state == "posted" and move.sudo().ar_revaluation_id
        )
        if entries:
            raise UserError(
                self.env._(
                    "%(entry)s belongs to the revaluation %(run)s. It cannot be "
                    "changed by itself: undo the revaluation.",
                    entry=entries[0].name,
                    run=entries[0].sudo().ar_revaluation_id.name,
                )
            )

    def _ar_check_no_payoff(self):
        """Refuse to change the entries of a payment between companies one by one."""
        entries = self.filtered(
            lambda move: move.state == "posted" and move.sudo().ar_payoff_id
        )
        if entries:
            entries[0].sudo().ar_payoff_id._refuse_change(entries[0].name)

    def _ar_undo_settlements(self):
        """Undo the posted settlements of these documents."""
        lines = (
            self.env["ar.settlement.line"]
            .sudo()
            .search(
                Domain("move_line_id.move_id", "in", self.ids)
                & Domain("settlement_id.state", "=", "posted")
            )
        )
        self.env["ar.settlement"]._undo_for(lines.settlement_id)

    def _get_next_sequence_format(self):
        """Find out how a journal's entries are numbered once for all of a batch.

        Odoo asks the database three times for each. Kept beside its own counters of
        the transaction, and forgotten with them: the first entry holds the lock. It
        holds for the entries of settlements, those of tax that they make due, and
        those of payments that are posted together.
        """
        partial = self.sudo().tax_cash_basis_rec_id
        matched = (partial.debit_move_id | partial.credit_move_id).move_id
        payment = self.origin_payment_id
        if not (
            self.sudo().ar_settlement_ids
            or matched.ar_settlement_ids
            or batched(payment)
        ):
            return super()._get_next_sequence_format()
        cache = self._get_sequence_cache()
        key = ("ar_settlement", self.journal_id.id, self.date, bool(payment))
        if key not in cache:
            cache[key] = super()._get_next_sequence_format()
        text, values = cache[key]
        return text, dict(values)

    def _collect_tax_cash_basis_values(self):
        """A settlement's entry has no tax that is due on payment: a discount that
        would correct one is refused.

        Odoo asks it once for each match, and reads all of its lines each time.
        """
        if self.sudo().ar_settlement_ids:
            return None
        return super()._collect_tax_cash_basis_values()

    def _ar_has_cash_basis(self):
        """Whether any tax of the document becomes due on payment."""
        return "on_payment" in self.line_ids.tax_ids.flatten_taxes_hierarchy().mapped(
            "tax_exigibility"
        )

    # ------------------------------------------------------------
    # Business: cash discounts in Odoo's own registering of payments
    # ------------------------------------------------------------
    def _get_invoice_next_payment_values(self, custom_amount=None):
        """Say the date of the tier that counts today, not that of the first."""
        values = super()._get_invoice_next_payment_values(custom_amount)
        item = values.get("epd_line")
        today = fields.Date.context_today(self)
        tier = item and item._ar_discount_tier_at(self.currency_id, today).get(item)
        if not tier or tier.is_first:
            return values
        days = (tier.until - today).days
        amount = self.currency_id.format(tier.discount)
        text = self.env._("Discount of %(amount)s if paid today", amount=amount)
        if days:
            text = self.env._(
                "Discount of %(amount)s if paid within %(days)s days",
                amount=amount,
                days=days,
            )
        return {
            **values,
            "discount_date": fields.Date.to_string(tier.until),
            "epd_days_left": days,
            "epd_discount_msg": text,
        }

    def _get_invoice_counterpart_amls_for_early_payment_discount_per_payment_term_line(
        self,
    ):
        """Odoo's lines of tier one, on the account that the payment terms name."""
        name = (
            "_get_invoice_counterpart_amls_for_early_payment_discount"
            "_per_payment_term_line"
        )
        found = getattr(super(), name)()
        items = self.line_ids.browse(
            {item.id for rows in found.values() for item in rows}
        )
        tiers = self._ar_discount_tiers(items).get(self)
        if tiers:
            self._ar_put_on_account(found, tiers[0])
        return found

    @api.model
    def _get_invoice_counterpart_amls_for_early_payment_discount(
        self, aml_values_list, open_balance
    ):
        """Odoo's lines, each item's of the tier that counts for it.

        A caller that knows the date names the tier beside the item (``tier``). Odoo's
        own say how much is to be covered, but not when it was paid: a payment through
        the portal of 990.00 on 1,000.00 leaves 10.00, which is the tier of 1 %. An
        empty list has no lines (Odoo stumbles over it).
        """
        if not aml_values_list:
            return {}
        tiers = self._ar_tiers_to_cover(aml_values_list, open_balance)
        if not tiers:
            return super()._get_invoice_counterpart_amls_for_early_payment_discount(
                aml_values_list, open_balance
            )
        lines, given = self._ar_lines_of_tiers(tiers)
        # Odoo's lines are of tier one: with what these give more or less than those,
        # its exchange difference is theirs.
        first = sum(item.balance - item.discount_balance for item in tiers)
        found = super()._get_invoice_counterpart_amls_for_early_payment_discount(
            aml_values_list, open_balance - given + first
        )
        return {**found, **lines}
