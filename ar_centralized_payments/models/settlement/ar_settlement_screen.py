"""What the pages of a settlement show: nothing here decides what is booked."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import format_amount, format_date

from ...books.explanation_words import ExplanationWords
from ...books.given_values import checked

#: What a form is told of the lines that it did not change itself.
DETERMINED = ("amount", "discount", "difference", "amount_left")


class ArSettlementScreen(models.Model):
    _inherit = "ar.settlement"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    company_tags = fields.Json(
        string="All Companies",
        compute="_compute_company_tags",
        compute_sudo=True,
        help="Id and name of each company. Not a relation: its records could be read "
        "where they are ticked in the company switcher only.",
    )
    totals_html = fields.Html(
        string="Totals",
        compute="_compute_totals_html",
        sanitize=False,
        help="What the marked payments give and what the marked invoices take, for "
        "each currency.",
    )
    entries_html = fields.Html(
        string="Journal Items",
        compute="_compute_entries_html",
        sanitize=False,
        help="The journal items of all companies.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("company_ids.name")
    def _compute_company_tags(self):
        for settlement in self:
            settlement.company_tags = [
                [company.id, company.name]
                for company in settlement.company_ids._origin.sorted("id")
            ]

    @api.depends(
        "state",
        "line_ids.side",
        "line_ids.amount",
        "line_ids.discount",
        "line_ids.amount_left",
    )
    def _compute_totals_html(self):
        for settlement in self:
            by_currency = settlement.line_ids.grouped("currency_id")
            rows = [
                self._prepare_totals_cells(currency, lines)
                for currency, lines in by_currency.items()
                if currency
            ]
            settlement.totals_html = bool(rows) and self.env["ir.qweb"]._render(
                "ar_centralized_payments.settlement_totals",
                {"rows": rows, "is_draft": settlement.state == "draft"},
            )

    @api.depends("state", "move_ids")
    @api.depends_context("uid", "lang")
    def _compute_entries_html(self):
        """As HTML, because a list would show the ticked companies' entries only."""
        for settlement in self:
            blocks = [
                self._prepare_entry_block(move)
                for move in settlement._entries_of_members()
            ]
            settlement.entries_html = bool(blocks) and self._render_entries(blocks)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def onchange(self, values, field_names, fields_spec):
        """Tell the form of an edited line what it changes on the other lines.

        Odoo takes what is determined on the lines of a changed ``line_ids`` for what
        the form shows already, and would not send it.
        """
        result = super().onchange(values, field_names, fields_spec)
        spec = fields_spec.get("line_ids", {}).get("fields", {})
        names = [name for name in DETERMINED if name in spec]
        if not self or "line_ids" not in field_names or not names:
            return result
        record = self.new({name: self[name] for name in fields_spec}, origin=self)
        record._update_cache(values)
        commands = [
            Command.update(line._origin.id, {name: line[name] for name in names})
            for line in record.line_ids
            if line._origin
        ]
        value = result.setdefault("value", {})
        value["line_ids"] = [*value.get("line_ids", []), *commands]
        return result

    def web_save(self, vals, specification, next_id=None):
        """Save a form, whose lines hold determined amounts beside the typed ones.

        The form sends back every amount that was determined anew while the user
        typed another. What the user typed, it sends as typed (``is_amount_manual``
        and ``amount_typed``, likewise for the discount), so the rest is dropped.
        """
        self._check_bounds([vals])
        commands = [
            [
                {k: v for k, v in part.items() if k not in ("amount", "discount")}
                if isinstance(part, dict)
                else part
                for part in command
            ]
            for command in vals.get("line_ids") or []
        ]
        if commands:
            vals = {**vals, "line_ids": commands}
        return super().web_save(vals, specification, next_id=next_id)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_undo_wizard(self):
        """Ask for the date of the undo, and say what it does."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Undo Settlement"),
            "res_model": "ar.settlement.undo",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {**self.env.context, "default_settlement_ids": self.ids},
        }

    def _show_new_preview(self):
        """Load the form again, and say why."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": self.env._(
                    "Nothing was booked: what would be booked has changed since the "
                    "preview was shown. Look at the new preview, and post again."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------
    # Business: entries as tables
    # ------------------------------------------------------------
    def _entries_of_members(self):
        """The entries, for members of all companies; for others none.

        ``sudo()``: a member reads them whatever the company switcher shows.
        """
        companies = self.sudo().with_context(active_test=False).company_ids
        members = self.env["res.company"]._ar_member_companies()
        if not self.env.su and companies - members:
            return self.env["account.move"].sudo()
        return self.sudo().move_ids.sorted(lambda m: (m.company_id.id, m.date, m.id))

    def _render_entries(self, blocks, notes=()):
        return self.env["ir.qweb"]._render(
            "ar_centralized_payments.settlement_preview",
            {
                "entries": blocks,
                "notes": notes,
                "has_foreign": any(
                    row["amount_currency"] for block in blocks for row in block["rows"]
                ),
            },
        )

    def _render_preview(self, booked):
        """The entries that would be booked, of all companies, as tables."""
        return self._render_entries(
            [
                self._prepare_block(
                    self.env["res.company"].browse(branch),
                    move["date"],
                    [values for _command, _id, values in move["line_ids"]],
                )
                for branch, move in booked.moves.items()
            ],
            booked.notes,
        )

    def _prepare_entry_block(self, move):
        """A booked entry, as the preview shows one that is to be booked."""
        move.line_ids.fetch(["ar_because"])
        lines = [
            {
                "account_id": line.account_id.id,
                "partner_id": line.partner_id.id,
                "currency_id": line.currency_id.id,
                "name": line.name,
                "amount_currency": line.amount_currency,
                "balance": line.balance,
                "ar_because": line.ar_because,
            }
            for line in move.line_ids.sorted("id")
        ]
        block = self._prepare_block(move.company_id, move.date, lines)
        undone = move.reversed_entry_id
        return {
            **block,
            "number": move.name,
            "url": f"/odoo/account.move/{move.id}",
            "note": undone and self.env._("Undoes %s", undone.name),
        }

    def _prepare_block(self, company, date, lines):
        own = company.currency_id
        debit = sum(values["balance"] for values in lines if values["balance"] > 0)
        total = format_amount(self.env, debit, own)
        words = ExplanationWords(self.env)
        return {
            "company": company.name,
            "date": format_date(self.env, date),
            "rows": [self._prepare_cells(company, values, words) for values in lines],
            "debit": total,
            "credit": total,
        }

    def _prepare_cells(self, company, values, words):
        env, own = self.env, company.currency_id
        currency = env["res.currency"].browse(values["currency_id"])
        account = env["account.account"].with_company(company.root_id)
        partner = env["res.partner"].browse(values["partner_id"] or [])
        balance, because = values["balance"], values.get("ar_because")
        foreign = currency != own and format_amount(
            env, values["amount_currency"], currency
        )
        return {
            "account": account.browse(values["account_id"] or []).sudo().display_name,
            "partner": partner.sudo().name,
            "name": values["name"],
            "amount_currency": foreign or "",
            "debit": format_amount(env, balance, own) if balance > 0 else "",
            "credit": format_amount(env, -balance, own) if balance < 0 else "",
            "explanation": because and words.text(because, company),
        }

    @api.model
    def _prepare_totals_cells(self, currency, lines):
        totals = defaultdict(float)
        for line in lines:
            totals[line.side, "amount"] += line.amount
            totals[line.side, "left"] += line.amount_left
            totals["discount"] += line.discount
        keys = {
            "used": ("source", "amount"),
            "left": ("source", "left"),
            "paid": ("target", "amount"),
            "open": ("target", "left"),
            "discount": "discount",
        }
        return {
            "currency": currency.name,
            **{
                name: format_amount(self.env, totals[key], currency)
                for name, key in keys.items()
            },
        }
