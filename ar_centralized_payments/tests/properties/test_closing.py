"""Tasks, due dates, conditions and locks of a close (period close 8 and 10)."""

import doctest
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closing import domain_text, locks, working_days
from closing.domain_text import domain_of, names_in
from closing.locks import LOCKS, is_needed_for, put_back, raised
from closing.tasks import Check, Close, Mark, Severity, Status, Task, done_share
from closing.working_days import MOST_DAYS_OFF, due_date

MARCH = date(2026, 3, 31)


def task(key="t", company=1, **facts):
    return Task(key, company, **facts)


# What is known of a task, and its status: one row for each rule.
STATUSES = (
    ("manual, nobody signed", {}, Status.OPEN),
    ("manual, signed", {"signature": Mark()}, Status.DONE),
    ("nothing found", {"check": Check.OK}, Status.DONE),
    ("found", {"check": Check.OPEN, "count": 2}, Status.OPEN),
    ("it failed", {"check": Check.FAILED}, Status.OPEN),
    ("not installed", {"check": Check.NOT_APPLICABLE}, Status.NOT_APPLICABLE),
    (
        "not installed, and to be signed",
        {"check": Check.NOT_APPLICABLE, "wants_signature": True},
        Status.NOT_APPLICABLE,
    ),
    (
        "nothing found, and to be signed",
        {"check": Check.OK, "wants_signature": True},
        Status.OPEN,
    ),
    (
        "nothing found, and signed",
        {"check": Check.OK, "wants_signature": True, "signature": Mark()},
        Status.DONE,
    ),
    (
        "signed, and then found",
        {"check": Check.OPEN, "count": 1, "signature": Mark()},
        Status.OPEN,
    ),
    (
        "suspended, and nothing is found again",
        {
            "check": Check.OK,
            "wants_signature": True,
            "signature": Mark(is_suspended=True),
        },
        Status.OPEN,
    ),
    (
        "signed, to be reviewed",
        {"signature": Mark(), "wants_review": True},
        Status.OPEN,
    ),
    (
        "signed and reviewed",
        {"signature": Mark(), "wants_review": True, "is_reviewed": True},
        Status.DONE,
    ),
    (
        "waived",
        {"check": Check.OPEN, "count": 2, "waiver": Mark(2)},
        Status.WAIVED,
    ),
    (
        "fewer than were waived",
        {"check": Check.OPEN, "count": 1, "waiver": Mark(2)},
        Status.WAIVED,
    ),
    (
        "more than were waived",
        {"check": Check.OPEN, "count": 3, "waiver": Mark(2)},
        Status.OPEN,
    ),
    (
        "a waiver that was suspended once",
        {"check": Check.OPEN, "count": 1, "waiver": Mark(2, is_suspended=True)},
        Status.OPEN,
    ),
    (
        "overridden",
        {"check": Check.OPEN, "count": 3, "is_overridden": True},
        Status.OVERRIDDEN,
    ),
    (
        "for information",
        {"check": Check.OPEN, "count": 3, "severity": Severity.INFORMATION},
        Status.INFORMATION,
    ),
    (
        "for information, and it failed",
        {"check": Check.FAILED, "severity": Severity.INFORMATION},
        Status.OPEN,
    ),
)


@pytest.mark.parametrize(("why", "facts", "status"), STATUSES)
def test_status(why, facts, status):
    assert task(**facts).status == status, why


def test_suspended_marks_are_told():
    found = task(check=Check.OPEN, count=3, signature=Mark(), waiver=Mark(2))
    assert found.standing_signature == Mark(0, True)
    assert found.standing_waiver == Mark(2, True)
    assert task().standing_signature is None
    assert task(check=Check.OK, signature=Mark(1)).standing_signature == Mark(1)


def close(*rows):
    return Close(rows)


def test_a_task_waits_for_what_comes_before_in_its_company():
    first, other = task("a", 1), task("a", 2, signature=Mark())
    second, elsewhere = (task("b", company, depends_on=("a",)) for company in (1, 2))
    found = close(first, other, second, elsewhere)
    assert found.is_blocked(second)
    assert not found.is_blocked(elsewhere)
    assert not found.is_blocked(first)
    assert found.held_up_by(second) == [first]
    assert found.held_up_by(elsewhere) == []


def test_it_waits_for_what_that_waits_for():
    """What is in between may be done already, or be no more than a warning."""
    first = task("a")
    between = task("b", check=Check.OK, depends_on=("a",))
    last = task("c", depends_on=("b", "there is none"))
    found = close(first, between, last)
    assert found.is_blocked(last)
    assert found.held_up_by(last) == [first]


