"""Belgium: the XML of the intra-Community listing (NewICO)."""

import re
from xml.sax.saxutils import escape, quoteattr

from .statement import Format, Statement, decimal, missing, too_long
from .values import Kind, Period, Regime, Row

LISTING = "http://www.minfin.fgov.be/IntraConsignment"
COMMON = "http://www.minfin.fgov.be/InputCommon"
KINDS = {Kind.GOODS: "L", Kind.SERVICES: "S", Kind.TRIANGULAR: "T"}
NUMBER = 12


class BelgianListing(Format):
    """A client for each number and kind with cents, dropped where they cancel out; a
    correction is the signed difference, with the corrected period."""

    code = "be"
    extension = "xml"
    media = "application/xml"
    regime = Regime.DELTA_NEXT
    step = 1

    def problems(self, statement: Statement) -> list[tuple[str, str]]:
        contact = statement.contact
        problems = missing(
            street=contact.street,
            zip=contact.zip,
            city=contact.city,
            email=contact.email,
            phone=contact.phone,
        )
        if not re.fullmatch(r"BE[01][0-9]{9}", statement.own_number):
            problems.append(("own_number_form", statement.own_number))
        for row in statement.rows:
            problems += too_long("number", row.number, NUMBER + 2)
        return problems

    def left_out(self, statement: Statement) -> list[Row]:
        return [row for row in statement.rows if not row.difference]

    def render(self, statement: Statement) -> bytes:
        rows = [row for row in statement.rows if row.difference]
        total = decimal(sum(row.difference for row in rows))
        reference = quoteattr(f"ESL-BE-{statement.period.code}")
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<IntraConsignment xmlns="{LISTING}" xmlns:c="{COMMON}"'
            ' IntraListingsNbr="1">',
            f' <IntraListing SequenceNumber="1" ClientsNbr="{len(rows)}"'
            f' DeclarantReference={reference} AmountSum="{total}">',
            f"  {self._declarant(statement)}",
            f"  {_period('Period', statement.period)}",
            *(f"  {_client(place, row)}" for place, row in enumerate(rows, 1)),
            " </IntraListing>",
            "</IntraConsignment>",
        ]
        return "".join(f"{line}\n" for line in lines).encode()

    @staticmethod
    def _declarant(statement: Statement) -> str:
        contact = statement.contact
        values = {
            "VATNumber": statement.bare_number,
            "Name": contact.name,
            "Street": contact.street,
            "PostCode": contact.zip,
            "City": contact.city,
            "CountryCode": contact.country,
            "EmailAddress": contact.email,
            "Phone": re.sub(r"[^0-9+]", "", contact.phone),
        }
        texts = [f"<c:{name}>{escape(one)}</c:{name}>" for name, one in values.items()]
        return f"<Declarant>{''.join(texts)}</Declarant>"


def _period(name: str, period: Period) -> str:
    part = f"<Month>{period.month}</Month>"
    if period.is_quarter:
        part = f"<Quarter>{period.quarter}</Quarter>"
    return f"<{name}>{part}<Year>{period.year}</Year></{name}>"


def _client(place: int, row: Row) -> str:
    prefix, number = quoteattr(row.number[:2]), escape(row.number[2:])
    origin = _period("CorrectingPeriod", row.origin) if row.origin else ""
    return (
        f'<IntraClient SequenceNumber="{place}">'
        f"<CompanyVATNumber issuedBy={prefix}>{number}</CompanyVATNumber>"
        f"<Code>{KINDS[row.kind]}</Code><Amount>{decimal(row.difference)}</Amount>"
        f"{origin}</IntraClient>"
    )
