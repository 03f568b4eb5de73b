import threading
from unittest.mock import patch

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, freeze_time, get_db_name, tagged, warmup

from ..engine import corrective_action as engine
from .corrective_common import CorrectiveCase
from .sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestCorrectiveClosing(CorrectiveCase):
    """A complaint is not closed without the corrective action that its policies ask for."""

    def resolved(self, **vals):
        complaint = self.complain(flag_ids=self.food.ids, **vals)
        complaint.action_resolve()
        return complaint

    def test_every_requirement_against_every_state(self):
        states = [state for state, _label in self.Action._fields["state"].selection]
        complaints = {}
        for state in states:
            complaints[state] = self.resolved()
            action = self.to("draft" if state == "cancelled" else state, complaint_ids=complaints[state].ids)
            if state == "cancelled":
                action.with_user(self.officer)._cancel("x")
            self.assertEqual(action.state, state)
        for requirement in engine.REQUIREMENTS:
            self.food.requires_corrective_action = requirement
            for state, complaint in complaints.items():
                one = complaint.with_user(self.manager)
                self.assertEqual(one.corrective_requirement, requirement)
                if engine.is_fulfilled(requirement, [state]):
                    self.assertFalse(one.corrective_is_missing)
                    one.action_close()
                    one.action_reopen()
                    one.action_resolve()
                else:
                    self.assertTrue(one.corrective_is_missing)
                    with self.assertRaisesRegex(UserError, f"{one.name} cannot be closed yet: Risk Food"):
                        one.action_close()
                    self.assertEqual(one.state, "resolved")

    def test_everybody_is_told(self):
        """Managers and programs are no exception."""
        self.level_a.requires_corrective_action = "effective"
        for user in (self.manager, self.env.user):
            with self.assertRaisesRegex(
                UserError, "without a corrective action .Severity Level A asks for: Effective"
            ):
                self.resolved().with_user(user).action_close()
        with self.assertRaisesRegex(UserError, "cannot be closed"):
            self.complain(flag_ids=self.food.ids, state="closed")

    def test_facts_before_and_with_the_closing_count(self):
        self.food.requires_corrective_action = "started"
        complaint = self.complain(state="resolved")
        with self.assertRaisesRegex(UserError, "cannot be closed"):
            complaint.write({"state": "closed", "flag_ids": self.food.ids})
        with self.assertRaisesRegex(UserError, "cannot be closed"):
            self.resolved().write({"state": "closed", "flag_ids": False})

    def test_rejecting_and_history_need_none(self):
        self.food.requires_corrective_action = "effective"
        complaint = self.complain(flag_ids=self.food.ids)
        complaint.with_user(self.manager).action_reject()
        self.assertEqual(complaint.state, "rejected")
        history = self.complain(flag_ids=self.food.ids, is_history=True, state="closed")
        self.assertEqual((history.state, history.corrective_requirement), ("closed", "none"))
        self.assertNotIn("corrective_action", history.explanation or {})

    def test_the_highest_wins_and_says_why(self):
        self.food.requires_corrective_action = "started"
        self.level_a.requires_corrective_action = "approved"
        complaint = self.resolved()
        action = self.to("approved", complaint_ids=complaint.ids)
        complaint.with_user(self.manager).action_close()
        said = {one["code"]: one for one in complaint.with_user(self.officer).get_explanation()}
        self.assertEqual(
            (said["corrective_action"]["value"], said["corrective_action"]["how"]),
            ("Approved", "Severity Level A asks for most."),
        )
        self.assertEqual(
            said["corrective_action"]["rejected"],
            [{"rule": "Risk Food poisoning", "sentence": "It asks for less: Started."}],
        )
        self.assertEqual(
            complaint.explanation["corrective_action"]["facts"]["corrective_actions"],
            [f"{action.name} (approved)"],
        )

    def test_without_a_policy_nothing_is_explained(self):
        self.assertNotIn("corrective_action", self.resolved().explanation)
        self.food.requires_corrective_action = "started"
        complaint = self.resolved()
        self.assertEqual(complaint.explanation["corrective_action"]["value"], "started")
        complaint.flag_ids = False
        self.assertEqual(complaint.explanation["corrective_action"]["value"], "none")

    def test_one_action_serves_several_also_later_ones(self):
        self.food.requires_corrective_action = "effective"
        before = {"received_at": "2026-03-01 10:00:00"}
        first, second = self.resolved(**before), self.resolved(**before)
        with freeze_time("2026-03-10"):
            action = self.to("effective", complaint_ids=(first | second).ids)
        (first | second).with_user(self.manager).action_close()
        later = self.resolved()
        action.with_user(self.officer).complaint_ids |= later
        later.with_user(self.manager).action_close()
        self.assertEqual(later.state, "closed")
        with self.subTest("who looks at it sees that the cause came back"):
            late = self.resolved(received_at="2026-04-01 10:00:00")
            self.assertEqual(action.recurrence_count, 1, "received now, after the implementation")
            action.sudo().complaint_ids |= late
            self.assertEqual(action.recurrence_count, 2)

    def test_an_action_of_another_company_does_not_help(self):
        foreign = self.Action.create({"title": "x", "company_id": self.other_company.id, "leader_id": False})
        with self.assertRaisesRegex(UserError, "belongs to another company|Incompatible companies"):
            self.resolved().corrective_action_ids = foreign

    def test_lowering_the_severity_by_policy_frees(self):
        self.level_a.requires_corrective_action = "started"
        complaint = self.resolved()
        self.assertTrue(complaint.corrective_is_missing)
        self.level_a.requires_corrective_action = "none"
        complaint.invalidate_recordset(["corrective_is_missing"])
        self.assertFalse(complaint.corrective_is_missing)
        complaint.with_user(self.manager).action_close()


