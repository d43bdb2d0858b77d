"""Two clerks of a service centre who settle the same on behalf at the same moment."""

from committed._group import clerk_env, receivables
from committed._processes import at_once

SETTLERS = ("centre_one", "centre_two")
GROUPS = (
    "base.group_user",
    "account.group_account_invoice",
    "ar_centralized_payments.group_settlement_undo",
)


class BehalfRaces:
    """For the races: needs ``companies``, ``checks``, ``judge`` and its builders."""

    def settled_on_behalf(self):
        """Both saw the same preview and post it; then both undo it."""
        self._make_centre()
        customer = self.customers(1)
        item = self.invoices(self.two, customer)
        payments = self.payments(self.one, customer)
        with clerk_env(self.companies) as env:
            paying = receivables(env["account.payment"].browse(payments)).ids
        marks = {str(key): {} for key in (*paying, *item)}
        calls = [self._post(login, customer, marks) for login in SETTLERS]
        title = "the same settled on behalf by two"
        self.judge(title, at_once(*calls))
        self.open_amounts(title, [*paying, *item], [0.0, 0.0])
        self._is_listed_once(title, item)
        title = "one settled on behalf, undone twice"
        calls = [self._undo(SETTLERS), self._undo(SETTLERS)]
        self.judge(title, at_once(*calls))
        self.open_amounts(title, [*paying, *item], [-100.0, 100.0])

    def _make_centre(self):
        """Members of the first company alone, who may settle for the second."""
        with clerk_env(self.companies) as env:
            root = env(su=True)
            centre = root["res.groups"].create({"name": "Race centre"})
            groups = [root.ref(name).id for name in GROUPS] + centre.ids
            root["res.users"].with_context(no_reset_password=True).create(
                [
                    {
                        "name": login,
                        "login": login,
                        "company_id": self.one,
                        "company_ids": [(6, 0, [self.one])],
                        "group_ids": [(6, 0, groups)],
                    }
                    for login in SETTLERS
                ]
            )
            root["ar.settle.right"].create(
                {"group_id": centre.id, "company_id": self.two}
            )
            env.cr.commit()

    def _page(self, env, login):
        """The page, as somebody of the service centre has it."""
        users = env["res.users"].sudo()
        user = users.search([("login", "=", login)])
        context = {"allowed_company_ids": [self.one]}
        return env(user=user.id, su=False, context=context)["ar.settle.on.behalf"]

    def _post(self, login, customer, marks):
        """A call: post what the preview showed before the race."""
        place = {"partner_id": customer[0]}
        with clerk_env(self.companies) as env:
            seen = self._page(env, login).behalf_preview(place, marks)
            if seen["problems"]:
                raise RuntimeError(seen["problems"])

        def work(env):
            page = self._page(env, login)
            return page.behalf_post(place, marks, seen["fingerprint"])["name"]

        return self.companies, work

    def _undo(self, logins):
        """A call: whoever of them settled it undoes it."""

        def work(env):
            pages = [self._page(env, login) for login in logins]
            rows = next(rows for page in pages if (rows := page.search([])))
            return rows.action_undo()

        return self.companies, work

    def _is_listed_once(self, title, items):
        with clerk_env(self.companies) as env:
            rows = env["ar.settle.on.behalf"].sudo().search([])
            entries = env["ar.settlement"].search(
                [("line_ids.move_line_id", "in", items)]
            )
            self.checks.check(
                (len(rows), len(entries), entries.state) == (1, 1, "posted"),
                f"{title}: one settlement, listed once",
                (rows, entries),
            )
