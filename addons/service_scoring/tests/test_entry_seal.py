from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntrySeal(EntryCase):
    """Confirmed entries are sealed in one chain; whatever is changed around it is found (decisions 14)."""

    def breaks(self):
        return [(found.key, found.code) for found in self.Entry.sudo()._verify_seals(self.company)]

    def sealed(self, count=3):
        entries = [self.confirmed(description=f"Number {number}") for number in range(count)]
        self.Entry.with_company(self.company).action_seal()
        return entries

    def manipulate(self, query, *args):
        """Change the ledger as somebody with all rights in the database can."""
        self.env.flush_all()
        append_only.unprotect(self.env, "service_score_entry")
        self.env.cr.execute(SQL(query, *args))
        self.env.invalidate_all()

    def test_entries_are_sealed_in_the_order_of_their_ids_and_only_once(self):
        later, first = self.entry(), self.entry()
        first.action_confirm()
        self.Entry._seal(self.company)
        later.action_confirm()
        self.entry()
        self.Entry._seal(self.company)
        self.assertEqual((first.seal_no, later.seal_no), (1, 2))
        seal = first.seal_hash
        self.assertRegex(seal, "^[0-9a-f]{64}$")
        self.Entry._seal(self.company)
        self.assertEqual(first.seal_hash, seal)
        self.assertEqual(self.breaks(), [])

    def test_taking_back_a_sealed_entry_breaks_no_seal(self):
        entry = self.sealed()[1]
        counter = entry.action_reverse("A mistake")
        self.assertFalse(counter.seal_no)
        self.Entry._seal(self.company)
        self.assertEqual(counter.seal_no, 4)
        self.assertEqual(self.breaks(), [])
        self.assertEqual(list(self.Entry.sudo()._check_ledger()), [])

    def test_a_changed_row_is_found(self):
        entry = self.sealed()[1]
        self.manipulate("UPDATE service_score_entry SET points = -9 WHERE id = %s", entry.id)
        self.assertEqual(self.breaks(), [(entry.id, "changed")])
        (found,) = self.Entry.sudo()._check_ledger()
        self.assertEqual((found["res_id"], found["remedy"]), (entry.id, "score_changed"))

    def test_a_changed_user_number_is_found(self):
        entry = self.sealed()[0]
        self.manipulate(
            "UPDATE service_score_entry SET confirmed_uid = %s WHERE id = %s", self.hr.id, entry.id
        )
        self.assertEqual(self.breaks(), [(entry.id, "changed")])

    def test_a_missing_row_is_found_also_at_the_end(self):
        first, second, third = self.sealed()
        self.manipulate("DELETE FROM service_score_entry WHERE id = %s", second.id)
        self.assertEqual(self.breaks(), [(third.id, "missing")])
        self.manipulate("DELETE FROM service_score_entry WHERE id = %s", third.id)
        self.assertEqual(self.breaks(), [(None, "end")])
        self.assertEqual(first.seal_no, 1)

    def test_changed_words_and_photos_are_found_and_erased_ones_are_not(self):
        photo = self.env["ir.attachment"].with_user(self.officer).create({"name": "a.png", "raw": b"a"})
        first = self.confirmed(description="Late", evidence_ids=photo.ids)
        second = self.confirmed(description="Late again")
        third = self.confirmed()
        self.Entry._seal(self.company)
        self.assertEqual(self.breaks(), [])
        second.sudo().note_ids.description = "Never late"
        self.assertEqual(self.breaks(), [(second.id, "words")])
        second.sudo().note_ids.unlink()
        self.assertEqual(self.breaks(), [])
        self.env["service.score.entry.note"].create({"entry_id": third.id, "description": "Added"})
        self.assertEqual(self.breaks(), [(third.id, "words")])
        third.sudo().note_ids.unlink()
        photo.sudo().raw = b"b"
        self.assertEqual(self.breaks(), [(first.id, "words")])

    def test_an_original_and_a_counter_entry_that_do_not_add_up_are_found(self):
        entry = self.sealed()[0]
        counter = entry.action_reverse("A mistake")
        self.manipulate("UPDATE service_score_entry SET points = 0.5 WHERE id = %s", counter.id)
        found = list(self.Entry.sudo()._check_pairs())
        self.assertEqual([(one["res_id"], one["remedy"]) for one in found], [(entry.id, "score_pair")])
        self.assertEqual((found[0]["expected"], found[0]["found"]), ("1.00", "0.50"))

    def test_the_check_runs_for_who_maintains_policies(self):
        self.sealed()
        self.env["service.check"]._sync_checks()
        check = self.env["service.check"].search([("code", "=", "score_ledger")])
        check.with_user(self.manager).action_run()
        differences = check.difference_ids.filtered(lambda one: one.company_id == self.company)
        self.assertFalse(differences)
        self.assertNotEqual(check.state, "failed")

    def test_the_cron_seals_all_companies_in_batches(self):
        entries = self.Entry.concat(*(self.confirmed() for _time in range(3)))
        with self.enter_registry_test_mode():
            self.env.ref("service_scoring.cron_score_seal").method_direct_trigger()
        entries.invalidate_recordset()
        self.assertEqual(sorted(entries.mapped("seal_no")), [1, 2, 3])
