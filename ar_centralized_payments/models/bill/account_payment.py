from odoo import api, fields, models
from odoo.exceptions import UserError

from ..payment_journal.account_payment_slip import NOT_POSTED

#: So long before any discount's date that none is met.
NEVER = -100_000


class AccountPayment(models.Model):
    """A payment that draws a bill of exchange (bills of exchange A2)."""

    _inherit = "account.payment"

    ar_bill_ids = fields.One2many(
        comodel_name="ar.bill",
        inverse_name="payment_id",
        string="Bill of Exchange",
        readonly=True,
        copy=False,
        help="The bill that this payment draws.",
    )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """A payment by bill stands in the bills' journal, and has a bill."""
        payments = super().create([self._ar_fill_draw(vals) for vals in vals_list])
        payments._ar_make_bills()
        return payments

    @api.model
    def _ar_fill_draw(self, vals):
        """Journal and account of a draw, where they are not given.

        ``sudo()``: what the company has chosen for bills; the company is the user's.
        """
        if vals.get("payment_type") == "outbound":
            return vals
        company = self.env["res.company"].browse(
            vals.get("company_id") or self.env.company.id
        )
        root = company.sudo().root_id
        journal = root.ar_bill_journal_id
        if journal and vals.get("journal_id") == journal.id:
            vals = {**vals, "ar_payment_type": "bill"}
        if vals.get("ar_payment_type") != "bill":
            return vals
        if problems := company.sudo()._ar_bill_problems():
            raise UserError("\n".join(problems))
        return {
            **vals,
            "journal_id": journal.id,
            "payment_method_line_id": journal.inbound_payment_method_line_ids[:1].id,
            "offset_account_id": root.ar_bill_held_account_id.id,
        }

    def write(self, vals):
        if vals.get("state") in NOT_POSTED:
            self._ar_check_not_drawn()
        result = super().write(vals)
        if "ar_payment_type" in vals:
            self._ar_follow_means()
        return result

    def unlink(self):
        """A draft bill goes with its draft payment."""
        self._ar_check_not_drawn()
        self._ar_drawn()._unlink_alone()
        return super().unlink()

    def _ar_follow_means(self):
        """A draft that becomes a bill gets one; one that is none any more loses it."""
        drafts = self.filtered(lambda payment: payment.state == "draft")
        drafts._ar_make_bills()
        others = drafts.filtered(lambda payment: payment.ar_payment_type != "bill")
        others._ar_drawn()._unlink_alone()

    def _ar_make_bills(self):
        """Make the bills that lack.

        ``sudo()``: a bill is its payment, which the user was allowed to make.
        """
        drawing = self.filtered(
            lambda payment: (
                payment.ar_payment_type == "bill"
                and payment.payment_type == "inbound"
                and not payment._ar_drawn()
            )
        )
        self.env["ar.bill"].sudo().create(
            [{"payment_id": payment.id} for payment in drawing]
        )

    def _ar_drawn(self):
        """The bills of these payments, whoever may see them.

        ``sudo()``: a bill is its payment, which the caller may use. It decides what
        may be done with the payment; of the bill its number alone is told.
        """
        return self.sudo().ar_bill_ids

    def _ar_bills(self):
        """The bills of these payments, in their order, as the acting user."""
        ids = [bill.id for payment in self for bill in payment._ar_drawn()]
        return self.env["ar.bill"].browse(ids)

    # ------------------------------------------------------------
    # Business: drawing
    # ------------------------------------------------------------
    def action_post(self):
        """Posting the payment draws the bill."""
        bills = self._ar_drawn()
        problems = list(dict.fromkeys(bills._all_draw_problems()))
        if problems:
            raise UserError("\n".join(problems))
        bills._number_for_draw()
        result = super().action_post()
        bills._record_draws()
        return result

    def _ar_draw_problems(self):
        """Reasons against drawing the bill of a draft payment, if it has one."""
        bill = self._ar_drawn()
        return bill._draw_problems() if bill else []

    def _ar_discount_grace_days(self):
        """See the payment method's field; a company may give none for bills."""
        bill = self._ar_drawn()[:1]
        if bill.company_id.root_id.ar_bill_discount_date == "none":
            return NEVER
        return super()._ar_discount_grace_days()

    def _ar_discount_day(self):
        """For a bill, the company says which of its dates counts."""
        bill = self._ar_drawn()[:1]
        if bill.company_id.root_id.ar_bill_discount_date == "due":
            return bill.due_date
        return super()._ar_discount_day()

    def _prepare_move_line_default_vals(self, *args, **kwargs):
        """What the bill is worth is due when the bill is (Odoo: when it was drawn)."""
        rows = super()._prepare_move_line_default_vals(*args, **kwargs)
        bill = self._ar_drawn()[:1]
        if bill.due_date and rows:
            rows[0]["date_maturity"] = bill.due_date
        return rows

    def _compute_destination_account_id(self):
        """A bill that pays protested ones stands against these."""
        result = super()._compute_destination_account_id()
        for payment in self:
            origins = payment._ar_drawn().origin_bill_ids
            if origins:
                root = payment.company_id.sudo().root_id
                payment.destination_account_id = root.ar_bill_protested_account_id
        return result

    # ------------------------------------------------------------
    # Business: what stays as it is
    # ------------------------------------------------------------
    def _ar_check_not_drawn(self):
        """Refuse to take back, by itself, a payment that drew a bill."""
        drawn = self._ar_drawn().filtered(
            lambda bill: bill.state not in ("draft", "cancelled")
        )
        if drawn:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(bill)s was drawn by this payment. It cannot be reset, "
                        "cancelled or deleted by itself: undo the last event of the "
                        "bill.",
                        bill=bill.name,
                    )
                    for bill in drawn
                )
            )

    def _ar_undo_problems(self):
        yield from super()._ar_undo_problems()
        for bill in self._ar_drawn():
            yield self.env._(
                "It drew the bill of exchange %(bill)s. Undo the last event of that.",
                bill=bill.name,
            )

    def _ar_pair_refusal(self):
        bill = self._ar_drawn()[:1]
        if not bill:
            return super()._ar_pair_refusal()
        return self.env._(
            "The draw of %(bill)s was undone by %(outgoing)s. Both payments stay as "
            "they are, matched with each other. Draw another bill.",
            bill=bill.name,
            outgoing=self.ar_bounce_payment_id.display_name,
        )

    def _prepare_outgoing_vals(self, date):
        """Without why the items of the draw are what they are: no user may give that,
        the bill keeps it for the outgoing ones, too."""
        values = super()._prepare_outgoing_vals(date)
        for _command, _id, line in values["line_ids"]:
            line.pop("ar_because", None)
        return values

    def _ar_outgoing_memo(self):
        bill = self._ar_drawn()[:1]
        if not bill:
            return super()._ar_outgoing_memo()
        return self.env._("Undone: %(bill)s", bill=bill.name)
