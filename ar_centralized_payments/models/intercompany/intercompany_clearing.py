"""What the companies' fields for intercompany clearing, which later versions of Odoo
have, could be: proposed from what intercompany accounting has, and never written."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.given_values import Ids, checked
from .intercompany_accounting import DUE_SIDES

#: Odoo's field of the company, of ``account_payment_interco``.
JOURNAL = "account_interco_clearing_journal_id"
#: Odoo's field -> the type of account that it takes, the partners' own account of that
#: type, and the side of a pair that is the same thing here.
ACCOUNTS = {
    "account_interco_receivable_id": (
        "asset_receivable",
        "property_account_receivable_id",
        "due_from",
    ),
    "account_interco_payable_id": (
        "liability_payable",
        "property_account_payable_id",
        "due_to",
    ),
}


class IntercompanyClearing(models.Model):
    _inherit = "intercompany.accounting"

    # ------------------------------------------------------------
    # Business: Odoo's own clearing
    # ------------------------------------------------------------
    @api.model
    @checked
    def clearing_proposal(self, companies: Ids = None):
        """Propose what each company's fields for Odoo's own clearing could be.

        Writes nothing. The journal is that of intercompany accounting. The accounts of
        the pairs can never be it, being of other types; an account of the type fits on
        which companies of the group alone have items, or that was made as proposed
        here, and that no setting and no partner names. Where there is none, the row
        says which one to create, and which unused ones there are.

        :param companies: ids or records of root companies; all of the user's if empty
        :return: list of dicts, three for each company: ``company_id``, ``company``,
            ``field`` (of ``res.company``), ``status`` (``fits`` or ``create``), ``id``,
            ``code``, ``name``, ``type`` and ``reason``
        :raises AccessError: if the user may not configure, or is not a member of all
        :raises UserError: if one of the companies is a branch
        """
        known = self.env.user.company_ids.filtered(lambda c: c.root_id == c)
        companies = self._check_setup_access(companies or known.ids)
        if branches := companies.filtered(lambda c: c.root_id != c):
            raise UserError("\n".join(c._ar_branch_refusal() for c in branches))
        active = self.env["res.company"]._ar_user_companies() | companies
        model = self.with_context(allowed_company_ids=active.ids)
        companies = companies.with_env(model.env)
        charts = model._setup_charts(companies)
        items = model._accounts_with_items(companies)
        return [
            {"company_id": company.id, "company": company.name, **row}
            for company in companies
            for row in (
                model._propose_clearing_journal(company),
                *(
                    model._propose_clearing_account(company, field, charts, items)
                    for field in ACCOUNTS
                ),
            )
        ]

    @api.model
    def _propose_clearing_journal(self, company):
        """The company's own intercompany journal, or what is to be made first."""
        journal = company.ar_intercompany_journal_id
        problems = [message for _code, message in company._ar_journal_problems()]
        kinds = self.env["account.journal"]._fields["type"]
        kinds = dict(kinds._description_selection(self.env))
        text = self.env._(
            "Settlements are booked in this journal, too, and it is of this type."
        )
        return {
            "field": JOURNAL,
            "status": "create" if problems else "fits",
            "id": not problems and journal.id,
            "code": self._next_journal_code(company) if problems else journal.code,
            "name": self.env._("Intercompany") if problems else journal.name,
            "type": kinds["general"],
            "reason": " ".join(problems) or text,
        }

    @api.model
    def _propose_clearing_account(self, company, field, charts, items):
        account_type, _partners, side = ACCOUNTS[field]
        name = self._clearing_account_name(side)
        free = self._free_accounts(company, account_type, items)
        account = free.filtered(lambda a: a in items or a.name == name)[:1]
        code = self._code_beside_usual(company, charts[company], field)
        return {
            "field": field,
            "status": "fits" if account else "create",
            "id": account.id,
            "code": account.code or code,
            "name": account.name or name,
            "type": self._account_types()[account_type],
            "reason": self.env._(
                "Of this type, and used by companies of the group alone."
            )
            if account
            else " ".join(self._reasons_to_create(company, side, free)),
        }

    @api.model
    def _code_beside_usual(self, company, chart, field):
        """The next free code after the account of customers, or of vendors."""
        account_type, _partners, _side = ACCOUNTS[field]
        usual = self._usual_account(company, field).with_company(company).code
        if usual:
            chart = [
                (code, account_type if code == usual else "") for code, _t in chart
            ]
        return self._next_account_code(chart, account_type)

    @api.model
    def _usual_account(self, company, field):
        """Of customers or vendors whose own record names none."""
        partners = self.env["res.partner"].with_company(company)
        _type, name, _side = ACCOUNTS[field]
        return partners._fields[name].get_company_dependent_fallback(partners)

    @api.model
    def _account_types(self):
        field = self.env["account.account"]._fields["account_type"]
        return dict(field._description_selection(self.env))

    @api.model
    def _clearing_account_name(self, side):
        if side == "due_from":
            return self.env._("Intercompany receivable, clearing")
        return self.env._("Intercompany payable, clearing")

    @api.model
    def _free_accounts(self, company, account_type, items):
        """Accounts that the field would take and that belong to nobody outside the
        group; non trade, then by code."""
        accounts = self.env["account.account"].with_company(company)
        used = {account.id for account, is_free in items.items() if not is_free}
        return accounts.search(
            [
                ("company_ids", "in", company.id),
                ("account_type", "=", account_type),
                ("reconcile", "=", True),
                ("currency_id", "in", [False, company.currency_id.id]),
                ("id", "not in", [*used, *self._named_accounts(company)]),
            ]
        ).sorted(lambda account: (not account.non_trade, account.code or ""))

    @api.model
    def _reasons_to_create(self, company, side, unused):
        yield self.env._(
            "Create this account: with reconciliation and as non trade, and use it for "
            "nothing else."
        )
        own = self._due_accounts_of(company, side)
        if own:
            yield self.env._(
                "%(accounts)s cannot be used: pairs of companies need the type "
                "%(type)s.",
                accounts=", ".join(own.mapped("display_name")),
                type=self._account_types()[own[0].account_type],
            )
        if unused:
            yield self.env._(
                "Of the type, and unused as yet: %(accounts)s.",
                accounts=", ".join(unused.mapped("display_name")),
            )

    @api.model
    def _due_accounts_of(self, company, side):
        """The accounts of a side that the company's own pairs name."""
        fields = {name: (account, of) for name, account, of, *_rest in DUE_SIDES}
        account_field, company_field = fields[side]
        pairs = self.search([(company_field, "=", company.id)])
        return pairs[account_field].with_company(company).sorted("code")

    @api.model
    def _accounts_with_items(self, companies):
        """Receivable and payable account -> whether its items are of partners of the
        group alone."""
        Company = self.env["res.company"].with_context(active_test=False)
        contacts = Company.search(Domain.TRUE).partner_id
        types = [account_type for account_type, *_rest in ACCOUNTS.values()]
        domain = Domain("account_id.account_type", "in", types)
        domain &= Domain("company_id", "child_of", companies.ids)
        items = self.env["account.move.line"]
        found = dict.fromkeys(
            (account for (account,) in items._read_group(domain, ["account_id"])), True
        )
        domain &= Domain("partner_id", "not in", contacts.ids)
        others = items._read_group(domain, ["account_id"])
        return found | {account: False for (account,) in others}

    @api.model
    def _named_accounts(self, company):
        """Ids of the accounts that settings of a company name, or its customers and
        vendors where their record names none, but for the fields proposed here.

        ``sudo()``: some settings are for administrators; ids alone are returned.
        """
        company = company.sudo()
        usual = [self._usual_account(company, field) for field in ACCOUNTS]
        settings = [
            company[name]
            for name, field in company._fields.items()
            if field.comodel_name == "account.account"
            and field.store
            and name not in ACCOUNTS
        ]
        return {account for accounts in (*usual, *settings) for account in accounts.ids}
