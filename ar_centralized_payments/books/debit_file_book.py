"""The door to the writer of direct debits: payments in, a file and what stands against
it out. The file is written by the library ``sepaxml``, where it is installed."""

import importlib
from dataclasses import dataclass

from odoo import fields
from odoo.tools import format_date

from ..matching.references import compact
from .debit_check import check_debit_file
from .sepa import is_creditor_identifier, is_iban, sepa_text

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
        if self.date < fields.Date.context_today(self.company):
            yield env._(
                "%(date)s is past. Choose a day of collection from today on.",
                date=format_date(env, self.date),
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
        if not is_iban(account.sanitized_acc_number or ""):
            yield env._("%(account)s is no IBAN.", account=account.acc_number)
        if account.ar_mandate_date > self.date:
            yield env._(
                "the mandate %(mandate)s is signed after the day of collection.",
                mandate=account.ar_mandate,
            )
        uses = self.uses[account]
        if account.ar_mandate_use == "once" and (uses or self._is_again(payment)):
            yield env._(
                "the mandate %(mandate)s is for one collection, and was used.",
                mandate=account.ar_mandate,
            )

    def _is_again(self, payment):
        """Whether an earlier payment here is collected by the same account."""
        account = self.accounts[payment]
        first = next(p for p in self.payments if self.accounts[p] == account)
        return first != payment

    # ------------------------------------------------------------
    # Accounts, mandates and sequences
    # ------------------------------------------------------------
    @property
    def accounts(self):
        """Payment -> the customer's first bank account with a mandate."""
        partners = self.payments.partner_id.commercial_partner_id
        found = partners.bank_ids.filtered(
            lambda one: one.active and one.ar_mandate and one.ar_mandate_date
        ).sorted(lambda one: (one.sequence, one.id))
        none = found.browse()
        return {
            payment: next(
                (
                    one
                    for one in found
                    if one.partner_id == payment.partner_id.commercial_partner_id
                ),
                none,
            )
            for payment in self.payments
        }

    @property
    def uses(self):
        """Account -> how often its mandate was used by files that were not refused."""
        accounts = self.env["res.partner.bank"].union(*self.accounts.values())
        rows = self.env["account.payment"]._read_group(
            [
                ("ar_debit_account_id", "in", accounts.ids),
                ("ar_debit_file_id", "!=", False),
            ],
            ["ar_debit_account_id", "ar_debit_mandate"],
            ["__count"],
        )
        counts = {(account, mandate): count for account, mandate, count in rows}
        return {one: counts.get((one, one.ar_mandate), 0) for one in accounts}

    def debits(self):
        """Each payment with its account and its place in the series of collections:
        the first one under a mandate, one of the next, or the only one."""
        uses, accounts = dict(self.uses), self.accounts
        debits = []
        for payment in self.payments.sorted("id"):
            account = accounts[payment]
            if account.ar_mandate_use == "once":
                sequence = "OOFF"
            elif account.ar_mandate_use == "last":
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
