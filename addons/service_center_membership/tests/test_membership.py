from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.service_center.tests.compensation_common import CompensationCase


@tagged("post_install", "-at_install")
class TestServiceMembership(CompensationCase):
    """Compensation in points under the authority rules; cards on complaints, cases on cards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls.make_program(service_point_value=0.1)
        cls.member = cls.env["res.partner"].create({"name": "王小明", "phone": "13800001234"})
        cls.card = cls.make_card()
        cls.complaint.partner_id = cls.member

    @classmethod
    def make_program(cls, **vals):
        return cls.env["loyalty.program"].create(
            {
                "name": "Mall Card",
                "program_type": "loyalty",
                "trigger": "auto",
                "applies_on": "both",
                "is_membership": True,
                "company_id": cls.complaint.company_id.id,
                "rule_ids": [Command.create({})],
                "reward_ids": [Command.create({})],
                **vals,
            }
        )

    @classmethod
    def make_card(cls, program=None, partner=None):
        return cls.env["loyalty.card"].create(
            {"program_id": (program or cls.program).id, "partner_id": (partner or cls.member).id}
        )

    def moves(self):
        self.env.flush_all()
        return self.card.point_move_ids.sorted("id").mapped("points")

    def test_points_are_booked_once_when_settled(self):
        """150 yuan at 0.1 a point are 1,500 points; who settles has no right on cards."""
        one = self.propose(150, kind="points")
        self.assertEqual((one.membership_card_id, one.membership_points), (self.card, 1500))
        with self.assertRaises(UserError):
            one.action_settle()
        self.assertEqual(self.moves(), [])
        self.assertEqual(self.approve(one, self.desk), "")
        self.assertEqual(self.moves(), [])
        one.with_user(self.user).action_settle()
        self.assertEqual((one.state, self.card.points, self.moves()), ("settled", 1500, [1500]))
        self.assertEqual(one.membership_move_id.reason, f"Compensation {one.name}")
        with self.assertRaises(UserError):
            one.with_user(self.user).action_settle()
        one._settle_points()
        self.assertEqual(self.moves(), [1500])

    def test_the_amount_is_what_authority_limits(self):
        """The desk approves up to 200, the service manager up to 2,000."""
        one = self.propose(200.01, kind="points")
        self.assertIn("Service manager", self.approve(one, self.desk))
        self.assertEqual(one.state, "proposed")
        self.assertEqual(self.approve(one, self.officer), "")
        one.with_user(self.user).action_settle()
        self.assertEqual(self.card.points, 2000.1)

    def test_what_is_declined_or_cancelled_books_nothing(self):
        one = self.propose(50, kind="points", decision_reason="No")
        one.with_user(self.officer).action_reject()
        other = self.give(50, kind="points", decision_reason="No")
        other.with_user(self.officer).action_cancel()
        self.assertEqual((one.state, other.state, self.moves()), ("rejected", "cancelled", []))

    def test_taking_back_what_was_spent_is_owed(self):
        one = self.give(150, kind="points")
        one.with_user(self.user).action_settle()
        self.card.membership_redeem(1000, "Gift")
        counter = self.env["service.compensation"].with_user(self.user)
        counter = counter.create({"reverses_id": one.id, "reason": "By mistake"})
        self.assertEqual((counter.membership_card_id, counter.membership_points), (self.card, -1500))
        self.assertEqual(self.approve(counter, self.desk), "")
        counter.with_user(self.user).action_settle()
        self.assertEqual((self.card.points, self.card.membership_points_owed), (0, 1000))
        self.assertTrue(one.is_reversed)
        self.assertEqual(counter.membership_move_id.reversed_move_id, one.membership_move_id)

    def test_what_was_approved_stays(self):
        one = self.give(150, kind="points")
        self.program.service_point_value = 1
        self.assertEqual(one.membership_points, 1500)
        with self.assertRaisesRegex(UserError, "decided already"):
            one.with_user(self.user).membership_card_id = False
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE service_compensation SET membership_points = 9 WHERE id = %s", [one.id]
            )

    def test_which_card(self):
        """Of several somebody chooses; cards of others are refused; without one a reference settles."""
        second = self.make_card(self.make_program(name="Second Card"))
        one = self.propose(10, kind="points")
        self.assertFalse(one.membership_card_id)
        one.with_user(self.user).membership_card_id = second
        self.assertEqual(one.membership_points, 10)
        stranger = self.make_card(partner=self.env["res.partner"].create({"name": "李明"}))
        with self.assertRaisesRegex(ValidationError, "card of the customer"):
            one.with_user(self.user).membership_card_id = stranger
        with self.assertRaisesRegex(ValidationError, "in points only"):
            self.propose(10, kind="goodwill", membership_card_id=second.id)
        without = self.give(10, self.complain(user_id=self.user.id), kind="points")
        with self.assertRaisesRegex(UserError, "what settled it"):
            without.with_user(self.user).action_settle()

    def test_the_form(self):
        Compensation = self.env["service.compensation"].with_user(self.user)
        form = Form(Compensation.with_context(default_complaint_id=self.complaint.id))
        form.kind = "points"
        form.amount_currency = 20
        form.reason = "The heel broke."
        self.assertEqual((form.membership_card_id, form.membership_points), (self.card, 200))
        form.save()

    def test_the_card_on_the_complaint_and_the_contact(self):
        self.card.membership_earn(1250, "Purchase")
        complaint = self.complaint.with_user(self.user)
        expected = f"Mall Card · {self.card.code} · 1,250 points · In Use"
        self.assertEqual(complaint.service_card_text, expected)
        self.assertEqual(self.member.with_user(self.user).service_card_text, expected)
        employee = self.env["res.partner"].create({"name": "Clerk", "parent_id": self.member.id})
        self.assertEqual(employee.service_card_text, expected)
        self.assertFalse(self.env["res.partner"].create({"name": "李明"}).service_card_text)

    def test_the_cases_on_the_card(self):
        card = self.card.with_user(self.manager)
        self.assertEqual((card.service_complaint_count, card.service_complaint_ids), (1, self.complaint))
        action = card.action_service_complaints()
        self.assertEqual(self.env["service.complaint"].search(action["domain"]), self.complaint)

    def test_erasure_takes_the_card_away(self):
        one = self.give(150, kind="points")
        one.with_user(self.user).action_settle()
        self.complaint.action_reject()
        self.complaint.with_user(self.manager)._anonymise()
        self.assertFalse(one.membership_card_id | one.membership_move_id.card_id)
        self.assertEqual((one.membership_points, self.card.points), (1500, 1500))
        # the points stay explained by the number, on paper and to who may see what is left of the case
        row = self.card._membership_statement()["rows"][-1]
        self.assertEqual((row["reason"], row["document"]), (f"Compensation {one.name}", one.name))
        move = self.card.point_move_ids[0]
        self.assertEqual(move.with_user(self.user).sudo().action_open_document()["res_id"], one.id)
        # also when the contact is erased after it: words go, the number stays
        self.member.with_user(self.manager)._anonymise()
        row = self.card._membership_statement()["rows"][-1]
        self.assertEqual((row["reason"], row["document"]), ("", one.name))

    def test_erasing_the_contact_reaches_benefits(self):
        benefit = self.env["membership.benefit"].create(
            {
                "code": "wash",
                "name": "Wash",
                "program_id": self.program.id,
                "company_id": self.program.company_id.id,
            }
        )
        usage = benefit.use(self.card, note="Was rude")
        self.complaint.action_reject()
        self.complaint.with_user(self.manager)._anonymise()
        self.member.with_user(self.manager)._anonymise()
        self.assertFalse(usage.note)
        self.assertEqual((usage.state, usage.quantity), ("used", 1))
