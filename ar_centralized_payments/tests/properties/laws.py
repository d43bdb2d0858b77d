"""What every plan keeps, whatever it was made from (accounting rules, section 8).

Each check takes a request and its plan and fails with a text that shows why.
"""

from collections import defaultdict

from auditor import audit, totals
from settlement.because import How
from settlement.values import LineRef, Role, Side, Use

DUES = (Role.DUE_TO, Role.DUE_FROM)


def check_laws(request, plan):
    """All laws that hold for each plan alone."""
    check_entries(plan)
    check_mirrors(plan)
    check_pairs(plan)
    check_matches(request, plan)
    check_nothing_too_much(plan)
    check_legs(request, plan)
    check_discounts(request, plan)
    check_differences(request, plan)
    check_because(plan)
    if not any(problem.code in ("pair", "rate") for problem in plan.problems):
        assert totals(plan) == audit(request, plan)


def check_entries(plan):
    """Entries balance; own-currency lines are equal, others never of opposite sign."""
    branches = [entry.branch for entry in plan.entries]
    assert len(branches) == len(set(branches)), branches
    for entry in plan.entries:
        assert entry.lines and sum(line.balance for line in entry.lines) == 0, entry
        for line in entry.lines:
            assert line.amount or line.balance, line
            assert line.account.company == entry.company.key, line
            if line.currency == entry.company.currency:
                assert line.amount == line.balance, line
            assert line.amount * line.balance >= 0, line


def check_because(plan):
    """What a line says of itself makes its amounts, from what was given alone; and
    that is what is marked, typed, or open."""
    known = known_amounts(plan)
    for entry in plan.entries:
        for line in entry.lines:
            why = line.because
            assert signed(why.balance) == line.balance, line
            if line.currency == entry.company.currency:
                assert why.amount is None, line
            else:
                assert signed(why.amount) == line.amount, line
            for figure in why.figures:
                check_figure(figure, known)


def check_because_of_items(plan):
    """The same of a revaluation: what its lines say makes them."""
    for entry in (*plan.entries, *plan.entries_after):
        for line in entry.lines:
            assert signed(line.because.balance) == line.balance, line
            for step in line.because.balance.steps():
                assert step.computed() == step.amount, step


def signed(figure):
    """A figure as it is on the line, made anew from what was given."""
    return figure.sign * figure.computed() if figure else 0


def check_figure(figure, known):
    """Each step holds by itself, too; what is booked needs nothing added."""
    for step in figure.steps():
        assert step.computed() == step.amount, step
        if not step.of:
            assert (step.amount, step.currency) in known, step
        if step.how is How.BOOKED:
            assert not step.rest, step


def known_amounts(plan):
    """What no calculation makes: amounts and currencies."""
    known = set()
    for leg in plan.legs:
        known.add((leg.amount_source, leg.source.currency.key))
        known.add((leg.discount, leg.target.currency.key))
        known.add((leg.source_discount, leg.source.currency.key))
    for done in plan.settled.values():
        item, own = done.item, done.item.company.currency.key
        known.add((item.amount, item.currency.key))
        known |= {(item.value, own), (item.standing, own)}
    return known


def mirrors_of(plan):
    """The due-to and due-from lines of each mirror: number -> [(entry, line)]."""
    mirrors = defaultdict(list)
    for entry in plan.entries:
        for line in entry.lines:
            assert (line.account.role in DUES) == (line.mirror is not None), line
            if line.mirror is not None:
                mirrors[line.mirror].append((entry, line))
    return mirrors


def check_mirrors(plan):
    """A due-to line and its due-from line: equal, in company amounts too where both
    keep their books in one currency. One alone has a currency amount of zero: it is a
    difference worth less than a step of the other company's currency.
    """
    for pair in mirrors_of(plan).values():
        if len(pair) == 1:
            assert not pair[0][1].amount, pair
            continue
        (one, this), (other, that) = pair
        assert {this.account.role, that.account.role} == set(DUES), pair
        assert this.account.key == other.company.key, pair
        assert that.account.key == one.company.key, pair
        assert this.currency == that.currency and this.legs == that.legs, pair
        assert this.amount == -that.amount, pair
        assert this.balance * that.balance <= 0, pair
        if one.company.currency == other.company.currency:
            assert this.balance == -that.balance, pair


def check_pairs(plan):
    """Due-to and due-from of a pair are equal where accounting currencies are."""
    owed = defaultdict(int)
    currencies = {entry.company.key: entry.company.currency for entry in plan.entries}
    for entry in plan.entries:
        for line in entry.lines:
            here, there = entry.company.key, line.account.key
            if line.account.role is Role.DUE_TO:
                owed[here, there] += line.balance
            elif line.account.role is Role.DUE_FROM:
                owed[there, here] += line.balance
    for (payer, payee), difference in owed.items():
        if currencies.get(payer) == currencies.get(payee):
            assert difference == 0, (payer, payee, difference)


