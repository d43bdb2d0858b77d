"""The EU sales list: the worked examples, with rows and files byte for byte."""

from pathlib import Path

import pytest
from lxml import etree

from sales_list.discount import split_discount
from sales_list.formats import BY_COUNTRY, FORMATS
from sales_list.frequency import Notice, monthly_from
from sales_list.ledger import changes, corrections, regular_rows
from sales_list.numbers import normalize, refusal
from sales_list.statement import Contact, Statement
from sales_list.tags import kind_of_tags, kind_of_tax
from sales_list.values import Item, Kind, Period, Regime, Rounding, Row, rounded

L, T, S = Kind.GOODS, Kind.TRIANGULAR, Kind.SERVICES
LETTERS = {"L": L, "T": T, "S": S}
OWN = {
    "de": "DE123456788",
    "se": "SE556677889901",
    "dk": "DK12345674",
    "be": "BE0466158640",
    "fr": "FR83404833048",
    "general": "DE123456788",
}
SWEDEN = Contact(person="Anna Berg", phone="0812345678", email="vat@fabrikam.example")
BELGIUM = Contact(
    name="Fabrikam Belgium",
    street="Example street 1",
    zip="1000",
    city="Brussels",
    country="BE",
    phone="021234567",
    email="vat@fabrikam.example",
)
CONTACTS = {"se": SWEDEN, "be": BELGIUM}
AUGUST, JANUARY = Period(2021, 8), Period(2026, 1)
FEBRUARY, MARCH, APRIL = (Period(2026, month) for month in (2, 3, 4))
GERMAN_HEAD = (
    "#v3.0\nUmsatzsteuer-Identifikationsnummer (USt-IdNr.),Summe (Euro),"
    "Art der Leistung\n"
)


def cents(text):
    return round(float(text.replace(",", "")) * 100)


def items(table, period):
    """Rows of number, kind and amount as items, each of a source of its own."""
    rows = [line.split() for line in table.strip().splitlines()]
    return [
        Item((period.code, place), number, LETTERS[kind], cents(amount), period)
        for place, (number, kind, amount) in enumerate(rows)
    ]


def statement(code, rows, period, **values):
    contact = values.pop("contact", CONTACTS.get(code, Contact()))
    return Statement(
        OWN[code], code[:2].upper(), period, tuple(rows), contact, **values
    )


def render(code, rows, period, **values):
    made = statement(code, rows, period, **values)
    assert FORMATS[code].problems(made) == []
    return FORMATS[code].render(made).decode("latin-1")


def lines_of(code, rows, period):
    """The rows of a file, without what frames them."""
    text = render(code, rows, period)
    first = {"de": 2, "se": 2, "dk": 1}.get(code, 0)
    return text.splitlines()[first:]


def declared(rows):
    """(number, kind, difference) of rows, as words."""
    letters = {kind: letter for letter, kind in LETTERS.items()}
    return [f"{r.number} {letters[r.kind]} {r.difference / 100:.2f}" for r in rows]


ONE = "ESB12345674 L 120.00\nSE556036079301 S 240.00"


def rows_of(table, period):
    return regular_rows(items(table, period), period)


def test_1_germany():
    assert render("de", rows_of(ONE, AUGUST), AUGUST) == (
        GERMAN_HEAD + "ESB12345674,120,L\nSE556036079301,240,S\n"
    )


def test_1_sweden():
    table = "ESB12345674 L 120.00\nDE136695976 S 240.00"
    assert render("se", rows_of(table, AUGUST), AUGUST) == (
        "SKV574008;\r\n"
        "556677889901;2108;Anna Berg;0812345678;vat@fabrikam.example\r\n"
        "ESB12345674;120;;;\r\n"
        "DE136695976;;;240;\r\n"
    )


def test_1_denmark():
    assert render("dk", rows_of(ONE, AUGUST), AUGUST) == (
        "0,12345674,LISTE,,,,,,\r\n"
        "2,ESL2108,2021-08-31,12345674,ES,B12345674,120,0,0\r\n"
        "2,ESL2108,2021-08-31,12345674,SE,556036079301,0,0,240\r\n"
        "10,2,360,,,,,,\r\n"
    )


