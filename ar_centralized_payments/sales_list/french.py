"""France: the European declaration of services (DES)."""

import re

from .statement import Format, Statement
from .values import Kind, Row

LEAST, MOST = -9_999_999_999, 99_999_999_999
MOST_FILES = 999_999


class FrenchServices(Format):
    """A line for each number in whole euros, services alone: goods have a statement of
    their own in France."""

    code = "fr"
    extension = "xml"
    media = "application/xml"

    def problems(self, statement: Statement) -> list[tuple[str, str]]:
        problems = []
        if not re.fullmatch(r"FR[0-9A-Z]{2}[0-9]{9}", statement.own_number):
            problems.append(("own_number_form", statement.own_number))
        if not 0 < statement.sequence <= MOST_FILES:
            problems.append(("sequence", str(statement.sequence)))
        for row, amount in self._rows(statement):
            if not LEAST <= amount <= MOST:
                problems.append(("amount_too_long", row.number))
            if not 7 <= len(row.number) <= 14:
                problems.append(("number_length", row.number))
        return problems

    def left_out(self, statement: Statement) -> list[Row]:
        """Goods, rows of 0, and corrections: those are made in the service's form."""
        written = [row for row, _amount in self._rows(statement)]
        return [row for row in statement.rows if row not in written]

    def render(self, statement: Statement) -> bytes:
        lines = [
            f"<ligne_des><numlin_des>{place:06d}</numlin_des><valeur>{amount}</valeur>"
            f"<partner_des>{row.number}</partner_des></ligne_des>"
            for place, (row, amount) in enumerate(self._rows(statement), 1)
        ]
        last = statement.period.last
        return (
            "<fichier_des><declaration_des>"
            f"<num_des>{statement.sequence:06d}</num_des>"
            f"<num_tvaFr>{statement.own_number}</num_tvaFr>"
            f"<mois_des>{last.month:02d}</mois_des><an_des>{last.year}</an_des>"
            f"{''.join(lines)}</declaration_des></fichier_des>"
        ).encode()

    def _rows(self, statement: Statement) -> list[tuple[Row, int]]:
        """The rows of the file, each with its amount."""
        rows = [
            (row, self.amount(row.new, statement))
            for row in statement.rows
            if row.kind is Kind.SERVICES and not row.origin
        ]
        return [(row, amount) for row, amount in rows if amount]
