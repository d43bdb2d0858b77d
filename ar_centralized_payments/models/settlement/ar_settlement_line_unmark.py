"""Unmarking from the list of who holds what; a colleague's mark after a question."""

from odoo import models
from odoo.tools import format_amount

from ...books.given_values import checked


class ArSettlementLineUnmark(models.Model):
    _inherit = "ar.settlement.line"

    @checked
    def action_ask_unmark(self):
        """Unmark these transactions, where the user marked them; else ask first.

        :return: ``True``, or an action that asks, names what goes, and then unmarks
        """
        others = self.settlement_id.filtered(lambda s: s.create_uid != self.env.user)
        if not others:
            return self.action_unmark()
        others._check_marking()
        return {
            "type": "ir.actions.client",
            "tag": "ar_centralized_payments.ask_unmark",
            "params": {
                "ids": self.ids,
                "title": self.env._("Unmark what a colleague marked?"),
                "body": "\n".join(self._unmark_text(one) for one in others),
            },
        }

    @checked
    def action_unmark(self):
        """Unmark these transactions.

        A settlement that then pays nothing, or has nothing to pay, and holds but a
        draft payment, goes as well.
        """
        settlements = self.settlement_id
        settlements._check_marking()
        rest = {s: self._left_of(s) for s in settlements}
        self.unlink()
        self.env["ar.settlement"].union(*(s for s in rest if not rest[s])).unlink()
        return True

    def _left_of(self, settlement):
        """What a settlement still marks without these; a draft payment alone is
        nothing."""
        return (settlement.line_ids - self).filtered("move_line_id")

    def _unmark_text(self, settlement):
        """Whose draft it is, and what goes of it."""
        lines = settlement.line_ids & self
        names = ", ".join(
            f"{line.document} "
            f"({format_amount(self.env, line.amount, line.currency_id)})"
            for line in lines
        )
        values = {"settlement": settlement.name, "user": settlement.create_uid.name}
        if self._left_of(settlement):
            return self.env._(
                "%(settlement)s is of %(user)s. This goes with what was typed on it: "
                "%(names)s.",
                names=names,
                **values,
            )
        return self.env._(
            "%(settlement)s is of %(user)s. It goes as a whole: %(names)s.",
            names=names,
            **values,
        )
