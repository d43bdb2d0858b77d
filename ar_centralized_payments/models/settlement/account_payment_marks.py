"""What becomes of the marks of draft payments that are changed or deleted.

A draft settlement may mark a payment of the user and documents of companies that the
user is no member of. It is not the user's to see, to change or to delete; the payment
is. So the payment's own mark goes, everything else stays, and its members find a note.
"""

from markupsafe import Markup

from odoo import models

#: Changes that drop the marks of a draft payment.
DROPPING = {"partner_id", "currency_id", "partner_type", "payment_type"}
#: Changes that its draft settlement follows.
FOLLOWED = {"amount", "date", "journal_id"}


class PaymentMarks(models.AbstractModel):
    """What ``account.payment`` does with its marks; see the top of this file."""

    _name = "ar.payment.marks"
    _description = "Marks of a Draft Payment"

    def _ar_changed(self, vals, names):
        """Those of these payments that are drafts, and to which some of the values say
        something new."""
        given = vals.keys() & names
        if not given:
            return self.browse()
        return self.filtered(
            lambda payment: (
                payment.state == "draft"
                and any(payment._ar_is_new(name, vals[name]) for name in given)
            )
        )

    def _ar_is_new(self, name, value):
        field = self._fields[name]
        value = field.convert_to_record(field.convert_to_cache(value, self), self)
        return self[name] != value

    def _ar_leave_drafts(self, drafts, reason):
        """Take these payments out of draft settlements.

        A settlement that the user may delete goes with all its marks. Of any other
        one only the payments' own marks go.

        ``sudo()``: the payments are the user's to change, which Odoo checks, and
        whether a settlement is as well was asked before.

        :param str reason: what the note there says
        """
        own = drafts._filtered_access("unlink")
        hidden = (drafts - own).sudo()
        marks = hidden.line_ids.filtered(
            lambda line: (line.payment_id or line.move_line_id.payment_id) in self
        )
        self._ar_tell_members(hidden, reason)
        marks.unlink()
        own.sudo().unlink()

    def _ar_tell_members(self, settlements, reason):
        """Leave a note on settlements of which the user may not see anything.

        ``sudo()``: only the note is written; its author is the user.
        """
        if not settlements:
            return
        settlements = settlements.sudo()
        settlements._message_log_batch(
            bodies={
                settlement.id: Markup("%s: %s")
                % (
                    ", ".join(
                        line._document_text()
                        for line in settlement.line_ids
                        if (line.payment_id or line.move_line_id.payment_id) in self
                    ),
                    reason,
                )
                for settlement in settlements
            }
        )

    def _ar_tell_followed(self):
        """Tell the members of settlements that follow a change of these payments,
        where the user may not see them."""
        drafts = self._ar_draft_settlements()
        self._ar_tell_members(
            drafts - drafts._filtered_access("read"),
            self.env._(
                "the payment has another amount, date or journal now, by a user who "
                "may not see this settlement."
            ),
        )
