"""Builders and asserts of bills of exchange, on top of settlements."""

from odoo import Command
from odoo.tests import freeze_time

from ...books.bill_accounts import ACCOUNTS
from ..settling import SettlingCommon

#: The words of the accounts in tables.
WORDS = {
    "held": "br",
    "collection": "bc",
    "discounted": "bd",
    "liability": "ld",
    "protested": "pb",
    "charges": "ch",
    "discount_interest": "di",
    "protest_cost": "pc",
    "interest_income": "ii",
    "fee_income": "fi",
}


@freeze_time("2026-12-31")
class BillCommon(SettlingCommon):
    """Each company is set up for bills; the bank of F asks 7.2 % of 360 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ar.bill"].sudo().setup(cls.all_companies.ids)
        cls.bank = cls.data["F"]["default_journal_bank"].sudo()
        cls.bank.write({"ar_bill_discount_rate": 7.2, "ar_bill_fee": 3.0})

    def _own_roles(self, letter):
        company = self.companies[letter].root_id.sudo()
        words = {
            company[name].id: WORDS[str(purpose)]
            for purpose, (name, _kind, _reconciled) in ACCOUNTS.items()
        }
        return super()._own_roles(letter) | words

    # ------------------------------------------------------------
    # Builders
    # ------------------------------------------------------------
    def bill(self, letter, amount, *documents, draw=True, **options):
        """A bill of a company that marks documents, drawn; as the clerk.

        Options: ``currency``, ``date="2026-06-01"``, ``due_date``, ``user``; any other
        one is a value of the bill.
        """
        company = self.companies[letter]
        user = options.pop("user", self.clerk)
        currency = options.pop("currency", None) or company.currency_id.name
        bills = self.env["ar.bill"].with_user(user).with_company(company)
        bill = bills.create(
            {
                "company_id": company.id,
                "partner_id": self.northwind[letter].id,
                "currency_id": self.currency_named(currency).id,
                "amount": amount,
                "date": options.pop("date", "2026-06-01"),
                **options,
            }
        )
        if documents:
            self.settlement(bill.payment_id, *documents, user=user)
        if draw:
            self.analyze()
            bill.action_draw()
        return bills.browse(bill.id)

    def bill_1(self, **options):
        """Invoices of 10 May: E 600.00, W 400.00, due 14 August; the bill of F."""
        self.invoices = [
            self.invoice(letter, amount, date="2026-05-10",
                         invoice_date_due="2026-08-14")
            for letter, amount in (("E", 600), ("W", 400))
        ]  # fmt: skip
        return self.bill("F", 1000, *self.invoices, **options)

    def bill_eur(self, rate=1.2277, amount=600, **options):
        """Example 7: invoice E 600.00 EUR at 1.2062, drawn by F at 1.2277."""
        for letter in "FEW":
            self.set_rate(letter, "EUR", "2026-05-10", inverse=1.2062)
            self.set_rate(letter, "EUR", "2026-06-01", inverse=rate)
        self.invoices = [
            self.invoice("E", amount, currency="EUR", date="2026-05-10",
                         invoice_date_due="2026-08-14")
        ]  # fmt: skip
        return self.bill("F", amount, *self.invoices, currency="EUR", **options)

    def rate(self, date, inverse):
        """The worth of a euro in F, E and W from a date."""
        for letter in "FEW":
            self.set_rate(letter, "EUR", date, inverse=inverse)

    def remittance(self, bills, kind="collection", date="2026-06-15", **options):
        """A remittance of bills to the bank of F; posted unless ``post=False``."""
        post = options.pop("post", True)
        interest, fee = options.pop("interest", None), options.pop("fee", None)
        remittances = self.env["ar.bill.remittance"].with_user(self.clerk)
        remittance = remittances.with_company(bills[:1].company_id).create(
            {
                "company_id": bills[:1].company_id.id,
                "journal_id": self.bank.id,
                "type": kind,
                "currency_id": bills[:1].currency_id.id,
                "date": date,
                "line_ids": [Command.create({"bill_id": bill.id}) for bill in bills],
                **options,
            }
        )
        if interest is not None or fee is not None:
            remittance.action_split_charges(interest or 0, fee or 0)
        if post:
            remittance.action_send()
            preview = remittance.preview()
            remittance.action_post()
            moves = remittance.sudo().event_ids.move_id
            self.assertPreview(preview, moves)
        return remittance

    def event(self, bills, kind, date, **values):
        """Preview an event and do it; the preview must be what was booked.

        :return: the entries
        """
        undoing = kind == "undo"
        action = "action_undo_last" if undoing else f"action_{kind}"
        needs_more = kind in ("honor", "close") and not undoing
        user = self.clerk if needs_more else self.controller
        bills = bills.with_user(user)
        self.analyze()
        preview = bills.preview(kind, {**values, "date": date})
        last = max(self.env["account.move"].sudo().search([]).ids)
        getattr(bills, action)(date, **values)
        self.env.flush_all()
        moves = self.env["account.move"].sudo().search([("id", ">", last)])
        if kind != "redraw":
            self.assertPreview(preview, moves)
        return moves

    # ------------------------------------------------------------
    # Asserts
    # ------------------------------------------------------------
    def assertPreview(self, preview, moves):
        """The preview says, line for line, what was booked."""

        def key(company, journal, account, partner, currency, amount, balance, date):
            return (company, journal, account, partner or 0, currency,
                    round(amount, 4), round(balance, 4), str(date))  # fmt: skip

        shown = sorted(
            key(
                *(row["company_id"], row["journal_id"], row["account_id"]),
                *(row["partner_id"], row["currency_id"], row["amount_currency"]),
                *(row["debit"] - row["credit"], row["date"]),
            )
            for row in preview
        )
        booked = sorted(
            key(
                *(line.company_id.id, line.journal_id.id, line.account_id.id),
                *(line.partner_id.id, line.currency_id.id, line.amount_currency),
                *(line.balance, line.date),
            )
            for line in moves.line_ids
        )
        self.assertEqual(shown, booked)

    def bill_lines(self, bill, account):
        """The journal items of a bill on an account, by its word."""
        company = bill.company_id.sudo()
        return bill.sudo().event_ids.line_ids.filtered(
            lambda line: (
                self.role_of(self.letter_of(company), line.account_id, line.partner_id)
                == account
            )
        )

    def assertContingent(self, expected, date):
        rows = self.env["ar.bill"].with_user(self.clerk).contingent(date)
        self.assertEqual(sum(row["amount"] for row in rows), expected)

    def assertProved(self, date="2026-12-31"):
        """No bill account of any company differs from its bills."""
        for row in self.env["ar.bill"].with_user(self.controller).proof(date):
            self.assertEqual(row["difference"], 0, row)
