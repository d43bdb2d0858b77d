"""The date as of which pages show what is open, and how it reaches them.

As in Odoo's own *Inventory at Date*, the date comes in the context of the action that
opens the page: a page of rows has no other place for it that search, grouping, pivot,
export and the reload of the browser keep.
"""

from odoo import fields

from .given_values import Given

#: The key in the context: an ISO date. Not there: as the books are now.
AS_OF = "ar_as_of"
#: For fields whose values are those of the date.
DATED = {"readonly": True, "depends_context": (AS_OF,)}


def as_of(env):
    """The date that is asked for.

    :return: a date; ``None``: now, with all that is posted
    :raises UserError: if it is no date of a document
    """
    return Given(env).day(env.context.get(AS_OF))


def reference_date(env):
    """The date from which days overdue are counted: the date asked for, or today."""
    return as_of(env) or fields.Date.context_today(env["res.company"])
