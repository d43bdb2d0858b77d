"""What pages and reports say with the demo's documents on them, as the server gives it.

For ``test_demo``, whose class loads the demo data once.
"""

import re

from lxml import html

from .languages import LANGUAGES, MODULE, Language

#: Model -> field whose texts somebody typed, or the host's chart brought: not ours.
TYPED = {
    "account.account": ("name", "display_name"),
    "account.journal": ("name", "display_name"),
    "account.move": ("name", "ref"),
    "account.move.line": ("name",),
    "account.payment": ("memo",),
    "account.payment.term": ("name",),
    "account.tax": ("name",),
    "ar.payment.journal": ("description",),
    # A task keeps the name that it had when its close was made; the page has the
    # check's own.
    "ar.period.close.task": ("name", "waive_reason"),
    "account.bank.statement.line": ("payment_ref", "partner_name"),
    "res.company": ("name", "display_name"),
    "res.country": ("name",),
    "res.partner": ("name", "display_name", "street"),
    "res.users": ("name",),
}
TEMPLATE = "mail.template"
#: Odoo's own texts, whose translations are not loaded here; and amounts in words, which
#: Odoo has in English where its library does not know the language (Norwegian).
HOST = re.compile(
    r"Odoo Report|(Sales|Global) Lock Date"
    r"|\b[A-Z][a-z]+([ -][A-Z][a-z]+)+ (Dollars|Euros)\b"
)
#: What no person reads: a state, a kind, the name of a field.
CODE = re.compile(r"[a-z_.]+|[A-Z]\d+-\w+|[0-9a-f]{32,}")


