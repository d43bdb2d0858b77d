from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount

from ...books.given_values import checked, one
from ...books.reimbursement_book import ReimbursementBook
from ...books.steps import from_steps, to_steps
from ...settlement.payouts import Payout, lower


class ArReimbursementLine(models.TransientModel):
    """What one customer has to their credit in one currency, and who pays it."""

    _name = "ar.reimbursement.line"
    _inherit = "ar.customer.proposal.line"
    _description = "Reimburse Customers: proposal"

    reimbursement_id = fields.Many2one(
        comodel_name="ar.reimbursement",
        required=True,
        index=True,
        ondelete="cascade",
        help="The reimbursement to which this belongs.",
    )
    amount_credit = fields.Monetary(
        string="Open Credits",
        readonly=True,
        help="Payments and credit notes that are open, over all chosen companies.",
    )
    amount_debit = fields.Monetary(
        string="Open Debits",
        readonly=True,
        help="Invoices and refunds that are open, over all chosen companies.",
    )
    balance = fields.Monetary(
        readonly=True,
        help="Positive: it is owed to the customer.",
    )
    worth_currency_id = fields.Many2one(
        related="reimbursement_id.currency_id",
        string="Currency of the Comparison",
        help="The currency of the minimum.",
    )
    worth = fields.Monetary(
        string="Balance to Compare",
        currency_field="worth_currency_id",
        readonly=True,
        help="The balance in the currency of the minimum, at today's rate.",
    )
    company_count = fields.Integer(
        string="In Companies",
        readonly=True,
        help="How many companies have credits of the customer.",
    )
    payouts = fields.Json(
        string="Shares",
        readonly=True,
        help="What each company would pay of the whole.",
    )
    payments = fields.Text(
        compute="_compute_payments",
        help="The payments that will be made: company, journal, amount.",
    )
    outcome = fields.Text(
        string="Payments, or Why Not",
        compute="_compute_payments",
        help="The payments that will be made, or everything that stands against them, "
        "and the way out.",
    )
    amount_maximum = fields.Monetary(
        string="At Most",
        readonly=True,
        help="What can be paid at most.",
    )
    amount = fields.Monetary(
        string="Amount to Pay",
        help="What is paid; less than proposed leaves the rest open.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("payouts", "amount", "refusal")
    def _compute_payments(self):
        for line in self:
            shares = {share["company_id"]: share for share in line.payouts or []}
            line.payments = "\n".join(
                self.env._(
                    "%(company)s, %(journal)s: %(amount)s",
                    company=shares[payout.company]["company"],
                    journal=shares[payout.company]["journal"],
                    amount=format_amount(
                        self.env,
                        from_steps(payout.amount, line.currency_id),
                        line.currency_id,
                    ),
                )
                for payout in line._payouts()
            )
            line.outcome = line.refusal or line.payments

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("amount", "is_chosen")
    def _check_amount(self):
        problems = [
            problem
            for line in self.filtered("is_chosen")
            for problem in line._amount_problems(line.amount_maximum)
        ]
        if problems:
            raise UserError("\n".join(problems))

    def _amount_problems(self, maximum):
        words = {
            "customer": self.name,
            "amount": format_amount(self.env, self.amount, self.currency_id),
            "maximum": format_amount(self.env, maximum, self.currency_id),
        }
        if self.refusal:
            return [
                self.env._(
                    "%(customer)s cannot be paid: %(reason)s",
                    customer=self.name,
                    reason=self.refusal,
                )
            ]
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            return [
                self.env._(
                    "%(customer)s: type an amount above zero, or untick the line.",
                    **words,
                )
            ]
        if self.currency_id.compare_amounts(self.amount, maximum) > 0:
            return [
                self.env._(
                    "%(customer)s: %(amount)s is more than the credit, %(maximum)s. "
                    "Type less.",
                    **words,
                )
            ]
        return []

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_transactions(self):
        """Open what is open of the customer, in all chosen companies."""
        one(self)
        wizard = self.reimbursement_id._in_all_companies()
        wizard._check_options()
        partners = self.with_env(wizard.env).partner_id._ar_party()
        domain = ReimbursementBook(wizard).domain(partners)
        action = {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "account.move.line",
            "view_mode": "list",
            "views": [(self.env.ref("account.view_move_line_tree").id, "list")],
            "domain": list(domain & Domain("currency_id", "=", self.currency_id.id)),
            "context": {"group_by": ["company_id"], "create": False},
        }
        return wizard._companies().with_env(self.env)._ar_open(action)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _payouts(self):
        """The payments of this line, with the amount that the user wants to pay."""
        payouts = [
            Payout(share["company_id"], tuple(share["company_ids"]), share["amount"])
            for share in self.payouts or []
        ]
        return lower(payouts, to_steps(self.amount, self.currency_id))

    def _refusals_now(self, position):
        """What stands against the line, by what is open now."""
        currency = self.currency_id
        shown = (
            to_steps(self.amount_credit, currency),
            to_steps(self.amount_debit, currency),
        )
        if not position or shown != (position.credit, position.debit):
            return [self._text_changed()]
        if position.refusals:
            return position.refusals
        return self._amount_problems(from_steps(position.payable, currency))
