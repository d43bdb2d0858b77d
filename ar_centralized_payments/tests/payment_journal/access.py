"""Payment journals, deposit slips and proposals for the tables of who may do what."""

from odoo import Command

from ..walks import OTHERS

RECORDS = """
    ar.payment.journal.undo
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.payment.journal
      create  no      yes      yes    yes         no
      read    yes     yes      yes    yes         no
      write   no      yes      yes    yes         no
      delete  no      yes      yes    yes         no
    ar.deposit.slip
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.deposit.slip.cancel
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.payment.proposal
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.payment.proposal.company
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.payment.proposal.line
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.payment.proposal.item
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
"""
METHODS = """
    ar.payment.journal
      action_open_lines           yes     yes      yes    yes         no
      action_open_moves           yes     yes      yes    yes         no
      action_open_refused         yes     yes      yes    yes         no
      action_open_settlements     yes     yes      yes    yes         no
      action_post                 no      yes      yes    yes         no
      action_undo                 no      no       no     yes         no
      action_undo_wizard          yes     yes      yes    yes         no
      action_validate             yes     yes      yes    yes         no
      posting_progress            yes     yes      yes    yes         no
      problems                    yes     yes      yes    yes         no
      action_make_debit_file      no      no       yes    yes         no
      action_open_debit_files     yes     no       yes    yes         no
      action_generate_deposit_slip  no    no       yes    yes         no
      action_open_deposit_slips   yes     no       yes    yes         no
      action_enter_payments       no      yes      yes    yes         no
      entry_choose                no      no       yes    yes         no
      entry_customers             no      yes      yes    yes         no
      entry_journals              no      yes      yes    yes         no
      entry_mark_by_priority      no      no       yes    yes         no
      entry_open                  no      yes      yes    yes         no
      entry_paste                 no      no       yes    yes         no
      entry_save                  no      no       yes    yes         no
      entry_totals                no      no       yes    yes         no
      action_payment_proposal     no      yes      yes    yes         no
      action_from_bank            no      yes      yes    yes         no
      action_import               no      yes      yes    yes         no
    ar.deposit.slip
      action_cancel_payment       no      no       no     yes         no
    ar.deposit.slip.cancel
      action_cancel_payment       no      no       no     yes         no
    ar.payment.proposal
      action_choose_all           no      no       yes    no          no
      action_choose_none          no      no       yes    no          no
      action_create_lines         no      no       yes    no          no
      action_propose              no      no       yes    no          no
    ar.payment.journal.undo
      action_undo                 no      no       no     yes         no
"""


class PaymentJournalSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def sample_of_payment_journals(self):
        """A payment journal without lines."""
        values = {"journal_id": self.journal.journal_id.id}
        return self.open_journal, values, {"description": "Monday"}

    def check(self, **values):
        """A check that East is to take to the bank."""
        return self.payment(
            "E", 303.17, use_deposit_slip=True, payment_reference="R", **values
        )

    def slip(self):
        """A deposit slip of East with one payment."""
        paid = self.check()
        paid.action_generate_deposit_slip()
        return paid.deposit_slip_id

    def sample_of_slips(self):
        slip = self.slip()
        names = ("company_id", "journal_id", "currency_id")
        values = {name: slip[name].id for name in names}
        return slip, {**values, "name": "DS"}, {"date": "2026-04-12"}

    def samples_of_proposal(self):
        proposal = self.proposal()
        line = proposal.line_ids[:1]
        own = {"proposal_id": proposal.id}
        return {
            "ar.payment.proposal": (
                proposal,
                {"payment_journal_id": self.open_journal.id},
                {"include_credit_notes": False},
            ),
            "ar.payment.proposal.company": (
                proposal.company_ids[:1],
                {**own, "company_id": self.companies["E"].id},
                {"is_chosen": False},
            ),
            "ar.payment.proposal.line": (
                line,
                {
                    **own,
                    "partner_id": self.northwind["F"].id,
                    "currency_id": self.usd.id,
                },
                {"is_chosen": False},
            ),
            "ar.payment.proposal.item": (
                line.item_ids[:1],
                {
                    "line_id": line.id,
                    "move_line_id": self.receivable(self.own_bill).id,
                },
                {"is_chosen": False},
            ),
        }

    def proposal(self):
        """What the clerk would collect for Fabrikam: an invoice of East."""
        customer = self.env["res.partner"].create({"name": "Hidden Debtor"})
        self.invoice("E", 40, partner=customer)
        wizards = self.env["ar.payment.proposal"].with_user(self.clerk)
        wizard = wizards.create(
            {
                "payment_journal_id": self.open_journal.id,
                "due_to": False,
                "partner_ids": [Command.set(customer.ids)],
            }
        )
        wizard.action_propose()
        return wizard

    def calls_on_slips(self):
        slip = self.slip()
        wizard = self.samples_of_wizards()["ar.deposit.slip.cancel"][0]
        company = self.companies["E"]
        journal = self.env["ar.payment.journal"].with_company(company).create({})
        self.check(ar_payment_journal_id=journal.id)
        return {
            "ar.deposit.slip": {
                "action_cancel_payment": (slip, [slip.payment_ids.id]),
            },
            "ar.deposit.slip.cancel": {"action_cancel_payment": (wizard, [])},
            "ar.debit.file": {"action_refused": (self.debit_file(), [])},
            "ar.payment.journal": self.calls_on_payment_journals(journal),
        }

    def calls_on_payment_journals(self, to_deposit):
        """A payment journal with a line that is posted and one that is not, one with
        checks ``to_deposit``, and one without lines."""
        names = (
            "action_open_lines",
            "action_open_moves",
            "action_open_refused",
            "action_open_settlements",
            "action_post",
            "action_undo",
            "action_undo_wizard",
            "action_validate",
            "posting_progress",
            "problems",
        )
        return {
            **{name: (self.journal, []) for name in names},
            **self.calls_of_payment_entry(),
            "action_generate_deposit_slip": (to_deposit, []),
            "action_open_deposit_slips": (to_deposit, []),
            "action_make_debit_file": (self.debits(), []),
            "action_open_debit_files": (to_deposit, []),
            "action_from_bank": (self.open_journal, []),
            "action_import": (self.open_journal, []),
            "action_payment_proposal": (self.open_journal, []),
        }

    def calls_on_entries(self):
        number = ["/", "A reason"]
        return {
            "account.move": {
                "action_correct_eu_vat": (self.open_bill, number),
                "action_explain": (self.bill, []),
                "action_open_business_doc": (self.bill, []),
                "action_open_settlements": (self.bill, []),
                "action_settle_transactions": (self.open_bill, []),
                "button_cancel": (self.own_bill, []),
                "button_draft": (self.own_bill, []),
                "js_assign_outstanding_line": (
                    self.open_bill,
                    self.receivable(self.payment("E", 4)).ids,
                ),
            },
            "account.move.line": {
                "action_explain": (self.receivable(self.bill), []),
                "reconcile": (self.receivable(self.open_bill), []),
            },
        }

    def calls_on_proposal(self):
        wizard = self.proposal()
        names = ("choose_all", "choose_none", "create_lines", "propose")
        return {
            "ar.payment.proposal": {f"action_{name}": (wizard, []) for name in names},
        }

    def calls_of_payment_entry(self):
        """The page that enters payments, in a payment journal of Fabrikam, with an
        invoice of East marked."""
        journals = self.env["ar.payment.journal"].with_user(self.clerk)
        company, item = self.companies["F"], self.item["move_line_id"]
        bank = self.data["F"]["default_journal_bank"]
        journal = journals.with_company(company).create({"journal_id": bank.id})
        values = {
            "partner_id": self.northwind["F"].id,
            "amount": 5000.0,
            "date": "2026-04-12",
            "journal_id": bank.id,
        }
        marks = {str(item): {}}
        return {
            "action_enter_payments": (journal, []),
            "entry_choose": (journal, [item]),
            "entry_customers": (journal, ["Hidden"]),
            "entry_journals": (None, []),
            "entry_mark_by_priority": (journal, [values, marks]),
            "entry_open": (journal, []),
            "entry_paste": (journal, [self.open_bill.name, values, marks]),
            "entry_save": (journal, [values, marks, "leave_open"]),
            "entry_totals": (journal, [values, marks]),
        }

    def base_values_of_proposal(self):
        values = {"payment_journal_id": self.own_journal().id}
        new = self.env["ar.payment.proposal"].with_user(self.user)
        return {
            "ar.payment.proposal": lambda: values,
            "ar.payment.proposal.company": lambda: {
                "proposal_id": new.create(values).id,
                "company_id": self.companies["F"].id,
            },
            "ar.payment.proposal.line": lambda: {
                "proposal_id": new.create(values).id,
                "partner_id": self.northwind["F"].id,
                "currency_id": self.usd.id,
            },
            "ar.payment.proposal.item": lambda: {
                "line_id": self.own("ar.payment.proposal.line").id,
                "move_line_id": self.receivable(self.own_bill).id,
            },
        }

    def entered_of_others(self, item, partner, own):
        """Payments being entered that name something of others."""
        entered = [
            [{**own, "amount": 5.0, name: f"{OTHERS}{model}"}, {}]
            for name, model in (
                ("partner_id", "res.partner"),
                ("journal_id", "account.journal"),
                ("offset_account_id", "account.account"),
                ("payment_method_line_id", "account.payment.method.line"),
            )
        ]
        entered.append([{**own, "amount": 5.0}, {item: {}}])
        entered.append([{**own, "amount": 5.0, "other_partner_ids": [partner]}, {}])
        return entered

    def own_journal(self):
        return self.env["ar.payment.journal"].with_user(self.clerk_f).create({})
