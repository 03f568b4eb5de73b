from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.rating.controllers.main import Rating

from . import common


class ComplaintSatisfaction(http.Controller):
    """The page that the link in the mail opens: it asks how satisfied the customer is."""

    @http.route(
        "/service/satisfaction/<int:request_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def satisfaction(self, request_id, token, **post):
        """Show the question. Only sending the form answers it: what looks through mails follows links."""
        asked = request.env["service.satisfaction"]._find_by_token(request_id, token)
        if not asked:
            raise request.not_found()
        values, problem = common.typed(post, "satisfaction", "message"), None
        if request.httprequest.method == "POST":
            problem = self._answer(asked, values)
            if not problem:
                return request.redirect(f"{asked._get_path()}?thanks=1", code=303)
        response = request.render(
            "service_center.satisfaction_page",
            {
                "question": asked._get_question(),
                "action": asked._get_path(),
                "values": values,
                "problem": problem,
                "thanks": bool(post.get("thanks")),
                "limits": common.LIMITS,
            },
        )
        response.headers.update(common.SECRET_HEADERS)
        return response

    def _answer(self, asked, values):
        """Take the answer; return why it was refused, else None."""
        if common.is_exhausted("reply", "public_replies_per_hour"):
            return request.env._("You have sent a lot just now. Please wait a while, and send it then.")
        common.record_attempt("reply")
        refusal = common.not_the_customer(asked.complaint_id) or common.too_long(values).get("message")
        if refusal:
            return refusal
        return common.attempt(lambda: asked._answer(values["satisfaction"], values["message"], "link"))[1]


class ComplaintRating(Rating):
    """Odoo's own pages of ratings: not for complaints, where the first answer counts."""

    def _get_rating_and_record(self, token):
        rating, record = super()._get_rating_and_record(token)
        if record._name == "service.complaint":
            raise NotFound()
        return rating, record
