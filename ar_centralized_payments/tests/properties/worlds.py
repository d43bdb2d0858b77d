"""Requests and whole plans as text: what the tables of these tests are written in.

A world is given as rows of transactions, after which come what differs from the
defaults::

    pay   F   source   626.22 EUR   768.81
    inv   E   target   638.22 EUR   769.82   discount=12.00/638.22
    route F E exchange=invoice
    rate  E CAD 2026-03-25 1.35

A transaction is ``name company[/branch] side amount currency [value] [option ...]``.
What is typed: ``typed=300.00``, ``discount_typed=5.00``, ``cross=1.6342``. A plan is
shown as rows of journal items and of what stays open::

    E   receivable    -626.22 EUR   -768.81
    E   due_from F       0.00 EUR    -13.46
    open inv            12.00 EUR     14.47
    refused excess inv excess=10.00

One amount alone is the company's own currency. The order of rows is irrelevant.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

from laws import check_laws
from settlement.money import Currency
from settlement.planner import make_plan
from settlement.values import (
    Bearer,
    Company,
    Discount,
    DiscountPart,
    Item,
    Mark,
    Request,
    Role,
    Routing,
    Side,
)

INVOICED, PAID = date(2026, 3, 10), date(2026, 3, 25)
#: The rate of the euro on the two days, in US dollars.
EURO = {INVOICED: Fraction("1.2062"), PAID: Fraction("1.2277")}
CURRENCIES = {
    key: Currency(key, Fraction(step))
    for key, step in {
        "USD": "0.01", "EUR": "0.01", "CAD": "0.01", "DKK": "0.01", "GBP": "0.01",
        "JPY": "1", "KWD": "0.001", "CHF": "0.05",
    }.items()
}  # fmt: skip
COMPANIES = {
    key: Company(key, CURRENCIES[currency])
    for key, currency in {
        "F": "USD", "E": "USD", "W": "USD", "V": "USD", "X": "EUR", "Y": "EUR",
        "J": "JPY", "K": "KWD", "C": "CHF", "G": "GBP",
    }.items()
}  # fmt: skip


def usual_rates():
    """Every company's rate for every currency on the two days."""
    rates = {}
    for day, euro in EURO.items():
        units = {  # of each currency for one US dollar
            "USD": Fraction(1), "EUR": 1 / euro, "DKK": Fraction("7.46") / euro,
            "CAD": Fraction("1.33" if day == INVOICED else "1.35"),
            "GBP": Fraction("0.8"), "JPY": Fraction(150), "KWD": Fraction("0.3125"),
            "CHF": Fraction("0.88"),
        }  # fmt: skip
        for company in COMPANIES.values():
            for key, unit in units.items():
                rates[company.key, key, day] = unit / units[company.currency.key]
    return rates


def steps(text, currency):
    """An amount as written (``1,234.56``) in steps of its currency."""
    number = Fraction(text.replace(",", "")) / currency.step
    assert number.denominator == 1, f"{text} is not a whole number of steps"
    return int(number)


def written(amount, currency):
    """An amount in steps of its currency, as written: ``1234.56``."""
    number = amount * currency.step
    digits = next(d for d in range(9) if (currency.step * 10**d).denominator == 1)
    return f"{float(number):.{digits}f}" if number else f"{0:.{digits}f}"


class World:
    """What a table gives, as a request."""

    def __init__(self, text, **options):
        self.marks, self.rates, self.options = [], usual_rates(), options
        self.routings = {
            (one, two): Routing()
            for one in COMPANIES
            for two in COMPANIES
            if one != two
        }
        for number, row in enumerate(text.splitlines(), 1):
            words = row.split("#")[0].split()
            if words:
                try:
                    getattr(self, f"_read_{words[0]}", self._read_item)(words)
                except (KeyError, ValueError, IndexError) as error:
                    raise ValueError(f"row {number}: {row!r}") from error

    @property
    def request(self):
        """The request of the table."""
        return Request(tuple(self.marks), self.routings, self.rates, **self.options)

    def _read_route(self, words):
        _, one, two, *choices = words
        chosen = dict(choice.split("=") for choice in choices)
        bearers = {name: Bearer(value) for name, value in chosen.items()}
        self.routings[one, two] = replace(self.routings[one, two], **bearers)

    def _read_rate(self, words):
        _, company, currency, day, rate = words
        key = (company, currency, date.fromisoformat(day))
        self.rates.pop(key, None)
        if rate != "missing":
            self.rates[key] = Fraction(rate)

    def _read_unpaired(self, words):
        del self.routings[words[1], words[2]]

    def _read_item(self, words):
        name, place, side, amount, currency, *rest = words
        company, _, branch = place.partition("/")
        currency, company = CURRENCIES[currency], COMPANIES[company]
        value = rest.pop(0) if rest and rest[0][0].isdigit() else amount
        options = dict(word.partition("=")[::2] for word in rest)
        day = date.fromisoformat(
            options.get("date", str(PAID if side == "source" else INVOICED))
        )
        item = Item(
            name,
            Side(side),
            company,
            branch or company.key,
            f"customer of {company.key}",
            options.get("account", "AR"),
            currency,
            day,
            date.fromisoformat(options.get("due", str(day))),
            int(options.get("order", len(self.marks) + 1)),
            steps(amount, currency),
            steps(value, company.currency),
            self._discount(options, currency),
            "note" in options,
            options.get("analytic"),
        )
        self.marks.append(self._mark(item, options))

    @staticmethod
    def _mark(item, options):
        amount, discount, cross = (
            options.get(name) for name in ("typed", "discount_typed", "cross")
        )
        return Mark(
            item,
            None if amount is None else steps(amount, item.currency),
            None if discount is None else steps(discount, item.currency),
            None if cross is None else Fraction(cross),
            "primary" in options,
        )

    @staticmethod
    def _discount(options, currency):
        if "discount" not in options:
            return None
        amount, total = options["discount"].split("/")
        parts = [
            part.split(":") for part in options.get("parts", "").split(",") if part
        ]
        return Discount(
            steps(total, currency),
            steps(amount, currency),
            date.fromisoformat(options.get("until", str(PAID))),
            steps(options.get("outside", "0"), currency),
            steps(options.get("given", "0"), currency),
            "partial" in options,
            tuple(
                DiscountPart(key, steps(worth, currency), key.startswith("tax"))
                for key, worth in parts
            ),
        )


