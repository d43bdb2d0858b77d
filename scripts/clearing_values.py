"""What the companies' fields for Odoo's own intercompany clearing could be: a table.

Read on standard input by an Odoo shell (``env`` is there); nothing is written::

    scripts/odoo shell -d demo --no-http < scripts/clearing_values.py

With ``AR_CSV=1`` in front of it: the same as CSV.
"""

import csv
import os
import sys

COLUMNS = ("company", "field", "status", "code", "name", "type", "reason")


def main(env):
    companies = env["res.company"].search([("parent_id", "=", False)])
    rows = env["intercompany.accounting"].clearing_proposal(companies.ids)
    cells = [COLUMNS, *([str(row[name]) for name in COLUMNS] for row in rows)]
    if os.environ.get("AR_CSV"):
        csv.writer(sys.stdout).writerows(cells)
    else:
        print_table(cells)
    sys.stdout.flush()
    return rows


def print_table(cells):
    """Columns side by side; the reason below its row."""
    widths = [max(map(len, column)) for column in list(zip(*cells, strict=True))[:-1]]
    for *row, reason in cells[1:]:
        columns = zip(row, widths, strict=True)
        print("  ".join(text.ljust(width) for text, width in columns).rstrip())
        print(f"    {reason}")


if "env" in globals():
    main(globals()["env"])
elif __name__ == "__main__":
    sys.exit("This script is for an Odoo shell; its first lines say how to run it.")
