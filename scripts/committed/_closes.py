"""Two people who close, and one who posts while another locks, at the same moment."""

from committed._group import clerk_env, post_invoices
from committed._processes import at_once

#: Before everything that other races book.
PERIOD = {"date_from": "2025-12-01", "date_to": "2025-12-31"}
IN_IT = "2025-12-15"


class CloseRaces:
    """For the races: needs ``companies``, ``checks``, ``judge`` and ``customers``."""

    def closed(self):
        """Two set a month up, two lock it, two reopen it; one posts meanwhile."""
        template = self._template()
        calls = [self._set_up(template, reverse) for reverse in (False, True)]
        self.judge("one month, set up twice", at_once(*calls))
        close = self._close()
        for title, name, argument in (
            ("one close, locked twice", "action_lock", "sales"),
            ("one close, reopened twice", "action_reopen", "Both of us reopen it"),
        ):
            calls = [
                self._press(close, name, argument, reverse) for reverse in (False, True)
            ]
            self.judge(title, at_once(*calls))
            self._locks_are(title, close, name == "action_lock")
        customer = self.customers(1)
        outcomes = at_once(
            self._press(close, "action_lock", "sales", False),
            self._post_in_period(self.one, customer),
        )
        self.judge("posted while the period is locked", outcomes, wins=2)
        self._is_told("posted while the period is locked", close, outcomes[1].result)

    def _template(self):
        with clerk_env(self.companies) as env:
            check = env.ref("ar_centralized_payments.close_check_h2")
            line = {"key": "look", "name": "Look", "severity": "warning"}
            lines = [(0, 0, line), (0, 0, {"check_id": check.id})]
            made = env["ar.close.template"].create({"name": "Race", "line_ids": lines})
            env.cr.commit()
            return made.id

    def _set_up(self, template, reverse):
        companies = list(reversed(self.companies)) if reverse else self.companies
        values = {
            **PERIOD,
            "template_id": template,
            "company_ids": [(6, 0, companies)],
        }
        return companies, lambda env: env["ar.period.close"].create(values).ids

    def _close(self):
        with clerk_env(self.companies) as env:
            return env["ar.period.close"].search([]).ids

    def _press(self, close, name, argument, reverse):
        companies = list(reversed(self.companies)) if reverse else self.companies
        return companies, lambda env: getattr(
            env["ar.period.close"].browse(close), name
        )(argument)

    def _post_in_period(self, company, customer):
        def work(env):
            partners = env["res.partner"].browse(customer)
            return post_invoices(env, company, partners, date=IN_IT).ids

        return self.companies, work

    def _locks_are(self, title, close, is_locked):
        with clerk_env(self.companies) as env:
            companies = env["res.company"].sudo().browse(self.companies)
            found = {str(company.sale_lock_date) for company in companies}
            wanted = {PERIOD["date_to"] if is_locked else "False"}
            locks = env["ar.period.close.lock"].search(
                [("close_id", "in", close), ("is_reopened", "=", False)]
            )
        count = len(self.companies) if is_locked else 0
        self.checks.check(
            (found, len(locks)) == (wanted, count),
            f"{title}: all companies alike, one record of each",
            (found, len(locks)),
        )

    def _is_told(self, title, close, moves):
        """In the period only if the lock's snapshot has it, or the close shows it."""
        with clerk_env(self.companies) as env:
            record = env["ar.period.close"].browse(close)
            record.check()
            task = record.task_ids.filtered(
                lambda t: t.key == "H2" and t.company_id.id == self.one
            )
            lock = env["ar.period.close.lock"].search(
                [("close_id", "in", close), ("company_id", "=", self.one)],
                limit=1,
                order="id desc",
            )
            is_in_it = str(env["account.move"].browse(moves).date) <= PERIOD["date_to"]
            told = lock.entry_count + task.count
            env.cr.commit()
        self.checks.check(
            told == int(is_in_it),
            f"{title}: {'in the period, and told' if is_in_it else 'moved out of it'}",
            (told, is_in_it),
        )
