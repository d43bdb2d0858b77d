"""Ten thousand receipts with noise: what is called sure is right, every time."""

import sys

import pytest

from matching.receipt_values import Confidence
from matching.receipts import propose
from receipts import Group

RECEIPTS = 10_000


@pytest.fixture(scope="module")
def outcomes():
    """Of each receipt: what it is proposed to be, and what it means."""
    group = Group(parties=900, documents=12_000)
    found = []
    for key in range(RECEIPTS):
        receipt, meant = group.receipt(key)
        found.append((receipt, propose(receipt, group.index), meant))
    return found


def test_sure_is_always_right(outcomes):
    """Precision of *sure* is 100 %; how many are, is printed."""
    sure = [one for one in outcomes if one[1].confidence is Confidence.SURE]
    wrong = [
        (receipt, proposal)
        for receipt, proposal, meant in sure
        if {mark.document for mark in proposal.marks} != meant
    ]
    likely = [one for one in outcomes if one[1].confidence is Confidence.LIKELY]
    right = sum({m.document for m in p.marks} == meant for _r, p, meant in likely)
    sys.stdout.write(
        f"sure {len(sure)} of {len(outcomes)} ({len(sure) / len(outcomes):.1%}), "
        f"wrong {len(wrong)}; likely {len(likely)}, right {right}\n"
    )
    assert wrong == []
    assert len(sure) > 0.6 * len(outcomes)


def test_sure_marks_pay_just_the_amount(outcomes):
    """What is sure leaves nothing of the money over."""
    assert all(
        proposal.rest == 0 and proposal.evidence
        for _receipt, proposal, _meant in outcomes
        if proposal.confidence is Confidence.SURE
    )
