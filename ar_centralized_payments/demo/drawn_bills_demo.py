"""Bills of exchange for the demo: one in every state."""

from odoo import api, models
from odoo.fields import Command

REFERENCE = "Bill {number}"
#: Number, invoices of a company each, and how far the bill goes.
BILLS = (
    (1, (("east", 600.00), ("west", 400.00)), "draft"),
    (2, (("east", 1250.00), ("fabrikam", 350.00)), "drawn"),
    (3, (("west", 980.00),), "collection"),
    (4, (("east", 2400.00), ("west", 1600.00)), "discount"),
    (5, (("east", 720.00),), "honored"),
    (6, (("west", 510.00),), "closed"),
    (7, (("east", 1340.00), ("west", 260.00)), "protested"),
    (8, (("east", 890.00),), "redrawn"),
    (9, (("west", 75.00),), "cancelled"),
)
INVOICED, DRAWN, DUE = "2026-03-02", "2026-03-09", "2026-04-30"
REMITTED, HONORED, PROTESTED = "2026-03-16", "2026-04-30", "2026-05-04"
REDRAWN, DUE_AGAIN = "2026-05-06", "2026-12-30"


class CentralizedPaymentsDemo(models.AbstractModel):
    _inherit = "ar.centralized.payments.demo"

    @api.model
    def _load_bills(self):
        """Draw bills of exchange in Fabrikam, and take each as far as it is to go."""
        names = ("fabrikam", "east", "west")
        companies = self.env["res.company"].union(*(self._company(n) for n in names))
        company = self._company("fabrikam")
        self.env["ar.bill"].sudo()._make_setup(companies.sudo())
        template = self.env["account.chart.template"].with_company(company)
        bank = template.ref("bank")
        bank.write(
            {
                "ar_bill_discount_rate": 7.2,
                "ar_bill_fee": 3.0,
                "ar_bill_risk_days": 10,
                "ar_bill_facility_limit": 10000.0,
            }
        )
        controller = self._demo_record("user_controller")
        demo = self.with_user(controller).with_company(company)
        demo = demo.with_context(
            allowed_company_ids=[company.id, *(companies - company).ids]
        )
        if demo._documents(REFERENCE.format(number=1)):
            return
        for number, invoices, goal in BILLS:
            demo._load_bill(number, invoices, goal, bank)

    def _load_bill(self, number, invoices, goal, bank):
        reference = REFERENCE.format(number=number)
        options = {"customer": "trey", "is_shared": True, "date": INVOICED}
        documents = [
            self._post_document(reference, "out_invoice", name, amount, options)
            for name, amount in invoices
        ]
        bill = self.env["ar.bill"].create(
            {
                "partner_id": self._demo_record("trey").id,
                "amount": sum(amount for _name, amount in invoices),
                "date": DRAWN,
                "due_date": DUE,
                "kind": "accepted" if number % 2 else "not_accepted",
                "acceptance_date": DRAWN if number % 2 else False,
                "place": "Redmond",
                "drawee_bank_name": "Trey's Bank",
            }
        )
        items = self.env["account.move.line"].union(
            *(
                move.line_ids.filtered(
                    lambda line: line.account_type == "asset_receivable"
                )
                for move in documents
            )
        )
        bill.payment_id._ar_mark([(bill.payment_id, items)])
        if goal != "draft":
            bill.action_draw()
            self._take_bill(bill, goal, bank)

    def _take_bill(self, bill, goal, bank):
        """Take a drawn bill as far as it is to go."""
        if goal in ("drawn", "cancelled"):
            if goal == "cancelled":
                bill.action_undo_last(REMITTED)
            return
        kind = "collection" if goal in ("collection", "closed") else "discount"
        remittance = self.env["ar.bill.remittance"].create(
            {
                "company_id": bill.company_id.id,
                "journal_id": bank.id,
                "type": kind,
                "date": REMITTED,
                "line_ids": [Command.create({"bill_id": bill.id})],
            }
        )
        remittance.action_send()
        remittance.action_post()
        if goal in ("honored", "closed"):
            bill.action_honor(HONORED)
        if goal == "closed":
            bill.action_close("2026-05-10")
        if goal in ("protested", "redrawn"):
            bill.action_protest(PROTESTED, "No funds", cost=25.0)
        if goal == "redrawn":
            bill.action_redraw(REDRAWN, DUE_AGAIN, interest=11.0)
