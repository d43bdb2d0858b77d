"""What events of bills book: the door between records and the pure rules.

One entry for each company, kind of event, date, bank and currency; each bill has its
own lines in it, the bank one line for all (bills of exchange A3). Nothing is written.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from odoo.tools import format_date

from ..settlement.because import Because, Rule, pack, total_signed
from ..settlement.bill import Account, Booked, Worth, standing
from ..settlement.bill_worth import because_of_payment
from .bill_accounts import account_of
from .bill_lives import life_of, read_events
from .lock_dates import LockDates, Place
from .settlement_book import core_currency
from .settlement_entries import plain_line
from .steps import from_steps, to_steps


@dataclass
class Step:
    """One event of one bill that is to be booked.

    ``values``: what the event keeps beside its amounts. ``reopens``: whether what the
    draw paid is open again.
    """

    bill: object
    kind: str
    date: object
    booked: Booked
    bank: object
    values: dict = field(default_factory=dict)
    reopens: bool = False


@dataclass
class Entry:
    """An entry, as it is booked: its values, and of which step each line is; a step of
    ``None`` has the bank's lines."""

    company: object
    date: object
    values: dict
    steps: list
    owners: list

    def banks_of(self, moves_lines):
        """Of each step the bank's line that has its part."""
        found = {}
        for line, (step, part) in zip(moves_lines, self.owners, strict=True):
            if step is None:
                for member in part:
                    found[id(member)] = line
        return found


