"""Random scenarios, posted for real, against an independent auditor.

The auditor takes from the settlement only who met whom for how much in which
currency. What that is worth, where discounts and exchange differences go, and what
each company then owes, it works out again from documents and rates, in decimals,
without the planner.
"""

import random
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from odoo.tests import tagged

from ..settling import SettlingCommon

SCENARIOS = 25
CENT = Decimal("0.01")
USD_PER_EUR = {"2026-03-10": Decimal("1.2062"), "2026-03-25": Decimal("1.2277")}
OWN = {"F": "USD", "E": "USD", "W": "USD", "X": "EUR"}


def cents(value):
    return value.quantize(CENT, ROUND_HALF_UP)


class Auditor:
    """Balances of each company that a settlement should have made."""

    def __init__(self, documents, routing, primary):
        #: (company, number) -> [company, currency, date, open amount, open value]
        self.documents = documents
        self.routing = routing
        self.primary = primary
        self.balances = Counter()
        #: what leaves the hub for one document in one currency is converted at once
        self.leaving = {}

    def convert(self, value, source, target, date):
        if source == target:
            return value
        rate = USD_PER_EUR["2026-03-25" if date >= "2026-03-25" else "2026-03-10"]
        return cents(value * rate if source == "EUR" else value / rate)

    def take(self, name, amount):
        """The booked value of a part of a document."""
        document = self.documents[name]
        value = document[4]
        if amount != document[3]:
            value = cents(value * amount / document[3])
        document[3] -= amount
        document[4] -= value
        return value

    def carry(self, value, amount, currency, payer, payee, date):
        if currency == OWN[payee]:
            return amount
        return self.convert(value, OWN[payer], OWN[payee], date)

    def leg(self, source, target, amount, paid, discount):
        payer, currency, date = self.documents[source][:3]
        payee = self.documents[target][0]
        value = self.take(source, amount)
        self.balances[payer, "receivable"] += value
        if self.primary:
            date = self.documents[self.primary][2]
            hub = self.documents[self.primary][0]
            if hub not in (payer, payee) and payer != payee:
                self.balances[payer, "owed"] -= value
                value = self.carry(value, amount, currency, payer, hub, date)
                self.balances[hub, "owed"] += value
                payer = hub
        reached = value
        if payer != payee:
            self.balances[payer, "owed"] -= value
            reached = self.carry(value, amount, currency, payer, payee, date)
            self.balances[payee, "owed"] += reached
        settled = self.take(target, paid)
        self.balances[payee, "receivable"] -= settled
        value = self.take(target, discount) if discount else 0
        self.balances[payee, "receivable"] -= value
        gain, together = reached - settled, payer != payee
        if self.primary and together and hub == payer:
            key = (payer, payee, target, currency)
            before = self.leaving.get(key, (0, 0, 0))
            sums = (gain, discount, value)
            self.leaving[key] = tuple(map(sum, zip(before, sums, strict=True)))
        else:
            self.exchange(payer, payee, gain, date)
            self.discount(payer, payee, target, discount, value, date)

    def close(self):
        """Route what left the hub, document by document."""
        for (payer, payee, target, _currency), sums in self.leaving.items():
            gain, discount, value = sums
            date = self.documents[self.primary][2]
            self.exchange(payer, payee, gain, date)
            self.discount(payer, payee, target, discount, value, date)

    def exchange(self, payer, payee, gain, date):
        if payer == payee or self.routing[payer, payee][1] == "invoice":
            self.balances[payee, "exchange"] -= gain
            return
        there = self.convert(gain, OWN[payee], OWN[payer], date)
        self.balances[payee, "owed"] -= gain
        self.balances[payer, "owed"] += there
        self.balances[payer, "exchange"] -= there

    def discount(self, payer, payee, target, discount, value, date):
        if not discount:
            return
        if payer == payee or self.routing[payer, payee][0] == "invoice":
            self.balances[payee, "discount"] += value
            return
        there = discount
        if self.documents[target][1] != OWN[payer]:
            there = self.convert(value, OWN[payee], OWN[payer], date)
        self.balances[payee, "owed"] += value
        self.balances[payer, "owed"] -= there
        self.balances[payer, "discount"] += there


