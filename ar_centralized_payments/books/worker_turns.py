"""Workers in the background share the journals in which their entries can be numbered
last, so that two of them work at the same time for one company.

A worker holds the journals of its batch from before it looks at the books until they
are committed, on a connection beside its own. Those that it shares it holds together
with other workers, and alone against everybody else: whoever posts on a page takes
turns with all of them (:mod:`.journal_turns`). The other journals it has to itself:
those that number the payments, and those secured by hash, where an entry needs the one
before it.

In the journals that it shares, entries are posted without a number at first. When all
else is written, the worker waits for its turn at the numbers, gives one after the other
to its entries, and commits. What others have numbered since it began, its own
transaction does not see: the last number is read beside it.
"""

from contextlib import contextmanager

from psycopg2.errors import LockNotAvailable

from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from .journal_turns import TURN_AT_JOURNAL, WORKER_TURN, mark_turns

#: The first keys of advisory locks, one for each journal: of workers among themselves,
#: and of those that are just now giving numbers.
WORKER_AT_JOURNAL = 0x41525031
NUMBERS_OF_JOURNAL = 0x41524E31
#: How long to wait for somebody who has changed a journal's settings, in milliseconds.
PATIENCE = 5000
#: Nobody follows, or is told of, a number.
UNTOLD = {"tracking_disable": True, "skip_is_manually_modified": True}


