"""Requests and whole plans as text: what the tables of these tests are written in.

A world is given as rows of transactions, after which come what differs from the
defaults::

    pay   F   source   626.22 EUR   768.81
    inv   E   target   638.22 EUR   769.82   discount=12.00/638.22
    route F E exchange=invoice
    rate  E CAD 2026-03-25 1.35

A transaction is ``name company[/branch] side amount currency [value] [option ...]``.
What is typed: ``typed=300.00``, ``discount_typed=5.00``, ``cross=1.6342``, ``always``,
``never``, ``full``. ``discount``, ``until``, ``outside``, ``given``, ``parts`` and
``on`` (an account of its own) are those of the first tier, ``tier2=10.00``,
``until2`` and so on those of the second. ``standing=5.28`` is what revaluations
booked, ``later=2026-05-01`` the date of the last. ``grace=3`` are days, ``due_day`` the
day that counts for discounts, ``off`` a discount on credit notes that the company does
not give. What a company writes off, and the date of discounts that is typed::

    limits F penny=0.05 over=5.00 unspecific
    discounts 2026-05-18

A plan is shown as rows of journal items and of what stays open::

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
    Portion,
    Request,
    Role,
    Routing,
    Side,
    Tier,
    Tolerance,
    Use,
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


def _day(text):
    return date.fromisoformat(text) if text else None


def written(amount, currency):
    """An amount in steps of its currency, as written: ``1234.56``."""
    number = amount * currency.step
    digits = next(d for d in range(9) if (currency.step * 10**d).denominator == 1)
    return f"{float(number):.{digits}f}" if number else f"{0:.{digits}f}"


class World:
    """What a table gives, as a request."""

    def __init__(self, text, **options):
        self.marks, self.rates, self.options = [], usual_rates(), options
        self.tolerances = {}
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
        return Request(
            tuple(self.marks),
            self.routings,
            self.rates,
            tolerances=self.tolerances,
            **self.options,
        )

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

    def _read_limits(self, words):
        _, key, *options = words
        options = dict(word.partition("=")[::2] for word in options)
        own = COMPANIES[key].currency
        self.tolerances[key] = Tolerance(
            steps(options.get("penny", "0"), own),
            steps(options.get("over", "0"), own),
            "unspecific" in options,
            f"penny account of {key}",
            f"over/under account of {key}",
        )

    def _read_discounts(self, words):
        self.options["discount_date"] = date.fromisoformat(words[1])

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
            int(options.get("grace", 0)),
            _portions(options.get("bases", ""), currency),
            steps(options.get("standing", "0"), company.currency),
            _day(options.get("later")),
            discount_day=_day(options.get("due_day")),
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
            next((use for use in Use if use.value in options), Use.NORMAL),
            "full" in options,
        )

    @staticmethod
    def _discount(options, currency):
        if "discount" not in options:
            return None
        amount, total = options["discount"].split("/")
        tiers = [_tier(options, currency, "", amount)]
        for number in ("2", "3"):
            if f"tier{number}" in options:
                amount = options[f"tier{number}"]
                tiers.append(_tier(options, currency, number, amount))
        return Discount(
            steps(total, currency),
            tuple(tiers),
            "partial" in options,
            "off" not in options,
        )


def _portions(text, currency):
    """``A:1,000.00;B/-:100.00``: of B no other company may use anything."""
    found = []
    for part in filter(None, text.split(";")):
        key, weight = part.split(":")
        own, _, shared = key.partition("/")
        found.append(Portion(own, None if shared else own, steps(weight, currency)))
    return tuple(found)


def _tier(options, currency, number, amount):
    parts = [
        part.split(":") for part in options.get(f"parts{number}", "").split(",") if part
    ]
    return Tier(
        steps(amount, currency),
        date.fromisoformat(options.get(f"until{number}", str(PAID))),
        options.get(f"on{number}"),
        steps(options.get(f"outside{number}", "0"), currency),
        steps(options.get(f"given{number}", "0"), currency),
        tuple(
            DiscountPart(key, steps(worth, currency), key.startswith("tax"))
            for key, worth in parts
        ),
    )


def played(story):
    """Play a story; yield each step, its whole plan as rows, and the rows expected.

    A story gives a world; each row that begins with ``>`` plans it: ``> all`` as it
    is, ``> pay 250.00`` with this amount typed on an item, ``> rest`` what the plan
    before left open, with nothing typed, ``> mark pay inv`` only these of it. The rows
    of the whole plan follow.
    """
    world, *chapters = re.split(r"^ *>", story, flags=re.MULTILINE)
    request = World(world).request
    for chapter in chapters:
        step, _, expected = chapter.partition("\n")
        request, others = marked_in(request, step.split())
        request = typed_in(request, step.split())
        plan = make_plan(request)
        check_laws(request, plan)
        yield step.strip(), rows_of(plan), expected
        request = left_open(request, plan)
        request = replace(request, marks=request.marks + others)


def marked_in(request, words):
    """The request with the marks that a step names, and the other marks."""
    if words[0] != "mark":
        return request, ()
    marks = tuple(mark for mark in request.marks if mark.item.key in words)
    others = tuple(mark for mark in request.marks if mark.item.key not in words)
    return replace(request, marks=marks), others


def typed_in(request, words):
    """The request with an amount typed on the item that the step names."""
    if words in (["all"], ["rest"]) or words[0] == "mark":
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

    :param is_tier_date: whether a payment inside a tier that got no discount counts
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
            discount=_history(mark.item, plan, is_tier_date),
        )
        marks.append(Mark(item, is_primary=mark.is_primary, use=mark.use))
    return replace(request, marks=tuple(marks))


def _history(item, plan, is_tier_date):
    """The discount of an item after a plan: per tier what was settled outside it, and
    what it gave."""
    if item.discount is None:
        return None
    settled = [
        (leg.tier, leg.amount_target, leg.discount)
        for leg in plan.legs
        if leg.target.key == item.key
    ]
    settled += [
        (leg.source_tier, leg.amount_source, leg.source_discount)
        for leg in plan.legs
        if leg.source.key == item.key
    ]
    is_given = is_tier_date or any(given for _place, _amount, given in settled)
    tiers = [
        replace(
            tier,
            outside=tier.outside
            + sum(amount + given for at, amount, given in settled if at != place)
            + sum(amount for at, amount, _ in settled if at == place and not is_given),
            given=tier.given + sum(given for at, _, given in settled if at == place),
        )
        for place, tier in enumerate(item.discount.tiers)
    ]
    return replace(item.discount, tiers=tuple(tiers))


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


#: Roles whose account is shown, and the usual ones that are not.
NAMED = (Role.RECEIVABLE, Role.DISCOUNT)
UNNAMED = ((Role.RECEIVABLE, "AR"), (Role.DISCOUNT, None))


def _line_row(entry, line):
    account = line.account
    names = [str(entry.branch), account.role.value]
    if account.role in (Role.DUE_TO, Role.DUE_FROM):
        names.append(str(account.key))
    elif (account.role, account.key) not in UNNAMED and account.role in NAMED:
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
