from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .pack_order_common import PackOrderCase
from .test_notices import NoticeCase


@tagged("post_install", "-at_install")
class TestNoticesOrder(NoticeCase, PackOrderCase):
    """DOOR-IN-03 from the loaded pack: who is told at once; classified and described requests."""

    pack = "doors_windows"

    def details(self, **vals):
        return {"category_id": self.of("category", "leak").id, "description": "Leaks at the frame", **vals}

    def notice(self, **vals):
        leader = {"notify": "level", "level_id": self.level.id}
        return self.env["service.notice"].create(
            {"code": "own", "name": "Own", "model": "service.order", **leader, **vals}
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls.env["service.authority.level"].create(
            {"code": "boss", "name": "Boss", "sequence": 10, "company_id": cls.mall.id}
        )
        cls.level.user_ids = cls.person("boss")

    # Told
    def test_the_leader_of_the_team_that_repairs(self):
        order = self.order_of("repair", defect_cause="manufacturing")
        self.assertEqual(self.told(order), {("DOOR-IN-03", "team_engineering")})
        row = self.env["service.message"].search(
            [("res_model", "=", "service.order"), ("res_id", "=", order.id), ("key", "=like", "notice/%")]
        )
        self.assertEqual((row.state, row.company_id), ("queued", self.mall))
        self.assertIn(order.name, row.subject)
        self.assertNotIn(self.customer.name, f"{row.subject} {row.body}")
        order.category_id = self.of("category", "leak")
        self.assertEqual(
            self.env["service.message"].search_count(
                [("res_model", "=", "service.order"), ("res_id", "=", order.id), ("key", "=like", "notice/%")]
            ),
            1,
        )

    def test_in_the_language_of_the_leader(self):
        leader = self.of("team", "production").leader_id
        leader.lang = "zh_CN"
        order = self.order_of("repair", "out")
        row = self.env["service.message"].search(
            [("res_model", "=", "service.order"), ("res_id", "=", order.id), ("user_id", "=", leader.id)]
        )
        self.assertIn("新报修", row.subject)

    def test_who_leads_the_team_that_gets_it_later(self):
        order = self.order_of("repair", defect_cause="unknown")
        self.assertEqual(self.told(order), {("DOOR-IN-03", "team_technical_quality")})
        order.defect_cause = "manufacturing"
        self.assertIn(("DOOR-IN-03", "team_engineering"), self.told(order))

    def test_conditions_on_both_sides_and_when_facts_change(self):
        self.notice(
            category_ids=self.of("category", "leak").ids, order_kind="on_site_repair", is_emergency=True
        )
        own = ("own", "boss")
        leak, glass = self.of("category", "leak").id, self.of("category", "glass").id
        for code, vals, told in (
            ("repair", {"category_id": leak, "is_emergency": True}, True),
            ("repair", {"category_id": leak}, False),
            ("repair", {"category_id": glass, "is_emergency": True}, False),
            ("repair", {"is_emergency": True}, False),
            ("workshop", {"category_id": leak, "is_emergency": True}, False),
        ):
            self.assertEqual(own in self.told(self.order_of(code, **vals)), told, (code, vals))
        order = self.order_of("workshop")
        for vals, told in (
            ({"category_id": leak}, False),
            ({"is_emergency": True}, False),
            ({"type_id": self.type_of("repair").id}, True),
        ):
            order.write(vals)
            self.assertEqual(own in self.told(order), told, vals)

    def test_history_and_ended_ones_are_quiet(self):
        vals = {
            "company_id": self.mall.id,
            "partner_id": self.customer.id,
            "type_id": self.type_of("repair").id,
            "product_id": self.item_product.id,
        }
        history, closed, current = self.Order._ledger_create(
            [
                {**vals, "is_history": True, "state": "done", "import_key": "1"},
                {**vals, "state": "closed", "import_key": "2"},
                {**vals, "state": "confirmed", "import_key": "3"},
            ]
        )
        history.category_id = self.of("category", "leak")
        self.assertFalse(self.told(history))
        self.assertFalse(self.told(closed))
        self.assertTrue(self.told(current))
        order = self.order_of("repair", cancel_reason="Twice")
        order.state = "cancelled"
        before = self.told(order)
        self.notice()
        order.is_emergency = True
        self.assertEqual(self.told(order), before)

    def test_notices_of_complaints_and_orders_stay_apart(self):
        self.notice()
        self.assertFalse(self.told(self.complain_of()))
        own = self.notice(code="c", model="service.complaint")
        self.assertIn(("c", "boss"), self.told(self.complain_of()))
        self.assertNotIn(("c", "boss"), self.told(self.order_of("repair")))
        self.assertEqual(self.env["service.notice"].new({}).model, "service.complaint")
        own.unlink()

    def test_conditions_of_other_documents_are_refused(self):
        flag = self.env["service.risk.flag"].create({"code": "f", "name": "F", "company_id": self.mall.id})
        for vals in (
            {"notify": "deciders"},
            {"notify": "department_head"},
            {"flag_ids": flag.ids},
            {"major": "major"},
            {"is_failed_below": True},
            {"decided_by_id": self.level.id},
            {"model": "service.complaint", "order_kind": "return"},
            {"model": "service.complaint", "is_emergency": True},
        ):
            with self.assertRaises(ValidationError, msg=vals):
                self.notice(**vals)

    def test_the_form_drops_what_it_does_not_show(self):
        with Form(self.env["service.notice"]) as form:
            form.code, form.name, form.major = "form", "Form", "major"
            form.model = "service.order"
            form.is_emergency = True
        notice = form.record
        self.assertEqual((notice.major, notice.notify, notice.is_emergency), ("any", "leader", True))
        with Form(notice) as form:
            form.model = "service.complaint"
        self.assertFalse(notice.is_emergency)

    # Classified and described
    def test_accepted_once_classified_and_described(self):
        for code in ("repair", "workshop"):
            order = self.order_of(code, defect_cause="manufacturing")
            with self.assertRaisesRegex(UserError, "Category, Problem"):
                order.action_confirm()
            order.description = "Leaks"
            with self.assertRaisesRegex(UserError, r"Enter first: Category\."):
                order.action_confirm()
            order.write({**self.details(), "description": "  "})
            with self.assertRaisesRegex(UserError, r"Enter first: Problem\."):
                order.action_confirm()
            self.assertEqual(order.state, "draft")
            order.write({**self.details(), "state": "confirmed"})
            self.assertEqual(order.state, "confirmed")

    def test_types_that_do_not_ask_for_it(self):
        for code in ("installation", "inspection", "advice"):
            order = self.order_of(code)
            order.action_confirm()
            self.assertEqual(order.state, "confirmed", code)
        kind = self.type_of("repair")
        kind.needs_category = False
        order = self.order_of("repair", description="Leaks")
        order.action_confirm()
        self.assertEqual(order.state, "confirmed")

    def test_emergencies_start_first_and_owe_it_until_closing(self):
        order = self.order_of("workshop", defect_cause="manufacturing", is_emergency=True)
        order.action_start()
        order.action_finish()
        order.write({"signature": "R0lGODlhAQABAAAAACw=", "signed_by": "Shen"})
        order.action_sign()
        with self.assertRaisesRegex(UserError, "Category, Problem"):
            order.action_close()
        order.write(self.details())
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_history_and_import_are_as_they_are_told(self):
        vals = {
            "company_id": self.mall.id,
            "partner_id": self.customer.id,
            "type_id": self.type_of("repair").id,
        }
        rows = self.Order._ledger_create(
            [
                {**vals, "is_history": True, "import_key": "h"},
                {**vals, "state": "confirmed", "import_key": "c"},
            ]
        )
        self.assertEqual(rows.mapped("state"), ["draft", "confirmed"])
        rows[0].action_confirm()
        self.assertEqual(rows[0].state, "confirmed")
