"""Documents behind a check, posted in bulk as the acting user (period close 8.12).

Each in a savepoint of its own, so that what is refused stops no other; a dry run does
the same and takes all of it back. No date is ever changed: what has none is left out,
unless the user says that the last day of the period is to be its date.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from psycopg2 import OperationalError

from odoo.exceptions import ConcurrencyError, RedirectWarning, UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

_logger = logging.getLogger(__name__)

#: So many documents are shown by a dry run, and posted in the request: more of them
#: are posted in the background.
MOST_AT_ONCE = 100
#: What is tried again from the beginning, by whoever opened the transaction.
TRIED_AGAIN = (OperationalError, ConcurrencyError)
#: A draft that somebody else touched since then may be at work.
AT_WORK = timedelta(hours=1)
POST = {"sale.order": "action_confirm"}


@dataclass
class Outcome:
    """What becomes of one document.

    :param state: ``ready`` or ``done``, ``left`` (out, on purpose) or ``refused``
    :param reason: why it is left out or refused
    """

    document: object
    state: str
    reason: str = ""


class CloseBulk:
    """The documents of one task, as the acting user may read them.

    :param env: the acting user's, without ``sudo()``
    :param model: the name of the model
    :param domain: what the task found
    :param date: the last day of the period
    :param is_dated: whether invoices without a date get that day
    """

    def __init__(self, env, model, domain, date, is_dated):
        self.env, self.date, self.is_dated = env, date, is_dated
        self.documents = env[model].search(Domain(domain), order="id")

    @property
    def has_more(self):
        """Whether these are more than one press posts in the request."""
        return len(self.documents) > MOST_AT_ONCE

    def run(self, is_dry):
        """Post the first hundred, what can be posted of them; of a dry run nothing
        stays.

        :return: list of :class:`Outcome`
        """
        outcomes = []
        for document in self.documents[:MOST_AT_ONCE]:
            left = self._left_out(document)
            if left:
                outcomes.append(Outcome(document, "left", left))
                continue
            refusal = self._try(document, is_dry)
            state = "refused" if refusal else "ready" if is_dry else "done"
            outcomes.append(Outcome(document, state, refusal))
        return outcomes

    # ------------------------------------------------------------
    # What is left out
    # ------------------------------------------------------------
    def _left_out(self, document):
        """Why a document is for a person, if it is."""
        is_mine = self.env.user in (document.create_uid | document.write_uid)
        if not is_mine and document.write_date > self.env.cr.now() - AT_WORK:
            return self.env._(
                "It is a draft of %s, changed within the last hour.",
                document.sudo().create_uid.name,
            )
        if document._name == "account.move":
            return self._move_left_out(document)
        return ""

    def _move_left_out(self, move):
        if move.is_invoice(include_receipts=True):
            if not move.invoice_date and not self.is_dated:
                return self.env._("It has no date, and would be dated today.")
            warning = move.abnormal_amount_warning or move.abnormal_date_warning
            if warning:
                return warning
        if move.journal_id.restrict_mode_hash_table:
            return self.env._("Its journal is secured: it can never be changed again.")
        return ""

    # ------------------------------------------------------------
    # Posting one
    # ------------------------------------------------------------
    def _try(self, document, is_dry):
        """Post one document; the reason where that is refused."""
        if is_dry and self._is_line(document):
            return "\n".join(document._ar_check_lines(document)[document].all)
        savepoint = self.env.cr.savepoint()
        try:
            with savepoint:
                self._post(document)
                self.env.flush_all()
                if is_dry:
                    savepoint.rollback()
        except (UserError, RedirectWarning) as error:
            self._forget()
            return error.args[0]
        except TRIED_AGAIN:
            raise
        except Exception:
            self._forget()
            _logger.exception("%s could not be posted", document)
            return self._unforeseen()
        if is_dry:
            self._forget()
        return ""

    def _unforeseen(self):
        return self.env._(
            "It could not be posted, for a reason that nobody foresaw; the server's "
            "log has it."
        )

    @staticmethod
    def _is_line(document):
        """Whether it is a line of a payment journal, which has a way of its own."""
        is_payment = document._name == "account.payment"
        return is_payment and bool(document.ar_payment_journal_id)

    def _forget(self):
        """What was taken back is not known any more: records, and the numbers that
        Odoo remembers within a transaction."""
        self.env.clear()
        self.env.cr.precommit.data.pop("sequence.mixin", None)

    def _post(self, document):
        if self._is_line(document):
            document._ar_post_lines()
            refusal = document.ar_problem
            if document.ar_line_state in ("refused", "unsettled"):
                raise UserError(refusal or self.env._("It was refused."))
            return
        if document._name == "account.move":
            self._post_move(document)
            return
        getattr(document, POST.get(document._name, "action_post"))()

    def _post_move(self, move):
        is_undated = move.is_invoice(include_receipts=True) and not move.invoice_date
        if is_undated:
            move.invoice_date = self.date
        wanted = move.date
        move.action_post()
        if move.date != wanted:
            raise UserError(
                self.env._(
                    "It would be booked on %(date)s: its own date is locked.",
                    date=format_date(self.env, move.date),
                )
            )


def row_of(document, state, reason):
    """A document as the dialog shows it: what became of it, and why."""
    partner = document["partner_id"] if "partner_id" in document._fields else None
    names = ("invoice_date", "date_effective", "date", "date_order")
    name = next((one for one in names if one in document._fields), None)
    date = document[name] if name else False
    return {
        "id": document.id,
        "model": document._name,
        "name": document.display_name,
        "company": ", ".join(_companies(document).mapped("name")),
        "customer": partner.display_name if partner else "",
        "date": format_date(document.env, date) if date else "",
        "state": state,
        "reason": reason,
    }


def _companies(document):
    name = "company_ids" if "company_ids" in document._fields else "company_id"
    return document[name]
