"""Laws of bills of exchange: what every life of a bill keeps, generated."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import signed
from settlement import bill as rules
from settlement.because import How, total_signed
from settlement.bill import Account, Bill, Happened, Line, Place, Worth
from settlement.bill_files import (
    Presentation,
    Presented,
    cfonb,
    cfonb_problems,
    french_account,
    plain,
    short_number,
    table,
)
from settlement.bill_proposal import Open, ladder_step, propose
from settlement.bill_worth import because_of_payment
from settlement.money import Currency

EUR, USD = Currency("EUR"), Currency("USD")
CARRIES = (Account.HELD, Account.COLLECTION, Account.DISCOUNTED)
#: Rates between the currencies of a bill and of its company.
RATES = st.fractions(Fraction(1, 4), 4, max_denominator=10000)
AMOUNTS = st.integers(1, 10**7)


def worth(factor):
    return Worth(EUR, USD, Fraction(factor))


SAME = Worth(USD, USD)


class Life:
    """A bill that lives: its events, and the ledger of its own lines."""

    def __init__(self, amount, at):
        self.events, self.ledger, self.bank = [], {}, [0, 0]
        value = at.of(amount)
        self.happen("draw", Happened("draw", amount, value, 0, Place.HELD))
        for account, sign in ((Account.HELD, 1), (Account.RECEIVABLE, -1)):
            self.post(Line(account, sign * amount, sign * value))

    @property
    def now(self):
        return rules.standing("b", tuple(self.events))

    def happen(self, _kind, event):
        self.events.append(event)

    def post(self, line):
        amount, value = self.ledger.get(line.account, (0, 0))
        self.ledger[line.account] = (amount + line.amount, value + line.value)

    def book(self, kind, booked, **values):
        """Law (d): what is booked balances, and what has an amount has a currency."""
        assert sum(x.value for x in booked.lines) + booked.bank[1] == 0
        assert sum(x.amount for x in booked.lines) + booked.bank[0] == 0
        assert all(line.amount or line.value for line in booked.lines)
        assert all(x.value < 0 for x in booked.lines if x.account is Account.GAIN)
        assert all(x.value > 0 for x in booked.lines if x.account is Account.LOSS)
        for line in booked.lines:
            check_why(line)
            self.post(line)
        if booked.bank_figures:
            moved = tuple(map(signed, booked.bank_figures))
            assert moved == booked.bank
        self.bank = [self.bank[0] + booked.bank[0], self.bank[1] + booked.bank[1]]
        self.happen(
            kind,
            Happened(kind, booked.amount, booked.value, booked.liability, **values),
        )

    def remit(self, kind, data, at):
        bill = self.now
        if kind is Place.COLLECTION:
            booked = rules.remit_for_collection(bill, 0, at)
        else:
            interest = data.draw(st.integers(0, bill.open // 2))
            booked = rules.remit_for_discount(
                bill, interest, bill.open // 10, at, kind is Place.DISCOUNTED
            )
        self.book("remit", booked, place=kind, is_closing=kind is Place.SOLD)


def check_why(line):
    """What a line says of itself makes it, step by step."""
    why = line.because
    assert signed(why.balance) == line.value
    if why.amount is not None:
        assert signed(why.amount) == line.amount
    for figure in why.figures:
        for one in figure.steps():
            assert one.computed() == one.amount


def check_stands(life):
    """Law (a): each account has what the bill stands for there."""
    bill, ledger = life.now, life.ledger
    for place, account in rules.STANDS_ON.items():
        there = bill.place is place
        expected = (bill.open, bill.open_value) if there else (0, 0)
        assert ledger.get(account, (0, 0)) == expected, account
    liability = ledger.get(Account.LIABILITY, (0, 0))
    is_owed = bill.place is Place.DISCOUNTED
    owed = (-bill.open, -bill.open_liability) if is_owed else (0, 0)
    assert liability == owed
    assert bill.open >= 0 and bill.open_value >= 0 and bill.open_liability >= 0
    assert bill.open or not (bill.open_value or bill.open_liability), "a rest is left"
    assert bill.open + bill.honored + bill.protested == bill.amount


@given(st.data(), AMOUNTS, RATES)
def test_every_life_keeps_its_accounts(data, amount, rate):
    life = Life(amount, worth(rate))
    place = Place.HELD
    for _step in range(data.draw(st.integers(1, 7))):
        bill, at = life.now, worth(data.draw(RATES))
        if bill.is_closed or not bill.open:
            break
        if place is Place.HELD:
            place = data.draw(
                st.sampled_from(
                    [Place.COLLECTION, Place.DISCOUNTED, Place.UNSHOWN, Place.SOLD]
                )
            )
            life.remit(place, data, at)
            if place is Place.SOLD:
                break
        else:
            place = step(data, life, at, place)
        check_stands(life)


def step(data, life, at, place):
    """One more event of a bill that the bank has."""
    bill = life.now
    part = data.draw(st.integers(1, bill.open))
    kind = data.draw(st.sampled_from(["honor", "protest", "recall"]))
    if kind == "honor":
        life.book("honor", rules.honor(bill, part, part // 20, at))
    elif kind == "protest":
        booked = rules.protest(bill, part, at, cost=7, is_charged=False)
        life.book("protest", booked)
    else:
        life.book("recall", rules.recall(bill, at))
        return Place.HELD
    return place


@pytest.mark.parametrize(
    ("is_charged", "account"),
    [(True, Account.PROTESTED), (False, Account.PROTEST_COST)],
)
def test_who_bears_the_cost_of_a_protest(is_charged, account):
    life = Life(100, SAME)
    booked = rules.protest(life.now, 100, SAME, cost=7, is_charged=is_charged)
    of_cost = [line for line in booked.lines if line.amount == 7]
    assert [(line.account, line.value) for line in of_cost] == [(account, 7)]


def test_the_last_part_takes_the_rest_of_the_liability():
    """101 owed to the bank for 100 of the bill: 33, 33, and then 35."""
    life = Life(100, SAME)
    life.happen("remit", Happened("remit", 100, 100, 101, Place.DISCOUNTED))
    freed = []
    for part in (33, 33, 34):
        freed.append(rules.part_liability(life.now, part))
        life.book("honor", rules.honor(life.now, part, 0, SAME))
    assert freed == [33, 33, 35]
    assert (life.now.open, life.now.open_value, life.now.open_liability) == (0, 0, 0)


@given(AMOUNTS, RATES, RATES, RATES, st.data())
def test_exchange_lines_of_what_is_honored(amount, drawn, remitted, honored, data):
    """Law (e): over a life that ends honored, the exchange lines are what the bank
    paid, with what it kept, less what the bill was worth."""
    life = Life(amount, worth(drawn))
    place = data.draw(
        st.sampled_from([Place.COLLECTION, Place.DISCOUNTED, Place.UNSHOWN])
    )
    life.remit(place, data, worth(remitted))
    for is_last in (False, False, True):
        if not life.now.open:
            break
        rest = life.now.open
        part = rest if is_last else data.draw(st.integers(1, rest))
        fee = part // 50 if place is Place.COLLECTION else 0
        life.book("honor", rules.honor(life.now, part, fee, worth(honored)))
    value = life.events[0].value
    kept = sum(
        life.ledger.get(account, (0, 0))[1]
        for account in (Account.CHARGES, Account.DISCOUNT_INTEREST)
    )
    exchange = sum(
        life.ledger.get(account, (0, 0))[1] for account in (Account.GAIN, Account.LOSS)
    )
    assert exchange == value - life.bank[1] - kept


@given(AMOUNTS, st.data())
def test_no_exchange_in_one_currency(amount, data):
    life = Life(amount, SAME)
    life.remit(Place.DISCOUNTED, data, SAME)
    part = data.draw(st.integers(1, amount))
    life.book("honor", rules.honor(life.now, part, 0, SAME))
    if life.now.open:
        life.book("protest", rules.protest(life.now, life.now.open, SAME, 25))
    assert not {Account.GAIN, Account.LOSS} & life.ledger.keys()
    for account, (paid, value) in life.ledger.items():
        assert paid == value, account


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**6), min_size=1, max_size=9))
def test_a_lump_is_split_whole(total, faces):
    parts = rules.split(total, faces)
    assert sum(parts) == total
    assert min(parts) >= 0


def test_no_faces_no_parts():
    assert rules.split(5, []) == []


@given(AMOUNTS, RATES, RATES, st.booleans())
def test_protest_of_what_was_honored(amount, drawn, later, on_invoices):
    life = Life(amount, worth(drawn))
    life.book(
        "remit", rules.remit_for_collection(life.now, 0, SAME), place=Place.COLLECTION
    )
    life.book("honor", rules.honor(life.now, amount, 0, worth(drawn)))
    bill = life.now
    booked = rules.protest(bill, amount, worth(later), on_invoices=on_invoices)
    life.book("protest", booked, was_honored=True)
    assert (life.now.honored, life.now.protested) == (0, amount)
    if on_invoices:
        assert booked.lines[0].value == bill.value
        assert life.ledger[Account.RECEIVABLE] == (0, 0)
    else:
        assert not booked.difference


# ------------------------------------------------------------
# States
# ------------------------------------------------------------
DRAWN = Bill("b", 100, 100, Place.HELD, 100, 100)


@pytest.mark.parametrize(
    "changes, more, state",
    [
        ({"amount": 0}, {}, "draft"),
        ({"amount": 0}, {"undone": True}, "cancelled"),
        ({}, {}, "drawn"),
        ({"place": Place.COLLECTION}, {}, "remitted"),
        ({"open": 0, "honored": 100}, {}, "honored"),
        ({"open": 0, "honored": 100, "is_closed": True}, {}, "closed"),
        ({"open": 0, "protested": 100}, {}, "protested"),
        ({"open": 0, "protested": 100}, {"debt_open": False}, "closed"),
        (
            {"open": 0, "protested": 100},
            {"debt_open": False, "was_redrawn": True},
            "redrawn",
        ),
    ],
)
def test_states(changes, more, state):
    values = {name: getattr(DRAWN, name) for name in DRAWN.__slots__} | changes
    assert rules.state_of(Bill(**values), **more) == state


@pytest.mark.parametrize(
    "place, is_closed, honored, contingent, used",
    [
        (Place.HELD, False, 0, 0, 0),
        (Place.COLLECTION, False, 0, 0, 0),
        (Place.DISCOUNTED, False, 40, 60, 100),
        (Place.UNSHOWN, False, 40, 100, 100),
        (Place.SOLD, True, 0, 0, 0),
        (Place.DISCOUNTED, True, 40, 0, 0),
    ],
)
def test_what_the_bank_may_claim(place, is_closed, honored, contingent, used):
    bill = Bill(
        "b", 100, 100, place, 100 - honored, 0, honored=honored, is_closed=is_closed
    )
    assert rules.contingent(bill) == contingent
    assert rules.facility_used(bill) == used


@pytest.mark.parametrize(
    "used, added, limit, over",
    [(4200, 1000, 5000, 200), (3700, 1000, 5000, 0), (9, 9, 0, 0)],
)
def test_the_limit(used, added, limit, over):
    assert rules.excess(used, added, limit) == over


def test_interest_is_never_negative():
    assert rules.discount_interest(100000, Fraction("7.2"), -3) == 0
    assert rules.discount_interest(100000, Fraction(10), 365, 365) == 10000


def test_why_a_bill_is_honored_at_another_value():
    """600.00 drawn at 1.2277, honored by the bank in parts at 1.2500."""
    life = Life(60000, worth("1.2277"))
    at = Worth(EUR, USD, Fraction("1.25"), "F", date(2026, 5, 30))
    life.book("remit", rules.remit_for_collection(life.now, 0, at),
              place=Place.COLLECTION)  # fmt: skip
    booked = rules.honor(life.now, 40000, 100, at)
    told = [
        (line.account.value, line.value, [step.how for step in why.steps()])
        for line in booked.lines
        for why in (line.because.balance,)
    ]
    part = [How.GIVEN, How.BOOKED]
    day = [How.GIVEN, How.RATE]
    assert told == [
        ("charges", 125, day),
        ("collection", -49108, part),
        ("gain", -892, [*part, *day, *day, How.MINUS]),
    ]
    assert [figure.on for figure in booked.bank_figures[1].steps()][-1] == at.on


def test_the_sum_of_what_a_bank_moves():
    """Parts of either sign, and of one alone."""
    one, other = worth(1).face(300), worth(1).face(100)
    for figures, expected in (
        ((one, -other), 200),
        ((-one, -other), -400),
        ((-one, other), -200),
        ((one,), 300),
    ):
        made = total_signed(figures)
        assert (made.signed, signed(made)) == (expected, expected)


def test_a_fee_of_more_than_the_bank_pays():
    bill = Bill("b", 1000, 1000, Place.COLLECTION, 1000, 1000)
    booked = rules.honor(bill, 100, 150, SAME)
    assert booked.bank == (-50, -50)
    assert sum(line.value for line in booked.lines) + booked.bank[1] == 0


def test_redraw_and_revive():
    charged = rules.charge_redraw(1000, 25, SAME)
    assert [line.amount for line in charged.lines] == [1025, -1000, -25]
    assert rules.charge_redraw(0, 0, SAME).lines == ()
    moved = rules.revive(60000, 73662, 75000, worth(1))
    assert moved.difference == 1338


def test_recall_gives_interest_back():
    life = Life(100000, SAME)
    life.book(
        "remit",
        rules.remit_for_discount(life.now, 1200, 300, SAME),
        place=Place.DISCOUNTED,
    )
    life.book("recall", rules.recall(life.now, SAME, 500))
    assert life.ledger[Account.DISCOUNT_INTEREST] == (700, 700)
    assert life.now.place is Place.HELD
    check_stands(life)


# ------------------------------------------------------------
# Proposals
# ------------------------------------------------------------
def opens(*rows):
    return [Open(n, group, date(2026, 8, day), amount)
            for n, (group, day, amount) in enumerate(rows)]  # fmt: skip


ROWS = opens(("a", 3, 100), ("a", 4, 50), ("b", 3, 10), ("a", 10, 7), ("a", 3, -20))


@pytest.mark.parametrize(
    "grouping, expected",
    [
        ("invoice", [((0,), 3, 100), ((1,), 4, 50), ((2,), 3, 10), ((3,), 10, 7),
                     ((4,), 3, -20)]),
        ("date", [((0, 4), 3, 80), ((1,), 4, 50), ((2,), 3, 10), ((3,), 10, 7)]),
        ("week", [((0, 1, 4), 4, 130), ((2,), 3, 10), ((3,), 10, 7)]),
        ("total", [((0, 1, 3, 4), 10, 137), ((2,), 3, 10)]),
    ],
)  # fmt: skip
def test_grouping(grouping, expected):
    found = [(p.keys, p.due.day, p.amount) for p in propose(ROWS, grouping)]
    assert found == expected


def test_the_same_week_of_another_year_is_another():
    second_week = [(2026, date(2026, 1, 7)), (2027, date(2027, 1, 13))]
    rows = [Open(year, "a", due, 100) for year, due in second_week]
    assert [p.keys for p in propose(rows, "week")] == [(2026,), (2027,)]


def test_a_typed_due_date_is_of_the_total_alone():
    typed = date(2026, 12, 31)
    assert {p.due for p in propose(ROWS, "total", typed)} == {typed}
    assert typed not in {p.due for p in propose(ROWS, "week", typed)}


@pytest.mark.parametrize(
    "day, step",
    [(13, "overdue"), (14, "7"), (21, "7"), (22, "30")],
)
def test_ladder(day, step):
    assert ladder_step(date(2026, 8, day), date(2026, 8, 14)) == step
    assert ladder_step(date(2027, 8, day), date(2026, 8, 14)) == "later"


# ------------------------------------------------------------
# Files
# ------------------------------------------------------------
IBAN, DRAWEE_IBAN = "FR7630004000010000000012358", "FR7630006000011234567890189"
BILL = Presented(
    *("BOE/2026/00001", "accepted", date(2026, 6, 3), "Northwind Address Book"),
    *("4050", DRAWEE_IBAN, "Banque du client", 100000, "1000.00", "EUR"),
    *(date(2026, 6, 1), date(2026, 7, 15), "BOE2600001"),
)


def presentation(*bills, **values):
    given_values = {
        "name": "REM/2026/00001",
        "type": "collection",
        "entry_code": "3",
        "date": date(2026, 6, 15),
        "value_date": None,
        "remitter": "Fabrikam",
        "bank": "Banque Exemple",
        "bank_account": IBAN,
        "reference": "REM2600001",
        "issuer_number": "",
        "convention": "",
        "siren": "404833048",
        **values,
    }
    return Presentation(**given_values, bills=bills)


SAMPLE = [
    "036000000001000000      150626FABRIKAM                BANQUE EXEMPLE          3 "
    "E300040000100000000123                                404833048      REM2600001 ",
    "066000000002        4050      NORTHWIND ADDRESS BOOK  BANQUE DU CLIENT        1"
    "  "
    "300060000112345678901000000100000    150726010626                    BOE2600001",
    "086000000003" + " " * 90 + "000000100000" + " " * 46,
]


def test_the_sample_file():
    """Bills of exchange A6, byte for byte."""
    content = cfonb(presentation(BILL))
    assert content == "".join(f"{line}\r\n" for line in SAMPLE).encode()
    assert list(cfonb_problems(presentation(BILL))) == []


def test_the_sample_table():
    lines = [
        "remittance;type;bank_account;bill;kind;acceptance_date;drawee;"
        "customer_account;drawee_account;amount;currency;draw_date;due_date;drawer_reference",
        "REM/2026/00001;collection;FR7630004000010000000012358;BOE/2026/00001;accepted;"
        "2026-06-03;Northwind Address Book;4050;FR7630006000011234567890189;1000.00;"
        "EUR;2026-06-01;2026-07-15;BOE2600001",
    ]
    assert table(presentation(BILL)).decode() == "\n".join(lines) + "\n"


def test_cells_are_quoted_where_they_must():
    odd = Presented(
        **{
            **{name: getattr(BILL, name) for name in BILL.__dataclass_fields__},
            "drawee": 'A;"B"\nC',
            "acceptance_date": None,
        }
    )
    assert ';accepted;;"A;""B""\nC";4050;' in table(presentation(odd)).decode()


def test_discount_by_value_date():
    values = {"entry_code": "2", "value_date": date(2026, 6, 17), "type": "discount"}
    header = cfonb(presentation(BILL, **values)).decode().split("\r\n")[0]
    assert (header[78], header[118:124]) == ("2", "170626")


@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 10**11))
def test_every_record_is_160_characters(name, bank, cents):
    values = {field: getattr(BILL, field) for field in BILL.__dataclass_fields__}
    bill = Presented(**{**values, "drawee": name, "drawee_bank": bank, "cents": cents})
    lines = cfonb(presentation(bill, remitter=name, convention=bank)).decode("ascii")
    assert [len(line) for line in lines.split("\r\n")] == [160, 160, 160, 0]
    assert plain(name) == plain(plain(name))


def test_what_cfonb_cannot_say():
    values = {field: getattr(BILL, field) for field in BILL.__dataclass_fields__}
    odd = Presented(
        **{**values, "drawee_account": "DE1", "currency": "USD", "cents": 10**12}
    )
    found = list(cfonb_problems(presentation(odd, bank_account="")))
    assert [code for code, _whose in found] == [
        *("bank", "drawee", "currency", "amount", "amount"),
    ]
    assert french_account("") is None


def test_short_numbers():
    assert short_number("BOE/2026/00001", 10) == "BOE2600001"
    assert short_number("X-1", 10) == "X1"


def test_why_a_payment_draws():
    """At the rate of the day; what was booked otherwise is as booked; and the sign is
    that of the line."""
    at = Worth(EUR, USD, Fraction("1.2277"), "F", date(2026, 6, 1))
    because = because_of_payment(60000, 73662, at)
    assert because.balance == at.now(60000) and because.balance.how is How.RATE
    assert because.amount == at.face(60000)
    because = because_of_payment(-60000, -73000, at)
    assert because.balance.how is How.BOOKED
    assert because.balance.signed == -because.balance.computed() == -73000
    assert because.amount.signed == -60000
    because = because_of_payment(-500, -500, SAME)
    assert (because.balance.signed, because.amount) == (-500, None)
    assert because_of_payment(0, -5, at).balance.signed == -5
