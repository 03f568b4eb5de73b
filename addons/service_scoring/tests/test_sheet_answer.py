from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .sheet_common import SheetCase

#: one pixel
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install")
class TestSheetAnswer(SheetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enter("point", 5)
        cls.sheet = cls.make()

    def publish(self):
        self.sheet.with_user(self.officer).action_publish()
        return self.sheet.with_user(self.user)

    def test_silence_is_no_answer(self):
        mine = self.publish()
        self.assertEqual((mine.answer, mine.is_mine), ("none", True))
        self.close(self.sheet)
        self.assertEqual((mine.answer, mine.answered_at), ("none", False))

    def test_answers(self):
        mine = self.publish()
        mine.action_seen()
        self.assertEqual(mine.answer, "seen")
        mine.action_accept()
        mine.action_seen()
        self.assertEqual(mine.answer, "accepted")
        mine.action_answer("disputed", "I was on leave")
        mine.action_answer("disputed", "I was on leave")
        self.assertEqual(mine.answer, "disputed")
        mine.invalidate_recordset()
        self.assertEqual(mine.answer_ids.mapped("answer"), ["disputed", "accepted", "seen"])
        self.assertEqual(mine.answer_ids[0].text, "I was on leave")

    def test_a_confirmed_sheet_can_still_be_answered(self):
        mine = self.publish()
        self.close(self.sheet)
        mine.action_answer("disputed", "I was on leave")
        self.assertEqual((mine.answer, mine.state), ("disputed", "confirmed"))

    def test_bad_answers(self):
        with self.assertRaises(AccessError):
            self.sheet.with_user(self.user).action_accept()  # still a draft
        mine = self.publish()
        for answer, text, problem in (
            ("disputed", "  ", "what is wrong"),
            ("none", "", "choose an answer"),
            ("yes", "", "choose an answer"),
            ("disputed", "x" * 5001, "At most 5000"),
        ):
            with self.subTest(answer=answer), self.assertRaisesRegex(UserError, problem):
                mine.action_answer(answer, text)
        mine.action_answer("disputed", "x" * 5000)
        self.assertEqual(mine.answer, "disputed")

    def test_nobody_answers_for_somebody_else(self):
        self.publish()
        for user in (self.leader_user, self.officer, self.hr):
            with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "Only the employee"):
                self.sheet.with_user(user).action_accept()

    def test_a_signed_slip(self):
        self.publish()
        reply = (
            self.env["service.score.sheet.reply"]
            .with_user(self.officer)
            .create({"sheet_id": self.sheet.id, "how": "slip", "answer": "accepted"})
        )
        reply.action_apply()
        answer = self.sheet.answer_ids
        self.assertEqual(
            (answer.answer, answer.how, answer.recorded_by_id), ("accepted", "slip", self.officer)
        )
        with self.assertRaises(AccessError):
            self.sheet.with_user(self.user)._record_slip("accepted", "")

    def test_the_scan_of_a_slip(self):
        self.publish()
        files = self.env["ir.attachment"].with_user(self.officer)
        scan, text = files.create(
            [{"name": "slip.png", "datas": PNG}, {"name": "slip.txt", "raw": b"I accept"}]
        )
        with self.assertRaisesRegex(UserError, "“slip.txt” is no image and no PDF"):
            self.sheet.with_user(self.officer)._record_slip("accepted", "", text)
        self.sheet.with_user(self.officer)._record_slip("accepted", "")
        # the scan comes afterwards, and says less
        self.sheet.with_user(self.officer)._record_slip("seen", "", scan)
        self.sheet.invalidate_recordset()
        self.assertEqual((self.sheet.answer, len(self.sheet.answer_ids)), ("accepted", 2))
        self.assertEqual(self.sheet.answer_ids[0].scan_ids, scan)
        for user in (self.user, self.officer, self.hr):
            self.assertTrue(scan.with_user(user).read(["raw"]))
        with self.assertRaises(AccessError):
            scan.with_user(self.leader_user).read(["raw"])
        with self.assertRaises(AccessError):
            scan.with_user(self.officer).unlink()
        with self.assertRaisesRegex(UserError, "upload “slip.png” anew"):
            self.sheet.with_user(self.officer)._record_slip("seen", "", scan)
        self.employee.with_user(self.hr).action_anonymise_scores()
        self.assertFalse(scan.exists())
        self.assertEqual(len(self.sheet.answer_ids), 2)

    def test_nobody_records_the_own_slip(self):
        me = self.employee_of(self.officer)
        sheet = self.make(employee=me)
        sheet.with_user(self.hr).action_publish()
        with self.assertRaisesRegex(UserError, "under My Score"):
            sheet.with_user(self.officer)._record_slip("accepted", "")

    def test_erasing_the_person_erases_what_they_said(self):
        mine = self.publish()
        mine.action_answer("disputed", "I was on leave")
        self.sheet._make_link()
        digest = self.sheet.inputs_hash
        self.employee.with_user(self.hr).sudo()._anonymise_scores()
        self.assertFalse(self.sheet.answer_ids.text)
        self.assertFalse(self.sheet.sudo().link_digest)
        self.assertEqual((self.sheet.answer, self.sheet.inputs_hash), ("disputed", digest))
        self.assertEqual(self.make().inputs_hash, digest)


