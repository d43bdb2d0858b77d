"""Laws of the EU sales list's ledger, over periods, regimes, corrections and orders."""

import random

from hypothesis import given
from hypothesis import strategies as st

from sales_list.formats import FORMATS
from sales_list.ledger import changes, corrections, regular_rows, totals
from sales_list.statement import Statement
from sales_list.values import Item, Kind, Period, Regime, rounded

MONTHS = [Period(2026, month) for month in range(1, 5)]
NUMBERS = ("ATU12345675", "ESB12345674", "IT00743110157")
AMOUNTS = st.integers(-300000, 300000)

items = st.builds(
    Item,
    st.integers(0, 9),
    st.sampled_from(NUMBERS),
    st.sampled_from([*Kind]),
    AMOUNTS,
    st.sampled_from(MONTHS),
)
#: A state of the books: each source once.
states = st.lists(items, max_size=12, unique_by=lambda item: item.source)
histories = st.lists(states, min_size=len(MONTHS), max_size=len(MONTHS))


class Office:
    """A tax authority: what it knows of a company, by the rule of a regime alone."""

    def __init__(self, regime, step):
        self.regime, self.step, self.known = regime, step, {}

    def file(self, rows, period):
        for row in rows:
            key = (row.number, row.kind, row.origin or period)
            if self.regime is Regime.DELTA_NEXT:
                filed = rounded(row.new, self.step) - rounded(row.before, self.step)
                self.known[key] = self.known.get(key, 0) + filed
            else:
                self.known[key] = rounded(row.new, self.step)


def run(today, reported, place, format_):
    """What one run lists: the regular rows of a month, and corrections before it."""
    known = [item for item in today if item.period <= MONTHS[place]]
    changed = changes(known, reported)
    regular = regular_rows(changed, MONTHS[place])
    return regular + corrections(
        changed,
        reported,
        MONTHS[:place],
        format_.step,
        is_by_number=format_.is_by_number,
    )


@given(histories, st.sampled_from(sorted(FORMATS)))
def test_what_was_ever_reported_is_what_is_right(history, code):
    """Law (c): after each run the authority knows today's totals."""
    format_ = FORMATS[code]
    office, reported = Office(format_.regime, format_.step), []
    for place, today in enumerate(history):
        rows = run(today, reported, place, format_)
        office.file(rows, MONTHS[place])
        reported += [item for row in rows for item in row.items]
        now = totals(item for item in today if item.period <= MONTHS[place])
        for key in {*now, *office.known}:
            assert office.known.get(key, 0) == rounded(now.get(key, 0), format_.step)


@given(histories, st.sampled_from(sorted(FORMATS)))
def test_rows_are_their_items(history, code):
    """Law (b), and that a second run after reporting finds nothing (d)."""
    reported = []
    for place, today in enumerate(history):
        rows = run(today, reported, place, FORMATS[code])
        for row in rows:
            assert row.difference == sum(item.amount for item in row.items)
        reported += [item for row in rows for item in row.items]
        known = [item for item in today if item.period <= MONTHS[place]]
        again = corrections(
            changes(known, reported), reported, MONTHS[: place + 1], FORMATS[code].step
        )
        assert again == []


@given(states)
def test_every_item_is_in_one_row(state):
    """Law (a): of an unreported period, exactly once."""
    rows = [row for month in MONTHS for row in regular_rows(changes(state, []), month)]
    found = [item for row in rows for item in row.items]
    assert sorted(found, key=repr) == sorted(state, key=repr)


@given(histories, st.sampled_from(sorted(FORMATS)), st.randoms())
def test_order_changes_nothing(history, code, chance: random.Random):
    """Laws (d) and (e): twice, and shuffled, gives the same rows and the same file."""
    format_, reported = FORMATS[code], history[0]
    rows = run(history[1], reported, 1, format_)
    shuffled = [[*history[1]], [*reported]]
    for some in shuffled:
        chance.shuffle(some)
    again = run(*shuffled, 1, format_)
    assert again == rows

    def file(some):
        return format_.render(Statement("DE123456788", "DE", MONTHS[1], tuple(some)))

    assert file(again) == file(rows)


@given(st.lists(AMOUNTS, max_size=20), st.sampled_from([1, 100]))
def test_rounding_is_less_than_a_step(amounts, step):
    exact = sum(amounts)
    assert abs(rounded(exact, step) * step - exact) * 2 <= step
