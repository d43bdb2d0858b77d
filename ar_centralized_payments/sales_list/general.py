"""A CSV for every country that has no file of its own here."""

from .statement import Format, Statement, decimal, missing
from .values import Row


class GeneralList(Format):
    """All rows with cents; corrections by what was reported, what is right, and the
    difference."""

    code = "general"
    step = 1

    def problems(self, statement: Statement) -> list[tuple[str, str]]:
        return missing(own_number=statement.own_number)

    def render(self, statement: Statement) -> bytes:
        lines = [self._line(statement, row) for row in statement.rows]
        return "".join(f"{line}\n" for line in lines).encode()

    @staticmethod
    def _line(statement: Statement, row: Row) -> str:
        amounts = [decimal(row.new), "", "", "", ""]
        if row.origin:
            figures = (row.before, row.new, row.difference)
            amounts = ["", row.origin.code, *map(decimal, figures)]
        period = statement.period
        days = [period.first.isoformat(), period.last.isoformat()]
        own, number = statement.own_number, row.number
        return ";".join([own, *days, number, row.kind.value, *amounts])
