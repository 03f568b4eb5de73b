from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from .sheet_common import JUNE, SheetCase


@tagged("post_install", "-at_install")
class TestSheetCheck(SheetCase):
    def found(self):
        sheets = self.env["service.score.sheet"].sudo()
        return [
            (one["remedy"], one["res_id"])
            for one in sheets._check_sheets()
            if one["company_id"] == self.company.id
        ]

    def test_sheets_that_are_right(self):
        wrong = self.enter("point", 5)
        self.enter("plus", 2)
        self.close(self.make())
        wrong.with_user(self.officer).action_reverse("Mistaken")
        self.close(self.make(day=JUNE.replace(month=7)))
        self.assertEqual(self.found(), [])

    def test_lines_that_were_changed_or_deleted_in_the_database(self):
        entry = self.enter("point", 5)
        self.enter("plus", 2)
        sheet = self.close(self.make())
        line = sheet.line_ids.filtered(lambda one: one.entry_id == entry)
        append_only.unprotect(self.env, "service_score_sheet_line")  # as who may do anything there could
        self.env.cr.execute(
            SQL("UPDATE service_score_sheet_line SET applied_points = -4 WHERE id = %s", line.id)
        )
        self.assertEqual(self.found(), [("score_sheet_sum", sheet.id)])
        self.env.cr.execute(SQL("DELETE FROM service_score_sheet_line WHERE id = %s", line.id))
        self.assertEqual(self.found(), [("score_sheet_sum", sheet.id), ("score_sheet_entry", entry.id)])
