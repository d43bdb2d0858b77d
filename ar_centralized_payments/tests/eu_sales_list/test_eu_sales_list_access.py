"""Who may prepare, report and see EU sales lists."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import SPAIN, EuSalesCommon


@freeze_time("2026-04-15")
@tagged("post_install", "-at_install")
class TestEuSalesListAccess(EuSalesCommon):
    def test_only_members_prepare_and_see(self):
        self.sale(100)
        lists = self.prepare()
        for user in (self.clerk_f, self.reader):
            with self.assertRaises(AccessError):
                self.prepare(user=user)
        own = self.env["ar.eu.sales.list"].with_user(self.clerk_f)
        self.assertFalse(own.search([]))
        with self.assertRaises(AccessError):
            own.browse(lists.id).read(["name"])
        for model in ("row", "item", "problem"):
            found = self.env[f"ar.eu.sales.list.{model}"].with_user(self.clerk_f)
            self.assertFalse(found.search([]))

    def test_members_of_a_branch_alone(self):
        self.sale(100)
        lists = self.prepare()
        self.branch("X", "Fabrikam Europe Branch", "B")
        one = self.new_user("branch", "account.group_account_invoice", "FX")
        with self.assertRaisesRegex(AccessError, "all of these companies"):
            self.prepare(user=one)
        self.prepare()
        self.assertEqual(len(lists.company_ids), 2)
        self.assertFalse(self.env["ar.eu.sales.list"].with_user(one).search([]))

    def test_reporting_takes_an_administrator(self):
        self.sale(100)
        lists = self.prepare()
        for name, arguments in (
            ("action_report", ()),
            ("action_close", ()),
            ("action_reopen", ("A reason",)),
        ):
            with self.assertRaises(AccessError):
                getattr(lists.with_user(self.clerk), name)(*arguments)
        with self.assertRaises(AccessError):
            lists.with_user(self.clerk).state = "reported"
        invoice = lists.item_ids.move_id
        with self.assertRaises(AccessError):
            invoice.with_user(self.clerk).action_correct_eu_vat(SPAIN, "A reason")
        with self.assertRaises(AccessError):
            invoice.with_user(self.controller).ar_eu_vat = SPAIN

    def test_which_company_is_ticked_does_not_matter(self):
        self.sale(100)
        fabrikam = self.companies["F"].ids
        lists = self.env["ar.eu.sales.list"].with_user(self.clerk)
        lists = lists.with_context(allowed_company_ids=fabrikam)
        made = lists.prepare(self.companies["X"].ids, "2026-03-31")
        self.assertEqual(made.row_ids.number, SPAIN)
        action = made.item_ids.action_open_document()
        self.assertEqual(action["tag"], "ar_centralized_payments.open_in_companies")

    def test_the_assistant(self):
        self.sale(100)
        form = Form(self.env["ar.eu.sales.list.prepare"].with_user(self.clerk))
        self.assertEqual(str(form.date), "2026-03-31")
        action = form.save().action_prepare()
        self.assertEqual(action["domain"], [("id", "in", self.list_of().ids)])

    def test_nothing_to_prepare(self):
        with self.assertRaisesRegex(UserError, "Choose the companies"):
            self.prepare(letters="")
        with self.assertRaisesRegex(UserError, "Choose a day"):
            self.prepare(date=False)
