"""Files as banks give them, made byte for byte from the public message definition."""

SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version:02}"
FILE = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{space}"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-04-20T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>{name}</Id><ElctrncSeqNb>7</ElctrncSeqNb>
<Acct><Id>{account}</Id><Ccy>{currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>
<Amt Ccy="{currency}">{opening:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-04-20</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>
<Amt Ccy="{currency}">{closing:.2f}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2026-04-20</Dt></Dt></Bal>
{entries}
</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="{currency}">{amount:.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<Sts>{status}</Sts><BookgDt><Dt>2026-04-20</Dt></BookgDt>
<AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"""
DETAIL = """<TxDtls><Refs><EndToEndId>{end}</EndToEndId></Refs>
<Amt Ccy="{currency}">{amount:.2f}</Amt><CdtDbtInd>{side}</CdtDbtInd>
<RltdPties><{role}>{name}</{role}><{role}Acct><Id><IBAN>{iban}</IBAN></Id></{role}Acct>
</RltdPties><RmtInf><Ustrd>{text}</Ustrd>{more}</RmtInf>{returned}</TxDtls>"""


def camt(lines, version=2, opening=100.0, *, closing=None, **options):
    """A statement: lines of (reference, amount, name, text) and further values.

    A line of a list of lines instead of an amount is a batch.
    """
    currency = options.get("currency", "USD")
    entries = "".join(_entry(currency, version, *line) for line in lines)
    total = sum(_amount(line) for line in lines)
    return FILE.format(
        space=options.get("space") or SPACE.format(version=version),
        name=options.get("name", "STMT-2026-04-20"),
        account=options.get("account", "<Othr><Id>0042</Id></Othr>"),
        currency=currency,
        opening=opening,
        closing=opening + total if closing is None else closing,
        entries=entries,
    ).encode()


def _amount(line):
    amount = line[1]
    return sum(map(_amount, amount)) if isinstance(amount, list) else amount


def _entry(currency, version, reference, amount, *rest):
    parts = amount if isinstance(amount, list) else [(reference, amount, *rest)]
    total = sum(map(_amount, parts))
    return ENTRY.format(
        currency=currency,
        amount=abs(total),
        side=_side(total),
        status="BOOK" if version < 8 else "<Cd>BOOK</Cd>",
        reference=reference,
        details="".join(_detail(currency, version, *part) for part in parts),
    )


def _side(amount):
    return "DBIT" if amount < 0 else "CRDT"


def _detail(currency, version, _reference, amount, name, text, more=None):
    more = more or {}
    label = f"<Nm>{name}</Nm>"
    return DETAIL.format(
        currency=currency,
        amount=abs(amount),
        side=_side(amount),
        role="Cdtr" if amount < 0 else "Dbtr",
        name=label if version < 8 else f"<Pty>{label}</Pty>",
        text=text,
        end=more.get("end", "NOTPROVIDED"),
        iban=more.get("iban", "NL91ABNA0417164300"),
        more=_structured(more.get("structured")),
        returned=_returned(more.get("returned")),
    )


def _structured(reference):
    if not reference:
        return ""
    return f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd>"


def _returned(code):
    return f"<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf>" if code else ""
