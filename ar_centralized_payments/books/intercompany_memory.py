"""What intercompany accounting leaves behind when the addon is uninstalled.

Journals, accounts and the entries on them stay; the pairs that say which account is
whose go with their table. So that no second journal or account is made when the addon
comes back, each gets an external identifier in a module name of its own, which no
uninstallation removes: it follows the record through changes of code and name, and
goes with it when it is deleted.
"""

from collections import defaultdict

MODULE = "__ar_intercompany__"
ACCOUNT_FIELDS = {"due_to": "due_to_account_id", "due_from": "due_from_account_id"}


def remember(env):
    """Give what intercompany accounting uses now its external identifiers.

    :param env: an environment of the superuser: an uninstallation has no other
    """
    data = env["ir.model.data"]
    data.search([("module", "=", MODULE)]).unlink()
    companies = env["res.company"].with_context(active_test=False).search([])
    pairs = env["intercompany.accounting"].with_context(active_test=False).search([])
    names = {
        f"journal-{company.id}": company.ar_intercompany_journal_id
        for company in companies
    }
    for pair in pairs:
        names.update(_names_of_pair(pair))
    data.create(
        [
            {
                "module": MODULE,
                "name": name,
                "model": record._name,
                "res_id": record.id,
                "noupdate": True,
            }
            for name, record in names.items()
            if record
        ]
    )


def _names_of_pair(pair):
    """Names like ``due_to-1-2`` and ``former_due_to-1-2-99``: the side, the payment
    and the invoice company, and the account where there may be several."""
    key = f"{pair.payment_company_id.id}-{pair.invoice_company_id.id}"
    for side, field in ACCOUNT_FIELDS.items():
        yield f"{side}-{key}", pair[field]
        for account in pair[f"former_{side}_account_ids"]:
            yield f"former_{side}-{key}-{account.id}", account


class IntercompanyMemory:
    """The journals and accounts that some companies used before an uninstallation."""

    def __init__(self, env, companies):
        """Read what is remembered of these companies.

        ``sudo()``: external identifiers are for system administrators, and the
        companies may not be ticked in the company switcher. That the user is a member
        of them is for the caller to check, before.
        """
        self._records = defaultdict(list)
        identifiers = env["ir.model.data"].sudo().search([("module", "=", MODULE)])
        for model, some in identifiers.grouped("model").items():
            known = env[model].sudo().browse(some.mapped("res_id")).exists()
            for identifier in some:
                kind, *numbers = identifier.name.split("-")
                owners = tuple(map(int, numbers[:2]))
                if {*owners} <= {*companies.ids} and identifier.res_id in known._ids:
                    record = known.browse(identifier.res_id)
                    self._records[(kind, *owners)].append(record)

    def journal(self, company):
        """The company's journal, archived or not, if it can serve as one."""
        return next(
            (
                journal
                for journal in self._records["journal", company.id]
                if journal.company_id == company and journal.type == "general"
            ),
            None,
        )

    def accounts(self, side, payment, invoice):
        """The account of one side of a pair, and its former ones."""
        return [
            *self._records[side, payment.id, invoice.id],
            *self._records[f"former_{side}", payment.id, invoice.id],
        ]
