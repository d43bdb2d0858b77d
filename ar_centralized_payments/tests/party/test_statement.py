"""The statement over all companies: what it says, in which language, and to whom."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..home.common import ReceivablesCommon

REPORT = "ar_centralized_payments.report_customer_statement"


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestStatement(ReceivablesCommon):
    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(type(self.env["ir.cron"]), "_commit_progress", _no_commit)
        )

    def html(self, user=None, partner=None):
        """The page as text, its white space made one."""
        partner = partner or self.northwind["F"]
        reports = self.env["ir.actions.report"].with_user(user or self.clerk)
        page, _kind = reports._render_qweb_html(REPORT, partner.ids)
        return " ".join(page.decode().replace("\N{NO-BREAK SPACE}", " ").split())

    def test_says(self):
        bill = self.invoice("E", 1000, date="2026-04-10", term=self.term(2))
        self.invoice("F", 100, date="2026-03-10")
        self.payment("F", 30)
        page = self.html()
        for text in (
            bill.name,
            "$ 980.00 if paid by 04/24/2026",
            "Fabrikam, Fabrikam East, Fabrikam West, Fabrikam Europe",
            "$ 1,070.00",
            "In your favour, not used yet",
        ):
            self.assertIn(text, page)

    def test_a_member_of_fewer_companies(self):
        self.invoice("E", 1313.13)
        self.invoice("F", 100)
        page = self.html(user=self.clerk_f)
        self.assertIn("$ 100.00", page)
        for secret in ("1,313.13", "East"):
            self.assertNotIn(secret, page)

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.invoice("F", 1234.5)
        self.northwind["F"].lang = "fr_FR"
        self.assertIn("1 234,50", self.html().replace("\N{NARROW NO-BREAK SPACE}", " "))

    def test_nobody_else_prints_it(self):
        nobody = self.new_user("nobody", "base.group_user")
        with self.assertRaises(AccessError):
            self.html(user=nobody)

    # ------------------------------------------------------------
    # Mailings
    # ------------------------------------------------------------
    def customers(self, count):
        """Customers of Fabrikam with an address and something open."""
        customers = self.env["res.partner"].create(
            [
                {
                    "name": f"Customer {number}",
                    "email": f"customer{number}@example.com",
                    "company_id": self.companies["F"].id,
                }
                for number in range(count)
            ]
        )
        for customer in customers:
            self.invoice("F", 100, partner=customer)
        return customers

    def mailing(self, partners, user=None):
        mailings = self.env["ar.statement.mailing"].with_user(user or self.clerk)
        action = mailings._open_for(partners.with_user(user or self.clerk))
        return mailings.browse(action["res_id"])

    def mails(self):
        return self.env["mail.mail"].sudo().search([], order="id")

    def test_many_in_the_background(self):
        before = self.mails()
        customers = self.customers(3)
        mailing = self.mailing(customers)
        mailing.action_send()
        self.assertEqual((mailing.state, self.mails()), ("sending", before))
        self.env["ar.statement.mailing"].sudo()._cron_send()
        mailing.invalidate_recordset()
        self.assertEqual(mailing.line_ids.mapped("problem"), [False] * 3)
        self.assertEqual((mailing.state, mailing.progress), ("done", 100.0))
        mails = self.mails() - before
        self.assertEqual(mails.mapped("recipient_ids"), customers)
        self.assertEqual(len(mails.attachment_ids), 3)
        # Sent once: the worker finds nothing more to do.
        self.env["ar.statement.mailing"].sudo()._cron_send()
        self.assertEqual(self.mails() - before, mails)

    def test_without_address(self):
        customers = self.customers(2)
        customers[0].email = False
        mailing = self.mailing(customers)
        mailing.action_send()
        self.env["ar.statement.mailing"].sudo()._cron_send()
        mailing.invalidate_recordset()
        self.assertEqual(mailing.problem_count, 1)
        self.assertIn("no email address", mailing.line_ids[0].problem)
        customers[0].email = "late@example.com"
        mailing.action_send()
        self.env["ar.statement.mailing"].sudo()._cron_send()
        mailing.invalidate_recordset()
        self.assertEqual((mailing.state, mailing.problem_count), ("done", 0))

    def test_the_rights_of_who_asked_are_checked_again(self):
        mailing = self.mailing(self.customers(2))
        mailing.action_send()
        self.clerk.sudo().group_ids -= self.env.ref("account.group_account_invoice")
        before = self.mails()
        self.env["ar.statement.mailing"].sudo()._cron_send()
        self.assertEqual(self.mails(), before)
        self.assertEqual(mailing.sudo().problem_count, 2)

    def test_one_party_gets_one_statement(self):
        self.northwind["W"].email = "books@northwind.example"
        action = (
            self.env["ar.statement.mailing"]
            .with_user(self.clerk)
            ._open_for(
                (self.northwind["F"] | self.northwind["E"]).with_user(self.clerk)
            )
        )
        action = action.get("params", action).get("action", action)
        self.assertEqual(action["res_model"], "mail.compose.message")
        self.assertEqual(action["context"]["default_res_ids"], self.northwind["W"].ids)

    def test_composer(self):
        """Odoo's own, with the statement attached, in the customer's language."""
        customer = self.customers(1)
        for mode in ("mass_mail", "comment"):
            before = self.mails()
            action = customer.with_user(self.clerk).action_send_statement()
            self.assertEqual(action["context"]["default_composition_mode"], mode)
            composer = (
                self.env["mail.compose.message"]
                .with_user(self.clerk)
                .with_context(**action["context"])
                .create({})
            )
            composer._action_send_mail()
            mails = self.mails() - before
            self.assertEqual(mails.recipient_ids, customer)
            self.assertEqual(len(mails.attachment_ids), 1)
            self.clerk.sudo().group_ids += self.env.ref("base.group_partner_manager")

    def test_nobody_to_send_to(self):
        mailing = self.env["ar.statement.mailing"].with_user(self.clerk).create({})
        with self.assertRaises(UserError):
            mailing.action_send()


def _no_commit(_crons, _done=0, **_options):
    """Tests do not commit; there is always time left."""
    return 1000.0
