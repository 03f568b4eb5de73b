from psycopg2 import OperationalError

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..models.service_score_sheet_reply import TEXT_LIMIT
from .personal_page import PersonalPage

PURPOSE = "score_sheet"


class ScoreSheetPage(PersonalPage, http.Controller):
    """The page that an employee's personal link opens: the own sheet with the money, and how to answer."""

    _page = "service_scoring.score_sheet_page"

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
        sheet, is_expired = request.env["service.score.sheet"]._find_by_link(token)
        if not sheet:
            # not as an error: that would take the attempt back
            wrong = request.env._("This link is not valid.")
            return self._limited(PURPOSE) or self._render({"problem": wrong}, status=404)
        if is_expired:
            problem = request.env._("This link has expired. Please ask for a new one.")
            return self._render({"problem": problem}, status=410)
        problem = None
        if request.httprequest.method == "POST":
            # for each sheet: all employees of a company may share one address
            limited = self._limited(f"{PURPOSE}/{sheet.id}")
            if limited:
                return limited
            problem = self._answer(sheet, post)
            if not problem:
                return self._redirect(f"/my/service/score/{token}?thanks=1")
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
        user = request.env.user
        if user._is_internal() and user != sheet.employee_id.user_id:
            return request.env._(
                "You are logged in as a colleague: only the employee answers here. Record the signed slip on "
                "the sheet."
            )
        try:
            with request.env.cr.savepoint():
                answer, text = str(post.get("answer")), str(post.get("text") or "")
                if answer == "appeal":
                    sheet._appeal_by_link(text)
                else:
                    sheet._take_answer(answer, text, "link")
        except OperationalError:
            raise  # Odoo tries the whole request again
        except UserError as error:
            return str(error)
        return None
