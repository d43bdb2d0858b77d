"""Builders of what companies owe each other, and of paying it off."""

from odoo import Command

from ..settling import SettlingCommon


class PayingOff(SettlingCommon):
    """Owes, proposes, posts, and reads what is owed."""

    def owe(self, debtor, creditor, amount, **options):
        """A payment in one company settles an invoice of another: that is owed."""
        payment = self.payment(debtor, amount, **options)
        return self.settle(payment, self.invoice(creditor, amount, **options))

    def payoff(self, letters="FEW", user=None, **values):
        """A draft of these companies, proposed."""
        payoffs = self.env["ar.intercompany.payoff"].with_user(user or self.controller)
        companies = [self.companies[letter].id for letter in letters]
        made = payoffs.create(
            {
                "date": "2026-04-10",
                "date_until": "2026-04-10",
                "company_ids": [Command.set(companies)],
                **values,
            }
        )
        made.action_propose()
        return made

    def post(self, *arguments, **values):
        """Preview and post; the preview must be what was posted, line for line."""
        made = self.payoff(*arguments, **values)
        preview = made.preview()
        made.action_post()
        rows = [
            {
                "payoff_id": made.id,
                "company_id": line.company_id.id,
                "journal_id": line.journal_id.id,
                "account_id": line.account_id.id,
                "partner_id": line.partner_id.id,
                "currency_id": line.currency_id.id,
                "amount_currency": line.amount_currency,
                "debit": line.debit,
                "credit": line.credit,
                "date": str(line.date),
                "name": line.name,
            }
            for line in made.sudo().move_ids.line_ids
        ]
        self.assertEqual(sorted(preview, key=repr), sorted(rows, key=repr))
        return made

    def owed(self, day=None):
        """What is open between the companies, as Intercompany Balances says it."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["ar.intercompany.balance"].with_user(self.controller)
        if day:
            rows = rows.with_context(ar_as_of=day)
        found = {}
        for row in rows.search([]):
            amounts = row.amount_due_to, row.amount_due_from
            pair = row.payment_company_id, row.invoice_company_id
            if any(amounts):
                key = tuple(map(self.letter_of, pair))
                before = found.get(key, (0, 0))
                found[key] = tuple(map(sum, zip(before, amounts, strict=True)))
        return found
