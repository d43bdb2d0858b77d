"""What is matched of one bill of a remittance costs no look at the others."""

from odoo.tests import tagged

from .billing import BillCommon


@tagged("post_install", "-at_install")
class TestMatchedAlone(BillCommon):
    def test_a_protest_looks_at_its_own_bill_alone(self):
        bills = self.env["ar.bill"]
        for _number in range(3):
            bills |= self.bill("F", 100, due_date="2026-08-14")
        slip = self.remittance(bills).sudo().event_ids.move_id
        self.env.flush_all()
        model, seen = type(self.env["account.move"]), set()
        compute = model._compute_amount

        def watched(moves):
            seen.update(moves.ids)
            return compute(moves)

        self.patch(model, "_compute_amount", watched)
        bills[0].with_user(self.controller).action_protest("2026-09-02")
        self.env.flush_all()
        _own, *others = bills.sudo().payment_id.move_id
        self.assertIn(slip.id, seen)
        self.assertFalse(seen & {move.id for move in others})
