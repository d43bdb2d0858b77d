"""A revaluation as a spreadsheet: what it is, its rates, and every item."""

from .spreadsheet import label, plain, spreadsheet


def revaluation_sheet(run):
    """Return the file of one run, made of what the run keeps.

    :param run: an ``ar.revaluation`` record that the user may read
    :rtype: bytes
    """
    env = run.env
    return spreadsheet(
        [
            (env._("Revaluation"), _heading(run)),
            (env._("Rates"), _rates(run)),
            (env._("Items"), _items(run)),
        ]
    )


def _heading(run):
    env = run.env
    yield [env._("What"), env._("Value")]
    for name in ("name", "date", "rate_date", "method", "state", "computed_at"):
        yield [label(run, name), plain(run, name)]
    yield [label(run, "company_ids"), run.company_names]


def _rates(run):
    rates = run.rate_ids
    names = ("company_id", "currency_id", "rate_found", "rate_date", "rate_typed")
    yield [label(rates, name) for name in names]
    for rate in rates:
        yield [plain(rate, name) for name in names]


def _items(run):
    lines = run.line_ids
    names = (
        "company_id",
        "partner_id",
        "move_line_id",
        "item_name",
        "kind",
        "date",
        "currency_id",
        "amount_open",
        "company_currency_id",
        "value_booked",
        "rate",
        "rate_date",
        "value",
        "standing_before",
        "amount",
        "standing_after",
    )
    yield [label(lines, name) for name in names]
    for line in lines.sorted(
        lambda x: (x.company_id.name, x.partner_id.name or "", x.id)
    ):
        yield [plain(line, name) for name in names]
