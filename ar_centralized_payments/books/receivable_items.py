"""What is open of customers, now or as of a date, as parts of queries.

Rows, not records: pages and tiles of a large ledger add them up in the database. Who
may see a row is for the models that select from here to say, by rules of their own.
"""

from odoo.tools import SQL

from .as_of import as_of, reference_date
from .exposures import matched_up_to

#: Days overdue from which a bucket starts, and its name.
BUCKETS = ((91, "91"), (61, "61_90"), (31, "31_60"), (1, "1_30"))
NOT_DUE = "0_not_due"
#: What these queries read, for ``_depends``.
READS = {
    "account.account": ["account_type", "non_trade"],
    "account.move": [
        "move_type",
        "origin_payment_id",
        "payment_reference",
        "preferred_payment_method_line_id",
        "ref",
    ],
    "account.move.line": [
        "account_id",
        "amount_currency",
        "amount_residual",
        "amount_residual_currency",
        "balance",
        "company_id",
        "currency_id",
        "date",
        "date_maturity",
        "discount_amount_currency",
        "discount_date",
        "move_id",
        "move_name",
        "no_followup",
        "parent_state",
        "partner_id",
        "reconciled",
    ],
    "account.partial.reconcile": [
        "amount",
        "credit_amount_currency",
        "credit_move_id",
        "debit_amount_currency",
        "debit_move_id",
        "max_date",
    ],
    "account.payment": ["memo", "payment_method_line_id"],
    "ar.settlement.line": ["is_marking", "move_line_id"],
    "res.partner": ["address_book_id", "commercial_partner_id", "company_id"],
}


def receivable_items(env, partners=None):
    """Open trade receivable items: now, or as of the date in the context.

    :param partners: of these partners only, ids; ``None``: of all

    Columns: ``id``, ``move_id``, ``move_name``, ``company_id``, ``partner_id``,
    ``currency_id``, ``company_currency_id``, ``date``, ``date_due``, ``date_discount``
    (of tier one, where no payment has touched it), ``first_discount`` (that of tier
    one, in the item's currency), ``no_followup``, ``is_debit``; ``amount`` open in the
    item's currency and ``value`` in the company's, both signed.
    """
    date = as_of(env)
    wanted = trade_accounts(env)
    if partners is not None:
        wanted = SQL("%s AND line.partner_id = ANY(%s)", wanted, list(partners))
    return _items_as_of(date, wanted) if date else _items_now(wanted)


def _columns():
    return SQL(
        """
        line.id, line.move_id, line.move_name, line.company_id, line.partner_id,
        line.currency_id, line.company_currency_id, line.date, line.no_followup,
        COALESCE(line.date_maturity, line.date) AS date_due,
        CASE WHEN line.amount_residual_currency = line.amount_currency
             THEN line.discount_date END AS date_discount,
        line.amount_currency - line.discount_amount_currency AS first_discount,
        (CASE WHEN line.balance <> 0 THEN line.balance
              ELSE line.amount_currency END) > 0 AS is_debit
        """
    )


def _items_now(wanted):
    return SQL(
        """
        SELECT %(columns)s, line.amount_residual_currency AS amount,
               line.amount_residual AS value
          FROM account_move_line line
         WHERE line.parent_state = 'posted'
           AND line.reconciled IS NOT TRUE
           AND (line.amount_residual <> 0 OR line.amount_residual_currency <> 0)
           AND %(wanted)s
        """,
        columns=_columns(),
        wanted=wanted,
    )


def _items_as_of(date, wanted):
    """What was booked up to the date, less what was matched up to it, whenever that
    was done: matched pieces count where all of their entries are of the date or
    before."""
    return SQL(
        """
        SELECT *
          FROM (SELECT %(columns)s,
                       line.amount_currency - COALESCE(as_debit.amount, 0)
                           + COALESCE(as_credit.amount, 0) AS amount,
                       line.balance - COALESCE(as_debit.value, 0)
                           + COALESCE(as_credit.value, 0) AS value
                  FROM account_move_line line
                       %(as_debit)s %(as_credit)s
                 WHERE line.parent_state = 'posted'
                   AND line.date <= %(date)s
                   AND %(candidates)s
                   AND %(wanted)s) dated
         WHERE amount <> 0 OR value <> 0
        """,
        columns=_columns(),
        as_debit=matched_up_to("debit", date),
        as_credit=matched_up_to("credit", date),
        candidates=_candidates(date),
        wanted=wanted,
        date=date,
    )


def _candidates(date):
    """Open now, or matched after the date: all others are closed on it."""
    return SQL(
        """
        (line.reconciled IS NOT TRUE
         OR line.id IN (SELECT partial.debit_move_id
                          FROM account_partial_reconcile partial
                         WHERE partial.max_date > %(date)s)
         OR line.id IN (SELECT partial.credit_move_id
                          FROM account_partial_reconcile partial
                         WHERE partial.max_date > %(date)s))
        """,
        date=date,
    )


