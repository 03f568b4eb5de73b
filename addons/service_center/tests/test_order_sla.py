from odoo.tests import freeze_time, tagged

from .order_common import OrderCase
from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestOrderSla(SlaCase, OrderCase):
    """The clocks of service orders: each limit stands still for the waits that it names (T3, T4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["service.sla.policy"].create(
            {"code": "SO", "name": "Repairs", "model": "service.order"}
        )
        cls.acknowledge = cls.limit("acknowledge", 1, "working_hours")
        cls.customer = cls.env["res.partner"].create({"name": "Li Na"})

    def received(self, **vals):
        return self.order("workshop_repair", received_at=local("2026-03-02 08:30"), **vals)

    def wait(self, order, what, first, last):
        with freeze_time(local(first)):
            order.write({"state": "waiting", "waiting_for": what})
        with freeze_time(local(last)):
            order.action_resume()

    def test_milestones_follow_the_steps(self):
        self.limit("resolve", 3, "working_days")
        with freeze_time(local("2026-03-02 09:00")):
            order = self.received()
            self.assertEqual(self.clocks(order, "acknowledge").deadline, local("2026-03-02 09:30"))
            order.action_confirm()
        self.assertEqual(self.clocks(order, "acknowledge").state, "met")
        self.assertEqual(self.clocks(order, "resolve").state, "running")
        with freeze_time(local("2026-03-03 09:00")):
            order.action_start()
            order.action_finish()
        self.assertEqual(self.clocks(order, "resolve").state, "met")
        self.assertReplays(order)

    def test_each_wait_stops_the_limits_that_name_it(self):
        names = {
            "customer": {},
            "parts": {"pauses": False, "pauses_parts": True},
            "factory": {"pauses": False, "pauses_factory": True},
        }
        for waits, vals in names.items():
            limit = self.limit("resolve", 8, "working_hours", code=waits, **vals)
            for waiting in names:
                with self.subTest(limit=waits, waiting=waiting):
                    with freeze_time(local("2026-03-02 08:30")):
                        order = self.received(state="confirmed")
                    # two open hours: over noon, from 11:00 to 15:00
                    self.wait(order, waiting, "2026-03-02 11:00", "2026-03-02 15:00")
                    clock = self.clocks(order, "resolve")
                    waited = waits == waiting
                    self.assertEqual(clock.paused_seconds, 7200 if waited else 0)
                    due = "2026-03-03 11:00" if waited else "2026-03-03 09:00"
                    self.assertEqual(clock.deadline, local(due))
                    with freeze_time(local("2026-03-02 15:00")):
                        self.assertReplays(order)
            limit.active = False

    def test_limits_may_wait_for_all_or_none(self):
        self.limit("resolve", 8, "working_hours", pauses_parts=True, pauses_factory=True)
        self.limit("resolve", 8, "working_hours", party="regulator", pauses=False)
        with freeze_time(local("2026-03-02 08:30")):
            order = self.received(state="confirmed")
        for day, what in ((2, "customer"), (3, "parts"), (4, "factory")):
            self.wait(order, what, f"2026-03-0{day} 09:00", f"2026-03-0{day} 10:00")
        clocks = {clock.party: clock.paused_seconds for clock in self.clocks(order, "resolve")}
        self.assertEqual(clocks, {"customer": 3 * 3600, "regulator": 0})

    def test_one_wait_follows_another(self):
        """First parts, then without a step between them the factory: each limit takes its own part of it."""
        self.limit("resolve", 30, "working_hours", pauses=False, pauses_parts=True)
        self.limit("resolve", 30, "working_hours", party="supplier", pauses=False, pauses_factory=True)
        with freeze_time(local("2026-03-02 08:30")):
            order = self.received(state="confirmed")
        with freeze_time(local("2026-03-02 09:00")):
            order.write({"state": "waiting", "waiting_for": "parts"})
        with freeze_time(local("2026-03-02 10:00")):
            order.waiting_for = "factory"
            self.assertEqual(order.sla_paused_for, "factory")
        with freeze_time(local("2026-03-02 12:00")):
            order.action_resume()
        clocks = {clock.party: clock.paused_seconds for clock in self.clocks(order, "resolve")}
        self.assertEqual(clocks, {"customer": 3600, "supplier": 2 * 3600})
        with freeze_time(local("2026-03-02 12:00")):
            self.assertReplays(order)

    def test_old_pauses_were_for_the_customer(self):
        """Rows from before limits named their waits have none."""
        self.limit("resolve", 8, "working_hours")
        with freeze_time(local("2026-03-02 08:30")):
            order = self.received(state="confirmed")
        with freeze_time(local("2026-03-02 09:00")):
            order._sla_pause()
        order._write_sla({"sla_paused_for": False})
        self.env["service.sla.event"].flush_model()
        self.limit("close", 10, "working_hours")
        with freeze_time(local("2026-03-02 10:00")):
            order._sla_sync()
            self.assertEqual(self.clocks(order, "close").paused_at, local("2026-03-02 09:00"))
            order._sla_resume()
        self.assertEqual(self.clocks(order, "resolve").paused_seconds, 3600)
        self.assertEqual(self.clocks(order, "close").paused_seconds, 3600)

    def test_wait_and_finish_in_one_step_counts_the_wait(self):
        """T4: what ends a wait counts it first."""
        self.limit("resolve", 3, "working_hours", pauses=False, pauses_parts=True)
        with freeze_time(local("2026-03-02 08:30")):
            order = self.received(state="confirmed")
            order.action_start()
        self.wait(order, "parts", "2026-03-02 09:30", "2026-03-02 17:30")
        with freeze_time(local("2026-03-02 18:00")):
            order.action_finish()
        clock = self.clocks(order, "resolve")
        self.assertEqual(clock.state, "met")
        self.assertEqual(clock.paused_seconds, 6 * 3600)

    def test_a_limit_starts_when_the_goods_are_sent(self):
        """INST-SLA-02: the factory cycle starts on the day of sending, and waits for nothing."""
        self.limit("resolve", 15, "working_days", party="supplier", start_metric="send_factory", pauses=False)
        with freeze_time(local("2026-03-02 08:30")):
            order = self.received(state="confirmed")
            self.assertFalse(self.clocks(order, "resolve"))
        with freeze_time(local("2026-03-04 10:00")):
            order.write({"state": "waiting", "waiting_for": "factory"})
        clock = self.clocks(order, "resolve")
        self.assertEqual(clock.started_at, local("2026-03-04 10:00"))
        self.assertEqual(clock.deadline, local("2026-03-21 18:00"))

    def test_a_cancelled_order_is_taken_up_with_its_clocks(self):
        self.limit("resolve", 3, "working_days")
        with freeze_time(local("2026-03-02 08:30")):
            order = self.received(state="confirmed")
        with freeze_time(local("2026-03-02 10:00")):
            order.write({"state": "cancelled", "cancel_reason": "x"})
            self.assertEqual(self.clocks(order, "resolve").state, "cancelled")
        with freeze_time(local("2026-03-03 10:00")):
            order.action_reset()
            self.assertEqual(self.clocks(order, "resolve").state, "running")
            self.assertReplays(order)
        self.assertEqual(self.clocks(order, "resolve").deadline, local("2026-03-05 18:00"))

    def test_why_says_what_a_limit_waits_for(self):
        self.limit("resolve", 3, "working_days", pauses_parts=True)
        order = self.received()
        said = {item["code"]: item for item in order.get_explanation()}
        facts = {fact["label"]: fact["text"] for fact in said["sla:resolve"]["facts"]}
        self.assertEqual(facts["Stands still waiting for"], "Customer, Parts")

    def test_the_complaint_says_how_serious_it_is(self):
        self.policy.severity_ids = self.level_a
        complaint = self.complain(flag_ids=self.food.ids)
        self.assertFalse(self.clocks(self.received()))
        self.assertTrue(self.clocks(self.received(complaint_id=complaint.id)))
