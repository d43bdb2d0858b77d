from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount

from ...books.given_values import checked, one

#: What each event asks beside its date.
ASKED = {
    "honor": ("amount", "fee"),
    "protest": ("amount", "cause", "debt", "cost", "cost_mode", "bank"),
    "recall": ("interest",),
    "redraw": ("due_date", "interest", "fee"),
}


class ArBillStep(models.TransientModel):
    """Asks what an event of bills needs to know, and shows before what it books."""

    _name = "ar.bill.step"
    _inherit = ["ar.guarded.values"]
    _description = "Step of Bills of Exchange"
    _rec_name = "kind"

    kind = fields.Selection(
        selection=[
            ("honor", "Honor"),
            ("protest", "Protest"),
            ("revive", "Debt Back to the Invoices"),
            ("recall", "Recall from the Bank"),
            ("close", "Close Bill"),
            ("redraw", "Redraw"),
            ("undo", "Undo Last Event"),
        ],
        string="Step",
        required=True,
        readonly=True,
        help="What is done with the bills.",
    )
    bill_ids = fields.Many2many(
        comodel_name="ar.bill",
        relation="ar_bill_step_bill_rel",
        string="Bills",
        help="The bills that it is done with.",
    )
    bill_count = fields.Integer(
        compute="_compute_bills", string="Number of Bills", help="How many they are."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_bills",
        help="Of the bills, where they have one.",
    )
    total = fields.Char(compute="_compute_bills", help="What the bills come to.")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The date of the entries.",
    )
    due_date = fields.Date(string="New Due Date", help="When the new bill is due.")
    amount = fields.Monetary(
        string="Part (0: All)", help="A part of the one bill. Zero: all that can be."
    )
    fee = fields.Monetary(help="In all; it is split over the bills by their amounts.")
    interest = fields.Monetary(
        help="In all; it is split over the bills by their amounts."
    )
    cost = fields.Monetary(
        string="Cost of the Protest", help="What the bank asks, in all."
    )
    cause = fields.Char(help="Why it was not paid.")
    debt = fields.Selection(
        selection=[("bill", "The Bill"), ("invoices", "The Invoices")],
        string="The Customer Owes",
        default=lambda self: self.env.company.root_id.ar_bill_protest_debt,
        help="The bill, in the company that holds it, or the invoices that it paid, in "
        "their companies.",
    )
    cost_mode = fields.Selection(
        selection=[("charge", "Charged to the Customer"), ("expense", "An Expense")],
        string="The Cost Is",
        default=lambda self: self.env.company.root_id.ar_bill_protest_cost,
        help="Who bears it.",
    )
    bank_id = fields.Many2one(
        comodel_name="account.journal",
        domain="[('type', '=', 'bank')]",
        help="Which bank asks for the cost of bills that no bank has.",
    )
    problems = fields.Text(
        string="What Stands against It",
        compute="_compute_preview",
        help="Why it cannot be done like that.",
    )
    preview_html = fields.Html(
        string="What Will Be Booked",
        compute="_compute_preview",
        sanitize=False,
        help="The entries, in all companies.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("bill_ids")
    def _compute_bills(self):
        for step in self:
            bills = step.bill_ids._origin
            step.bill_count = len(bills)
            currencies = bills.currency_id
            step.currency_id = currencies if len(currencies) == 1 else False
            step.total = " + ".join(
                format_amount(self.env, sum(some.mapped("amount")), currency)
                for currency, some in bills.grouped("currency_id").items()
            )

    @api.depends(
        *("kind", "bill_ids", "date", "due_date", "amount", "fee", "interest"),
        *("cost", "debt", "cost_mode", "bank_id"),
    )
    def _compute_preview(self):
        for step in self:
            step.problems = step.preview_html = False
            bills = step.bill_ids._origin
            if not bills:
                step.problems = self.env._("There is no bill for it.")
                continue
            if not step.date:
                continue
            try:
                rows = bills.preview(step.kind, step._values_of_preview())
            except (UserError, AccessError) as error:
                step.problems = str(error)
                continue
            step.preview_html = step._render(rows)

    def _values_of_preview(self):
        return {**self._values(), "date": self.date}

    def _values(self):
        """What was typed for this event, as its action takes it."""
        given = {
            "amount": self.amount or None,
            "fee": self.fee,
            "interest": self.interest,
            "cost": self.cost,
            "cause": self.cause or "",
            "debt": self.debt,
            "cost_mode": self.cost_mode,
            "bank": self.bank_id.id,
            "due_date": self.due_date,
        }
        return {name: given[name] for name in ASKED.get(self.kind, ())}

    def _render(self, rows):
        """The entries, as those of settlements are shown."""
        settlements = self.env["ar.settlement"]
        blocks = {}
        for row in rows:
            values = {**row, "balance": row["debit"] - row["credit"]}
            key = (row["company_id"], row["journal_id"], row["date"])
            blocks.setdefault(key, []).append(values)
        companies = self.env["res.company"]
        entries = [
            settlements._prepare_block(
                companies.browse(company).sudo(), fields.Date.to_date(on), lines
            )
            for (company, _journal, on), lines in blocks.items()
        ]
        foreign = any(
            cell["amount_currency"] for entry in entries for cell in entry["rows"]
        )
        if not entries:
            return self.env._("Nothing is booked for it.")
        return self.env["ir.qweb"]._render(
            "ar_centralized_payments.settlement_preview",
            {"entries": entries, "has_foreign": foreign},
        )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_do(self):
        """Do it with all of the bills, or with none.

        :raises UserError: with every reason against it
        """
        one(self)
        self.check_access("write")
        if not self.bill_ids:
            raise UserError(self.env._("There is no bill for it."))
        name = "undo_last" if self.kind == "undo" else self.kind
        getattr(self.bill_ids, f"action_{name}")(self.date, **self._values())
        return {"type": "ir.actions.act_window_close"}
