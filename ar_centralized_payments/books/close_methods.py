"""Checks of a close that no condition on one model can say, by their names."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ..closing.tasks import Check
from .close_checks import GROUP, NOT_APPLICABLE, NOTHING, Found, of_count
from .close_currencies import ForeignCurrencies, OldRates, Revaluation
from .close_method import CloseMethod
from .close_sales import SalesLists, VatNumbers
from .intercompany_attribution import attribution

#: Actions that run on a schedule and that a close relies on: not running is a finding.
WATCHED = (
    "account.ir_cron_auto_post_draft_entry",
    "account.ir_cron_account_move_send",
    *(f"ar_centralized_payments.cron_payment_journals_{n}" for n in range(1, 5)),
)


class ScheduledActions(CloseMethod):
    """Actions of the schedule that fail, are late, or do not run."""

    model = "ir.cron"

    def found(self):
        crons = self._late()
        return {GROUP: of_count(len(crons), 0.0, max(crons.ids, default=0))}

    def _late(self):
        crons = self.env["ir.cron"].with_context(active_test=False).search([])
        watched = self.env["ir.cron"].union(
            *filter(None, (self.env.ref(name, False) for name in WATCHED))
        )
        return crons.filtered(
            lambda cron: (
                (cron.failure_count > 0 or self._is_late(cron))
                if cron.active
                else cron in watched
            )
        )

    @staticmethod
    def _is_late(cron):
        hours = {"minutes": 1 / 60, "hours": 1, "days": 24, "weeks": 168}
        interval = cron.interval_number * hours.get(cron.interval_type, 744)
        return cron.nextcall < fields.Datetime.now() - timedelta(hours=1 + interval)

    def domain(self, roots):
        return [("id", "in", self._late().ids), ("active", "in", [True, False])]


class StatementLines(CloseMethod):
    """Lines of bank statements that nothing is matched with: Odoo's own condition,
    which stops a global or a hard lock."""

    model = "account.bank.statement.line"

    def domain(self, roots):
        return roots._get_unreconciled_statement_lines_domain(self.date_to)


class CustomersBothWays(CloseMethod):
    """Customers with something to their credit and something that they owe, in
    whichever companies."""

    model = "account.move.line"

    def found(self):
        rows = self.checks.open_items.partners_both_ways
        return {GROUP: of_count(len(rows), 0.0, max(rows, default=0))}

    def domain(self, roots):
        first = self.env["res.partner"].browse(
            self.checks.open_items.partners_both_ways
        )
        partners = first._ar_party_partners()
        records = first.union(*partners.values())
        return Domain(
            [
                ("partner_id", "child_of", records.ids),
                ("account_id.account_type", "=", "asset_receivable"),
                ("account_id.non_trade", "=", False),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("date", "<=", fields.Date.to_string(self.date_to)),
                ("company_id", "in", self.checks.branch_ids(roots)),
            ]
        )

    def action(self, roots):
        return {
            **super().action(roots),
            "context": {"group_by": ["partner_id", "company_id"], "create": False},
        }


class Pairs(CloseMethod):
    """What one company owes another and what that says it is owed, up to the end of
    the period: not the same."""

    model = "ar.intercompany.balance"

    def found(self):
        rows = self._rows()
        return {GROUP: of_count(len(rows), 0.0, max(rows, default=0))}

    def _rows(self):
        """Ids of the rows of ``ar.intercompany.balance`` that differ on that day."""
        balance = self.env[self.model]
        for name, field_names in balance._depends.items():
            self.env[name].flush_model(field_names)
        rows = self.env.execute_query(
            SQL(
                """
                WITH %(attribution)s
                SELECT sums.row_id
                  FROM (%(sums)s) sums
             LEFT JOIN intercompany_accounting pair ON pair.id = sums.pair_id
             LEFT JOIN res_company payment ON payment.id = pair.payment_company_id
             LEFT JOIN res_company invoice ON invoice.id = pair.invoice_company_id
                 WHERE (sums.amount_due_to <> sums.amount_due_from
                        OR (sums.balance_due_to <> sums.balance_due_from
                            AND (pair.id IS NULL
                                 OR payment.currency_id = invoice.currency_id)))
                   AND COALESCE(payment.id, sums.owing_id, sums.owed_id)
                       = ANY(%(roots)s)
                   AND COALESCE(invoice.id, sums.owing_id, sums.owed_id)
                       = ANY(%(roots)s)
                """,
                attribution=attribution(self.date_to),
                sums=balance._sql_sums(),
                roots=self.roots.ids,
            )
        )
        return [key for (key,) in rows]

    def domain(self, roots):
        return [("id", "in", self._rows())]


class Locks(CloseMethod):
    """Whether the period is locked in each company."""

    model = "ar.period.close.lock"

    def found(self):
        return {
            root.id: NOTHING
            if max(
                root[name] or fields.Date.to_date("1900-01-01")
                for name in (
                    "sale_lock_date",
                    "fiscalyear_lock_date",
                    "hard_lock_date",
                )
            )
            >= self.date_to
            else of_count(1)
            for root in self.roots
        }

    def domain(self, roots):
        return [
            ("company_id", "in", roots.ids),
            ("close_id", "=", self.checks.close.id),
        ]


class AfterLock(CloseMethod):
    """What was booked in the period after it was locked: entries made since, or sums
    that are no longer those of the snapshot."""

    model = "account.move"

    def _locks(self, roots):
        return self.env["ar.period.close.lock"]._standing(self.checks.close, roots)

    def found(self):
        locks = self._locks(self.roots)
        entries = super().found() if locks else {}
        changes = locks._changes()
        answers = dict.fromkeys(self.roots.ids, NOT_APPLICABLE)
        for lock in locks:
            made, amount = entries[lock.company_id.id], changes[lock]
            count = made.count or bool(amount)
            answers[lock.company_id.id] = Found(
                Check.OPEN if count else Check.OK,
                int(count),
                amount,
                made.last_id,
                made.last_write,
            )
        return answers

    def domain(self, roots):
        return Domain.OR(
            Domain(
                [
                    ("company_id", "in", self.checks.branch_ids(lock.company_id)),
                    ("date", "<=", fields.Date.to_string(self.date_to)),
                    ("state", "=", "posted"),
                    ("create_date", ">", fields.Datetime.to_string(lock.locked_at)),
                ]
            )
            for lock in self._locks(roots)
        )


METHODS = {
    "scheduled_actions": ScheduledActions,
    "statement_lines": StatementLines,
    "customers_both_ways": CustomersBothWays,
    "pairs": Pairs,
    "rates_missing": ForeignCurrencies,
    "rates_old": OldRates,
    "revaluation": Revaluation,
    "sales_lists": SalesLists,
    "vat_numbers": VatNumbers,
    "locks": Locks,
    "after_lock": AfterLock,
}
