from odoo import http
from odoo.http import request

from ..report.technician_workbook import TechnicianWorkbook
from .workbooks import ServiceWorkbooks


class ServiceTechnicianMonths(ServiceWorkbooks):
    """The workbook of technicians' months, made when it is asked for, and kept nowhere."""

    @http.route("/service_center/technician_months/workbook", type="http", auth="user", readonly=True)
    def technician_months(self, ids="", **_kwargs):
        """Return the workbook of the months that the user may read."""
        wanted = [int(part) for part in ids.split(",")[:1000] if part.isascii() and part.isdigit()]
        months = request.env["service.technician.month"].search([("id", "in", wanted)])
        if not months:
            raise request.not_found()
        title = request.env._("Hours and costs of technicians")
        return self._respond(title, TechnicianWorkbook(request.env, title, months).render())
