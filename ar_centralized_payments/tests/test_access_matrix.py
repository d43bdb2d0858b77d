"""Who may do what, as two tables: records, and methods called as RPC calls them.

A new model or a new public method is found by itself, and fails until it has its row
here and, beside it, what it is to be tried with.
"""

import base64
import inspect
import json

from odoo import Command, models
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .bill.access import BillSamples
from .direct_debit.access import DebitSamples
from .eu_sales_list.common import EuSalesBuilders
from .intercompany.payoff_access import PayoffSamples
from .on_behalf.access import MORE_METHODS, MORE_RECORDS, OnBehalfSamples, parse_more
from .receipt.bank_files import camt
from .settling import SettlingCommon

MODULE = "ar_centralized_payments"
USERS = ("reader", "clerk_f", "clerk", "controller", "nobody")

# yes: done; no: AccessError; none: not even found, and reading it is an AccessError.
# clerk_f is of Fabrikam alone: what is tried is of Fabrikam and East together.
# Rows of a wizard are tried in that of the clerk.
RECORDS = """
              reader  clerk_f  clerk  controller  nobody
    ar.settlement
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.settlement.line
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.settlement.leg
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.settlement.mirror
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.settlement.undo
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.payment.journal.undo
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    intercompany.accounting
      create  no      no       no     yes         no
      read    yes     none     yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    intercompany.setup
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    intercompany.setup.company
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    intercompany.setup.line
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.party.record
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.cash.discount
      create  no      no       no     yes         no
      read    yes     none     yes    yes         yes
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.reimbursement
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.reimbursement.company
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.reimbursement.line
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
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
    ar.debit.file
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
    ar.open.transaction
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.customer.position
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.settle.right
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     no          no
    ar.settle.on.behalf
      create  no      no       no     no          no
      read    no      none     none   yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.statement.mailing
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.statement.mailing.line
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.intercompany.difference
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.balances.as.of
      create  yes     yes      yes    yes         no
      read    none    none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.intercompany.balance
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.eu.sales.registration
      create  no      no       no     yes         no
      read    yes     none     yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.eu.sales.list
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.eu.sales.list.row
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.eu.sales.list.item
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.eu.sales.list.problem
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.eu.sales.list.prepare
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.eu.sales.list.reopen
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.eu.vat.correction
      create  no      no       no     yes         no
      read    no      no       no     yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.revaluation
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.revaluation.rate
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.revaluation.line
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.bank.receipt
      create  no      no       no     no          no
      read    yes     yes      yes    yes         no
      write   no      yes      yes    yes         no
      delete  no      no       no     no          no
    ar.bank.import
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.payment.import
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.payer
      create  no      no       no     no          no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.intercompany.payoff
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.intercompany.payoff.item
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.close.check
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.close.template
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.close.template.line
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.period.close
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.period.close.task
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.period.close.lock
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.period.close.posting
      create  no      no       no     no          no
      read    no      none     yes    none        no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.bill
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.bill.event
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.bill.remittance
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.bill.remittance.line
      create  no      no       yes    yes         no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       yes    yes         no
    ar.bill.report
      create  yes     yes      yes    yes         no
      read    none    none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.bill.step
      create  no      no       yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.bill.proposal
      create  no      yes      yes    yes         no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
    ar.bill.proposal.line
      create  no      no       yes    no          no
      read    no      none     yes    none        no
      write   no      no       yes    no          no
      delete  no      no       yes    no          no
"""

