"""What stands in for the library that writes direct debits: the same calls, and a file
of the same elements, put together from the public message definition."""

from types import ModuleType
from xml.sax.saxutils import escape

SPACE = "urn:iso:std:iso:20022:tech:xsd:"
HEAD = """<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{space}">
<CstmrDrctDbtInitn><GrpHdr><MsgId>M-1</MsgId><NbOfTxs>{count}</NbOfTxs>
<CtrlSum>{total}</CtrlSum></GrpHdr>{blocks}</CstmrDrctDbtInitn></Document>"""
BLOCK = """<PmtInf><PmtInfId>B-{type}</PmtInfId><PmtMtd>DD</PmtMtd>
<NbOfTxs>{count}</NbOfTxs><CtrlSum>{total}</CtrlSum>
<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>{instrument}</Cd></LclInstrm>
<SeqTp>{type}</SeqTp></PmtTpInf><ReqdColltnDt>{date}</ReqdColltnDt>
<Cdtr><Nm>{name}</Nm></Cdtr><CdtrAcct><Id><IBAN>{IBAN}</IBAN></Id></CdtrAcct>
<CdtrSchmeId><Id><PrvtId><Othr><Id>{creditor_id}</Id></Othr></PrvtId></Id>
</CdtrSchmeId>{debits}</PmtInf>"""
DEBIT = """<DrctDbtTxInf><PmtId><EndToEndId>{endtoend_id}</EndToEndId></PmtId>
<InstdAmt Ccy="EUR">{cents}</InstdAmt><DrctDbtTx><MndtRltdInf>
<MndtId>{mandate_id}</MndtId><DtOfSgntr>{mandate_date}</DtOfSgntr></MndtRltdInf>
</DrctDbtTx><DbtrAgt><FinInstnId>{agent}</FinInstnId></DbtrAgt>
<Dbtr><Nm>{name}</Nm></Dbtr>
<DbtrAcct><Id><IBAN>{IBAN}</IBAN></Id></DbtrAcct>
<RmtInf><Ustrd>{description}</Ustrd></RmtInf></DrctDbtTxInf>"""


def cents(amount):
    return f"{amount // 100}.{amount % 100:02d}"


class SepaDD:
    def __init__(self, config, schema, clean=True):
        self.config, self.schema, self.payments = config, schema, []
        assert not clean

    def add_payment(self, payment):
        assert isinstance(payment["amount"], int)
        self.payments.append(payment)

    def export(self, validate=True):
        assert validate
        types = dict.fromkeys(one["type"] for one in self.payments)
        total = sum(one["amount"] for one in self.payments)
        text = HEAD.format(
            space=SPACE + self.schema,
            count=len(self.payments),
            total=cents(total),
            blocks="".join(map(self.block, types)),
        )
        return text.encode()

    def block(self, kind):
        some = [one for one in self.payments if one["type"] == kind]
        return BLOCK.format(
            **self.config,
            type=kind,
            count=len(some),
            total=cents(sum(one["amount"] for one in some)),
            date=some[0]["collection_date"],
            debits="".join(map(self.debit, some)),
        )

    @staticmethod
    def debit(one):
        bic = one.get("BIC")
        agent = f"<BICFI>{bic}</BICFI>" if bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"
        texts = {key: escape(str(value)) for key, value in one.items()}
        return DEBIT.format(**texts, agent=agent, cents=cents(one["amount"]))


def library():
    """The library, as it is imported."""
    module = ModuleType("sepaxml")
    module.SepaDD = SepaDD
    return module