def trade_accounts(env):
    """Customers' trade receivables (accounting section 4), without the account that
    only the point of sale uses.

    Of a ``line``, by ids: of these the database knows how many items each has, where
    of a join it guesses a fraction, and reads the entries one by one.
    """
    env["account.account"].flush_model(["account_type", "non_trade"])
    rows = env.execute_query(
        SQL(
            """
            SELECT id FROM account_account
             WHERE account_type = 'asset_receivable' AND non_trade IS NOT TRUE
             ORDER BY id
            """
        )
    )
    trade = SQL("line.account_id = ANY(%s)", [account for (account,) in rows])
    used = env["res.company"]._ar_pos_receivable_of_all()
    if not used:
        return trade
    accounts, companies = map(list, zip(*used, strict=True))
    return SQL(
        """
        %s AND NOT (line.account_id = ANY(%s) AND (line.account_id, line.company_id) IN
                    (SELECT * FROM unnest(%s::int[], %s::int[])))
        """,
        trade,
        sorted(set(accounts)),
        accounts,
        companies,
    )


# ------------------------------------------------------------
# What pages say of an item
# ------------------------------------------------------------
def kind_of_item():
    """What an item is, of ``item`` and its ``move``, as the page *Settle* names it."""
    return SQL(
        """
        CASE WHEN move.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice'
             WHEN move.move_type = 'out_refund' THEN 'credit_note'
             WHEN move.origin_payment_id IS NULL THEN 'entry'
             WHEN item.is_debit THEN 'reimbursement'
             ELSE 'payment'
        END
        """
    )


def bucket_of_item(env):
    """The bucket of age that an item is in, by the days since it was due."""
    today = reference_date(env)
    cases = [
        SQL("WHEN item.date_due <= %s::date - %s THEN %s", today, days, name)
        for days, name in BUCKETS
    ]
    return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), NOT_DUE)


def marks(item_id):
    """Whether a draft settlement marks an item.

    :param str item_id: column of its id
    """
    return SQL(
        """
        EXISTS (SELECT FROM ar_settlement_line mark
                 WHERE mark.move_line_id = %s AND mark.is_marking)
        """,
        SQL.identifier(*item_id.split(".")),
    )


def in_current_currency(env, amount, currency):
    """An amount at the rate of today, or of the date asked for, in the currency of the
    current company; nothing for a currency that is not active.

    :param SQL amount: in the currency
    :param SQL currency: its id
    """
    company, date = env.company, reference_date(env)
    currencies = env["res.currency"].search([]) | company.currency_id
    rates = currencies._get_rates(company, date)
    own = company.currency_id
    cases = [
        SQL("WHEN %s THEN %s::numeric", known, rates[own.id] / rates[known])
        for known in currencies.ids
    ]
    return SQL(
        "ROUND(%s * CASE %s %s END, %s)",
        amount,
        currency,
        SQL(" ").join(cases),
        own.decimal_places,
    )


def parties(env):
    """Each Address Book ID, and the record that stands for its party: the first one of
    a company of the user, or shared (``address_book_id``, ``party_id``), else nothing.

    A record of another company would tell its name. Which one it is, is no condition on
    the rows: the database then knows how many there are.
    """
    return SQL(
        """
        SELECT record.address_book_id,
               MIN(record.id) FILTER (WHERE %s) AS party_id
          FROM res_partner record
         WHERE record.address_book_id IS NOT NULL
         GROUP BY record.address_book_id
        """,
        _stands_for_party(env),
    )


def members(partners):
    """Every partner, contacts too, of the parties of some.

    :param SQL partners: ids of any records of them, a condition on an id (``IN …``)
    """
    return SQL(
        """
        WITH given AS (
            SELECT commercial.id, commercial.address_book_id
              FROM res_partner partner
              JOIN res_partner commercial
                ON commercial.id = partner.commercial_partner_id
             WHERE partner.id %s
        )
        SELECT partner.id
          FROM res_partner commercial
          JOIN res_partner partner ON partner.commercial_partner_id = commercial.id
         WHERE commercial.id IN (SELECT id FROM given)
            OR commercial.address_book_id IN (SELECT address_book_id FROM given)
        """,
        partners,
    )


def party_of_one(env):
    """The record that stands for the party of a ``commercial`` partner, as a lateral
    join (``party_id``): for a page of rows, looked for as they come; where all are
    wanted, once for each Address Book ID; where it is not asked for, left out."""
    return SQL(
        """
        SELECT MIN(record.id) AS party_id
          FROM res_partner record
         WHERE record.address_book_id = commercial.address_book_id AND %s
        """,
        _stands_for_party(env),
    )


def known_party(env, found):
    """The record found for a party as :func:`parties` does, else the customer itself;
    of a shared contact whose customer is of others, the contact.

    :param SQL found: the id of the record, or nothing
    """
    return SQL(
        "COALESCE(%s, CASE WHEN %s THEN commercial.id END, partner.id)",
        found,
        _is_known(env, "commercial"),
    )


def _stands_for_party(env):
    return SQL(
        """
        record.commercial_partner_id = record.id AND %s
        """,
        _is_known(env, "record"),
    )


def _is_known(env, table):
    """Whether a partner is shared, or of a company of the user or above one.

    ``sudo()``: the companies above a branch; ids alone.
    """
    companies = env.user.company_ids
    return SQL(
        "(%(company)s IS NULL OR %(company)s = ANY(%(ids)s))",
        company=SQL.identifier(table, "company_id"),
        ids=(companies | companies.sudo().parent_ids).ids,
    )
