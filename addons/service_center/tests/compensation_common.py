from .routing_common import RoutingCase


class CompensationCase(RoutingCase):
    """Three levels with limits: the desk supervisor 200, the service manager 2000, the store manager any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules.unlink()
        own = cls.supervisor | cls.service_manager | cls.store_manager
        cls.env["service.authority.level"].search([("id", "not in", own.ids)]).action_archive()
        cls.desk = cls.colleague
        cls.desk.group_ids += cls.env.ref("service_center.group_officer")
        cls.supervisor.write({"user_ids": [(6, 0, cls.desk.ids)], "compensation_limit": 200})
        cls.service_manager.compensation_limit = 2000
        cls.complaint = cls.complain(user_id=cls.user.id)

    @classmethod
    def propose(cls, amount=100, complaint=None, user=None, **vals):
        """Propose compensation as the complaint's handler."""
        return (
            cls.env["service.compensation"]
            .with_user(user or cls.user)
            .with_context(tracking_disable=True)
            .create(
                {
                    "complaint_id": (complaint or cls.complaint).id,
                    "amount_currency": amount,
                    "reason": "The heel broke.",
                    **vals,
                }
            )
        )

    @classmethod
    def approve(cls, compensation, user):
        """Ask ``user`` to approve; return what they are told, "" if it is approved."""
        answer = compensation.with_user(user).action_approve()
        return "" if answer is True else answer["params"]["message"]

    @classmethod
    def give(cls, amount=100, complaint=None, user=None, **vals):
        """Have compensation approved by the store manager."""
        compensation = cls.propose(amount, complaint, user, **vals)
        assert not cls.approve(compensation, cls.manager)
        return compensation
