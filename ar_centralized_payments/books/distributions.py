"""What Odoo's analytic distribution models say for an account and a partner."""

from functools import cached_property


class Distributions:
    """Looks each combination up once, and not at all where there are no models."""

    def __init__(self, env):
        self.env = env
        self.models = env["account.analytic.distribution.model"]
        self.known = {}

    @cached_property
    def has_models(self):
        """Whether there is any, in a company of the user."""
        return bool(self.models.search_count([], limit=1))

    def default(self, company, account_id, partner_id):
        """The distribution of a line of profit and loss, or ``False``."""
        if not self.has_models:
            return False
        key = (company, account_id, partner_id)
        if key not in self.known:
            account = self.env["account.account"].browse(account_id or [])
            partner = self.env["res.partner"].browse(partner_id or [])
            self.known[key] = self.models.with_company(company)._get_distribution(
                {
                    "account_prefix": account.with_company(company.root_id).code,
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "partner_category_id": partner.category_id.ids,
                }
            )
        return self.known[key] or False
