"""When the tasks of a close are done, and which of them hold up others.

What a check found, who signed and who waived are facts; the status of a task follows
from them, and is never typed. Rule: period close 8.3 to 8.5.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Check(StrEnum):
    """What a check says of one company; a task without a check has none of these."""

    OK = "ok"
    OPEN = "open"
    NOT_APPLICABLE = "na"
    FAILED = "failed"


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"
    INFORMATION = "information"


class Status(StrEnum):
    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"
    OVERRIDDEN = "overridden"
    INFORMATION = "information"
    NOT_APPLICABLE = "na"


@dataclass(frozen=True)
class Mark:
    """A sign-off or a waiver, given when the check had found so many.

    :param count: how many the check had found
    :param is_suspended: whether the books changed since; that is never taken back
    """

    count: int = 0
    is_suspended: bool = False


@dataclass(frozen=True)
class Task:
    """One task of a close, in one company, or of the group (``company`` is ``None``).

    :param check: what its check says, or ``None`` where people alone know
    :param depends_on: keys of the tasks that come before it
    """

    key: str
    company: object
    severity: Severity = Severity.BLOCKING
    check: Check | None = None
    count: int = 0
    depends_on: tuple = ()
    wants_signature: bool = False
    wants_review: bool = False
    is_reviewed: bool = False
    signature: Mark | None = None
    waiver: Mark | None = None
    is_overridden: bool = False

    @property
    def holds(self):
        """Whether nothing speaks against a sign-off."""
        return self.check in (None, Check.OK, Check.NOT_APPLICABLE)

    @property
    def standing_signature(self):
        """The sign-off, suspended where the check does not hold any more."""
        return _suspended(self.signature, not self.holds)

    @property
    def standing_waiver(self):
        """The waiver, suspended where there is more now than was waived."""
        more = self.waiver is not None and self.count > self.waiver.count
        return _suspended(self.waiver, more)

    @property
    def is_signed(self):
        mark = self.standing_signature
        signed = mark is not None and not mark.is_suspended
        return signed and (self.is_reviewed or not self.wants_review)

    @property
    def is_waived(self):
        mark = self.standing_waiver
        return mark is not None and not mark.is_suspended

    @property
    def status(self):
        if self.check == Check.NOT_APPLICABLE:
            return Status.NOT_APPLICABLE
        if self.holds and (self.is_signed or not self._waits_for_people):
            return Status.DONE
        if self.is_waived:
            return Status.WAIVED
        if self.is_overridden:
            return Status.OVERRIDDEN
        if self.severity == Severity.INFORMATION and self.check == Check.OPEN:
            return Status.INFORMATION
        return Status.OPEN

    @property
    def _waits_for_people(self):
        return self.check is None or self.wants_signature

    @property
    def holds_up(self):
        """Whether what depends on it has to wait: only what blocks does."""
        return self.status == Status.OPEN and self.severity == Severity.BLOCKING


def _suspended(mark, now):
    if mark is None:
        return None
    return Mark(mark.count, mark.is_suspended or now)


class Close:
    """All tasks of a close: which of them wait for others.

    A task waits for what it depends on, and for what that waits for: in its own
    company, and in the group; a task of the group waits for all companies.
    """

    def __init__(self, tasks):
        self.tasks = tuple(tasks)

    @cached_property
    def _by_key(self):
        found = {}
        for task in self.tasks:
            found.setdefault(task.key, []).append(task)
        return found

    @cached_property
    def _waiting(self):
        """(key, company) -> whether that task waits."""
        known = {}
        for task in self.tasks:
            self._waits(task, known)
        return known

    def _waits(self, task, known):
        place = (task.key, task.company)
        if place not in known:
            known[place] = False  # what depends on itself waits for nothing
            known[place] = any(
                other.holds_up or self._waits(other, known)
                for other in self.before(task)
            )
        return known[place]

    def before(self, task):
        """The tasks that a task depends on."""
        return [
            other
            for key in task.depends_on
            for other in self._by_key.get(key, ())
            if task.company is None or other.company in (None, task.company)
        ]

    def is_blocked(self, task):
        return self._waiting[task.key, task.company]

    def held_up_by(self, task):
        """What has to be done first, nearest last."""
        found, todo = {}, [task]
        while todo:
            for other in self.before(todo.pop()):
                place = (other.key, other.company)
                if place not in found:
                    found[place] = other
                    todo.append(other)
        return [other for other in found.values() if other.holds_up]


def done_share(statuses):
    """How much is done, of all that there is to do (period close 8.7).

    :return: whole percent, rounded down: 100 is all; 100 of nothing
    """
    to_do = [
        status
        for status in statuses
        if status not in (Status.NOT_APPLICABLE, Status.INFORMATION)
    ]
    if not to_do:
        return 100
    return sum(status != Status.OPEN for status in to_do) * 100 // len(to_do)
