"""What is open of a customer, over all companies of the user."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...books.access_groups import GROUP_SETTLE

READERS = f"{GROUP_SETTLE},account.group_account_readonly"


class ResPartner(models.Model):
    _inherit = "res.partner"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    party_amount_open = fields.Char(
        string="Open over all Companies",
        compute="_compute_party_amount_open",
        groups=READERS,
        help="What this customer owes, less what is paid and credited in advance, in "
        "each currency, over all your companies.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("commercial_partner_id.address_book_id")
    @api.depends_context("uid")
    def _compute_party_amount_open(self):
        parties = self._origin._ar_party_partners()
        amounts = self.union(*parties.values())._ar_open_amounts()
        for partner in self:
            party = parties.get(partner._origin, self.browse())
            partner.party_amount_open = party._ar_open_text(amounts)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_open_amounts(self):
        """Partner id -> currency -> what is open of exactly this record, in one query
        for all; whatever the company switcher shows."""
        settlements = self.env["ar.settlement"]._page_env()
        groups = settlements.env["account.move.line"]._read_group(
            settlements._open_domain_of_all() & Domain("partner_id", "in", self.ids),
            ["partner_id", "currency_id"],
            ["amount_residual_currency:sum"],
        )
        amounts = {}
        for partner, currency, amount in groups:
            amounts.setdefault(partner.id, {})[currency] = amount
        return amounts

    def _ar_open_text(self, amounts):
        """What these records come to together, in each currency."""
        totals = {}
        for partner in self:
            for currency, amount in amounts.get(partner.id, {}).items():
                totals[currency] = totals.get(currency, 0.0) + amount
        return " + ".join(
            currency.format(amount)
            for currency, amount in sorted(totals.items(), key=lambda row: row[0].name)
        )


class PartyRecord(models.Model):
    _inherit = "ar.party.record"

    amount_open = fields.Char(
        string="Open",
        compute="_compute_amount_open",
        help="What is open of this record, in each currency, in all your companies.",
    )

    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_amount_open(self):
        amounts = self.partner_id._ar_open_amounts()
        for record in self:
            record.amount_open = record.partner_id._ar_open_text(amounts)
