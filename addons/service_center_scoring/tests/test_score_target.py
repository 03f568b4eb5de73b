from datetime import date

from odoo.tests import freeze_time, tagged

from .source_common import SourceCase, local


@tagged("post_install", "-at_install")
class TestScoreTarget(SourceCase):
    """Hours of technicians, and the packs whose parts need the service center."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for pack in ("area_sales", "city_hotline", "doors_windows"):
            cls.env["service.policy.pack"].load_pack(pack, cls.company)

    def target(self, code):
        return self.env["service.score.target"].search(
            [("company_id", "=", self.company.id), ("code", "=", code)]
        )

    def worked(self, employee, finished, hours, **vals):
        order = self.order(employee_id=employee.id)
        with freeze_time(local(finished)):
            order.write(
                {
                    "line_ids": [(0, 0, {"kind": "labour", "name": "Work", "quantity": hours})],
                }
            )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_order SET state = %s, finished_at = %s, is_history = %s WHERE id = %s",
            (vals.get("state", "done"), local(finished), vals.get("is_history", False), order.id),
        )
        order.invalidate_recordset()

    def test_hours_of_a_technician(self):
        """DOOR-EVAL-02: of the orders finished in the month, by the company's days; without a login, too."""
        for finished, hours in (
            ("2026-05-31 23:59", 1),
            ("2026-06-01 00:00", 10),
            ("2026-06-30 23:59", 100),
            ("2026-07-01 00:00", 1000),
        ):
            self.worked(self.zhang, finished, hours)
        self.worked(self.zhang, "2026-06-10 10:00", 7, state="cancelled")
        self.worked(self.zhang, "2026-06-10 10:00", 7, is_history=True)
        found = {one.employee_id: one for one in self.target("DOOR-EVAL-02").measure_period("2026-06-15")}
        self.assertEqual((found[self.zhang].value, found[self.zhang].source), (110, "measured"))
        self.assertEqual((found[self.li].value, found[self.li].is_known), (0, True))
        week = self.target("DOOR-EVAL-01").measure_period("2026-06-30")
        zhang = week.filtered(lambda one: one.employee_id == self.zhang)
        self.assertEqual(
            (zhang.date_from, zhang.date_to, zhang.value), (date(2026, 6, 29), date(2026, 7, 5), 1100)
        )

    def test_grades_of_the_year(self):
        """CITY-APP-01: four grades; the best is proposed for a reward."""
        target = self.target("CITY-APP-01-year")
        for value, grade in (
            (100, "excellent"),
            (90, "excellent"),
            (89.99, "qualified"),
            (75, "qualified"),
            (74.99, "basic"),
            (60, "basic"),
            (59.99, "unqualified"),
            (0, "unqualified"),
        ):
            employee = self.env["hr.employee"].create({"name": "Operator"})
            result = self.env["service.score.result"].create(
                {
                    "target_id": target.id,
                    "employee_id": employee.id,
                    "date_from": "2025-05-01",
                    "value": value,
                }
            )
            self.assertEqual(result.band_ids.mapped("code"), [f"CITY-APP-01-{grade}"], value)
            result.with_user(self.score_officer).action_confirm()
            rewarded = ["CITY-APP-01-reward"] if grade == "excellent" else []
            self.assertEqual(result.entry_ids.mapped("rule_code"), rewarded, value)

    def test_neither_settled_nor_reported(self):
        """REGION-CMP-02: the person responsible and the head of the area, once the facts are confirmed."""
        self.zhang.parent_id = self.li
        flag = self.env["service.risk.flag"].search(
            [("company_id", "=", self.company.id), ("code", "=", "not_reported")]
        )
        complaint = self.complain_at("2026-03-10 10:00", self.zhang, flag_ids=flag.ids)
        other = self.complain_at("2026-03-10 11:00", self.zhang)
        self.assertFalse(self.propose("complaint_person") | self.propose("complaint_leader"))
        for one in (complaint, other):
            self.find(one, involvement="involved")
        self.assertFalse(self.propose("complaint_person") | self.propose("complaint_leader"))
        for one in (complaint, other):
            self.find(one, involvement="responsible")
        person, leader = self.propose("complaint_person"), self.propose("complaint_leader")
        self.assertEqual((person.employee_id, person.rule_code), (self.zhang, "REGION-CMP-02"))
        self.assertEqual((leader.employee_id, leader.rule_code), (self.li, "REGION-CMP-02-head"))
        self.assertEqual((leader.res_id, leader.date, leader.points), (complaint.id, date(2026, 3, 10), -1))
        self.assertIn("whom this person leads", str(leader.get_explanation()))
        self.assertFalse(self.propose("complaint_leader"))
        self.find(complaint, finding="cleared")
        self.propose("complaint_leader")
        self.assertEqual(leader.state, "rejected")
