from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.given_values import checked, one
from ...books.sales_list_book import BLOCKING, HINTS
from ...sales_list.values import Kind, Period, Row

KINDS = [
    ("goods", "Goods"),
    ("triangular", "Triangular Sales"),
    ("services", "Services"),
]


class ArEuSalesListRow(models.Model):
    """A customer's VAT number and a kind, as they are filed."""

    _name = "ar.eu.sales.list.row"
    _inherit = "ar.guarded.values"
    _description = "EU Sales List Row"
    _order = "list_id, sequence, id"
    _rec_name = "number"

    _engine_fields = frozenset(
        {
            *("list_id", "sequence", "number", "kind", "amount_before", "amount_new"),
            *("amount", "amount_filed", "origin_from", "origin_to", "item_ids"),
        }
    )

    list_id = fields.Many2one(
        comodel_name="ar.eu.sales.list",
        string="EU Sales List",
        required=True,
        index=True,
        ondelete="cascade",
        help="The list that it is a row of.",
    )
    sequence = fields.Integer(help="The order of the rows in the list.")
    number = fields.Char(
        string="VAT Number",
        required=True,
        help="The customer's, with its prefix.",
    )
    kind = fields.Selection(
        selection=KINDS,
        required=True,
        help="Goods, triangular sales or services.",
    )
    currency_id = fields.Many2one(
        related="list_id.currency_id", help="The currency of the list."
    )
    amount_before = fields.Monetary(
        string="Reported Before",
        help="What was reported of this number, kind and period until now.",
    )
    amount_new = fields.Monetary(
        string="Right Total",
        help="What should be reported in all of this number, kind and period.",
    )
    amount = fields.Monetary(
        string="Exact Amount",
        help="The sum of the items, in cents: what is new in this list.",
    )
    amount_filed = fields.Monetary(
        string="Filed Amount", help="What the file says, rounded once."
    )
    origin_from = fields.Date(
        string="Corrected Period", help="The first day of the period that is corrected."
    )
    origin_to = fields.Date(
        string="Corrected until", help="The last day of the period that is corrected."
    )
    item_ids = fields.One2many(
        comodel_name="ar.eu.sales.list.item",
        inverse_name="row_id",
        string="Items",
        readonly=True,
        help="The sales that make up the row.",
    )

    @checked
    def action_open_items(self):
        """Open the items behind the row."""
        one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Items of %(number)s", number=self.number),
            "res_model": "ar.eu.sales.list.item",
            "view_mode": "list",
            "views": [(False, "list")],
            "domain": [("row_id", "=", self.id)],
        }

    def _pure(self):
        """The row as the pure package knows it, amounts in cents."""
        origin = None
        if self.origin_from:
            origin = Period.between(self.origin_from, self.origin_to)
        before, new = (
            round(amount * 100) for amount in (self.amount_before, self.amount_new)
        )
        return Row(self.number, Kind(self.kind), before, new, origin)


class ArEuSalesListItem(models.Model):
    """A sale in a row: a journal item, or a cash discount that a settlement gave."""

    _name = "ar.eu.sales.list.item"
    _inherit = "ar.guarded.values"
    _description = "EU Sales List Item"
    _order = "list_id, row_id, id"
    _rec_name = "source"
    #: There are very many; who made them, and when, is the list's.
    _log_access = False

    _engine_fields = frozenset(
        {
            *("list_id", "row_id", "source", "move_line_id"),
            *("number", "kind", "amount", "date", "period_from", "period_to"),
        }
    )

    list_id = fields.Many2one(
        comodel_name="ar.eu.sales.list",
        string="EU Sales List",
        required=True,
        index=True,
        ondelete="cascade",
        help="The list that reports it.",
    )
    row_id = fields.Many2one(
        comodel_name="ar.eu.sales.list.row",
        required=True,
        index=True,
        ondelete="cascade",
        help="The row that it is a part of.",
    )
    source = fields.Char(
        required=True,
        help="What it was made from: a journal item (line), a cash discount that was "
        "given (discount), or taken back (undo).",
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Journal Item",
        index="btree_not_null",
        ondelete="set null",
        help="The base line that was sold with a tax of the list.",
    )
    move_id = fields.Many2one(
        related="move_line_id.move_id",
        string="Document",
        help="The invoice, credit note or entry.",
    )
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id",
        string="Customer",
        help="The customer of the document.",
    )
    number = fields.Char(
        string="VAT Number",
        required=True,
        help="As it was when the document was posted.",
    )
    kind = fields.Selection(
        selection=KINDS, required=True, help="Goods, triangular sales or services."
    )
    currency_id = fields.Many2one(
        related="list_id.currency_id", help="The currency of the list."
    )
    amount = fields.Monetary(help="The base, less for credit notes.")
    date = fields.Date(help="The accounting date.")
    period_from = fields.Date(
        string="Period from", help="The first day of the period it belongs to."
    )
    period_to = fields.Date(
        string="Period until", help="The last day of the period it belongs to."
    )
    state = fields.Selection(
        selection=[
            ("draft", "Included"),
            ("reported", "Reported"),
            ("closed", "Closed"),
        ],
        string="Status",
        compute="_compute_state",
        help="Included in a draft, reported, or closed: as its list.",
    )

    @api.depends("list_id.state")
    def _compute_state(self):
        for item in self:
            item.state = item.list_id.state

    @checked
    def action_open_document(self):
        """Open the invoice, credit note or entry."""
        one(self)
        self.check_access("read")
        return self.list_id._open_move(self.move_id)


