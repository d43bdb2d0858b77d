from . import ar_bill_proposal, ar_bill_step, intercompany_setup
