"""Whether a pair can settle, and everything that keeps it from that."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...books.given_values import Day, checked
from .intercompany_accounting import DUE_SIDES


class IntercompanyReadiness(models.Model):
    _inherit = "intercompany.accounting"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    readiness_state = fields.Selection(
        selection=[("ready", "Ready"), ("not_ready", "Not Ready")],
        string="Readiness",
        compute="_compute_readiness",
        search="_search_readiness_state",
        help="Whether a settlement dated today could be posted with this pair.",
    )
    readiness_summary = fields.Char(
        string="First Thing Missing",
        compute="_compute_readiness",
        help="The first of the things to mend, and how many more there are.",
    )
    readiness_details = fields.Text(
        string="What Is Missing",
        compute="_compute_readiness",
        help="Everything that must be mended before this pair can settle today.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "payment_company_id",
        "invoice_company_id",
        "due_to_account_id",
        "due_from_account_id",
    )
    @api.depends_context("uid", "lang")
    def _compute_readiness(self):
        reasons = {pair.id: [] for pair in self._origin}
        for problem in self._origin.readiness():
            reasons[problem["pair_id"]].append(problem["message"])
        for pair in self:
            messages = reasons.get(pair._origin.id)
            pair.readiness_state = messages is not None and (
                "not_ready" if messages else "ready"
            )
            pair.readiness_details = "\n".join(messages or [])
            pair.readiness_summary = pair._readiness_summary(messages or [])

    def _readiness_summary(self, messages):
        if len(messages) < 2:
            return "".join(messages)
        return self.env._(
            "%(reason)s (and %(count)s more)",
            reason=messages[0],
            count=len(messages) - 1,
        )

    def _search_readiness_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        pairs = self.search([("active", "in", (True, False))])
        found = pairs.filtered(lambda pair: pair.readiness_state in value)
        return [("id", "in", found.ids)]

    # ------------------------------------------------------------
    # Business: readiness
    # ------------------------------------------------------------
    @checked
    def readiness(self, date: Day = None):
        """List everything that keeps these pairs from settling at a date.

        :param date: the date of the settlement (date or ISO text); today if empty
        :return: list of dicts: ``pair_id``, ``code``, ``company_id`` (where to mend
            it), ``message`` (what is missing, and the way to mend it); a pair without
            any is ready
        :raises AccessError: if the user is not a member of both companies of each
        """
        self.check_access("read")
        return self._readiness_problems(date or fields.Date.context_today(self))

    def _readiness_problems(self, date=None):
        """List what is missing, see :meth:`readiness`, for all pairs together.

        Without a date only what does not depend on one: accounts, their type,
        company and reconciliation, journals, exchange and discount accounts, a
        receivable account. With a date also the locks of a general entry for the
        acting user, and rates between the accounting currencies and for the
        currencies of open receivables.

        The one place that reads the companies with ``sudo()``, as they may not be
        ticked in the company switcher. That the user is a member of them is for the
        caller to check, before.
        """
        pairs = self.sudo()
        rows = pairs._sides_and_doubts()
        companies = pairs.env["res.company"].browse(
            dict.fromkeys(company for row in rows for company in row[1:3])
        )
        of_company = companies._ar_readiness_problems(date)
        rates = companies._ar_rate_problems(date) if date else {}
        return [
            {
                "pair_id": pair_id,
                "code": code,
                "company_id": company.id,
                "message": message,
            }
            for pair_id, payment_id, invoice_id, is_doubtful in rows
            for code, company, message in [
                *(pairs.browse(pair_id)._account_problems() if is_doubtful else ()),
                *of_company[companies.browse(payment_id)],
                *of_company[companies.browse(invoice_id)],
                *rates.get((payment_id, invoice_id), ()),
                *rates.get((invoice_id, payment_id), ()),
            ]
        ]

    def _sides_and_doubts(self):
        """The two companies of each pair, and whether one of its accounts is in doubt:
        in one query, as a large group has thousands of pairs. What is wrong with it is
        for :meth:`_account_problems` to say.

        :return: list of (pair id, payment company id, invoice company id, bool), in the
            order of ``self``
        """
        self.flush_model([name for side in DUE_SIDES for name in side[1:3]])
        self.env["account.account"].flush_model(
            ["account_type", "active", "currency_id", "reconcile"]
        )
        self.env["res.company"].flush_model(["currency_id"])
        are_right = [
            SQL(
                """
                EXISTS (
                    SELECT FROM account_account account
                      JOIN account_account_res_company_rel owner
                        ON owner.account_account_id = account.id
                      JOIN res_company company ON company.id = owner.res_company_id
                     WHERE account.id = %s AND company.id = %s
                       AND account.account_type = %s
                       AND account.active AND account.reconcile
                       AND (account.currency_id IS NULL
                            OR account.currency_id = company.currency_id))
                """,
                SQL.identifier("pair", account),
                SQL.identifier("pair", company),
                account_type,
            )
            for _side, account, company, account_type, _named in DUE_SIDES
        ]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT pair.id, pair.payment_company_id, pair.invoice_company_id,
                       NOT (%s)
                  FROM intercompany_accounting pair
                 WHERE pair.id = ANY(%s)
                """,
                SQL(" AND ").join(are_right),
                self.ids,
            )
        )
        by_pair = {row[0]: row for row in rows}
        return [by_pair[pair_id] for pair_id in self.ids]

    # ------------------------------------------------------------
    # Business: the accounts
    # ------------------------------------------------------------
    def _account_problems(self):
        """What is wrong with the two accounts: list of (code, company, message)."""
        problems = []
        for side, account_field, company_field, account_type, _named in DUE_SIDES:
            account, company = self[account_field], self[company_field]
            label = self._fields[account_field]._description_string(self.env)
            for code, message in self._due_account_problems(
                account, company, account_type, label
            ):
                problems.append((f"{side}_{code}", company, message))
        return problems

    def _due_account_problems(self, account, company, account_type, label):
        """Reasons against one of the two accounts, each with the way to mend it."""
        if not account:
            codes = ["missing"]
        elif company not in account.with_context(active_test=False).company_ids:
            codes = ["company"]
        else:
            currencies = (company.currency_id, account.currency_id.browse())
            checks = {
                "archived": account.active,
                "type": account.account_type == account_type,
                "not_reconcilable": account.reconcile,
                "currency": account.currency_id in currencies,
            }
            codes = [code for code, is_right in checks.items() if not is_right]
        if not codes:
            return []
        types = dict(account._fields["account_type"]._description_selection(self.env))
        texts = self._due_account_texts(
            label=label,
            company=company.name,
            account=account.with_company(company).display_name,
            type=types[account_type],
            actual_type=types.get(account.account_type),
            currency=account.currency_id.name,
        )
        return [(code, texts[code]) for code in codes]

    def _due_account_texts(self, **words):
        return {
            "missing": self.env._(
                "%(label)s is missing in %(company)s. Choose one here, or have it made "
                "under Configuration > Set Up Intercompany Accounting.",
                **words,
            ),
            "company": self.env._(
                "%(label)s: the account %(account)s does not belong to %(company)s. "
                "Choose an account of %(company)s.",
                **words,
            ),
            "archived": self.env._(
                "%(label)s: the account %(account)s of %(company)s is archived. "
                "Unarchive it, or choose another.",
                **words,
            ),
            "type": self.env._(
                "%(label)s: the account %(account)s of %(company)s is of type "
                "%(actual_type)s. Choose one of type %(type)s.",
                **words,
            ),
            "not_reconcilable": self.env._(
                "%(label)s: the account %(account)s of %(company)s does not allow "
                "reconciliation. Allow it on the account, or choose another.",
                **words,
            ),
            "currency": self.env._(
                "%(label)s: the account %(account)s of %(company)s takes only "
                "%(currency)s, but what is due has the currency of each payment. Take "
                "the currency off the account, or choose another.",
                **words,
            ),
        }
