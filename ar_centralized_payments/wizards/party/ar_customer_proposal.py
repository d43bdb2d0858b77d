from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...books.given_values import checked, one


class ArCustomerProposal(models.AbstractModel):
    """What wizards share that propose lines from options, over all companies.

    Such a wizard has ``company_ids`` (rows of companies with a box to tick),
    ``partner_ids`` (party records) and ``line_ids`` with ``is_chosen`` and
    ``refusal``.
    """

    _name = "ar.customer.proposal"
    _inherit = "ar.guarded.values"
    _description = "Proposal from Options"

    #: What the proposal depends on: writing one of them takes it back.
    _options = frozenset()

    user_company_ids = fields.Json(
        string="Companies of the User",
        compute="_compute_user_company_ids",
        help="Lets the page choose among them, ticked in the company switcher or not.",
    )
    is_proposed = fields.Boolean(
        string="Proposed",
        readonly=True,
        help="Whether the lines are what the options stand for.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends_context("uid")
    def _compute_user_company_ids(self):
        self.user_company_ids = self.env["res.company"]._ar_user_companies().ids

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        self._check_bounds([vals])
        if vals.keys() & self._options:
            vals = {**vals, "is_proposed": False, "line_ids": [Command.clear()]}
        return super().write(vals)

    def _forget_lines(self):
        """In a form: a proposal of other options is none, it goes from the screen."""
        if self.is_proposed:
            self.line_ids = [Command.clear()]
            self.is_proposed = False

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_choose_all(self):
        """Tick every line that nothing stands against."""
        self.line_ids.filtered(lambda line: not line.refusal).is_chosen = True
        return True

    @checked
    def action_choose_none(self):
        """Untick every line."""
        self.line_ids.is_chosen = False
        return True

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _in_all_companies(self):
        """The same in all companies of the user, whatever the switcher shows."""
        one(self)
        self.check_access("write")
        companies = self.env["res.company"]._ar_user_companies()
        return self.with_context(allowed_company_ids=companies.ids)

    def _companies(self):
        return self.company_ids.filtered("is_chosen").company_id

    def _chosen_lines(self, text):
        """The ticked lines.

        :param str text: what is said where there are none
        """
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(text)
        return chosen

    def _partners(self):
        """The customers that the user chose, as partners of whatever company."""
        return self.partner_ids.partner_id

    # ------------------------------------------------------------
    # Business: refusals
    # ------------------------------------------------------------
    def _refuse_settlements(self, titles):
        """Refuse draft settlements that posting would refuse, or that would not settle
        what was proposed, with every reason.

        :param dict titles: settlement -> what a refusal names
        """
        refusals = []
        settlements = self.env["ar.settlement"].union(*titles)
        for settlement, booked in settlements._booked().items():
            reasons = list(booked.refusals)
            if not reasons and not self._is_as_proposed(settlement, booked.plan):
                reasons.append(self._text_not_as_proposed())
            refusals += self._titled(titles[settlement], reasons)
        self._refuse(refusals)

    def _is_as_proposed(self, settlement, plan):
        """Whether a plan settles what was proposed."""
        raise NotImplementedError

    def _text_not_as_proposed(self):
        raise NotImplementedError

    def _titled(self, title, reasons):
        return [
            self.env._("%(line)s: %(reason)s", line=title, reason=reason)
            for reason in reasons
        ]

    @api.model
    def _refuse(self, refusals):
        """Raise one error with all refusals, if there are any."""
        refusals = dict.fromkeys(refusals)
        if refusals:
            raise UserError("\n".join(refusals))
