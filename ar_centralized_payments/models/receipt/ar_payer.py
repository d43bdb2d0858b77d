from odoo import api, fields, models

from ...matching.receipt_index import name_words


class ArPayer(models.Model):
    """Who pays by which account, or under which name: what accepting receipts teaches
    and undoing them unlearns. Kept for each legal entity that receives money."""

    _name = "ar.payer"
    _inherit = ["ar.guarded.values"]
    _description = "Known Payer"
    _order = "last_used desc, id desc"
    _rec_name = "key"

    _engine_fields = frozenset(
        {"key", "partner_id", "company_id", "hits", "misses", "last_used"}
    )

    key = fields.Char(
        string="Account or Name",
        required=True,
        readonly=True,
        help="The bank account that the money came from, or the payer's name as the "
        "bank writes it, without what says nothing.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="For whom money from there was accepted.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        help="The legal entity whose bank received the money.",
    )
    hits = fields.Integer(
        string="Confirmed",
        readonly=True,
        help="How often it was accepted and not undone. Twice makes it certain.",
    )
    misses = fields.Integer(
        string="Undone",
        readonly=True,
        help="How often what was accepted was undone. Once makes it uncertain.",
    )
    last_used = fields.Date(readonly=True, help="When it was accepted last.")
    active = fields.Boolean(
        default=True, help="Archive what must not be learned from any more."
    )

    _key_uniq = models.UniqueIndex("(company_id, key, partner_id)")

    @api.model
    def _keys_of(self, receipt):
        """What a receipt is recognised by next time."""
        keys = (receipt.payer_account, " ".join(name_words(receipt.payer_name or "")))
        return [key for key in keys if key]

    @api.model
    def _learn(self, receipts, hits=0, misses=0):
        """Remember for whom receipts were accepted, or undone.

        ``sudo()``: nobody writes by hand what is learned; the receipts are the user's.
        """
        payers = self.sudo().with_context(active_test=False)
        wanted = [
            (receipt.company_id.sudo().root_id.id, key, receipt.partner_id.id)
            for receipt in receipts.filtered("partner_id")
            for key in self._keys_of(receipt)
        ]
        found = payers.search(
            [
                ("company_id", "in", [company for company, _key, _who in wanted]),
                ("key", "in", [key for _company, key, _who in wanted]),
            ]
        )
        known = {(p.company_id.id, p.key, p.partner_id.id): p for p in found}
        fresh = dict.fromkeys(key for key in wanted if key not in known)
        made = payers.create(
            [
                {"company_id": company, "key": key, "partner_id": partner}
                for company, key, partner in fresh
            ]
        )
        known.update(zip(fresh, made, strict=True))
        today = fields.Date.context_today(self)
        for one in wanted:
            payer = known[one]
            payer.write(
                {
                    "hits": max(payer.hits + hits - misses, 0),
                    "misses": payer.misses + misses,
                    "last_used": today,
                }
            )
