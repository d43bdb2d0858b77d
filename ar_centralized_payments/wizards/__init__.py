from . import intercompany, party, payment_journal, reimbursement, settlement

from . import revaluation  # isort: skip (inherits from the assistant)
