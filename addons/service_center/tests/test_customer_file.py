from datetime import date, timedelta

from psycopg2 import Error

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestCustomerFile(ComplaintCase):
    """Files that say enough, are reviewed each half-year, and are read on request only (EQM-FILE-*)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = new_test_user(cls.env, "sc_head", "service_center.group_user")
        cls.filing = new_test_user(cls.env, "sc_filing", "service_center.group_user")
        cls.keeper = new_test_user(cls.env, "sc_keeper", "service_center.group_user")
        Employee = cls.env["hr.employee"]
        boss = Employee.create({"name": "Head", "user_id": cls.head.id})
        cls.department = cls.env["hr.department"].create({"name": "Sales", "manager_id": boss.id})
        boss.department_id = cls.department
        Employee.create({"name": "U", "user_id": cls.user.id, "department_id": cls.department.id})
        cls.customer_file = cls.env["service.customer.file"].create(
            {"partner_id": cls.customer.id, "funds": "Plenty"}
        )
        cls.Request = cls.env["service.file.request"]

    def close(self):
        self.company.write(
            {
                "service_file_gate": True,
                "service_file_head_id": self.filing.id,
                "service_file_keeper_ids": [(6, 0, self.keeper.ids)],
            }
        )

    def ask(self, **vals):
        request = self.Request.with_user(self.user).create(
            {"partner_id": self.customer.id, "reason": "Visit", "content": "Funds", **vals}
        )
        request.action_ask()
        return request

    def may_read(self, user):
        return self.customer_file.with_user(user).has_access("read")

    def test_open_files(self):
        self.assertTrue(self.may_read(self.user))
        self.assertTrue(self.customer_file.with_user(self.user).has_access("write"))
        self.customer_file.with_user(self.user).read(["funds"])
        self.assertFalse(self.customer_file.access_ids)
        self.assertFalse(self.may_read(self.employee))
        self.assertFalse(self.may_read(self.portal))

    def test_two_signatures_then_read_and_logged(self):
        self.close()
        for user in (self.user, self.officer, self.manager, self.filing):
            self.assertFalse(self.may_read(user), user.login)
        with self.assertRaises(AccessError):
            self.customer_file.with_user(self.user).read(["funds"])
        action = self.customer.with_user(self.user).action_service_file()
        self.assertEqual(action["res_model"], "service.file.request")
        request = self.ask()
        self.assertEqual((request.state, request.first_signer_id), ("first", self.head))
        self.assertEqual(request.sudo().activity_ids.user_id, self.head)
        for user in (self.user, self.filing, self.manager):
            with self.assertRaises(AccessError):
                request.with_user(user).action_sign()
        request.with_user(self.head).action_sign()
        self.assertFalse(self.may_read(self.user), "one signature is not enough")
        with self.assertRaises(AccessError):
            request.with_user(self.head).action_sign()
        request.with_user(self.filing).action_sign()
        self.assertEqual(request.state, "granted")
        self.assertEqual(request.valid_until, self.company._service_day() + timedelta(7))
        self.assertTrue(self.may_read(self.user))
        self.assertFalse(self.may_read(self.colleague))
        self.assertFalse(self.customer_file.with_user(self.user).has_access("write"))
        self.assertFalse(request.sudo().activity_ids)
        mine = self.customer_file.with_user(self.user)
        action = self.customer.with_user(self.user).action_service_file()
        self.assertEqual((action["res_model"], action["res_id"]), (mine._name, mine.id))
        self.assertEqual(request.with_user(self.user).action_open_file()["res_id"], mine.id)
        mine.search_read([], ["number"])
        self.assertFalse(self.customer_file.access_ids, "its number is not its content")
        mine.search_read([], ["funds"])
        mine.web_read({"reputation": {}})
        row = self.customer_file.access_ids
        self.assertEqual((row.user_id, row.request_id, row.content), (self.user, request.sudo(), "Funds"))
        self.user.group_ids |= self.env.ref("base.group_allow_export")
        mine.export_data(["funds"])
        self.assertEqual(len(self.customer_file.access_ids), 2)
        with self.assertRaises(Error), mute_logger("odoo.sql_db"), self.cr.savepoint():
            row.unlink()
        self.assertFalse(self.env["service.file.access"].with_user(self.user).has_access("read"))
        self.assertTrue(row.with_user(self.officer).has_access("read"))
        # over
        request._write_steps({"valid_until": date.today() - timedelta(2)})
        self.assertFalse(self.may_read(self.user))

    def test_keepers_keep_and_are_logged(self):
        self.close()
        file = self.customer_file.with_user(self.keeper)
        file.funds = "Less"
        file.web_read({"funds": {}})
        self.assertEqual(self.customer_file.access_ids.user_id, self.keeper)

    def test_refused_and_cannot_be_forged(self):
        self.close()
        request = self.Request.with_user(self.user).create(
            {"partner_id": self.customer.id, "reason": "x", "state": "granted", "applicant_id": self.head.id}
        )
        self.assertEqual((request.state, request.applicant_id), ("draft", self.user))
        request.write({"state": "granted", "valid_until": date(2099, 1, 1)})
        self.assertEqual((request.state, request.valid_until), ("draft", False))
        with self.assertRaises(AccessError):
            request.with_user(self.colleague).read(["reason"])
        request.action_ask()
        with self.assertRaises(UserError):
            request.reason = "Other"
        request.with_user(self.head).action_refuse()
        self.assertEqual((request.state, request.sudo().refused_by_id), ("refused", self.head))
        self.assertFalse(self.may_read(self.user))

    def test_nobody_signs_an_own_request(self):
        self.close()
        self.user = self.head
        with self.assertRaises(UserError):
            self.ask()
        self.user = self.filing
        with self.assertRaises(UserError):
            self.ask(kind="callbacks")

    def test_callback_records_need_the_second_signature(self):
        self.close()
        request = self.ask(kind="callbacks")
        self.assertEqual((request.state, request.sudo().second_signer_id), ("second", self.filing))
        request.with_user(self.filing).action_sign()
        self.assertEqual(request.state, "granted")
        self.assertFalse(self.may_read(self.user), "it is not about the file")

    def test_market_information_needs_the_top_two(self):
        """EQM-FILE-06: general manager, then centre director; no head of a department replaces them."""
        self.close()
        self.customer.service_customer_kind = "market"
        with self.assertRaises(UserError):
            self.ask()
        self.company.write(
            {"service_market_first_id": self.manager.id, "service_market_second_id": self.officer.id}
        )
        request = self.ask()
        self.assertEqual(
            (request.first_signer_id, request.sudo().second_signer_id), (self.manager, self.officer)
        )
        for user in (self.head, self.filing, self.officer):
            with self.assertRaises(AccessError):
                request.with_user(user).action_sign()
        request.with_user(self.manager).action_sign()
        self.assertFalse(self.may_read(self.user))
        request.with_user(self.officer).action_sign()
        self.assertTrue(self.may_read(self.user))
        self.company.service_market_second_id = self.user
        with self.assertRaises(UserError):
            self.ask()

    def test_without_heads(self):
        with self.assertRaises(UserError):
            self.ask()
        self.close()
        self.department.manager_id = False
        with self.assertRaises(UserError):
            self.ask()

    def test_what_the_file_counts(self):
        self.complain(partner_id=self.customer.id, contact_name=False)
        self.env["sale.order"].create({"partner_id": self.customer.id, "state": "sale"})
        self.env["sale.order"].create({"partner_id": self.customer.id})
        read = self.customer_file.read(["sale_count", "complaint_count", "order_count"])[0]
        self.assertEqual((read["sale_count"], read["complaint_count"], read["order_count"]), (1, 1, 0))

    def test_completeness(self):
        Item = self.env["service.customer.file.item"]
        self.assertEqual(self.customer.service_file_percent, 100)
        for code, name in (
            ("email", "E-mail"),
            ("street", "Street"),
            ("funds", "Funds"),
            ("influence", "Say"),
        ):
            Item.create({"code": code, "name": name, "field_name": code})
        self.env.invalidate_all()
        wang = self.customer.with_user(self.user)
        self.assertEqual((wang.service_file_percent, wang.service_file_missing), (50, "Street, Say"))

    def test_half_yearly_review(self):
        Review = self.env["service.customer.review"]
        end = date(2026, 6, 30)
        people = self.env["res.partner"].create(
            [{"name": str(count), "service_customer_kind": "new"} for count in range(4)]
        )
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-01-01' WHERE id IN %s", (tuple(people.ids[:3]),)
        )
        for count, partner in enumerate(people):
            # 15:59:59 UTC is the last second of 30 June in Shanghai
            for moment in ["2026-06-30 15:59:59"] * count + ["2026-06-30 16:00:00"]:
                self.env["sale.order"].create(
                    {"partner_id": partner.id, "state": "sale", "date_order": moment}
                )
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        self.assertFalse(Review._propose(self.company, end))
        Review._propose(self.company, end)
        reviews = Review.search([("partner_id", "in", people.ids)]).sorted("cooperations")
        self.assertEqual(reviews.mapped("cooperations"), [0, 1, 2], "the last one came later")
        self.assertEqual(reviews.mapped("proposed_kind"), ["new", "new", "old"])
        self.assertEqual(people[2].service_customer_kind, "new", "not before the review")
        with self.assertRaises(AccessError):
            reviews.with_user(self.user).action_confirm()
        mine = reviews.with_user(self.officer)
        mine[1:].action_confirm()
        self.assertEqual(people[:3].mapped("service_customer_kind"), ["new", "new", "old"])
        with self.assertRaises(UserError):
            mine[0].action_archive_customer()
        mine[0].note = "Bankrupt"
        mine[0].action_archive_customer()
        self.assertFalse(people[0].active)
        self.assertEqual((reviews[0].outcome, reviews[0].reviewed_by_id), ("archived", self.officer))
        with self.assertRaises(UserError):
            mine[1].action_confirm()

    def test_the_cron_proposes_where_it_is_wanted(self):
        self.customer.service_customer_kind = "old"
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2020-01-01' WHERE id = %s", self.customer.ids
        )
        Review = self.env["service.customer.review"]
        for wanted in (False, True):
            self.company.service_review_customers = wanted
            self.env.flush_all()
            with self.enter_registry_test_mode():
                self.env.ref("service_center.cron_customer_reviews").method_direct_trigger()
            found = Review.search([("partner_id", "=", self.customer.id)])
            self.assertEqual(found.mapped("company_id"), self.company if wanted else self.company.browse())

    def test_other_companies_and_erasure(self):
        self.user.write({"company_ids": [(4, self.other_company.id)]})
        there = self.customer_file.with_user(self.user).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(there.has_access("read"))
        self.close()
        request = self.ask()
        self.customer._anonymise()
        self.assertFalse(self.customer_file.funds)
        self.assertEqual((request.sudo().content, request.sudo().reason), (False, "Erased"))