class WorkerTurn:
    """The journals that a worker holds while it does a batch.

    :param beside: cursor of a connection beside the worker's, which sees at any time
        what is committed
    :param own: ids of journals that it has to itself
    :param shared: ids of journals that it shares with other workers
    """

    def __init__(self, beside, own, shared):
        self.beside, self.own, self.shared = beside, set(own), set(shared)
        self.is_giving = False
        self._late, self._last_names = set(), {}

    # ------------------------------------------------------------
    # Before the worker looks at the books
    # ------------------------------------------------------------
    def hold(self):
        """Take the journals beside the worker; say whether no other worker has them.

        Who posts on a page is waited for: that does not take long.
        """
        self.beside.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        places = [(key, key in self.shared) for key in sorted(self.own | self.shared)]
        for key, is_shared in places:
            lock = SQL.identifier(f"pg_try_advisory_xact_lock{_SHARED[is_shared]}")
            self.beside.execute(SQL("SELECT %s(%s, %s)", lock, WORKER_AT_JOURNAL, key))
            if not self.beside.fetchone()[0]:
                return False
        for key, is_shared in places:
            lock = SQL.identifier(f"pg_advisory_xact_lock{_SHARED[is_shared]}")
            self.beside.execute(SQL("SELECT %s(%s, %s)", lock, TURN_AT_JOURNAL, key))
        return True

    # ------------------------------------------------------------
    # While it works
    # ------------------------------------------------------------
    def take(self, journals):
        """Take turns at journals, as whoever posts does: they are held already.

        :raises ConcurrencyError: if they are not, as something was set up anew
            meanwhile: then the batch is put together again
        """
        shared = journals.filtered(lambda journal: journal.id in self.shared)
        alone = journals - shared
        is_held = self.own.issuperset(alone.ids)
        if (
            is_held
            and not any(shared.mapped("restrict_mode_hash_table"))
            and (not alone or mark_turns(journals.env.cr, alone.ids))
        ):
            return
        raise ConcurrencyError(
            journals.env._(
                "Somebody else is just now posting in the same journals. Try again in "
                "a moment."
            )
        )

    def puts_off(self, move):
        """Whether an entry gets its number later; then it is remembered."""
        is_late = move.journal_id.id in self.shared and not self.is_giving
        if is_late:
            self._late.add(move.id)
        return is_late

    def forget(self):
        """What was to be numbered is rolled back."""
        self._late.clear()

    # ------------------------------------------------------------
    # At the end
    # ------------------------------------------------------------
    def give(self, env):
        """Number the entries of which that was put off; all else is written by now.

        From here on other workers wait for their turn at the same journals.

        :param env: of the superuser, as the worker is
        """
        moves = env["account.move"].with_context(**UNTOLD).browse(self._late)
        moves = moves.exists().filtered(lambda m: m.state == "posted" and not m.name)
        if moves:
            places = {(move.journal_id, move.date): move for move in moves}
            self._last_names = {
                (*place, False, None): self._read_last(move, False, None)
                for place, move in places.items()
            }
            self._take_numbers(env.cr, sorted(moves.journal_id.ids))
            self._read_anew()
            self.is_giving = True
            try:
                self._number(moves)
            finally:
                self.is_giving = False
        self.forget()

    @staticmethod
    def _number(moves):
        """As Odoo numbers what it posts: there, too, the parts of a number are not
        written by themselves."""
        env = moves.env
        parts = [moves._fields[f"sequence_{part}"] for part in ("prefix", "number")]
        with env.protecting(parts, moves):
            env.add_to_compute(moves._fields["name"], moves)
            moves._recompute_recordset(["name"])
        moves.modified(["name", *(part.name for part in parts)])
        env.flush_all()

    def _take_numbers(self, cr, ids):
        """Wait for those who number in these journals; let others notice.

        Whoever posts on a page, and began before this is committed, finds that the
        journals were changed since, and looks at the books anew.
        """
        cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(%s, id) FROM unnest(%s) AS id",
                NUMBERS_OF_JOURNAL,
                ids,
            )
        )
        with self.beside.savepoint(flush=False):
            self.beside.execute(SQL("SET LOCAL lock_timeout = %s", PATIENCE))
            if not mark_turns(self.beside, ids):
                raise LockNotAvailable
            self.beside.execute("SET LOCAL lock_timeout TO DEFAULT")

    def numbers(self, move):
        """Whether an entry is just now given a number by :meth:`give`."""
        return self.is_giving and move.id in self._late

    def last_name(self, move, relaxed, prefix):
        """The last number in use where an entry is to be numbered, as it is committed
        by now."""
        key = (move.journal_id, move.date, relaxed, prefix)
        if key not in self._last_names:
            self._last_names[key] = self._read_last(move, relaxed, prefix)
        return self._last_names[key]

    def _read_last(self, move, relaxed, prefix):
        """The same, as Odoo finds it for an entry like this one."""
        like = move.env(cr=self.beside)["account.move"].new(
            {
                "move_type": move.move_type,
                "journal_id": move.journal_id.id,
                "company_id": move.company_id.id,
                "date": move.date,
            }
        )
        return like._get_last_sequence(relaxed, prefix)

    def _read_anew(self):
        """What has followed the last numbers that were read before the worker had its
        turn, all at once; of those without any, Odoo is asked again when it matters."""
        known = [key for key, name in self._last_names.items() if name]
        self.beside.execute(
            SQL(
                _FOLLOWED,
                [journal.id for journal, *_rest in known],
                [self._last_names[key] for key in known],
            )
        )
        found = self.beside.fetchall()
        self._last_names = {known[place - 1]: name for place, name in found}


#: The last numbers that begin as some posted entries' do.
_FOLLOWED = """
    SELECT given.place, last.name
      FROM unnest(%s::int[], %s::text[]) WITH ORDINALITY AS given (journal, name, place)
      JOIN account_move known
        ON known.journal_id = given.journal AND known.name = given.name
       AND known.state = 'posted' AND known.name <> '/'
     CROSS JOIN LATERAL (
        SELECT move.name FROM account_move move
         WHERE move.journal_id = given.journal
           AND move.sequence_prefix = known.sequence_prefix AND move.name <> '/'
         ORDER BY move.sequence_number DESC LIMIT 1) AS last"""
#: The end of the names of PostgreSQL's locks.
_SHARED = {True: "_shared", False: ""}


@contextmanager
def working(env, turn):
    """Do what is inside as the worker whose turn it is."""
    env.cr.cache[WORKER_TURN] = turn
    try:
        yield turn
    finally:
        env.cr.cache.pop(WORKER_TURN, None)
