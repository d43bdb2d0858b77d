"""Whether what was typed is likely: a date far away, an amount of another size.

Nothing here refuses: a payment may be what nobody expects. Whoever types it is asked.
"""

from odoo import fields
from odoo.fields import Domain
from odoo.tools import format_amount

#: Months that a payment may be dated ahead, or back, without a question.
MONTHS_AHEAD, MONTHS_BACK = 3, 12
#: An amount so many times what is open of the customer is asked about.
TIMES = 1000


class Plausible:
    """Questions about payments of some customers; all that is open is read once.

    :param env: an environment with all companies of the user
    :param partners: the customers
    """

    def __init__(self, env, partners):
        self.env, self.today = env, fields.Date.context_today(env["res.partner"])
        self.parties = partners._ar_party_partners() if partners else {}
        self.open = self._open_targets() if partners else {}

    def _open_targets(self):
        """(partner, currency) -> what is open of invoices, in that currency."""
        Item = self.env["account.move.line"]
        known = {partner for party in self.parties.values() for partner in party.ids}
        domain = self.env["ar.settlement"]._open_domain_of_all()
        domain &= Domain("partner_id", "in", list(known)) & Domain("balance", ">", 0)
        groups = ["partner_id", "currency_id"]
        found = Item._read_group(domain, groups, ["amount_residual_currency:sum"])
        return {(partner.id, currency): total for partner, currency, total in found}

    def open_amount(self, partner, currency):
        """What is open of the customer in all companies, in one currency: at the rates
        of today, as a size to compare with."""
        party = self.parties.get(partner, partner).ids
        company = self.env.company
        return sum(
            own._convert(total, currency, company, self.today)
            for (one, own), total in self.open.items()
            if one in party
        )

    def questions(self, partner, amount, currency, date, usual=None):
        """What to ask about a payment.

        :param float amount: in ``currency``; 0 is not asked about
        :param date: of the payment, or ``None``
        :param usual: a date by which no question is asked, as that of its journal
        :return: list of texts
        """
        questions = [self._date_question(date, usual)] if date else []
        if partner and amount:
            questions.append(self._amount_question(partner, amount, currency))
        return [question for question in questions if question]

    def _date_question(self, date, usual):
        months = min(
            (_months(near, date) for near in (self.today, usual) if near), key=abs
        )
        if months > MONTHS_AHEAD:
            return self.env._(
                "The payment is dated %(months)s months ahead: is that right?",
                months=months,
            )
        if -months > MONTHS_BACK:
            return self.env._(
                "The payment is dated %(months)s months back: is that right?",
                months=-months,
            )
        return ""

    def _amount_question(self, partner, amount, currency):
        whole = self.open_amount(partner, currency)
        if whole <= 0 or amount < whole * TIMES:
            return ""
        return self.env._(
            "%(amount)s is %(times)s times what is open of the customer, %(open)s: is "
            "that right?",
            amount=format_amount(self.env, amount, currency),
            times=int(amount / whole),
            open=format_amount(self.env, whole, currency),
        )


def _months(near, date):
    """How many months a date is ahead of another; less than 0 where it is back."""
    return (date.year - near.year) * 12 + date.month - near.month