@tagged("post_install", "-at_install")
class TestSheetPage(SheetCase, HttpCase):
    """The page of the personal link, for employees without a login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enter("point", 5)
        cls.sheet = cls.make()
        cls.sheet.with_user(cls.officer).action_publish()
        action = cls.sheet.with_user(cls.hr).action_make_link()
        cls.path = "/" + action["context"]["default_url"].split("/", 3)[3]

    def answer(self, path, **values):
        page = self.url_open(path)
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(path, data={"csrf_token": token, **values})

    def test_the_page_shows_the_sheet_with_its_money(self):
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("4,950.00", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self.sheet.answer, "none")

    def test_answering(self):
        self.answer(self.path, answer="accepted")
        self.sheet.invalidate_recordset()
        self.assertEqual((self.sheet.answer, self.sheet.answer_ids.how), ("accepted", "link"))
        page = self.answer(self.path, answer="disputed", text="")
        self.assertIn("Please say what is wrong.", page.text)
        self.answer(self.path, answer="disputed", text="<b>I was on leave</b>")
        self.sheet.invalidate_recordset()
        self.assertEqual(self.sheet.answer_ids[0].text, "<b>I was on leave</b>")

    def test_appealing(self):
        self.assertIn("Please say what is wrong.", self.answer(self.path, answer="appeal", text="").text)
        self.answer(self.path, answer="appeal", text="I was on leave")
        self.sheet.invalidate_recordset()
        appeal = self.sheet.sudo().appeal_ids
        self.assertEqual(
            (appeal.state, appeal.how, appeal.text, appeal.employee_id, appeal.filed_by_id.ids),
            ("filed", "link", "I was on leave", self.employee, []),
        )
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        appeal.filed_at = datetime(2026, 6, 9, 16)  # midnight there
        page = self.url_open(self.path)
        self.assertIn(appeal.name, page.text)
        self.assertIn("06/10/2026", page.text)
        self.assertNotIn("I appeal", page.text)
        self.assertIn("is open already", self.answer(self.path, answer="appeal", text="Again").text)
        judge = self.person("score_judge", "service_scoring.group_officer")
        appeal.with_user(self.hr).action_assign(judge)
        appeal.with_user(judge).action_reject("She was seen <at> the desk")
        page = self.url_open(self.path)
        self.assertIn("She was seen &lt;at&gt; the desk", page.text)
        self.assertIn("I appeal", page.text)

    def test_a_colleague_who_is_logged_in_does_not_answer(self):
        self.authenticate("score_hr", "score_hr")
        self.assertIn("only the employee answers", self.answer(self.path, answer="accepted").text)
        self.sheet.invalidate_recordset()
        self.assertEqual(self.sheet.answer, "none")
        self.authenticate("score_user", "score_user")
        self.answer(self.path, answer="accepted")
        self.sheet.invalidate_recordset()
        self.assertEqual(self.sheet.answer, "accepted")

    def test_a_wrong_a_former_and_an_expired_link(self):
        self.assertEqual(self.url_open("/my/service/score/wrong").status_code, 404)
        sheet = self.sheet.sudo()
        sheet.link_expires_at -= timedelta(days=30, seconds=1)
        page = self.url_open(self.path)
        self.assertEqual(page.status_code, 410)
        self.assertIn("This link has expired.", page.text)
        self.assertNotIn("4,950.00", page.text)
        sheet._make_link()
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_a_sheet_taken_back_to_draft_is_not_shown(self):
        self.sheet.with_user(self.officer).action_reset()
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_who_tries_links_is_stopped(self):
        codes = [self.url_open("/my/service/score/wrong").status_code for _number in range(31)]
        self.assertEqual(codes, [404] * 30 + [429])
        # colleagues behind the same address still reach their own sheets
        self.assertEqual(self.url_open(self.path).status_code, 200)

    def test_answers_are_limited_for_each_sheet(self):
        attempts = self.env["service.public.attempt"].sudo()
        for _number in range(29):
            attempts._record(f"score_sheet/{self.sheet.id}", "127.0.0.1")
        self.assertEqual(self.answer(self.path, answer="seen").status_code, 200)
        self.assertEqual(self.answer(self.path, answer="accepted").status_code, 429)
        self.sheet.invalidate_recordset()
        self.assertEqual(self.sheet.answer, "seen")

    def test_the_link_is_kept_as_a_digest_only(self):
        token = self.path.rsplit("/", 1)[1]
        self.assertNotIn(token, str(self.sheet.sudo().read()))
