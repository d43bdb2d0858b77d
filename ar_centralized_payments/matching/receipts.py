"""What money on the bank means: which documents of which customer, and why.

The rules are asked in order; the class follows from what they say and from nothing
else. *Sure*: a structured reference, a payment of our own or document numbers name
everything, the amount is theirs, and nothing speaks for another customer. *Likely*: the
customer is certain, the documents are named in part or told by the amount. *Ask*: two
readings, or a contradiction. *None*: nothing was recognised.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from math import prod

from .receipt_amounts import (
    is_comparable,
    only_combination,
    single_documents,
    sum_of,
)
from .receipt_payer import who_pays
from .receipt_reading import read
from .receipt_values import Confidence, Evidence, Mark, Proposal

#: How far the day of a payment that was entered by hand may be away.
DAYS_AROUND = timedelta(days=5)
#: Within this time money comes back.
DAYS_OF_RETURN = timedelta(days=120)
#: Readings of equal numbers that are tried, and how many of them are shown.
MOST_READINGS = 32
MOST_SHOWN = 5


def propose(receipt, index):
    """What one receipt means.

    :param receipt: :class:`~.receipt_values.Receipt`
    :param index: :class:`~.receipt_index.ReceiptIndex`
    :return: :class:`~.receipt_values.Proposal`
    """
    case = _Case(receipt, index)
    if receipt.amount <= 0 or receipt.is_return:
        return case.returned()
    return (
        case.own_payment()
        or case.named_documents()
        or case.weakly_named()
        or case.of_party()
        or case.unknown()
    )


def propose_all(receipts, index):
    """What receipts mean that wait together; see :func:`propose`.

    What one of them takes, another one cannot have as well: that one asks. First comes
    what is sure, then what is likely, each by its date.

    :return: key of a receipt -> :class:`~.receipt_values.Proposal`
    """
    found = [(receipt, propose(receipt, index)) for receipt in receipts]
    taken, proposals = set(), {}
    for receipt, one in sorted(found, key=_turn):
        documents = {mark.document for mark in one.marks}
        twice = tuple(document for document in documents if document in taken)
        is_twice = twice or ("payment", one.payment) in taken
        proposal = one
        if is_twice and one.confidence is not Confidence.NONE:
            proposal = replace(
                one,
                confidence=Confidence.ASK,
                evidence=(*one.evidence, Evidence(8, "twice", twice)),
            )
        taken |= documents
        if proposal.payment is not None:
            taken.add(("payment", proposal.payment))
        proposals[receipt.key] = proposal
    return proposals


def _turn(found):
    """Which receipt takes its documents first."""
    receipt, proposal = found
    classes = list(Confidence)
    return classes.index(proposal.confidence), receipt.date, repr(receipt.key)


class _Case:
    """One receipt on its way through the rules."""

    def __init__(self, receipt, index):
        self.receipt, self.index = receipt, index
        self.reading = read(receipt, index)
        self.payer = who_pays(receipt, index)

    def _proposal(self, confidence, evidence=(), **values):
        return Proposal(
            self.receipt.key,
            confidence=confidence,
            evidence=(*evidence, *values.pop("more", ())),
            **values,
        )

    def _about(self, party):
        """What is known of who pays, as far as it is about a party."""
        return [one for one in self.payer.evidence if one.party == party]

    # ------------------------------------------------------------
    # Payments of our own
    # ------------------------------------------------------------
    def own_payment(self):
        """Rule 2: a payment in the books is named."""
        named = [
            (one, key)
            for one in self.reading.payments
            for key in sorted(one.documents, key=repr)
            if not self.index.payments[key].is_matched
        ]
        if len(named) != 1:
            return None
        ((one, key),) = named
        payment = self.index.payments[key]
        is_same = (payment.amount, payment.currency) == (
            self.receipt.amount,
            self.receipt.currency,
        )
        is_clear = is_same and not self.payer.contradicts(payment.party)
        return self._proposal(
            Confidence.SURE if is_clear else Confidence.ASK,
            [
                Evidence(2, "payment", party=payment.party, text=one.text),
                *self._about(payment.party),
            ],
            party=payment.party,
            payment=key if is_same else None,
            rest=0 if is_same else self.receipt.amount,
        )

    def _entered(self, party, is_certain, evidence=()):
        """A payment of a party that was entered by hand: matched, not doubled."""
        found = [
            one
            for one in self.index.payments_of.get(party, ())
            if not one.is_matched
            and (one.amount, one.currency)
            == (self.receipt.amount, self.receipt.currency)
            and abs(one.date - self.receipt.date) <= DAYS_AROUND
        ]
        if not found:
            return None
        is_only = is_certain and len(found) == 1
        return self._proposal(
            Confidence.LIKELY if is_only else Confidence.ASK,
            [
                *evidence,
                *self._about(party),
                Evidence(2, "entered", party=party, amounts=(self.receipt.amount,)),
            ],
            party=party,
            payment=found[0].key if len(found) == 1 else None,
        )

    # ------------------------------------------------------------
    # Documents that are named
    # ------------------------------------------------------------
    def named_documents(self):
        """Rules 1 and 3, and what the amount and the payer say of them."""
        if not self.reading.strong:
            return None
        readings = self._readings(self.reading.strong)
        sums = [(some, sum_of(self.receipt, some)) for some in readings]
        confirmed = [(some, one) for some, one in sums if one]
        if len(readings) > 1 and len(confirmed) != 1:
            return self._several(readings)
        documents, found = (confirmed or sums)[0]
        evidence = [self._named_evidence(documents)]
        evidence = [one for some in evidence for one in some]
        if len(readings) > 1:
            evidence.append(Evidence(8, "decided", tuple(d.key for d in documents)))
        return self._judged(documents, found, evidence)

    def _readings(self, names):
        """Every way to understand the names: one document for each."""
        only = self.payer.only
        choices = []
        for named in names:
            some = [self.index.documents[key] for key in named.documents]
            own = [one for one in some if one.party == only]
            some = own or some
            choices.append(sorted(some, key=lambda one: (one.due, repr(one.key))))
        if prod(map(len, choices)) > MOST_READINGS:
            choices = [some[:2] for some in choices[:5]]
        ways = list(product(*choices))
        if len(ways) > 1:
            # A number that several documents have may name them all.
            ways.append([one for some in choices for one in some])
        readings = {}
        for way in ways:
            documents = tuple(dict.fromkeys(way))
            readings.setdefault(frozenset(one.key for one in documents), documents)
        return list(readings.values())

    def _named_evidence(self, documents):
        keys = {one.key for one in documents}
        for named in self.reading.strong + self.reading.weak:
            about = tuple(key for key in named.documents if key in keys)
            if about:
                yield Evidence(named.rule, named.code, about, text=named.text)

    def _several(self, readings):
        """Equal numbers, and nothing decides between them."""
        parties = {one.party for some in readings for one in some}
        evidence = [
            Evidence(named.rule, named.code, tuple(named.documents), text=named.text)
            for named in self.reading.strong
        ]
        only = self.payer.only
        party = only if only in parties else None
        if len(parties) == 1:
            (party,) = parties
        return self._proposal(
            Confidence.ASK,
            evidence,
            more=self._about(party) if party is not None else (),
            party=party,
            rest=self.receipt.amount,
            alternatives=_alternatives(readings),
        )

    def _judged(self, documents, found, evidence):
        """The class of documents that are named for certain."""
        parties = {one.party for one in documents}
        if len(parties) > 1:
            return self._for_several(documents, found, evidence)
        (party,) = parties
        against = self.payer.contradicts(party)
        entered = self._entered(party, not against, evidence)
        if entered:
            return entered
        if against:
            evidence = [*evidence, *self._others(party)]
        evidence += self._about(party)
        if found:
            evidence.append(self._sum_evidence(documents, found))
            confidence = Confidence.ASK if against else Confidence.SURE
            return self._proposal(
                confidence, evidence, party=party, marks=found.marks, rest=0
            )
        return self._with_weak(documents, evidence, party, against)

    def _for_several(self, documents, found, evidence):
        """Documents of several customers: asked about, and where they come to the
        amount and one of these customers is certain to pay, proposed as they are."""
        parties = list(dict.fromkeys(one.party for one in documents))
        evidence.append(Evidence(11, "parties", tuple(d.key for d in documents)))
        ways = [[d for d in documents if d.party == p] for p in parties]
        told = {"rest": self.receipt.amount}
        if found:
            evidence.append(self._sum_evidence(documents, found))
            ways.insert(0, documents)
        if found and self.payer.only is not None:
            evidence += self._about(self.payer.only)
            told = {"party": self.payer.only, "marks": found.marks, "rest": 0}
        ways = _alternatives(ways)
        return self._proposal(Confidence.ASK, evidence, alternatives=ways, **told)

    def _others(self, party):
        """What speaks for another party than the one whose documents are named."""
        for one in self.payer.evidence:
            if one.party != party:
                yield Evidence(one.rule, f"other_{one.code}", party=one.party)

    def _with_weak(self, documents, evidence, party, against):
        """Documents whose amount is another one: perhaps with those named in part."""
        is_strong = self.payer.only == party and not against
        weak = self._weak_documents(party)
        found = weak and sum_of(self.receipt, (*documents, *weak))
        if found:
            documents = (*documents, *weak)
            marks, rest = found.marks, 0
            evidence = [*evidence, *self._weak_evidence(weak)]
            evidence.append(self._sum_evidence(documents, found))
        else:
            marks, rest, more = self._in_part(documents)
            evidence = [*evidence, more]
        return self._proposal(
            Confidence.LIKELY if is_strong else Confidence.ASK,
            evidence,
            party=party,
            marks=marks,
            rest=rest,
        )

    def _in_part(self, documents):
        """Marks of documents that the amount does not just pay."""
        marks = tuple(Mark(one.key) for one in documents)
        keys = tuple(one.key for one in documents)
        if not is_comparable(self.receipt, documents):
            return marks, None, Evidence(8, "currency", keys)
        net = sum(
            one.sign * (one.open - one.discount_on(self.receipt.date))
            for one in documents
        )
        amounts = (self.receipt.amount, net)
        if self.receipt.amount < net:
            return marks, 0, Evidence(8, "partial", keys, amounts=amounts)
        rest = self.receipt.amount - net
        return marks, rest, Evidence(8, "more", keys, amounts=(*amounts, rest))

    def _sum_evidence(self, documents, found):
        flat = [figure for part in found.parts for figure in part]
        return Evidence(
            8,
            f"sum_{found.code}",
            tuple(one.key for one in documents),
            amounts=(self.receipt.amount, found.difference, *flat),
        )

    # ------------------------------------------------------------
    # Documents that are named in part
    # ------------------------------------------------------------
    def _weak_documents(self, party=None):
        """Documents of rule 4, each the only one that its text can mean."""
        found = {}
        for named in self.reading.weak:
            some = [self.index.documents[key] for key in named.documents]
            if party is not None:
                some = [one for one in some if one.party == party]
            if len(some) == 1:
                found[some[0].key] = some[0]
        return tuple(found.values())

    def _weak_evidence(self, documents):
        keys = {one.key for one in documents}
        for named in self.reading.weak:
            about = tuple(key for key in named.documents if key in keys)
            if about:
                yield Evidence(4, named.code, about, text=named.text)

    def weakly_named(self):
        """Rule 4 alone: never more than likely, and only if the amount fits."""
        only = self.payer.only
        documents = self._weak_documents(only)
        if not documents:
            return None
        parties = {one.party for one in documents}
        found = sum_of(self.receipt, documents) if len(parties) == 1 else None
        if not found:
            return None
        (party,) = parties
        evidence = list(self._weak_evidence(documents))
        against = self.payer.contradicts(party)
        entered = self._entered(party, only == party, evidence)
        if entered:
            return entered
        evidence += self._others(party) if against else ()
        evidence += self._about(party)
        evidence.append(self._sum_evidence(documents, found))
        return self._proposal(
            Confidence.LIKELY if only == party else Confidence.ASK,
            evidence,
            party=party,
            marks=found.marks,
        )

    # ------------------------------------------------------------
    # Nothing but the payer and the amount
    # ------------------------------------------------------------
    def of_party(self):
        """Rules 9 and 10: what the amount alone says of the payer's documents."""
        party = self.payer.only
        is_certain = party is not None
        if party is None and not self.payer.strong:
            party = self.payer.weak
        if party is None:
            return None
        entered = self._entered(party, is_certain)
        if entered:
            return entered
        documents = sorted(
            self.index.of_party.get(party, ()), key=lambda d: (d.due, repr(d.key))
        )
        confidence = Confidence.LIKELY if is_certain else Confidence.ASK
        evidence = self._about(party)
        singles = single_documents(self.receipt, documents)
        if len(singles) > 1:
            return self._proposal(
                Confidence.ASK,
                [*evidence, Evidence(9, "equal", tuple(d.key for d in singles))],
                party=party,
                rest=self.receipt.amount,
                alternatives=_alternatives([[one] for one in singles]),
            )
        return self._by_amount(
            party, confidence, evidence, self._told_by_amount(singles, documents)
        )

    def _told_by_amount(self, singles, documents):
        """The documents that the amount means, and how it does: (rule, code, which)."""
        if singles:
            return 9, "only", tuple(singles)
        same = [one for one in documents if one.currency == self.receipt.currency]
        if len(same) == len(documents) and sum_of(self.receipt, tuple(documents)):
            return 9, "balance", tuple(documents)
        some = only_combination(self.receipt, documents)
        return (10, "combination", some) if some else (0, "", ())

    def _by_amount(self, party, confidence, evidence, told):
        rule, code, documents = told
        found = sum_of(self.receipt, documents)
        if not found:
            return self._proposal(
                Confidence.ASK, evidence, party=party, rest=self.receipt.amount
            )
        keys = tuple(one.key for one in documents)
        return self._proposal(
            confidence,
            [
                *evidence,
                Evidence(rule, code, keys),
                self._sum_evidence(documents, found),
            ],
            party=party,
            marks=found.marks,
        )

    def unknown(self):
        """Nothing is certain: who may have paid, if anything says so."""
        is_asked = bool(self.payer.evidence or self.reading.weak)
        return self._proposal(
            Confidence.ASK if is_asked else Confidence.NONE,
            list(self.payer.evidence),
            rest=self.receipt.amount,
        )

    # ------------------------------------------------------------
    # Money that goes back
    # ------------------------------------------------------------
    def returned(self):
        """The payment that came back: named, or of the same account and amount."""
        if self.receipt.amount > 0:
            # What we paid came back to us: no customer's payment, and none goes.
            return self._proposal(Confidence.NONE, rest=self.receipt.amount)
        wanted = (abs(self.receipt.amount), self.receipt.currency)
        named = {
            key: named
            for named in self.reading.payments
            for key in named.documents
            if self._may_return(self.index.payments[key], wanted)
        }
        if len(named) == 1:
            ((key, one),) = named.items()
            payment = self.index.payments[key]
            evidence = [Evidence(2, "returned", party=payment.party, text=one.text)]
            return self._returns(payment, evidence)
        return self._returned_by_amount(wanted)

    def _returned_by_amount(self, wanted):
        party = self.payer.only if self.payer.strong else self.payer.weak
        found = [
            one
            for one in self.index.payments_of.get(party, ())
            if self._may_return(one, wanted)
        ]
        if len(found) != 1:
            asked = Confidence.ASK if found else Confidence.NONE
            return self._proposal(
                asked, self._about(party), party=party, rest=self.receipt.amount
            )
        return self._returns(
            found[0], [*self._about(party), Evidence(9, "returned_amount", party=party)]
        )

    def _may_return(self, payment, wanted):
        age = self.receipt.date - payment.date
        is_recent = timedelta(0) <= age <= DAYS_OF_RETURN
        return is_recent and (payment.amount, payment.currency) == wanted

    def _returns(self, payment, evidence):
        is_certain = evidence[0].rule == 2 or self.payer.only == payment.party
        return self._proposal(
            Confidence.LIKELY if is_certain else Confidence.ASK,
            evidence,
            party=payment.party,
            payment=payment.key,
            rest=0,
        )


def _alternatives(readings):
    return tuple(
        tuple(Mark(one.key) for one in some) for some in list(readings)[:MOST_SHOWN]
    )
