"""Odoo's notes on invoices and payments that settlements changed, in batches."""

from odoo import models

from ...books.batched_notes import write_notes


class AccountMove(models.Model):
    _inherit = "account.move"

    def _message_track(self, fields_iter, initial_values_dict):
        """What is marked for it is noted together, the rest as Odoo does it."""
        noted, tracking = write_notes(self, fields_iter, initial_values_dict)
        rest = super(AccountMove, self - noted)._message_track(
            fields_iter, initial_values_dict
        )
        return {**rest, **tracking}


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _message_track(self, fields_iter, initial_values_dict):
        """What is marked for it is noted together, the rest as Odoo does it."""
        noted, tracking = write_notes(self, fields_iter, initial_values_dict)
        rest = super(AccountPayment, self - noted)._message_track(
            fields_iter, initial_values_dict
        )
        return {**rest, **tracking}
