from odoo import http
from odoo.http import request
from odoo.tools.misc import format_date

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

IN = [("state", "=", "in")]
OUT = [("state", "=", "out")]


class WarrantyPortal(CustomerPortal):
    """Customers with an account: what they own, and until when it is in warranty.

    Portal users have no rights on ``service.warranty``: they see what the rows below let out, of what the
    domain finds.
    """

    def _warranties(self, *conditions):
        """Return (the model in sudo, the domain of what the user owns)."""
        # sudo: portal users may not read the model; the domain finds only what they own
        Warranty = request.env["service.warranty"].sudo()
        return Warranty, [*Warranty._get_portal_domain(request.env.user.partner_id), *conditions]

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_warranty_count" in counters:
            Warranty, domain = self._warranties()
            values["service_warranty_count"] = Warranty.search_count(domain)
        return values

    def _get_warranty_sortings(self):
        return {
            "end": {"label": request.env._("Ends Last"), "order": "end_date desc, id desc"},
            "bought": {"label": request.env._("Newest"), "order": "purchase_date desc, id desc"},
            "number": {"label": request.env._("Number"), "order": "name desc"},
        }

    def _get_warranty_filters(self):
        return {
            "all": {"label": request.env._("All"), "domain": []},
            "in": {"label": request.env._("In Warranty"), "domain": IN},
            "out": {"label": request.env._("Out of Warranty"), "domain": OUT},
        }

    @http.route(
        ["/my/service/warranties", "/my/service/warranties/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def portal_my_warranties(self, page=1, sortby=None, filterby=None, **_kwargs):
        sortings, filters = self._get_warranty_sortings(), self._get_warranty_filters()
        sortby = sortby if sortby in sortings else "end"
        filterby = filterby if filterby in filters else "all"
        Warranty, domain = self._warranties(*filters[filterby]["domain"])
        pages = pager(
            url="/my/service/warranties",
            url_args={"sortby": sortby, "filterby": filterby},
            total=Warranty.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        warranties = Warranty.search(
            domain, order=sortings[sortby]["order"], limit=self._items_per_page, offset=pages["offset"]
        )
        states = dict(Warranty._fields["state"]._description_selection(request.env))
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "service_warranty",
            "rows": [self._prepare_warranty_row(warranty, states) for warranty in warranties],
            "pager": pages,
            "default_url": "/my/service/warranties",
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
        }
        return request.render("service_center.portal_my_warranties", values)

    def _prepare_warranty_row(self, warranty, states):
        """Return what the owner sees of an item."""
        covers = [
            (warranty._say_cover(cover), format_date(request.env, warranty[f"{cover}_end"]))
            for cover in ("parts", "labour", "travel")
            if warranty[f"{cover}_share"]
        ]
        return {
            "number": warranty.name,
            "product": warranty.product_id.name,
            "serial": warranty.serial or "",
            "bought": format_date(request.env, warranty.purchase_date),
            "covers": covers,
            "is_repaired": bool(warranty.under_repair_since),
            "state": warranty.state,
            "status": states[warranty.state],
        }
