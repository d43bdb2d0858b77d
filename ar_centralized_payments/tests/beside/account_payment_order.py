"""Beside OCA ``account_payment_order``: direct debits in files for the bank."""

from odoo.tests import tagged

from ..settling import SettlingCommon
from ._orders import PaymentOrders


@tagged("post_install", "-at_install")
class TestPaymentOrders(PaymentOrders, SettlingCommon):
    manager_group = "account_payment_order.group_account_payment"
    #: Only what is in an order waits for the bank.
    settled_state = "paid"

    def order_of(self, amount):
        company = self.companies["F"]
        journal = self.data["F"]["default_journal_bank"]
        mode = self.env["account.payment.mode"].sudo().create(
            {
                "name": "Direct debit",
                "bank_account_link": "fixed",
                "fixed_journal_id": journal.id,
                "payment_method_id": self.env.ref(
                    "account.account_payment_method_manual_in"
                ).id,
                "payment_order_ok": True,
                "company_id": company.id,
            }
        )  # fmt: skip
        invoice = self.invoice("F", amount, payment_mode_id=mode.id)
        as_banker = self.env(user=self.banker)
        orders = as_banker["account.payment.order"].with_company(company)
        order = orders.create(
            {
                "payment_type": "inbound",
                "payment_mode_id": mode.id,
                "journal_id": journal.id,
            }
        )
        as_banker["account.invoice.payment.line.multi"].with_company(
            company
        ).with_context(active_model="account.move", active_ids=invoice.ids).create(
            {}
        ).run()
        return order, invoice
