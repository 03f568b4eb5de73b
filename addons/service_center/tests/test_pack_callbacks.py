from datetime import date, datetime, timedelta

from odoo.tests import freeze_time, tagged

from .pack_order_common import PackOrderCase
from .sla_common import local


def day(text):
    return date.fromisoformat(text)


class PackCallbackCase(PackOrderCase):
    """A company whose callbacks follow a pack that was loaded as it comes."""

    @classmethod
    def register(cls, serial, day, **vals):
        """Items need a term, which packs of callbacks do not bring."""
        if not cls.env["service.warranty.term"].search([("company_id", "=", cls.mall.id)]):
            cls.env["service.warranty.term"].create(
                {
                    "code": "two_years",
                    "name": "Two years",
                    "company_id": cls.mall.id,
                    "cover_ids": [(0, 0, {"kind": "parts", "value": 24, "code": "parts"})],
                }
            )
        return super().register(serial, day, **vals)

    @classmethod
    def plan(cls, code):
        return cls.of("callback.plan", code)

    def assertDates(self, code, anchor, until, expected, step=None):
        """The plan, or one of its steps, calls on these days; days are month-day of one year or whole."""
        plan = self.plan(code)
        found = plan.preview_steps(day(anchor), day(until))
        if step:
            found = [one for one in found if one["step"].code == step]
        self.assertEqual([one["date"].isoformat() for one in found], expected)

    def schedule(self, today, *codes):
        plans = self.env["service.callback.plan"].union(*map(self.plan, codes))
        self.env.flush_all()
        with freeze_time(local(f"{today} 09:00")):
            self.env["service.callback"]._schedule(plans, day(today))
        self.env.flush_all()
        self.env.invalidate_all()

    def prospect(self, name, **vals):
        """A customer since January."""
        customer = self.env["res.partner"].create(
            {"name": name, "phone": "13800138001", "company_id": self.mall.id, **vals}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-01-05 02:00:00' WHERE id = %s", (customer.id,)
        )
        self.env.invalidate_all()
        return customer

    def planned(self, code, **where):
        domain = [
            ("plan_id", "=", self.plan(code).id),
            *((name, "=", value) for name, value in where.items()),
        ]
        return self.env["service.callback"].search(domain, order="due_at, id")

    def sale(self, at="2026-03-02 10:00", **vals):
        """A sale confirmed at a local time."""
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.mall.id,
                "order_line": [(0, 0, {"product_id": self.part.id})],
                **vals,
            }
        )
        with freeze_time(local(at)):
            sale.action_confirm()
        return sale

    def closed(self, at, **vals):
        """A complaint that is closed at a local time."""
        with freeze_time(local(at)):
            complaint = self.complain_of(
                **{
                    "received_at": local(at),
                    "contact_name": "Ms Wang",
                    "contact_phone": "13800138000",
                    **vals,
                }
            )
            complaint.write({"state": "resolved", "resolution": "Repaired."})
            complaint.write({"state": "closed"})
        return complaint


