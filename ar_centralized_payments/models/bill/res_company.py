from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...books.bill_accounts import ACCOUNTS, NEEDED, account_of, field_of, is_fit
from ...settlement.bill import Account


def _account(string, text):
    return fields.Many2one(
        comodel_name="account.account", string=string, help=text, check_company=True
    )


class ResCompany(models.Model):
    _inherit = "res.company"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_bill_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bills of Exchange Journal",
        check_company=True,
        domain="[('type', '=', 'cash'), ('company_id', '=', id)]",
        help="A journal of type Cash whose default account is Bills Receivable: bills "
        "are drawn in it, and everything that happens to them is booked in it.",
    )
    ar_bill_held_account_id = _account(
        "Bills Receivable", "Bills that the company holds: a current asset."
    )
    ar_bill_collection_account_id = _account(
        "Bills for Collection", "Bills that a bank collects: a current asset."
    )
    ar_bill_discounted_account_id = _account(
        "Bills Discounted", "Bills that a bank has bought: a current asset."
    )
    ar_bill_liability_account_id = _account(
        "Liabilities for Discounted Bills",
        "What the bank may claim back for discounted bills: a current liability.",
    )
    ar_bill_protested_account_id = _account(
        "Protested Bills",
        "What customers owe again: a receivable, so that any payment can settle it.",
    )
    ar_bill_charges_account_id = _account("Bank Charges of Bills", "An expense.")
    ar_bill_discount_interest_account_id = _account(
        "Discount Interest of Bills", "What the bank keeps for discounting: an expense."
    )
    ar_bill_protest_cost_account_id = _account(
        "Protest Costs", "What is not charged to the customer: an expense."
    )
    ar_bill_interest_account_id = _account(
        "Interest Income of Bills", "Interest that a redrawn bill adds: an income."
    )
    ar_bill_fee_account_id = _account(
        "Fee Income of Bills", "Fees that a redrawn bill adds: an income."
    )
    ar_bill_protest_debt = fields.Selection(
        selection=[("bill", "The Bill"), ("invoices", "The Invoices")],
        string="Debt after a Protest",
        default="bill",
        required=True,
        help="What the customer owes again: the bill, in the company that holds it, or "
        "the invoices that it paid, in their companies.",
    )
    ar_bill_protest_cost = fields.Selection(
        selection=[("charge", "Charged to the Customer"), ("expense", "An Expense")],
        string="Cost of a Protest",
        default="charge",
        required=True,
        help="Who bears what the bank asks for a protest.",
    )
    ar_bill_discount_date = fields.Selection(
        selection=[
            ("due", "The Due Date"),
            ("draw", "The Date of the Draw"),
            ("none", "No Discount"),
        ],
        string="Cash Discount of Bills",
        default="due",
        required=True,
        help="Which date decides on the cash discount of what a bill pays.",
    )
    ar_bill_show_liability = fields.Boolean(
        string="Show Discounted Bills",
        default=True,
        help="Keep discounted bills in the books with a liability beside them, until "
        "they are honored. Otherwise they leave the books when discounted.",
    )

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("ar_bill_journal_id", *(row[0] for row in ACCOUNTS.values()))
    def _check_ar_bill(self):
        problems = [
            problem
            for company in self.sudo()
            for problem in company._ar_bill_wrong_choices()
        ]
        if problems:
            raise ValidationError("\n".join(problems))

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_bill_problems(self, accounts=NEEDED):
        """What this company lacks to book bills, all at once; with ``sudo()``.

        :param accounts: those that are needed
        :return: list of texts
        """
        root = self.root_id
        if not self.active:
            return [root._ar_archived_refusal()]
        return [
            *root._ar_bill_missing(accounts),
            *root._ar_bill_wrong_choices(),
            *root._ar_bill_archived(accounts),
        ]

    def _ar_bill_missing(self, accounts):
        if not self.ar_bill_journal_id:
            yield self.env._(
                "%(company)s has no journal for bills of exchange. Choose one in the "
                "settings of %(company)s, or have it made under Configuration > Set Up "
                "Intercompany Accounting.",
                company=self.name,
            )
        for account in dict.fromkeys([*NEEDED, *accounts]):
            if not account_of(self, account):
                yield self.env._(
                    "%(company)s has no account for %(label)s. Choose one in the "
                    "settings of %(company)s, or have it made under Configuration > "
                    "Set Up Intercompany Accounting.",
                    company=self.name,
                    label=self._ar_bill_label(account),
                )

    def _ar_bill_wrong_choices(self):
        """Reasons against the journal and the accounts that are chosen."""
        journal, held = self.ar_bill_journal_id, self.ar_bill_held_account_id
        words = {"company": self.name, "journal": journal.display_name}
        if journal and (journal.type != "cash" or journal.company_id != self):
            yield self.env._(
                "%(company)s: %(journal)s cannot be the journal for bills of exchange. "
                "Choose one of %(company)s, of type Cash.",
                **words,
            )
        if journal and held and journal.default_account_id != held:
            yield self.env._(
                "%(company)s: the default account of %(journal)s must be %(account)s, "
                "the account of the bills that the company holds.",
                account=held.display_name,
                **words,
            )
        yield from self._ar_bill_unfit_accounts()
        yield from self._ar_bill_shared_accounts()
        yield from self._ar_bill_bank_accounts()

    def _ar_bill_unfit_accounts(self):
        texts = {
            "asset_current": self.env._(
                "%(company)s: %(label)s must be a current asset that allows "
                "reconciliation; %(account)s is not."
            ),
            "liability_current": self.env._(
                "%(company)s: %(label)s must be a current liability that allows "
                "reconciliation; %(account)s is not."
            ),
            "asset_receivable": self.env._(
                "%(company)s: %(label)s must be a receivable account, so that payments "
                "can settle it; %(account)s is not."
            ),
            "expense": self.env._(
                "%(company)s: %(label)s must be an expense; %(account)s is not."
            ),
            "income_other": self.env._(
                "%(company)s: %(label)s must be an income; %(account)s is not."
            ),
        }
        for purpose, (name, kind, _reconciled) in ACCOUNTS.items():
            account = self[name]
            if account and not is_fit(account, purpose):
                yield texts[kind] % {
                    "company": self.name,
                    "label": self._ar_bill_label(purpose),
                    "account": account.with_company(self).display_name,
                }

    def _ar_bill_shared_accounts(self):
        """Each of the accounts on which bills stand is of one purpose."""
        known = {}
        for purpose in NEEDED:
            account = account_of(self, purpose)
            if account and account in known:
                yield self.env._(
                    "%(company)s: %(one)s and %(other)s are the same account. Choose "
                    "one for each.",
                    company=self.name,
                    one=self._ar_bill_label(known[account]),
                    other=self._ar_bill_label(purpose),
                )
            known[account] = purpose

    def _ar_bill_bank_accounts(self):
        """Odoo would take bills on an account of a bank's methods for bank money."""
        held = self.ar_bill_held_account_id
        lines = self.env["account.payment.method.line"].search(
            [("payment_account_id", "=", held.id)]
        ) if held else self.env["account.payment.method.line"]  # fmt: skip
        for journal in lines.journal_id - self.ar_bill_journal_id:
            yield self.env._(
                "%(company)s: %(label)s is the account of a payment method of "
                "%(journal)s. Choose another account there.",
                company=self.name,
                label=self._ar_bill_label(Account.HELD),
                journal=journal.display_name,
            )

    def _ar_bill_archived(self, accounts):
        records = [self.ar_bill_journal_id]
        records += [account_of(self, account) for account in accounts]
        for record in records:
            if record and not record.active:
                yield self.env._(
                    "%(company)s: %(record)s is archived. Unarchive it, or choose "
                    "another in the settings of %(company)s.",
                    company=self.name,
                    record=record.with_company(self).display_name,
                )

    def _ar_bill_label(self, account):
        return self._fields[field_of(account)]._description_string(self.env)
