from odoo import models
from odoo.fields import Command


class AccountMove(models.Model):
    _inherit = "account.move"

    def _compute_payments_widget_to_reconcile_info(self):
        """Offer of other companies only what can be settled from here.

        A receivable account may be shared by companies. Odoo offers whatever the
        customer has on it in any ticked company, and then refuses to match it with an
        invoice of another one.
        """
        result = super()._compute_payments_widget_to_reconcile_info()
        moves = self.filtered("invoice_outstanding_credits_debits_widget")
        for move in moves:
            widget = move.invoice_outstanding_credits_debits_widget
            content = move._ar_offered_rows(widget["content"])
            move.invoice_outstanding_credits_debits_widget = bool(content) and {
                **widget,
                "content": content,
            }
        return result

    def _ar_offered_rows(self, rows):
        """The rows of Odoo's widget that can be settled; those of other companies with
        the name of the company."""
        items = self.env["account.move.line"].browse([row["id"] for row in rows])
        foreign = items.filtered(self._ar_is_of_other_entity)
        if not foreign:
            return rows
        offered = foreign & self._ar_settleable(foreign)
        names = {
            item.id: self.env._(
                "%(company)s, %(document)s",
                company=item.company_id.name,
                document=item.ref or item.move_name,
            )
            for item in offered
        }
        gone = set((foreign - offered).ids)
        return [
            {**row, "journal_name": names.get(row["id"], row["journal_name"])}
            for row in rows
            if row["id"] not in gone
        ]

    def _ar_is_of_other_entity(self, item):
        return item.company_id.root_id != self.company_id.root_id

    def _ar_settleable(self, items):
        """Those of some items of other companies that a settlement with this document
        could take: its pair is there, and both are open transactions."""
        if self.state != "posted" or not self.is_sale_document(include_receipts=True):
            return items.browse()
        own, sign = self.company_id.root_id.id, 1 if self.is_inbound() else -1
        ways = {item: (item.company_id.root_id.id, own)[::sign] for item in items}
        # The user found the items: a member of their companies, as of this one.
        pairs = self.env["intercompany.accounting"]._for_pairs(ways.values())
        return items.filtered(
            lambda item: (
                ways[item] in pairs
                and item._ar_is_open_receivable()
                and not item._ar_carries_tax()
            )
        )

    def js_assign_outstanding_line(self, line_id):
        """What another company has is settled with the document, in both companies;
        what its own company has, Odoo matches.

        :raises UserError: with every reason against the settlement
        """
        self.ensure_one()
        item = self.env["account.move.line"].search([("id", "=", line_id)])
        if not item or not self._ar_is_of_other_entity(item):
            return super().js_assign_outstanding_line(line_id)
        items = self.line_ids.filtered(
            lambda line: line.account_id == item.account_id and not line.reconciled
        )
        settlement = self.env["ar.settlement"].create(
            {
                "partner_id": self.partner_id.id,
                "line_ids": [
                    Command.create({"move_line_id": marked.id})
                    for marked in item | items
                ],
            }
        )
        return settlement.action_post()
