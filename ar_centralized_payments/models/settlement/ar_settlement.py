from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Command
from odoo.tools import split_every
from odoo.tools.constants import PREFETCH_MAX

from ...books.access_groups import GROUP_SETTLE, GROUP_UNDO
from ...books.given_values import Day, Id, Text, checked, one
from ...books.journal_turns import take_turns
from ...books.settlement_book import SettlementBook
from ...books.steps import from_steps
from ...books.undo_book import UndoBook
from ...settlement.values import LineRef

#: Entries are made by the engine: nobody follows them for it, nothing is tracked.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
}
#: The engine's entries are whole: Odoo is not to add tax or balancing lines to them,
#: nor what the caller's screen asks of an entry typed there.
AS_GIVEN = {
    "skip_invoice_sync": True,
    "skip_invoice_line_sync": True,
    "account_default_taxes": False,
    "validate_analytic": False,
}
#: Entries that Odoo makes of the engine's: the invoice's own tracking goes on.
UNNOTED = {"mail_create_nosubscribe": True, "mail_create_nolog": True}


class ArSettlement(models.Model):
    """Marks transactions of one party and settles them, over all companies.

    It owns every entry that it generates (accounting section 1). Draft holds marks
    only; posting books exactly the plan that the preview shows; undone is final.
    Only members of all its companies may see it.
    """

    _name = "ar.settlement"
    _inherit = [
        "ar.settlement.page",
        "ar.guarded.values",
        "ar.numbered",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Settlement"
    _order = "id desc"
    _sequence_name = "ar_centralized_payments.sequence_settlement"

    _engine_fields = frozenset(
        {"move_ids", "leg_ids", "company_ids", "date_effective", "refusal"}
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the settlement is posted, by the company that is paid; its "
        "entries carry it as their reference. Until then a star and a number.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        help="Any record of the customer: transactions of all records of the same "
        "party can be marked.",
    )
    date = fields.Date(
        string="Settlement Date",
        help="The date of all entries. Empty: the latest date among the marked "
        "transactions; it may not be earlier.",
    )
    date_effective = fields.Date(
        string="Entry Date",
        compute="_compute_date_effective",
        store=True,
        compute_sudo=True,
        help="The date that counts: the chosen one, or the latest among the marked "
        "transactions.",
    )
    discount_reference_date = fields.Date(
        string="Discount Date",
        help="The date that decides on cash discounts. Empty: the date of each payment "
        "(of the primary payment, where there is one).",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("posted", "Posted"), ("undone", "Undone")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        help="Draft holds marks only; posted has entries in every company; "
        "undone has them negated, and is final.",
    )
    line_ids = fields.One2many(
        comodel_name="ar.settlement.line",
        inverse_name="settlement_id",
        string="Transactions",
        copy=False,
        help="What is marked: payments and credit notes that pay, invoices and "
        "refunds that are paid.",
    )
    leg_ids = fields.One2many(
        comodel_name="ar.settlement.leg",
        inverse_name="settlement_id",
        string="Who Paid What",
        readonly=True,
        copy=False,
        help="Which payment or credit note settled how much of which invoice.",
    )
    move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="ar_settlement_move_rel",
        column1="settlement_id",
        column2="move_id",
        string="Entries",
        readonly=True,
        copy=False,
        help="The entries of all companies, and those that undo them.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_settlement_company_rel",
        column1="settlement_id",
        column2="company_id",
        string="Companies",
        compute="_compute_company_ids",
        store=True,
        compute_sudo=True,
        help="The companies of the marked transactions. Only members of all of "
        "them see the settlement.",
    )
    refusal = fields.Text(
        string="Last Refusal",
        readonly=True,
        copy=False,
        help="Why the settlement of a line of a payment journal was refused last.",
    )
    move_count = fields.Integer(
        string="Entry Count",
        compute="_compute_move_count",
        help="How many entries the settlement has in all companies.",
    )
    amounts = fields.Char(
        string="Amount",
        compute="_compute_amounts",
        compute_sudo=True,
        help="What is paid on the invoices and refunds, without discounts, in each "
        "currency.",
    )
    problems = fields.Text(
        string="What Is to Be Mended",
        compute="_compute_preview",
        help="Every reason why the settlement cannot be posted as it is.",
    )
    preview_html = fields.Html(
        string="Preview",
        compute="_compute_preview",
        sanitize=False,
        help="The entries of all companies as they will be posted.",
    )
    preview_fingerprint = fields.Char(
        compute="_compute_preview",
        help="Tells whether the preview is still the one that was shown.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("date", "line_ids.date")
    def _compute_date_effective(self):
        for settlement in self:
            dates = [date for date in settlement.line_ids.mapped("date") if date]
            settlement.date_effective = settlement.date or max(dates, default=False)

    @api.depends("line_ids.company_id")
    def _compute_company_ids(self):
        for companies, some in self.grouped(lambda s: s.line_ids.company_id).items():
            some.company_ids = companies

    @api.depends("line_ids.amount", "line_ids.side")
    def _compute_amounts(self):
        for settlement in self:
            targets = settlement.line_ids.filtered(lambda line: line.side == "target")
            settlement.amounts = " + ".join(
                currency.format(sum(some.mapped("amount")))
                for currency, some in targets.grouped("currency_id").items()
            )

    @api.depends("move_ids")
    def _compute_move_count(self):
        for settlement in self:
            settlement.move_count = len(settlement.sudo().move_ids)

    @api.depends(
        "partner_id",
        "date",
        "discount_reference_date",
        "state",
        "line_ids.amount",
        "line_ids.discount",
        "line_ids.is_primary",
        "line_ids.cross_rate",
        "line_ids.use_cash_discount",
        "line_ids.full_settlement",
    )
    def _compute_preview(self):
        self.problems = self.preview_html = self.preview_fingerprint = False
        drafts = self.filtered(lambda s: s.state == "draft" and s.line_ids)
        for settlement, booked in drafts._booked().items():
            shown = settlement.browse(settlement.id) or settlement
            shown.problems = "\n".join(booked.refusals)
            shown.preview_fingerprint = booked.fingerprint
            shown.preview_html = settlement._render_preview(booked)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        self._check_not_given(vals_list, "name", "state")
        settlements = super().create(
            [{**vals, "name": False, "state": "draft"} for vals in vals_list]
        )
        for settlement in settlements.sudo():
            settlement.name = f"{self._unnumbered}{settlement.id}"
        return settlements

    def write(self, vals):
        self._check_bounds([vals])
        if not self.env.su and vals.keys() - self._fields_of_chatter():
            self._check_not_given([vals], "name", "state")
            self.env["ar.settlement.line"]._check_drafts(self)
        return super().write(vals)

    @api.model
    def _fields_of_chatter(self):
        return {
            name
            for name in self._fields
            if name.startswith(("message_", "activity_", "my_activity_"))
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for settlement in self.filtered(lambda s: s.state != "draft"):
            raise UserError(
                self.env._(
                    "%(settlement)s was posted; it stays as the record of its entries. "
                    "A posted settlement can be undone.",
                    settlement=settlement.name,
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_post(self, fingerprint: Text = None):
        """Post: book the plan in every company, all of it or nothing.

        A draft payment that a settlement waits for is posted with it.

        :param str fingerprint: of the preview that the user saw; where the plan is no
            longer that one, nothing is booked (one settlement only)
        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        :raises AccessError: without the right to invoice, or to one of the companies
        """
        self._check_group(GROUP_SETTLE)
        self._check_members()
        self._check_state("draft")
        payments = self._elevated().line_ids.payment_id
        payments = payments.filtered(lambda p: p.state == "draft").with_env(self.env)
        if payments:
            booked = self._booked()
            self._refuse(booked)
            self._refuse_if_changed(booked, fingerprint)
            payments._ar_as_user().action_post()
        waiting = self.filtered(lambda s: s.state == "draft")
        waiting._post(fingerprint=fingerprint if not payments else None)
        return True

    @checked
    def action_post_previewed(self):
        """Post from the form, with the preview that it shows.

        Where something else would be booked by now, the form shows that instead.
        """
        one(self)
        shown = self.env.context.get("preview_fingerprint")
        if shown and self.state == "draft" and shown != self.preview_fingerprint:
            return self._show_new_preview()
        return self.action_post(shown)

    @checked
    def action_undo(self, date: Day = None):
        """Undo whole: every entry of every company is negated by a new one.

        :param date: the date of the negating entries (date or ISO text), not before
            the settlement's; empty: that of each settlement if it is open in all
            companies, else the first date open in all
        :return: ``True``
        :raises UserError: if the date is locked, or the settlement is not posted
        :raises AccessError: without the right to undo, or to one of the companies
        """
        self._check_group(GROUP_UNDO)
        self._check_members()
        self._check_state("posted")
        self._undo(date)
        return True

    @checked
    def action_open_moves(self):
        """Open the entries of all companies."""
        self._check_members()
        moves = self.sudo().move_ids
        action = moves._get_records_action(
            name=self.env._("Entries"),
            views=[
                (self.env.ref("account.view_move_tree").id, "list"),
                (False, "form"),
            ],
            domain=[("id", "in", moves.ids)],
            context={"create": False},
        )
        return moves.company_id.with_env(self.env)._ar_open(action)

    @checked
    def action_open_move_lines(self):
        """Open the journal items of all companies, grouped by company."""
        self._check_members()
        moves = self.sudo().move_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Items"),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "views": [(self.env.ref("account.view_move_line_tree").id, "list")],
            "domain": [("move_id", "in", moves.ids)],
            "context": {"group_by": ["company_id"], "create": False},
        }
        return moves.company_id.with_env(self.env)._ar_open(action)

    # ------------------------------------------------------------
    # Business: what can be settled, what would be booked
    # ------------------------------------------------------------
    @api.model
    @checked
    def open_transactions(self, partner: Id):
        """Return the open receivable items of a party, of all the user's companies.

        :param partner: id or record of any partner of the party
        :return: ``account.move.line`` records, by date, whatever the company switcher
            shows
        """
        page = self._page_env()
        partner = page.env["res.partner"].browse(partner)
        partner.check_access("read")
        items = page.env["account.move.line"].search(
            self._open_domain(partner), order="date, id"
        )
        return items.filtered(lambda item: not item._ar_carries_tax())

    @checked
    def preview(self):
        """Return the journal items that ``action_post`` books, line for line.

        :return: list of dicts with ids as numbers: ``settlement_id``, ``company_id``,
            ``journal_id``, ``account_id``, ``partner_id``, ``currency_id``,
            ``amount_currency``, ``debit``, ``credit``, ``date``, ``name``
        :raises UserError: with every reason why it could not be posted
        """
        self._check_members()
        self._check_state("draft")
        booked = self._booked()
        self._refuse(booked)
        return [
            self._preview_row(settlement, move, values)
            for settlement, result in booked.items()
            for move in result.moves.values()
            for _command, _id, values in move["line_ids"]
        ]

    def _preview_row(self, settlement, move, values):
        balance = values["balance"]
        return {
            "settlement_id": settlement.id,
            "company_id": move["company_id"],
            "journal_id": move["journal_id"],
            "account_id": values["account_id"],
            "partner_id": values["partner_id"],
            "currency_id": values["currency_id"],
            "amount_currency": values["amount_currency"],
            "debit": balance if balance > 0 else 0.0,
            "credit": -balance if balance < 0 else 0.0,
            "date": fields.Date.to_string(move["date"]),
            "name": values["name"],
        }

    def _booked(self):
        """The plan of each settlement, as values; see :class:`SettlementBook`."""
        if not self:
            return {}
        return SettlementBook(self._elevated()).booked()

    def _planned(self):
        """The plan of each settlement: amounts alone, no entries."""
        if not self:
            return {}
        return SettlementBook(self._elevated()).planned()

    # ------------------------------------------------------------
    # Business: who may, and when
    # ------------------------------------------------------------
    def _check_group(self, group):
        if self.env.su or self.env.user.has_group(group):
            return
        if group == GROUP_UNDO:
            raise AccessError(
                self.env._(
                    "This would undo a settlement in all of its companies, which you "
                    "may not. Ask somebody with the right to undo settlements."
                )
            )
        raise AccessError(
            self.env._("You may not post settlements. It takes the right to invoice.")
        )

    def _check_members(self):
        """Refuse unless the user may read the settlements and is a member of each
        company involved. Nothing is said of what is in them."""
        if self.env.su:
            return
        companies = self.sudo().with_context(active_test=False).company_ids
        if companies - self.env["res.company"]._ar_member_companies():
            raise AccessError(
                self.env._(
                    "This settlement has transactions of companies that you are not a "
                    "member of."
                )
            )
        self.check_access("read")

    def _check_state(self, state):
        states = dict(self._fields["state"]._description_selection(self.env))
        wrong = self.sudo().filtered(lambda s: s.state != state)
        if wrong:
            wrong.with_env(self.env)._check_members()
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(settlement)s is %(state)s; it would have to be %(wanted)s.",
                        settlement=settlement.name,
                        state=states[settlement.state],
                        wanted=states[state],
                    )
                    for settlement in wrong
                )
            )

    def _refuse_if_changed(self, booked, fingerprint):
        """Refuse to book something else than the preview that the user saw."""
        for settlement, result in booked.items():
            if fingerprint and result.fingerprint != fingerprint:
                raise UserError(
                    self.env._(
                        "%(settlement)s: what would be booked has changed since the "
                        "preview was shown. Nothing was booked; look at the new "
                        "preview, and post again.",
                        settlement=settlement.name,
                    )
                )

    def _refuse_locked_payments(self):
        """Refuse before draft payments are posted: Odoo moves a date that is locked."""
        book = SettlementBook(self)
        reasons = [reason for s in self for reason in book.locked_payments(s)]
        if reasons:
            raise UserError("\n".join(dict.fromkeys(reasons)))

    def _refuse(self, booked):
        """Raise one error with every reason against any of the plans."""
        refused = [result for result in booked.values() if result.refusals]
        if not refused:
            return
        if len(booked) == 1:
            raise UserError("\n".join(refused[0].refusals))
        raise UserError(
            "\n".join(
                self.env._(
                    "%(settlement)s: %(reason)s",
                    settlement=result.settlement.name,
                    reason=reason,
                )
                for result in refused
                for reason in result.refusals
            )
        )

    def _elevated(self):
        """These settlements with ``sudo()``, in all companies of theirs.

        The one place where the engine takes the superuser's rights: it reads and
        writes the books of every company involved, which the user may not have ticked
        in the company switcher. The caller has checked, before, that the user is a
        member of all of them; record rules let nobody else see a settlement.
        """
        companies = self.sudo().line_ids.company_id
        companies |= companies.root_id
        context = {"allowed_company_ids": companies.ids or self.env.companies.ids}
        return self.sudo().with_context(**context)

    def _lock(self):
        """Wait for the journals in one order, then take the marked items.

        In that order, and before anything is read, two settlements cannot deadlock,
        and what one has settled the other sees (design, *How it sits on Odoo 19*).
        """
        self._lock_journals(self.env["account.journal"])
        records = [self, self.line_ids.move_line_id]
        try:
            for some in records:
                some.lock_for_update(allow_referencing=some is self)
        except LockError as error:
            raise LockError(self._taken_text()) from error
        self.line_ids.move_line_id.invalidate_recordset(
            ["amount_residual", "amount_residual_currency", "reconciled"]
        )

    def _taken_text(self):
        """What somebody else is settling: of the user's own marks, ten at most."""
        items = self.line_ids.move_line_id
        taken = items - items.try_lock_for_update()
        lines = self.line_ids.filtered(lambda line: line.move_line_id in taken)
        lines = (lines or self.line_ids).sorted()
        texts = [line._document_text() for line in lines]
        return self.env._(
            "Somebody else is just now settling %(documents)s. Nothing was booked for "
            "%(settlements)s; try again in a moment.",
            documents="; ".join([*texts[:10], *(["…"] if texts[10:] else [])]),
            settlements=", ".join(self.mapped("name")),
        )

    def _lock_journals(self, journals):
        """Take turns at these journals and the Intercompany journals, waiting.

        Where that took a while, the companies may be others by now.
        """
        own = "ar_intercompany_journal_id"
        while take_turns(self.env, journals | self.company_ids.root_id[own]):
            pass

    # ------------------------------------------------------------
    # Business: posting
    # ------------------------------------------------------------
    def _post(self, fingerprint=None):
        """Plan again under lock, and write exactly that plan, in batches."""
        if not self:
            return
        self._check_members()
        settlements = self._elevated()
        settlements._lock()
        settlements._check_state("draft")
        booked = SettlementBook(settlements).booked()
        self._refuse(booked)
        self._refuse_if_changed(booked, fingerprint)
        settlements._take_numbers()
        moves = settlements._post_moves(booked)
        directs = settlements._post_matches(booked, moves)
        settlements._post_legs(booked, moves, directs)
        settlements._post_results(booked)
        self.invalidate_recordset()

    def _take_numbers(self):
        """Number what is about to be posted; what has a number from before keeps it."""
        fresh = self.filtered(lambda s: s.name.startswith(self._unnumbered))
        names = self._next_names([s._numbering_company() for s in fresh])
        for settlement, name in zip(fresh, names, strict=True):
            settlement.name = name

    def _numbering_company(self):
        """The company that is paid: of the primary payment, else of the first payment,
        else of the first credit note."""
        sources = self.line_ids.filtered(lambda line: line.side == "source")
        return sources.sorted(
            lambda line: (
                not line.is_primary,
                line.move_line_id.move_id.move_type == "out_refund",
                line.date,
                line.id,
            )
        )[:1].company_id

    @api.model
    def _domain_numbered(self, company):
        return [("company_ids", "child_of", company.id)]

    def _post_moves(self, booked):
        """Create and post all entries of all companies at once.

        :return: (settlement, branch id) -> its journal items, in the plan's order
        """
        places, values = [], []
        for settlement, result in booked.items():
            for branch, move in result.moves.items():
                places.append((settlement, branch))
                values.append(
                    {
                        **move,
                        "ref": settlement.name,
                        "ar_settlement_ids": [Command.link(settlement.id)],
                    }
                )
        order = sorted(range(len(values)), key=lambda n: values[n]["journal_id"])
        moves = (
            self.env["account.move"]
            .with_context(**QUIET, **AS_GIVEN)
            .create([values[n] for n in order])
        )
        self._post_entries(moves)
        moves = moves.with_env(self.env)
        return {
            places[n]: move.line_ids.sorted("id")
            for n, move in zip(order, moves, strict=True)
        }

    @staticmethod
    def _post_entries(moves):
        """Post in batches: above what Odoo computes at once, it numbers one by one."""
        for batch in split_every(PREFETCH_MAX, moves.ids, moves.browse):
            batch._post(soft=False)

    def _post_matches(self, booked, moves):
        """Match items and entries exactly as planned, all companies at once.

        The plan says how much each pair settles, so the matches are created as they
        are: Odoo's own arithmetic takes the rate of a whole line, and can be a step
        off on partly settled items in foreign currency.

        :return: (settlement, leg number) -> the match of a leg without an entry
        """
        values, keys = [], []
        self.line_ids.move_line_id.fetch(["company_currency_id", "currency_id"])
        for settlement, result in booked.items():
            for match in result.plan.matches:
                debit = self._matched_line(settlement, match.debit, moves)
                credit = self._matched_line(settlement, match.credit, moves)
                values.append(
                    {
                        "debit_move_id": debit.id,
                        "credit_move_id": credit.id,
                        "amount": from_steps(match.value, debit.company_currency_id),
                        "debit_amount_currency": from_steps(
                            match.debit_amount, debit.currency_id
                        ),
                        "credit_amount_currency": from_steps(
                            match.credit_amount, credit.currency_id
                        ),
                    }
                )
                keys.append((settlement, match.leg))
        dates = [booked[settlement].plan.date for settlement, _leg in keys]
        partials = self._reconcile_exactly(values, dates)
        self._check_settled(booked)
        return {
            key: partial
            for key, partial in zip(keys, partials, strict=True)
            if key[1] is not None
        }

    def _matched_line(self, settlement, reference, moves):
        if isinstance(reference, LineRef):
            return moves[settlement, reference.branch][reference.place]
        return self.env["account.move.line"].browse(reference)

    def _reconcile_exactly(self, values, dates=()):
        """Create matches as given, with all that Odoo does after a reconciliation:
        cash-basis entries, full reconciliations, the hook of paid invoices.

        :param dates: of each match, where it is not the later one of its two items:
            tax that is due on payment becomes due on it
        """
        partials = self.env["account.partial.reconcile"]
        ids = {v[name] for v in values for name in ("debit_move_id", "credit_move_id")}
        lines = self.env["account.move.line"].browse(sorted(ids))
        before = lines._reconcile_pre_hook()
        partials = partials.create(values)
        for partial, date in zip(partials, dates, strict=False):
            # Odoo computes it while a match is created: it cannot be given before.
            if partial.max_date != date:
                partial.max_date = date
        taxed = partials.filtered(lambda partial: partial.company_id.tax_exigibility)
        if taxed:
            taxed.with_context(**UNNOTED)._create_tax_cash_basis_moves()
            taxed._set_draft_caba_move_vals()
        self.env["account.full.reconcile"].create(
            [
                {
                    "partial_reconcile_ids": [
                        Command.link(partial.id)
                        for partial in group.matched_debit_ids
                        | group.matched_credit_ids
                    ],
                    "reconciled_line_ids": [Command.link(line.id) for line in group],
                }
                for group in lines._reconciled_by_number().values()
                if all(line.reconciled for line in group)
            ]
        )
        lines._reconcile_post_hook(before)
        return partials

    def _check_settled(self, booked):
        """Compare what the books say is open with what the plan says, to the step."""
        for result in booked.values():
            for key, settled in result.plan.settled.items():
                item = self.env["account.move.line"].browse(key)
                open_amount = from_steps(settled.open_amount, item.currency_id)
                open_value = from_steps(settled.open_value, item.company_currency_id)
                if item.currency_id.compare_amounts(
                    abs(item.amount_residual_currency), open_amount
                ) or item.company_currency_id.compare_amounts(
                    abs(item.amount_residual), open_value
                ):
                    raise AssertionError(
                        f"{item.move_name}: {item.amount_residual_currency}/"
                        f"{item.amount_residual} open, not {open_amount}/{open_value}"
                    )

    def _post_legs(self, booked, moves, directs):
        """Store the legs, and the mirrored pairs of due-to and due-from items."""
        lines_of_leg, mirrors = self._collect_lines(booked, moves)
        keys = list(mirrors)
        records = self.env["ar.settlement.mirror"].create(
            [
                {
                    "settlement_id": settlement.id,
                    "due_to_line_id": mirrors[settlement, number].get("due_to"),
                    "due_from_line_id": mirrors[settlement, number].get("due_from"),
                }
                for settlement, number in keys
            ]
        )
        mirrors_of_leg = {}
        for key, record in zip(keys, records, strict=True):
            for leg in mirrors[key]["legs"]:
                mirrors_of_leg.setdefault((key[0], leg), []).append(record.id)
        values = []
        for settlement, result in booked.items():
            lines = {line._item_key(): line for line in settlement.line_ids}
            for leg in result.plan.legs:
                key = (settlement, leg.number)
                values.append(
                    {
                        **self._prepare_leg_vals(settlement, leg, lines),
                        "line_ids": [Command.set(lines_of_leg.get(key, []))],
                        "mirror_ids": [Command.set(mirrors_of_leg.get(key, []))],
                        "direct_partial_id": directs[key].id
                        if key in directs
                        else False,
                    }
                )
        self.env["ar.settlement.leg"].create(values)

    @staticmethod
    def _collect_lines(booked, moves):
        """The journal items of each leg, and those of each mirrored pair."""
        lines_of_leg, mirrors = {}, {}
        for settlement, result in booked.items():
            for entry in result.plan.entries:
                items = moves[settlement, entry.branch]
                for line, item in zip(entry.lines, items, strict=True):
                    for leg in line.legs:
                        lines_of_leg.setdefault((settlement, leg), []).append(item.id)
                    if line.mirror is not None:
                        pair = mirrors.setdefault(
                            (settlement, line.mirror), {"legs": line.legs}
                        )
                        pair[line.account.role.value] = item.id
        return lines_of_leg, mirrors

    def _prepare_leg_vals(self, settlement, leg, lines):
        source, target = lines[leg.source.key], lines[leg.target.key]
        own_source = source.company_id.currency_id
        own_target = target.company_id.currency_id
        return {
            "settlement_id": settlement.id,
            "sequence": leg.number + 1,
            "source_id": source.id,
            "target_id": target.id,
            "via_id": lines[leg.via.key].id if leg.via else False,
            "source_company_id": source.company_id.id,
            "target_company_id": target.company_id.id,
            "source_move_line_id": leg.source.key,
            "target_move_line_id": leg.target.key,
            "value_date": leg.date,
            "amount_source": from_steps(leg.amount_source, source.currency_id),
            "amount_target": from_steps(leg.amount_target, target.currency_id),
            "discount_target": from_steps(leg.discount, target.currency_id),
            "discount_tier": self._tier_number(leg.tier),
            "discount_source": from_steps(leg.source_discount, source.currency_id),
            "discount_source_tier": self._tier_number(leg.source_tier),
            "company_amount_source": from_steps(leg.value_source, own_source),
            "company_amount_target": from_steps(leg.value_target, own_target),
            "exchange_difference": from_steps(leg.exchange, own_target),
        }

    @staticmethod
    def _tier_number(place):
        """Tiers count from 1 in the books; 0 is outside every tier."""
        return 0 if place is None else place + 1

    def _post_results(self, booked):
        """Say on the documents what happened: lines, state, chatter, payments."""
        for settlement, result in booked.items():
            for line in settlement.line_ids:
                settled = result.plan.settled[line._item_key()]
                line.amount_settled = from_steps(settled.amount, line.currency_id)
                line.discount_settled = from_steps(settled.discount, line.currency_id)
                line.difference_settled = from_steps(
                    settled.difference, line.currency_id
                )
        self.with_context(**QUIET).write({"state": "posted", "refusal": False})
        self._refresh_payments()
        self._note_settled()
        self._log(
            self.env._("Posted: entries in %(companies)s."),
            lambda s: s.move_ids.company_id,
        )

    def _log(self, text, companies):
        """Write one note on each settlement, in one batch."""
        self._message_log_batch(
            bodies={
                settlement.id: Markup("%s")
                % (
                    text
                    % {"companies": ", ".join(companies(settlement).mapped("name"))}
                )
                for settlement in self
            }
        )

    def _ar_take_items(self):
        """Put the items of payments just posted in the place of the draft payments."""
        self._elevated().line_ids.filtered("payment_id")._take_items()

    def _note_settled(self):
        """Lines of payment journals that were posted without it are settled now."""
        payments = self.line_ids.move_line_id.move_id.origin_payment_id
        waited = payments.filtered(lambda p: p.ar_progress == "unsettled")
        if waited:
            waited.ar_progress = False

    def _refresh_payments(self):
        """Let the documents find out whether they wait for the bank, and the payments
        whether they are paid, also by documents of other companies."""
        self.leg_ids._refresh_documents()
        payments = self.line_ids.move_line_id.move_id.origin_payment_id
        targets = self.leg_ids.target_move_line_id
        legs = self.env["ar.settlement.leg"].search(
            [("target_move_line_id", "in", targets.ids)]
        )
        payments |= legs.source_move_line_id.move_id.origin_payment_id
        self.env.add_to_compute(payments._fields["state"], payments)

    # ------------------------------------------------------------
    # Business: undoing
    # ------------------------------------------------------------
    def _undo(self, date=None):
        """Negate every entry of these settlements; return the negating entries.

        They are undone first in name: whatever is unreconciled after that asks for
        nothing more.
        """
        self._check_group(GROUP_UNDO)
        self._check_members()
        settlements = self._elevated()
        settlements._lock_journals(self.env["account.journal"])
        try:
            settlements.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now undoing %(settlements)s. Try again in a "
                    "moment.",
                    settlements=", ".join(settlements.mapped("name")),
                )
            ) from error
        settlements.invalidate_recordset(["state"])
        settlements._check_state("posted")
        dates = UndoBook(settlements).dates(date)
        settlements.with_context(**QUIET).write({"state": "undone"})
        originals = settlements.move_ids.filtered(lambda move: move.state == "posted")
        settlements._undo_matches(dates)
        negations = settlements._post_negations(originals, dates)
        settlements._match_negations(originals, negations)
        settlements._refresh_payments()
        settlements._log(
            self.env._("Undone: entries negated in %(companies)s."),
            lambda s: s.move_ids.company_id,
        )
        self.invalidate_recordset()
        return negations

    def _matches(self):
        """What is matched by these settlements: with their entries, or directly."""
        items = self.move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        return (
            items.matched_debit_ids
            | items.matched_credit_ids
            | self.leg_ids.direct_partial_id
        )

    def _undo_matches(self, dates):
        """Give the documents back exactly what these settlements took; what Odoo
        reverses on the way has the same date."""
        for date, some in self.grouped(dates.get).items():
            some._matches()._ar_unmatch(date)

    def _post_negations(self, moves, dates):
        """Create and post the negation of each entry, in one batch.

        Odoo's own reversal copies and reconciles one entry after the other.
        """
        settlements = {
            move: settlement for settlement in self for move in settlement.move_ids
        }
        ordered = moves.sorted(lambda move: (move.journal_id.id, move.id))
        moves.line_ids.partner_id.fetch(["commercial_partner_id", "customer_rank"])
        negations = (
            self.env["account.move"]
            .with_context(**QUIET, **AS_GIVEN)
            .create(
                [
                    {
                        "move_type": "entry",
                        "company_id": move.company_id.id,
                        "journal_id": move.journal_id.id,
                        "date": dates[settlements[move]],
                        "ref": self.env._("Reversal of: %s", move.name),
                        "reversed_entry_id": move.id,
                        "ar_settlement_ids": [Command.link(settlements[move].id)],
                        "line_ids": [
                            Command.create(
                                {
                                    **self._prepare_negation_vals(line),
                                    **self._prepare_storno_vals(line),
                                }
                            )
                            for line in move.line_ids.sorted("id")
                        ],
                    }
                    for move in ordered
                ]
            )
        )
        self._post_entries(negations)
        return negations.with_env(self.env)

    @staticmethod
    def _prepare_negation_vals(line):
        return {
            "name": line.name,
            "account_id": line.account_id.id,
            "partner_id": line.partner_id.id,
            "currency_id": line.currency_id.id,
            "amount_currency": -line.amount_currency,
            "balance": -line.balance,
            "date_maturity": line.date_maturity,
            "analytic_distribution": line.analytic_distribution,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "tax_tag_ids": [Command.set(line.tax_tag_ids.ids)],
            "tax_repartition_line_id": line.tax_repartition_line_id.id,
            "group_tax_id": line.group_tax_id.id,
        }

    @staticmethod
    def _prepare_storno_vals(line):
        """In a company with storno accounting, a negation is negative on the same side,
        as Odoo's own reversal is."""
        if not line.company_id.account_storno:
            return {}
        return {"is_storno": not line.is_storno}

    def _match_negations(self, originals, negations):
        """Match each item with its negation, as far as nothing else settled it: then
        the rest of the negation stays open."""
        values = []
        for negation in negations:
            lines = negation.reversed_entry_id.line_ids.sorted("id")
            for line, other in zip(lines, negation.line_ids.sorted("id"), strict=True):
                amount = abs(line.amount_residual_currency)
                value = abs(line.amount_residual)
                if not line.account_id.reconcile or not (amount or value):
                    continue
                is_debit = (line.balance or line.amount_currency) > 0
                debit, credit = (line, other) if is_debit else (other, line)
                values.append(
                    {
                        "debit_move_id": debit.id,
                        "credit_move_id": credit.id,
                        "amount": value,
                        "debit_amount_currency": amount,
                        "credit_amount_currency": amount,
                    }
                )
        self._reconcile_exactly(values)

    @api.model
    def _undo_for(self, settlements, date=None):
        """Undo what stands in the way of a change of a document.

        Where the user may not undo all of it, the refusal says nothing of the other
        companies' documents.
        """
        posted = settlements.sudo().filtered(lambda s: s.state == "posted")
        if not posted:
            return self.env["account.move"]
        posted = posted.with_env(self.env)
        companies = posted.sudo().with_context(active_test=False).company_ids
        members = self.env["res.company"]._ar_member_companies()
        if not self.env.su and companies - members:
            raise AccessError(
                self.env._(
                    "This document is settled together with documents of other "
                    "companies, which you may not open. Ask somebody who is a member "
                    "of all of them to undo the settlement first."
                )
            )
        return posted._undo(date)