def played(story):
    """Play a story; yield each step, its whole plan as rows, and the rows expected.

    A story gives a world; each row that begins with ``>`` plans it: ``> all`` as it
    is, ``> pay 250.00`` with this amount typed on an item, ``> rest`` what the plan
    before left open, with nothing typed. The rows of the whole plan follow.
    """
    world, *chapters = re.split(r"^ *>", story, flags=re.MULTILINE)
    request = World(world).request
    for chapter in chapters:
        step, _, expected = chapter.partition("\n")
        request = typed_in(request, step.split())
        plan = make_plan(request)
        check_laws(request, plan)
        yield step.strip(), rows_of(plan), expected
        request = left_open(request, plan)


def typed_in(request, words):
    """The request with an amount typed on the item that the step names."""
    if words in (["all"], ["rest"]):
        return request
    name, amount = words
    return replace(
        request,
        marks=tuple(
            replace(mark, amount=steps(amount, mark.item.currency))
            if mark.item.key == name
            else mark
            for mark in request.marks
        ),
    )


def assert_story(story):
    """Every step of a story makes the whole plan that the story tells."""
    for step, rows, expected in played(story):
        assert_rows(rows, expected, step)


def left_open(request, plan, is_tier_date=True):
    """The request for what a plan left open, with nothing typed.

    :param is_tier_date: whether a payment inside the tier that got no discount counts
        as settled inside it all the same (else as settled outside)
    """
    marks = []
    for mark in request.marks:
        done = plan.settled[mark.item.key]
        if not done.open_amount:
            continue
        item = replace(
            mark.item,
            amount=done.open_amount,
            value=done.open_value,
            discount=_history(mark.item, request, plan, is_tier_date),
        )
        marks.append(Mark(item, is_primary=mark.is_primary))
    return replace(request, marks=tuple(marks))


def _history(item, request, plan, is_tier_date):
    """The discount of an item after a plan: what was settled outside, and given."""
    if item.discount is None:
        return None
    legs = [leg for leg in plan.legs if leg.target.key == item.key]
    outside = sum(
        leg.amount_target
        for leg in legs
        if not is_inside(leg, item, request)
        or not (is_tier_date or any(leg.discount for leg in legs))
    )
    return replace(
        item.discount,
        outside=item.discount.outside + outside,
        given=item.discount.given + sum(leg.discount for leg in legs),
    )


def is_inside(leg, item, request):
    """Whether a leg was paid inside the discount's time, by a payment."""
    decides = request.discount_date or leg.rate_date
    return decides <= item.discount.until and not leg.source.is_note


def rows_of(plan):
    """A whole plan as rows of text."""
    rows = [_line_row(e, line) for e in plan.entries for line in e.lines]
    for done in plan.settled.values():
        item = done.item
        if done.open_amount or done.open_value:
            amounts = _amounts(item.currency, done.open_amount, item, done.open_value)
            rows.append(f"open {item.key} {amounts}")
    items = {done.item.key: done.item for done in plan.settled.values()}
    rows += [_problem_row(problem, items) for problem in plan.problems]
    return rows


def _line_row(entry, line):
    account = line.account
    names = [str(entry.branch), account.role.value]
    if account.role in (Role.DUE_TO, Role.DUE_FROM):
        names.append(str(account.key))
    elif account.role is Role.RECEIVABLE and account.key != "AR":
        names.append(account.key)
    if line.part is not None:
        names.append(f"[{line.part}]")
    return " ".join([*names, _amounts(line.currency, line.amount, entry, line.balance)])


def _amounts(currency, amount, where, value):
    own = where.company.currency
    text = f"{written(amount, currency)} {currency.key} {written(value, own)}"
    return text if currency != own else f"{written(value, own)}"


def _problem_row(problem, items):
    words = ["refused", problem.code]
    words += [str(key) for key in (problem.company, problem.item) if key is not None]
    for name, figure in problem.details:
        is_amount = isinstance(figure, int)
        shown = written(figure, items[problem.item].currency) if is_amount else figure
        words.append(f"{name}={shown}")
    return " ".join(words)


def assert_rows(rows, expected, step=""):
    """Compare rows with a table; say which rows are missing, and which too many."""
    wanted = [" ".join(row.split()) for row in expected.splitlines()]
    wanted = Counter(row for row in wanted if row and not row.startswith("#"))
    found = Counter(rows)
    missing, extra = (
        list((wanted - found).elements()),
        list((found - wanted).elements()),
    )
    assert not missing and not extra, "\n".join(
        [step, "expected:", *missing, "found:", *extra, "whole plan:", *rows]
    )
