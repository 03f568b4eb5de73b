from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .callback_desk_common import CallbackDeskCase


@tagged("post_install", "-at_install")
class TestCallbackAnswers(CallbackDeskCase):
    """Answers are checked, then written as those of a survey by who has no rights on surveys."""

    def all_answers(self):
        first, second = self.matrix.matrix_row_ids
        return {
            str(self.on_time.id): [self.choice(self.on_time, 0)],
            str(self.liked.id): [self.choice(self.liked, 0), self.choice(self.liked, 2)],
            str(self.grade.id): self.choice(self.grade, 1),
            str(self.recommend.id): "0",
            str(self.number.id): "0",
            str(self.when.id): "2026-03-01",
            str(self.moment.id): "2026-03-01 08:00:00",
            str(self.word.id): "  fine  ",
            str(self.matrix.id): {
                str(first.id): [self.choice(self.matrix, 0)],
                str(second.id): [self.choice(self.matrix, 1)],
            },
        }

    def test_every_type_of_question(self):
        callback = self.calling()
        saved = callback._save_answers(self.all_answers())
        self.assertEqual(callback.answers_id, saved.with_env(callback.env))
        self.assertEqual((saved.state, saved.partner_id), ("done", self.customer))
        lines = {line.question_id: line for line in saved.user_input_line_ids}
        self.assertEqual(
            saved.user_input_line_ids.filtered(
                lambda line: line.question_id == self.liked
            ).suggested_answer_id.mapped("value"),
            ["Quality", "Speed"],
        )
        self.assertEqual(lines[self.recommend].value_scale, 0)
        self.assertFalse(lines[self.recommend].skipped)
        self.assertEqual(lines[self.number].value_numerical_box, 0)
        self.assertEqual(lines[self.when].value_date, fields.Date.to_date("2026-03-01"))
        self.assertEqual(
            lines[self.moment].value_datetime, fields.Datetime.to_datetime("2026-03-01 08:00:00")
        )
        self.assertEqual(lines[self.word].value_char_box, "fine")
        rows = saved.user_input_line_ids.filtered(lambda line: line.question_id == self.matrix)
        self.assertEqual(
            [(row.matrix_row_id.value, row.suggested_answer_id.value) for row in rows],
            [("Booking", "Good"), ("Visit", "Bad")],
        )
        self.assertNotIn(self.why, lines, "asked only of those for whom we were late")

    def test_what_was_asked_but_not_answered_is_skipped(self):
        saved = self.calling()._save_answers({self.on_time.id: self.choice(self.on_time, 0)})
        skipped = saved.user_input_line_ids.filtered("skipped").question_id
        self.assertEqual(
            skipped,
            self.survey.question_ids - self.on_time - self.why,
        )

    def test_a_question_that_depends_on_an_answer(self):
        callback = self.calling()
        late = {self.on_time.id: self.choice(self.on_time, 1), self.why.id: "Traffic"}
        callback._save_answers(late)
        self.assertEqual(self.answers(callback)["Why so late?"], ["Traffic"])
        self.why.constr_mandatory = True
        with self.assertRaisesRegex(ValidationError, "Why so late"):
            self.calling()._save_answers({self.on_time.id: self.choice(self.on_time, 1)})
        self.calling()._save_answers({self.on_time.id: self.choice(self.on_time, 0)})

    def test_what_is_required_is_required_even_where_one_may_go_back(self):
        self.survey.users_can_go_back = True
        for empty in ({}, {self.on_time.id: []}, {self.on_time.id: False}, {self.on_time.id: ""}):
            with self.assertRaisesRegex(ValidationError, "On time.*an answer is required"):
                self.calling()._save_answers(empty)

    def test_bad_values(self):
        fine = {self.on_time.id: self.choice(self.on_time, 0)}
        bad = [
            (self.on_time, self.choice(self.liked, 0)),
            (self.on_time, [self.choice(self.on_time, 0), self.choice(self.on_time, 1)]),
            (self.on_time, "yes"),
            (self.on_time, {"1": 2}),
            (self.liked, [0]),
            (self.recommend, "11"),
            (self.recommend, "-1"),
            (self.recommend, "ten"),
            (self.number, "31"),
            (self.number, "-0.1"),
            (self.number, "nan"),
            (self.number, "1e999"),
            (self.when, "tomorrow"),
            (self.when, "2026-02-30"),
            (self.moment, "8 o'clock"),
            (self.word, "x" * 501),
            (self.word, 5),
            (self.matrix, {"0": [self.choice(self.matrix, 0)]}),
            (self.matrix, {str(self.matrix.matrix_row_ids[0].id): [self.choice(self.liked, 0)]}),
            (self.matrix, {str(self.matrix.matrix_row_ids[0].id): self.matrix.suggested_answer_ids.ids}),
            (self.matrix, "good"),
        ]
        before = self.env["survey.user_input"].search_count([])
        callback = self.calling()
        for question, value in bad:
            with self.subTest(question.title, value=value), self.assertRaises(ValidationError) as caught:
                callback._save_answers({**fine, question.id: value})
            self.assertIn(question.title, str(caught.exception))
        self.assertEqual(self.env["survey.user_input"].search_count([]), before)
        self.assertFalse(callback.answers_id)
        for question, value in (
            (self.number, "30"),
            (self.number, "0"),
            (self.recommend, "10"),
            (self.word, "x" * 500),
        ):
            self.calling()._save_answers({**fine, question.id: value})

    def test_a_question_of_another_survey(self):
        other = self.env["survey.survey"].create({"title": "Other"})
        question = self.env["survey.question"].create(
            {"survey_id": other.id, "title": "?", "question_type": "char_box"}
        )
        for answers in ({question.id: "x"}, {"first": "x"}, [1, 2], "yes"):
            with self.assertRaisesRegex(ValidationError, "load the page again"):
                self.calling()._save_answers(answers)

    def test_a_mandatory_matrix_needs_every_line(self):
        self.matrix.constr_mandatory = True
        answers = self.all_answers()
        del answers[str(self.matrix.id)][str(self.matrix.matrix_row_ids[1].id)]
        with self.assertRaisesRegex(ValidationError, "Each part"):
            self.calling()._save_answers(answers)
        self.calling()._save_answers(self.all_answers())

    def test_a_recheck_is_a_second_set(self):
        callback = self.calling()
        first = callback._save_answers(self.all_answers())
        second = callback._save_answers({self.on_time.id: self.choice(self.on_time, 1)}, recheck=True)
        self.assertEqual(callback.answers_id.id, first.id)
        self.assertTrue(second.service_is_recheck)
        self.assertEqual(second.service_callback_id, callback.sudo())
        self.assertFalse(first.service_is_recheck)

    def test_without_questions_nothing_is_saved(self):
        callback = self.calling(survey_id=False)
        self.assertFalse(callback._save_answers({}))
        self.assertFalse(callback._save_answers(None))

    def test_who_may_not_change_the_callback_may_not_answer_it(self):
        callback = self.calling()
        team = self.env["service.team"].create({"name": "Others", "code": "t_others"})
        callback.sudo().team_id = team
        with self.assertRaises(AccessError):
            callback.with_user(self.colleague)._save_answers(self.all_answers())
        with self.assertRaises(AccessError):
            callback.with_user(self.portal)._save_answers(self.all_answers())
        with self.assertRaises(AccessError):
            callback.with_user(self.employee)._save_answers(self.all_answers())

    def test_values_are_read_back_as_they_were_saved(self):
        callback = self.calling()
        saved = callback._save_answers(self.all_answers())
        values, problems = callback._read_answers(saved._get_service_values())
        self.assertFalse(problems)
        expected, _problems = callback._read_answers(self.all_answers())
        self.assertEqual(
            {key: value for key, value in values.items() if value is not None},
            {key: value for key, value in expected.items() if value is not None},
        )

    # Satisfaction
    def test_four_grades_count_from_5_to_1(self):
        """TRAVEL-SURV-01: excellent, good, fair, poor."""
        callback = self.calling()
        keys = []
        for place in range(4):
            values, _problems = callback._read_answers(
                {self.on_time.id: self.choice(self.on_time, 0), self.grade.id: self.choice(self.grade, place)}
            )
            keys.append(callback._get_answered_satisfaction(values))
        self.assertEqual(keys, ["5", "4", "2", "1"])
        self.assertFalse(callback._get_answered_satisfaction({}))

    def test_a_scale_counts_from_its_lowest_to_its_highest(self):
        self.grade.service_is_satisfaction = False
        self.recommend.service_is_satisfaction = True
        callback = self.calling()
        for value, key in (("0", "1"), ("5", "3"), ("9", "5"), ("10", "5")):
            values = {self.recommend.id: value}
            self.assertEqual(callback._get_answered_satisfaction(values), key, value)

    def test_what_a_choice_says_it_counts_goes_first(self):
        self.grade.suggested_answer_ids[0].service_score = 1.5
        saved = self.calling()._save_answers(
            {self.on_time.id: self.choice(self.on_time, 0), self.grade.id: self.choice(self.grade, 0)}
        )
        scores = {line.question_id: line.service_score for line in saved.user_input_line_ids}
        self.assertEqual(scores[self.grade], 1.5)
        self.assertEqual(scores[self.on_time], 0, "not a satisfaction")

    def test_scores_stay_as_they_were_answered(self):
        saved = self.calling()._save_answers(
            {self.on_time.id: self.choice(self.on_time, 0), self.recommend.id: "5"}
        )
        line = saved.user_input_line_ids.filtered(lambda line: line.question_id == self.recommend)
        self.assertEqual(line.service_score, 3)
        self.recommend.scale_max = 5
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.service_score, 3)

    def test_one_question_of_a_fitting_type_is_the_satisfaction(self):
        with self.assertRaisesRegex(ValidationError, "one question"):
            self.recommend.service_is_satisfaction = True
        with self.assertRaisesRegex(ValidationError, "scale"):
            self.word.service_is_satisfaction = True

    def test_which_answers_are_a_problem(self):
        callback = self.calling()
        for place, bad in ((0, False), (1, False), (2, True)):
            values = {self.on_time.id: [self.choice(self.on_time, place)]}
            self.assertEqual(callback._has_problem_answer(values), bad)
        for key, result in (
            ("5", "fine"),
            ("3", "fine"),
            ("2", "problem"),
            ("1", "problem"),
            (False, "fine"),
        ):
            self.assertEqual(callback._get_result_of_answers(key, {}), result)
