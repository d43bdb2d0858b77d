from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_amount

from .account_payment_line import MEANS_OF_PAYMENT, PAYING_JOURNALS
from .ar_payment_journal_ways import CLOSED

#: What a journal counts of its lines: the field, and the state of the lines.
COUNTED = {
    "entered_count": "entered",
    "queued_count": "queued",
    "refused_count": "refused",
    "posted_count": "posted",
    "unsettled_count": "unsettled",
    "undone_count": "undone",
}
#: What then stays as it is: under which the lines were posted.
FROZEN_WHEN_CLOSED = frozenset(
    {
        *("company_id", "date", "journal_id", "means_of_payment", "offset_account_id"),
        *("offset_type", "use_deposit_slip", "is_posted_unsettled"),
    }
)


class ArPaymentJournal(models.Model):
    """Customers' payments of one company that are entered, checked and posted together.

    Its lines are ``account.payment`` records; each may wait with a draft settlement of
    what it pays. A line that cannot be posted stays with its reason, and never stops
    the others.
    """

    _name = "ar.payment.journal"
    _inherit = [
        "ar.payment.journal.posting",
        "ar.payment.journal.ways",
        "ar.payment.entry",
        "ar.guarded.values",
        "ar.numbered",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Customer Payment Journal"
    _order = "id desc"
    _check_company_auto = True
    _sequence_name = "ar_centralized_payments.sequence_payment_journal"

    _engine_fields = frozenset(
        {
            *("worker_user_id", "queued_total", "undo_date", "is_from_bank", "files"),
            "work_ids",
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the payment journal is made.",
    )
    description = fields.Char(
        tracking=True,
        help="What the payments have in common: a day's post, a bank, a person.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
        help="The company that receives the payments.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The date of new lines; each line may have another.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        tracking=True,
        help="Who enters the payments.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Open"),
            ("posting", "In Progress"),
            ("partial", "Posted in Part"),
            ("posted", "Posted"),
            ("undone", "Undone"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        compute_sudo=True,
        index=True,
        tracking=True,
        help="Open: nothing is posted yet. In progress: lines are being imported, "
        "posted or undone in the background. Posted in part: some lines are posted, "
        "others wait.",
    )

    # ------------------------------------------------------------
    # Fields: what new lines start with
    # ------------------------------------------------------------
    offset_type = fields.Selection(
        selection=[("bank", "Bank"), ("ledger", "Ledger")],
        required=True,
        default="bank",
        help="Where the money is booked: as usual for the bank, cash or credit card "
        "journal, or on a ledger account, such as a clearing account.",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank Journal",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash', 'credit')), "
        "('company_id', 'parent_of', company_id)]",
        default=lambda self: self._default_journal(),
        help="The bank, cash or credit card journal that numbers the payments.",
    )
    offset_account_id = fields.Many2one(
        comodel_name="account.account",
        check_company=True,
        domain="[('account_type', 'in', ('asset_current', 'liability_current')), "
        "('reconcile', '=', True)]",
        help="The ledger account for the money, in place of the bank's outstanding "
        "account. Reconcilable, a current asset or a current liability.",
    )
    means_of_payment = fields.Selection(
        selection=MEANS_OF_PAYMENT,
        string="Means of Payment",
        default="transfer",
        help="What new lines start with.",
    )
    use_deposit_slip = fields.Boolean(
        string="Use Deposit Slips",
        help="New lines are to be taken to the bank on a deposit slip.",
    )
    is_from_bank = fields.Boolean(
        string="From the Bank",
        readonly=True,
        copy=False,
        help="Takes the payments that were found on bank statements.",
    )
    files = fields.Json(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="By which a file that was imported already is recognised.",
    )
    is_posted_unsettled = fields.Boolean(
        string="Post Payments Whose Settlement Fails",
        help="A payment that cannot be settled as marked is posted all the same; its "
        "marks stay, and the settlement can be tried again. Otherwise the whole line "
        "is refused.",
    )

    # ------------------------------------------------------------
    # Fields: lines
    # ------------------------------------------------------------
    payment_ids = fields.One2many(
        comodel_name="account.payment",
        inverse_name="ar_payment_journal_id",
        string="Payments",
        help="The lines of the journal.",
    )
    line_count = fields.Integer(
        string="Lines",
        compute="_compute_counts",
        help="How many payments are entered.",
    )
    entered_count = fields.Integer(
        string="Entered Lines",
        compute="_compute_counts",
        help="Lines that nobody tried to post yet.",
    )
    queued_count = fields.Integer(
        string="Waiting Lines",
        compute="_compute_counts",
        help="Lines that wait to be posted or undone in the background.",
    )
    refused_count = fields.Integer(
        string="Refused Lines",
        compute="_compute_counts",
        help="Lines that something stands against; each says what.",
    )
    posted_count = fields.Integer(
        string="Posted Lines", compute="_compute_counts", help="Lines that are posted."
    )
    unsettled_count = fields.Integer(
        string="Posted, Not Settled",
        compute="_compute_counts",
        help="Posted lines whose settlement failed; each says why.",
    )
    undone_count = fields.Integer(
        string="Undone Lines",
        compute="_compute_counts",
        help="Lines whose settlement was undone, and that were cancelled.",
    )
    totals = fields.Char(
        string="Total",
        compute="_compute_counts",
        help="What the lines come to, in each currency, without those undone.",
    )
    worker_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Posted by",
        readonly=True,
        copy=False,
        help="On behalf of whom lines are being posted or undone in the background.",
    )
    queued_total = fields.Integer(
        string="Lines at the Start",
        readonly=True,
        copy=False,
        help="How many lines waited when the work in the background began.",
    )
    undo_date = fields.Date(
        readonly=True,
        copy=False,
        help="The date that was chosen for the undo that goes on in the background.",
    )
    progress = fields.Float(
        compute="_compute_progress",
        help="How much of the work in the background is done, in percent.",
    )

    # ------------------------------------------------------------
    # Defaults and compute
    # ------------------------------------------------------------
    @api.model
    def _default_journal(self):
        """The first bank journal of the current company, by the company's order."""
        journals = self.env["account.journal"]
        return journals.search(
            Domain(journals._check_company_domain(self.env.company))
            & Domain("type", "in", PAYING_JOURNALS),
            order="type, sequence, id",
            limit=1,
        )

    @api.depends("payment_ids.ar_line_state")
    def _compute_state(self):
        """From the states of the lines, counted by the database.

        Only what changes is written: clerks who enter lines in one journal at the same
        moment do not get into each other's way.
        """
        counts = self._count_lines()
        for journal in self:
            state = journal._state_from(counts.get(journal.id, {}))
            if journal.state != state:
                journal.state = state

    def _count_lines(self):
        """Journal id -> state of lines -> how many there are."""
        counts = {}
        groups = self.env["account.payment"]._read_group(
            [("ar_payment_journal_id", "in", self.ids)],
            ["ar_payment_journal_id", "ar_line_state"],
            ["__count"],
        )
        for journal, state, count in groups:
            counts.setdefault(journal.id, {})[state] = count
        return counts

    @api.model
    def _state_from(self, counts):
        posted = counts.get("posted", 0) + counts.get("unsettled", 0)
        waiting = counts.get("entered", 0) + counts.get("refused", 0)
        if counts.get("queued"):
            return "posting"
        if posted:
            return "partial" if waiting else "posted"
        return "undone" if counts.get("undone") and not waiting else "draft"

    @api.depends("payment_ids.ar_line_state", "payment_ids.amount")
    def _compute_counts(self):
        counts = self._count_lines()
        amounts = self._sum_lines()
        for journal in self:
            found = counts.get(journal._origin.id, {})
            for name, state in COUNTED.items():
                journal[name] = found.get(state, 0)
            journal.line_count = sum(found.values())
            journal.totals = " + ".join(
                format_amount(self.env, amount, currency)
                for currency, amount in amounts.get(journal._origin.id, [])
            )

    def _sum_lines(self):
        """Journal id -> what its lines come to: list of (currency, amount)."""
        sums = {}
        groups = self.env["account.payment"]._read_group(
            [
                ("ar_payment_journal_id", "in", self.ids),
                ("ar_line_state", "!=", "undone"),
            ],
            ["ar_payment_journal_id", "currency_id"],
            ["amount:sum"],
        )
        for journal, currency, amount in groups:
            sums.setdefault(journal.id, []).append((currency, amount))
        return sums

    @api.depends("queued_total", "payment_ids.ar_line_state")
    def _compute_progress(self):
        counts = self._count_lines()
        for journal in self:
            total = journal.queued_total
            waiting = counts.get(journal._origin.id, {}).get("queued", 0)
            journal.progress = 100.0 * (total - waiting) / total if total else 0.0

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------
    @api.onchange("offset_type")
    def _onchange_offset_type(self):
        if self.offset_type == "bank":
            self.offset_account_id = False

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("journal_id", "offset_type", "offset_account_id", "company_id")
    def _check_offset(self):
        problems = [
            problem for journal in self for problem in journal._offset_problems()
        ]
        if problems:
            raise ValidationError("\n".join(problems))

    def _offset_problems(self):
        """Reasons against the offset that new lines start with."""
        if self.journal_id.type not in PAYING_JOURNALS:
            yield self.env._(
                "%(journal)s is not a bank, cash or credit card journal. Choose one.",
                journal=self.journal_id.display_name,
            )
        if self.offset_type == "ledger" and not self.offset_account_id:
            yield self.env._("Choose the ledger account, or the bank as the offset.")
        if self.offset_type == "bank" and self.offset_account_id:
            yield self.env._(
                "Where the offset is the bank, there is no ledger account. Clear it, "
                "or choose the ledger as the offset."
            )
        yield from self.company_id._ar_offset_problems(self.offset_account_id)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        self._check_not_given(vals_list, "name", "state")
        journals = super().create(vals_list)
        journals._take_numbers()
        return journals

    def _take_numbers(self):
        """Number new payment journals, once nothing stands against them.

        ``sudo()``: nobody writes a number by hand.
        """
        names = self._next_names([journal.company_id for journal in self])
        for journal, name in zip(self.sudo(), names, strict=True):
            journal.name = name

    def write(self, vals):
        self._check_bounds([vals])
        self._check_not_given([vals], "name", "state")
        if vals.keys() & FROZEN_WHEN_CLOSED:
            self._check_open()
        if vals.get("company_id"):
            self._check_no_lines()
        return super().write(vals)

    def _check_open(self):
        """Refuse other settings where the lines are posted, or being posted."""
        states = dict(self._fields["state"]._description_selection(self.env))
        closed = self.filtered(lambda journal: journal.state in CLOSED)
        if closed:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(journal)s cannot be changed any more: its status is "
                        "%(state)s. Undo its lines to enter them anew in another "
                        "payment journal.",
                        journal=journal.name,
                        state=states[journal.state],
                    )
                    for journal in closed
                )
            )

    def _check_takes_lines(self):
        """Refuse further lines where everything is posted, or is being posted.

        :raises AccessError: without a word about a payment journal of others
        """
        if self and not self.has_access("write"):
            raise AccessError(
                self.env._("You may not enter payments in this payment journal.")
            )
        states = dict(self._fields["state"]._description_selection(self.env))
        closed = self.filtered(lambda j: j.state in CLOSED)
        if closed:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(journal)s takes no more lines: its status is %(state)s. "
                        "Make another payment journal.",
                        journal=journal.name,
                        state=states[journal.state],
                    )
                    for journal in closed
                )
            )

    def _check_no_lines(self):
        for journal in self.filtered("payment_ids"):
            raise UserError(
                self.env._(
                    "%(journal)s has lines; they are payments of %(company)s. Make "
                    "another payment journal for the other company.",
                    journal=journal.name,
                    company=journal.company_id.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for journal in self.filtered(lambda j: j.state != "draft"):
            raise UserError(
                self.env._(
                    "%(journal)s has posted lines; it stays as the record of them. "
                    "What is posted can be undone.",
                    journal=journal.name,
                )
            )

    def unlink(self):
        """Take the lines along: none of them is posted."""
        drafts = self.filtered(lambda journal: journal.state == "draft")
        drafts.payment_ids.unlink()
        return super().unlink()

    def copy_data(self, default=None):
        """A copy starts as the original did: the same settings, no lines."""
        return [
            {**vals, "date": fields.Date.context_today(self)}
            if "date" not in (default or {})
            else vals
            for vals in super().copy_data(default)
        ]

    @api.depends("name", "description")
    def _compute_display_name(self):
        for journal in self:
            journal.display_name = " ".join(
                filter(None, (journal.name, journal.description))
            )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _prepare_line_defaults(self):
        """What a new line starts with."""
        self.ensure_one()
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "offset_account_id": self.offset_account_id.id,
            "ar_payment_type": self.means_of_payment,
            "use_deposit_slip": self.use_deposit_slip,
            "date": self.date,
        }
