from contextlib import contextmanager

import psycopg2

from odoo import fields
from odoo.tools import mute_logger

from .common import ComplaintCase


class CallbackCase(ComplaintCase):
    """A plan, a team of callers and customers that the tests of callbacks share."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.Callback = cls.env["service.callback"].with_context(tracking_disable=True)
        cls.team = cls.env["service.team"].create(
            {"code": "t_callers", "name": "Callers", "member_ids": cls.user.ids}
        )
        cls.plan = cls.env["service.callback.plan"].create(
            {"code": "t_after", "name": "After the repair", "trigger": "manual", "team_id": cls.team.id}
        )
        cls.customer.tz = "Asia/Shanghai"

    @classmethod
    def callback(cls, **vals):
        """Plan a callback of the customer, due today; ``vals`` change what matters."""
        return cls.Callback.create(
            {
                "partner_id": cls.customer.id,
                "plan_id": cls.plan.id,
                "team_id": cls.team.id,
                "due_date": cls.company._service_day(),
                **vals,
            }
        )

    @contextmanager
    def assertViolated(self, constraint):
        """The database refuses what is done within."""
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.errors.CheckViolation, constraint),
            self.env.cr.savepoint(),
        ):
            yield

    def booked(self, partner=None):
        """Return [(key, day)] of what is booked for a customer, in order of the days."""
        contacts = self.env["service.contact"].search(
            [("partner_id", "=", (partner or self.customer).id)], order="day, id"
        )
        return [(one.key, fields.Date.to_string(one.day)) for one in contacts]
