import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models.service_score_entry_guard import CONTENT
from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryImmutable(EntryCase):
    """What is confirmed stays, whoever tries and by whatever way (S2)."""

    def refused_by_database(self, query):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.IntegrityConstraintViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(query)

    def test_the_orm_refuses_changes_for_officers_administrators_and_programs(self):
        entry = self.confirmed(description="Late")
        admin = entry.with_user(self.env.ref("base.user_admin"))
        admin.env.user.company_ids |= self.company
        for record in (entry, entry.with_user(self.manager), admin, entry.sudo()):
            for vals in (
                {"quantity": 2},
                {"employee_id": self.other.id},
                {"date": "2024-09-06"},
                {"rule_id": self.rule_of("rude").id},
                {"description": "Never mind"},
                {"statement": "I was on time"},
                {"evidence_ids": False},
                {"multiplier_ids": [(6, 0, self.rule_of("late").multiplier_ids.ids)]},
                {"reported_by_id": False},
                {"points_each": 9},
            ):
                with self.assertRaisesRegex(UserError, "decided already"):
                    record.write(vals)
            with self.assertRaisesRegex(UserError, "buttons"):
                record.write({"state": "draft"})
            with self.assertRaisesRegex(UserError, "decided already"):
                record.unlink()
            record.write({"points": -100, "seal_no": 7, "confirmed_by_id": False})
        self.env.flush_all()
        self.assertEqual((entry.points, entry.seal_no, entry.confirmed_by_id), (-1, 0, self.officer))

    def test_the_screen_refuses_changes(self):
        entry = self.confirmed()
        with self.assertRaisesRegex(UserError, "decided already"):
            entry.web_save({"quantity": 5}, {"quantity": {}})
        with self.assertRaisesRegex(UserError, "decided already"):
            entry.web_save_multi([{"quantity": 5}], {"quantity": {}})

    def test_an_import_by_the_screen_refuses_changes(self):
        entry = self.confirmed()
        result = self.Entry.load([".id", "quantity"], [[str(entry.id), "5"]])
        self.assertFalse(result["ids"])
        self.assertIn("decided already", result["messages"][0]["message"])

    def test_the_database_refuses_to_change_any_content(self):
        entry = self.confirmed()
        self.env.flush_all()
        for name in CONTENT:
            self.refused_by_database(
                SQL(
                    "UPDATE service_score_entry SET %(name)s = %(name)s WHERE id = %(id)s",
                    name=SQL.identifier(name),
                    id=entry.id,
                )
            )
        self.refused_by_database(SQL("DELETE FROM service_score_entry WHERE id = %s", entry.id))

    def test_the_database_refuses_other_steps_than_taking_back_and_sealing(self):
        entry = self.confirmed()
        other = self.confirmed()
        self.env.flush_all()
        table = "UPDATE service_score_entry SET"
        for change in (
            "state = 'draft'",
            "state = 'reversed'",
            "state = 'rejected'",
            f"reversed_by_id = {other.id}",
        ):
            self.refused_by_database(SQL(f"{table} {change} WHERE id = %s", entry.id))
        entry.action_reverse("A mistake")
        self.Entry._seal(self.company)
        self.env.flush_all()
        for change in (
            "state = 'confirmed'",
            "reversed_by_id = NULL",
            f"reversed_by_id = {other.id}",
            "seal_no = seal_no + 1000",
            "seal_hash = 'x'",
            "seal_no = NULL, seal_hash = NULL",
        ):
            self.refused_by_database(SQL(f"{table} {change} WHERE id = %s", entry.id))

    def test_drafts_can_be_changed_and_deleted_and_rejected_ones_stay(self):
        entry, rejected = self.entry(), self.entry()
        entry.quantity = 2
        self.assertEqual(entry.points, -2)
        entry.unlink()
        rejected.action_reject("No")
        with self.assertRaisesRegex(UserError, "decided already"):
            rejected.unlink()

    def test_odoo_may_cut_its_links_to_users(self):
        helper = self.person("score_helper", "service_scoring.group_officer")
        entry = self.entry(user=helper)
        entry.with_user(helper).action_confirm()
        self.Entry._seal(self.company)
        # references of messages to a user keep it from being deleted; archived data does not
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE service_score_entry SET confirmed_by_id = NULL WHERE id = %s", entry.id)
        )
        entry.invalidate_recordset()
        self.assertEqual((entry.confirmed_by_id.id, entry.confirmed_uid), (False, helper.id))
        self.assertEqual(list(self.Entry.sudo()._verify_seals(self.company)), [])
