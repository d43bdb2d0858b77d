"""A period close as a spreadsheet: what it is, its tasks and its locks (close 8.11)."""

from .spreadsheet import label, plain, spreadsheet


def close_sheet(close):
    """Return the file of one close: what its printed report says.

    :param close: an ``ar.period.close`` record that the user may read; rows are the
        tasks and locks of that user's companies
    :rtype: bytes
    """
    env = close.env
    return spreadsheet(
        [
            (env._("Period Close"), _heading(close)),
            (env._("Tasks"), _tasks(close)),
            (env._("Locks"), _locks(close)),
        ]
    )


def _heading(close):
    env = close.env
    yield [env._("What"), env._("Value")]
    for name in ("name", "date_from", "date_to", "state", "lock_level", "checked_at"):
        yield [label(close, name), plain(close, name)]
    yield [env._("Companies"), close.company_names]
    yield [label(close, "done_percent"), close.done_percent]


def _tasks(close):
    env = close.env
    yield [
        env._("Task"),
        env._("Company"),
        env._("Status"),
        env._("Found"),
        env._("Amount"),
        env._("Currency"),
        env._("Who, when"),
        env._("Reason"),
        env._("Evidence"),
    ]
    names = ("task", "company", "state", "count", "total", "currency")
    for row in close._report_rows():
        yield [row[name] for name in (*names, "who", "reason", "evidence")]


def _locks(close):
    env = close.env
    yield [
        env._("Company"),
        env._("Locks"),
        env._("When, by whom"),
        env._("Overridden because"),
        env._("Entries"),
        env._("Debits"),
        env._("Currency"),
    ]
    names = ("company", "locks", "who", "reason", "count", "total", "currency")
    for row in close._report_locks():
        yield [row[name] for name in names]
