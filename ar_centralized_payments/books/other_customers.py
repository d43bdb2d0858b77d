"""One customer's money for another customer's documents: who pays for whom in a plan,
and where companies want to be asked, or refuse it."""

from odoo.tools import format_amount

from .steps import from_steps

#: What companies say of it, the strictest first.
POLICIES = ("refused", "asked", "allowed")


class OtherCustomers:
    """What a plan lets one customer pay for another.

    :param env: with the rights to read companies and customers of the documents; only
        members of all companies involved read the texts
    """

    def __init__(self, env):
        self.env = env

    def is_admitted(self, settlement, partner, company):
        """Whether a document of this customer and company may be marked: it is the
        customer's own, the customer was added, or the company asks for nothing.

        :param settlement: ``ar.settlement``, stored or not
        """
        key = partner._ar_party_key()
        return bool(partner) and (
            key in self.parties(settlement)
            or company.root_id.ar_other_customers == "allowed"
        )

    @staticmethod
    def parties(settlement):
        """The keys of the customers of a settlement: the one, and those added."""
        customers = settlement.partner_id | settlement.other_partner_ids
        return {customer._ar_party_key() for customer in customers}

    def notes(self, plan):
        """What the preview says of it: who pays how much for whom."""
        return [
            self.env._(
                "%(payer)s pays for %(customer)s: %(amount)s.",
                **self._words(payer, customer),
                amount=format_amount(self.env, from_steps(amount, currency), currency),
            )
            for (payer, customer, currency), amount in self._paid(plan).items()
        ]

    def refusals(self, plan, settlement):
        """Where a company refuses it, or wants to be asked and was not."""
        parties = self.parties(settlement)
        problems = {}
        for leg in filter(lambda leg: leg.is_for_another, plan.legs):
            words = self._words(*self._partners(leg))
            for company, policy in self._policies(leg):
                if policy == "refused":
                    problems[self._refused(company, words)] = None
                elif policy == "asked" and leg.target.party not in parties:
                    problems[self._asked(company, words)] = None
        return list(problems)

    def _paid(self, plan):
        """Payer, customer and currency of the documents -> what is paid, in steps."""
        paid = {}
        for leg in filter(lambda leg: leg.is_for_another, plan.legs):
            currency = self.env["res.currency"].browse(leg.target.currency.key)
            key = (*self._partners(leg), currency)
            paid[key] = paid.get(key, 0) + leg.amount_target
        return paid

    def _partners(self, leg):
        partners = self.env["res.partner"]
        return partners.browse(leg.source.partner), partners.browse(leg.target.partner)

    @staticmethod
    def _words(payer, customer):
        return {"payer": payer.display_name, "customer": customer.display_name}

    def _policies(self, leg):
        """Each company of a leg, and what it says."""
        keys = dict.fromkeys((leg.source.company.key, leg.target.company.key))
        for company in self.env["res.company"].browse(keys):
            yield company, company.ar_other_customers

    def _refused(self, company, words):
        return self.env._(
            "%(payer)s would pay for %(customer)s, which %(company)s refuses. Unmark "
            "the documents of %(customer)s, or allow payments for other customers in "
            "the settings of %(company)s.",
            company=company.name,
            **words,
        )

    def _asked(self, company, words):
        return self.env._(
            "%(payer)s would pay for %(customer)s, about which %(company)s wants to be "
            "asked. Add %(customer)s to the customers of the settlement, or unmark "
            "these documents.",
            company=company.name,
            **words,
        )
