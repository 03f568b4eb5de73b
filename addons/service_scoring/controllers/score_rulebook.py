from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .personal_page import PersonalPage

PURPOSE = "score_rules"


class ScoreRulebookPage(PersonalPage, http.Controller):
    """The page that an employee's personal link opens: a rule book to read, and to take note of."""

    _page = "service_scoring.score_rulebook_page"

    @http.route(
        "/my/service/rules/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
    )
    def score_rulebook(self, token, **_post):
        """Show the rule book. Only sending the form takes note: what looks through mails follows links."""
        link, is_expired = request.env["service.score.acknowledgement.link"]._find_by_link(token)
        if not link:
            # not as an error: that would take the attempt back
            wrong = request.env._("This link is not valid.")
            return self._limited(PURPOSE) or self._render({"problem": wrong}, status=404)
        if is_expired:
            problem = request.env._("This link has expired. Please ask for a new one.")
            return self._render({"problem": problem}, status=410)
        problem = None
        if request.httprequest.method == "POST":
            # for each link: all employees of a company may share one address
            limited = self._limited(f"{PURPOSE}/{link.id}")
            if limited:
                return limited
            problem = self._take_note(link)
            if not problem:
                return self._redirect(f"/my/service/rules/{token}")
        done = link._get_acknowledgement()
        return self._render({"link": link, "book": link.rulebook_id, "done": done, "problem": problem})

    def _take_note(self, link):
        """Record that the employee took note; return why that was refused, else None."""
        user = request.env.user
        if user._is_internal() and user != link.employee_id.user_id:
            return request.env._("You are logged in as a colleague: only the employee takes note here.")
        try:
            link._take_note()
        except UserError as error:
            return str(error)
        return None