class Ledger:
    """Items and receivable lines, and what is left of each while they are matched."""

    def __init__(self, request, plan):
        self.left, self.account = {}, {}
        for mark in request.marks:
            item = mark.item
            sign = 1 if item.side is Side.TARGET else -1
            self.left[item.key] = [sign * item.amount, sign * item.value]
            self.account[item.key] = (item.company.key, item.account, item.currency)
        for entry in plan.entries:
            for place, line in enumerate(entry.lines):
                if line.account.role is Role.RECEIVABLE:
                    ref = LineRef(entry.branch, place)
                    self.left[ref] = [line.amount, line.balance]
                    where = (entry.company.key, line.account.key, line.currency)
                    self.account[ref] = where

    def match(self, match):
        """Settle what a debit and a credit have of each other, never beyond it."""
        assert self.account[match.debit] == self.account[match.credit], match
        assert match.value >= 0 and match.debit_amount >= 0, match
        assert match.value or match.debit_amount or match.credit_amount, match
        for key, sign, amount in (
            (match.debit, 1, match.debit_amount),
            (match.credit, -1, match.credit_amount),
        ):
            left = self.left[key]
            assert sign * left[0] >= amount >= 0, (match, left)
            assert sign * left[1] >= match.value, (match, left)
            left[0] -= sign * amount
            left[1] -= sign * match.value


def check_matches(request, plan):
    """Matching ends every receivable line at 0/0, and each item where the plan says."""
    ledger = Ledger(request, plan)
    for match in plan.matches:
        ledger.match(match)
    if any(problem.code == "rate" for problem in plan.problems):
        return  # nothing is booked
    for key, left in ledger.left.items():
        if isinstance(key, LineRef):
            assert left == [0, 0], (key, left)
        else:
            done = plan.settled[key]
            sign = 1 if done.item.side is Side.TARGET else -1
            assert left == [sign * done.open_amount, sign * done.open_value], done


def check_nothing_too_much(plan):
    """Nothing is settled beyond what is open; nothing is left that cannot be."""
    for done in plan.settled.values():
        item = done.item
        assert done.amount >= 0 and done.discount >= 0 and done.value >= 0, done
        assert done.open_amount >= 0 and done.open_value >= 0, done
        if not done.open_amount:
            assert not done.open_value, done
        if item.currency == item.company.currency:
            assert done.open_amount == done.open_value, done
        if item.side is Side.SOURCE and not item.is_note:
            assert not done.discount, done


def check_legs(request, plan):
    """Each leg gives and takes something."""
    for leg in plan.legs:
        assert leg.amount_source > 0 and leg.amount_target > 0, leg
        assert 0 <= leg.discount_taxed <= leg.discount, leg
        assert 0 <= leg.source_discount_taxed <= leg.source_discount, leg
        if leg.source.currency == leg.target.currency:
            assert leg.amount_source == leg.amount_target, leg
        if not leg.is_internal and leg.via:
            assert leg.via.company not in (leg.source.company, leg.target.company), leg
        if leg.discount and leg.target.discount:
            assert leg.tier is not None, leg
        if not leg.source.is_note:
            assert not leg.source_discount and leg.source_tier is None, leg


def check_discounts(request, plan):
    """All discounts together never exceed the best tier, unless the user said so; none
    is given under *never*, and none earned by a note that gives none itself."""
    chosen = {
        mark.item.key
        for mark in request.marks
        if mark.discount is not None or mark.full_settlement
    }
    uses = {mark.item.key: mark.use for mark in request.marks}
    given = defaultdict(int)
    for leg in plan.legs:
        given[leg.target.key] += leg.discount
        given[leg.source.key] += leg.source_discount
        gives = leg.source_tier is not None or leg.source.key in chosen
        if leg.source.is_note and not gives and leg.target.key not in chosen:
            assert not leg.discount, leg
    for key, amount in given.items():
        discount = plan.settled[key].item.discount
        if key in chosen:
            continue
        assert not amount or uses[key] is not Use.NEVER, key
        most = 0
        if discount:
            most = max(tier.amount for tier in discount.tiers)
            most = max(most - sum(tier.given for tier in discount.tiers), 0)
        assert amount <= most, (key, amount, discount)


def check_differences(request, plan):
    """What is written off closes an item that is paid or used, within the maximum."""
    sides = set()
    for difference in plan.differences:
        item = difference.item
        done = plan.settled[item.key]
        assert done.amount and not done.open_amount and not done.open_value, done
        assert difference.amount > 0 and difference.amount == done.difference
        tolerance = request.tolerances[item.company.key]
        if tolerance.penny and difference.value <= tolerance.penny:
            assert difference.role is Role.PENNY
            assert difference.account == tolerance.penny_account
        else:
            assert tolerance.over_under
            assert 0 <= difference.value <= tolerance.over_under
            assert difference.role is Role.OVER_UNDER
            assert difference.account == tolerance.over_under_account
        sides.add(item.side)
    assert len(sides) < 2, "money is missing and left over"
    for done in plan.settled.values():
        other = Side.TARGET if done.item.side is Side.SOURCE else Side.SOURCE
        if other in sides:
            assert not done.open_amount, done
