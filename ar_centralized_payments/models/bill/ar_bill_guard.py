"""Who may do what with a bill, and in which order what is needed is locked."""

from odoo import models
from odoo.exceptions import AccessError, LockError, UserError

from ...books.access_groups import GROUP_UNDO
from ...books.journal_turns import take_turns


class ArBill(models.Model):
    _inherit = "ar.bill"

    def _check_bill_group(self, group):
        """Refuse without the right, or the access to these bills.

        :raises AccessError: without a word about what is in them
        """
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._(
                    "You may not do this with bills of exchange. It takes the right to "
                    "undo settlements."
                )
                if group == GROUP_UNDO
                else self.env._(
                    "You may not do this with bills of exchange. It takes the right to "
                    "invoice."
                )
            )
        self.check_access("write")

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        wrong = self.sudo().filtered(lambda bill: bill.state not in states)
        if wrong:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(bill)s is %(state)s; it would have to be %(wanted)s.",
                        bill=bill._text(),
                        state=labels[bill.state],
                        wanted=", ".join(labels[state] for state in states),
                    )
                    for bill in wrong
                )
            )

    def _elevated(self):
        """These bills with ``sudo()``, in their companies.

        The one place where bills take the superuser's rights: to keep their events and
        to book in the company that holds them, ticked in the company switcher or not.
        The caller has checked the right, and the access to each bill, before.
        """
        bills = self.sudo()
        companies = bills.company_id | bills.company_id.root_id
        return bills.with_context(
            allowed_company_ids=companies.ids or self.env.companies.ids
        )

    def _lock_bills(self, settlements=None):
        """Wait for the journals in one order, then for the bills, before anything is
        read. ``self`` is elevated."""
        settlements = (
            settlements if settlements is not None else self._draw_settlements()
        )
        intercompany = settlements.sudo().company_ids.root_id.ar_intercompany_journal_id
        while take_turns(
            self.env, self.company_id.root_id.ar_bill_journal_id | intercompany
        ):
            pass
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now working with one of these bills. Try "
                    "again in a moment."
                )
            ) from error
        self.invalidate_recordset()
        self.event_ids.invalidate_recordset()

    def _draw_settlements(self):
        """What the draws of these bills settled; for locks alone."""
        return self.payment_id._ar_all_settlements().filtered(
            lambda settlement: settlement.state == "posted"
        )
