"""Who pays: what account, name and earlier receipts say of it (rules 5 to 7)."""

from __future__ import annotations

from dataclasses import dataclass, field

from .receipt_values import Evidence


@dataclass
class PayerFound:
    """Who pays: ``strong`` by account or by what was learned, ``named`` by a name."""

    strong: set = field(default_factory=set)
    equal: set = field(default_factory=set)
    named: set = field(default_factory=set)
    evidence: list = field(default_factory=list)

    @property
    def only(self):
        """The party that is certain, or ``None``."""
        return next(iter(self.strong)) if len(self.strong) == 1 else None

    @property
    def weak(self):
        """The one party that the name means, or ``None``."""
        some = self.equal or self.named
        return next(iter(some)) if len(some) == 1 else None

    def contradicts(self, party):
        """Whether something speaks for another party than this one."""
        if self.strong:
            return self.strong != {party}
        return bool(self.equal) and party not in self.equal


def who_pays(receipt, index):
    """What speaks for which party.

    :return: :class:`PayerFound`
    """
    payer = PayerFound()
    owners = index.accounts.get(receipt.account, set()) if receipt.account else ()
    if len(owners) == 1:
        (party,) = owners
        payer.strong.add(party)
        payer.evidence.append(Evidence(5, "account", party=party))
    trusted = index.trusted_party(receipt)
    if trusted is not None:
        payer.strong.add(trusted)
        payer.evidence.append(Evidence(6, "payer", party=trusted))
    payer.equal, payer.named = index.parties_named(receipt.name)
    if payer.weak is not None:
        code = "name" if payer.equal else "part_of_name"
        payer.evidence.append(Evidence(7, code, party=payer.weak, text=receipt.name))
    return payer
