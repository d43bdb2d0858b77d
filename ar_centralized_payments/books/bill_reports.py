"""What bills amount to on a date: contingent liabilities, facilities, and the proof of
their accounts against the ledger (bills of exchange A3, *Reports*).
"""

from collections import defaultdict

from ..settlement.bill import Account, Place, contingent
from .bill_accounts import account_of
from .bill_book import BillBook
from .steps import from_steps

#: The accounts that are proved, and where a bill is that stands there.
PROVED = (
    Account.HELD,
    Account.COLLECTION,
    Account.DISCOUNTED,
    Account.LIABILITY,
    Account.PROTESTED,
)
PLACES = {
    Place.HELD: Account.HELD,
    Place.COLLECTION: Account.COLLECTION,
    Place.DISCOUNTED: Account.DISCOUNTED,
}


def contingent_rows(bills, date):
    """Bills for which a bank may come back at the end of a day: list of dicts."""
    rows = []
    for bill in bills:
        amount = contingent(BillBook.stand(bill, date))
        if amount:
            rows.append(
                {
                    "bill_id": bill.id,
                    "company_id": bill.company_id.id,
                    "journal_id": bill._bank_at(date).id,
                    "partner_id": bill.partner_id.id,
                    "currency_id": bill.currency_id.id,
                    "due_date": bill.due_date,
                    "amount": from_steps(amount, bill.currency_id),
                }
            )
    return rows


def facility_rows(journals, bills):
    """Of each bank with a limit: the limit, and how much of it is used."""
    for journal in journals:
        currency = journal.ar_bill_facility_currency_id or (
            journal.company_id.currency_id
        )
        own = bills.filtered(lambda bill, j=journal: bill.bank_journal_id == j)
        used = sum(
            bill.currency_id._convert(
                bill.amount_facility, currency, journal.company_id
            )
            for bill in own
        )
        yield {
            "journal_id": journal.id,
            "currency": currency,
            "limit": journal.ar_bill_facility_limit,
            "used": currency.round(used),
            "left": currency.round(journal.ar_bill_facility_limit - used),
            "count": len(own.filtered("amount_facility")),
        }


class Proof:
    """The ledger of one legal entity's bill accounts against its bills, on a date.

    :param company: a legal entity, with ``sudo()``
    """

    def __init__(self, company, date):
        self.company, self.date, self.env = company.root_id, date, company.env

    def rows(self):
        """Of each account: list of dicts with ``ledger``, ``bills``, ``difference``
        (company currency) and ``entries``: journal items that no bill explains."""
        stands = self._stands()
        rows = []
        for purpose in PROVED:
            account = account_of(self.company, purpose)
            if not account:
                continue
            own = self.company.currency_id
            ledger = own.round(self._ledger(account))
            bills = own.round(stands[purpose])
            strangers = self._strangers(account)
            rows.append(
                {
                    "company_id": self.company.id,
                    "purpose": str(purpose),
                    "account_id": account.id,
                    "ledger": ledger,
                    "bills": bills,
                    "difference": own.round(ledger - bills),
                    "entries": [
                        {
                            "line_id": line.id,
                            "entry": line.move_name,
                            "date": line.date,
                            "balance": line.balance,
                            "name": line.name or "",
                        }
                        for line in strangers
                    ],
                }
            )
        return rows

    def _domain(self, account):
        return [
            ("company_id", "child_of", self.company.id),
            ("account_id", "=", account.id),
            ("parent_state", "=", "posted"),
            ("date", "<=", self.date),
        ]

    def _ledger(self, account):
        lines = self.env["account.move.line"]
        groups = lines._read_group(self._domain(account), [], ["balance:sum"])
        return groups[0][0] or 0.0

    def _strangers(self, account):
        """Items there that no bill put there, nor pays what one did."""
        lines = self.env["account.move.line"].search(
            [*self._domain(account), ("ar_bill_event_id", "=", False)], order="date, id"
        )
        if account.account_type != "asset_receivable":
            return lines
        return lines.filtered(lambda line: not self._pays_a_bill(line))

    @staticmethod
    def _pays_a_bill(line):
        partials = line.matched_debit_ids | line.matched_credit_ids
        others = (partials.debit_move_id | partials.credit_move_id) - line
        return line.reconciled and all(others.mapped("ar_bill_event_id"))

    def _stands(self):
        """What bills stand for on each account, in the company's currency."""
        bills = self.env["ar.bill"].search(
            [("company_id", "child_of", self.company.id), ("name", "!=", "*")]
        )
        totals = defaultdict(float)
        own = self.company.currency_id
        for bill in bills:
            now = BillBook.stand(bill, self.date)
            if now.place in PLACES:
                totals[PLACES[now.place]] += from_steps(now.open_value, own)
            if now.place is Place.DISCOUNTED:
                totals[Account.LIABILITY] -= from_steps(now.open_liability, own)
            totals[Account.PROTESTED] += self._debt(bill)
        return totals

    def _debt(self, bill):
        """What was protested and charged by the date, less what was paid by then."""
        account = account_of(self.company, Account.PROTESTED)
        lines = bill.event_ids.line_ids.filtered(
            lambda line: line.account_id == account and line.date <= self.date
        )
        pays = lines.matched_credit_ids | lines.matched_debit_ids
        total = sum(lines.mapped("balance"))
        for partial in pays.filtered(lambda p: p.max_date <= self.date):
            sides = partial.debit_move_id | partial.credit_move_id
            if sides <= bill.event_ids.line_ids:
                continue
            total -= partial.amount if partial.debit_move_id in lines else (
                -partial.amount
            )  # fmt: skip
        return total
