"""Bank receipts and files for the tables of who may do what."""

import base64

from .bank_files import camt

RECORDS = """
    ar.bank.receipt
      create  no      no       no     no          no
      read    yes     yes      yes    yes         no
      write   no      yes      yes    yes         no
      delete  no      no       no     no          no
    ar.bank.import
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.payment.import
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.receipt.work
      create  no      no       no     no          no
      read    yes     yes      yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.payer
      create  no      no       no     no          no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
"""
METHODS = """
    ar.bank.import
      action_import               no      no       yes    no          no
    ar.payment.import
      action_import               no      no       yes    no          no
    ar.receipt.work
      action_open_result          no      yes      yes    yes         no
      running                     yes     yes      yes    yes         no
      work_progress               yes     yes      yes    yes         no
    ar.bank.receipt
      action_accept               no      no       yes    yes         no
      action_accept_all_sure      no      yes      yes    yes         no
      action_leave                no      yes      yes    yes         no
      action_open_all             no      yes      yes    yes         no
      action_post                 no      yes      yes    yes         no
      action_propose_again        no      yes      yes    yes         no
      action_settle               no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      choose                      no      no       yes    yes         no
      totals                      yes     yes      yes    yes         no
"""


class ReceiptSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def receipt(self, document, *, is_accepted=False, is_posted=False):
        """Of Fabrikam's bank: what the clerk found it to mean, a document of East."""
        bank = self.data["F"]["default_journal_bank"]
        bank.sudo().ar_receipts = "propose"
        amount = document.amount_residual
        line = (
            self.env["account.bank.statement.line"]
            .sudo()
            .create(
                {
                    "journal_id": bank.id,
                    "date": "2026-04-14",
                    "amount": amount,
                    "payment_ref": document.name,
                }
            )
        )
        line = line.with_user(self.clerk).with_context(
            allowed_company_ids=self.clerk.company_ids.ids
        )
        line.ar_propose()
        receipt = line.ar_receipt_ids
        if is_accepted or is_posted:
            line.ar_accept()
        if is_posted:
            receipt.action_post()
            self.assertEqual(receipt.state, "posted", receipt.payment_id.ar_problem)
        return self.env["ar.bank.receipt"].browse(receipt.id)

    def samples_of_receipts(self):
        bill = self.invoice("E", 515.15)
        receipt = self.receipt(bill)
        payer = (
            self.env["ar.payer"]
            .sudo()
            .create(
                {
                    "key": "NORTHWIND",
                    "partner_id": self.northwind["F"].id,
                    "company_id": self.companies["F"].id,
                }
            )
        )
        values = {"partner_id": self.northwind["F"].id}
        line = {"statement_line_id": receipt.statement_line_id.id}
        return {
            "ar.bank.receipt": (receipt, {**values, **line}, values),
            "ar.bank.import": self.sample_of_imports(),
            "ar.payment.import": self.sample_of_lists(),
            "ar.receipt.work": (self.file_import(), {"name": "x"}, {"name": "y"}),
            "ar.payer": (payer, {**values, "key": "X"}, {"active": False}),
        }

    def sample_of_imports(self):
        """Of a file for Fabrikam's bank, which the clerk chose."""
        journal = self.data["F"]["default_journal_bank"]
        file = base64.b64encode(camt([("A1", 12.50, "Anybody", "x")])).decode()
        values = {"journal_id": journal.id, "file": file}
        wizards = self.env["ar.bank.import"].with_user(self.clerk)
        return wizards.create(values), values, {"file_name": "x"}

    def file_import(self):
        """A statement that the clerk imported to Fabrikam's bank."""
        return self.env["ar.receipt.work"].sudo().create(
            {
                "name": "April",
                "kind": "statement",
                "company_id": self.companies["F"].id,
                "journal_id": self.data["F"]["default_journal_bank"].id,
                "user_id": self.clerk.id,
                "state": "done",
            }
        )  # fmt: skip

    def sample_of_lists(self):
        """Of a list for the open payment journal, which the clerk chose."""
        file = base64.b64encode(b"Name,Amount,Text\nAnybody,12.50,x\n").decode()
        values = {"payment_journal_id": self.open_journal.id, "file": file}
        wizards = self.env["ar.payment.import"].with_user(self.clerk)
        return wizards.create(values), values, {"file_name": "x"}

    def calls_on_receipts(self):
        waiting = self.receipt(self.invoice("E", 515.15))
        waiting.sudo().alternatives = [waiting.sudo().marks]
        posted = self.receipt(self.invoice("E", 535.35), is_posted=True)
        accepted = self.receipt(self.invoice("E", 525.25), is_accepted=True)
        on_waiting = ("accept", "leave", "propose_again", "settle")
        return {
            "account.bank.statement.line": {
                "action_open_ar_receipt": (waiting.statement_line_id, []),
                "action_undo_reconciliation": (posted.statement_line_id, []),
                "ar_accept": (waiting.statement_line_id, []),
                "ar_propose": (waiting.statement_line_id, []),
            },
            "ar.bank.import": {"action_import": (self.sample_of_imports()[0], [])},
            "ar.payment.import": {"action_import": (self.sample_of_lists()[0], [])},
            "ar.receipt.work": {
                "action_open_result": (self.file_import(), []),
                "running": (None, []),
                "work_progress": (self.file_import(), []),
            },
            "account.journal": {"action_ar_receipts": (waiting.journal_id, [])},
            "ar.bank.receipt": {
                **{f"action_{name}": (waiting, []) for name in on_waiting},
                "action_accept_all_sure": (waiting, []),
                "action_open_all": (None, []),
                "action_post": (accepted, []),
                "action_undo": (posted, []),
                "choose": (waiting, [1]),
                "totals": (None, []),
            },
        }

    def make_receipts_of_others(self):
        """On East's bank, and one on Fabrikam's that names a document of East."""
        bill = self.invoice("E", 8428.46, partner=self.strangers["E"])
        for letter in "FE":
            bank = self.data[letter]["default_journal_bank"]
            bank.sudo().ar_receipts = "propose"
            line = (
                self.env["account.bank.statement.line"]
                .sudo()
                .create(
                    {
                        "journal_id": bank.id,
                        "date": "2026-04-14",
                        "amount": bill.amount_residual if letter == "E" else 1,
                        "payment_ref": "x" if letter == "F" else "Zqxtext",
                        "partner_name": letter == "E" and "Zqxpayer",
                        "ref": bill.name,
                    }
                )
            )
            line = line.with_user(self.clerk)
            self.assertIn(bill.name, line.ar_propose()[0]["why"])
            if letter == "E":
                line.ar_accept()

    def make_imports_of_others(self, controller):
        bank = self.data["E"]["default_journal_bank"]
        controller["ar.bank.import"].create({"journal_id": bank.id, "file": "eA=="})
        controller["ar.receipt.work"].sudo().create(
            {
                "name": "Zqxfile",
                "kind": "statement",
                "company_id": bank.company_id.id,
                "journal_id": bank.id,
                "user_id": controller.uid,
                "state": "waiting",
                "refusal": "Zqxrefusal",
                "outcome": "Zqxoutcome",
            }
        )
        controller["ar.payment.import"].create(
            {"payment_journal_id": self.journal.id, "file": "eA=="}
        )

    def base_values_of_receipts(self):
        return {
            "ar.bank.receipt": lambda: None,
            "ar.payer": lambda: None,
            "ar.receipt.work": lambda: None,
            "ar.payment.import": lambda: {
                "payment_journal_id": self.own_journal().id,
                "file": "eA==",
            },
            "ar.bank.import": lambda: {
                "journal_id": self.data["F"]["default_journal_bank"].id,
                "file": "eA==",
            },
        }
