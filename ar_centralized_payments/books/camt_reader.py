"""Reads bank statements in XML: camt.053 and camt.054, of every version.

A file comes from outside and may be anything: its size is bounded, documents that
declare entities are refused before they are parsed, nothing outside the file is read,
and trees deeper than any statement end the parsing.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

#: More bytes than any bank puts into one file.
MOST_BYTES = 32 * 1024 * 1024
MOST_LINES = 10_000
#: The message and its version, as the namespace names them.
NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.(053|054)\.001\.(\d\d)")
VERSIONS = range(2, 14)
DECLARATION = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
NOT_PROVIDED = {"", "NOTPROVIDED", "NONREF"}
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)


class BankFileError(Exception):
    """The file cannot be read: a word for why, and what it is about."""

    def __init__(self, code, detail=""):
        super().__init__(code, detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line; ``amount`` less than 0 went away. ``reference``: of the bank's own,
    which no other line has."""

    reference: str
    date: date
    amount: Decimal
    text: str
    name: str = ""
    account: str = ""
    end_to_end: str = ""
    references: tuple = ()
    returned: str = ""


@dataclass
class Statement:
    """A statement; balances are ``None`` where the file has none (camt.054)."""

    name: str
    account: str
    currency: str
    day: date | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None
    lines: list = field(default_factory=list)

    @property
    def difference(self):
        """What the lines miss of the closing balance."""
        if self.opening is None or self.closing is None:
            return Decimal(0)
        return self.closing - self.opening - sum(line.amount for line in self.lines)


def read_camt(content):
    """The statements, or notifications, of one file.

    :param bytes content: the file
    :return: ``053`` or ``054``, and the list of :class:`Statement`
    :raises BankFileError: if it is none, or not to be trusted
    """
    root = _parsed(content)
    namespace = etree.QName(root).namespace or ""
    found = NAMESPACE.fullmatch(namespace)
    if not found or int(found[2]) not in VERSIONS:
        raise BankFileError("unknown", namespace[:80])
    reader = _Reader(namespace)
    nodes = reader.all(root, "BkToCstmrStmt/Stmt")
    nodes = nodes or reader.all(root, "BkToCstmrDbtCdtNtfctn/Ntfctn")
    statements = [reader.statement(node) for node in nodes]
    if not any(statement.lines for statement in statements):
        raise BankFileError("empty")
    if sum(len(statement.lines) for statement in statements) > MOST_LINES:
        raise BankFileError("lines", str(MOST_LINES))
    return found[1], statements


