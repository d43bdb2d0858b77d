from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...sales_list.formats import BY_COUNTRY
from ...sales_list.numbers import normalize

#: Goods of a quarter, up to which lists may be quarterly, in the country's currency.
LIMITS = {"SE": 500_000.0}
LIMIT = 50_000.0
#: Countries where credit notes are declared as corrections of their invoices.
NOTES_OF_ORIGIN = {"ES"}

FORMATS = [
    ("general", "CSV for Any Country"),
    ("de", "Germany: CSV 3.0"),
    ("se", "Sweden: SKV 574008"),
    ("dk", "Denmark: CSV"),
    ("be", "Belgium: XML"),
    ("fr", "France: DES (Services)"),
]
ROUNDINGS = [("half_up", "Half Up"), ("down", "Down"), ("up", "Up")]


class ArEuSalesRegistration(models.Model):
    """How one company reports its sales to the EU in one country.

    Made by the first run that finds such sales, with what is usual in the country.
    """

    _name = "ar.eu.sales.registration"
    _inherit = "ar.guarded.values"
    _description = "EU Sales List Setting"
    _order = "company_id, country_id"
    _rec_names_search = ("company_id", "country_id")

    _engine_fields = frozenset({"file_count"})

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
        help="The legal entity that reports, with all its branches.",
    )
    country_id = fields.Many2one(
        comodel_name="res.country",
        required=True,
        default=lambda self: self.env.company.account_fiscal_country_id,
        help="Where it reports: its own country, or one where it has a VAT number.",
    )
    currency_id = fields.Many2one(
        related="country_id.currency_id",
        help="The currency of the list: that of the country.",
    )
    own_number = fields.Char(
        string="Own VAT Number",
        compute="_compute_own_number",
        help="The company's, or that of its fiscal position for the country.",
    )
    frequency = fields.Selection(
        selection=[("month", "Monthly"), ("quarter", "Quarterly")],
        required=True,
        default="month",
        help="How often the company reports there.",
    )
    limit = fields.Monetary(
        string="Limit for Quarterly Lists",
        default=LIMIT,
        help="Goods, triangular sales included, of a quarter and of each of the four "
        "before. Above it lists have to be monthly; a list says so.",
    )
    format = fields.Selection(
        selection=FORMATS,
        required=True,
        default="general",
        help="The file that the tax authority takes.",
    )
    rounding = fields.Selection(
        selection=ROUNDINGS,
        required=True,
        default="half_up",
        help="How a row becomes whole units, where the file has no cents. A row is "
        "rounded once.",
    )
    is_discount_reported = fields.Boolean(
        string="Report Cash Discounts",
        default=True,
        help="Cash discounts that settlements gave reduce the sales of the period in "
        "which they were given.",
    )
    is_note_of_origin = fields.Boolean(
        string="Credit Notes Correct Their Invoice's Period",
        help="A credit note changes the period of the invoice it is linked to, if that "
        "was reported. Otherwise it belongs to its own period.",
    )
    contact_name = fields.Char(help="Whom the tax authority may ask.")
    contact_phone = fields.Char(help="The phone number of that person.")
    contact_email = fields.Char(help="The e-mail address of that person.")
    file_count = fields.Integer(
        string="Files Made",
        readonly=True,
        help="How many files were made; France numbers them.",
    )

    _unique = models.UniqueIndex(
        "(company_id, country_id)",
        "This company has a setting for this country already.",
    )

    # ------------------------------------------------------------
    # Compute and constrains
    # ------------------------------------------------------------
    @api.depends("company_id", "country_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = (
                f"{one.company_id.name or ''} {one.country_id.code or ''}"
            )

    @api.depends("company_id.vat", "country_id")
    def _compute_own_number(self):
        """``sudo()``: the fiscal positions of a company that is not ticked."""
        for one in self:
            company, country = one.sudo().company_id, one.sudo().country_id
            vat = company.vat
            if country != company.account_fiscal_country_id:
                positions = self.env["account.fiscal.position"].sudo()
                vat = positions.search(
                    [
                        ("company_id", "=", company.id),
                        ("foreign_vat", "!=", False),
                        ("country_id", "=", country.id),
                    ],
                    limit=1,
                ).foreign_vat
            one.own_number = normalize(vat, country.code)

    @api.constrains("company_id")
    def _check_company(self):
        """``sudo()``: the company may not be ticked."""
        for one in self.sudo():
            if one.company_id.parent_id:
                raise ValidationError(
                    self.env._(
                        "%(company)s is a branch: choose the company that it belongs "
                        "to.",
                        company=one.company_id.name,
                    )
                )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _ensure(self, companies, pairs):
        """The registrations of some companies, those that are missing made.

        :param companies: no branches
        :param pairs: set of (company id, country id) that have sales to report
        """
        domain = [("company_id", "in", companies.ids)]
        known = {(one.company_id.id, one.country_id.id) for one in self.search(domain)}
        self.create([self._prepare_vals(*pair) for pair in sorted(pairs - known)])
        return self.search(domain)

    def _prepare_vals(self, company, country):
        company = self.env["res.company"].browse(company)
        code = self.env["res.country"].browse(country).code
        partner = company.partner_id
        return {
            "company_id": company.id,
            "country_id": country,
            "format": BY_COUNTRY.get(code, "general"),
            "limit": LIMITS.get(code, LIMIT),
            "is_note_of_origin": code in NOTES_OF_ORIGIN,
            "contact_phone": partner.phone,
            "contact_email": partner.email,
        }
