"""Many companies quickly: copies of a few real ones, row for row, by the database.

A copy has its own company, its partner, journals, entries and journal items; accounts,
payment terms and customers are shared with the company that it is a copy of.
"""

from odoo.tools import SQL

from committed._group import CLERK
from toolbox.odoo_session import odoo_env


def copy_companies(companies, count):
    """Copy companies, one after the other, until there are so many.

    :param companies: ids
    :return: ids of all, the given ones first
    """
    with odoo_env() as env:
        found = list(companies)
        while len(found) < count:
            model = companies[(len(found) - len(companies)) % len(companies)]
            found.append(_copy_company(env, model, len(found)))
            env.cr.commit()
            print(".", end="", flush=True)
        print()
        user = env["res.users"].search([("login", "=", CLERK)])
        for users in (user, env.user):
            users.company_ids |= env["res.company"].browse(found)
        env.cr.commit()
        return found


def _copy_company(env, model, number):
    name = {"name": f"'Home copy {number}'"}
    partner = _partner_of(env, model)
    own = _copy(
        env,
        "res_partner",
        f"id = {partner}",
        {**name, "complete_name": name["name"]},
    )[partner]
    _execute(
        env, "UPDATE res_partner SET commercial_partner_id = id WHERE id = %s", own
    )
    company = _copy(
        env,
        "res_company",
        f"id = {model}",
        {**name, "partner_id": str(own), "ar_intercompany_journal_id": "NULL"},
    )[model]
    _execute(
        env, "UPDATE res_company SET parent_path = id || '/' WHERE id = %s", company
    )
    _share_accounts(env, model, company)
    _copy_books(env, model, company)
    env.invalidate_all()
    env.registry.clear_all_caches()
    return company


def _share_accounts(env, model, company):
    """The copy uses the accounts of the company that it is a copy of."""
    _execute(
        env,
        "INSERT INTO account_account_res_company_rel"
        " (account_account_id, res_company_id)"
        " SELECT account_account_id, %s FROM account_account_res_company_rel"
        " WHERE res_company_id = %s",
        company,
        model,
    )
    _execute(
        env,
        "UPDATE account_account SET code_store = code_store"
        " || jsonb_build_object(%s::text, code_store -> %s::text)"
        " WHERE code_store ? %s::text",
        company,
        model,
        model,
    )


def _copy_books(env, model, company):
    of = {"company_id": str(company)}
    journals = _copy(
        env,
        "account_journal",
        f"company_id = {model}",
        {**of, "alias_id": "NULL", "bank_account_id": "NULL"},
    )
    moves = _copy(
        env,
        "account_move",
        f"company_id = {model}",
        {
            **of,
            "journal_id": _mapped(journals, "journal_id"),
            "access_token": "NULL",
        },
    )
    _keep(env, moves)
    _copy(
        env,
        "account_move_line",
        f"company_id = {model}",
        {
            **of,
            "journal_id": _mapped(journals, "journal_id"),
            "move_id": "(SELECT new FROM copied_ids WHERE copied_ids.old ="
            " source.move_id)",
        },
    )


def _partner_of(env, company):
    env.cr.execute("SELECT partner_id FROM res_company WHERE id = %s", [company])
    return env.cr.fetchone()[0]


def _mapped(ids, column):
    cases = " ".join(f"WHEN {old} THEN {new}" for old, new in ids.items())
    return f"CASE source.{column} {cases} END"


def _keep(env, ids):
    """Old and new ids as a table, for what refers to them."""
    _execute(env, "DROP TABLE IF EXISTS pg_temp.copied_ids")
    _execute(
        env,
        "CREATE TEMP TABLE copied_ids AS SELECT * FROM"
        " unnest(%s::int[], %s::int[]) AS pair(old, new)",
        list(ids),
        list(ids.values()),
    )
    _execute(env, "CREATE INDEX ON copied_ids (old)")
    _execute(env, "ANALYZE copied_ids")


def _copy(env, table, condition, values):
    """Copy rows, every column that has no value of its own as it is.

    :return: old id -> new id
    """
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema AND table_name = %s"
        " ORDER BY ordinal_position",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall()]
    sequence = f"{table}_id_seq"
    env.cr.execute(
        f"CREATE TEMP TABLE new_ids ON COMMIT DROP AS SELECT id AS old,"
        f" nextval('{sequence}')::int AS new FROM {table} WHERE {condition}"
    )
    values = {**values, "id": "new_ids.new"}
    columns = ", ".join(f'"{name}"' for name in names)
    taken = ", ".join(values.get(name, f'source."{name}"') for name in names)
    env.cr.execute(
        f"INSERT INTO {table} ({columns}) SELECT {taken} FROM {table} source"
        " JOIN new_ids ON new_ids.old = source.id"
    )
    env.cr.execute("SELECT old, new FROM new_ids")
    ids = dict(env.cr.fetchall())
    env.cr.execute("DROP TABLE new_ids")
    return ids


def _execute(env, query, *arguments):
    env.cr.execute(SQL(query, *arguments))


def copy_pairs(companies, real):
    """Let the copies among some companies be paid by the real ones, as those that they
    are copies of are, in Intercompany journals of their own.

    :param companies: ids, the real ones first (:func:`copy_companies`)
    :param real: how many of them are real
    """
    copies = companies[real:]
    models = [companies[number % real] for number in range(len(copies))]
    pairs = (list(copies), models)
    with odoo_env() as env:
        _execute(
            env,
            "UPDATE res_company company SET ar_intercompany_journal_id = own.id"
            "  FROM unnest(%s, %s) AS pair (copy, model)"
            "  JOIN res_company old ON old.id = pair.model"
            "  JOIN account_journal journal"
            "    ON journal.id = old.ar_intercompany_journal_id"
            "  JOIN account_journal own"
            "    ON own.company_id = pair.copy AND own.code = journal.code"
            " WHERE company.id = pair.copy",
            *pairs,
        )
        _execute(
            env,
            "INSERT INTO intercompany_accounting (payment_company_id,"
            " invoice_company_id, due_to_account_id, due_from_account_id, active,"
            " cash_discount_company, exchange_company)"
            " SELECT old.payment_company_id, pair.copy, old.due_to_account_id,"
            "  old.due_from_account_id, TRUE, old.cash_discount_company,"
            "  old.exchange_company"
            "  FROM unnest(%s, %s) AS pair (copy, model)"
            "  JOIN intercompany_accounting old ON old.invoice_company_id = pair.model"
            "   AND old.payment_company_id = ANY(%s)",
            *pairs,
            list(companies[:real]),
        )
        env.cr.execute("ANALYZE intercompany_accounting")
        env.cr.commit()
        env.registry.clear_all_caches()
