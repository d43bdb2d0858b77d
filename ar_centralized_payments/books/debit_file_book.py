"""The door to the writer of direct debits: payments in, a file and what stands against
it out. The file is written by the library ``sepaxml``, where it is installed."""

import importlib
from dataclasses import dataclass
from functools import cached_property

from odoo import fields
from odoo.tools import SQL, format_date

from ..matching.references import compact
from .debit_check import check_debit_file
from .sepa import (
    EEA,
    OUTSIDE_EEA,
    first_collection,
    is_creditor_identifier,
    is_iban,
    next_banking_day,
    sepa_text,
)

LIBRARY = "sepaxml"
SCHEMA = "pain.008.001.08"


def is_library_there():
    """Whether direct debits can be written here."""
    try:
        importlib.import_module(LIBRARY)
    except ImportError:
        return False
    return True


@dataclass
class Debit:
    """One payment to be collected: from which account, under which mandate."""

    payment: object
    account: object
    sequence: str


class DebitFileBook:
    """Prepares one file of the direct debits of one company and bank journal.

    :param payments: ``account.payment``, of the user's company
    :param date: the day of collection
    """

    def __init__(self, payments, date):
        self.payments, self.date, self.env = payments, date, payments.env
        self.company, self.bank = payments.company_id, payments.journal_id

    # ------------------------------------------------------------
    # What stands against it
    # ------------------------------------------------------------
    def problems(self):
        """Every reason against the file, all at once; empty: it can be made."""
        return [*self._own_problems(), *self._payment_problems()]

    def _own_problems(self):
        env = self.env
        words = {"company": self.company.name, "bank": self.bank.name}
        if not is_library_there():
            yield env._(
                "Direct debits are written by the Python library sepaxml, which is not "
                "installed here. Have it installed."
            )
        if not is_creditor_identifier(
            compact(self.company.ar_creditor_identifier or "")
        ):
            yield env._(
                "%(company)s has no valid creditor identifier. Type it in the settings "
                "of %(company)s.",
                **words,
            )
        if not is_iban(compact(self.bank.bank_account_id.acc_number or "")):
            yield env._(
                "%(bank)s has no IBAN. Give the journal its bank account.", **words
            )
        first = first_day(self.company)
        if self.date < first:
            yield env._(
                "%(date)s is too early: banks have a file one banking day before they "
                "collect. The first day is %(first)s.",
                date=format_date(env, self.date),
                first=format_date(env, first),
            )

    def _payment_problems(self):
        accounts = self.accounts
        for payment in self.payments:
            for text in self._against(payment, accounts[payment]):
                yield self.env._(
                    "%(payment)s, %(customer)s: %(reason)s",
                    payment=payment.name,
                    customer=payment.partner_id.display_name,
                    reason=text,
                )

    def _against(self, payment, account):
        env = self.env
        if payment.currency_id.name != "EUR":
            yield env._("it is not in euros, as direct debits are.")
        if not account:
            yield env._(
                "the customer has no bank account with a mandate for direct debits. "
                "Enter number and date of the mandate on the account."
            )
            return
        yield from self._against_account(account)
        if account.ar_mandate_date > self.date:
            yield env._(
                "the mandate %(mandate)s is signed after the day of collection.",
                mandate=account.ar_mandate,
            )
        if not sepa_text(account.acc_holder_name or payment.partner_id.name, 70):
            yield env._(
                "the name has no letters that banks take. Type the account holder in "
                "Latin letters on %(account)s.",
                account=account.acc_number,
            )
        is_again = self._firsts[account] != payment
        if account.ar_mandate_use == "once" and (self.uses[account] or is_again):
            yield env._(
                "the mandate %(mandate)s is for one collection, and was used.",
                mandate=account.ar_mandate,
            )
        elif account.ar_mandate_use == "last" and account in self._ended:
            yield env._(
                "the mandate %(mandate)s has had its last collection. Have a new one "
                "signed.",
                mandate=account.ar_mandate,
            )

    def _against_account(self, account):
        env, number = self.env, account.sanitized_acc_number or ""
        words = {"account": account.acc_number}
        if not is_iban(number):
            yield env._("%(account)s is no IBAN.", **words)
        elif number[:2] not in EEA | OUTSIDE_EEA:
            yield env._(
                "%(account)s is of no country that takes part in SEPA.", **words
            )
        elif number[:2] in OUTSIDE_EEA and not account.bank_bic:
            yield env._(
                "%(account)s is outside the European Economic Area: its bank is named "
                "as well. Enter the bank with its BIC.",
                **words,
            )

    @cached_property
    def _firsts(self):
        """Account -> the first payment here that it pays."""
        firsts = {}
        for payment in self.payments.sorted("id"):
            firsts.setdefault(self.accounts[payment], payment)
        return firsts

    # ------------------------------------------------------------
    # Accounts, mandates and sequences
    # ------------------------------------------------------------
    @cached_property
    def accounts(self):
        """Payment -> the customer's first bank account with a mandate."""
        partners = self.payments.partner_id.commercial_partner_id
        found = partners.bank_ids.filtered(
            lambda one: one.active and one.ar_mandate and one.ar_mandate_date
        ).sorted(lambda one: (one.sequence, one.id))
        none, first = found.browse(), {}
        for one in found:
            first.setdefault(one.partner_id, one)
        return {
            payment: first.get(payment.partner_id.commercial_partner_id, none)
            for payment in self.payments
        }

    @cached_property
    def _counts(self):
        """(account, mandate, sequence) -> how many payments files collected so that
        were not refused."""
        accounts = self.env["res.partner.bank"].union(*self.accounts.values())
        rows = self.env["account.payment"]._read_group(
            [
                ("ar_debit_account_id", "in", accounts.ids),
                ("ar_debit_file_id", "!=", False),
            ],
            ["ar_debit_account_id", "ar_debit_mandate", "ar_debit_sequence"],
            ["__count"],
        )
        return {tuple(row[:3]): row[3] for row in rows}

    @cached_property
    def uses(self):
        """Account -> how often its mandate was used by files that were not refused."""
        uses = dict.fromkeys(self.accounts.values(), 0)
        for (account, mandate, _sequence), count in self._counts.items():
            if account.ar_mandate == mandate:
                uses[account] += count
        return uses

    @cached_property
    def _ended(self):
        """The accounts whose mandate was collected for the last time."""
        return {
            account
            for account, mandate, sequence in self._counts
            if sequence == "FNAL" and account.ar_mandate == mandate
        }

    def debits(self):
        """Each payment with its account and its place in the series of collections:
        the first one under a mandate, one of the next, the last, or the only one."""
        uses, accounts = dict(self.uses), self.accounts
        payments = self.payments.sorted("id")
        lasts = {accounts[payment]: payment for payment in payments}
        debits = []
        for payment in payments:
            account = accounts[payment]
            if account.ar_mandate_use == "once":
                sequence = "OOFF"
            elif account.ar_mandate_use == "last" and lasts[account] == payment:
                sequence = "FNAL"
            else:
                sequence = "RCUR" if uses[account] else "FRST"
            uses[account] += 1
            debits.append(Debit(payment, account, sequence))
        return debits

    # ------------------------------------------------------------
    # The file
    # ------------------------------------------------------------
    def written(self, debits):
        """The file, and what in it is against the message definition.

        :param debits: list of :class:`Debit`, of one scheme
        :return: bytes, list of texts
        """
        library = importlib.import_module(LIBRARY)
        writer = library.SepaDD(self._config(debits), schema=SCHEMA, clean=False)
        for debit in debits:
            writer.add_payment(self._payment(debit))
        try:
            content = writer.export(validate=True)
        except Exception as error:
            return b"", [str(error)[:500]]
        return content, check_debit_file(content)

    def _config(self, debits):
        account = self.bank.bank_account_id
        values = {
            "name": sepa_text(self.company.name, 70),
            "IBAN": compact(account.acc_number),
            "batch": True,
            "creditor_id": compact(self.company.ar_creditor_identifier),
            "currency": "EUR",
            "instrument": debits[0].account.ar_mandate_scheme.upper(),
        }
        return values | ({"BIC": account.bank_bic} if account.bank_bic else {})

    def _payment(self, debit):
        payment, account = debit.payment, debit.account
        text = sepa_text(payment.memo or payment.payment_reference or payment.name, 140)
        values = {
            "name": sepa_text(account.acc_holder_name or payment.partner_id.name, 70),
            "IBAN": account.sanitized_acc_number,
            "amount": round(payment.amount * 100),
            "type": debit.sequence,
            "collection_date": self.date,
            "mandate_id": account.ar_mandate,
            "mandate_date": account.ar_mandate_date,
            "description": text or payment.name,
            "endtoend_id": sepa_text(payment.name, 35).strip("/"),
        }
        return values | ({"BIC": account.bank_bic} if account.bank_bic else {})