def _parsed(content):
    if len(content) > MOST_BYTES:
        raise BankFileError("large", str(MOST_BYTES // 1024 // 1024))
    # Beside UTF-8, a declaration may be written two bytes for a character.
    for text in (content.decode("latin-1"), content.decode("latin-1")[::2]):
        if DECLARATION.search(text) or DECLARATION.search(text.replace("\0", "")):
            raise BankFileError("entities")
    # Tags are counted twice at most: where they begin, and where they end.
    text = content.replace(b"\0", b"")
    if max(text.count(b"Ntry>"), text.count(b"TxDtls>")) > 2 * MOST_LINES:
        raise BankFileError("lines", str(MOST_LINES))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BankFileError("malformed", str(error)[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BankFileError("entities")
    return root


class _Reader:
    """Finds nodes of one namespace by their paths."""

    def __init__(self, namespace):
        self.namespace = f"{{{namespace}}}"

    def _path(self, path):
        return "/".join(f"{self.namespace}{part}" for part in path.split("/"))

    def all(self, node, path):
        return node.findall(self._path(path))

    def text(self, node, *paths):
        """The first text that one of some paths has."""
        for path in paths:
            found = node.find(self._path(path))
            if found is not None and (found.text or "").strip():
                return " ".join(found.text.split())
        return ""

    def amount(self, node, path="Amt"):
        """A signed amount; ``None`` where there is none."""
        text = self.text(node, path)
        if not text:
            return None
        try:
            amount = Decimal(text)
        except InvalidOperation:
            raise BankFileError("amount", text[:40]) from None
        if not amount.is_finite() or abs(amount) >= Decimal(10) ** 15:
            raise BankFileError("amount", text[:40])
        return -amount if self.text(node, "CdtDbtInd") == "DBIT" else amount

    def day(self, node, *paths):
        text = self.text(
            node, *[f"{p}/Dt" for p in paths], *[f"{p}/DtTm" for p in paths]
        )
        if not text:
            return None
        try:
            return datetime.fromisoformat(text.replace("Z", "+00:00")).date()
        except ValueError:
            try:
                return date.fromisoformat(text[:10])
            except ValueError:
                raise BankFileError("date", text[:40]) from None

    def account(self, node, path):
        return self.text(node, f"{path}/Id/IBAN", f"{path}/Id/Othr/Id")

    # ------------------------------------------------------------
    # Statements
    # ------------------------------------------------------------
    def statement(self, node):
        statement = Statement(
            name=self.text(node, "Id"),
            account=self.account(node, "Acct"),
            currency=self.text(node, "Acct/Ccy"),
        )
        for balance in self.all(node, "Bal"):
            self._add_balance(statement, balance)
        for place, entry in enumerate(self.all(node, "Ntry"), start=1):
            statement.lines += self._lines(statement, place, entry)
        if not statement.day:
            statement.day = max((x.date for x in statement.lines), default=None)
        return statement

    def _add_balance(self, statement, node):
        code = self.text(node, "Tp/CdOrPrtry/Cd")
        if code in OPENING and statement.opening is None:
            statement.opening = self.amount(node)
        elif code in CLOSING:
            statement.closing = self.amount(node)
            statement.day = self.day(node, "Dt") or statement.day

    def _lines(self, statement, place, entry):
        """An entry is a line; a batch whose parts come to it is a line for each."""
        status = self.text(entry, "Sts/Cd", "Sts")
        if status in ("PDNG", "INFO"):
            return []
        amount, booked = self.amount(entry), self.day(entry, "BookgDt", "ValDt")
        if amount is None or booked is None:
            raise BankFileError("incomplete", str(place))
        own = self.text(entry, "AcctSvcrRef") or f"{statement.name}/{place}"
        details = self.all(entry, "NtryDtls/TxDtls")
        parts = [self._detail_amount(one, amount) for one in details]
        if len(details) < 2 or None in parts or sum(parts) != amount:
            node = details[0] if len(details) == 1 else None
            return [self._line(entry, node, own, booked, amount)]
        return [
            self._line(entry, one, f"{own}/{number}", booked, part)
            for number, (one, part) in enumerate(zip(details, parts, strict=True), 1)
        ]

    def _detail_amount(self, node, whole):
        for path in ("Amt", "AmtDtls/TxAmt/Amt"):
            amount = self.amount(node, path)
            if amount is not None:
                has_sign = self.text(node, "CdtDbtInd")
                return -abs(amount) if not has_sign and whole < 0 else amount
        return None

    def _line(self, entry, detail, reference, booked, amount):
        side = "Dbtr" if amount > 0 else "Cdtr"
        node = entry if detail is None else detail
        parties = "RltdPties"
        texts = [t.text for t in self.all(node, "RmtInf/Ustrd") if t.text]
        codes = self._codes(node)
        extra = self.text(node, "AddtlTxInf") or self.text(entry, "AddtlNtryInf")
        end_to_end = self.text(node, "Refs/EndToEndId")
        returned = self.text(node, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
        if self.text(entry, "RvslInd") == "true":
            returned = returned or "RVSL"
        return StatementLine(
            reference=self._own_reference(detail, reference),
            date=booked,
            amount=amount,
            text=" ".join(" ".join([*texts, *codes]).split()) or extra or reference,
            name=self.text(node, f"{parties}/{side}/Nm", f"{parties}/{side}/Pty/Nm"),
            account=self.account(node, f"{parties}/{side}Acct"),
            end_to_end="" if end_to_end in NOT_PROVIDED else end_to_end,
            references=tuple(codes),
            returned=returned,
        )

    def _own_reference(self, detail, reference):
        own = self.text(detail, "Refs/AcctSvcrRef") if detail is not None else ""
        return own if own and "/" not in reference else reference

    def _codes(self, node):
        """Structured references: of the creditor, and numbers of documents."""
        paths = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/RfrdDocInf/Nb")
        return [
            found.text.strip()
            for path in paths
            for found in self.all(node, path)
            if found.text and found.text.strip()
        ]
