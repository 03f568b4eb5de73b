from odoo.tests import tagged

from .pack_common import PackComplaintCase


@tagged("post_install", "-at_install")
class TestPackComplaints(PackComplaintCase):
    """Which pack a complaint follows, and what happens to open complaints when one is loaded."""

    def load(self, *codes, **vals):
        packs = self.packs.search([("code", "in", codes), ("company_id", "=", False)])
        Wizard = self.env["service.policy.pack.wizard"].with_user(self.manager)
        wizard = Wizard.create({"company_id": self.mall.id, "pack_ids": packs.ids, **vals})
        wizard.action_preview()
        wizard.action_load()
        return wizard

    def test_category_then_team_then_default(self):
        self.load("mall")
        self.load("manufacturer")
        self.assertEqual(self.mall.service_default_pack, "mall")
        team = self.of("team", "quality", "manufacturer")
        own = self.env["service.category"].create({"name": "Own", "company_id": self.mall.id})
        for category, of_team, pack, level in (
            (False, False, "mall", "store_manager"),
            (own, False, "mall", "store_manager"),
            (own, team, "manufacturer", "department_supervisor"),
            (False, team, "manufacturer", "department_supervisor"),
            (self.of("category", "goods_price", "mall"), team, "mall", "store_manager"),
            (
                self.of("category", "late_delivery", "manufacturer"),
                False,
                "manufacturer",
                "department_supervisor",
            ),
        ):
            complaint = self.complain(
                company_id=self.mall.id,
                user_id=False,
                amount_at_stake=2000,
                category_id=category and category.id,
                team_id=of_team and of_team.id,
            )
            self.assertEqual(complaint._get_service_pack(), pack)
            self.assertEqual(complaint.authority_level_id.code, level)
        complaint = self.complain(company_id=self.mall.id, user_id=False, amount_at_stake=2000)
        complaint.team_id = team
        self.assertEqual(complaint.authority_level_id.code, "department_supervisor")
        self.mall.service_default_pack = "manufacturer"
        complaint.write({"team_id": False})
        self.assertEqual(complaint.authority_level_id.code, "department_supervisor")
        self.mall.service_default_pack = False
        self.assertFalse(complaint._get_service_pack())

    def test_open_complaints_are_left_unless_asked(self):
        vals = {"company_id": self.mall.id, "user_id": False, "amount_at_stake": 2000}
        open_one, history, ended = (
            self.complain(**vals),
            self.complain(**vals, is_history=True),
            self.complain(**vals),
        )
        ended.action_reject()
        wizard = self.load("mall")
        self.assertEqual(wizard.touched_count, 1)
        self.assertFalse((open_one | history | ended).authority_level_id)
        self.assertEqual(self.complain(**vals).authority_level_id.code, "store_manager")
        self.load("mall", include_open=True)
        self.assertEqual(open_one.authority_level_id.code, "store_manager")
        self.assertFalse((history | ended).authority_level_id)

    def test_open_complaints_get_their_limits_when_asked(self):
        complaint = self.complain(company_id=self.mall.id, user_id=False)
        domain = [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        self.load("manufacturer")
        self.assertFalse(self.env["service.sla.clock"].search(domain))
        self.load("manufacturer", include_open=True)
        self.assertEqual(self.env["service.sla.clock"].search(domain).mapped("metric"), ["sheet_issued"])

    def test_complaints_of_another_pack_are_not_touched(self):
        self.load("mall")
        self.complain(company_id=self.mall.id, user_id=False)
        self.assertEqual(self.load("car_maker").touched_count, 0)

    def test_the_day_from_which_limits_hold(self):
        self.load("manufacturer", date_from="2026-04-01")
        policy = self.of("sla.policy", "MFG-SLA-01", "manufacturer")
        self.assertEqual(str(policy.valid_from), "2026-04-01")
        counts = self.packs.with_user(self.manager).load_pack("manufacturer", self.mall)
        self.assertEqual((counts["kept"], counts["updated"]), (0, 0))
        self.assertEqual(str(policy.valid_from), "2026-04-01")

    def test_several_at_once(self):
        self.load("mall", "manufacturer", "car_maker")
        self.assertEqual(self.mall.service_default_pack, "car_maker")
        loads = self.env["service.policy.pack.load"].search([("company_id", "=", self.mall.id)])
        self.assertEqual(set(loads.mapped("pack_code")), {"mall", "manufacturer", "car_maker"})

    def test_all_side_by_side(self):
        """Every pack that comes with the software, in one company: each keeps to its own rules."""
        codes = sorted(self.packs.search([("company_id", "=", False)]).mapped("code"))
        self.assertLessEqual({"mall", "city_hotline", "pharma", "area_sales"}, set(codes))
        packs = self.packs.with_user(self.manager)
        for code in codes:
            packs.load_pack(code, self.mall)
        # the first of which this manager may load anything
        self.assertEqual((codes[0], self.mall.service_default_pack), ("after_sales_centre", "area_sales"))
        for category, pack, level, metrics in (
            ("goods_price", "mall", "store_manager", []),
            ("late_delivery", "manufacturer", "department_supervisor", ["sheet_issued"]),
            ("shopper_rights", "fruit_market", "stall", []),
            ("service_area", "pharma", "regional_head", ["decided"]),
            ("exchange", "area_sales", "general_manager", []),
            ("centre_event", "city_hotline", "operator", ["dispatched"]),
        ):
            complaint = self.complain_of(category=category, pack=pack, amount_at_stake=2000)
            self.assertEqual(complaint._get_service_pack(), pack)
            self.assertEqual(complaint.authority_level_id.code, level)
            self.assertEqual(complaint.authority_level_id.pack_code, pack)
            clocks = self.env["service.sla.clock"].search([("res_id", "=", complaint.id)])
            self.assertEqual(clocks.mapped("metric"), metrics)
        for code in codes:
            counts = packs.load_pack(code, self.mall)
            self.assertEqual((counts["created"], counts["updated"], counts["kept"]), (0, 0, 0), code)

    def test_the_list_names_the_packs(self):
        self.packs._find_packs()
        packs = self.packs.search([("company_id", "=", False)])
        self.assertLessEqual({"mall", "manufacturer", "car_maker"}, set(packs.mapped("code")))
        mall = packs.filtered(lambda pack: pack.code == "mall")
        self.assertEqual((mall.currency_name, mall.with_context(lang="zh_CN").name), ("CNY", "购物中心"))
        stale = self.packs.create({"code": "t_stale", "name": "No longer installed"})
        self.packs._find_packs()
        self.assertFalse(stale.exists())
