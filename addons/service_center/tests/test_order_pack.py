from odoo.tests import tagged

from odoo.addons.service_kernel.tests.pack_common import PackCase

TYPES = (
    "code,name,name:zh_CN,kind,needs_visit,needs_dispatch,needs_signature\n"
    "visit,Visit,上门维修,on_site_repair,1,1,1\n"
    "swap,Exchange,换货,exchange,0,0,1\n"
)
RULES = (
    "code,name,sequence,warranty_state,defect_cause,kind,liability,company_share,by_cover,needs_approval,level_id\n"
    "made,Made badly,10,in,manufacturing,,company,,1,,\n"
    "swap_out,No exchange,20,out,,exchange,refuse,,,,\n"
    "misuse,Misuse,30,in,misuse,,customer,,,,store_manager\n"
    "special,Special case,40,out,manufacturing,,split,50,,1,supervisor\n"
    "out,Out,50,out,,,customer,,,,\n"
)
CHANGES = {"service.order.type.csv": TYPES, "service.liability.rule.csv": RULES}


@tagged("post_install", "-at_install")
class TestOrderPack(PackCase):
    """Packs bring types of service orders and rules of who pays them."""

    def test_types_and_rules_are_loaded_once(self):
        self.upload(CHANGES)
        self.assertEqual(self.load()["created"], 11 + 7)
        self.assertEqual(self.load()["unchanged"], 11 + 7)
        rule = self.of("service.liability.rule", "special")
        self.assertRecordValues(
            rule,
            [
                {
                    "warranty_state": "out",
                    "defect_cause": "manufacturing",
                    "kind": False,
                    "liability": "split",
                    "company_share": 50.0,
                    "needs_approval": True,
                    "level_id": self.of("service.authority.level", "supervisor").id,
                }
            ],
        )
        self.assertEqual(self.of("service.order.type", "visit").with_context(lang="zh_CN").name, "上门维修")

    def test_an_order_follows_the_pack_of_its_type(self):
        self.upload(CHANGES)
        self.load()
        orders = self.env["service.order"].with_company(self.company)
        values = {"company_id": self.company.id, "contact_name": "Ms Li", "defect_cause": "misuse"}
        base = self.env["service.order.type"].search(
            [("company_id", "=", self.company.id), ("pack_code", "=", False), ("code", "=", "exchange")]
        )
        expected = {
            self.of("service.order.type", "swap"): ("refuse", False, "swap_out"),
            self.of("service.order.type", "visit"): ("by_rule", "customer", "out"),
            base: ("refuse", False, "swap_out"),
        }
        for kind, (how, liability, rule) in expected.items():
            order = orders.create({**values, "type_id": kind.id})
            order._write_decided({"warranty_state": "out"})
            order._decide_liability()
            entry = order.explanation["liability"]
            self.assertEqual((entry["decision"], order.liability, entry["rule"]), (how, liability, rule))

    def test_open_orders_are_decided_anew_when_asked_to(self):
        """Loading alone touches none: a policy holds for what comes in from then on (decisions 2)."""
        kind = self.env["service.order.type"].search(
            [("company_id", "=", self.company.id), ("code", "=", "exchange")]
        )
        order = self.env["service.order"].create(
            {"company_id": self.company.id, "contact_name": "Ms Li", "type_id": kind.id}
        )
        order._write_decided({"warranty_state": "out"})
        order._decide_liability()
        self.upload(CHANGES)
        self.load()
        self.assertEqual(order.liability, "customer")
        packs = self.packs._in_company(self.company)
        self.assertIn(order, packs._get_touched_orders(["t_pack"]))
        packs._apply_to_open_documents(["t_pack"])
        self.assertEqual(order.liability_rule_id.code, "swap_out")
