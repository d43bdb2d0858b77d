"""Beside OCA ``account_payment_batch_oca``: direct debits in files for the bank."""

from odoo.tests import tagged

from ..settling import SettlingCommon
from ._orders import PaymentOrders


@tagged("post_install", "-at_install")
class TestPaymentBatches(PaymentOrders, SettlingCommon):
    manager_group = "account_payment_batch_oca.group_account_payment"
    #: With this addon everything waits for the bank.
    settled_state = "in_payment"

    def order_of(self, amount):
        company = self.companies["F"]
        journal = self.data["F"]["default_journal_bank"]
        method = self.env["account.payment.method"].sudo().create(
            {
                "name": "Direct debit",
                "code": "test_manual",
                "payment_type": "inbound",
                "payment_order_ok": True,
            }
        )  # fmt: skip
        line = self.env["account.payment.method.line"].sudo().create(
            {
                "name": "Direct debit",
                "journal_id": journal.id,
                "payment_method_id": method.id,
                "selectable": True,
                "payment_account_id": self.outstanding["F"][:1].id,
            }
        )  # fmt: skip
        invoice = self.invoice("F", amount, preferred_payment_method_line_id=line.id)
        as_banker = self.env(user=self.banker)
        orders = as_banker["account.payment.order"].with_company(company)
        order = orders.create(
            {
                "payment_type": "inbound",
                "payment_method_line_id": line.id,
                "journal_id": journal.id,
                "company_id": company.id,
            }
        )
        invoice.with_user(self.banker).with_company(
            company
        ).create_account_payment_line()
        return order, invoice
