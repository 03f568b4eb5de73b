from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.service_complaint_intake import same_secret
from . import common

ENDED = [("state", "in", ("closed", "rejected", "cancelled", "merged"))]
OPEN = [("state", "not in", ("closed", "rejected", "cancelled", "merged"))]


class ComplaintPortal(CustomerPortal):
    """Customers with an account: their complaints, and those of their company.

    Portal users have no rights on ``service.complaint`` at all: files that colleagues keep with a complaint
    would be theirs, too. They see what ``_get_customer_page`` lets out, of what the domain below finds.
    """

    def _complaints(self, *conditions):
        """Return (the model in sudo, the domain of what the user sees)."""
        Complaint = common.public_model()
        return Complaint, [*Complaint._get_portal_domain(request.env.user.partner_id), *conditions]

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_complaint_count" in counters:
            Complaint, domain = self._complaints()
            values["service_complaint_count"] = Complaint.search_count(domain)
        return values

    def _get_sortings(self):
        return {
            "date": {"label": request.env._("Newest"), "order": "received_at desc, id desc"},
            "oldest": {"label": request.env._("Oldest"), "order": "received_at, id"},
            "number": {"label": request.env._("Number"), "order": "name desc"},
        }

    def _get_filters(self):
        return {
            "all": {"label": request.env._("All"), "domain": []},
            "open": {"label": request.env._("Open"), "domain": OPEN},
            "ended": {"label": request.env._("Ended"), "domain": ENDED},
        }

    @http.route(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        sitemap=False,
    )
    def portal_my_complaints(self, page=1, sortby=None, filterby=None, **_kwargs):
        sortings, filters = self._get_sortings(), self._get_filters()
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        Complaint, domain = self._complaints(*filters[filterby]["domain"])
        pages = pager(
            url="/my/complaints",
            url_args={"sortby": sortby, "filterby": filterby},
            total=Complaint.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        complaints = Complaint.search(
            domain, order=sortings[sortby]["order"], limit=self._items_per_page, offset=pages["offset"]
        )
        states = dict(Complaint._fields["state"]._description_selection(request.env))
        rows = [
            {
                "id": complaint.id,
                "number": complaint.name,
                "received": complaint._customer_time(complaint.received_at),
                "category": complaint.category_id.name,
                "state": complaint.state,
                "status": states[complaint.state],
            }
            for complaint in complaints
        ]
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "service_complaint",
            "rows": rows,
            "pager": pages,
            "default_url": "/my/complaints",
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
        }
        return request.render("service_center.portal_my_complaints", values)

    @http.route(
        "/my/complaints/new",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def portal_new_complaint(self, **post):
        values = common.typed(post, "text", "demand", "category_id", "site_id")
        problems = {}
        if request.httprequest.method == "POST":
            problems = common.too_long(values)
            if not values["text"]:
                problems["text"] = request.env._("Please tell us what happened.")
            files, refused = common.public_model()._accept_uploads(common.read_files())
            if refused:
                problems["files"] = " ".join(refused)
            if not problems:
                complaint, refusal = common.attempt(lambda: self._register(values, files))
                if complaint:
                    return request.redirect(f"/my/complaints/{complaint.id}", code=303)
                problems["form"] = refusal
        company = request.env.company.sudo()  # sudo: the names offered to customers
        return request.render(
            "service_center.portal_new_complaint",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "service_complaint_new",
                "values": values,
                "problems": problems,
                "categories": common.offered_categories(company),
                "sites": common.offered_sites(company),
                "upload_limits": common.public_model()._get_upload_limits(),
                "limits": common.LIMITS,
            },
        )

    def _register(self, values, files):
        company = request.env.company.sudo()  # sudo: see _register_from_outside
        vals = {
            "partner_id": request.env.user.partner_id.id,
            "category_id": common.chosen(common.offered_categories(company), values["category_id"]).id,
            "site_id": common.chosen(common.offered_sites(company), values["site_id"]).id,
            "demand": values["demand"],
        }
        return common.public_model()._register_from_outside("portal", company, values["text"], vals, files)

    @http.route(
        "/my/complaints/<int:complaint_id>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def portal_my_complaint(self, complaint_id, access_token=None, **post):
        Complaint, domain = self._complaints(("id", "=", complaint_id))
        if request.env.user._is_public():
            return self._redirect_by_token(Complaint, complaint_id, access_token)
        complaint = Complaint.search(domain)
        if not complaint:  # unknown ones and those of others look the same
            return request.redirect("/my/complaints")
        problems = {}
        if request.httprequest.method == "POST":
            problems = common.customer_action(complaint, post, "portal")
            if not problems:
                return request.redirect(common.after_action(f"/my/complaints/{complaint.id}", post), code=303)
        return request.render(
            "service_center.portal_my_complaint",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "service_complaint",
                "case": complaint._get_customer_page(),
                "problems": problems,
                "rated": post.get("act") == "rate",
                "message": post.get("message") or "",
                "action": f"/my/complaints/{complaint.id}",
                "upload_limits": complaint._get_upload_limits(),
                "limits": common.LIMITS,
            },
        )

    def _redirect_by_token(self, Complaint, complaint_id, access_token):
        """Follow the link of a mail to the tracking page; without its token to the login."""
        complaint = Complaint.browse(complaint_id).exists()
        if access_token and complaint.access_token and same_secret(complaint.access_token, access_token):
            path = complaint._get_tracking_path()
            if path:
                return request.redirect(path)
        return request.redirect(f"/web/login?redirect=/my/complaints/{complaint_id}")
