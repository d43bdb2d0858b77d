"""Whoever posts in journals takes turns at them, and looks at the books after that.

A transaction sees the books as they were at its first query, however long it waits for
a lock afterwards. Then the entry before is not there for it: Odoo finds a gap in the
numbers, and refuses where the journal is secured by hash. So whoever had to wait, or
began before somebody else was done, looks anew: at once where the transaction has only
read so far, else by failing with what Odoo tries again.
"""

from functools import partial

from psycopg2.errors import ActiveSqlTransaction, SerializationFailure

from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

#: The first key of the advisory locks, one for each journal.
TURN_AT_JOURNAL = 0x41524A31
#: Where a transaction keeps what its worker holds, if it is one.
WORKER_TURN = "ar.worker_turn"


def worker_turn(env):
    """What the worker holds whose transaction this is (:mod:`.worker_turns`), or
    ``None`` in that of anybody else."""
    return env.cr.cache.get(WORKER_TURN)


def take_turns(env, journals):
    """Hold these journals until the transaction ends; what is read then is current.

    :param journals: ``account.journal`` records; the caller may post in them
    :return: whether the books are seen anew from here on: then what the caller has read
        is to be read again, and these may be other journals by now
    :raises ConcurrencyError: if somebody else holds one, or has posted since the
        transaction began, and it has written something or is inside a savepoint: it
        can only be tried again as a whole
    """
    if not journals:
        return False
    if turn := worker_turn(env):
        turn.take(journals)
        return False
    ids, cr = sorted(journals.ids), env.cr
    env.flush_all()
    has_written, are_free = _try(cr, ids)
    if are_free and mark_turns(cr, ids):
        return False
    refusal = env._(
        "Somebody else is just now posting in the same journals. Try again in a moment."
    )
    if has_written or not _is_outside_savepoints(cr):
        cr.postrollback.add(partial(_wait_after_rollback, cr, ids))
        raise ConcurrencyError(refusal)
    _wait(cr, ids)
    env.invalidate_all(flush=False)
    if not mark_turns(cr, ids):
        raise ConcurrencyError(refusal)
    return True


def _try(cr, ids):
    """Take the journals that nobody holds.

    :return: whether the transaction has written anything, whether all were free
    """
    cr.execute(
        SQL(
            "SELECT pg_current_xact_id_if_assigned() IS NOT NULL,"
            " bool_and(pg_try_advisory_xact_lock(%s, id)) FROM unnest(%s) AS id",
            TURN_AT_JOURNAL,
            ids,
        )
    )
    return cr.fetchone()


def mark_turns(cr, ids):
    """Mark journals that are held, which fails if somebody has since the transaction
    began.

    :return: whether what the transaction sees is current
    """
    try:
        with cr.savepoint(flush=False):
            cr.execute(
                SQL(
                    "WITH turn AS (SELECT id FROM account_journal WHERE id = ANY(%s)"
                    " ORDER BY id FOR NO KEY UPDATE)"
                    " UPDATE account_journal journal SET write_date = write_date"
                    " FROM turn WHERE turn.id = journal.id",
                    ids,
                ),
                log_exceptions=False,
            )
    except SerializationFailure:
        return False
    return True


def _is_outside_savepoints(cr):
    """Whether the transaction may be ended: no caller goes back to a savepoint.

    PostgreSQL tells it by this function alone, which refuses inside a savepoint.
    """
    try:
        cr.execute("SELECT pg_export_snapshot()", log_exceptions=False)
    except ActiveSqlTransaction:
        return False
    return True


def _wait(cr, ids):
    """End the transaction, wait in line, and begin one that sees what was posted.

    The locks of the session outlive the first transaction; the second one takes them
    over with its first query, and loses them when it ends.
    """
    locks = SQL("(%s, id) FROM unnest(%s) AS id", TURN_AT_JOURNAL, ids)
    cr.connection.rollback()
    try:
        cr.execute(SQL("SELECT pg_advisory_lock%s", locks))
        cr.connection.rollback()
        cr.execute(SQL("SELECT pg_advisory_xact_lock%s", locks))
    except Exception:
        cr.connection.rollback()
        raise
    finally:
        cr.execute(SQL("SELECT pg_advisory_unlock%s", locks))


def _wait_after_rollback(cr, ids):
    """Be in line before the next try begins, unless the cursor is being closed."""
    if "_obj" in vars(cr):
        _wait(cr, ids)
