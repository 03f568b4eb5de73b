from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

#: requests of cards and statements as files that an address may make within an hour
LIMIT = 30
#: characters of what a customer says in a request
MAX_NOTE = 1_000


class MembershipPortal(CustomerPortal):
    """Members see their own cards, and nothing else; portal users have no rights on any of the models."""

    def _membership_cards(self, *conditions):
        """Return the living cards of the user, in superuser mode."""
        partner = request.env.user.partner_id
        # sudo: the domain finds the user's own cards only
        return (
            request.env["loyalty.card"]
            .sudo()
            .search([("partner_id", "=", partner.id), ("is_membership", "=", True), *conditions])
        )

    def _membership_programs(self):
        """Return the programs of which the user may ask for a card, in superuser mode."""
        partner = request.env.user.partner_id
        # sudo: names of programs that are offered to customers with an account
        programs = (
            request.env["loyalty.program"]
            .sudo()
            .search(
                [
                    ("is_membership", "=", True),
                    ("membership_in_portal", "=", True),
                    ("company_id", "in", [request.env.company.id, False]),
                ]
            )
        )
        return programs.filtered(lambda program: not program._membership_find_card(partner))

    def _membership_requests(self):
        """Return the user's last requests, in superuser mode."""
        # sudo: the domain finds the user's own requests only
        return (
            request.env["membership.card.request"]
            .sudo()
            .search([("partner_id", "=", request.env.user.partner_id.id)], limit=10)
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "membership_card_count" in counters:
            values["membership_card_count"] = len(self._membership_cards())
        return values

    @http.route("/my/membership", type="http", auth="user", website=True, sitemap=False)
    def portal_my_membership(self, **_kwargs):
        return self._render_membership_list()

    def _render_membership_list(self, problem=None):
        requests, cards = self._membership_requests(), self._membership_cards()
        asked = requests.filtered(lambda one: one.state == "requested").program_id
        return request.render(
            "membership.portal_my_membership",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "membership",
                "cards": [card._membership_portal_card() for card in cards],
                "programs": self._membership_programs() - asked,
                "requests": requests.filtered(lambda one: one.state in ("requested", "refused")),
                "problem": problem,
                "max_note": MAX_NOTE,
            },
        )

    @http.route(
        "/my/membership/request", type="http", auth="user", methods=["POST"], website=True, sitemap=False
    )
    def portal_request_card(self, **post):
        Attempt, address = request.env["service.public.attempt"], request.httprequest.remote_addr
        if Attempt._is_exhausted("membership_request", address, LIMIT):
            return self._render_membership_list(request.env._("Too many requests. Please try again later."))
        Attempt._record("membership_request", address)
        program = self._membership_programs().filtered(lambda one: str(one.id) == post.get("program_id"))
        if not program:
            return self._render_membership_list(request.env._("Please choose a card."))
        # sudo: customers ask for a card for themselves; nothing else is written
        Request = request.env["membership.card.request"].sudo()
        try:
            with request.env.cr.savepoint():
                Request._ask(program, request.env.user.partner_id, (post.get("note") or "")[:MAX_NOTE])
        except UserError as error:
            return self._render_membership_list(str(error))
        return request.redirect("/my/membership", code=303)

    @http.route(
        "/my/membership/request/<int:request_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_withdraw_request(self, request_id, **_post):
        self._membership_requests().filtered(lambda one: one.id == request_id)._withdraw()
        return request.redirect("/my/membership", code=303)

    @http.route("/my/membership/<int:card_id>", type="http", auth="user", website=True, sitemap=False)
    def portal_my_card(self, card_id, date_from=None, date_to=None, **_kwargs):
        card = self._membership_cards(("id", "=", card_id))
        if not card:  # unknown ones and those of others look the same
            return request.redirect("/my/membership")
        first, last = self._membership_period(card, date_from, date_to)
        return request.render(
            "membership.portal_my_card",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "membership",
                "card": card._membership_portal_card(),
                "qr": card._membership_qr(),
                "lots": card._membership_portal_lots(),
                "benefits": card._membership_portal_benefits(),
                "statement": card._membership_statement(first, last),
                "number": card._membership_format,
                "date_from": first,
                "date_to": last,
            },
        )

    @http.route(
        "/my/membership/<int:card_id>/statement.pdf", type="http", auth="user", website=True, sitemap=False
    )
    def portal_my_statement(self, card_id, date_from=None, date_to=None, **_kwargs):
        card = self._membership_cards(("id", "=", card_id))
        Attempt, address = request.env["service.public.attempt"], request.httprequest.remote_addr
        if not card or Attempt._is_exhausted("membership_statement", address, LIMIT):
            return request.redirect("/my/membership")
        Attempt._record("membership_statement", address)
        first, last = self._membership_period(card, date_from, date_to)
        # sudo: the card is the user's own, and the statement tells of it only
        content, _kind = (
            request.env["ir.actions.report"]
            .sudo()
            ._render_qweb_pdf("membership.report_statement", card.ids, {"date_from": first, "date_to": last})
        )
        return request.make_response(
            content,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", http.content_disposition(f"{card.code}.pdf")),
                ("Cache-Control", "no-store"),
            ],
        )

    def _membership_period(self, card, date_from, date_to):
        """Return the days that were asked for; without, or where they are none, the last three months."""
        today = card._membership_day()
        last = _parse_day(date_to) or today
        return min(_parse_day(date_from) or last - relativedelta(months=3), last), last


def _parse_day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
