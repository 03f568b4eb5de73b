import base64
import io
import zipfile

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .pack_common import PackComplaintCase


class NoticeCase(PackComplaintCase):
    """Somebody at every level and in every team of the loaded pack."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {}
        for level in cls.records("service.authority.level"):
            level.user_ids = cls.person(level.code)
        for team in cls.records("service.team"):
            team.leader_id = cls.person(f"team_{team.code}")

    @classmethod
    def records(cls, model):
        return cls.env[model].search([("company_id", "=", cls.mall.id), ("pack_code", "=", cls.pack)])

    @classmethod
    def person(cls, name):
        user = new_test_user(
            cls.env,
            f"n_{name}",
            "service_center.group_officer",
            company_id=cls.mall.id,
            company_ids=cls.mall.ids,
        )
        cls.people[user] = name
        return user

    def told(self, complaint):
        """Return {(code of the notice, name of who was told)}."""
        rows = self.env["service.message"].search(
            [("res_id", "=", complaint.id), ("res_model", "=", complaint._name), ("key", "=like", "notice/%")]
        )
        return {(row.template, self.people.get(row.user_id)) for row in rows}


@tagged("post_install", "-at_install")
class TestNotices(NoticeCase):
    """Who is told, once, and who is not."""

    pack = "manufacturer"

    def test_each_once(self):
        complaint = self.complain_of(category="goods_refused")
        told = self.told(complaint)
        self.assertEqual(
            told,
            {
                ("MFG-LOG-01", "deputy_gm_sales"),
                ("MFG-REV-01", "team_sales"),
                ("QDIS-CASE-01", "team_sales"),
                ("QDIS-CASE-02", "team_quality"),
                ("CMPM-ROLE-03", "team_gm_office"),
            },
        )
        count = self.env["service.message"].search_count([("res_id", "=", complaint.id)])
        complaint.amount_at_stake = 700
        self.assertEqual(self.env["service.message"].search_count([("res_id", "=", complaint.id)]), count)

    def test_whoever_comes_to_be_of_them_later(self):
        complaint = self.complain_of(category="late_delivery")
        self.assertNotIn(("QDIS-CASE-01", "team_sales"), self.told(complaint))
        complaint.category_id = self.of("category", "goods_returned")
        self.assertIn(("QDIS-CASE-01", "team_sales"), self.told(complaint))

    def test_in_the_language_of_who_is_told(self):
        team = self.of("team", "quality")
        team.leader_id.lang = "zh_CN"
        complaint = self.complain_of(category="goods_refused", contact_name="Zhuge Kongming")
        row = self.env["service.message"].search(
            [("res_id", "=", complaint.id), ("template", "=", "QDIS-CASE-02")]
        )
        self.assertIn("质量异议", row.subject)
        self.assertIn(complaint.name, row.subject)
        self.assertNotIn("Kongming", f"{row.subject} {row.body}")

    def test_nobody_about_whom_it_is(self):
        leader = self.of("team", "quality").leader_id
        employee = self.env["hr.employee"].create(
            {"name": "Q", "user_id": leader.id, "company_id": self.mall.id}
        )
        complaint = self.complain_of(category="goods_refused", employee_ids=employee.ids)
        self.assertNotIn(("QDIS-CASE-02", "team_quality"), self.told(complaint))
        self.assertIn(("QDIS-CASE-01", "team_sales"), self.told(complaint))

    def test_history_and_ended_ones_are_quiet(self):
        self.assertFalse(self.told(self.complain_of(category="goods_refused", is_history=True)))
        complaint = self.complain_of(category="late_delivery")
        complaint.action_reject()
        before = self.told(complaint)
        complaint.category_id = self.of("category", "goods_refused")
        self.assertEqual(self.told(complaint), before)

    def test_other_packs_are_not_asked(self):
        self.packs.with_user(self.manager).load_pack("customer_service", self.mall)
        complaint = self.complain_of(category="late_delivery")
        self.assertFalse([code for code, _who in self.told(complaint) if code.startswith("CSD")])

    def test_somebody_is_told_where_nobody_is_there(self):
        self.of("team", "quality").leader_id = False
        complaint = self.complain_of(category="goods_refused", user_id=self.manager.id)
        rows = self.env["service.message"].search(
            [("res_id", "=", complaint.id), ("template", "=", "QDIS-CASE-02")]
        )
        self.assertTrue(rows.user_id)

    def test_bad_notices_and_rights(self):
        with self.assertRaises(ValidationError):
            self.env["service.notice"].create({"code": "x", "name": "X", "notify": "team"})
        notice = self.env["service.notice"].search([("company_id", "=", self.mall.id)], limit=1)
        self.user.company_ids |= self.mall
        self.assertTrue(notice.with_user(self.user).name)
        with self.assertRaises(AccessError):
            notice.with_user(self.user).name = "Y"
        notice.with_user(self.manager).name = "Z"
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                notice.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            notice.with_user(self.officer).read(["name"])  # another company's


@tagged("post_install", "-at_install")
class TestNoticesFruit(NoticeCase):
    """FRUIT-PROC-03 and 04 from the loaded pack."""

    pack = "fruit_market"

    def test_major_and_malicious_ones_go_up_level_by_level_at_once(self):
        both = {"management_office", "general_manager"}
        for flags in (("food_poisoning",), ("malicious",)):
            told = self.told(self.complain_of(*flags))
            self.assertEqual({who for _code, who in told}, both, flags)
        self.assertFalse(self.told(self.complain_of(category="shopper_rights")))

    def test_the_head_of_the_department(self):
        head = self.person("head")
        department = self.env["hr.department"].create(
            {
                "name": "Security",
                "company_id": self.mall.id,
                "manager_id": self.env["hr.employee"]
                .create({"name": "H", "user_id": head.id, "company_id": self.mall.id})
                .id,
            }
        )
        complaint = self.complain_of(category="security")
        self.assertNotIn(("FRUIT-PROC-03", "head"), self.told(complaint))
        complaint.department_id = department
        self.assertIn(("FRUIT-PROC-03", "head"), self.told(complaint))

    def test_they_leave_with_the_pack(self):
        Summary = self.env["service.complaint.summary"].with_company(self.mall)
        own = Summary.create({"name": "Mine; own", "user_ids": self.manager.ids})
        self.assertEqual(own.code, "Mine, own")
        self.assertEqual(
            Summary.create({"name": "Mine; own", "user_ids": self.manager.ids}).code, "Mine, own 2"
        )
        loads = self.env["service.policy.pack.load"].search([("company_id", "=", self.mall.id)])
        export = (
            self.env["service.policy.pack.export"]
            .with_user(self.manager)
            .with_company(self.mall)
            .create({"company_id": self.mall.id, "load_ids": loads.ids, "own": True})
        )
        export.action_export()
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(export.file))) as archive:
            texts = {name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
        self.assertIn("FRUIT-PROC-04a", texts["service.notice.csv"])
        self.assertIn("FRUIT-PROC-03", texts["service.complaint.summary.csv"])
        self.assertNotIn("Mine", texts["service.complaint.summary.csv"], "people are no part of a pack")

    def test_the_weekly_summary_to_the_general_manager(self):
        summary = self.records("service.complaint.summary")
        self.assertEqual((summary.code, summary.frequency), ("FRUIT-PROC-03", "weekly"))
        self.assertEqual(
            sorted(summary.category_ids.mapped("code")), ["engineering", "operations", "security"]
        )
        boss = self.of("authority.level", "general_manager").user_ids
        boss.email = "boss@example.com"
        summary.action_send_now()
        mails = self.env["mail.mail"].search([("attachment_ids.res_model", "=", summary.issue_ids._name)])
        self.assertEqual(mails.mapped("email_to"), ["boss@example.com"])
        boss.active = False
        summary.issue_ids.unlink()
        with self.assertRaisesRegex(Exception, "Nobody is at the levels"):
            summary.action_send_now()


@tagged("post_install", "-at_install")
class TestNoticesCity(NoticeCase):
    """CITY-ESC-01 to 03: whoever comes to decide is told then."""

    pack = "city_hotline"

    def test_up_level_by_level(self):
        complaint = self.complain_of("serious", category="citizen_complaint")
        self.assertEqual(self.told(complaint), {("CITY-ESC-01", "shift_leader")})
        complaint.failed_below = True
        self.assertIn(("CITY-ESC-01", "centre"), self.told(complaint))
        self.assertIn(("CITY-ESC-03", "centre"), self.told(complaint))
        complaint.flag_ids |= self.of("risk.flag", "unsettled_by_centre")
        self.assertIn(("CITY-ESC-01", "bureau"), self.told(complaint))

    def test_ordinary_ones_tell_nobody(self):
        self.assertFalse(self.told(self.complain_of(category="citizen_inquiry")))


@tagged("post_install", "-at_install")
class TestNoticesOthers(NoticeCase):
    """CSD-CMP-01 and 02: customer service coordinates, the department manager confirms and reads."""

    pack = "customer_service"

    def test_customer_service_and_the_department_manager(self):
        complaint = self.complain_of(team_id=self.of("team", "customer_service").id)
        self.assertEqual(
            self.told(complaint),
            {("CSD-CMP-01a", "team_customer_service"), ("CSD-CMP-01b", "department_manager")},
        )
        summary = self.records("service.complaint.summary")
        self.assertEqual((summary.frequency, summary.level_ids.code), ("monthly", "department_manager"))
