from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .sheet_common import SheetCase

MONEY = ["fine_amount", "cut_amount", "pay_before", "pay_after", "bonus_amount", "carried_out"]


@tagged("post_install", "-at_install")
class TestSheetAccess(SheetCase):
    """The employee sees the own points and money, leaders points only, officers points, HR all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top_user = cls.person("score_top", "base.group_user")
        cls.top = cls.employee_of(cls.top_user)
        cls.leader.parent_id = cls.top
        cls.other_user = cls.person("score_other", "base.group_user")
        cls.other = cls.employee_of(cls.other_user)
        cls.set_wage(cls.other, 4000)
        cls.enter("point", 5)
        cls.enter("point", 3, employee=cls.other)
        cls.sheet, cls.other_sheet = cls.make(), cls.make(employee=cls.other)
        (cls.sheet | cls.other_sheet).with_user(cls.officer).action_publish()
        cls.env.invalidate_all()

    def seen_by(self, user):
        return self.env["service.score.sheet"].with_user(user).search([])

    def test_drafts_are_for_officers_only(self):
        self.sheet.with_user(self.officer).action_reset()
        for user in (self.user, self.leader_user, self.top_user):
            with self.subTest(user=user.login):
                self.assertNotIn(self.sheet, self.seen_by(user))
        self.assertIn(self.sheet, self.seen_by(self.officer))
        self.assertFalse(self.env["service.score.sheet.pay"].with_user(self.user).search([]))

    def test_who_sees_which_sheets(self):
        both = self.sheet | self.other_sheet
        for user, sheets in (
            (self.user, self.sheet),
            (self.other_user, self.other_sheet),
            (self.leader_user, self.sheet),
            (self.top_user, self.sheet),
            (self.officer, both),
            (self.manager, both),
            (self.hr, both),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.seen_by(user), sheets)
                self.assertEqual(self.seen_by(user).line_ids, sheets.line_ids)
        with self.assertRaises(AccessError):
            self.other_sheet.with_user(self.user).read(["score"])

    def test_the_employee_and_hr_see_the_money(self):
        for user in (self.user, self.hr):
            with self.subTest(user=user.login):
                values = self.sheet.with_user(user).read([*MONEY, "has_money"])[0]
                self.assertEqual((values["fine_amount"], values["pay_after"]), (50, 4950))
                self.assertTrue(values["has_money"])

    def test_leaders_and_officers_see_points_and_no_money(self):
        for user in (self.leader_user, self.top_user, self.officer, self.manager):
            with self.subTest(user=user.login):
                user.group_ids += self.env.ref("base.group_allow_export")
                sheet = self.sheet.with_user(user)
                values = sheet.read(["points_deducted", "has_money", *MONEY])[0]
                self.assertEqual((values["points_deducted"], values["has_money"]), (5, False))
                self.assertEqual([values[name] for name in MONEY], [0] * len(MONEY))
                exported = sheet.export_data([*MONEY, "pay_ids/cut_amount", "pay_ids/facts"])["datas"]
                self.assertFalse([one for one in exported[0] if one not in (0, 0.0, "", False)])
                self.assertEqual(sheet.search_read([], MONEY)[0]["pay_before"], 0)
                self.assertFalse(sheet.pay_ids)

    def test_money_does_not_leak_through_searching_or_grouping(self):
        Sheet, Pay = self.env["service.score.sheet"], self.env["service.score.sheet.pay"]
        for user in (self.leader_user, self.officer, self.manager):
            with self.subTest(user=user.login):
                self.assertFalse(Pay.with_user(user).search([("cut_amount", ">", 0)]))
                self.assertEqual(Pay.with_user(user)._read_group([], [], ["cut_amount:sum"]), [(0,)])
                self.assertFalse(Sheet.with_user(user).search([("pay_ids.cut_amount", ">", 0)]))
                self.assertFalse(Sheet.with_user(user).search([("pay_ids", "any", [("pay_before", ">", 0)])]))
                with self.assertRaises(ValueError):
                    Sheet.with_user(user).search([("fine_amount", ">", 0)])
                with self.assertRaises(ValueError):
                    Sheet.with_user(user).formatted_read_group([], ["fine_amount"], ["__count"])
                with self.assertRaises(AccessError):
                    self.sheet.sudo().pay_ids.with_user(user).read(["cut_amount"])
        self.assertEqual(Pay.with_user(self.user).search([]).sheet_id, self.sheet)
        self.assertEqual(Pay.with_user(self.hr).search_count([]), 2)

    def test_what_others_computed_does_not_stay_in_memory(self):
        self.assertEqual(self.sheet.with_user(self.hr).fine_amount, 50)
        self.assertEqual(self.sheet.sudo().fine_amount, 50)
        self.assertEqual(self.sheet.with_user(self.leader_user).fine_amount, 0)
        self.assertEqual(self.sheet.with_user(self.officer).fine_amount, 0)

    def test_the_digest_of_points_says_nothing_of_wages(self):
        """Otherwise a leader could try all wages until the digest fits."""
        before = self.sheet.inputs_hash
        self.set_wage(self.employee, 4800, day=self.sheet.date_to)
        self.make()
        self.assertEqual((self.sheet.inputs_hash, self.sheet.pay_after), (before, 4750))

    def test_nobody_writes_sheets_lines_or_money(self):
        records = (self.sheet, self.sheet.line_ids, self.sheet.sudo().pay_ids)
        for user in (self.user, self.leader_user, self.officer, self.manager, self.hr):
            for record in records:
                with self.subTest(user=user.login, model=record._name):
                    one = record.with_user(user)
                    with self.assertRaises(AccessError):
                        one.write({"sequence": 5} if "sequence" in one._fields else {"company_id": False})
                    with self.assertRaises(AccessError):
                        one.unlink()
                    with self.assertRaises(AccessError):
                        one.create({})

    def test_wages_are_hrs(self):
        Wage = self.env["service.score.wage"]
        for user in (self.user, self.leader_user, self.officer, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                Wage.with_user(user).search([])
        self.assertEqual(Wage.with_user(self.hr).search_count([]), 2)

    def test_other_companies_and_the_portal(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "score_stranger",
            "service_scoring.group_hr",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        theirs = self.env(user=stranger, context={"allowed_company_ids": company.ids})
        for model in ("sheet", "sheet.line", "sheet.pay", "sheet.answer", "wage"):
            self.assertFalse(theirs[f"service.score.{model}"].search([]))
        portal = new_test_user(self.env, "score_portal", "base.group_portal")
        for model in ("sheet", "sheet.line", "sheet.pay", "sheet.answer", "wage"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[f"service.score.{model}"].with_user(portal).search([])

    def test_heads_see_the_sheets_of_their_units(self):
        department = self.env["hr.department"].create(
            {"name": "Desk", "company_id": self.company.id, "manager_id": self.leader.id}
        )
        book = self.activated(code="unit", carrier="department", base_score=100)
        sheet = book.generate_sheets(self.sheet.date_to).filtered(lambda one: one.department_id == department)
        sheet.with_user(self.officer).action_publish()
        self.assertIn(sheet, self.seen_by(self.leader_user))
        self.assertNotIn(sheet, self.seen_by(self.user))

    def test_only_hr_makes_links_and_computes_pay(self):
        for user in (self.user, self.officer, self.manager):
            with self.subTest(user=user.login):
                with self.assertRaisesRegex(AccessError, "Only HR"):
                    self.sheet.with_user(user).action_make_link()
                with self.assertRaisesRegex(AccessError, "Only HR"):
                    self.sheet.with_user(user).action_compute_pay()

    def test_the_slip_shows_money_to_those_who_may_see_it(self):
        report = self.env["ir.actions.report"]
        for user, shown in ((self.user, True), (self.hr, True), (self.leader_user, False)):
            with self.subTest(user=user.login):
                html, _kind = report.with_user(user)._render_qweb_html(
                    "service_scoring.report_score_sheet", self.sheet.ids
                )
                self.assertEqual("4,950.00" in html.decode(), shown)
                self.assertIn("point", html.decode())

    def test_the_slip_speaks_the_language_of_the_employee(self):
        for lang, text in (("zh_CN", "员工签字"), ("en_US", "Signature of the Employee")):
            with self.subTest(lang=lang):
                self.user.lang = lang
                html, _kind = (
                    self.env["ir.actions.report"]
                    .with_user(self.hr)
                    ._render_qweb_html("service_scoring.report_score_sheet", self.sheet.ids)
                )
                self.assertIn(text, html.decode())
