"""Accepting, leaving and undoing bank receipts: each in all companies or not at all."""

from odoo import fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command, Domain


class ArBankReceiptDeciding(models.AbstractModel):
    """The part of a bank receipt that turns it into payments, and takes that back."""

    _name = "ar.bank.receipt.deciding"
    _description = "Deciding about Bank Receipts"

    # ------------------------------------------------------------
    # Accepting
    # ------------------------------------------------------------
    def _accept(self):
        """Make of receipts what they are proposed to be; those that were accepted or
        posted before stay as they are."""
        self._hold()
        waiting = self.filtered(lambda r: r.state == "proposed")
        waiting._refuse(waiting._acceptance_problems())
        returns = waiting.filtered("is_return")
        known = (waiting - returns).filtered("payment_id")
        fresh = waiting - returns - known
        fresh._accept_as_payments()
        known._match_known_payments()
        returns._give_back()
        self.env["ar.payer"]._learn(waiting - returns, hits=1)

    def _hold(self):
        """Lock receipts before their state is read: two who accept one at the same
        moment do it once.

        ``sudo()``: the lock alone, of receipts that the user may read.
        """
        try:
            self.sudo().lock_for_update()
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now deciding about these bank receipts. Try "
                    "again in a moment."
                )
            ) from error
        self.invalidate_recordset(["state", "payment_id"])

    def _refuse(self, problems):
        if problems:
            raise UserError(
                "\n".join(
                    f"{receipt._label()}: {problem}" for receipt, problem in problems
                )
            )

    def _acceptance_problems(self):
        """What stands against accepting these: list of (receipt, text)."""
        problems = []
        for receipt in self:
            line = receipt.statement_line_id
            if line.is_reconciled:
                text = self.env._("its line of the bank statement is matched already.")
            elif receipt.is_return and not receipt.payment_id:
                text = self.env._(
                    "no payment is known that it gives back. Undo the payment itself."
                )
            elif not receipt.is_return and not receipt.partner_id:
                text = self.env._(
                    "nobody is known to have paid it. Choose the customer."
                )
            else:
                text = line.journal_id._ar_suspense_problem()
            if text:
                problems.append((receipt, text))
        return problems

    def _decide(self, state, **values):
        """Keep what was decided, and by whom.

        ``sudo()``: nobody writes by hand what was decided.
        """
        for receipt in self.sudo():
            receipt.write(
                {
                    "state": state,
                    "decided_by_id": self.env.uid,
                    "decided_at": fields.Datetime.now(),
                    **values,
                }
            )

    # ------------------------------------------------------------
    # New payments
    # ------------------------------------------------------------
    def _accept_as_payments(self):
        """Draft payments in the payment journals of the day, with draft settlements of
        what they are to pay."""
        if not self:
            return
        journals = {bank: bank._ar_receipts_of_today() for bank in self.journal_id}
        payments = self.env["account.payment"].create(
            [receipt._prepare_payment_vals(journals) for receipt in self]
        )
        for receipt, payment in zip(self, payments, strict=True):
            receipt._decide("accepted", payment_id=payment.id)
        self._read_marked()
        self.env["ar.settlement"].create(
            [
                receipt._prepare_settlement_vals()
                for receipt in self
                if receipt.sudo().marks
            ]
        )

    def _prepare_payment_vals(self, journals):
        # sudo(): the engine links the payment with the line of the user's company.
        journal = journals[self.journal_id]
        return {
            **journal._prepare_line_defaults(),
            "ar_payment_journal_id": journal.id,
            "ar_statement_line_id": self.statement_line_id.id,
            "partner_id": self.partner_id.id,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "memo": self.text,
        }

    def _prepare_settlement_vals(self):
        """The draft settlement that marks what the receipt is to pay; amounts that are
        not given are filled by the rules of settling."""
        return {
            "partner_id": self.partner_id.id,
            "other_partner_ids": [Command.set(self._other_customers().ids)],
            "line_ids": [
                Command.create({"payment_id": self.payment_id.id}),
                *(
                    Command.create(
                        {
                            "move_line_id": mark["item"],
                            **{
                                name: mark[name]
                                for name in ("amount", "discount")
                                if mark[name] is not None
                            },
                        }
                    )
                    for mark in self.sudo().marks
                ),
            ],
        }

    def _read_marked(self):
        """Read whose documents are marked, of all receipts at once."""
        # sudo(): the items that the user, who accepts them, was shown.
        marks = [mark for one in self.sudo() for mark in one.marks or ()]
        items = self.env["account.move.line"].sudo().browse(m["item"] for m in marks)
        items.fetch(["partner_id"])
        items.partner_id.commercial_partner_id.fetch(["address_book_id"])

    def _other_customers(self):
        """Whose documents it pays beside the customer's own: who accepts a receipt has
        seen them."""
        # sudo(): the items that the user, who accepts them, was shown.
        items = self.env["account.move.line"].browse(
            [mark["item"] for mark in self.sudo().marks]
        )
        own = self.partner_id._ar_party_key()
        return items.partner_id.filtered(lambda p: p._ar_party_key() != own)

    # ------------------------------------------------------------
    # Payments that stand in the books
    # ------------------------------------------------------------
    def _match_known_payments(self):
        """Match payments that were entered by hand with the bank: an entry takes their
        money from where it waited for the bank to where the bank has it."""
        if not self:
            return
        taken = self.filtered(lambda r: r.payment_id.is_matched)
        self._refuse(
            [
                (r, self.env._("its payment is matched with the bank already."))
                for r in taken
            ]
        )
        entries = self.env["account.move"].create(
            [receipt._prepare_bridge_vals() for receipt in self]
        )
        entries._post(soft=False)
        plan = []
        for receipt, entry in zip(self, entries, strict=True):
            plan += receipt._bridge_plan(entry)
            receipt._decide("posted", bridge_move_id=entry.id)
        self.env["account.move.line"]._reconcile_plan(plan)

    def _prepare_bridge_vals(self):
        """Dr where the bank's money waits / Cr where the payment's waits, by the value
        that each has."""
        line = self.statement_line_id
        waiting = self.payment_id._seek_for_lines()[0]
        suspense = line._seek_for_lines()[1]
        values = [
            (suspense.account_id, -sum(suspense.mapped("amount_currency"))),
            (waiting.account_id, -sum(waiting.mapped("amount_currency"))),
        ]
        balance = -sum(suspense.mapped("balance"))
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "date": max(self.date, self.payment_id.date),
            "ref": self.text,
            "line_ids": [
                Command.create(
                    {
                        "name": self.text,
                        "account_id": account.id,
                        "partner_id": self.partner_id.id,
                        "currency_id": self.currency_id.id,
                        "amount_currency": amount,
                        "balance": balance if amount > 0 else -balance,
                        "analytic_distribution": False,
                    }
                )
                for account, amount in values
            ],
        }

    def _bridge_plan(self, entry):
        suspense = self.statement_line_id._seek_for_lines()[1]
        waiting = self.payment_id._seek_for_lines()[0]
        return [
            lines
            | entry.line_ids.filtered(lambda x, a=lines.account_id: x.account_id == a)
            for lines in (suspense, waiting)
        ]

    # ------------------------------------------------------------
    # Money that goes back
    # ------------------------------------------------------------
    def _give_back(self):
        """Undo the payments that the bank gave back, in all companies; what came and
        what went then cancel each other out on the bank's suspense account."""
        if not self:
            return
        first = self.env["ar.bank.receipt"].search(
            Domain("payment_id", "in", self.payment_id.ids)
            & Domain("state", "=", "posted")
            & Domain("is_return", "=", False)
        )
        came = {receipt.payment_id: receipt.statement_line_id for receipt in first}
        payments = self.payment_id.filtered(lambda p: p.state != "canceled")
        payments._ar_undo_received()
        plan = []
        for receipt in self:
            lines = receipt.statement_line_id | came.get(
                receipt.payment_id, receipt.statement_line_id.browse()
            )
            if len(lines) > 1:
                plan.append(lines._ar_suspense_items())
            receipt._decide("posted")
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)

    # ------------------------------------------------------------
    # Leaving, choosing and undoing
    # ------------------------------------------------------------
    def _leave(self):
        self._hold()
        self.filtered(lambda r: r.state in ("proposed", "undone"))._decide("left")

    def _choose(self, reading):
        """Take one of the readings: what it marks, and whose that is."""
        self._hold()
        readings = self.sudo().alternatives or []
        if self.state != "proposed" or not 0 < reading <= len(readings):
            raise UserError(self.env._("There is no such reading to choose."))
        marks = readings[reading - 1]
        items = self.env["account.move.line"].browse([mark["item"] for mark in marks])
        items.check_access("read")
        partner = self._payer_of(items.partner_id)
        # sudo(): nobody writes by hand what is marked; the items were checked.
        self.sudo().write({"marks": marks, "partner_id": partner.id, "rest": 0})

    def _payer_of(self, customers):
        """Who pays documents of these customers: the one, where it is one; else whom
        the receipt names already.

        :raises UserError: where nobody is known, or has no record in the company
        """
        if len({customer._ar_party_key() for customer in customers}) > 1:
            if not self.partner_id:
                raise UserError(
                    self.env._(
                        "These are documents of several customers. Choose the customer "
                        "who paid first."
                    )
                )
            customers = self.partner_id
        partner, problem = self.env["account.payment"]._ar_record_of(
            customers[:1], self.company_id
        )
        if problem:
            raise UserError(problem)
        return partner

    def _undo(self):
        """Back to the line of the bank statement: drafts are deleted, what is posted
        is undone in all companies."""
        self._hold()
        given_back = self.filtered(lambda r: r.is_return and r.state == "posted")
        self._refuse(
            [
                (
                    receipt,
                    self.env._(
                        "the bank gave the payment back. If it came again, accept its "
                        "new line."
                    ),
                )
                for receipt in given_back
            ]
        )
        drafts = self.filtered(lambda r: r.state == "accepted")
        posted = self.filtered(lambda r: r.state == "posted")
        drafts.payment_id.unlink()
        bridged = posted.filtered("bridge_move_id")
        bridged._undo_bridges()
        (posted - bridged).payment_id._ar_undo_received()

    def _undo_bridges(self):
        """Take back the entries that matched payments entered by hand."""
        if not self:
            return
        entries = self.bridge_move_id
        self._note_undone("undone")
        entries.button_cancel()

    def _note_undone(self, state):
        """What became of these was taken back: they wait for a decision again, and
        nothing is learned of them."""
        posted = self.filtered(lambda r: r.state == "posted" and not r.is_return)
        self.env["ar.payer"]._learn(self - posted, hits=-1)
        self.env["ar.payer"]._learn(posted, misses=1)
        # sudo(): nobody writes by hand what was decided.
        self.sudo().write({"state": state})
