import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .order_common import OrderCase


@tagged("post_install", "-at_install")
class TestExchange(OrderCase):
    """REGION-EXC-01: area head, office, general manager, warehouse, register; INST-EXC-01: refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("area", "office", "general", "warehouse", "clerk")
        cls.people = {
            name: new_test_user(cls.env, f"sc_{name}", "service_center.group_user") for name in names
        }
        levels = {
            name: cls.env["service.authority.level"].create(
                {"code": f"x_{name}", "name": name, "sequence": 90, "user_ids": cls.people[name].ids}
            )
            for name in names
        }
        cls.steps = cls.env["service.approval.step"].create(
            [
                {
                    "code": f"x_{name}",
                    "name": title,
                    "sequence": place,
                    "level_id": levels[name].id,
                    "needs_text": name == "office",
                    "before_work": name in ("area", "office", "general"),
                }
                for place, (name, title) in enumerate(
                    [
                        ("area", "Area head"),
                        ("office", "Office checks goods"),
                        ("general", "General manager"),
                        ("warehouse", "Warehouse"),
                        ("clerk", "Register"),
                    ]
                )
            ]
        )

    def exchange(self, reason="Screen cracked on arrival", hand_in=True, **vals):
        order = self.order("exchange", user_id=self.user.id, exchange_reason=reason, **vals)
        order.write({"state": "confirmed"})
        if hand_in:
            order.with_user(self.user).action_hand_in()
        return order

    def row(self, order):
        return order.approval_ids.filtered(lambda row: row.state == "open")

    def sign(self, order, name, text=""):
        return self.row(order).with_user(self.people[name])._sign(text)

    def test_in_order_to_the_end(self):
        order = self.exchange()
        self.assertEqual(order.approval_ids.mapped("state"), ["open"] + ["waiting"] * 4)
        self.assertIn(self.people["area"], order.activity_ids.user_id)
        self.sign(order, "area")
        with self.assertRaises(UserError):
            self.sign(order, "office", " ")
        self.sign(order, "office", "Cracked, sealed otherwise")
        self.assertEqual(order.approval_state, "open")
        with self.assertRaisesRegex(UserError, "General manager"):
            order.write({"state": "in_progress"})
        self.sign(order, "general")
        self.assertEqual(order.approval_state, "approved")
        order.write({"state": "in_progress"})
        order.write({"state": "done", "signature": self.png(), "signed_by": "Wang"})
        order.write({"state": "signed"})
        with self.assertRaisesRegex(UserError, "Warehouse, Register"):
            order.write({"state": "closed"})
        self.sign(order, "warehouse")
        self.sign(order, "clerk")
        self.assertEqual(order.approval_state, "complete")
        order.write({"state": "closed"})
        self.assertEqual(order.approval_ids.user_id, self.env["res.users"].union(*self.people.values()))

    def png(self):
        return (
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )

    def test_only_who_is_at_the_level_and_only_in_turn(self):
        order = self.exchange()
        for name in ("office", "general", "clerk"):
            with self.assertRaises(AccessError):
                self.row(order).with_user(self.people[name])._sign("x")
        with self.assertRaises(AccessError):
            self.row(order).with_user(self.officer)._sign("x")
        last = order.approval_ids[-1].with_user(self.officer)
        with self.assertRaises(UserError):
            last._sign("x")
        self.assertEqual(order.approval_state, "open")

    def test_nobody_signs_the_own_request(self):
        order = self.exchange(hand_in=False)
        order.user_id = self.people["area"]
        order.with_user(self.people["area"]).action_hand_in()
        with self.assertRaisesRegex(AccessError, "own request"):
            self.sign(order, "area")

    def test_refused_another_solution_is_agreed_on(self):
        order = self.exchange()
        self.sign(order, "area")
        with self.assertRaises(UserError):
            self.row(order).with_user(self.people["office"])._refuse("")
        self.row(order).with_user(self.people["office"])._refuse("Dropped by the customer")
        self.assertEqual(order.approval_state, "refused")
        self.assertEqual(order.approval_ids.mapped("state"), ["signed", "refused", "void", "void", "void"])
        self.assertIn("Refused: agree on another solution", order.activity_ids.mapped("summary"))
        with self.assertRaises(UserError):
            order.write({"state": "in_progress"})
        order.exchange_reason = "The maker takes it back"
        order.with_user(self.user).action_hand_in()
        self.assertEqual(order.approval_ids.mapped("round"), [1] * 5 + [2] * 5)
        self.sign(order, "area")
        other = self.exchange()
        self.row(other).with_user(self.people["area"])._refuse("No")
        other.type_id = self.types["workshop_repair"]
        other.write({"state": "in_progress"})
        self.assertEqual(other.state, "in_progress")

    def test_what_is_missing(self):
        order = self.exchange(hand_in=False, reason=" ")
        with self.assertRaises(UserError):
            order.action_hand_in()
        with self.assertRaisesRegex(UserError, "Area head"):
            order.write({"state": "in_progress"})
        order.exchange_reason = "Cracked"
        order.action_hand_in()
        with self.assertRaises(UserError):
            order.action_hand_in()
        with self.assertRaises(UserError):
            order.exchange_reason = "Something else"
        with self.assertRaises(UserError):
            self.order("workshop_repair", exchange_reason="x").action_hand_in()

    def test_an_emergency_owes_the_form_until_the_end(self):
        order = self.exchange(hand_in=False, is_emergency=True)
        order.write({"state": "in_progress"})
        order.write({"state": "done", "signature": self.png(), "signed_by": "Wang"})
        order.write({"state": "signed"})
        with self.assertRaises(UserError):
            order.write({"state": "closed"})
        order.with_user(self.user).action_hand_in()
        for name in self.people:
            self.sign(order, name, "Afterwards")
        order.write({"state": "closed"})
        self.assertEqual(order.state, "closed")

    def test_without_steps_no_form(self):
        self.steps.active = False
        order = self.exchange(hand_in=False)
        self.assertFalse(order.can_hand_in)
        order.write({"state": "in_progress"})
        self.assertEqual(order.state, "in_progress")

    def test_a_step_without_a_level_is_the_officers(self):
        self.steps[0].level_id = False
        order = self.exchange()
        with self.assertRaises(AccessError):
            self.sign(order, "general")
        self.row(order).with_user(self.officer)._sign("")
        self.assertEqual(order.approval_ids[0].user_id, self.officer)

    def test_who_signs_reads_the_order_and_no_more(self):
        order = self.exchange()
        order.team_id = self.env["service.team"].create({"name": "T", "code": "t_x"})
        self.env.flush_all()
        area, general = (order.with_user(self.people[name]) for name in ("area", "general"))
        self.assertTrue(area.has_access("read"))
        self.assertFalse(area.has_access("write"))
        self.assertFalse(general.has_access("read"))
        self.assertTrue(self.row(order).with_user(self.people["area"]).can_sign)
        self.assertFalse(self.row(order).with_user(self.officer).can_sign)
        for role in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                order.approval_ids.with_user(role).read(["name"])

    @mute_logger("odoo.sql_db")
    def test_signatures_stay(self):
        order = self.exchange()
        signed = self.row(order)
        self.sign(order, "area")
        for role in (self.user, self.officer, self.manager):
            with self.assertRaises(AccessError):
                signed.with_user(role).write({"text": "x"})
        for vals in ({"user_id": self.officer.id}, {"state": "open"}, {"round": 9}):
            with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
                signed.write(vals)
                self.env.flush_all()
        order.write({"approval_state": "complete"})
        self.assertEqual(order.approval_state, "open")

    def test_policies_are_the_managers(self):
        self.steps.with_user(self.manager).write({"needs_text": True})
        for role in (self.user, self.officer):
            self.assertTrue(self.steps.with_user(role).mapped("name"))
            with self.assertRaises(AccessError):
                self.steps.with_user(role).write({"needs_text": False})
        with self.assertRaises(psycopg2.errors.CheckViolation), mute_logger("odoo.sql_db"):
            self.env["service.approval.step"].create({"code": "x", "name": "x", "purpose": "feedback"})
