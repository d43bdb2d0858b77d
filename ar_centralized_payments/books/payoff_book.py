"""What companies owe each other on a date, and the entries that pay it off."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo.tools import SQL, format_date

from ..settlement.netting import (
    Owed,
    PayoffRole,
    ProblemCode,
    plan_payoff,
    who_pays_whom,
)
from .entry_check import EntryCheck
from .intercompany_attribution import attribution
from .lock_dates import LockDates, Place
from .steps import from_steps, to_steps

#: Where the realized difference of a company goes.
RESULTS = {
    PayoffRole.GAIN: "income_currency_exchange_account_id",
    PayoffRole.LOSS: "expense_currency_exchange_account_id",
}
BANKS = {PayoffRole.RECEIPTS: "inbound", PayoffRole.PAYMENTS: "outbound"}
#: What goes over to the centre: the account of the pair with it.
THROUGH = {
    PayoffRole.DUE_TO: "due_to_account_id",
    PayoffRole.DUE_FROM: "due_from_account_id",
}


def _pair_of(company, line):
    """The ordered pair on whose accounts a line of what goes over stands."""
    pair = company, line.other
    return pair if line.role is PayoffRole.DUE_TO else pair[::-1]


@dataclass
class BookedPayoff:
    """What posting books: company id -> values of its entry, and why it may not."""

    plan: object
    moves: dict = field(default_factory=dict)
    refusals: list = field(default_factory=list)


class PayoffBook:
    """Reads the open items between some companies; writes nothing.

    :param payoff: an ``ar.intercompany.payoff`` with ``sudo()``; that the user is a
        member of all its companies is for the caller to check, before
    """

    def __init__(self, payoff):
        self.payoff, self.env = payoff, payoff.env
        self.companies = payoff._companies()
        self.locks = LockDates(self.env)
        self.pairs = {}

    # ------------------------------------------------------------
    # Items
    # ------------------------------------------------------------
    def open_items(self):
        """The open items of the companies with each other, up to a date.

        :return: list of (``account.move.line``, legal entity id, the other's id)
        """
        payoff, ids = self.payoff, self.companies.ids
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH %(attribution)s
                SELECT item.line_id, item.side, pair.payment_company_id,
                       pair.invoice_company_id
                  FROM item
                  JOIN intercompany_accounting pair ON pair.id = item.pair_id
                  JOIN account_move_line line ON line.id = item.line_id
                 WHERE line.reconciled IS NOT TRUE
                   AND (line.amount_residual <> 0
                        OR line.amount_residual_currency <> 0)
                   AND pair.payment_company_id = ANY(%(ids)s)
                   AND pair.invoice_company_id = ANY(%(ids)s)
                   AND (%(currency)s::int IS NULL OR line.currency_id = %(currency)s)
              ORDER BY line.company_id, line.date, line.id
                """,
                attribution=attribution(payoff.date_until, by_line=True),
                ids=ids,
                currency=payoff.currency_id.id or None,
            )
        )
        lines = self.env["account.move.line"].browse([row[0] for row in rows])
        lines.fetch(["amount_residual", "amount_residual_currency", "currency_id"])
        return [
            (line, payer, invoicer) if side == "due_to" else (line, invoicer, payer)
            for line, (_id, side, payer, invoicer) in zip(lines, rows, strict=True)
        ]

    def _owed(self, items):
        """The chosen items, in steps."""
        return [
            Owed(
                key=item.move_line_id.id,
                company=item.company_id.id,
                other=item.other_company_id.id,
                account=item.move_line_id.account_id.id,
                currency=item.currency_id.id,
                amount=to_steps(item.amount_open, item.currency_id),
                value=to_steps(item.value_open, item.company_currency_id),
            )
            for item in items
        ]

    def _convert(self, company_id, currency_id, amount):
        """What an amount is worth in a company on the date of payment, in steps."""
        company = self.env["res.company"].browse(company_id)
        currency = self.env["res.currency"].browse(currency_id)
        value = currency._convert(
            from_steps(amount, currency),
            company.currency_id,
            company,
            self.payoff.date,
        )
        return to_steps(value, company.currency_id)

    # ------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------
    def payments(self):
        """Who pays whom for the chosen items, in steps.

        :return: (tuple of ``settlement.netting.Payment``, how many it would be if each
            pair paid by itself)
        """
        owed = self._owed(self.payoff.item_ids.filtered("is_chosen"))
        return who_pays_whom(owed, self._centre), len(who_pays_whom(owed))

    @property
    def _centre(self):
        return self.payoff.center_company_id.id or None

    def booked(self):
        """Plan the chosen items: :class:`BookedPayoff`."""
        items = self.payoff.item_ids.filtered("is_chosen")
        plan = plan_payoff(self._owed(items), self._convert, self._centre)
        booked = BookedPayoff(plan)
        booked.refusals = [self._problem_text(problem) for problem in plan.problems]
        booked.refusals += self._against_items(items)
        booked.refusals += self._against_rates(plan)
        self.pairs, reasons = self._pairs_through(plan)
        booked.refusals += reasons
        for entry in plan.entries:
            company = self.env["res.company"].browse(entry.company)
            booked.moves[entry.company] = self._move(booked, company, entry)
        booked.refusals += self._against_entries(booked)
        booked.refusals = list(dict.fromkeys(booked.refusals))
        return booked

    def _move(self, booked, company, entry):
        return {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": company.ar_intercompany_journal_id.id,
            "date": self.payoff.date,
            "ref": self.payoff.name,
            "line_ids": [
                (0, 0, self._line(booked, company, line)) for line in entry.lines
            ],
        }

    def _line(self, booked, company, line):
        other = self.env["res.company"].browse(line.other)
        currency = self.env["res.currency"].browse(line.currency)
        return {
            "account_id": self._account(booked, company, line),
            "partner_id": other.partner_id.id,
            "currency_id": currency.id,
            "amount_currency": from_steps(line.amount, currency),
            "balance": from_steps(line.value, company.currency_id),
            "name": self._label(line, other),
        }

    def _label(self, line, other):
        """The payment and the other company; of what goes over, whose it was, too."""
        words = {"payment": self.payoff.name, "company": other.name}
        if not line.third:
            return self.env._("%(payment)s, %(company)s", **words)
        third = self.env["res.company"].browse(line.third).name
        return self.env._(
            "%(payment)s, %(company)s in place of %(third)s", third=third, **words
        )

    def _account(self, booked, company, line):
        """The account of a line; none is a reason to refuse."""
        if line.role is PayoffRole.ITEM:
            return line.account
        if line.role in THROUGH:
            pair = self.pairs.get(_pair_of(company.id, line))
            return pair and pair[THROUGH[line.role]].id
        if line.role in BANKS:
            account = company._ar_payoff_account(BANKS[line.role])
            if not account:
                booked.refusals.append(self._no_bank_text(company))
            return account.id
        account = company[RESULTS[line.role]]
        if not account:
            label = company._fields[RESULTS[line.role]]._description_string(self.env)
            booked.refusals.append(
                self.env._(
                    "%(company)s has no %(label)s, which the difference of rates is "
                    "booked on. Choose it in the settings of Invoicing.",
                    company=company.name,
                    label=label,
                )
            )
        return account.id

    # ------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------
    def _against_items(self, items):
        """Items that changed since they were proposed."""
        changed = items.filtered(
            lambda item: (
                item.move_line_id.amount_residual_currency != item.amount_open
                or item.move_line_id.amount_residual != item.value_open
            )
        )
        return [
            self.env._(
                "%(company)s: %(entry)s is open by another amount than when it was "
                "proposed. Propose again.",
                company=item.company_id.name,
                entry=item.move_line_id.move_name,
            )
            for item in changed
        ]

    def _against_entries(self, booked):
        """Locks, journals and accounts, of every company."""
        check = EntryCheck(self.env)
        pairs = self.env["intercompany.accounting"].union(*self.pairs.values())
        ready = pairs.due_to_account_id | pairs.due_from_account_id
        reasons, places = [], []
        for company_id, move in booked.moves.items():
            company = self.env["res.company"].browse(company_id)
            reasons += [text for _code, text in company._ar_archived_problems()]
            reasons += check.against_entry(company, move, ready)
            places.append(Place(company, company.ar_intercompany_journal_id))
        return [*reasons, *self.locks.against_undoing(places, self.payoff.date)]

    def _pairs_through(self, plan):
        """The pairs on whose accounts something goes over, and what they lack.

        :return: (pair of company ids -> ``intercompany.accounting``, list of texts)
        """
        needed = {
            _pair_of(entry.company, line)
            for entry in plan.entries
            for line in entry.lines
            if line.role in THROUGH
        }
        pairs = self.env["intercompany.accounting"]._for_pairs(needed)
        companies = self.env["res.company"]
        reasons = [
            self.env._(
                "There is no active intercompany accounting of what %(company)s owes "
                "%(other)s. Have it set up under Invoicing > Configuration > "
                "Centralized Payments > Set Up Intercompany Accounting.",
                company=companies.browse(company).name,
                other=companies.browse(other).name,
            )
            for company, other in sorted(needed - pairs.keys())
        ]
        reasons += [
            self.env._(
                "%(pair)s: %(reason)s", pair=pairs[key].display_name, reason=reason
            )
            for key in sorted(pairs)
            for _code, _company, reason in pairs[key]._account_problems()
        ]
        return pairs, reasons

    def _against_rates(self, plan):
        """Rates that a company pays at and has not: Odoo would take a later one."""
        companies = self.env["res.company"]
        asked = defaultdict(set)
        for entry in plan.entries:
            company = companies.browse(entry.company)
            for line in entry.lines:
                is_converted = line.role in BANKS or (
                    line.third and entry.company == self._centre
                )
                if is_converted and line.currency != company.currency_id.id:
                    asked[entry.company] |= {line.currency, company.currency_id.id}
        rates = self.env["res.currency"]._ar_rates_on(
            {
                (company, currency, self.payoff.date)
                for company, currencies in asked.items()
                for currency in currencies
            }
        )
        return [
            companies.browse(company)._ar_rate_refusal(
                self.env["res.currency"].browse(currency), date
            )
            for (company, currency, date), rate in sorted(rates.items())
            if rate is None
        ]

    def _no_bank_text(self, company):
        return self.env._(
            "%(company)s has no bank journal with an outstanding account for it. "
            "Choose the bank in the settings of Invoicing, Centralized Payments.",
            company=company.name,
        )

    def _problem_text(self, problem):
        names = self.env["res.company"]
        company = names.browse(problem.company or []).name
        other = names.browse(problem.other or []).name
        if problem.code is ProblemCode.NOTHING:
            return self.env._(
                "Nothing is chosen. Propose what is open up to %(date)s, and choose.",
                date=format_date(self.env, self.payoff.date_until),
            )
        currency = self.env["res.currency"].browse(problem.currency)
        amount = currency.format(from_steps(problem.amount, currency))
        if problem.code is ProblemCode.SIGNS:
            return self.env._(
                "%(company)s: an item with %(other)s is open by %(amount)s on the one "
                "side of its currency and on the other in the company's own. Mend it "
                "by hand, or leave it out.",
                company=company,
                other=other,
                amount=amount,
            )
        return self.env._(
            "%(company)s and %(other)s are not even: net %(amount)s in the books of "
            "%(company)s, %(opposite)s in those of %(other)s. Leave out what only one "
            "side has, or book the other side. Explain Difference on Intercompany "
            "Balances lists it.",
            company=company,
            other=other,
            amount=amount,
            opposite=currency.format(from_steps(problem.amount_other, currency)),
        )
