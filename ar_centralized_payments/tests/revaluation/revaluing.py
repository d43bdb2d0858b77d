"""Builders and asserts of revaluations, on top of settlements."""

from odoo.tests import freeze_time

from ..settling import SettlingCommon

ACCOUNTS = (
    ("adj", "ar_revaluation_account_id", "asset_current", "REVA"),
    ("adj_due", "ar_revaluation_due_account_id", "asset_current", "REVD"),
    ("ug", "ar_unrealized_gain_account_id", "income_other", "UNGA"),
    ("ul", "ar_unrealized_loss_account_id", "expense", "UNLO"),
)


@freeze_time("2026-06-30")
class RevaluationCommon(SettlingCommon):
    """Each company has accounts of its own for what revaluations book."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for company in cls.all_companies.sudo():
            for _word, name, kind, code in ACCOUNTS:
                company[name] = cls.env["account.account"].sudo().create(
                    {
                        "name": code,
                        "code": code,
                        "account_type": kind,
                        "company_ids": [(6, 0, company.ids)],
                    }
                )  # fmt: skip

    def _own_roles(self, letter):
        company = self.companies[letter].root_id.sudo()
        words = {company[name].id: word for word, name, _kind, _code in ACCOUNTS}
        return super()._own_roles(letter) | words

    def reversal(self, choice, letters="FEWX"):
        for letter in letters:
            self.companies[letter].sudo().ar_revaluation_reversal = choice

    def revaluation(self, letters, date, user=None, **values):
        """A computed draft of some companies, as the controller."""
        runs = self.env["ar.revaluation"].with_user(user or self.controller)
        companies = [self.companies[letter].id for letter in letters]
        run = runs.create({"date": date, "company_ids": [(6, 0, companies)], **values})
        run.action_compute()
        return run

    def revalue(self, letters, date, **values):
        """Compute and post; the preview must be what was posted, line for line."""
        run = self.revaluation(letters, date, **values)
        preview = run.preview()
        run.action_post()
        self.assertEqual(
            sorted(
                (
                    row["company_id"],
                    row["account_id"],
                    row["partner_id"],
                    row["date"],
                    row["name"],
                    round(row["debit"] - row["credit"], 3),
                )
                for row in preview
            ),
            sorted(
                (
                    line.company_id.id,
                    line.account_id.id,
                    line.partner_id.id,
                    str(line.date),
                    line.name,
                    round(line.balance, 3),
                )
                for line in run.sudo().move_ids.line_ids
            ),
        )
        return run

    def standing(self, document, date="9999-12-31"):
        """What the sub-ledger says stands for a document up to a date."""
        lines = self.env["ar.revaluation.line"].sudo().search(
            [
                ("move_line_id", "in", self.receivable(document.sudo()).ids),
                ("is_booked", "=", True),
                ("date", "<=", date),
            ]
        )  # fmt: skip
        return round(sum(lines.mapped("amount")), 3)
