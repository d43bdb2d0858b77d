"""Direct debits for the tables of who may do what."""

import sys
from unittest.mock import patch

from odoo import Command

from .writer import library

RECORDS = """
    ar.debit.file
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
"""
METHODS = """
    ar.debit.file
      action_refused              no      no       yes    yes         no
"""


class DebitSamples:
    """For classes over :class:`SettlingCommon`: East collects in euros."""

    def debits(self):
        """A payment journal of East with a direct debit that waits for its file."""
        self.startPatcher(patch.dict(sys.modules, {"sepaxml": library()}))
        east, bank = self.companies["E"].sudo(), self.data["E"]["default_journal_bank"]
        east.ar_creditor_identifier = "NL08ZZZ502057730000"
        bank.sudo().bank_acc_number = "NL20INGB0001234567"
        accounts = self.env["res.partner.bank"].sudo()
        if not self.northwind["E"].sudo().bank_ids:
            accounts.create(
                {
                    "acc_number": "NL91ABNA0417164300",
                    "partner_id": self.northwind["E"].id,
                    "ar_mandate": "M-1",
                    "ar_mandate_date": "2026-01-15",
                }
            )
        journals = self.env["ar.payment.journal"].with_user(self.clerk)
        journal = journals.with_company(east).create({"journal_id": bank.id})
        self.payment(
            "E",
            303.17,
            currency="EUR",
            ar_payment_type="direct_debit",
            ar_payment_journal_id=journal.id,
        )
        return journal

    def debit_file(self):
        """A file of East with one payment."""
        journal = self.debits()
        journal.action_make_debit_file()
        return journal.payment_ids.ar_debit_file_id.with_env(self.env)

    def samples_of_debits(self):
        file = self.debit_file()
        names = ("company_id", "journal_id", "currency_id")
        values = {name: file[name].id for name in names}
        values |= {
            "name": "DD",
            "date": "2026-04-20",
            "scheme": "core",
            "state": "made",
        }
        return {"ar.debit.file": (file, values, {"reason": "x"})}

    def make_debit_file_of_others(self, payment):
        """Of East, with a payment of a stranger."""
        self.env["ar.debit.file"].sudo().create(
            {
                "name": "ZQX/DD",
                "state": "made",
                "company_id": payment.company_id.id,
                "journal_id": payment.journal_id.id,
                "currency_id": payment.currency_id.id,
                "date": "2026-04-20",
                "scheme": "core",
                "payment_ids": [Command.set(payment.ids)],
                "content": "eA==",
                "reason": "Zqxreason of the bank",
            }
        )
