"""Whatever opens, found by itself, with the demo's documents on it: a screen reader can
name all that is there, and the Alt key shows a key for every button."""

from odoo.tests import tagged

from .hearing import HearingCommon
from .pages import MODULE, form
from .test_demo import DemoCommon

#: Ways of showing records that are looked at beside the first one of an action.
MORE_VIEWS = ("kanban", "pivot", "calendar")


@tagged("post_install", "-at_install")
class TestAccessibilityOfDemo(HearingCommon, DemoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controller = cls.env.ref(f"{MODULE}.demo_user_controller")
        company = cls.controller.company_id
        cls.seen = cls.env(
            user=cls.controller, context={"allowed_company_ids": company.ids}
        )
        cls.settle_on_behalf()
        bank = cls.env["account.chart.template"].with_company(company).ref("bank")
        cls.make_debit_file(bank)
        cls.make_import(bank)
        cls.analyze()

    @classmethod
    def settle_on_behalf(cls):
        """A part of what the service centre finds, as it does it."""
        page = cls.env["ar.settle.on.behalf"].with_user(
            cls.env.ref(f"{MODULE}.demo_user_service_centre")
        )
        cls.margie = cls.env.ref(f"{MODULE}.demo_margie")
        place = {"partner_id": cls.margie.id}
        rows = page.behalf_rows(place)["rows"]
        typed = {"source": {}, "target": {"amount": 100}}
        one_each = {row["side"]: row["key"] for row in rows}
        marks = {key: typed[side] for side, key in one_each.items()}
        seen = page.behalf_preview(place, marks)
        page.behalf_post(place, marks, seen["fingerprint"])

    @classmethod
    def make_import(cls, bank):
        """A file that waits to be imported in the background."""
        cls.env["ar.receipt.work"].create(
            {
                "name": "statement.xml",
                "kind": "statement",
                "state": "done",
                "company_id": bank.company_id.id,
                "journal_id": bank.id,
                "user_id": cls.controller.id,
            }
        )

    @classmethod
    def make_debit_file(cls, bank):
        """As it would be where the library that writes it is installed."""
        cls.env["ar.debit.file"].create(
            {
                "name": "DD/1",
                "state": "made",
                "company_id": bank.company_id.id,
                "journal_id": bank.id,
                "currency_id": cls.env.ref("base.EUR").id,
                "date": "2026-04-20",
                "scheme": "core",
            }
        )

    # ------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------
    def test_what_the_demo_shows(self):
        pages = [
            *self.pages_of_actions(),
            *self.pages_of_forms(),
            *self.pages_of_wizards(),
        ]
        self.assertGreater(len(pages), 80)
        self.assertHeard(pages, self.controller.login)

    def test_what_the_service_centre_sees(self):
        page = {
            "type": "ir.actions.client",
            "tag": f"{MODULE}.settle_on_behalf",
            "params": {"partner_id": self.margie.id},
        }
        rows = ".o_ar_settle_table tbody tr"
        pages = [
            ("on behalf, empty", f"{MODULE}.action_settle_on_behalf", [], "p"),
            ("on behalf", page, [f"{rows} input[name=mark]"], f"{rows}.o_ar_marked"),
        ]
        self.assertHeard(pages, "service_centre")

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------
    def pages_of_actions(self):
        """Each window action of ours that needs nothing but to be opened, in each way
        of showing records."""
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.actions.act_window")]
        )
        for row in data.sorted("name"):
            action = self.env["ir.actions.act_window"].browse(row.res_id)
            if action.binding_model_id or action.target == "new":
                continue
            first, *others = action.view_mode.split(",")
            name = f"{MODULE}.{row.name}"
            yield (row.name, name, [], f".o_{first}_view")
            for view in (view for view in others if view in MORE_VIEWS):
                press = [f".o_switch_view.o_{view}"]
                yield (f"{row.name}, {view}", name, press, f".o_{view}_view")

    def pages_of_forms(self):
        """The form of a record of each model of ours; a new one where there is none."""
        for model in self.models_with_forms():
            if not self.env[model]._transient:
                record = self.seen[model].search([], limit=1)
                yield (f"form of {model}", form(model, record), [], ".o_form_view")

    def models_with_forms(self):
        views = self.env["ir.ui.view"].search(
            [("type", "=", "form"), ("inherit_id", "=", False)]
        )
        for model in sorted({*views.mapped("model")} & {*self.env.registry.models}):
            if self.env[model]._original_module == MODULE:
                yield model

    def pages_of_wizards(self):
        """Those that no other test of accessibility opens."""
        bill = self.seen["ar.bill"].search([("state", "=", "remitted")], limit=1)
        slip = self.seen["ar.deposit.slip"].search([], limit=1)
        journal = self.seen["ar.payment.journal"].search([], limit=1)
        problem = self.seen["ar.eu.sales.list.problem"].search([], limit=1)
        again = problem.list_id._open_wizard("ar.eu.sales.list.reopen", "Reopen")
        again["context"] = {"default_list_ids": problem.list_id.ids}
        actions = {
            "a step of a bill": bill.action_ask_honor(),
            "bills to draw": bill.action_propose(),
            "a check bounces": slip.payment_ids[:1].action_cancel_on_slip(),
            "a list of payments": journal.action_import(),
            "a VAT number": problem.action_mend(),
            "a list again": again,
            "a bank statement": f"{MODULE}.action_ar_bank_import",
            "lists to prepare": f"{MODULE}.action_ar_eu_sales_list_prepare",
        }
        for title, action in actions.items():
            yield (title, action, [], ".o_form_view, .modal")