def test_the_group_waits_for_all_companies_and_they_for_the_group():
    group = task("g", None, depends_on=("a",))
    after = task("b", 2, depends_on=("g",))
    found = close(task("a", 1, signature=Mark()), task("a", 2), group, after)
    assert found.is_blocked(group)
    assert found.is_blocked(after)


@pytest.mark.parametrize(
    "facts",
    [
        {"severity": Severity.WARNING},
        {"severity": Severity.INFORMATION, "check": Check.OPEN, "count": 1},
        {"check": Check.NOT_APPLICABLE},
        {"check": Check.OPEN, "count": 1, "waiver": Mark(1)},
        {"is_overridden": True},
    ],
)
def test_what_does_not_hold_up(facts):
    last = task("b", depends_on=("a",))
    assert not close(task("a", **facts), last).is_blocked(last)


def test_a_circle_waits_for_nothing_but_others():
    one, two = task("a", depends_on=("b",)), task("b", depends_on=("a",))
    found = close(one, two)
    assert found.is_blocked(one)
    assert found.held_up_by(one)


SEVERITIES = st.sampled_from([*Severity])
CHECKS = st.sampled_from([None, *Check])
MARKS = st.none() | st.builds(Mark, st.integers(0, 3), st.booleans())
TASKS = st.builds(
    Task,
    key=st.sampled_from("abcdef"),
    company=st.sampled_from([None, 1, 2]),
    severity=SEVERITIES,
    check=CHECKS,
    count=st.integers(0, 3),
    depends_on=st.lists(st.sampled_from("abcdef"), max_size=2).map(tuple),
    wants_signature=st.booleans(),
    signature=MARKS,
    waiver=MARKS,
    is_overridden=st.booleans(),
)


@given(st.lists(TASKS, max_size=12, unique_by=lambda one: (one.key, one.company)))
def test_whoever_waits_is_told_for_what(tasks):
    found = Close(tasks)
    for one in tasks:
        assert found.is_blocked(one) <= bool(found.held_up_by(one))


@given(TASKS)
def test_no_mark_ever_comes_back(one):
    """A mark that is suspended stays so, whatever is found later."""
    for before, after in (
        (one.signature, one.standing_signature),
        (one.waiver, one.standing_waiver),
    ):
        assert (before is None) == (after is None)
        assert before is None or after.is_suspended >= before.is_suspended
        assert before is None or after.count == before.count


@given(TASKS)
def test_done_is_never_what_is_found(one):
    if one.status == Status.DONE:
        assert one.check in (None, Check.OK)
    if one.check == Check.FAILED:
        assert one.status in (Status.OPEN, Status.WAIVED, Status.OVERRIDDEN)


@pytest.mark.parametrize(
    ("statuses", "percent"),
    [
        ([], 100),
        ([Status.NOT_APPLICABLE, Status.INFORMATION], 100),
        ([Status.DONE, Status.OPEN, Status.OPEN], 33),
        ([Status.DONE, Status.WAIVED, Status.OVERRIDDEN, Status.NOT_APPLICABLE], 100),
        ([Status.DONE] * 999 + [Status.OPEN], 99),
    ],
)
def test_done_share(statuses, percent):
    assert done_share(statuses) == percent


# ------------------------------------------------------------
# Due dates
# ------------------------------------------------------------
def is_weekday(day):
    return day.weekday() < 5 and day != date(2026, 4, 3)


@pytest.mark.parametrize(
    ("distance", "day"),
    [
        (0, "2026-03-31"),
        (1, "2026-04-01"),
        (2, "2026-04-02"),
        (3, "2026-04-06"),  # Good Friday, and a weekend
        (-1, "2026-03-30"),
        (-2, "2026-03-27"),
    ],
)
def test_due_date(distance, day):
    assert str(due_date(MARCH, distance, is_weekday)) == day


def test_without_any_working_day_every_day_counts():
    assert due_date(MARCH, 1, lambda _day: False) == MARCH + timedelta(
        days=MOST_DAYS_OFF + 1
    )


def test_examples():
    for module in (working_days, domain_text, locks):
        assert not doctest.testmod(module).failed


