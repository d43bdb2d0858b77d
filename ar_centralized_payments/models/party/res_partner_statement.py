"""A customer and its statement over all companies."""

from odoo import api, models

from ...books.given_values import checked, one
from ...books.statement_book import StatementBook

TEMPLATE = "ar_centralized_payments.mail_template_statement"


class ResPartner(models.Model):
    _inherit = "res.partner"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_customer_position(self):
        """Open the position of this customer over all companies of the user."""
        one(self)
        self.check_access("read")
        positions = self.env["ar.customer.position"]
        rows = positions.search([("party_id", "in", self._ar_party().ids)])
        return positions._open_positions([("party_id", "in", rows.party_id.ids)])

    @checked
    def action_send_statement(self):
        """Send these customers their statements over all companies."""
        self.check_access("read")
        return self.env["ar.statement.mailing"]._open_for(self)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_statement(self):
        """What the statement says, in the language of the environment."""
        self.ensure_one()
        return StatementBook(self).statement()

    def _ar_compose_statement(self):
        """Odoo's composer with the statement attached. Who may not write on the
        customer's page sends a mail that leaves nothing there but itself."""
        self.ensure_one()
        may_post = self.has_access("write")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Statement"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "res.partner",
                "default_res_ids": self.ids,
                "default_template_id": self.env.ref(TEMPLATE).id,
                "default_composition_mode": "comment" if may_post else "mass_mail",
                "force_email": True,
            },
        }
        return self.company_id.with_env(self.env)._ar_open(action)

    def _ar_mail_statement(self):
        """Queue the mail with the statement, in the language of the customer."""
        self.ensure_one()
        self.env.ref(TEMPLATE).send_mail(
            self.id, email_layout_xmlid="mail.mail_notification_light"
        )

    @api.model
    def _ar_statement_records(self, partners):
        """The record of each party to which its statement goes: the given one where it
        has an address, else another one of the party that has.

        :return: list of records, each party once
        """
        found = {}
        for partner, party in partners._ar_party_partners().items():
            key = partner._ar_party_key()
            customers = party._ar_commercial_records().filtered("active")
            own = customers.filtered(lambda p, own=partner: p == own)
            chosen = (own | customers).filtered("email")[:1] or (own | customers)[:1]
            if chosen:
                found.setdefault(key, chosen)
        return list(found.values())
