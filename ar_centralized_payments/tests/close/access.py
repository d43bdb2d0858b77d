"""Closes of periods for the tables of who may do what."""

from odoo import Command

from ..walks import MODULE, OTHERS

RECORDS = """
    ar.close.check
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.close.template
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.close.template.line
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.period.close
      create  no      no       no     yes         no
      read    yes     yes      yes    yes         no
      write   no      no       no     yes         no
      delete  no      no       no     yes         no
    ar.period.close.task
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       yes    yes         no
      delete  no      no       no     no          no
    ar.period.close.lock
      create  no      no       no     no          no
      read    yes     none     yes    yes         no
      write   no      no       no     no          no
      delete  no      no       no     no          no
    ar.period.close.posting
      create  no      no       no     no          no
      read    no      none     yes    none        no
      write   no      no       no     no          no
      delete  no      no       no     no          no
"""
METHODS = """
    ar.period.close
      action_export               yes     yes      yes    yes         no
      action_grant_exception      no      no       no     yes         no
      action_lock                 no      no       no     yes         no
      action_open_close           yes     yes      yes    yes         no
      action_open_page            yes     yes      yes    yes         no
      action_reopen               no      no       no     yes         no
      action_set_up               no      no       no     yes         no
      check                       yes     yes      yes    yes         no
      page_check                  yes     yes      yes    yes         no
      page_open                   yes     yes      yes    yes         no
    ar.period.close.task
      action_check                yes     no       yes    yes         no
      action_open                 yes     no       yes    yes         no
      action_open_all             yes     no       yes    yes         no
      action_sign                 no      no       yes    yes         no
      action_waive                no      no       no     yes         no
      bulk_post                   no      no       yes    yes         no
      bulk_preview                no      no       yes    yes         no
      bulk_progress               no      no       yes    yes         no
"""


