from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .order_common import PNG
from .pack_order_common import PackOrderCase
from .sla_common import local

TEAMS = {
    "in": "engineering",
    "out": "production",
    "unproven": "production",
}


@tagged("post_install", "-at_install")
class TestPackDoorsWindows(PackOrderCase):
    """DOOR from the loaded pack: who repairs and pays, papers, emergencies."""

    pack = "doors_windows"

    @classmethod
    def request(cls, *args, **vals):
        """A repair on site that is classified and described, as the pack asks for."""
        details = {"category_id": cls.of("category", "leak").id, "description": "Leaks"}
        return cls.order_of("repair", *args, **details, **vals)

    def test_every_cell_of_the_matrix(self):
        """DOOR-ROLE-01, DOOR-IN-02, for every type of the pack."""
        letters = dict(zip(("manufacturing", "transport", "misuse", "wear", "unknown"), "abcde", strict=True))
        free = {"installation": "installation", "consultation": "DOOR-PRE-01", "maintenance": "DOOR-CB-02"}
        answers = {"misuse": "customer", "wear": "customer", "unknown": "judge"}

        def expected(warranty, cause, kind):
            if kind in free:
                return free[kind], "company"
            if warranty == "in":
                return f"DOOR-ROLE-01{letters[cause]}", answers.get(cause, "company")
            return {"out": "DOOR-IN-02", "unproven": "DOOR-IN-02b"}[warranty], "customer"

        self.assertMatrix(expected)

    def test_who_repairs(self):
        """DOOR-ROLE-01: engineering in warranty, production out of it; technical quality judges disputes."""
        for warranty, team in TEAMS.items():
            order = self.order_of("repair", warranty, defect_cause="manufacturing")
            self.assertEqual(order.team_id, self.of("team", team), warranty)
            why = order.explanation["repair_team"]
            self.assertEqual(
                (why["value"], why["rule"]), (f"#{order.team_id.id}", order.liability_rule_id.code)
            )
        order = self.order_of("repair", defect_cause="unknown")
        self.assertEqual(order.team_id, self.of("team", "technical_quality"))
        order.defect_cause = "wear"
        self.assertEqual(order.team_id, self.of("team", "engineering"))

    def test_a_team_chosen_by_a_person_stays(self):
        own = self.env["service.team"].create(
            {"name": "Night shift", "code": "night", "company_id": self.mall.id}
        )
        order = self.order_of("repair", defect_cause="unknown", team_id=own.id)
        order.defect_cause = "manufacturing"
        self.assertEqual(order.team_id, own)

    def test_out_of_warranty_only_after_the_customer_agrees(self):
        """DOOR-IN-02."""
        order = self.request("out", line_ids=[(0, 0, {"product_id": self.part.id})])
        order.action_confirm()
        order.employee_id = self.technician
        with self.assertRaisesRegex(UserError, "quotation"):
            order.action_schedule()
        order.action_make_quotation()
        order.quotation_id.action_confirm()
        order.action_schedule()
        self.assertEqual(order.state, "scheduled")

    def test_nobody_goes_without_an_order_but_in_an_emergency(self):
        """DOOR-JOB-01: emergencies first, paper afterwards."""
        order = self.order_of("repair", defect_cause="manufacturing", employee_id=self.technician.id)
        with self.assertRaisesRegex(UserError, "draft"):
            order.action_start()
        order.is_emergency = True
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    def test_an_unfinished_job_goes_back_to_dispatch_with_its_reason(self):
        """DOOR-JOB-05."""
        order = self.order_of("repair", defect_cause="manufacturing", is_emergency=True)
        order.action_start()
        with self.assertRaises(UserError):
            order.state = "confirmed"
        order.write({"unfinished_reason": "No profile of that colour", "state": "confirmed"})
        self.assertEqual((order.state, order.employee_id.id), ("confirmed", False))

    def test_the_customer_writes_an_opinion_and_signs(self):
        """DOOR-JOB-03."""
        order = self.request(defect_cause="manufacturing", is_emergency=True)
        order.action_start()
        order.action_finish()
        with self.assertRaisesRegex(UserError, "signed"):
            order.action_close()
        names = self.env["service.checklist"]._get_lines_for(order).mapped("code")
        self.assertIn("visit_opinion", names)

    def test_papers_come_back_the_same_day(self):
        """DOOR-JOB-04: repair order and expense slips, until 23:59:59."""
        for at, second, state in (("2026-03-07 23:59", 59, "met"), ("2026-03-08 00:00", 0, "breached")):
            order = self.order_of("repair", defect_cause="manufacturing", is_emergency=True)
            with self.at("2026-03-07 10:00"):
                order.action_start()
            self.assertFalse(self.clock(order, "papers_back"), "it starts on return")
            with self.at("2026-03-07 17:00"):
                order.action_finish()
            clock = self.clock(order, "papers_back")
            self.assertEqual(clock.deadline, local("2026-03-07 23:59") + timedelta(seconds=59))
            self.reach(order, "papers_back", at, second)
            self.assertEqual(clock.state, state)

    def test_not_closed_before_the_papers_are_back(self):
        """DOOR-JOB-04: registered and marked; work at the workshop brings no papers of a visit."""
        order = self.request(defect_cause="manufacturing", is_emergency=True)
        order.action_start()
        order.action_finish()
        order.write({"signature": PNG, "signed_by": "Wang Fang"})
        order.action_sign()
        with self.assertRaisesRegex(UserError, "“Repair order and expense slips back”.*“Papers of visits”"):
            order.action_close()
        self.assertEqual(order.state, "signed")
        self.assertEqual([one["code"] for one in order.sla_milestones], ["papers_back"])
        order.action_reach_milestone("papers_back")
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_advice_is_closed_without_papers(self):
        details = {"category_id": self.of("category", "leak").id, "description": "Leaks"}
        order = self.order_of("advice", **details)
        for state in ("confirmed", "in_progress", "done", "closed"):
            order.state = state
        self.assertEqual(order.state, "closed")

    def test_requests_are_classified(self):
        """DOOR-IN-01, DOOR-IN-03: class and detail; the register is the list of orders."""
        order = self.order_of("repair", category_id=self.of("category", "leak").id, description="Leaks")
        self.assertEqual(order.category_id.with_context(lang="zh_CN").name, "渗漏水")
        self.assertEqual(self.env["service.category"].search_count([("pack_code", "=", self.pack)]), 9)

    def test_the_customer_is_told_of_weather_and_of_what_is_left(self):
        """DOOR-DISP-02, DOOR-JOB-03: letters in the customer's language."""
        order = self.order_of("repair", unfinished_reason="缺同色型材")
        for code, word in (("DOOR-DISP-02", "天气"), ("DOOR-JOB-03", "缺同色型材")):
            template = self.letter(code)
            self.customer.lang = "zh_CN"
            values = template._generate_template(order.ids, ["subject", "body_html"])[order.id]
            self.assertIn(word, values["body_html"])

    def letter(self, code):
        item = self.env["service.policy.pack.item"].search(
            [("company_id", "=", self.mall.id), ("res_model", "=", "mail.template"), ("code", "=", code)]
        )
        return self.env["mail.template"].browse(item.res_id)


