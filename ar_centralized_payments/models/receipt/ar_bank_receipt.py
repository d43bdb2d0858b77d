from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.access_groups import GROUP_SETTLE, GROUP_UNDO
from ...books.given_values import Count, checked, one
from ...books.receipt_words import ReceiptWords, Telling


class ArBankReceipt(models.Model):
    """What a line of a bank statement means, by whom it was decided, and what became
    of it. One for each line, kept for good once it was decided."""

    _name = "ar.bank.receipt"
    _inherit = ["ar.bank.receipt.deciding", "ar.guarded.values"]
    _description = "Bank Receipt"
    _order = "date desc, id desc"
    _rec_name = "text"

    _engine_fields = frozenset(
        {
            *("statement_line_id", "company_id", "journal_id", "date", "amount"),
            *("currency_id", "text", "payer_name", "payer_account", "payment_id"),
            *("bridge_move_id", "confidence", "state", "evidence", "marks"),
            *("alternatives", "rest", "decided_by_id", "decided_at", "is_return"),
        }
    )

    # ------------------------------------------------------------
    # Fields: what came
    # ------------------------------------------------------------
    statement_line_id = fields.Many2one(
        comodel_name="account.bank.statement.line",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The line of the bank statement.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        help="The company whose bank received the money.",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank",
        required=True,
        readonly=True,
        help="The bank journal of the statement.",
    )
    date = fields.Date(
        required=True, readonly=True, help="When the bank booked it: the value date."
    )
    amount = fields.Monetary(
        readonly=True, help="What came; less than 0 is what went back."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency of the amount.",
    )
    text = fields.Char(
        string="Bank's Text", readonly=True, help="What the bank says of it."
    )
    payer_name = fields.Char(
        string="Payer", readonly=True, help="The payer's name as the bank writes it."
    )
    payer_account = fields.Char(
        string="Payer's Account", readonly=True, help="Where the money came from."
    )
    is_return = fields.Boolean(
        string="Goes Back",
        readonly=True,
        help="Money that the bank takes back: it pays nothing, a payment is undone.",
    )

    # ------------------------------------------------------------
    # Fields: what it means
    # ------------------------------------------------------------
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="restrict",
        domain="['|', ('company_id', '=', False), ('company_id', 'parent_of', "
        "company_id)]",
        help="Who paid: the record of the company whose bank it is.",
    )
    confidence = fields.Selection(
        selection=[
            ("sure", "Sure"),
            ("likely", "Likely"),
            ("ask", "Ask"),
            ("none", "Unknown"),
        ],
        default="none",
        required=True,
        readonly=True,
        help="Sure: all documents are named and come to the amount. Likely: the "
        "customer is certain, the documents follow from the amount or are named in "
        "part. Ask: it can mean several things. Unknown: nobody is known to "
        "have paid it.",
    )
    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("accepted", "Accepted"),
            ("left", "Set Aside"),
            ("posted", "Posted"),
            ("undone", "Undone"),
        ],
        string="Status",
        default="proposed",
        required=True,
        readonly=True,
        index=True,
        help="Accepted: a draft payment waits in a payment journal. Set aside: it "
        "is no customer's payment. Posted: booked and matched with the bank.",
    )
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The payment that it became, that it confirms, or that it gives back.",
    )
    bridge_move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry",
        readonly=True,
        ondelete="set null",
        help="Takes the money of a payment that was entered by hand from where it "
        "waited for the bank.",
    )
    evidence = fields.Json(
        readonly=True,
        groups="base.group_system",
        help="The reasons, as rules and ids; the page puts them into words.",
    )
    marks = fields.Json(
        readonly=True,
        groups="base.group_system",
        help="The open items that are paid, as ids, with amounts that are given.",
    )
    alternatives = fields.Json(
        readonly=True,
        groups="base.group_system",
        help="The marks of other readings.",
    )
    rest = fields.Monetary(
        string="Left to Settle",
        readonly=True,
        help="What no document takes; it stays open on the payment.",
    )
    why = fields.Text(
        compute="_compute_words", help="The reasons for what is proposed."
    )
    documents = fields.Text(compute="_compute_words", help="What is paid, by company.")
    meaning = fields.Text(
        string="What It Pays, and Why",
        compute="_compute_words",
        help="What is paid, by company, and the reasons for it.",
    )
    readings = fields.Text(
        string="Can Mean",
        compute="_compute_words",
        help="What it can mean, where it can mean several things.",
    )
    reading_count = fields.Integer(
        string="Number of Readings",
        compute="_compute_words",
        help="How many things it can mean.",
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        readonly=True,
        help="Who accepted it or set it aside.",
    )
    decided_at = fields.Datetime(
        string="Decided on", readonly=True, help="When it was accepted or set aside."
    )
    payment_journal_id = fields.Many2one(
        related="payment_id.ar_payment_journal_id",
        string="Payment Journal",
        help="Where the draft payment waits to be posted.",
    )
    age = fields.Integer(
        string="Days", compute="_compute_age", help="How many days ago it came."
    )

    _line_uniq = models.UniqueIndex("(statement_line_id)")

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("evidence", "marks", "alternatives")
    @api.depends_context("uid", "lang")
    def _compute_words(self):
        """Named are only documents and customers that the reader may open."""
        tellings = {receipt: receipt._telling() for receipt in self}
        words = ReceiptWords(self._all_companies().env, tellings.values())
        for receipt, telling in tellings.items():
            receipt.why = words.why(telling)
            receipt.documents = words.marks(telling)
            receipt.readings = words.readings(telling)
            receipt.reading_count = len(telling.alternatives)
            parts = [receipt.documents, receipt.why]
            receipt.meaning = "\n".join(filter(None, parts))

    def _telling(self):
        """What is kept of the proposal.

        ``sudo()``: ids alone; what may be read of them is told.
        """
        kept = self.sudo()
        return Telling(
            kept.evidence or [],
            kept.marks or [],
            kept.alternatives or [],
            self.currency_id,
        )

    @api.depends("date")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for receipt in self:
            receipt.age = (today - receipt.date).days if receipt.date else 0

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        """A customer is chosen before it is accepted, not after."""
        if "partner_id" in vals and not self.env.su:
            decided = self.filtered(lambda r: r.state not in ("proposed", "left"))
            if decided:
                raise UserError(
                    self.env._(
                        "%(receipt)s is %(state)s: its customer stays. Undo it first.",
                        receipt=decided[0]._label(),
                        state=decided[0]._state_label(),
                    )
                )
        return super().write(vals)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_accept(self):
        """Accept what is proposed: draft payments with their draft settlements in the
        bank's payment journal of the day; what confirms a payment that stands in the
        books is matched with it, what gives one back undoes it.

        What was accepted before stays as it is.

        :return: ``True``
        :raises UserError: with everything that stands against any of them; then
            nothing is written
        :raises AccessError: without the right to invoice
        """
        self._check_work(GROUP_SETTLE)
        self._all_companies()._accept()
        return True

    @checked
    def action_leave(self):
        """Leave them: they are no customer's payments. They can be proposed again.

        :return: ``True``
        """
        self._check_work(GROUP_SETTLE)
        self._leave()
        return True

    @checked
    def action_propose_again(self):
        """Find anew what those mean that wait, were left or were undone.

        :return: ``True``
        """
        self._check_work(GROUP_SETTLE)
        some = self.filtered(lambda r: r.state in ("proposed", "left", "undone"))
        some.statement_line_id._ar_propose_again(some)
        return True

    @checked
    def choose(self, reading: Count = 1):
        """Take one of the readings that a receipt can have.

        :param reading: its number, from 1 on; the first where none is given
        :return: ``True``
        """
        one(self)
        self._check_work(GROUP_SETTLE)
        self._all_companies()._choose(reading)
        return True

    @checked
    def action_settle(self):
        """Open the page that settles the payment; it is accepted first."""
        one(self)
        self._check_work(GROUP_SETTLE)
        receipt = self._all_companies()
        if receipt.state == "proposed":
            receipt._accept()
        if not receipt.payment_id:
            raise UserError(self.env._("Nothing of it is a payment to settle."))
        return receipt.payment_id.action_settle_transactions()

    @checked
    def action_undo(self):
        """Undo what was accepted or posted: in all companies, back to the bank's line.

        :return: ``True``
        :raises AccessError: without the right to undo, where something is posted
        """
        posted = self.filtered(lambda r: r.state == "posted")
        self._check_work(GROUP_UNDO if posted else GROUP_SETTLE)
        self._all_companies()._undo()
        return True

    @checked
    def action_post(self):
        """Post the payment journals in which these wait.

        :return: an action that says what came of it
        """
        self._check_work(GROUP_SETTLE)
        journals = self.payment_id.filtered(
            lambda p: p.state == "draft"
        ).ar_payment_journal_id
        if not journals:
            raise UserError(
                self.env._("Nothing of these waits to be posted. Accept some first.")
            )
        return journals.action_post()

    @checked
    def action_accept_all_sure(self):
        """Accept everything that is sure, of the banks of the ticked companies,
        whichever of it is chosen. More than 250 are accepted in the background.

        :return: an action that says how many were accepted
        """
        sure = self.search(
            Domain("state", "=", "proposed")
            & Domain("confidence", "=", "sure")
            & Domain("company_id", "in", self.env.companies.ids)
        )
        sure._check_work(GROUP_SETTLE)
        sure = sure._all_companies()._of_members()
        work = self.env["ar.receipt.work"]
        if work._is_long(len(sure)):
            for journal, some in sure.grouped("journal_id").items():
                work._queue_receipts("accept", journal, some)
            return self._in_background(len(sure))
        sure._accept()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if sure else "info",
                "message": self.env._("Accepted: %(count)s.", count=len(sure)),
                "count": len(sure),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _in_background(self, count):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "%(count)s lines are done in the background. You may leave this "
                    "page; you will be told when they are done.",
                    count=count,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    @checked
    def action_open_all(self):
        """Open the page, with what the bank brought since."""
        self._check_work(GROUP_SETTLE)
        self.env["account.journal"]._ar_receipt_journals()._ar_propose_shown()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_bank_receipt"
        )

    @api.model
    @checked
    def totals(self):
        """How many wait in each class, and what they come to: the page's banner.

        :return: list of dicts, in order: ``confidence``, ``label``, ``count``,
            ``amounts`` (texts, one for each currency)
        """
        self.check_access("read")
        field = self._fields["confidence"]
        labels = dict(field._description_selection(self.env))
        groups = self._read_group(
            Domain("state", "=", "proposed")
            & Domain("company_id", "in", self.env.companies.ids),
            ["confidence", "currency_id"],
            ["__count", "amount:sum"],
        )
        rows = {
            key: {"confidence": key, "label": label, "count": 0, "amounts": []}
            for key, label in labels.items()
        }
        for confidence, currency, count, amount in groups:
            rows[confidence]["count"] += count
            rows[confidence]["amounts"].append(currency.format(amount))
        return list(rows.values())

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _check_work(self, group):
        """Who may, of receipts that they may read."""
        self.check_access("read")
        self.env["ar.settlement"]._check_group(group)

    def _all_companies(self):
        companies = self.env["res.company"]._ar_user_companies()
        return self.with_context(allowed_company_ids=companies.ids)

    def _of_members(self):
        """Those whose documents the user may read, all of them.

        ``sudo()``: the ids alone, of which the readable ones count.
        """
        named = {r: {m["item"] for m in r.sudo().marks or []} for r in self}
        items = self.env["account.move.line"]
        ids = sorted(set().union(*named.values()))
        readable = set(items.search([("id", "in", ids)]).ids)
        return self.filtered(lambda r: named[r] <= readable)

    def _label(self):
        """What a receipt is recognised by in a refusal."""
        return self.env._(
            "%(date)s, %(amount)s, %(text)s",
            date=self.date,
            amount=self.currency_id.format(self.amount),
            text=(self.text or self.payer_name or "")[:60],
        )

    def _state_label(self):
        states = self._fields["state"]._description_selection(self.env)
        return dict(states)[self.state]

    def _told(self):
        """Proposals as scripts get them: of documents those that the user may read.

        :return: list of dicts, see ``account.bank.statement.line.ar_propose``
        """
        companies = self.env["res.company"]._ar_user_companies()
        items = self.env["account.move.line"].with_context(
            allowed_company_ids=companies.ids
        )
        # sudo(): the ids alone, of which the readable ones are told.
        marks = {receipt: receipt.sudo().marks or [] for receipt in self}
        named = [mark["item"] for some in marks.values() for mark in some]
        readable = set(items.search([("id", "in", named)]).ids)
        return [
            {
                "statement_line_id": receipt.statement_line_id.id,
                "receipt_id": receipt.id,
                "state": receipt.state,
                "confidence": receipt.confidence,
                "partner_id": receipt.partner_id.id,
                "payment_id": receipt.payment_id.id,
                "marks": [
                    {
                        "move_line_id": mark["item"],
                        "amount": mark["amount"],
                        "discount": mark["discount"],
                    }
                    for mark in some
                    if mark["item"] in readable
                ],
                "rest": receipt.rest,
                "why": receipt.why,
            }
            for receipt, some in marks.items()
        ]
