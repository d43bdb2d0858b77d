"""Checks of a close on foreign currency: rates, and revaluation (period close 9, F)."""

from collections import defaultdict
from datetime import timedelta

from odoo import fields

from .close_checks import NOT_APPLICABLE, NOTHING, of_count
from .close_method import CloseMethod
from .revaluation_book import RevaluationBook


class ForeignCurrencies(CloseMethod):
    """Currencies of open items that have no rate, or an old one."""

    model = "res.currency"
    #: Whether it is the missing ones, or those that are older than a week.
    is_missing = True

    def found(self):
        currencies = self._currencies()
        lacking = self._lacking(currencies)
        return {
            root.id: of_count(len(lacking[root.id]), 0.0, max(lacking[root.id]))
            if lacking.get(root.id)
            else (NOTHING if currencies.get(root.id) else NOT_APPLICABLE)
            for root in self.roots
        }

    def _currencies(self):
        return self.checks.open_items.foreign_currencies

    def _lacking(self, currencies):
        asked = [
            (root, currency, self.date_to)
            for root, ids in currencies.items()
            for currency in ids
        ]
        rates = self.env["res.currency"]._ar_dated_rates_on(asked)
        oldest = self.date_to - timedelta(days=7)
        lacking = defaultdict(set)
        for (root, currency, _on), rate in rates.items():
            is_old = rate is not None and rate[1] is not None and rate[1] < oldest
            if rate is None if self.is_missing else is_old:
                lacking[root].add(currency)
        return lacking

    def domain(self, roots):
        lacking = self._lacking(self._currencies())
        ids = {key for root in roots for key in lacking.get(root.id, ())}
        return [("id", "in", sorted(ids))]


class OldRates(ForeignCurrencies):
    is_missing = False


class Revaluation(CloseMethod):
    """Open items in foreign currency that no posted revaluation of the day covers, or
    that it would value otherwise now."""

    model = "ar.revaluation"

    def found(self):
        found = self._found_by_runs()
        rest = self.roots.filtered(lambda root: root.id not in found)
        foreign = self.checks.open_items.with_foreign(rest)
        for root in rest:
            is_needed = root.id in foreign
            found[root.id] = of_count(1) if is_needed else NOT_APPLICABLE
        return found

    def _runs(self):
        """The last posted run of the day that covers each legal entity entirely."""
        runs = self.env["ar.revaluation"].search(
            [
                ("date", "=", self.date_to),
                ("state", "=", "posted"),
                ("partner_ids", "=", False),
                ("currency_ids", "=", False),
                ("account_ids", "=", False),
            ],
            order="id",
        )
        return {
            company.id: run
            for run in runs
            for company in run._companies()
            if company in self.roots
        }

    def _found_by_runs(self):
        by_company, found = self._runs(), {}
        for run in {run.id: run for run in by_company.values()}.values():
            counts, amounts = self._differences(run)
            for company in run._companies():
                if by_company.get(company.id) == run:
                    found[company.id] = of_count(
                        counts[company.id], amounts[company.id], run.id
                    )
        return found

    def _differences(self, run):
        """What a re-run would book: items and the sum of their differences."""
        plan = RevaluationBook(run._elevated()).booked().plan
        counts, amounts = defaultdict(int), defaultdict(float)
        for problem in plan.problems:
            counts[problem.company] += 1
        for one in plan.valued:
            if one.booked:
                company = self.env["res.company"].browse(one.item.company.key)
                counts[company.id] += 1
                amounts[company.id] += abs(one.booked) * company.currency_id.rounding
        return counts, amounts

    def action(self, roots):
        runs = self._runs()
        found = self.env["ar.revaluation"].union(
            *(runs[root.id] for root in roots if root.id in runs)
        )
        drafts = self.env["ar.revaluation"].search(
            [("date", "=", self.date_to), ("state", "=", "draft")]
        )
        found |= drafts.filtered(lambda run: run._companies() & roots)
        action = {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "domain": [("id", "in", found.ids)],
            "views": [(False, "list"), (False, "form")],
        }
        if found:
            return action
        return {
            **action,
            "views": [(False, "form")],
            "context": {
                "default_date": fields.Date.to_string(self.date_to),
                "default_company_ids": [(6, 0, self.roots.ids)],
            },
        }
