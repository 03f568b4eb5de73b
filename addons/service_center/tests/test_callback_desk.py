from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .callback_desk_common import CallbackDeskCase


@tagged("post_install", "-at_install")
class TestCallbackDesk(CallbackDeskCase):
    """The queue in the order of calling, one callback with everything, and saving all or nothing."""

    def desk(self, user=None):
        return self.Callback.with_user(user or self.user)

    def queue(self, user=None):
        return [(row["id"], row["bucket"]) for row in self.desk(user).get_desk()["rows"]]

    # The queue
    def test_overdue_first_then_in_the_window_then_due_today(self):
        today = self.plan_callback()
        past = self.plan_callback(hours=(-2, -1))
        window = self.plan_callback(hours=(-1, 1))
        overdue = self.plan_callback(due_date=self.today - timedelta(days=1))
        older = self.plan_callback(due_date=self.today - timedelta(days=2))
        self.plan_callback(due_date=self.today + timedelta(days=1))
        self.plan_callback(next_try_at=self.in_hours(1))
        tried = self.plan_callback(next_try_at=self.in_hours(-1))
        mine = self.calling()
        self.assertEqual(
            self.queue(),
            [
                (mine.id, "calling"),
                (older.id, "overdue"),
                (overdue.id, "overdue"),
                (window.id, "window"),
                (today.id, "today"),
                (past.id, "today"),
                (tried.id, "today"),
            ],
        )
        self.assertEqual(self.desk().get_desk()["counts"], {"overdue": 2, "window": 1, "today": 3, "done": 0})

    def test_only_ones_own_and_what_is_free(self):
        team = self.env["service.team"].create(
            {"name": "Mine", "code": "t_mine", "member_ids": self.user.ids}
        )
        others = self.env["service.team"].create({"name": "Others", "code": "t_others2"})
        free = self.plan_callback()
        own = self.plan_callback(user_id=self.user.id)
        teams = self.plan_callback(team_id=team.id)
        theirs = self.plan_callback(team_id=others.id)
        taken = self.plan_callback(user_id=self.colleague.id, team_id=team.id)
        self.calling(self.colleague)
        self.assertEqual([row for row, _bucket in self.queue()], [free.id, own.id, teams.id])
        self.assertEqual([row for row, _bucket in self.queue(self.officer)], [free.id, teams.id, theirs.id])
        self.assertIn(taken.id, [row for row, _bucket in self.queue(self.colleague)])

    def test_other_companies_are_not_in_it(self):
        partner = self.env["res.partner"].create({"name": "Elsewhere"})
        self.plan_callback(company_id=self.other_company.id, partner_id=partner.id, plan_id=False)
        self.assertEqual(self.queue(), [])

    def test_strangers_have_no_desk(self):
        for user in (self.portal, self.employee):
            with self.assertRaises(AccessError):
                self.desk(user).get_desk()
            with self.assertRaises(AccessError):
                self.desk(user).open_next()

    def test_what_was_done_today_is_counted(self):
        self.calling()._finish("fine")
        self.calling(self.colleague)._finish("fine")
        self.assertEqual(self.desk().get_desk()["counts"]["done"], 1)

    def test_few_queries_for_a_queue_of_200(self):
        partners = self.env["res.partner"].create(
            [{"name": f"C {number}", "phone": f"+86 138 0013 {number:04d}"} for number in range(210)]
        )
        self.Callback.create(
            [
                {"partner_id": partner.id, "plan_id": self.plan.id, "due_date": self.today}
                for partner in partners
            ]
        )
        self.Callback.search([("partner_id", "in", partners.ids)]).write({"window_from": self.in_hours(2)})
        self.env.flush_all()
        desk = self.desk()
        desk.get_desk()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            answer = desk.get_desk()
        self.assertEqual(len(answer["rows"]), 200)
        self.assertEqual(answer["counts"]["today"], 210)

    # Opening
    def test_the_next_one_is_opened_and_taken(self):
        later = self.plan_callback()
        first = self.plan_callback(due_date=self.today - timedelta(days=1))
        opened = self.desk().open_next()["callback"]
        self.assertEqual(opened["id"], first.id)
        self.assertEqual((first.state, first.user_id), ("calling", self.user))
        self.assertEqual(self.desk().open_next()["callback"]["id"], first.id, "a reload goes on with it")
        self.assertEqual(self.desk().open_next(after=first.id)["callback"]["id"], later.id)
        self.assertEqual(self.desk(self.colleague).open_next(), {"callback": False, "notices": []})

    def test_who_comes_second_is_told_and_gets_the_next(self):
        team = self.env["service.team"].create(
            {"name": "Ours", "code": "t_ours", "member_ids": (self.user + self.colleague).ids}
        )
        for vals, said in (({"team_id": team.id}, self.colleague.name), ({}, "A colleague has taken")):
            first, second = self.plan_callback(**vals), self.plan_callback()
            first.with_user(self.colleague).action_open()
            answer = first.with_user(self.user).open_desk()
            self.assertEqual(answer["callback"]["id"], second.id)
            self.assertEqual(len(answer["notices"]), 1)
            self.assertIn(said, answer["notices"][0])
            self.assertEqual(first.user_id, self.colleague)
            second.with_user(self.user)._finish("fine")

    def test_ones_own_work_is_left_for_a_colleague(self):
        complaint = self.complain(partner_id=self.customer.id, user_id=self.user.id)
        own = self.plan_callback(complaint_id=complaint.id, due_date=self.today - timedelta(days=1))
        other = self.plan_callback()
        self.assertEqual(self.desk().open_next()["callback"]["id"], other.id)
        self.assertEqual(own.state, "planned")
        other.with_user(self.user)._finish("fine")
        answer = self.desk().open_next()
        self.assertFalse(answer["callback"])
        self.assertEqual(len(answer["notices"]), 1)
        self.assertIn("your own work: 1.", answer["notices"][0])
        self.assertEqual(own.with_user(self.user).open_desk()["callback"]["id"], own.id, "by choice it opens")
        own.with_user(self.user).action_put_back()
        own.user_id = False
        self.assertEqual(self.desk(self.colleague).open_next()["callback"]["id"], own.id)

    def test_one_callback_with_all_that_is_known(self):
        self.customer.tz = "Asia/Tokyo"
        complaint = self.complain(partner_id=self.customer.id)
        callback = self.calling(self.officer, complaint_id=complaint.id)
        page = callback.get_desk_callback()
        self.assertEqual(page["customer"]["zone"], "Asia/Tokyo")
        self.assertEqual(page["customer"]["phone"], self.customer.phone)
        self.assertEqual(page["script"], "<p>Good day!</p>")
        self.assertEqual(page["purpose"], "Does it work?")
        self.assertEqual([row["id"] for row in page["questions"]], self.survey.question_ids.ids)
        self.assertEqual(page["satisfactions"], [], "a question asks for it")
        self.assertEqual([row["res_id"] for row in page["about"]], [complaint.id])
        self.assertEqual([block["code"] for block in page["story"]], ["complaints"])
        self.assertEqual(page["warnings"], [])

    def test_the_step_has_its_own_script(self):
        step = self.env["service.callback.step"].create(
            {"plan_id": self.plan.id, "name": "First", "code": "t_first", "script": "<p>First!</p>"}
        )
        self.assertEqual(self.calling(step_id=step.id).get_desk_callback()["script"], "<p>First!</p>")

    def test_what_has_to_be_known_before_dialling(self):
        callback = self.calling()
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s", [self.customer.id])
        self.env.invalidate_all()
        page = callback.get_desk_callback()
        self.assertEqual(page["customer"]["zone"], self.company._service_tz())
        self.assertEqual(len([text for text in page["warnings"] if "Mars/Olympus" in text]), 1)

    def test_who_has_no_number_is_shown_last_and_passed_over(self):
        nobody = self.env["res.partner"].create({"name": "No Number"})
        without = self.plan_callback(partner_id=nobody.id, due_date=self.today - timedelta(days=9))
        due = self.plan_callback()
        self.assertEqual(self.queue(), [(due.id, "today"), (without.id, "address")])
        self.assertEqual(self.desk().get_desk()["counts"]["overdue"], 0)
        answer = self.desk().open_next()
        self.assertEqual((answer["callback"]["id"], answer["notices"]), (due.id, []))
        refused = without.with_user(self.user).open_desk()
        self.assertEqual(refused["callback"]["id"], due.id)
        self.assertIn("no telephone number", refused["notices"][0])

    def test_who_does_not_want_to_be_called_is_passed_over(self):
        quiet = self.env["res.partner"].create({"name": "Ms Quiet", "phone": "+86 138 0013 8111"})
        first = self.plan_callback(partner_id=quiet.id, due_date=self.today - timedelta(days=1))
        second = self.plan_callback()
        quiet.service_do_not_disturb = True
        first.sudo().write({"state": "planned", "cancel_reason": False})
        answer = self.desk().open_next()
        self.assertEqual(answer["callback"]["id"], second.id)
        self.assertIn("Ms Quiet does not want to be contacted", answer["notices"][0])
        self.assertEqual((first.state, first.cancel_reason), ("cancelled", "do_not_disturb"))

    # The story
    def test_the_story_shows_what_the_user_may_read(self):
        self.complain(partner_id=self.customer.id, user_id=self.user.id)
        done = self.calling()
        done._finish(
            "praise",
            notes="All well.",
            answers={self.on_time.id: self.choice(self.on_time, 0), self.word.id: "great"},
        )
        self.env["sale.order"].create({"partner_id": self.customer.id})
        blocks = {
            block["code"]: block for block in self.customer.with_user(self.user)._service_story_blocks()
        }
        self.assertEqual(blocks["complaints"]["rows"][0]["text"], "The heel broke.")
        row = blocks["callbacks"]["rows"][0]
        self.assertEqual((row["label"], row["text"]), ("After three days", "All well."))
        self.assertEqual(row["answers"], ["On time?: Yes", "In one word?: great"])
        self.assertEqual(list(blocks), ["complaints", "sales", "callbacks"])
        colleague = self.customer.with_user(self.colleague)._service_story_blocks()
        self.assertEqual(
            [block["code"] for block in colleague], ["sales"], "the others are not the colleague's"
        )

    def test_the_story_is_short(self):
        for _number in range(7):
            self.complain(
                partner_id=self.customer.id, user_id=self.user.id, description=f"<p>{'long ' * 100}</p>"
            )
        [block] = self.customer.with_user(self.user)._service_story_blocks()
        self.assertEqual(len(block["rows"]), 5)
        self.assertLessEqual(len(block["rows"][0]["text"]), 160)

    # Saving
    def save(self, callback, outcome="reached", **values):
        return callback.save_desk({"outcome": outcome, "result": "fine", **values})["errors"]

    def test_a_call_is_saved_with_its_answers(self):
        callback = self.calling()
        answers = {
            str(self.on_time.id): [self.choice(self.on_time, 0)],
            str(self.grade.id): [self.choice(self.grade, 0)],
        }
        self.assertEqual(self.save(callback, answers=answers, notes=" Thanks. ", seconds=0), {})
        self.assertEqual((callback.state, callback.result, callback.satisfaction), ("done", "fine", "5"))
        self.assertEqual(callback.notes, "Thanks.")
        self.assertEqual(self.answers(callback)["How was it?"], ["Excellent"])

    def test_nothing_is_saved_while_something_is_missing(self):
        callback = self.calling()
        errors = self.save(callback, answers={str(self.number.id): "99"}, result="problem")
        self.assertEqual(errors.keys(), {self.on_time.id, self.number.id, "notes"})
        self.assertEqual(callback.state, "calling")
        self.assertFalse(callback.answers_id or callback.attempt_ids)

    def test_a_dissatisfied_customer_has_a_problem(self):
        for answers in (
            {self.on_time.id: [self.choice(self.on_time, 0)], self.grade.id: [self.choice(self.grade, 3)]},
            {self.on_time.id: [self.choice(self.on_time, 2)]},
        ):
            callback = self.calling()
            self.assertEqual(self.save(callback, answers=answers).keys(), {"notes"})
            self.assertEqual(self.save(callback, answers=answers, notes="He never came."), {})
            self.assertEqual(callback.result, "problem")

    def test_without_a_question_the_caller_chooses_the_satisfaction(self):
        callback = self.calling(survey_id=False)
        self.assertEqual(
            [key for key, _label in callback.get_desk_callback()["satisfactions"]], ["5", "4", "3", "2", "1"]
        )
        with self.assertRaises(UserError):
            self.save(callback, satisfaction="6")
        self.assertEqual(self.save(callback, satisfaction="3"), {})
        self.assertEqual((callback.satisfaction, callback.result), ("3", "fine"))

    def test_another_time_lies_in_the_future(self):
        callback = self.calling()
        for bad in (False, "soon", 5, fields.Datetime.to_string(self.in_hours(-1))):
            self.assertEqual(self.save(callback, "later", next_at=bad).keys(), {"next_at"})
        later = self.in_hours(25)
        self.assertEqual(self.save(callback, "later", next_at=fields.Datetime.to_string(later)), {})
        self.assertEqual(callback.attempt_ids.outcome, "later")
        self.assertEqual(callback.attempt_ids.next_try_at, later)
        self.assertEqual(callback.state, "planned")

    @freeze_time("2026-03-05 02:10:00")  # a Thursday, 10:10 in Shanghai
    def test_another_time_is_proposed_in_the_customers_hours(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        callback = self.calling(due_date=date(2026, 3, 5))
        self.assertEqual(self.proposed(callback), "2026-03-06 15:30", "another weekday and time of day")
        hours = self.env["service.contact.window"].create(
            {"partner_id": self.customer.id, "hour_from": 10, "hour_to": 12}
        )
        self.assertEqual(self.proposed(callback), "2026-03-06 11:00", "only the hour can be another one")
        hours.write({"weekday": "0", "hour_from": 18, "hour_to": 19})
        self.assertEqual(self.proposed(callback), "2026-03-09 18:00")
        promised = self.plan_callback(user_id=self.colleague.id, next_try_at=datetime(2026, 3, 9, 10))
        self.assertEqual(self.proposed(callback), "2026-03-09 18:00", "only the caller's own promises count")
        promised.user_id = self.user
        self.assertEqual(self.proposed(callback), "2026-03-09 18:30")
        self.plan_callback(user_id=self.user.id, next_try_at=datetime(2026, 3, 9, 10, 30))
        self.assertEqual(self.proposed(callback), "2026-03-16 18:00", "the next free hour")
        self.assertEqual(self.save(callback, "later", next_at=callback.get_desk_callback()["later_at"]), {})

    @freeze_time("2026-03-05 02:10:00")
    def test_a_duty_of_the_day_is_proposed_on_its_day(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        callback = self.calling(due_date=date(2026, 3, 5), is_same_day=True)
        self.assertEqual(self.proposed(callback), "2026-03-05 15:30")

    @freeze_time("2026-03-25 02:10:00")
    def test_another_time_of_a_callback_that_is_long_overdue(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        callback = self.calling(due_date=date(2026, 3, 5))
        self.assertEqual(self.proposed(callback), "2026-03-26 15:30")

    def proposed(self, callback):
        at = callback.get_desk_callback()["later_at"]
        return f"{at + timedelta(hours=8):%Y-%m-%d %H:%M}"

    def test_a_try_needs_no_answers(self):
        for outcome in ("no_answer", "busy"):
            callback = self.calling()
            self.assertEqual(self.save(callback, outcome, notes="Mailbox."), {})
            self.assertEqual(callback.attempt_ids.mapped("outcome"), [outcome])
            self.assertEqual(callback.attempt_ids.note, "Mailbox.")
            self.assertFalse(callback.answers_id)

    def test_what_is_sent_is_not_called(self):
        for channel in ("message", "email", "questionnaire"):
            self.plan_callback(channel=channel, user_id=self.user.id)
        visit = self.plan_callback(channel="visit")
        self.assertEqual([row for row, _bucket in self.queue()], [visit.id])
        for outcome in ("sent", "not_sent", "vanished", None):
            with self.assertRaises(UserError):
                self.save(self.calling(), outcome)

    def test_only_who_is_calling_saves(self):
        callback = self.calling()
        with self.assertRaises(AccessError):
            self.save(callback.with_user(self.colleague), "no_answer")
        with self.assertRaises(UserError):
            self.save(callback.with_user(self.officer), "no_answer")
        callback.action_put_back()
        self.assertEqual(self.save(callback, "no_answer"), {}, "who put it back takes it again")
        ended = self.calling()
        ended._finish("fine")
        with self.assertRaises(UserError):
            self.save(ended, "no_answer")

    def test_a_call_is_no_longer_than_it_was_open(self):
        callback = self.calling()
        callback.sudo().opened_at = self.in_hours(-1)
        for said, kept in ((90, 90), (-5, 0), (999999, 3600), ("long", 0), (None, 0)):
            self.assertAlmostEqual(callback._get_seconds({"seconds": said}), kept, delta=5)
