from odoo import models
from odoo.tools import format_datetime


class ServiceOrder(models.Model):
    """Customers are told in time that a visit does not take place (DOOR-DISP-02)."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _tell_customer_postponed(self, reason):
        """Have each customer told; who has no address here is called by the handler."""
        Message = self.env["service.message"]
        for order in self:
            if order.partner_id:
                key = f"{order._name}:{order.id}:postponed:{order._count_takebacks()}"
                Message._queue(
                    order,
                    key,
                    order._get_postponed_subject,
                    lambda env, order=order: order._get_postponed_text(env, reason),
                    partners=order.partner_id,
                    template="postponed",
                )
            else:
                order.activity_schedule(
                    "mail.mail_activity_data_call",
                    user_id=order.user_id.id or self.env.uid,
                    summary=self.env._("Tell the customer that the visit does not take place"),
                )

    def _count_takebacks(self):
        """Return how often a technician got this order: one message for each time it came back."""
        # sudo: a number; who takes orders back need not be allowed to read turns
        return len(self.sudo().turn_ids.filtered(lambda turn: turn.outcome == "assigned"))

    def _get_postponed_subject(self, env):
        return env._("%(number)s: the visit has to be postponed", number=self.name)

    def _get_postponed_text(self, env, reason):
        self.ensure_one()
        because = {
            "weather": env._("The weather does not allow the work."),
            "customer": env._("We could not do the work when we came."),
            "parts": env._("We still need parts or tools."),
            "time": env._("The work could not be finished."),
        }.get(reason, env._("The visit cannot take place as planned."))
        if not self.planned_start:
            return env._("%(because)s We will agree the next date with you.", because=because)
        # the time zone of the place, not that of the reader
        at = format_datetime(env, self.planned_start, tz=str(self._get_visit_zone()), dt_format="medium")
        return env._("%(because)s The next visit is planned for %(at)s.", because=because, at=at)
