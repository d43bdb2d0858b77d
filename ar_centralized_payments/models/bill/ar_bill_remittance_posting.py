"""Sending, posting and undoing remittances."""

import hashlib

from odoo import models
from odoo.exceptions import AccessError, LockError, UserError

from ...books.access_groups import GROUP_SETTLE, GROUP_UNDO
from ...books.bill_plans import BillPlans
from ...books.bill_presentation import presentation_of, presentation_problems
from ...books.given_values import Day, Id, Text, checked, one
from ...books.steps import to_steps
from ...settlement.bill import excess, split
from ...settlement.bill_files import cfonb, table

MIMETYPES = {"cfonb_lcr": ("text/plain", "txt"), "csv": ("text/csv", "csv")}


class ArBillRemittance(models.Model):
    _inherit = "ar.bill.remittance"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_send(self):
        """Make the bank's file, store it, and keep the bills as they are.

        Sent again, the file is the same bytes.

        :return: ``True``
        :raises UserError: with every reason why the bank could not take it
        """
        self._check_remittance_group(GROUP_SETTLE)
        self._check_remittance_state("draft", "sent")
        remittances = self._elevated()
        remittances._refuse(
            [text for one in remittances for text in one._send_problems()]
        )
        for remittance in remittances.filtered(lambda r: r.state == "draft"):
            remittance._store_file()
            remittance.state = "sent"
        return True

    @checked
    def action_draft(self, reason: Text = None):
        """Bring sent remittances back to draft; the old file stays in the log.

        :param str reason: why; it is kept. Empty: what was typed on it
        :return: ``True``
        """
        self._check_remittance_group(GROUP_UNDO)
        self._check_remittance_state("sent")
        for remittance in self._elevated():
            why = (reason or remittance.draft_reason or "").strip()
            if not why:
                raise UserError(
                    self.env._(
                        "%(remittance)s was sent to the bank. Say why it is brought "
                        "back to draft.",
                        remittance=remittance.name,
                    )
                )
            old = remittance.attachment_id
            remittance.message_post(
                body=self.env._("Back to draft: %(reason)s", reason=why),
                attachment_ids=old.ids,
            )
            remittance.write(
                {
                    "state": "draft",
                    "attachment_id": False,
                    "file_hash": False,
                    "draft_reason": False,
                }
            )
        return True

    @checked
    def action_post(self):
        """Book what was sent: the bills are with the bank from then on.

        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        """
        self._check_remittance_group(GROUP_SETTLE)
        self._check_remittance_state("sent")
        for remittance in self._elevated():
            remittance._post()
        self.invalidate_recordset()
        return True

    @checked
    def action_undo(self, date: Day = None):
        """Undo posted remittances: of every bill, the event that remitted it.

        :param date: of the negating entries; empty: the remittance's, or the first
            date after it that is open
        :return: ``True``
        :raises UserError: if one of the bills went on, naming it
        """
        self._check_remittance_group(GROUP_UNDO)
        self._check_remittance_state("posted")
        for remittance in self._elevated():
            bills = remittance.active_line_ids.bill_id._elevated()
            bills._lock_bills()
            remittance._refuse(remittance._undo_refusals(bills))
            bills._undo_last(date)
            remittance._follow_lines()
        self.invalidate_recordset()
        return True

    @checked
    def action_remove(self, bill: Id, date: Day = None):
        """Take one bill off: of a posted remittance it is recalled from the bank.

        :param bill: id of the bill
        :param date: of the recall; empty: today
        :return: ``True``
        """
        one(self)
        self._check_remittance_group(GROUP_SETTLE)
        line = self.active_line_ids.filtered(lambda line: line.bill_id.id == bill)
        if not line:
            raise UserError(
                self.env._(
                    "This bill is not on %(remittance)s. Choose one of its bills.",
                    remittance=self.name,
                )
            )
        if self.state == "posted":
            return line.bill_id.action_recall(date)
        line.unlink()
        return True

    # ------------------------------------------------------------
    # Business: who may, and when
    # ------------------------------------------------------------
    def _check_remittance_group(self, group):
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._(
                    "You may not do this with remittances of bills: it takes the right "
                    "to invoice, and to undo settlements for what is taken back."
                )
            )
        self.check_access("write")

    def _check_remittance_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        wrong = self.sudo().filtered(lambda one: one.state not in states)
        self._refuse(
            [
                self.env._(
                    "%(remittance)s is %(state)s; it would have to be %(wanted)s.",
                    remittance=one.name,
                    state=labels[one.state],
                    wanted=", ".join(labels[state] for state in states),
                )
                for one in wrong
            ]
        )

    def _elevated(self):
        """These remittances with ``sudo()``, in their companies; see the bills'.

        The caller has checked the right, and the access to each, before.
        """
        remittances = self.sudo()
        companies = remittances.company_id | remittances.company_id.root_id
        return remittances.with_context(
            allowed_company_ids=companies.ids or self.env.companies.ids
        )

    def _refuse(self, problems):
        problems = list(dict.fromkeys(problems))
        if problems:
            raise UserError("\n".join(problems))

    # ------------------------------------------------------------
    # Business: sending
    # ------------------------------------------------------------
    def _send_problems(self):
        if not self.active_line_ids:
            yield self.env._(
                "%(remittance)s has no bills. Put bills on it first.",
                remittance=self.name,
            )
        yield from self._limit_refusals()
        yield from presentation_problems(self)

    def _limit_refusals(self):
        if self.journal_id.ar_bill_limit_check == "refuse":
            yield from self._limit_problems()

    def _limit_problems(self):
        """By how much the bank's limit would be exceeded; empty if it would not."""
        journal = self.journal_id.sudo()
        limit = journal.ar_bill_facility_limit
        checks = journal.ar_bill_limit_check != "off" and self.type == "discount"
        if not (limit and checks and self.is_with_recourse):
            return
        currency = journal.ar_bill_facility_currency_id or self.company_id.currency_id
        used = self._facility_used(journal, currency)
        added = self._in_currency(self.line_ids.bill_id.sudo(), "amount", currency)
        over = excess(
            to_steps(used, currency),
            to_steps(added, currency),
            to_steps(limit, currency),
        )
        if over:
            yield self.env._(
                "%(journal)s: discounted bills would exceed the limit of %(limit)s by "
                "%(excess)s; %(used)s of it is used.",
                journal=journal.display_name,
                limit=currency.format(limit),
                excess=currency.format(over * currency.rounding),
                used=currency.format(used),
            )

    def _facility_used(self, journal, currency):
        """What discounted bills use of a bank's limit, in the limit's currency.

        ``sudo()``: the sum alone is told, of the company's own bills.
        """
        bills = self.env["ar.bill"].sudo().search(
            [("bank_journal_id", "=", journal.id), ("amount_facility", "!=", 0)]
        )  # fmt: skip
        return self._in_currency(bills, "amount_facility", currency)

    def _in_currency(self, bills, name, currency):
        total = 0.0
        for own, some in bills.grouped("currency_id").items():
            amount = sum(some.mapped(name))
            total += own._convert(amount, currency, self.company_id, self.date)
        return total

    def _store_file(self):
        """Make the file, once."""
        content = self._file_content()
        kind, ending = MIMETYPES[self.format]
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{self.name.replace('/', '-')}.{ending}",
                "raw": content,
                "mimetype": kind,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.file_hash = hashlib.sha256(content).hexdigest()

    def _file_content(self):
        presented = presentation_of(self)
        return cfonb(presented) if self.format == "cfonb_lcr" else table(presented)

    # ------------------------------------------------------------
    # Business: posting
    # ------------------------------------------------------------
    def _post(self):
        bills = self.active_line_ids.bill_id._elevated()
        bills._lock_bills(self.env["ar.settlement"])
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now posting %(remittance)s. Try again in a "
                    "moment.",
                    remittance=self.name,
                )
            ) from error
        self.invalidate_recordset()
        self._check_remittance_state("sent")
        steps, problems = self._planned()
        self._refuse(problems)
        self.write({"state": "posted", "is_shown": self._shows_liability()})
        events = bills._book(steps)
        bills._log_events(events)

    def _planned(self):
        """The steps of posting, and what stands against it."""
        bills = self.active_line_ids.bill_id._elevated()
        plans = BillPlans(bills, self.date)
        steps = plans.remit(self)
        return steps, [*plans.problems, *self._limit_refusals()]

    @checked
    def preview(self):
        """Return the journal items that posting books, as ``ar.bill.preview`` does.

        :raises UserError: with every reason why it could not be posted
        """
        self.check_access("read")
        rows = []
        for remittance in self._elevated():
            steps, problems = remittance._planned()
            remittance._refuse(problems)
            rows += remittance.active_line_ids.bill_id._elevated()._rows_of_steps(steps)
        return rows

    def _shows_liability(self):
        """Whether discounted bills stay in the books, with the liability."""
        root = self.company_id.root_id
        return self.is_with_recourse and root.ar_bill_show_liability

    def _undo_refusals(self, bills):
        for bill in bills:
            last = bill._live_events()[-1:]
            if last.kind != "remit" or last.remittance_id != self:
                yield self.env._(
                    "%(remittance)s cannot be undone: %(bill)s went on. Undo its later "
                    "events first.",
                    remittance=self.name,
                    bill=bill.name,
                )

    def _follow_lines(self):
        """A posted remittance without any bill is cancelled."""
        for remittance in self:
            if remittance.state == "posted" and not remittance.line_ids.filtered(
                "is_active"
            ):
                remittance.state = "cancelled"

    def _split_charges(self, interest, fee):
        lines = self.active_line_ids.sorted("id")
        currency = self.currency_id
        faces = [to_steps(line.amount, currency) for line in lines]
        step = currency.rounding
        for name, total in (("interest", interest), ("fee", fee)):
            parts = split(to_steps(total, currency), faces)
            for line, part in zip(lines, parts, strict=True):
                line[name] = currency.round(part * step)
