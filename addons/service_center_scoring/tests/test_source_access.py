from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .source_common import SourceCase, local


@tagged("post_install", "-at_install")
class TestSourceAccess(SourceCase):
    """Roles of scoring and of the service center are apart; crons, counts and erasure."""

    def proposed(self, rule=None, **vals):
        self.book({"source": "complaint_person", **(rule or {})})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang, **vals)
        self.find(complaint)
        return complaint, self.propose("complaint_person")

    def test_officers_of_scoring_need_no_rights_in_the_service_center(self):
        complaint, entry = self.proposed()
        with self.assertRaises(AccessError):
            complaint.with_user(self.score_officer).read(["name"])
        officer = entry.with_user(self.score_officer)
        self.assertTrue(officer.display_name)
        self.assertIn(complaint.name, str(officer.get_explanation()))
        officer.action_confirm()
        self.assertEqual(entry.state, "confirmed")

    def test_people_of_the_service_center_see_no_scores_of_others(self):
        complaint, entry = self.proposed()
        self.assertEqual(complaint.with_user(self.officer).score_entry_count, 0)
        self.assertFalse(
            self.Entry.with_user(self.officer).search(
                complaint.with_user(self.officer)._get_score_entry_domain()
            )
        )
        both = self.score_officer
        both.group_ids += self.env.ref("service_center.group_officer")
        seen = complaint.with_user(both)
        self.assertEqual(seen.score_entry_count, 1)
        action = seen.action_score_entries()
        self.assertEqual(self.Entry.with_user(both).search(action["domain"]), entry)

    def test_counts_of_many_in_one_query(self):
        complaint, _entry = self.proposed()
        others = complaint
        for _number in range(20):
            others |= self.complain()
        self.env.flush_all()
        self.env.invalidate_all()
        self.Entry.has_access("read")
        with self.assertQueryCount(3):
            self.assertEqual(sum(others.mapped("score_entry_count")), 1)

    def test_the_cron_goes_on_after_a_failure(self):
        self.book({"source": "complaint_person"}, {"source": "callback_praise", "kind": "reward"})
        complaint = self.complain_at("2026-03-10 10:00", self.zhang)
        self.find(complaint)
        Source = type(self.Source)

        def fail(source, company, since):
            raise ValueError("broken")

        with (
            patch.object(Source, "_find_callback_praise", fail),
            freeze_time(local("2026-03-20 09:00")),
            mute_logger("odoo.addons.service_center_scoring.models.service_score_source"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("service_center_scoring.cron_score_source").method_direct_trigger()
        self.env.invalidate_all()
        entry = self.Entry.search([("res_model", "=", complaint._name), ("res_id", "=", complaint.id)])
        self.assertEqual(entry.employee_id, self.zhang)

    def test_the_cron_goes_on_where_it_stopped(self):
        rule, _other = self.book({"source": "complaint_person"}, {"source": "callback_bad"})
        now, hour = local("2026-03-20 09:00"), timedelta(hours=1)

        def work(*args):
            return [source for company, source in self.Source._get_work(*args) if company == self.company]

        self.assertEqual(set(work()), {"complaint_person", "callback_bad"})
        for source, at in (("complaint_person", now - hour), ("callback_bad", now)):
            with freeze_time(at):
                self.Source._keep_looked_at(self.company, source)
        self.assertEqual(work(), ["complaint_person", "callback_bad"])
        self.assertEqual(work(now), ["complaint_person"])
        with freeze_time(now + hour), self.enter_registry_test_mode():
            self.env.ref("service_center_scoring.cron_score_source").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(rule.looked_at, now + hour)
        self.assertFalse(work(now + hour))
        self.assertEqual(rule.rulebook_id.state, "active")

    def test_one_that_cannot_be_entered_does_not_stop_the_others(self):
        """An employee who works for another company by now has no score in this one."""
        self.book({"source": "complaint_person"})
        people = self.zhang | self.li | self.env["hr.employee"].create([{"name": "Wang"}, {"name": "Zhao"}])
        self.find(self.complain_at("2026-03-10 10:00", *people))
        self.env.flush_all()
        self.li.company_id = self.env["res.company"].create({"name": "Branch"})
        with self.assertLogs("odoo.addons.service_scoring.models.service_score_entry_source") as logs:
            entries = self.propose("complaint_person")
        self.assertEqual(entries.employee_id, people - self.li)
        self.assertEqual(len(logs.output), 1)
        self.assertIn(f"person,{self.li.id}", logs.output[0])

    def test_erasing_who_complained_leaves_the_entry(self):
        """E5: no text of the entry names them; the ledger still verifies."""
        complaint, entry = self.proposed(
            rule={"step_ids": [(0, 0, {"occurrence": 1, "consequence": "warning"})]},
            contact_name="Zhuge Kongming",
        )
        entry.with_user(self.score_officer).description = "Kongming waited; Zhuge Kongming was angry."
        with freeze_time(local("2026-03-20 10:00")):
            entry.with_user(self.score_officer).action_confirm()
        entry.action_seal()
        warning = self.env["service.score.consequence"].search([("entry_id", "=", entry.id)])
        warning.reason = "Zhuge Kongming was shouted at"
        sheet = entry.rulebook_id.generate_sheets(entry.date, self.zhang)
        sheet.with_user(self.score_officer).action_publish()
        sheet._take_answer("disputed", "It was Zhuge Kongming who shouted", "screen")
        with freeze_time(local("2026-03-13 10:00")):
            complaint.write({"resolution": "New shoes"})
            complaint.action_resolve()
            complaint.action_close()
            complaint.with_user(self.manager)._anonymise()
        self.env.invalidate_all()
        self.assertFalse(entry.description)
        self.assertNotIn("Kongming", warning.reason)
        self.assertIn("shouted at", warning.reason)
        self.assertNotIn("Kongming", sheet.answer_ids.text)
        self.assertEqual((sheet.answer, sheet.answer_ids.answer), ("disputed", "disputed"))
        self.assertEqual(entry.state, "confirmed")
        self.assertFalse(list(self.Entry._verify_seals(self.company)))
