from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount

from ...books.steps import from_steps


class ArPaymentProposalLine(models.TransientModel):
    """One payment that could be collected, and the invoices that it would pay."""

    _name = "ar.payment.proposal.line"
    _inherit = "ar.customer.proposal.line"
    _description = "Payment Proposal: payments"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    proposal_id = fields.Many2one(
        comodel_name="ar.payment.proposal",
        required=True,
        index=True,
        ondelete="cascade",
        help="The proposal to which this belongs.",
    )
    partner_id = fields.Many2one(
        help="The record of the customer in the company that collects."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Company of the Invoices",
        readonly=True,
        help="The company whose invoices are paid; empty: of all companies.",
    )
    companies = fields.Char(
        string="In Companies",
        readonly=True,
        help="The companies whose invoices and credit notes are in it.",
    )
    currency_id = fields.Many2one(
        help="The currency of the invoices and of the payment."
    )
    item_ids = fields.One2many(
        comodel_name="ar.payment.proposal.item",
        inverse_name="line_id",
        string="Invoices",
        help="The invoices that it pays, and why each of them is in it.",
    )
    item_count = fields.Integer(
        string="Documents",
        compute="_compute_totals",
        store=True,
        help="How many invoices and credit notes are ticked.",
    )
    reason = fields.Selection(
        selection=[
            ("due", "Due"),
            ("discount", "Discount"),
            ("both", "Due and Discount"),
        ],
        readonly=True,
        help="Why its invoices are in it: their due dates, their discount dates, or "
        "both.",
    )
    amount_open = fields.Monetary(
        string="Open Amount",
        compute="_compute_totals",
        store=True,
        help="What is open of the ticked invoices, less the ticked credit notes.",
    )
    discount = fields.Monetary(
        compute="_compute_totals",
        store=True,
        help="The cash discounts that are taken.",
    )
    amount = fields.Monetary(
        string="To Collect",
        compute="_compute_totals",
        store=True,
        help="The amount of the payment: what is open, less the cash discounts.",
    )
    is_chosen = fields.Boolean(
        string="Collect", help="Whether it becomes a line of the payment journal."
    )
    refusal = fields.Text(
        help="Everything that stands against the payment, and the way out."
    )
    problem = fields.Text(
        string="What Is to Be Mended",
        compute="_compute_problem",
        help="What stands against the payment as it is ticked now.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "item_ids.is_chosen", "item_ids.amount", "item_ids.discount",
        "item_ids.amount_open",
    )  # fmt: skip
    def _compute_totals(self):
        for line in self:
            ticked = line.item_ids.filtered("is_chosen")
            line.item_count = len(ticked)
            for name in ("amount_open", "discount", "amount"):
                total = sum(ticked.mapped(name))
                line[name] = line.currency_id.round(total) if ticked else 0.0

    @api.depends("amount", "refusal", "proposal_id.maximum_amount")
    def _compute_problem(self):
        for line in self:
            line.problem = line.refusal or "\n".join(line._amount_problems())

    def _amount_problems(self):
        """What stands against the amount."""
        currency, maximum = self.currency_id, self.proposal_id.maximum_amount
        if currency.compare_amounts(self.amount, 0.0) <= 0:
            return [
                self.env._(
                    "Nothing is left to collect. Tick invoices that are more than the "
                    "credit notes, or settle them by hand."
                )
            ]
        if maximum and currency.compare_amounts(self.amount, maximum) > 0:
            return [
                self.env._(
                    "%(amount)s is more than the maximum per payment. Untick invoices.",
                    amount=format_amount(self.env, self.amount, currency),
                )
            ]
        return []

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("is_chosen", "refusal")
    def _check_chosen(self):
        problems = [
            self.env._("%(line)s: %(reason)s", line=line._title(), reason=line.refusal)
            for line in self
            if line.is_chosen and line.refusal
        ]
        if problems:
            raise UserError("\n".join(problems))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def onchange(self, values, field_names, fields_spec):
        """Tell the form what a ticked item changes on the others.

        Odoo takes what is computed on the rows of a changed ``item_ids`` for what the
        form shows already, and would not send it.
        """
        result = super().onchange(values, field_names, fields_spec)
        spec = fields_spec.get("item_ids", {}).get("fields", {})
        names = [name for name in ("amount", "discount") if name in spec]
        if not self or "item_ids" not in field_names or not names:
            return result
        record = self.new({name: self[name] for name in fields_spec}, origin=self)
        record._update_cache({"item_ids": values["item_ids"]})
        value = result.setdefault("value", {})
        value["item_ids"] = [
            *value.get("item_ids", []),
            *(
                Command.update(item._origin.id, {name: item[name] for name in names})
                for item in record.item_ids
                if item._origin
            ),
        ]
        return result

    def unlink(self):
        """With their items, by Odoo rather than by the database: their amounts may
        wait to be computed."""
        self.item_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _proposal(self):
        """The proposal with its options, in all companies of the user."""
        proposal = self.proposal_id
        companies = self.env["res.company"]._ar_user_companies()
        return proposal.with_context(allowed_company_ids=companies.ids)

    def _title(self):
        """With the company of the invoices, where it is one."""
        company = self.company_id.sudo().name
        return ", ".join([super()._title(), *([company] if company else [])])

    @api.model
    def _prepare_vals(self, wizard, book, collection, reasons):
        """Values of a line with its items."""
        items, currency = collection.items, collection.currency
        found = {reasons[item] for item in items} - {"credit"}
        partner = collection.payee or items[0].partner_id.commercial_partner_id
        companies = dict.fromkeys(item.company_id.sudo().name for item in items)
        reachable = collection.amount > 0 and not collection.refusals
        return {
            "proposal_id": wizard.id,
            "partner_id": partner.id,
            "name": partner.name,
            "company_id": collection.company.id,
            "companies": ", ".join(companies),
            "currency_id": currency.id,
            "reason": found.pop() if len(found) == 1 else "both",
            "refusal": "\n".join(collection.refusals),
            "is_chosen": reachable,
            "item_ids": [
                Command.create(self._prepare_item_vals(book, collection, item, reasons))
                for item in items
            ],
        }

    @api.model
    def _prepare_item_vals(self, book, collection, item, reasons):
        amount, discount = collection.settled(item)
        until = item.balance > 0 and book.discount_until(item)
        return {
            "move_line_id": item.id,
            "document": item.move_name,
            "company": item.company_id.sudo().name,
            "reason": reasons[item],
            "date_due": item.date_maturity or item.date,
            "date_discount": until,
            "amount_open": item.amount_residual_currency,
            "amount": amount,
            "discount": discount,
            "is_chosen": item in collection.taken,
        }

    def _refusals_now(self, collection):
        """What stands against the line, by what is open now."""
        if self.refusal:
            return [self.refusal]
        ticked = self.item_ids.filtered("is_chosen")
        if not collection or len(collection.items) != len(ticked):
            return [self._text_changed()] if ticked else self._amount_problems()
        if collection.refusals:
            return collection.refusals
        amount = from_steps(collection.amount, self.currency_id)
        if self.currency_id.compare_amounts(amount, self.amount):
            return [self._text_changed()]
        return self._amount_problems()
