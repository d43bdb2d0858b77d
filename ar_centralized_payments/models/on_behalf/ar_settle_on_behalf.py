import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, LockError, RedirectWarning, UserError
from odoo.fields import Domain

from ...books.access_groups import GROUP_UNDO
from ...books.given_values import checked, one

_logger = logging.getLogger(__name__)


class ArSettleOnBehalf(models.Model):
    """One document that somebody settled for a company of which they are no member.

    Written when it is posted, by the engine alone, and never changed: what the
    controllers of the company read, and who settled it. What it says is text and
    amounts; it leads nobody to a document that they may not read.
    """

    _name = "ar.settle.on.behalf"
    _inherit = ["ar.guarded.values"]
    _description = "Settled on Behalf"
    _order = "settled_at desc, id desc"
    _rec_name = "document"

    _engine_fields = frozenset(
        {
            *("line_id", "company_id", "user_id", "settled_at", "settlement_name"),
            *("document", "date", "currency_id", "amount", "discount", "difference"),
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    line_id = fields.Many2one(
        comodel_name="ar.settlement.line",
        string="Settlement Line",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The line of the settlement; it is for members of all its companies.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The company whose document was settled.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Settled by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Who settled it on behalf of the company.",
    )
    settled_at = fields.Datetime(
        string="Settled on",
        readonly=True,
        help="When it was settled.",
    )
    settlement_name = fields.Char(
        string="Settlement",
        readonly=True,
        help="The number of the settlement, which its entries carry as reference.",
    )
    document = fields.Char(readonly=True, help="The number of the document.")
    date = fields.Date(
        string="Document Date",
        readonly=True,
        help="The accounting date of the document.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        readonly=True,
        help="The currency of the document.",
    )
    amount = fields.Monetary(
        string="Amount Settled",
        readonly=True,
        help="What was paid on the document, or used of it; no discount is counted in.",
    )
    discount = fields.Monetary(
        string="Discount Granted",
        readonly=True,
        help="The cash discount that it took, as its terms give it.",
    )
    difference = fields.Monetary(
        string="Difference Written Off",
        readonly=True,
        help="What was written off, within the maximum of the company.",
    )
    state = fields.Selection(
        selection=[("posted", "Settled"), ("undone", "Undone")],
        string="Status",
        compute="_compute_state",
        search="_search_state",
        help="Whether the settlement stands, or was undone since.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("line_id.settlement_id.state")
    def _compute_state(self):
        """``sudo()``: the settlement is for members of all its companies."""
        for row, known in zip(self, self.sudo(), strict=True):
            row.state = known.line_id.settlement_id.state

    @api.model
    def _search_state(self, operator, value):
        """``sudo()``: the same; the rows are those of the user's own rule."""
        lines = self.env["ar.settlement.line"].sudo()
        found = lines._search(Domain("settlement_id.state", operator, value))
        return Domain("line_id", "in", found)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_undo(self):
        """Undo the whole settlement of a document that the user settled on behalf.

        :return: ``True``
        :raises AccessError: without the right to undo, where somebody else settled it,
            or where the right to settle for one of the companies is gone
        :raises UserError: if it is undone already, or cannot be undone now
        """
        one(self)
        self.env["ar.settlement"]._check_group(GROUP_UNDO)
        settlement = self._to_undo()
        settlement._lock_journals(self.env["account.journal"])
        settlement.invalidate_recordset(["state"])  # Of whoever was at it meanwhile.
        if settlement.state != "posted":
            raise UserError(
                self.env._(
                    "%(document)s: the settlement is undone already.",
                    document=self.document,
                )
            )
        self._work_untold(
            settlement,
            settlement._undo,
            self.env._("Undone on behalf of the company by %s:", self.env.user.name),
        )
        self.invalidate_recordset(["state"])
        return True

    def _to_undo(self):
        """The settlement of this document, with the rights to undo it in all its
        companies; ``sudo()`` after it was checked that the user settled it and that
        each of its companies is the user's, or one to settle for."""
        self.check_access("read")
        settlement = self.sudo().line_id.settlement_id
        companies = self.env["res.company"]
        companies = companies._ar_member_companies() | companies._ar_on_behalf()
        if self.user_id != self.env.user or settlement.company_ids - companies:
            raise AccessError(
                self.env._(
                    "Here this can be undone by the user who settled it, and who still "
                    "may. Members of all its companies undo it in the settlement."
                )
            )
        return settlement

    @checked
    def action_open_document(self):
        """Open the document, for members of its company.

        ``sudo()`` for its id alone: its company may not be ticked yet.
        """
        one(self)
        self.check_access("read")
        if self.company_id - self.env["res.company"]._ar_member_companies():
            raise AccessError(
                self.env._(
                    "You may settle on behalf of this company, but not open its "
                    "documents."
                )
            )
        move = self.sudo().line_id.move_line_id.move_id
        record = move.origin_payment_id or move
        action = record._get_records_action(context={"create": False})
        return self.company_id._ar_open(action)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _work_untold(self, settlement, work, note):
        """Post or undo, and tell the user nothing of the other companies by it.

        What is refused is not told: the log keeps the reason. The documents of the
        others get a note of the system's, which says who it was: whoever writes a
        message may read it for ever, with all that Odoo tracks, and with the name that
        the document has then.

        :param settlement: with the rights of the engine
        :param str note: what the documents of the other companies get, and the number
        """
        self._documents_of_others(settlement)._track_discard()
        self._payments_of_others(settlement)._track_discard()
        try:
            work()
            settlement.env.flush_all()
        except LockError:
            raise  # Somebody else is at it: of the others it names nothing.
        except (UserError, RedirectWarning) as error:
            _logger.info("Refused on behalf, user %s: %s", self.env.uid, error)
            raise UserError(self._untold_text()) from None
        self._payments_of_others(settlement)._track_discard()
        documents = self._documents_of_others(settlement)
        documents._track_discard()
        settled = documents & settlement.line_ids.move_line_id.move_id
        settled.with_user(SUPERUSER_ID)._message_log_batch(
            bodies=dict.fromkeys(settled.ids, f"{note} {settlement.name}")
        )

    @api.model
    def _documents_of_others(self, settlement):
        """The entries and documents of companies of which the user is no member."""
        moves = settlement.line_ids.move_line_id.move_id
        moves |= settlement.move_ids
        moves |= moves.tax_cash_basis_created_move_ids
        members = self.env["res.company"]._ar_member_companies()
        return moves.filtered(lambda move: move.company_id not in members)

    @api.model
    def _payments_of_others(self, settlement):
        return self._documents_of_others(settlement).origin_payment_id

    @api.model
    def _untold_text(self):
        return self.env._(
            "Something in the books or the set-up of a company for which you settle "
            "on behalf prevents this. Ask a controller of that company, or choose a "
            "later settlement date."
        )

    @api.model
    def _note(self, settlement):
        """Write down what was settled for companies of which the user is no member.

        ``sudo()``: nobody writes this by hand.

        :param settlement: posted, with the rights to read it
        :return: the rows, as the user
        """
        members = self.env["res.company"]._ar_member_companies()
        rows = self.sudo().create(
            [
                {
                    "line_id": line.id,
                    "company_id": line.company_id.id,
                    "user_id": self.env.uid,
                    "settled_at": fields.Datetime.now(),
                    "settlement_name": settlement.name,
                    "document": line.document,
                    "date": line.date,
                    "currency_id": line.currency_id.id,
                    "amount": line.amount_settled,
                    "discount": line.discount_settled,
                    "difference": line.difference_settled,
                }
                for line in settlement.line_ids
                if line.company_id not in members
            ]
        )
        return rows.with_env(self.env)
