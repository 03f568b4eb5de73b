from datetime import date

from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestLeadCallbacks(TransactionCase):
    """REALTY-CALLER and REALTY-VIS from the loaded pack (Q-46)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Developer"})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.manager = new_test_user(
            cls.env,
            "crm_callbacks",
            "service_center.group_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env["service.policy.pack"].with_user(cls.manager).load_pack("real_estate", cls.company)

    def plan(self, code):
        return self.env["service.callback.plan"].search(
            [("company_id", "=", self.company.id), ("code", "=", code)]
        )

    def lead(self, day="2026-03-02", **vals):
        """Note a lead at ten in the morning of a day in Shanghai."""
        lead = self.env["crm.lead"].create(
            {
                "name": "Two rooms",
                "contact_name": "Ms Wang",
                "phone": "13800138000",
                "company_id": self.company.id,
                "type": "opportunity",
                **vals,
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", (f"{day} 02:00:00", lead.id)
        )
        self.env.invalidate_all()
        return lead

    def due(self, code, today):
        """Plan on a day; return the days of the open callbacks of a plan."""
        self.env.flush_all()
        with freeze_time(f"{today} 01:00:00"):
            self.env["service.callback"]._schedule(self.plan(code), date.fromisoformat(today))
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.env["service.callback"].search(
            [("plan_id", "=", self.plan(code).id), ("state", "=", "planned")], order="due_date, id"
        )
        return [one.due_date.isoformat() for one in found]

    def make(self, day):
        """Make all callbacks that are due until a day, on that day."""
        found = self.env["service.callback"].search(
            [("company_id", "=", self.company.id), ("state", "=", "planned"), ("due_date", "<=", day)]
        )
        with freeze_time(f"{day} 03:00:00"):
            for callback in found:
                callback.action_open()
                callback._finish("fine")

    def test_a_caller_gets_a_contact_and_a_call_the_same_day(self):
        lead = self.lead()
        self.assertEqual(lead.partner_id.phone, lead.phone)
        self.assertEqual(self.due("REALTY-CALLER", "2026-03-02"), ["2026-03-02"])
        callback = self.env["service.callback"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)]
        )
        self.assertTrue(callback.is_same_day)

    def test_a_lead_that_nobody_can_call_gets_no_contact(self):
        self.assertFalse(self.lead(phone=False).partner_id)

    def test_a_good_caller_again_within_three_days_then_weekly_until_the_visit(self):
        """REALTY-CALLER-01, REALTY-CALLER-02."""
        lead = self.lead(service_is_good_caller=True)
        self.assertEqual(self.due("REALTY-CALLER", "2026-03-02"), ["2026-03-02", "2026-03-05", "2026-03-09"])
        self.make("2026-03-02")
        self.make("2026-03-05")
        self.assertEqual(self.due("REALTY-CALLER", "2026-03-05"), ["2026-03-12"])
        self.make("2026-03-12")
        self.assertEqual(self.due("REALTY-CALLER", "2026-03-12"), ["2026-03-19"])
        lead.service_visited_at = "2026-03-15 02:00:00"
        self.assertEqual(self.due("REALTY-CALLER", "2026-03-15"), [])

    def visited(self, **vals):
        return self.lead(service_visited_at="2026-03-02 02:00:00", **vals)

    def rhythm(self, **vals):
        """Return the days of the first two calls of a visitor, and those that follow when these are made."""
        self.visited(**vals)
        first = self.due("REALTY-VIS", "2026-03-02")
        for day in ("2026-03-02", "2026-03-05"):
            self.make(day)
        return first[:2], self.due("REALTY-VIS", "2026-03-05")

    def test_visitors_of_class_a(self):
        first, then = self.rhythm(service_visitor_class="a")
        self.assertEqual(first, ["2026-03-02", "2026-03-05"])
        self.assertEqual(then, ["2026-03-08"])

    def test_visitors_of_class_b(self):
        first, then = self.rhythm(service_visitor_class="b")
        self.assertEqual((first, then), (["2026-03-02", "2026-03-05"], ["2026-03-12"]))

    def test_key_customers_every_three_days(self):
        _first, then = self.rhythm(service_visitor_class="b", service_is_key_lead=True)
        self.assertEqual(then, ["2026-03-08"])

    def test_objections_every_week(self):
        _first, then = self.rhythm(service_visitor_class="a", service_has_objection=True)
        self.assertEqual(then, ["2026-03-12"])

    def test_visitors_of_class_c_weekly_and_of_class_d_never(self):
        """REALTY-VIS-02, REALTY-VIS-03."""
        self.visited(service_visitor_class="d")
        self.assertEqual(self.due("REALTY-VIS", "2026-03-02"), [])
        self.visited(service_visitor_class="c", phone="13800138007")
        self.assertEqual(self.due("REALTY-VIS", "2026-03-02"), ["2026-03-09"])

    def test_it_ends_with_the_purchase_or_the_loss(self):
        won = self.visited(service_visitor_class="a")
        self.assertTrue(self.due("REALTY-VIS", "2026-03-02"))
        won.action_set_won()
        self.assertEqual(self.due("REALTY-VIS", "2026-03-03"), [])
        lost = self.visited(service_visitor_class="a", phone="13800138008")
        self.assertTrue(self.due("REALTY-VIS", "2026-03-03"))
        lost.action_set_lost()
        self.assertEqual(self.due("REALTY-VIS", "2026-03-04"), [])
