"""The page with thousands of marks: what a clerk waits for, and what is sent for a key.

The page shows 80 rows; what it asks and is answered is of these alone, however many
more are marked.
"""

import json

MARKS, SHOWN, MORE = 5000, 80, 2
#: What is measured, and the most it may take, in milliseconds.
GOALS = {
    f"mark {MARKS} at once": 4000,
    f"mark one more, {MARKS} marked": 2500,
    f"change an amount, {MARKS} marked": 2500,
    f"totals while typing, {MARKS} marked": 3000,
    f"preview of {MARKS} marks": 3000,
}
#: The most that a key may send and be answered, in bytes.
MOST_BYTES = {"asked for a key": 4_000, "answered to a key": 60_000}


class ManyMarks:
    """Marks most of what a customer has open; ``page`` makes the calls."""

    def __init__(self, page):
        self.page = page
        self.place = page.call("page_open", {"partner_id": page.partner})[0]["place"]

    def call(self, method, *args):
        return self.page.call(method, self.place, *args)

    def measure(self, rounds):
        """Measure everything, and take the marks off again; title -> milliseconds of
        each call."""
        # All at once are as many as the page allows: some of them later, one by one.
        items = self.call("page_markable")[0]
        count = min(MARKS, len(items)) - MORE
        marked, more = items[:count], items[count : count + MORE]
        self.shown = [str(item) for item in marked[:SHOWN]]
        state, took = self.call("page_mark", marked, self.shown)
        assert state["count"] == count, state["count"]
        self.place["settlement_id"] = state["settlement"]["id"]
        calls = [
            [took],
            [self.call("page_mark", [one], self.shown)[1] for one in more],
            [self.change(12.34 + number) for number in range(rounds)],
            [self.key()[0] for _round in range(rounds)],
            [self.call("page_preview")[1] for _round in range(rounds)],
        ]
        self.call("page_discard")
        return dict(zip(GOALS, calls, strict=True))

    def change(self, amount):
        """An amount of a row, typed and left."""
        change = (self.shown[0], {"amount": amount}, self.shown)
        return self.call("page_change", *change)[1]

    def key(self):
        """A key in an amount; milliseconds, and the bytes asked and answered."""
        args = ({self.shown[0]: {"amount": 12.3}}, self.shown)
        answer, took = self.call("page_totals", *args)
        sizes = [len(json.dumps(one)) for one in ([self.place, *args], answer)]
        for title, size in zip(MOST_BYTES, sizes, strict=True):
            assert size <= MOST_BYTES[title], f"{title}: {size} bytes"
        return took, *sizes
