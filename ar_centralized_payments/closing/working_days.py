"""So many working days after or before a day (period close 8.6)."""

from datetime import timedelta

#: Calendars without any working day are none: then every day counts.
MOST_DAYS_OFF = 60


def due_date(day, distance, is_working):
    """The day that is so many working days from another.

    >>> from datetime import date
    >>> weekday = lambda day: day.weekday() < 5
    >>> due_date(date(2026, 3, 31), 1, weekday), due_date(date(2026, 3, 31), 3, weekday)
    (datetime.date(2026, 4, 1), datetime.date(2026, 4, 3))
    >>> due_date(date(2026, 5, 31), -1, weekday)  # a Sunday
    datetime.date(2026, 5, 29)

    :param day: where to count from; it does not count itself
    :param distance: working days; negative: before; 0: the day itself
    :param is_working: date -> whether it is a working day
    """
    step = timedelta(days=1 if distance > 0 else -1)
    off = 0
    while distance:
        day += step
        if is_working(day) or off >= MOST_DAYS_OFF:
            distance -= step.days
            off = 0
        else:
            off += 1
    return day
