"""What stands against posting the lines of payment journals; nothing is written."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import split_every

from .lock_dates import LockDates

#: How many settlements are planned at once: bounds the memory, not the queries.
PLANNED_AT_ONCE = 1000


@dataclass
class Found:
    """Reasons against one line: of the payment itself, and of its settlement."""

    payment: object
    own: list = field(default_factory=list)
    settlement: list = field(default_factory=list)

    @property
    def all(self):
        return list(dict.fromkeys([*self.own, *self.settlement]))


class LineCheck:
    """Checks draft lines as the acting user, with a fixed number of queries.

    :param payments: draft ``account.payment`` records of payment journals, in an
        environment with all companies of the user
    """

    def __init__(self, payments):
        self.payments = payments
        self.env = payments.env
        self.locks = LockDates(self.env)
        self.offsets = {}

    def found(self):
        """Every line -> :class:`Found`, with all reasons at once."""
        result = {payment: Found(payment) for payment in self.payments}
        for payment in self.payments:
            result[payment].own += self._own_problems(payment)
        for payment, reasons in self._settlement_problems().items():
            own = set(result[payment].own)
            result[payment].settlement += [r for r in reasons if r not in own]
        return result

    # ------------------------------------------------------------
    # The payment itself
    # ------------------------------------------------------------
    def _own_problems(self, payment):
        yield from self._missing(payment)
        yield from self._wrong_accounts(payment)
        yield from self._locked(payment)
        yield from payment._ar_draw_problems()

    def _missing(self, payment):
        env = self.env
        if not payment.partner_id:
            yield env._("It has no customer. Choose one, or type an invoice number.")
        elif not payment.partner_id.active:
            yield env._(
                "%(customer)s is archived. Unarchive the customer, or choose another.",
                customer=payment.partner_id.display_name,
            )
        if payment.currency_id.compare_amounts(payment.amount, 0.0) <= 0:
            yield env._("It has no amount. Type it.")
        if not payment.currency_id.active:
            yield env._(
                "%(currency)s is archived. Unarchive the currency.",
                currency=payment.currency_id.name,
            )
        if payment.use_deposit_slip and not (payment.payment_reference or "").strip():
            yield env._(
                "It is to be on a deposit slip, but has no payment reference. Type it."
            )
        if (
            payment.ar_payment_type == "check"
            and not (payment.ar_check_number or "").strip()
        ):
            yield env._("It is a check, but has no check number. Type it.")
        if not payment.payment_method_line_id:
            yield env._("It has no payment method. Choose one.")

    def _wrong_accounts(self, payment):
        account, company = payment.offset_account_id, payment.company_id
        key = (company, account)
        if key not in self.offsets:
            self.offsets[key] = list(company._ar_offset_problems(account))
        yield from self.offsets[key]
        if payment.destination_account_id.account_type != "asset_receivable":
            yield self.env._(
                "Its customer has no receivable account in %(company)s. Choose one on "
                "the customer.",
                company=company.name,
            )
        if not (payment.outstanding_account_id or payment._ar_default_outstanding()):
            yield self.env._(
                "%(company)s has no outstanding receipts account. Choose one on the "
                "payment method of %(journal)s.",
                company=company.name,
                journal=payment.journal_id.display_name,
            )

    def _locked(self, payment):
        """A lock that holds at the payment's date: Odoo would move it silently."""
        yield from self.locks.against_payment(
            payment.company_id, payment.date, payment.journal_id
        )

    # ------------------------------------------------------------
    # What it is marked to pay
    # ------------------------------------------------------------
    def _settlement_problems(self):
        """Payment -> reasons against its draft settlement.

        A settlement that marks the payment alone is none: the payment is a prepayment.
        """
        problems = defaultdict(list)
        for settlements, holders in self._drafts():
            for settlement, booked in settlements._booked().items():
                if booked.refusals:
                    origin = settlement.with_env(self.env)
                    problems[holders[origin.id]] += booked.refusals
        for payment in self.foreign:
            problems[payment].append(
                self.env._(
                    "It is marked together with documents of companies that you are "
                    "not a member of. Ask somebody who is to post it."
                )
            )
        return problems

    def _drafts(self):
        """Draft settlements with more than the payment, some at once, each with the
        payment that it waits for.

        ``sudo()`` to find those as well that the user may not see: they must not be
        left behind. These are told apart before anything of them is read.
        """
        lines = self.env["ar.settlement.line"].sudo()
        marks = lines.search(
            Domain("payment_id", "in", self.payments.ids)
            & Domain("is_marking", "=", True)
        )
        self.foreign = []
        holders = {
            mark.settlement_id.id: mark.payment_id.with_env(self.env) for mark in marks
        }
        settlements = marks.settlement_id.filtered(lambda s: len(s.line_ids) > 1)
        settlements = settlements.with_env(self.env)
        mine = settlements.filtered(self._is_mine)
        self.foreign = [holders[one.id] for one in settlements - mine]
        for some in split_every(PLANNED_AT_ONCE, mine.ids, settlements.browse):
            yield some, holders

    @staticmethod
    def _is_mine(settlement):
        try:
            settlement._check_members()
        except AccessError:
            return False
        return True
