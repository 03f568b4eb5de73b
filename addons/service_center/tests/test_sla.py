from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestSla(SlaCase):
    """Clocks of complaints: they start, wait, are reached and end with the complaint's own steps."""

    def complain_at(self, text, **vals):
        with freeze_time(local(text)):
            return self.complain(received_at=local(text), **vals)

    def test_a_complaint_starts_its_clocks(self):
        complaint = self.complain_at("2026-03-02 09:00")  # a Monday
        acknowledge, resolve = self.clocks(complaint)
        self.assertEqual(acknowledge.deadline, local("2026-03-02 10:00"))
        self.assertEqual(resolve.deadline, local("2026-03-05 18:00"))
        self.assertEqual((acknowledge.state, resolve.state), ("running", "running"))
        self.assertEqual(complaint.sla_deadline, local("2026-03-02 10:00"))
        self.assertEqual(complaint.sla_state, "running")

    def test_outside_opening_hours_it_starts_at_the_opening(self):
        complaint = self.complain_at("2026-03-07 22:00")  # a Saturday night
        self.assertEqual(self.clocks(complaint, "acknowledge").deadline, local("2026-03-09 09:30"))

    def test_at_the_deadline_it_is_met_a_second_later_it_is_not(self):
        for seconds, state in ((0, "met"), (1, "breached")):
            complaint = self.complain_at("2026-03-02 09:00")
            with freeze_time(local("2026-03-02 10:00").replace(second=seconds)):
                complaint.action_acknowledge()
                clock = self.clocks(complaint, "acknowledge")
                self.assertEqual(clock.state, state)
                self.assertReplays(complaint)
            with freeze_time(local("2026-03-03 10:00")):
                complaint.action_start()
                self.assertEqual(clock.state, state)

    def test_waiting_adds_the_working_time_waited(self):
        complaint = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 09:30")):
            complaint.action_start()
        self.limit("respond", 8, "working_hours")
        with freeze_time(local("2026-03-02 09:30")):
            complaint._sla_sync()
        respond = self.clocks(complaint, "respond")
        self.assertEqual(respond.deadline, local("2026-03-03 09:30"))
        with freeze_time(local("2026-03-02 17:00")):
            complaint.action_wait()
            self.assertEqual(respond.state, "paused")
            self.assertEqual(complaint.sla_state, "paused")
        with freeze_time(local("2026-03-04 08:45")):
            complaint.action_resume()
        self.assertEqual(respond.state, "running")
        # one hour on Monday, all of Tuesday, a quarter on Wednesday
        self.assertEqual(respond.paused_seconds, (1 + 7.5 + 0.25) * 3600)
        self.assertEqual(respond.deadline, local("2026-03-04 10:45"))
        with freeze_time(local("2026-03-04 10:45")):
            self.assertReplays(complaint)

    def test_waiting_and_resolving_in_one_write_counts_the_wait(self):
        complaint = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 09:10")):
            complaint.action_wait()
        with freeze_time(local("2026-03-20 11:00")):
            complaint.write({"state": "resolved", "resolution": "Settled"})
            resolve = self.clocks(complaint, "resolve")
            self.assertEqual(resolve.state, "met")
            self.assertReplays(complaint)

    def test_breached_before_waiting_stays_breached(self):
        complaint = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-06 09:00")):
            complaint.action_wait()
            resolve = self.clocks(complaint, "resolve")
            self.assertEqual(resolve.state, "breached")
        with freeze_time(local("2026-03-09 09:00")):
            complaint.action_resume()
            self.assertEqual(resolve.state, "breached")
            complaint.action_resolve()
        self.assertEqual(resolve.state, "breached")
        self.assertEqual(resolve.late_seconds, 0.5 * 3600)

    def test_severity_changes_the_running_limit_and_keeps_the_time_used(self):
        urgent = self.env["service.sla.policy"].create(
            {
                "code": "U",
                "name": "Urgent",
                "sequence": 10,
                "model": "service.complaint",
                "severity_ids": self.level_a.ids,
            }
        )
        self.limit("resolve", 4, "working_hours", urgent)
        complaint = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 11:00")):
            complaint.flag_ids = self.food
        resolve = self.clocks(complaint, "resolve")
        self.assertEqual(len(resolve), 1)
        self.assertEqual(resolve.deadline, local("2026-03-02 15:00"))
        self.assertEqual(resolve.policy_id, urgent)
        self.assertEqual(self.clocks(complaint, "acknowledge").policy_id, self.policy)
        entry = complaint.explanation["sla:resolve"]
        self.assertEqual((entry["value"], entry["rule"]), ("U/resolve/customer", "U"))
        because = {"code": "later_in_order", "params": {"policy": "U"}}
        self.assertEqual(entry["rejected"], [{"rule": "P", "because": because}])

    def test_closing_ends_what_is_left_and_reopening_starts_anew(self):
        self.limit("close", 10, "calendar_days")
        internal = self.limit("resolve", 5, "working_days", party="internal")
        complaint = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 09:30")):
            complaint.action_resolve()
            complaint.action_close()
        self.assertEqual(set(self.clocks(complaint).mapped("state")), {"met"})
        self.assertEqual(complaint.sla_state, "done")
        with freeze_time(local("2026-03-04 09:30")):
            complaint.action_reopen()
        again = self.clocks(complaint, "resolve").filtered("is_open")
        self.assertEqual(len(again), 2)
        self.assertEqual(set(again.mapped("started_at")), {local("2026-03-04 09:30")})
        self.assertEqual(again.filtered(lambda one: one.target_id == internal).round, 1)
        with freeze_time(local("2026-03-04 10:30")):
            complaint.action_reject()
            self.assertEqual(set(self.clocks(complaint).mapped("state")), {"met"})
            self.assertReplays(complaint)

    def test_a_limit_that_starts_at_a_milestone(self):
        self.env["service.sla.metric"].create([{"code": "sheet", "name": "Sheet"}])
        self.limit("respond", 8, "working_hours", start_metric="sheet")
        complaint = self.complain_at("2026-03-02 09:00")
        self.assertFalse(self.clocks(complaint, "respond"))
        with freeze_time(local("2026-03-02 10:00")):
            complaint._service_reach("sheet")
        self.assertEqual(self.clocks(complaint, "respond").deadline, local("2026-03-03 10:30"))
        with freeze_time(local("2026-03-03 10:00")), self.assertRaises(UserError):
            complaint._service_reach("respond", local("2026-03-05 10:00"))
        with freeze_time(local("2026-03-03 11:00")):
            complaint._service_reach("respond", local("2026-03-03 10:30"))
            self.assertEqual(self.clocks(complaint, "respond").state, "met")

    def test_history_has_no_clocks(self):
        complaint = self.complain_at("2026-03-02 09:00", is_history=True)
        self.assertFalse(self.clocks(complaint))
        self.assertFalse(complaint.sla_state)

    def test_past_when_entered_is_breached_and_silent(self):
        with freeze_time(local("2026-03-20 09:00")):
            complaint = self.complain(received_at=local("2026-03-02 09:00"))
            self.assertEqual(set(self.clocks(complaint).mapped("state")), {"breached"})
            self.run_clocks()
            self.assertFalse(complaint.activity_ids)
            self.assertEqual(complaint.sla_state, "breached")

    def test_a_changed_calendar_replans_open_clocks_and_no_verdict(self):
        closed = self.complain_at("2026-03-02 09:00")
        running = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 09:30")):
            closed.action_resolve()
        before = self.clocks(closed, "resolve").deadline
        with freeze_time(local("2026-03-03 09:00")):
            enter_leave(
                self.env,
                {
                    "name": "Holiday",
                    "calendar_id": self.calendar.id,
                    "date_from": local("2026-03-04 00:00"),
                    "date_to": local("2026-03-04 23:59"),
                },
            )
            self.run_clocks()
        self.assertEqual(self.clocks(running, "resolve").deadline, local("2026-03-06 18:00"))
        self.assertEqual(self.clocks(closed, "resolve").deadline, before)

    def test_a_changed_limit_replans_open_clocks(self):
        complaint = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 09:10")):
            self.resolve.value = 1
            self.assertEqual(self.policy.version, 4)
            self.run_clocks()
        self.assertEqual(self.clocks(complaint, "resolve").deadline, local("2026-03-03 18:00"))

    def test_validity_is_that_of_the_day_of_receipt(self):
        self.policy.valid_from = "2026-03-02"
        self.policy.valid_to = "2026-03-02"
        for text, has in (
            ("2026-03-01 23:59", False),
            ("2026-03-02 00:00", True),
            ("2026-03-02 23:59", True),
            ("2026-03-03 00:00", False),
        ):
            self.assertEqual(bool(self.clocks(self.complain_at(text))), has, text)

    def test_warning_and_breach_once(self):
        complaint = self.complain_at("2026-03-02 09:00", user_id=self.user.id)
        self.env["service.sla.escalation"].create(
            {"target_id": self.resolve.id, "share": 100, "notify": "users", "user_ids": self.officer.ids}
        )
        with freeze_time(local("2026-03-02 09:30")):
            complaint.action_start()
        resolve = self.clocks(complaint, "resolve")
        warned = resolve.next_event_at
        for _turn in range(2):
            with freeze_time(warned):
                self.run_clocks()
        self.assertEqual(complaint.activity_ids.user_id, self.user)
        with freeze_time(local("2026-03-05 20:00")):  # after closing: it is marked, nobody is called yet
            self.run_clocks()
            self.assertEqual(resolve.state, "breached")
            self.assertEqual(len(complaint.activity_ids), 1)
        with freeze_time(local("2026-03-06 08:30")):
            self.run_clocks()
            self.run_clocks()
        self.assertEqual(complaint.activity_ids.user_id, self.user | self.officer)
        self.assertEqual(len(complaint.activity_ids), 2)

    def test_deleting_a_complaint_cancels_its_clocks(self):
        complaint = self.complain_at("2026-03-02 09:00")
        clocks = self.clocks(complaint)
        with freeze_time(local("2026-03-02 09:10")):
            complaint.unlink()
        self.assertEqual(set(clocks.mapped("state")), {"cancelled"})
