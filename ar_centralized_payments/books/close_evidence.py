"""What is behind a check at the moment when somebody signs or waives, as CSV."""

import csv
import io

from odoo.exceptions import AccessError
from odoo.fields import Domain

#: So many findings at most are listed; the count says how many there are.
MOST_ROWS = 5000
#: Where the list of a model has its date, customer and amount: the first one there is.
DATES = ("date", "invoice_date", "date_order", "scheduled_date", "date_effective")
PARTNERS = ("commercial_partner_id", "partner_id")
AMOUNTS = ("amount_total_signed", "amount_signed", "amount_residual", "amount_total")
#: A spreadsheet takes a cell that starts like this for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def evidence_of(task, checks):
    """What a task's check found, and each finding as the acting user may read it.

    :param task: ``ar.period.close.task`` with ``sudo()``
    :param checks: ``CloseChecks`` of its close
    :return: text
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["task", "found", "count", "amount", "fingerprint"])
    writer.writerow(
        [
            _cell(task.display_name),
            task.check_state,
            task.count,
            task.amount,
            task.fingerprint,
        ]
    )
    records = _findings(task, checks) if task.count else None
    if records:
        writer.writerow([])
        writer.writerow(["number", "date", "customer", "amount"])
        for record in records:
            writer.writerow([_cell(value) for value in _row(record)])
    return out.getvalue()


def _findings(task, checks):
    """The findings that the acting user may read; none where that cannot be said."""
    roots = task.company_id or checks.roots
    check = task.check_id
    if check.method:
        action = check._method(checks).action(roots)
        name, domain = action["res_model"], action.get("domain", [])
    else:
        name, domain = check.model_name, checks.domain(check, roots)
    model = task.env[name].with_user(task.env.uid)
    try:
        return model.with_context(
            allowed_company_ids=task.env.user.company_ids.ids
        ).search(Domain(domain), limit=MOST_ROWS)
    except AccessError:
        return None


def _row(record):
    return [
        record.display_name,
        *(
            next((record[name] for name in names if name in record._fields), "")
            for names in (DATES,)
        ),
        next(
            (record[name].display_name for name in PARTNERS if name in record._fields),
            "",
        ),
        next((record[name] for name in AMOUNTS if name in record._fields), ""),
    ]


def _cell(value):
    """A value that no spreadsheet runs."""
    text = "" if value is False or value is None else str(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text
