"""Who may do what with a revaluation, and of which companies it is."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...books.access_groups import GROUP_CLOSE


class ArRevaluation(models.Model):
    _inherit = "ar.revaluation"

    # ------------------------------------------------------------
    # Business: who may, and when
    # ------------------------------------------------------------
    def _check_group(self, group):
        if self.env.su or self.env.user.has_group(group):
            return
        raise AccessError(
            self.env._(
                "You may not do this with a revaluation. It takes the right to close "
                "accounts receivable."
            )
            if group == GROUP_CLOSE
            else self.env._("It takes the right to invoice to compute a revaluation.")
        )

    def _check_members(self):
        """Refuse unless the user is a member of each company; nothing is said of what
        is in the run."""
        if self.env.su:
            return
        if self._companies() - self.env["res.company"]._ar_member_companies():
            raise AccessError(
                self.env._(
                    "This revaluation has companies that you are not a member of."
                )
            )
        self.check_access("read")

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        wrong = self.sudo().filtered(lambda run: run.state not in states)
        if wrong:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(run)s is %(state)s; it would have to be %(wanted)s.",
                        run=run.name,
                        state=labels[run.state],
                        wanted=", ".join(labels[state] for state in states),
                    )
                    for run in wrong
                )
            )

    def _companies(self):
        """Its legal entities with ``sudo()``, ticked in the company switcher or not."""
        return self.env["res.company"].sudo().browse(self._linked_ids("company_ids"))

    def _elevated(self):
        """These runs with ``sudo()``, in all companies of theirs and their branches.

        The one place where a revaluation takes the superuser's rights: it reads and
        writes the books of every company of the run, ticked in the company switcher or
        not. The caller has checked, before, that the user is a member of all.
        """
        runs = self.sudo()
        companies = self.env["res.company"].sudo()
        companies = companies.search([("id", "child_of", runs._companies().ids)])
        return runs.with_context(
            allowed_company_ids=companies.ids or self.env.companies.ids
        )

    def _all_refusals(self, booked):
        today = fields.Date.context_today(self)
        if self.date > today:
            return [
                self.env._("%(run)s: its date is in the future.", run=self.name),
                *booked.refusals,
            ]
        return booked.refusals

    def _refuse(self, booked):
        refusals = self._all_refusals(booked)
        if refusals:
            raise UserError("\n".join(dict.fromkeys(refusals)))
