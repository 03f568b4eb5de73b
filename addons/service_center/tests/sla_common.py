from datetime import datetime, timedelta

from .routing_common import RoutingCase


def local(text, offset=8):
    """Naive UTC of a local time in Shanghai."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M") - timedelta(hours=offset)


class SlaCase(RoutingCase):
    """A shop open Monday to Saturday, 8:30 to 12 and 14 to 18, in Shanghai (CONV-TIME-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.make_calendar("Shop")
        cls.company.resource_calendar_id = cls.calendar
        cls.Clock = cls.env["service.sla.clock"]
        cls.policy = cls.env["service.sla.policy"].create(
            {"code": "P", "name": "Ordinary", "sequence": 20, "model": "service.complaint"}
        )
        cls.acknowledge = cls.limit("acknowledge", 1, "working_hours")
        cls.resolve = cls.limit("resolve", 3, "working_days", warn_share=80)

    @classmethod
    def make_calendar(cls, name, days=range(6), spans=((8.5, 12), (14, 18)), tz="Asia/Shanghai", **vals):
        return cls.env["resource.calendar"].create(
            {
                "name": name,
                "tz": tz,
                "company_id": cls.company.id,
                "attendance_ids": [
                    (0, 0, {"name": name, "dayofweek": str(day), "hour_from": start, "hour_to": end})
                    for day in days
                    for start, end in spans
                ],
                **vals,
            }
        )

    @classmethod
    def limit(cls, metric, value, unit, policy=None, **vals):
        policy = policy or cls.policy
        return cls.env["service.sla.target"].create(
            {"policy_id": policy.id, "metric": metric, "value": value, "unit": unit, **vals}
        )

    def clocks(self, complaint, metric=None):
        found = self.Clock.search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)], order="id"
        )
        return found.filtered(lambda clock: clock.metric == metric) if metric else found

    def assertReplays(self, complaints):
        """What is stored is what the events give (T12)."""
        clocks = self.Clock.search([("res_id", "in", complaints.ids)])
        for clock, replayed in zip(clocks, clocks._replay().values(), strict=True):
            self.assertEqual(clock.deadline, replayed.deadline, clock.metric)
            self.assertEqual(clock.state, replayed.state, clock.metric)
            self.assertEqual(clock.paused_seconds, replayed.paused_seconds, clock.metric)
            self.assertEqual(clock.reached_at or None, replayed.reached_at, clock.metric)
