"""A service centre at Fabrikam that may settle for East, of which it is no member."""

from odoo import Command

from ..settling import SettlingCommon

#: What a user who settles on behalf must never read of East.
SECRETS = ("zqx", "7319.37", "7,319.37", "secretref")


class OnBehalfCommon(SettlingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = cls.env["res.groups"].create({"name": "Service Centre"})
        cls.settler = cls.new_user("settler", "account.group_account_invoice", "F")
        cls.settler.group_ids = [Command.link(cls.centre.id)]
        cls.controller_e = cls.new_user(
            "controller_e", "account.group_account_manager", "E"
        )
        cls.right = cls.grant("E")
        cls.northwind["E"].name = "Zqxtraders"
        for kind in ("sale", "bank"):
            journal = cls.data["E"][f"default_journal_{kind}"]
            journal.name = "Zqxjournal"
        cls.env["account.account"].search(
            [("company_ids", "in", cls.companies["E"].ids)]
        ).name = "Zqxaccount"
        cls.env.flush_all()

    @classmethod
    def grant(cls, letter, **values):
        """A right for the service centre, granted by a controller of the company."""
        rights = cls.env["ar.settle.right"].with_user(cls.controller)
        return rights.create(
            {
                "group_id": cls.centre.id,
                "company_id": cls.companies[letter].id,
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        self.place = {"partner_id": self.northwind["F"].id, "date": False}
        self.page = self.env["ar.settle.on.behalf"].with_user(self.settler)

    def key(self, document):
        return str(self.receivable(document.sudo()).id)

    def marks(self, *documents):
        """Documents, as a settlement of the common builders or the page marks them."""
        if len(documents) == 1:
            return super().marks(*documents)
        return {self.key(document): {} for document in documents}

    def rows(self, domain=(), place=None, marks=None):
        found = self.page.behalf_rows(place or self.place, marks, list(domain))
        return {row["key"]: row for row in found["rows"]}

    def post(self, marks, user=None):
        """Preview and post as the page does; the settlement."""
        page = self.page.with_user(user or self.settler)
        preview = page.behalf_preview(self.place, marks)
        self.assertEqual(preview["problems"], [])
        done = page.behalf_post(self.place, marks, preview["fingerprint"])
        self.env.flush_all()
        return self.env["ar.settlement"].sudo().search([("name", "=", done["name"])])

    def assertUntold(self, text):
        """Nothing of East is in it that who settles for East may not know."""
        for secret in SECRETS:
            self.assertNotIn(secret, str(text).lower())
