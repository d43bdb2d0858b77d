"""The steps of docs/user/tutorial.md, done on a demo database, and what they show.

Read on standard input by an Odoo shell (``env`` is there); nothing is kept::

    scripts/odoo shell -d demo --no-http < scripts/tutorial_steps.py

What stands in bold in a step must be what the step's function here finds, in that
order.
Exit status 1 if it is not, or a step is missing on either side.
"""

import os
import re
import sys
from pathlib import Path

MODULE = "ar_centralized_payments"
STEP = re.compile(r"^## (\d+)\. (.*?)$(.*?)(?=^## |\Z)", re.M | re.S)
BOLD = re.compile(r"\*\*(.+?)\*\*")
RIGHT_NUMBER = "ESA58818501"


def money(amount, currency):
    return f"{amount:,.2f} {currency.name}"


class Tutorial:
    """The people of the tutorial, and one method for each of its steps, which does what
    the page says by the methods that its buttons call."""

    def __init__(self, env):
        self.clerk = self._as(env, env.ref(f"{MODULE}.demo_user_clerk"))
        self.controller = self._as(env, env.ref(f"{MODULE}.demo_user_controller"))
        self.admin = self._as(env, env.ref("base.user_admin"))
        self.companies = {
            name: env.ref(f"{MODULE}.demo_company_{name}")
            for name in ("fabrikam", "east", "west", "europe")
        }

    def _as(self, env, user):
        context = {"allowed_company_ids": user.company_ids.ids, "tz": "UTC"}
        return env(user=user, context=context)

    def label(self, record, name):
        choices = record._fields[name]._description_selection(record.env)
        return dict(choices)[record[name]]

    def close(self):
        close = self.controller["ar.period.close"]
        close = close.search([("date_to", "=", "2026-03-31")])
        close.check()
        return close

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------
    def step_1(self):
        charts = [c for c in self.companies.values() if c.chart_template]
        yield f"{len(charts)} companies"
        pairs = self.controller["intercompany.accounting"].search([])
        ready = pairs.filtered(lambda pair: pair.readiness_state == "ready")
        yield f"{len(ready)} pairs"

    def step_2(self):
        payment = self.clerk["account.payment"].search([("memo", "=", "Example 8")])
        yield money(payment.amount, payment.currency_id)
        page = self.clerk["ar.settlement"]
        place = page.page_open(payment.action_settle_transactions()["params"])["place"]
        rows = page.page_rows(place)
        yield f"{rows['total']} transactions"
        row = next(r for r in rows["rows"] if r["reference"] == "Example 8")
        yield money(row["open"], page.env["res.currency"].browse(row["currency_id"]))
        state = page.page_mark(place, [row["item_id"]])
        settlement = page.browse(state["settlement"]["id"])
        lines = {
            (line["company_id"], line["account_id"]): line
            for line in settlement.preview()
        }
        europe, usd = self.companies["europe"], payment.currency_id
        pair = self._pair("fabrikam", "europe")
        due_to = lines[self.companies["fabrikam"].id, pair.due_to_account_id.id]
        due_from = lines[europe.id, pair.due_from_account_id.id]
        yield money(-due_to["amount_currency"], usd)
        yield money(due_from["debit"], europe.currency_id)
        place["settlement_id"] = settlement.id
        fingerprint = page.page_preview(place)["fingerprint"]
        page.page_post(place, fingerprint)
        invoice = self.clerk["account.move.line"].browse(row["item_id"]).move_id
        yield self.label(invoice, "payment_state")

    def step_3(self):
        drafts = {n: self._draft_of(f"Example {n}") for n in (4, 6, 7)}
        payment = drafts[4].line_ids.filtered(lambda line: line.side == "source")
        yield money(payment.amount, payment.currency_id)
        target = drafts[4].line_ids - payment
        yield money(target.discount, target.currency_id)
        gain = self.companies["fabrikam"].income_currency_exchange_account_id
        [line] = [li for li in drafts[4].preview() if li["account_id"] == gain.id]
        yield money(line["credit"], self.companies["fabrikam"].currency_id)
        drafts[4].action_post()
        payment = drafts[6].line_ids.payment_id
        yield money(payment.amount, payment.currency_id)
        note = drafts[6].line_ids.filtered(
            lambda line: line.move_line_id.move_id.move_type == "out_refund"
        )
        yield money(abs(note.amount), note.currency_id)
        (drafts[6] | drafts[7]).action_post()
        assert payment.state != "draft"

    def step_4(self):
        receipts = self.clerk["ar.bank.receipt"].search([])
        yield f"{len(receipts)} lines"
        [receipt] = receipts.filtered(lambda one: one.amount == 765)
        assert receipt.confidence == "sure", receipt.confidence
        usd = self.companies["fabrikam"].currency_id
        yield money(receipt.amount, usd)
        receipt.action_accept()
        targets = receipt.payment_id.settlement_ids.line_ids.filtered(
            lambda line: line.side == "target"
        )
        for line in targets.sorted(lambda line: -line.amount):
            yield money(line.amount, usd)
        receipt.action_post()
        assert receipt.statement_line_id.is_reconciled

    def step_5(self):
        journals = self.clerk["ar.payment.journal"]
        journal = journals.search([("description", "=", "Transfers of 21 April")])
        payments = journal.payment_ids.sorted("amount")
        yield f"{len(payments)} lines"
        yield money(sum(payments.mapped("amount")), payments.currency_id)
        yield f"{len(journal.problems())} problems"
        journal.action_post()
        yield self.label(journal, "state")
        advance = payments[-1]
        items = advance.move_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        yield money(-items.amount_residual_currency, advance.currency_id)

    def step_6(self):
        bill = self.clerk["ar.bill"].search([("state", "=", "draft")])
        yield money(bill.amount, bill.currency_id)
        draft = self.clerk["ar.settlement"].search(
            [("state", "=", "draft"), ("partner_id", "=", bill.partner_id.id)]
        )
        targets = draft.line_ids.filtered(lambda line: line.side == "target")
        for line in targets.sorted(lambda line: -line.amount):
            yield money(line.amount, line.currency_id)
        bill.action_draw()
        assert not any(targets.move_line_id.mapped("amount_residual"))
        yield self.label(bill, "state")

    def step_7(self):
        tasks = self.close().task_ids.with_env(self.clerk)
        task = tasks.filtered(
            lambda t: t.key == "B8-all" and t.company_id == self.companies["east"]
        )
        yield str(task.count)
        [row] = task.bulk_preview()["rows"]
        invoice = self.clerk["account.move"].search(
            [
                ("state", "=", "draft"),
                ("company_id", "=", self.companies["east"].id),
            ]
        )
        yield money(invoice.amount_total, invoice.currency_id)
        task.bulk_post()
        assert invoice.state == "posted", row
        revaluation = self.controller["ar.revaluation"].search([])
        revaluation.action_compute()
        yield f"{revaluation.item_count} items"

    def step_8(self):
        sales = self.controller["ar.eu.sales.list"].search([])
        yield f"{len(sales.problem_ids)} problem"
        yield sales.problem_ids.number
        partner = self.admin.ref(f"{MODULE}.demo_lamna")
        partner.vat = RIGHT_NUMBER
        yield partner.vat
        invoice = sales.problem_ids.move_id
        wizard = self.controller["ar.eu.vat.correction"].create(
            {"move_ids": [(6, 0, invoice.ids)], "reason": "Typed wrongly"}
        )
        wizard.action_correct()
        sales.action_refresh()
        yield f"{len(sales.problem_ids)} problems"
        yield f"{len(sales.row_ids)} rows"
        sales.action_report()
        yield self.label(sales, "state")

    def step_9(self):
        balances = self.controller["ar.intercompany.balance"].search([])
        for company, currency in (
            ("east", "EUR"),
            ("europe", "USD"),
            ("europe", "EUR"),
        ):
            pair = self._pair("fabrikam", company)
            of_pair = balances.filtered_domain([("pair_id", "=", pair.id)])
            row = of_pair.filtered_domain([("currency_id.name", "=", currency)])
            yield money(row.amount_due_to, row.currency_id)
            if company == "east":
                yield money(row.amount_difference, row.currency_id)

    def step_10(self):
        close = self.close()
        for key in ("B8-all", "C3"):
            tasks = close.task_ids.filtered(
                lambda task, key=key: task.key == key and task.state == "open"
            )
            yield f"{len(tasks)} companies"
            tasks.action_sign()
        close.action_lock("period")
        locked = [
            company
            for company in self.companies.values()
            if str(company.fiscalyear_lock_date) == "2026-03-31"
        ]
        yield f"{len(locked)} companies"
        yield str(locked[0].fiscalyear_lock_date)
        yield self.label(close, "state")

    # ------------------------------------------------------------
    # Records
    # ------------------------------------------------------------
    def _pair(self, payment, invoice):
        return self.controller["intercompany.accounting"].search(
            [
                ("payment_company_id", "=", self.companies[payment].id),
                ("invoice_company_id", "=", self.companies[invoice].id),
            ]
        )

    def _draft_of(self, reference):
        drafts = self.clerk["ar.settlement"].search([("state", "=", "draft")])
        return drafts.filtered(
            lambda draft: reference in draft.line_ids.move_line_id.move_id.mapped("ref")
        )