def test_1_belgium():
    text = render("be", rows_of(ONE, AUGUST), AUGUST)
    assert 'ClientsNbr="2" DeclarantReference="ESL-BE-2021-08" AmountSum="360.00"' in (
        text
    )
    assert "<Period><Month>8</Month><Year>2021</Year></Period>" in text
    assert (
        '<IntraClient SequenceNumber="1"><CompanyVATNumber issuedBy="ES">B12345674'
        "</CompanyVATNumber><Code>L</Code><Amount>120.00</Amount></IntraClient>"
    ) in text
    assert (
        '<IntraClient SequenceNumber="2"><CompanyVATNumber issuedBy="SE">556036079301'
        "</CompanyVATNumber><Code>S</Code><Amount>240.00</Amount></IntraClient>"
    ) in text


def test_1_france():
    rows = rows_of(ONE, AUGUST)
    assert render("fr", rows, AUGUST) == (
        "<fichier_des><declaration_des><num_des>000001</num_des>"
        "<num_tvaFr>FR83404833048</num_tvaFr><mois_des>08</mois_des>"
        "<an_des>2021</an_des><ligne_des><numlin_des>000001</numlin_des>"
        "<valeur>240</valeur><partner_des>SE556036079301</partner_des></ligne_des>"
        "</declaration_des></fichier_des>"
    )
    assert FORMATS["fr"].left_out(statement("fr", rows, AUGUST)) == [rows[0]]


def test_1_any_country():
    assert render("general", rows_of(ONE, AUGUST), AUGUST) == (
        "DE123456788;2021-08-01;2021-08-31;ESB12345674;goods;120.00;;;;\n"
        "DE123456788;2021-08-01;2021-08-31;SE556036079301;services;240.00;;;;\n"
    )


TWO = """
    ESB12345674    L 1,000.40
    ESB12345674    S   200.50
    ESB12345674    L   500.35
    IT00743110157  T   750.00
"""


def test_2_one_number_of_two_partners():
    rows = rows_of(TWO, MARCH)
    assert declared(rows) == [
        "ESB12345674 L 1500.75",
        "ESB12345674 S 200.50",
        "IT00743110157 T 750.00",
    ]
    assert [len(row.items) for row in rows] == [2, 1, 1]
    assert lines_of("de", rows, MARCH) == [
        "ESB12345674,1501,L",
        "ESB12345674,201,S",
        "IT00743110157,750,D",
    ]
    assert lines_of("se", rows, MARCH) == [
        "ESB12345674;1501;;201;",
        "IT00743110157;;750;;",
    ]
    assert lines_of("dk", rows, MARCH) == [
        "2,ESL2603,2026-03-31,12345674,ES,B12345674,1501,0,201",
        "2,ESL2603,2026-03-31,12345674,IT,00743110157,0,750,0",
        "10,2,2452,,,,,,",
    ]
    text = render("be", rows, MARCH)
    assert 'AmountSum="2451.25"' in text
    for code, amount in (("L", "1500.75"), ("S", "200.50"), ("T", "750.00")):
        assert f"<Code>{code}</Code><Amount>{amount}</Amount>" in text


def test_3_credit_note_in_a_later_period():
    rows = rows_of("ESB12345674 L -100\nESB12345674 L 80", FEBRUARY)
    assert lines_of("de", rows, FEBRUARY) == ["ESB12345674,-20,L"]
    assert lines_of("se", rows, FEBRUARY) == ["ESB12345674;-20;;;"]
    assert lines_of("dk", rows, FEBRUARY)[0].endswith("ES,B12345674,-20,0,0")
    assert "<Amount>-20.00</Amount>" in render("be", rows, FEBRUARY)