# ------------------------------------------------------------
# Conditions
# ------------------------------------------------------------
def test_conditions():
    text = "['|', ('a', 'in', ('x', -1.5)), ('b', 'any', [('c', '=', after)])]"
    assert names_in(text) == {"after"}
    assert domain_of(text, {"after": 7}) == [
        "|",
        ("a", "in", ("x", -1.5)),
        ("b", "any", [("c", "=", 7)]),
    ]
    assert domain_of("", {}) == []
    assert names_in(None) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[('a', '=', other)]", "other is not known here"),
        ("[('a', '=', open('x'))]", "open('x') is neither"),
        ("[('a', '=', date_to.year)]", "date_to.year is neither"),
        ("[('a', '=', -'x')]", "-'x' is neither"),
        ("[('a', '=', not 1)]", "not 1 is neither"),
        ("('a', '=', 1)", "a list of conditions"),
        ("[('a', '=',", "never closed"),
        ("[x for x in []]", "neither a value"),
        ("f'{date_to}'", "neither a value"),
        ("[" * 5000, "too"),
    ],
)
def test_conditions_that_are_none(text, words):
    with pytest.raises(ValueError, match=r".") as caught:
        domain_of(text, {"date_to": "2026-03-31"})
    assert words in str(caught.value)


# ------------------------------------------------------------
# Locks
# ------------------------------------------------------------
def locks_of(**values):
    return {name: values.get(name) for name in LOCKS}


@pytest.mark.parametrize(
    ("level", "current", "changed"),
    [
        ("sales", {}, {"sale_lock_date"}),
        ("period", {}, {"sale_lock_date", "fiscalyear_lock_date"}),
        ("period", {"sale_lock_date": MARCH}, {"fiscalyear_lock_date"}),
        ("sales", {"sale_lock_date": date(2026, 6, 30)}, set()),
        ("sales", {"sale_lock_date": date(2026, 2, 28)}, {"sale_lock_date"}),
        ("tax", {}, {"tax_lock_date"}),
        ("final", {"hard_lock_date": date(2026, 2, 28)}, {"hard_lock_date"}),
    ],
)
def test_locks_are_raised(level, current, changed):
    assert raised(level, MARCH, locks_of(**current)) == dict.fromkeys(changed, MARCH)


@pytest.mark.parametrize(
    ("level", "area", "key", "is_needed"),
    [
        ("sales", "A", "A1", True),
        ("sales", "C", "C3", True),
        ("sales", "D", "D2", False),
        ("sales", "E", "E5", True),
        ("sales", "E", "E2", False),
        ("period", "E", "E2", True),
        ("tax", "G", "G1", True),
        ("final", "F", "F2", True),
        ("sales", "H", "H1", False),
        ("final", "H", "H1", False),
    ],
)
def test_what_a_level_needs(level, area, key, is_needed):
    assert is_needed_for(level, area, key) is is_needed


DATES = st.none() | st.dates(date(2026, 1, 1), date(2026, 6, 30))
COMPANY = st.fixed_dictionaries(dict.fromkeys(LOCKS, DATES))


@given(COMPANY, st.lists(st.sampled_from(["sales", "period", "tax"]), min_size=1))
def test_reopening_brings_back_what_was_there(before, levels):
    """Whatever is locked in a close, in any order, twice too."""
    current, changes = dict(before), []
    for level in levels:
        after = {**current, **raised(level, MARCH, current)}
        assert all(
            after[name] == current[name] or after[name] == MARCH for name in LOCKS
        )
        changes.append((dict(current), after))
        current = after
    back, stay = put_back(changes, current)
    assert {**current, **back} == before
    assert stay == []


@given(COMPANY, st.dates(date(2026, 7, 1), date(2026, 12, 31)))
def test_what_others_moved_since_stays(before, later):
    after = {**before, **raised("period", MARCH, before)}
    moved = {**after, "sale_lock_date": later}
    back, stay = put_back([(before, after)], moved)
    assert "sale_lock_date" not in back
    assert ("sale_lock_date" in stay) == (before != after and bool(stay))


def test_a_lock_that_was_set_twice_goes_back_to_the_first():
    """It was lowered in between, outside the close."""
    free, february = locks_of(), locks_of(sale_lock_date=date(2026, 2, 28))
    locked = locks_of(sale_lock_date=MARCH)
    back, stay = put_back([(free, locked), (february, locked)], locked)
    assert (back, stay) == ({"sale_lock_date": None}, [])


def test_a_hard_lock_is_never_put_back():
    before, after = locks_of(), locks_of(hard_lock_date=MARCH)
    assert put_back([(before, after)], after) == ({}, ["hard_lock_date"])
