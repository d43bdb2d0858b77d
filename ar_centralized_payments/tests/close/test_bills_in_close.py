"""What a close finds of bills of exchange: each check red, then green."""

from odoo.tests import tagged

from ..bill.billing import BillCommon
from .closing import ClosingCommon

AUGUST = {"date_from": "2026-08-01", "date_to": "2026-08-31"}


@tagged("post_install", "-at_install")
class TestBillsInClose(BillCommon, ClosingCommon):
    def assertStates(self, close, **states):
        """What each of the checks C6 to C10 finds in Fabrikam."""
        found = {
            key: self.found(close, key, "F") for key in ("C6", "C7", "C8", "C9", "C10")
        }
        wanted = {**dict.fromkeys(found, "ok"), **states}
        self.assertEqual(found, wanted)

    def test_the_life_of_a_bill(self):
        keys = ("C6", "C7", "C8", "C9", "C10")
        close = self.close("F", template_id=self.template(*keys), **AUGUST)
        self.assertStates(close)
        bill = self.bill_1(draw=False)
        self.assertStates(close, C6="open 1")
        bill.action_draw()
        self.assertStates(close, C8="open 1")
        remittance = self.remittance(bill, post=False)
        self.assertStates(close, C8="open 1", C9="open 1")
        remittance.action_send()
        remittance.action_post()
        self.assertStates(close, C10="open 1")
        action = self.task(close, "C10", "F").action_open()
        self.assertIn("ar.bill", str(action))
        bill.action_honor("2026-08-20")
        self.assertStates(close)

    def test_a_protested_bill_is_shown(self):
        close = self.close("F", template_id=self.template("C7"), **AUGUST)
        bill = self.bill_1()
        self.assertEqual(self.found(close, "C7", "F"), "ok")
        bill.with_user(self.controller).action_protest("2026-08-20")
        self.assertEqual(self.found(close, "C7", "F"), "open 1")
        self.assertEqual(self.task(close, "C7", "F").state, "information")
