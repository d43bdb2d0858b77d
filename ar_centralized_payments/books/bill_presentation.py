"""A remittance as its bank is told of it: records in, the pure form out."""

from ..settlement.bill_files import (
    ENTRY_CODES,
    Presentation,
    Presented,
    cfonb_problems,
    short_number,
)


def presentation_of(remittance):
    """The remittance as the files say it; with ``sudo()``."""
    company, journal = remittance.company_id, remittance.journal_id
    value_date = remittance.value_date
    code = remittance.type
    if code == "discount" and value_date:
        code = "discount_value"
    return Presentation(
        name=remittance.name,
        type=remittance.type,
        entry_code=ENTRY_CODES[code],
        date=remittance.date,
        value_date=value_date or None,
        remitter=company.name,
        bank=journal.bank_id.name or journal.name,
        bank_account=_iban(journal.bank_account_id),
        reference=remittance.bank_reference or short_number(remittance.name, 11),
        issuer_number=journal.ar_bill_issuer_number or "",
        convention=journal.ar_bill_convention or "",
        siren=_siren(company.partner_id, company.company_registry),
        bills=tuple(
            _presented(line.bill_id) for line in remittance.active_line_ids.sorted("id")
        ),
    )


def _presented(bill):
    currency = bill.currency_id
    partner = bill.partner_id
    return Presented(
        name=bill.name,
        kind=bill.kind,
        acceptance_date=bill.acceptance_date or None,
        drawee=partner.commercial_partner_id.name or partner.name,
        customer_account=partner.with_company(bill.company_id).customer_account or "",
        drawee_account=_iban(bill.drawee_bank_id),
        drawee_bank=bill.drawee_bank_name or "",
        cents=round(bill.amount * 100),
        amount_text=f"{bill.amount:.{currency.decimal_places}f}",
        currency=currency.name,
        draw_date=bill.date,
        due_date=bill.due_date,
        drawer_reference=bill._default_reference(),
        siren=_siren(partner, partner.company_registry),
    )


def _iban(account):
    return account.sanitized_acc_number or ""


def _siren(_partner, registry):
    """The nine digits that a French registry number begins with."""
    digits = "".join(c for c in registry or "" if c.isdigit())
    return digits[:9] if len(digits) in (9, 14) else ""


def presentation_problems(remittance):
    """What the bank's format cannot say of a remittance: texts."""
    if remittance.format != "cfonb_lcr":
        return
    env = remittance.env
    texts = {
        "bank": env._(
            "%(document)s: the bank's account is no French IBAN. Type it on the bank "
            "journal, or choose the format CSV."
        ),
        "drawee": env._(
            "%(document)s: the drawee's account is no French IBAN. Choose it on the "
            "bill."
        ),
        "currency": env._("%(document)s: CFONB takes bills in EUR alone."),
        "amount": env._("%(document)s: the amount is too long for CFONB."),
    }
    for code, name in cfonb_problems(presentation_of(remittance)):
        yield texts[code] % {"document": name}
