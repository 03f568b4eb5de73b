from odoo import api, fields, models

BATCH = 2000
#: stored fields that replaying the events gives
REPLAYED = ("deadline", "state", "reached_at", "paused_seconds", "started_at", "is_open")


class ServiceSlaClock(models.Model):
    """The check that clocks are what their events give (T12)."""

    # one concern a file: running is one, checking is another
    _inherit = "service.sla.clock"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_replay(self):
        """Yield clocks whose stored values differ from a replay of their events.

        Clocks that wait for being planned anew are left out, and so is a deadline that has just passed: the
        cron marks it at its next run.
        """
        last = 0
        while clocks := self.search([("id", ">", last)], limit=BATCH, order="id"):
            last = clocks[-1].id
            now = fields.Datetime.now()
            replayed = clocks._replay(now)
            for clock in clocks:
                if not clock.needs_planning:
                    yield from clock._find_differences(replayed[clock.id], now)
            self.env.invalidate_all()

    def _find_differences(self, replayed, now):
        """Yield one difference of a clock from its engine ``Clock``, if there is one."""
        self.ensure_one()
        for name in REPLAYED:
            expected, found = getattr(replayed, name) or False, self[name]
            just_passed = name == "state" and (expected, found) == ("breached", "running")
            if expected == found or (just_passed and self.next_event_at and self.next_event_at <= now):
                continue
            yield {
                "res_model": self._name,
                "res_id": self.id,
                "company_id": self.company_id.id,
                "place": self.display_name,
                "expected": f"{name}: {expected}",
                "found": f"{name}: {found}",
                "remedy": "replan",
            }
            return


class ServiceCheck(models.Model):
    _inherit = "service.check"

    @api.model
    def _get_checks(self):
        title = self.env._("Clocks of time limits are what their events give")
        return [*super()._get_checks(), ("clocks", title, "service.sla.clock", "_check_replay", "fast")]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "replan": self.env._(
                "The clock was changed around its events. Change a fact of the case and change it back: it "
                "is planned anew."
            )
        }
