from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .award_common import AwardCase

MODELS = ("service.score.award", "service.score.standing", "service.score.standing.line")


@tagged("post_install", "-at_install")
class TestAwardAccess(AwardCase):
    """Own awards and standings, those of people below, those of the company; and their erasure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss_user = cls.person("award_boss", "base.group_user")
        cls.boss = cls.employee_of(cls.boss_user)
        cls.worker.parent_id = cls.boss
        cls.mine = cls.award(reason="A new shelf")
        cls.others = cls.award(employee=cls.other)
        cls.draft = cls.award(confirm=False)
        cls.all = cls.mine | cls.others | cls.draft

    def seen(self, user, model):
        self.env.flush_all()
        found = self.env[model].with_user(user).search([])
        if model == "service.score.award":
            return found & self.all
        return found.mapped("award_ids" if model == "service.score.standing" else "award_id")

    def test_who_sees_what(self):
        nobody = self.person("award_nobody", "base.group_user")
        for model in MODELS:
            drafts = self.draft if model == "service.score.award" else self.Award
            for user in (self.user, self.boss_user):
                self.assertEqual(self.seen(user, model), self.mine, model)
            for user in (self.officer, self.manager, self.hr):
                self.assertEqual(self.seen(user, model), self.mine | self.others | drafts, model)
            self.assertFalse(self.seen(nobody, model))

    def test_standing_asks_who_wants_to_know(self):
        for user in (self.user, self.boss_user, self.officer, self.hr):
            self.assertEqual(self.Award.with_user(user).standing(self.worker.id, 2024)["points"], 3)
        with self.assertRaises(AccessError):
            self.Award.with_user(self.user).standing(self.other.id, 2024)
        with self.assertRaises(AccessError):
            self.Award.with_user(self.user).standing(self.boss.id, 2024)

    def test_users_change_nothing_and_nobody_writes_standings(self):
        award = self.mine.with_user(self.user)
        self.assertEqual((award.points, award.reason), (3, "A new shelf"))
        standing = award.standing_id
        self.assertEqual(standing.line_ids.outcome, "Stands open")
        for step in (
            lambda: award.write({"reason": "Never"}),
            lambda: award.copy(),
            lambda: award.action_reverse("Never"),
            lambda: self.draft.with_user(self.user).action_confirm(),
            lambda: self.award(user=self.boss_user),
        ):
            with self.assertRaises(AccessError):
                step()
        for user in (self.user, self.officer, self.manager, self.hr):
            for step in (
                lambda user=user: standing.with_user(user).write({"points": 4}),
                lambda user=user: standing.with_user(user).unlink(),
                lambda user=user: standing.line_ids.with_user(user).write({"state": "offset"}),
            ):
                with self.assertRaises(AccessError):
                    step()

    def test_companies_and_portal_users_see_nothing(self):
        company = self.env["res.company"].create({"name": "Another Hotel"})
        stranger = new_test_user(
            self.env,
            "award_stranger",
            "service_scoring.group_manager,service_scoring.group_hr",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        portal = new_test_user(self.env, "award_portal", "base.group_portal")
        for model in MODELS:
            other = self.env[model].with_user(stranger).with_context(allowed_company_ids=company.ids)
            self.assertFalse(other.search([]), model)
            if hasattr(other, "standing"):
                with self.assertRaisesRegex(AccessError, "another company"):
                    other.standing(self.worker.id, 2024)
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])

    def test_erasure_takes_words_and_files_and_leaves_the_points(self):
        photo = self.env["ir.attachment"].with_user(self.officer).create({"name": "Wang.png", "raw": b"a"})
        award = self.award("demerit", "2024-05-01", reason="Wang was rude", evidence_ids=photo.ids)
        award.message_post(body="Wang again")
        award.with_user(self.officer).action_reverse("It was not Wang")
        self.worker.with_user(self.hr).sudo(False).action_anonymise_scores()
        award.invalidate_recordset()
        self.assertFalse(award.reason or award.reversal_reason or award.evidence_ids or photo.exists())
        self.assertNotIn("Wang", "".join(award.sudo().message_ids.mapped(lambda one: one.body or "")))
        self.assertEqual((award.kind, award.points, award.state), ("demerit", -3, "reversed"))
        self.assertEqual(award.entry_id.description, False)
        self.assertEqual(self.opened(), {"merit": 1})
