"""What the walks over all models and methods are tried with, of each wing.

A wing says in its ``access.py`` who may do what with its models and methods, as rows of
the two tables of ``test_access_matrix.py``, and makes samples of them for these and for
``test_contract_roads.py``.
"""

from .bill import access as bill
from .close import access as close
from .direct_debit import access as direct_debit
from .eu_sales_list import access as eu_sales_list
from .home import access as home
from .intercompany import access as intercompany
from .intercompany import payoff_access
from .on_behalf import access as on_behalf
from .payment_journal import access as payment_journal
from .receipt import access as receipt
from .reimbursement import access as reimbursement
from .revaluation import access as revaluation
from .settlement import access as settlement

WINGS = (
    settlement,
    payment_journal,
    reimbursement,
    receipt,
    direct_debit,
    bill,
    home,
    intercompany,
    payoff_access,
    revaluation,
    close,
    eu_sales_list,
    on_behalf,
)


class Samples(
    bill.BillSamples,
    close.CloseSamples,
    direct_debit.DebitSamples,
    eu_sales_list.SalesListSamples,
    home.HomeSamples,
    intercompany.IntercompanySamples,
    payment_journal.PaymentJournalSamples,
    payoff_access.PayoffSamples,
    receipt.ReceiptSamples,
    reimbursement.ReimbursementSamples,
    revaluation.RevaluationSamples,
    settlement.SettlementSamples,
):
    """For classes over :class:`SettlingCommon`."""
