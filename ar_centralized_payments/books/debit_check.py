"""A file of direct debits against the rules of its public message definition
(pain.008): what a bank would refuse is found before the file leaves."""

from collections import Counter
from decimal import Decimal, InvalidOperation

from lxml import etree

from .sepa import BIC, is_creditor_identifier, is_iban, is_identifier

SPACES = (
    "urn:iso:std:iso:20022:tech:xsd:pain.008.001.02",
    "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08",
)
SEQUENCES = ("FRST", "RCUR", "FNAL", "OOFF")
SCHEMES = ("CORE", "B2B")
MOST = Decimal("999999999.99")
#: Where it stands, below a block of payments and below a payment, and its check.
OF_BLOCK = (
    ("PmtInfId", is_identifier),
    ("PmtMtd", "DD".__eq__),
    ("PmtTpInf/SvcLvl/Cd", "SEPA".__eq__),
    ("PmtTpInf/LclInstrm/Cd", SCHEMES.__contains__),
    ("PmtTpInf/SeqTp", SEQUENCES.__contains__),
    ("Cdtr/Nm", lambda text: 0 < len(text) <= 70),
    ("CdtrAcct/Id/IBAN", is_iban),
    ("CdtrSchmeId/Id/PrvtId/Othr/Id", is_creditor_identifier),
)
OF_DEBIT = (
    ("PmtId/EndToEndId", is_identifier),
    ("DrctDbtTx/MndtRltdInf/MndtId", is_identifier),
    ("DrctDbtTx/MndtRltdInf/DtOfSgntr", lambda text: len(text) == 10),
    ("Dbtr/Nm", lambda text: 0 < len(text) <= 70),
    ("DbtrAcct/Id/IBAN", is_iban),
    ("RmtInf/Ustrd", lambda text: 0 < len(text) <= 140),
)


def check_debit_file(content):
    """What in a file of direct debits is against the message definition.

    :param bytes content: the file
    :return: list of texts: which element of which payment, and what stands there
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        return [f"XML: {error}"]
    space = etree.QName(root).namespace
    if space not in SPACES:
        return [f"Document: {space}"]
    return list(_Check(root, space).problems())


class _Check:
    def __init__(self, root, space):
        self.root, self.names = root, {"p": space}

    def _all(self, node, path):
        return node.findall(
            "/".join(f"p:{part}" for part in path.split("/")), self.names
        )

    def _text(self, node, path):
        found = self._all(node, path)
        return (found[0].text or "") if found else ""

    def problems(self):
        """Everything, the head of the file first."""
        (body,) = self._all(self.root, "CstmrDrctDbtInitn") or [self.root]
        blocks = self._all(body, "PmtInf")
        debits = [one for block in blocks for one in self._all(block, "DrctDbtTxInf")]
        yield from self._fields(body, [("GrpHdr/MsgId", is_identifier)], "GrpHdr")
        yield from self._sums(body, debits, "GrpHdr")
        for block in blocks:
            where = self._text(block, "PmtInfId")
            yield from self._fields(block, OF_BLOCK, where)
            yield from self._sums(block, self._all(block, "DrctDbtTxInf"), where, "")
        for debit in debits:
            where = self._text(debit, "PmtId/EndToEndId")
            yield from self._fields(debit, OF_DEBIT, where)
            yield from self._amount(debit, where)
        names = Counter(self._text(debit, "PmtId/EndToEndId") for debit in debits)
        yield from (f"EndToEndId: {name} x {n}" for name, n in names.items() if n > 1)
        if not debits:
            yield "DrctDbtTxInf: 0"

    def _fields(self, node, fields, where):
        for path, is_right in fields:
            text = self._text(node, path)
            if not is_right(text):
                yield f"{where}: {path} = {text!r}"
        for path in ("CdtrAgt", "DbtrAgt"):
            for name in ("BIC", "BICFI"):
                text = self._text(node, f"{path}/FinInstnId/{name}")
                if text and not BIC.fullmatch(text):
                    yield f"{where}: {path} = {text!r}"

    def _sums(self, node, debits, where, head="GrpHdr/"):
        """The number of payments, and what they come to, as the file says them."""
        count, total = (
            self._text(node, f"{head}{name}") for name in ("NbOfTxs", "CtrlSum")
        )
        if count != str(len(debits)):
            yield f"{where}: NbOfTxs = {count!r}"
        amounts = [_decimal(self._text(debit, "InstdAmt")) for debit in debits]
        if None in amounts or _decimal(total) != sum(amounts):
            yield f"{where}: CtrlSum = {total!r}"

    def _amount(self, debit, where):
        """Euros and cents, more than nothing."""
        node = self._all(debit, "InstdAmt")
        amount = _decimal(node[0].text) if node else None
        if not node or node[0].get("Ccy") != "EUR":
            yield f"{where}: InstdAmt/Ccy"
        if amount is None or not 0 < amount <= MOST or amount != round(amount, 2):
            yield f"{where}: InstdAmt = {node[0].text if node else ''!r}"


def _decimal(text):
    try:
        return Decimal(text or "")
    except InvalidOperation:
        return None
