from . import intercompany, party, payment_journal, reimbursement, settlement
