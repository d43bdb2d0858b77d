from odoo import fields, models
from odoo.exceptions import UserError

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import checked
from ...books.receipt_book import (
    ReceiptBook,
    packed_marks,
    receipt_of,
    records_of,
)
from ...books.receipt_words import packed
from ...books.steps import from_steps
from ...matching.receipt_values import Confidence, Evidence
from ...matching.references import compact

#: What a line may not be given any more while a receipt stands on it: Odoo would make
#: its entry anew.
FROZEN = frozenset(
    {
        *("payment_ref", "amount", "amount_currency", "foreign_currency_id"),
        *("currency_id", "partner_id", "date", "journal_id"),
    }
)
DECIDED = ("accepted", "posted")


class AccountBankStatementLine(models.Model):
    _name = "account.bank.statement.line"
    _inherit = ["account.bank.statement.line", "ar.guarded.fields"]

    ar_receipt_ids = fields.One2many(
        comodel_name="ar.bank.receipt",
        inverse_name="statement_line_id",
        string="Bank Receipt",
        help="What the line means to customers' documents; one at most.",
    )

    ar_bank_reference = fields.Char(
        string="Bank's Own Reference",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="By which the bank tells the line from all others: it is imported once.",
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & FROZEN:
            self._ar_check_free(
                lambda line: any(
                    line._fields[name].convert_to_cache(vals[name], line)
                    != line._fields[name].convert_to_cache(line[name], line)
                    for name in vals.keys() & FROZEN
                )
            )
        return super().write(vals)

    def unlink(self):
        self._ar_check_free(lambda line: True)
        return super().unlink()

    def _ar_check_free(self, is_changed):
        """Refuse to change lines on which an accepted receipt stands.

        ``sudo()``: what stands there counts, whoever may see it.
        """
        for receipt in self.sudo().ar_receipt_ids:
            if receipt.state in DECIDED and is_changed(receipt.statement_line_id):
                raise UserError(
                    self.env._(
                        "%(receipt)s: a bank receipt stands on this line of the bank "
                        "statement. Undo it under Bank Receipts first.",
                        receipt=receipt._label(),
                    )
                )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_undo_reconciliation(self):
        """Undo receipts in all companies, and other lines as Odoo does.

        The line's own entry stays as it is: nothing but the match is taken back.
        """
        receipts = self.ar_receipt_ids.filtered(lambda r: r.state in DECIDED)
        if receipts:
            receipts.action_undo()
        others = self - receipts.statement_line_id
        if not others:
            return True
        return super(AccountBankStatementLine, others).action_undo_reconciliation()

    @checked
    def ar_propose(self):
        """Find what these lines mean, in all companies of the user.

        Lines that somebody decided about keep what was decided.

        :return: list of dicts, one for each line: ``statement_line_id``,
            ``receipt_id``, ``state``, ``confidence``, ``partner_id``, ``payment_id``
            (of a payment that stands in the books), ``marks`` (list of dicts:
            ``move_line_id``, ``amount``, ``discount``, in the document's currency,
            ``None``: as the rules of settling say), ``rest`` (in the line's currency),
            ``why`` (a text)
        :raises AccessError: without the right to invoice
        """
        self.check_access("read")
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        return self._ar_propose()._told()

    @checked
    def ar_accept(self):
        """Accept what these lines are proposed to mean; what waits is found first.

        Accepting twice changes nothing.

        :return: ``True``
        :raises UserError: with everything that stands against any of them; then
            nothing is written
        :raises AccessError: without the right to invoice
        """
        self.check_access("read")
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        unknown = self.filtered(
            lambda line: line.ar_receipt_ids.state in (False, "undone")
        )
        unknown._ar_propose()
        return self.ar_receipt_ids.action_accept()

    @checked
    def action_open_ar_receipt(self):
        """Open what the line means."""
        self.check_access("read")
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        self._ar_propose()
        return self.ar_receipt_ids._get_records_action(context={"create": False})

    # ------------------------------------------------------------
    # Business: what came
    # ------------------------------------------------------------
    def _ar_received(self):
        """The currency and the amount that wait on the suspense account; less than 0
        is money that went."""
        items = self._seek_for_lines()[1]
        currency = items.currency_id[:1] or self.currency_id
        if items.account_id.reconcile:
            return currency, -sum(items.mapped("amount_residual_currency"))
        return currency, -sum(items.mapped("amount_currency"))

    def _ar_payer_account(self):
        return compact(self.account_number or self.partner_bank_id.acc_number or "")

    def _ar_is_return(self):
        """Whether the bank says that the line gives something back."""
        details = self.transaction_details
        return isinstance(details, dict) and bool(details.get("return"))

    def _ar_suspense_items(self):
        items = self.env["account.move.line"]
        return items.union(*(line._seek_for_lines()[1] for line in self))

    # ------------------------------------------------------------
    # Business: proposing
    # ------------------------------------------------------------
    def _ar_propose(self):
        """Store what lines mean that nobody decided about; return all their receipts.

        ``sudo()``: nobody writes proposals by hand; they were found as the user.
        """
        receipts = self.env["ar.bank.receipt"]
        known = receipts.search([("statement_line_id", "in", self.ids)])
        kept = known.filtered(lambda r: r.state not in ("proposed", "undone"))
        waiting = self - kept.statement_line_id
        waiting = waiting.filtered(lambda line: not line.is_reconciled)
        found = known.grouped("statement_line_id")
        fresh = []
        for company in waiting.company_id:
            some = waiting.filtered(lambda line, c=company: line.company_id == c)
            for line, vals in some._ar_proposed_vals().items():
                if line in found:
                    found[line].sudo().write(vals)
                else:
                    fresh.append(vals)
        receipts.sudo().create(fresh)
        return receipts.search([("statement_line_id", "in", self.ids)])

    def _ar_propose_again(self, receipts):
        """Propose anew, also what was left."""
        receipts.sudo().write({"state": "proposed"})
        return self._ar_propose()

    def _ar_proposed_vals(self):
        """Line -> the values of its receipt; lines of one company."""
        since = min(self.mapped("date"))
        book = ReceiptBook(self.company_id, self.journal_id, since)
        limits = book.limits()
        proposals = book.proposals([receipt_of(line, limits) for line in self])
        records = records_of(book, proposals)
        return {
            line: line._ar_prepare_receipt_vals(book, proposals[line.id], records)
            for line in self
        }

    def _ar_prepare_receipt_vals(self, book, proposal, records):
        currency, amount = self._ar_received()
        record = records.get(proposal.party)
        confidence, evidence = proposal.confidence, list(proposal.evidence)
        if proposal.party is not None and not record:
            evidence.append(Evidence(0, "no_record", party=proposal.party))
            confidence = Confidence.ASK
        return {
            "statement_line_id": self.id,
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "date": self.date,
            "amount": amount,
            "currency_id": currency.id,
            "text": self.payment_ref or self.ref,
            "payer_name": self.partner_name or self.partner_id.name,
            "payer_account": self._ar_payer_account(),
            "is_return": amount < 0 or self._ar_is_return(),
            "partner_id": record.id if record else False,
            "payment_id": proposal.payment or False,
            "confidence": confidence.value,
            "state": "proposed",
            "evidence": packed(evidence, book.partner_of),
            "marks": packed_marks(book.env, proposal.marks) if record else [],
            "alternatives": [
                packed_marks(book.env, some) for some in proposal.alternatives
            ],
            "rest": from_steps(proposal.rest or 0, currency),
        }
