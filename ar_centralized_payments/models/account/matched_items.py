"""An entry has as many items as it has bills: what is matched of one of them is not to
cost a look at all of the others."""

from odoo import api, models

from ...books.batches import MATCHING, SETTLED

#: Whose computed fields are known to follow from the matched items alone.
KNOWN = {"account", "ar_centralized_payments"}


def _is_matching(env):
    """Whether the engine matches: no context that a user sends says so."""
    return env.su and env.context.get(MATCHING)


def _is_settled(env):
    """Whether the engine closes groups of items that settle each other in full."""
    return env.su and env.context.get(SETTLED)


def _is_known(tree):
    """Whether all that such triggers lead to is of modules that were looked at; what a
    model only takes over, as it delegates to another one, is of none."""
    return all(
        field._module in KNOWN or not (field._module or field.manual)
        for node in tree.depth_first()
        for field in node.root
    )


class AccountMove(models.Model):
    _inherit = "account.move"

    def _modified_triggers(self, tree, create=False):
        """Do not go on from an entry of the engine to its other items.

        What is open of an item tells on the documents that *it* is matched with. Odoo's
        amounts of a document also name every item of each entry that the document is
        matched with: for what a payment's entry says of the bank, which has entries of
        its own here, too. They are made of the document's own items alone. Where
        another addon computes something along this way, Odoo goes all of it.
        """
        other_items = self.env["account.move.line"]._fields["move_id"]
        is_matching = _is_matching(self.env) and other_items in tree
        if not is_matching or not _is_known(tree[other_items]):
            yield from super()._modified_triggers(tree, create)
            return
        entries = self.filtered(lambda move: move._ar_is_engines_alone())
        rest = type(tree)(tree.root, tree)
        del rest[other_items]
        yield from super(AccountMove, entries)._modified_triggers(rest, create)
        yield from super(AccountMove, self - entries)._modified_triggers(tree, create)

    def _ar_is_engines_alone(self):
        """Whether nothing but items is behind it: no payment, and no statement."""
        is_entry = self.move_type == "entry"
        return is_entry and not (self.origin_payment_id or self.statement_line_id)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.constrains("account_id", "tax_ids", "tax_line_id", "reconciled")
    def _check_off_balance(self):
        """Matching makes items reconciled, and nothing else that is checked here: it is
        for their own accounts to forbid it, whatever else is in their entries."""
        items = self
        if _is_matching(self.env):
            items = self.filtered(lambda i: i.account_id.account_type == "off_balance")
        return super(AccountMoveLine, items)._check_off_balance()


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model
    def _update_matching_number(self, amls):
        """Items just settled in full have the number of that, whatever matches them:
        Odoo need not find the groups a second time."""
        if not _is_settled(self.env):
            super()._update_matching_number(amls)
            return
        amls.flush_recordset(["full_reconcile_id", "matching_number"])
        self.env.cr.execute(
            "UPDATE account_move_line SET matching_number = full_reconcile_id::text"
            " WHERE id = ANY(%s)",
            [amls.ids],
        )
        amls.invalidate_recordset(["matching_number"])
