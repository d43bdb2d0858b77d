"""How a bill stands: what its events that are not undone make of it."""

from datetime import timedelta

from odoo import api, fields, models

from ...books.bill_lives import life_of, pure_kind, read_events
from ...books.steps import from_steps
from ...settlement.bill import contingent, facility_used, standing, state_of
from ...settlement.bill_proposal import ladder_step

STATES = [
    ("draft", "Draft"),
    ("drawn", "Drawn"),
    ("remitted", "Remitted"),
    ("honored", "Honored"),
    ("protested", "Protested"),
    ("redrawn", "Redrawn"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
LADDER = [
    ("overdue", "Overdue"),
    ("7", "0 to 7 Days"),
    ("30", "8 to 30 Days"),
    ("60", "31 to 60 Days"),
    ("90", "61 to 90 Days"),
    ("later", "Later"),
]


class ArBill(models.Model):
    _inherit = "ar.bill"

    # ------------------------------------------------------------
    # Fields: the life of the bill
    # ------------------------------------------------------------
    state = fields.Selection(
        selection=STATES,
        string="Status",
        compute="_compute_life",
        store=True,
        index=True,
        group_expand=True,
        help="Set by what happens to the bill; after a protest, by what the customer "
        "still owes.",
    )
    event_ids = fields.One2many(
        comodel_name="ar.bill.event",
        inverse_name="bill_id",
        string="Events",
        readonly=True,
        copy=False,
        help="What happened to the bill, undone events included.",
    )
    remittance_line_ids = fields.One2many(
        comodel_name="ar.bill.remittance.line",
        inverse_name="bill_id",
        string="On Remittances",
        readonly=True,
        copy=False,
        help="The remittances it was put on.",
    )
    remittance_id = fields.Many2one(
        comodel_name="ar.bill.remittance",
        compute="_compute_remittance",
        store=True,
        index="btree_not_null",
        help="The remittance on which the bill is now.",
    )
    remittance_type = fields.Selection(
        selection=[("collection", "Collection"), ("discount", "Discounting")],
        compute="_compute_life",
        store=True,
        help="What the bank does with the bill. Empty: it was not remitted.",
    )
    bank_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank",
        compute="_compute_life",
        store=True,
        help="The bank that has the bill.",
    )
    risk_until = fields.Date(
        compute="_compute_life",
        store=True,
        help="Until then the bank may come back. Empty: it may not, or has no bill.",
    )
    amount_honored = fields.Monetary(
        string="Honored",
        compute="_compute_life",
        store=True,
        help="What was paid of the bill.",
    )
    amount_protested = fields.Monetary(
        string="Protested",
        compute="_compute_life",
        store=True,
        help="What was not paid of the bill.",
    )
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_life",
        store=True,
        help="What is neither honored nor protested.",
    )
    amount_contingent = fields.Monetary(
        string="Contingent Liability",
        compute="_compute_life",
        store=True,
        help="For how much the bank may come back now.",
    )
    amount_facility = fields.Monetary(
        string="Uses the Limit",
        compute="_compute_life",
        store=True,
        help="How much of the bank's limit for discounted bills it uses.",
    )
    value_outstanding = fields.Monetary(
        string="Outstanding",
        compute="_compute_life",
        store=True,
        currency_field="company_currency_id",
        help="What the company risks on the bill, in its own currency.",
    )
    origin_bill_ids = fields.Many2many(
        comodel_name="ar.bill",
        relation="ar_bill_redraw_rel",
        column1="bill_id",
        column2="origin_id",
        string="Redraws",
        readonly=True,
        copy=False,
        help="The protested bills that this one pays.",
    )
    redraw_bill_id = fields.Many2one(
        comodel_name="ar.bill",
        string="Redrawn As",
        compute="_compute_redraw_bill_id",
        help="The bill that pays this protested one.",
    )
    maturity = fields.Selection(
        selection=LADDER,
        compute="_compute_maturity",
        search="_search_maturity",
        help="When the bill is due, counted from today.",
    )
    is_matured = fields.Boolean(
        compute="_compute_maturity",
        help="The bill is past its due date, and neither honored nor protested.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "payment_id.state",
        "due_date",
        "event_ids.undone_by_id",
        "event_ids.line_ids.reconciled",
        "event_ids.kind",
    )
    def _compute_life(self):
        """From the events that are not undone; after a protest, from what is open."""
        read_events(self).line_ids.fetch(["account_id", "balance", "reconciled"])
        for bill in self:
            live = bill._live_events()
            now = standing(bill.id, life_of(live))
            debts = bill._debt_lines()
            bill._set_amounts(now, debts)
            bill._set_state(now, live, debts)
            bill._set_remitted(live)

    def _set_amounts(self, now, debts):
        currency = self.currency_id
        for name, steps in (
            ("amount_honored", now.honored),
            ("amount_protested", now.protested),
            ("amount_open", now.open),
            ("amount_contingent", contingent(now)),
            ("amount_facility", facility_used(now)),
        ):
            self[name] = from_steps(steps, currency) if currency else 0.0
        own = self.company_currency_id
        value = now.open_value + now.honored_value
        if now.is_closed or now.place == "sold" or not now.amount:
            value = 0
        elif now.place == "collection" and not now.open:
            value = now.honored_value
        value = from_steps(value, own) if own else 0.0
        self.value_outstanding = value + sum(debts.mapped("amount_residual"))

    def _set_state(self, now, live, debts):
        undone = len(live) < len(self.event_ids)
        is_open = not debts or any(not line.reconciled for line in debts)
        redrawn = any(event.kind == "redraw" for event in live)
        state = state_of(now, is_open, redrawn, undone)
        if state == "draft" and self.payment_id.state in ("canceled", "rejected"):
            state = "cancelled"
        self.state = state

    def _set_remitted(self, live):
        """Which bank has the bill, and until when it may come back."""
        self.remittance_type = self.bank_journal_id = self.risk_until = False
        last = live.filtered(lambda event: event.kind in ("remit", "recall"))[-1:]
        if last.kind != "remit":
            return
        remittance = last.remittance_id
        self.remittance_type = remittance.type
        self.bank_journal_id = remittance.journal_id
        if remittance.type == "collection" or remittance.is_with_recourse:
            days = remittance.journal_id.ar_bill_risk_days
            self.risk_until = self.due_date + timedelta(days=days)

    @api.depends("remittance_line_ids.is_active")
    def _compute_remittance(self):
        for bill in self:
            active = bill.remittance_line_ids.filtered("is_active")
            bill.remittance_id = active.remittance_id[:1]

    @api.depends("event_ids.new_bill_id", "event_ids.undone_by_id")
    def _compute_redraw_bill_id(self):
        for bill in self:
            bill.redraw_bill_id = bill._live_events().new_bill_id[-1:]

    @api.depends("due_date", "state")
    def _compute_maturity(self):
        today = fields.Date.context_today(self)
        for bill in self:
            due = bill.due_date
            bill.maturity = due and ladder_step(due, today)
            waits = bill.state in ("drawn", "remitted")
            bill.is_matured = waits and bill.maturity == "overdue"

    @api.model
    def _search_maturity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        ids = [
            bill.id
            for bill in self.search_fetch([("due_date", "!=", False)], ["due_date"])
            if ladder_step(bill.due_date, today) in value
        ]
        return [("id", "in", ids)]

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _live_events(self):
        """The events that count, first to last."""
        return self.event_ids.filtered(
            lambda event: not event.undone_by_id and event.kind != "undo"
        ).sorted(pure_kind)

    def _debt_lines(self):
        """What the customer owes on the bill since a protest: open or paid, but not
        what moved back to the invoices."""
        live = self._live_events()
        account = self.company_id.root_id.ar_bill_protested_account_id
        debts = live.filtered(lambda event: event.kind in ("protest", "redraw"))
        lines = debts.line_ids.filtered(
            lambda line: line.account_id == account and line.balance > 0
        )
        return lines.filtered(
            lambda line: (
                self
                not in line.matched_credit_ids.credit_move_id.ar_bill_event_id.bill_id
            )
        )
