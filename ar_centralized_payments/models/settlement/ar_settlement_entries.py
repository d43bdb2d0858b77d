"""What posting and undoing do alike: entries and matches, exactly as they are given."""

from markupsafe import Markup

from odoo import models
from odoo.fields import Command

from ...books.batches import MATCHING, SETTLED, UNSYNCED, batch
from ...books.quick_rows import QUICK
from ...books.whole_items import WHOLE

#: Entries are made by the engine: nobody follows them for it, nothing is tracked.
QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
}
#: The engine's entries are whole: Odoo is not to add tax or balancing lines to them,
#: nor what the caller's screen asks of an entry typed there.
AS_GIVEN = {
    **UNSYNCED,
    "account_default_taxes": False,
    "validate_analytic": False,
    WHOLE: True,
    QUICK: True,
}
#: Entries that Odoo makes of the engine's: the invoice's own tracking goes on. What it
#: would add to documents that were changed is not looked for: none of them was.
UNNOTED = {
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "skip_invoice_sync": True,
}


class ArSettlementEntries(models.Model):
    _inherit = "ar.settlement"

    # ------------------------------------------------------------
    # Business: entries and matches
    # ------------------------------------------------------------
    def _reconcile_exactly(self, values, dates=()):
        """Create matches as given, with all that Odoo does after a reconciliation:
        cash-basis entries, full reconciliations, the hook of paid invoices.

        :param dates: of each match, where it is not the later one of its two items:
            tax that is due on payment becomes due on it
        """
        partials = self.env["account.partial.reconcile"]
        ids = {v[name] for v in values for name in ("debit_move_id", "credit_move_id")}
        lines = self.env["account.move.line"].browse(sorted(ids))
        batch(lines.move_id)
        before = lines._reconcile_pre_hook()
        partials = partials.with_context(**{MATCHING: True, QUICK: True}).create(values)
        lines.with_context(**{MATCHING: True}).mapped("reconciled")
        partials = partials.with_env(self.env)
        for partial, date in zip(partials, dates, strict=False):
            # Odoo computes it while a match is created: it cannot be given before.
            if partial.max_date != date:
                partial.max_date = date
        taxed = partials.filtered(lambda partial: partial.company_id.tax_exigibility)
        if taxed:
            taxed.with_context(**UNNOTED)._create_tax_cash_basis_moves()
            taxed._set_draft_caba_move_vals()
        self.env["account.full.reconcile"].with_context(**{SETTLED: True}).create(
            [
                {
                    "partial_reconcile_ids": [
                        Command.link(partial.id)
                        for partial in group.matched_debit_ids
                        | group.matched_credit_ids
                    ],
                    "reconciled_line_ids": [Command.link(line.id) for line in group],
                }
                for group in lines._reconciled_by_number().values()
                if all(line.reconciled for line in group)
            ]
        )
        lines._reconcile_post_hook(before)
        return partials

    # ------------------------------------------------------------
    # Business: the documents
    # ------------------------------------------------------------
    def _refresh_payments(self):
        """Let the documents find out whether they wait for the bank, and the payments
        whether they are paid, also by documents of other companies."""
        self.leg_ids._refresh_documents()
        payments = self.line_ids.move_line_id.move_id.origin_payment_id
        targets = self.leg_ids.target_move_line_id
        legs = self.env["ar.settlement.leg"].search(
            [("target_move_line_id", "in", targets.ids)]
        )
        payments |= legs.source_move_line_id.move_id.origin_payment_id
        self.env.add_to_compute(payments._fields["state"], payments)

    def _log(self, text, companies):
        """Write one note on each settlement, in one batch."""
        self._message_log_batch(
            bodies={
                settlement.id: Markup("%s")
                % (
                    text
                    % {"companies": ", ".join(companies(settlement).mapped("name"))}
                )
                for settlement in self
            }
        )
