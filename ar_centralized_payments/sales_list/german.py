"""Germany: the CSV that the portals of the Federal Central Tax Office import."""

from .statement import Format, Statement, missing
from .values import Kind, Regime

VERSION = "#v3.0"
HEADER = "Umsatzsteuer-Identifikationsnummer (USt-IdNr.),Summe (Euro),Art der Leistung"
KINDS = {Kind.GOODS: "L", Kind.SERVICES: "S", Kind.TRIANGULAR: "D"}
MOST_DIGITS = 9
#: An older note of the authority: no more rows at once.
MOST_ROWS = 1500


class GermanList(Format):
    """A row for each number and kind in whole euros; 0 where they cancel out, or where
    a reported row is taken back. Own number and period are chosen in the portal."""

    code = "de"
    regime = Regime.REPLACE

    def problems(self, statement: Statement) -> list[tuple[str, str]]:
        return missing(own_number=statement.own_number) + [
            ("amount_too_long", row.number)
            for row in statement.rows
            if abs(self.amount(row.new, statement)) >= 10**MOST_DIGITS
        ]

    def render(self, statement: Statement) -> bytes:
        lines = [VERSION, HEADER]
        for row in statement.rows:
            amount = self.amount(row.new, statement)
            lines.append(f"{row.number},{amount},{KINDS[row.kind]}")
        return "".join(f"{line}\n" for line in lines).encode()
