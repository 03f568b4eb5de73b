from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .source_common import SourceCase, local


@tagged("post_install", "-at_install")
class TestSourceComplaint(SourceCase):
    """Persons about whom a complaint is rightly."""

    def test_only_confirmed_persons_are_proposed(self):
        rule = self.book({"source": "complaint_person"})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang, self.li)
        self.assertFalse(self.propose("complaint_person"))
        zhang, li = complaint.person_ids
        with freeze_time(local("2026-03-12 10:00")):
            zhang.write({"finding": "confirmed", "involvement": "responsible", "share": 70})
            li.finding = "cleared"
        entry = self.propose("complaint_person")
        self.assertRecordValues(
            entry,
            [
                {
                    "rule_id": rule.id,
                    "employee_id": self.zhang.id,
                    "state": "draft",
                    "date": date(2026, 3, 10),
                    "points": -2,
                    "source": "complaint_person",
                    "res_model": "service.complaint",
                    "res_id": complaint.id,
                    "source_key": f"service.complaint,{complaint.id},person,{self.zhang.id}",
                }
            ],
        )
        facts = entry.explanation["source"]["facts"]
        self.assertEqual(facts, {"complaint": complaint.name, "involvement": "responsible", "share": 70})
        self.assertIn("Responsible", str(entry.get_explanation()))

    def test_again_and_after_a_rejection_nothing_new(self):
        self.book({"source": "complaint_person"})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang)
        self.find(complaint)
        entry = self.propose("complaint_person")
        self.assertFalse(self.propose("complaint_person"))
        entry.with_user(self.score_officer).action_reject("Settled by the team leader.")
        self.assertFalse(self.propose("complaint_person", "2026-03-21 09:00"))

    def test_a_finding_that_is_taken_back_withdraws_the_proposal(self):
        self.book({"source": "complaint_person"})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang)
        self.find(complaint)
        entry = self.propose("complaint_person")
        self.find(complaint, "cleared")
        self.assertFalse(self.propose("complaint_person"))
        self.assertEqual(entry.state, "rejected")
        self.find(complaint)
        again = self.propose("complaint_person")
        self.assertEqual((again.employee_id, again.state), (self.zhang, "draft"))

    def test_what_was_confirmed_stays(self):
        self.book({"source": "complaint_person"})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang)
        self.find(complaint)
        entry = self.propose("complaint_person")
        entry.with_user(self.score_officer).action_confirm()
        self.find(complaint, "cleared")
        self.propose("complaint_person")
        self.assertEqual(entry.state, "confirmed")
        complaint.unlink()
        self.propose("complaint_person")
        self.assertEqual(entry.state, "confirmed")

    def test_a_deleted_complaint_withdraws_the_proposal(self):
        self.book({"source": "complaint_person"})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang)
        self.find(complaint)
        entry = self.propose("complaint_person")
        complaint.unlink()
        self.propose("complaint_person")
        self.assertEqual(entry.state, "rejected")

    def test_old_proposals_are_still_looked_after(self):
        self.book({"source": "complaint_person"})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang)
        self.find(complaint)
        entry = self.propose("complaint_person")
        self.propose("complaint_person", "2026-09-20 09:00")
        self.assertEqual(entry.state, "draft")
        self.find(complaint, "pending", "2026-09-21 09:00")
        self.propose("complaint_person", "2026-09-21 10:00")
        self.assertEqual(entry.state, "rejected")

    def test_what_was_found_out_long_ago_is_not_proposed(self):
        self.book({"source": "complaint_person"})
        self.find(self.complain_at("2026-03-10 10:00", self.zhang))
        self.assertFalse(self.propose("complaint_person", "2026-06-01 09:00"))

    def test_history_merged_and_cancelled_never_score(self):
        """Decisions 6."""
        self.book({"source": "complaint_person"}, {"source": "complaint_twice"})
        history = self.complain_at("2026-03-10 10:00", self.zhang, is_history=True)
        cancelled = self.complain_at("2026-03-11 10:00", self.zhang)
        for complaint in (history, cancelled):
            self.find(complaint)
        cancelled.action_cancel()
        self.assertFalse(self.propose("complaint_person"))
        self.assertFalse(self.propose("complaint_twice"))

    def test_conditions_of_the_rule(self):
        chief, others = self.book(
            {"source": "complaint_person", "source_domain": "[('involvement', '=', 'responsible')]"},
            {
                "source": "complaint_person",
                "source_domain": f"[('complaint_id.category_id', 'child_of', {self.category.id})]",
            },
        )
        complaint = self.complain_at("2026-03-10 10:00", self.zhang, category_id=self.category.id)
        self.find(complaint)
        self.assertEqual(self.propose("complaint_person").rule_id, others)
        self.find(complaint, involvement="responsible")
        self.assertEqual(self.propose("complaint_person").rule_id, chief)

    def test_several_rules_are_one_act(self):
        first, second = self.book({"source": "complaint_person"}, {"source": "complaint_person"})
        self.find(self.complain_at("2026-03-10 10:00", self.zhang))
        entries = self.propose("complaint_person")
        self.assertEqual(entries.rule_id, first | second)
        self.assertEqual(len({entry._get_act() for entry in entries}), 1)

    def test_a_book_that_was_not_in_force_on_the_day(self):
        self.book({"source": "complaint_person"}, valid_from="2026-03-11", valid_to="2026-03-12")
        for day in ("10", "11", "12", "13"):
            self.find(self.complain_at(f"2026-03-{day} 23:30", self.zhang))
        entries = self.propose("complaint_person")
        self.assertEqual(set(entries.mapped("date")), {date(2026, 3, 11), date(2026, 3, 12)})

    def test_a_draft_book_proposes_nothing(self):
        book = self.env["service.score.rulebook"].create({"name": "Draft", "code": "DRAFT"})
        self.env["service.score.rule"].create(
            {"rulebook_id": book.id, "code": "D", "name": "D", "points": 1, "source": "complaint_person"}
        )
        self.find(self.complain_at("2026-03-10 10:00", self.zhang))
        self.assertFalse(self.propose("complaint_person"))
        self.assertNotIn((self.company, "complaint_person"), self.Source._get_work())

    def test_a_site_carries_the_score(self):
        self.book({"source": "complaint_person"}, carrier="site")
        at_site = self.complain_at("2026-03-10 10:00", self.zhang, site_id=self.site.id)
        nowhere = self.complain_at("2026-03-10 10:00", self.zhang)
        self.find(at_site)
        self.find(nowhere)
        entry = self.propose("complaint_person")
        self.assertEqual((entry.site_id, entry.res_id), (self.site, at_site.id))
        self.assertFalse(self.propose("complaint_person"))

    def test_a_condition_that_nobody_can_read_is_refused(self):
        for domain in ("[('nothing', '=', 1)]", "[('finding'", "rubbish", "[1, 2]"):
            with self.assertRaises(ValidationError, msg=domain), self.cr.savepoint():
                self.book({"source": "complaint_person", "source_domain": domain}, code="WRONG")

    # MALL-TWICE
    def test_twice_in_a_month(self):
        """MALL-TWICE-01, Q-31: once a month, however many there are; the facts have to be confirmed."""
        rule = self.book({"source": "complaint_twice"})
        first, second, third = (
            self.complain_at(f"2026-03-{day} 10:00", self.zhang) for day in ("01", "31", "15")
        )
        self.find(first, at="2026-04-01 10:00")
        self.assertFalse(self.propose("complaint_twice", "2026-04-02 09:00"))
        self.find(second, at="2026-04-02 10:00")
        entry = self.propose("complaint_twice", "2026-04-02 11:00")
        self.assertRecordValues(
            entry,
            [
                {
                    "rule_id": rule.id,
                    "employee_id": self.zhang.id,
                    "date": date(2026, 3, 31),
                    "res_id": second.id,
                    "source_key": "complaint_twice,2026-03-01",
                }
            ],
        )
        self.assertEqual(entry.explanation["source"]["facts"]["complaints"], [first.name, second.name])
        self.find(third, at="2026-04-03 10:00")
        self.assertFalse(self.propose("complaint_twice", "2026-04-03 11:00"))
        self.assertEqual(len(entry.explanation["source"]["facts"]["complaints"]), 3)
        self.find(second, "cleared", "2026-04-04 10:00")
        self.propose("complaint_twice", "2026-04-04 11:00")
        self.assertEqual(entry.state, "draft")
        self.find(third, "cleared", "2026-04-05 10:00")
        self.propose("complaint_twice", "2026-04-05 11:00")
        self.assertEqual(entry.state, "rejected")

    def test_twice_is_also_found_out_late(self):
        """Of a month long ago, where the facts were confirmed only now; not of what was known long ago."""
        self.book({"source": "complaint_twice"})
        for day in ("05", "20"):
            late = self.complain_at(f"2026-01-{day} 10:00", self.zhang)
            self.find(late, at="2026-04-10 10:00" if day == "20" else "2026-01-30 10:00")
            self.find(self.complain_at(f"2026-01-{day} 10:00", self.li), at="2026-01-30 10:00")
        entry = self.propose("complaint_twice", "2026-04-11 10:00")
        self.assertRecordValues(entry, [{"employee_id": self.zhang.id, "date": date(2026, 1, 20)}])
        self.propose("complaint_twice", "2026-09-11 10:00")
        self.assertEqual(entry.state, "draft")

    def test_twice_counts_what_the_conditions_are_about(self):
        rule, chief = self.book(
            {"source": "complaint_twice"},
            {"source": "complaint_twice", "source_domain": "[('involvement', '=', 'responsible')]"},
        )
        for day, involvement in (("01", "responsible"), ("02", "involved"), ("03", "responsible")):
            complaint = self.complain_at(f"2026-03-{day} 10:00", self.zhang, self.li)
            self.find(complaint)
            complaint.person_ids.filtered(lambda one: one.employee_id == self.zhang).involvement = involvement
        complaint.person_ids.filtered(lambda one: one.employee_id == self.li).involvement = "responsible"
        entries = self.propose("complaint_twice")
        self.assertEqual(
            {(entry.rule_id, entry.employee_id) for entry in entries},
            {(rule, self.zhang), (rule, self.li), (chief, self.zhang)},
        )
        of_chief = entries.filtered(lambda one: one.rule_id == chief)
        self.assertEqual(len(of_chief.explanation["source"]["facts"]["complaints"]), 2)

    def test_months_are_the_companys(self):
        """23:59:59 of the last day and 0:00 of the first are two months in Shanghai."""
        self.book({"source": "complaint_twice"})
        self.find(self.complain_at("2026-02-28 23:59", self.zhang))
        self.find(self.complain_at("2026-03-01 00:00", self.zhang))
        self.assertFalse(self.propose("complaint_twice"))
        self.find(self.complain_at("2026-03-31 23:59", self.zhang), at="2026-04-01 10:00")
        self.assertEqual(self.propose("complaint_twice", "2026-04-01 11:00").date, date(2026, 3, 31))

    def test_as_many_queries_for_many(self):
        self.book({"source": "complaint_person"})

        def count(number):
            for _index in range(number):
                self.find(self.complain_at("2026-03-10 10:00", self.zhang))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            entries = self.propose("complaint_person")
            self.env.flush_all()
            return len(entries), self.cr.sql_log_count - before

        self.assertEqual(count(2)[0], 2)
        few, many = count(2), count(30)
        self.assertEqual((few[0], many[0]), (2, 30))
        self.assertLess(many[1], few[1] + 10)

    def test_who_judged_the_complaint_decides_no_appeal(self):
        """Handlers and finders of all complaints that an entry sums up had a part in the case."""
        judge, outside, handler = (
            new_test_user(self.env, f"complaint_{who}", "service_center.group_manager")
            for who in ("judge", "outside", "handler")
        )
        self.book({"source": "complaint_twice"})
        handled = self.complain_at("2026-03-09 10:00", self.zhang, user_id=handler.id)
        for complaint in (handled, self.complain_at("2026-03-10 10:00", self.zhang)):
            with freeze_time(local("2026-03-12 10:00")):
                complaint.person_ids.with_user(judge).finding = "confirmed"
        involved = self.propose("complaint_twice")._get_involved_users()
        self.assertLessEqual(judge | handler, involved)
        self.assertNotIn(outside, involved)
