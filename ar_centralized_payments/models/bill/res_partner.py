from odoo import api, fields, models

from ...books.given_values import checked


class ResPartner(models.Model):
    _inherit = "res.partner"

    ar_pays_by_bill = fields.Boolean(
        string="Pays by Bill of Exchange",
        company_dependent=True,
        help="Proposals to draw bills may be for such customers alone.",
    )
    ar_bill_days = fields.Integer(
        string="Days of a Bill",
        company_dependent=True,
        help="When a bill that pays no document is due: so many days after its draw.",
    )
    ar_bills_outstanding = fields.Monetary(
        string="Bills Outstanding",
        compute="_compute_ar_bills",
        currency_field="ar_bills_currency_id",
        help="What the company still risks on this customer's bills: those drawn, "
        "remitted with recourse, honored and not closed yet, and protested ones that "
        "are not paid.",
    )
    ar_bill_count = fields.Integer(
        string="Bills of Exchange",
        compute="_compute_ar_bills",
        help="How many bills of this customer you may see.",
    )
    ar_bills_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of Bills Outstanding",
        compute="_compute_ar_bills",
        help="The current company's.",
    )

    @api.depends_context("uid", "company", "allowed_company_ids")
    def _compute_ar_bills(self):
        """Of the current company, over all contacts of the customer."""
        self.ar_bills_currency_id = self.env.company.currency_id
        self.ar_bills_outstanding = self.ar_bill_count = 0
        bills = self.env["ar.bill"]
        if not bills.has_access("read"):
            return
        groups = bills._read_group(
            [("partner_id.commercial_partner_id", "in", self.commercial_partner_id.ids),
             ("company_id", "=", self.env.company.id)],
            ["partner_id"],
            ["__count", "value_outstanding:sum"],
        )  # fmt: skip
        for partner, count, value in groups:
            own = self.filtered(
                lambda record, partner=partner: (
                    record.commercial_partner_id == partner.commercial_partner_id
                )
            )
            for record in own:
                record.ar_bill_count += count
                record.ar_bills_outstanding += value

    @checked
    def action_open_bills(self):
        """Open the bills of exchange of these customers."""
        self.check_access("read")
        self.env["ar.bill"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_bill"
        )
        customers = self.commercial_partner_id.ids
        return {**action, "domain": [("partner_id", "child_of", customers)]}
