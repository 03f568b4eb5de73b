from odoo.tests import tagged

from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryPeriod(EntryCase):
    """A late entry or correction counts in the next period without a confirmed sheet (decisions 15)."""

    def close(self, day, employee=None):
        sheets = self.house.generate_sheets(day, employees=employee or self.worker)
        sheets.with_user(self.hr).action_confirm()
        return sheets

    def test_an_entry_of_a_closed_month_counts_in_the_next_open_one(self):
        self.confirmed(date="2024-09-10")
        self.close("2024-09-30")
        self.close("2024-10-15")
        late = self.confirmed(date="2024-09-30")
        self.assertEqual((str(late.date), str(late.effective_date)), ("2024-09-30", "2024-11-01"))
        self.assertTrue(late.is_adjustment)
        facts = {fact["label"] for fact in late.get_explanation()[0]["facts"]}
        self.assertIn("Its period was closed: counts on", facts)
        open_one = self.confirmed(date="2024-11-01")
        self.assertFalse(open_one.is_adjustment)
        before = self.confirmed(date="2024-08-31")
        self.assertEqual(str(before.effective_date), "2024-08-31")

    def test_other_people_are_not_closed(self):
        self.confirmed(date="2024-09-10")
        self.close("2024-09-30")
        other = self.confirmed(employee=self.other, date="2024-09-10")
        self.assertFalse(other.is_adjustment)

    def test_a_correction_keeps_its_month_while_that_is_open(self):
        entry = self.confirmed(date="2024-09-10")
        first = self.confirmed(date="2024-09-11")
        self.assertEqual(str(entry.action_reverse("A mistake").effective_date), "2024-09-10")
        self.close("2024-09-30")
        counter = first.action_reverse("A mistake")
        self.assertEqual((str(counter.date), str(counter.effective_date)), ("2024-09-11", "2024-10-01"))
        self.assertTrue(counter.is_adjustment)

    def test_confirming_an_entry_writes_the_row_that_confirming_a_sheet_writes(self):
        self.confirmed()
        account = self.env["service.score.account"].search(
            [("employee_id", "=", self.worker.id), ("rulebook_code", "=", "house")]
        )
        before = account.version
        self.close("2024-09-30")
        account.invalidate_recordset()
        self.assertGreater(account.version, before)
