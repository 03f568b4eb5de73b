from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..engine import lifecycle
from ..engine import order_lifecycle as engine
from . import common

OPEN = [("state", "in", engine.OPEN_STATES)]
ENDED = [("state", "in", engine.ENDED_STATES)]
PATH = "/my/service/orders"
TEXTS = ("text", "product", "serial", "address", "wished_times")
CHOICES = ("type_id", "product_id", "sale_order_id", "complaint_id")


def orders_of_visitor(*conditions):
    """Return (the model as customers get it, the domain of what the visitor sees)."""
    Order = request.env["service.order"]._as_public()
    return Order, [*Order._get_portal_domain(request.env.user.partner_id), *conditions]


def find_order(order_id):
    """Return an order of the visitor.

    :raise NotFound: there is none; unknown ones and those of others look the same
    """
    Order, domain = orders_of_visitor(("id", "=", order_id))
    # what does not fit into the database's integers is nobody's
    order = Order.search(domain) if order_id < 2**31 else Order
    if not order:
        raise request.not_found()
    return order


class OrderPortal(CustomerPortal):
    """Customers with an account: what is repaired for them and for their company, and asking for more."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "service_order_count" in counters:
            Order, domain = orders_of_visitor()
            values["service_order_count"] = Order.search_count(domain)
        return values

    @http.route([PATH, f"{PATH}/page/<int:page>"], type="http", auth="user", website=True, sitemap=False)
    def portal_my_service_orders(self, page=1, sortby=None, filterby=None, **_kwargs):
        sortings = {
            "date": {"label": request.env._("Newest"), "order": "received_at desc, id desc"},
            "oldest": {"label": request.env._("Oldest"), "order": "received_at, id"},
            "number": {"label": request.env._("Number"), "order": "name desc"},
        }
        filters = {
            "all": {"label": request.env._("All"), "domain": []},
            "open": {"label": request.env._("Open"), "domain": OPEN},
            "ended": {"label": request.env._("Ended"), "domain": ENDED},
        }
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        Order, domain = orders_of_visitor(*filters[filterby]["domain"])
        pages = pager(
            url=PATH,
            url_args={"sortby": sortby, "filterby": filterby},
            total=Order.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        orders = Order.search(
            domain, order=sortings[sortby]["order"], limit=self._items_per_page, offset=pages["offset"]
        )
        values = self._prepare_portal_layout_values()
        values |= {
            "page_name": "service_order",
            "rows": [order._get_customer_row() for order in orders],
            "pager": pages,
            "default_url": PATH,
            "searchbar_sortings": sortings,
            "sortby": sortby,
            "searchbar_filters": filters,
            "filterby": filterby,
        }
        return request.render("service_center.portal_my_service_orders", values)

    @http.route(
        f"{PATH}/<int:order_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def portal_my_service_order(self, order_id, **post):
        order = find_order(order_id)
        problems = {}
        if request.httprequest.method == "POST":
            problems = self._write_order_message(order, post)
            if not problems:
                return request.redirect(f"{PATH}/{order.id}#messages", code=303)
        return request.render(
            "service_center.portal_my_service_order",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "service_order",
                "case": order._get_customer_page(),
                "problems": problems,
                "message": post.get("message") or "",
                "action": f"{PATH}/{order.id}",
                "upload_limits": common.public_model()._get_upload_limits(),
                "limits": common.LIMITS,
            },
        )

    def _write_order_message(self, order, post):
        """Post what the customer wrote; return {name: problem}, empty when it is done."""
        values = common.typed(post, "message")
        problems = common.too_long(values)
        files, refused = common.public_model()._accept_uploads(common.read_files())
        if refused:
            problems["files"] = " ".join(refused)
        if not values["message"] and not files:
            problems.setdefault("message", request.env._("Please write something, or choose a file."))
        if common.is_exhausted("reply", "public_replies_per_hour"):
            problems["form"] = request.env._(
                "You have sent a lot just now. Please wait a while, and send it then."
            )
        if problems:
            return problems
        common.record_attempt("reply")
        author = request.env.user.partner_id
        _done, refusal = common.attempt(lambda: order._customer_reply(author, values["message"], files))
        return {"form": refusal} if refusal else {}

    @http.route(f"{PATH}/<int:order_id>/report", type="http", auth="user", sitemap=False)
    def portal_my_service_report(self, order_id, **_kwargs):
        order = find_order(order_id)
        if not order._has_customer_report():
            raise request.not_found()
        content, mimetype = order._get_customer_report()
        name = f"{order.name.replace('/', '-')}.pdf"
        headers = [
            ("Content-Type", mimetype),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
        ]
        return request.make_response(content, headers)

    # Asking for work
    @http.route(
        f"{PATH}/new",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
        sitemap=False,
        max_content_length=common.MAX_REQUEST,
    )
    def portal_new_service_order(self, **post):
        values = common.typed(post, *TEXTS, *CHOICES)
        offers = self._get_order_offers(values)
        problems = {}
        if request.httprequest.method == "POST":
            files, problems = self._check_order_request(values)
            if not problems:
                order, refusal = common.attempt(lambda: self._register_order(values, offers, files))
                if order:
                    return request.redirect(f"{PATH}/{order.id}", code=303)
                problems["form"] = refusal
        elif not values["address"]:
            values["address"] = self._get_visitor_address()
        return request.render(
            "service_center.portal_new_service_order",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "service_order_new",
                "values": values,
                "problems": problems,
                **offers,
                "upload_limits": common.public_model()._get_upload_limits(),
                "limits": common.LIMITS,
            },
        )

    def _get_visitor_address(self):
        # sudo: the visitor's own address
        return request.env.user.partner_id.sudo()._get_visit_address()

    def _get_order_offers(self, values):
        """Return what the visitor may choose from: types, own purchases and products, the own complaint.

        Of all that was sent, only what is offered here gets in.
        """
        company, partner = request.env.company, request.env.user.partner_id
        commercial = partner.commercial_partner_id
        # sudo: names of work that the company offers to its customers
        types = (
            request.env["service.order.type"]
            .sudo()
            .search([("company_id", "=", company.id), ("is_public", "=", True)])
        )
        # sudo: the customer's own purchases
        sales = (
            request.env["sale.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "child_of", commercial.id),
                    ("company_id", "=", company.id),
                    ("state", "=", "sale"),
                ],
                limit=200,
            )
        )
        lines = sales.order_line.filtered(
            lambda line: not line.display_type and line.product_id.type == "consu"
        )
        Complaint = common.public_model()
        complaint = Complaint.browse()
        if values["complaint_id"].isdecimal() and len(values["complaint_id"]) < 10:
            complaint = Complaint.search(
                [
                    *Complaint._get_portal_domain(partner),
                    ("id", "=", int(values["complaint_id"])),
                    ("state", "not in", lifecycle.ENDED_STATES),
                ]
            )
        return {
            "types": types,
            "sales": sales,
            "products": lines.product_id,
            "complaint": complaint.filtered(lambda one: one.company_id == company),
        }

    def _check_order_request(self, values):
        """Return (checked files, {name: problem})."""
        problems = common.too_long(values)
        if not values["text"]:
            problems["text"] = request.env._("Please tell us what is wrong, or what you need.")
        files, refused = common.public_model()._accept_uploads(common.read_files())
        if refused:
            problems["files"] = " ".join(refused)
        if common.is_exhausted("order", "portal_orders_per_hour"):
            problems["form"] = request.env._(
                "You have sent a lot just now. Please wait a while, and send it then."
            )
        return files, problems

    def _register_order(self, values, offers, files):
        product = common.chosen(offers["products"], values["product_id"])
        text = values["text"]
        if values["product"] and not product:
            text = f"{values['product']}\n{text}"
        vals = {
            "partner_id": request.env.user.partner_id.id,
            "type_id": common.chosen(offers["types"], values["type_id"]).id,
            "product_id": product.id,
            "sale_order_id": common.chosen(offers["sales"], values["sale_order_id"]).id,
            "complaint_id": offers["complaint"].id,
            **{name: values[name] for name in ("serial", "address", "wished_times")},
        }
        common.record_attempt("order")
        Order = request.env["service.order"]._as_public()
        return Order._register_from_outside(request.env.company, text, vals, files)
