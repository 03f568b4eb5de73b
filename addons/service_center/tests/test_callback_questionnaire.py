from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .callback_desk_common import CallbackDeskCase


class QuestionnaireCase(CallbackDeskCase):
    @classmethod
    def questionnaire(cls, callback):
        """Return the set of answers that the link of a callback opens."""
        url = callback._get_questionnaire_url()
        token = url.rpartition("answer_token=")[2]
        return cls.env["survey.user_input"].search([("access_token", "=", token)])

    def fill_in(self, user_input, grade=0, word="fine"):
        user_input._mark_in_progress()
        user_input._save_lines(self.on_time, self.choice(self.on_time, 0))
        user_input._save_lines(self.grade, self.choice(self.grade, grade))
        user_input._save_lines(self.recommend, "0")
        user_input._save_lines(self.word, word)
        user_input._mark_done()


@tagged("post_install", "-at_install")
class TestCallbackQuestionnaire(QuestionnaireCase):
    """The customer answers by a link; the callback is done with these answers."""

    def link(self, **vals):
        return self.plan_callback(channel="questionnaire", **vals).with_user(self.user)

    def test_the_link_stays_the_same(self):
        callback = self.link()
        first = callback._get_questionnaire_url()
        self.assertEqual(first, callback._get_questionnaire_url())
        self.assertIn(f"/survey/start/{self.survey.access_token}?answer_token=", first)
        user_input = self.questionnaire(callback)
        self.assertEqual(user_input.service_callback_id, callback.sudo())
        self.assertEqual(user_input.partner_id, self.customer)
        self.assertEqual(callback.state, "planned")

    def test_it_expires_by_the_company_s_days(self):
        self.company.service_questionnaire_days = 3
        user_input = self.questionnaire(self.link())
        self.assertAlmostEqual(
            user_input.deadline, fields.Datetime.now() + timedelta(days=3), delta=timedelta(minutes=1)
        )

    def test_after_expiry_there_is_a_new_link(self):
        callback = self.link()
        old = self.questionnaire(callback)
        old.deadline = fields.Datetime.now() - timedelta(seconds=1)
        self.assertNotEqual(self.questionnaire(callback), old)

    def test_the_callback_is_done_with_the_answers(self):
        callback = self.link()
        user_input = self.questionnaire(callback)
        self.fill_in(user_input)
        self.assertEqual((callback.state, callback.result, callback.satisfaction), ("done", "fine", "5"))
        self.assertEqual(callback.answers_id.id, user_input.id)
        self.assertIn("In one word?: fine", callback.notes)

    def test_customers_who_answer_alike_are_no_sign_against_the_caller(self):
        """Nobody called: nothing is asked a second time, and no answers in a row are noticed."""
        self.plan.recheck_percent = 100
        self.company.service_same_answers = 2
        callbacks = self.Callback.browse()
        for _number in range(3):
            callback = self.link(user_id=self.user.id)
            self.fill_in(self.questionnaire(callback))
            callbacks |= callback.sudo()
        self.assertEqual(callbacks.mapped("state"), ["done"] * 3)
        self.assertEqual(callbacks.user_id, self.user)
        self.assertFalse(callbacks.recheck_ids)
        self.Callback.sudo()._find_signals(self.company, self.user)
        self.assertFalse(callbacks.signal_ids)
        called = self.calling()
        called._finish("fine", satisfaction="5")
        self.assertTrue(called.sudo().recheck_ids, "who calls is checked")

    def test_a_bad_answer_is_a_problem(self):
        callback = self.link()
        self.fill_in(self.questionnaire(callback), grade=3)
        self.assertEqual((callback.result, callback.satisfaction), ("problem", "1"))

    def test_what_comes_after_a_call_changes_nothing(self):
        callback = self.link()
        user_input = self.questionnaire(callback)
        callback.action_open()
        callback._finish("praise", answers={self.on_time.id: self.choice(self.on_time, 1)})
        called = callback.answers_id
        self.assertLess(user_input.deadline, fields.Datetime.now(), "the link works no longer")
        self.fill_in(user_input, grade=3)
        self.assertEqual((callback.result, callback.answers_id), ("praise", called))
        with self.assertRaisesRegex(UserError, "ended"):
            callback._get_questionnaire_url()

    def test_a_cancelled_callback_is_not_answered(self):
        callback = self.link()
        user_input = self.questionnaire(callback)
        callback.action_cancel("by_hand")
        self.assertLess(user_input.deadline, fields.Datetime.now())

    def test_without_questions_there_is_no_link(self):
        with self.assertRaisesRegex(UserError, "no questions"):
            self.link(survey_id=False)._get_questionnaire_url()

    def test_who_may_not_change_the_callback_gets_no_link(self):
        for user in (self.portal, self.employee):
            with self.assertRaises(AccessError):
                self.link().with_user(user)._get_questionnaire_url()


@tagged("post_install", "-at_install")
class TestCallbackQuestionnairePage(HttpCase, QuestionnaireCase):
    """What the customer sees of the link, as a stranger on Odoo's own pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.questions_layout = "one_page"

    def page(self, callback):
        url = callback._get_questionnaire_url()
        return "/survey" + url.partition("/survey")[2]

    def test_the_link_opens_the_questions(self):
        callback = self.plan_callback(channel="questionnaire")
        answer = self.url_open(self.page(callback))
        self.assertEqual(answer.status_code, 200)
        self.assertIn("After the repair", answer.text)

    def test_a_link_used_twice(self):
        callback = self.plan_callback(channel="questionnaire")
        page = self.page(callback)
        self.fill_in(self.questionnaire(callback))
        self.assertEqual(callback.state, "done")
        answer = self.url_open(page)
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("Start Survey", answer.text)
        self.assertNotIn("o_survey_form_choice_item", answer.text)

    def test_a_customer_who_answered_is_thanked_and_given_no_points(self):
        self.survey.scoring_type = "scoring_without_answers"
        callback = self.plan_callback(channel="questionnaire")
        page = self.page(callback)
        self.fill_in(self.questionnaire(callback))
        answer = self.url_open(page)
        self.assertRegex(answer.text, "Thank you!|谢谢！")  # the page follows the visitor's language
        for said in ("You scored", "passed the test", "failed the test", "/survey/retry/", "得分"):
            self.assertNotIn(said, answer.text)

    def test_a_link_after_its_expiry(self):
        callback = self.plan_callback(channel="questionnaire")
        page = self.page(callback)
        self.questionnaire(callback).deadline = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()
        answer = self.url_open(page)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("survey", answer.text.lower())
        self.assertNotIn("Start Survey", answer.text)

    def test_a_link_that_nobody_gave(self):
        answer = self.url_open(f"/survey/start/{self.survey.access_token}?answer_token=guessed")
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn("Start Survey", answer.text)
