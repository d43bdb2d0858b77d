"""What the user reads when a settlement is refused: what, where, and the way out."""

from odoo.tools import format_amount, format_date


class ProblemTexts:
    """Texts for the problems of plans; one method per code of the planner.

    Only members of every company involved ever see them, so they name documents.
    """

    def __init__(self, env):
        self.env = env

    def text(self, problem, settlement):
        """The text of a core problem."""
        words = {"settlement": settlement.name, **dict(problem.details)}
        line = settlement.line_ids.filtered(
            lambda line: line._item_key() == problem.item
        )[:1]
        if line:
            words["document"] = line._document_text()
            for name in ("open", "excess", "left", "discount"):
                if name in words:
                    amount = line.currency_id.rounding * words[name]
                    words[name] = format_amount(self.env, amount, line.currency_id)
        if "date" in words:
            words["date"] = format_date(self.env, words["date"])
        if problem.company:
            company = self.env["res.company"].browse(problem.company)
            words["company"] = company.name
        for name, model in (("other", "res.company"), ("currency", "res.currency")):
            if name in words:
                words[name] = self.env[model].browse(words[name]).name
        return getattr(self, f"_{problem.code}")() % words

    def _twice(self):
        return self.env._("%(document)s is marked twice. Unmark one of the lines.")

    def _no_source(self):
        return self.env._(
            "Nothing pays: mark a payment or a credit note of the customer."
        )

    def _no_target(self):
        return self.env._(
            "Nothing is paid: mark an invoice, or a refund paid to the customer."
        )

    def _several_primaries(self):
        return self.env._(
            "%(document)s is one of several primary payments. Everything can run "
            "through one only: unmark the others."
        )

    def _primary_is_target(self):
        return self.env._(
            "%(document)s cannot be the primary payment: it increases what the "
            "customer owes. Choose a payment or a credit note."
        )

    def _date_too_early(self):
        return self.env._(
            "%(document)s: the settlement date is before %(date)s, the date of this "
            "transaction, the latest one marked. Choose that date or a later one, or "
            "leave it empty."
        )

    def _amount_not_positive(self):
        return self.env._(
            "%(document)s: the amount to settle must be positive. Clear it to have it "
            "determined, or unmark the line."
        )

    def _amount_too_large(self):
        return self.env._(
            "%(document)s: amount and discount are more than the %(open)s that are "
            "open. Type less, or clear the amount."
        )

    def _discount_negative(self):
        return self.env._("%(document)s: a cash discount cannot be negative.")

    def _discount_on_source(self):
        return self.env._(
            "%(document)s: a cash discount belongs on the invoice, not on what pays it."
        )

    def _full_settlement_on_source(self):
        return self.env._(
            "%(document)s pays; full settlement is for what is paid. Unmark it there."
        )

    def _cross_rate_not_positive(self):
        return self.env._("%(document)s: a cross rate must be positive.")

    def _cross_rate_on_source(self):
        return self.env._(
            "%(document)s: a cross rate belongs on the invoice, not on what pays it."
        )

    def _cross_rate_several_sources(self):
        return self.env._(
            "%(document)s: a cross rate needs exactly one payment or credit note. "
            "Unmark the others, or clear the rate."
        )

    def _cross_rate_own_currency(self):
        return self.env._(
            "%(document)s: a cross rate has a meaning only where the invoice's "
            "currency is neither the payment's nor its own company's. Clear it."
        )

    def _pair(self):
        return self.env._(
            "There is no active intercompany accounting for payments of %(company)s to "
            "invoices of %(other)s. Have it set up under Invoicing > Configuration > "
            "Centralized Payments > Set Up Intercompany Accounting."
        )

    def _rate(self):
        return self.env._(
            "%(company)s has no rate for %(currency)s on or before %(date)s. Enter it "
            "under Invoicing > Configuration > Currencies."
        )

    def _discount_unpaid(self):
        return self.env._(
            "%(document)s: no marked payment or credit note reaches it, so the typed "
            "cash discount of %(discount)s cannot be given. Mark another one, or clear "
            "the discount."
        )

    def _full_settlement_unpaid(self):
        return self.env._(
            "%(document)s: no marked payment or credit note reaches it, so what is "
            "open cannot be given as discount for full settlement. Mark another one, "
            "or take full settlement off."
        )

    def _excess(self):
        return self.env._(
            "%(document)s: %(excess)s more is to be settled than the marked payments "
            "and credit notes cover. Mark another one, or type less."
        )

    def _amounts_disagree(self):
        return self.env._(
            "%(document)s: the amounts typed on it and on the invoice in another "
            "currency do not agree at the rate of the day; %(left)s would be left. "
            "Clear one of them."
        )

    def _nothing(self):
        return self.env._(
            "Nothing can be settled: what is marked is worth less than the smallest "
            "amount of the other currency."
        )

    # Reasons found outside the core

    def cash_basis_later(self, item, paid, due):
        """What the preview says of a tax that is due on payment."""
        return self.env._(
            "%(company)s, %(document)s: its tax becomes due on %(due)s, the date of "
            "the settlement. The customer paid on %(paid)s, in an earlier month.",
            company=item.company_id.name,
            document=item.move_name,
            due=format_date(self.env, due),
            paid=format_date(self.env, paid),
        )

    def cash_basis_discount(self, line):
        """A discount that corrects tax, on a document with tax due on payment."""
        return self.env._(
            "%(document)s has a cash discount that reduces its tax, and tax that is "
            "due on payment. This cannot be settled yet. Type a discount of 0 on it, "
            "and make a credit note for the discount.",
            document=line._document_text(),
        )

    def no_account(self, company, field_name):
        """A company without the account that a field of it names."""
        return self.env._(
            "%(company)s has no %(label)s. Choose one in the settings of "
            "%(company)s, under Default Accounts.",
            company=company.name,
            label=company._fields[field_name]._description_string(self.env),
        )