def place_of(*parts):
    return Path(os.environ["AR_CHECKOUT"]).joinpath("docs", "user", *parts)


def page(place):
    """Number of a step -> its title and what stands in bold there."""
    return {
        int(number): (title, [" ".join(text.split()) for text in BOLD.findall(body)])
        for number, title, body in STEP.findall(place.read_text())
    }


def other_languages(steps):
    """Texts: where the page in another language has other figures than ours."""
    wanted = {number: figures(said) for number, (_title, said) in steps.items()}
    for place in sorted(place_of().glob("*/tutorial.md")):
        found = {n: figures(said) for n, (_title, said) in page(place).items()}
        for number in sorted(wanted.keys() | found.keys()):
            if wanted.get(number) != found.get(number):
                yield f"Step {number} differs in {place.parent.name}/{place.name}"


def figures(said):
    """The digits of each text, however the language writes the number."""
    return [digits for text in said if (digits := re.sub(r"\D", "", text))]


def main(env):
    """Do every step of the page in its order; return how many differ."""
    tutorial, steps, different = Tutorial(env), page(place_of("tutorial.md")), 0
    known = {n for n in range(1, 100) if hasattr(tutorial, f"step_{n}")}
    if known != steps.keys() or list(steps) != sorted(steps):
        print(f"The page has the steps {list(steps)}, the script {sorted(known)}.")
        return 1
    for number, (title, said) in steps.items():
        found = list(getattr(tutorial, f"step_{number}")())
        is_equal = found == said
        print(f"Step {number}, {title}: {'as said' if is_equal else 'DIFFERS'}")
        if not is_equal:
            different += 1
            print(f"    the page says {said}\n    the demo shows {found}")
    for text in other_languages(steps):
        different += 1
        print(text)
    env.cr.rollback()
    sys.stdout.flush()
    return different


if "env" in globals():
    sys.exit(1 if main(globals()["env"]) else 0)
elif __name__ == "__main__":
    sys.exit("This script is for an Odoo shell; its first lines say how to run it.")
