from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.pack_common import FILES, PackCase
from odoo.addons.service_kernel.tests.users import new_test_user

BOOKS = {
    "service.score.category.csv": "code,name,name:zh_CN\nduties,Duties,职责\n",
    "service.score.rulebook.csv": (
        "code,name,name:zh_CN,base_score,pay_component_id\nhotel,Points,积分,100,performance\n"
    ),
    # the upper bracket first: the order of lines does not matter
    "service.score.fine.bracket.csv": (
        "code,rulebook_id,points_from,points_to,is_open_end,amount,mode\n"
        "hotel/20,hotel,20,,1,20,whole\n"
        "hotel/0,hotel,0,20,,10,whole\n"
    ),
    "service.score.rule.csv": (
        "code,rulebook_id,name,category_id,points,active\n"
        "HOTEL-PT-attendance,hotel,Attendance,duties,1,1\n"
        "HOTEL-FINE-02,hotel,Fine not paid,,0,0\n"
    ),
    "service.score.rule.multiplier.csv": "code,rule_id,name,factor\nharm,HOTEL-PT-attendance,Harm,2\n",
    "service.score.rule.step.csv": (
        "code,rule_id,occurrence,factor,consequence\nhotel-2,HOTEL-PT-attendance,2,2,warning\n"
    ),
}
RECORDS = 8


@tagged("post_install", "-at_install")
class TestRulebookPack(PackCase):
    """Rule books come with packs, are put in force by loading, and stay as they are once in force."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            "score_pack_manager",
            "service_scoring.group_manager",
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )
        cls.packs = cls.env["service.policy.pack"].with_user(cls.manager)

    @classmethod
    def zipped(cls, changes=None, manifest=None, code="t_pack"):
        none = dict.fromkeys(FILES)
        return super().zipped({**none, **BOOKS, **(changes or {})}, manifest, code)

    @property
    def book(self):
        return self.of("service.score.rulebook", "hotel")

    def changed(self, file, old, new):
        assert old in BOOKS[file], old
        return {file: BOOKS[file].replace(old, new)}

    def test_loading_puts_a_book_in_force(self):
        self.upload()
        self.assertEqual(self.load(), self.counts(created=RECORDS))
        book = self.book
        self.assertEqual((book.state, book.version, book.base_score), ("active", 1, 100))
        self.assertEqual(book.with_context(lang="zh_CN").name, "积分")
        self.assertEqual(book.pay_component_id.kind, "performance")
        self.assertEqual([book.compute_fine(points) for points in (20, 20.01, 21)], [200, 400.2, 420])
        self.assertEqual(book.rule_ids.mapped("code"), ["HOTEL-PT-attendance"])
        self.assertFalse(self.of("service.score.rule", "HOTEL-FINE-02").active)
        self.assertEqual(book.rule_ids.step_ids.consequence, "warning")
        self.assertEqual(book.rule_ids.multiplier_ids.factor, 2)
        self.assertEqual(book.rule_ids.category_id.name, "Duties")
        self.assertEqual(self.load(), self.counts(unchanged=RECORDS))

    def test_not_in_force_is_a_draft_that_can_be_looked_at(self):
        self.upload()
        self.load(activate=False)
        self.assertEqual((self.book.state, self.book.active), ("draft", True))
        self.assertEqual(self.book.rule_ids.mapped("code"), ["HOTEL-PT-attendance"])
        self.book.rule_ids.points = 2
        self.assertEqual(self.load(), self.counts(unchanged=RECORDS - 2, updated=1, kept=1))
        self.assertEqual((self.book.state, self.book.rule_ids.points), ("active", 2))

    def test_a_version_in_force_is_kept(self):
        self.upload()
        self.load()
        changes = {
            **self.changed("service.score.rulebook.csv", ",100,", ",90,"),
            **self.changed("service.score.fine.bracket.csv", "20,whole", "30,whole"),
            "service.score.rule.csv": BOOKS["service.score.rule.csv"]
            + "HOTEL-PT-meeting,hotel,Meetings,duties,2,1\n",
            "service.score.rule.step.csv": "code,rule_id,occurrence\nhotel-m,HOTEL-PT-meeting,2\n",
        }
        self.upload(changes)
        wizard = self.wizard()
        wizard.action_preview()
        notes = wizard.note_ids.filtered(lambda note: note.kind == "in_force").mapped("text")
        self.assertEqual(len(notes), 1)
        self.assertIn("“Points” is in force", notes[0])
        self.assertIn("100", wizard.line_ids.mapped("own_value"))
        wizard.action_load()
        self.assertEqual((wizard.created_count, wizard.updated_count, wizard.kept_count), (0, 0, 5))
        book = self.book
        self.assertEqual((book.base_score, book.compute_fine(21)), (100, 420))
        self.assertEqual(book.rule_ids.mapped("code"), ["HOTEL-PT-attendance"])
        self.assertEqual(book.rule_ids.step_ids.mapped("code"), ["hotel-2"])
        self.assertTrue(book.rule_ids.step_ids.active)

    def test_a_new_version_is_the_companys_own(self):
        self.upload()
        self.load()
        self.book.valid_to = "2026-06-30"
        version = self.book.action_new_version()
        version.valid_from = "2026-07-01"
        version.rule_ids.points = 3
        version.action_activate()
        self.upload(self.changed("service.score.rule.csv", "duties,1,1", "duties,5,1"))
        self.assertEqual(self.load(), self.counts(unchanged=RECORDS - 1, kept=1))
        self.assertEqual((self.book.rule_ids.points, version.rule_ids.points), (1, 3))

    def test_what_is_there_under_the_same_code_stays_in_force(self):
        own = self.env["service.score.rulebook"].create(
            {"name": "Own", "code": "hotel", "company_id": self.company.id, "state": "active"}
        )
        self.upload()
        wizard = self.wizard()
        wizard.action_preview()
        notes = wizard.note_ids.filtered(lambda note: note.kind == "conflict").mapped("text")
        self.assertIn("stays a draft", "".join(notes))
        wizard.action_load()
        self.assertEqual((own.state, self.book.state), ("active", "draft"))

    def test_brackets_with_a_gap_are_no_pack(self):
        self.upload(
            self.changed("service.score.fine.bracket.csv", "hotel/20,hotel,20,", "hotel/20,hotel,25,")
        )
        with self.assertRaises(UserError) as caught:
            self.load()
        self.assertIn("From 20 to 25 points there is no bracket", str(caught.exception))
        self.env.invalidate_all()
        self.assertFalse(self.book)

    def test_the_last_version_is_exported(self):
        self.upload()
        self.load()
        self.book.valid_to = "2026-06-30"
        version = self.book.action_new_version()
        version.rule_ids.points = 3
        packs = self.packs._in_company(self.company)
        manifest = packs._get_source("t_pack", self.company)[0].manifest
        files = packs._export(manifest, ["t_pack"], own=True)
        self.assertNotIn("service.score.pay.component.csv", files)
        self.assertIn(b"HOTEL-PT-attendance", files["service.score.rule.csv"])
        self.assertEqual(files["service.score.rule.csv"].count(b"HOTEL-PT-attendance"), 1)
        self.assertEqual(files["service.score.rulebook.csv"].count(b"hotel"), 1)
        files = packs._export(manifest, ["t_pack"], own=False)
        self.assertEqual(files["service.score.rulebook.csv"].count(b"hotel"), 1)
