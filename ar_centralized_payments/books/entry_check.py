"""What Odoo would refuse when an entry is posted, found before anything is written.

Odoo checks accounts, journals and currencies when it posts, in words that name no
company. A preview asks the same here (accounting 2), and says where and the way out.
"""

from odoo.tools import format_list


class EntryCheck:
    """Checks the values of entries, each account and journal once.

    :param env: with ``sudo()``; that the user is a member of the companies is for the
        caller to check, before
    """

    def __init__(self, env):
        self.env = env
        self._known = {}

    def against_entry(self, company, move, ready=()):
        """Reasons against an entry of a company.

        :param move: the values of the entry
        :param ready: accounts whose readiness is asked elsewhere: those of the pairs
        :return: list of texts
        """
        root = company.root_id
        reasons = [message for _code, message in root._ar_journal_problems()]
        for _command, _id, values in move["line_ids"]:
            account = self.env["account.account"].browse(values["account_id"] or [])
            if account not in ready:
                reasons += self._against_account(root, account, values["currency_id"])
        return list(dict.fromkeys(reasons))

    def _against_account(self, company, account, currency_id):
        key = (company, account, currency_id)
        if account and key not in self._known:
            self._known[key] = self._read_account(company, account, currency_id)
        return self._known.get(key, [])

    def _read_account(self, company, account, currency_id):
        companies = account.with_context(active_test=False).company_ids.root_id
        taken = (False, company.currency_id.id, currency_id)
        checks = {
            "archived": account.active or account in self._asked_by_role(company),
            "company": company in companies,
            "currency": account.currency_id.id in taken,
        }
        codes = [code for code, is_right in checks.items() if not is_right]
        if not codes:
            return []
        texts = self._account_texts(
            company=company.name,
            account=account.with_company(company).display_name,
            currency=account.currency_id.name,
            other=self.env["res.currency"].browse(currency_id).name,
        )
        return [texts[code] for code in codes]

    def _account_texts(self, **words):
        return {
            "archived": self.env._(
                "%(company)s: the account %(account)s is archived. Unarchive it, or "
                "choose another.",
                **words,
            ),
            "company": self.env._(
                "%(company)s: the account %(account)s is of another company. Choose "
                "one of %(company)s.",
                **words,
            ),
            "currency": self.env._(
                "%(company)s: the account %(account)s takes only %(currency)s, but "
                "%(other)s is to be booked on it. Take the currency off the account, "
                "or choose another.",
                **words,
            ),
        }

    @staticmethod
    def _asked_by_role(company):
        """Accounts that readiness names by what they are for."""
        return (
            company.income_currency_exchange_account_id
            | company.expense_currency_exchange_account_id
            | company.account_journal_early_pay_discount_loss_account_id
        )

    # ------------------------------------------------------------
    # Tax that becomes due on payment, in entries that Odoo makes on the way
    # ------------------------------------------------------------
    def against_tax_due_on_payment(self, items):
        """Reasons against the entries in which the tax of documents becomes due.

        :param items: receivable items whose documents have such taxes
        :return: list of texts
        """
        return [
            self.env._(
                "%(company)s, %(document)s: its tax becomes due on payment. %(reason)s",
                company=move.company_id.name,
                document=move.name,
                reason=reason,
            )
            for move in items.move_id
            for reason in self._against_tax_entry(move)
        ]

    def _against_tax_entry(self, move):
        lines = (move._collect_tax_cash_basis_values() or {}).get("to_process_lines")
        company = move.company_id
        journal = company.tax_cash_basis_journal_id
        if not lines:
            return
        if not journal:
            yield self.env._(
                "There is no cash basis journal. Choose one in the settings of "
                "Invoicing."
            )
        elif not journal.active:
            yield self.env._(
                "The journal %(journal)s is archived. Unarchive it, or choose another.",
                journal=journal.display_name,
            )
        accounts = self.env["account.account"].union(
            *(self._tax_entry_accounts(kind, line) for kind, line in lines)
        )
        if archived := accounts.filtered(lambda account: not account.active):
            names = archived.with_company(company).mapped("display_name")
            yield self.env._(
                "The accounts are archived: %(accounts)s. Unarchive them.",
                accounts=format_list(self.env, names),
            )
        is_foreign = move.currency_id != company.currency_id
        if is_foreign and not company.root_id.currency_exchange_journal_id:
            yield self.env._(
                "There is no exchange gain or loss journal. Choose one in the settings "
                "of Invoicing."
            )

    @staticmethod
    def _tax_entry_accounts(kind, line):
        """Where Odoo books a line of base or tax when it becomes due."""
        base = line.company_id.account_cash_basis_base_account_id
        if kind == "base":
            return base or line.account_id
        due = line.tax_repartition_line_id.account_id or base or line.account_id
        return due | line.account_id

    # ------------------------------------------------------------
    # Draft payments, which are posted before
    # ------------------------------------------------------------
    def against_payment(self, payment):
        """Reasons for which Odoo would not post a draft payment.

        :return: list of texts
        """
        company, document = payment.company_id, payment.display_name
        return [
            self.env._(
                "%(company)s, %(document)s: %(reason)s",
                company=company.name,
                document=document,
                reason=reason,
            )
            for reason in self._against_payment(payment)
        ]

    def _against_payment(self, payment):
        journal, currency = payment.journal_id, payment.currency_id
        if not journal.active:
            yield self.env._(
                "its journal %(journal)s is archived. Unarchive it, or choose another.",
                journal=journal.display_name,
            )
        if not currency.active:
            yield self.env._(
                "%(currency)s is archived. Unarchive the currency.",
                currency=currency.name,
            )
        account = payment.outstanding_account_id
        if account and not account.active:
            yield self.env._(
                "the account for its money, %(account)s, is archived. Unarchive it, or "
                "choose another.",
                account=account.with_company(payment.company_id).display_name,
            )
        bank = payment.partner_bank_id
        is_checked = payment.payment_type == "outbound"
        if (
            is_checked
            and payment.require_partner_bank_account
            and not bank.allow_out_payment
        ):
            yield self.env._(
                "the customer's bank account is not trusted for outgoing payments. "
                "Have it checked on the customer."
            )
