from freezegun import freeze_time

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .order_common import OrderCase
from .sla_common import SlaCase, local


class PromiseCase(SlaCase, OrderCase):
    """A workshop of the instruments trade: INST-SLA-01, INST-SLA-02, INST-LOG-01, in a shop's hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leave = enter_leave(
            cls.env,
            {
                "name": "National Day",
                "calendar_id": cls.calendar.id,
                "company_id": cls.company.id,
                "date_from": local("2026-10-01 00:00"),
                "date_to": local("2026-10-07 23:59"),
            },
        )
        Policy = cls.env["service.sla.policy"]
        cls.repairs = Policy.create(
            {
                "code": "INST-REPAIR",
                "name": "Repairs",
                "model": "service.order",
                "domain": "[('type_id.kind', '!=', 'factory_repair')]",
            }
        )
        cls.factory = Policy.create(
            {
                "code": "INST-FACTORY",
                "name": "Factory repairs",
                "model": "service.order",
                "domain": "[('type_id.kind', '=', 'factory_repair')]",
            }
        )
        cls.repair_limit = cls.limit(
            "resolve",
            7,
            "working_days",
            policy=cls.repairs,
            start_metric="agree",
            is_promise=True,
            warn_before=1,
        )
        cls.goods_limit = cls.limit(
            "parts_there",
            10,
            "working_days",
            policy=cls.repairs,
            start_metric="order_parts",
            party="supplier",
            pauses=False,
            warn_before=3,
        )
        cls.factory_limit = cls.limit(
            "factory_return",
            15,
            "working_days",
            policy=cls.factory,
            start_metric="send_factory",
            is_promise=True,
            pauses=False,
            warn_before=1,
            escalation_ids=[
                (0, 0, {"share": share, "notify": "handler", "company_id": cls.company.id})
                for share in (33, 67)
            ],
        )

    def agree(self, at="2026-09-24 10:00", kind="workshop_repair", **vals):
        """A free order, agreed when the fault is known at a local time: Thursday before the holiday."""
        with freeze_time(local(at)):
            order = self.order(kind, user_id=self.user.id, **vals)
            order.write({"state": "confirmed"})
            order.diagnosis = "The seal is worn."
        return order

    def at(self, text):
        return freeze_time(local(text))

    def warnings(self, order):
        return order.activity_ids.filtered("automated").mapped("summary")