@tagged("post_install", "-at_install")
class TestPackCallbacks(PackCallbackCase):
    """CB from the loaded pack: everybody is called, buyers in their cadence, reports the next working day."""

    pack = "callbacks"

    def test_names(self):
        self.assertNamedInBothLanguages("service.callback.plan", 5)
        self.assertNamedInBothLanguages("service.callback.step", 8)
        self.assertNamedInBothLanguages("service.customer.segment.rule", 5)

    def test_every_complaint_is_called_back_within_24_hours(self):
        """CB-COV-01, CB-CMP-01 [Q-48]: by the hour, and always made."""
        complaint = self.closed("2026-03-06 17:20")
        self.schedule("2026-03-06", "CB-COV-01")
        callback = self.planned("CB-COV-01", res_id=complaint.id)
        self.assertEqual(callback.due_at, local("2026-03-07 17:20"))
        self.assertEqual((callback.due_date, callback.is_duty), (day("2026-03-07"), True))
        self.schedule("2026-03-07", "CB-COV-01")
        self.assertEqual(len(self.planned("CB-COV-01")), 1)
        self.assertEqual(self.plan("CB-COV-01").target_percent, 100)

    def test_who_only_left_a_number_gets_one_contact(self):
        """All of them are called: two cases of one caller are one customer's, an anonymous one nobody's."""
        self.mall.country_id = self.env.ref("base.cn")
        known = self.prospect("Known", phone="+86 139 0000 0777")
        calls = ({"contact_phone": "13900000888"}, {"contact_phone": "139 0000 0888"})
        cases = self.env["service.complaint"].union(
            *(
                self.complain_of(
                    **{"contact_name": "Mr Gao", "received_at": local("2026-03-06 09:00"), **one}
                )
                for one in calls
            ),
            self.complain_of(
                contact_name="Somebody", contact_phone="13900000777", received_at=local("2026-03-06 09:00")
            ),
        )
        self.assertFalse(cases.partner_id)
        cases.write({"state": "resolved", "resolution": "Repaired."})
        cases.write({"state": "closed"})
        first, second, third = cases
        self.assertEqual(first.partner_id, second.partner_id)
        self.assertEqual((first.partner_id.name, third.partner_id), ("Mr Gao", known))

    def test_what_was_history_is_not_called_back(self):
        """Decisions 6."""
        complaint = self.closed("2026-03-06 17:20")
        complaint.sudo().is_history = True
        self.schedule("2026-03-06", "CB-COV-01")
        self.assertFalse(self.planned("CB-COV-01"))

    def test_the_cadence_of_buyers(self):
        """CB-CAD-01: a week, then months from the day of the sale; the 31st is the month's last day."""
        self.assertDates(
            "CB-CAD-01", "2026-03-02", "2026-12-31", ["2026-03-09", "2026-04-02", "2026-06-02", "2026-09-02"]
        )
        self.assertDates(
            "CB-CAD-01", "2026-08-31", "2027-12-31", ["2026-09-07", "2026-09-30", "2026-11-30", "2027-02-28"]
        )
        self.assertDates(
            "CB-CAD-01", "2027-08-31", "2028-12-31", ["2027-09-07", "2027-09-30", "2027-11-30", "2028-02-29"]
        )

    def test_buyers_from_a_sale(self):
        sale = self.sale("2026-03-02 10:00")
        self.schedule("2026-03-02", "CB-CAD-01")
        self.assertEqual(
            self.planned("CB-CAD-01", res_id=sale.id).mapped("due_date"),
            [day("2026-03-09"), day("2026-04-02")],
        )

    def test_key_accounts_only(self):
        """CB-KEY-01: key accounts have their own plan."""
        key, other = self.prospect("Key"), self.prospect("Other", phone="13800138002")
        key.sudo().service_key_choice = "yes"
        self.schedule("2026-03-02", "CB-KEY-01")
        found = self.planned("CB-KEY-01").partner_id
        self.assertIn(key, found)
        self.assertNotIn(other, found)

    def test_whoever_objects_to_a_product_is_visited(self):
        """CB-VISIT-01."""
        about = self.closed("2026-03-06 10:00", product_id=self.part.id)
        self.closed("2026-03-06 11:00")
        self.schedule("2026-03-06", "CB-VISIT-01")
        found = self.planned("CB-VISIT-01")
        self.assertEqual(
            (found.res_id, found.channel, found.due_date), (about.id, "visit", day("2026-03-13"))
        )

    def test_reports_are_reviewed_the_next_working_day(self):
        """CB-REP-01 [Q-49], CB-CAD-02, CB-RATE-01: as the plan says it."""
        plan = self.plan("CB-CAD-01")
        self.assertEqual((plan.review_amount, plan.review_unit), (1, "working_days"))
        self.assertEqual((plan.problem_amount, plan.problem_unit), (1, "calendar_days"))
        self.assertEqual(plan.target_percent, 90)


