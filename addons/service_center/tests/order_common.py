from odoo.tests import new_test_user

from .common import ComplaintCase


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
