from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .points_common import PointsCase


@tagged("post_install", "-at_install")
class TestPointsStatement(PointsCase):
    """The statement tells every number, and so does its paper (P2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.company_id = cls.env.company
        cls.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        for now, work in (
            ("2026-03-31 15:59:59", lambda card: card.membership_earn(10, "Survey", "2026-04-30")),
            ("2026-03-31 16:00:00", lambda card: card.membership_earn(5, "Friend")),  # 1 April in Shanghai
            ("2026-04-10 08:00:00", lambda card: card.membership_redeem(12, "Gift")),
            ("2026-05-01 08:00:00", lambda card: card.membership_earn(1, "Survey")),
        ):
            with freeze_time(now):
                work(cls.card)

    def test_statement(self):
        april = self.card.with_user(self.user)._membership_statement(date(2026, 4, 1), date(2026, 4, 30))
        self.assertEqual((april["opening"], april["closing"], april["owed"]), (10, 3, 0))
        friend, gift = april["rows"]
        self.assertEqual((friend["date"], friend["points"]), (datetime(2026, 4, 1), 5))
        self.assertEqual(friend["lots"], [{"expires_on": False, "points": 5, "is_settlement": False}])
        self.assertEqual((gift["kind"], gift["reason"], gift["balance"]), ("Redeemed", "Gift", 3))
        self.assertEqual(
            [(lot["expires_on"], lot["points"]) for lot in gift["lots"]],
            [(date(2026, 4, 30), -10), (False, -2)],
        )
        whole = self.card._membership_statement()
        self.assertEqual((whole["opening"], whole["closing"], len(whole["rows"])), (0, 4, 4))
        self.assertEqual(self.card._membership_statement(date(2027, 1, 1))["opening"], 4)
        self.assertEqual(self.card._membership_statement(None, date(2026, 3, 30))["closing"], 0)

    def test_statement_names_documents_and_debts(self):
        order = self.confirm(20)
        self.card.membership_redeem(24, "Gift")
        order._action_cancel()
        rows = self.card._membership_statement(date(2026, 6, 1))["rows"]
        self.assertEqual([row["document"] for row in rows], [order.display_name, "", order.display_name])
        self.assertEqual((rows[-1]["points"], rows[-1]["balance"], rows[-1]["owed"]), (-20, 0, 20))
        move = self.env["membership.point.move"].browse(rows[0]["move_id"])
        self.assertEqual(move.with_user(self.seller).action_open_document()["res_id"], order.id)
        with self.assertRaisesRegex(UserError, "no document"):
            move.with_user(self.user).action_open_document()
        number = order.id
        order.unlink()
        rows = self.card._membership_statement(date(2026, 6, 1))["rows"]
        self.assertEqual(rows[0]["document"], f"Sales Order {number}, deleted")
        with self.assertRaisesRegex(UserError, "no document"):
            move.action_open_document()

    def test_queries(self):
        self.card._membership_statement()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.card._membership_statement()

    def test_paper(self):
        wizard = (
            self.env["membership.statement"]
            .with_user(self.user)
            .create({"card_id": self.card.id, "date_from": "2026-04-01", "date_to": "2026-04-30"})
        )
        action = wizard.action_print()
        self.assertEqual(action["report_name"], "membership.report_statement")
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.user)
            ._render_qweb_html("membership.action_report_statement", self.card.ids, data=action["data"])
        )
        text = html.decode()
        for part in ("Li Wei", self.card.code, "Friend", "-12.00", "+5.00", "10.00"):
            self.assertIn(part, text)
        self.assertNotIn("+1.00", text)
        with self.assertRaisesRegex(UserError, "after the last"):
            wizard.date_from = "2026-05-01"

    def test_strangers_read_nothing(self):
        portal = new_test_user(self.env, "points_portal", "base.group_portal")
        inside = new_test_user(self.env, "points_inside", "base.group_user")
        for user in (portal, inside):
            with self.assertRaises(AccessError):
                self.card.with_user(user)._membership_statement()
            with self.assertRaises(AccessError):
                self.card.point_move_ids.with_user(user).read(["points"])
            with self.assertRaises(AccessError):
                self.env["membership.point.lot"].with_user(user).search([])

    def test_check_finds_what_was_changed_past_odoo(self):
        self.env.cr.execute("UPDATE loyalty_card SET points = 99 WHERE id = %s", [self.card.id])
        self.env.invalidate_all()
        (found,) = self.card._check_membership_points()
        self.assertEqual((found["res_id"], found["place"]), (self.card.id, self.card.code))
        self.env.cr.execute("UPDATE loyalty_card SET points = 4 WHERE id = %s", [self.card.id])
        self.assert_derived()
