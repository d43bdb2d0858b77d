"""Closes and their tasks: made, signed, waived, suspended; who sees and may what."""

from ast import literal_eval

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .closing import MARCH, ClosingCommon


@tagged("post_install", "-at_install")
class TestClose(ClosingCommon):
    # ------------------------------------------------------------
    # Made
    # ------------------------------------------------------------
    def test_set_up_this_month(self):
        """One press: March, all legal entities, every task of the template."""
        closes = self.env["ar.period.close"].with_user(self.controller)
        action = closes.action_set_up()
        close = closes.browse(action["params"]["close_id"])
        self.assertEqual(close.name, "March 2026")
        self.assertEqual(
            (str(close.date_from), str(close.date_to)), ("2026-03-01", "2026-03-31")
        )
        self.assertEqual(
            close.company_names,
            "Fabrikam, Fabrikam East, Fabrikam West, Fabrikam Europe",
        )
        lines = close.template_id.line_ids
        groups = lines.filtered(lambda line: line.scope == "group")
        self.assertEqual(
            len(close.task_ids), len(groups) + 4 * (len(lines) - len(groups))
        )
        self.assertEqual({str(t.due_date) for t in close.task_ids if t.key == "C1"},
                         {"2026-04-02"})  # fmt: skip
        with self.assertRefused("All of your companies have a close"):
            closes.action_set_up()

    def test_due_on_working_days(self):
        """Neither at weekends nor on the holidays of the calendar: 31 March is a
        Tuesday, and 1 April is one."""
        calendar = self.env["resource.calendar"].sudo().create({"name": "Ours"})
        self.env["resource.calendar.leaves"].sudo().create(
            {
                "calendar_id": calendar.id,
                "date_from": "2026-04-01 00:00:00",
                "date_to": "2026-04-01 23:59:59",
            }
        )
        template = self.env["ar.close.template"].browse(self.template("C1", "C2"))
        for line, days in zip(template.sudo().line_ids, (2, -1), strict=True):
            line.due_days = days
        close = self.close("F", template_id=template.id, calendar_id=calendar.id)
        self.assertEqual(
            sorted(map(str, close.task_ids.mapped("due_date"))),
            ["2026-03-30", "2026-04-03"],
        )

    def test_only_what_has_none_is_set_up(self):
        self.close("FE")
        closes = self.env["ar.period.close"].with_user(self.controller)
        action = closes.action_set_up()
        close = closes.browse(action["params"]["close_id"])
        self.assertEqual(close.company_names, "Fabrikam West, Fabrikam Europe")

    def test_companies_and_tasks_that_come_later(self):
        template = self.env["ar.close.template"].browse(self.template("C1"))
        close = self.close("F", template_id=template.id)
        close.company_ids = [Command.link(self.companies["E"].id)]
        self.assertEqual(len(close.task_ids), 2)
        template.sudo().line_ids = [Command.create({"key": "x", "name": "Look"})]
        close.check()
        self.assertEqual(close.task_ids.mapped("key"), ["C1", "C1", "x", "x"])
        close.company_ids = [Command.unlink(self.companies["E"].id)]
        self.assertEqual(close.task_ids.company_id, self.companies["F"])

    def test_refused(self):
        self.close("FE")
        branch = self.branch("F", "Fabrikam North", "N")
        for words, values in (
            (("Fabrikam East", "closed with another"), {"letters": "EW"}),
            (("closed with another",), {"letters": "E", "date_to": "2026-03-05"}),
            (("ends before it begins",), {"letters": "W", "date_to": "2026-02-01"}),
            (("choose one company",), {"letters": ""}),
            (("branch of Fabrikam",), {"letters": "WN"}),
        ):
            refused = self.assertRefused(*words)
            with self.subTest(words=words), refused, self.cr.savepoint():
                self.close(**values)
        self.assertTrue(branch)
        self.close("E", date_from="2026-04-01", date_to="2026-04-30")

    def test_who_may_make_one(self):
        for user in (self.clerk, self.reader):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.close("F", user=user)
        closer_f = self.new_user(
            "closer_f", "ar_centralized_payments.group_close_receivable", "F"
        )
        closer_f.sudo().group_ids += self.env.ref("account.group_account_invoice")
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.close("FE", user=closer_f)
        self.assertEqual(len(self.close("F", user=closer_f).company_ids), 1)

    # ------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------
    def test_members_see_the_tasks_of_their_companies(self):
        """And totals over those; nothing of the others, not even of the group."""
        self.invoice("E", 600, post=False)
        close = self.close("FE", template_id=self.template("B8-all", "E2"))
        close.check()
        self.assertEqual(close.done_percent, 66)
        mine = close.with_user(self.clerk_f)
        self.env.invalidate_all()
        page = mine.page_open(close.id)
        self.assertEqual([column["name"] for column in page["columns"]], ["Fabrikam"])
        self.assertEqual([row["key"] for row in page["rows"]], ["B8-all"])
        self.assertEqual(page["tiles"]["left"], 0)
        self.assertEqual((page["tiles"]["done"], mine.done_percent), (100, 100))
        self.assertNotIn("East", str(page))
        self.assertEqual(mine.company_names, "Fabrikam")
        self.assertEqual(mine.task_ids.company_id, self.companies["F"])
        others = close.sudo().task_ids - mine.sudo().task_ids.filtered(
            lambda t: t.company_id == self.companies["F"]
        )
        for task in others.with_user(self.clerk_f):
            for work in (task.read, task.action_sign, task.action_open):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    work()

    def test_a_stranger_sees_no_close(self):
        close = self.close("EW")
        mine = close.with_user(self.clerk_f)
        self.assertFalse(mine.search([]))
        for work in (mine.read, mine.check, lambda: mine.page_open(close.id)):
            with self.assertRaises(AccessError), self.cr.savepoint():
                work()

    def test_a_reader_looks_and_does_nothing(self):
        close = self.close("F", template_id=self.template("B8-all"))
        mine = close.with_user(self.reader)
        page = mine.page_open()
        self.assertEqual(page["close"]["name"], "March 2026")
        self.assertEqual(
            page["may"], {"sign": False, "close": False, "override": False}
        )
        task = self.task(close, "B8-all", "F", self.reader)
        for work in (
            task.action_sign,
            lambda: task.action_waive("x" * 20),
            lambda: mine.action_lock("sales"),
            lambda: mine.action_reopen("x" * 20),
            lambda: task.write({"note": "x"}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                work()

    # ------------------------------------------------------------
    # Signed and suspended
    # ------------------------------------------------------------
    def test_signed_and_suspended_when_the_books_change(self):
        close = self.close("F", template_id=self.template("B8-all"))
        close.template_id.sudo().line_ids.wants_signature = True
        close = self.close("E", template_id=close.template_id.id, name="March of East")
        task = self.task(close, "B8-all", "E", self.clerk)
        close.check()
        self.assertEqual((task.check_state, task.state), ("ok", "open"))
        task.action_sign()
        self.assertEqual((task.state, task.signed_by_id), ("done", self.clerk))
        self.assertEqual(str(task.done_on), "2026-04-15")
        self.assertEqual(task.days_after, 15)
        late = self.invoice("E", 600, post=False)
        close.check()
        self.assertEqual((task.state, task.is_sign_suspended), ("open", True))
        self.assertEqual(task.signed_by_id, self.clerk)
        with self.assertRefused("1 are still open", "March of East"):
            task.action_sign()
        late.action_post()
        close.check()
        self.assertEqual((task.state, task.check_state), ("open", "ok"))
        task.action_sign()
        self.assertEqual((task.state, task.is_sign_suspended), ("done", False))
        with self.assertRefused("is signed already"):
            task.action_sign()

    def test_waived_until_there_is_more(self):
        close = self.close("F", template_id=self.template("B8-all"))
        self.invoice("F", 600, post=False)
        task = self.task(close, "B8-all", "F", self.closer)
        with self.assertRaises(AccessError):
            task.with_user(self.clerk).action_waive("Comes later")
        with self.assertRefused("Say why"):
            task.action_waive(" ")
        task.action_waive("Comes later")
        self.assertEqual(
            (task.state, task.waived_count, task.waive_reason),
            ("waived", 1, "Comes later"),
        )
        [file] = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", task._name), ("res_id", "=", task.id)]
        )  # fmt: skip
        content = file.raw.decode()
        self.assertIn("open,1,600.0", content)
        self.assertIn("Northwind Traders,600.0", content)
        more = self.invoice("F", 50, post=False)
        close.check()
        self.assertEqual((task.state, task.is_waiver_suspended), ("open", True))
        more.sudo().unlink()
        close.check()
        self.assertEqual(task.state, "open")
        task.action_waive("Comes later")
        self.assertEqual(task.state, "waived")
        with self.assertRefused("is not open"):
            task.action_waive("Comes later")

    def test_what_comes_before(self):
        template = self.env["ar.close.template"].browse(
            self.template("B8-all", look={"name": "Look at it", "area": "E"})
        )
        first, second = template.sudo().line_ids.sorted("area")
        second.depends_on_ids = first
        draft = self.invoice("F", 600, post=False)
        close = self.close("FE", template_id=template.id)
        close.check()
        mine, theirs = (self.task(close, "look", k, self.clerk) for k in "FE")
        self.assertEqual((mine.is_blocked, theirs.is_blocked), (True, False))
        with self.assertRefused("has to wait", "Invoices are posted"):
            (mine | theirs).action_sign()
        self.assertFalse(theirs.signed_by_id)
        with self.assertRefused("has to wait"):
            mine.with_user(self.closer).action_waive("Nobody knows")
        draft.action_post()
        (mine | theirs).action_sign()
        self.assertEqual(self.states(close, "look"), "F done, E done")
        with self.assertRaises(UserError):
            second.sudo().depends_on_ids = first
            first.sudo().depends_on_ids = second

    def test_evidence_is_needed(self):
        look = {"name": "Look at it", "area": "E", "wants_evidence": True}
        close = self.close("F", template_id=self.template(look=look))
        task = self.task(close, "look", "F", self.clerk)
        with self.assertRefused("attach a file"):
            task.action_sign()
        task.evidence_url = "https://example.com/x"
        task.action_sign()
        self.assertEqual(task.state, "done")

    def test_a_reviewer_is_somebody_else(self):
        look = {"name": "Look", "area": "E", "reviewer_id": self.controller.id}
        close = self.close("F", template_id=self.template(look=look))
        task = self.task(close, "look", "F", self.clerk)
        with self.assertRefused("somebody else signs"):
            task.with_user(self.controller).action_sign()
        task.action_sign()
        self.assertEqual(task.state, "open")
        with self.assertRefused("reviews it"):
            task.action_sign()
        task.with_user(self.controller).action_sign()
        self.assertEqual((task.state, task.reviewed_by_id), ("done", self.controller))

    def test_only_who_closes_gives_tasks_to_others(self):
        close = self.close("F", template_id=self.template("B8-all"))
        task = self.task(close, "B8-all", "F", self.clerk)
        task.note = "Call them"
        with self.assertRaises(AccessError):
            task.user_id = self.clerk
        task.with_user(self.closer).user_id = self.clerk
        self.assertEqual(task.user_id, self.clerk)

    # ------------------------------------------------------------
    # Nightly
    # ------------------------------------------------------------
    def test_one_activity_for_each_person(self):
        close = self.close("FE", template_id=self.template("B8-all", "C1"))
        close.task_ids.sudo().user_id = self.clerk
        draft = self.invoice("E", 600, post=False)
        self.run_at_night()
        activity = close.sudo().activity_ids
        self.assertEqual(activity.user_id, self.clerk)
        self.assertEqual(activity.summary, "1 tasks are due")
        draft.action_post()
        self.run_at_night()
        self.assertFalse(close.sudo().activity_ids)

    def test_the_page_says_how_far_each_company_and_area_is(self):
        self.invoice("E", 600, post=False)
        key = self.key_of_drafts
        close = self.close("FE", template_id=self.template(key, "C1"))
        close.task_ids.sudo().user_id = self.clerk
        page = close.page_open(close.id)
        self.assertEqual([(one["name"], one["done"]) for one in page["columns"]],
                         [("Fabrikam", 100), ("Fabrikam East", 50)])  # fmt: skip
        done = {one["key"]: one["done"] for one in page["areas"] if "done" in one}
        self.assertEqual((done["B"], done["C"]), (50, 100))
        self.assertEqual([one["left"] for one in page["people"]], [1])
        self.assertEqual(
            page["tiles"],
            {"late": 1, "today": 0, "blocked": 0, "left": 1, "done": 75},
        )

    def test_the_history_tells_after_how_many_days(self):
        """By task and month, on average; of a member's companies alone."""
        draft = self.invoice("E", 600, post=False)
        close = self.close("FE", template_id=self.template(self.key_of_drafts, "C1"))
        close.check()
        with freeze_time("2026-04-20"):
            draft.action_post()
            close.check()
        action = self.env.ref(
            "ar_centralized_payments.action_ar_period_close_task_history"
        )
        tasks = self.env["ar.period.close.task"].with_user(self.controller)
        self.assertTrue(action.view_mode.startswith("pivot"))
        groups = tasks.formatted_read_group(
            literal_eval(action.domain),
            ["date_to:month", "key"],
            ["days_after:avg", "__count"],
        )
        self.assertEqual(
            [(one["key"], one["days_after:avg"], one["__count"]) for one in groups],
            [(self.key_of_drafts, 17.5, 2), ("C1", 15, 2)],
        )

    def test_the_tile_on_receivables(self):
        close = self.close("FE", template_id=self.template("B8-all", "C1"))
        self.invoice("E", 600, post=False)
        close.check()
        home = self.env["ar.open.transaction"].with_user(self.controller)
        tiles = {tile["name"]: tile for tile in home.retrieve_dashboard()["tiles"]}
        found = [(row["label"], row["count"]) for row in tiles["close"]["rows"]]
        self.assertEqual(found, [("March 2026: left to do", 1), ("Past due", 1)])
        mine = home.with_user(self.clerk).retrieve_dashboard()["tiles"]
        self.assertNotIn("close", [tile["name"] for tile in mine])

    def run_at_night(self):
        cron = self.env.ref("ar_centralized_payments.cron_period_close")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_an_open_close_of_no_company_of_mine_is_not_told(self):
        """Another close of the same days: the refusal names the common company."""
        self.close("EW", name="Secret")
        closer = self.new_user("closer_ef", "account.group_account_manager", "FE")
        with self.assertRaises(UserError) as caught, self.cr.savepoint():
            self.close("FE", user=closer, **MARCH)
        self.assertIn("Fabrikam East", str(caught.exception))
        for secret in ("Secret", "West"):
            self.assertNotIn(secret, str(caught.exception))
