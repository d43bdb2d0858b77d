from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...books.given_values import checked, one


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "ar.bounded.own.values"]

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    address_book_id = fields.Char(
        string="Address Book ID",
        copy=False,
        index="btree_not_null",
        help="Customer records with the same Address Book ID are one customer for "
        "settlements, in whatever company each record is. Contacts have the ID of the "
        "company they belong to.",
    )
    customer_account = fields.Char(
        compute="_compute_customer_account",
        inverse="_inverse_customer_account",
        search="_search_customer_account",
        help="The number of this customer in the books of its own company; for a "
        "record shared between companies, in the books of the current one.",
    )
    customer_account_store = fields.Char(
        string="Customer Account by Company",
        company_dependent=True,
        copy=False,
        help="Holds the customer account of each legal entity.",
    )
    party_record_count = fields.Integer(
        string="Customer Records of the Party",
        compute="_compute_party_record_count",
        help="How many customer records, over all your companies, are this customer.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "commercial_partner_id.customer_account_store",
        "commercial_partner_id.company_id",
    )
    @api.depends_context("company", "uid", "su")
    def _compute_customer_account(self):
        """A shared contact may belong to a customer of a company of others: then
        nothing is told."""
        mine = (
            self.env.user.company_ids.sudo().root_id | self.env.company.sudo().root_id
        )
        for company, partners in self._ar_by_account_company().items():
            for partner in partners:
                commercial = partner.sudo().commercial_partner_id
                own = commercial.with_company(company)
                is_told = self.env.su or company in mine
                partner.customer_account = is_told and own.customer_account_store

    def _inverse_customer_account(self):
        """Store the number for the legal entity, once writing is allowed.

        ``sudo()``: a member of a branch alone may not use the root company, under
        which the number is kept.
        """
        for company, partners in self._ar_by_account_company().items():
            for partner in partners:
                partner.commercial_partner_id.check_access("write")
                commercial = partner.commercial_partner_id.sudo().with_company(company)
                commercial.customer_account_store = partner.customer_account

    def _search_customer_account(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        if operator == "=ilike" and isinstance(value, str) and value:
            found = self._ar_find_accounts(value)
            return Domain("commercial_partner_id", "in", found)
        partners = self.sudo().with_context(active_test=False)
        current = self.env.company.sudo().root_id
        found = Domain.FALSE
        for company in self.env.user.company_ids.sudo().root_id | current:
            books = Domain("company_id", "child_of", company.id)
            if company == current:
                books |= Domain("company_id", "=", False)
            query = partners.with_company(company)._search(
                books & Domain("customer_account_store", operator, value)
            )
            found |= Domain("commercial_partner_id", "in", query)
        return found

    @api.model
    def _ar_find_accounts(self, pattern):
        """Ids of the customers whose account is like a pattern, each in its own legal
        entity, in one query however many there are: what is typed asks this often.

        ``sudo()``: the number is kept under the root company. Only legal entities of
        the user count.
        """
        current = self.env.company.sudo().root_id
        roots = self.env.user.company_ids.sudo().root_id | current
        self.env["res.partner"].flush_model(["company_id", "customer_account_store"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner.id
                  FROM res_partner partner
             LEFT JOIN res_company company ON company.id = partner.company_id
                 WHERE partner.customer_account_store IS NOT NULL
                   AND COALESCE(split_part(company.parent_path, '/', 1)::int, %(own)s)
                       = ANY(%(roots)s)
                   AND partner.customer_account_store ->> COALESCE(
                           split_part(company.parent_path, '/', 1), %(own)s::text)
                       ILIKE %(pattern)s
                """,
                own=current.id,
                roots=roots.ids,
                pattern=pattern,
            )
        )
        return [partner for (partner,) in rows]

    @api.depends("commercial_partner_id.address_book_id")
    @api.depends_context("uid")
    def _compute_party_record_count(self):
        parties = self._origin._ar_party_partners()
        for partner in self:
            party = parties.get(partner._origin, self.browse())
            partner.party_record_count = len(party._ar_commercial_records())

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("address_book_id")
    def _check_address_book_id(self):
        """A contact has no ID but its company's: it belongs to one party by that."""
        for partner in self.sudo():
            commercial = partner.commercial_partner_id
            if (partner.address_book_id or "") != (commercial.address_book_id or ""):
                raise ValidationError(
                    self.env._(
                        "%(contact)s is a contact of %(company)s. Set the Address Book "
                        "ID on %(company)s: it holds for all its contacts.",
                        contact=partner.display_name,
                        company=commercial.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        return super().create([self._ar_prepare_party_vals(vals) for vals in vals_list])

    def write(self, vals):
        self._check_bounds([vals])
        vals = self._ar_prepare_party_vals(vals)
        moved = (
            self.sudo() if vals.keys() & {"parent_id", "is_company"} else self.browse()
        )
        contacts = moved.filtered(lambda p: p.commercial_partner_id != p)
        result = super().write(vals)
        if "address_book_id" not in vals:
            moved._ar_align_address_book(contacts)
        return result

    def unlink(self):
        children = self.sudo().with_context(active_test=False).child_ids - self.sudo()
        result = super().unlink()
        children._ar_align_address_book(children)
        return result

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "address_book_id"]

    @api.model
    def _ar_prepare_party_vals(self, vals):
        """Trim Address Book ID and customer account; white space alone is none."""
        names = vals.keys() & {"address_book_id", "customer_account"}
        if not names:
            return vals
        return vals | {name: (vals[name] or "").strip() or False for name in names}

    def _ar_align_address_book(self, former_contacts):
        """Give moved partners the ID of where they now belong.

        An Address Book ID is only ever the user's choice. A contact that leaves its
        company and stands for itself had only a copy of the company's: it loses it,
        or it would go on being one party with the company.
        """
        for partner in self.exists():
            commercial = partner.commercial_partner_id
            if commercial != partner:
                expected = commercial.address_book_id
            elif partner in former_contacts:
                expected = False
            else:
                continue
            if partner.address_book_id != expected:
                partner.address_book_id = expected

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_settle_transactions(self):
        """Open the page that settles what is open of this customer, in all companies
        of the user."""
        one(self)
        return self.env["ar.settlement"]._page_action({"partner_id": self.id})

    @checked
    def action_view_party(self):
        """Open all partner records that are one party with these."""
        self.check_access("read")
        party = self._ar_party()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_party_record"
        )
        title = self.env._("Party of %(customer)s", customer=self[:1].name)
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": [("partner_id", "in", party.ids)],
            "context": {"active_test": False, "search_default_without_contacts": 1},
        }

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_by_account_company(self):
        """Group partners by the legal entity whose customer account they have."""
        current = self.env.company.sudo().root_id
        return self.grouped(
            lambda p: p.sudo().commercial_partner_id.company_id.root_id or current
        )

    def _ar_party_key(self):
        """What makes records one party (accounting section 1, *party*).

        The Address Book ID of the commercial partner, where the user gave one, else
        the commercial partner itself. Read with ``sudo()``: a contact may be shared
        where its company is not; nothing of it is shown.
        """
        self.ensure_one()
        commercial = self.sudo().commercial_partner_id
        if commercial.address_book_id:
            return ("address_book", commercial.address_book_id)
        return ("partner", commercial.id)

    def _ar_address_book_ids(self):
        """Id -> Address Book ID of those partners that the acting user may read, in
        whichever of the user's companies."""
        companies = self.env["res.company"]._ar_user_companies()
        partners = self.with_context(allowed_company_ids=companies.ids)
        return {p.id: p.address_book_id for p in partners._filtered_access("read")}

    def _ar_party_partners(self):
        """Return the party of each partner, in one search for all.

        Archived records are part of a party: they may have open invoices. All
        companies of the acting user count, whatever the company switcher shows, and
        none other: the record rules apply.

        :return: each partner of ``self`` -> all partners of its party (itself too)
        :rtype: dict
        """
        keys = {partner: partner._ar_party_key() for partner in self}
        companies = self.env["res.company"]._ar_user_companies()
        partners = self.with_context(allowed_company_ids=companies.ids)
        domain = Domain.OR(
            [
                Domain(
                    "commercial_partner_id", "in", self._ar_key_values(keys, "partner")
                ),
                Domain(
                    "commercial_partner_id.address_book_id",
                    "in",
                    self._ar_key_values(keys, "address_book"),
                ),
            ]
        )
        found = partners.with_context(active_test=False).search(domain)
        parties = partners.browse(found.ids).grouped(lambda p: p._ar_party_key())
        return {p: parties.get(key, partners.browse()) for p, key in keys.items()}

    @api.model
    def _ar_key_values(self, keys, kind):
        return [value for key_kind, value in set(keys.values()) if key_kind == kind]

    def _ar_party(self):
        """Return all partners that are one party with any of these."""
        return self.browse().union(*self._ar_party_partners().values())

    def _ar_commercial_records(self):
        """The records of a party that are customers themselves, not contacts."""
        return self.filtered(lambda p: p.sudo().commercial_partner_id == p)

    def _ar_partner_in_company(self, companies):
        """Return which customer record is the party of each partner in each company.

        The record with that company (or a branch of it), else the shared one. The
        partner's own record goes before others that would do. None, or several, is
        for the caller to refuse or to ask (design, *Party in a company*). Archived
        records are not offered.

        :param companies: legal entities (a branch counts as its root)
        :return: (partner, root company) -> customer records that would do
        :rtype: dict
        """
        parties = self._ar_party_partners()
        roots = companies.sudo().root_id
        return {
            (partner, root): partner._ar_candidates(party, root)
            for partner, party in parties.items()
            for root in roots
        }

    def _ar_candidates(self, party, root):
        records = party._ar_commercial_records().filtered("active")
        own = records.filtered(lambda p: p.sudo().company_id.root_id == root)
        candidates = own or records.filtered(lambda p: not p.sudo().company_id)
        return candidates & self.commercial_partner_id or candidates

    def _ar_record_in_company(self, root, *preferred):
        """The record of a party (``self``) that stands for it in a legal entity.

        :param preferred: records of the party; the first ones that lead to a single
            record decide
        :return: the record; none, or several, for the caller to refuse
        """
        records = self.browse()
        for start in preferred:
            if len(records) != 1:
                records = start._ar_candidates(self, root)
        return records
