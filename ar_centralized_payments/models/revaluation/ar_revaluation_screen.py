"""What people see of a revaluation: totals, warnings, lists, the way on."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...books.access_groups import GROUP_CLOSE, GROUP_SETTLE
from ...books.given_values import checked, one
from ...books.revaluation_accounts import ADJUSTMENTS, role_account
from ...books.revaluation_book import RevaluationBook
from ...settlement.values import Role


class ArRevaluation(models.Model):
    _inherit = "ar.revaluation"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    totals_html = fields.Html(
        string="Totals",
        compute="_compute_totals",
        sanitize=False,
        help="Gain and loss of each company, by currency.",
    )
    company_names = fields.Char(
        string="In This Revaluation",
        compute="_compute_company_names",
        help="All its companies, ticked in the company switcher or not.",
    )
    item_count = fields.Integer(
        compute="_compute_totals", help="How many items were open."
    )
    move_count = fields.Integer(
        string="Entry Count",
        compute="_compute_move_count",
        help="How many entries it has in all companies.",
    )
    problems_text = fields.Text(
        string="What Is to Be Mended",
        compute="_compute_problems",
        help="Every reason why it cannot be posted as it is.",
    )
    warnings_text = fields.Text(
        string="Worth Knowing",
        compute="_compute_problems",
        help="Rates that are more than a week old.",
    )
    is_out_of_date = fields.Boolean(
        string="Out of Date",
        compute="_compute_is_out_of_date",
        help="Something would be booked if it were run again for its date: a late "
        "invoice or match, another rate, a settlement undone.",
    )
    may_setup = fields.Boolean(
        string="May Set Up",
        compute="_compute_problems",
        help="Whether a company lacks its revaluation account, and you may make it.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("company_ids")
    def _compute_company_names(self):
        mine = self.env["res.company"]._ar_member_companies()
        for run in self:
            companies = run._companies() & mine
            run.company_names = ", ".join(companies.mapped("name"))

    @api.depends("line_ids.amount", "state")
    def _compute_totals(self):
        for run in self:
            groups = run._sums()
            run.item_count = sum(sums[0] for sums in groups.values())
            rows = run._total_rows(groups)
            run.totals_html = rows and self.env["ir.qweb"]._render(
                "ar_centralized_payments.revaluation_totals", {"companies": rows}
            )

    def _sums(self):
        """(legal entity, currency) -> how many items, then what each column of the
        totals has: some for all items, one each for gains and for losses."""
        groups, stands = defaultdict(lambda: [0] + [0.0] * 7), ("standing_after:sum",)
        own = Domain("revaluation_id", "in", self._origin.ids)
        own &= Domain("kind", "=", "valuation")
        for place, domain, columns in (
            (0, own, ("__count", "amount_open:sum", "value_booked:sum", "value:sum")),
            (4, own & Domain("standing_after", ">", 0), stands),
            (5, own & Domain("standing_after", "<", 0), stands),
            (6, own, ("standing_before:sum", "amount:sum")),
        ):
            for company, currency, *sums in self.env["ar.revaluation.line"]._read_group(
                domain, ["company_id", "currency_id"], columns
            ):
                row = groups[company.root_id, currency]
                for column, value in enumerate(sums, place):
                    row[column] += value
        return groups

    def _total_rows(self, groups):
        """Companies with their currencies: open, booked, new value, gain, loss.

        :return: list of dicts, amounts as text with the currency
        """
        companies = defaultdict(list)
        for (company, currency), (_count, *sums) in sorted(
            groups.items(), key=lambda pair: (pair[0][0].name, pair[0][1].name)
        ):
            companies[company].append(self._total_row(company, currency, sums))
        return [
            {
                "company": company.name,
                "currency": company.currency_id.name,
                "rows": rows,
                "total": self._total_row(
                    company,
                    company.currency_id,
                    [sum(row["sums"][n] for row in rows) for n in range(7)],
                ),
            }
            for company, rows in companies.items()
        ]

    @staticmethod
    def _total_row(company, currency, sums):
        own = company.currency_id
        return {
            "sums": sums,
            "currency": currency.name,
            "open": currency.format(sums[0]),
            "booked": own.format(sums[1]),
            "value": own.format(sums[2]),
            "gain": own.format(sums[3]),
            "loss": own.format(sums[4]),
            "stood": own.format(sums[5]),
            "amount": own.format(sums[6]),
        }

    @api.depends("move_ids")
    def _compute_move_count(self):
        for run in self:
            run.move_count = len(run.sudo().move_ids)

    @api.depends("fingerprint", "state")
    def _compute_problems(self):
        self.problems_text = self.warnings_text = False
        self.may_setup = False
        may_configure = self.env.user.has_group("account.group_account_manager")
        for run in self.filtered(lambda run: run.state == "draft" and run.fingerprint):
            elevated = run._elevated()
            booked = RevaluationBook(elevated).booked()
            run.problems_text = "\n".join(dict.fromkeys(booked.refusals))
            run.warnings_text = "\n".join(booked.warnings)
            run.may_setup = may_configure and any(
                not role_account(company, role)
                for company in elevated._companies()
                for role in (ADJUSTMENTS if run.with_intercompany else ADJUSTMENTS[:1])
            )

    @api.depends("state")
    def _compute_is_out_of_date(self):
        for run in self:
            run.is_out_of_date = run.state == "posted" and run._would_book()

    def _would_book(self):
        """Whether a run for the same date would book anything now (4.15).

        Of several posted runs for one date the last one counts.
        """
        run = self._elevated()
        newer = self.sudo().search(
            [
                ("id", ">", self.id),
                ("date", "=", self.date),
                ("state", "=", "posted"),
            ]
        )
        if any(run._companies() <= other._companies() for other in newer):
            return False
        plan = RevaluationBook(run).booked().plan
        return bool(plan.problems) or any(one.booked for one in plan.valued)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @api.model
    @checked
    def action_open_all(self):
        """Open the revaluations, with all companies of the user ticked."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_revaluation"
        )
        return self.env["res.company"]._ar_user_companies()._ar_open(action)

    @checked
    def action_open_lines(self):
        """Open the items, in all companies of the run."""
        self._check_members()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_revaluation_line"
        )
        action["domain"] = [("revaluation_id", "in", self.ids)]
        return self._companies().with_env(self.env)._ar_open(action)

    @checked
    def action_open_moves(self):
        """Open the entries of all companies."""
        self._check_members()
        moves = self.sudo().move_ids
        action = moves._get_records_action(
            name=self.env._("Entries"),
            views=[
                (self.env.ref("account.view_move_tree").id, "list"),
                (False, "form"),
            ],
            domain=[("id", "in", moves.ids)],
            context={"create": False},
        )
        return moves.company_id.with_env(self.env)._ar_open(action)

    @checked
    def action_export(self):
        """Download the run as a spreadsheet: totals, rates and items.

        The same file now and later: it is made of what the run keeps.
        """
        one(self)
        self._check_members()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ar_centralized_payments/revaluation/{self.id}.xlsx",
            "target": "download",
        }

    @checked
    def action_rerun(self):
        """Make a new run for the same date and companies, computed, and open it."""
        one(self)
        self._check_group(GROUP_SETTLE)
        self._check_members()
        again = self.copy()
        again.action_compute()
        return again._get_records_action()

    @checked
    def action_setup(self):
        """Make the revaluation account in each company that has none.

        :return: ``True``
        :raises AccessError: unless the user may configure, and is a member of all
        """
        self._check_group(GROUP_CLOSE)
        self.env["intercompany.accounting"].check_access("create")
        self._check_members()
        for run in self._elevated():
            roles = ADJUSTMENTS if run.with_intercompany else (Role.ADJUSTMENT,)
            run._companies()._ar_make_revaluation_accounts(roles)
        return True
