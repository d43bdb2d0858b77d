"""Denmark: the CSV of nine fields."""

import re

from .statement import Format, Statement, by_number
from .values import Kind, Regime, Row

COLUMNS = (Kind.GOODS, Kind.TRIANGULAR, Kind.SERVICES)


class DanishList(Format):
    """A line for each number in whole kroner; empty columns are 0, and a line of
    zeros is not allowed."""

    code = "dk"
    regime = Regime.REPLACE
    is_by_number = True

    def problems(self, statement: Statement) -> list[tuple[str, str]]:
        if re.fullmatch(r"DK[0-9]{8}", statement.own_number):
            return []
        return [("own_number_form", statement.own_number)]

    def left_out(self, statement: Statement) -> list[Row]:
        """Numbers whose columns would all be 0."""
        written = {number for number, _amounts in self._lines(statement)}
        return [row for row in statement.rows if row.number not in written]

    def render(self, statement: Statement) -> bytes:
        period, own = statement.period, statement.bare_number
        code = f"{period.year % 100:02d}{period.month:02d}"
        if period.is_quarter:
            code = f"{period.year % 100:02d}Q{period.quarter}"
        lines, total = [f"0,{own},LISTE,,,,,,"], 0
        found = self._lines(statement)
        for number, amounts in found:
            cells = [amounts.get(kind, 0) for kind in COLUMNS]
            total += sum(cells)
            head = ["2", f"ESL{code}", period.last.isoformat(), own]
            cells = [number[:2], number[2:], *map(str, cells)]
            lines.append(",".join([*head, *cells]))
        lines.append(f"10,{len(found)},{total},,,,,,")
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _lines(self, statement: Statement) -> list[tuple[str, dict]]:
        return [
            (number, amounts)
            for number, amounts in by_number(self, statement)
            if any(amounts.values())
        ]
