"""What is chosen of the set-up of intercompany accounting before anything is made.

For each company a journal, accounts and ranges of codes may be chosen. Where nothing
is, what the companies had before an uninstallation is used again.
"""

import re
from collections import defaultdict

from odoo.addons.account.models.account_account import ACCOUNT_CODE_NUMBER_REGEX

from .intercompany_memory import ACCOUNT_FIELDS, IntercompanyMemory

#: One code, or the first and the last one.
RANGE = re.compile(r"([A-Za-z0-9.]+)(?:\s*-\s*([A-Za-z0-9.]+))?")
#: What is chosen as records: model -> its fields.
RECORDS = {
    "account.journal": ("journal_id",),
    "account.account": tuple(ACCOUNT_FIELDS.values()),
}
CODE_FIELDS = {"due_to": "due_to_codes", "due_from": "due_from_codes"}


class IntercompanyChoices:
    """Journals, accounts and codes that are chosen, else remembered.

    :param companies: root companies; that the user is a member of them is for the
        caller to check, before
    :param dict chosen: company id (as text) -> ``journal_id``, ``due_to_account_id``,
        ``due_from_account_id``, ``due_to_codes`` and ``due_from_codes`` (``FIRST`` or
        ``FIRST-LAST``), as far as something is chosen
    """

    def __init__(self, env, companies, chosen=None):
        self.env = env
        self.companies = companies.sudo()
        self.chosen = {int(company): row for company, row in (chosen or {}).items()}
        self.memory = IntercompanyMemory(env, companies)
        self._known = {
            model: self._read(model, names) for model, names in RECORDS.items()
        }
        #: company -> what a range has no codes for, found while planning
        self.shortages = defaultdict(list)

    def _read(self, model, names):
        """What is chosen of a model, as far as it is there, in one query.

        ``sudo()``: the companies may not be ticked in the company switcher.
        """
        ids = {row.get(name) for row in self.chosen.values() for name in names}
        records = self.env[model].sudo().with_context(active_test=False)
        return records.browse(sorted(filter(None, ids))).exists()

    def _record(self, company, name, model):
        """What is chosen, of the company itself; nothing else is ever looked at."""
        own = "company_id" if model == "account.journal" else "company_ids"
        chosen = self._value(company, name)
        return self._known[model].filtered(
            lambda record: record.id == chosen and company in record[own]
        )

    def _value(self, company, name):
        return self.chosen.get(company.id, {}).get(name)

    # ------------------------------------------------------------
    # What the plan asks for
    # ------------------------------------------------------------
    def journal(self, company):
        """The company's journal, chosen or remembered, if there is one."""
        chosen = self._record(company, "journal_id", "account.journal")
        return chosen or self.memory.journal(company)

    def accounts(self, side, payment, invoice):
        """The account of one side of a pair that is chosen; then those remembered."""
        company = payment if side == "due_to" else invoice
        chosen = self._record(company, ACCOUNT_FIELDS[side], "account.account")
        known = self.memory.accounts(side, payment, invoice)
        return [*chosen, *(account for account in known if account not in chosen)]

    def code(self, side, company, used):
        """The next free code of the range that is chosen, if there is one.

        :param used: codes of the company's chart, those planned before among them
        """
        text = (self._value(company, CODE_FIELDS[side]) or "").strip()
        found = RANGE.fullmatch(text)
        if not found:
            return None
        for code in self._codes(*found.groups()):
            if code not in used:
                return code
        if company not in self.shortages[side]:
            self.shortages[side].append(company)
        return None

    @staticmethod
    def _codes(first, last):
        """The codes from one to another, counted at their last digits."""
        yield first
        head, digits, tail = ACCOUNT_CODE_NUMBER_REGEX.match(first).groups()
        width = len(digits)
        for number in range(int(digits) + 1, 10**width) if digits else ():
            code = f"{head}{number:0{width}}{tail}"
            if last and code > last:
                return
            yield code

    # ------------------------------------------------------------
    # What stands against it
    # ------------------------------------------------------------
    def problems(self):
        """Reasons against what is chosen, as texts; foreign records are not named."""
        if self.chosen.keys() - set(self.companies.ids):
            return [self.env._("Something is chosen for a company that is not set up.")]
        return [text for company in self.companies for text in self._problems(company)]

    def _problems(self, company):
        yield from self._journal_problems(company)
        for side in ACCOUNT_FIELDS:
            yield from self._account_problems(company, side)
            yield from self._code_problems(company, side)

    def _journal_problems(self, company):
        env, given = self.env, self._value(company, "journal_id")
        journal = self._record(company, "journal_id", "account.journal")
        current = company.ar_intercompany_journal_id
        if given and not journal:
            yield env._(
                "The journal chosen for %(company)s is not one of its own. Choose "
                "another.",
                company=company.name,
            )
        elif journal and journal.type != "general":
            yield env._(
                "%(journal)s of %(company)s is no miscellaneous journal. Choose one.",
                journal=journal.display_name,
                company=company.name,
            )
        elif journal and current and journal != current:
            yield env._(
                "%(company)s books in %(journal)s already. Change it in its settings.",
                company=company.name,
                journal=current.display_name,
            )

    def _account_problems(self, company, side):
        pairs, name = self.env["intercompany.accounting"], ACCOUNT_FIELDS[side]
        account = self._record(company, name, "account.account")
        label = pairs._fields[name]._description_string(self.env)
        if self._value(company, name) and not account:
            yield self.env._(
                "%(label)s: the account chosen for %(company)s is not one of its own. "
                "Choose another.",
                label=label,
                company=company.name,
            )
        elif account:
            kind = "liability_current" if side == "due_to" else "asset_current"
            for code, text in pairs._due_account_problems(
                account, company, kind, label
            ):
                if code != "archived":
                    yield text

    def _code_problems(self, company, side):
        text = (self._value(company, CODE_FIELDS[side]) or "").strip()
        found = RANGE.fullmatch(text)
        first, last = found.groups() if found else ("", "")
        if text and (not found or (last and (len(last) != len(first) or last < first))):
            yield self.env._(
                "%(text)s is no range of codes in %(company)s. Type the first code, or "
                "the first and the last one: 211000-211099.",
                text=text,
                company=company.name,
            )

    def shortage_problems(self):
        """After planning: ranges that are too short."""
        return [
            self.env._(
                "%(company)s: no code is free in %(text)s any more. Type a longer "
                "range.",
                company=company.name,
                text=self._value(company, CODE_FIELDS[side]),
            )
            for side, companies in self.shortages.items()
            for company in companies
        ]
