import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.access_groups import GROUP_SETTLE
from ...books.bank_file_book import BankFileBook
from ...books.given_values import checked, one
from ...books.journal_turns import take_turns
from ...books.statement_import_book import statement_plan


class ArBankImport(models.TransientModel):
    """Takes a bank's file: its lines become a statement, and bank receipts."""

    _name = "ar.bank.import"
    _inherit = ["ar.guarded.values"]
    _description = "Import of a Bank Statement"

    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank",
        required=True,
        domain="[('type', '=', 'bank')]",
        default=lambda self: self._default_journal(),
        help="The bank journal whose statement it is.",
    )
    file = fields.Binary(
        required=True,
        attachment=False,
        help="The file as the bank gives it: camt.053 of any version; MT940 or BAI2 "
        "where their libraries are installed.",
    )
    file_name = fields.Char(help="The name of the file.")

    @api.model
    def _default_journal(self):
        journals = self.env["account.journal"]._ar_receipt_journals()
        return journals[:1]

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_import(self):
        """Import the file: lines that the bank sent before are left out.

        More than 250 lines are imported in the background, on behalf of the user.

        :return: an action: the bank receipts of this bank, or how far the import is
        :raises UserError: with everything that stands against the file
        :raises AccessError: without the right to invoice
        """
        one(self)
        self.check_access("write")
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        journal = self.journal_id.with_company(self.journal_id.company_id)
        journal.check_access("read")
        self._check_journal(journal)
        take_turns(self.env, journal)
        self._check_idle(journal)
        book = BankFileBook(journal, self._content())
        plan = self._plan(book)
        work = self.env["ar.receipt.work"]._take(
            {
                "name": self.file_name or self.env._("Bank statement"),
                "kind": "statement",
                "company_id": journal.company_id.id,
                "journal_id": journal.id,
                "checksum": book.checksum,
                "plan": plan,
            },
            len(plan["rows"]),
        )
        if work.state == "waiting":
            return work._shown()
        return journal.action_ar_receipts()

    def _check_idle(self, journal):
        """Refuse while a long file comes to the same bank: which of its lines are new
        is known when it is there."""
        work = self.env["ar.receipt.work"]._is_busy(journal)
        if work:
            raise UserError(
                self.env._(
                    "%(file)s is being imported to %(bank)s in the background. Wait "
                    "until that is done.",
                    file=work.name,
                    bank=journal.name,
                )
            )

    def _check_journal(self, journal):
        if journal.type != "bank":
            raise UserError(
                self.env._(
                    "%(journal)s is not a bank. Choose a bank journal.",
                    journal=journal.name,
                )
            )

    def _content(self):
        try:
            return base64.b64decode(self.file or b"", validate=True)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("The file did not arrive whole.")) from error

    def _plan(self, book):
        """The lines of the file that are new, and the statements that they are of.

        ``sudo()``: which lines the user's own bank has sent, whoever imported them.
        """
        statements = book.statements()
        references = [line.reference for s in statements for line in s.lines]
        lines = self.env["account.bank.statement.line"].sudo()
        known = lines.search(
            [
                ("journal_id", "=", book.journal.id),
                ("ar_bank_reference", "in", references),
            ]
        )
        plan = statement_plan(book, statements, set(known.mapped("ar_bank_reference")))
        if not plan["rows"]:
            raise UserError(
                self.env._("All lines of the file are there already. Nothing is new.")
            )
        return plan
