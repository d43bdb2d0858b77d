"""What the words of an advice mean, in English, Dutch, German, Norwegian and French.

Headings are told by stems, because they are compounds in three of these languages:
*Rechnungsbetrag*, *factuurbedrag*, *fakturabeløp*. Of several stems in one heading the
first of this list counts.
"""

import re
import unicodedata
from enum import Enum

PARTS = re.compile(r"[^\W\d_]+")


class Role(Enum):
    """What stands in a column."""

    OTHER = "other"  # nothing that is paid or names a document
    DATE = "date"
    DISCOUNT = "discount"
    GROSS = "gross"
    PAID = "paid"
    AMOUNT = "amount"  # paid, where no other column is
    CURRENCY = "currency"
    NUMBER = "number"


#: Stems without accents, by what they make of a heading; the first that fits.
STEMS = (
    (
        Role.NUMBER,
        "paymentref betalingskenmerk betalingsref zahlungsref zahlungsbeleg "
        "referencepaiement referencedepaiement referencedupaiement",
    ),
    (
        Role.OTHER,
        "open terms anzahl vat tax btw mwst mva tva ust steuer saldo balance solde "
        "restant openstaand outstanding offen quantity aantal menge antall quantite "
        "vendor supplier leverancier lieferant leverandor fournisseur pos position "
        "page company description omschrijving beskrivelse libelle designation "
        "bezeichnung tekst",
    ),
    (Role.DATE, "date datum dato vervaldag falligkeit forfall echeance"),
    (
        Role.DISCOUNT,
        "discount korting skonto rabatt escompte remise deduct abzug abzuge fradrag "
        "inhouding deduction betalingskorting kontantrabatt disc",
    ),
    (
        Role.GROSS,
        "gross brutto bruto brut ttc rechnungsbetrag factuurbedrag fakturabelop "
        "montantfacture invoiceamount originalamount",
    ),
    (
        Role.PAID,
        "net netto nett paid payment zahl gezahlt betaald betalt betaling "
        "betalings paye paiement payer reglement regle bezahlt remitted applied",
    ),
    (
        Role.AMOUNT,
        "amount betrag bedrag belop montant sum summe total totaal totalt value waarde "
        "wert amt",
    ),
    (Role.CURRENCY, "currency curr valuta wahrung devise monnaie"),
    (
        Role.NUMBER,
        "invoice inv factuur rechnung faktura facture fact document doc doknr beleg "
        "bilag piece reference referentie referenz referanse ref number nummer numero "
        "no nr num kid order bestelling bestellung ordre commande po kenmerk "
        "betalingskenmerk zuordnung credit note assignment",
    ),
)
#: Short stems are words of their own; the others may stand inside a compound.
SHORTEST_PART = 4
#: What a line says that adds up others.
TOTALS = frozenset(
    [
        "total",
        "totals",
        "totaal",
        "totale",
        "totaux",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "gesamtbetrag",
        "endbetrag",
        "subtotal",
        "subtotaal",
        "zwischensumme",
        "delsum",
        "totalsum",
        "totalbelop",
        "totalt",
        "eindtotaal",
        "zahlbetrag",
        "overgemaakt",
    ]
)
#: What stands beside the number of a document and says nothing else.
LABELS = frozenset(
    [
        "invoice",
        "invoices",
        "inv",
        "bill",
        "no",
        "nos",
        "number",
        "num",
        "nr",
        "our",
        "your",
        "ref",
        "reference",
        "document",
        "doc",
        "credit",
        "note",
        "notes",
        "cn",
        "memo",
        "less",
        "minus",
        "re",
        "for",
        "of",
        "dated",
        "date",
        "and",
        "amount",
        "paid",
        "pay",
        "payment",
        "the",
        "po",
        "order",
        "factuur",
        "facturen",
        "factuurnr",
        "factuurnummer",
        "fact",
        "nummer",
        "uw",
        "ons",
        "onze",
        "kenmerk",
        "creditnota",
        "creditfactuur",
        "van",
        "dd",
        "bedrag",
        "betaling",
        "betaald",
        "betalingskenmerk",
        "ordernummer",
        "bestelnummer",
        "en",
        "rechnung",
        "rechnungen",
        "rechnungsnr",
        "rechnungsnummer",
        "rg",
        "rnr",
        "re",
        "ihre",
        "ihr",
        "unsere",
        "vom",
        "belegnr",
        "beleg",
        "gutschrift",
        "gutschriften",
        "abzuglich",
        "betrag",
        "nummer",
        "und",
        "zahlung",
        "bestellnr",
        "faktura",
        "fakturanr",
        "fakturanummer",
        "fakt",
        "deres",
        "var",
        "kreditnota",
        "kreditnotaer",
        "av",
        "og",
        "belop",
        "kid",
        "betalt",
        "bilag",
        "minus",
        "facture",
        "factures",
        "fac",
        "numero",
        "no",
        "n",
        "votre",
        "notre",
        "avoir",
        "avoirs",
        "du",
        "de",
        "la",
        "le",
        "montant",
        "et",
        "reglement",
        "piece",
        "moins",
        "date",
        "commande",
    ]
)
LEADING = frozenset(
    [
        "invoice",
        "inv",
        "factuur",
        "rechnung",
        "faktura",
        "facture",
        "no",
        "nr",
        "number",
        "nummer",
        "numero",
        "ref",
        "kid",
        "note",
        "creditnota",
        "kreditnota",
        "gutschrift",
        "avoir",
        "fakturanr",
        "rechnungsnr",
        "n",
        "fakturanummer",
        "factuurnummer",
        "rechnungsnummer",
        "order",
        "po",
    ]
)


def plain(text):
    """A text in small letters, without accents.

    >>> plain("Beløp"), plain("N° Réglé"), plain("Fällig")
    ('belop', 'n° regle', 'fallig')
    """
    text = text.casefold()
    if text.isascii():
        return text
    text = text.replace("ø", "o").replace("æ", "ae")
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def words_of(text):
    """The words of a text, plain.

    >>> words_of("Inv. no. 12/A")
    ['inv', 'no', 'a']
    """
    return PARTS.findall(plain(text))


def role_of(heading):
    """What a heading says of its column, or ``None``.

    >>> role_of("Rechnungsbetrag"), role_of("Rechnungsdatum"), role_of("Ihre Rechnung")
    (<Role.GROSS: 'gross'>, <Role.DATE: 'date'>, <Role.NUMBER: 'number'>)
    >>> role_of("Kind regards") is None
    True
    """
    words = words_of(heading)
    whole = "".join(words)
    return next(
        (
            role
            for role, stems in STEMS
            if any(_has(stem, words, whole) for stem in stems.split())
        ),
        None,
    )


def _has(stem, words, whole):
    return stem in words or (len(stem) >= SHORTEST_PART and stem in whole)
