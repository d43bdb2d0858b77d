"""Open transactions and positions as rows of text tables."""

from .. import books
from ..settling import SettlingCommon


class ReceivablesCommon(SettlingCommon):
    def invoice(self, letter, amount, **options):
        """Due on its date, where no term says another day."""
        if not options.get("term"):
            date = options.get("date", "2026-03-10")
            options.setdefault("invoice_date_due", date)
        return super().invoice(letter, amount, **options)

    def found(self, model, user=None, domain=(), letters="FEWX", **context):
        """Rows of a model, as a user with some companies ticked sees them."""
        ids = [self.companies[letter].id for letter in letters]
        rows = self.env[model].with_user(user or self.clerk)
        rows = rows.with_context(allowed_company_ids=ids, **context)
        rows.invalidate_model()
        return rows.search([*domain])

    def transactions(self, **options):
        return self.found("ar.open.transaction", **options)

    def positions(self, **options):
        return self.found("ar.customer.position", **options)

    def money(self, amount, currency):
        return f"{books.money(amount, currency.decimal_places)}"

    def transaction_text(self, row):
        row = row.sudo()
        return " ".join(
            [
                self.letter_of(row.company_id),
                row.kind,
                str(row.date_due),
                str(row.days_overdue),
                row.bucket,
                self.money(row.amount_open, row.currency_id),
                row.currency_id.name,
                self.money(row.value_open, row.company_currency_id),
                self.money(row.amount_current, row.current_currency_id),
            ]
        )

    def position_text(self, row):
        row = row.sudo()
        amounts = (
            row.amount_invoices,
            row.amount_credit_notes,
            row.amount_payments,
            row.amount_net,
            row.amount_overdue,
        )
        return " ".join(
            [
                self.letter_of(row.company_id),
                row.currency_id.name,
                *(self.money(amount, row.currency_id) for amount in amounts),
                self.money(row.value_net, row.company_currency_id),
                self.money(row.amount_current, row.current_currency_id),
            ]
        )

    def assertTable(self, table, texts):
        self.assertEqual(sorted(texts), sorted(books.rows_of(table)))

    def assertTransactions(self, table, rows):
        self.assertTable(table, map(self.transaction_text, rows))

    def assertPositions(self, table, rows):
        self.assertTable(table, map(self.position_text, rows))
