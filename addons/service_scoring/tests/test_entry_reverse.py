from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .entry_common import DAY, EntryCase


@tagged("post_install", "-at_install")
class TestEntryReverse(EntryCase):
    """A correction is a counter-entry that points at the original (S2, decisions 15)."""

    def test_a_counter_entry_takes_everything_back_on_the_same_day(self):
        entry = self.confirmed("rude", quantity=2, description="Rude")
        counter = entry.action_reverse("It was somebody else")
        self.assertEqual((entry.state, entry.reversed_by_id), ("reversed", counter))
        self.assertEqual((counter.state, counter.reversal_of_id), ("confirmed", entry))
        self.assertEqual((counter.points, entry.points), (4, -4))
        self.assertEqual((counter.quantity, counter.points_each, counter.employee_id), (2, 2, self.worker))
        self.assertEqual((str(counter.date), str(counter.effective_date)), (DAY, DAY))
        self.assertEqual((counter.reverse_reason, counter.description), ("It was somebody else", False))
        self.assertEqual(counter.confirmed_by_id, self.officer)
        self.assertTrue(counter.note_digest)
        self.assertFalse(counter.is_adjustment)
        self.assertEqual(counter.rule_text, entry.rule_text)
        self.assertNotEqual(counter.name, entry.name)

    def test_the_analysis_counts_nothing_for_both(self):
        entry = self.confirmed("rude")
        entry.action_reverse("A mistake")
        self.confirmed("praise")
        self.env.flush_all()
        ((deducted, rewarded, count),) = (
            self.env["service.score.analysis"]
            .with_user(self.officer)
            ._read_group(
                [("employee_id", "=", self.worker.id)],
                [],
                ["points_deducted:sum", "points_rewarded:sum", "occurrence_count:sum"],
            )
        )
        self.assertEqual((deducted, rewarded, count), (0, 3, 1))

    def test_reversing_twice_or_a_counter_entry_or_a_draft_is_impossible(self):
        entry = self.confirmed()
        counter = entry.action_reverse("A mistake")
        with self.assertRaisesRegex(UserError, "only a confirmed entry"):
            entry.action_reverse("Again")
        with self.assertRaisesRegex(UserError, "takes back another"):
            counter.action_reverse("Again")
        with self.assertRaisesRegex(UserError, "only a confirmed entry"):
            self.entry().action_reverse("Never mind")

    def test_a_reason_is_needed_and_nobody_takes_back_their_own(self):
        entry = self.confirmed()
        with self.assertRaisesRegex(UserError, "reason"):
            entry.action_reverse("")
        own = self.employee_of(self.officer)
        about = self.entry(employee=own, user=self.hr)
        about.with_user(self.hr).action_confirm()
        with self.assertRaisesRegex(UserError, "about themselves"):
            about.with_user(self.officer).action_reverse("I did nothing")
        with self.assertRaises(AccessError):
            entry.with_user(self.user).action_reverse("I did nothing")

    def test_the_dialog_takes_back_several(self):
        entries = self.confirmed() | self.confirmed("rude")
        action = entries.action_open_reverse()
        dialog = self.env["service.score.entry.reason"].with_user(self.officer)
        dialog.with_context(**action["context"]).create({"reason": "A mistake"}).action_apply()
        self.assertEqual(set(entries.mapped("state")), {"reversed"})
        action = self.entry().action_open_reject()
        wizard = dialog.with_context(**action["context"]).create({"reason": "No"})
        wizard.action_apply()
        self.assertEqual(wizard.entry_ids.state, "rejected")

    def test_an_event_that_was_taken_back_can_be_entered_anew_but_not_proposed(self):
        vals = {
            "rule_id": self.rule_of("late").id,
            "employee_id": self.worker.id,
            "date": DAY,
            "source_key": "gate,1",
        }
        entry = self.Entry._propose([vals])
        entry.with_user(self.officer).action_confirm()
        entry.with_user(self.officer).action_reverse("A mistake")
        self.assertFalse(self.Entry._propose([vals]))
