from odoo import api, fields, models
from odoo.tools import formatLang


class ArEuSalesListBoxes(models.Model):
    """The boxes of the tax return beside the rows, as a table to read."""

    _inherit = "ar.eu.sales.list"

    reconciliation_html = fields.Html(
        string="Tax Return",
        compute="_compute_reconciliation_html",
        sanitize=False,
        help="What the tax return has in its boxes beside what is filed here, and why "
        "they differ.",
    )

    @api.depends("reconciliation")
    @api.depends_context("lang")
    def _compute_reconciliation_html(self):
        for record in self:
            rows = record.reconciliation or []
            record.reconciliation_html = rows and self.env["ir.qweb"]._render(
                "ar_centralized_payments.eu_sales_list_boxes",
                {
                    "columns": record._box_columns(rows),
                    "rows": [record._box_cells(row) for row in rows],
                },
            )

    def _box_columns(self, rows):
        """The columns that have an amount in any row: name and label."""
        problems = dict(
            self.env["ar.eu.sales.list.problem"]
            ._fields["code"]
            ._description_selection(self.env)
        )
        labels = {
            "box": self.env._("Tax Return"),
            **{f"excluded_{code}": text for code, text in problems.items()},
            "discounts": self.env._("Cash Discounts"),
            "other": self.env._("Other Taxes or Tags"),
            "exact": self.env._("Rows, Exact"),
            "rounding": self.env._("Rounding"),
            "filed": self.env._("Filed"),
        }
        always = {"exact", "filed"}
        if any(row["has_box"] for row in rows):
            always.add("box")
        return [
            (name, label)
            for name, label in labels.items()
            if name in always or any(row["amounts"].get(name) for row in rows)
        ]

    def _box_cells(self, row):
        kinds = dict(
            self.env["ar.eu.sales.list.row"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        cells = {
            name: formatLang(self.env, amount, currency_obj=self.currency_id)
            for name, amount in row["amounts"].items()
        }
        nothing = formatLang(self.env, 0, currency_obj=self.currency_id)
        columns = self._box_columns(self.reconciliation)
        return {
            "kind": kinds[row["kind"]],
            **{name: cells.get(name, nothing) for name, _label in columns},
        }
