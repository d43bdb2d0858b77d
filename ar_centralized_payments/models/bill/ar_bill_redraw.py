"""Redrawing: a new bill pays what was protested."""

from odoo import fields, models

from ...books.access_groups import GROUP_UNDO
from ...books.given_values import Amount, Day, checked


class ArBill(models.Model):
    _inherit = "ar.bill"

    @checked
    def action_redraw(
        self,
        date: Day = None,
        due_date: Day = None,
        interest: Amount = 0,
        fee: Amount = 0,
    ):
        """Draw a new bill that pays these protested ones, one for each customer,
        company and currency.

        :param date: of the new draw; empty: today
        :param due_date: of the new bill
        :param float interest: that the customer owes in addition, for all together
        :param float fee: the same
        :return: ``True``
        """
        self._check_bill_group(GROUP_UNDO)
        bills = self._elevated()
        bills._lock_bills()
        values = {"interest": interest, "fee": fee}
        steps, problems = bills._planned_steps("redraw", date, values)
        bills._raise([*problems, *bills._redraw_problems(date, due_date)])
        bills._redraw(steps, date or self._today(), due_date)
        self.invalidate_recordset()
        return True

    def _redraw_problems(self, date, due_date):
        if not due_date:
            yield self.env._("Type when the new bill is due.")
        elif due_date < (date or self._today()):
            yield self.env._("The new bill cannot be due before it is drawn.")

    def _redraw(self, steps, date, due_date):
        """Book what is charged, and draw the new bills; ``self`` is elevated."""
        events = self._book(steps)
        groups = self.grouped(
            lambda bill: (bill.company_id, bill.partner_id, bill.currency_id)
        )
        new = self.browse()
        for bills in groups.values():
            bill = bills._new_bill(date, due_date)
            events.filtered(
                lambda e, bills=bills: e.bill_id in bills
            ).new_bill_id = bill
            new |= bill
        new.payment_id.with_env(self._user_env()).action_post()
        self._log_events(events)
        return new

    def _new_bill(self, date, due_date):
        """A draft bill that marks what is open on these; as the acting user."""
        debts = self._debt_lines().filtered(lambda line: not line.reconciled)
        first = self[:1]
        root = first.company_id.root_id
        env = self._user_env()
        payment = env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "ar_payment_type": "bill",
                "company_id": first.company_id.id,
                "partner_id": first.partner_id.id,
                "currency_id": first.currency_id.id,
                "amount": sum(debts.mapped("amount_residual_currency")),
                "date": date,
                "destination_account_id": root.ar_bill_protested_account_id.id,
            }
        )
        bill = payment._ar_drawn()
        is_accepted = first.kind == "accepted"
        bill.write(
            {
                "due_date": due_date,
                "is_due_date_typed": True,
                "kind": first.kind,
                "acceptance_date": date if is_accepted else False,
                "origin_bill_ids": [(6, 0, self.ids)],
                "drawee_bank_id": first.drawee_bank_id.id,
                "drawee_bank_name": first.drawee_bank_name,
            }
        )
        payment._ar_mark([(payment, debts.with_env(env))])
        return bill

    def _draft_redraw(self, date, due_date):
        """What the new bill would say, for a preview: amount and due date."""
        debts = self._debt_lines().filtered(lambda line: not line.reconciled)
        return {
            "amount": sum(debts.mapped("amount_residual_currency")),
            "date": fields.Date.to_string(date),
            "due_date": fields.Date.to_string(due_date),
        }
