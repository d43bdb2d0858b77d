from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...books.bill_proposal_book import BillProposalBook
from ...books.given_values import checked, one
from ...models.bill.ar_bill import KINDS


class ArBillProposal(models.TransientModel):
    """Proposes bills of exchange to draw, over all companies of the user."""

    _name = "ar.bill.proposal"
    _inherit = ["ar.guarded.values"]
    _description = "Proposal of Bills to Draw"
    _rec_name = "date"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Company of the Bills",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.user.company_ids.ids)],
        help="The company that draws and holds the bills.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_bill_proposal_company_rel",
        string="Companies",
        default=lambda self: self.env.companies & self.env.user.company_ids,
        domain=lambda self: [("id", "in", self.env.user.company_ids.ids)],
        help="Whose invoices are looked at.",
    )
    date = fields.Date(
        string="Draw Date",
        required=True,
        default=fields.Date.context_today,
        help="The date of all bills.",
    )
    due_to = fields.Date(
        string="Due Until",
        help="Invoices that are due on this date or earlier. Empty: all.",
    )
    grouping = fields.Selection(
        selection=[
            ("invoice", "One Bill per Document"),
            ("date", "One Bill per Due Date"),
            ("week", "One Bill per Week"),
            ("total", "One Bill per Customer"),
        ],
        string="Bills",
        default="date",
        required=True,
        help="Each customer and currency has bills of its own; a bill is due when the "
        "last of its documents is.",
    )
    due_date = fields.Date(
        string="Due Date of Bills",
        help="With one bill per customer. Empty: the latest of its documents.",
    )
    kind = fields.Selection(
        selection=KINDS, default="not_accepted", required=True, help="What is drawn."
    )
    with_credit_notes = fields.Boolean(
        string="Net Credit Notes",
        default=True,
        help="Open credit notes of the customer reduce the bills.",
    )
    only_bill_customers = fields.Boolean(
        string="Only Customers Who Pay by Bill",
        help="As it says on the customer, in the company of the invoice.",
    )
    minimum_amount = fields.Float(
        digits=(16, 2), help="In the currency of each bill. Zero: no minimum."
    )
    line_ids = fields.One2many(
        comodel_name="ar.bill.proposal.line",
        inverse_name="proposal_id",
        string="Proposal",
        help="One line for each bill.",
    )
    marked_count = fields.Integer(
        string="Already Marked",
        readonly=True,
        help="How many documents are left out because a draft marks them.",
    )
    is_proposed = fields.Boolean(
        readonly=True, help="Whether a proposal has been made."
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends_context("lang")
    def _compute_display_name(self):
        self.display_name = self.env._("Draw by Proposal")

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_propose(self):
        """List the bills that could be drawn.

        :return: ``True``
        :raises UserError: with everything that the company lacks
        """
        wizard = self._in_all_companies()
        book = BillProposalBook(wizard)
        rows = [book.line_values(*one) for one in book.proposed()]
        wizard.line_ids.unlink()
        wizard.line_ids.create(rows)
        wizard.write({"is_proposed": True, "marked_count": book.marked})
        return True

    @checked
    def action_create_bills(self):
        """Make the ticked lines draft bills, each marking what it pays; all or none.

        :return: an action that opens them
        """
        wizard = self._in_all_companies()
        chosen = wizard.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("No line is ticked. Propose, and tick some."))
        wizard._refuse_lines(chosen)
        bills = wizard.env["ar.bill"].create(
            [line._prepare_bill_vals() for line in chosen]
        )
        items = [line.move_line_ids for line in chosen]
        payments = bills.payment_id
        payments._ar_mark(list(zip(bills.mapped("payment_id"), items, strict=True)))
        bills.write({"kind": wizard.kind})
        for bill, line in zip(bills, chosen, strict=True):
            if bill.due_date != line.due_date:
                bill.due_date = line.due_date
        return wizard.company_id._ar_open(
            bills._get_records_action(name=self.env._("Drawn by Proposal"))
        )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _in_all_companies(self):
        """The same in all companies of the user, whatever the switcher shows.

        ``sudo()`` for the set-up of the holding company, once it is checked that it is
        the user's.
        """
        one(self)
        self.check_access("write")
        companies = self.env["res.company"]._ar_user_companies()
        wizard = self.with_context(allowed_company_ids=companies.ids)
        if (wizard.company_ids | wizard.company_id) - self.env.user.company_ids:
            raise AccessError(
                self.env._("You may draw bills for your own companies only.")
            )
        problems = wizard.company_id.sudo()._ar_bill_problems()
        if problems:
            raise UserError("\n".join(problems))
        return wizard

    def _item_domain(self):
        domain = Domain("company_id", "child_of", self.company_ids.ids)
        if self.due_to:
            domain &= Domain("date_maturity", "<=", self.due_to) | Domain(
                "amount_residual", "<", 0
            )
        return domain

    def _refuse_lines(self, lines):
        """Refuse what changed since it was proposed, all of it at once."""
        problems = [
            self.env._(
                "%(customer)s, %(documents)s: %(problem)s",
                customer=line.partner_id.display_name,
                documents=line.documents,
                problem=line.problem,
            )
            for line in lines.filtered("problem")
        ]
        items = lines.move_line_ids
        taken = items.filtered("reconciled") | items.browse(
            [item.id for item in items._ar_marked_in()]
        )
        problems += [
            self.env._(
                "%(document)s is settled or marked by now. Propose again.",
                document=item.move_name,
            )
            for item in taken
        ]
        if problems:
            raise UserError("\n".join(problems))


class ArBillProposalLine(models.TransientModel):
    """A bill that could be drawn."""

    _name = "ar.bill.proposal.line"
    _inherit = ["ar.guarded.values"]
    _description = "Proposal of Bills to Draw: bills"
    _order = "id"
    _rec_name = "documents"

    proposal_id = fields.Many2one(
        comodel_name="ar.bill.proposal",
        required=True,
        index=True,
        ondelete="cascade",
        help="The proposal to which this belongs.",
    )
    is_chosen = fields.Boolean(string="Will Be Drawn", help="Whether it is drawn.")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Drawee",
        readonly=True,
        help="The customer, in the holding company.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", readonly=True, help="Of the documents."
    )
    amount = fields.Monetary(readonly=True, help="What the documents come to.")
    due_date = fields.Date(help="When the bill is due; it may be changed.")
    move_line_ids = fields.Many2many(
        comodel_name="account.move.line",
        relation="ar_bill_proposal_line_item_rel",
        string="Open Transactions",
        readonly=True,
        help="What the bill pays.",
    )
    documents = fields.Char(readonly=True, help="The numbers of the documents.")
    problem = fields.Char(readonly=True, help="Why it cannot be drawn.")

    @api.constrains("due_date")
    def _check_due_date(self):
        for line in self:
            if not line.due_date or line.due_date < line.proposal_id.date:
                raise UserError(
                    self.env._(
                        "%(documents)s: the bill cannot be due before it is drawn.",
                        documents=line.documents or "",
                    )
                )

    def _prepare_bill_vals(self):
        wizard = self.proposal_id
        return {
            "company_id": wizard.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "date": wizard.date,
        }
