"""What a bank's file becomes, as values that can wait for the background."""


def statement_plan(book, statements, known):
    """Values of the lines that the bank did not send before, and of their statements.

    :param book: :class:`~.bank_file_book.BankFileBook`
    :param statements: what it reads
    :param known: references of lines that are there already
    :return: dict that JSON keeps: ``rows``, the lines in order; ``statements``, list of
        ``values``, ``count`` of its lines, and ``opening``, its balance at the start,
        ``None`` where earlier lines say it
    """
    plan = {"rows": [], "statements": []}
    for statement in statements:
        values, lines = book.prepare(statement, known)
        if lines:
            plan["rows"] += map(plain, lines)
            plan["statements"].append(
                {
                    "values": plain(values),
                    "count": len(lines),
                    "opening": None if known else values.get("balance_start"),
                }
            )
    return plan


def plain(values):
    """Values with dates as ISO texts."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }
