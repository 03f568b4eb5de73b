from odoo.tests import tagged

from .pack_common import PackComplaintCase

SUPERVISOR, MANAGER, STORE = "supervisor", "service_manager", "store_manager"
CATEGORIES = {
    "goods": (
        "goods_price",
        "goods_quality",
        "goods_defective",
        "goods_expired",
        "goods_label",
        "goods_no_chinese_label",
        "goods_out_of_stock",
    ),
    "service": (
        "service_attitude",
        "service_cashier",
        "service_insufficient",
        "service_improper",
        "service_withdrawn",
    ),
    "safety": ("safety_accident", "safety_environment"),
}
FLAGS = (
    "food_poisoning",
    "spoiled_food",
    "building_facility",
    "forklift_injury",
    "against_supervisor",
    "unresolved_below",
    "customer_insists",
)


@tagged("post_install", "-at_install")
class TestPackMall(PackComplaintCase):
    """MALL-CAT-01 and MALL-ROUTE-01 to 04 from the loaded pack, each rule on both sides of its boundary."""

    pack = "mall"

    def test_what_it_holds(self):
        for model, count in (
            ("service.category", 18),
            ("service.risk.flag", 7),
            ("service.authority.level", 3),
            ("service.authority.rule", 16),
            ("service.team", 2),
        ):
            self.assertNamedInBothLanguages(model, count)
        for parent, codes in CATEGORIES.items():
            self.assertEqual(self.of("category", parent).child_ids.mapped("code"), list(codes))
        self.assertFalse(self.of("category", "return_dispute").parent_id)
        levels = [self.of("authority.level", code) for code in (SUPERVISOR, MANAGER, STORE)]
        self.assertEqual(levels, sorted(levels, key=lambda level: level.sequence))

    def test_amounts(self):
        """MALL-ROUTE-01, MALL-ROUTE-03, MALL-ROUTE-04: whatever the category, and without one."""
        for amount, level, rule in (
            (0, SUPERVISOR, "MALL-ROUTE-04"),
            (0.01, SUPERVISOR, "MALL-ROUTE-04"),
            (499.99, SUPERVISOR, "MALL-ROUTE-04"),
            (500, MANAGER, "MALL-ROUTE-03a"),
            (500.01, MANAGER, "MALL-ROUTE-03a"),
            (1999.99, MANAGER, "MALL-ROUTE-03a"),
            (2000, STORE, "MALL-ROUTE-01"),
            (2000.01, STORE, "MALL-ROUTE-01"),
            (1_000_000, STORE, "MALL-ROUTE-01"),
        ):
            for category in ("goods_price", "goods_out_of_stock", None):
                self.assertDecidedBy(level, amount_at_stake=amount, category=category, rule=rule)

    def test_every_flag(self):
        """MALL-ROUTE-02, whatever the value."""
        for flag in FLAGS:
            for amount in (0, 499.99, 500, 2000):
                self.assertDecidedBy(STORE, flag, amount_at_stake=amount)

    def test_rank_failure_and_insistence(self):
        """MALL-ROUTE-02 by the complaint's own fields: the same as by the flags of that name."""
        for vals in ({"complained_rank": "supervisor"}, {"failed_below": True}, {"customer_insists": True}):
            for amount in (0, 499.99, 500):
                self.assertDecidedBy(STORE, amount_at_stake=amount, **vals)
        self.assertDecidedBy(SUPERVISOR, complained_rank="staff")
        self.assertDecidedBy(MANAGER, complained_rank="staff", amount_at_stake=500)

    def test_categories(self):
        for codes, level in (
            (("goods", *CATEGORIES["goods"]), SUPERVISOR),
            (("service", *CATEGORIES["service"], "return_dispute"), MANAGER),
            (("safety", *CATEGORIES["safety"]), STORE),
        ):
            for code in codes:
                self.assertDecidedBy(level, category=code, amount_at_stake=499.99)
                self.assertDecidedBy(STORE, category=code, amount_at_stake=2000)

    def test_the_highest_wins(self):
        self.assertDecidedBy(STORE, "food_poisoning", category="service_attitude", amount_at_stake=500)
        self.assertDecidedBy(MANAGER, category="service_attitude", amount_at_stake=1999.99)
        self.assertDecidedBy(MANAGER, category="return_dispute", amount_at_stake=10)
        self.assertDecidedBy(STORE, category="return_dispute", customer_insists=True)
        self.assertDecidedBy(STORE, *FLAGS, category="safety_accident", amount_at_stake=5000)

    def test_facts_that_change_decide_anew(self):
        complaint = self.assertDecidedBy(SUPERVISOR, amount_at_stake=499.99, category="goods_quality")
        complaint.amount_at_stake = 500
        self.assertEqual(complaint.authority_level_id.code, MANAGER)
        complaint.flag_ids = self.of("risk.flag", "spoiled_food")
        self.assertEqual(complaint.authority_level_id.code, STORE)
        complaint.flag_ids = False
        self.assertEqual(complaint.authority_level_id.code, MANAGER)

    def test_what_a_rule_looks_for_stays_its_condition_when_archived(self):
        self.of("risk.flag", "food_poisoning").active = False
        self.of("category", "safety").active = False
        self.assertDecidedBy(SUPERVISOR, amount_at_stake=10)

    def test_a_changed_limit_is_kept(self):
        self.of("authority.rule", "MALL-ROUTE-01").amount_from = 3000
        self.of("authority.rule", "MALL-ROUTE-03a").amount_to = 3000
        counts = self.packs.with_user(self.manager).load_pack("mall", self.mall)
        self.assertEqual((counts["created"], counts["updated"], counts["kept"]), (0, 0, 2))
        self.assertDecidedBy(MANAGER, amount_at_stake=2999.99)
        self.assertDecidedBy(STORE, amount_at_stake=3000)

    def test_templates_are_written_in_the_customer_s_language(self):
        customer = self.env["res.partner"].create({"name": "Ms Li", "lang": "zh_CN"})
        complaint = self.complain_of(partner_id=customer.id)
        items = self.env["service.policy.pack.item"].search(
            [("company_id", "=", self.mall.id), ("res_model", "=", "mail.template")]
        )
        self.assertEqual(items.mapped("code"), ["complaint_received", "complaint_resolved"])
        for template in self.env["mail.template"].browse(items.mapped("res_id")):
            for lang, words in (("zh_CN", "您的投诉"), ("en_US", "our complaint")):
                customer.lang = lang
                values = template._generate_template(complaint.ids, ["subject", "body_html"])[complaint.id]
                for text in values["subject"], values["body_html"]:
                    self.assertIn(complaint.name, text)
                    self.assertIn(words, text)