def first_day(company):
    """The first day on which banks collect what is written today."""
    return first_collection(fields.Date.context_today(company))


def collection_day(payments):
    """The day of collection of payments for which none was chosen: that of the latest
    one, if banks work and have the file in time, or the first day after it."""
    latest = max(payments.mapped("date"))
    return next_banking_day(max(first_day(payments), latest))


def note_debits(file, debits):
    """Keep by which file payments are collected, and how, all of them at once.

    :param file: ``ar.debit.file``, with the rights of the engine
    :param debits: list of :class:`Debit`
    """
    payments = file.env["account.payment"].browse(one.payment.id for one in debits)
    names = (
        *("ar_debit_file_id", "ar_debit_account_id"),
        *("ar_debit_mandate", "ar_debit_sequence"),
    )
    payments.flush_recordset()
    file.env.cr.execute(
        SQL(
            "UPDATE account_payment payment SET ar_debit_file_id = %s,"
            " ar_debit_account_id = debit.account, ar_debit_mandate = debit.mandate,"
            " ar_debit_sequence = debit.sequence, write_uid = %s,"
            " write_date = now() AT TIME ZONE 'UTC'"
            " FROM unnest(%s, %s, %s, %s) AS debit(id, account, mandate, sequence)"
            " WHERE payment.id = debit.id",
            file.id,
            file.env.uid,
            payments.ids,
            [one.account.id for one in debits],
            [one.account.ar_mandate for one in debits],
            [one.sequence for one in debits],
        )
    )
    payments.invalidate_recordset(names)
    payments.modified(names)
