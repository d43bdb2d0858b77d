"""What the engine makes of Odoo's own by the thousand."""

from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "ar.quick.rows"]


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "ar.quick.rows"]


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = ["account.partial.reconcile", "ar.quick.rows"]


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "ar.quick.rows"]


class MailTrackingValue(models.Model):
    _name = "mail.tracking.value"
    _inherit = ["mail.tracking.value", "ar.quick.rows"]
