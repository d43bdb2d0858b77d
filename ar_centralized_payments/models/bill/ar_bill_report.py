"""Bills on a date: contingent liabilities, use of the banks' limits, the proof."""

from odoo import api, fields, models
from odoo.tools import format_date

from ...books.bill_reports import Proof, contingent_rows, facility_rows
from ...books.given_values import Day, checked
from ...settlement.bill_proposal import ladder_step
from .ar_bill_life import LADDER


class ArBill(models.Model):
    _inherit = "ar.bill"

    @api.model
    @checked
    def contingent(self, date: Day = None):
        """For which bills banks could come back at the end of a day, in the companies
        that are ticked.

        :return: list of dicts: ``bill_id``, ``company_id``, ``journal_id``,
            ``partner_id``, ``currency_id``, ``due_date``, ``amount``
        """
        self.check_access("read")
        bills = self.search([("company_id", "in", self.env.companies.ids)])
        return [
            {**row, "due_date": fields.Date.to_string(row["due_date"])}
            for row in contingent_rows(bills._elevated(), date or self._today())
        ]

    @api.model
    @checked
    def proof(self, date: Day = None):
        """The ledger's bill accounts against the bills, of the companies ticked.

        :return: list of dicts: ``company_id``, ``purpose``, ``account_id``, ``ledger``,
            ``bills``, ``difference`` and ``entries`` that no bill explains
        """
        self.check_access("read")
        rows = []
        for company in self._proved_companies():
            rows += Proof(company, date or self._today()).rows()
        return [
            {
                **row,
                "entries": [
                    {**entry, "date": fields.Date.to_string(entry["date"])}
                    for entry in row["entries"]
                ],
            }
            for row in rows
        ]

    def _proved_companies(self):
        """Ticked legal entities with ``sudo()``: their accounts are proved whole, the
        bills of branches included; the user is a member of each."""
        members = self.env.companies & self.env["res.company"]._ar_member_companies()
        roots = members.sudo().root_id & members.sudo()
        return roots.with_context(
            allowed_company_ids=roots.search([("id", "child_of", roots.ids)]).ids
        )

    def _bank_at(self, date):
        """The bank that had the bill at the end of a day."""
        remitted = self._live_events_at(date).filtered(
            lambda event: event.kind in ("remit", "recall")
        )[-1:]
        return remitted.remittance_id.journal_id


class ArBillReport(models.TransientModel):
    """One of the reports of bills, shown on a page for a date."""

    _name = "ar.bill.report"
    _inherit = ["ar.guarded.values"]
    _description = "Report on Bills of Exchange"
    _rec_name = "kind"

    kind = fields.Selection(
        selection=[
            ("contingent", "Contingent Liabilities"),
            ("facility", "Use of Limits"),
            ("proof", "Proof of Accounts"),
        ],
        string="Report",
        default="contingent",
        required=True,
        help="What is shown.",
    )
    date = fields.Date(
        string="As of",
        required=True,
        default=fields.Date.context_today,
        help="The end of this day.",
    )
    content = fields.Html(
        compute="_compute_content",
        sanitize=False,
        help="The report, of the companies that are ticked.",
    )

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for report in self:
            report.display_name = labels.get(report.kind)

    @api.depends("kind", "date")
    @api.depends_context("allowed_company_ids", "uid")
    def _compute_content(self):
        for report in self:
            report.content = report.date and report._render()

    def _render(self):
        rows = getattr(self, f"_{self.kind}_rows")()
        return self.env["ir.qweb"]._render(
            f"ar_centralized_payments.bill_report_{self.kind}",
            {"rows": rows, "date": format_date(self.env, self.date)},
        )

    def _contingent_rows(self):
        labels = dict(LADDER)
        bills = self.env["ar.bill"]
        rows = []
        for row in bills.contingent(self.date):
            bill = bills.browse(row["bill_id"])
            rows.append(
                {
                    "company": bill.company_id.name,
                    "bank": bill._bank_at(self.date).display_name,
                    "bill": bill.name,
                    "customer": bill.partner_id.display_name,
                    "due": format_date(self.env, bill.due_date),
                    "step": labels[ladder_step(bill.due_date, self.date)],
                    "amount": bill.currency_id.format(row["amount"]),
                }
            )
        return rows

    def _facility_rows(self):
        journals = self.env["account.journal"].search(
            [
                ("type", "=", "bank"),
                ("ar_bill_facility_limit", ">", 0),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        bills = self.env["ar.bill"].search(
            [("bank_journal_id", "in", journals.ids), ("amount_facility", "!=", 0)]
        )
        return [
            {
                "bank": self.env["account.journal"]
                .browse(row["journal_id"])
                .display_name,
                "limit": row["currency"].format(row["limit"]),
                "used": row["currency"].format(row["used"]),
                "left": row["currency"].format(row["left"]),
                "count": row["count"],
                "is_over": row["left"] < 0,
            }
            for row in facility_rows(journals, bills)
        ]

    def _proof_rows(self):
        accounts = self.env["account.account"]
        companies = self.env["res.company"]
        rows = []
        for row in self.env["ar.bill"].proof(self.date):
            company = companies.browse(row["company_id"])
            money = company.currency_id.format
            account = accounts.with_company(company).browse(row["account_id"])
            rows.append(
                {
                    "company": company.name,
                    "account": account.display_name,
                    "ledger": money(row["ledger"]),
                    "bills": money(row["bills"]),
                    "difference": money(row["difference"]),
                    "is_proved": not row["difference"],
                    "entries": [
                        {**entry, "balance": money(entry["balance"])}
                        for entry in row["entries"]
                    ],
                }
            )
        return rows
