"""Every text of ours in Dutch and Norwegian: no English word is left.

Views, templates, menus, actions, labels and helps, messages of the server, pages of the
browser. What pages show with something on them is in ``demo_pages.py``.
"""

from collections import defaultdict

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import code_translations

from . import languages
from .languages import LANGUAGES, MODULE, Language


@tagged("post_install", "-at_install")
class TestLanguages(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code in LANGUAGES:
            cls.env["res.lang"]._activate_lang(code)
        modules = cls.env["ir.module.module"]
        modules._load_module_terms([MODULE], [*LANGUAGES])
        cls.languages = [Language(code) for code in LANGUAGES]

    def assertNoEnglish(self, texts_in):
        """Fail with every English word that is left.

        :param texts_in: language code -> (place, text), some
        """
        found = defaultdict(dict)
        count = 0
        for language in self.languages:
            for place, text in texts_in(language.code):
                count += 1
                if left := language.is_english(text):
                    name = f"{language.code} {place}: {text[:200]!r}"
                    found[name] = ", ".join(left)
        self.assertGreater(count, 100, "texts were looked at")
        self.assertFalse(found, "\n".join(f"{n}: {w}" for n, w in found.items()))

    # ------------------------------------------------------------
    # What is in the database
    # ------------------------------------------------------------
    def test_records(self):
        """Whatever this addon brings: views, menus, actions, groups, mails, checks."""
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "!=", "ir.model.fields")]
        )
        ids = defaultdict(list)
        for row in data:
            ids[row.model].append(row.res_id)

        def texts(code):
            for model, own in ids.items():
                records = self.env[model].with_context(lang=code, active_test=False)
                yield from self.texts_of(records.browse(own).exists())

        self.assertNoEnglish(texts)

    def texts_of(self, records):
        for name, field in records._fields.items():
            if field.store and field.translate:
                for record in records:
                    terms = [record[name] or ""]
                    if callable(field.translate):
                        terms = languages.terms_of_arch(record[name] or "")
                    for term in terms:
                        yield f"{record} {name}", term

    def test_fields(self):
        """Labels, helps and choices, of our fields on whatever model."""

        def texts(code):
            for model in self.env.registry.models.values():
                names = [
                    name
                    for name, field in model._fields.items()
                    if field._module == MODULE and name != "tz"
                ]
                own = self.env[model._name].with_context(lang=code)
                found = own.fields_get(names, ["string", "help", "selection"])
                for name, field in found.items() if names else ():
                    place = f"{model._name}.{name}"
                    yield f"{place}, label", field["string"]
                    yield f"{place}, help", field.get("help") or ""
                    for value, label in field.get("selection") or ():
                        yield f"{place}, {value}", label

        self.assertNoEnglish(texts)

    def test_views_as_they_are_opened(self):
        """What the client gets of our models, combined with whatever inherits them."""
        kinds = ("form", "list", "search", "kanban", "pivot", "graph")

        def texts(code):
            for model in self.env.registry.models.values():
                if model._abstract or model._original_module != MODULE:
                    continue
                own = self.env[model._name].with_context(lang=code)
                views = own.get_views([(False, kind) for kind in kinds])["views"]
                # A view that nobody wrote has no id: Odoo makes it of names.
                written = {kind: view for kind, view in views.items() if view["id"]}
                for kind, view in written.items():
                    for term in languages.terms_of_arch(view["arch"]):
                        yield f"{model._name} {kind}", term

        self.assertNoEnglish(texts)

    # ------------------------------------------------------------
    # What is in the code
    # ------------------------------------------------------------
    def test_messages_of_the_server(self):
        """Refusals and notes, each as it is found by the code that says it."""
        terms = [*languages.terms_of_python()]

        def texts(code):
            known = code_translations.get_python_translations(MODULE, code)
            for place, term in terms:
                yield place, known.get(term) or term

        self.assertNoEnglish(texts)

    def test_pages_of_the_browser(self):
        """Templates and scripts, as the web client translates them."""
        terms = [*languages.terms_of_pages()]

        def texts(code):
            answer = self.env["ir.http"]._get_translations_for_webclient([MODULE], code)
            modules, _language = answer
            known = {row["id"]: row["string"] for row in modules[MODULE]["messages"]}
            for place, term in terms:
                yield place, known.get(term) or term

        self.assertNoEnglish(texts)

    def test_an_english_word_is_found(self):
        """Or the tests above would say nothing."""
        dutch, norwegian = self.languages
        text = "The invoice of %(customer)s is settled: <b>nothing</b> is open."
        self.assertIn("invoice", dutch.is_english(text))
        self.assertIn("settled", norwegian.is_english(text))
        self.assertNotIn("customer", dutch.is_english(text))
        self.assertFalse(dutch.is_english("De factuur van %(customer)s is verrekend."))