@tagged("post_install", "-at_install")
class TestCorrectiveMilestones(SlaCase):
    """Containment and approval are the temporary and the permanent measure of the complaints (MFG-SLA-03)."""

    def reached(self, complaint):
        events = self.env["service.sla.event"].search(
            [
                ("res_model", "=", complaint._name),
                ("res_id", "=", complaint.id),
                ("kind", "=", "milestone"),
                ("metric", "like", "measure"),
            ]
        )
        return set(events.mapped("metric"))

    def test_milestones(self):
        first, second, history = self.complain(), self.complain(), self.complain(is_history=True)
        action = self.env["service.corrective.action"].create(
            {"title": "x", "problem": "y", "complaint_ids": (first | history).ids}
        )
        task = {"name": "z", "user_id": self.officer.id, "due_date": "2026-03-20"}
        action.containment_ids = [(0, 0, task), (0, 0, task)]
        action.action_start()
        action.containment_ids[0].action_done()
        self.assertFalse(self.reached(first))
        action.containment_ids[1].action_done()
        self.assertEqual(self.reached(first), {"temporary_measure"})
        action.cause_ids = [(0, 0, {"name": "z", "kind": "man", "is_verified": True})]
        action.measure_ids = [(0, 0, task)]
        action.action_submit()
        self.assertEqual(self.reached(first), {"temporary_measure"})
        action.action_approve()
        self.assertEqual(self.reached(first), {"temporary_measure", "permanent_measure"})
        second.corrective_action_ids = action
        self.assertEqual(self.reached(second), {"temporary_measure", "permanent_measure"})
        self.assertFalse(self.reached(history))


KEY = "service_center_corrective_test"


@tagged("post_install", "-at_install")
class TestTwoReviewers(BaseCase):
    """Two reviewers at once, with real cursors: the second one sees what the first one decided."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.enterContext(patch.object(Registry, "_lock", DummyRLock()))  # threads wait for the runner else
        self.addCleanup(self.work, self.clean)
        self.work(self.clean)
        self.action = self.work(self.prepare)

    def work(self, function, *args):
        with self.registry.cursor() as cr:
            return function(Environment(cr, SUPERUSER_ID, {}), *args)

    def clean(self, env):
        env.cr.execute("DELETE FROM service_corrective_action WHERE title = %s", (KEY,))

    def prepare(self, env):
        task = {"name": "z", "user_id": env.ref("base.user_admin").id, "due_date": "2026-03-20"}
        action = env["service.corrective.action"].create(
            {
                "title": KEY,
                "problem": "y",
                "leader_id": env.ref("base.user_admin").id,
                "containment_waiver": "none left",
                "cause_ids": [(0, 0, {"name": "z", "kind": "man", "is_verified": True})],
                "measure_ids": [(0, 0, task)],
            }
        )
        action.action_start()
        action.action_submit()
        return action.id

    def test_approve_and_send_back_at_once(self):
        barrier, results = threading.Barrier(2, timeout=20), {}

        def decide(name, step):
            with self.registry.cursor() as cr:
                env = Environment(cr, SUPERUSER_ID, {})
                tries = []

                def attempt():
                    action = env["service.corrective.action"].browse(self.action)
                    self.assertEqual(len(action.exists()), 1)
                    if not tries:
                        barrier.wait()
                    tries.append(action.state)
                    step(action)

                try:
                    retrying(attempt, env)
                    results[name] = "done"
                except UserError:
                    results[name] = "refused"

        threads = [
            threading.Thread(target=decide, args=("approve", lambda action: action.action_approve())),
            threading.Thread(target=decide, args=("send_back", lambda action: action._send_back("no"))),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(sorted(results.values()), ["done", "refused"])

        def look(env):
            action = env["service.corrective.action"].browse(self.action)
            return action.state, action.review_ids.mapped("kind")

        winner = next(name for name, result in results.items() if result == "done")
        state = {"approve": "approved", "send_back": "analysis"}[winner]
        self.assertEqual(self.work(look), (state, [winner]))


@tagged("post_install", "-at_install")
class TestCorrectivePerformance(CorrectiveCase):
    @warmup
    def test_list_of_80(self):
        actions = self.Action.create(
            [{"title": f"Action {index}", "leader_id": self.leader.id} for index in range(80)]
        )
        for index, action in enumerate(actions):
            action.complaint_ids = self.complaint if index % 2 else False
        self.env.flush_all()
        self.env.invalidate_all()
        plain = ("name", "title", "complaint_count", "recurrence_count", "next_due_date", "state")
        specification = {name: {} for name in plain} | {
            name: {"fields": {"display_name": {}}} for name in ("leader_id", "department_id", "member_ids")
        }
        with self.assertQueryCount(9):
            self.Action.with_user(self.officer).web_search_read([], specification, limit=80)

    @warmup
    def test_complaints_with_a_policy(self):
        """Deciding costs no query more; the policies are kept in memory."""
        vals_list = [
            {"contact_name": "x", "description": "x", "flag_ids": self.food.ids} for _index in range(50)
        ]

        def create():
            before = self.env.cr.sql_log_count
            self.Complaint.with_user(self.officer).create(vals_list)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        create()
        without = create()
        self.food.requires_corrective_action = "effective"
        create()
        self.assertLessEqual(create(), without)
