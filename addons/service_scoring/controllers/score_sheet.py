from psycopg2 import OperationalError

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.service_score_sheet_reply import TEXT_LIMIT

PURPOSE = "score_sheet"
#: wrong links and answers from one address in an hour
PER_HOUR = 30
#: nobody keeps, leaks or indexes a page that a secret opens
SECRET_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class ScoreSheetPage(http.Controller):
    """The page that an employee's personal link opens: the own sheet with the money, and how to answer."""

    @http.route(
        "/my/service/score/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def score_sheet(self, token, **post):
        """Show the sheet. Only sending the form answers it: what looks through mails follows links."""
        Attempt, address = request.env["service.public.attempt"], request.httprequest.remote_addr
        if Attempt._is_exhausted(PURPOSE, address, PER_HOUR):
            problem = request.env._("You have tried a lot just now. Please wait a while, and open it then.")
            return self._render({"problem": problem}, status=429)
        sheet, is_expired = request.env["service.score.sheet"]._find_by_link(token)
        if not sheet:
            Attempt._record(PURPOSE, address)
            # not as an error: that would take the attempt back
            return self._render({"problem": request.env._("This link is not valid.")}, status=404)
        if is_expired:
            problem = request.env._("This link has expired. Please ask for a new one.")
            return self._render({"problem": problem}, status=410)
        problem = None
        if request.httprequest.method == "POST":
            Attempt._record(PURPOSE, address)
            problem = self._answer(sheet, post)
            if not problem:
                return request.redirect(f"/my/service/score/{token}?thanks=1", code=303)
        return self._render(
            {
                "sheet": sheet,
                "problem": problem,
                "text": post.get("text") or "",
                "thanks": bool(post.get("thanks")),
                "limit": TEXT_LIMIT,
            }
        )

    def _answer(self, sheet, post):
        """Take the answer; return why it was refused, else None."""
        try:
            with request.env.cr.savepoint():
                sheet._take_answer(str(post.get("answer")), str(post.get("text") or ""), "link")
        except OperationalError:
            raise  # Odoo tries the whole request again
        except UserError as error:
            return str(error)
        return None

    def _render(self, values, status=200):
        response = request.render("service_scoring.score_sheet_page", values, status=status)
        response.headers.update(SECRET_HEADERS)
        return response
