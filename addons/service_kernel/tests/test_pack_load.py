from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pack_common import FILES, RECORDS, PackCase


@tagged("post_install", "-at_install")
class TestPackLoad(PackCase):
    """A pack brings its records once, follows its newer versions, and keeps what the company changed."""

    def test_everything_comes_with_its_links_and_translations(self):
        self.upload()
        self.assertEqual(self.load(), self.counts(created=RECORDS))
        price = self.of("service.category", "goods_price")
        self.assertEqual(price.parent_id, self.of("service.category", "goods"))
        self.assertEqual((price.name, price.with_context(lang="zh_CN").name), ("Price", "价格"))
        self.assertEqual((price.company_id, price.pack_code), (self.company, "t_pack"))
        press, published = (self.of("service.risk.flag", code) for code in ("press", "published"))
        self.assertEqual(press.yields_to_ids, published)
        self.assertEqual(press.severity_id, self.of("service.severity", "A"))
        self.assertEqual([press.is_major, published.is_major], [False, True])
        rule = self.of("service.authority.rule", "T-2")
        self.assertEqual(rule.flag_ids, press | published)
        self.assertTrue(rule.customer_insists)
        self.assertEqual(self.of("service.authority.rule", "T-1").amount_from, 2000)
        self.assertEqual(self.of("service.authority.level", "supervisor").compensation_limit, 200)

    def test_twice_is_the_same_as_once(self):
        self.upload()
        self.load()
        self.assertEqual(self.load(), self.counts(unchanged=RECORDS))
        self.assertEqual(self.load(activate=False), self.counts(unchanged=RECORDS))
        self.assertTrue(self.of("service.category", "goods").active)

    def test_what_the_company_changed_stays(self):
        self.upload()
        self.load()
        rule = self.of("service.authority.rule", "T-1")
        rule.amount_from = 3000
        self.of("service.category", "goods").with_context(lang="zh_CN").name = "百货"
        self.assertEqual(self.load(), self.counts(kept=2, unchanged=RECORDS - 2))
        self.upload(
            self.changed("service.authority.rule.csv", "store_manager,,,2000", "store_manager,,,2500")
        )
        self.assertEqual(self.load(), self.counts(kept=2, unchanged=RECORDS - 2))
        self.assertEqual(rule.amount_from, 3000)
        self.assertEqual(self.of("service.category", "goods").with_context(lang="zh_CN").name, "百货")

    def test_what_the_company_left_follows_the_pack(self):
        self.upload()
        self.load()
        rule = self.of("service.authority.rule", "T-1")
        rule.sequence = 77  # no column of the file
        self.upload(
            self.changed("service.authority.rule.csv", "store_manager,,,2000", "store_manager,,,2500")
        )
        self.assertEqual(self.load(), self.counts(updated=1, unchanged=RECORDS - 1))
        self.assertEqual((rule.amount_from, rule.sequence), (2500, 77))

    def test_one_record_with_both(self):
        self.upload()
        self.load()
        rule = self.of("service.authority.rule", "T-1")
        rule.note = "Ours"
        self.upload(
            self.changed(
                "service.authority.rule.csv",
                "T-1,From 2000,store_manager,,,2000",
                "T-1,From 2500,store_manager,,,2500",
            )
        )
        self.assertEqual(self.load(), self.counts(updated=1, unchanged=RECORDS - 1))
        self.assertEqual((rule.note, rule.amount_from), ("Ours", 2500))
        self.assertEqual(self.load(), self.counts(kept=1, unchanged=RECORDS - 1))

    def test_a_company_that_gives_in_follows_again(self):
        self.upload()
        self.load()
        rule = self.of("service.authority.rule", "T-1")
        rule.amount_from = 3000
        newer = self.changed("service.authority.rule.csv", "store_manager,,,2000", "store_manager,,,2500")
        self.upload(newer)
        self.load()
        rule.amount_from = 2000  # as the pack once had it
        self.assertEqual(self.load(), self.counts(updated=1, unchanged=RECORDS - 1))
        self.assertEqual(rule.amount_from, 2500)

    def test_archived_and_deleted_stay_so(self):
        self.upload()
        self.load()
        self.of("service.authority.rule", "T-1").active = False
        self.of("service.authority.rule", "T-2").unlink()
        self.assertEqual(self.load(), self.counts(kept=2, unchanged=RECORDS - 2))
        self.assertFalse(self.of("service.authority.rule", "T-1").active)
        self.assertFalse(self.of("service.authority.rule", "T-2"))

    def test_a_rule_of_a_deleted_level_does_not_come(self):
        self.upload()
        self.load()
        self.of("service.authority.level", "store_manager").unlink()  # its rules go with it
        newer = FILES["service.authority.rule.csv"] + "T-4,New,store_manager,,,,,\n"
        self.upload({"service.authority.rule.csv": newer})
        self.assertEqual(self.load()["kept"], 4)
        self.assertFalse(self.of("service.authority.rule", "T-4"))

    def test_records_that_left_the_pack(self):
        self.upload()
        self.load()
        changed, untouched = (self.of("service.authority.rule", code) for code in ("T-1", "T-2"))
        changed.amount_from = 3000
        lines = FILES["service.authority.rule.csv"].splitlines(keepends=True)
        self.upload({"service.authority.rule.csv": lines[0] + lines[3]})
        self.assertEqual(self.load(), self.counts(updated=1, kept=1, unchanged=RECORDS - 2))
        self.assertEqual([changed.active, untouched.active], [True, False])
        self.assertEqual(self.load(), self.counts(kept=1, unchanged=RECORDS - 2))
        self.upload()
        self.assertEqual(self.load(), self.counts(updated=1, kept=1, unchanged=RECORDS - 2))
        self.assertTrue(untouched.active)

    def test_a_draft_that_is_put_in_force(self):
        self.upload()
        self.assertEqual(self.load(activate=False), self.counts(created=RECORDS))
        self.assertFalse(self.env["service.authority.rule"].search([("company_id", "=", self.company.id)]))
        self.assertFalse(self.company.service_default_pack)
        self.assertEqual(self.load(activate=False), self.counts(unchanged=RECORDS))
        self.assertEqual(self.load(), self.counts(updated=RECORDS))
        self.assertEqual(len(self.env["service.authority.rule"].search([("pack_code", "=", "t_pack")])), 3)
        self.assertEqual(self.company.service_default_pack, "t_pack")

    def test_what_the_pack_itself_brings_archived(self):
        text = "code,name,active\nextra,Extra,0\nmore,More,\n"
        self.upload({"service.severity.csv": FILES["service.severity.csv"], "service.team.csv": text})
        self.load()
        self.assertEqual([self.of("service.team", code).active for code in ("extra", "more")], [False, True])

    def test_side_by_side(self):
        self.upload()
        self.upload(code="t_other")
        self.load()
        self.assertEqual(self.load(code="t_other"), self.counts(created=RECORDS))
        self.assertEqual(self.company.service_default_pack, "t_pack")
        levels = self.env["service.authority.level"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(levels), 4)
        rule = self.env["service.authority.rule"].search(
            [("pack_code", "=", "t_other"), ("code", "=", "T-1")]
        )
        self.assertEqual(rule.level_id.pack_code, "t_other")

    def test_the_default_can_be_changed(self):
        self.upload()
        other = self.upload(code="t_other")
        packs = self.packs.with_company(self.company)
        with self.assertRaises(UserError):
            packs.browse(other.id).action_make_default()
        self.load()
        self.load(code="t_other")
        packs.browse(other.id).action_make_default()
        self.assertEqual(self.company.service_default_pack, "t_other")
        self.assertTrue(packs.browse(other.id).is_default)
        self.assertFalse(packs.search([("code", "=", "t_pack")]).is_default)
        with self.assertRaises(AccessError):
            packs.browse(other.id).with_user(self.employee).action_make_default()

    def test_companies_do_not_meet(self):
        self.upload()
        with self.assertRaises(UserError):  # the file is the other company's own
            self.load(self.other_company)
        self.upload(company=self.other_company)
        self.load()
        self.assertEqual(self.load(self.other_company), self.counts(created=RECORDS))
        rule = self.of("service.authority.rule", "T-1", self.other_company)
        self.assertEqual(rule.level_id.company_id, self.other_company)
        rule.amount_from = 1
        self.assertEqual(self.load(), self.counts(unchanged=RECORDS))

    def test_the_company_s_own_records_may_be_named(self):
        own = self.env["service.authority.level"].create(
            {"code": "director", "name": "Director", "company_id": self.company.id}
        )
        newer = FILES["service.authority.rule.csv"] + "T-4,New,director,,,,,\n"
        self.upload({"service.authority.rule.csv": newer})
        self.load()
        self.assertEqual(self.of("service.authority.rule", "T-4").level_id, own)

    def test_a_pack_needs_another(self):
        self.upload(code="t_other")
        only = dict.fromkeys(FILES)
        rules = "code,level_id\nT-9,supervisor\n"
        self.upload({**only, "service.authority.rule.csv": rules}, {"depends": ["t_other"]})
        with self.assertRaisesRegex(UserError, "t_other"):
            self.load()
        self.load(code="t_other")
        self.load()
        self.assertEqual(self.of("service.authority.rule", "T-9").level_id.pack_code, "t_other")

    def test_hours_of_a_calendar(self):
        text = "code,name,tz,hours\nH-1,Open,Asia/Shanghai,mon-sat 08:30-12:00 14:00-18:00\n"
        self.upload({"resource.calendar.csv": text})
        self.load()
        calendar = self.env["resource.calendar"].search(
            [("company_id", "=", self.company.id), ("name", "=", "Open")]
        )
        self.assertEqual(len(calendar.attendance_ids), 12)
        self.assertEqual(sum(line.hour_to - line.hour_from for line in calendar.attendance_ids), 45)
        self.assertEqual(self.load(), self.counts(unchanged=RECORDS + 1))
        self.upload({"resource.calendar.csv": text.replace("sat", "fri")})
        self.assertEqual(self.load(), self.counts(updated=1, unchanged=RECORDS))
        self.assertEqual(len(calendar.attendance_ids), 10)
        calendar.attendance_ids[0].hour_from = 9
        self.assertEqual(self.load(), self.counts(kept=1, unchanged=RECORDS))
