from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...books.bill_plans import proposed_interest


class ArBillRemittanceLine(models.Model):
    """A bill on a remittance, with what the bank takes for it."""

    _name = "ar.bill.remittance.line"
    _inherit = ["ar.guarded.values"]
    _description = "Bill on a Remittance"
    _order = "id"
    _rec_name = "bill_id"
    _check_company_auto = True

    remittance_id = fields.Many2one(
        comodel_name="ar.bill.remittance",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        help="The remittance it is on.",
    )
    company_id = fields.Many2one(
        related="remittance_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="remittance_id.currency_id")
    bill_id = fields.Many2one(
        comodel_name="ar.bill",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'drawn'), ('company_id', '=', company_id), "
        "('currency_id', '=', currency_id), ('remittance_id', '=', False)]",
        help="A bill that the company holds.",
    )
    partner_id = fields.Many2one(related="bill_id.partner_id")
    due_date = fields.Date(related="bill_id.due_date")
    amount = fields.Monetary(related="bill_id.amount", string="Face Amount")
    bill_state = fields.Selection(related="bill_id.state", string="Status of the Bill")
    interest = fields.Monetary(
        compute="_compute_charges",
        store=True,
        readonly=False,
        help="What the bank keeps for the time until the bill is due.",
    )
    fee = fields.Monetary(
        compute="_compute_charges",
        store=True,
        readonly=False,
        help="What the bank takes for the bill.",
    )
    is_active = fields.Boolean(
        string="On It",
        default=True,
        readonly=True,
        help="Whether the bill is on the remittance still.",
    )

    _bill_once = models.UniqueIndex(
        "(bill_id) WHERE is_active",
        "A bill is on another remittance already; no bill is presented twice.",
    )

    @api.depends(
        "bill_id",
        "remittance_id.journal_id",
        "remittance_id.type",
        "remittance_id.value_date",
        "remittance_id.date",
    )
    def _compute_charges(self):
        """A proposal: typed figures win. No fee is taken at once for a collection."""
        for line in self:
            remittance = line.remittance_id
            line.interest = line.fee = 0.0
            if not line.bill_id or remittance.type != "discount":
                continue
            journal = remittance.journal_id.sudo()
            on = remittance.value_date or remittance.date
            line.interest = proposed_interest(line.bill_id, journal, on)
            line.fee = line.currency_id.round(journal.ar_bill_fee)

    @api.constrains("interest", "fee", "bill_id", "remittance_id")
    def _check_charges(self):
        for line in self:
            words = {"bill": line.bill_id._text()}
            if min(line.interest, line.fee) < 0:
                raise ValidationError(
                    self.env._("%(bill)s: interest and fee are not negative.", **words)
                )
            if line.interest and line.remittance_id.type == "collection":
                raise ValidationError(
                    self.env._(
                        "%(bill)s: a collection takes no interest. Remove it, or "
                        "choose Discounting.",
                        **words,
                    )
                )
            if line.bill_id.currency_id != line.remittance_id.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(bill)s is in another currency. A remittance is of one.",
                        **words,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        self._check_not_given(vals_list, "is_active")
        self._check_free([vals.get("bill_id") for vals in vals_list])
        lines = super().create([{**vals, "is_active": True} for vals in vals_list])
        lines.remittance_id._check_draft()
        lines._check_bills()
        return lines

    def write(self, vals):
        self._check_bounds([vals])
        self._check_not_given([vals], "is_active")
        if not self.env.su:
            self.remittance_id._check_draft()
        if vals.get("bill_id"):
            self._check_free([vals["bill_id"]])
        result = super().write(vals)
        if "bill_id" in vals:
            self._check_bills()
        return result

    def unlink(self):
        if not self.env.su:
            self.remittance_id._check_draft()
        return super().unlink()

    @api.model
    def _check_free(self, bill_ids):
        """No bill is presented twice."""
        taken = self.search([("bill_id", "in", bill_ids), ("is_active", "=", True)])
        if taken or len(set(bill_ids)) < len(bill_ids):
            raise UserError(
                self.env._(
                    "A bill is on one remittance at a time: %(bills)s.",
                    bills=", ".join(
                        self.env._(
                            "%(bill)s is on %(remittance)s",
                            bill=line.bill_id._text(),
                            remittance=line.remittance_id.name,
                        )
                        for line in taken
                    )
                    or self.env._("one is chosen twice"),
                )
            )

    def _check_bills(self):
        wrong = self.bill_id.filtered(lambda bill: bill.state != "drawn")
        if wrong:
            raise UserError(
                self.env._(
                    "Only drawn bills can be remitted: %(bills)s.",
                    bills=", ".join(bill._text() for bill in wrong),
                )
            )
