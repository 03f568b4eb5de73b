import random
from datetime import timedelta

from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from ..engine import lifecycle
from .sla_common import SlaCase, local

STEPS = 14
CASES = 8


@tagged("post_install", "-at_install")
class TestSlaRandom(SlaCase):
    """Whatever happens to complaints, policies and calendars in whatever order: clocks are their replay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        night = cls.make_calendar("Night", range(7), ((0, 6), (22, 24)))
        cls.team = cls.env["service.team"].create({"code": "night", "name": "Night", "calendar_id": night.id})
        cls.env["service.sla.metric"].create({"code": "sheet", "name": "Sheet"})
        cls.limit("respond", 90, "clock_minutes", start_metric="sheet", warn_share=50)
        cls.limit("resolve", 2, "calendar_days", party="regulator", pauses=False)
        cls.urgent = cls.env["service.sla.policy"].create(
            {
                "code": "U",
                "name": "Urgent",
                "sequence": 10,
                "model": "service.complaint",
                "severity_ids": cls.level_a.ids,
            }
        )
        cls.limit("resolve", 6, "working_hours", cls.urgent, warn_share=50)
        cls.limit("close", 30, "clock_hours", cls.urgent)

    def act(self, rng, complaint, now):
        moves = [step.target for step in lifecycle.STEPS.values() if complaint.state in step.sources]
        actions = [
            *[lambda target=target: complaint.write({"state": target}) for target in moves],
            lambda: complaint.write({"flag_ids": [(6, 0, rng.choice([[], self.food.ids, self.press.ids]))]}),
            lambda: complaint.write({"team_id": rng.choice([False, self.team.id])}),
            lambda: complaint.write({"channel": rng.choice(["phone", "social"])}),
            lambda: complaint.write({"received_at": now - timedelta(minutes=rng.randrange(3000))}),
            lambda: complaint._service_reach(rng.choice(["sheet", "respond"])),
            lambda: complaint._service_reach("sheet", now - timedelta(minutes=rng.randrange(600))),
            lambda: complaint.write({"state": rng.choice(moves), "flag_ids": [(6, 0, self.food.ids)]}),
            lambda: self.resolve.write({"value": rng.randint(1, 4)}),
            lambda: self.close_shop(rng, now),
        ]
        rng.choice(actions)()

    def close_shop(self, rng, now):
        start = now + timedelta(hours=rng.randrange(-48, 72))
        end = start + timedelta(hours=rng.randrange(1, 40))
        calendar_id = rng.choice([self.calendar.id, False])
        near = [("date_from", "<=", end + timedelta(days=1)), ("date_to", ">=", start - timedelta(days=1))]
        if self.env["resource.calendar.leaves"].search_count([("resource_id", "=", False), *near], limit=1):
            return  # Odoo's time off refuses public holidays that overlap
        vals = {"name": "Closed", "calendar_id": calendar_id, "date_from": start, "date_to": end}
        enter_leave(self.env, vals)

    def test_random_operations(self):
        now = local("2026-03-02 09:00")
        for seed in range(CASES):
            with self.subTest(seed=seed):
                rng = random.Random(seed)
                now += timedelta(minutes=rng.randrange(7 * 1440))
                with freeze_time(now):
                    complaint = self.complain(received_at=now)
                verdicts = {}
                for _step in range(STEPS):
                    now += timedelta(seconds=rng.choice([0, 1, 600, 3600, 6 * 3600, 40 * 3600]))
                    with freeze_time(now):
                        self.act(rng, complaint, now)
                        self.run_clocks()
                        self.assertReplays(complaint)
                        self.assertFalse(list(self.Clock._check_replay()))
                    for clock in self.clocks(complaint):
                        verdict = (clock.state, clock.deadline, clock.reached_at)
                        if clock.id in verdicts:
                            self.assertEqual(verdict, verdicts[clock.id], "a verdict never changes (T9)")
                        elif not clock.is_open and (clock.reached_at or complaint.state != "cancelled"):
                            verdicts[clock.id] = verdict
                    live = self.clocks(complaint).filtered("is_open")
                    keys = [(clock.metric, clock.party) for clock in live]
                    self.assertEqual(len(keys), len(set(keys)))
                    counting = live.filtered(lambda one: one.state != "paused")
                    self.assertEqual(
                        complaint.sla_deadline, min(counting.mapped("deadline"), default=False), keys
                    )
