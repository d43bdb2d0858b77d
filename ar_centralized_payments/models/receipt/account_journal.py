from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...books.given_values import checked, one


class AccountJournal(models.Model):
    _name = "account.journal"
    _inherit = ["account.journal", "ar.bounded.own.values", "ar.guarded.fields"]

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_receipts = fields.Selection(
        selection=[
            ("off", "Off"),
            ("propose", "Propose"),
            ("post", "Post What Is Sure"),
        ],
        string="Bank Receipts",
        default="off",
        required=True,
        help="Propose: lines of bank statements are matched with customers' documents "
        "over all companies, and wait under Bank Receipts. Post what is sure: these "
        "are posted by themselves, up to the maximum, with the rights of who chose it.",
    )
    ar_receipts_maximum = fields.Monetary(
        string="Posts by Itself Up to",
        currency_field="ar_receipts_currency_id",
        help="Receipts above this amount, in the bank's currency, wait for somebody. "
        "0: none is posted by itself.",
    )
    ar_receipts_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Bank",
        compute="_compute_ar_receipts_currency_id",
        help="The currency of the bank account.",
    )
    ar_receipts_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Posts by Itself for",
        readonly=True,
        copy=False,
        help="Who chose that what is sure is posted by itself: with whose rights, in "
        "whose companies it is.",
    )

    # ------------------------------------------------------------
    # Compute and constrains
    # ------------------------------------------------------------
    @api.depends("currency_id", "company_id")
    def _compute_ar_receipts_currency_id(self):
        for journal in self:
            currency = journal.currency_id or journal.company_id.currency_id
            journal.ar_receipts_currency_id = currency

    @api.constrains("ar_receipts", "ar_receipts_maximum", "suspense_account_id", "type")
    def _check_ar_receipts(self):
        problems = []
        for journal in self.filtered(lambda j: j.ar_receipts != "off"):
            if journal.type != "bank":
                problems.append(
                    self.env._(
                        "%(journal)s is not a bank: no receipts come there.",
                        journal=journal.name,
                    )
                )
            elif problem := journal._ar_suspense_problem():
                problems.append(problem)
            if journal.ar_receipts_maximum < 0:
                problems.append(
                    self.env._(
                        "%(journal)s: the maximum is less than 0.", journal=journal.name
                    )
                )
        if problems:
            raise ValidationError("\n".join(problems))

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Banks are made with receipts off: choosing them opens the suspense account,
        which Odoo gives the journal first."""
        journals = super().create(
            [
                self._ar_prepare_receipts_vals({**v, "ar_receipts": "off"})
                for v in vals_list
            ]
        )
        for journal, vals in zip(journals, vals_list, strict=True):
            if vals.get("ar_receipts", "off") != "off":
                journal.ar_receipts = vals["ar_receipts"]
        return journals

    def write(self, vals):
        if vals.get("ar_receipts", "off") != "off":
            self._ar_open_suspense()
        return super().write(self._ar_prepare_receipts_vals(vals))

    @api.model
    def _ar_prepare_receipts_vals(self, vals):
        """Who chooses that receipts are posted by themselves answers for it."""
        vals = {name: vals[name] for name in vals if name != "ar_receipts_user_id"}
        if "ar_receipts" in vals or "ar_receipts_maximum" in vals:
            vals["ar_receipts_user_id"] = self.env.uid
        return vals

    def _ar_open_suspense(self):
        """Let the suspense account be reconciled: payments meet the bank there.

        The charts make it without; an account that users shut for it stays theirs to
        open where it is no account of banks alone.
        """
        accounts = self.suspense_account_id.filtered(
            lambda account: (
                not account.reconcile
                and account.account_type in ("asset_current", "liability_current")
            )
        )
        accounts.reconcile = True

    def _ar_suspense_problem(self):
        """Why receipts of this bank cannot be booked; empty where they can."""
        account = self.suspense_account_id
        words = {"journal": self.name, "account": account.display_name}
        if not account:
            return self.env._(
                "%(journal)s has no suspense account. Choose one there.", **words
            )
        if not account.reconcile:
            return self.env._(
                "%(account)s, the suspense account of %(journal)s, does not allow "
                "reconciliation. Allow it there.",
                **words,
            )
        if account.account_type not in ("asset_current", "liability_current"):
            return self.env._(
                "%(account)s, the suspense account of %(journal)s, is neither a "
                "current asset nor a current liability. Choose another there.",
                **words,
            )
        return ""

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_ar_receipts(self):
        """Open the bank receipts of this bank, with what it brought since."""
        one(self)
        self.check_access("read")
        action = self.env["ar.bank.receipt"].action_open_all()
        return {**action, "domain": [("journal_id", "=", self.id)]}

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _ar_receipt_journals(self):
        """The banks of the ticked companies whose receipts are proposed."""
        return self.search(
            Domain("ar_receipts", "!=", "off")
            & Domain("type", "=", "bank")
            & Domain("company_id", "in", self.env.companies.ids)
        )

    def _ar_propose_new(self):
        """Propose what lines mean that came since, and those that still wait."""
        return self._ar_waiting_lines()._ar_propose()

    def _ar_propose_shown(self):
        """The same, as far as a page can wait for it: of many lines those that came
        since, and of many such lines none before the background has found them."""
        work = self.env["ar.receipt.work"]
        lines = self._ar_waiting_lines()
        if work._is_long(len(lines)):
            lines = lines.filtered(lambda line: line.ar_receipt_ids.state != "proposed")
        if not work._is_long(len(lines)):
            lines._ar_propose()
            return
        for journal, some in lines.grouped("journal_id").items():
            work._queue_receipts("lines", journal, some)

    def _ar_waiting_lines(self):
        """The lines of which nothing is decided, but those of files that are not all
        there yet."""
        unfinished = self.env["ar.receipt.work"]._unfinished(self)
        return self.env["account.bank.statement.line"].search(
            Domain("journal_id", "in", self.ids)
            & Domain("id", "not in", unfinished)
            & Domain("is_reconciled", "=", False)
            & Domain("amount", "!=", 0)
            & ~Domain(
                "ar_receipt_ids", "any", [("state", "not in", ("proposed", "undone"))]
            )
        )

    def _ar_receipts_of_today(self):
        """The payment journal that takes what comes from this bank today; made when it
        is first needed."""
        journals = self.env["ar.payment.journal"]
        today = fields.Date.context_today(self)
        found = journals.search(
            [
                ("journal_id", "=", self.id),
                ("offset_account_id", "=", self.suspense_account_id.id),
                ("is_from_bank", "=", True),
                ("date", "=", today),
                ("state", "in", ("draft", "partial")),
            ],
            order="id desc",
            limit=1,
        )
        if found:
            return found
        made = journals.with_company(self.company_id).create(
            {
                "company_id": self.company_id.id,
                "description": self.env._("From %(bank)s", bank=self.name),
                "date": today,
                "journal_id": self.id,
                "offset_type": "ledger",
                "offset_account_id": self.suspense_account_id.id,
                "means_of_payment": "transfer",
            }
        )
        # sudo(): only the engine says that a payment journal is the bank's.
        made.sudo().is_from_bank = True
        return made

    # ------------------------------------------------------------
    # By itself
    # ------------------------------------------------------------
    @api.model
    def _cron_post_receipts(self):
        """Post what is sure, of banks where somebody chose so: each for that user,
        whose rights and companies are asked at every run."""
        banks = self.search([("ar_receipts", "=", "post"), ("type", "=", "bank")])
        for place, bank in enumerate(banks, start=1):
            user = bank.ar_receipts_user_id
            if user.active:
                bank._ar_post_sure(user)
            self.env["ir.cron"]._commit_progress(1, remaining=len(banks) - place)

    def _ar_post_sure(self, user):
        """Accept and post what is sure and within the maximum, as a user."""
        companies = user.company_ids
        if self.company_id not in companies or not user.has_group(
            "account.group_account_invoice"
        ):
            return
        bank = self.with_user(user).with_context(allowed_company_ids=companies.ids)
        bank = bank.with_company(self.company_id)
        receipts = bank._ar_propose_new().filtered(
            lambda r: (
                r.confidence == "sure"
                and r.state == "proposed"
                and not r.payment_id
                and 0 < r.amount <= bank.ar_receipts_maximum
                and r.currency_id == bank.ar_receipts_currency_id
            )
        )
        if not receipts:
            return
        for receipt in receipts:
            # What stands against one receipt keeps it for somebody to decide.
            with suppress(UserError), self.env.cr.savepoint():
                receipt._accept()
        accepted = receipts.filtered(lambda r: r.state == "accepted")
        accepted.payment_id._ar_post_lines()
