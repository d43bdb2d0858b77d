"""Documents of many companies at once: who may see them, and how they are worked on."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class OfCompanies(models.AbstractModel):
    """A document with ``company_ids``: legal entities, their branches included."""

    _name = "ar.of.companies"
    _inherit = "ar.guarded.values"
    _description = "Document of Many Companies"

    @api.model
    def _default_companies(self):
        """All legal entities of the user, ticked in the company switcher or not."""
        companies = self.env["res.company"]._ar_user_companies()
        return companies.filtered(lambda company: not company.sudo().parent_id)

    def onchange(self, values, field_names, fields_spec):
        """A new form shows the companies that are ticked in the company switcher: it
        could not read the others."""
        is_new = not self and not field_names and "company_ids" in fields_spec
        given = {"company_ids", "default_company_ids"}
        if is_new and not given & {*values, *self.env.context}:
            ticked = self.env.companies.filtered(lambda company: not company.parent_id)
            values = {**values, "company_ids": [Command.set(ticked.ids)]}
        return super().onchange(values, field_names, fields_spec)

    def _companies(self):
        """Its legal entities with ``sudo()``, ticked in the company switcher or not."""
        return self.env["res.company"].sudo().browse(self._linked_ids("company_ids"))

    def _are_members(self):
        """Whether the user is a member of each company."""
        members = self.env["res.company"]._ar_member_companies()
        return self.env.su or not self._companies() - members

    def _check_members(self):
        """Refuse unless the user is a member of each company, without naming one."""
        if not self._are_members():
            raise AccessError(
                self.env._("This document has companies that you are not a member of.")
            )
        self.check_access("read")

    def _elevated(self):
        """These documents with ``sudo()``, in all their companies and branches.

        The one place where they take the superuser's rights: they read and write the
        books of every company of theirs, ticked in the company switcher or not. The
        caller has checked, before, that the user is a member of all, or shows what is
        of the user's companies alone.
        """
        documents = self.sudo()
        companies = self.env["res.company"].sudo()
        companies = companies.search([("id", "child_of", documents._companies().ids)])
        return documents.with_context(
            allowed_company_ids=companies.ids or self.env.companies.ids
        )


class BookedOfCompanies(models.AbstractModel):
    """One that is a draft first and then books in all its companies, with a number.

    Only who is a member of all its companies may see it.
    """

    _name = "ar.booked.of.companies"
    _inherit = ["ar.of.companies", "ar.numbered"]
    _description = "Booked in Many Companies"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_given(vals_list, "name", "state")
        documents = super().create(
            [{**vals, "name": False, "state": "draft"} for vals in vals_list]
        )
        documents._check_members()
        documents._take_numbers()
        return documents

    def _take_numbers(self):
        """Number new ones, each by the first of its companies.

        ``sudo()``: nobody writes a number by hand.
        """
        documents = self.sudo()
        names = self._next_names([d.company_ids.sorted("id")[:1] for d in documents])
        for document, name in zip(documents, names, strict=True):
            document.name = name

    @api.model
    def _domain_numbered(self, company):
        return [("company_ids", "child_of", company.id)]

    def _check_state(self, *states):
        """``sudo()``: the state, and the number in the refusal, after access was
        checked."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        wrong = self.sudo().filtered(lambda document: document.state not in states)
        if wrong:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(document)s is %(state)s; it would have to be %(wanted)s.",
                        document=document.name,
                        state=labels[document.state],
                        wanted=", ".join(labels[state] for state in states),
                    )
                    for document in wrong
                )
            )
