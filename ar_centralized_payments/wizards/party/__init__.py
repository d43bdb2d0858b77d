from . import ar_customer_proposal, ar_customer_proposal_rows
