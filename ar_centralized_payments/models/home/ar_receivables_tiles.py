"""Tiles of what is open: whoever owes it, how late it is, and what may be lost."""

from datetime import timedelta

from odoo import api, models

from ...books.home_figures import SALES_DAYS, SOON_DAYS, TOP
from .ar_open_transaction import BUCKETS
from .ar_receivables_home import CLERKS, CONTROLLERS

TONES = {"0_not_due": "", "1_30": "warning", "31_60": "warning"}


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        return {
            **super()._home_tiles(),
            "unapplied": (self.env._("To be used"), CLERKS),
            "discounts": (self.env._("Discounts ending"), CLERKS),
            "overdue": (self.env._("Overdue"), CONTROLLERS),
            "customers": (self.env._("Largest customers"), CONTROLLERS),
            "days": (self.env._("Days to be paid"), CONTROLLERS),
        }

    @api.model
    def _home_card_rows(self, figures):
        """What is owed, what of it is late, and what is to be used."""
        late = [bucket for bucket, _label in BUCKETS if bucket != "0_not_due"]
        rows = []
        for label, kinds, buckets, sign in (
            (self.env._("Open invoices"), ["invoice"], None, 1),
            (self.env._("Overdue"), ["invoice"], late, 1),
            (self.env._("To be used"), ["payment", "credit_note"], None, -1),
        ):
            count, amount = figures.total(kinds, buckets)
            rows.append(self._home_row(label, count=count, amount=sign * amount))
        return rows

    @api.model
    def _tile_unapplied(self, figures):
        """Payments and credit notes that are the customers', and how old they are."""
        old = ("31_60", "61_90", "91")
        rows = []
        for label, kind, name in (
            (self.env._("Payments"), "payment", "payments"),
            (self.env._("Credit notes"), "credit_note", "credit_notes"),
        ):
            count, amount = figures.total([kind])
            rows.append(
                self._home_row(
                    label, count=count, amount=-amount, tone="warning", filters=[name]
                )
            )
        count, amount = figures.total(["payment", "credit_note"], old)
        rows.append(
            self._home_row(
                self.env._("Older than 30 days"),
                count=count,
                amount=-amount,
                tone="danger",
                filters=["to_be_used", "older"],
            )
        )
        return {"rows": rows}

    @api.model
    def _tile_discounts(self, figures):
        """What customers may still deduct, and lose by waiting."""
        week = figures.today + timedelta(days=SOON_DAYS)
        rows = []
        labels = self.env._("Today"), self.env._("Within 7 days")
        for label, name, amounts in zip(
            labels,
            ("discount_today", "discount_week"),
            figures.discounts([figures.today, week]),
            strict=True,
        ):
            count, amount = figures.in_current(amounts)
            rows.append(
                self._home_row(
                    label, count=count, amount=amount, tone="warning", filters=[name]
                )
            )
        return {"rows": rows}

    @api.model
    def _tile_overdue(self, figures):
        """Invoices by age, and a bar of that for each company."""
        rows = []
        count, amount = figures.due_today
        rows.append(
            self._home_row(
                self.env._("Due today"),
                count=count,
                amount=amount,
                filters=["invoices", "due_today"],
            )
        )
        for bucket, label in self._home_buckets():
            count, amount = figures.total(["invoice"], [bucket])
            tone = TONES.get(bucket, "danger")
            names = ["invoices", f"bucket_{bucket}"]
            rows.append(
                self._home_row(
                    label, count=count, amount=amount, tone=tone, filters=names
                )
            )
        return {"rows": rows, "bar": self._home_ageing_bar(figures)}

    @api.model
    def _home_buckets(self):
        labels = self.env["ar.open.transaction"]._fields["bucket"]
        known = dict(labels._description_selection(self.env))
        return [(bucket, known[bucket]) for bucket, _label in BUCKETS]

    @api.model
    def _home_ageing_bar(self, figures):
        """A bar for each company, the largest first; parts in per cent of its sum."""
        bars = []
        for company, sums in figures.overdue_by_company().items():
            total = sum(amount for amount in sums.values() if amount > 0)
            if total > 0:
                parts = [
                    {
                        "bucket": bucket,
                        "label": label,
                        "share": 100 * max(sums[bucket], 0.0) / total,
                    }
                    for bucket, label in self._home_buckets()
                ]
                bars.append((total, {"label": company.name, "parts": parts}))
        bars.sort(key=lambda bar: (-bar[0], bar[1]["label"]))
        return [bar for _total, bar in bars[:TOP]]

    @api.model
    def _tile_customers(self, figures):
        """The customers with most open, and those above their credit limits."""
        parties = self.env["res.partner"].with_context(
            allowed_company_ids=self.env["res.company"]._ar_user_companies().ids
        )
        over = {
            party: figures.by_party[party]
            for party, limit in figures.limits.items()
            if (figures.by_party.get(party) or 0) > limit
        }
        rows = []
        if figures.limits:
            rows.append(
                self._home_row(
                    self.env._("Over their credit limit"),
                    count=len(over),
                    tone="danger",
                    action=self._home_of_parties(list(over)),
                )
            )
        largest = [p for p, amount in figures.by_party.items() if (amount or 0) > 0]
        for party in parties.browse(largest[:TOP])._filtered_access("read"):
            rows.append(
                self._home_row(
                    party.display_name,
                    amount=figures.by_party[party.id],
                    action=self._home_of_parties([party.id]),
                )
            )
        return {"rows": rows}

    @api.model
    def _home_of_parties(self, parties):
        title = self.env._("Open Transactions")
        return self.env["ar.open.transaction"]._open_list(
            title, [("party_id", "in", parties)]
        )

    @api.model
    def _tile_days(self, figures):
        """Days of sales outstanding, and how long customers take."""
        sales = figures.sales()
        _count, owed = figures.total(["invoice", "credit_note", "payment", "entry"])
        rows = []
        if self.env.company.currency_id.compare_amounts(sales, 0.0) > 0:
            days = self._home_number(owed / sales * SALES_DAYS)
            rows.append(
                self._home_row(self.env._("Days of sales outstanding"), count=days)
            )
        average = figures.days_to_pay()
        if average is not None:
            rows.append(
                self._home_row(
                    self.env._("Average days to pay"), count=self._home_number(average)
                )
            )
        note = self.env._(
            "Days of sales outstanding: open receivables, divided by sales with tax of "
            "the last %(days)s days, times %(days)s, of the ticked companies, in the "
            "currency of the current one. Days to pay: from invoice to payment, of "
            "what was paid in that time, weighted by amounts.",
            days=SALES_DAYS,
        )
        return {"rows": rows, "note": note}

    @api.model
    def _home_number(self, value):
        return f"{value:.0f}"
