import psycopg2

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dispatch_common import DispatchCase


@tagged("post_install", "-at_install")
class TestDispatch(DispatchCase):
    """Rotation with lost turns (DOOR-DISP-01, Q-43, C8)."""

    def test_turns_go_round_in_the_fixed_order(self):
        self.assertEqual(self.queue.next_employee_id, self.a)
        self.assertEqual([self.send() for _job in range(5)], [self.a, self.b, self.c, self.a, self.b])
        self.assertEqual(self.queue.next_employee_id, self.c)
        self.assertEqual(self.queue.round_number, 2)

    def test_the_order_goes_to_the_technician(self):
        employee = self.send()
        self.assertEqual(employee._name, "hr.employee")
        self.assertEqual((self.last.employee_id, self.last.state), (self.a, "scheduled"))
        self.assertEqual(self.last.queue_id, self.queue)

    def test_who_is_on_leave_loses_this_turn_only(self):
        leave = self.leave(self.b)
        self.assertEqual([self.send(), self.send()], [self.a, self.c])
        self.assertEqual(self.turns(), [(self.b, "passed", "absent"), (self.c, "assigned", "rotation")])
        leave.unlink()
        self.assertEqual([self.send(), self.send()], [self.a, self.b])

    def test_leave_counts_on_the_day_of_the_visit(self):
        self.leave(self.a, start=48, hours=24)
        at = fields.Datetime.add(fields.Datetime.now(), hours=60)
        self.assertEqual(self.send(planned_start=at, planned_end=at), self.b)
        self.assertEqual([self.send(), self.send()], [self.c, self.a])

    def test_leave_of_another_company_and_finished_leave_do_not_count(self):
        foreign = self.env["resource.calendar"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        self.assertEqual(self.leave(self.a, calendar_id=foreign.id).company_id, self.other_company)
        self.leave(self.b, start=-3, hours=2.9)
        self.assertEqual([self.send(), self.send()], [self.a, self.b])

    def test_who_has_not_come_back_is_passed_over(self):
        self.send()
        first = self.last
        first.write({"accepted_at": first.received_at, "departed_at": fields.Datetime.now()})
        self.assertEqual([self.send(), self.send(), self.send()], [self.b, self.c, self.b])
        self.assertEqual(self.turns()[0], (self.a, "passed", "out"))
        first.action_start()
        self.assertEqual([self.send(), self.send()], [self.c, self.b])
        first.action_finish()
        self.assertEqual([self.send(), self.send()], [self.c, self.a])

    def test_whose_skill_does_not_fit_is_passed_over(self):
        glass, metal = self.env["service.skill"].create(
            [{"code": "t_glass", "name": "Glass"}, {"code": "t_metal", "name": "Metal"}]
        )
        self.b.service_skill_ids = glass
        self.c.service_skill_ids = glass | metal
        self.assertEqual(self.send(skill_ids=[(6, 0, glass.ids)]), self.b)
        self.assertEqual(self.send(skill_ids=[(6, 0, (glass | metal).ids)]), self.c)
        self.types["on_site_repair"].skill_ids = glass
        self.assertEqual(self.send(), self.b)
        self.assertEqual(self.turns()[0], (self.a, "passed", "skill"))

    def test_nobody_fits(self):
        self.send()
        for employee in (self.a, self.b, self.c):
            self.leave(employee)
        self.assertFalse(self.send())
        self.assertEqual((self.last.employee_id.id, self.last.state), (False, "confirmed"))
        self.assertEqual(self.queue.next_employee_id, self.b)
        self.assertEqual(
            [row[:2] for row in self.turns()], [(one, "passed") for one in (self.b, self.c, self.a)]
        )
        said = self.last._explanation_sentences()
        said = next(one for one in said if one["code"] == "dispatch")
        self.assertEqual(said["value"], "None")
        self.assertEqual(said["rejected"][0]["rule"], "Technician B")

    def test_an_empty_queue_has_nobody(self):
        self.queue = self.make_queue(self.env["hr.employee"])
        self.assertFalse(self.queue.next_employee_id)
        self.assertFalse(self.send())
        self.queue.line_ids = [(0, 0, {"employee_id": self.b.id})]
        self.assertEqual(self.queue.next_employee_id, self.b)

    def test_newcomers_join_at_the_end(self):
        self.send()
        newcomer = self.technician
        self.queue.line_ids = [(0, 0, {"employee_id": newcomer.id, "sequence": 0})]
        self.assertEqual([self.send() for _job in range(4)], [self.b, self.c, newcomer, self.a])

    def test_who_leaves_the_queue_takes_nobody_s_turn(self):
        self.send()
        self.queue.line_ids.filtered(lambda line: line.employee_id == self.b).unlink()
        self.assertEqual(self.queue.next_employee_id, self.c)
        self.queue.line_ids.filtered(lambda line: line.employee_id == self.c).active = False
        self.assertEqual(self.queue.next_employee_id, self.a)
        self.queue.with_context(active_test=False).line_ids.active = True
        self.assertEqual([self.send(), self.send()], [self.a, self.c])

    def test_an_archived_or_deleted_technician(self):
        self.send()
        self.b.active = False
        self.assertEqual(self.send(), self.c)
        self.assertEqual(self.turns()[0], (self.b, "passed", "left"))
        self.queue = self.make_queue(self.technician | self.a)
        self.technician.unlink()
        self.assertEqual(self.queue.next_employee_id, self.a)

    def test_another_order_of_the_technicians_keeps_the_turn(self):
        self.send()
        last = self.queue.line_ids.filtered(lambda line: line.employee_id == self.c)
        last.sequence = -1
        self.assertEqual([self.send() for _job in range(3)], [self.b, self.c, self.a])

    def test_one_after_the_other_or_all_at_once_is_the_same(self):
        self.leave(self.b)
        orders = self.env["service.order"]
        for _job in range(5):
            orders |= self.order(state="confirmed")
        self.assertEqual(self.queue.dispatch(orders), self.a | self.c)
        self.assertEqual(orders.mapped("employee_id.name"), ["Technician A", "Technician C"])
        self.assertEqual([order.employee_id for order in orders], [self.a, self.c, self.a, self.c, self.a])
        self.assertEqual(self.queue.next_employee_id, self.b)

    def test_by_hand_nobody_s_turn_changes(self):
        order = self.order(state="confirmed")
        order.employee_id = self.c
        self.assertEqual(self.turns(order), [(self.c, "assigned", "by_hand")])
        self.assertEqual(order.explanation["dispatch"]["decision"], "by_hand")
        self.assertEqual(self.send(), self.a)
        self.queue.method = "manual"
        self.assertFalse(self.send())
        self.assertEqual(self.turns(), [])
        with self.assertRaises(UserError):
            self.last.action_dispatch()

    def test_an_order_goes_to_one_technician_only(self):
        self.send()
        with self.assertRaisesRegex(UserError, "Technician A"):
            self.queue.dispatch(self.last)
        self.assertEqual(self.queue.next_employee_id, self.b)

    def test_nobody_is_sent_out_for_what_is_over_or_waits(self):
        for state, vals in (("cancelled", {"cancel_reason": "No"}), ("waiting", {"waiting_for": "parts"})):
            order = self.order(state="confirmed")
            order.write({"state": state, **vals})
            with self.assertRaises(UserError):
                self.queue.dispatch(order)

    def test_an_emergency_is_dispatched_first_and_its_papers_follow(self):
        order = self.order(is_emergency=True)
        self.assertEqual(self.queue.dispatch(order), self.a)
        self.assertEqual(order.state, "scheduled")

    def test_who_travelled_least_goes(self):
        self.queue.write({"method": "least_travelled", "usual_travel": 10})
        self.send(travel_km=30)
        self.assertEqual(self.last.employee_id, self.a)
        self.assertEqual([self.send(), self.send()], [self.b, self.c])
        self.assertEqual(
            [self.send(), self.send(), self.send(), self.send()], [self.b, self.c, self.b, self.c]
        )
        self.assertEqual(self.send(), self.a)
        reasons = {one["because"]["code"] for one in self.last.explanation["dispatch"]["rejected"]}
        self.assertEqual(reasons, {"later_turn"})

    def test_rest_between_jobs(self):
        self.queue.rest_hours = 2
        self.send()
        now = fields.Datetime.now()
        self.last.finished_at = fields.Datetime.add(now, hours=1)
        for hours, expected in ((2.99, self.b), (3, self.a)):
            self.queue._write_pointer(self.a.id, 1)
            at = fields.Datetime.add(now, seconds=int(hours * 3600))
            self.assertEqual(self.send(planned_start=at, planned_end=at), expected)

    def test_turns_never_change(self):
        self.send()
        turn = self.last.turn_ids
        changes = (lambda: turn.write({"outcome": "passed"}), turn.unlink)
        for change in changes:
            refused = self.assertRaises(psycopg2.errors.IntegrityConstraintViolation)
            with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
                change()
                self.env.flush_all()

    def test_the_rounds_of_the_turns(self):
        self.leave(self.b)
        for _job in range(4):
            self.send()
        rows = self.env["service.dispatch.turn"].search([("queue_id", "=", self.queue.id)], order="id")
        self.assertEqual(
            [(row.round_number, row.employee_id) for row in rows],
            [(1, self.a), (1, self.b), (1, self.c), (2, self.a), (2, self.b), (2, self.c)],
        )

    def test_the_queue_that_fits_takes_it(self):
        floor = self.env["service.site"].create({"name": "Floor", "code": "T-F", "parent_id": self.site.id})
        team = self.env["service.team"].create({"code": "t_team", "name": "Team"})
        self.queue.sequence = -5
        self.queue.write({"site_id": self.site.id, "team_id": team.id})
        order = self.order(state="confirmed", site_id=floor.id, team_id=team.id)
        found = self.queue._find_for(order | self.order(site_id=floor.id) | self.order(team_id=team.id))
        self.assertEqual([queue == self.queue for queue in found.values()], [True, False, False])
        order.action_dispatch()
        self.assertEqual(order.employee_id, self.a)

    def test_no_queue_fits(self):
        self.env["service.dispatch.queue"].search([]).active = False
        with self.assertRaisesRegex(UserError, "queue"):
            self.order(state="confirmed").action_dispatch()

    def test_why_in_both_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.leave(self.a)
        self.send()
        for lang in ("en_US", "zh_CN"):
            said = self.last.with_context(lang=lang).get_explanation()
            said = next(one for one in said if one["code"] == "dispatch")
            self.assertEqual(said["value"], "Technician B")
            self.assertEqual(said["rejected"][0]["rule"], "Technician A")
            self.assertNotIn("rotation", said["how"])
            self.assertNotIn("absent", said["rejected"][0]["sentence"])
