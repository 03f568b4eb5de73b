from odoo.tests import tagged, warmup

from .order_common import OrderCase

COUNT = 80


@tagged("post_install", "-at_install")
class TestOrderPerformance(OrderCase):
    """Lists, boards, forms and bulk work do not ask the database row by row."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free_rule.active = False
        cls.orders = cls.make(COUNT)

    @classmethod
    def make(cls, count):
        customers = cls.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(count)])
        return cls.Order.create(
            [
                {
                    "partner_id": customer.id,
                    "type_id": cls.types["on_site_repair"].id,
                    "product_id": cls.product.id,
                    "user_id": cls.user.id,
                    "line_ids": [(0, 0, {"product_id": cls.part.id}), (0, 0, {"kind": "labour"})],
                }
                for customer in customers
            ]
        )

    def read_view(self, view, records, user=None):
        """Read what the client reads of ``records`` for a view."""
        orders = records.with_user(user or self.user)
        fields = orders.get_views([(self.env.ref(f"service_center.{view}").id, view.split("_")[3])])
        names = fields["models"]["service.order"]["fields"]
        kinds = {name: orders._fields[name] for name in names if name in orders._fields}
        specification = {
            name: {"fields": {"display_name": {}}} if field.relational else {}
            for name, field in kinds.items()
        }
        self.env.flush_all()
        self.env.invalidate_all()
        return orders.web_search_read([("id", "in", records.ids)], specification, limit=COUNT)

    def count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_list_of_80_asks_as_much_as_one_of_8(self):
        for view in ("service_order_view_list", "service_order_view_kanban"):
            self.read_view(view, self.orders)
            few = self.count(lambda name=view: self.read_view(name, self.orders[:8]))
            many = self.count(lambda name=view: self.read_view(name, self.orders))
            self.assertEqual(len(self.read_view(view, self.orders)["records"]), COUNT)
            self.assertLessEqual(many, few + 1, view)
            self.assertLess(many, 45, view)

    @warmup
    def test_a_form(self):
        self.read_view("service_order_view_form", self.orders[:1])
        self.assertLess(self.count(lambda: self.read_view("service_order_view_form", self.orders[:1])), 75)

    def test_creating_in_bulk(self):
        self.make(2)
        few = self.count(lambda: self.make(5))
        many = self.count(lambda: self.make(45))
        self.assertLess((many - few) / 40, 3.0)

    def test_deciding_in_bulk(self):
        def decide(orders):
            orders._decide_liability()

        self.count(lambda: decide(self.orders))
        few = self.count(lambda: decide(self.orders[:8]))
        many = self.count(lambda: decide(self.orders))
        self.assertLessEqual(many, few + 2)

    def test_moving_in_bulk(self):
        self.free_rule.active = True
        self.orders._decide_liability()
        few = self.count(lambda: self.orders[:8].write({"state": "confirmed"}))
        many = self.count(lambda: self.orders[8:].write({"state": "confirmed"}))
        self.assertLess((many - few) / 64, 1.0)