def test_3_net_of_nothing():
    rows = rows_of("ESB12345674 L 50\nESB12345674 L -50", MARCH)
    assert lines_of("de", rows, MARCH) == ["ESB12345674,0,L"]
    assert lines_of("se", rows, MARCH) == ["ESB12345674;0;;;"]
    assert lines_of("dk", rows, MARCH) == ["10,0,0,,,,,,"]
    assert "IntraClient " not in render("be", rows, MARCH)
    services = rows_of("ESB12345674 S 50\nESB12345674 S -50", MARCH)
    assert "ligne_des" not in render("fr", services, MARCH)
    for code in ("dk", "be"):
        assert FORMATS[code].left_out(statement(code, rows, MARCH)) == rows
    for code in ("de", "se", "general"):
        assert FORMATS[code].left_out(statement(code, rows, MARCH)) == []


def found_wrong():
    """Example 4: what was reported for January, and what is right in March."""
    wrong = Item("january", "IT00743110157", L, 100000, JANUARY)
    right = Item("january", "ESB12345674", L, 100000, JANUARY)
    march = Item("march", "ESB12345674", L, 36000, MARCH)
    return [wrong], [right, march]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("de", ["ESB12345674,1000,L", "IT00743110157,0,L"]),
        ("se", ["ESB12345674;1000;;;", "IT00743110157;0;;;"]),
    ],
)
def test_4_replaced(code, expected):
    reported, today = found_wrong()
    changed = changes(today, reported)
    rows = corrections(changed, reported, [JANUARY])
    assert FORMATS[code].regime is Regime.REPLACE
    assert lines_of(code, rows, JANUARY) == expected
    if code == "se":
        assert ";2601;" in render(code, rows, JANUARY)
    march = regular_rows(changed, MARCH)
    assert lines_of(code, march, MARCH)[0].startswith("ESB12345674")
    assert declared(march) == ["ESB12345674 L 360.00"]


BELGIAN_SAMPLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<IntraConsignment xmlns="http://www.minfin.fgov.be/IntraConsignment" \
xmlns:c="http://www.minfin.fgov.be/InputCommon" IntraListingsNbr="1">
 <IntraListing SequenceNumber="1" ClientsNbr="3" DeclarantReference="ESL-BE-2026-03" \
AmountSum="360.00">
  <Declarant><c:VATNumber>0466158640</c:VATNumber><c:Name>Fabrikam Belgium</c:Name>\
<c:Street>Example street 1</c:Street><c:PostCode>1000</c:PostCode>\
<c:City>Brussels</c:City><c:CountryCode>BE</c:CountryCode>\
<c:EmailAddress>vat@fabrikam.example</c:EmailAddress><c:Phone>021234567</c:Phone>\
</Declarant>
  <Period><Month>3</Month><Year>2026</Year></Period>
  <IntraClient SequenceNumber="1"><CompanyVATNumber issuedBy="ES">B12345674\
</CompanyVATNumber><Code>L</Code><Amount>360.00</Amount></IntraClient>
  <IntraClient SequenceNumber="2"><CompanyVATNumber issuedBy="ES">B12345674\
</CompanyVATNumber><Code>L</Code><Amount>1000.00</Amount><CorrectingPeriod>\
<Month>1</Month><Year>2026</Year></CorrectingPeriod></IntraClient>
  <IntraClient SequenceNumber="3"><CompanyVATNumber issuedBy="IT">00743110157\
</CompanyVATNumber><Code>L</Code><Amount>-1000.00</Amount><CorrectingPeriod>\
<Month>1</Month><Year>2026</Year></CorrectingPeriod></IntraClient>
 </IntraListing>
