import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import SQL

from .inspection_common import DAY, InspectionCase

PIXEL = base64.b64encode(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")


@tagged("post_install", "-at_install")
class TestInspection(InspectionCase):
    """An inspection from plan to confirmed entries (CU-SUP-01, CU-SUP-02, CU-SCORE-02)."""

    def test_beginning_makes_the_items_of_the_version_in_force(self):
        inspection = self.plan()
        self.assertFalse(inspection.line_ids)
        action = inspection.with_user(self.inspector).action_start()
        self.assertEqual(action["domain"], [("inspection_id", "=", inspection.id)])
        self.assertEqual((inspection.state, inspection.rulebook_id), ("running", self.units))
        self.assertEqual(inspection.line_ids.rule_id.mapped("code"), ["clean", "polite", "order"])
        self.assertEqual(set(inspection.line_ids.mapped("result")), {"open"})
        self.assertEqual((inspection.open_count, inspection.progress), (3, 0))
        self.assertTrue(inspection.started_at)
        with self.assertRaisesRegex(UserError, "is “Inspecting”"):
            inspection.action_start()

    def test_the_day_is_when_it_takes_place_or_that_of_a_paper(self):
        later = self.begin()
        self.assertEqual(str(later.date), DAY)
        with freeze_time("2024-09-10 02:00"):
            early, late = self.plan(date="2024-09-20"), self.plan(date="2024-09-11")
            self.cr.execute(
                SQL(
                    "UPDATE service_score_inspection SET create_date = %s WHERE id IN %s",
                    "2024-09-10 02:00",
                    (early.id, late.id),
                )
            )
            (early | late).invalidate_recordset()
            early.with_user(self.inspector).action_start()
        with freeze_time("2024-09-12 02:00"):
            late.with_user(self.inspector).action_start()
        self.assertEqual((str(early.date), str(late.date)), ("2024-09-10", "2024-09-12"))

    def test_what_beginning_needs(self):
        with self.assertRaisesRegex(UserError, "was in force"):
            self.begin(date="2023-12-31")
        with self.assertRaisesRegex(UserError, "choose the unit"):
            site = self.env["service.site"].create({"name": "Hall", "company_id": self.company.id})
            self.begin(department_id=False, site_id=site.id)
        empty = self.checklist.copy({"item_ids": False})
        with self.assertRaisesRegex(UserError, "is empty"):
            self.begin(checklist_id=empty.id)
        version = self.units.action_new_version()
        version.rule_ids.filtered(lambda rule: rule.code == "order").unlink()
        version.write({"valid_from": "2025-01-01", "valid_to": "2025-12-31"})
        version.action_activate()
        with self.assertRaisesRegex(UserError, "does not have: order"):
            self.begin(date="2025-03-01")
        with self.assertRaisesRegex(ValidationError, "Choose the unit or the site"):
            self.plan(department_id=False)
        with self.assertRaisesRegex(ValidationError, "has no clause “smile”"):
            self.checklist.item_ids[0].rule_code = "smile"
        with self.assertRaisesRegex(ValidationError, "no rule book with the code"):
            self.checklist.rulebook_code = "nothing"

    def test_on_the_spot(self):
        """One touch an item; what was entered is there at once, and counts at once."""
        inspection = self.begin()
        clean, polite, order = inspection.line_ids
        clean.action_ok()
        order.action_not_applicable()
        action = polite.action_finding()
        self.assertEqual((action["res_id"], action["target"], polite.result), (polite.id, "new", "finding"))
        with Form(polite, action["views"][0][0]) as form:
            form.count = 3
            form.note = "Shouted at a guest"
            with form.person_ids.new() as person:
                person.employee_id = self.worker
                person.times = 2
        self.assertEqual((polite.points, polite.person_ids.times), (-1.5, 2))
        self.assertRecordValues(
            inspection,
            [{"points": -1.5, "score": 98.5, "open_count": 0, "progress": 100, "finding_count": 1}],
        )
        polite.multiplier_ids = polite.rule_id.multiplier_ids
        self.assertEqual((polite.points, inspection.score), (-3, 97))
        polite.action_ok()
        self.assertEqual((inspection.points, inspection.score), (0, 100))

    def test_findings_become_entries_of_the_unit_and_of_the_persons(self):
        """CU-SCORE-02: the unit's score and the persons' tally come from the same entries."""
        inspection = self.submitted(
            clean={"count": 4, "note": "Behind the stove"},
            polite={"count": 4, "person_ids": self.named((self.worker, 2), (self.other, 1))},
        )
        self.assertEqual(inspection.state, "submitted")
        found = self.entries(inspection).sorted(lambda entry: (entry.rule_code, entry.employee_id.name or ""))
        self.assertEqual(
            found.mapped(lambda one: (one.rule_code, one.employee_id.id, one.quantity, one.points)),
            [
                ("clean", False, 4, -0.8),
                ("polite", False, 1, -0.5),
                ("polite", self.other.id, 1, -0.5),
                ("polite", self.worker.id, 2, -1),
            ],
        )
        self.assertEqual(found.department_id, self.kitchen)
        self.assertEqual(set(found.mapped("state")), {"draft"})
        self.assertEqual(set(found.mapped("source")), {"inspection"})
        self.assertEqual(found.reported_by_id, self.inspector)
        self.assertEqual(sum(found.mapped("points")), inspection.points)
        self.assertIn("Behind the stove", found[0].description)
        self.assertIn("An inspection found it.", str(found[0].get_explanation()))
        self.assertEqual(inspection.action_confirm(), True)
        self.assertEqual((inspection.state, set(found.mapped("state"))), ("confirmed", {"confirmed"}))
        self.assertEqual(inspection.confirmed_by_id, self.officer)

    def test_somebody_of_another_unit_counts_for_the_inspected_one(self):
        guest = self.env["hr.employee"].create(
            {"name": "Guest", "company_id": self.company.id, "department_id": self.hall.id}
        )
        entry = self.entries(self.submitted(polite={"person_ids": self.named((guest, 1))}))
        self.assertEqual((entry.employee_id, entry.department_id), (guest, self.kitchen))
        entry.action_confirm()
        self.assertEqual(entry._get_account_key().carrier_id, self.kitchen.id)

    def test_photos_are_evidence_that_stays(self):
        inspection = self.begin()
        photo = self.env["ir.attachment"].with_user(self.inspector)
        photo = photo.create({"name": "floor.gif", "datas": PIXEL})
        self.submitted(inspection, clean={"photo_ids": [Command.link(photo.id)]})
        self.assertEqual(
            (photo.res_model, photo.res_id), (inspection.line_ids._name, inspection.line_ids[0].id)
        )
        entry = self.entries(inspection)
        evidence = entry.evidence_ids
        self.assertNotEqual(evidence, photo)
        self.assertEqual((evidence.res_model, evidence.res_id), (entry._name, entry.id))
        self.assertEqual(evidence.checksum, photo.checksum)

    def test_what_cannot_be_submitted(self):
        inspection = self.begin()
        with self.assertRaisesRegex(UserError, "3 items were not looked at"):
            inspection.action_submit()
        for message, found in {
            "3 times are named for persons, but only 2": {
                "polite": {"count": 2, "person_ids": self.named((self.worker, 3))}
            },
            "more points than the least need a reason": {"order": {"points_each": 0.51}},
            "at least 0.5": {"order": {"points_each": 0.49}},
            "belongs to another rule book": {"clean": {"rule_id": self.rule_of("late").id}},
        }.items():
            with self.assertRaisesRegex(UserError, message), self.cr.savepoint():
                self.submitted(inspection, **found)
        self.assertEqual((inspection.state, len(self.entries(inspection))), ("running", 0))
        self.submitted(inspection, order={"points_each": 0.51, "points_reason": "Third time"})
        self.assertEqual(self.entries(inspection).points, -0.51)

    def test_a_book_that_scores_employees_needs_the_persons(self):
        self.checklist.rulebook_code = "house"
        self.checklist.item_ids[1:].unlink()
        self.checklist.item_ids.rule_code = "late"
        inspection = self.begin()
        with self.assertRaisesRegex(UserError, "name the persons"):
            self.submitted(inspection, late={"count": 2, "person_ids": self.named((self.worker, 1))})
        inspection.line_ids.count = 1
        inspection.action_submit()
        self.assertEqual(self.entries(inspection).employee_id, self.worker)

    def test_a_clause_without_points_makes_no_entry_and_a_share_one(self):
        inspection = self.begin()
        for code in ("tell", "conceal"):
            inspection.line_ids.create(
                {
                    "inspection_id": inspection.id,
                    "rule_id": self.rule_of(code, self.units).id,
                    "result": "finding",
                }
            )
        self.submitted(inspection, tell={}, conceal={})
        entry = self.entries(inspection)
        self.assertEqual((entry.rule_code, entry.points), ("conceal", 0))

    def test_what_was_submitted_stays_until_an_officer_opens_it(self):
        inspection = self.submitted(clean={"count": 2})
        mine = inspection.with_user(self.inspector)
        for change in (
            lambda: mine.line_ids[0].write({"count": 1}),
            lambda: mine.line_ids[0].unlink(),
            lambda: mine.line_ids[1].action_finding(),
            lambda: mine.line_ids[0].write({"person_ids": self.named((self.worker, 1))}),
        ):
            with self.assertRaisesRegex(UserError, "what was submitted stays"):
                change()
        with self.assertRaisesRegex(UserError, "use its buttons"):
            inspection.write({"state": "running"})
        with self.assertRaises(UserError):
            inspection.unlink()
        with self.assertRaises(AccessError):
            mine.action_reopen()
        inspection.action_reopen()
        self.assertEqual(self.entries(inspection).state, "rejected")
        mine.line_ids[0].count = 3
        mine.action_submit()
        fresh = self.entries(inspection).filtered(lambda entry: entry.state == "draft")
        self.assertEqual(fresh.quantity, 3)
        fresh.action_confirm()
        with self.assertRaisesRegex(UserError, "confirmed already"):
            inspection.action_reopen()
        inspection.action_confirm()
        self.assertEqual(inspection.state, "confirmed")

    def test_nothing_gets_into_what_was_submitted(self):
        """Neither from another inspection, nor by its photos, remarks or sums."""
        inspection = self.begin()
        photo = self.env["ir.attachment"].with_user(self.inspector)
        photo = photo.create({"name": "floor.gif", "datas": PIXEL})
        self.submitted(inspection, clean={"photo_ids": [Command.link(photo.id)]})
        running = self.begin()
        line = running.line_ids[1]
        line.write({"result": "finding", "person_ids": self.named((self.worker, 1))})
        with self.assertRaisesRegex(UserError, "what was submitted stays"):
            running.line_ids[0].inspection_id = inspection
        with self.assertRaisesRegex(UserError, "what was submitted stays"):
            line.person_ids.line_id = inspection.line_ids[0]
        for change in (lambda: photo.write({"datas": PIXEL}), photo.unlink):
            with self.assertRaisesRegex(UserError, "The photo belongs"):
                change()
        with self.assertRaisesRegex(UserError, "it is over"):
            inspection.note = "It was not so bad"
        inspection.with_user(self.officer).note = "Shown to the head of the unit"
        with self.assertRaises(AccessError):
            inspection.feedback = "Nothing was found"
        running.write({"score": 7, "points": 7, "name": "INS"})
        line.write({"points": 7})
        self.assertEqual((running.points, running.score, line.points), (-0.5, 99.5, -0.5))
        self.assertNotEqual(running.name, "INS")

    def test_confirming_tells_what_is_left(self):
        """Nobody confirms an entry about themselves, also not by confirming an inspection."""
        own = self.employee_of(self.officer, department_id=self.kitchen.id)
        inspection = self.submitted(polite={"count": 2, "person_ids": self.named((own, 1), (self.other, 1))})
        told = inspection.action_confirm()
        self.assertIn("nobody confirms an entry about themselves", told["params"]["message"])
        self.assertEqual(inspection.state, "submitted")
        left = self.entries(inspection).filtered(lambda entry: entry.state == "draft")
        self.assertEqual(left.employee_id, own)
        inspection.with_user(self.manager).action_confirm()
        self.assertEqual((inspection.state, left.state), ("confirmed", "confirmed"))
        about_own_unit = self.submitted(clean={})
        about_own_unit.sudo().unit_manager_id = self.officer
        with self.assertRaisesRegex(UserError, "at their own unit"):
            about_own_unit.action_confirm()

    def test_four_eyes(self):
        self.units.sudo()._write({"four_eyes": True})
        self.units.invalidate_recordset()
        inspection = self.plan(inspector_ids=[Command.set(self.officer.ids)])
        inspection.action_start()
        self.submitted(inspection, clean={})
        self.assertIn("second person", inspection.action_confirm()["params"]["message"])
        inspection.with_user(self.manager).action_confirm()
        self.assertEqual(inspection.state, "confirmed")

    def test_nothing_found_is_confirmed_without_entries(self):
        inspection = self.submitted()
        self.assertEqual((inspection.score, len(self.entries(inspection))), (100, 0))
        inspection.action_confirm()
        self.assertEqual(inspection.state, "confirmed")

    def test_who_inspects_whom(self):
        """A unit inspects itself by its own people, another by others; nobody surprises themselves."""
        self.plan(by="self", inspector_ids=[Command.set(self.head.ids)])
        self.plan(by="mutual")
        for message, vals in {
            "do not belong to it": {"by": "self"},
            "somebody else has to inspect": {"by": "mutual", "inspector_ids": [Command.set(self.head.ids)]},
            "belong to the unit that is inspected": {
                "mode": "secret",
                "inspector_ids": [Command.set(self.user.ids)],
            },
            "it is announced": {
                "by": "self",
                "mode": "secret",
                "inspector_ids": [Command.set(self.head.ids)],
            },
            "so somebody else has to inspect it": {
                "reinspection_of_id": self.plan().id,
                "inspector_ids": [Command.set(self.head.ids)],
            },
            "Choose who inspects": {"inspector_ids": [Command.clear()]},
        }.items():
            with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.plan(**vals)

    def test_inspectors_are_reminded_and_the_head_is_told(self):
        inspection = self.plan()
        self.assertEqual(inspection.sudo().activity_ids.user_id, self.inspector)
        inspection.inspector_ids = self.user | self.inspector
        self.assertEqual(inspection.sudo().activity_ids.user_id, self.user | self.inspector)
        mine = inspection.with_user(self.inspector)
        mine.action_start()
        self.submitted(mine, clean={"count": 2})
        self.assertFalse(inspection.sudo().activity_ids)
        message = self.messages(inspection)
        self.assertEqual(message.user_id, self.head)
        self.assertIn("1 findings, -0.4 points", message.body)

    def test_plans_stay_once_it_began_and_calling_it_off(self):
        inspection = self.begin().with_user(self.officer)
        with self.assertRaisesRegex(UserError, "its plan stays"):
            inspection.department_id = self.hall
        inspection.action_cancel()
        self.assertEqual(inspection.state, "cancelled")
        with self.assertRaises(UserError):
            inspection.action_cancel()
        inspection.unlink()

    def test_many_findings_are_submitted_in_as_many_queries_as_few(self):
        counts = []
        for number in (10, 60):
            self.checklist.item_ids.unlink()
            self.checklist.item_ids = [
                Command.create({"sequence": place, "text": f"Corner {place}", "rule_code": "clean"})
                for place in range(number)
            ]
            inspection = self.begin()
            inspection.line_ids.write({"result": "finding"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            inspection.action_submit()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(self.entries(inspection)), number)
        self.assertLessEqual(counts[1], counts[0] + 5)
