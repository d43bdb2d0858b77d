from odoo import api, models
from odoo.fields import Domain

from ...books.access_groups import GROUP_SETTLE


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _ar_on_behalf(self):
        """The companies for which the acting user may settle on behalf now, though
        no member of them: with ``sudo()``, to name them and to find what is open.

        None without the right to invoice. Rights are the controllers' to read:
        ``sudo()``; what is returned is what was granted to the user.
        """
        user = self.env.user
        if not user.has_group(GROUP_SETTLE):
            return self.sudo().browse()
        rights = self.env["ar.settle.right"].sudo()
        rights = rights.search(
            rights._domain_today()
            & Domain("group_id", "in", user.all_group_ids.ids)
            & Domain("company_id", "not in", self._ar_member_companies().ids)
            & Domain("company_id.active", "=", True)
        )
        return rights.company_id
