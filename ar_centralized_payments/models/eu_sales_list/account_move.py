from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...books.access_groups import GROUP_UNDO
from ...books.given_values import Text, checked
from ...sales_list.numbers import EU_PREFIXES, NONE, normalize, prefix_of


class AccountMove(models.Model):
    _inherit = "account.move"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_eu_vat = fields.Char(
        string="Reported VAT Number",
        readonly=True,
        copy=False,
        help="The customer's VAT number as it stood when the document was posted: the "
        "EU sales list reports it. / means that there was none.",
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        self._ar_check_vat_not_given([vals])
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        self._ar_check_vat_not_given(vals_list)
        return super().create(vals_list)

    @api.model
    def _ar_check_vat_not_given(self, vals_list):
        if not self.env.su and any("ar_eu_vat" in vals for vals in vals_list):
            raise AccessError(
                self.env._(
                    "The reported VAT number is written when the document is posted. "
                    "Correct it with Correct VAT Number."
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_correct_eu_vat(self, number: Text, reason: Text):
        """Write the reported VAT number of posted documents anew, and why.

        Nothing else of the documents changes. ``sudo()``: posted documents are
        written; the user may undo, and read every one of them.

        :param str number: the right one; "/" or empty: the customer has none
        :param str reason: kept in the log of each document
        :return: ``True``
        :raises UserError: without a reason, or for what is not posted
        """
        self.env["ar.eu.sales.list"]._check_right(GROUP_UNDO)
        self.check_access("read")
        if not reason.strip():
            raise UserError(self.env._("Say why the VAT number is corrected."))
        drafts = self.filtered(lambda move: move.state != "posted")
        if drafts:
            raise UserError(
                self.env._(
                    "%(documents)s: the VAT number is taken when it is posted. Correct "
                    "it on the customer.",
                    documents=", ".join(drafts.mapped("display_name")),
                )
            )
        for move in self:
            country = move.commercial_partner_id.country_id.code
            found = normalize(number, country) or NONE
            before = move.ar_eu_vat or NONE
            move.sudo().ar_eu_vat = found
            move._message_log(
                body=self.env._(
                    "Reported VAT number: %(before)s → %(after)s. %(reason)s",
                    before=before,
                    after=found,
                    reason=reason,
                )
            )
        return True

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._ar_keep_eu_vat()
        return posted

    def _ar_keep_eu_vat(self):
        """Keep the customers' VAT numbers as they stand at this moment.

        Of sale documents of companies that report in the EU, and of entries that have
        sales with such a tax. ``sudo()``: a posted document is written.
        """
        by_number = {}
        for move in self.filtered(lambda move: move._ar_reports_in_eu()):
            partner = move._ar_eu_partner()
            if partner:
                number = normalize(partner.vat, partner.country_id.code) or NONE
                by_number.setdefault(number, []).append(move.id)
        for number, ids in by_number.items():
            moves = self.browse(ids).filtered(lambda m, n=number: m.ar_eu_vat != n)
            if moves:
                moves.sudo().ar_eu_vat = number

    def _ar_reports_in_eu(self):
        """Whether the document may have sales that its company reports."""
        is_sale = self.is_sale_document(include_receipts=True)
        if not is_sale and (self.move_type != "entry" or self.origin_payment_id):
            return False
        country = self.company_id.account_fiscal_country_id.code or ""
        if prefix_of(country) in EU_PREFIXES:
            return True
        return is_sale and bool(self.fiscal_position_id.foreign_vat)

    def _ar_eu_partner(self):
        """Whose number counts, of one document: none where it may be several's."""
        if self.is_sale_document(include_receipts=True):
            return self.commercial_partner_id
        lines = self.line_ids.filtered(
            lambda line: any(
                tax.eu_sales_kind not in (False, "none") for tax in line.tax_ids
            )
        )
        partners = lines.partner_id.commercial_partner_id
        return partners if len(partners) == 1 else self.env["res.partner"]
