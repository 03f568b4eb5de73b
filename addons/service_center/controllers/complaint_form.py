from odoo import http
from odoo.http import request

from . import common


class ComplaintForm(http.Controller):
    """The public form: a complaint without login."""

    @http.route(
        "/service/complaint",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def complaint_form(self, **post):
        company, site = self._get_place(post.get("site"), post.get("company"))
        if request.httprequest.method != "POST":
            return self._show(company, {"site_id": str(site.id or "")}, {})
        if post.get("homepage"):  # nobody sees this field: a machine filled it
            return request.redirect("/service/complaint/sent")
        values = common.typed(
            post, "contact_name", "contact_phone", "contact_email", "text", "demand", "category_id", "site_id"
        )
        anonymous = bool(post.get("is_anonymous"))
        files, problems = self._check(values, anonymous)
        if not problems:
            complaint, refusal = common.attempt(lambda: self._register(company, values, anonymous, files))
            if complaint:
                return request.redirect(f"{complaint._get_tracking_path()}?new=1", code=303)
            problems["form"] = refusal
        return self._show(company, {**values, "is_anonymous": anonymous}, problems)

    @http.route("/service/complaint/sent", type="http", auth="public", website=True, sitemap=False)
    def complaint_sent(self, **_post):
        return request.render("service_center.public_complaint_sent")

    def _get_place(self, code, company_id):
        """Return (company, site) of a visit: of the poster's site, else those of the configured company."""
        # sudo: looks up one site by the code on its poster
        Site = request.env["service.site"].sudo()
        if code:
            domain = [("code", "=", code)]
            if str(company_id or "").isdecimal():
                domain.append(("company_id", "=", int(company_id)))
            sites = Site.search(domain, limit=2)
            if len(sites) == 1:
                return sites.company_id, sites
        return self._get_default_company(), Site

    def _get_default_company(self):
        # sudo: the one parameter that says whose form this is
        parameter = request.env["ir.config_parameter"].sudo().get_param("service_center.public_company_id")
        if parameter and parameter.isdecimal():
            company = (
                request.env["res.company"].sudo().browse(int(parameter)).exists()
            )  # sudo: its name is shown
            if company:
                return company
        website = getattr(request, "website", None)
        # sudo: the company's name and logo are shown to every visitor
        return (website.company_id if website else request.env.company).sudo()

    def _check(self, values, anonymous):
        """Return (accepted files, {name: problem}) of what was sent."""
        problems = common.too_long(values)
        if not values["text"]:
            problems["text"] = request.env._("Please tell us what happened.")
        if not anonymous:
            problems = common.contact_problems(values) | problems
        files, refused = common.public_model()._accept_uploads(common.read_files(), anonymous)
        if refused:
            problems["files"] = " ".join(refused)
        if common.is_exhausted("complaint", "public_complaints_per_hour"):
            problems["form"] = request.env._(
                "Too many complaints came from your network just now. What you wrote is still here: "
                "please wait a while and send it then, or call us."
            )
        return files, problems

    def _register(self, company, values, anonymous, files):
        """Register the complaint; only what this form asks for, and what it offers, gets in."""
        common.record_attempt("complaint")
        vals = {
            "is_anonymous": anonymous,
            "category_id": common.chosen(common.offered_categories(company), values["category_id"]).id,
            "site_id": common.chosen(common.offered_sites(company), values["site_id"]).id,
            "demand": values["demand"],
        }
        if not anonymous:
            vals |= {name: values[name] for name in ("contact_name", "contact_phone", "contact_email")}
        return common.public_model()._register_from_outside("web", company, values["text"], vals, files)

    def _show(self, company, values, problems):
        sites = common.offered_sites(company)
        return request.render(
            "service_center.public_complaint_form",
            {
                "company": company,
                "values": values,
                "problems": problems,
                "categories": common.offered_categories(company),
                "sites": sites,
                "site": common.chosen(sites, values.get("site_id")),
                "upload_limits": common.public_model()._get_upload_limits(),
                "limits": common.LIMITS,
            },
        )