@tagged("post_install", "-at_install")
class TestPackDoorsDispatch(PackOrderCase):
    """DOOR-DISP from the loaded pack: rotation over many rounds and restarts, weekends only."""

    pack = "doors_windows"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.queue = cls.of("dispatch.queue", "repair")
        cls.people = cls.env["hr.employee"].create(
            [{"name": f"T{number}", "company_id": cls.mall.id} for number in range(5)]
        )
        cls.queue.line_ids = [(0, 0, {"employee_id": one.id}) for one in cls.people]

    def send(self, **vals):
        details = {"category_id": self.of("category", "leak").id, "description": "Leaks"}
        order = self.order_of("repair", defect_cause="manufacturing", **details, **vals)
        order.action_confirm()
        self.env["hr.employee"].invalidate_model()
        gone = self.queue.dispatch(order)
        self.last = order
        return self.people.ids.index(gone.id) if gone else None

    def restart(self):
        """As after a restart of the server: nothing is left but the database."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_equal_chances_over_many_rounds_and_restarts(self):
        """DOOR-DISP-01, C8: the fixed order, again and again, wherever a restart falls."""
        sequence = []
        for number in range(41):
            if number in (3, 7, 15, 16, 29):
                self.restart()
            sequence.append(self.send())
        self.assertEqual(sequence, [number % 5 for number in range(41)])
        self.assertEqual([sequence.count(one) for one in range(5)], [9, 8, 8, 8, 8])

    def test_who_does_not_fit_loses_the_turn(self):
        """Q-43: passed over in this round; the next one starts after the one assigned."""
        glass = self.of("skill", "glass")
        (self.people - self.people[1]).sudo().service_skill_ids = glass
        self.assertEqual(self.send(), 0)
        self.assertEqual(self.send(skill_ids=[(6, 0, glass.ids)]), 2, "T1 cannot glaze")
        self.restart()
        self.assertEqual([self.send(), self.send(), self.send(), self.send()], [3, 4, 0, 1])

    def test_who_has_not_come_back_is_passed_over(self):
        self.assertEqual(self.send(), 0)
        self.assertEqual(self.send(), 1)
        out = self.last
        out.action_schedule()
        out.action_start()
        self.assertEqual([self.send() for _turn in range(5)], [2, 3, 4, 0, 2])
        out.action_finish()
        self.assertEqual([self.send() for _turn in range(4)], [3, 4, 0, 1])

    def test_nobody_fits_then_the_pointer_stays(self):
        self.assertEqual(self.send(), 0)
        seal = self.of("skill", "seal")
        self.assertIsNone(self.send(skill_ids=[(6, 0, seal.ids)]))
        self.assertFalse(self.last.employee_id)
        self.assertEqual(self.send(), 1)

    def test_newcomers_join_at_the_end(self):
        self.assertEqual([self.send(), self.send()], [0, 1])
        new = self.env["hr.employee"].create({"name": "T5", "company_id": self.mall.id})
        self.queue.line_ids = [(0, 0, {"employee_id": new.id})]
        self.people |= new
        self.restart()
        self.assertEqual([self.send() for _turn in range(6)], [2, 3, 4, 5, 0, 1])

    def warned(self, start, end, **vals):
        order = self.order_of(
            "repair", planned_start=local(start), planned_end=local(end), queue_id=self.queue.id, **vals
        )
        return "Saturday" in (order.plan_warning or "")

    def test_weekends_only(self):
        """DOOR-DISP-03: Saturday and Sunday, from their first minute to their last."""
        for start, end, warned in (
            ("2026-03-06 22:00", "2026-03-06 23:00", True),  # a Friday
            ("2026-03-07 00:00", "2026-03-07 02:00", False),
            ("2026-03-08 21:00", "2026-03-08 23:59", False),
            ("2026-03-09 00:00", "2026-03-09 02:00", True),
            ("2026-03-08 23:00", "2026-03-09 01:00", True),
        ):
            self.assertEqual(self.warned(start, end), warned, start)

    def test_a_weekday_needs_a_written_request_beforehand(self):
        letter = {"weekday_request": "R0lGODlhAQABAAAAACw=", "weekday_request_name": "letter.gif"}
        day = ("2026-03-11 09:00", "2026-03-11 10:00")
        self.assertTrue(self.warned(*day))
        self.assertFalse(self.warned(*day, weekday_requested_on="2026-03-10", **letter))
        self.assertTrue(self.warned(*day, weekday_requested_on="2026-03-12", **letter))
        self.assertTrue(self.warned(*day, weekday_requested_on="2026-03-10"), "not in writing")
        self.assertFalse(self.warned(*day, is_emergency=True))
