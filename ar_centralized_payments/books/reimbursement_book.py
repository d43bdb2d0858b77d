"""What customers have to their credit over all companies, and who pays it out.

Plain Python beside the records, as ``settlement_book.py`` is: it reads with a fixed
number of queries, however many customers there are, and writes nothing. Amounts are
whole numbers of rounding steps of the transaction currency.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from odoo import fields
from odoo.fields import Domain
from odoo.tools import format_amount

from ..settlement.payouts import split
from .lock_dates import LockDates
from .steps import from_steps, to_steps


@dataclass
class Position:
    """What one party has open in one transaction currency, over the companies."""

    key: tuple
    currency: object
    credits: dict = field(default_factory=lambda: defaultdict(int))
    debits: dict = field(default_factory=lambda: defaultdict(int))
    #: company id -> the partners of the credits and debits there
    partners: dict = field(default_factory=dict)
    payouts: list = field(default_factory=list)
    #: company id -> the customer record that its payment goes to
    payees: dict = field(default_factory=dict)
    refusals: list = field(default_factory=list)
    #: the balance in the currency of the minimum; ``None`` without a rate
    worth: float | None = None

    @property
    def credit(self):
        """All open credits."""
        return sum(self.credits.values())

    @property
    def debit(self):
        """All open debits."""
        return sum(self.debits.values())

    @property
    def balance(self):
        """Positive: it is owed to the customer."""
        return self.credit - self.debit

    @property
    def payable(self):
        """What the payments come to, and may come to at most."""
        return sum(payout.amount for payout in self.payouts)


class ReimbursementBook:
    """Reads what the options of a reimbursement stand for.

    :param wizard: ``ar.reimbursement``, as the user, in all of the user's companies
    """

    def __init__(self, wizard):
        self.wizard = wizard
        self.env = wizard.env
        self.companies = wizard._companies()
        self.central = wizard._central_company()
        self.journals = wizard._journals()
        self.parties = {}
        self.keys = {}
        self.locks = LockDates(self.env)
        #: how many customers have a credit below the minimum
        self.below = 0

    # ------------------------------------------------------------
    # Open transactions
    # ------------------------------------------------------------
    def domain(self, partners=None):
        """The open receivable items of the chosen companies, of some partners.

        The same transactions as on the page *Settle Transactions*.
        """
        is_pos = Domain.OR(
            Domain("company_id", "in", branches.ids) & Domain("account_id", "=", pos.id)
            for pos, branches in self.companies.sudo()
            .grouped(lambda company: company._ar_pos_receivable())
            .items()
            if pos
        )
        whose = Domain("partner_id", "!=", False)
        if partners is not None:
            whose = Domain("partner_id", "in", partners.ids)
        return (
            whose
            & Domain("company_id", "in", self.companies.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("account_id.non_trade", "=", False)
            & ~is_pos
        )

    def _sums(self, sign, partners):
        """(partner, company, currency, steps) of the open credits, or the debits."""
        groups = self.env["account.move.line"]._read_group(
            self.domain(partners) & Domain("amount_residual_currency", sign, 0),
            ["partner_id", "company_id", "currency_id"],
            ["amount_residual_currency:sum"],
        )
        for partner, company, currency, amount in groups:
            yield partner, company, currency, abs(to_steps(amount, currency))

    def key(self, partner):
        """What makes partners one customer."""
        if partner not in self.keys:
            self.keys[partner] = partner._ar_party_key()
        return self.keys[partner]

    def items(self, partners):
        """(party key, currency, company id) -> open items, the debits if included."""
        domain = self.domain(partners)
        if self.wizard.include_debits:
            domain &= Domain("amount_residual_currency", "!=", 0)
        else:
            domain &= Domain("amount_residual_currency", "<", 0)
        found = self.env["account.move.line"].search_fetch(
            domain,
            [
                "partner_id", "currency_id", "company_id", "discount_date",
                "amount_residual_currency",
            ],
            order="date, id",
        )  # fmt: skip
        return found.grouped(
            lambda item: (
                self.key(item.partner_id), item.currency_id, item.company_id.id
            )
        )  # fmt: skip

    # ------------------------------------------------------------
    # Positions
    # ------------------------------------------------------------
    def positions(self, partners=None):
        """Every credit balance of at least the minimum, and how it is paid out.

        :param partners: only these customers, with all records of their parties
        :return: list of :class:`Position`; what stands against one is said in it
        """
        wanted = partners._ar_party() if partners else None
        found = {}
        credits = list(self._sums("<", wanted))
        self._add(found, "credits", credits)
        creditors = self.env["res.partner"].union(*(row[0] for row in credits))
        self.parties = {
            self.key(partner): party
            for partner, party in creditors._ar_party_partners().items()
        }
        party = creditors.union(*self.parties.values())
        self._add(found, "debits", self._sums(">", party))
        proposed = self._above_minimum(list(found.values()))
        for position in proposed:
            debits = position.debits if self.wizard.include_debits else {}
            position.payouts = split(position.credits, debits, self.central.id)
        self._check(proposed)
        return proposed

    def _add(self, found, name, rows):
        for partner, company, currency, steps in rows:
            key = self.key(partner)
            position = found.setdefault((key, currency), Position(key, currency))
            getattr(position, name)[company.id] += steps
            some = position.partners.get(company.id, partner)
            position.partners[company.id] = some | partner

    def _above_minimum(self, positions):
        """The credits of customers whose balance, over all currencies, reaches the
        minimum; and of those the others that are kept back, with the reason.
        """
        self._set_worth(positions)
        minimum, totals = self.wizard.minimum_amount, defaultdict(float)
        own = self.wizard.currency_id
        for position in positions:
            totals[position.key] += position.worth or 0.0
        proposed, below = [], set()
        for position in positions:
            if position.balance <= 0:
                continue
            total = totals[position.key]
            if position.worth is None:
                position.refusals.append(self._text_rate(position))
            elif own.compare_amounts(total, minimum) < 0 or total <= 0:
                if own.compare_amounts(position.worth, minimum) < 0:
                    below.add(position.key)
                    continue
                position.refusals.append(self._text_total(total))
            proposed.append(position)
        self.below = len(below - {position.key for position in proposed})
        return proposed

    def _set_worth(self, positions):
        """Balances at today's rates of the current company, or the shared ones."""
        own = self.wizard.currency_id
        root, today = self.wizard.company_id.root_id, self.today
        currencies = {position.currency for position in positions} - {own}
        rates = self.env["res.currency"]._ar_rates_on(
            {(root.id, currency.id, today) for currency in currencies | {own}}
        )
        base = rates[root.id, own.id, today]
        for position in positions:
            amount = from_steps(position.balance, position.currency)
            if position.currency == own:
                position.worth = amount
                continue
            rate = rates[root.id, position.currency.id, today]
            if rate and base:
                position.worth = own.round(amount / rate * base)

    @cached_property
    def today(self):
        """The day whose rates compare amounts with the minimum."""
        return fields.Date.context_today(self.wizard)

    # ------------------------------------------------------------
    # Reasons against a payment
    # ------------------------------------------------------------
    def _check(self, positions):
        """Say with each position why it cannot be paid out, all reasons at once."""
        held, taxed = self._held(positions), self._taxed(positions)
        pairs = self._pair_problems(positions)
        for position in positions:
            reasons = position.refusals
            key = (position.key, position.currency)
            reasons += held.get(key, [])
            if key in taxed:
                reasons.append(self._text_taxed())
            for payout in position.payouts:
                reasons += self._check_journal(payout)
                reasons += self._check_payee(position, payout)
                reasons += self._check_locks(payout)
                for pair in self._needed_pairs(position, payout):
                    reasons += pairs[pair]
            position.refusals = list(dict.fromkeys(reasons))

    def _held(self, positions):
        """(party, currency) -> who marks some of it.

        ``sudo()``: a mark counts, whoever may see the settlement that holds it. It is
        named to those only who may read it.
        """
        domain = (
            Domain("is_marking", "=", True)
            & Domain("move_line_id.partner_id", "in", self._partner_ids(positions))
            & Domain("company_id", "in", self.companies.ids)
        )
        if not self.wizard.include_debits:
            domain &= Domain("side", "=", "source")
        lines = self.env["ar.settlement.line"].sudo().search(domain)
        readable = lines.settlement_id.with_env(self.env)._filtered_access("read")
        readable.fetch(["name", "create_uid"])
        held = defaultdict(list)
        for line in lines:
            key = (self.key(line.move_line_id.partner_id), line.currency_id)
            settlement = readable.browse(line.settlement_id.id) & readable
            held[key].append(self._text_held(settlement))
        return held

    def _taxed(self, positions):
        """The (party, currency) of payments whose own entry has tax."""
        has_tax = Domain("tax_line_id", "!=", False) | Domain("tax_ids", "!=", False)
        entries = Domain("move_type", "=", "entry") & Domain("line_ids", "any", has_tax)
        partners = self.env["res.partner"].browse(self._partner_ids(positions))
        groups = self.env["account.move.line"]._read_group(
            self.domain(partners)
            & Domain("amount_residual_currency", "<", 0)
            & Domain("move_id", "any", entries),
            ["partner_id", "currency_id"],
        )
        return {(self.key(partner), currency) for partner, currency in groups}

    @staticmethod
    def _partner_ids(positions):
        return list(
            {
                partner_id
                for position in positions
                for partners in position.partners.values()
                for partner_id in partners.ids
            }
        )

    def _check_journal(self, payout):
        journal = self.journals.get(payout.company)
        if not journal:
            return [self._text_no_journal(payout.company)]
        if not journal.outbound_payment_method_line_ids:
            return [self._text_no_method(journal)]
        return []

    def _check_payee(self, position, payout):
        """The customer record that a payment goes to (design, *Party in a company*).

        Where the customer has transactions of one record in the company, it is that
        record; what the user chose under *Customers* goes before.
        """
        company = self.env["res.company"].browse(payout.company)
        party = self.parties[position.key]
        none = party.browse()
        here = position.partners.get(payout.company, none).commercial_partner_id
        root, chosen = company.sudo().root_id, self.wizard._partners() & party
        payees = party._ar_record_in_company(root, chosen, here)
        if len(payees) == 1:
            position.payees[payout.company] = payees
            return []
        if payees:
            return [self._text_payees(company, payees)]
        return [self._text_no_payee(company)]

    def _check_locks(self, payout):
        """The locks of the payment, and of the entries of the settlement."""
        companies = self.env["res.company"].browse({payout.company, *payout.companies})
        none, date = self.env["account.journal"], self.wizard.date
        journal = self.journals.get(payout.company, none)
        entries = companies if len(companies.sudo().root_id) > 1 else companies.browse()
        payer = companies.browse(payout.company)
        return [
            *self.locks.against_payment(payer, date, journal),
            *(
                reason
                for company in entries
                for reason in self.locks.against_payment(company, date, none)
            ),
        ]

    def _needed_pairs(self, position, payout):
        """The (root id, root id) of companies that owe and are owed, after each has
        settled its own transactions."""
        debits = position.debits if self.wizard.include_debits else {}
        nets = defaultdict(int)
        for company in payout.companies:
            net = position.credits.get(company, 0) - debits.get(company, 0)
            nets[self._root(company)] += net
        nets[self._root(payout.company)] -= payout.amount
        return [
            (giver, taker)
            for giver in nets
            for taker in nets
            if nets[giver] > 0 > nets[taker]
        ]

    def _root(self, company_id):
        return self.env["res.company"].browse(company_id).sudo().root_id.id

    def _pair_problems(self, positions):
        """Reasons against each needed pair: that there is none, or it is not ready."""
        needed = {
            pair
            for position in positions
            for payout in position.payouts
            for pair in self._needed_pairs(position, payout)
        }
        Pair = self.env["intercompany.accounting"]
        found = Pair._for_pairs(needed)
        reasons = {pair: [] for pair in needed}
        keys = {record.id: key for key, record in found.items()}
        for problem in Pair.union(*found.values())._readiness_problems():
            reasons[keys[problem["pair_id"]]].append(problem["message"])
        for pair in needed - found.keys():
            reasons[pair].append(self._text_pair(*pair))
        return reasons

    # ------------------------------------------------------------
    # Texts
    # ------------------------------------------------------------
    def _text_rate(self, position):
        company = self.wizard.company_id
        return company._ar_rate_refusal(position.currency, self.today)

    def _text_total(self, total):
        own = self.wizard.currency_id
        if total > 0:
            return self.env._(
                "Over all currencies the credit is %(amount)s, less than the minimum.",
                amount=format_amount(self.env, total, own),
            )
        return self.env._(
            "Over all currencies the customer owes %(amount)s. Settle the transactions "
            "first.",
            amount=format_amount(self.env, -total, own),
        )

    def _text_held(self, settlement):
        if not settlement:
            return self.env._(
                "Marked in another draft settlement. Ask for it to be unmarked there."
            )
        return self.env._(
            "Marked in %(settlement)s by %(user)s. Post that one, or unmark it there.",
            settlement=settlement.name,
            user=settlement.create_uid.name,
        )

    def _text_taxed(self):
        return self.env._(
            "A payment whose own entry has tax cannot be settled. Refund it by itself."
        )

    def _text_no_journal(self, company_id):
        return self.env._(
            "%(company)s: choose the bank or cash journal that pays.",
            company=self._name(company_id),
        )

    def _text_no_method(self, journal):
        return self.env._(
            "%(company)s: the journal %(journal)s has no outgoing payment method. Add "
            "one, or choose another journal.",
            company=journal.company_id.name,
            journal=journal.name,
        )

    def _text_no_payee(self, company):
        return self.env._(
            "The customer has no active record in %(company)s. Create one with the "
            "same Address Book ID, or unarchive it.",
            company=company.name,
        )

    def _text_payees(self, company, payees):
        return self.env._(
            "The customer has several records in %(company)s: %(records)s. Choose the "
            "one to be paid under Customers.",
            company=company.name,
            records=", ".join(
                f"{payee.display_name} [{payee.customer_account or payee.id}]"
                for payee in payees
            ),
        )

    def _text_pair(self, payment, invoice):
        return self.env._(
            "There is no active intercompany accounting for payments of %(company)s to "
            "invoices of %(other)s. Have it set up under Invoicing > Configuration > "
            "Centralized Payments > Set Up Intercompany Accounting.",
            company=self._name(payment),
            other=self._name(invoice),
        )

    def _name(self, company_id):
        return self.env["res.company"].browse(company_id).name
