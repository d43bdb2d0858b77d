"""Which steps an event of bills has: records in, the pure rules asked, nothing written.

Rule: bills of exchange A3.
"""

from fractions import Fraction

from odoo.tools import format_date

from ..settlement import bill as rules
from ..settlement.bill import Place
from .bill_book import BillBook, Step
from .steps import from_steps

REMITTED = ("remitted",)
#: Events by name -> the states that they start from.
STARTS = {
    "honor": ("remitted",),
    "protest": ("drawn", "remitted", "honored"),
    "recall": ("remitted",),
    "close": ("honored",),
    "revive": ("protested",),
    "redraw": ("protested",),
}


class BillPlans:
    """Plans one kind of event for some bills.

    :param bills: ``ar.bill`` with ``sudo()``, in their companies
    :param date: of the event
    """

    def __init__(self, bills, date):
        self.bills, self.date, self.env = bills, date, bills.env
        self.book = BillBook(bills)
        self.problems = []

    def steps(self, kind, values):
        """The steps of an event, each bill's in order; what stands against them is in
        :attr:`problems`.

        :param values: what the user gave, by the names of the actions' arguments
        """
        self._check_start(kind)
        if self.problems:
            return []
        steps = getattr(self, f"_plan_{kind}")(values)
        for step in steps:
            self.problems += self.book.check_step(step)
        self.problems += self.book.problems
        return steps

    def _check_start(self, kind):
        labels = dict(self.bills._fields["state"]._description_selection(self.env))
        for bill in self.bills:
            if bill.state not in STARTS[kind]:
                self.problems.append(
                    self.env._(
                        "%(bill)s is %(state)s; it would have to be %(wanted)s.",
                        bill=bill._text(),
                        state=labels[bill.state],
                        wanted=", ".join(labels[state] for state in STARTS[kind]),
                    )
                )

    # ------------------------------------------------------------
    # Amounts that were given
    # ------------------------------------------------------------
    def _parts(self, values, most):
        """Of each bill the part that the event is about; empty: all that can be.

        :param most: bill -> the most it can be, in steps
        """
        amount = values.get("amount")
        if amount in (None, False):
            return most
        if len(self.bills) > 1:
            self.problems.append(
                self.env._("A part can be typed for one bill at a time alone.")
            )
            return most
        bill = self.bills
        part = self.book.steps_of(amount, bill)
        if not 0 < part <= most[bill]:
            currency = bill.currency_id
            self.problems.append(
                self.env._(
                    "%(bill)s: %(amount)s is not possible; the most is %(most)s.",
                    bill=bill._text(),
                    amount=currency.format(amount),
                    most=currency.format(most[bill] * currency.rounding),
                )
            )
            return most
        return {bill: part}

    def _shares(self, total, parts):
        """A sum for all of the bills, split by their parts."""
        if not total:
            return dict.fromkeys(parts, 0)
        if len(self.bills.currency_id) > 1:
            self.problems.append(
                self.env._(
                    "A sum for bills of several currencies cannot be split. Choose "
                    "bills of one currency."
                )
            )
            return dict.fromkeys(parts, 0)
        if total < 0:
            self.problems.append(self.env._("Fees, interest and costs are positive."))
            return dict.fromkeys(parts, 0)
        bills = list(parts)
        steps = self.book.steps_of(total, bills[0])
        return dict(zip(bills, rules.split(steps, list(parts.values())), strict=True))

    def _amount(self, bill, steps):
        return from_steps(steps, bill.currency_id)

    # ------------------------------------------------------------
    # Remittance
    # ------------------------------------------------------------
    def remit(self, remittance):
        """The steps of a remittance; its lines say interest and fee of each bill."""
        steps = []
        for line in remittance.active_line_ids.sorted("id"):
            bill = line.bill_id
            if bill.state != "drawn":
                self.problems.append(
                    self.env._(
                        "%(bill)s is not with the company any more: only drawn bills "
                        "can be remitted.",
                        bill=bill._text(),
                    )
                )
                continue
            step = self._remit_one(remittance, line)
            steps.append(step)
            self.problems += self.book.check_step(step)
        self.problems += self.book.problems
        return steps

    def _remit_one(self, remittance, line):
        bill = line.bill_id
        now, worth = self.book.now[bill], self.book.worth(bill, self.date)
        fee = self.book.steps_of(line.fee, bill)
        interest = self.book.steps_of(line.interest, bill)
        place, is_shown = Place.COLLECTION, remittance._shows_liability()
        if remittance.type == "collection":
            booked = rules.remit_for_collection(now, fee, worth)
        else:
            booked = rules.remit_for_discount(now, interest, fee, worth, is_shown)
            place = Place.DISCOUNTED if is_shown else Place.UNSHOWN
            if not remittance.is_with_recourse:
                place = Place.SOLD
        if interest + fee > now.open:
            self.problems.append(
                self.env._(
                    "%(bill)s: interest and fee are more than the bill.",
                    bill=bill._text(),
                )
            )
        return Step(
            bill,
            "remit",
            self.date,
            booked,
            remittance.journal_id,
            {
                "place": str(place),
                "fee": self._amount(bill, fee),
                "interest": self._amount(bill, interest),
                "remittance_id": remittance.id,
                "is_closing": place is Place.SOLD,
            },
        )

    # ------------------------------------------------------------
    # Honored, closed
    # ------------------------------------------------------------
    def _plan_honor(self, values):
        parts = self._parts(values, {b: self.book.now[b].open for b in self.bills})
        fees = self._shares(values.get("fee"), parts)
        steps = []
        for bill, part in parts.items():
            now, worth = self.book.now[bill], self.book.worth(bill, self.date)
            fee = fees[bill]
            if now.place is Place.COLLECTION and fee > part:
                self.problems.append(
                    self.env._(
                        "%(bill)s: the fee is more than what the bank pays.",
                        bill=bill._text(),
                    )
                )
            booked = rules.honor(now, part, fee, worth)
            is_last = part == now.open and not now.protested
            steps.append(
                Step(
                    bill,
                    "honor",
                    self.date,
                    booked,
                    bill.bank_journal_id,
                    {
                        "fee": self._amount(bill, fee),
                        "is_closing": is_last and self._is_safe(bill),
                        "remittance_id": bill.remittance_id.id,
                    },
                )
            )
        return steps

    def _is_safe(self, bill):
        """Whether the bank can no longer come back at the date."""
        return bool(bill.risk_until) and self.date >= bill.risk_until

    def _plan_close(self, _values):
        for bill in self.bills:
            if not self._is_safe(bill):
                self.problems.append(
                    self.env._(
                        "%(bill)s: the bank may come back until %(date)s. Close it "
                        "then.",
                        bill=bill._text(),
                        date=format_date(self.env, bill.risk_until),
                    )
                )
        return [
            Step(
                bill,
                "close",
                self.date,
                rules.Booked(),
                bill.bank_journal_id,
                {"is_closing": True},
            )
            for bill in self.bills
        ]

    # ------------------------------------------------------------
    # Protested
    # ------------------------------------------------------------
    def _plan_protest(self, values):
        most = {}
        for bill in self.bills:
            now = self.book.now[bill]
            most[bill] = now.open or now.honored
        parts = self._parts(values, most)
        costs = self._shares(values.get("cost"), parts)
        return [
            self._protest_one(bill, part, costs[bill], values)
            for bill, part in parts.items()
        ]

    def _protest_one(self, bill, part, cost, values):
        root = bill.company_id.root_id
        on_invoices = (values.get("debt") or root.ar_bill_protest_debt) == "invoices"
        mode = values.get("cost_mode") or root.ar_bill_protest_cost
        now, worth = self.book.now[bill], self.book.worth(bill, self.date)
        booked = rules.protest(now, part, worth, cost, mode == "charge", on_invoices)
        bank = values.get("bank") or bill.bank_journal_id
        return Step(
            bill,
            "protest",
            self.date,
            booked,
            bank,
            {
                "cost": self._amount(bill, cost),
                "cause": values.get("cause") or False,
                "was_honored": not now.open,
                "is_on_invoices": on_invoices,
                "remittance_id": bill.remittance_id.id,
            },
            reopens=on_invoices,
        )

    def _plan_revive(self, _values):
        steps = []
        for bill in self.bills:
            main = self._protested_item(bill)
            if main is None:
                continue
            event, line = main
            own = bill.company_currency_id
            booked = rules.revive(
                self.book.steps_of(event.amount, bill),
                round(event.value / own.rounding),
                round(line.balance / own.rounding),
                self.book.worth(bill, self.date),
            )
            steps.append(
                Step(bill, "revive", self.date, booked, bill.bank_journal_id,
                     reopens=True)
            )  # fmt: skip
        return steps

    def _protested_item(self, bill):
        """The last protest on the bill itself, and its item if nothing is paid."""
        account = bill.company_id.root_id.ar_bill_protested_account_id
        events = bill._live_events()
        protests = events.filtered(lambda event: event.kind == "protest")[-1:]
        line = protests.line_ids.filtered(
            lambda line: line.account_id == account and line.balance > 0
        ).sorted("id")[:1]
        words = {"bill": bill._text()}
        revived = events.filtered(lambda event: event.kind == "revive")
        if revived or protests.is_on_invoices or not line:
            self.problems.append(
                self.env._("%(bill)s: the customer owes the invoices already.", **words)
            )
            return None
        if line.matched_credit_ids:
            self.problems.append(
                self.env._(
                    "%(bill)s: what was protested is paid, wholly or in part. The rest "
                    "stays on the bill.",
                    **words,
                )
            )
            return None
        return protests, line

    # ------------------------------------------------------------
    # Recalled, redrawn
    # ------------------------------------------------------------
    def _plan_recall(self, values):
        parts = {bill: self.book.now[bill].open for bill in self.bills}
        interests = self._shares(values.get("interest"), parts)
        steps = []
        for bill in self.bills:
            now, worth = self.book.now[bill], self.book.worth(bill, self.date)
            if now.place is Place.COLLECTION and interests[bill]:
                self.problems.append(
                    self.env._(
                        "%(bill)s was not discounted: there is no interest to be given "
                        "back.",
                        bill=bill._text(),
                    )
                )
            booked = rules.recall(now, worth, interests[bill])
            steps.append(
                Step(
                    bill,
                    "recall",
                    self.date,
                    booked,
                    bill.bank_journal_id,
                    {
                        "interest": self._amount(bill, interests[bill]),
                        "remittance_id": bill.remittance_id.id,
                    },
                )
            )
        return steps

    def _plan_redraw(self, values):
        """What a redraw charges; the new bill is drawn after that."""
        parts = {bill: self.book.now[bill].protested for bill in self.bills}
        interests = self._shares(values.get("interest"), parts)
        fees = self._shares(values.get("fee"), parts)
        for bill in self.bills:
            if not any(not line.reconciled for line in bill._debt_lines()):
                self.problems.append(
                    self.env._(
                        "%(bill)s: nothing is open on it; there is nothing to redraw.",
                        bill=bill._text(),
                    )
                )
        return [
            Step(
                bill,
                "redraw",
                self.date,
                rules.charge_redraw(
                    interests[bill], fees[bill], self.book.worth(bill, self.date)
                ),
                bill.bank_journal_id,
                {
                    "interest": self._amount(bill, interests[bill]),
                    "fee": self._amount(bill, fees[bill]),
                },
            )
            for bill in self.bills
        ]


def proposed_interest(bill, journal, value_date):
    """The interest that a bank asks for a bill, as an amount of the bill's currency.

    :param value_date: from which day the bank pays
    """
    if not bill.due_date or not value_date:
        return 0.0
    days = (bill.due_date - value_date).days + journal.ar_bill_bank_days
    steps = rules.discount_interest(
        round((bill.amount_open or bill.amount) / bill.currency_id.rounding),
        Fraction(str(journal.ar_bill_discount_rate)),
        days,
        int(journal.ar_bill_day_basis or 360),
    )
    return from_steps(steps, bill.currency_id)
