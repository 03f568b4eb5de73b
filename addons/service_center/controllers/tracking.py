from odoo import http
from odoo.http import request

from . import common


class ComplaintTracking(http.Controller):
    """The customer's way back without login: number and code, or the secret link."""

    @http.route(
        "/service/track", type="http", auth="public", methods=["GET", "POST"], website=True, sitemap=False
    )
    def track_by_code(self, **post):
        values = common.typed(post, "number", "code")
        problem = None
        if request.httprequest.method == "POST":
            if common.is_exhausted("track", "public_wrong_codes_per_hour"):
                problem = request.env._("Too many attempts. Please try again in an hour, or use your link.")
            else:
                complaint = common.public_model()._find_by_code(values["number"].upper(), values["code"])
                if complaint:
                    return request.redirect(complaint._get_tracking_path(), code=303)
                common.record_attempt("track")
                # the same for an unknown number: nobody learns which numbers there are
                problem = request.env._("Number and code do not belong together. Please check both.")
        return request.render("service_center.track_form", {"values": values, "problem": problem})

    @http.route(
        "/service/track/<int:complaint_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def track(self, complaint_id, token, new=None, **post):
        complaint = common.public_model()._find_by_token(complaint_id, token)
        if not complaint:
            raise request.not_found()
        problems = {}
        if request.httprequest.method == "POST":
            problems = common.customer_action(complaint, post, "tracking")
            if not problems:
                return request.redirect(common.after_action(complaint._get_tracking_path(), post), code=303)
        return self._show(complaint, problems, new, post)

    def _show(self, complaint, problems, new, post):
        response = request.render(
            "service_center.track_page",
            {
                "case": complaint._get_customer_page(),
                "link": complaint.tracking_url,
                "problems": problems,
                "is_new": bool(new),
                "rated": post.get("act") == "rate",
                "message": post.get("message") or "",
                "action": complaint._get_tracking_path(),
                "upload_limits": complaint._get_upload_limits(),
                "limits": common.LIMITS,
            },
        )
        response.headers.update(common.SECRET_HEADERS)
        return response