class PagesInLanguages:
    """Mixed into a test of the demo data."""

    def test_pages_and_reports_in_other_languages(self):
        for code in LANGUAGES:
            self.env["res.lang"]._activate_lang(code)
        modules = self.env["ir.module.module"]
        modules._load_module_terms([MODULE], [*LANGUAGES])
        controller = self.env.ref(f"{MODULE}.demo_user_controller")
        typed = sorted(self.typed_texts(), key=len, reverse=True)
        for code in LANGUAGES:
            # What a customer is sent is in the customer's own language.
            (controller.partner_id | self.env["res.partner"].search([])).lang = code
            self.env.invalidate_all()
            env = self.env(
                user=controller,
                context={
                    "lang": code,
                    "allowed_company_ids": controller.company_ids.ids,
                },
            )
            language, found = Language(code), set()
            said = [*self.said(env)]
            for place, text in said:
                rest = HOST.sub(" ", text)
                for known in typed:
                    rest = rest.replace(known, " ")
                if left := language.is_english(rest):
                    found.add(f"{place}: {text.strip()[:200]!r} ({', '.join(left)})")
            with self.subTest(code):
                self.assertGreater(len(said), 1000, "texts were looked at")
                self.assertFalse(found, "\n".join(sorted(found)))

    def typed_texts(self):
        """What is no text of ours: names, and what somebody typed."""
        found = set()
        for model, names in TYPED.items():
            records = self.env[model].with_context(active_test=False).search([])
            for name in names:
                found.update(text for text in records.mapped(name) if text)
        return {text for text in found if len(text) > 2}

    def said(self, env):
        """(place, text) of everything that pages and reports say."""
        for place, value in self.answers(env):
            for text in texts_of(value):
                yield place, text
        for mail, body in self.mails(env):
            for text in html.fromstring(body).itertext():
                yield mail, text
        for report, record in self.reports(env):
            page, _kind = env["ir.actions.report"]._render_qweb_html(report, record.ids)
            for text in html.fromstring(page).itertext():
                yield report, text

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------
    def answers(self, env):
        """(place, value) of what the server answers to the pages."""
        yield "receivables", env["ar.open.transaction"].retrieve_dashboard()
        yield "card", env["ar.open.transaction"].retrieve_card()
        close = env["ar.period.close"].search([("date_to", "=", "2026-03-31")])
        yield "close", env["ar.period.close"].page_open(close.id)
        yield "receipts", env["ar.bank.receipt"].totals()
        yield from self.answers_of_settle(env)
        yield from self.answers_on_behalf(env)
        for name in own_models(env):
            yield name, shown(env[name].search([], limit=8))

    def answers_on_behalf(self, env):
        """As somebody of the service centre, who reads nothing of the other company."""
        user = env.ref(f"{MODULE}.demo_user_service_centre")
        page = (
            env["ar.settle.on.behalf"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )
        place = {"partner_id": env.ref(f"{MODULE}.demo_margie").id}
        yield "on behalf, head", page.behalf_open(place)
        rows = page.behalf_rows(place)["rows"]
        yield "on behalf, rows", rows
        marks = {row["key"]: {} for row in rows}
        yield "on behalf, totals", page.behalf_state(place, marks)
        yield "on behalf, preview", page.behalf_preview(place, marks)

    def answers_of_settle(self, env):
        page = env["ar.settlement"]
        for payment in env["account.payment"].search([("memo", "=", "Example 8")]):
            place = payment.action_settle_transactions()["params"]
            place = page.page_open(place)["place"]
            rows = page.page_rows(place)
            yield "settle, rows", rows
            free = [row["item_id"] for row in rows["rows"] if not row["refusal"]]
            state = page.page_mark(place, free)
            yield "settle, marked", state
            place["settlement_id"] = state["settlement"]["id"]
            yield "settle, totals", page.page_totals(place)
            yield "settle, preview", page.page_preview(place)
        entries = page.search([("state", "=", "posted")]).move_ids
        yield "explained", entries.line_ids.mapped("ar_explanation")

    # ------------------------------------------------------------
    # Mails and reports
    # ------------------------------------------------------------
    def mails(self, env):
        """(mail, body with its subject) of every mail of ours, in the language of who
        gets it."""
        data = env["ir.model.data"].sudo()
        for row in data.search([("module", "=", MODULE), ("model", "=", TEMPLATE)]):
            template = env[TEMPLATE].browse(row.res_id)
            record = env[template.model].search([], limit=1)
            for name in ("subject", "body_html"):
                found = template._render_field(name, record.ids, compute_lang=True)
                yield f"{row.name}, {name}", f"<p>{found[record.id]}</p>"

    def reports(self, env):
        """(report, records) of every report of ours that has something to show."""
        reports = env["ir.actions.report"].sudo().search([])
        for report in reports:
            if report.report_name.startswith(f"{MODULE}."):
                records = env[report.model].search([], limit=1)
                if records:
                    yield report.report_name, records


def own_models(env):
    """Names of the models of ours that have records the user reads."""
    return sorted(
        name
        for name, model in env.registry.models.items()
        if model._original_module == MODULE
        and not (model._abstract or model._transient)
        and env[name].has_access("read")
    )


#: Fields that hold keys and conditions, the same in every language.
NO_TEXTS = {"domain", "key", "code", "source"}


def shown(records):
    """Texts of records' own fields, choices by their labels."""
    fields = [
        name
        for name, field in records._fields.items()
        if field._module == MODULE
        and field.type in ("char", "text", "html", "selection")
        and name not in NO_TEXTS
        and records._has_field_access(field, "read")
    ]
    labels = records.fields_get(fields, ["selection"])
    for row in records.read(fields):
        for name in fields:
            choices = dict(labels[name].get("selection") or ())
            yield choices.get(row[name], row[name])


def texts_of(value):
    """Every text in lists and dictionaries but for actions, keys and codes."""
    if isinstance(value, dict):
        is_action = str(value.get("type")).startswith("ir.actions.")
        for part in () if is_action else value.values():
            yield from texts_of(part)
    elif isinstance(value, str):
        if not CODE.fullmatch(value):
            yield value
    elif hasattr(value, "__iter__"):
        for part in value:
            yield from texts_of(part)
