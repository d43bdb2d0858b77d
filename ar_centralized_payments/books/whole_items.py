"""Items of the engine's entries, made whole: what Odoo would compute for one after the
other from its entry, its account and its amount is given to all of them at once."""

from .distributions import Distributions
from .settlement_entries import plain_line

#: In the context of whoever makes entries whose items are known to the last figure.
WHOLE = "ar_whole_items"
#: What must be given of an item for the rest of it to follow.
TOLD = frozenset(
    {"account_id", "amount_currency", "balance", "currency_id", "partner_id"}
    | {"name", "quantity", "sequence"}
)
#: What Odoo computes of an item even where it is given.
COMPUTED = frozenset(
    {"parent_state", "date", "invoice_date", "ref", "no_followup", "reconciled"}
    | {"amount_residual", "amount_residual_currency", "price_subtotal", "price_total"}
    | {"payment_id", "statement_line_id", "statement_id"}
)
#: Given, and with nothing more for Odoo to do about it in a draft entry.
SETTLED = ("account_id", "amount_currency", "partner_id")
#: Types of accounts whose items Odoo leaves open, reconcilable or not.
MATCHABLE = ("asset_cash", "liability_credit_card")


def plain_items(env, vals_list):
    """Put into values of entries what Odoo would compute of each of their items: of an
    item without taxes and product.

    Analytic distributions are Odoo's to find, where there are models of them.

    :param vals_list: values of entries, with commands that create items; changed
    """
    known = {} if Distributions(env).has_models else {"analytic_distribution": False}
    for vals in vals_list:
        vals["line_ids"] = [
            (code, number, {**plain_line(item["amount_currency"]), **known, **item})
            for code, number, item in vals["line_ids"]
        ]


class WholeItems:
    """Completes the values of items, and reads each entry and account once.

    :param env: in which the items are made
    """

    def __init__(self, env):
        self.env = env
        self.is_asked = bool(env.context.get(WHOLE))
        self._of_entries, self._matchable, self._done = {}, {}, {}

    def complete(self, vals):
        """Put into the values of an item what follows from them.

        Not where it does not follow: of an item with taxes, in a document, of amounts
        that Odoo would change, or where the company books corrections as negative ones.

        :return: the names of what Odoo need not look at; none where it does not follow
        """
        if not self.is_asked or TOLD - vals.keys() or not self._is_plain(vals):
            return ()
        of_entry = self._of_entry(vals["move_id"])
        if not of_entry or self._is_unequal(vals, of_entry):
            return ()
        of_amount = self._of_amount(vals)
        vals.update(of_entry)
        vals.update(of_amount)
        is_plain = not vals.get("analytic_distribution")
        if is_plain not in self._done:
            own = ("analytic_distribution",) if is_plain else ()
            self._done[is_plain] = (*of_entry, *of_amount, *SETTLED, *own)
        return self._done[is_plain]

    @staticmethod
    def _is_plain(vals):
        taxed = ("tax_repartition_line_id", "group_tax_id", "product_id")
        return (
            vals.get("display_type") == "product"
            and not vals.get("tax_ids", True)
            and not any(vals.get(name) for name in taxed)
        )

    @staticmethod
    def _is_unequal(vals, of_entry):
        """In the company's own currency both amounts are one."""
        is_own = vals["currency_id"] == of_entry["company_currency_id"]
        return is_own and vals["amount_currency"] != vals["balance"]

    def _of_entry(self, move_id):
        """What every item has of its entry: nothing where it is none of the kind."""
        if move_id not in self._of_entries:
            move = self.env["account.move"].browse(move_id)
            is_plain = move.move_type == "entry" and not move.company_id.account_storno
            self._of_entries[move_id] = self._read_entry(move) if is_plain else {}
        return self._of_entries[move_id]

    @staticmethod
    def _read_entry(move):
        return {
            "journal_id": move.journal_id.id,
            "company_id": move.company_id.id,
            "company_currency_id": move.company_currency_id.id,
            "parent_state": move.state,
            "date": move.date,
            "invoice_date": move.invoice_date,
            "ref": move.ref,
            "payment_id": move.origin_payment_id.id,
            "statement_line_id": move.statement_line_id.id,
            "statement_id": move.statement_line_id.statement_id.id,
            "no_followup": move.journal_id.type == "general",
            "tax_line_id": False,
            "tax_group_id": False,
            "is_storno": False,
        }

    def _of_amount(self, vals):
        """What follows from an amount: all of it is open, where it can be matched."""
        balance, amount = vals["balance"], vals["amount_currency"]
        is_open = self._is_matchable(vals["account_id"])
        return {
            "debit": max(balance, 0.0),
            "credit": max(-balance, 0.0),
            "price_subtotal": amount,
            "price_total": amount,
            "amount_residual": balance if is_open else 0.0,
            "amount_residual_currency": amount if is_open else 0.0,
            "reconciled": is_open and not (balance or amount),
        }

    def _is_matchable(self, account_id):
        if account_id not in self._matchable:
            account = self.env["account.account"].browse(account_id)
            is_type = account.account_type in MATCHABLE
            self._matchable[account_id] = account.reconcile or is_type
        return self._matchable[account_id]