@tagged("post_install", "-at_install")
class TestPackDecoration(PackCallbackCase):
    """DECO from the loaded pack: stages of a project, warranty, same-day problems, Sunday at five."""

    pack = "decoration"

    def test_stages(self):
        """DECO-STAGE-01 [Q-50]: 7 days after the start, 3 after the middle payment, 7 after the end."""
        sale = self.sale(
            service_started_on="2026-03-01",
            service_middle_paid_on="2026-03-05",
            service_completed_on="2026-03-08",
        )
        self.schedule("2026-03-03", "DECO-STAGE-01")
        self.assertEqual(self.planned("DECO-STAGE-01").mapped("due_date"), [day("2026-03-08")] * 2)
        sale.write({"service_fully_paid_on": "2026-03-12", "service_warranty_given_on": "2026-03-10"})
        self.schedule("2026-03-12", "DECO-STAGE-01")
        end = self.planned("DECO-STAGE-01").filtered(lambda one: one.step_id.code == "DECO-STAGE-01/end")
        self.assertEqual(end.due_date, day("2026-03-19"))

    def test_warranty_callbacks(self):
        """DECO-WAR-01: first year each quarter, second each half-year, then each year; from a fixed day."""
        expected = ["2024-05-29", "2024-08-29", "2024-11-29", "2025-02-28"]
        expected += ["2025-08-29", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]
        self.assertDates("DECO-WAR-01", "2024-02-29", "2029-12-31", expected)
        self.assertDates("DECO-WAR-01", "2024-02-29", "2024-05-28", [])
        self.assertDates("DECO-WAR-01", "2024-02-29", "2024-05-29", ["2024-05-29"])

    def test_an_early_call_does_not_move_the_warranty_rhythm(self):
        """C2: month-based cadences count from the fixed anchor."""
        item = self.register("SN-DECO", "2026-01-15")
        self.schedule("2026-04-01", "DECO-WAR-01")
        first = self.planned("DECO-WAR-01", res_id=item.id)
        self.assertEqual(first.due_date, day("2026-04-15"))
        with freeze_time(local("2026-04-02 10:00")):
            first.action_open()
            first._finish("fine")
        self.schedule("2026-06-20", "DECO-WAR-01")
        self.assertIn(day("2026-07-15"), self.planned("DECO-WAR-01", res_id=item.id).mapped("due_date"))

    def test_forms_by_sunday_at_five(self):
        """DECO-FORM-01 [Q-50]: the Sunday of the same week; after that instant the next one."""
        for done, due in (
            ("2026-03-04 10:00", "2026-03-08 17:00"),
            ("2026-03-08 16:59", "2026-03-08 17:00"),
            ("2026-03-08 17:01", "2026-03-15 17:00"),
        ):
            sale = self.sale(service_started_on="2026-02-25")
            self.schedule("2026-03-04", "DECO-STAGE-01")
            callback = self.planned("DECO-STAGE-01", res_id=sale.id)
            with freeze_time(local(done)):
                callback.action_open()
                callback._finish("fine")
            self.assertEqual(callback.review_due_at, local(due), done)

    def test_problems_are_passed_on_the_same_day(self):
        """DECO-ISSUE-01: until the end of the day on which it was heard."""
        sale = self.sale(service_started_on="2026-02-25")
        self.schedule("2026-03-04", "DECO-STAGE-01")
        callback = self.planned("DECO-STAGE-01", res_id=sale.id)
        with freeze_time(local("2026-03-04 10:00")):
            callback.action_open()
            callback._finish("problem", notes="门关不严")
        self.assertEqual(callback.problem_due_at, local("2026-03-05 00:00") - timedelta(seconds=1))


