from odoo.exceptions import AccessError
from odoo.tests import tagged

from .callback_desk_common import CallbackDeskCase


@tagged("post_install", "-at_install")
class TestCallbackAnswerAnalysis(CallbackDeskCase):
    """What customers answered, a row per answer, for officers of the company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Door"})
        for place in (0, 0, 2):
            callback = cls.calling(product_id=cls.product.id)
            callback._finish(
                "fine",
                answers={
                    cls.on_time.id: cls.choice(cls.on_time, place),
                    cls.grade.id: cls.choice(cls.grade, place),
                    cls.number.id: str(place),
                },
            )
        callback._save_answers({cls.on_time.id: cls.choice(cls.on_time, 1)}, recheck=True)
        cls.env.flush_all()
        cls.Answer = cls.env["service.callback.answer"].with_user(cls.officer)

    def groups(self, question, *measures):
        return self.Answer._read_group(
            [("question_id", "=", question.id)], ["answer"], ["__count", *measures], order="answer"
        )

    def test_answers_are_counted_by_question(self):
        self.assertEqual(
            self.groups(self.on_time, "problem_share:avg"), [("Not at all", 1, 1.0), ("Yes", 2, 0.0)]
        )
        grades = self.groups(self.grade, "score:avg")
        self.assertEqual([row[:2] for row in grades], [("Excellent", 2), ("Fair", 1)])
        self.assertAlmostEqual(grades[1][2], 7 / 3, places=2)
        [(number,)] = self.Answer._read_group([("question_id", "=", self.number.id)], [], ["number:avg"])
        self.assertAlmostEqual(number, 2 / 3)

    def test_a_recheck_and_what_was_not_answered_are_not_in_it(self):
        rows = self.Answer.search([("callback_id.partner_id", "=", self.customer.id)])
        self.assertEqual(len(rows), 9)
        self.assertNotIn("No", rows.mapped("answer"))

    def test_dimensions(self):
        row = self.Answer.search([("question_id", "=", self.on_time.id)], limit=1)
        self.assertEqual(row.user_id.id, self.user.id)
        self.assertEqual(row.plan_id.id, self.plan.id)
        self.assertEqual(row.product_id.id, self.product.id)
        self.assertEqual(row.partner_id.id, self.customer.id)
        self.assertEqual(row.done_on, self.today)
        self.assertEqual(row.action_open_callback()["res_id"], row.callback_id.id)

    def test_the_web_client_reads_it_as_an_officer(self):
        """Officers have no rights on surveys; the names of the questions are shown all the same."""
        spec = {
            "question_id": {"fields": {"display_name": {}}},
            "answer": {},
            "callback_id": {"fields": {"display_name": {}}},
        }
        rows = self.Answer.web_search_read([("question_id", "=", self.grade.id)], spec)
        self.assertEqual(rows["records"][0]["question_id"]["display_name"], "How was it?")
        groups = self.Answer.formatted_read_group([], ["question_id"], ["__count"])
        self.assertIn("How was it?", [group["question_id"][1] for group in groups])

    def test_the_answer_is_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.on_time.suggested_answer_ids[0].with_context(lang="zh_CN").value = "准时"
        self.env.flush_all()
        rows = self.Answer.with_context(lang="zh_CN").search([("question_id", "=", self.on_time.id)])
        self.assertEqual(sorted(rows.mapped("answer")), ["Not at all", "准时", "准时"])

    def test_access(self):
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self.Answer.with_user(user).search([])
        for user in (self.officer, self.manager):
            rows = self.Answer.with_user(user)
            self.assertTrue(rows.search([], limit=1))
            with self.assertRaises(AccessError):
                rows.search([], limit=1).write({"answer": "x"})
        self.officer.write({"company_ids": [(4, self.other_company.id)], "company_id": self.other_company.id})
        self.assertFalse(
            self.Answer.with_company(self.other_company)
            .with_context(allowed_company_ids=self.other_company.ids)
            .search([])
        )