class ArEuSalesListProblem(models.Model):
    """A document that keeps a list from being reported, or that is worth a look."""

    _name = "ar.eu.sales.list.problem"
    _inherit = "ar.guarded.values"
    _description = "EU Sales List Problem"
    _order = "list_id, severity, code, id"
    _rec_name = "code"

    _engine_fields = frozenset(
        {
            *("list_id", "code", "severity", "move_id", "partner_id", "number"),
            *("kind", "amount", "accepted_uid", "accepted_date", "is_open"),
        }
    )

    list_id = fields.Many2one(
        comodel_name="ar.eu.sales.list",
        string="EU Sales List",
        required=True,
        index=True,
        ondelete="cascade",
        help="The list that it is a problem of.",
    )
    code = fields.Selection(
        selection=[
            ("no_number", "No VAT number"),
            ("invalid", "No valid VAT number"),
            ("own_country", "Number of the own country"),
            ("not_eu", "Number from outside the EU"),
            ("northern_ireland", "Services to Northern Ireland"),
            ("no_rate", "No exchange rate"),
            ("vies", "Not known to VIES"),
            ("delivery", "Delivered in the own country, or outside the EU"),
            ("product", "Kind and product differ"),
            ("no_kind", "No tax of the list"),
            ("rate", "Tax is not 0 %"),
            ("differs", "Customer has another number now"),
        ],
        string="Problem",
        required=True,
        help="What is wrong, or may be.",
    )
    severity = fields.Selection(
        selection=[
            ("1_blocking", "Blocking"),
            ("2_warning", "Warning"),
            ("3_hint", "Hint"),
        ],
        required=True,
        help="Blocking: the list is reported once it is mended, or accepted with a "
        "reason.",
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Document",
        ondelete="cascade",
        index="btree_not_null",
        help="The invoice, credit note or entry.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        ondelete="set null",
        help="The customer of the document.",
    )
    number = fields.Char(string="VAT Number", help="The number as it is reported.")
    kind = fields.Selection(
        selection=KINDS, help="Goods, triangular sales or services."
    )
    currency_id = fields.Many2one(
        related="list_id.currency_id", help="The currency of the list."
    )
    amount = fields.Monetary(
        string="Not in the Rows", help="What is missing in the rows for it."
    )
    reason = fields.Char(
        string="Accepted Because",
        help="Why it is accepted: the list can be reported then. A number that is not "
        "valid is in the rows then; the others never are.",
    )
    accepted_uid = fields.Many2one(
        comodel_name="res.users",
        string="Accepted by",
        readonly=True,
        help="Who accepted it.",
    )
    accepted_date = fields.Datetime(
        string="Accepted on", readonly=True, help="When it was accepted."
    )
    is_open = fields.Boolean(
        compute="_compute_is_open",
        store=True,
        help="It still stops the list from being reported.",
    )

    @api.depends("severity", "reason")
    def _compute_is_open(self):
        for problem in self:
            is_blocking = problem.severity == "1_blocking"
            problem.is_open = is_blocking and not (problem.reason or "").strip()

    @api.model
    def _severity(self, code):
        if code in BLOCKING:
            return "1_blocking"
        return "3_hint" if code in HINTS else "2_warning"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        """Only a draft's problems are accepted; who did, and when, is kept.

        ``sudo()``: the engine's fields; access to write is checked before.
        """
        if "reason" not in vals or self.env.su:
            return super().write(vals)
        self.check_access("write")
        self.list_id._check_state("draft")
        result = super().write(vals)
        self.sudo().write(
            {
                "accepted_uid": self.env.uid if vals["reason"] else False,
                "accepted_date": fields.Datetime.now() if vals["reason"] else False,
            }
        )
        return result

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_mend(self):
        """Open what mends the problem: the number of the document, or the document."""
        one(self)
        self.check_access("read")
        if self.code in ("no_kind", "rate", "product", "delivery", "no_rate"):
            return self.list_id._open_move(self.move_id)
        if self.code == "vies":
            return self.partner_id._get_records_action()
        return self.list_id._open_wizard(
            "ar.eu.vat.correction", self.env._("Correct VAT Number"), self.move_id
        )

    @checked
    def action_open_document(self):
        """Open the document that has the problem."""
        one(self)
        self.check_access("read")
        if not self.move_id:
            raise UserError(self.env._("The document is not there any more."))
        return self.list_id._open_move(self.move_id)