@tagged("post_install", "-at_install")
class TestPackCustomerGrades(PackCallbackCase):
    """GRADE from the loaded pack: levels at their boundaries, and the interval of each (Q-33)."""

    pack = "customer_grades"

    def graded(self, need, closing, today="2026-01-31"):
        customer = self.env["res.partner"].create({"name": "Prospect", "company_id": self.mall.id})
        with freeze_time(local(f"{today} 10:00")):
            customer.write({"service_need": need, "service_expected_close": closing})
        return customer

    def test_levels(self):
        """GRADE-LVL-01: within one, three and six months, that day included; later and no date are D."""
        for need, closing, grade in (
            ("clear", "2026-01-31", "A"),
            ("clear", "2026-02-28", "A"),
            ("clear", "2026-03-01", "B"),
            ("clear", "2026-04-30", "B"),
            ("clear", "2026-05-01", "C"),
            ("clear", "2026-07-31", "C"),
            ("clear", "2026-08-01", "D"),
            ("clear", False, "D"),
            ("potential", "2026-02-01", "D"),
            ("none", False, "E"),
        ):
            self.assertEqual(self.graded(need, closing).service_grade_id.code, grade, (need, closing))

    def test_intervals(self):
        """GRADE-LOG-01: 1, 7, 15, 30 days and a year after a contact, which grades anew (GRADE-LOG-02)."""
        for need, closing, due in (
            ("clear", "2026-02-20", "2026-02-02"),
            ("clear", "2026-04-01", "2026-02-08"),
            ("clear", "2026-07-01", "2026-02-16"),
            ("potential", False, "2026-03-03"),
            ("none", False, "2027-02-01"),
        ):
            customer = self.graded(need, closing)
            with freeze_time(local("2026-02-01 11:00")):
                customer.with_company(self.mall)._service_contacted(datetime(2026, 2, 1, 3))
            self.assertEqual(customer.service_next_contact_date, day(due), (need, closing))


@tagged("post_install", "-at_install")
class TestPackRealEstate(PackCallbackCase):
    """REALTY-OLD-01 from the loaded pack: congratulation the same day, then by the last contact."""

    pack = "real_estate"

    def test_buyers(self):
        self.assertDates(
            "REALTY-OLD-01", "2026-03-02", "2026-04-10", ["2026-03-02", "2026-03-17", "2026-04-01"]
        )

    def test_an_early_call_moves_the_half_month(self):
        """C2: half-months count from the last contact."""
        sale = self.sale("2026-03-02 10:00")
        self.schedule("2026-03-02", "REALTY-OLD-01")
        first, then = self.planned("REALTY-OLD-01", res_id=sale.id)
        self.assertEqual((first.due_date, first.is_same_day), (day("2026-03-02"), True))
        self.assertEqual(then.due_date, day("2026-03-17"))
        with freeze_time(local("2026-03-05 10:00")):
            first.action_open()
            first._finish("fine")
        self.schedule("2026-03-06", "REALTY-OLD-01")
        self.assertEqual(then.due_date, day("2026-03-20"))


@tagged("post_install", "-at_install")
class TestPackHotelCallbacks(PackCallbackCase):
    """HOTEL-CUS-02, HOTEL-GST-01 and HOTEL-CUS-03 from the loaded pack."""

    pack = "hotel"

    def test_within_twelve_hours_of_check_in(self):
        sale = self.sale(commitment_date=local("2026-03-05 14:00"), user_id=self.user.id)
        self.schedule("2026-03-05", "HOTEL-GST-01")
        callback = self.planned("HOTEL-GST-01", res_id=sale.id)
        self.assertEqual((callback.due_at, callback.channel), (local("2026-03-06 02:00"), "visit"))
        self.assertEqual(callback.user_id, self.user)

    def test_at_most_a_month_between_contacts(self):
        """HOTEL-CUS-02: of customers who have a salesperson; a month after 31 January is 28 February."""
        customer = self.prospect("Ms Li", user_id=self.user.id)
        customer.with_company(self.mall)._service_contacted(datetime(2026, 1, 31, 3))
        self.schedule("2026-02-10", "HOTEL-CUS-02")
        self.assertEqual(self.planned("HOTEL-CUS-02", partner_id=customer.id).due_date, day("2026-02-28"))
        self.assertFalse(self.planned("HOTEL-CUS-02", partner_id=self.customer.id))

    def test_a_longer_gap_that_was_justified(self):
        """HOTEL-CUS-02: the contact waits until the day that somebody gave a reason for, planned or not."""
        customer = self.prospect("Ms Li", user_id=self.user.id)
        customer.with_company(self.mall)._service_contacted(datetime(2026, 1, 31, 3))
        self.schedule("2026-02-10", "HOTEL-CUS-02")
        callback = self.planned("HOTEL-CUS-02", partner_id=customer.id)
        customer.write({"service_gap_until": day("2026-03-10"), "service_gap_reason": "Abroad"})
        self.schedule("2026-02-11", "HOTEL-CUS-02")
        self.assertEqual(callback.due_date, day("2026-03-10"))
        self.schedule("2026-03-10", "HOTEL-CUS-02")
        self.assertEqual(self.planned("HOTEL-CUS-02", partner_id=customer.id), callback)
        self.assertEqual(callback.due_date, day("2026-03-10"))
        customer.write({"service_gap_until": False, "service_gap_reason": False})
        self.schedule("2026-02-12", "HOTEL-CUS-02")
        self.assertEqual(callback.due_date, day("2026-02-28"))

    def test_some_contacts_are_checked_again(self):
        """HOTEL-CUS-03."""
        self.assertEqual(self.plan("HOTEL-CUS-02").recheck_percent, 10)


