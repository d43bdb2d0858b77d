from odoo import api, fields, models

from ...sales_list.tags import kind_of_tax

#: The groups of countries that Odoo's charts name in positions for customers in the EU.
EU_GROUPS = ("account.europe_vat", "base.europe")


class AccountTax(models.Model):
    _name = "account.tax"
    _inherit = ["account.tax", "ar.bounded.own.values"]

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    eu_sales_kind = fields.Selection(
        selection=[
            ("none", "Not Listed"),
            ("goods", "Goods"),
            ("services", "Services"),
            ("triangular", "Triangular Sales"),
            ("by_product", "By Product"),
        ],
        string="EU Sales List",
        compute="_compute_eu_sales_kind",
        store=True,
        readonly=False,
        help="What sales with this tax are in the EU sales list. By product: services "
        "where the product is one, else goods. Proposed from the tax tags of the "
        "country's chart; empty where the chart is not known.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "type_tax_use",
        "tax_scope",
        "country_id",
        "fiscal_position_ids",
        "invoice_repartition_line_ids.tag_ids",
        "refund_repartition_line_ids.tag_ids",
    )
    def _compute_eu_sales_kind(self):
        """What was chosen stays; what is empty, or not listed, is proposed."""
        groups = self._ar_eu_groups()
        for tax in self:
            if tax.eu_sales_kind in (False, "none"):
                tax.eu_sales_kind = tax._ar_proposed_kind(groups) or False

    @api.model
    def _ar_eu_groups(self):
        found = [self.env.ref(name, raise_if_not_found=False) for name in EU_GROUPS]
        return self.env["res.country.group"].union(*filter(None, found))

    def _ar_proposed_kind(self, groups):
        if self.type_tax_use != "sale":
            return ""
        lines = self.invoice_repartition_line_ids | self.refund_repartition_line_ids
        tags = lines.tag_ids.with_context(lang="en_US").mapped("name")
        positions = self.fiscal_position_ids
        of_business = positions.filtered("vat_required")
        of_eu = positions.filtered(lambda one: one.country_group_id in groups)
        return kind_of_tax(
            self.country_id.code or "",
            tags,
            self.tax_scope or "",
            not positions or bool(of_eu | of_business),
            bool(of_business),
        )
