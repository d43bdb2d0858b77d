"""Writes the drafts of EU sales lists as they should be now, and nothing else."""

from collections import defaultdict

from odoo import fields
from odoo.exceptions import LockError
from odoo.fields import Domain
from odoo.tools import SQL

from ..sales_list.frequency import monthly_from
from ..sales_list.values import Item, Kind, Period, Regime, rounded
from .sales_lines import SalesLines
from .sales_list_book import SalesListBook, Setting
from .sales_list_boxes import Reconciliation
from .sales_list_window import SalesListWindow

LIST = "ar.eu.sales.list"
#: Quarters before the one of a list that its limit looks at, in months.
MONTHS_BEFORE = 12


class SalesListRefresh:
    """One run over many companies.

    :param env: with ``sudo()`` and all companies: the caller has checked them
    :param roots: the companies, no branches
    :param date: a day of the period up to which drafts are made
    """

    def __init__(self, env, roots, date):
        self.env, self.roots, self.date = env, roots, fields.Date.to_date(date)
        self.lines = SalesLines(env, roots)

    def run(self):
        """Refresh everything; return the lists in draft."""
        self._flush()
        self.window = SalesListWindow(self.env, self.lines, self.date)
        first, last = self.window.first, self.window.last
        found = self.lines.sales(first, last) + self.lines.discounts(first, last)
        self.unlisted = self.lines.without_kind(first, last)
        groups = defaultdict(list)
        for one in found:
            groups[one.company_id, one.country_id].append(one)
        registrations = self.env["ar.eu.sales.registration"]._ensure(
            self.roots, {(one.company_id, one.country_id) for one in found}
        )
        self._lock(registrations)
        self._read_lists(registrations)
        for one in registrations:
            self._refresh_one(one, groups[one.company_id.id, one.country_id.id])
        self.env[LIST].invalidate_model()
        for model in ("row", "item", "problem"):
            self.env[f"{LIST}.{model}"].invalidate_model()
        return self.env[LIST].search(
            Domain("registration_id", "in", registrations.ids)
            & Domain("state", "=", "draft")
        )

    def _lock(self, registrations):
        """Keep other runs away: both would make the same lists."""
        try:
            registrations.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now preparing EU sales lists of these "
                    "companies. Try again in a moment."
                )
            ) from error

    def _flush(self):
        for model in ("", ".row", ".item", ".problem"):
            self.env[f"{LIST}{model}"].flush_model()
        for name in ("account.move", "account.move.line", "account.tax", "res.partner"):
            self.env[name].flush_model()

    # ------------------------------------------------------------
    # What is there
    # ------------------------------------------------------------
    def _read_lists(self, registrations):
        lists = self.env[LIST].search([("registration_id", "in", registrations.ids)])
        self.lists = lists.grouped("registration_id")
        self.items = defaultdict(list)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.list_id, item.source, item.number, item.kind, item.amount,
                       item.period_from, item.period_to
                  FROM ar_eu_sales_list_item item
                 WHERE item.list_id = ANY(%s) AND item.period_from >= %s
                """,
                lists.ids,
                self.window.first,
            )
        )
        kinds, periods = {kind.value: kind for kind in Kind}, {}
        for list_id, source, number, kind, amount, first, last in rows:
            if (first, last) not in periods:
                periods[first, last] = Period.between(first, last)
            cents, period = round(amount * 100), periods[first, last]
            item = Item(source, number, kinds[kind], cents, period)
            self.items[list_id].append(item)

    # ------------------------------------------------------------
    # One registration
    # ------------------------------------------------------------
    def _refresh_one(self, registration, found):
        lists = self.lists.get(registration, self.env[LIST])
        reported = lists.filtered(lambda one: one.state != "draft")
        drafts = lists - reported
        read = reported.filtered(lambda one: one.date_from >= self.window.first)
        months = 1 if registration.frequency == "month" else 3
        book = SalesListBook(
            self._setting(registration, months),
            self._converted(registration, found),
            [item for one in reported for item in self.items[one.id]],
            {one._period() for one in read if one.kind == "regular"},
            [one._period() for one in drafts if one.kind == "regular"],
            self._accepted(lists),
            self._unlisted(registration),
        )
        period = book.period_at(self.date)
        kept = self.env[LIST]
        for wanted in book.wanted(period):
            record = self._list_of(registration, drafts, reported, wanted)
            kept |= record
            self._write_rows(record, wanted, book)
            self._write_troubles(record, wanted)
            self._write_values(record, wanted, book, found)
        gone = drafts.filtered(lambda one: one.date_from <= period.last) - kept
        gone.unlink()

    def _unlisted(self, registration):
        """Told in the company's own country alone."""
        company = registration.company_id
        is_own = registration.country_id == company.account_fiscal_country_id
        return self.unlisted[company.id] if is_own else ()

    def _setting(self, registration, months):
        country = registration.country_id
        countries = self.env["account.tax"]._ar_eu_groups().country_ids - country
        return Setting(
            country.code,
            registration.format,
            registration.rounding,
            months,
            registration.is_note_of_origin,
            frozenset(countries.ids),
            self._invalid_partners(registration),
        )

    def _invalid_partners(self, registration):
        """Those that VIES does not know, where Odoo asks it (``base_vat``)."""
        partners = self.env["res.partner"]
        if "vies_valid" not in partners._fields:
            return frozenset()
        if not registration.company_id.vat_check_vies:
            return frozenset()
        ids = [*self.lines.numbers]
        domain = [("id", "in", ids), ("vat", "!=", False), ("vies_valid", "=", False)]
        return frozenset(partners.search(domain).ids)

    @staticmethod
    def _accepted(lists):
        accepted = lists.problem_ids.filtered(lambda one: (one.reason or "").strip())
        return {(one.code, one.move_id.id, one.number or "") for one in accepted}

    def _converted(self, registration, found):
        """The sales in the currency of the country, where the books have another."""
        if not registration.is_discount_reported:
            found = [one for one in found if not one.source.startswith(("d", "u"))]
        found = sorted(found, key=lambda one: (one.date, one.source))
        company, currency = registration.company_id, registration.currency_id
        if company.currency_id == currency or not currency:
            return found
        days = {one.date for one in found}
        asked = {
            (company.id, one.id, day)
            for one in (company.currency_id, currency)
            for day in days
        }
        rates = self.env["res.currency"]._ar_rates_on(asked)
        factors = {}
        for day in days:
            own = rates[company.id, company.currency_id.id, day]
            other = rates[company.id, currency.id, day]
            factors[day] = other / own if own and other else None
        return [
            one._replace(
                amount=None
                if factors[one.date] is None
                else round(one.amount * factors[one.date])
            )
            for one in found
        ]

    # ------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------
    def _list_of(self, registration, drafts, reported, wanted):
        kind = "correction" if wanted.is_correction else "regular"
        period = wanted.period
        found = drafts.filtered(
            lambda one: one.kind == kind and one.date_from == period.first
        )
        if found:
            return found
        origin = reported.filtered(
            lambda one: one.kind == "regular" and one.date_from == period.first
        )
        company = registration.company_id
        return self.env[LIST].create(
            {
                "name": f"{registration.country_id.code} {period.code}",
                "registration_id": registration.id,
                "company_id": company.id,
                "company_ids": [fields.Command.set(self._branches(company))],
                "country_id": registration.country_id.id,
                "currency_id": (registration.currency_id or company.currency_id).id,
                "date_from": period.first,
                "date_to": period.last,
                "frequency": "quarter" if period.is_quarter else "month",
                "kind": kind,
                "origin_list_id": origin.id if wanted.is_correction else False,
                "format": registration.format,
                "rounding": registration.rounding,
                "state": "draft",
            }
        )

    def _branches(self, company):
        """The ids of a company and its branches."""
        return [one for one, root in self.lines.root_of.items() if root == company.id]

    def _write_rows(self, record, wanted, book):
        """Rows and items, in two statements; nothing where they are there already."""
        if self._is_same(record, wanted, book):
            return
        self.env.execute_query(
            SQL(
                "DELETE FROM ar_eu_sales_list_row WHERE list_id = %s RETURNING id",
                record.id,
            )
        )
        columns = [*zip(*self._row_values(record, wanted, book), strict=True)]
        if not columns:
            return
        ids = [
            number
            for (number,) in self.env.execute_query(
                SQL(
                    """
                    INSERT INTO ar_eu_sales_list_row
                           (list_id, sequence, number, kind, amount_before, amount_new,
                            amount, amount_filed, origin_from, origin_to,
                            create_uid, write_uid, create_date, write_date)
                    SELECT part.*, %s, %s, now() AT TIME ZONE 'UTC',
                           now() AT TIME ZONE 'UTC'
                      FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[],
                                  %s::numeric[], %s::numeric[], %s::numeric[],
                                  %s::numeric[], %s::date[], %s::date[]) AS part
                  ORDER BY 2
                 RETURNING id
                    """,
                    self.env.uid,
                    self.env.uid,
                    *map(list, columns),
                )
            )
        ]
        self._write_items(record, wanted, book, sorted(ids))

    def _write_items(self, record, wanted, book, row_ids):
        by_source = {one.source: one for one in book.found}
        values = []
        for row_id, row in zip(row_ids, wanted.rows, strict=True):
            for item in row.items:
                one = by_source.get(item.source)
                period = item.period
                values.append(
                    (
                        *(record.id, row_id, item.source, item.number, item.kind.value),
                        *(item.amount / 100, period.first, period.last),
                        *((one.line_id, one.date) if one else (None, None)),
                    )
                )
        if values:
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO ar_eu_sales_list_item
                           (list_id, row_id, source, number, kind, amount, period_from,
                            period_to, move_line_id, date)
                    SELECT part.*
                      FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[],
                                  %s::text[], %s::numeric[], %s::date[], %s::date[],
                                  %s::int[], %s::date[]) AS part
                 RETURNING id
                    """,
                    *map(list, zip(*values, strict=True)),
                )
            )

    @staticmethod
    def _row_values(record, wanted, book):
        format_, rounding = book.format, book.rounding
        for place, row in enumerate(wanted.rows, 1):
            filed = rounded(row.new, format_.step, rounding)
            if row.origin and format_.regime is not Regime.REPLACE:
                filed -= rounded(row.before, format_.step, rounding)
            origin = (row.origin.first, row.origin.last) if row.origin else (None, None)
            yield (
                *(record.id, place, row.number, row.kind.value),
                *(row.before / 100, row.new / 100, row.difference / 100),
                *(filed * format_.step / 100, *origin),
            )

    def _is_same(self, record, wanted, book):
        items = sorted(
            (item for row in wanted.rows for item in row.items), key=_item_key
        )
        if items != sorted(self.items[record.id], key=_item_key):
            return False
        rows = [
            (
                *(row.list_id.id, row.sequence, row.number, row.kind),
                *(row.amount_before, row.amount_new, row.amount, row.amount_filed),
                *(row.origin_from or None, row.origin_to or None),
            )
            for row in record.row_ids.sorted("sequence")
        ]
        return rows == [*self._row_values(record, wanted, book)]

    def _write_troubles(self, record, wanted):
        Problem = self.env[f"{LIST}.problem"]
        found = {
            (one.code, one.move_id.id, one.number or "", one.kind): one
            for one in record.problem_ids
        }
        missing = []
        for trouble in wanted.troubles:
            kind = trouble.kind.value if trouble.kind else False
            known = found.pop((*trouble.key, kind), None)
            amount = trouble.amount / 100
            if known:
                if known.amount != amount:
                    known.amount = amount
                continue
            missing.append(
                {
                    "list_id": record.id,
                    "code": trouble.code,
                    "severity": Problem._severity(trouble.code),
                    "move_id": trouble.move_id,
                    "partner_id": trouble.partner_id,
                    "number": trouble.number or False,
                    "kind": kind,
                    "amount": amount,
                }
            )
        Problem.union(*found.values()).unlink()
        Problem.create(missing)

    def _write_values(self, record, wanted, book, found):
        registration = record.registration_id
        values = {
            "format": registration.format,
            "rounding": registration.rounding,
            "own_number": registration.own_number,
            "is_converted": record.company_id.currency_id != record.currency_id,
            "left_out": False,
        }
        if not wanted.is_correction:
            notice = self._limit_from(registration, wanted.period)
            values["limit_from"] = notice
            values["reconciliation"] = Reconciliation(self, record, wanted, book).rows()
        branches = self._branches(registration.company_id)
        if {*record.company_ids.ids} != {*branches}:
            values["company_ids"] = [fields.Command.set(branches)]
        changed = {
            name: value
            for name, value in values.items()
            if name == "company_ids" or (record[name] or False) != (value or False)
        }
        if changed:
            record.write(changed)

    def _limit_from(self, registration, period):
        if not period.is_quarter or not registration.limit:
            return False
        first = fields.Date.subtract(period.first, months=MONTHS_BEFORE)
        goods = self.lines.goods_by_month(
            registration.company_id.id, registration.country_id.id, first, period.last
        )
        limit = round(registration.limit * 100)
        notice = monthly_from(goods, period, limit)
        return notice.month.first if notice else False


def _item_key(item):
    return (str(item.source), item.number, item.kind.value, item.period)
