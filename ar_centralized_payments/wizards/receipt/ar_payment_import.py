import base64
import binascii

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ...books.bank_file_book import error_text
from ...books.camt_reader import BankFileError
from ...books.given_values import checked, one
from ...books.payment_import_book import PaymentImportBook

#: So many rows are shown before anything is stored.
SHOWN = 200


class ArPaymentImport(models.TransientModel):
    """Takes a file that lists payments: its rows become lines of a payment journal."""

    _name = "ar.payment.import"
    _inherit = ["ar.guarded.values"]
    _description = "Import of Payments"

    payment_journal_id = fields.Many2one(
        comodel_name="ar.payment.journal",
        required=True,
        ondelete="cascade",
        help="The payment journal in which the payments become lines.",
    )
    file = fields.Binary(
        required=True,
        attachment=False,
        help="A list of payments as CSV or XLSX, a row for each, a camt.054, or a "
        "lockbox file.",
    )
    file_name = fields.Char(help="The name of the file.")
    preview = fields.Html(
        compute="_compute_preview",
        sanitize=False,
        help="What the file is read as. Nothing is stored yet.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("file", "payment_journal_id")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = wizard.file and wizard._preview()

    def _preview(self):
        """The rows as a table, or what stands against the file. What those of a long
        list pay is found in the background."""
        try:
            book = self._book()
            rows = book.list.rows
            is_long = self.env["ar.receipt.work"]._is_long(len(rows))
            cells = self._read_cells(book) if is_long else self._matched_cells(book)
        except UserError as error:
            return Markup('<div class="alert alert-danger">%s</div>') % str(error)
        body = Markup("").join(
            Markup("<tr><td>%s</td><td class='text-end'>%s</td>%s</tr>")
            % (
                format_date(self.env, row.day or self.payment_journal_id.date),
                self._amount_text(book, row),
                Markup("").join(Markup("<td>%s</td>") % text for text in texts),
            )
            for row, texts in cells
        )
        return Markup("<p>%s</p>%s<table class='table table-sm'>%s</table>") % (
            self._head_text(book),
            Markup("<p>%s</p>") % self._long_text() if is_long else "",
            body,
        )

    def _matched_cells(self, book):
        """Of each row, what it is taken for: (row, texts)."""
        words = book.words()
        labels = dict(
            self.env["ar.bank.receipt"]
            ._fields["confidence"]
            ._description_selection(self.env)
        )
        for found in book.rows[:SHOWN]:
            texts = (
                found.partner.name or found.row.name,
                words.marks(found.telling),
                labels[found.proposal.confidence.value],
                words.why(found.telling),
            )
            yield found.row, texts

    @staticmethod
    def _read_cells(book):
        """Of each row, what stands there: (row, texts)."""
        for row in book.list.rows[:SHOWN]:
            yield row, (row.name, row.account, " ".join(row.texts))

    def _long_text(self):
        return self.env._(
            "This is a long list. Its first %(count)s rows are shown; what each row "
            "pays is found in the background, once you import it.",
            count=SHOWN,
        )

    def _amount_text(self, book, row):
        if row.amount is None:
            return self.env._("not readable")
        return format_amount(self.env, float(row.amount), book.currency)

    def _head_text(self, book):
        total = format_amount(self.env, float(book.list.sum), book.currency)
        return self.env._(
            "%(count)s payments, %(total)s.", count=len(book.list.rows), total=total
        )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_import(self):
        """Make a line of every row, marked with what it means; what fits nothing is a
        line without a customer, to be asked for.

        More than 250 rows are imported in the background, on behalf of the user.

        :return: an action: the lines, or how far the import is
        :raises UserError: if the file cannot be read, was imported before, or its rows
            do not come to its total
        :raises AccessError: without the right to write the payment journal
        """
        one(self)
        self.check_access("write")
        journal = self.payment_journal_id
        journal._check_takes_lines()
        book = self._book()
        if book.difference:
            raise UserError(
                self.env._(
                    "The file says %(total)s, its rows come to %(sum)s.",
                    total=format_amount(
                        self.env, float(book.list.total), book.currency
                    ),
                    sum=format_amount(self.env, float(book.list.sum), book.currency),
                )
            )
        work = self.env["ar.receipt.work"]._take(
            {
                "name": self.file_name or self.env._("List of payments"),
                "kind": "payments",
                "company_id": journal.company_id.id,
                "journal_id": journal.journal_id.id,
                "payment_journal_id": journal.id,
                "checksum": book.checksum,
                "content": self.file,
            },
            len(book.list.rows),
        )
        return work._shown() if work.state == "waiting" else journal.action_open_lines()

    def _book(self):
        journal = self.payment_journal_id
        journal.check_access("write")
        try:
            content = base64.b64decode(self.file or b"", validate=True)
            book = PaymentImportBook(journal, content)
            book.list  # noqa: B018 (reads the file)
        except (binascii.Error, ValueError) as error:
            raise UserError(self.env._("The file did not arrive whole.")) from error
        except BankFileError as error:
            raise UserError(error_text(self.env, error)) from error
        self._check_new(book)
        return book

    def _check_new(self, book):
        """Refuse a file that the company had.

        ``sudo()``: which payment journal of the user's company took it, whoever did.
        """
        journals = self.env["ar.payment.journal"].sudo()
        company = self.payment_journal_id.company_id
        for journal in journals.search(
            [("company_id", "=", company.id), ("files", "!=", False)]
        ):
            if book.checksum in journal.files:
                raise UserError(
                    self.env._(
                        "This file was imported in %(journal)s. It is not imported "
                        "twice.",
                        journal=journal.name,
                    )
                )
        if self.env["ar.receipt.work"]._is_running(company, book.checksum):
            raise UserError(
                self.env._(
                    "This file is being imported just now. It is not imported twice."
                )
            )
