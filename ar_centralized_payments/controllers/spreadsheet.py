from odoo import http
from odoo.http import content_disposition, request

from ..books.close_sheet import close_sheet
from ..books.revaluation_sheet import revaluation_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SpreadsheetController(http.Controller):
    @http.route(
        "/ar_centralized_payments/revaluation/<int:run_id>.xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def revaluation(self, run_id):
        """A revaluation as a spreadsheet, for those who may read it."""
        return self._download("ar.revaluation", run_id, revaluation_sheet)

    @http.route(
        "/ar_centralized_payments/close/<int:close_id>.xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def close(self, close_id):
        """A period close as a spreadsheet, for those who may read it."""
        return self._download("ar.period.close", close_id, close_sheet)

    @staticmethod
    def _download(model, key, sheet):
        record = request.env[model].browse(key)
        record.check_access("read")
        name = f"{record.display_name.replace('/', '-')}.xlsx"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(sheet(record), headers)
