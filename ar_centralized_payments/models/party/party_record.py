from odoo import api, fields, models
from odoo.tools import SQL

from ...books.given_values import checked, one


class PartyRecord(models.Model):
    """One partner record, as part of its party (accounting section 1, *party*).

    What partners show depends on the companies ticked in the company switcher; a
    party is over all of the user's companies. So this lists the same records under a
    rule of its own, that asks of which companies the user is a member.
    """

    _name = "ar.party.record"
    _inherit = "ar.bounded.values"
    _description = "Customer over all Companies"
    _auto = False
    _rec_name = "name"
    _rec_names_search = ("name", "address_book_id")
    _order = "address_book_id, name, company_id, id"
    _depends = {
        "res.partner": [
            "active",
            "address_book_id",
            "city",
            "commercial_partner_id",
            "company_id",
            "complete_name",
            "country_id",
            "email",
            "vat",
        ]
    }

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Partner Record",
        readonly=True,
        help="The partner record in its company.",
    )
    commercial_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        readonly=True,
        help="The customer that a contact belongs to; the record itself otherwise.",
    )
    is_contact = fields.Boolean(
        string="Contact",
        readonly=True,
        help="Whether it belongs to a customer, rather than being one.",
    )
    active = fields.Boolean(
        readonly=True, help="Archived records stay part of the party."
    )
    name = fields.Char(readonly=True, help="The name of the partner record.")
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Company of the Record",
        readonly=True,
        help="Empty: shared between all companies.",
    )
    address_book_id = fields.Char(
        string="Address Book ID",
        readonly=True,
        help="What holds the records of one customer together.",
    )
    customer_account = fields.Char(
        compute="_compute_customer_account",
        search="_search_customer_account",
        help="The number of the customer in the company of the record.",
    )
    city = fields.Char(readonly=True, help="City of the partner record.")
    country_id = fields.Many2one(
        comodel_name="res.country",
        readonly=True,
        help="Country of the partner record.",
    )
    email = fields.Char(readonly=True, help="Email of the partner record.")
    vat = fields.Char(
        string="Tax ID", readonly=True, help="Tax ID of the partner record."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT partner.id AS id,
                   partner.id AS partner_id,
                   commercial.id AS commercial_partner_id,
                   commercial.id <> partner.id AS is_contact,
                   partner.active AS active,
                   partner.complete_name AS name,
                   partner.company_id AS company_id,
                   commercial.address_book_id AS address_book_id,
                   partner.city AS city,
                   partner.country_id AS country_id,
                   partner.email AS email,
                   partner.vat AS vat
              FROM res_partner partner
              JOIN res_partner commercial
                ON commercial.id = partner.commercial_partner_id
            """
        )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("name", "company_id")
    def _compute_display_name(self):
        """With the company of the record: the records of one party share their name.

        ``sudo()``: the company may not be ticked; the record's own rule holds.
        """
        for record in self:
            company = record.sudo().company_id.name
            record.display_name = (
                f"{record.name} ({company})" if company else record.name
            )

    @api.depends("partner_id")
    @api.depends_context("company", "uid", "su")
    def _compute_customer_account(self):
        """``sudo()``: the company may not be ticked; the record's own rule holds. A
        shared contact of a customer of others has no account to show."""
        mine = (
            self.env.user.company_ids.sudo().root_id | self.env.company.sudo().root_id
        )
        for record in self:
            partner = record.sudo().partner_id
            company = partner.commercial_partner_id.company_id.root_id
            is_told = self.env.su or not company or company in mine
            record.customer_account = is_told and partner.customer_account

    def _search_customer_account(self, operator, value):
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        return [
            (
                "partner_id",
                "in",
                partners._search([("customer_account", operator, value)]),
            )
        ]

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_partner(self):
        """Open the partner record.

        Where its company is not ticked in the company switcher, by its address: the
        web client then ticks the company and comes back to this very address. In an
        action it would come back to the list.
        """
        one(self)
        if self.company_id and self.company_id not in self.env.companies:
            return {
                "type": "ir.actions.act_url",
                "url": f"/odoo/res.partner/{self.id}",
                "target": "self",
            }
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.id,
            "views": [(False, "form")],
        }
