"""Who may settle and undo, when, and in which order what is needed is locked."""

from odoo import models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Domain

from ...books.access_groups import GROUP_UNDO
from ...books.journal_turns import take_turns
from ...books.settlement_book import SettlementBook


class ArSettlementGuard(models.Model):
    _inherit = "ar.settlement"

    # ------------------------------------------------------------
    # Business: who may, and when
    # ------------------------------------------------------------
    def _check_group(self, group):
        if self.env.su or self.env.user.has_group(group):
            return
        if group == GROUP_UNDO:
            raise AccessError(
                self.env._(
                    "This would undo a settlement in all of its companies, which you "
                    "may not. Ask somebody with the right to undo settlements."
                )
            )
        raise AccessError(
            self.env._("You may not post settlements. It takes the right to invoice.")
        )

    def _check_members(self):
        """Refuse unless the user may read the settlements and is a member of each
        company involved. Nothing is said of what is in them."""
        if self.env.su:
            return
        companies = self.sudo().with_context(active_test=False).company_ids
        if companies - self.env["res.company"]._ar_member_companies():
            raise AccessError(
                self.env._(
                    "This settlement has transactions of companies that you are not a "
                    "member of."
                )
            )
        self.check_access("read")

    def _check_state(self, state):
        states = dict(self._fields["state"]._description_selection(self.env))
        wrong = self.sudo().filtered(lambda s: s.state != state)
        if wrong:
            wrong.with_env(self.env)._check_members()
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(settlement)s is %(state)s; it would have to be %(wanted)s.",
                        settlement=settlement.name,
                        state=states[settlement.state],
                        wanted=states[state],
                    )
                    for settlement in wrong
                )
            )

    def _elevated(self):
        """These settlements with ``sudo()``, in all companies of theirs.

        The one place where the engine takes the superuser's rights: it reads and
        writes the books of every company involved, which the user may not have ticked
        in the company switcher. The caller has checked, before, that the user is a
        member of all of them; record rules let nobody else see a settlement.
        """
        companies = self.sudo().line_ids.company_id
        companies |= companies.root_id
        context = {"allowed_company_ids": companies.ids or self.env.companies.ids}
        return self.sudo().with_context(**context)

    # ------------------------------------------------------------
    # Business: what is refused
    # ------------------------------------------------------------
    def _refuse(self, booked):
        """Raise one error with every reason against any of the plans."""
        refused = [result for result in booked.values() if result.refusals]
        if not refused:
            return
        if len(booked) == 1:
            raise UserError("\n".join(refused[0].refusals))
        raise UserError(
            "\n".join(
                self.env._(
                    "%(settlement)s: %(reason)s",
                    settlement=result.settlement.name,
                    reason=reason,
                )
                for result in refused
                for reason in result.refusals
            )
        )

    def _refuse_if_changed(self, booked, fingerprint):
        """Refuse to book something else than the preview that the user saw."""
        for settlement, result in booked.items():
            if fingerprint and result.fingerprint != fingerprint:
                raise UserError(
                    self.env._(
                        "%(settlement)s: what would be booked has changed since the "
                        "preview was shown. Nothing was booked; look at the new "
                        "preview, and post again.",
                        settlement=settlement.name,
                    )
                )

    def _refuse_locked_payments(self):
        """Refuse before draft payments are posted: Odoo moves a date that is locked."""
        book = SettlementBook(self)
        reasons = [reason for s in self for reason in book.locked_payments(s)]
        if reasons:
            raise UserError("\n".join(dict.fromkeys(reasons)))

    # ------------------------------------------------------------
    # Business: locks
    # ------------------------------------------------------------
    def _lock(self):
        """Wait for the journals in one order, then take the marked items.

        In that order, and before anything is read, two settlements cannot deadlock,
        and what one has settled the other sees (design, *How it sits on Odoo 19*).
        """
        self._lock_journals(self.env["account.journal"])
        records = [self, self.line_ids.move_line_id]
        try:
            for some in records:
                some.lock_for_update(allow_referencing=some is self)
        except LockError as error:
            raise LockError(self._taken_text()) from error
        self.line_ids.move_line_id.invalidate_recordset(
            ["amount_residual", "amount_residual_currency", "reconciled"]
        )

    def _lock_journals(self, journals):
        """Take turns at these journals and the Intercompany journals, waiting.

        Where that took a while, the companies may be others by now.
        """
        own = "ar_intercompany_journal_id"
        while take_turns(
            self.env,
            journals | self._other_journals() | self.company_ids.root_id[own],
        ):
            pass

    def _other_journals(self):
        """Journals at which settlements take turns besides the Intercompany ones."""
        return self.env["account.journal"]

    def _worker_journals(self, journals):
        """The journals that a worker holds which posts or undoes these settlements.

        To itself it has those that are secured by hash, where an entry needs the one
        before it, and those where Odoo books tax that is due on payment.

        :param journals: those of the payments
        :return: those that it has to itself, and those that it shares with other
            workers, as it numbers its entries there last
        """
        companies = self.company_ids.root_id
        own = journals | self._other_journals()
        own |= self._taxed_on_payment().tax_cash_basis_journal_id
        others = companies.ar_intercompany_journal_id - own
        secured = others.filtered("restrict_mode_hash_table")
        return own | secured, others - secured

    def _taxed_on_payment(self):
        """The legal entities with marked documents whose tax is due on payment."""
        companies = self.company_ids.root_id.filtered("tax_exigibility")
        if not companies:
            return companies
        taxes = Domain("tax_line_id.tax_exigibility", "=", "on_payment")
        taxes |= Domain("tax_ids.tax_exigibility", "=", "on_payment")
        documents = self.line_ids.move_line_id.move_id
        lines = self.env["account.move.line"].search(
            taxes & Domain("move_id", "in", documents.ids)
        )
        return lines.company_id.root_id & companies

    def _taken_text(self):
        """What somebody else is settling: of the user's own marks, ten at most."""
        items = self.line_ids.move_line_id
        taken = items - items.try_lock_for_update()
        lines = self.line_ids.filtered(lambda line: line.move_line_id in taken)
        lines = (lines or self.line_ids).sorted()
        texts = [line._document_text() for line in lines]
        return self.env._(
            "Somebody else is just now settling %(documents)s. Nothing was booked for "
            "%(settlements)s; try again in a moment.",
            documents="; ".join([*texts[:10], *(["…"] if texts[10:] else [])]),
            settlements=", ".join(self.mapped("name")),
        )
