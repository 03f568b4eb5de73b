from .intake_common import IntakeCase


class OrderPortalCase(IntakeCase):
    """A customer with an account, whose company has service orders, and a stranger's order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Order = cls.env["service.order"].with_context(tracking_disable=True)
        cls.types = {
            one.kind: one
            for one in cls.env["service.order.type"].search(
                [("company_id", "=", cls.company.id), ("pack_code", "=", False)]
            )
        }
        cls.free_rule = cls.env["service.liability.rule"].create(
            {"code": "t_free", "name": "Free", "sequence": 1, "liability": "company"}
        )
        cls.product = cls.env["product.product"].create({"name": "Meter", "type": "consu"})
        cls.secret_product = cls.env["product.product"].create({"name": "Prototype", "type": "consu"})
        cls.technician = cls.env["hr.employee"].create({"name": "Zhao Gong"})
        cls.stranger = cls.env["res.partner"].create({"name": "Stranger"})
        cls.own = cls.make(cls.portal.partner_id, "Own")
        cls.of_company = cls.make(cls.partner, "Company's")
        cls.foreign = cls.make(cls.stranger, "Foreign secret")
        cls.sale = cls.sell(cls.partner, cls.product)
        cls.foreign_sale = cls.sell(cls.stranger, cls.secret_product)

    @classmethod
    def make(cls, partner, text, kind="on_site_repair", **vals):
        return cls.Order.create(
            {"partner_id": partner.id, "description": text, "type_id": cls.types[kind].id, **vals}
        )

    @classmethod
    def sell(cls, partner, product):
        sale = cls.env["sale.order"].create(
            {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": product.id})]}
        )
        sale.action_confirm()
        return sale

    def setUp(self):
        super().setUp()
        self.orders_before = self.Order.search([])
        self.authenticate("sc_portal", "sc_portal")

    def path(self, order, rest=""):
        return f"/my/service/orders/{order.id}{rest}"

    def new_order(self):
        """The only order that came in during the test."""
        order = self.Order.search([]) - self.orders_before
        order.ensure_one()
        return order

    def no_new_order(self):
        return self.Order.search([]) == self.orders_before

    def ask(self, files=(), **values):
        """Ask for work with good values, changed by ``values``."""
        return self.send("/my/service/orders/new", files, **{"text": "It shows nothing", **values})
