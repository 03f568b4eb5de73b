from odoo import fields

from .sla_common import SlaCase, local

RECEIVED = local("2026-03-02 09:00")
DEADLINE = local("2026-03-04 21:17")  # outside the opening hours: an authority does not ask for them


class RegulatorCase(SlaCase):
    """A complaint that an authority passes on to the shop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()  # everybody may decide: authority has its own tests

    def passed_on(self, **vals):
        return self.complain(
            **{
                "channel": "regulator",
                "regulator_kind": "12315",
                "regulator_name": "Market Supervision of Yanta",
                "regulator_number": "1610113002026030001",
                "regulator_deadline": DEADLINE,
                "received_at": RECEIVED,
                "resolution": "Exchanged.",
                "user_id": self.user.id,
                **vals,
            }
        )

    def reply(self, complaint, at=None, user=None, how="platform", **vals):
        reply = self.env["service.regulator.reply"].with_user(user or self.env.user)
        reply = reply.create({"complaint_id": complaint.id, **vals})
        reply._record_sent(at or fields.Datetime.now(), how)
        return reply

    def the_clock(self, complaint):
        return self.clocks(complaint, "replied")