@tagged("post_install", "-at_install")
class TestAuditor(SettlingCommon):
    def test_random_scenarios(self):
        seed = random.SystemRandom().randrange(10**6)
        settled = 0
        for number in range(SCENARIOS):
            with self.subTest(seed=seed, number=number):
                savepoint = self.cr.savepoint()
                settled += self.run_scenario(random.Random(f"{seed}-{number}"))
                savepoint.close(rollback=True)
                self.env.invalidate_all()
        self.assertGreater(settled, SCENARIOS)

    def run_scenario(self, rng):
        routing = self.draw_routing(rng)
        payments = [self.draw_payment(rng) for _n in range(rng.randint(1, 2))]
        bills = [self.draw_bill(rng) for _n in range(rng.randint(1, 3))]
        notes = [self.draw_note(rng) for _n in range(rng.randint(0, 1))]
        primary = rng.choice([None, payments[0]])
        documents = payments + bills + notes
        self.analyze()
        before = self.trial_balance()
        first = self.audit(documents, routing, primary, rng)
        second = self.audit_rest(documents, routing, rng)
        undone = [first, *second]
        rng.shuffle(undone)
        for settlement in undone:
            settlement.with_user(self.controller).action_undo()
        self.assertEqual(self.trial_balance(), before)
        return sum(len(settlement.leg_ids) for settlement in undone)

    def draw_routing(self, rng):
        routing = {}
        for pair in self.env["intercompany.accounting"].sudo().search([]):
            choices = [rng.choice(["payment", "invoice"]) for _n in range(2)]
            pair.cash_discount_company, pair.exchange_company = choices
            key = (
                self.letter_of(pair.payment_company_id),
                self.letter_of(pair.invoice_company_id),
            )
            routing[key] = choices
        return routing

    def draw_amount(self, rng, most=100000):
        return rng.randint(100, most) / 100

    def draw_payment(self, rng):
        return self.payment(
            rng.choice("FFEX"),
            self.draw_amount(rng),
            currency=rng.choice(["USD", "EUR"]),
            date=rng.choice(["2026-03-10", "2026-03-25", "2026-04-02"]),
        )

    def draw_bill(self, rng):
        return self.invoice(
            rng.choice("FEWX"),
            self.draw_amount(rng),
            currency=rng.choice(["USD", "EUR"]),
            date=rng.choice(["2026-03-10", "2026-03-20", "2026-03-25"]),
            term=rng.choice([None, self.term(2, days=30), self.term(3, days=8)]),
        )

    def draw_note(self, rng):
        currency = rng.choice(["USD", "EUR"])
        return self.credit_note(
            rng.choice("FEWX"), self.draw_amount(rng, 20000), currency=currency
        )

    def ledger(self, documents):
        """What is open of each document, for the auditor."""
        rows = {}
        for document in documents:
            line = self.receivable(document).sudo()
            if line.reconciled:
                continue
            letter = self.letter_of(line.company_id)
            rows[letter, line.move_name] = [
                letter,
                line.currency_id.name,
                str(line.date),
                cents(Decimal(str(abs(line.amount_residual_currency)))),
                cents(Decimal(str(abs(line.amount_residual)))),
            ]
        return rows

    def audit(self, documents, routing, primary, rng):
        ledger = self.ledger(documents)
        hub = primary and (self.letter_of(primary.company_id), primary.name)
        auditor = Auditor(ledger, routing, hub)
        settlement = self.settlement(*documents, primary=primary)
        target = rng.choice(
            settlement.line_ids.filtered(lambda line: line.side == "target")
        )
        if rng.random() < 0.3 and target.amount > 1:
            target.amount = round(target.amount / 2, 2)
        preview = settlement.preview()
        settlement.action_post()
        self.assertPosted(settlement, preview)
        self.compare(settlement, auditor, documents)
        return settlement

    def audit_rest(self, documents, routing, rng):
        """Settle what the first settlement left, if it left both sides."""
        rest = [d for d in documents if not self.receivable(d).sudo().reconciled]
        sides = {self.receivable(d).sudo().balance > 0 for d in rest}
        if len(sides) < 2:
            return []
        return [self.audit(rest, routing, None, rng)]

    def compare(self, settlement, auditor, documents):
        for leg in settlement.leg_ids.sudo():
            auditor.leg(
                (self.letter_of(leg.source_company_id), leg.source_id.document),
                (self.letter_of(leg.target_company_id), leg.target_id.document),
                *(
                    cents(Decimal(str(amount)))
                    for amount in (
                        leg.amount_source,
                        leg.amount_target,
                        leg.discount_target,
                    )
                ),
            )
        auditor.close()
        expected = {key: value for key, value in auditor.balances.items() if value}
        self.assertEqual(self.booked(settlement), expected)
        found = self.ledger(documents)
        for name, row in auditor.documents.items():
            if row[3] or row[4]:
                self.assertEqual(found[name], row)
            else:
                self.assertNotIn(name, found)

    def booked(self, settlement):
        """The balances that the settlement really made, in the auditor's words."""
        words = {"gain": "exchange", "loss": "exchange", "due_to": "owed"}
        words |= {"due_from": "owed"}
        balances = Counter()
        for line in settlement.sudo().move_ids.line_ids:
            letter = self.letter_of(line.company_id)
            role = self.role_of(letter, line.account_id, line.partner_id)
            balances[letter, words.get(role, role)] += cents(Decimal(str(line.balance)))
        return {key: value for key, value in balances.items() if value}
