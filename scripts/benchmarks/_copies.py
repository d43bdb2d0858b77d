"""Many open invoices quickly: copies of a posted one, row for row, by the database.

A copy has what Odoo stores of an invoice of its own (entry, journal items, number,
references) but for the chatter: so the books look as if Odoo had posted them all.
"""

from odoo.tools import SQL

#: Of the entry: column -> its value in a copy; ``new`` is the table of the copies.
OF_MOVE = {
    "id": "new.id",
    "name": "new.name",
    "sequence_number": "new.number",
    "payment_reference": "new.name",
    "partner_id": "new.partner_id",
    "commercial_partner_id": "new.partner_id",
    "partner_shipping_id": "new.partner_id",
    "invoice_partner_display_name": "new.customer",
    "access_token": "NULL",
}
#: Of each journal item likewise; the receivable item is named like the invoice.
OF_LINE = {
    "id": "item.id",
    "move_id": "new.id",
    "move_name": "new.name",
    "partner_id": "new.partner_id",
    "name": "CASE WHEN old.name = old.move_name THEN new.name ELSE old.name END",
}
#: What links journal items to others: table, column of the item, column of the other.
LINKS = (
    ("account_move_line_account_tax_rel", "account_move_line_id", "account_tax_id"),
    (
        "account_account_tag_account_move_line_rel",
        "account_move_line_id",
        "account_account_tag_id",
    ),
)


def copy_invoices(env, invoice, partners):
    """Copy a posted invoice for each of some customers, who may come repeatedly.

    :param invoice: in one instalment
    :param partners: ids of customers
    :return: ids of the receivable items, in the order of the customers
    """
    env.flush_all()
    env.cr.execute("DROP TABLE IF EXISTS pg_temp.copied_invoice, pg_temp.copied_item")
    env.cr.execute(
        SQL(
            "CREATE TEMP TABLE copied_invoice AS"
            " SELECT nextval('account_move_id_seq') AS id, place, customer.id"
            "     AS partner_id, customer.name AS customer, last + place AS number,"
            "     old.sequence_prefix || lpad((last + place)::text, 5, '0') AS name"
            "   FROM unnest(%s) WITH ORDINALITY AS given(partner, place)"
            "   JOIN res_partner customer ON customer.id = given.partner"
            "   JOIN account_move old ON old.id = %s"
            "  CROSS JOIN LATERAL (SELECT max(sequence_number) AS last"
            "     FROM account_move WHERE journal_id = old.journal_id"
            "      AND sequence_prefix = old.sequence_prefix) AS numbers",
            list(partners),
            invoice.id,
        )
    )
    env.cr.execute(
        SQL(
            "CREATE TEMP TABLE copied_item AS"
            " SELECT nextval('account_move_line_id_seq') AS id, new.id AS move,"
            "     old.id AS old"
            "   FROM (SELECT id FROM copied_invoice ORDER BY place) AS new"
            "  CROSS JOIN (SELECT id FROM account_move_line WHERE move_id = %s"
            "     ORDER BY id) AS old",
            invoice.id,
        )
    )
    _copy(
        env,
        "account_move",
        OF_MOVE,
        f"JOIN copied_invoice new ON old.id = {invoice.id}",
    )
    _copy(
        env,
        "account_move_line",
        OF_LINE,
        "JOIN copied_item item ON item.old = old.id"
        " JOIN copied_invoice new ON new.id = item.move",
    )
    for table, own, other in LINKS:
        env.cr.execute(
            f"INSERT INTO {table} ({own}, {other}) SELECT item.id, old.{other}"
            f" FROM {table} old JOIN copied_item item ON item.old = old.{own}"
        )
    env.invalidate_all()
    env.cr.execute(
        "SELECT item.id FROM copied_invoice new JOIN account_move_line item"
        " ON item.move_id = new.id AND item.display_type = 'payment_term'"
        " ORDER BY new.place"
    )
    return [item for (item,) in env.cr.fetchall()]


def _copy(env, table, values, joined):
    """Copy rows of a table, every column that has no value of its own as it is."""
    env.cr.execute(
        SQL(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND table_name = %s"
            " ORDER BY ordinal_position",
            table,
        )
    )
    names = [name for (name,) in env.cr.fetchall()]
    columns = ", ".join(f'"{name}"' for name in names)
    taken = ", ".join(values.get(name, f'old."{name}"') for name in names)
    env.cr.execute(
        f"INSERT INTO {table} ({columns}) SELECT {taken} FROM {table} old {joined}"
    )
