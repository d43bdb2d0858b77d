"""A revaluation as a spreadsheet: what it is, its rates, and every item."""

import io

import xlsxwriter


def revaluation_sheet(run):
    """Return the file of one run, made of what the run keeps.

    :param run: an ``ar.revaluation`` record that the user may read
    :rtype: bytes
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "amount": book.add_format({"num_format": "#,##0.00###"}),
        }
        for title, rows in (
            (run.env._("Revaluation"), _heading(run)),
            (run.env._("Rates"), _rates(run)),
            (run.env._("Items"), _items(run)),
        ):
            _write(book.add_worksheet(title), rows, styles)
    return stream.getvalue()


def _write(sheet, rows, styles):
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if number == 0:
                sheet.write(number, column, value, styles["head"])
            elif hasattr(value, "isoformat"):
                sheet.write_datetime(number, column, value, styles["date"])
            elif isinstance(value, float):
                sheet.write_number(number, column, value, styles["amount"])
            else:
                sheet.write_string(number, column, str(value or ""))
    sheet.set_column(0, 15, 18)
    sheet.freeze_panes(1, 0)


def _label(record, name):
    return record._fields[name]._description_string(record.env)


def _heading(run):
    env = run.env
    yield [env._("What"), env._("Value")]
    for name in ("name", "date", "rate_date", "method", "state", "computed_at"):
        value = run[name]
        if run._fields[name].type == "selection":
            value = dict(run._fields[name]._description_selection(env)).get(value)
        yield [_label(run, name), value]
    yield [_label(run, "company_ids"), run.company_names]


def _rates(run):
    rates = run.rate_ids
    names = ("company_id", "currency_id", "rate_found", "rate_date", "rate_typed")
    yield [_label(rates, name) for name in names]
    for rate in rates:
        yield [_plain(rate, name) for name in names]


def _items(run):
    lines = run.line_ids
    names = (
        "company_id",
        "partner_id",
        "move_line_id",
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
    yield [_label(lines, name) for name in names]
    for line in lines.sorted(
        lambda x: (x.company_id.name, x.partner_id.name or "", x.id)
    ):
        yield [_plain(line, name) for name in names]


def _plain(record, name):
    value, field = record[name], record._fields[name]
    if field.type == "many2one":
        return value.display_name or ""
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, "")
    if field.type in ("float", "monetary"):
        return float(value)
    return value