@tagged("post_install", "-at_install")
class TestPackCarDealer(PackCallbackCase):
    """DEALER-LOST-01 and DEALER-CB-03 from the loaded pack."""

    pack = "car_dealer"

    def test_all_others_come_last_when_packs_meet(self):
        """The first rule decides: those of another pack still come before all others."""
        self.env["service.policy.pack"].load_pack("callbacks", self.mall)
        rules = self.env["service.customer.segment.rule"].search([("company_id", "=", self.mall.id)])
        found = rules.mapped("segment")
        self.assertIn("high_value", found)
        self.assertEqual(found[-2:], ["ordinary"] * 2)
        self.assertNotIn("ordinary", found[:-2])

    def test_lost_owners_are_called(self):
        lost = self.prospect("Lost")
        lost.sudo().service_segment = "lost"
        self.schedule("2026-03-02", "DEALER-LOST-01")
        self.assertEqual(self.planned("DEALER-LOST-01").partner_id, lost)

    def test_very_satisfied_owners_are_invited_each_month(self):
        happy = self.prospect("Happy")
        with freeze_time(local("2026-03-03 10:00")):
            callback = self.env["service.callback"].create(
                {"partner_id": happy.id, "company_id": self.mall.id, "due_date": "2026-03-03"}
            )
            callback.action_open()
            callback._finish("fine", satisfaction="5")
        self.schedule("2026-03-04", "DEALER-CB-03")
        found = self.planned("DEALER-CB-03", partner_id=happy.id)
        self.assertEqual(found.due_date, day("2026-04-03"))


@tagged("post_install", "-at_install")
class TestPackTravel(PackCallbackCase):
    """TRAVEL-SURV-01, EQM-SVC-05 and CSD-CB-01 as their packs say them."""

    pack = "travel"

    def test_evaluation_at_the_end(self):
        sale = self.sale(commitment_date=local("2026-03-05 18:00"))
        self.customer.email = "traveller@example.com"
        self.schedule("2026-03-05", "TRAVEL-SURV-01")
        callback = self.planned("TRAVEL-SURV-01", res_id=sale.id)
        self.assertEqual((callback.channel, callback.due_date), ("questionnaire", day("2026-03-05")))
        survey = callback.survey_id or callback.plan_id.survey_id
        self.assertEqual(survey.service_code, "trip")
        four = survey.question_ids.filtered(lambda one: one.title == "Food").suggested_answer_ids
        self.assertEqual(four.mapped("answer_score"), [4, 3, 2, 1])

    def test_equipment_every_half_year(self):
        self.packs.with_user(self.manager).load_pack("equipment_maker", self.mall)
        plan = self.of("callback.plan", "EQM-SVC-05", "equipment_maker")
        self.assertEqual(
            plan.preview(day("2026-08-31"), day("2027-12-31")), [day("2027-02-28"), day("2027-08-31")]
        )

    def test_service_items_are_scored_from_1_to_5(self):
        """CSD-CB-01 [Q-23]."""
        self.packs.with_user(self.manager).load_pack("customer_service", self.mall)
        plan = self.of("callback.plan", "CSD-CB-01b", "customer_service")
        scales = plan.survey_id.question_ids.filtered(lambda one: one.question_type == "scale")
        self.assertEqual({(one.scale_min, one.scale_max) for one in scales}, {(1, 5)})
        self.assertEqual(plan.target_percent, 100)
