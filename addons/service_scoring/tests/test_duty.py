from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

MARCH = date(2026, 3, 1)


@tagged("post_install", "-at_install")
class DutyCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Credit Union"})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.officer, cls.manager, cls.clerk = (
            new_test_user(
                cls.env,
                f"duty_{role}",
                group,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for role, group in (
                ("officer", "service_scoring.group_officer"),
                ("manager", "service_scoring.group_manager"),
                ("clerk", "base.group_user"),
            )
        )
        cls.branch = cls.env["hr.department"].create({"name": "Branch", "company_id": cls.company.id})
        cls.outlet = cls.env["hr.department"].create(
            {"name": "Outlet", "company_id": cls.company.id, "parent_id": cls.branch.id}
        )
        cls.head = cls.env["hr.job"].create({"name": "Branch Head", "company_id": cls.company.id})
        cls.tag = cls.env["hr.employee.category"].create({"name": "Correspondent"})
        cls.ann = cls.employee("Ann", user_id=cls.clerk.id, department_id=cls.branch.id)
        cls.book, cls.rule, cls.share_rule = cls.rulebook("PEOPLE", "employee")
        cls.unit_book, cls.unit_rule, _share = cls.rulebook("UNITS", "department")

    @classmethod
    def employee(cls, name, joined="2025-01-01", **vals):
        employee = cls.env["hr.employee"].create({"name": name, "company_id": cls.company.id, **vals})
        employee.version_id.write({"date_version": joined, "contract_date_start": joined})
        return employee

    @classmethod
    def rulebook(cls, code, carrier):
        book = cls.env["service.score.rulebook"].create(
            {"name": code, "code": code, "company_id": cls.company.id, "carrier": carrier}
        )
        rule, share = cls.env["service.score.rule"].create(
            [
                {
                    "rulebook_id": book.id,
                    "code": "CU-PUB-04",
                    "name": "Monthly report",
                    "points": 0.5,
                    "count_unit": "missing",
                },
                {
                    "rulebook_id": book.id,
                    "code": "CU-PUB-07",
                    "name": "Published",
                    "points_mode": "range",
                    "points": 0.5,
                    "points_max": 1,
                    "count_unit": "occurrence",
                },
            ]
        )
        book.action_activate()
        return book, rule, share

    @classmethod
    def duty(cls, rule=None, **vals):
        return cls.env["service.score.duty"].create(
            {
                "name": "Monthly report",
                "code": "REPORT",
                "company_id": cls.company.id,
                "rule_id": (rule or cls.rule).id,
                "due_day": 25,
                "valid_from": MARCH,
                **vals,
            }
        )

    def proof(self, duty, done_on, owner=None, **vals):
        owner = owner or self.ann
        name = {"hr.employee": "employee_id", "hr.department": "department_id"}[owner._name]
        return self.env["service.score.duty.record"].create(
            {"duty_id": duty.id, name: owner.id, "done_on": done_on, **vals}
        )

    def judge(self, duty, day):
        """Judge early in the morning of a day in Shanghai; return the new entries."""
        with freeze_time(f"{day} 00:30:00"):
            return duty._judge_due()

    def entries(self, duty, *states):
        return self.env["service.score.entry"].search(
            [("source_key", "=like", f"service.score.duty,{duty.id},%"), ("state", "in", states or ["draft"])]
        )


