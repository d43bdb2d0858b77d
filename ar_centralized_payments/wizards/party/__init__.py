from . import ar_customer_proposal
