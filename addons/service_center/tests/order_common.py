from odoo.addons.service_kernel.tests.users import new_test_user

from .common import ComplaintCase

#: a picture of one pixel
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


class OrderCase(ComplaintCase):
    """Types, a technician and parts that the tests of service orders share."""

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
        cls.technician_user = new_test_user(cls.env, "sc_technician", "service_center.group_user")
        cls.technician = cls.env["hr.employee"].create(
            {"name": "Zhao Gong", "user_id": cls.technician_user.id}
        )
        #: orders are free unless a test is about who pays
        cls.free_rule = cls.env["service.liability.rule"].create(
            {"code": "t_free", "name": "Free", "sequence": 1, "liability": "company"}
        )
        cls.product = cls.env["product.product"].create({"name": "Meter", "list_price": 900.0})
        cls.part = cls.env["product.product"].create({"name": "Sensor", "list_price": 120.0})

    @classmethod
    def order(cls, kind="on_site_repair", **vals):
        """Create a service order; ``vals`` change what matters."""
        return cls.Order.create(
            {
                "partner_id": cls.customer.id,
                "type_id": cls.types[kind].id,
                "product_id": cls.product.id,
                **vals,
            }
        )

    @classmethod
    def order_in(cls, state, kind="on_site_repair", **vals):
        """Return a service order that was taken to a state of the usual way, step by step."""
        order = cls.order(kind, **vals)
        for step in ("confirmed", "scheduled", "in_progress", "done"):
            if step == "scheduled":
                order.employee_id = cls.technician
            order.write({"state": step})
            if step == state:
                return order
        raise AssertionError(state)
