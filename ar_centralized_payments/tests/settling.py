"""Builders and asserts of settlements, on top of the group."""

from odoo import Command

from .common import CentralizedPaymentsCommon


class SettlingCommon(CentralizedPaymentsCommon):
    """Marks documents, posts, undoes, and states what stays open."""

    def settlement(self, *documents, user=None, primary=None, typed=None, **values):
        """A draft settlement as the clerk (or ``user``).

        ``typed`` maps a document to values of its line (``amount``, ``discount``,
        ``cross_rate``); ``primary`` is one of the documents.
        """
        lines = []
        for document in documents:
            line = dict((typed or {}).get(document, {}))
            if document == primary:
                line["is_primary"] = True
            lines += [Command.create({**line, **mark}) for mark in self.marks(document)]
        settlements = self.env["ar.settlement"].with_user(user or self.clerk)
        first = documents[0]
        return settlements.create(
            {"partner_id": first.partner_id.id, "line_ids": lines, **values}
        )

    @property
    def state_settled(self):
        """The state of an invoice whose payment the bank has not shown yet: other
        addons make Odoo wait for that."""
        return self.env["account.move"]._get_invoice_in_payment_state()

    @property
    def state_used(self):
        """The state of such a payment."""
        return "paid" if self.state_settled == "paid" else "in_process"

    def entry(self, letter, rows, date="2026-04-01"):
        """Post a journal entry; rows of account, partner, currency, amount, balance,
        and values."""
        entry = (
            self.env["account.move"]
            .sudo()
            .create(
                {
                    "move_type": "entry",
                    "company_id": self.companies[letter].id,
                    "journal_id": self.data[letter]["default_journal_misc"].id,
                    "date": date,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "partner_id": partner.id,
                                "currency_id": currency.id,
                                "amount_currency": amount,
                                "balance": balance,
                                **values,
                            }
                        )
                        for account, partner, currency, amount, balance, values in rows
                    ],
                }
            )
        )
        entry.action_post()
        return entry

    def marks(self, document):
        if document._name == "account.payment" and document.state == "draft":
            return [{"payment_id": document.id}]
        return [{"move_line_id": line.id} for line in self.receivable(document)]

    def settle(self, *documents, **options):
        """Preview and post; the preview must be what was posted, line for line."""
        self.analyze()
        settlement = self.settlement(*documents, **options)
        preview = settlement.preview()
        settlement.action_post()
        self.assertPosted(settlement, preview)
        return settlement

    def assertPosted(self, settlement, preview):
        rows = [
            {
                "settlement_id": settlement.id,
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
            for line in settlement.sudo().move_ids.line_ids
        ]

        def key(row):
            return repr(sorted(row.items()))

        self.assertEqual(sorted(preview, key=key), sorted(rows, key=key))

    def assertOpenNothing(self, settlement):
        """Every marked transaction, and every receivable of the entries, is at 0/0."""
        lines = settlement.sudo().line_ids.move_line_id
        lines |= settlement.sudo().move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        for line in lines:
            self.assertTrue(line.reconciled, line.name)
            self.assertEqual(
                (line.amount_residual_currency, line.amount_residual), (0, 0), line.name
            )
