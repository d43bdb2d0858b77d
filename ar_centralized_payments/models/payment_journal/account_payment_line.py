"""Payments as lines of a payment journal (see :class:`ArPaymentJournal`)."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import format_amount

from ...books.given_fields import GivenFields
from ...books.given_values import checked, one

#: How the customer paid. A bill of exchange is a promise, and has a life of its own.
MEANS_OF_PAYMENT = [
    ("cash", "Cash"),
    ("check", "Check"),
    ("card", "Credit Card"),
    ("transfer", "Bank Transfer"),
    ("direct_debit", "Direct Debit"),
    ("bill", "Bill of Exchange"),
]
PAYING_JOURNALS = ("bank", "cash", "credit")
#: Fields that only the engine writes.
ENGINE_FIELDS = frozenset({"ar_progress", "ar_line_state", "ar_refusal"})
#: What a line may not be given any more once it is posted.
FROZEN_WHEN_POSTED = {"ar_payment_journal_id", "offset_account_id"}
#: Nor while it waits for the work in the background.
FROZEN_WHILE_WAITING = {
    *("amount", "ar_check_number", "ar_hold_until", "ar_payment_type", "currency_id"),
    *("ar_transaction_number", "company_id", "date", "destination_account_id"),
    *("journal_id", "memo", "outstanding_account_id", "partner_id", "partner_type"),
    *("payment_method_line_id", "payment_reference", "payment_type", "state"),
    *("use_deposit_slip", "ar_settlement_date", "ar_discount_date"),
}
#: Fields of Odoo that are checked for lines of payment journals.
BOUNDED_ON_LINES = frozenset({"amount", "date", "memo", "payment_reference"})


class PaymentJournalLine(models.AbstractModel):
    """What a payment is and does as a line of a payment journal; ``account.payment``
    inherits it, and nothing else."""

    _name = "ar.payment.journal.line"
    _description = "Line of a Payment Journal"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_payment_journal_id = fields.Many2one(
        comodel_name="ar.payment.journal",
        string="Payment Journal",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="The payment journal in which the payment was entered.",
    )
    ar_payment_type = fields.Selection(
        selection=MEANS_OF_PAYMENT,
        string="Means of Payment",
        help="How the customer paid.",
    )
    ar_check_number = fields.Char(
        string="Number of the Check",
        copy=False,
        help="The number on the check, where the customer paid by one.",
    )
    offset_account_id = fields.Many2one(
        comodel_name="account.account",
        check_company=True,
        domain="[('account_type', 'in', ('asset_current', 'liability_current')), "
        "('reconcile', '=', True)]",
        help="A ledger account for the money, in place of the bank's outstanding "
        "account. Empty: the bank.",
    )
    use_deposit_slip = fields.Boolean(
        copy=False,
        help="The payment is taken to the bank on a deposit slip; it then needs a "
        "payment reference.",
    )
    ar_hold_until = fields.Date(
        string="On Hold Until",
        copy=False,
        help="The line is not posted before this date.",
    )
    ar_transaction_number = fields.Char(
        string="Paid Invoice Number",
        copy=False,
        help="The number or the payment reference of an open invoice, of any of your "
        "companies, or a part of it. It tells the customer, and the invoice is marked.",
    )

    ar_chosen_item = fields.Integer(
        string="Chosen Transaction",
        store=False,
        help="Which open transaction is meant, where the number fits several.",
    )

    # ------------------------------------------------------------
    # Fields: how far the line is
    # ------------------------------------------------------------
    ar_progress = fields.Selection(
        selection=[
            ("queued", "Waits to be posted"),
            ("undoing", "Waits to be undone"),
            ("refused", "Refused"),
            ("unsettled", "Not settled"),
        ],
        string="Work in Progress",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What was done with the line last, or is still to be done.",
    )
    ar_line_state = fields.Selection(
        selection=[
            ("entered", "Entered"),
            ("queued", "Waiting"),
            ("refused", "Refused"),
            ("posted", "Posted"),
            ("unsettled", "Posted, Not Settled"),
            ("undone", "Undone"),
        ],
        string="Line Status",
        compute="_compute_ar_line_state",
        store=True,
        help="Entered: not posted yet. Waiting: for the work in the background. "
        "Refused: the reason is beside it. Not settled: posted, but the settlement "
        "failed and can be tried again. Undone: cancelled, its settlements undone.",
    )
    ar_refusal = fields.Text(
        string="Last Refusal",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Why the line was refused, where that tells nothing of other companies.",
    )
    ar_problem = fields.Text(
        string="Reason",
        compute="_compute_ar_problem",
        help="Why the line was refused, or is not settled.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("state", "ar_progress", "ar_payment_journal_id")
    def _compute_ar_line_state(self):
        for payment in self:
            payment.ar_line_state = payment.ar_payment_journal_id and (
                payment._ar_state_of_line()
            )

    def _ar_state_of_line(self):
        if self.ar_progress in ("queued", "undoing"):
            return "queued"
        if self.state == "draft":
            return "refused" if self.ar_progress == "refused" else "entered"
        if self.state in ("canceled", "rejected"):
            return "undone"
        return "unsettled" if self.ar_progress == "unsettled" else "posted"

    @api.depends("ar_refusal", "ar_progress", "state")
    @api.depends_context("uid")
    def _compute_ar_problem(self):
        """What concerns a settlement stands there: its members alone may read it."""
        hidden = self.env._("Something stands against it in a company of others.")
        for payment in self:
            is_stuck = payment.ar_progress in ("refused", "unsettled")
            reasons = payment.settlement_ids.filtered("refusal").mapped("refusal")
            reason = payment.sudo().ar_refusal or "\n".join(reasons[:1]) or hidden
            payment.ar_problem = is_stuck and reason

    @api.depends("amount", "partner_id", "date")
    @api.depends_context("uid")
    def _compute_ar_marked_amount(self):
        """From the plans of the draft settlements, for all lines of a page at once."""
        self.ar_marked_amount = 0.0
        lines = self.filtered(lambda p: p.ar_payment_journal_id and p.id)
        for payment in lines.filtered(lambda p: p.state in ("in_process", "paid")):
            items = payment._ar_receivable_lines()
            left = abs(sum(items.mapped("amount_residual_currency")))
            payment.ar_marked_amount = payment.amount - left
        drafts = lines.settlement_id
        planned = drafts._planned()
        for mark in drafts.line_ids:
            payment = mark.payment_id or mark.move_line_id.move_id.origin_payment_id
            if payment in lines:
                plan = planned[mark.settlement_id].plan
                payment.ar_marked_amount += mark._planned_amounts(plan)["amount"]

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------
    @api.onchange("ar_transaction_number")
    def _onchange_ar_transaction_number(self):
        """Fill the customer, where there is none; say what else fits the number."""
        number = (self.ar_transaction_number or "").strip()
        if not number:
            return None
        found = self.env["ar.settlement"]._find_numbers([number])[number]
        items = self._ar_items_of_party(found)
        item, problem = self._ar_only_item(number, items, self.ar_chosen_item)
        if problem:
            kind = "choice" if len(items) > 1 else "dialog"
            return {"warning": {"title": number, "message": problem, "type": kind}}
        if not self.partner_id:
            self.partner_id = self._ar_customer_of(item, self.company_id)[0]
        return None

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("ar_payment_journal_id", "offset_account_id", "company_id")
    def _check_offset_account(self):
        problems = [
            problem
            for (company, account), _payments in self.grouped(
                lambda payment: (payment.company_id, payment.offset_account_id)
            ).items()
            for problem in company._ar_offset_problems(account)
        ]
        if problems:
            raise ValidationError("\n".join(problems))

    @api.constrains("ar_payment_journal_id", "payment_type", "partner_type")
    def _check_is_customers(self):
        for payment in self.filtered("ar_payment_journal_id"):
            if payment.partner_type != "customer" or payment.payment_type != "inbound":
                raise ValidationError(
                    self.env._(
                        "%(journal)s takes payments that customers make. Enter a "
                        "payment to a customer, or a vendor's, on its own.",
                        journal=payment.ar_payment_journal_id.name,
                    )
                )

    # ------------------------------------------------------------
    # Business: changes
    # ------------------------------------------------------------
    def _ar_line_fields(self):
        """Checks of what Odoo's own fields say of a line."""
        return GivenFields(self, BOUNDED_ON_LINES)

    def _ar_check_decimals(self, vals_list):
        """Refuse amounts of lines with more decimals than their currency has."""
        if self.env.su:
            return
        for payment, vals in zip(self, vals_list, strict=True):
            if payment.ar_payment_journal_id:
                payment._ar_line_fields().check_decimals(payment, [vals])

    def _ar_check_waiting(self):
        """Refuse what would change or delete lines that wait for the background.

        ``sudo()``: their company may not be ticked; that the user may read them, the
        caller has checked.
        """
        if self.env.su:
            return
        waiting = self.sudo().filtered(lambda p: p.ar_progress in ("queued", "undoing"))
        if waiting:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(payment)s of %(journal)s waits for the work in the "
                        "background. Change it when that is done.",
                        payment=payment.display_name,
                        journal=payment.ar_payment_journal_id.name,
                    )
                    for payment in waiting
                )
            )

    def _ar_check_changeable(self, vals):
        """Refuse to change a line while it is being posted, or what posting fixed."""
        if self.env.su or not vals.keys() & (FROZEN_WHILE_WAITING | FROZEN_WHEN_POSTED):
            return
        self._ar_check_waiting()
        for payment in self.filtered("ar_payment_journal_id"):
            words = {
                "payment": payment.display_name,
                "journal": payment.ar_payment_journal_id.name,
            }
            if payment.state != "draft" and vals.keys() & FROZEN_WHEN_POSTED:
                raise UserError(
                    self.env._(
                        "%(payment)s of %(journal)s is posted: its journal and its "
                        "offset stay. Undo it to enter it anew.",
                        **words,
                    )
                )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_line(self):
        """Open the payment in its own form."""
        one(self)
        self.check_access("read")
        return self._get_records_action(context={"create": False})

    # ------------------------------------------------------------
    # Business: new lines
    # ------------------------------------------------------------
    @api.model
    def _ar_prepare_lines_vals(self, vals_list):
        """Values of payments, filled with what their payment journal says.

        A line without a customer gets that of the invoice whose number it gives.
        """
        self._check_bounds(vals_list)
        self._ar_line_fields().check(
            [vals for vals in vals_list if vals.get("ar_payment_journal_id")]
        )
        given = [vals.get("ar_payment_journal_id") for vals in vals_list]
        journals = self.env["ar.payment.journal"].browse({*given} - {None, False})
        journals._check_takes_lines()
        defaults = {one.id: one._prepare_line_defaults() for one in journals}
        filled = [
            {**defaults.get(journal, {}), **vals}
            for journal, vals in zip(given, vals_list, strict=True)
        ]
        self._ar_fill_customers(filled)
        return filled

    @api.model
    def _ar_take_chosen(self, vals_list):
        """Which item each line means where its number fits several; nothing stored."""
        return [vals.pop("ar_chosen_item", False) for vals in vals_list]

    @api.model
    def _ar_fill_customers(self, vals_list):
        """Find the customers of lines that give an invoice's number alone."""
        unknown = [
            vals
            for vals in vals_list
            if vals.get("ar_transaction_number") and not vals.get("partner_id")
        ]
        found = self.env["ar.settlement"]._find_numbers(
            [vals["ar_transaction_number"] for vals in unknown]
        )
        problems = []
        for vals in unknown:
            number = vals["ar_transaction_number"].strip()
            company = self.env["res.company"].browse(
                vals.get("company_id") or self.env.company.id
            )
            chosen = vals.get("ar_chosen_item")
            item, problem = self._ar_only_item(number, found[number], chosen)
            if not problem:
                partner, problem = self._ar_customer_of(item, company)
                vals["partner_id"] = partner.id
            problems += [problem] if problem else []
        if problems:
            raise UserError("\n".join(problems))

    def _ar_mark_numbers(self, chosen):
        """Mark the invoices whose numbers lines give, each in a draft settlement.

        :param chosen: of each line the id of the item that is meant where its number
            fits several, or ``False``
        """
        chosen = dict(zip(self.ids, chosen, strict=True))
        lines = self.filtered(lambda p: p.ar_transaction_number and p.state == "draft")
        if not lines:
            return
        found = self.env["ar.settlement"]._find_numbers(
            lines.mapped("ar_transaction_number")
        )
        marks, problems = [], []
        for payment in lines:
            number = payment.ar_transaction_number.strip()
            items = payment._ar_items_of_party(found[number])
            item, problem = self._ar_only_item(number, items, chosen[payment.id])
            if problem:
                problems.append(problem)
            else:
                marks.append((payment, item))
        if problems:
            raise UserError("\n".join(problems))
        self._ar_mark(marks)

    @api.model
    def _ar_mark(self, marks):
        """Mark items for draft payments: the draft settlements are made as needed.

        :param marks: list of (payment, items)
        """
        marked = self.env["ar.settlement"].browse()
        values = []
        for payment, items in marks:
            if payment.settlement_id:
                payment.settlement_id.mark(items.ids)
                marked |= payment.settlement_id
                continue
            values.append(
                {
                    "partner_id": payment.partner_id.id,
                    "line_ids": [
                        Command.create({"payment_id": payment.id}),
                        *(Command.create({"move_line_id": item}) for item in items.ids),
                    ],
                }
            )
        return marked | self.env["ar.settlement"].create(values)

    def _ar_items_of_party(self, items):
        """Those of some open items that are of this payment's customer."""
        if not self.partner_id:
            return items
        key = self.partner_id._ar_party_key()
        return items.filtered(lambda item: item.partner_id._ar_party_key() == key)

    @api.model
    def _ar_only_item(self, number, items, chosen=False):
        """The only one of the items that fit a number, or the reason why it is not.

        :param chosen: id of the item that was chosen where several fit
        """
        items = items.filtered(lambda item: item.id == chosen) or items
        if len(items) == 1:
            return items, ""
        if not items:
            return items, self.env._(
                "No open transaction of the customer, in your companies, has "
                "%(number)s in its number, reference or payment reference.",
                number=number,
            )
        shown = [
            self.env._(
                "%(company)s: %(document)s, %(customer)s, %(amount)s",
                company=item.company_id.name,
                document=item.move_name,
                customer=item.partner_id.display_name,
                amount=format_amount(
                    self.env, item.amount_residual_currency, item.currency_id
                ),
            )
            for item in items[:10]
        ]
        return items.browse(), self.env._(
            "%(number)s fits several open transactions. Choose the customer, or type "
            "more of the number:\n%(transactions)s",
            number=number,
            transactions="\n".join(shown),
        )

    @api.model
    def _ar_customer_of(self, item, company):
        """The record of an item's customer in the company that receives the payment.

        :return: the record, and what is to be said where there is none or several
        """
        return self._ar_record_of(item.partner_id, company)

    @api.model
    def _ar_record_of(self, customer, company):
        """The record of a customer in a company; see :meth:`_ar_customer_of`."""
        root = company.sudo().root_id
        records = customer._ar_partner_in_company(root)[customer, root]
        if len(records) == 1:
            return records, ""
        words = {
            "customer": customer.display_name,
            "company": company.name,
            "records": ", ".join(records.mapped("display_name")),
        }
        if records:
            return records.browse(), self.env._(
                "%(customer)s has several records in %(company)s: %(records)s. Choose "
                "one of them.",
                **words,
            )
        return records, self.env._(
            "%(customer)s has no record in %(company)s. Make one there with the same "
            "Address Book ID, or share its record between the companies.",
            **words,
        )
