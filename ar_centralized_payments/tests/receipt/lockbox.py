"""A lockbox file, line by line, of checks: (number, amount in cents, texts beside)."""


def lockbox(
    checks, *, account="0044556677", total=None, count=None, deposited="260420"
):
    """The bytes of a file of one batch; ``total`` and ``count`` where they are odd."""
    cents = sum(amount for _number, amount, *_texts in checks)
    total = cents if total is None else total
    count = len(checks) if count is None else count
    lines = [
        "101FABRIKAM  0910000192604200830",
        "200FABRIKAM  0910000190000000400800080",
        f"50010010001234{deposited}FABRIKAM  0910000019",
    ]
    for item, (number, amount, *texts) in enumerate(checks, start=1):
        lines.append(
            f"6001{item:03d}{amount:010d}091000019{account:>10}{number:>10}"
            f"{texts[0] if texts else ''}"
        )
        for place, text in enumerate(texts[1:], start=1):
            last = 9 if place == len(texts) - 1 else 0
            lines.append(f"4001{item:03d}6{place:02d}{last}{text}")
    lines += [
        f"7001{len(checks):03d}0001234{deposited}{count:03d}{cents:010d}",
        f"80019990001234{deposited}{count:04d}{total:010d}",
        f"9{len(lines) + 3:06d}",
    ]
    return "\r\n".join(line.ljust(104) for line in lines).encode()
