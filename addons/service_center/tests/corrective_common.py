from odoo.addons.service_kernel.tests.users import new_test_user

from .routing_common import RoutingCase

DUE = "2026-03-20"


class CorrectiveCase(RoutingCase):
    """An action that a quality engineer opens, a team writes, and a store manager approves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Action = cls.env["service.corrective.action"].with_context(tracking_disable=True)
        cls.leader = new_test_user(cls.env, "sc_leader", "service_center.group_user")
        cls.worker = new_test_user(cls.env, "sc_worker", "service_center.group_user")
        cls.checker = new_test_user(cls.env, "sc_checker", "service_center.group_user")
        cls.complaint = cls.complain(amount_at_stake=2000, user_id=cls.user.id)

    @classmethod
    def act(cls, **vals):
        """Open an action of the leader's team for the complaint, in their own name."""
        action = cls.Action.with_user(cls.officer).create(
            {
                "title": "Heels break off",
                "leader_id": cls.leader.id,
                "member_ids": (cls.worker | cls.checker).ids,
                "checker_id": cls.checker.id,
                "complaint_ids": cls.complaint.ids,
                **vals,
            }
        )
        return action.with_user(cls.leader)

    @classmethod
    def analyse(cls, action):
        """Fill in what the review wants to see."""
        action.problem = "12 of 400 pairs"
        if action.state == "draft":
            action.action_start()
        for field, vals in (
            ("containment_ids", {"name": "Take them off the shelf", "done_on": DUE, **cls.task()}),
            ("cause_ids", {"name": "Glue too old", "kind": "material", "is_verified": True}),
            ("measure_ids", {"name": "First in, first out", **cls.task()}),
        ):
            action.write({field: [(0, 0, vals)]})

    @classmethod
    def task(cls):
        return {"user_id": cls.worker.id, "due_date": DUE}

    @classmethod
    def to(cls, state, **vals):
        """Return an action that went through its steps up to ``state``."""
        action = cls.act(**vals)
        steps = {
            "analysis": lambda: cls.analyse(action),
            "review": action.action_submit,
            "approved": action.with_user(cls.manager).action_approve,
            "implemented": lambda: cls.implement(action),
            "effective": lambda: action.with_user(cls.checker)._judge_effect(True, "None for six weeks"),
            "closed": lambda: cls.close(action),
        }
        if state != "draft":
            for reached, step in steps.items():
                step()
                if reached == state:
                    break
        return action

    @classmethod
    def implement(cls, action):
        action.measure_ids.with_user(cls.worker).write({"done_on": DUE, "evidence": "Photo of the shelf"})
        action.action_implement()

    @classmethod
    def close(cls, action):
        action.prevention = "All shelves"
        action.action_close()
