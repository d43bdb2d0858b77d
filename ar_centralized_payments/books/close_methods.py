"""Checks of a close that no condition on one model can say.

Each is a class: ``found`` says what is open in each legal entity, ``action`` where that
is seen. They work with ``sudo()`` over the companies of the close, as
:class:`CloseChecks` does.
"""

from collections import defaultdict
from datetime import timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ..closing.tasks import Check
from .close_checks import GROUP, NOT_APPLICABLE, NOTHING, Found, of_count
from .intercompany_attribution import attribution
from .revaluation_book import RevaluationBook

#: Actions that run on a schedule and that a close relies on: not running is a finding.
WATCHED = (
    "account.ir_cron_auto_post_draft_entry",
    "account.ir_cron_account_move_send",
    *(f"ar_centralized_payments.cron_payment_journals_{n}" for n in range(1, 5)),
)


class CloseMethod:
    """One check.

    :param checks: ``CloseChecks``
    """

    #: What the list of findings is of.
    model = None

    def __init__(self, checks):
        self.checks, self.env = checks, checks.env
        self.roots, self.date_to = checks.roots, checks.date_to

    def found(self):
        """id of a legal entity, or ``None`` for the group -> ``Found``."""
        domain = self.domain(self.roots)
        groups = self.env[self.model]._read_group(
            domain, ["company_id"], ["__count", "id:max", "write_date:max"]
        )
        parts = defaultdict(list)
        for company, count, last_id, last_write in groups:
            root = self.checks.root_of.get(company.id)
            parts[root].append(of_count(count, 0.0, last_id, str(last_write)))
        return {
            root.id: self.checks._together(parts.get(root.id, ()))
            for root in self.roots
        }

    def domain(self, roots):
        """What the list of findings shows, of some legal entities."""
        raise NotImplementedError

    def action(self, roots):
        """What opens the findings of some legal entities."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "views": [(False, "list"), (False, "form")],
            "domain": self.domain(roots),
        }


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
        rows = self._parties()
        return {GROUP: of_count(len(rows), 0.0, max(rows, default=0))}

    def _parties(self):
        """The first partner of each such customer."""
        self.env["account.move.line"].flush_model()
        self.env["res.partner"].flush_model(
            ["address_book_id", "commercial_partner_id"]
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT min(partner.id)
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN res_partner partner ON partner.id = line.partner_id
                 WHERE account.account_type = 'asset_receivable'
                   AND account.non_trade IS NOT TRUE
                   AND line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.date <= %s
                   AND line.company_id = ANY(%s)
              GROUP BY COALESCE(
                           NULLIF(partner.address_book_id, ''),
                           'partner ' || partner.commercial_partner_id
                       )
                HAVING bool_or(line.amount_residual < 0)
                   AND bool_or(line.amount_residual > 0)
                """,
                self.date_to,
                list(self.checks.root_of),
            )
        )
        return [key for (key,) in rows]

    def domain(self, roots):
        first = self.env["res.partner"].browse(self._parties())
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
        """id of a legal entity -> ids of the foreign currencies of its open items."""
        found = defaultdict(set)
        groups = self.env["account.move.line"]._read_group(
            [
                ("company_id", "in", list(self.checks.root_of)),
                ("account_id.account_type", "=", "asset_receivable"),
                ("account_id.non_trade", "=", False),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("date", "<=", self.date_to),
            ],
            ["company_id", "currency_id"],
        )
        for company, currency in groups:
            root = self.env["res.company"].browse(self.checks.root_of[company.id])
            if currency != root.currency_id:
                found[root.id].add(currency.id)
        return found

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
        foreign = self._with_foreign_items(rest) if rest else set()
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

    def _with_foreign_items(self, roots):
        """Legal entities with something in foreign currency, open on that day."""
        self.env["account.move.line"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.company_id
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                 WHERE account.account_type = 'asset_receivable'
                   AND account.non_trade IS NOT TRUE
                   AND line.parent_state = 'posted'
                   AND line.currency_id <> line.company_currency_id
                   AND line.date <= %(date)s
                   AND line.company_id = ANY(%(companies)s)
                   AND (line.reconciled IS NOT TRUE
                        OR EXISTS (SELECT 1 FROM account_partial_reconcile match
                                    WHERE line.id IN (match.debit_move_id,
                                                      match.credit_move_id)
                                      AND match.max_date > %(date)s))
                """,
                date=self.date_to,
                companies=self.checks.branch_ids(roots),
            )
        )
        return {self.checks.root_of[company] for (company,) in rows}

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
