from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import format_amount

from ...books.given_values import checked, one
from ...books.reimbursement_book import ReimbursementBook
from ...books.steps import from_steps

#: What the proposal depends on: writing one of them takes it back.
OPTIONS = {
    "central_company_id",
    "central_journal_id",
    "company_ids",
    "date",
    "include_debits",
    "method",
    "minimum_amount",
    "partner_ids",
}
PAYING = ("bank", "cash", "credit")


class ArReimbursement(models.TransientModel):
    """Pays out what customers have to their credit, over all companies.

    It proposes one line for each customer and currency, and makes draft payments,
    each with a draft settlement: the credits in E are the sources, the outgoing
    payment of C is the target (pair E → C). What that books is what any settlement
    books (accounting section 4).
    """

    _name = "ar.reimbursement"
    _inherit = "ar.customer.proposal"
    _description = "Reimburse Customers"

    _options = frozenset(OPTIONS)

    # ------------------------------------------------------------
    # Fields: options
    # ------------------------------------------------------------
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Current Company",
        default=lambda self: self.env.company,
        required=True,
        readonly=True,
        help="Its currency and its rates compare balances with the minimum.",
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id",
        string="Currency of the Minimum",
        help="The currency of the current company.",
    )
    company_ids = fields.One2many(
        comodel_name="ar.reimbursement.company",
        inverse_name="reimbursement_id",
        string="Companies",
        default=lambda self: self._default_companies(),
        help="Whose credits are looked at, and what each of these companies pays from.",
    )
    minimum_amount = fields.Monetary(
        help="Customers are proposed whose balance over these companies is a credit of "
        "at least this amount; other currencies count at today's rate.",
    )
    method = fields.Selection(
        selection=[
            ("company", "One payment per company and currency"),
            ("central", "Centrally from one company"),
        ],
        string="Who Pays",
        default="company",
        required=True,
        help="Each company pays its own credits; or one company pays for all, and the "
        "others owe it what they would have paid.",
    )
    central_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Paying Company",
        default=lambda self: self.env.company,
        help="The company that pays for all.",
    )
    central_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Paying Journal",
        compute="_compute_central_journal_id",
        store=True,
        readonly=False,
        help="The bank or cash journal of the company that pays for all.",
    )
    date = fields.Date(
        string="Payment Date",
        default=fields.Date.context_today,
        required=True,
        help="The date of all payments.",
    )
    memo = fields.Char(
        default=lambda self: self.env._("Reimbursement"),
        help="What all payments say that they are for.",
    )
    include_debits = fields.Boolean(
        string="Net Open Invoices First",
        default=True,
        help="Open invoices and other debits are settled with the credits, in "
        "whatever company they are, and the rest is paid out. Otherwise they stay "
        "open, and the credits are paid out in full.",
    )
    partner_ids = fields.Many2many(
        comodel_name="ar.party.record",
        relation="ar_reimbursement_party_rel",
        column1="reimbursement_id",
        column2="party_record_id",
        string="Customers",
        domain="[('is_contact', '=', False)]",
        help="Only these customers, in whatever company; empty: all customers.",
    )

    # ------------------------------------------------------------
    # Fields: the proposal
    # ------------------------------------------------------------
    line_ids = fields.One2many(
        comodel_name="ar.reimbursement.line",
        inverse_name="reimbursement_id",
        string="Proposal",
        help="One line for each customer and currency.",
    )
    below_count = fields.Integer(
        string="Below the Minimum",
        readonly=True,
        help="How many customers have a credit that is less than the minimum.",
    )
    refused_count = fields.Integer(
        string="Cannot Be Paid",
        compute="_compute_summary",
        help="How many lines something stands against.",
    )
    summary = fields.Char(
        string="To Be Paid",
        compute="_compute_summary",
        help="What the ticked lines come to.",
    )

    # ------------------------------------------------------------
    # Defaults and compute
    # ------------------------------------------------------------
    @api.model
    def _default_companies(self):
        """All companies of the user, each with its first bank or cash journal."""
        companies = self.env["res.company"]._ar_user_companies()
        journals = self._first_journals(companies)
        return [
            Command.create(
                {"company_id": company.id, "journal_id": journals[company].id}
            )
            for company in companies
        ]

    @api.model
    def _first_journals(self, companies):
        """What the user is offered at first: bank before cash, by their order."""
        found = (
            self.env["account.journal"]
            .with_context(allowed_company_ids=companies.ids)
            .search(
                Domain("type", "in", PAYING)
                & Domain("company_id", "parent_of", companies.ids),
                order="type, sequence, id",
            )
        )
        found = found.filtered("outbound_payment_method_line_ids")
        return {
            company: found.filtered(
                lambda j, company=company: j.company_id in company.sudo().parent_ids
            )[:1]
            for company in companies
        }

    @api.depends("central_company_id")
    def _compute_central_journal_id(self):
        companies = self.env["res.company"]._ar_user_companies()
        journals = self._first_journals(companies)
        none = self.env["account.journal"]
        for wizard in self:
            company = wizard.central_company_id._origin
            wizard.central_journal_id = journals.get(company, none)

    @api.depends("line_ids.is_chosen", "line_ids.amount", "line_ids.refusal")
    def _compute_summary(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.refused_count = len(lines.filtered("refusal"))
            chosen = lines.filtered("is_chosen")
            payments = sum(len(line._payouts()) for line in chosen)
            totals = ", ".join(
                format_amount(self.env, sum(some.mapped("amount")), currency)
                for currency, some in chosen.grouped("currency_id").items()
            )
            wizard.summary = bool(chosen) and self.env._(
                "%(totals)s (payments: %(payments)s)", totals=totals, payments=payments
            )

    @api.depends("company_id")
    def _compute_display_name(self):
        self.display_name = self.env._("Reimburse Customers")

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------
    @api.onchange(*sorted(OPTIONS))
    def _onchange_options(self):
        self._forget_lines()

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_propose(self):
        """List every customer with a credit of at least the minimum.

        :return: ``True``
        :raises UserError: with everything that the options lack
        :raises AccessError: for a company that the user is no member of
        """
        wizard = self._in_all_companies()
        wizard._check_options()
        book = ReimbursementBook(wizard)
        positions = book.positions(wizard._partners())
        positions.sort(key=wizard._rank)
        lines = [wizard._prepare_line_vals(book, position) for position in positions]
        wizard.line_ids.unlink()
        self.env["ar.reimbursement.line"].create(lines)
        wizard.write({"is_proposed": True, "below_count": book.below})
        return True

    @checked
    def action_open_lines(self):
        """Open the proposal as a list of its own, to search and group it."""
        one(self)
        action = self.line_ids._get_records_action(
            name=self.env._("Proposal"),
            views=[(False, "list")],
            domain=[("reimbursement_id", "=", self.id)],
        )
        return {**action, "view_mode": "list", "context": {"create": False}}

    # ------------------------------------------------------------
    # Business: options
    # ------------------------------------------------------------
    def _central_company(self):
        is_central = self.method == "central"
        return self.central_company_id if is_central else self.env["res.company"]

    def _journals(self):
        """Company id -> the journal that it pays from."""
        if self.method == "central":
            return {self.central_company_id.id: self.central_journal_id}
        return {row.company_id.id: row.journal_id for row in self.company_ids}

    def _check_options(self):
        """Refuse what the options lack, all of it at once.

        First of all companies that the user is no member of: they are not named.
        """
        used = self._companies() | self._central_company() | self.company_id
        if used - self.env.user.company_ids:
            raise AccessError(
                self.env._("You may reimburse customers in your own companies only.")
            )
        self._refuse(self._option_problems())

    def _option_problems(self):
        problems = []
        if not self._companies():
            problems.append(
                self.env._("Include the companies whose credits are to be paid out.")
            )
        if self.currency_id.compare_amounts(self.minimum_amount, 0.0) < 0:
            problems.append(self.env._("The minimum amount cannot be negative."))
        if self.method == "central":
            problems += self._central_problems()
        for company_id, journal in self._journals().items():
            company = self.env["res.company"].browse(company_id)
            if journal and not self._is_paying(journal.sudo(), company.sudo()):
                problems.append(
                    self.env._(
                        "%(company)s cannot pay from the chosen journal: choose a bank "
                        "or cash journal of %(company)s.",
                        company=company.name,
                    )
                )
        return problems

    def _central_problems(self):
        company = self.central_company_id
        if not company:
            return [self.env._("Choose the company that pays for all.")]
        if not self.central_journal_id:
            return [
                self.env._(
                    "Choose the journal from which %(company)s pays.",
                    company=company.name,
                )
            ]
        return []

    @staticmethod
    def _is_paying(journal, company):
        return journal.type in PAYING and journal.company_id in company.parent_ids

    # ------------------------------------------------------------
    # Business: the proposal
    # ------------------------------------------------------------
    @staticmethod
    def _rank(position):
        """The largest credits first, and what cannot be paid at the end."""
        return (bool(position.refusals), -(position.worth or 0.0), str(position.key))

    def _prepare_line_vals(self, book, position):
        currency = position.currency
        party = book.parties[position.key]
        partner = self._shown_partner(position, party)
        companies = {c for c in position.credits if position.credits[c]}
        payouts = [
            {
                "company_id": payout.company,
                "company_ids": payout.companies,
                "amount": payout.amount,
                "company": self.env["res.company"].browse(payout.company).name,
                "journal": (book.journals.get(payout.company) or partner).name or "",
            }
            for payout in position.payouts
        ]
        return {
            "reimbursement_id": self.id,
            "partner_id": partner.id,
            "name": partner.name,
            "currency_id": currency.id,
            "amount_credit": from_steps(position.credit, currency),
            "amount_debit": from_steps(position.debit, currency),
            "balance": from_steps(position.balance, currency),
            "worth": position.worth or 0.0,
            "company_count": len(companies),
            "payouts": payouts,
            "amount_maximum": from_steps(position.payable, currency),
            "amount": from_steps(position.payable, currency),
            "refusal": "\n".join(position.refusals),
            "is_chosen": not position.refusals,
        }

    def _shown_partner(self, position, party):
        """The record that names the customer: of the payment, else of a credit."""
        for payee in position.payees.values():
            return payee
        partners = party.browse().union(*position.partners.values())
        return partners.commercial_partner_id[:1] or partners[:1]
