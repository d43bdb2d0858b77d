"""What is booked with a pair, or would be, and so keeps its accounts and itself."""

from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .intercompany_accounting import DUE_SIDES


class IntercompanyUsage(models.Model):
    _inherit = "intercompany.accounting"

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _replaced_accounts(self, vals):
        """What to keep of the accounts that a write replaces: pair id -> values.

        An account with items of the company on it stays with the pair as a former
        one: what was due on it is due still, and undoing a settlement books there.
        ``sudo()``: the companies may not be ticked in the company switcher.
        """
        replaced = [
            (pair, f"former_{side}_account_ids", pair[account_field], company_field)
            for pair in self.sudo()
            for side, account_field, company_field, _type, _named in DUE_SIDES
            if account_field in vals and pair[account_field].id != vals[account_field]
        ]
        items = self.env["account.move.line"].sudo()
        groups = items._read_group(
            [("account_id", "in", [account.id for _p, _n, account, _c in replaced])],
            ["account_id", "company_id"],
        )
        used = {(account, company.root_id) for account, company in groups}
        kept = defaultdict(dict)
        for pair, name, account, company_field in replaced:
            if (account, pair[company_field]) in used:
                kept[pair.id][name] = [Command.link(account.id)]
        return kept

    def _check_unused(self):
        used = self._in_use()
        if used:
            raise UserError(
                self.env._(
                    "These companies have journal items between them: %(pairs)s. They "
                    "need the accounts that say what is due. Archive the record if "
                    "it should settle nothing more.",
                    pairs=", ".join(used.mapped("display_name")),
                )
            )

    def _in_use(self):
        """The pairs with balances, or whose accounts hold items of the other company,
        drafts too.

        ``sudo()``: the companies may not be ticked in the company switcher; that the
        user is a member of both is what the record rule of pairs checks.
        """
        pairs = self.sudo()
        sides = [
            (account, pair[company_field], pair[named].partner_id, pair)
            for pair in pairs
            for side, account_field, company_field, _type, named in DUE_SIDES
            for account in pair[account_field] | pair[f"former_{side}_account_ids"]
        ]
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                Domain("account_id", "in", [account.id for account, *_rest in sides])
                & Domain(
                    "partner_id", "in", [partner.id for *_rest, partner, _p in sides]
                ),
                ["account_id", "company_id", "partner_id"],
            )
        )
        items = {
            (account, company.root_id, partner) for account, company, partner in groups
        }
        balances = self.env["ar.intercompany.balance"].sudo()
        return self.browse(
            {
                pair.id
                for account, company, partner, pair in sides
                if (account, company, partner) in items
            }
            | set(balances.search([("pair_id", "in", self.ids)]).pair_id.ids)
        )

    def _check_not_needed(self):
        """Refuse to delete what a draft settlement would be posted with."""
        drafts = self._needing_drafts()
        if not drafts:
            return
        known = drafts.with_env(self.env)._filtered_access("read")
        names = known.sudo().mapped("name")
        if drafts - known:
            names.append(self.env._("a settlement that you may not open"))
        raise UserError(
            self.env._(
                "%(pairs)s: draft settlements need this: %(settlements)s. Have them "
                "posted or deleted first, or archive the record: then it settles "
                "nothing more, and can be unarchived.",
                pairs=", ".join(self.mapped("display_name")),
                settlements=", ".join(names),
            )
        )

    def _needing_drafts(self):
        """The draft settlements whose plans go over any of these pairs.

        ``sudo()``: whoever may see them, they are not to be left behind.
        """
        pairs = self.sudo()
        roots = [(p.payment_company_id, p.invoice_company_id) for p in pairs]
        drafts = self.env["ar.settlement"].sudo().search(
            Domain("state", "=", "draft")
            & Domain.OR(
                Domain("line_ids.company_id", "child_of", payment.id)
                & Domain("line_ids.company_id", "child_of", invoice.id)
                for payment, invoice in roots
            )
        )  # fmt: skip
        wanted = {(payment.id, invoice.id) for payment, invoice in roots}
        needing = [
            settlement.id
            for settlement, booked in drafts._booked().items()
            if wanted & booked.used_pairs
        ]
        return drafts.browse(needing)
