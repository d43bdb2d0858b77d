"""Many customers' payments quickly: lines of payment journals, each marked with an
invoice of another company, as copies of a real one, row for row, by the database."""

from odoo.tools import SQL

from committed._group import DATE, bank_journal, clerk_env, make_settlements
from toolbox.odoo_session import odoo_env

#: The open invoices in an order that mixes companies and customers, each with one of
#: the companies that receive payments, which is none of those that share its accounts.
CHOSEN = """
    CREATE TEMP TABLE receipt AS
    WITH item AS (
        SELECT item.id, item.company_id, item.partner_id, item.move_name, item.date,
               item.date_maturity,
               COALESCE(NULLIF(item.discount_amount_currency, 0), item.balance)
               AS amount,
               family.place,
               row_number() OVER (
                   PARTITION BY family.place
                   ORDER BY mod(item.id::bigint * 7919, 1000003), item.id) AS number
          FROM account_move_line item
          JOIN unnest(%s, %s) AS family (company, place)
            ON family.company = item.company_id
         WHERE item.display_type = 'payment_term' AND item.parent_state = 'posted'
           AND NOT item.reconciled),
    payer AS (SELECT * FROM unnest(%s) WITH ORDINALITY AS payer (company, place))
    SELECT item.*, payer.company AS payer, NULL::int AS payment, NULL::int AS settlement
      FROM item JOIN payer ON payer.place - 1 =
        mod(item.place + 1 + mod(item.number, %s - 1), %s)
     ORDER BY item.number, item.place LIMIT %s"""
OF_PAYMENT = {
    "id": "receipt.payment",
    "partner_id": "receipt.partner_id",
    "amount": "receipt.amount",
    "amount_company_currency_signed": "receipt.amount",
}
OF_SETTLEMENT = {
    "id": "receipt.settlement",
    "partner_id": "receipt.partner_id",
    "name": "'*' || receipt.settlement",
}
OF_SOURCE = {
    "id": "nextval('ar_settlement_line_id_seq')",
    "settlement_id": "receipt.settlement",
    "payment_id": "receipt.payment",
    "customer_id": "receipt.partner_id",
}
OF_TARGET = {
    "id": "nextval('ar_settlement_line_id_seq')",
    "settlement_id": "receipt.settlement",
    "customer_id": "receipt.partner_id",
    "move_line_id": "receipt.id",
    "company_id": "receipt.company_id",
    "document": "receipt.move_name",
    "date": "receipt.date",
    "date_maturity": "receipt.date_maturity",
}
#: What is copied: the table, its values, what joins a row with the first of its payer.
COPIED = (
    ("account_payment", OF_PAYMENT, "old.id = first.payment"),
    ("ar_settlement", OF_SETTLEMENT, "old.id = first.settlement"),
    (
        "ar_settlement_line",
        OF_SOURCE,
        "old.settlement_id = first.settlement AND old.side = 'source'",
    ),
    (
        "ar_settlement_line",
        OF_TARGET,
        "old.settlement_id = first.settlement AND old.side = 'target'",
    ),
)


def enter_receipts(companies, payers, count):
    """Payment journals of the first companies with so many lines in all.

    :param companies: ids; those that share the accounts of another one come after it,
        in the same order (:func:`copy_companies`)
    :param payers: how many of them receive payments; the others are copies of these
    :return: ids of the payment journals
    """
    with odoo_env() as env:
        places = [number % payers for number in range(len(companies))]
        query = SQL(
            CHOSEN, companies, places, companies[:payers], payers, payers, count
        )
        env.cr.execute(query)
        env.cr.execute("CREATE TEMP TABLE first AS SELECT * FROM receipt LIMIT 0")
        journals = [_first(env, company, companies) for company in companies[:payers]]
        env.cr.commit()  # to see them
        for company in env["res.company"].browse(companies[:payers]):
            env["ar.settlement"]._sequence_of(company)  # it is no group's first night
        env.cr.execute(
            "DELETE FROM receipt USING first WHERE receipt.id = first.id;"
            "UPDATE receipt SET payment = nextval('account_payment_id_seq'),"
            " settlement = nextval('ar_settlement_id_seq')"
        )
        for table, values, joined in COPIED:
            _copy(env, table, values, joined)
        env.cr.execute(
            "INSERT INTO ar_settlement_company_rel (settlement_id, company_id)"
            " SELECT settlement, payer FROM receipt UNION"
            " SELECT settlement, company_id FROM receipt"
        )
        # Whoever was invoiced by Odoo has a rank: who has none gets it with a payment.
        env.cr.execute(
            "UPDATE res_partner SET customer_rank = 1 FROM receipt"
            " WHERE res_partner.id = receipt.partner_id AND customer_rank = 0"
        )
        env.cr.execute("DROP TABLE first; DROP TABLE receipt")
        env.cr.commit()
        env.cr.execute(
            "ANALYZE account_payment, ar_settlement, ar_settlement_line,"
            " ar_settlement_company_rel"
        )
        env.cr.commit()
        return journals


def _first(env, company, companies):
    """The payment journal of a company, and its first line, as a clerk enters it."""
    env.cr.execute(
        "SELECT id, partner_id, amount::float FROM receipt WHERE payer = %s"
        " ORDER BY number, place LIMIT 1",
        [company],
    )
    item, partner, amount = env.cr.fetchone()
    with clerk_env([company, *companies]) as clerk:
        values = {"company_id": company, "date": DATE}
        values["journal_id"] = bank_journal(clerk, company).id
        journal = clerk["ar.payment.journal"].create(values)
        payment = clerk["account.payment"].create(
            {
                "ar_payment_journal_id": journal.id,
                "partner_id": partner,
                "amount": amount,
            }
        )
        made = make_settlements(
            clerk, payment, clerk["account.move.line"].browse([item])
        )
        clerk.cr.commit()
    env.cr.execute(
        "INSERT INTO first SELECT * FROM receipt WHERE id = %s;"
        "UPDATE first SET payment = %s, settlement = %s WHERE id = %s",
        [item, payment.id, made.id, item],
    )
    return journal.id


def _copy(env, table, values, joined):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema AND table_name = %s",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall()]
    columns = ", ".join(f'"{name}"' for name in names)
    taken = ", ".join(values.get(name, f'old."{name}"') for name in names)
    env.cr.execute(
        f"INSERT INTO {table} ({columns}) SELECT {taken} FROM receipt"
        f" JOIN first ON first.payer = receipt.payer JOIN {table} old ON {joined}"
        " ORDER BY receipt.number, receipt.place"
    )
