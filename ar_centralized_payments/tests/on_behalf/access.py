"""What the access matrix tries of settling on behalf, and what its own user may."""

from odoo import Command

#: What somebody of Fabrikam may who settles for East, and ``clerk_f`` may not.
MORE_RECORDS = """
    ar.settle.on.behalf read            yes
"""
MORE_METHODS = """
    ar.settle.on.behalf behalf_post     yes
    ar.settle.on.behalf behalf_preview  yes
    ar.settle.on.behalf behalf_rows     yes
    ar.settle.on.behalf behalf_state    yes
"""


def parse_more(table):
    """(model, what is done) -> the cell."""
    rows = [line.split() for line in table.strip().splitlines()]
    return {(model, what): cell for model, what, cell in rows}


class OnBehalfSamples:
    """A user who settles for East, and what they settled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = cls.env["res.groups"].create({"name": "Service Centre"})
        cls.settler = cls.new_user("settler", "account.group_account_invoice", "F")
        cls.settler.group_ids = [Command.link(cls.centre.id)]
        cls.right = cls.env["ar.settle.right"].create(
            {"group_id": cls.centre.id, "company_id": cls.companies["E"].id}
        )

    def samples_on_behalf(self):
        group = {"group_id": self.centre.id, "company_id": self.companies["W"].id}
        row = self.settled_on_behalf()
        return {
            "ar.settle.right": (self.right, group, {"date_to": "2099-12-31"}),
            "ar.settle.on.behalf": (
                row,
                {"line_id": row.line_id.id, "company_id": row.company_id.id},
                {"amount": 1},
            ),
        }

    def behalf_call(self, *documents):
        """Place, marks and fingerprint of documents."""
        place = {"partner_id": self.northwind["F"].id}
        marks = {str(self.receivable(one.sudo()).id): {} for one in documents}
        page = self.env["ar.settle.on.behalf"].with_user(self.settler)
        # As another request reads them: what the tests made has dates of their clock.
        self.env.flush_all()
        self.env.invalidate_all()
        return place, marks, page.behalf_preview(place, marks)["fingerprint"]

    def settled_on_behalf(self):
        """What the settler settled: money of Fabrikam, a document of East."""
        call = self.behalf_call(self.payment("F", 21), self.invoice("E", 21.21))
        page = self.env["ar.settle.on.behalf"].with_user(self.settler)
        page.behalf_post(*call)
        row = page.search([], limit=1)
        return row.sudo()

    def calls_on_behalf(self):
        place, marks, fingerprint = self.behalf_call(self.open_pay, self.open_bill)
        row = self.settled_on_behalf()
        calls = {
            "action_open_document": (row, []),
            "action_undo": (row, []),
            "behalf_markable": (None, [place]),
            "behalf_open": (None, [place]),
            "behalf_post": (None, [place, marks, fingerprint]),
            "behalf_preview": (None, [place, marks]),
            "behalf_rows": (None, [place, marks]),
            "behalf_state": (None, [place, marks, [*marks]]),
        }
        return {"ar.settle.on.behalf": calls}