METHODS = """
                                  reader  clerk_f  clerk  controller  nobody
    account.move
      action_explain              yes     no       yes    yes         no
      action_open_business_doc    yes     no       yes    yes         no
      action_open_settlements     yes     no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      button_cancel               no      no       no     yes         no
      button_draft                no      no       no     yes         no
      js_assign_outstanding_line  no      no       yes    yes         no
    account.move.line
      action_explain              yes     no       yes    yes         no
      reconcile                   no      no       yes    yes         no
    account.payment
      action_open_line            yes     yes      yes    yes         no
      action_cancel               no      no       no     yes         no
      action_cancel_on_slip       yes     no       yes    yes         no
      action_draft                no      yes      yes    yes         no
      action_generate_deposit_slip  no    no       yes    yes         no
      action_open_deposit_slip    yes     no       yes    yes         no
      action_open_settlements     yes     yes      yes    yes         no
      action_post                 no      no       yes    yes         no
      action_settle_transactions  no      yes      yes    yes         no
      action_undo_lines           no      no       no     yes         no
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
    ar.open.transaction
      action_open_document        yes     no       yes    yes         no
      action_propose_payment      no      no       yes    yes         no
      action_reimburse            no      no       yes    yes         no
      action_send_statement       no      no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      retrieve_card               yes     yes      yes    yes         no
      retrieve_dashboard          yes     yes      yes    yes         no
    ar.customer.position
      action_open_positions       yes     yes      yes    yes         no
      action_open_transactions    yes     no       yes    yes         no
      action_send_statement       no      no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
    ar.settle.on.behalf
      action_open_document        no      no       no     yes         no
      action_undo                 no      no       no     no          no
      behalf_markable             no      yes      yes    yes         no
      behalf_open                 no      yes      yes    yes         no
      behalf_post                 no      no       yes    yes         no
      behalf_preview              no      no       yes    yes         no
      behalf_rows                 no      no       yes    yes         no
      behalf_state                no      no       yes    yes         no
    ar.statement.mailing
      action_send                 no      no       yes    no          no
    ar.party.record
      action_open_partner         yes     no       yes    yes         no
    ar.deposit.slip
      action_cancel_payment       no      no       no     yes         no
    ar.deposit.slip.cancel
      action_cancel_payment       no      no       no     yes         no
    ar.debit.file
      action_refused              no      no       yes    yes         no
    ar.payment.journal
      action_make_debit_file      no      no       yes    yes         no
      action_open_debit_files     yes     no       yes    yes         no
      action_generate_deposit_slip  no    no       yes    yes         no
      action_open_deposit_slips   yes     no       yes    yes         no
    ar.intercompany.difference
      action_open_document        yes     no       yes    yes         no
    ar.balances.as.of
      action_show                 no      no       yes    no          no
    ar.intercompany.balance
      action_confirm              yes     no       yes    yes         no
      action_explain              yes     no       yes    yes         no
      action_open_due_from        yes     no       yes    yes         no
      action_open_due_to          yes     no       yes    yes         no
      action_open_lines           yes     no       yes    yes         no
    ar.payment.journal
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
    ar.payment.proposal
      action_choose_all           no      no       yes    no          no
      action_choose_none          no      no       yes    no          no
      action_create_lines         no      no       yes    no          no
      action_propose              no      no       yes    no          no
    ar.reimbursement
      action_choose_all           no      no       yes    no          no
      action_choose_none          no      no       yes    no          no
      action_create_payments      no      no       yes    no          no
      action_open_lines           no      no       yes    no          no
      action_propose              no      no       yes    no          no
    ar.reimbursement.line
      action_open_transactions    no      no       yes    no          no
    ar.revaluation
      action_compute              no      no       yes    yes         no
      action_export               yes     no       yes    yes         no
      action_open_all             yes     yes      yes    yes         no
      action_open_lines           yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       no     yes         no
      action_post_shown           no      no       no     yes         no
      action_rerun                no      no       yes    yes         no
      action_setup                no      no       no     yes         no
      action_undo                 no      no       no     yes         no
      preview                     yes     no       yes    yes         no
      problems                    yes     no       yes    yes         no
    ar.intercompany.payoff
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       no     yes         no
      action_propose              no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      preview                     yes     no       yes    yes         no
      problems                    yes     no       yes    yes         no
    ar.revaluation.line
      action_open_document        yes     no       yes    yes         no
    ar.period.close
      action_export               yes     yes      yes    yes         no
      action_grant_exception      no      no       no     yes         no
      action_lock                 no      no       no     yes         no
      action_open_close           yes     yes      yes    yes         no
      action_open_page            yes     yes      yes    yes         no
      action_reopen               no      no       no     yes         no
      action_set_up               no      no       no     yes         no
      check                       yes     yes      yes    yes         no
      page_check                  yes     yes      yes    yes         no
      page_open                   yes     yes      yes    yes         no
    ar.period.close.task
      action_check                yes     no       yes    yes         no
      action_open                 yes     no       yes    yes         no
      action_open_all             yes     no       yes    yes         no
      action_sign                 no      no       yes    yes         no
      action_waive                no      no       no     yes         no
      bulk_post                   no      no       yes    yes         no
      bulk_preview                no      no       yes    yes         no
      bulk_progress               no      no       yes    yes         no
    ar.settlement
      action_open_move_lines      yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       yes    yes         no
      action_post_previewed       no      no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      action_undo_wizard          yes     yes      yes    yes         yes
      mark                        no      no       yes    yes         no
      open_transactions           yes     no       yes    yes         no
      page_change                 no      no       yes    yes         no
      page_customers              yes     yes      yes    yes         yes
      page_discard                no      no       yes    yes         no
      page_document               yes     no       yes    yes         no
      page_find                   yes     yes      yes    yes         no
      page_mark                   no      no       yes    yes         no
      page_markable               yes     no       yes    yes         no
      page_open                   yes     no       yes    yes         no
      page_post                   no      no       yes    yes         no
      page_preview                yes     no       yes    yes         no
      page_rows                   yes     no       yes    yes         no
      page_totals                 yes     no       yes    yes         no
      page_unmark                 no      no       yes    yes         no
      preview                     yes     no       yes    yes         no
      totals                      yes     no       yes    yes         no
      unmark                      no      no       yes    yes         no
    ar.settlement.line
      action_ask_unmark           no      no       yes    yes         no
      action_automatic            no      no       yes    yes         no
      action_open_document        yes     no       yes    yes         no
      action_settle_transactions  no      no       yes    yes         no
      action_unmark               no      no       yes    yes         no
    ar.settlement.undo
      action_undo                 no      no       no     yes         no
    ar.payment.journal.undo
      action_undo                 no      no       no     yes         no
    intercompany.accounting
      action_open_balances        yes     no       yes    yes         no
      clearing_proposal           no      no       no     yes         no
      readiness                   yes     no       yes    yes         no
      setup_companies             no      no       no     yes         no
    intercompany.setup
      action_setup                no      no       no     yes         no
    res.config.settings
      set_values                  no      no       no     no          no
    res.partner
      action_customer_position    yes     no       yes    yes         no
      action_send_statement       no      no       yes    yes         no
      action_settle_transactions  no      yes      yes    yes         no
      action_view_party           yes     no       yes    yes         yes
    account.move
      action_correct_eu_vat       no      no       no     yes         no
    ar.eu.sales.list
      action_close                no      no       no     yes         no
      action_open_items           yes     no       yes    yes         no
      action_open_problems        yes     no       yes    yes         no
      action_refresh              no      no       yes    yes         no
      action_reopen               no      no       no     yes         no
      action_reopen_wizard        no      no       no     yes         no
      action_report               no      no       no     yes         no
      action_switch_to_monthly    no      no       no     yes         no
      prepare                     no      no       yes    yes         no
    ar.eu.sales.list.row
      action_open_items           yes     no       yes    yes         no
    ar.eu.sales.list.item
      action_open_document        yes     no       yes    yes         no
    ar.eu.sales.list.problem
      action_mend                 yes     no       yes    yes         no
      action_open_document        yes     no       yes    yes         no
    ar.eu.sales.list.prepare
      action_prepare              no      no       yes    no          no
    ar.eu.sales.list.reopen
      action_reopen               no      no       no     yes         no
    ar.eu.vat.correction
      action_correct              no      no       no     yes         no
    account.bank.statement.line
      action_open_ar_receipt      no      yes      yes    yes         no
      action_undo_reconciliation  no      no       no     yes         no
      ar_accept                   no      no       yes    yes         no
      ar_propose                  no      yes      yes    yes         no
    account.journal
      action_ar_receipts          no      yes      yes    yes         no
    ar.bank.import
      action_import               no      no       yes    no          no
    ar.payment.import
      action_import               no      no       yes    no          no
    ar.payment.journal
      action_import               no      yes      yes    yes         no
    ar.bank.receipt
      action_accept               no      no       yes    yes         no
      action_accept_all_sure      no      yes      yes    yes         no
      action_leave                no      yes      yes    yes         no
      action_open_all             no      yes      yes    yes         no
      action_post                 no      yes      yes    yes         no
      action_propose_again        no      yes      yes    yes         no
      action_settle               no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      choose                      no      no       yes    yes         no
      totals                      yes     yes      yes    yes         no
    ar.bill
      action_accept               no      no       yes    yes         no
      action_ask_closable         yes     yes      yes    yes         no
      action_ask_close            yes     no       yes    yes         no
      action_ask_honor            yes     no       yes    yes         no
      action_ask_matured          yes     yes      yes    yes         no
      action_ask_protest          yes     no       yes    yes         no
      action_ask_recall           yes     no       yes    yes         no
      action_ask_redraw           yes     no       yes    yes         no
      action_ask_revive           yes     no       yes    yes         no
      action_ask_undo             yes     no       yes    yes         no
      action_close                no      no       yes    yes         no
      action_draw                 no      no       yes    yes         no
      action_honor                no      no       yes    yes         no
      action_mark                 no      no       yes    yes         no
      action_open_chain           yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_open_payment         yes     no       yes    yes         no
      action_open_settlements     yes     no       yes    yes         no
      action_propose              no      yes      yes    yes         no
      action_protest              no      no       no     yes         no
      action_recall               no      no       no     yes         no
      action_redraw               no      no       no     yes         no
      action_revive               no      no       no     yes         no
      action_undo_last            no      no       no     yes         no
      contingent                  yes     yes      yes    yes         no
      preview                     yes     no       yes    yes         no
      proof                       yes     yes      yes    yes         no
      setup                       no      no       no     yes         no
    ar.bill.remittance
      action_add_bills            no      no       yes    yes         no
      action_draft                no      no       no     yes         no
      action_open_bills           yes     no       yes    yes         no
      action_open_moves           yes     no       yes    yes         no
      action_post                 no      no       yes    yes         no
      action_remove               no      no       yes    yes         no
      action_send                 no      no       yes    yes         no
      action_split_charges        no      no       yes    yes         no
      action_undo                 no      no       no     yes         no
      preview                     yes     no       yes    yes         no
    ar.bill.step
      action_do                   no      no       yes    no          no
    ar.bill.proposal
      action_propose              no      no       yes    no          no
      action_create_bills         no      no       yes    no          no
    res.partner
      action_open_bills           yes     no       yes    yes         no
"""


