"""Spreadsheets of what a record keeps: pages of rows, the first row of each a head."""

import io

import xlsxwriter


def spreadsheet(pages):
    """Return the file with these pages.

    Dates and numbers are written as such, all else as text: nothing that a user typed
    becomes a formula.

    :param pages: pairs of a title and its rows, each a sequence of values
    :rtype: bytes
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "amount": book.add_format({"num_format": "#,##0.00###"}),
        }
        for title, rows in pages:
            _write(book.add_worksheet(title), rows, styles)
    return stream.getvalue()


def _write(sheet, rows, styles):
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if number == 0:
                sheet.write_string(number, column, value, styles["head"])
            elif hasattr(value, "isoformat"):
                sheet.write_datetime(number, column, value, styles["date"])
            elif isinstance(value, float):
                sheet.write_number(number, column, value, styles["amount"])
            elif isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(value or ""))
    sheet.set_column(0, 15, 18)
    sheet.freeze_panes(1, 0)


def label(record, name):
    """What a field is called, in the user's language."""
    return record._fields[name]._description_string(record.env)


def plain(record, name):
    """The value of a field as a person reads it."""
    value, field = record[name], record._fields[name]
    if field.type == "many2one":
        return value.display_name or ""
    if field.type == "selection":
        return dict(field._description_selection(record.env)).get(value, "")
    if field.type in ("float", "monetary"):
        return float(value)
    return value
