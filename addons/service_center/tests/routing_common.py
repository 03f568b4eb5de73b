from .common import ComplaintCase


class RoutingCase(ComplaintCase):
    """The mall's rules of authority (MALL-ROUTE) and two severities, made by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Category = cls.env["service.category"]
        cls.goods = Category.create({"name": "Goods", "code": "t_goods"})
        cls.price = Category.create({"name": "Price", "code": "t_price", "parent_id": cls.goods.id})
        cls.service = Category.create({"name": "Service", "code": "t_service"})
        cls.attitude = Category.create({"name": "Attitude", "code": "t_att", "parent_id": cls.service.id})
        cls.supervisor, cls.service_manager, cls.store_manager = cls.env["service.authority.level"].create(
            [
                {"code": "supervisor", "name": "Supervisor", "sequence": 10, "user_ids": cls.user.ids},
                {"code": "service_manager", "name": "Service manager", "sequence": 20},
                {"code": "store_manager", "name": "Store manager", "sequence": 30},
            ]
        )
        cls.service_manager.user_ids = cls.officer
        cls.store_manager.user_ids = cls.manager
        cls.level_b, cls.level_a = cls.env["service.severity"].create(
            [
                {"code": "B", "name": "Level B", "sequence": 10},
                {"code": "A", "name": "Level A", "sequence": 20},
            ]
        )
        cls.food, cls.press, cls.published = cls.env["service.risk.flag"].create(
            [
                {
                    "code": "food_poisoning",
                    "name": "Food poisoning",
                    "severity_id": cls.level_a.id,
                    "is_major": True,
                },
                {"code": "press", "name": "May attract the press", "severity_id": cls.level_a.id},
                {"code": "published", "name": "Published", "severity_id": cls.level_b.id},
            ]
        )
        cls.press.yields_to_ids = cls.published
        cls.rules = cls.env["service.authority.rule"].create(cls.rule_vals())

    @classmethod
    def rule_vals(cls):
        store = {"level_id": cls.store_manager.id}
        middle = {"level_id": cls.service_manager.id}
        return [
            {
                "code": "R-2000",
                "sequence": 10,
                "amount_from": 2000,
                "note": "Goods of 2000 and more",
                **store,
            },
            {"code": "R-food", "sequence": 20, "flag_ids": cls.food.ids, **store},
            {"code": "R-rank", "sequence": 21, "complained_rank": "supervisor", **store},
            {"code": "R-failed", "sequence": 22, "failed_below": True, **store},
            {"code": "R-insists", "sequence": 23, "customer_insists": True, **store},
            {"code": "R-500", "sequence": 30, "amount_from": 500, "amount_to": 2000, **middle},
            {"code": "R-service", "sequence": 31, "category_ids": cls.service.ids, **middle},
            {"code": "R-rest", "sequence": 40, "level_id": cls.supervisor.id},
        ]
