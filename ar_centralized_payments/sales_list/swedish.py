"""Sweden: SKV 574008."""

import re

from .statement import Format, Statement, by_number, missing, too_long
from .values import Kind, Regime

VERSION = "SKV574008;"
COLUMNS = (Kind.GOODS, Kind.TRIANGULAR, Kind.SERVICES)
MOST_CHARACTERS = 12
#: How long person, phone and e-mail may be.
PERSON, PHONE = 35, 17
#: What the encoding lacks is shown as this.
UNKNOWN = "?"


class SwedishList(Format):
    """A line for each number in whole kronor: goods, triangular, services; an empty
    column is none, 0 a total of 0."""

    code = "se"
    extension = "txt"
    media = "text/plain"
    regime = Regime.REPLACE
    is_by_number = True

    def problems(self, statement: Statement) -> list[tuple[str, str]]:
        contact = statement.contact
        problems = missing(
            person=contact.person, phone=contact.phone, email=contact.email
        )
        if not re.fullmatch(r"SE[0-9]{12}", statement.own_number):
            problems.append(("own_number_form", statement.own_number))
        problems += too_long("person", contact.person, PERSON)
        problems += too_long("phone", contact.phone, PHONE)
        return problems + [
            ("amount_too_long", row.number)
            for row in statement.rows
            if len(str(self.amount(row.new, statement))) > MOST_CHARACTERS
        ]

    def render(self, statement: Statement) -> bytes:
        contact, period = statement.contact, statement.period
        code = f"{period.year % 100:02d}{period.month:02d}"
        if period.is_quarter:
            code = f"{period.year % 100:02d}-{period.quarter}"
        texts = (contact.person, contact.phone, contact.email)
        head = [statement.bare_number, code, *(t.replace(";", ",") for t in texts)]
        lines = [VERSION, ";".join(head)]
        for number, amounts in sorted(by_number(self, statement), key=_first_kind):
            cells = [str(amounts.get(kind, "")) for kind in COLUMNS]
            lines.append(";".join([number, *cells, ""]))
        return "".join(f"{line}\r\n" for line in lines).encode("latin-1", "replace")


def _first_kind(line: tuple[str, dict]) -> int:
    """Lines with goods come first, then triangular sales, then services alone."""
    return min(kind.order for kind in line[1])
