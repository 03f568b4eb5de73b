"""The technician's page, made for a telephone: own jobs, and nothing else."""

from odoo import http
from odoo.http import request

from . import common, visit_actions
from .visit_page import get_day, get_job, get_sheet

#: the pages show people's names and addresses: nobody keeps them
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class VisitController(http.Controller):
    """Pages are forms of plain HTML: they work with a bad network and without scripts, but for drawing."""

    def _find(self, order_id):
        """Return the user's own job in sudo, or none; those of others look as if there were none."""
        # sudo: a technician sees own jobs by the domain of `_get_visit_domain` and needs no other right
        Order = request.env["service.order"].sudo()
        return Order.search([*Order._get_visit_domain(request.env.user), ("id", "=", order_id)])

    def _render(self, template, values):
        return request.render(f"service_center.{template}", values, headers=HEADERS)

    @http.route("/service/visits", type="http", auth="user", sitemap=False)
    def visits(self, **_kwargs):
        if not request.env.user._is_internal():
            return request.redirect("/my")
        return self._render("visit_day", get_day())

    @http.route("/service/visits/<int:order_id>", type="http", auth="user", sitemap=False)
    def visit(self, order_id, **_kwargs):
        order = self._find(order_id)
        if not order:
            return request.redirect("/service/visits")
        return self._render("visit_job", get_job(order))

    @http.route(
        "/service/visits/<int:order_id>/do/<string:act>",
        type="http",
        auth="user",
        methods=["POST"],
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def act(self, order_id, act, **post):
        order = self._find(order_id)
        if not order:
            return request.redirect("/service/visits", code=303)
        refusal = visit_actions.run(order, act, post)
        if refusal:
            order.invalidate_recordset()
            return self._render("visit_job", get_job(order, refusal, post))
        if not self._find(order_id):  # it was given back
            return request.redirect("/service/visits", code=303)
        return request.redirect(f"/service/visits/{order_id}#{visit_actions.place(act)}", code=303)

    @http.route(
        "/service/visits/<int:order_id>/sign",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def sign(self, order_id, **post):
        order = self._find(order_id)
        if not order:
            return request.redirect("/service/visits")
        refusal = None
        if request.httprequest.method == "POST":
            refusal = visit_actions.sign(order, post)
            if not refusal:
                return request.redirect(f"/service/visits/{order_id}", code=303)
        return self._render("visit_sign", get_sheet(order, refusal, post))

    @http.route("/service/visits/<int:order_id>/photo/<int:file_id>", type="http", auth="user", sitemap=False)
    def photo(self, order_id, file_id, **_kwargs):
        order = self._find(order_id)
        photo = order and order._get_photos().filtered(lambda file: file.id == file_id)
        if not photo:
            return request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(photo)
        return stream.get_response(content_security_policy="default-src 'none'")

    @http.route("/service/visits/<int:order_id>/file/<int:file_id>", type="http", auth="user", sitemap=False)
    def file(self, order_id, file_id, **_kwargs):
        order = self._find(order_id)
        file = order and order._get_files().filtered(lambda one: one.id == file_id)
        if not file:
            return request.not_found()
        # nothing that a customer sent is opened as a page of ours
        stream = request.env["ir.binary"]._get_stream_from(file)
        return stream.get_response(as_attachment=True, content_security_policy="default-src 'none'")

    @http.route("/service/visits/<int:order_id>/report.pdf", type="http", auth="user", sitemap=False)
    def report(self, order_id, **_kwargs):
        order = self._find(order_id)
        if not order:
            return request.redirect("/service/visits")
        # sudo: the report of an own job, which its technician shows to the customer
        Report = request.env["ir.actions.report"].sudo()
        pdf, _kind = Report._render_qweb_pdf("service_center.report_service_order", order.ids)
        name = f"{order.name.replace('/', '-')}.pdf"
        return request.make_response(
            pdf,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", http.content_disposition(name, "inline")),
                *HEADERS.items(),
            ],
        )
