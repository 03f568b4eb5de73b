import io
from datetime import date

import openpyxl
import psycopg2.errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from ..report.technician_workbook import TechnicianWorkbook
from .sla_common import local
from .test_order_analysis import OrderAnalysisCase

MARCH = date(2026, 3, 1)


class TechnicianMonthCase(OrderAnalysisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = new_test_user(cls.env, "sc_head", "service_center.group_user")
        head = cls.env["hr.employee"].create({"name": "Qian", "user_id": cls.head.id})
        cls.department = cls.env["hr.department"].create({"name": "Repairs", "manager_id": head.id})
        cls.technician.department_id = cls.department
        cls.Month = cls.env["service.technician.month"].with_user(cls.officer)

    @classmethod
    def work(cls, finished, hours=2.0, cost=100.0, **vals):
        lines = [
            (
                0,
                0,
                {"kind": "labour", "name": "Work", "quantity": hours, "unit_cost": 0.0, "price_unit": 0.0},
            ),
            (0, 0, {"kind": "other", "name": "Costs", "quantity": 1, "unit_cost": cost}),
        ]
        times = {"received_at": local("2026-02-27 09:00"), "finished_at": local(finished)}
        return cls.told(line_ids=lines, **{"employee_id": cls.technician.id, **times, **vals})

    def sum_up(self, month=MARCH):
        months = self.Month._generate(self.company, month)
        return months.filtered(lambda one: one.employee_id.id == self.technician.id)


@tagged("post_install", "-at_install")
class TestTechnicianMonth(TechnicianMonthCase):
    """Hours and costs per technician and month, published after review (DOOR-EVAL-02)."""

    def test_the_month_of_the_companys_time_zone(self):
        self.work("2026-02-28 23:59")
        self.work("2026-03-01 00:00", hours=1, serial="A")
        self.work("2026-03-31 23:59", hours=3, serial="B")
        self.work("2026-04-01 00:00")
        month = self.sum_up(date(2026, 3, 17))
        self.assertRecordValues(
            month,
            [
                {
                    "month": MARCH,
                    "state": "draft",
                    "department_id": self.department.id,
                    "order_count": 2,
                    "work_hours": 4,
                    "work_cost": 200,
                    "first_time_count": 2,
                    "first_time_share": 1,
                    "promised_count": 0,
                    "repeat_count": 0,
                }
            ],
        )

    def test_only_work_that_was_done_by_somebody(self):
        self.work("2026-03-05 10:00", state="in_progress")
        self.work("2026-03-05 10:00", state="cancelled")
        self.work("2026-03-05 10:00", employee_id=False)
        self.assertFalse(self.sum_up())

    def test_repeat_repairs_count_for_who_did_the_former_one(self):
        former = self.work("2026-03-05 10:00", serial="R1", category_id=self.category.id, is_history=False)
        again = self.order(
            serial="R1",
            category_id=self.category.id,
            received_at=local("2026-04-02 09:00"),
            line_ids=[(0, 0, {"kind": "other", "name": "Costs", "quantity": 1, "unit_cost": 70})],
        )
        self.env.flush_all()
        self.assertEqual(again.repeat_of_id, former)
        self.assertRecordValues(
            self.sum_up(date(2026, 4, 1)), [{"order_count": 0, "repeat_count": 1, "repeat_cost": 70}]
        )
        self.assertEqual(self.sum_up().first_time_share, 0)

    def test_drafts_follow_the_orders_and_the_rest_stays(self):
        order = self.work("2026-03-05 10:00")
        month = self.sum_up()
        self.work("2026-03-06 10:00")
        self.assertEqual(self.sum_up(), month)
        self.assertEqual(month.order_count, 2)
        month.with_user(self.head).action_review()
        self.work("2026-03-07 10:00")
        self.sum_up()
        self.assertEqual(month.order_count, 2)
        month.action_reopen()
        self.sum_up()
        self.assertEqual(month.order_count, 3)
        self.env.cr.execute(
            "UPDATE service_order SET employee_id = NULL WHERE employee_id = %s", [order.employee_id.id]
        )
        self.sum_up()
        self.assertEqual((month.order_count, month.work_hours), (0, 0))

    def test_review_then_publish_then_frozen(self):
        self.work("2026-03-05 10:00")
        month = self.sum_up()
        manager = month.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "reviewed first"):
            manager.action_publish()
        month.with_user(self.head).action_review()
        self.assertEqual((month.state, month.reviewed_by_id), ("reviewed", self.head))
        with self.assertRaisesRegex(AccessError, "Only managers"):
            month.action_publish()
        month.assessment = "Good work"
        manager.action_publish()
        self.assertEqual((month.state, month.published_by_id), ("published", self.manager))
        for action in (
            lambda: month.write({"assessment": "Bad work"}),
            manager.action_reopen,
            manager.unlink,
            month.action_review,
        ):
            with self.assertRaises(UserError):
                action()
        self.work("2026-03-09 10:00")
        self.sum_up()
        self.assertEqual(month.order_count, 1)

    def test_the_database_keeps_what_is_published(self):
        self.work("2026-03-05 10:00")
        month = self.sum_up()
        month.with_user(self.manager).action_review()
        month.with_user(self.manager).action_publish()
        self.env.flush_all()
        for query in (
            "UPDATE service_technician_month SET work_hours = 0 WHERE id = %s",
            "UPDATE service_technician_month SET state = 'draft' WHERE id = %s",
            "DELETE FROM service_technician_month WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query, [month.id])

    def test_figures_and_steps_are_not_entered(self):
        self.work("2026-03-05 10:00")
        month = self.sum_up()
        month.with_user(self.manager).write({"work_hours": 99, "state": "published", "reviewed_by_id": 1})
        self.assertEqual((month.work_hours, month.state, month.reviewed_by_id.id), (2, "draft", False))
        with self.assertRaises(AccessError):
            self.Month.create(
                {"company_id": self.company.id, "employee_id": self.technician.id, "month": MARCH}
            )

    def test_nobody_reviews_or_publishes_their_own(self):
        self.technician_user.group_ids += self.env.ref("service_center.group_manager")
        self.work("2026-03-05 10:00")
        month = self.sum_up()
        own = month.with_user(self.technician_user)
        with self.assertRaises(AccessError):
            own.action_review()
        month.with_user(self.manager).action_review()
        with self.assertRaises(AccessError):
            own.action_publish()

    def test_who_sees_what(self):
        self.work("2026-03-05 10:00")
        month = self.sum_up()
        Month = self.env["service.technician.month"]

        def sees(user):
            return bool(Month.with_user(user).search([("id", "=", month.id)]))

        self.assertEqual(
            [sees(user) for user in (self.officer, self.head, self.technician_user, self.user)],
            [True, True, False, False],
        )
        month.with_user(self.manager).action_review()
        month.with_user(self.manager).action_publish()
        self.assertTrue(sees(self.technician_user))
        self.assertFalse(sees(self.user))
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                sees(user)
        told = self.env["mail.message"].search([("model", "=", month._name), ("res_id", "=", month.id)])
        self.assertIn(self.technician_user.partner_id, told.notified_partner_ids)

    def test_the_cron_sums_the_month_before(self):
        self.work("2026-03-05 10:00")
        with freeze_time(local("2026-04-01 00:30")), self.enter_registry_test_mode():
            self.env.ref("service_center.cron_technician_month").method_direct_trigger()
        self.env.invalidate_all()
        months = self.env["service.technician.month"].search([("employee_id", "=", self.technician.id)])
        self.assertEqual((months.month, months.order_count), (MARCH, 1))

    def test_the_dialog_shows_what_it_summed(self):
        self.work("2026-03-05 10:00")
        dialog = self.env["service.technician.month.generate"].with_user(self.officer)
        action = dialog.create({"month": "2026-03-20"}).action_generate()
        months = self.env["service.technician.month"].search(action["domain"])
        month = months.filtered(lambda one: one.employee_id == self.technician)
        self.assertEqual(month.order_count, 1)
        orders = self.env["service.order.analysis"].search(month.action_open_orders()["domain"])
        self.assertEqual(len(orders), month.order_count)

    def test_the_workbook_has_a_line_each_and_totals(self):
        self.work("2026-03-05 10:00", hours=1.5)
        other = self.env["hr.employee"].create({"name": "=1+1"})
        self.work("2026-03-05 10:00", hours=4, employee_id=other.id)
        mine = (self.technician.id, other.id)
        months = self.Month._generate(self.company, MARCH).filtered(lambda one: one.employee_id.id in mine)
        content = TechnicianWorkbook(months.env, "Technicians", months).render()
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        lines = [[cell.value for cell in row] for row in sheet.iter_rows() if row[4].value is not None]
        self.assertEqual(len(lines), len(months) + 2)
        total = lines[-1]
        self.assertEqual((total[0], total[4], total[5]), ("Total", 2, 5.5))
        self.assertTrue(all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row))


@tagged("post_install", "-at_install")
class TestTechnicianWorkbook(TechnicianMonthCase, HttpCase):
    def test_the_download_gives_what_one_may_read(self):
        self.work("2026-03-05 10:00")
        month = self.sum_up()
        url = month.action_workbook()["url"]
        self.authenticate("sc_officer", "sc_officer")
        self.assertTrue(self.url_open(url).content.startswith(b"PK"))
        self.authenticate("sc_user", "sc_user")
        self.assertEqual(self.url_open(url).status_code, 404)
