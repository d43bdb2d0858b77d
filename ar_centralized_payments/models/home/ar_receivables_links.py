"""The box *Elsewhere* of *Receivables*: pages of Odoo and of other addons.

Each is looked for when the page opens, and shown where it is installed and the user may
open it. Controllers are told which addon would bring the others.
"""

from collections import defaultdict
from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from .ar_receivables_home import CONTROLLERS


@dataclass(frozen=True)
class Elsewhere:
    """A page of another addon: what it is called here, where it may be found (menus or
    actions, the first that is there), and what brings it."""

    name: str
    places: tuple
    brings: str = ""


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_elsewhere(self):
        """What the box shows; other wings and addons may add to it."""
        return [
            *self._home_elsewhere_of_odoo(),
            *(
                Elsewhere(name, places, brings)
                for name, brings, *places in self._home_elsewhere_of_addons()
            ),
        ]

    @api.model
    def _home_elsewhere_of_addons(self):
        """What it is called here, what brings it, and where it is then."""
        credit = "account_credit_control"
        return [
            (
                self.env._("Recurring invoices: contracts"),
                "contract",
                "contract.menu_contract_contract_customer",
            ),
            (
                self.env._("Recurring invoices: subscriptions"),
                "subscription_oca",
                "subscription_oca.sale_subscription_menu",
            ),
            (self.env._("Reminders"), credit, f"{credit}.base_credit_control_menu"),
            (
                self.env._("Statements of one company"),
                "partner_statement",
                "partner_statement.activity_statement_wizard_action",
                "partner_statement.outstanding_statement_wizard_action",
            ),
            (
                self.env._("Ageing of one company"),
                "account_financial_report",
                "account_financial_report.menu_aged_partner_balance_wizard",
            ),
            *self._home_elsewhere_of_payments(),
            (self.env._("Interest notes"), self.env._("no addon for Odoo 19.0 yet")),
        ]

    @api.model
    def _home_elsewhere_of_payments(self):
        return [
            (
                self.env._("Direct debit mandates"),
                "account_banking_mandate",
                "account_banking_mandate.mandate_menu",
                "account_payment_mandate.mandate_menu",
            ),
            (
                self.env._("Returned payments"),
                "account_payment_return",
                "account_payment_return.payment_return_menu",
            ),
            (
                self.env._("Card authorizations"),
                "account_payment",
                "account_payment.payment_transaction_menu",
            ),
            (
                self.env._("Bank statement lines"),
                "account_statement_base",
                "account_statement_base.account_bank_statement_line_action",
            ),
        ]

    @api.model
    def _home_elsewhere_of_odoo(self):
        labels = (
            self.env._("Sales invoices"),
            self.env._("Customers"),
            self.env._("Payment terms"),
            self.env._("Fiscal positions"),
        )
        menus = (
            "account.menu_action_move_out_invoice_type",
            "account.menu_account_customer",
            "account.menu_action_payment_term_form",
            "account.menu_action_account_fiscal_position_form",
        )
        return [
            Elsewhere(label, (menu,)) for label, menu in zip(labels, menus, strict=True)
        ]

    @api.model
    def _home_links(self):
        """Links that open, and for controllers what is not installed.

        :return: list of dicts: ``name``, and ``action`` or ``brings``
        """
        visible = self.env["ir.ui.menu"]._visible_menu_ids()
        is_told = self.env.user.has_groups(CONTROLLERS)
        links = []
        pages = self._home_elsewhere()
        installed = self._home_places(
            [place for page in pages for place in page.places]
        )
        for page in pages:
            known = [installed[place] for place in page.places if place in installed]
            targets = [self._home_target(record, visible) for record in known]
            target = next(filter(None, targets), False)
            if target:
                links.append({"name": page.name, "action": target})
            elif not known and page.brings and is_told:
                links.append({"name": page.name, "brings": page.brings})
        return links

    @api.model
    def _home_places(self, places):
        """Menus and actions by their names with the addon, those that are there: all
        read together, as most are of addons that are not installed."""
        addons, names = zip(*(place.split(".") for place in places), strict=True)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT data.module || '.' || data.name, data.model, data.res_id
                  FROM ir_model_data data
                  JOIN unnest(%s, %s) AS place(module, name)
                    ON data.module = place.module AND data.name = place.name
                """,
                list(addons),
                list(names),
            )
        )
        ids = defaultdict(list)
        for _place, model, record_id in rows:
            ids[model].append(record_id)
        records = {
            (model, record.id): record
            for model, some in ids.items()
            for record in self.env[model].browse(some).exists()
        }
        return {
            place: records[key]
            for place, *found in rows
            if (key := tuple(found)) in records
        }

    @api.model
    def _home_target(self, record, visible):
        """The action of a menu that the user sees, or an action for which the user has
        the rights; an id. ``sudo()``: what an action is called tells nothing."""
        if record._name != "ir.ui.menu":
            groups = record.sudo().group_ids
            may = not groups or groups & self.env.user.all_group_ids
            model = record.sudo()._fields.get("res_model") and record.sudo().res_model
            may = may and (not model or self.env[model].has_access("read"))
            return may and record.id
        return record.id in visible and record.sudo().action.id
