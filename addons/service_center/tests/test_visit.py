from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .visit_common import VisitCase

TIMES = ("received_at", "accepted_at", "taken_at", "departed_at", "arrived_at", "finished_at", "signed_at")


@tagged("post_install", "-at_install")
class TestVisit(VisitCase):
    """A technician's day: times by one tap (C7), checklist, parts, readings, giving a job back."""

    def test_each_tap_notes_its_time_in_order(self):
        start = fields.Datetime.now()
        for minutes, tap in enumerate(("accept", "depart", "arrive")):
            with freeze_time(start + timedelta(minutes=minutes)):
                self.tap(tap)
        self.assertEqual(self.job.state, "in_progress")
        self.job.check_ids.is_done = True
        with freeze_time(start + timedelta(minutes=3)):
            self.tap("finish")
        with freeze_time(start + timedelta(minutes=4)):
            self.sign()
        times = [self.job[name] for name in TIMES]
        self.assertEqual(times, sorted(times))
        self.assertEqual(self.job.arrived_at, start.replace(microsecond=0) + timedelta(minutes=2))
        self.assertEqual(self.job.state, "signed")
        self.assertAlmostEqual(self.job.travel_hours, 1 / 60)

    def test_a_tap_counts_once_and_in_its_turn(self):
        with self.assertRaises(UserError):
            self.tap("arrive")
        self.tap("accept")
        with self.assertRaises(UserError):
            self.tap("accept")
        with self.assertRaises(UserError):
            self.tap("finish")

    def test_a_time_out_of_order_is_refused(self):
        self.tap("accept", "depart", "arrive")
        for name, before in (
            ("taken_at", "accepted_at"),
            ("departed_at", "taken_at"),
            ("arrived_at", "departed_at"),
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.job._correct_time(name, self.job[before] - timedelta(seconds=1), "Too late")
        self.job._correct_time("departed_at", self.job.taken_at, "Tapped late")
        self.assertEqual(self.job.departed_at, self.job.taken_at)
        self.assertIn("Tapped late", str(self.job.message_ids[0].body))

    def test_a_correction_needs_a_reason_and_a_time_that_was_noted(self):
        self.tap("accept", "depart")
        now = fields.Datetime.now()
        for name, at, reason in (
            ("departed_at", now, " "),
            ("arrived_at", now, "Forgotten"),
            ("received_at", now, "Wrong"),
            ("departed_at", now + timedelta(minutes=1), "Tomorrow"),
        ):
            with self.assertRaises(UserError):
                self.job._correct_time(name, at, reason)

    def test_the_checklist_of_the_type(self):
        self.tap("accept")
        self.assertEqual(self.job.check_ids.mapped("name"), ["Take tools", "Clean up"])
        self.tap("depart", "arrive")
        with self.assertRaisesRegex(UserError, "Clean up"):
            self.tap("finish")
        self.job.check_ids.filtered("is_required").is_done = True
        self.tap("finish")
        self.assertEqual(self.job.state, "done")

    def test_the_checklist_also_without_taps(self):
        self.job.action_start()
        self.assertEqual(len(self.job.check_ids), 2)
        other = self.order("maintenance", state="confirmed", employee_id=self.a.id)
        other.action_start()
        self.assertFalse(other.check_ids)

    def test_a_checklist_of_another_pack_does_not_hold(self):
        self.checklist.pack_code = "t_other"
        self.tap("accept")
        self.assertFalse(self.job.check_ids)

    def test_another_technician_begins_anew(self):
        self.tap("accept", "depart", "arrive")
        self.job.check_ids.is_done = True
        self.job._give_back("The glass did not fit")
        self.assertEqual(
            (self.job.state, self.job.employee_id.id, self.job.taken_at), ("confirmed", False, False)
        )
        self.assertEqual(self.job.unfinished_reason, "The glass did not fit")
        self.assertEqual(self.queue.dispatch(self.job), self.b)
        self.assertFalse(any(self.job.check_ids.mapped("is_done")))
        self.assertEqual(self.job._get_next_tap(), "accept")

    def test_giving_back_needs_a_reason(self):
        for reason in ("", "  ", None):
            with self.assertRaises(UserError):
                self.job._give_back(reason)
        self.assertEqual(self.job.employee_id, self.a)

    def test_the_meter_goes_into_the_ledger_of_the_item(self):
        self.env["service.warranty.term"].create(
            {
                "code": "t_meter",
                "name": "Meter",
                "product_tmpl_ids": self.product.product_tmpl_id.ids,
                "cover_ids": [(0, 0, {"kind": "parts", "value": 12, "unit": "months", "usage_limit": 1000})],
            }
        )
        item = self.env["service.warranty"].create(
            {
                "product_id": self.product.id,
                "partner_id": self.customer.id,
                "serial": "M-1",
                "purchase_date": fields.Date.today(),
                "proof": "invoice",
                "proof_number": "1",
            }
        )
        self.job.warranty_id = item
        with self.assertRaises(UserError):
            self.job._read_meter(100)  # nobody is there yet
        self.tap("accept", "depart", "arrive")
        self.job._read_meter(1234567)
        self.assertEqual(
            item.event_ids.filtered(lambda one: one.kind == "reading").mapped("reading"), [1234567]
        )
        self.assertEqual(self.job._get_reading_rows(), [("Meter of the item", "1234567 Hours")])
        self.assertEqual(item.state, "out")

    def test_parts_readings_and_old_parts(self):
        with self.assertRaises(UserError):
            self.job._add_part("Hinge", 1)
        self.tap("accept", "depart", "arrive")
        self.part.default_code = "SENSOR-1"
        self.job._add_part("SENSOR-1", 2)
        self.job._add_part("Oil", 0.5)
        self.job._add_reading("Pressure", 2.5, "bar")
        first, second = self.job.line_ids
        self.assertEqual((first.product_id, first.part_state, first.quantity), (self.part, "used", 2))
        self.assertEqual((second.name, second.product_id.id), ("Oil", False))
        self.job._report_part(str(first.id), "used", "handed")
        self.assertEqual(first.old_part, "handed")
        for line_id, state, old in (
            ("0", "used", ""),
            (str(first.id), "lost", ""),
            (str(first.id), "used", "x"),
        ):
            with self.assertRaises(UserError):
                self.job._report_part(line_id, state, old)
        with self.assertRaises(UserError):
            self.job._add_part("Oil", 0)

    def test_the_day_in_order(self):
        now = fields.Datetime.now()
        day = self.env["service.order"]
        later = self.order(state="confirmed", employee_id=self.a.id, planned_start=now + timedelta(days=2))
        soon = self.order(state="confirmed", employee_id=self.a.id, planned_start=now - timedelta(hours=1))
        emergency = self.order(is_emergency=True, employee_id=self.a.id)
        under_way = self.order(state="confirmed", employee_id=self.a.id)
        under_way.action_start()
        self.order(employee_id=self.a.id)  # a draft is nobody's way
        self.order(state="confirmed", employee_id=self.b.id)
        days = day._get_visits(self.users[0])
        self.assertEqual(days["today"], under_way | emergency | soon | self.job)
        self.assertEqual(days["today"].ids, (under_way + emergency + soon + self.job).ids)
        self.assertEqual((days["later"], days["done"]), (later, day))
        self.assertFalse(any(day._get_visits(self.users[2]).values()))

    def test_the_map(self):
        self.assertIn("openstreetmap", self.other_company_order()._get_map_url("a"))
        self.env["ir.config_parameter"].set_param("service_center.map_url", "https://map.example/?q=%s")
        self.assertEqual(self.job._get_map_url("a%20b"), "https://map.example/?q=a%20b")

    def other_company_order(self):
        return self.env["service.order"].new({"company_id": self.other_company.id})
