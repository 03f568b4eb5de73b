import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .entry_common import DAY, EntryCase


@tagged("post_install", "-at_install")
class TestEntryPropose(EntryCase):
    """Sources propose, once for an event, rule and person (S1)."""

    def vals(self, **vals):
        return {
            "rule_id": self.rule_of("late").id,
            "employee_id": self.worker.id,
            "date": DAY,
            "source_key": "gate,1",
            **vals,
        }

    def test_an_event_proposes_once_also_in_one_call_and_after_it_was_rejected(self):
        first = self.Entry._propose([self.vals(), self.vals(), self.vals(employee_id=self.other.id)])
        self.assertEqual(first.employee_id, self.worker | self.other)
        self.assertEqual(set(first.mapped("state")), {"draft"})
        self.assertFalse(first.reported_by_id)
        self.assertFalse(self.Entry._propose([self.vals()]))
        first.with_user(self.officer).action_reject("The gate was broken")
        self.assertFalse(self.Entry._propose([self.vals(), self.vals(employee_id=self.other.id)]))
        self.assertEqual(len(self.Entry._propose([self.vals(source_key="gate,2")])), 1)

    def test_another_rule_of_the_same_event_is_another_entry_of_the_same_act(self):
        both = self.Entry._propose([self.vals(), self.vals(rule_id=self.rule_of("rude").id)])
        self.assertEqual(len(both), 2)
        self.assertEqual({entry._get_act() for entry in both}, {"gate,1"})
        alone = self.entry() | self.entry()
        self.assertEqual(len({entry._get_act() for entry in alone}), 2)

    def test_a_new_version_of_the_book_proposes_nothing_again(self):
        self.Entry._propose([self.vals()])
        version = self.house.action_new_version()
        version.valid_from = "2025-01-01"
        version.valid_to = False
        version.action_activate()
        again = self.rule_of("late", version)
        self.assertNotEqual(again, self.rule_of("late"))
        self.assertFalse(self.Entry._propose([self.vals(rule_id=again.id)]))

    def test_units_have_proposals_of_their_own(self):
        rule = self.rule_of("late", self.make_house_book(code="units", carrier="department"))
        vals = [
            self.vals(rule_id=rule.id, employee_id=False, department_id=unit.id)
            for unit in (self.kitchen, self.hall)
        ]
        self.assertEqual(self.Entry._propose(vals).department_id, self.kitchen | self.hall)
        self.assertFalse(self.Entry._propose(vals))

    def test_words_and_reasons_come_along(self):
        why = {
            "gate": {
                "decision": "late",
                "value": "12",
                "rule": None,
                "facts": {},
                "rejected": [],
                "engine": None,
            }
        }
        entry = self.Entry._propose(
            [self.vals(description="12 minutes", explanation=why, res_model="hr.employee", res_id=5)]
        )
        self.assertEqual(entry.description, "12 minutes")
        self.assertEqual(entry.explanation["gate"]["value"], "12")
        self.assertEqual((entry.res_model, entry.res_id), ("hr.employee", 5))

    def test_what_a_source_proposed_is_rejected_not_deleted(self):
        entry = self.Entry._propose([self.vals()]).with_user(self.officer)
        with self.assertRaisesRegex(UserError, "reject it"):
            entry.unlink()

    def test_the_database_takes_one_live_entry(self):
        self.Entry._propose([self.vals()])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.Entry.sudo()._create_entries([self.vals(company_id=self.company.id)])

    def test_many_are_proposed_with_a_fixed_number_of_queries(self):
        def propose(prefix, count):
            vals_list = [self.vals(source_key=f"{prefix},{number}") for number in range(count)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Entry._propose(vals_list)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        propose("warm", 2)
        few = propose("few", 5)
        self.assertLessEqual(propose("many", 50), few)