</IntraConsignment>
"""


def test_4_in_the_next_list():
    reported, today = found_wrong()
    changed = changes(today, reported)
    rows = [
        *regular_rows(changed, MARCH),
        *corrections(changed, reported, [JANUARY]),
    ]
    assert render("be", rows, MARCH) == BELGIAN_SAMPLE
    own = "DE123456788;2026-03-01;2026-03-31;"
    assert render("general", rows, MARCH).splitlines() == [
        f"{own}ESB12345674;goods;360.00;;;;",
        f"{own}ESB12345674;goods;;2026-01;0.00;1000.00;1000.00",
        f"{own}IT00743110157;goods;;2026-01;1000.00;0.00;-1000.00",
    ]
    then = reported + [item for row in rows for item in row.items]
    assert not [item for item in changes(today, then) if item.amount]


def test_4_kinds_that_are_right_are_repeated_where_a_row_has_them_all():
    reported = [
        Item("a", "ESB12345674", L, 100000, JANUARY),
        Item("b", "ESB12345674", S, 5000, JANUARY),
        Item("c", "ATU12345675", S, 7000, JANUARY),
    ]
    today = [Item("a", "ESB12345674", L, 90000, JANUARY), *reported[1:]]
    rows = corrections(changes(today, reported), reported, [JANUARY], 100)
    assert lines_of("de", rows, JANUARY) == ["ESB12345674,900,L"]
    rows = corrections(
        changes(today, reported), reported, [JANUARY], 100, is_by_number=True
    )
    assert lines_of("se", rows, JANUARY) == ["ESB12345674;900;;50;"]


def test_5_several_credit_notes_on_one_reported_invoice():
    number = "ESB12345674"
    reported = [Item("invoice", number, L, 10000, JANUARY)]
    today, told = [*reported], []
    for names in (["feb"], ["mar"], ["apr 1", "apr 2"]):
        today += [Item(name, number, L, -1000, JANUARY) for name in names]
        rows = corrections(changes(today, reported), reported, [JANUARY])
        told += [(row.origin, row.before, row.new, row.difference) for row in rows]
        reported += [item for row in rows for item in row.items]
    assert told == [
        (JANUARY, 10000, 9000, -1000),
        (JANUARY, 9000, 8000, -1000),
        (JANUARY, 8000, 6000, -2000),
    ]


def test_5_total_before_is_what_was_declared_last():
    reported = [Item("invoice", "ESB12345674", L, 30000, JANUARY)]
    today, told = [*reported], []
    for name in ("feb", "mar"):
        today.append(Item(name, "ESB12345674", L, -10000, JANUARY))
        (row,) = corrections(changes(today, reported), reported, [JANUARY])
        told.append((row.before, row.new))
        reported += row.items
    assert told == [(30000, 20000), (20000, 10000)]


@pytest.mark.parametrize(
    ("typed", "country", "number", "kind", "reason"),
    [
        ("", "ES", "", L, "no_number"),
        ("/", "ES", "", L, "no_number"),
        ("ES1234567", "ES", "ES1234567", L, ""),
        ("DE136695976", "DE", "DE136695976", L, "own_country"),
        ("XI432525179", "GB", "XI432525179", S, "northern_ireland"),
        ("GB 432 5251 79", "GB", "XI432525179", L, ""),
        ("094259216", "GR", "EL094259216", L, ""),
        ("gr094259216", None, "EL094259216", L, ""),
        (" es-b12345674 ", "ES", "ESB12345674", L, ""),
        ("CHE-123.456.789", "CH", "CHE123456789", S, "not_eu"),
        ("AB123456789", "FR", "FRAB123456789", S, ""),
        ("123456789", "US", "US123456789", S, "not_eu"),
        ("12345", None, "12345", S, "not_eu"),
    ],
)
def test_6_numbers(typed, country, number, kind, reason):
    assert normalize(typed, country) == number
    assert refusal(number, kind, "DE") == reason


def test_6_northern_ireland_has_goods():
    rows = rows_of("XI432525179 L 100\nEL094259216 L 100", MARCH)
    assert lines_of("de", rows, MARCH) == ["EL094259216,100,L", "XI432525179,100,L"]


def test_7_rounded_once():
    rows = rows_of("ESB12345674 L 814.53\nESB12345674 L 203.63", MARCH)
    assert lines_of("de", rows, MARCH) == ["ESB12345674,1018,L"]


@pytest.mark.parametrize(
    ("amount", "rounding", "expected"),
    [
        (150, Rounding.HALF_UP, 2),
        (-150, Rounding.HALF_UP, -2),
        (149, Rounding.HALF_UP, 1),
        (199, Rounding.DOWN, 1),
        (-199, Rounding.DOWN, -1),
        (101, Rounding.UP, 2),
        (-101, Rounding.UP, -2),
        (100, Rounding.UP, 1),
    ],
)
def test_7_roundings(amount, rounding, expected):
    assert rounded(amount, 100, rounding) == expected


@pytest.mark.parametrize(
    ("amount", "bases", "expected"),
    [
        (-2000, {L: 60000, S: 40000}, {L: -1200, S: -800}),
        (2000, {L: 60000, S: 40000}, {L: 1200, S: 800}),
        # What has no kind has its share, too.
        (-2200, {None: 10000, L: 100000}, {None: -200, L: -2000}),
        (-100, {L: 1, S: 1, T: 1}, {L: -33, S: -33, T: -34}),
        (-100, {L: -100, S: -200}, {L: -33, S: -67}),
        (-100, {L: 100, S: -100}, {}),
        # A half is a whole.
        (-1, {L: 1, S: 1}, {L: -1, S: 0}),
    ],
)
def test_8_discounts(amount, bases, expected):
    assert split_discount(amount, bases) == expected


def test_9_threshold():
    quarter = Period(2026, 4, 3)
    goods = {Period(2026, 4): 2000000, Period(2026, 5): 3100000}
    goods[Period(2026, 2)] = 3000000
    assert monthly_from(goods, quarter, 5000000) == Notice(
        Period(2026, 5), (Period(2026, 4),)
    )
    assert monthly_from(goods, quarter, 5100000) is None
    # One of the four quarters before: monthly from the first month on.
    goods = {Period(2025, 6): 5000001}
    assert monthly_from(goods, quarter, 5000000) == Notice(Period(2026, 4))
    assert monthly_from(goods, Period(2026, 7, 3), 5000000) is None


def test_10_after_reporting():
    march = [Item("a", "ESB12345674", L, 10000, MARCH)]
    # Posted later, dated March.
    late = [*march, Item("b", "IT00743110157", L, 5000, MARCH)]
    changed = changes(late, march)
    assert declared(corrections(changed, march, [MARCH])) == ["IT00743110157 L 50.00"]
    assert regular_rows(changed, APRIL) == []
    # Reset to draft and posted again: all is as it was reported.
    assert changes(march, march) == []


def test_10_what_no_file_would_show_is_no_correction():
    reported = [Item("a", "ESB12345674", L, 10000, MARCH)]
    today = [*reported, Item("b", "ESB12345674", L, 30, MARCH)]
    changed = changes(today, reported)
    assert corrections(changed, reported, [MARCH], 100) == []
    assert declared(corrections(changed, reported, [MARCH], 1)) == [
        "ESB12345674 L 0.30"
    ]


def test_quarters():
    quarter = Period(2021, 7, 3)
    rows = rows_of("ESB12345674 S 120.00", quarter)
    assert ";21-3;" in render("se", rows, quarter)
    assert "2,ESL21Q3,2021-09-30," in render("dk", rows, quarter)
    assert "<Period><Quarter>3</Quarter><Year>2021</Year></Period>" in render(
        "be", rows, quarter
    )
    assert ";2021-07-01;2021-09-30;" in render("general", rows, quarter)
    assert quarter.code == "2021-Q3"
    for period in (quarter, MARCH):
        assert Period.between(period.first, period.last) == period
    assert quarter.holds(quarter.first)
    assert not quarter.holds(Period(2021, 10).first)


def codes(code, rows=(), period=MARCH, **values):
    problems = FORMATS[code].problems(statement(code, rows, period, **values))
    return [name for name, _value in problems]


def test_files_that_cannot_be_written():
    huge = [Row("ESB12345674", L, 0, 10**14)]
    assert codes("de", huge) == ["amount_too_long"]
    assert codes("se", huge) == ["amount_too_long"]
    assert codes("fr", [Row("ESB12345674", S, 0, 10**14)]) == ["amount_too_long"]
    assert codes("fr", [Row("ESB12", S, 0, 100)]) == ["number_length"]
    assert codes("fr", sequence=0) == ["sequence"]
    assert codes("se", contact=Contact()) == [
        "person_missing",
        "phone_missing",
        "email_missing",
    ]
    long = Contact(person="x" * 36, phone="0" * 18, email="a@b")
    assert codes("se", contact=long) == ["person_too_long", "phone_too_long"]
    assert codes("be", contact=Contact()) == [
        f"{name}_missing" for name in ("street", "zip", "city", "email", "phone")
    ]
    assert codes("be", [Row("ES" + "1" * 13, L, 0, 100)]) == ["number_too_long"]


@pytest.mark.parametrize("code", ["se", "dk", "be", "fr"])
def test_own_number_of_another_form(code):
    made = Statement("XX1", "XX", MARCH, (), CONTACTS.get(code, Contact()))
    assert FORMATS[code].problems(made) == [("own_number_form", "XX1")]


@pytest.mark.parametrize("code", ["de", "general"])
def test_own_number_missing(code):
    made = Statement("", "XX", MARCH, ())
    assert FORMATS[code].problems(made) == [("own_number_missing", "")]


def test_texts_that_would_break_a_file():
    contact = Contact(person="Åsa; Berg", phone="08", email="a@b")
    text = FORMATS["se"].render(statement("se", (), MARCH, contact=contact))
    assert "Åsa, Berg".encode("latin-1") in text
    odd = Contact(name="A & <B>", street="s", zip="1", city="c", phone="+32 2/1.2")
    text = FORMATS["be"].render(statement("be", (), MARCH, contact=odd)).decode()
    assert "<c:Name>A &amp; &lt;B&gt;</c:Name>" in text
    assert "<c:Phone>+32212</c:Phone>" in text


def test_every_country_has_a_format():
    assert {*BY_COUNTRY.values()} < {*FORMATS}
    assert {one.regime for one in FORMATS.values()} == {*Regime}


@pytest.mark.parametrize(
    ("country", "tags", "scope", "is_eu", "is_business", "expected"),
    [
        ("DE", ["41"], "", True, True, "goods"),
        ("DE", ["42"], "", False, False, "triangular"),
        ("DE", ["44"], "", True, True, "none"),
        ("BE", ["48s44"], "", True, True, "services"),
        ("SE", ["se_37", "se_38"], "", True, True, "triangular"),
        ("SE", ["se_39"], "", False, False, "none"),
        ("PL", ["K_21", "Triangular Sale"], "consu", True, True, "triangular"),
        ("FR", ["E2"], "service", True, True, "services"),
        ("FR", ["E2"], "service", True, False, "none"),
        ("ES", ["mod303[59]"], "service", True, True, "services"),
        ("ES", ["mod303[59]"], "consu", True, True, "goods"),
        ("PT", ["trp_base_7"], "", True, True, "by_product"),
        ("IT", ["02"], "consu", True, False, "none"),
        ("HU", ["41"], "", True, True, ""),
    ],
)
def test_kinds_of_taxes(country, tags, scope, is_eu, is_business, expected):
    assert kind_of_tax(country, tags, scope, is_eu, is_business) == expected


def test_boxes():
    assert kind_of_tags("PL", ["K_21"]) is L
    assert kind_of_tags("PL", ["K_21", "Triangular Sale"]) is T
    assert kind_of_tags("FR", ["E2"]) is None
    assert kind_of_tags("HU", ["41"]) is None


SCHEMAS = Path(__file__).parent / "schemas"


def assert_valid(name, text):
    schema = etree.XMLSchema(etree.parse(SCHEMAS / name))
    schema.assertValid(etree.fromstring(text.encode()))


def test_the_belgian_file_is_as_its_schema_says():
    assert_valid("intra_consignment.xsd", BELGIAN_SAMPLE)
    for rows, period in (
        (rows_of(TWO, MARCH), MARCH),
        (rows_of(ONE, Period(2021, 7, 3)), Period(2021, 7, 3)),
        ([], MARCH),
    ):
        assert_valid("intra_consignment.xsd", render("be", rows, period))


def test_the_french_file_is_as_its_schema_says():
    rows = rows_of(f"{TWO}FR83404833048 S 12.00\nSE556036079301 S -7", MARCH)
    assert_valid("des.xsd", render("fr", rows, MARCH))
    with pytest.raises(etree.DocumentInvalid):
        assert_valid("des.xsd", render("fr", rows, MARCH).replace(">201<", ">0<"))
