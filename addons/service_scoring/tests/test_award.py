from lxml import html
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .award_common import AwardCase


@tagged("post_install", "-at_install")
class TestAward(AwardCase):
    """Merits and demerits: what stands open, the entry in the ledger, proposals (ASC, Q-41)."""

    # what stands open
    def test_standing_of_a_year(self):
        """ASC-PTS-01, ASC-OFF-01, ASC-ACC-01."""
        self.awards("merit", "merit", "warning", "demerit", "merit", "merit", "commendation")
        self.assertEqual(
            self.Award.standing(self.worker, 2024),
            {
                # the demerit took the first merit; three were open in June; the praise took the warning
                "open": {**dict.fromkeys(self.kinds(), 0), "major_merit": 1},
                "points": 3 + 3 - 1 - 3 + 3 + 3 + 1,
                "points_by_month": {
                    **dict.fromkeys(range(1, 13), 0),
                    1: 3,
                    2: 3,
                    3: -1,
                    4: -3,
                    5: 3,
                    6: 3,
                    7: 1,
                },
                "proposals": [],
            },
        )
        self.assertEqual(self.Award.standing(self.worker.id, 2024)["points"], 9)
        empty = self.Award.standing(self.other, 2024)
        self.assertEqual((empty["points"], set(empty["open"].values())), (0, {0}))
        for year in (0, 10000, "2024", True):
            self.assertRefused("Which year", self.Award.standing, self.worker, year)
        for nobody in ("Wang", [self.worker.id, self.other.id], self.worker | self.other, None, 2**31 - 1):
            self.assertRefused("Which employee", self.Award.standing, nobody, 2024)

    def kinds(self):
        return [code for code, _label in self.Award._fields["kind"].selection]

    def test_nothing_crosses_the_year(self):
        for day in ("2024-12-30", "2024-12-31", "2025-01-01"):
            self.award("demerit", day)
        self.award("merit", "2025-01-01")
        self.assertEqual(self.opened(2024), {"demerit": 2})
        self.assertEqual(self.opened(2025), {})
        self.assertEqual(self.Award.standing(self.worker, 2024)["points"], -6)

    def test_drafts_do_not_stand(self):
        draft = self.award(confirm=False)
        self.assertEqual((draft.state, draft.points, self.opened()), ("draft", 3, {}))
        draft.unlink()

    def test_late_ones_are_replayed_in_the_order_of_their_days(self):
        self.awards("merit", "merit", "merit")
        self.assertEqual(self.opened(), {"major_merit": 1})
        self.award("demerit", "2024-02-01")
        self.assertEqual(self.opened(), {"merit": 2})

    def test_taken_back_after_a_conversion(self):
        first, _second, _third, last = self.awards("merit", "merit", "merit", "major_demerit")
        self.assertEqual(self.opened(), {})
        first.action_reverse("Entered for somebody else")
        self.assertEqual(self.opened(), {"merit": 2, "major_demerit": 1})
        self.assertEqual((first.state, first.reversed_by_id, first.points), ("reversed", self.officer, 3))
        self.assertEqual(self.Award.standing(self.worker, 2024)["points"], -3)
        with self.assertRaisesRegex(UserError, "only a confirmed award"):
            first.action_reverse("Again")
        with self.assertRaisesRegex(UserError, "Give the reason"):
            last.action_reverse(" ")

    def test_the_screen_says_what_became_of_each(self):
        awards = self.awards("merit", "demerit", "merit", "merit", "merit", "major_demerit")
        standing = awards.standing_id
        self.assertEqual((standing.year, standing.points, standing.open_merit), ("2024", 0, 0))
        names = awards.mapped("name")
        made = " + ".join(names[2:5])
        self.assertEqual(
            [(line.origin, line.kind, line.state, line.outcome) for line in standing.line_ids],
            [
                (names[0], "merit", "offset", f"Offset with {names[1]}"),
                (names[1], "demerit", "offset", f"Offset with {names[0]}"),
                (names[2], "merit", "converted", f"Part of a major one: {made}"),
                (names[3], "merit", "converted", f"Part of a major one: {made}"),
                (names[4], "merit", "converted", f"Part of a major one: {made}"),
                (made, "major_merit", "offset", f"Offset with {names[5]}"),
                (names[5], "major_demerit", "offset", f"Offset with {made}"),
            ],
        )
        self.assertEqual(standing.department_id, self.kitchen)
        table = [
            " ".join(row.itertext()).strip() for row in html.fromstring(standing.month_points).iter("tr")
        ]
        self.assertEqual(
            table[:4] + table[12:],
            ["Month Points", "January 3.00", "February -3.00", "March 3.00", "December 0.00"],
        )
        self.assertEqual(awards[0].action_open_standing()["res_id"], standing.id)

    def test_many_employees_in_a_fixed_number_of_queries(self):
        people = self.worker | self.other
        self.awards("merit", "demerit", "major_demerit")
        with self.assertQueryCount(3):
            self.Award._standings(people, 2024)
        for person in people:
            self.awards("merit", "warning", "warning", employee=person)
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            found = self.Award._standings(people, 2024)
        self.assertEqual(found[self.other.id]["open"]["warning"], 2)

    def test_many_are_confirmed_at_once(self):
        drafts = self.Award.union(
            *(self.award("merit", f"2024-{month:02}-01", confirm=False) for month in (1, 2, 3, 4))
        )
        drafts.action_confirm()
        self.assertEqual(self.opened(), {"major_merit": 1, "merit": 1})
        self.assertEqual(len(drafts.entry_id), 4)

    # proposals
    def test_three_open_major_demerits_propose_dismissal(self):
        """ASC-ACC-02, on both sides."""
        first, second = self.awards("major_demerit", "major_demerit")
        self.assertFalse(self.proposals())
        third = self.award("major_demerit", "2024-03-31")
        proposed = self.proposals()
        self.assertEqual(
            (proposed.kind, proposed.state, proposed.rule_code, proposed.rule_id.code),
            ("dismissal", "proposed", "ART-8", "ART-8"),
        )
        self.assertEqual(proposed.award_ids, first | second | third)
        self.assertEqual(
            (proposed.period_start, proposed.period_end),
            (Date.to_date("2024-01-01"), Date.to_date("2024-03-31")),
        )
        self.assertEqual(
            self.Award.standing(self.worker, 2024)["proposals"],
            [{"kind": "dismissal", "rule_code": "ART-8", "date": Date.to_date("2024-03-31")}],
        )
        said = str(proposed.with_user(self.hr).get_explanation())
        self.assertIn("major demerits stand open", said)
        self.assertTrue(first.standing_id.is_at_limit)
        self.award("major_demerit", "2024-04-30")
        self.assertEqual(self.proposals(), proposed)
        self.assertEqual(first.standing_id.with_user(self.officer).consequence_count, 1)

    def test_nine_demerits_are_three_major_ones(self):
        awards = self.awards(*["demerit"] * 8)
        self.assertFalse(self.proposals())
        awards |= self.award("demerit", "2024-09-10")
        self.assertEqual(self.proposals().award_ids, awards)
        self.assertEqual(self.proposals().entry_ids, awards.entry_id)

    def test_an_open_proposal_that_no_longer_holds_is_dropped_and_comes_again(self):
        awards = self.awards(*["major_demerit"] * 3)
        proposed = self.proposals()
        awards[1].action_reverse("It was somebody else")
        self.assertEqual(proposed.state, "dropped")
        self.award("major_demerit", "2024-02-11")
        again = self.proposals() - proposed
        self.assertEqual((again.state, len(again.award_ids)), ("proposed", 3))

    def test_a_late_merit_drops_it_and_a_late_demerit_gives_it_other_evidence(self):
        awards = self.awards(*["major_demerit"] * 3)
        first = self.proposals()
        late = self.award("major_demerit", "2024-01-01")
        second = self.proposals() - first
        self.assertEqual((first.state, second.award_ids), ("dropped", late | awards[:2]))
        self.award("major_merit", "2024-01-02")
        self.assertEqual(second.state, "dropped")
        third = self.proposals() - first - second
        self.assertEqual(third.award_ids, awards)

    def reject(self, proposed):
        proposed.with_user(self.hr).reason = "Not this time"
        proposed.with_user(self.hr).action_reject()

    def test_what_was_decided_stays_and_says_that_its_ground_is_gone(self):
        """S5: reached again by another award it is another proposal; by the same one it is not."""
        awards = self.awards(*["major_demerit"] * 3)
        proposed = self.proposals()
        proposed.with_user(self.hr).write(
            {"heard_at": "2024-03-20 09:00:00", "statement": "I know", "no_union": True}
        )
        proposed.with_user(self.hr).action_approve()
        self.assertFalse(proposed.is_ground_gone)
        awards[0].action_reverse("It was somebody else")
        self.assertEqual((proposed.state, proposed.is_ground_gone), ("approved", True))
        self.award("major_demerit", "2024-01-20")  # again by the third one, on another ground
        self.assertEqual((self.proposals(), proposed.is_ground_gone), (proposed, True))
        awards[2].action_reverse("It was somebody else")
        self.award("major_demerit", "2024-04-01")
        self.assertEqual(self.proposals().mapped("state"), ["approved", "proposed"])

    def test_rejected_it_is_raised_anew_by_another_award(self):
        awards = self.awards(*["major_demerit"] * 3)
        first = self.proposals()
        self.reject(first)
        awards[2].action_reverse("It was somebody else")
        self.assertEqual((first.state, first.is_ground_gone), ("rejected", True))
        fourth = self.award("major_demerit", "2024-04-01")
        second = self.proposals() - first
        self.assertEqual((second.state, second.award_ids), ("proposed", awards[:2] | fourth))
        # offset, and the same three stand open again: the same ground, judged once
        self.reject(second)
        late = self.award("major_merit", "2024-04-02")
        late.action_reverse("A mistake")
        self.assertEqual((self.proposals(), second.is_ground_gone), (first | second, False))

    def test_proposals_with_keys_of_old_are_known_by_their_awards(self):
        """Keys said how often it was reached: an open one gets the new key, a decided one keeps its own."""
        self.awards(*["major_demerit"] * 3)
        proposed = self.proposals()
        key = proposed.source_key
        for state in ("proposed", "rejected"):
            proposed._write_decided({"source_key": f"service.score.standing,{proposed.standing_id.id},1"})
            if state == "rejected":
                self.reject(proposed)
            self.award("warning", "2024-06-01")
            self.assertEqual((self.proposals(), proposed.state), (proposed, state))
            self.assertEqual(proposed.source_key == key, state == "proposed")

    def test_who_was_heard_on_another_ground_is_heard_anew(self):
        awards = self.awards(*["major_demerit"] * 3)
        former = self.proposals()
        said = {
            "heard_at": "2024-03-20 09:00:00",
            "statement": "I was ill",
            "union_notified_at": "2024-03-21",
            "union_opinion": "Too hard",
        }
        former.with_user(self.hr).write(said)
        self.award("major_demerit", "2024-01-01")
        again = self.proposals() - former
        self.assertEqual((former.state, again.former_id), ("dropped", former))
        self.assertEqual((again.former_statement, again.former_union_opinion), ("I was ill", "Too hard"))
        self.assertFalse(again.heard_at or again.statement or again.union_notified_at or again.union_opinion)
        self.assertRefused("hear the employee", again.with_user(self.hr).action_approve)
        # not heard on the one between: what was said at first is not lost
        awards[1].action_reverse("It was somebody else")
        self.assertEqual((self.proposals() - former - again).former_id, former)
        later = self.awards(*["major_demerit"] * 3, year=2025)
        self.assertFalse(self.proposals().filtered(lambda one: later[0] in one.award_ids).former_id)

    # the ledger
    def test_the_entry_of_an_award(self):
        """A clause, else the scheme's rule for awards in general, else none; the points stand anyway."""
        by_clause = self.award(rule_id=self.rule_of("idea", self.scheme).id, reason="A new shelf")
        general, none = self.award(), self.award("commendation")
        self.assertEqual(by_clause.entry_id.rule_id.code, "idea")
        self.assertEqual(general.entry_id.rule_id.code, "any-merit")
        self.assertFalse(none.entry_id)
        self.assertEqual((none.points, self.Award.standing(self.worker, 2024)["points"]), (1, 7))
        entry = general.entry_id
        self.assertEqual(
            (entry.state, entry.points, entry.source, entry.res_model, entry.res_id, entry.employee_id),
            ("confirmed", 3, "award", "service.score.award", general.id, self.worker),
        )
        self.assertEqual(by_clause.entry_id.description, "A new shelf")
        self.assertEqual(entry.date, general.effective_date)
        # and no second award of the entry
        self.assertEqual(self.env["service.score.award"].search_count([("entry_id", "=", entry.id)]), 1)

    def test_the_award_of_an_entry(self):
        entry = self.entry("late", rule_id=self.rule_of("idea", self.scheme).id)
        entry.action_confirm()
        award = self.env["service.score.award"].search([("employee_id", "=", self.worker.id)])
        self.assertEqual(
            (award.kind, award.state, award.entry_id, award.rule_id, award.date, award.points),
            ("merit", "confirmed", entry, entry.rule_id, entry.date, 3),
        )
        self.assertEqual((award.confirmed_by_id, self.opened()), (self.officer, {"merit": 1}))
        entry.action_reverse("Not adopted after all")
        self.assertEqual((award.state, award.reversal_reason), ("reversed", "Not adopted after all"))
        self.assertEqual(self.opened(), {})

    def test_taking_an_award_back_takes_its_entry_back(self):
        award = self.award()
        award.action_reverse("A mistake")
        entry = award.entry_id
        self.assertEqual(
            (award.state, entry.state, entry.reversed_by_id.points), ("reversed", "reversed", -3)
        )
        self.assertEqual(
            len(self.env["service.score.entry"].search([("source_key", "=", entry.source_key)])), 2
        )

    def test_an_entry_is_one_award(self):
        entry = self.entry("late", rule_id=self.rule_of("idea", self.scheme).id, quantity=2)
        with self.assertRaisesRegex(UserError, "enter each one by itself"):
            entry.action_confirm()

    def test_in_a_closed_period_only_the_entry_moves(self):
        self.award("merit", "2024-09-01")
        sheets = self.scheme.with_user(self.hr).generate_sheets(Date.to_date("2024-09-10"), self.worker)
        sheets.action_confirm()
        late = self.award("demerit", "2024-09-02")
        self.assertEqual(
            (late.date, late.effective_date), (Date.to_date("2024-09-02"), Date.to_date("2024-10-01"))
        )
        self.assertEqual(late.entry_id.effective_date, late.effective_date)
        self.assertEqual(self.Award.standing(self.worker, 2024)["points_by_month"][9], 0)
        self.assertEqual(self.opened(), {})

    def test_of_a_consequence_that_was_approved(self):
        """Who decided it needs no second person, and it comes once."""
        self.make_scheme(code="four", four_eyes=True, award_department_ids=self.kitchen.ids)
        vals = {"employee_id": self.worker.id, "kind": "demerit", "date": "2024-05-05"}
        award = self.Award._award([vals])
        self.assertEqual((award.state, award.confirmed_by_id), ("confirmed", self.officer))

    def test_what_hr_decided_only_hr_takes_back(self):
        rule = self.rule_of("any-demerit", self.scheme)
        proposed = self.env["service.score.consequence"]._propose_all(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": self.worker.id,
                    "kind": "demerit",
                    "rule_id": rule.id,
                    "source_key": "test",
                    "period_end": "2024-05-05",
                }
            ]
        )
        proposed.with_user(self.hr).action_approve()
        award = self.Award.search([("consequence_id", "=", proposed.id)])
        self.assertTrue(award.entry_id)
        for one in (award, award.entry_id.with_user(self.manager)):
            with self.assertRaisesRegex(AccessError, "only HR takes it back"):
                one.action_reverse("A mistake")
        may = [award.with_user(user).may_reverse for user in (self.officer, self.manager, self.hr, self.user)]
        self.assertEqual(may, [False, False, True, False])
        award.with_user(self.hr).action_reverse("A mistake")
        self.assertEqual((award.state, award.may_reverse), ("reversed", False))

    def test_a_standing_is_of_one_company(self):
        """Who comes from another company of the group starts there with nothing."""
        old = self.award("merit", "2024-02-01")
        other = self.env["res.company"].create({"name": "Sister Hotel"})
        (self.officer | self.manager).company_ids |= other
        self.worker.write({"company_id": other.id, "department_id": False})
        Award = self.Award.with_context(allowed_company_ids=other.ids)
        self.assertEqual(Award.standing(self.worker.id, 2024)["points"], 0)
        new = Award.create({"employee_id": self.worker.id, "kind": "warning", "date": "2024-03-01"})
        new.action_confirm()
        self.assertEqual((new.standing_id.company_id, new.standing_id.points), (other, -1))
        self.assertEqual((old.standing_id.points, old.standing_id.department_id), (3, self.kitchen))
        self.assertEqual(Award.standing(self.worker.id, 2024)["open"]["warning"], 1)
        old.action_reverse("A mistake")
        self.assertEqual((old.standing_id.points, new.standing_id.points), (0, -1))

    def test_the_check_finds_what_was_changed_in_the_database(self):
        awards = self.awards("merit", "demerit", "demerit")
        standing = awards.standing_id

        def found():
            return [
                (one["remedy"], one["res_id"], one["expected"], one["found"])
                for one in self.env["service.score.standing"].sudo()._check_standings()
                if one["company_id"] == self.company.id
            ]

        self.assertEqual(found(), [])
        tampered = SQL("UPDATE service_score_standing SET open_demerit = 0 WHERE id = %s", standing.id)
        with self.env.cr.savepoint() as point:
            self.env.cr.execute(tampered)
            ((remedy, number, expected, seen),) = found()
            self.assertEqual((remedy, number), ("score_standing", standing.id))
            self.assertIn(" demerit=1 ", f" {expected} ")
            self.assertIn(" demerit=0 ", f" {seen} ")
            point.rollback()
        self.env.invalidate_all()
        line = standing.line_ids[2]
        self.env.cr.execute(
            SQL("UPDATE service_score_standing_line SET state = 'offset' WHERE id = %s", line.id)
        )
        self.env.cr.execute(
            SQL("UPDATE service_score_award SET standing_id = NULL WHERE id = %s", awards[0].id)
        )
        self.env.invalidate_all()
        self.assertEqual(
            [(one[0], one[1]) for one in found()],
            [("score_standing_award", awards[0].id), ("score_standing", standing.id)],
        )

    # bad input
    def test_only_employee_kind_and_day_are_needed(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= company
        Award = self.env["service.score.award"].with_context(allowed_company_ids=(company | self.company).ids)
        award = Award.create({"employee_id": self.worker.id, "kind": "warning", "date": "2024-02-29"})
        self.assertEqual(award.company_id, self.company)
        award.action_confirm()
        self.assertEqual((award.points, award.department_id), (-1, self.kitchen))
        self.assertRegex(award.name, r"^AWD/2")

    def test_what_cannot_be_confirmed(self):
        own = self.employee_of(self.officer)
        cases = {
            "nobody confirms an award of their own": self.award(employee=own, confirm=False),
            "is about another award": self.award(
                "demerit", rule_id=self.rule_of("idea", self.scheme).id, confirm=False
            ),
            "needs evidence": self.award(
                "major_demerit", rule_id=self.rule_of("proof", self.scheme).id, confirm=False
            ),
        }
        for message, award in cases.items():
            self.assertRefused(message, award.action_confirm)
        done = self.award()
        self.assertRefused("decided already", done.action_confirm)
        self.assertRefused("decided already", done.write, {"kind": "demerit"})
        self.assertRefused("decided already", done.unlink)
        self.assertRefused("Use the buttons", done.write, {"state": "draft"})
        photo = self.env["ir.attachment"].with_user(self.officer).create({"name": "a.png", "raw": b"a"})
        proved = cases["needs evidence"]
        proved.evidence_ids = photo.ids
        proved.with_user(self.manager).action_confirm()
        self.assertRefused("stays as it is", photo.unlink)

    def test_a_second_person_where_the_scheme_wants_one(self):
        demerit = self.award("demerit", confirm=False)
        self.assertRefused("second person", demerit.action_confirm)
        self.assertEqual((demerit.may_confirm, demerit.with_user(self.manager).may_confirm), (False, True))
        self.assertIn("Somebody else", demerit.warning)
        self.assertFalse(demerit.with_user(self.manager).warning)
        demerit.with_user(self.manager).action_confirm()
        self.make_scheme(code="four", four_eyes=True, award_department_ids=self.kitchen.ids)
        award = self.award(confirm=False)
        self.assertRefused("second person", award.action_confirm)
        award.with_user(self.manager).action_confirm()
        self.assertEqual(award.confirmed_by_id, self.manager)

    def test_the_database_keeps_what_is_confirmed(self):
        award = self.award()
        self.env.flush_all()
        for change in (
            SQL("UPDATE service_score_award SET kind = 'demerit' WHERE id = %s", award.id),
            SQL("UPDATE service_score_award SET points = 4 WHERE id = %s", award.id),
            SQL("UPDATE service_score_award SET state = 'draft' WHERE id = %s", award.id),
            SQL("DELETE FROM service_score_award WHERE id = %s", award.id),
        ):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.env.cr.execute(change)

    def test_the_same_does_not_count_twice(self):
        """A clause whose entries are awards has no step that is one, too."""
        draft = self.make_scheme(activate=False, code="draft")
        rule = self.rule_of("any-demerit", draft)
        step = {"occurrence": 2, "consequence": "removal"}
        rule.step_ids = [Command.create(step)]
        for change in (
            lambda: rule.step_ids.write({"consequence": "major_demerit"}),
            lambda: rule.write({"step_ids": [Command.create({"occurrence": 3, "consequence": "warning"})]}),
        ):
            self.assertRefused("count the same twice", change)
        plain = self.rule_of("ART-8", draft)
        plain.step_ids = [Command.create({"occurrence": 2, "consequence": "demerit"})]
        self.assertRefused("count the same twice", plain.write, {"award_kind": "demerit"})

    # schemes
    def test_points_and_thresholds_of_the_scheme(self):
        self.make_scheme(
            code="hall",
            award_department_ids=self.hall.ids,
            award_points_merit=5,
            award_conversion=2,
            award_dismissal_code=False,
            award_dismissal=1,
        )
        guest = self.env["hr.employee"].create(
            {
                "name": "Zhao",
                "company_id": self.company.id,
                "department_id": self.env["hr.department"]
                .create({"name": "Bar", "company_id": self.company.id, "parent_id": self.hall.id})
                .id,
                "date_version": "2024-01-01",
            }
        )
        awards = self.awards("demerit", "demerit", employee=guest)
        self.assertEqual(self.opened(employee=guest), {"major_demerit": 1})
        self.assertTrue(awards.standing_id.is_at_limit)
        found = self.Award.standing(guest, 2024)
        self.assertEqual((found["points"], found["proposals"][0]["rule_code"]), (-10, "ASC-ACC-02"))
        self.awards("demerit", "demerit")
        self.assertEqual(self.opened(), {"demerit": 2})

    def test_without_a_scheme_the_defaults_hold(self):
        self.scheme.action_archive_version()
        award = self.award(confirm=False)
        self.assertFalse(award.rulebook_id)
        self.assertIn("No rule book in force", award.warning)
        award.action_confirm()
        self.award("major_demerit")
        self.assertFalse(award.entry_id)
        self.assertEqual(self.Award.standing(self.worker, 2024)["points"], 3 - 9)

    def test_one_scheme_for_a_unit_and_day(self):
        hall = self.make_scheme(code="hall", award_department_ids=self.hall.ids)
        for vals in (
            {"code": "second"},
            {"code": "hall2", "award_department_ids": (self.hall | self.kitchen).ids},
        ):
            draft = self.make_scheme(activate=False, **vals)
            self.assertRefused("would both say", draft.action_activate)
        hall.valid_to = "2024-06-30"
        self.make_scheme(code="later", award_department_ids=self.hall.ids, valid_from="2024-07-01")
        self.make_scheme(code="plain", is_award_scheme=False, rule_ids=[Command.clear()])
