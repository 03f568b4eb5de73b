from datetime import timedelta

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .sla_common import SlaCase


@tagged("post_install", "-at_install")
class TestCreation(SlaCase):
    """Creating a complaint takes one pass: read, decide, insert, start the clocks."""

    def vals(self, index=1, **vals):
        return {
            "partner_id": self.customer.id,
            "description": f"<p>Number {index}</p>",
            "category_id": self.price.id,
            "amount_at_stake": 700 + index,
            "flag_ids": self.food.ids,
            **vals,
        }

    def register(self, user, *vals_list):
        return self.env["service.complaint"].with_user(user).create(list(vals_list))

    def count(self, number):
        """Queries of creating so many, each of another customer, when policies are known and nothing else."""
        for index in range(3):  # the first makes the numbers of the year, the second finds them
            partners = self.env["res.partner"].create([{"name": f"{index}"}] * number)
            vals_list = [self.vals(partner_id=partner.id) for partner in partners]
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.cr.cache.clear()
            before = self.env.cr.sql_log_count
            self.register(self.officer, *vals_list)
            self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries(self):
        self.assertLessEqual(self.count(1), 13)
        self.assertLessEqual(self.count(300), 0.1 * 300)

    def test_all_is_decided_when_it_is_there(self):
        complaint = self.register(self.officer, self.vals())
        self.assertTrue(complaint.authority_level_id)
        self.assertEqual(complaint.sla_state, "running")
        self.assertEqual(complaint.sla_deadline, min(self.clocks(complaint).mapped("deadline")))
        self.assertEqual(
            set(complaint.explanation), {"authority", "severity", "sla:acknowledge", "sla:resolve"}
        )
        self.assertFalse(self.env["service.decision.log"].search([("res_id", "=", complaint.id)]))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertReplays(complaint)
        before = complaint.explanation
        complaint.sudo()._route()  # sudo: as the program does
        complaint._sla_sync()
        self.assertEqual(complaint.explanation, before)

    def test_the_past_is_late_from_the_start(self):
        complaint = self.register(
            self.officer, self.vals(received_at=self.calendar.create_date - timedelta(90))
        )
        self.assertEqual(complaint.sla_state, "breached")
        self.assertTrue(all(self.clocks(complaint).mapped("is_silent")))

    def test_history_is_decided_by_nobody(self):
        current, history = self.Complaint.create([self.vals(), self.vals(is_history=True)])
        self.assertTrue(current.explanation)
        self.assertFalse(history.explanation)
        self.assertFalse(self.clocks(history))

    def test_what_is_given_decides_nothing(self):
        forged = {"explanation": {"authority": {}}, "sla_state": "done", "is_major": True}
        complaint = self.register(self.officer, self.vals(flag_ids=False, **forged))
        self.assertEqual(complaint.sla_state, "running")
        self.assertFalse(complaint.is_major)
        self.assertTrue(complaint.explanation["authority"]["engine"])

    def test_what_is_missing_is_named_by_the_database(self):
        for name in ("received_at", "company_id"):
            with (
                self.subTest(field=name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.NotNullViolation),
                self.env.cr.savepoint(),
            ):
                self.register(self.officer, self.vals(**{name: False}))

    def test_descriptions_that_say_nothing(self):
        for text in ("", "  ", "<p>&nbsp;</p>", "<p> <br/></p>", "<script>x()</script>", "<p", "<!-- a -->"):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self.complain(description=text)
        for text in ("a < b", "&amp;", "<ul><li>a</li></ul>", "<img src='/web/image/1'/>"):
            with self.subTest(text=text):
                self.assertTrue(self.complain(description=text).description)

    # Companies

    def test_everything_is_of_the_company(self):
        stranger = new_test_user(
            self.env,
            "stranger",
            "service_center.group_user",
            company_id=self.other_company.id,
            company_ids=self.other_company.ids,
        )
        foreign = {"company_id": self.other_company.id}
        flag = self.env["service.risk.flag"].create({"code": "x", "name": "X", **foreign})
        wrong = {
            "category_id": self.env["service.category"].create({"code": "x", "name": "X", **foreign}).id,
            "team_id": self.env["service.team"].create({"code": "x", "name": "X", **foreign}).id,
            "partner_id": self.env["res.partner"].create({"name": "X", **foreign}).id,
            "flag_ids": flag.ids,
            "user_id": stranger.id,
        }
        complaint = self.complain()
        for name, value in wrong.items():
            with self.subTest(field=name), self.assertRaises(UserError):
                self.complain(**{name: value})
            with self.subTest(field=name), self.assertRaises(UserError):
                complaint.write({name: value})

    def test_a_branch_shares_the_customers_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.customer.company_id = self.company
        complaint = self.complain(company_id=branch.id, partner_id=self.customer.id, user_id=False)
        self.assertEqual(complaint.partner_id, self.customer)
        self.customer.company_id = branch
        with self.assertRaises(UserError):
            self.complain(partner_id=self.customer.id)