@tagged("post_install", "-at_install")
class TestDuty(DutyCase):
    def test_missing_the_day_after_it_was_due(self):
        """CU-PUB-04: by the 25th; 0.5 per missing issue."""
        duty = self.duty()
        self.assertFalse(self.judge(duty, "2026-03-25"))
        entry = self.judge(duty, "2026-03-26")
        self.assertEqual(
            (entry.employee_id, entry.state, entry.quantity, entry.points, entry.date, entry.source),
            (self.ann, "draft", 1, -0.5, date(2026, 3, 25), "duty"),
        )
        self.assertEqual(entry.department_id, self.branch)
        why = entry.explanation["source"]
        self.assertEqual(
            (why["decision"], why["facts"]["missing"], why["facts"]["duty"]), ("duty", 1, "REPORT")
        )
        self.assertIn("Monthly report", str(entry.get_explanation()))

    def test_the_day_is_the_companys(self):
        duty = self.duty()
        with freeze_time("2026-03-25 15:59:59"):
            self.assertFalse(duty._judge_due())
        with freeze_time("2026-03-25 16:00:00"):
            self.assertTrue(duty._judge_due())

    def test_again_changes_nothing_also_after_a_rejection(self):
        duty = self.duty()
        entry = self.judge(duty, "2026-03-26")
        self.assertFalse(self.judge(duty, "2026-03-26"))
        entry.with_user(self.officer).action_reject("She was at a course.")
        duty.checked_until = False
        self.assertFalse(self.judge(duty, "2026-03-27"))

    def test_some_of_several(self):
        """CU-COMP-01: at least two a month."""
        duty = self.duty(amount=2, due_day=0)
        self.proof(duty, "2026-03-31")
        entry = self.judge(duty, "2026-04-01")
        self.assertEqual((entry.quantity, entry.points), (1, -0.5))

    def test_late_is_missing_and_can_be_excused(self):
        """Q-58."""
        duty = self.duty()
        proof = self.proof(duty, "2026-03-26")
        self.assertTrue(proof.is_late)
        entry = self.judge(duty, "2026-03-27")
        self.assertEqual(entry.quantity, 1)
        proof.with_user(self.officer).write({"is_excused": True, "excuse_reason": "The network was down."})
        self.assertEqual((proof.excused_by_id, entry.state), (self.officer, "rejected"))
        self.assertIn("Withdrawn", entry.reject_reason)
        proof.with_user(self.officer).is_excused = False
        self.assertFalse(proof.excused_by_id)
        self.assertEqual(self.entries(duty).quantity, 1)

    def test_an_excuse_for_what_never_came(self):
        duty = self.duty()
        self.proof(
            duty, False, period_day="2026-03-10", is_excused=True, excuse_reason="The office was closed."
        )
        self.assertFalse(self.judge(duty, "2026-03-26"))

    def test_a_proof_that_is_entered_afterwards(self):
        """What was done in time counts, whenever somebody enters it; what was confirmed stays."""
        duty = self.duty(amount=2)
        entry = self.judge(duty, "2026-03-26")
        self.assertEqual(entry.quantity, 2)
        proof = self.proof(duty, "2026-03-25")
        self.assertEqual((entry.state, entry.quantity), ("draft", 1))
        proof.unlink()
        self.assertEqual(entry.quantity, 2)
        entry.with_user(self.officer).action_confirm()
        self.proof(duty, "2026-03-25", quantity=2)
        self.assertEqual((entry.state, entry.quantity), ("confirmed", 2))

    def test_a_plan_for_the_next_period_handed_in_before_it(self):
        """CU-PUB-05: within the first five days of the quarter."""
        duty = self.duty(period="quarter", due_month=1, due_day=5)
        proof = self.proof(duty, "2026-03-30", period_day="2026-05-01")
        self.assertEqual(
            (proof.date_from, proof.date_to, proof.due_on, proof.is_late),
            (date(2026, 4, 1), date(2026, 6, 30), date(2026, 4, 5), False),
        )
        self.assertFalse(self.judge(duty, "2026-04-06"))

    def test_periods_before_the_plan_are_not_asked_for(self):
        duty = self.duty(valid_from=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_score_duty SET create_date = '2026-03-01 16:00:00' WHERE id = %s", [duty.id]
        )
        self.env.invalidate_all()
        self.assertFalse(self.judge(duty, "2026-04-25"))  # made on 2 March: March had begun
        self.assertEqual(self.judge(duty, "2026-04-26").date, date(2026, 4, 25))

    def test_a_plan_that_was_loaded_archived_asks_for_nothing_before_it_is_used(self):
        """CU-PUB-01 to 07 come archived; who begins with them in April owes nothing of March."""
        duty = self.duty(active=False, valid_from=False)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_score_duty SET create_date = '2026-02-01' WHERE id = %s", [duty.id]
        )
        self.env.invalidate_all()
        with freeze_time("2026-03-31 16:00:00"):  # 1 April in Shanghai
            duty.active = True
        self.assertFalse(self.judge(duty, "2026-04-02"))
        self.assertEqual(self.judge(duty, "2026-04-26").mapped("date"), [date(2026, 4, 25)])

    def test_proofs_follow_the_period_of_their_plan(self):
        """Where a plan asks once a quarter from now on, what was handed in before counts for the quarter."""
        duty = self.duty(due_day=0)
        proof = self.proof(duty, "2026-05-02")
        duty.write({"period": "quarter", "due_month": 2, "due_day": 1})
        self.assertEqual(
            (proof.date_from, proof.date_to, proof.due_on, proof.is_late),
            (date(2026, 4, 1), date(2026, 6, 30), date(2026, 5, 1), True),
        )
        duty.due_day = 2
        self.assertFalse(proof.is_late)
        self.assertFalse(self.judge(duty, "2026-05-03"))

    def test_a_plan_that_ended(self):
        duty = self.duty(valid_to="2026-03-24")
        self.assertFalse(self.judge(duty, "2026-05-01"))
        self.employee("Other")
        self.proof(duty, "2026-04-26")  # a late paper for what nobody asked for blames nobody
        self.assertFalse(self.entries(duty))

    def test_a_night_that_was_missed(self):
        self.assertEqual(
            self.judge(self.duty(), "2026-05-26").mapped("date"),
            [date(2026, 3, 25), date(2026, 4, 25), date(2026, 5, 25)],
        )

    # Who
    def test_who_joined_within_the_period_owes_nothing(self):
        self.employee("Joined", joined="2026-03-02")
        first = self.employee("First", joined="2026-03-01")
        unknown = self.env["hr.employee"].create({"name": "Unknown", "company_id": self.company.id})
        entries = self.judge(self.duty(), "2026-03-26")
        self.assertEqual(entries.employee_id, self.ann | first | unknown)

    def test_who_left(self):
        """Until the day on which it was due."""
        stayed, left = self.employee("Stayed"), self.employee("Left")
        stayed.version_id.departure_date = "2026-03-25"
        left.version_id.departure_date = "2026-03-24"
        (stayed | left).action_archive()
        self.assertEqual(self.judge(self.duty(), "2026-03-26").employee_id, self.ann | stayed)

    def test_places_jobs_and_tags(self):
        head = self.employee("Head", department_id=self.outlet.id, job_id=self.head.id)
        tagged_one = self.employee("Writer", category_ids=self.tag.ids)
        of_branch = self.duty(department_ids=self.branch.ids)
        self.assertEqual(self.judge(of_branch, "2026-03-26").employee_id, self.ann | head)
        heads = self.duty(code="HEADS", job_ids=self.head.ids)
        self.assertEqual(self.judge(heads, "2026-03-26").employee_id, head)
        writers = self.duty(code="WRITERS", tag_ids=self.tag.ids)
        self.assertEqual(self.judge(writers, "2026-03-26").employee_id, tagged_one)
        chosen = self.duty(code="CHOSEN", employee_ids=head.ids)
        self.assertEqual(self.judge(chosen, "2026-03-26").employee_id, head)

    def test_a_transfer_counts_where_somebody_was(self):
        """The department of the due day owes it, not the one of today."""
        self.ann.create_version({"date_version": "2026-03-26", "department_id": self.outlet.id})
        duty = self.duty(department_ids=self.outlet.ids)
        self.assertFalse(self.judge(duty, "2026-03-26"))
        self.assertEqual(self.judge(duty, "2026-04-26").employee_id, self.ann)

    def test_units(self):
        """CU-SCORE-01: a unit carries the score."""
        duty = self.duty(self.unit_rule)
        self.assertEqual(duty.owner, "department")
        self.proof(duty, "2026-03-20", self.branch)
        entry = self.judge(duty, "2026-03-26")
        self.assertEqual((entry.department_id, entry.employee_id), (self.outlet, self.env["hr.employee"]))
        closed, other = self.env["hr.department"].create(
            [
                {
                    "name": "Closed",
                    "company_id": self.company.id,
                    "parent_id": self.branch.id,
                    "active": False,
                },
                {"name": "Other", "company_id": self.company.id},
            ]
        )
        below = self.duty(self.unit_rule, code="BELOW", department_ids=self.branch.ids)
        self.assertEqual(self.judge(below, "2026-03-26").department_id, self.branch | self.outlet)
        everybody = self.duty(self.unit_rule, code="ALL")
        units = self.judge(everybody, "2026-03-26").department_id
        self.assertEqual(
            units & (self.branch | self.outlet | closed | other), self.branch | self.outlet | other
        )

    def test_each_person_of_a_unit(self):
        """CU-COMP-01: one reflection of each employee; the unit's score and theirs are one entry."""
        duty = self.duty(self.unit_rule, owner="employee")
        entry = self.judge(duty, "2026-03-26")
        self.assertEqual((entry.employee_id, entry.department_id), (self.ann, self.branch))

    # Share
    def test_too_little_published(self):
        """CU-PUB-07, Q-04: exactly half is enough; of nothing there is no share."""
        for number, (submitted, published, proposed) in enumerate(((2, 1, 0), (3, 1, 1), (0, 0, 0))):
            duty = self.duty(code=f"SHARE{number}", share_rule_id=self.share_rule.id)
            if submitted:
                self.proof(duty, "2026-03-02", quantity=submitted, published=published)
            entries = self.judge(duty, "2026-03-26").filtered(lambda one: one.rule_id == self.share_rule)
            self.assertEqual(len(entries), proposed, (submitted, published))

    # Rule books
    def test_no_book_in_force_no_entry(self):
        draft = self.env["service.score.rulebook"].create(
            {"name": "Draft", "code": "DRAFT", "company_id": self.company.id}
        )
        rule = self.env["service.score.rule"].create(
            {"rulebook_id": draft.id, "code": "R", "name": "R", "points": 1}
        )
        duty = self.duty(rule)
        self.assertFalse(self.judge(duty, "2026-03-26"))
        self.assertEqual(duty.checked_until, date(2026, 3, 26))

    def test_the_rule_of_the_version_in_force(self):
        second = self.book.action_new_version()
        second.rule_ids.filtered(lambda one: one.code == "CU-PUB-04").points = 0.8
        second.valid_from = "2026-04-01"
        self.book.valid_to = "2026-03-31"
        second.action_activate()
        duty = self.duty()
        self.assertEqual(self.judge(duty, "2026-04-26").mapped("points"), [-0.5, -0.8])

    # Wrong input
    def test_wrong_plans_are_refused(self):
        for vals in (
            {"due_day": 32},
            {"due_day": -1},
            {"due_month": 2},
            {"period": "week", "due_day": 8},
            {"period": "week", "due_month": 1, "due_day": 1},
            {"owner": "site"},
            {"owner": "department"},
        ):
            with self.assertRaises(ValidationError, msg=str(vals)), self.cr.savepoint():
                self.duty(**vals)

    def test_wrong_proofs_are_refused(self):
        duty = self.duty()
        with freeze_time("2026-03-20 00:30:00"):
            for vals in (
                {"employee_id": False},
                {"department_id": self.branch.id},
                {"done_on": False},
                {"done_on": False, "is_excused": True, "excuse_reason": "Why not"},
                {"is_excused": True},
                {"is_excused": True, "excuse_reason": "  "},
                {"done_on": "2026-03-21"},
            ):
                with self.assertRaises(ValidationError, msg=str(vals)), self.cr.savepoint():
                    self.proof(duty, vals.pop("done_on", "2026-03-20"), **vals)

    def test_a_text_costs_nothing(self):
        draft = self.env["service.score.rulebook"].create(
            {"name": "Texts", "code": "TEXTS", "company_id": self.company.id}
        )
        text = self.env["service.score.rule"].create(
            {"rulebook_id": draft.id, "code": "T", "name": "Be polite", "kind": "text"}
        )
        with self.assertRaises(ValidationError):
            self.duty(text)

    # Cron
    def test_the_cron_goes_on_after_a_failure(self):
        broken, fine = self.duty(code="BROKEN"), self.duty(code="FINE", sequence=20)
        judge = type(broken)._judge_due

        def fail(duty):
            if duty == broken:
                raise ValueError("broken")
            return judge(duty)

        with (
            patch.object(type(broken), "_judge_due", fail),
            freeze_time("2026-03-26 00:30:00"),
            mute_logger("odoo.addons.service_scoring.models.service_score_duty_judge"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("service_scoring.cron_score_duty").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(self.entries(broken))
        self.assertEqual(self.entries(fine).employee_id, self.ann)

    def test_the_cron_leaves_out_what_was_judged_today(self):
        """A cron that has to stop goes on with the rest, and comes to an end."""
        self.env["service.score.duty"].search([]).action_archive()
        done, tomorrow = self.duty(code="DONE"), self.duty(code="TOMORROW")
        done.checked_until, tomorrow.checked_until = "2026-03-27", "2026-03-26"
        seen, judge = [], type(done)._judge_due

        def note(duty):
            seen.append(duty.code)
            return judge(duty)

        with (
            patch.object(type(done), "_judge_due", note),
            freeze_time("2026-03-26 16:00:00"),  # the 27th in Shanghai
            self.enter_registry_test_mode(),
        ):
            self.env.ref("service_scoring.cron_score_duty").method_direct_trigger()
        self.assertEqual(seen, ["TOMORROW"])

    def test_as_many_queries_for_many(self):
        def count(number):
            for index in range(number):
                self.employee(f"{number} {index}")
            duty = self.duty(code=f"Q{number}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            entries = self.judge(duty, "2026-03-26")
            self.env.flush_all()
            return len(entries), self.cr.sql_log_count - before

        few, queries = count(2)
        many, more = count(40)
        self.assertGreater(many, few + 30)
        self.assertLess(more - queries, 40)

    # Roles
    def test_roles(self):
        duty = self.duty()
        other = self.employee("Other")
        own, others = self.proof(duty, "2026-03-02"), self.proof(duty, "2026-03-02", other)
        clerk = self.env["service.score.duty.record"].with_user(self.clerk)
        self.assertEqual(clerk.search([("duty_id", "=", duty.id)]), own)
        self.assertTrue(duty.with_user(self.clerk).name)
        with self.assertRaises(AccessError):
            clerk.create({"duty_id": duty.id, "employee_id": self.ann.id, "done_on": "2026-03-03"})
        with self.assertRaises(AccessError):
            own.with_user(self.clerk).note = "Mine"
        officer = others.with_user(self.officer)
        officer.note = "Minutes are in the folder"
        self.assertEqual(officer.search_count([("duty_id", "=", duty.id)]), 2)
        with self.assertRaises(AccessError):
            duty.with_user(self.officer).amount = 2
        with self.assertRaises(AccessError):
            duty.with_user(self.officer).action_check()
        duty.with_user(self.manager).amount = 2
        with freeze_time("2026-03-26 00:30:00"):
            action = duty.with_user(self.manager).action_check()
        self.assertEqual(len(self.entries(duty)), 2)
        self.assertEqual(action["res_model"], "service.score.entry")

    def test_other_companies(self):
        stranger = new_test_user(self.env, "duty_stranger", "service_scoring.group_manager")
        stranger.write({"company_ids": [(4, self.env.ref("base.main_company").id)]})
        stranger.company_id = self.env.ref("base.main_company")
        stranger.company_ids = self.env.ref("base.main_company")
        duty = self.duty()
        proof = self.proof(duty, "2026-03-02")
        for record in (duty, proof):
            with self.assertRaises(AccessError):
                record.with_user(stranger).with_context(allowed_company_ids=stranger.company_id.ids).read()

    def test_nobody_excuses_themselves(self):
        duty = self.duty()
        boss = self.employee("Officer", user_id=self.officer.id)
        proof = self.proof(duty, "2026-03-27", boss)
        excuse = {"is_excused": True, "excuse_reason": "I was busy"}
        with self.assertRaises(UserError):
            proof.with_user(self.officer).write(excuse)
        proof.with_user(self.manager).write(excuse)
        with self.assertRaises(UserError):
            proof.with_user(self.officer).excuse_reason = "Better words"
        with self.assertRaises(UserError):
            proof.with_user(self.officer).unlink()
        with self.assertRaises(UserError):
            self.env["service.score.duty.record"].with_user(self.officer).create(
                {
                    "duty_id": duty.id,
                    "employee_id": boss.id,
                    "period_day": "2026-03-02",
                    "done_on": False,
                    **excuse,
                }
            )

    def test_files_of_others_are_not_taken(self):
        """A file that a colleague has just uploaded belongs to nothing yet: who names its id gets nothing."""
        duty, Attachment = self.duty(), self.env["ir.attachment"]
        own = Attachment.with_user(self.officer).create({"name": "minutes.txt", "raw": b"Minutes"})
        foreign = Attachment.with_user(self.manager).create({"name": "wages.txt", "raw": b"Wages"})
        proofs = self.env["service.score.duty.record"].with_user(self.officer)
        vals = {"duty_id": duty.id, "employee_id": self.ann.id, "done_on": "2026-03-02"}
        proof = proofs.create({**vals, "attachment_ids": own.ids})
        self.assertEqual((own.res_model, own.res_id), (proof._name, proof.id))
        for attach in (
            lambda: proofs.create({**vals, "attachment_ids": foreign.ids}),
            lambda: proof.write({"attachment_ids": [(4, foreign.id)]}),
            lambda: (
                self.env["service.score.entry"]
                .with_user(self.officer)
                .create(
                    {
                        "rule_id": self.rule.id,
                        "employee_id": self.ann.id,
                        "date": "2026-03-02",
                        "evidence_ids": foreign.ids,
                    }
                )
            ),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attach()
        self.assertFalse(foreign.res_id)

    # Erasure
    def test_erasing_an_employee(self):
        """E5: words and files about the duties go; that they were done or excused stays."""
        hr = new_test_user(
            self.env,
            "duty_hr",
            "service_scoring.group_hr,hr.group_hr_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        file = self.env["ir.attachment"].create({"name": "ann.txt", "raw": b"Ann was ill"})
        proof = self.proof(
            self.duty(),
            "2026-03-27",
            note="By Ann",
            is_excused=True,
            excuse_reason="Ann was ill",
            attachment_ids=file.ids,
        )
        self.assertEqual((file.res_model, file.res_id), (proof._name, proof.id))
        self.ann.with_user(hr).action_anonymise_scores()
        self.assertEqual((proof.note, proof.is_excused, proof.quantity), (False, True, 1))
        self.assertNotIn("Ann", proof.excuse_reason)
        self.assertFalse(file.exists())
