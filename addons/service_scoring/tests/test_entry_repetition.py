from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryRepetition(EntryCase):
    """The second and third time within the rule's window; what follows is proposed, a person decides."""

    def times(self, entries):
        return [(entry.occurrence, entry.points) for entry in entries]

    def test_the_second_and_third_time_in_a_month_cost_more_and_the_next_month_starts_anew(self):
        entries = [
            self.confirmed("again", date=day)
            for day in ("2024-09-01", "2024-09-30", "2024-10-01", "2024-09-15")
        ]
        self.assertEqual(self.times(entries), [(1, -1), (2, -2), (1, -1), (3, -3)])

    def test_several_confirmed_at_once_count_in_the_order_of_their_days(self):
        entries = [self.entry("again", date=day) for day in ("2024-09-03", "2024-09-01", "2024-09-02")]
        self.Entry.concat(*entries).action_confirm()
        self.assertEqual(self.times(entries), [(3, -3), (1, -1), (2, -2)])

    def test_other_people_other_rules_and_what_was_taken_back_do_not_count(self):
        first = self.confirmed("again")
        self.confirmed("again", employee=self.other)
        self.confirmed("late")
        self.entry("again")
        self.assertEqual(self.confirmed("again").occurrence, 2)
        first.action_reverse("A mistake")
        self.assertEqual(self.confirmed("again").occurrence, 2)

    def test_versions_of_the_book_count_together(self):
        self.confirmed("again", date="2024-12-30")
        version = self.house.action_new_version()
        version.write({"valid_from": "2025-01-01", "valid_to": False})
        version.action_activate()
        rule = self.rule_of("again", version)
        self.assertEqual(self.confirmed("again", rule_id=rule.id, date="2025-01-01").occurrence, 1)
        self.assertEqual(self.confirmed("again", date="2024-12-31").occurrence, 2)
        self.assertEqual(self.confirmed("again", rule_id=rule.id, date="2025-01-31").occurrence, 2)

    def test_the_step_proposes_and_says_why(self):
        self.confirmed("again")
        self.assertFalse(self.env["service.score.consequence"].search([("employee_id", "=", self.worker.id)]))
        second = self.confirmed("again")
        proposed = self.env["service.score.consequence"].search([("entry_id", "=", second.id)])
        self.assertEqual((proposed.kind, proposed.state, proposed.occurrence), ("warning", "proposed", 2))
        (said,) = proposed.with_user(self.officer).get_explanation()
        self.assertEqual(said["value"], "Warning")
        self.assertIn({"label": "Looking back", "text": "In a Month"}, said["facts"])

    def dismissal(self):
        entry = [self.confirmed("again") for _time in range(3)][-1]
        return self.env["service.score.consequence"].search([("entry_id", "=", entry.id)])

    def test_hr_decides_on_employment_and_officers_on_the_rest(self):
        dismissal = self.dismissal()
        self.assertEqual(dismissal.kind, "dismissal")
        with self.assertRaisesRegex(AccessError, "Only HR"):
            dismissal.with_user(self.officer).action_approve()
        with self.assertRaisesRegex(UserError, "reason"):
            dismissal.with_user(self.hr).action_reject()
        dismissal.with_user(self.hr).reason = "A first warning is enough"
        dismissal.with_user(self.hr).action_reject()
        self.assertEqual((dismissal.state, dismissal.decided_by_id), ("rejected", self.hr))
        with self.assertRaisesRegex(UserError, "decided already"):
            dismissal.with_user(self.hr).action_approve()
        warning = self.env["service.score.consequence"].search(
            [("employee_id", "=", self.worker.id), ("kind", "=", "warning")]
        )
        warning.with_user(self.officer).action_approve()
        self.assertEqual(warning.state, "approved")

    def test_nobody_decides_for_themselves_or_by_writing(self):
        own = self.employee_of(self.hr)
        for _time in range(2):
            self.confirmed("again", employee=own)
        proposed = self.env["service.score.consequence"].search([("employee_id", "=", own.id)])
        with self.assertRaisesRegex(UserError, "for themselves"):
            proposed.with_user(self.hr).action_approve()
        with self.assertRaisesRegex(UserError, "buttons"):
            proposed.with_user(self.hr).write({"state": "approved"})

    def test_taking_the_entry_back_drops_what_waits_for_a_decision(self):
        dismissal = self.dismissal()
        dismissal.entry_id.with_user(self.officer).action_reverse("A mistake")
        self.assertEqual(dismissal.state, "dropped")

    def test_a_share_of_the_pay_is_withheld_at_the_step_that_says_so(self):
        component = self.env["service.score.pay.component"].search(
            [("company_id", "=", self.company.id), ("kind", "=", "allowance")]
        )
        book = self.env["service.score.rulebook"].create(
            {
                "name": "Twice",
                "code": "twice",
                "company_id": self.company.id,
                "rule_ids": [
                    (
                        0,
                        0,
                        {
                            "code": "twice",
                            "name": "Twice",
                            "kind": "withhold",
                            "withhold_component_id": component.id,
                            "step_window": "ever",
                            "step_ids": [(0, 0, {"occurrence": 2, "withhold_share": 100})],
                        },
                    )
                ],
            }
        )
        book.action_activate()
        first, second = (self.confirmed(rule_id=book.rule_ids.id) for _time in range(2))
        self.assertEqual((first.withhold_share, first.withhold_component_id.id), (0, False))
        self.assertEqual((second.withhold_share, second.withhold_component_id), (100, component))
        self.assertEqual(second.points, 0)
