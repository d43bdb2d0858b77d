"""Which locks a level sets, and what reopening puts back (period close 10).

Locks are a table: name of the lock -> date, or ``None``. They are never lowered by
locking, and a hard lock is never lowered at all.
"""

#: Level -> the locks that it sets.
LEVELS = {
    "sales": ("sale_lock_date",),
    "period": ("sale_lock_date", "fiscalyear_lock_date"),
    "tax": ("tax_lock_date",),
    "final": ("hard_lock_date",),
}
LOCKS = (
    "sale_lock_date",
    "purchase_lock_date",
    "tax_lock_date",
    "fiscalyear_lock_date",
    "hard_lock_date",
)
HARD = "hard_lock_date"
#: What has to be done before the sales are locked: these areas, and these tasks.
AREAS_OF_SALES = frozenset("ABC")
TASKS_OF_SALES = frozenset({"E5"})
#: The area of the lock itself, which no lock waits for.
AREA_OF_LOCKS = "H"


def is_needed_for(level, area, key):
    """Whether a level wants a task of an area done."""
    if area == AREA_OF_LOCKS:
        return False
    if level == "sales":
        return area in AREAS_OF_SALES or key in TASKS_OF_SALES
    return True


def raised(level, date, current):
    """The locks that a level changes in a company.

    :param current: the locks that the company has
    :return: lock -> new date, without those that are there already or later
    """
    return {
        lock: date
        for lock in LEVELS[level]
        if current.get(lock) is None or current[lock] < date
    }


def put_back(changes, current):
    """What reopening does with the locks of one company.

    A lock that is still what the close set gets the date that it had before the first
    change; another one was moved meanwhile, and stays; so does a hard one.

    :param changes: (old locks, new locks) of each locking, the first one first
    :param current: the locks that the company has
    :return: (lock -> date, or ``None``; the locks that stay)
    """
    first, last = {}, {}
    for old, new in changes:
        for lock in LOCKS:
            if old.get(lock) != new.get(lock):
                first.setdefault(lock, old.get(lock))
                last[lock] = new.get(lock)
    back = {
        lock: first[lock]
        for lock in first
        if lock != HARD and current.get(lock) == last[lock]
    }
    return back, [lock for lock in first if lock not in back]