def parse(table):
    """A table as a dict: (model, what is done) -> the cells of the users."""
    head, *lines = [line.split() for line in table.strip().splitlines()]
    assert tuple(head) == USERS, head
    rows, model = {}, None
    for words in lines:
        if len(words) == 1:
            model = words[0]
        else:
            rows[model, words[0]] = words[1:]
    return rows


@tagged("post_install", "-at_install")
class TestAccessMatrix(
    BillSamples,
    DebitSamples,
    OnBehalfSamples,
    PayoffSamples,
    EuSalesBuilders,
    SettlingCommon,
):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nobody = cls.new_user("nobody", "base.group_user")
        for name, code in (("sale", "EINV"), ("bank", "EBNK")):
            cls.data["E"][f"default_journal_{name}"].code = code
        cls.northwind["E"].name = "Hidden Traders"

    def setUp(self):
        super().setUp()
        self.pay, self.bill = self.payment("F", 613.37), self.invoice("E", 1313.13)
        self.posted = self.settle(self.pay, self.bill)
        self.own_bill = self.invoice("F", 444.44)
        self.east_pay = self.payment("E", 888.81)
        self.paid = self.settle(self.own_bill, self.east_pay)
        self.open_pay, self.open_bill = self.payment("F", 5), self.invoice("E", 999.77)
        self.draft = self.settlement(self.payment("F", 9), self.invoice("E", 777.71))
        self.draft_pay = self.payment("F", 8, post=False)
        self.waiting = self.settlement(self.draft_pay, self.invoice("E", 555.56))
        self.journal = (
            self.env["ar.payment.journal"]
            .with_user(self.clerk)
            .with_company(self.companies["F"])
            .create({"journal_id": self.data["F"]["default_journal_bank"].id})
        )
        self.line_of_journal = self.payment(
            "F", 6, post=False, ar_payment_journal_id=self.journal.id
        )
        self.settlement(self.line_of_journal, self.invoice("E", 666.61))
        self.posted_line = self.payment("F", 7, ar_payment_journal_id=self.journal.id)
        self.open_journal = self.journal.create(
            {"journal_id": self.journal.journal_id.id}
        )
        settlements = self.draft | self.waiting | self.posted | self.paid
        self.secrets = {
            *("1313.13", "1,313.13", "888.81", "999.77", "777.71", "555.56", "666.61"),
            "Hidden",
            *("303.17", "EINV/", "EBNK", *settlements.mapped("name")),
        }
        self.called_with = {}
        self.item = {"move_line_id": self.receivable(self.open_bill).id}

    # What is tried

    def samples(self):
        """Model -> a record, values to create another one, values to write."""
        partner = {"partner_id": self.northwind["F"].id}
        two = {
            "payment_company_id": self.companies["X"].id,
            "invoice_company_id": self.companies["F"].id,
        }
        return {
            "ar.settlement": (
                self.draft,
                {**partner, "line_ids": [Command.create(self.item)]},
                {"date": "2026-04-12"},
            ),
            "ar.settlement.line": (
                self.draft.line_ids[:1],
                {"settlement_id": self.draft.id, **self.item},
                {"amount": 1},
            ),
            "ar.settlement.leg": (
                self.posted.sudo().leg_ids,
                {"settlement_id": self.posted.id},
                {"amount_source": 1},
            ),
            "ar.settlement.mirror": (
                self.posted.sudo().leg_ids.mirror_ids[:1],
                {"settlement_id": self.posted.id},
                {"due_to_line_id": False},
            ),
            "intercompany.accounting": (
                self.pair("F", "X"),
                two,
                {"exchange_company": "invoice"},
            ),
            **self.samples_of_master_data(),
            **self.samples_of_bills(),
            **self.samples_of_journals(),
            **self.samples_of_reports(),
            **self.samples_of_sales_lists(),
            **self.samples_of_wizards(),
        }

    def receipt(self, document, *, is_accepted=False, is_posted=False):
        """Of Fabrikam's bank: what the clerk found it to mean, a document of East."""
        bank = self.data["F"]["default_journal_bank"]
        bank.sudo().ar_receipts = "propose"
        amount = document.amount_residual
        line = (
            self.env["account.bank.statement.line"]
            .sudo()
            .create(
                {
                    "journal_id": bank.id,
                    "date": "2026-04-14",
                    "amount": amount,
                    "payment_ref": document.name,
                }
            )
        )
        line = line.with_user(self.clerk).with_context(
            allowed_company_ids=self.clerk.company_ids.ids
        )
        line.ar_propose()
        receipt = line.ar_receipt_ids
        if is_accepted or is_posted:
            line.ar_accept()
        if is_posted:
            receipt.action_post()
            self.assertEqual(receipt.state, "posted", receipt.payment_id.ar_problem)
        return self.env["ar.bank.receipt"].browse(receipt.id)

    def samples_of_receipts(self):
        bill = self.invoice("E", 515.15)
        receipt = self.receipt(bill)
        payer = (
            self.env["ar.payer"]
            .sudo()
            .create(
                {
                    "key": "NORTHWIND",
                    "partner_id": self.northwind["F"].id,
                    "company_id": self.companies["F"].id,
                }
            )
        )
        values = {"partner_id": self.northwind["F"].id}
        line = {"statement_line_id": receipt.statement_line_id.id}
        return {
            "ar.bank.receipt": (receipt, {**values, **line}, values),
            "ar.bank.import": self.sample_of_imports(),
            "ar.payment.import": self.sample_of_lists(),
            "ar.payer": (payer, {**values, "key": "X"}, {"active": False}),
        }

    def sample_of_imports(self):
        """Of a file for Fabrikam's bank, which the clerk chose."""
        journal = self.data["F"]["default_journal_bank"]
        file = base64.b64encode(camt([("A1", 12.50, "Anybody", "x")])).decode()
        values = {"journal_id": journal.id, "file": file}
        wizards = self.env["ar.bank.import"].with_user(self.clerk)
        return wizards.create(values), values, {"file_name": "x"}

    def sample_of_lists(self):
        """Of a list for the open payment journal, which the clerk chose."""
        file = base64.b64encode(b"Name,Amount,Text\nAnybody,12.50,x\n").decode()
        values = {"payment_journal_id": self.open_journal.id, "file": file}
        wizards = self.env["ar.payment.import"].with_user(self.clerk)
        return wizards.create(values), values, {"file_name": "x"}

    def calls_on_receipts(self):
        waiting = self.receipt(self.invoice("E", 515.15))
        waiting.sudo().alternatives = [waiting.sudo().marks]
        posted = self.receipt(self.invoice("E", 535.35), is_posted=True)
        accepted = self.receipt(self.invoice("E", 525.25), is_accepted=True)
        on_waiting = ("accept", "leave", "propose_again", "settle")
        return {
            "account.bank.statement.line": {
                "action_open_ar_receipt": (waiting.statement_line_id, []),
                "action_undo_reconciliation": (posted.statement_line_id, []),
                "ar_accept": (waiting.statement_line_id, []),
                "ar_propose": (waiting.statement_line_id, []),
            },
            "ar.bank.import": {"action_import": (self.sample_of_imports()[0], [])},
            "ar.payment.import": {"action_import": (self.sample_of_lists()[0], [])},
            "account.journal": {"action_ar_receipts": (waiting.journal_id, [])},
            "ar.bank.receipt": {
                **{f"action_{name}": (waiting, []) for name in on_waiting},
                "action_accept_all_sure": (waiting, []),
                "action_open_all": (None, []),
                "action_post": (accepted, []),
                "action_undo": (posted, []),
                "choose": (waiting, [1]),
                "totals": (None, []),
            },
        }

    def samples_of_master_data(self):
        return {
            **self.samples_on_behalf(),
            "ar.party.record": self.sample_of_party_records(),
            "ar.cash.discount": self.sample_of_tiers(),
        }

    def samples_of_journals(self):
        return {
            **self.samples_of_receivables(),
            "ar.payment.journal": self.sample_of_payment_journals(),
            "ar.deposit.slip": self.sample_of_slips(),
            **self.samples_of_debits(),
            **self.samples_of_receipts(),
        }

    def samples_of_sales_lists(self):
        """A draft of East, with a row, an item and a problem."""
        draft = self.sales_list("E")
        registration = draft.registration_id
        own = {"list_id": draft.id}
        problem = draft.problem_ids.filtered("is_open")[:1]
        company = {"company_id": self.companies["E"].id}
        return {
            "ar.eu.sales.registration": (
                # What is deleted is used by no list.
                registration.sudo().copy({"country_id": self.country("SE").id}),
                {**company, "country_id": self.country("DK").id},
                {"frequency": "quarter"},
            ),
            "ar.eu.sales.list": (
                draft,
                {**company, "registration_id": registration.id},
                {"submission_reference": "A1"},
            ),
            "ar.eu.sales.list.row": (
                draft.row_ids[:1],
                {**own, "number": "X", "kind": "goods"},
                {"amount": 1},
            ),
            "ar.eu.sales.list.item": (
                draft.item_ids[:1],
                {**own, "row_id": draft.row_ids[:1].id, "source": "X"},
                {"amount": 1},
            ),
            "ar.eu.sales.list.problem": (
                problem,
                {**own, "code": "invalid", "severity": "1_blocking"},
                {"reason": "Known"},
            ),
        }

    def revaluation(self, post=False):
        """Of Fabrikam and East, with an item of East in euros."""
        for company in (self.companies["F"] | self.companies["E"]).sudo():
            company._ar_make_revaluation_accounts()
        self.invoice("E", 303.17, currency="EUR")
        companies = [self.companies[letter].id for letter in "FE"]
        run = (
            self.env["ar.revaluation"]
            .with_user(self.controller)
            .create({"date": "2026-03-31", "company_ids": [Command.set(companies)]})
        )
        run.action_compute()
        if post:
            run.action_post()
        return run

    def samples_of_reports(self):
        run = self.revaluation()
        line = run.line_ids[:1]
        return {
            **self.samples_of_closes(),
            **self.samples_of_payoffs(),
            "ar.intercompany.balance": (self.balance(), {}, {"due_to": 1}),
            "ar.intercompany.difference": (self.difference(), {}, {"amount": 1}),
            "ar.revaluation": (
                run,
                {"company_ids": [Command.set(run.company_ids.ids)]},
                {"method": "minimum"},
            ),
            "ar.revaluation.rate": (
                run.rate_ids[:1],
                {
                    "revaluation_id": run.id,
                    "company_id": self.companies["F"].id,
                    "currency_id": self.eur.id,
                },
                {"rate_typed": 1.5},
            ),
            "ar.revaluation.line": (
                line,
                {
                    "revaluation_id": run.id,
                    "kind": "valuation",
                    "date": "2026-03-31",
                    "move_line_id": line.move_line_id.id,
                    "company_id": self.companies["E"].id,
                    "currency_id": self.eur.id,
                },
                {"amount": 1},
            ),
        }

    def samples_of_receivables(self):
        """What is open in East, and statements that the clerk would send."""
        item = self.receivable(self.open_bill).id
        mailings = self.env["ar.statement.mailing"].with_user(self.clerk)
        customer = {"partner_id": self.northwind["F"].id}
        mailing = mailings.create({"line_ids": [Command.create(customer)]})
        return {
            "ar.open.transaction": (
                self.env["ar.open.transaction"].browse(item),
                {},
                {"document": "X"},
            ),
            "ar.customer.position": (self.position(), {}, {"amount_net": 1}),
            "ar.statement.mailing": (mailing, {}, {"name": "April"}),
            "ar.statement.mailing.line": (
                mailing.line_ids,
                {"mailing_id": mailing.id, **customer},
                {"state": "draft"},
            ),
        }

    def position(self):
        """What is open in East of the customer."""
        rows = self.env["ar.customer.position"]
        return rows.search([("company_id", "=", self.companies["E"].id)])[:1]

    def calls_on_receivables(self):
        samples = self.samples_of_receivables()
        item, position, mailing = (
            samples[name][0]
            for name in (
                "ar.open.transaction",
                "ar.customer.position",
                "ar.statement.mailing",
            )
        )
        of_items = (
            "open_document",
            "propose_payment",
            "reimburse",
            "send_statement",
            "settle_transactions",
        )
        of_positions = ("open_transactions", "send_statement", "settle_transactions")
        return {
            "ar.open.transaction": {
                **{f"action_{name}": (item, []) for name in of_items},
                "retrieve_card": (None, []),
                "retrieve_dashboard": (None, []),
            },
            "ar.customer.position": {
                **{f"action_{name}": (position, []) for name in of_positions},
                "action_open_positions": (None, []),
            },
            "ar.statement.mailing": {"action_send": (mailing, [])},
            "ar.intercompany.difference": {
                "action_open_document": (self.difference(), []),
            },
            "ar.balances.as.of": {
                "action_show": (self.as_of(), []),
            },
        }

    def period_close(self, lock=False):
        """Of Fabrikam and East; what is not locked has a draft invoice of East."""
        template = self.env["ar.close.template"].sudo().create(
            {
                "name": "A few",
                "line_ids": [
                    Command.create(
                        {"check_id": self.env.ref(f"{MODULE}.close_check_{key}").id}
                    )
                    for key in ("a2", "c2")
                ],
            }
        )  # fmt: skip
        companies = [self.companies[letter].id for letter in "FE"]
        month = "2026-02-28" if lock else "2026-01-31"
        close = (
            self.env["ar.period.close"]
            .with_user(self.controller)
            .create(
                {
                    "date_from": f"{month[:8]}01",
                    "date_to": month,
                    "template_id": template.id,
                    "company_ids": [Command.set(companies)],
                }
            )
        )
        close.check()
        if lock:
            close.action_lock("sales")
        return close

    def task_of_east(self, close, key):
        return close.sudo().task_ids.filtered(
            lambda t: t.key == key and t.company_id == self.companies["E"]
        )

    def posting_of(self, task):
        """What the clerk had posted in the background."""
        return self.env["ar.period.close.posting"].sudo().create(
            {
                "task_id": task.id,
                "user_id": self.clerk.id,
                "state": "done",
                "waiting": [],
            }
        )  # fmt: skip

    def samples_of_closes(self):
        close = self.period_close()
        locked = self.period_close(lock=True)
        return {
            **self.samples_of_templates(close.sudo().template_id),
            "ar.period.close": (
                close,
                {
                    "date_from": "2025-12-01",
                    "date_to": "2025-12-31",
                    "company_ids": [Command.set(self.companies["E"].ids)],
                },
                {"name": "January"},
            ),
            "ar.period.close.task": (
                self.task_of_east(close, "A2"),
                {"close_id": close.id, "key": "x", "name": "x"},
                {"note": "x"},
            ),
            "ar.period.close.posting": (
                self.posting_of(self.task_of_east(close, "A2")),
                {"task_id": self.task_of_east(close, "A2").id},
                {"total": 5},
            ),
            "ar.period.close.lock": (
                locked.sudo().lock_ids.filtered(
                    lambda lock: lock.company_id == self.companies["E"]
                ),
                {"close_id": close.id, "company_id": self.companies["E"].id},
                {"is_reopened": True},
            ),
        }

    def samples_of_templates(self, template):
        own = self.env["ar.close.check"].with_user(self.controller)
        values = {"name": "Own", "model_name": "account.move"}
        return {
            "ar.close.check": (
                own.create({**values, "key": "own"}),
                {**values, "key": "another"},
                {"severity": "blocking"},
            ),
            "ar.close.template": (
                template.copy(),
                {"name": "Another"},
                {"name": "Other"},
            ),
            "ar.close.template.line": (
                template.line_ids[:1],
                {"template_id": template.id, "key": "x", "name": "Look"},
                {"due_days": 3},
            ),
        }

    def close_by_hand(self, close):
        """Another month of the same companies, with a task that people sign."""
        manual = self.env["ar.close.template"].sudo().create(
            {
                "name": "By hand",
                "line_ids": [Command.create({"key": "look", "name": "Look"})],
            }
        )  # fmt: skip
        return close.copy(
            {
                "date_from": "2025-12-01",
                "date_to": "2025-12-31",
                "template_id": manual.id,
            }
        )

    def calls_on_closes(self):
        close, locked = self.period_close(), self.period_close(lock=True)
        signed = self.close_by_hand(close)
        task, to_sign = (
            self.task_of_east(close, "A2"),
            self.task_of_east(signed, "look"),
        )
        reason, grant = "A good reason", [self.clerk.id, "sale_lock_date", 1]
        return {
            "ar.period.close": {
                "action_export": (close, []),
                "action_grant_exception": (locked, [*grant, "A good reason"]),
                "action_lock": (close, ["sales"]),
                "action_open_close": (close, []),
                "action_open_page": (None, []),
                "action_reopen": (locked, [reason]),
                "action_set_up": (None, []),
                "check": (close, []),
                "page_check": (close, []),
                "page_open": (None, []),
            },
            "ar.period.close.task": {
                "action_check": (task, []),
                "action_open": (task, []),
                "action_open_all": (task, []),
                "action_sign": (to_sign, []),
                "action_waive": (to_sign, [reason]),
                "bulk_post": (task, []),
                "bulk_preview": (task, []),
                "bulk_progress": (task, []),
            },
        }

    def calls_on_revaluations(self):
        draft, posted = self.revaluation(), self.revaluation(post=True)
        on_draft = ("compute", "post", "post_shown", "setup", "open_lines", "export")
        on_posted = ("open_moves", "rerun", "undo")
        return {
            "ar.revaluation": {
                **{f"action_{name}": (draft, []) for name in on_draft},
                **{f"action_{name}": (posted, []) for name in on_posted},
                "action_open_all": (None, []),
                "preview": (draft, []),
                "problems": (draft, []),
            },
            "ar.revaluation.line": {
                "action_open_document": (posted.line_ids[:1], []),
            },
        }

    def sample_of_party_records(self):
        records = self.env["ar.party.record"]
        return records.browse(self.northwind["E"].id), {}, {"city": "X"}

    def sample_of_payment_journals(self):
        """A payment journal without lines."""
        values = {"journal_id": self.journal.journal_id.id}
        return self.open_journal, values, {"description": "Monday"}

    def sample_of_tiers(self):
        """A further tier of payment terms of East, and one that comes after it."""
        terms = self.term(2, days=5, tiers=((1, 14),)).sudo()
        terms.company_id = self.companies["E"]
        values = {"discount_percentage": 0.5, "discount_days": 20}
        tier = terms.cash_discount_ids.with_env(self.env)
        return tier, {**values, "payment_term_id": terms.id}, {"discount_days": 15}

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

    def balance(self):
        """What Fabrikam owes East."""
        pair = self.pair("F", "E")
        return self.env["ar.intercompany.balance"].search([("pair_id", "=", pair.id)])

    def as_of(self):
        return self.env["ar.balances.as.of"].with_user(self.clerk).create({})

    def difference(self):
        """An entry by hand on what East is owed by Fabrikam."""
        account = self.pair("F", "E").sudo().due_from_account_id
        income = self.data["E"]["default_account_revenue"]
        partner = self.companies["F"].partner_id
        self.entry(
            "E",
            [
                (account, partner, self.usd, 303.17, 303.17, {}),
                (income, partner, self.usd, -303.17, -303.17, {}),
            ],
        )
        return self.env["ar.intercompany.difference"].search([], limit=1)

    def samples_of_wizards(self):
        """Wizards that the user opened who may (see the rule for each model)."""
        as_controller = self.env(user=self.controller.id)
        undo = {"settlement_ids": [Command.set(self.posted.ids)]}
        undo_journal = {"journal_ids": [Command.set(self.journal.ids)]}
        setup = as_controller["intercompany.setup"].create({})
        company = {"setup_id": setup.id, "company_id": self.companies["F"].id}
        line = {**company, "kind": "journal", "status": "exists", "name": "X"}
        cancel = {"payment_id": self.slip().payment_ids.id}
        return {
            **self.samples_of_reimbursement(),
            **self.samples_of_list_wizards(),
            "ar.deposit.slip.cancel": (
                as_controller["ar.deposit.slip.cancel"].create(cancel),
                cancel,
                {"date": "2026-04-12"},
            ),
            **self.samples_of_proposal(),
            "ar.settlement.undo": (
                as_controller["ar.settlement.undo"].create(undo),
                undo,
                {"date": "2026-04-12"},
            ),
            "ar.payment.journal.undo": (
                as_controller["ar.payment.journal.undo"].create(undo_journal),
                undo_journal,
                {"date": "2026-04-12"},
            ),
            "intercompany.setup": (setup, {}, {"company_ids": []}),
            "intercompany.setup.company": (
                setup.company_ids[:1],
                company,
                {"is_chosen": False},
            ),
            "intercompany.setup.line": (
                setup.line_ids.create(line),
                line,
                {"name": "Y"},
            ),
        }

    def samples_of_list_wizards(self):
        clerk, controller = self.env(user=self.clerk.id), self.env(user=self.controller)
        east = {"company_ids": [Command.set(self.companies["E"].ids)]}
        prepare = clerk["ar.eu.sales.list.prepare"].create(
            {**east, "date": "2026-03-31"}
        )
        lists = {"list_ids": [Command.set(self.reported_list().ids)], "reason": "X"}
        moves = {"move_ids": [Command.set(self.open_bill.ids)], "reason": "X"}
        write = {"reason": "Y"}
        return {
            "ar.balances.as.of": (self.as_of(), {}, {"date": "2026-04-12"}),
            "ar.eu.sales.list.prepare": (
                prepare,
                {"date": "2026-03-31"},
                {"date": "2026-02-28"},
            ),
            "ar.eu.sales.list.reopen": (
                controller["ar.eu.sales.list.reopen"].create(lists),
                lists,
                write,
            ),
            "ar.eu.vat.correction": (
                controller["ar.eu.vat.correction"].create(moves),
                moves,
                write,
            ),
        }

    def reported_list(self):
        """A list of West that is reported."""
        if not hasattr(self, "reported"):
            lists = self.sales_list("W")
            lists.problem_ids.sudo().reason = "Known"
            lists.with_user(self.controller).action_report()
            self.reported = lists
        return self.reported

    def samples_of_reimbursement(self):
        reimbursement = self.reimbursement()
        chosen = reimbursement.line_ids[:1]
        return {
            "ar.reimbursement": (reimbursement, {}, {"include_debits": False}),
            "ar.reimbursement.company": (
                reimbursement.company_ids[:1],
                {
                    "reimbursement_id": reimbursement.id,
                    "company_id": self.companies["E"].id,
                },
                {"journal_id": False},
            ),
            "ar.reimbursement.line": (
                chosen,
                {
                    "reimbursement_id": reimbursement.id,
                    "partner_id": chosen.partner_id.id,
                    "currency_id": chosen.currency_id.id,
                },
                {"is_chosen": True},
            ),
        }

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

    def reimbursement(self):
        """What the clerk would pay out: credits of another customer."""
        customer = self.env["res.partner"].create({"name": "Hidden Creditor"})
        self.payment("E", 40, partner=customer)
        wizards = self.env["ar.reimbursement"].with_user(self.clerk)
        wizard = wizards.create({"minimum_amount": 1})
        wizard.action_propose()
        wizard.action_choose_all()
        return wizard

    def calls(self):
        """(Model, method) -> the records it is called on, and its arguments."""
        return {
            **self.calls_on_documents(),
            **self.calls_on_settlements(),
            **self.calls_on_set_up(),
            **self.calls_on_slips(),
            **self.calls_on_sales_lists(),
            **self.calls_on_revaluations(),
            **self.calls_on_receipts(),
            **self.calls_on_bills(),
            **self.calls_on_payoffs(),
            **self.calls_on_receivables(),
            **self.calls_on_closes(),
            **self.calls_on_behalf(),
        }

    def calls_on_sales_lists(self):
        """A draft of East, and a reported list of West."""
        wizards = self.samples_of_list_wizards()
        draft = self.sales_list("E")
        draft.problem_ids.sudo().reason = "Known"
        draft.sudo().limit_from = "2026-03-01"
        return self.calls_on_lists(draft, self.reported_list(), wizards)

    def calls_on_lists(self, draft, reported, wizards):
        names = (
            "open_items",
            "open_problems",
            "refresh",
            "report",
            "switch_to_monthly",
        )
        item, problem = reported.item_ids[:1], reported.problem_ids[:1]
        return {
            "ar.eu.sales.list": {
                **{f"action_{name}": (draft, []) for name in names},
                "action_close": (reported, []),
                "action_reopen": (reported, ["A reason"]),
                "action_reopen_wizard": (reported, []),
                "prepare": (None, [self.companies["E"].ids, "2026-03-31"]),
            },
            "ar.eu.sales.list.row": {"action_open_items": (reported.row_ids[:1], [])},
            "ar.eu.sales.list.item": {"action_open_document": (item, [])},
            "ar.eu.sales.list.problem": {
                "action_mend": (problem, []),
                "action_open_document": (problem, []),
            },
            "ar.eu.sales.list.prepare": {
                "action_prepare": (wizards["ar.eu.sales.list.prepare"][0], []),
            },
            "ar.eu.sales.list.reopen": {
                "action_reopen": (wizards["ar.eu.sales.list.reopen"][0], []),
            },
            "ar.eu.vat.correction": {
                "action_correct": (wizards["ar.eu.vat.correction"][0], []),
            },
        }

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

    def calls_on_documents(self):
        east = self.northwind["E"].id
        deposited = self.slip().payment_ids
        return {
            **self.calls_on_entries(),
            "account.payment": {
                "action_open_line": (self.line_of_journal, []),
                **self.calls_on_cancelled(deposited),
                "action_generate_deposit_slip": (self.check(), []),
                "action_open_deposit_slip": (deposited, []),
                "action_open_settlements": (self.pay, []),
                "action_post": (self.draft_pay, []),
                "action_settle_transactions": (self.open_pay, []),
                "action_undo_lines": (self.posted_line, []),
            },
            "ar.party.record": {
                "action_open_partner": (self.env["ar.party.record"].browse(east), []),
            },
            "ar.intercompany.balance": {
                name: (self.balance(), [])
                for name in (
                    "action_confirm",
                    "action_explain",
                    "action_open_due_from",
                    "action_open_due_to",
                    "action_open_lines",
                )
            },
            "res.partner": self.calls_on_customers(),
        }

    def calls_on_cancelled(self, deposited):
        received = self.receipt(self.invoice("E", 545.45), is_posted=True)
        return {
            "action_cancel": (received.payment_id, []),
            "action_draft": (self.open_pay, []),
            "action_cancel_on_slip": (deposited, []),
        }

    def calls_on_customers(self):
        names = (
            "customer_position",
            "open_bills",
            "send_statement",
            "settle_transactions",
            "view_party",
        )
        return {f"action_{name}": (self.northwind["E"], []) for name in names}

    def calls_on_settlements(self):
        east = self.northwind["E"].id
        line = self.draft.line_ids.filtered(lambda x: x.side == "target")
        wizards = self.samples_of_wizards()
        undo = wizards["ar.settlement.undo"][0]
        undo_journal = wizards["ar.payment.journal.undo"][0]
        return {
            "ar.settlement": {
                **self.calls_of_the_page(),
                "action_open_move_lines": (self.posted, []),
                "action_open_moves": (self.posted, []),
                "action_post": (self.draft, []),
                "action_post_previewed": (self.draft, []),
                "action_undo": (self.posted, ["2026-04-12"]),
                "action_undo_wizard": (self.posted, []),
                "open_transactions": (None, [east]),
                "preview": (self.draft, []),
            },
            "ar.settlement.line": {
                "action_ask_unmark": (line, []),
                "action_automatic": (line, []),
                "action_open_document": (line, []),
                "action_settle_transactions": (line, []),
                "action_unmark": (line, []),
            },
            "ar.settlement.undo": {"action_undo": (undo, [])},
            "ar.payment.journal.undo": {"action_undo": (undo_journal, [])},
        }

    def calls_on_set_up(self):
        both = [self.companies["F"].id, self.companies["E"].id]
        setup = self.samples_of_wizards()["intercompany.setup"][0]
        return {
            "intercompany.accounting": {
                "action_open_balances": (self.pair("F", "E"), []),
                "clearing_proposal": (None, [both]),
                "readiness": (self.pair("F", "E"), ["2026-04-12"]),
                "setup_companies": (None, [both]),
            },
            "intercompany.setup": {"action_setup": (setup, [])},
            **self.calls_on_reimbursement(),
            **self.calls_on_proposal(),
            "res.config.settings": {
                "set_values": (self.env["res.config.settings"].sudo().create({}), []),
            },
        }

    def calls_on_reimbursement(self):
        wizard = self.reimbursement()
        names = (
            "choose_all",
            "choose_none",
            "create_payments",
            "open_lines",
            "propose",
        )
        return {
            "ar.reimbursement": {f"action_{name}": (wizard, []) for name in names},
            "ar.reimbursement.line": {
                "action_open_transactions": (wizard.line_ids[:1], []),
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

    def calls_of_the_page(self):
        place, item = {"settlement_id": self.draft.id}, self.item["move_line_id"]
        line = self.draft.line_ids.filtered(lambda x: x.side == "target")
        marked = line.move_line_id.id
        return {
            "action_settle_transactions": (self.draft, []),
            "mark": (self.draft, [[item]]),
            "page_change": (None, [place, str(marked), {"amount": 5}]),
            "page_customers": (None, ["Hidden"]),
            "page_discard": (None, [place]),
            "page_document": (None, [str(item)]),
            "page_find": (None, ["INV"]),
            "page_mark": (None, [place, [item]]),
            "page_markable": (None, [place]),
            "page_open": (None, [place]),
            "page_post": (None, [place, None]),
            "page_preview": (None, [place]),
            "page_rows": (None, [place]),
            "page_totals": (None, [place, {str(marked): {"amount": 5}}]),
            "page_unmark": (None, [place, [marked]]),
            "totals": (self.draft, []),
            "unmark": (self.draft, [[marked]]),
        }

    # How it is tried

    def attempt(self, name, work):
        """``work(user)`` as a new request of a user, undone again; its cell."""
        user = getattr(self, name)
        self.env.flush_all()
        with self.cr.savepoint() as savepoint:
            self.env.invalidate_all()
            try:
                cell = work(user) or "yes"
                self.env.flush_all()
            except AccessError as error:
                for secret in self.secrets:
                    self.assertNotIn(secret, str(error), name)
                cell = "no"
            self.env.clear()
            savepoint.rollback()
        self.env.invalidate_all()
        return cell

    def records_cell(self, operation, sample, name):
        record, create_vals, write_vals = sample

        def work(user):
            mine = record.with_user(user)
            if operation == "create":
                if record._name == "intercompany.accounting":
                    self.pair("X", "F").sudo().unlink()
                mine.browse().create(create_vals)
            elif operation == "write":
                mine.write(write_vals)
            elif operation == "delete":
                mine.unlink()
            elif not mine.search([("id", "in", mine.ids)]):
                with self.assertRaises(AccessError):
                    mine.read()
                return "none"
            else:
                self.assertEqual(len(mine.read()), len(mine))
            return "yes"

        cell = self.attempt(name, work)
        self.check_has_access(operation, record.with_user(getattr(self, name)), cell)
        return cell

    def check_has_access(self, operation, record, cell):
        """What Odoo says that one may is what one may."""
        known = {"delete": "unlink"}.get(operation, operation)
        if operation == "create":
            may = record.browse().has_access(known)
            self.assertTrue(may or cell == "no", f"{record} {operation}: {cell}")
        else:
            may = record.has_access(known)
            self.assertEqual(may, cell == "yes", f"{record} {operation}: {cell}")

    def method_cell(self, model, method, name):
        if not self.called_with:
            self.called_with.update(self.calls())
        records, arguments = self.called_with[model][method]

        def work(user):
            ids = [] if records is None else [records.ids]
            answer = call_kw(
                self.env[model].with_user(user), method, [*ids, *arguments], {}
            )
            json.dumps(answer)
            return "yes"

        return self.attempt(name, work)

    def assertTable(self, table, found, known, missing):
        """Every row is there, none too many, and every cell is as it is found."""
        rows = parse(table)
        lacking = [f"{' '.join(key)}: {missing}" for key in known if key not in rows]
        lacking += [
            f"{' '.join(key)}: is not there any more, drop its row"
            for key in rows
            if key not in known
        ]
        if lacking:
            self.fail("\n".join(lacking))
        wrong = []
        for key, cells in rows.items():
            seen = [found(*key, name) for name in USERS]
            wrong += [
                f"{' '.join(key)}, {name}: {is_now}, and not {cell}"
                for name, cell, is_now in zip(USERS, cells, seen, strict=True)
                if cell != is_now
            ]
        if wrong:
            self.fail("\n".join(wrong))

    # The tables

    def own_models(self):
        classes = self.env.registry.models.values()
        return [c._name for c in classes if c._original_module == MODULE]

    def own_methods(self):
        """Every (model, public method) that this addon defines, also on models of
        others; what every model has (create, onchange …) is in the other table."""
        return [
            (model._name, name)
            for model in self.env.registry.models.values()
            if not (model._abstract and model._original_module == MODULE)
            for part in self.own_parts(model)
            for name, value in vars(part).items()
            if self.is_public_method(name, value)
        ]

    def own_parts(self, model):
        """The classes of this addon that a model is made of, with those of the
        addon's abstract models that it takes."""
        for part in model._base_classes__:
            if getattr(part, "_original_module", None) == MODULE and part._abstract:
                yield from self.own_parts(part)
            elif part.__module__.startswith(f"odoo.addons.{MODULE}."):
                yield part

    def is_public_method(self, name, value):
        if isinstance(value, staticmethod | classmethod):
            value = value.__func__
        return (
            inspect.isfunction(value)
            and not name.startswith("_")
            and not hasattr(models.BaseModel, name)
            and not hasattr(self.env.registry["base"], name)
        )

    def test_records(self):
        known = [
            (name, operation)
            for name in self.own_models()
            if not self.env[name]._abstract
            for operation in ("create", "read", "write", "delete")
        ]
        samples = self.samples()
        self.assertTable(
            RECORDS,
            lambda model, operation, name: self.records_cell(
                operation, samples[model], name
            ),
            known,
            "add this row to RECORDS, and a sample of the model to samples()",
        )

    def test_methods(self):
        self.assertTable(
            METHODS,
            self.method_cell,
            self.own_methods(),
            "add this row to METHODS, and what it is called with to calls(); if it is "
            "not for RPC, begin its name with an underscore",
        )

    # Somebody of Fabrikam alone who settles for East may do what ``clerk_f`` may, and
    # what ``MORE_RECORDS`` and ``MORE_METHODS`` say: nothing else, of anything.

    def assertNoMore(self, table, more, found):
        wrong, more = [], parse_more(more)
        for key, cells in parse(table).items():
            cell = more.pop(key, cells[USERS.index("clerk_f")])
            if (seen := found(*key, "settler")) != cell:
                wrong.append(f"{' '.join(key)}, settler: {seen}, and not {cell}")
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertFalse(more)

    def test_records_of_who_settles_on_behalf(self):
        samples = self.samples()
        self.assertNoMore(
            RECORDS,
            MORE_RECORDS,
            lambda model, what, name: self.records_cell(what, samples[model], name),
        )

    def test_methods_of_who_settles_on_behalf(self):
        self.assertNoMore(METHODS, MORE_METHODS, self.method_cell)

    def test_wizards_are_for_who_opened_them(self):
        """Odoo has no such rule of its own."""
        rules = self.env["ir.rule"].sudo()
        for name in self.own_models():
            if self.env[name]._transient:
                with self.subTest(model=name):
                    own = rules.search([("model_id.model", "=", name)])
                    domains = own.filtered(lambda r: not r.groups).mapped(
                        "domain_force"
                    )
                    self.assertIn("[('create_uid', '=', user.id)]", domains)

    def test_wizards_of_others_are_not_there(self):
        other = self.new_user("controller_f", "account.group_account_manager", "F")
        for name, (record, _create, write) in self.samples_of_wizards().items():
            theirs = record.with_user(other)
            self.env.invalidate_all()
            with self.subTest(model=name):
                self.assertFalse(theirs.search([("id", "in", theirs.ids)]))
                for what in (
                    theirs.read,
                    theirs.unlink,
                    lambda t=theirs, w=write: t.write(w),
                ):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        what()
