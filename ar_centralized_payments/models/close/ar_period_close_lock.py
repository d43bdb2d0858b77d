from odoo import api, fields, models

from ...books.close_snapshot import counts_of, snapshots_of
from ...closing.locks import LOCKS


class ArPeriodCloseLock(models.Model):
    """One locking of one company: the locks before and after, and what the books said.

    The record that *changed since the lock* compares with, and that reopening goes by
    (period close 10). Members of the company see it.
    """

    _name = "ar.period.close.lock"
    _inherit = ["ar.guarded.values"]
    _description = "Lock of a Period Close"
    _order = "locked_at desc, company_id, id desc"
    _rec_names_search = ("company_id", "close_id")

    _engine_fields = frozenset(
        {
            *("close_id", "company_id", "level", "locked_at", "locked_by_id"),
            *("override_reason", "old_locks", "new_locks", "is_reopened", "date_to"),
            *("entry_count", "entry_sum", "all_count", "all_sum", "balances"),
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    close_id = fields.Many2one(
        comodel_name="ar.period.close",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        help="Of which close.",
    )
    date_to = fields.Date(
        string="Period", related="close_id.date_to", help="The last day of the period."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        readonly=True,
        help="Which company was locked.",
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", help="The company's accounting currency."
    )
    level = fields.Selection(
        selection=[
            ("sales", "Sales"),
            ("period", "Period"),
            ("tax", "Tax Return"),
            ("final", "Final"),
        ],
        readonly=True,
        help="Which locks were set.",
    )
    locked_at = fields.Datetime(string="Locked", readonly=True, help="When.")
    locked_by_id = fields.Many2one(
        comodel_name="res.users", string="Locked by", readonly=True, help="By whom."
    )
    override_reason = fields.Char(
        string="Overridden because",
        readonly=True,
        help="Why it was locked although something was open.",
    )
    old_locks = fields.Json(
        string="Locks before", readonly=True, help="Each lock, and its date."
    )
    new_locks = fields.Json(
        string="Locks after", readonly=True, help="Each lock, and its date."
    )
    is_reopened = fields.Boolean(
        string="Reopened", readonly=True, help="Whether the period was reopened since."
    )
    entry_count = fields.Integer(
        string="Entries",
        readonly=True,
        help="How many posted entries the period had.",
    )
    entry_sum = fields.Monetary(
        string="Sum of Debits", readonly=True, help="What these entries came to."
    )
    all_count = fields.Integer(
        string="Entries until then",
        readonly=True,
        help="How many posted entries there were up to the end of the period.",
    )
    all_sum = fields.Monetary(
        string="Debits until then",
        readonly=True,
        help="What all these entries came to.",
    )
    balances = fields.Json(
        readonly=True,
        help="Receivable, adjustment, due-to and due-from accounts on that day, by "
        "currency.",
    )
    locks_text = fields.Char(
        string="Locks",
        compute="_compute_locks_text",
        help="The locks that were set, with their dates before and after.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("company_id", "close_id")
    def _compute_display_name(self):
        """``sudo()``: the company may not be ticked in the company switcher."""
        for lock, known in zip(self, self.sudo(), strict=True):
            lock.display_name = f"{known.close_id.name} · {known.company_id.name}"

    @api.depends("old_locks", "new_locks")
    def _compute_locks_text(self):
        """``sudo()``: the labels of fields of companies."""
        labels = self.env["res.company"].sudo()._fields
        for lock in self:
            old, new = lock.old_locks or {}, lock.new_locks or {}
            lock.locks_text = ", ".join(
                f"{labels[name]._description_string(self.env)}: "
                f"{old.get(name) or '-'} → {new.get(name) or '-'}"
                for name in LOCKS
                if old.get(name) != new.get(name)
            )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _standing(self, close, roots):
        """The last lock of each company that was not reopened."""
        locks = self.search(
            [
                ("close_id", "=", close.id),
                ("company_id", "in", roots.ids),
                ("is_reopened", "=", False),
            ],
            order="id",
        )
        return self.union(*{lock.company_id: lock for lock in locks}.values())

    @api.model
    def _levels(self, close):
        """The levels of a close that were not reopened."""
        domain = [("close_id", "=", close.id), ("is_reopened", "=", False)]
        return set(self.search(domain).mapped("level"))

    def _changes(self):
        """What the books have more, or less, than the snapshot of each lock.

        :return: lock -> difference of the debits, in the company's currency; where that
            is 0 but entries were taken away, their number
        """
        changes = {}
        for close, locks in self.grouped("close_id").items():
            now = counts_of(self.env, close, locks.company_id)
            for lock in locks:
                count, total = now[lock.company_id.id]
                currency = lock.company_id.currency_id
                changes[lock] = currency.round(total - lock.all_sum) or (
                    count - lock.all_count
                )
        return changes

    @api.model
    def _take(self, close, level, old, new, reason):
        """Keep a snapshot of each company.

        :param old: company -> locks before
        :param new: company -> locks after
        """
        companies = self.env["res.company"].union(*new)
        # The database's clock, as of the entries that are compared with it.
        now = self.env.cr.now()
        taken = snapshots_of(self.env, close, companies)
        return self.create(
            [
                {
                    "close_id": close.id,
                    "company_id": company.id,
                    "level": level,
                    "locked_at": now,
                    "locked_by_id": self.env.uid,
                    "override_reason": reason or False,
                    "old_locks": _as_text(old[company]),
                    "new_locks": _as_text(new[company]),
                    **taken[company.id],
                }
                for company in companies
            ]
        )


def _as_text(locks):
    return {
        name: value and fields.Date.to_string(value) for name, value in locks.items()
    }
