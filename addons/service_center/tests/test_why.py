from odoo.tests import tagged

from .compensation_common import CompensationCase


@tagged("post_install", "-at_install")
class TestWhy(CompensationCase):
    """The Why? of a complaint tells also who approved what came of it, who did not, and what was answered."""

    def said(self, user=None):
        complaint = self.complaint.with_user(user or self.user)
        return {item["title"]: item for item in complaint.get_explanation()}

    def test_refusal_and_approval_of_compensation(self):
        compensation = self.propose(300)
        self.assertTrue(self.approve(compensation, self.desk))
        title = f"{compensation.name} · Who approves it"
        self.assertIn("Not approved", self.said()[title]["how"])
        self.assertFalse(self.approve(compensation, self.manager))
        said = self.said(self.officer)[title]
        self.assertIn("Approved: it is within", said["how"])
        self.assertIn({"label": "Status", "text": "Approved"}, said["facts"])
        self.assertIn(self.manager.name, str(said["facts"]))
        self.assertIn("Not approved", str(said["former"]))
        self.assertIn(self.desk.name, str(said["former"]), "who was refused")

    def test_each_refusal_stays(self):
        compensation = self.propose(3000)
        for _time in range(2):
            for user in (self.desk, self.officer):
                self.assertTrue(self.approve(compensation, user))
        self.assertFalse(self.approve(compensation, self.manager))
        log = self.env["service.decision.log"].search(
            [("res_model", "=", compensation._name), ("res_id", "=", compensation.id)], order="id"
        )
        asked = [row.explanation["facts"]["asked"] for row in log if row.explanation["facts"].get("asked")]
        self.assertEqual(asked, [self.desk.id, self.officer.id] * 2)

    def test_corrective_actions(self):
        action = self.env["service.corrective.action"].create(
            {"title": "Heels", "complaint_ids": self.complaint.ids, "leader_id": self.user.id}
        )
        action._explain("corrective_approval", "no_claim", None)
        said = {item["code"]: item for item in self.complaint.get_explanation()}
        found = said[f"service.corrective.action:{action.id}:corrective_approval"]
        self.assertIn({"label": "Status", "text": "Draft"}, found["facts"])

    def test_the_customer_s_answers(self):
        self.complaint.action_resolve()
        self.complaint.with_user(self.user)._record_answer("accepted", "phone", "Fine by me")
        self.complaint.action_close()
        self.complaint._customer_rate("4", "Quick", "link")
        said = self.said()
        accepted = said["Customer's answer to the settlement"]
        self.assertEqual((accepted["value"], accepted["how"]), ("Accepted", "Telephone"))
        self.assertIn("Fine by me", str(accepted["facts"]))
        self.assertIn(self.user.name, str(accepted["facts"]))
        rated = said["Customer's satisfaction"]
        self.assertEqual((rated["value"], rated["how"]), ("Satisfied", "Link in a Mail"))

    def test_each_decision_has_a_key_of_its_own(self):
        for amount in (100, 150):
            self.propose(amount)
        codes = [item["code"] for item in self.complaint.get_explanation()]
        self.assertEqual(len(codes), len(set(codes)))
