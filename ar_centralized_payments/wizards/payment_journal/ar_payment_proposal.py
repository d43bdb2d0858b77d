from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import format_amount

from ...books.given_values import checked
from ...books.lock_dates import LockDates
from ...books.payment_proposal_book import PaymentProposalBook
from ...models.payment_journal.account_payment_line import MEANS_OF_PAYMENT

#: What the proposal depends on: writing one of them takes it back.
OPTIONS = {
    "company_ids",
    "currency_id",
    "date",
    "discount_from",
    "discount_to",
    "due_from",
    "due_to",
    "grouping",
    "include_credit_notes",
    "maximum_amount",
    "means_of_payment",
    "method_ids",
    "partner_ids",
    "payment_journal_id",
}


class ArPaymentProposal(models.TransientModel):
    """Proposes what a payment journal collects from customers, over all companies.

    One payment for each customer and currency, with the invoices that it pays and why
    each of them is in it. What comes of it are lines of the payment journal: draft
    payments with draft settlements, that can be changed as any others.
    """

    _name = "ar.payment.proposal"
    _inherit = "ar.customer.proposal"
    _description = "Payment Proposal"
    _rec_names_search = ("payment_journal_id",)

    _options = frozenset(OPTIONS)

    # ------------------------------------------------------------
    # Fields: where the payments go
    # ------------------------------------------------------------
    payment_journal_id = fields.Many2one(
        comodel_name="ar.payment.journal",
        required=True,
        help="The payments become lines of it; its company collects them.",
    )
    company_id = fields.Many2one(
        related="payment_journal_id.company_id",
        string="Collecting Company",
        help="The company that collects for all.",
    )
    date = fields.Date(
        string="Payment Date",
        compute="_compute_date",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="The date of all payments. It decides which cash discounts are missed.",
    )
    means_of_payment = fields.Selection(
        selection=MEANS_OF_PAYMENT,
        string="Means of Payment",
        default="direct_debit",
        required=True,
        help="How the payments are made.",
    )
    grouping = fields.Selection(
        selection=[
            ("customer", "One payment per customer"),
            ("company", "One payment per customer and company"),
        ],
        string="Payments",
        default="customer",
        required=True,
        help="Whether one payment pays the invoices of all companies, or each "
        "company's invoices are paid by a payment of their own. Each currency has its "
        "own.",
    )
    maximum_amount = fields.Float(
        string="Maximum per Payment",
        digits=(16, 2),
        help="In the currency of each payment. Invoices are ticked by their due dates "
        "as long as the payment is not more than this. Zero: no maximum.",
    )
    include_credit_notes = fields.Boolean(
        string="Net Credit Notes",
        default=True,
        help="Open credit notes of the same customer, dated until the payment date, "
        "reduce what is collected. Otherwise they stay open.",
    )

    # ------------------------------------------------------------
    # Fields: which invoices
    # ------------------------------------------------------------
    company_ids = fields.One2many(
        comodel_name="ar.payment.proposal.company",
        inverse_name="proposal_id",
        string="Companies",
        default=lambda self: self._default_companies(),
        help="Whose invoices are looked at.",
    )
    due_from = fields.Date(help="Invoices that are due on this date or later.")
    due_to = fields.Date(
        string="Due Until",
        compute="_compute_due_to",
        store=True,
        precompute=True,
        readonly=False,
        help="Invoices that are due on this date or earlier.",
    )
    discount_from = fields.Date(
        help="Also invoices whose cash discount can be had on the payment date, and "
        "ends on this date or later.",
    )
    discount_to = fields.Date(
        string="Discount Until",
        help="Also invoices whose cash discount can be had on the payment date, and "
        "ends on this date or earlier.",
    )
    partner_ids = fields.Many2many(
        comodel_name="ar.party.record",
        relation="ar_payment_proposal_party_rel",
        column1="proposal_id",
        column2="party_record_id",
        string="Customers",
        domain="[('is_contact', '=', False)]",
        help="Only these customers, in whatever company; empty: all customers.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Only in Currency",
        help="Only invoices in this currency; empty: in any currency.",
    )
    method_ids = fields.Many2many(
        comodel_name="account.payment.method",
        relation="ar_payment_proposal_method_rel",
        column1="proposal_id",
        column2="method_id",
        string="Payment Methods",
        domain="[('payment_type', '=', 'inbound')]",
        help="Only invoices that are to be paid by one of these methods: as the "
        "invoice says, else as its customer prefers in the company of the invoice. "
        "Empty: by any method.",
    )

    # ------------------------------------------------------------
    # Fields: the proposal
    # ------------------------------------------------------------
    line_ids = fields.One2many(
        comodel_name="ar.payment.proposal.line",
        inverse_name="proposal_id",
        string="Proposal",
        help="One line for each payment.",
    )
    marked_count = fields.Integer(
        string="Already Marked",
        readonly=True,
        help="How many invoices are left out because a draft settlement marks them.",
    )
    problem_count = fields.Integer(
        string="Lines with Problems",
        compute="_compute_summary",
        help="How many lines something stands against.",
    )
    summary = fields.Char(
        string="To Be Collected",
        compute="_compute_summary",
        help="What the ticked lines come to, in each currency.",
    )

    # ------------------------------------------------------------
    # Defaults and compute
    # ------------------------------------------------------------
    @api.model
    def _default_companies(self):
        companies = self.env["res.company"]._ar_user_companies()
        return [Command.create({"company_id": company.id}) for company in companies]

    @api.depends("payment_journal_id")
    def _compute_date(self):
        for wizard in self:
            today = fields.Date.context_today(wizard)
            wizard.date = wizard.payment_journal_id.date or today

    @api.depends("payment_journal_id")
    def _compute_due_to(self):
        """What is due by the date of the payment journal."""
        for wizard in self:
            wizard.due_to = wizard.payment_journal_id.date

    @api.depends("line_ids.is_chosen", "line_ids.amount", "line_ids.problem")
    def _compute_summary(self):
        for wizard in self:
            lines = wizard.line_ids
            chosen = lines.filtered("is_chosen")
            wizard.problem_count = len(lines.filtered("problem"))
            totals = " + ".join(
                format_amount(self.env, sum(some.mapped("amount")), currency)
                for currency, some in chosen.grouped("currency_id").items()
            )
            wizard.summary = bool(chosen) and self.env._(
                "%(totals)s (payments: %(payments)s)",
                totals=totals,
                payments=len(chosen),
            )

    @api.depends("payment_journal_id")
    def _compute_display_name(self):
        self.display_name = self.env._("Payment Proposal")

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------
    @api.onchange(*sorted(OPTIONS))
    def _onchange_options(self):
        self._forget_lines()

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def unlink(self):
        """With their lines, see there."""
        self.line_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_propose(self):
        """List the payments to collect.

        :return: ``True``
        :raises UserError: with everything that the options lack
        :raises AccessError: for a company that the user is no member of
        """
        wizard = self._in_all_companies()
        wizard._check_options()
        book = PaymentProposalBook(wizard)
        collections, reasons = book.collections()
        lines = [
            wizard.line_ids._prepare_vals(wizard, book, collection, reasons)
            for collection in sorted(collections, key=wizard._rank)
        ]
        wizard.line_ids.unlink()
        wizard.line_ids.create(lines)
        wizard.write({"is_proposed": True, "marked_count": book.marked})
        return True

    @checked
    def action_create_lines(self):
        """Make the ticked lines draft payments of the payment journal, each with a
        draft settlement of what it pays. All of them or none.

        :return: action: the lines of the payment journal
        :raises UserError: with every reason against any of the lines
        """
        wizard = self._in_all_companies()
        chosen = wizard._chosen_lines(
            self.env._("No line is ticked. Propose, and tick what is to be collected.")
        )
        wizard._check_options()
        book = PaymentProposalBook(wizard)
        collections = wizard._collections_now(book, chosen)
        payments = wizard.env["account.payment"].create(
            [book.prepare_payment_vals(one) for one in collections.values()]
        )
        wizard._mark(collections, payments)
        action = self.payment_journal_id.with_env(wizard.env).action_open_lines()
        return self.company_id._ar_open(action)

    # ------------------------------------------------------------
    # Business: options
    # ------------------------------------------------------------
    def _has_dates(self, kind):
        """Whether a range of dates is given: of *due* or of *discount*."""
        return bool(self[f"{kind}_from"] or self[f"{kind}_to"])

    def _is_between(self, kind, date):
        """Whether a date lies in the range that is given; never in none."""
        start, end = self[f"{kind}_from"], self[f"{kind}_to"]
        return (
            self._has_dates(kind)
            and (not start or start <= date)
            and (not end or date <= end)
        )

    def _date_less(self, days):
        return self.date - timedelta(days=days)

    def _check_options(self):
        """Refuse what the options lack, all of it at once.

        First of all companies that the user is no member of: they are not named.
        """
        journal = self.payment_journal_id
        if (self._companies() | journal.sudo().company_id) - self.env.user.company_ids:
            raise AccessError(
                self.env._("You may collect for your own companies only.")
            )
        journal.check_access("write")
        self._refuse(self._option_problems())

    def _option_problems(self):
        if not self._companies():
            yield self.env._(
                "Include the companies whose invoices are to be collected."
            )
        if self.maximum_amount < 0:
            yield self.env._("The maximum per payment cannot be negative.")
        names = {
            "due": self.env._("The due dates end before they start. Change one."),
            "discount": self.env._(
                "The discount dates end before they start. Change one."
            ),
        }
        for kind, text in names.items():
            start, end = self[f"{kind}_from"], self[f"{kind}_to"]
            if start and end and start > end:
                yield text
        yield from self._journal_problems()

    def _journal_problems(self):
        """Reasons against any line of the payment journal, at the payment date."""
        journal, company = self.payment_journal_id.journal_id, self.company_id
        if not journal._get_available_payment_method_lines("inbound"):
            yield self.env._(
                "%(company)s: the journal %(journal)s has no incoming payment method. "
                "Add one, or choose another journal.",
                company=company.name,
                journal=journal.name,
            )
        yield from LockDates(self.env).against_payment(company, self.date, journal)

    @staticmethod
    def _rank(collection):
        """By customer; what cannot be collected at the end."""
        name = (collection.payee or collection.items[0].partner_id).display_name
        return (bool(collection.refusals), name, collection.currency.name)

    # ------------------------------------------------------------
    # Business: payments and settlements
    # ------------------------------------------------------------
    def _collections_now(self, book, lines):
        """Line -> its payment as things are now, which is what was shown.

        :raises UserError: with every reason against any of the lines
        """
        ticked = lines.item_ids.filtered("is_chosen")
        items = ticked.move_line_id
        still_open = book.still_open(items)
        held = still_open._ar_marked_in()
        free = still_open.filtered(lambda item: item not in held)
        usable = {line: (ticked & line.item_ids).move_line_id & free for line in lines}
        found = book.again(lines, usable)
        refusals = []
        for line in lines:
            reasons = line._refusals_now(found.get(line))
            refusals += self._titled(line._title(), reasons)
        self._refuse(refusals)
        return found

    def _mark(self, collections, payments):
        """Create the draft settlements, and refuse what would not post as proposed."""
        items = [one.items for one in collections.values()]
        settlements = payments._ar_mark(list(zip(payments, items, strict=True)))
        titles = (line._title() for line in collections)
        self._refuse_settlements(dict(zip(settlements, titles, strict=True)))

    def _text_not_as_proposed(self):
        return self.line_ids._text_changed()

    def _is_as_proposed(self, settlement, plan):
        """Whether everything marked is settled, and nothing of the payment is left."""
        return all(
            (settled := plan.settled.get(line._item_key()))
            and not settled.open_amount
            and not settled.difference
            for line in settlement.line_ids
        )


class ArPaymentProposalCompany(models.TransientModel):
    """A company of the user whose invoices may be collected."""

    _name = "ar.payment.proposal.company"
    _inherit = "ar.customer.proposal.company"
    _description = "Payment Proposal: companies"

    proposal_id = fields.Many2one(
        comodel_name="ar.payment.proposal",
        required=True,
        ondelete="cascade",
        help="The proposal to which this belongs.",
    )
    is_chosen = fields.Boolean(help="Whether its invoices are looked at.")
