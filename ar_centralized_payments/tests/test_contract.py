"""What every model, view, button and field of this addon owes, whoever wrote it."""

from collections import Counter

from lxml import etree

from odoo.tests import TransactionCase, new_test_user, tagged

MODULE = "ar_centralized_payments"
GROUPS = (
    "account.group_account_readonly",
    "account.group_account_invoice",
    "account.group_account_manager",
)
#: New, Save, Discard, the pager, the way back, the menu of actions, the chatter, Home;
#: over lists, Q is the search.
KEYS_OF_ODOO = set("csjnpbhmu")
#: Columns of a list inside a form that a phone has room for.
COLUMNS_OF_A_PHONE = 3
INHERITED_FIELDS = {"create_uid", "create_date", "write_uid", "write_date", "id"}


@tagged("post_install", "-at_install")
class TestContract(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        models = cls.env.registry.models.values()
        cls.own_models = sorted(m._name for m in models if m._original_module == MODULE)
        cls.users = {
            group: new_test_user(
                cls.env,
                login=f"contract_{group.rpartition('_')[2]}",
                groups=f"base.group_user,{group}",
            )
            for group in GROUPS
        }

    def own_fields(self):
        """All fields that this addon adds, with their model's name."""
        for model in self.env.registry.models.values():
            if model._abstract and model._original_module != MODULE:
                continue
            for name, field in model._fields.items():
                if field._module == MODULE and name not in INHERITED_FIELDS:
                    yield model._name, field

    def own_views(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.ui.view")]
        )
        return self.env["ir.ui.view"].browse(data.mapped("res_id"))

    def test_there_is_something_to_check(self):
        self.assertIn("intercompany.accounting", self.own_models)
        self.assertTrue(list(self.own_fields()))
        self.assertTrue(self.own_views())

    def test_every_model_has_access_rows_and_a_description(self):
        Access = self.env["ir.model.access"].sudo()
        for name in self.own_models:
            model = self.env[name]
            with self.subTest(model=name):
                self.assertNotEqual(model._description, name)
                if not model._abstract:
                    rows = Access.search([("model_id.model", "=", name)])
                    self.assertTrue(rows, "no access row")
                    self.assertTrue(all(row.group_id for row in rows), "for everybody")

    def test_every_model_with_companies_has_a_global_rule(self):
        Rule = self.env["ir.rule"].sudo()
        for name in self.own_models:
            model = self.env[name]
            has_company = any(
                field.comodel_name == "res.company" for field in model._fields.values()
            )
            if model._abstract or model._transient or not has_company:
                continue
            with self.subTest(model=name):
                rules = Rule.search([("model_id.model", "=", name)])
                self.assertTrue(
                    rules.filtered(lambda rule: not rule.groups), "no global rule"
                )

    def test_views_load_for_each_group(self):
        for name in self.own_models:
            model = self.env[name]
            if model._abstract:
                continue
            for group, user in self.users.items():
                own = model.with_user(user)
                if not own.has_access("read"):
                    continue
                for kind in ("list", "form", "search"):
                    with self.subTest(model=name, group=group, kind=kind):
                        own.get_views([(False, kind)])

    def test_menus_and_actions_load_for_each_group(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.actions.act_window")]
        )
        for action in self.env["ir.actions.act_window"].browse(data.mapped("res_id")):
            views = [(view_id, kind) for view_id, kind in action.views]
            for group, user in self.users.items():
                model = self.env[action.res_model].with_user(user)
                if model.has_access("read"):
                    with self.subTest(action=action.xml_id, group=group):
                        search = (action.search_view_id.id, "search")
                        loaded = model.get_views([*views, search])
                        self.assertEqual(len(loaded["views"]), len(views) + 1)

    def test_every_button_is_a_method_or_an_action(self):
        for view in self.own_views().filtered("model"):
            for node in etree.fromstring(view.arch_db).iter("button", "list"):
                name, kind = node.get("name"), node.get("type")
                if node.tag == "list":
                    name = node.get("action")
                with self.subTest(view=view.xml_id, button=name):
                    if kind == "object" and name:
                        self.assertFalse(name.startswith("_"), "not callable")
                        method = getattr(self._button_model(view, node), name, None)
                        self.assertTrue(callable(method), "no such method")
                    elif kind == "action" and name:
                        self.env["ir.actions.actions"].browse(int(name)).exists().read(
                            ["name"]
                        )

    def test_every_list_has_cards_for_a_phone(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", "ir.actions.act_window")]
        )
        for action in self.env["ir.actions.act_window"].browse(data.mapped("res_id")):
            kinds = {kind for _view_id, kind in action.views}
            with self.subTest(action=action.xml_id):
                self.assertTrue("list" not in kinds or "kanban" in kinds)
        for view in self.own_views().filtered(lambda view: view.type == "form"):
            for columns in etree.fromstring(view.arch_db).iterfind(".//field/list"):
                shown = columns.xpath("*[not(@column_invisible or @optional)]")
                field = columns.getparent()
                with self.subTest(view=view.xml_id, field=field.get("name")):
                    fits = len(shown) <= COLUMNS_OF_A_PHONE
                    self.assertTrue(fits or field.find("kanban") is not None)

    def test_every_main_button_has_a_key_of_its_own(self):
        """Two buttons may share one where they never show together."""
        views = self.own_views().filtered(lambda view: view.type in ("form", "list"))
        for view in views:
            for bar in etree.fromstring(view.arch_db).iter("header", "footer"):
                buttons = bar.xpath(".//button[@string]")
                keys = Counter(one.get("data-hotkey") for one in buttons)
                for button in buttons:
                    key = button.get("data-hotkey")
                    with self.subTest(view=view.xml_id, button=button.get("name")):
                        self.assertTrue(key)
                        taken = KEYS_OF_ODOO | {"q" if view.type == "list" else None}
                        self.assertNotIn(key, taken - {self.usual_key(button)})
                        self.assertTrue(keys[key] == 1 or button.get("invisible"))

    @staticmethod
    def usual_key(button):
        """Odoo discards by J in dialogs as well."""
        return "j" if button.get("special") == "cancel" else None

    def test_every_measure_can_be_added_up(self):
        """Pivot and graph stop with an error where the field says no aggregate."""
        for view in self.own_views().filtered(lambda v: v.type in ("pivot", "graph")):
            measures = etree.fromstring(view.arch_db).findall("field[@type='measure']")
            names = [node.get("name") for node in measures]
            fields = self.env[view.model].fields_get(names)
            for name in names:
                with self.subTest(view=view.xml_id, measure=name):
                    self.assertTrue(fields[name].get("aggregator"))

    def _button_model(self, view, node):
        """The model of a button: of the view, or of the x2many it stands in."""
        model = self.env[view.model]
        for parent in reversed(list(node.iterancestors("field"))):
            model = model[parent.get("name")]
        return model

    def test_every_field_has_its_own_label_and_a_help(self):
        for _model_name, field in self.own_fields():
            with self.subTest(field=str(field)):
                self.assertTrue(field.string, "no label")
                self.assertTrue(field.help or field.related, "no help")
                self.assertNotEqual(field.help, field.string)
        for name in self.own_models:
            labels = Counter(
                field.string
                for field_name, field in self.env[name]._fields.items()
                if field._module == MODULE and field_name not in INHERITED_FIELDS
            )
            with self.subTest(model=name):
                self.assertFalse([text for text, n in labels.items() if n > 1])

    def test_labels_that_are_added_to_other_models_are_new_there(self):
        for model_name, field in self.own_fields():
            if model_name in self.own_models:
                continue
            others = [
                other.name
                for other in self.env[model_name]._fields.values()
                if other.string == field.string and other.name != field.name
            ]
            with self.subTest(field=str(field)):
                self.assertFalse(others, f"label {field.string!r} is taken")

    def test_amounts_have_a_currency(self):
        for model_name, field in self.own_fields():
            if field.type == "monetary":
                with self.subTest(field=str(field)):
                    currency = field.get_currency_field(self.env[model_name])
                    self.assertIn(currency, self.env[model_name]._fields)
