"""Making everything that companies need to settle for each other: first a plan of rows,
then what it says."""

from itertools import permutations

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.account.models.account_account import ACCOUNT_CODE_NUMBER_REGEX

from ...books.given_values import (
    Ids,
    Kind,
    MaybeId,
    Text,
    checked,
    choice_of,
    mapping_of,
    table_of,
)
from ...books.intercompany_choices import IntercompanyChoices
from .intercompany_accounting import DUE_SIDES, LEGAL_ENTITIES, ROUTING

JOURNAL_CODE = "ICO"
#: Who bears what in the pairs that are made.
SetUpRouting = mapping_of(**dict.fromkeys(ROUTING, choice_of(*dict(LEGAL_ENTITIES))))
#: What is chosen for each company, by its id, before anything is made.
SetUpChoices = table_of(
    Kind("key", {"is_item": True}),
    mapping_of(
        journal_id=MaybeId,
        due_to_account_id=MaybeId,
        due_from_account_id=MaybeId,
        due_to_codes=Text,
        due_from_codes=Text,
    ),
)
# What a row of the set-up is to do; any other status says that it is done.
TO_DO = ("create", "update", "reuse")


class IntercompanyAccountingSetup(models.Model):
    _inherit = "intercompany.accounting"

    # ------------------------------------------------------------
    # Business: set-up
    # ------------------------------------------------------------
    @api.model
    @checked
    def setup_companies(
        self,
        companies: Ids,
        routing: SetUpRouting = None,
        choices: SetUpChoices = None,
    ):
        """Make everything that these companies need to settle for each other.

        Every missing ordered pair, with a due-to and a due-from account for each
        counterpart (next free codes in each chart), one Intercompany journal for each
        company, and the routing that the settings say for new pairs. What is there
        stays: running it again makes nothing. Archived pairs are reported, not made
        again. Journals and accounts from before an uninstallation are used again.

        :param companies: ids or records of root companies, two at least
        :param dict routing: ``cash_discount_company`` and ``exchange_company`` of the
            pairs it makes, where they should differ from the settings
        :param dict choices: company id -> ``journal_id``, ``due_to_account_id``,
            ``due_from_account_id`` to be used in place of new ones, ``due_to_codes``
            and ``due_from_codes`` (``FIRST`` or ``FIRST-LAST``) for new accounts
        :return: list of dicts, one for each journal, account and pair: ``kind``
            (``journal``, ``due_to``, ``due_from``, ``pair``), ``status``
            (``created``, ``updated``, ``reused``, ``exists``, ``archived``), ``id``,
            ``company_id``, ``counterpart_id``, ``code``, ``name``
        :raises AccessError: if the user may not configure, or is not a member of all
        :raises UserError: with every reason, if the companies cannot be set up
        """
        companies = self._check_setup_access(companies)
        charts = self._setup_charts(companies)
        chosen = IntercompanyChoices(self.env, companies, choices)
        problems = self._setup_problems(charts) or chosen.problems()
        plan = [] if problems else self._plan_setup(charts, chosen)
        if problems := problems or chosen.shortage_problems():
            raise UserError("\n".join(problems))
        active = self.env["res.company"]._ar_user_companies() | companies
        model = self.with_context(allowed_company_ids=active.ids)
        bearers = {name: who for name, who in (routing or {}).items() if who}
        return model._post_setup(plan, bearers)

    @api.model
    def _check_setup_access(self, companies):
        """Check who asks, and return the companies; unknown ids are as forbidden."""
        companies = self.env["res.company"].browse(dict.fromkeys(companies))
        if self.env.su:
            return companies.exists()
        if not self.env.user.has_group("account.group_account_manager"):
            raise AccessError(
                self.env._("Only accounting administrators set up companies.")
            )
        if companies - self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "You are not a member of all these companies. Ask an administrator "
                    "for access to them, or have one of their members set them up."
                )
            )
        return companies

    @api.model
    def _setup_charts(self, companies):
        """Return the codes and types of accounts per company, its branches' too.

        ``sudo()``: a code may be taken by a branch of which the user is no member.
        """
        Account = self.env["account.account"].sudo().with_context(active_test=False)
        charts = {}
        for company in companies.sudo():
            accounts = Account.with_company(company).search_fetch(
                [("company_ids", "child_of", company.root_id.id)],
                ["code_store", "account_type"],
            )
            charts[company] = [(a.code, a.account_type) for a in accounts if a.code]
        return charts

    @api.model
    def _setup_problems(self, charts):
        """Reasons why the companies of some charts cannot be set up together."""
        if len(charts) < 2:
            return [self.env._("Choose two companies at least.")]
        problems = [c._ar_branch_refusal() for c in charts if c.root_id != c]
        problems += [
            self.env._(
                "%(company)s has no chart of accounts. Choose one in the settings, "
                "under Fiscal Localization, with %(company)s as current company.",
                company=company.name,
            )
            for company, chart in charts.items()
            if company.root_id == company and not chart
        ]
        return problems

    # ------------------------------------------------------------
    # Business: the plan
    # ------------------------------------------------------------
    @api.model
    def _plan_setup(self, charts, memory):
        """Plan what :meth:`setup_companies` makes: rows as it reports them, but with
        ``status`` ``create``, ``update`` or ``reuse`` where there is something to do.

        :param memory: an :class:`IntercompanyChoices`: chosen or used before
        """
        companies = self.env["res.company"].union(*charts)
        plan = [self._plan_journal(company, memory) for company in charts]
        charts = {company: [*chart] for company, chart in charts.items()}
        company_ids = companies.ids
        pairs = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("payment_company_id", "in", company_ids),
                    ("invoice_company_id", "in", company_ids),
                ]
            )
        )
        known = {(p.payment_company_id, p.invoice_company_id): p for p in pairs}
        for payment, invoice in permutations(charts, 2):
            pair = known.get((payment, invoice), self.browse())
            plan += self._plan_pair(pair, payment, invoice, charts, memory)
        return plan

    @api.model
    def _plan_journal(self, company, memory):
        journal = company.ar_intercompany_journal_id
        status = "exists" if journal else "create"
        if not journal and (known := memory.journal(company)):
            journal, status = known, "reuse"
        return {
            "kind": "journal",
            "status": status,
            "id": journal.id,
            "company_id": company.id,
            "counterpart_id": False,
            "code": journal.code or self._next_journal_code(company),
            "name": journal.name or self.env._("Intercompany"),
        }

    @api.model
    def _next_journal_code(self, company):
        """Return ICO, or ICO1, ICO2 … where a journal has it (also an archived one).

        ``sudo()``: the company may not be ticked in the company switcher.
        """
        journals = self.env["account.journal"].sudo().with_context(active_test=False)
        used = set(
            journals.search(
                [
                    ("company_id", "child_of", company.id),
                    ("code", "=like", f"{JOURNAL_CODE}%"),
                ]
            ).mapped("code")
        )
        numbers = ("", *range(1, len(used) + 1))
        return next(c for n in numbers if (c := f"{JOURNAL_CODE}{n}") not in used)

    @api.model
    def _plan_pair(self, pair, payment, invoice, charts, memory):
        """Rows of one ordered pair: its accounts to make, then the pair itself.

        An archived pair is left alone; a pair in use that lacks an account gets it.
        """
        rows, former = [], []
        companies = {"payment_company_id": payment, "invoice_company_id": invoice}
        if not pair or pair.active:
            for side, account_field, company_field, account_type, named in DUE_SIDES:
                if pair[account_field]:
                    continue
                company, other = companies[company_field], companies[named]
                row = self._plan_account(side, company, other)
                known = memory.accounts(side, payment, invoice)
                account = self._usable_account(known, company, account_type)
                if account:
                    row |= self._prepare_reuse_vals(account, company)
                else:
                    chart = charts[company]
                    code = memory.code(side, company, {code for code, _type in chart})
                    row["code"] = code or self._next_account_code(chart, account_type)
                    chart.append((row["code"], account_type))
                rows.append(row)
                former += [(side, a.id) for a in known if a != account]
        status = "update" if rows else "exists"
        if not pair:
            status = "create"
        elif not pair.active:
            status = "archived"
        return [
            *rows,
            {
                "kind": "pair",
                "status": status,
                "id": pair.id,
                "company_id": payment.id,
                "counterpart_id": invoice.id,
                "code": False,
                "name": f"{payment.name} → {invoice.name}",
                "former": former,
            },
        ]

    @api.model
    def _plan_account(self, side, company, counterpart):
        if side == "due_to":
            name = self.env._("Due to %(company)s", company=counterpart.name)
        else:
            name = self.env._("Due from %(company)s", company=counterpart.name)
        return {
            "kind": side,
            "status": "create",
            "id": False,
            "company_id": company.id,
            "counterpart_id": counterpart.id,
            "code": False,
            "name": name,
        }

    @api.model
    def _next_account_code(self, chart, account_type):
        """Return the first free code after the first account of a type in a chart.

        Chart with current liabilities from 201000 on: 201001, then 201002 … A chart
        without that type: after its first account of the same group, or after its
        last one. Codes that do not count on end in ``.2``, ``.3`` …
        """
        used = {code for code, _type in chart}
        group = account_type.split("_")[0]
        start = min(
            (code for code, kind in chart if kind == account_type),
            default=min(
                (code for code, kind in chart if kind.split("_")[0] == group),
                default=max(used),
            ),
        )
        head, digits, tail = ACCOUNT_CODE_NUMBER_REGEX.match(start).groups()
        width = len(digits)
        counted = range(int(digits) + 1, 10**width) if digits else ()
        for number in counted:
            code = f"{head}{number:0{width}}{tail}"
            if code not in used:
                return code
        return next(
            code
            for number in range(2, len(used) + 3)
            if (code := f"{start}.{number}") not in used
        )

    @api.model
    def _usable_account(self, accounts, company, account_type):
        """The first of these accounts that can be due-to or due-from account again,
        an archived one too."""
        for account in accounts:
            problems = self._due_account_problems(account, company, account_type, "")
            if not {code for code, _message in problems} - {"archived"}:
                return account
        return None

    @staticmethod
    def _prepare_reuse_vals(account, company):
        account = account.with_company(company)
        return {
            "status": "reuse",
            "id": account.id,
            "code": account.code,
            "name": account.name,
        }

    # ------------------------------------------------------------
    # Business: doing it
    # ------------------------------------------------------------
    @api.model
    def _post_setup(self, plan, routing):
        """Make what a plan of :meth:`_plan_setup` says; return it, as what was done."""
        report = [dict(row) for row in plan]
        self._post_setup_journals(self._rows(report, "journal"))
        self._post_setup_accounts(self._rows(report, "due_to", "due_from"))
        self._post_setup_pairs(report, routing)
        done = {"create": "created", "update": "updated", "reuse": "reused"}
        for row in report:
            row["status"] = done.get(row["status"], row["status"])
            row.pop("former", None)
        return report

    @api.model
    def _rows(self, rows, *kinds):
        return [row for row in rows if row["kind"] in kinds and row["status"] in TO_DO]

    @api.model
    def _post_setup_journals(self, rows):
        """Create journals, or unarchive them, and give them to their companies.

        ``sudo()`` for the company's own field: settings of a company belong to its
        administrators, who leave this one to accounting administrators.
        """
        new = [row for row in rows if row["status"] == "create"]
        journals = self.env["account.journal"].create(
            [
                {
                    "name": row["name"],
                    "code": row["code"],
                    "type": "general",
                    "company_id": row["company_id"],
                    "show_on_dashboard": False,
                }
                for row in new
            ]
        )
        for row, journal in zip(new, journals, strict=True):
            row["id"] = journal.id
        self._unarchive("account.journal", rows)
        for row in rows:
            journal = row["id"]
            company = self.env["res.company"].browse(row["company_id"]).sudo()
            company.ar_intercompany_journal_id = journal

    @api.model
    def _post_setup_accounts(self, rows):
        rows = sorted(rows, key=lambda row: row["company_id"])
        types = {side: account_type for side, _a, _c, account_type, _n in DUE_SIDES}
        self._unarchive("account.account", rows)
        rows = [row for row in rows if row["status"] == "create"]
        accounts = self.env["account.account"].create(
            [
                {
                    "name": row["name"],
                    "code": row["code"],
                    "account_type": types[row["kind"]],
                    "reconcile": True,
                    "company_ids": [Command.set([row["company_id"]])],
                }
                for row in rows
            ]
        )
        for row, account in zip(rows, accounts, strict=True):
            row["id"] = account.id

    @api.model
    def _unarchive(self, model, rows):
        """Put into use what was archived since the addon was there before."""
        ids = [row["id"] for row in rows if row["status"] == "reuse"]
        records = self.env[model].browse(ids)
        records.filtered(lambda record: not record.active).active = True

    @api.model
    def _post_setup_pairs(self, report, routing):
        accounts = {
            (row["kind"], row["company_id"], row["counterpart_id"]): row["id"]
            for row in self._rows(report, "due_to", "due_from")
        }
        created = []
        for row in self._rows(report, "pair"):
            payment, invoice = row["company_id"], row["counterpart_id"]
            made = {
                "due_to_account_id": accounts.get(("due_to", payment, invoice)),
                "due_from_account_id": accounts.get(("due_from", invoice, payment)),
            }
            vals = {name: account for name, account in made.items() if account}
            for side, account in row["former"]:
                former = vals.setdefault(f"former_{side}_account_ids", [])
                former.append(Command.link(account))
            if row["status"] == "update":
                self.browse(row["id"]).write(vals)
            else:
                companies = {
                    "payment_company_id": payment,
                    "invoice_company_id": invoice,
                }
                created.append((row, {**routing, **companies, **vals}))
        pairs = self.create([vals for _row, vals in created])
        for (row, _vals), pair in zip(created, pairs, strict=True):
            row["id"] = pair.id