class BillBook:
    """Plans events; reads for all bills at once.

    :param bills: ``ar.bill`` with ``sudo()``, in all companies of theirs
    """

    def __init__(self, bills):
        self.bills = bills
        self.env = bills.env
        self.locks = LockDates(self.env)
        self._worths, self._unready = {}, {}
        self.problems = []
        read_events(bills)
        self.now = {bill: self.stand(bill) for bill in bills}

    @staticmethod
    def stand(bill, date=None):
        """How a bill stands (at the end of a day), as the pure rules see it."""
        return standing(bill.id, life_of(bill._live_events_at(date)))

    # ------------------------------------------------------------
    # Rates and amounts
    # ------------------------------------------------------------
    def worth(self, bill, date):
        """What amounts of the bill's currency are worth on a date; where there is no
        rate it is noted, and nothing is worth anything."""
        root = bill.company_id.root_id
        key = (root, bill.currency_id, date)
        if key not in self._worths:
            self._worths[key] = self._read_worth(*key)
        return self._worths[key]

    def _read_worth(self, root, currency, date):
        own = root.currency_id
        factor = Fraction(1)
        if currency != own:
            wanted = {(root.id, one.id, date) for one in (currency, own)}
            found = self.env["res.currency"]._ar_rates_on(wanted)
            rates = [found[root.id, one.id, date] for one in (own, currency)]
            if all(rates):
                factor = Fraction(str(rates[0])) / Fraction(str(rates[1]))
            else:
                self.problems.append(root._ar_rate_refusal(currency, date))
        ends = self.currency(currency), self.currency(own)
        return Worth(*ends, factor, root.id, date)

    @staticmethod
    def currency(currency):
        return core_currency(currency.id, str(currency.rounding))

    # ------------------------------------------------------------
    # What stands against
    # ------------------------------------------------------------
    def check_step(self, step):
        """Reasons against an event: date, locks, accounts, what the bank is asked."""
        bill, env = step.bill, self.env
        words = {"bill": bill._text(), "date": format_date(env, step.date)}
        last = bill._live_events()[-1:]
        if last and step.date < last.date:
            yield env._(
                "%(bill)s: %(date)s is before its last event, %(last)s. Choose a later "
                "date.",
                last=format_date(env, last.date),
                **words,
            )
        yield from self.check_locks(bill, step.date)
        purposes = [line.account for line in step.booked.lines]
        yield from self._check_accounts(bill, purposes)
        yield from self._check_bank(step, words)

    def check_locks(self, bill, date):
        root = bill.company_id.root_id
        places = [Place(bill.company_id, root.ar_bill_journal_id)]
        return self.locks.against_undoing(places, date)

    def _check_accounts(self, bill, purposes):
        root, env = bill.company_id.root_id, self.env
        own = [p for p in purposes if p not in (Account.RECEIVABLE, Account.BANK)]
        rates = [p for p in own if p in (Account.GAIN, Account.LOSS)]
        key = (bill.company_id, *sorted({p for p in own if p not in rates}))
        if key not in self._unready:
            self._unready[key] = bill.company_id._ar_bill_problems(key[1:])
        yield from self._unready[key]
        for purpose in rates:
            if not account_of(root, purpose):
                yield env._(
                    "%(company)s has no account for exchange gains and losses. Choose "
                    "them in its settings.",
                    company=root.name,
                )

    def _check_bank(self, step, words):
        amount = step.booked.bank[0]
        if not amount and Account.BANK not in [x.account for x in step.booked.lines]:
            return
        if not step.bank:
            yield self.env._(
                "%(bill)s: no bank has it, so nobody can ask for a cost or a fee. "
                "Leave it out, or name the bank.",
                **words,
            )
            return
        for direction in ("inbound", "outbound"):
            if not step.bank._ar_bank_account_for(direction):
                yield self.env._(
                    "%(journal)s has no account for outstanding payments. Choose one "
                    "on its payment methods.",
                    journal=step.bank.display_name,
                )

    # ------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------
    def entries(self, steps):
        """The entries of some steps: list of :class:`Entry`."""
        groups = {}
        for step in steps:
            bill = step.bill
            bank = step.bank if step.booked.bank[0] else self.env["account.journal"]
            key = (bill.company_id, step.kind, step.date, bank, bill.currency_id)
            if step.booked.lines:
                groups.setdefault(key, []).append(step)
        return [self._entry(key, members) for key, members in groups.items()]

    def _entry(self, key, steps):
        company, kind, date, bank, _currency = key
        journal = company.root_id.ar_bill_journal_id
        rows, owners = [], []
        for step in steps:
            for line in step.booked.lines:
                rows.append(self._line_values(step, line))
                owners.append((step, line))
        for members in self._bank_groups(steps, bank):
            rows.append(self._bank_values(members, bank))
            owners.append((None, members))
        names = ", ".join(step.bill.name for step in steps[:5])
        if len(steps) > 5:
            names += self.env._(" and %(count)s more", count=len(steps) - 5)
        values = {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": journal.id,
            "date": date,
            "ref": f"{self.label(kind)}: {names}",
            "line_ids": [(0, 0, row) for row in rows],
        }
        return Entry(company, date, values, steps, owners)

    @staticmethod
    def _bank_groups(steps, bank):
        """One line for all, one for what the bank credits and one for what it debits;
        or one for each bill, where the bank does so."""
        moved = [step for step in steps if step.booked.bank[0] or step.booked.bank[1]]
        if bank.ar_bill_line_each:
            return [[step] for step in moved]
        ways = [[s for s in moved if s.booked.bank[0] > 0],
                [s for s in moved if s.booked.bank[0] <= 0]]  # fmt: skip
        return [members for members in ways if members]

    def _line_values(self, step, line):
        bill = step.bill
        return {
            **self._amounts(bill, line.amount, line.value),
            "name": f"{bill.name}: {self.label(step.kind)}",
            "account_id": self._account(step, line).id,
            "date_maturity": self._maturity(step, line.account),
            "ar_because": pack(line.because),
        }

    def _account(self, step, line):
        if line.account is Account.RECEIVABLE:
            return step.bill._receivable_line().account_id
        if line.account is Account.BANK:
            return step.bank._ar_bank_account_for(
                "inbound" if line.amount > 0 else "outbound"
            )
        return account_of(step.bill.company_id, line.account)

    @staticmethod
    def _maturity(step, account):
        """What is due with the bill; what was protested is due at once."""
        due = (Account.HELD, Account.COLLECTION, Account.DISCOUNTED, Account.LIABILITY)
        return step.bill.due_date if account in due else step.date

    def _bank_values(self, steps, bank):
        amount = sum(step.booked.bank[0] for step in steps)
        value = sum(step.booked.bank[1] for step in steps)
        direction = "inbound" if amount > 0 else "outbound"
        names = ", ".join(step.bill.name for step in steps[:5])
        partners = {step.bill.partner_id for step in steps}
        return {
            **self._amounts(steps[0].bill, amount, value),
            "partner_id": partners.pop().id if len(partners) == 1 else False,
            "name": f"{self.label(steps[0].kind)}: {names}",
            "account_id": bank._ar_bank_account_for(direction).id,
            "date_maturity": steps[0].date,
            "ar_because": pack(self._bank_because(steps)),
        }

    def payment_because(self, bill, line):
        """Why an item of the payment that draws the bill, or that takes the draw back,
        is what it is; as it is kept."""
        amount = to_steps(line.amount_currency, bill.currency_id)
        value = to_steps(line.balance, bill.company_currency_id)
        worth = self.worth(bill, line.date)
        return pack(because_of_payment(amount, value, worth))

    @staticmethod
    def _bank_because(steps):
        """The bank's line is the sum of the bills' parts of it."""
        amounts, values = (
            total_signed(step.booked.bank_figures[n] for step in steps)
            for n in range(2)
        )
        own = None if amounts.currency == values.currency else amounts
        return Because(Rule.BILL_BANK, values, own, values.company)

    def _amounts(self, bill, amount, value):
        amount = from_steps(amount, bill.currency_id)
        return {
            **plain_line(amount),
            "partner_id": bill.partner_id.id,
            "currency_id": bill.currency_id.id,
            "amount_currency": amount,
            "balance": from_steps(value, bill.company_currency_id),
            "analytic_distribution": False,
        }

    def label(self, kind):
        field_ = self.env["ar.bill.event"]._fields["kind"]
        return dict(field_._description_selection(self.env))[kind]

    # ------------------------------------------------------------
    # Events
    # ------------------------------------------------------------
    def event_values(self, step):
        """What is kept of an event."""
        bill, booked = step.bill, step.booked
        currency, own = bill.currency_id, bill.company_currency_id
        return {
            "bill_id": bill.id,
            "kind": step.kind,
            "date": step.date,
            "amount": from_steps(booked.amount, currency),
            "value": from_steps(booked.value, own),
            "liability": from_steps(booked.liability, own),
            "bank_amount": from_steps(booked.bank[0], currency),
            "bank_value": from_steps(booked.bank[1], own),
            "difference": from_steps(booked.difference, own),
            **step.values,
        }

    @staticmethod
    def steps_of(amount, bill):
        """An amount of a bill in rounding steps."""
        return to_steps(amount or 0.0, bill.currency_id)
