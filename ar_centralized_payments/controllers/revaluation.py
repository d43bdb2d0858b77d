from odoo import http
from odoo.http import content_disposition, request

from ..books.revaluation_sheet import revaluation_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RevaluationController(http.Controller):
    @http.route(
        "/ar_centralized_payments/revaluation/<int:run_id>.xlsx",
        type="http",
        auth="user",
        readonly=True,
    )
    def download(self, run_id):
        """A run as a spreadsheet, for those who may read it."""
        run = request.env["ar.revaluation"].browse(run_id)
        run.check_access("read")
        name = f"{run.name.replace('/', '-')}.xlsx"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(revaluation_sheet(run), headers)
