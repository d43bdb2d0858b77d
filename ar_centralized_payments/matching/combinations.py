"""Which of some amounts add up to one: all ways up to two, or nothing within bounds."""

#: Documents that are tried together at most, and how many of them one way may have.
MOST_DOCUMENTS = 24
MOST_IN_ONE = 12
#: Steps of the search before it is given up: what is not proven is not told.
MOST_STEPS = 6000


class Unproven(Exception):
    """The search went past its bounds."""


def combinations(values, wanted):
    """The ways to add up values to what is wanted, two at most.

    :param values: list of integers, none of them 0
    :return: list of tuples of places in the list
    :raises Unproven: if there are too many to try all

    >>> combinations([500, 265, 300], 765)
    [(0, 1)]
    >>> len(combinations([100, 200, 300], 300))
    2
    """
    if len(values) > MOST_DOCUMENTS:
        raise Unproven
    order = sorted(range(len(values)), key=lambda place: -abs(values[place]))
    search = _Search([values[place] for place in order], wanted)
    search.run(0, 0, ())
    return [tuple(sorted(order[place] for place in way)) for way in search.found]


class _Search:
    """Depth first; a branch ends where the rest can no longer reach what is wanted."""

    def __init__(self, values, wanted):
        self.values, self.wanted = values, wanted
        self.found, self.steps = [], 0
        self.least, self.most = [0], [0]
        for value in reversed(values):
            self.least.append(self.least[-1] + min(value, 0))
            self.most.append(self.most[-1] + max(value, 0))
        self.least.reverse()
        self.most.reverse()

    def run(self, place, total, way):
        """Add to one way each of the values from a place on, in turn."""
        for later in range(place, len(self.values)):
            missing = self.wanted - total
            if not self.least[later] <= missing <= self.most[later]:
                return
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise Unproven
            longer = (*way, later)
            if self.values[later] == missing:
                self.found.append(longer)
            if len(longer) < MOST_IN_ONE:
                self.run(later + 1, total + self.values[later], longer)
            if len(self.found) > 1:
                return
