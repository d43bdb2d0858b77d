"""Why a receipt is proposed as it is, in words, for whoever reads it.

Kept are rules and ids; documents that the reader may not open are not named.
"""

from collections import defaultdict
from dataclasses import dataclass

from odoo.fields import Domain

from .steps import from_steps

#: How many figures one reason tells, beside those of a sum.
MOST_AMOUNTS = 3
#: What a proposal keeps of one reason; see :class:`Evidence`.
KEPT = ("rule", "code", "documents", "text", "amounts")


def packed(evidence, partner_of):
    """Reasons as JSON: documents by the ids of their items, the party by a partner."""
    return [
        {
            **{name: getattr(one, name) for name in KEPT},
            "documents": [item for ids in one.documents for item in ids],
            "partner": partner_of.get(one.party, False),
        }
        for one in evidence
    ]


@dataclass(frozen=True)
class Telling:
    """What is told of one receipt, as it is kept; amounts are in its currency."""

    evidence: list
    marks: list
    alternatives: list
    currency: object


class ReceiptWords:
    """Puts the reasons of some receipts into words.

    :param env: an environment with all companies of the user
    :param tellings: list of :class:`Telling`
    """

    def __init__(self, env, tellings):
        self.env = env
        reasons = [one for telling in tellings for one in telling.evidence]
        marks = [
            mark
            for telling in tellings
            for some in (telling.marks, *telling.alternatives)
            for mark in some
        ]
        self.items = self._readable(
            "account.move.line",
            {item for one in reasons for item in one["documents"]}
            | {mark["item"] for mark in marks},
        )
        self.partners = self._readable(
            "res.partner", {one["partner"] for one in reasons if one["partner"]}
        )

    def _readable(self, model, ids):
        """Id -> record, of those that the user may read."""
        records = self.env[model].with_context(active_test=False)
        return {r.id: r for r in records.search(Domain("id", "in", sorted(ids)))}

    # ------------------------------------------------------------
    # Why
    # ------------------------------------------------------------
    def why(self, telling):
        """All reasons, one after the other."""
        return " · ".join(
            text
            for one in telling.evidence
            if (text := self._text(one, telling.currency))
        )

    def _text(self, one, currency):
        if one["code"].startswith("sum_"):
            return self._sum(one, currency)
        if one["documents"] and not self.items.keys() & set(one["documents"]):
            return self.env._("a document you may not open")
        amounts = [currency.format(from_steps(a, currency)) for a in one["amounts"]]
        words = {
            "text": one["text"],
            "documents": self.documents(one["documents"]),
            "customer": self._customer(one["partner"]),
            **{
                f"amount{place}": amounts[place] if place < len(amounts) else ""
                for place in range(MOST_AMOUNTS)
            },
        }
        for text in (self._of_documents, self._of_payers, self._of_payments):
            if found := text(one["code"], words):
                return found
        return ""

    def documents(self, ids):
        """The numbers of documents, each once."""
        moves = self.env["account.move"].union(
            *(self.items[item].move_id for item in ids if item in self.items)
        )
        hidden = [item for item in ids if item not in self.items]
        names = moves.mapped("name")
        if hidden:
            names.append(self.env._("a document you may not open"))
        return ", ".join(names)

    def _customer(self, partner):
        if partner in self.partners:
            return self.partners[partner].name
        return self.env._("a customer of another company")

    def _of_documents(self, code, words):
        texts = {
            "reference": self.env._(
                "reference %(text)s, with its check digits, is that of %(documents)s",
                **words,
            ),
            "number": self.env._("%(text)s stands in the bank's text", **words),
            "digits": self.env._("%(text)s are the digits of %(documents)s", **words),
            "tail": self.env._("%(text)s is how %(documents)s ends", **words),
            "cut": self.env._(
                "%(text)s, cut off, is how %(documents)s begins", **words
            ),
            "decided": self.env._(
                "of equal numbers only %(documents)s comes to the amount", **words
            ),
            "parties": self.env._("%(documents)s are of several customers", **words),
            "only": self.env._(
                "only %(documents)s of the customer is open by this amount", **words
            ),
            "balance": self.env._("it is all that the customer owes"),
            "combination": self.env._(
                "only %(documents)s together come to the amount", **words
            ),
            "equal": self.env._("%(documents)s are open by this amount", **words),
            "partial": self.env._("%(amount0)s is a part of %(amount1)s", **words),
            "more": self.env._("%(amount2)s more than %(amount1)s", **words),
            "currency": self.env._("%(documents)s is in another currency", **words),
            "twice": self.env._("another receipt pays the same"),
        }
        return texts.get(code, "")

    def _of_payers(self, code, words):
        texts = {
            "account": self.env._("the account is that of %(customer)s", **words),
            "payer": self.env._("%(customer)s paid like this before", **words),
            "name": self.env._("the name is that of %(customer)s", **words),
            "part_of_name": self.env._("the name is like %(customer)s", **words),
            "other_account": self.env._(
                "but the account is that of %(customer)s", **words
            ),
            "other_payer": self.env._(
                "but %(customer)s paid like this before", **words
            ),
            "other_name": self.env._("but the name is that of %(customer)s", **words),
            "other_part_of_name": self.env._(
                "but the name is like %(customer)s", **words
            ),
        }
        return texts.get(code, "")

    def _of_payments(self, code, words):
        texts = {
            "payment": self.env._(
                "%(text)s is a payment that stands in the books", **words
            ),
            "entered": self.env._(
                "a payment of %(amount0)s by %(customer)s was entered by hand", **words
            ),
            "returned": self.env._("gives back payment %(text)s", **words),
            "returned_amount": self.env._(
                "the only payment of %(customer)s by this amount", **words
            ),
            "no_record": self.env._(
                "%(customer)s has no record, or several, in this company", **words
            ),
        }
        return texts.get(code, "")

    def _sum(self, one, currency):
        """How documents come to the amount, as one would write it down."""
        amount, difference, *flat = one["amounts"]
        parts = []
        for gross, discount in zip(flat[::2], flat[1::2], strict=True):
            sign = "-" if gross < 0 else "+" if parts else ""
            net = abs(gross) - discount
            text = f"{sign} {currency.format(from_steps(net, currency))}".strip()
            if discount:
                text = self.env._(
                    "%(net)s after %(discount)s discount",
                    net=text,
                    discount=currency.format(from_steps(discount, currency)),
                )
            parts.append(text)
        told = " ".join(parts)
        words = {
            "amount": currency.format(from_steps(amount, currency)),
            "sum": told,
            "difference": currency.format(from_steps(abs(difference), currency)),
        }
        if difference > 0:
            return self.env._("%(amount)s = %(sum)s and %(difference)s over", **words)
        if difference < 0:
            return self.env._("%(amount)s = %(sum)s less %(difference)s", **words)
        return self.env._("%(amount)s = %(sum)s", **words)

    # ------------------------------------------------------------
    # What is paid
    # ------------------------------------------------------------
    def marks(self, telling):
        """The documents that are paid, by company."""
        return self._by_company(telling.marks)

    def _by_company(self, marks):
        found, hidden = defaultdict(list), False
        for mark in marks:
            item = self.items.get(mark["item"])
            if item is None:
                hidden = True
            elif item.move_id.name not in found[item.company_id.name]:
                found[item.company_id.name].append(item.move_id.name)
        texts = [
            self.env._(
                "%(company)s: %(documents)s",
                company=company,
                documents=", ".join(names),
            )
            for company, names in found.items()
        ]
        if hidden:
            texts.append(self.env._("a document you may not open"))
        return " · ".join(texts)

    def readings(self, telling):
        """What it can mean, each reading numbered in a line of its own."""
        return "\n".join(
            f"{place}. {self._by_company(marks)}"
            for place, marks in enumerate(telling.alternatives, start=1)
        )
