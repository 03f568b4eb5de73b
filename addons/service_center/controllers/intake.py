from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from ..engine.intake import dialled


class Intake(http.Controller):
    """Where a telephone system sends the browser of whoever takes a call."""

    @http.route("/service/intake", type="http", auth="user", methods=["GET"])
    def intake(self, phone="", **_kwargs):
        # the web client asks action_intake, which checks the rights
        if not request.env.user.has_group("service_center.group_user"):
            return request.redirect("/odoo" if request.env.user._is_internal() else "/my")
        query = urlencode({"phone": dialled(phone)})
        return request.redirect(f"/odoo/service-intake?{query}")
