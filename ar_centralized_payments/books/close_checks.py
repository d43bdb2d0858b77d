"""What the checks of a close find: one grouped query for each, over all companies.

The door between the conditions of checks, as text, and the books. Branches count to
their legal entity. Whatever is wrong with one check is said by that check alone: the
others go on. Rule: period close 8.2, 8.3.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..closing.domain_text import domain_of, names_in
from ..closing.tasks import Check
from .close_open_items import CloseOpenItems

_logger = logging.getLogger(__name__)

GROUP = None


@dataclass(frozen=True)
class Found:
    """What a check found in one company.

    :param amount: in the accounting currency of that company; 0 in the group
    :param message: why it could not be checked, for administrators
    """

    check: Check
    count: int = 0
    amount: float = 0.0
    last_id: int = 0
    last_write: str = ""
    message: str = ""

    @property
    def fingerprint(self):
        """Another one where anything changed in what the check looks at."""
        if self.check != Check.OPEN:
            return str(self.check)
        return f"{self.count}/{self.amount:.6f}/{self.last_id}/{self.last_write}"


NOTHING = Found(Check.OK)
NOT_APPLICABLE = Found(Check.NOT_APPLICABLE)


def of_count(count, amount=0.0, last_id=0, last_write=""):
    """So many are open, or none."""
    if not count:
        return NOTHING
    return Found(Check.OPEN, count, amount, last_id, last_write)


def failed(message):
    """It could not be checked."""
    return Found(Check.FAILED, message=message)


class CloseChecks:
    """The checks of one close.

    :param close: ``ar.period.close`` with ``sudo()``, after the user's membership was
        checked; its companies are all read, ticked in the company switcher or not
    """

    def __init__(self, close):
        self.close, self.env = close, close.env
        self.date_from, self.date_to = close.date_from, close.date_to
        self.roots = close._companies()
        self._known = {}

    # ------------------------------------------------------------
    # Companies, and what conditions may name
    # ------------------------------------------------------------
    @cached_property
    def root_of(self):
        """Company id -> id of the legal entity of the close that it counts to."""
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        found = companies.search([("id", "child_of", self.roots.ids)])
        return {company.id: company.root_id.id for company in found}

    def branch_ids(self, roots):
        """The legal entities with all their branches."""
        return [own for own, root in self.root_of.items() if root in set(roots.ids)]

    @cached_property
    def after(self):
        """The first moment after the period where the close is, in UTC."""
        midnight = datetime.combine(self.date_to + timedelta(days=1), time.min)
        local = midnight.replace(tzinfo=ZoneInfo(self.close.tz or "UTC"))
        return fields.Datetime.to_string(
            local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
        )

    @cached_property
    def picking_types(self):
        """Company id -> ids of the operations that pick before they ship."""
        found = {}
        warehouses = self.env["stock.warehouse"].search_fetch(
            [
                ("company_id", "in", list(self.root_of)),
                ("delivery_steps", "!=", "ship_only"),
            ],
            ["company_id", "pick_type_id"],
        )
        for warehouse in warehouses:
            found.setdefault(warehouse.company_id.id, []).append(
                warehouse.pick_type_id.id
            )
        return found

    @cached_property
    def eu_country_ids(self):
        return self.env.ref("base.europe").country_ids.ids

    def names(self, text, roots):
        """The values of the names that a condition uses."""
        values = {
            "company_ids": lambda: self.branch_ids(roots),
            "date_from": lambda: fields.Date.to_string(self.date_from),
            "date_to": lambda: fields.Date.to_string(self.date_to),
            "after": lambda: self.after,
            "eu_country_ids": lambda: self.eu_country_ids,
            "pick_type_ids": lambda: [
                key
                for company in self.branch_ids(roots)
                for key in self.picking_types.get(company, [])
            ],
        }
        return {name: values[name]() for name in names_in(text) if name in values}

    @cached_property
    def open_items(self):
        """What is open on receivables, for the checks that look at all of it."""
        return CloseOpenItems(self)

    # ------------------------------------------------------------
    # Checking
    # ------------------------------------------------------------
    def found(self, check):
        """What a check finds; an exception is its answer, and stops nothing.

        :param check: ``ar.close.check``
        :return: dict: id of a legal entity, or ``None`` for the group -> :class:`Found`
        """
        if check not in self._known:
            self._known[check] = self._found(check)
        return self._known[check]

    def _found(self, check):
        if not check._is_applicable():
            return self._all(check, NOT_APPLICABLE)
        try:
            with self.env.cr.savepoint():
                if check.method:
                    return check._method(self).found()
                return self._found_by_domain(check)
        except UserError as error:
            return self._all(check, failed(str(error)))
        except Exception as error:
            _logger.info("Check %s failed", check.key, exc_info=True)
            return self._all(check, failed(f"{type(error).__name__}: {error}"))

    def _all(self, check, found):
        if check.scope == "group":
            return {GROUP: found}
        return dict.fromkeys(self.roots.ids, found)

    def domain(self, check, roots):
        """What a check by its condition finds, in some legal entities."""
        text = check.domain
        own = Domain(domain_of(text, self.names(text, roots)))
        if not check.company_field:
            return own
        return own & Domain(check.company_field, "in", self.branch_ids(roots))

    def _found_by_domain(self, check):
        model, seen = check._model(self)
        amount = check._amount_field()
        groupby = [check.company_field] if check.company_field else []
        aggregates = ["__count", "id:max"]
        aggregates += ["write_date:max"] if model._log_access else []
        aggregates += [f"{amount}:sum"] if amount else []
        groups = model._read_group(self.domain(check, seen), groupby, aggregates)
        found = self._sums(groups, bool(groupby), bool(amount))
        if check.scope == "group":
            return {GROUP: self._together(found.values())}
        empty = self._without_subject(check)
        return {
            root.id: failed(self._author_refusal())
            if root not in seen
            else NOT_APPLICABLE
            if root.id in empty
            else found.get(root.id, NOTHING)
            for root in self.roots
        }

    def _author_refusal(self):
        return self.env._(
            "Who wrote this check is no member of the company, or no longer active: "
            "have it saved again by somebody who is."
        )

    def _sums(self, groups, is_grouped, has_amount):
        """Groups of companies, added up by legal entity."""
        parts = {}
        for row in groups:
            company = row[0] if is_grouped else None
            root = self.root_of.get(company.id) if company else None
            count, last_id, *rest = row[1:] if is_grouped else row
            amount = rest.pop() if has_amount else 0.0
            found = of_count(
                count, amount or 0.0, last_id or 0, str(rest[0]) if rest else ""
            )
            parts.setdefault(root, []).append(found)
        return {root: self._together(found) for root, found in parts.items()}

    @staticmethod
    def _together(parts):
        parts = list(parts)
        return of_count(
            sum(part.count for part in parts),
            sum(part.amount for part in parts),
            max((part.last_id for part in parts), default=0),
            max((part.last_write for part in parts), default=""),
        )

    def _without_subject(self, check):
        """The legal entities where there is nothing that could be checked."""
        if "pick_type_ids" not in names_in(check.domain):
            return set()
        have = {self.root_of[company] for company in self.picking_types}
        return set(self.roots.ids) - have


def plain(domain):
    """A condition as the web client takes it: lists and values alone."""
    return [
        leaf
        if isinstance(leaf, str)
        else (
            leaf[0],
            leaf[1],
            plain(leaf[2])
            if isinstance(leaf[2], Domain)
            else list(leaf[2])
            if isinstance(leaf[2], set | frozenset | tuple)
            or type(leaf[2]).__name__ == "OrderedSet"
            else leaf[2],
        )
        for leaf in Domain(domain)
    ]
