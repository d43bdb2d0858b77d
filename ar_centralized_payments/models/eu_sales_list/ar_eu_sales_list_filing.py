import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...books.access_groups import GROUP_CONFIGURE, GROUP_UNDO
from ...books.given_values import Text, checked
from ...sales_list.formats import FORMATS
from ...sales_list.statement import Contact, Statement
from ...sales_list.values import Regime, Rounding


class ArEuSalesListFiling(models.Model):
    """How a list is reported, closed and reopened, and its file."""

    _inherit = "ar.eu.sales.list"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_report(self):
        """Freeze rows and file of these drafts.

        :return: ``True``
        :raises UserError: with every reason against it, of all the lists at once
        """
        self._check_right(GROUP_CONFIGURE)
        self.check_access("write")
        self._check_state("draft")
        self._check_fresh()
        elevated = self._elevated()
        problems = [
            text for record in elevated for text in record._report_problems(self)
        ]
        if problems:
            raise UserError("\n".join(problems))
        for record in elevated.sorted("date_from"):
            record._make_file()
            record.write(
                {
                    "state": "reported",
                    "date_reported": fields.Datetime.now(),
                    "user_reported_id": self.env.uid,
                }
            )
        return True

    @checked
    def action_close(self):
        """Close reported lists, once the tax authority took them."""
        self._check_right(GROUP_CONFIGURE)
        self.check_access("write")
        self._check_state("reported")
        self._elevated().write({"state": "closed"})
        return True

    @checked
    def action_reopen(self, reason: Text):
        """Make reported lists drafts again: nothing was sent, or it was refused.

        The old file stays among the attachments.

        :param str reason: kept in the log
        :raises UserError: for closed lists, and where a later list corrects the period
        """
        self._check_right(GROUP_UNDO)
        self.check_access("write")
        self._check_state("reported")
        if not reason.strip():
            raise UserError(self.env._("Say why the list is reopened."))
        elevated = self._elevated()
        elevated._check_not_corrected()
        elevated.write({"state": "draft", "attachment_id": False})
        for record in self:
            record._message_log(
                body=self.env._("Reopened: %(reason)s", reason=reason),
            )
        return True

    @checked
    def action_reopen_wizard(self):
        """Ask for the reason to reopen."""
        self._check_right(GROUP_UNDO)
        self.check_access("write")
        action = self._open_wizard("ar.eu.sales.list.reopen", self.env._("Reopen"))
        return {**action, "context": {"default_list_ids": [Command.set(self.ids)]}}

    @checked
    def action_open_problems(self):
        """Open the problems of these lists."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Problems"),
            "res_model": "ar.eu.sales.list.problem",
            "view_mode": "list",
            "views": [(False, "list")],
            "domain": [("list_id", "in", self.ids)],
        }

    @checked
    def action_open_items(self):
        """Open the items of these lists."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Items"),
            "res_model": "ar.eu.sales.list.item",
            "view_mode": "list",
            "views": [(False, "list")],
            "domain": [("list_id", "in", self.ids)],
        }

    # ------------------------------------------------------------
    # Reasons against reporting
    # ------------------------------------------------------------
    def _check_fresh(self):
        """What is reported is what was looked at: a draft that changes is refused."""
        before = {record: record._fingerprint() for record in self}
        names = {
            record: (record._elevated().company_id.name, record.name) for record in self
        }
        self._refresh_all()
        for record in self:
            if not record.exists() or record._fingerprint() != before[record]:
                raise UserError(
                    self.env._(
                        "%(company)s: the sales of %(list)s have changed since it was "
                        "prepared. Refresh it, and look at it again.",
                        company=names[record][0],
                        list=names[record][1],
                    )
                )

    def _fingerprint(self):
        rows = [
            (row.number, row.kind, row.amount, row.amount_filed, row.origin_from)
            for row in self.row_ids
        ]
        return [rows, self.blocking_count]

    def _report_problems(self, together):
        """Reasons against reporting a list, with others at the same time."""
        words = {"company": self.company_id.name, "list": self.name}
        if self.blocking_count:
            yield self.env._(
                "%(company)s: %(list)s has %(count)s open problems. Mend each, or "
                "accept it with a reason.",
                count=self.blocking_count,
                **words,
            )
        if self._earlier_drafts(together):
            yield self.env._(
                "%(company)s: the list before %(list)s is not reported yet. Report it "
                "first: its corrections count there.",
                **words,
            )
        if self.date_to >= fields.Date.context_today(self):
            yield self.env._(
                "%(company)s: the period of %(list)s is not over yet.", **words
            )
        for code, value in self._format().problems(self._statement()):
            yield self._format_text(code, value, words)

    def _earlier_drafts(self, together):
        if self._format().regime is Regime.REPLACE:
            return self.browse()
        return self.search(
            [
                ("registration_id", "=", self.registration_id.id),
                ("state", "=", "draft"),
                ("date_from", "<", self.date_from),
                ("id", "not in", together.ids),
            ]
        )

    def _check_not_corrected(self):
        """Refuse periods that a reported list corrects."""
        for record in self:
            later = record.search(
                [
                    ("registration_id", "=", record.registration_id.id),
                    ("state", "!=", "draft"),
                    ("id", "not in", self.ids),
                    "|",
                    ("origin_list_id", "=", record.id),
                    ("row_ids.origin_from", "=", record.date_from),
                ]
            )
            if later:
                raise UserError(
                    self.env._(
                        "%(company)s: %(list)s is corrected by %(later)s. Reopen that "
                        "first.",
                        company=record.company_id.name,
                        list=record.name,
                        later=", ".join(later.mapped("name")),
                    )
                )

    def _format_text(self, code, value, words):
        name, _sep, what = code.rpartition("_")
        fields_of = self.env["ar.eu.sales.registration"]._fields
        labels = {
            "person": fields_of["contact_name"]._description_string(self.env),
            "phone": fields_of["contact_phone"]._description_string(self.env),
            "email": fields_of["contact_email"]._description_string(self.env),
            "own_number": fields_of["own_number"]._description_string(self.env),
            "street": self.env._("Street of the company"),
            "zip": self.env._("ZIP of the company"),
            "city": self.env._("City of the company"),
        }
        label = labels.get(name, self.env._("Amount or number of a row"))
        if what == "missing":
            return self.env._(
                "%(company)s: %(label)s is missing; the file of %(list)s needs it. "
                "Type it in the EU sales list settings, or on the company.",
                label=label,
                **words,
            )
        return self.env._(
            "%(company)s: %(label)s does not fit into the file of %(list)s: %(value)s.",
            label=label,
            value=value,
            **words,
        )

    # ------------------------------------------------------------
    # File
    # ------------------------------------------------------------
    def _format(self):
        return FORMATS[self.format]

    def _statement(self):
        """The list as its file is made of."""
        registration, company = self.registration_id, self.company_id
        partner = company.partner_id
        contact = Contact(
            company.name or "",
            partner.street or "",
            partner.zip or "",
            partner.city or "",
            partner.country_id.code or "",
            registration.contact_name or "",
            registration.contact_phone or "",
            registration.contact_email or "",
        )
        return Statement(
            registration.own_number or "",
            self.country_id.code,
            self._period(),
            tuple(row._pure() for row in self.row_ids.sorted("sequence")),
            contact,
            Rounding(self.rounding),
            registration.file_count + 1,
        )

    def _make_file(self):
        """Write the file once, with its hash; none where there is nothing to file."""
        statement, format_ = self._statement(), self._format()
        left_out = format_.left_out(statement)
        self.left_out = ", ".join(
            f"{row.number} {row.kind.value} {row.difference / 100:.2f}"
            for row in left_out
        )[:10_000]
        if len(left_out) == len(statement.rows):
            self.write({"attachment_id": False, "file_hash": False})
            return
        content = format_.render(statement)
        period = statement.period.code
        is_correction = "-correction" if self.kind == "correction" else ""
        name = f"eu-sales-list-{statement.country}-{period}{is_correction}"
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{name}.{format_.extension}",
                "datas": base64.b64encode(content),
                "mimetype": format_.media,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.registration_id.file_count += 1
        self.write(
            {
                "attachment_id": attachment.id,
                "file_hash": hashlib.sha256(content).hexdigest(),
                "file_number": self.registration_id.file_count,
            }
        )