class CloseSamples:
    """For classes over :class:`SettlingCommon`, beside the samples of the others."""

    def period_close(self, lock=False):
        """Of Fabrikam and East; what is not locked has a draft invoice of East."""
        template = self.env["ar.close.template"].sudo().create(
            {
                "name": "A few",
                "line_ids": [
                    Command.create(
                        {"check_id": self.env.ref(f"{MODULE}.close_check_{key}").id}
                    )
                    for key in ("a2", "c2")
                ],
            }
        )  # fmt: skip
        companies = [self.companies[letter].id for letter in "FE"]
        month = "2026-02-28" if lock else "2026-01-31"
        close = (
            self.env["ar.period.close"]
            .with_user(self.controller)
            .create(
                {
                    "date_from": f"{month[:8]}01",
                    "date_to": month,
                    "template_id": template.id,
                    "company_ids": [Command.set(companies)],
                }
            )
        )
        close.check()
        if lock:
            close.action_lock("sales")
        return close

    def task_of_east(self, close, key):
        return close.sudo().task_ids.filtered(
            lambda t: t.key == key and t.company_id == self.companies["E"]
        )

    def posting_of(self, task):
        """What the clerk had posted in the background."""
        return self.env["ar.period.close.posting"].sudo().create(
            {
                "task_id": task.id,
                "user_id": self.clerk.id,
                "state": "done",
                "waiting": [],
            }
        )  # fmt: skip

    def samples_of_closes(self):
        close = self.period_close()
        locked = self.period_close(lock=True)
        return {
            **self.samples_of_templates(close.sudo().template_id),
            "ar.period.close": (
                close,
                {
                    "date_from": "2025-12-01",
                    "date_to": "2025-12-31",
                    "company_ids": [Command.set(self.companies["E"].ids)],
                },
                {"name": "January"},
            ),
            "ar.period.close.task": (
                self.task_of_east(close, "A2"),
                {"close_id": close.id, "key": "x", "name": "x"},
                {"note": "x"},
            ),
            "ar.period.close.posting": (
                self.posting_of(self.task_of_east(close, "A2")),
                {"task_id": self.task_of_east(close, "A2").id},
                {"total": 5},
            ),
            "ar.period.close.lock": (
                locked.sudo().lock_ids.filtered(
                    lambda lock: lock.company_id == self.companies["E"]
                ),
                {"close_id": close.id, "company_id": self.companies["E"].id},
                {"is_reopened": True},
            ),
        }

    def samples_of_templates(self, template):
        own = self.env["ar.close.check"].with_user(self.controller)
        values = {"name": "Own", "model_name": "account.move"}
        return {
            "ar.close.check": (
                own.create({**values, "key": "own"}),
                {**values, "key": "another"},
                {"severity": "blocking"},
            ),
            "ar.close.template": (
                template.copy(),
                {"name": "Another"},
                {"name": "Other"},
            ),
            "ar.close.template.line": (
                template.line_ids[:1],
                {"template_id": template.id, "key": "x", "name": "Look"},
                {"due_days": 3},
            ),
        }

    def close_by_hand(self, close):
        """Another month of the same companies, with a task that people sign."""
        manual = self.env["ar.close.template"].sudo().create(
            {
                "name": "By hand",
                "line_ids": [Command.create({"key": "look", "name": "Look"})],
            }
        )  # fmt: skip
        return close.copy(
            {
                "date_from": "2025-12-01",
                "date_to": "2025-12-31",
                "template_id": manual.id,
            }
        )

    def calls_on_closes(self):
        close, locked = self.period_close(), self.period_close(lock=True)
        signed = self.close_by_hand(close)
        task, to_sign = (
            self.task_of_east(close, "A2"),
            self.task_of_east(signed, "look"),
        )
        reason, grant = "A good reason", [self.clerk.id, "sale_lock_date", 1]
        return {
            "ar.period.close": {
                "action_export": (close, []),
                "action_grant_exception": (locked, [*grant, "A good reason"]),
                "action_lock": (close, ["sales"]),
                "action_open_close": (close, []),
                "action_open_page": (None, []),
                "action_reopen": (locked, [reason]),
                "action_set_up": (None, []),
                "check": (close, []),
                "page_check": (close, []),
                "page_open": (None, []),
            },
            "ar.period.close.task": {
                "action_check": (task, []),
                "action_open": (task, []),
                "action_open_all": (task, []),
                "action_sign": (to_sign, []),
                "action_waive": (to_sign, [reason]),
                "bulk_post": (task, []),
                "bulk_preview": (task, []),
                "bulk_progress": (task, []),
            },
        }

    def make_closes_of_others(self):
        """One of East, locked; and one of East and Fabrikam, with a draft of each."""
        closes = self.env["ar.period.close"].with_user(self.controller)
        for letters, month, name in (("E", "02-28", "Zqxclose"), ("FE", "03-31", "Q1")):
            companies = [self.companies[letter].id for letter in letters]
            close = closes.create(
                {
                    "name": name,
                    "date_from": f"2026-{month[:2]}-01",
                    "date_to": f"2026-{month}",
                    "company_ids": [Command.set(companies)],
                }
            )
            close.check()
            if letters == "E":
                close.action_lock("sales", "Zqxreason of the lock")
                close.sudo().task_ids.write({"name": "Zqxtask", "note": "Zqxnote"})
                self.env["ar.period.close.posting"].sudo().create(
                    {
                        "task_id": close.sudo().task_ids[:1].id,
                        "user_id": self.controller.id,
                        "state": "done",
                        "waiting": [],
                        "outcomes": [[1, "refused", "Zqxrefusal"]],
                    }
                )

    def base_values_of_closes(self):
        templates = self.env["ar.close.template"].with_user(self.manager_f)
        return {
            "ar.close.check": lambda: {
                "name": "x",
                "key": f"x{self.env['ar.close.check'].sudo().search_count([])}",
                "model_name": "account.move",
            },
            "ar.close.template": lambda: {"name": "x"},
            "ar.close.template.line": lambda: {
                "template_id": templates.create({"name": "x"}).id,
                "key": "x",
                "name": "x",
            },
            "ar.period.close": lambda: {
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
                "company_ids": [[6, 0, self.companies["F"].ids]],
            },
            "ar.period.close.task": lambda: None,
            "ar.period.close.lock": lambda: None,
            "ar.period.close.posting": lambda: None,
        }

    def arguments_of_closes(self):
        reason = "A good reason"
        return {
            "ar.revaluation.action_post": [[None]],
            "ar.intercompany.payoff.action_undo": [["2026-04-12"]],
            "ar.period.close.action_grant_exception": [
                [f"{OTHERS}res.users", "sale_lock_date", 1, reason],
                [
                    self.manager_f.id,
                    "sale_lock_date",
                    1,
                    reason,
                    [f"{OTHERS}res.company"],
                ],
            ],
            "ar.period.close.action_lock": [["sales"], ["period", reason]],
            "ar.period.close.action_reopen": [[reason]],
            "ar.period.close.page_open": [[f"{OTHERS}ar.period.close"], [None]],
            "ar.period.close.task.action_waive": [[reason]],
            "ar.period.close.task.bulk_post": [[True]],
            "ar.period.close.task.bulk_preview": [[False]],
        }
