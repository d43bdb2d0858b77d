"""Checks of a close on sales to the EU (period close 9, G)."""

from collections import defaultdict

from odoo import fields
from odoo.fields import Domain

from ..closing.tasks import Check
from .close_checks import NOT_APPLICABLE, NOTHING, of_count
from .close_method import CloseMethod


class SalesToEu(CloseMethod):
    """Sales to other EU countries: the base of both checks below."""

    model = "account.move"

    def in_eu(self, roots):
        return roots.filtered(
            lambda root: root.account_fiscal_country_id.id in self.checks.eu_country_ids
        )

    def domain(self, roots):
        countries = defaultdict(lambda: self.env["res.company"])
        for root in self.in_eu(roots):
            countries[root.account_fiscal_country_id] |= root
        return Domain.OR(
            Domain(
                [
                    ("company_id", "in", self.checks.branch_ids(members)),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("state", "=", "posted"),
                    (
                        "commercial_partner_id.country_id",
                        "in",
                        [k for k in self.checks.eu_country_ids if k != country.id],
                    ),
                    *self.also(members),
                ]
            )
            for country, members in countries.items()
        )

    def also(self, roots):
        """Further conditions."""
        return [
            ("date", ">=", fields.Date.to_string(self.checks.date_from)),
            ("date", "<=", fields.Date.to_string(self.date_to)),
        ]

    def found(self):
        found = super().found()
        inside = self.in_eu(self.roots)
        return {
            root.id: found[root.id] if root in inside else NOT_APPLICABLE
            for root in self.roots
        }


class SalesLists(SalesToEu):
    """Sales of which no EU sales list has been reported; corrections that wait."""

    def found(self):
        found = super().found()
        reported, waiting = self._reported(), self._waiting()
        answers = {}
        for root in self.roots:
            sales = found[root.id]
            if waiting.get(root.id):
                answers[root.id] = of_count(waiting[root.id])
            elif sales.check == Check.OPEN and root.id in reported:
                answers[root.id] = NOTHING
            elif sales.check == Check.OPEN:
                answers[root.id] = self._due(root, sales)
            else:
                answers[root.id] = NOT_APPLICABLE
        return answers

    def _due(self, root, sales):
        """Of a company that reports by the quarter only at its end."""
        quarterly = root.id in self._quarterly
        ends = self.date_to.month % 3 == 0
        return NOT_APPLICABLE if quarterly and not ends else sales

    @property
    def _quarterly(self):
        registrations = self.env["ar.eu.sales.registration"].search(
            [("company_id", "in", self.roots.ids), ("frequency", "=", "quarter")]
        )
        return set(registrations.company_id.ids)

    def _reported(self):
        lists = self.env["ar.eu.sales.list"].search(
            [
                ("company_id", "in", self.roots.ids),
                ("kind", "=", "regular"),
                ("state", "!=", "draft"),
                ("date_from", "<=", self.date_to),
                ("date_to", ">=", self.date_to),
            ]
        )
        return set(lists.company_id.ids)

    def _waiting(self):
        """Drafts of corrections, and of lists whose period is over."""
        groups = self.env["ar.eu.sales.list"]._read_group(
            [
                ("company_id", "in", self.roots.ids),
                ("state", "=", "draft"),
                ("date_to", "<=", self.date_to),
            ],
            ["company_id"],
            ["__count"],
        )
        return {company.id: count for company, count in groups}

    def action(self, roots):
        return {
            "type": "ir.actions.act_window",
            "res_model": "ar.eu.sales.list",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("company_id", "in", roots.ids),
                ("date_from", "<=", fields.Date.to_string(self.date_to)),
            ],
        }


class VatNumbers(SalesToEu):
    """Sales to other EU countries whose customers have no VAT number."""

    def also(self, roots):
        return [
            *super().also(roots),
            ("commercial_partner_id.vat", "in", (False, "")),
        ]
