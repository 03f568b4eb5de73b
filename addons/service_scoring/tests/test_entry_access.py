from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryAccess(EntryCase):
    """Own entries, those of people below, those of the company; money only for HR."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss_user, cls.chief_user = (
            cls.person(login, "base.group_user") for login in ("score_boss", "score_chief")
        )
        cls.chief = cls.employee_of(cls.chief_user)
        cls.boss = cls.employee_of(cls.boss_user, parent_id=cls.chief.id)
        cls.worker.parent_id = cls.boss
        cls.mine, cls.others = cls.confirmed(), cls.confirmed(employee=cls.other)
        cls.about_boss = cls.confirmed(employee=cls.boss)
        cls.all = cls.mine | cls.others | cls.about_boss

    def seen(self, user, model="service.score.entry"):
        self.env.flush_all()
        return set(self.env[model].with_user(user).search([("id", "in", self.all.ids)]).ids)

    def test_who_sees_which_entries(self):
        nobody = self.person("score_nobody", "base.group_user")
        for model in ("service.score.entry", "service.score.analysis"):
            self.assertEqual(self.seen(self.user, model), set(self.mine.ids))
            self.assertEqual(self.seen(self.boss_user, model), set((self.mine | self.about_boss).ids))
            self.assertEqual(self.seen(self.chief_user, model), set((self.mine | self.about_boss).ids))
            for user in (self.officer, self.manager, self.hr):
                self.assertEqual(self.seen(user, model), set(self.all.ids))
            self.assertEqual(self.seen(nobody, model), set())

    def test_people_read_what_was_said_about_them_and_change_nothing(self):
        entry = self.entry(description="Late").with_user(self.user)
        self.assertEqual((entry.points, entry.description), (-1, "Late"))
        for step in (
            lambda: entry.write({"description": "Never"}),
            entry.unlink,
            lambda: entry.copy(),
            lambda: self.env["service.score.entry.note"].with_user(self.user).search([]),
        ):
            with self.assertRaises(AccessError):
                step()

    def test_officers_enter_and_nobody_writes_notes_accounts_or_chains(self):
        entry = self.entry(user=self.officer, description="Late")
        note = entry.note_ids
        self.assertEqual(note.with_user(self.officer).description, "Late")
        for user in (self.officer, self.manager, self.hr):
            for step in (
                lambda user=user: note.with_user(user).write({"description": "Never"}),
                lambda user=user: note.with_user(user).unlink(),
                lambda user=user: (
                    self.env["service.score.account"]
                    .with_user(user)
                    .create(
                        {"company_id": self.company.id, "rulebook_code": "x", "employee_id": self.worker.id}
                    )
                ),
                lambda user=user: (
                    self.env["service.score.chain"].with_user(user).create({"company_id": self.company.id})
                ),
                lambda user=user: (
                    self.env["service.score.consequence"].with_user(user).create({"entry_id": entry.id})
                ),
            ):
                with self.assertRaises(AccessError):
                    step()

    def test_money_is_for_hr_only(self):
        account = self.env["service.score.account"].search(
            [("employee_id", "=", self.worker.id), ("rulebook_code", "=", "house")]
        )
        self.assertEqual(account.with_user(self.officer).version, 1)
        with self.assertRaises(AccessError):
            account.with_user(self.manager).read(["carried_amount"])
        self.assertEqual(account.with_user(self.hr).carried_amount, 0)
        with self.assertRaises(AccessError):
            account.with_user(self.user).read(["version"])

    def test_people_see_approved_consequences_of_their_own(self):
        for _time in range(2):
            self.confirmed("again")
        proposed = self.env["service.score.consequence"].search([("employee_id", "=", self.worker.id)])
        Mine = self.env["service.score.consequence"].with_user(self.user)
        self.assertFalse(Mine.search([]))
        proposed.with_user(self.officer).action_approve()
        self.assertEqual(Mine.search([]), proposed)
        self.assertFalse(Mine.with_user(self.boss_user).search([]))
        with self.assertRaises(AccessError):
            proposed.with_user(self.user).reason = "No"

    def test_companies_do_not_see_each_other(self):
        company = self.env["res.company"].create({"name": "Another Hotel"})
        stranger = new_test_user(
            self.env,
            "score_stranger",
            "service_scoring.group_manager,service_scoring.group_hr",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for model in (
            "service.score.entry",
            "service.score.entry.note",
            "service.score.account",
            "service.score.chain",
            "service.score.consequence",
            "service.score.analysis",
        ):
            self.env.flush_all()
            own = self.env[model].with_user(stranger).with_context(allowed_company_ids=company.ids)
            found = own.search([])
            self.assertFalse(found, model)

    def test_portal_users_see_nothing(self):
        portal = new_test_user(self.env, "score_portal", "base.group_portal")
        for model in (
            "service.score.entry",
            "service.score.entry.note",
            "service.score.account",
            "service.score.chain",
            "service.score.consequence",
            "service.score.analysis",
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])

    def test_evidence_is_seen_by_who_sees_the_entry_and_stays(self):
        photo = self.env["ir.attachment"].with_user(self.officer).create({"name": "a.png", "raw": b"a"})
        entry = self.confirmed(evidence_ids=photo.ids)
        self.assertEqual(entry.evidence_ids.with_user(self.user).raw, b"a")
        for user in (self.officer, self.hr):
            for step in (
                photo.with_user(user).unlink,
                lambda user=user: photo.with_user(user).write({"raw": b"b"}),
                # a link shows something else tomorrow
                lambda user=user: photo.with_user(user).write({"type": "url", "url": "https://a.b/c.png"}),
                lambda user=user: photo.with_user(user).write({"public": True}),
            ):
                with self.assertRaisesRegex(UserError, "decided"):
                    step()
        loose = self.env["ir.attachment"].with_user(self.officer).create({"name": "b.png", "raw": b"b"})
        draft = self.entry(evidence_ids=loose.ids)
        loose.unlink()
        self.assertFalse(draft.evidence_ids)
        with self.assertRaises(AccessError):
            photo.with_user(self.boss_user.copy({"login": "score_alien"})).read(["raw"])
