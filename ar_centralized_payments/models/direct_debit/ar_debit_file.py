import base64

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command

from ...books.access_groups import GROUP_SETTLE
from ...books.debit_file_book import note_debits
from ...books.given_values import Text, checked, one


class ArDebitFile(models.Model):
    """Posted direct debits as they go to the bank: a file of one company, bank journal
    and scheme. It is written once, and given out as it was written."""

    _name = "ar.debit.file"
    _inherit = [
        "ar.guarded.values",
        "ar.numbered",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Direct Debit File"
    _order = "id desc"
    _check_company_auto = True
    _sequence_name = "ar_centralized_payments.sequence_debit_file"

    _engine_fields = frozenset(
        {
            *("name", "company_id", "journal_id", "currency_id", "date", "scheme"),
            *("state", "payment_ids", "payment_count", "total", "content"),
            "file_name",
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the file is made.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        help="The company that collects.",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank Journal",
        required=True,
        readonly=True,
        check_company=True,
        help="The journal of the bank account that the money comes to.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency of all payments: euros.",
    )
    date = fields.Date(
        string="Collection Date",
        required=True,
        readonly=True,
        help="The day on which the bank is to collect.",
    )
    scheme = fields.Selection(
        selection=[("core", "Core"), ("b2b", "Between Businesses")],
        required=True,
        readonly=True,
        help="Under which rules the bank collects.",
    )
    state = fields.Selection(
        selection=[("made", "Made"), ("refused", "Refused by the Bank")],
        string="Status",
        required=True,
        readonly=True,
        tracking=True,
        help="A file that the bank refused lets its payments go: what was wrong is "
        "mended, and they are written to another file.",
    )
    reason = fields.Char(tracking=True, help="Why the bank refused it.")
    payment_ids = fields.Many2many(
        comodel_name="account.payment",
        relation="ar_debit_file_payment_rel",
        column1="file_id",
        column2="payment_id",
        string="Payments",
        readonly=True,
        help="What the file collects, or was to collect.",
    )
    payment_count = fields.Integer(readonly=True, help="How many payments it collects.")
    total = fields.Monetary(readonly=True, help="What all of them come to.")
    content = fields.Binary(
        string="File",
        readonly=True,
        attachment=True,
        help="The file as it was written, pain.008: the same each time.",
    )
    file_name = fields.Char(readonly=True, help="What the file is called.")

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is a direct debit file with this number already."
    )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_refused(self, reason: Text = ""):
        """Note that the bank refused the file: its payments can be written to another.

        :param str reason: what the bank says of it
        :return: ``True``
        :raises UserError: if that was noted before
        :raises AccessError: without the right to invoice
        """
        one(self)
        self.check_access("write")
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        # sudo(): the lock, and what became of a file, are the engine's.
        elevated = self.sudo()
        self._hold(elevated)
        if elevated.state != "made":
            raise UserError(
                self.env._(
                    "That the bank refused %(file)s was noted before.", file=self.name
                )
            )
        payments = elevated.payment_ids.filtered(
            lambda payment: payment.ar_debit_file_id == elevated
        )
        payments.write(
            dict.fromkeys(
                (
                    *("ar_debit_file_id", "ar_debit_account_id"),
                    *("ar_debit_mandate", "ar_debit_sequence"),
                ),
                False,
            )
        )
        elevated.write({"state": "refused", **({"reason": reason} if reason else {})})
        return True

    # ------------------------------------------------------------
    # Business: making
    # ------------------------------------------------------------
    @api.model
    def _make(self, book):
        """Write files for some payments, one for each scheme, and note on each payment
        which one collects it.

        ``sudo()``: nobody else makes a file or puts payments into it; the caller has
        checked that the user may write the payments' journal.

        :param book: :class:`~...books.debit_file_book.DebitFileBook`
        :return: the files, as the acting user
        :raises UserError: with everything that stands against it
        """
        self._hold(book.payments)
        self._refuse_file(book.problems())
        files = self.sudo()
        by_scheme = {}
        for debit in book.debits():
            by_scheme.setdefault(debit.account.ar_mandate_scheme, []).append(debit)
        for scheme, debits in by_scheme.items():
            content, problems = book.written(debits)
            self._refuse_file(problems)
            files |= files.create(
                self._prepare_file_vals(book, scheme, debits, content)
            )
            note_debits(files[-1:], debits)
        return files.with_env(self.env)

    @api.model
    def _prepare_file_vals(self, book, scheme, debits, content):
        (name,) = self._next_names([book.company])
        payments = book.payments.browse([debit.payment.id for debit in debits])
        return {
            "name": name,
            "state": "made",
            "company_id": book.company.id,
            "journal_id": book.bank.id,
            "currency_id": payments.currency_id.id,
            "date": book.date,
            "scheme": scheme,
            "payment_ids": [Command.set(payments.ids)],
            "payment_count": len(payments),
            "total": sum(payments.mapped("amount")),
            "content": base64.b64encode(content),
            "file_name": f"{name.replace('/', '-')}.xml",
        }

    @api.model
    def _hold(self, records):
        """Lock what a file is made of, before it is looked at.

        :raises LockError: if somebody else holds it just now
        """
        try:
            records.lock_for_update()
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now working on these direct debits. Try "
                    "again in a moment."
                )
            ) from error

    @api.model
    def _refuse_file(self, problems):
        if problems:
            raise UserError("\n".join(dict.fromkeys(problems)))
