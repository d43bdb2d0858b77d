import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.access_groups import GROUP_SETTLE
from ...books.bank_file_book import BankFileBook
from ...books.given_values import checked, one


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

        :return: an action: the bank receipts of this bank
        :raises UserError: with everything that stands against the file
        :raises AccessError: without the right to invoice
        """
        one(self)
        self.check_access("write")
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        journal = self.journal_id.with_company(self.journal_id.company_id)
        journal.check_access("read")
        self._check_journal(journal)
        book = BankFileBook(journal, self._content())
        lines = self._make_statements(book, book.statements())
        if not lines:
            raise UserError(
                self.env._("All lines of the file are there already. Nothing is new.")
            )
        if journal.ar_receipts != "off":
            lines._ar_propose()
        return journal.action_ar_receipts()

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

    def _make_statements(self, book, statements):
        """Make statements with the lines that are new; return these lines.

        ``sudo()``: making lines takes a right that clerks do not have in Odoo; the
        bank is the user's, and may invoice was asked.
        """
        references = [line.reference for s in statements for line in s.lines]
        lines = self.env["account.bank.statement.line"].sudo()
        known = lines.search(
            [
                ("journal_id", "=", book.journal.id),
                ("ar_bank_reference", "in", references),
            ]
        )
        known = set(known.mapped("ar_bank_reference"))
        made = lines
        for statement in statements:
            values, new = book.prepare(statement, known)
            if new:
                records = lines.create(new)
                owner = (
                    self.env["account.bank.statement"]
                    .sudo()
                    .create({**values, "line_ids": [fields.Command.set(records.ids)]})
                )
                if "balance_start" in values and not known:
                    owner.balance_start = values["balance_start"]
                made |= records
        return made.with_env(self.env)
