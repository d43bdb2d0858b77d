from collections import defaultdict
from itertools import permutations

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.account.models.account_account import ACCOUNT_CODE_NUMBER_REGEX

from ...books.given_values import (
    Day,
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

LEGAL_ENTITIES = [
    ("payment", "Legal Entity of the Payment"),
    ("invoice", "Legal Entity of the Invoice"),
]
# Who bears what in a pair, unless the settings say otherwise for new ones.
ROUTING = {"cash_discount_company": "invoice", "exchange_company": "payment"}
# The two accounts of a pair: the field, the company that keeps it, its type, and the
# company that it names.
DUE_SIDES = (
    (
        "due_to",
        "due_to_account_id",
        "payment_company_id",
        "liability_current",
        "invoice_company_id",
    ),
    (
        "due_from",
        "due_from_account_id",
        "invoice_company_id",
        "asset_current",
        "payment_company_id",
    ),
)
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


class IntercompanyAccounting(models.Model):
    """How payments in one legal entity settle invoices of another.

    One record per *ordered* pair of root companies (accounting section 2). Who may
    see it must be a member of both, whatever the company switcher shows.
    """

    _name = "intercompany.accounting"
    _inherit = ["ar.guarded.values", "mail.thread"]
    _description = "Intercompany Accounting"
    _order = "payment_company_id, invoice_company_id, id"
    _rec_names_search = ("payment_company_id", "invoice_company_id")

    # ------------------------------------------------------------
    # Fields: the pair
    # ------------------------------------------------------------
    payment_company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        domain="[('parent_id', '=', False)]",
        help="The legal entity whose payments (or credit notes) settle.",
    )
    invoice_company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        domain="[('parent_id', '=', False)]",
        help="The legal entity whose invoices (or refunds) are settled.",
    )
    active = fields.Boolean(
        default=True,
        tracking=True,
        help="An archived pair settles nothing; what it settled stays as it is.",
    )

    # ------------------------------------------------------------
    # Fields: accounts and routing
    # ------------------------------------------------------------
    due_to_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Due-to Account",
        ondelete="restrict",
        tracking=True,
        domain="[('company_ids', 'in', payment_company_id), "
        "('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
        help="In the payment company: what it owes the invoice company. A current "
        "liability that allows reconciliation.",
    )
    due_from_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Due-from Account",
        ondelete="restrict",
        tracking=True,
        domain="[('company_ids', 'in', invoice_company_id), "
        "('account_type', '=', 'asset_current'), ('reconcile', '=', True)]",
        help="In the invoice company: what the payment company owes it. A current "
        "asset that allows reconciliation.",
    )
    former_due_to_account_ids = fields.Many2many(
        comodel_name="account.account",
        relation="intercompany_accounting_former_due_to",
        column1="pair_id",
        column2="account_id",
        string="Former Due-to Accounts",
        readonly=True,
        help="Due-to accounts of this pair before, with journal items on them: they "
        "stay part of its balances.",
    )
    former_due_from_account_ids = fields.Many2many(
        comodel_name="account.account",
        relation="intercompany_accounting_former_due_from",
        column1="pair_id",
        column2="account_id",
        string="Former Due-from Accounts",
        readonly=True,
        help="Due-from accounts of this pair before, with journal items on them: they "
        "stay part of its balances.",
    )
    cash_discount_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Post Cash Discount",
        required=True,
        default=ROUTING["cash_discount_company"],
        tracking=True,
        help="The company that bears the cash discount of an invoice.",
    )
    exchange_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Post Currency Exchange Gain or Loss",
        required=True,
        default=ROUTING["exchange_company"],
        tracking=True,
        help="The company that books the realized exchange difference.",
    )
    payment_journal_id = fields.Many2one(
        related="payment_company_id.ar_intercompany_journal_id",
        string="Journal of the Payment Company",
    )
    invoice_journal_id = fields.Many2one(
        related="invoice_company_id.ar_intercompany_journal_id",
        string="Journal of the Invoice Company",
    )

    # ------------------------------------------------------------
    # Fields: readiness
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
    # Constraints
    # ------------------------------------------------------------
    _pair_uniq = models.Constraint(
        "UNIQUE(payment_company_id, invoice_company_id)",
        "There is already an intercompany accounting record for this payment company "
        "and this invoice company. Change that one; if it is archived, unarchive it.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("payment_company_id", "invoice_company_id")
    def _compute_display_name(self):
        """``sudo()``: the companies may not be ticked in the company switcher."""
        for pair, known in zip(self, self.sudo(), strict=True):
            payment, invoice = known.payment_company_id, known.invoice_company_id
            pair.display_name = (
                f"{payment.name} → {invoice.name}" if payment and invoice else False
            )

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
    # Constrains
    # ------------------------------------------------------------
    @api.constrains(
        "payment_company_id",
        "invoice_company_id",
        "due_to_account_id",
        "due_from_account_id",
    )
    def _check_pair(self):
        """Refuse what can never work, with every reason.

        An empty account is no reason: a pair may be completed later, and is not
        ready until then.
        """
        for pair in self.sudo():
            problems = pair._company_problems() or [
                message
                for code, _company, message in pair._account_problems()
                if not code.endswith("_missing")
            ]
            if problems:
                raise ValidationError("\n".join(problems))

    def _company_problems(self):
        payment, invoice = self.payment_company_id, self.invoice_company_id
        if payment == invoice:
            return [
                self.env._(
                    "%(company)s is on both sides. Inside one company payments settle "
                    "invoices without intercompany accounting: choose two companies.",
                    company=payment.name,
                )
            ]
        if payment.root_id == invoice.root_id:
            return [
                self.env._(
                    "%(payment_company)s and %(invoice_company)s are branches of one "
                    "legal entity, %(root)s: nothing is due between them.",
                    payment_company=payment.name,
                    invoice_company=invoice.name,
                    root=payment.root_id.name,
                )
            ]
        return [
            company._ar_branch_refusal()
            for company in (payment, invoice)
            if company.root_id != company
        ]

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

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & {"payment_company_id", "invoice_company_id"}:
            self._check_unused()
        former_vals = self._replaced_accounts(vals)
        result = super().write(vals)
        # sudo(): the accounts' companies may not be ticked in the company switcher;
        # that the user may write these pairs, the write before has checked.
        for pair in self.sudo().filtered(lambda pair: pair.id in former_vals):
            super(IntercompanyAccounting, pair).write(former_vals[pair.id])
        return result

    def _replaced_accounts(self, vals):
        """What to keep of the accounts that a write replaces: pair id -> values.

        An account with items of the company on it stays with the pair as a former
        one: what was due on it is due still, and undoing a settlement books there.
        ``sudo()``: the companies may not be ticked in the company switcher.
        """
        replaced = [
            (pair, f"former_{side}_account_ids", pair[account_field], company_field)
            for pair in self.sudo()
            for side, account_field, company_field, _type, _named in DUE_SIDES
            if account_field in vals and pair[account_field].id != vals[account_field]
        ]
        items = self.env["account.move.line"].sudo()
        groups = items._read_group(
            [("account_id", "in", [account.id for _p, _n, account, _c in replaced])],
            ["account_id", "company_id"],
        )
        used = {(account, company.root_id) for account, company in groups}
        kept = defaultdict(dict)
        for pair, name, account, company_field in replaced:
            if (account, pair[company_field]) in used:
                kept[pair.id][name] = [Command.link(account.id)]
        return kept

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        self._check_unused()
        self._check_not_needed()

    def _check_unused(self):
        used = self._in_use()
        if used:
            raise UserError(
                self.env._(
                    "These companies have journal items between them: %(pairs)s. They "
                    "need the accounts that say what is due. Archive the record if "
                    "it should settle nothing more.",
                    pairs=", ".join(used.mapped("display_name")),
                )
            )

    def _check_not_needed(self):
        """Refuse to delete what a draft settlement would be posted with."""
        drafts = self._needing_drafts()
        if not drafts:
            return
        known = drafts.with_env(self.env)._filtered_access("read")
        names = known.sudo().mapped("name")
        if drafts - known:
            names.append(self.env._("a settlement that you may not open"))
        raise UserError(
            self.env._(
                "%(pairs)s: draft settlements need this: %(settlements)s. Have them "
                "posted or deleted first, or archive the record: then it settles "
                "nothing more, and can be unarchived.",
                pairs=", ".join(self.mapped("display_name")),
                settlements=", ".join(names),
            )
        )

    def _needing_drafts(self):
        """The draft settlements whose plans go over any of these pairs.

        ``sudo()``: whoever may see them, they are not to be left behind.
        """
        pairs = self.sudo()
        roots = [(p.payment_company_id, p.invoice_company_id) for p in pairs]
        drafts = self.env["ar.settlement"].sudo().search(
            Domain("state", "=", "draft")
            & Domain.OR(
                Domain("line_ids.company_id", "child_of", payment.id)
                & Domain("line_ids.company_id", "child_of", invoice.id)
                for payment, invoice in roots
            )
        )  # fmt: skip
        wanted = {(payment.id, invoice.id) for payment, invoice in roots}
        needing = [
            settlement.id
            for settlement, booked in drafts._booked().items()
            if wanted & booked.used_pairs
        ]
        return drafts.browse(needing)

    def _in_use(self):
        """The pairs with balances, or whose accounts hold items of the other company,
        drafts too.

        ``sudo()``: the companies may not be ticked in the company switcher; that the
        user is a member of both is what the record rule of pairs checks.
        """
        pairs = self.sudo()
        sides = [
            (account, pair[company_field], pair[named].partner_id, pair)
            for pair in pairs
            for side, account_field, company_field, _type, named in DUE_SIDES
            for account in pair[account_field] | pair[f"former_{side}_account_ids"]
        ]
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                Domain("account_id", "in", [account.id for account, *_rest in sides])
                & Domain(
                    "partner_id", "in", [partner.id for *_rest, partner, _p in sides]
                ),
                ["account_id", "company_id", "partner_id"],
            )
        )
        items = {
            (account, company.root_id, partner) for account, company, partner in groups
        }
        balances = self.env["ar.intercompany.balance"].sudo()
        return self.browse(
            {
                pair.id
                for account, company, partner, pair in sides
                if (account, company, partner) in items
            }
            | set(balances.search([("pair_id", "in", self.ids)]).pair_id.ids)
        )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_balances(self):
        """Open what is due between the companies of these pairs."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_intercompany_balance"
        )
        return {**action, "domain": [("pair_id", "in", self.ids)], "context": {}}

    # ------------------------------------------------------------
    # Business: what the engine asks
    # ------------------------------------------------------------
    @api.model
    def _for_pairs(self, company_pairs):
        """Return the active records for some ordered pairs of root companies.

        Whatever the company switcher shows: the records come with ``sudo()``. That
        the user is a member of the companies is for the caller to check, before.

        :param company_pairs: (payment root company id, invoice root company id), some
        :return: each pair that has an active record -> that record
        :rtype: dict
        """
        wanted = set(company_pairs)
        found = self.sudo().search(
            [
                ("payment_company_id", "in", [payment for payment, _ in wanted]),
                ("invoice_company_id", "in", [invoice for _, invoice in wanted]),
                ("active", "=", True),
            ]
        )
        records = {
            (pair.payment_company_id.id, pair.invoice_company_id.id): pair
            for pair in found
        }
        return {key: records[key] for key in wanted & records.keys()}

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
        companies = pairs.payment_company_id | pairs.invoice_company_id
        of_company = companies._ar_readiness_problems(date)
        rates = pairs._rate_problems(date) if date else {}
        return [
            {
                "pair_id": pair.id,
                "code": code,
                "company_id": company.id,
                "message": message,
            }
            for pair in pairs
            for code, company, message in [
                *pair._account_problems(),
                *of_company[pair.payment_company_id],
                *of_company[pair.invoice_company_id],
                *rates.get(pair, []),
            ]
        ]

    def _rate_problems(self, date):
        """Rates that these pairs may need and that are not there, per pair.

        In each of its two companies: for the other's accounting currency, and for
        the currencies of its own open receivables. A conversion goes over the
        company's own currency, so this needs its rate, too.
        """
        companies = self.payment_company_id | self.invoice_company_id
        open_currencies = companies._ar_open_currencies()
        needs = {pair: pair._rate_needs(open_currencies, date) for pair in self}
        rates = self.env["res.currency"]._ar_rates_on(
            {
                (c.id, currency.id, date)
                for some in needs.values()
                for c, currency in some
            }
        )
        return {
            pair: [
                ("rate_missing", company, company._ar_rate_refusal(currency, date))
                for company, currency in some
                if rates[company.id, currency.id, date] is None
            ]
            for pair, some in needs.items()
        }

    def _rate_needs(self, open_currencies, date):
        needs = []
        for company, other in (
            (self.payment_company_id, self.invoice_company_id),
            (self.invoice_company_id, self.payment_company_id),
        ):
            currencies = open_currencies[company] | other.currency_id
            foreign = currencies - company.currency_id
            if foreign:
                foreign |= company.currency_id
            needs += [(company, currency) for currency in foreign.sorted("name")]
        return needs

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
