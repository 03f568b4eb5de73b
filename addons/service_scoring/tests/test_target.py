from datetime import date
from decimal import Decimal
from unittest.mock import patch

import psycopg2.errors

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .target_common import JUNE_1, JUNE_30, TargetCase

FULL = {"basis": "share", "measure_from": 100, "rule_code": "plus"}
LOW = {"basis": "share", "has_from": False, "has_to": True, "measure_below": 70, "rule_code": "point"}


@tagged("post_install", "-at_install")
class TestTarget(TargetCase):
    def test_what_is_entered_is_compared_with_the_target(self):
        target = self.target(FULL, {**LOW, "grade": "poor"})
        good, bad = self.result(target, 1000, day=date(2026, 6, 17)), self.result(target, 699.99, self.leader)
        self.assertEqual(
            (good.date_from, good.date_to, good.target_value, good.rate, good.source, good.is_full_period),
            (JUNE_1, JUNE_30, 1000, 100, "typed", True),
        )
        self.assertEqual(good.band_ids.rule_code, "plus")
        self.assertEqual((bad.rate, bad.band_ids.rule_code, bad.grade), (70, "point", "poor"))
        bad.value = 700
        self.assertFalse(bad.band_ids or bad.grade)

    def test_confirmed_ones_propose_entries_once(self):
        target = self.target(FULL, LOW)
        results = self.result(target, 1000) | self.result(target, 10, self.leader)
        results.action_confirm()
        entries = self.proposed(results)
        self.assertEqual(
            [(one.employee_id, one.rule_code, one.date, one.state, one.source) for one in entries],
            [
                (self.employee, "plus", JUNE_30, "draft", "target"),
                (self.leader, "point", JUNE_30, "draft", "target"),
            ],
        )
        self.assertEqual(
            entries[0].source_key, f"service.score.result,{results[0].id},{target.band_ids[0].id}"
        )
        texts = str(entries[0].get_explanation())
        for text in ("The result of a target lies in the band of the rule.", "Sales", "1000"):
            self.assertIn(text, texts)
        self.assertIn("It was entered by a person.", str(results[0].get_explanation()))
        with self.refused("is confirmed and stays as it is"):
            results.action_confirm()
        self.assertEqual(self.proposed(results), entries)

    def test_what_is_missing_is_not_zero(self):
        """Decisions 7: nothing follows from a result that nobody knows."""
        target = self.target(FULL, {**LOW, "has_commission": True, "commission_rate": 3})
        results = self.results.browse([one.id for one in self.measured(target).values()])
        self.assertEqual(len(results), 2)
        self.assertFalse(
            any(results.mapped("is_known")) or results.band_ids or any(results.mapped("has_rate"))
        )
        with self.refused("Nothing is known of these results"):
            results.action_confirm()
        mine = results.filtered(lambda one: one.employee_id == self.employee)
        mine.value = 0
        self.assertEqual((mine.is_known, mine.band_ids.rule_code), (True, "point"))
        message = results.action_confirm()
        self.assertEqual(message["params"]["title"], "1 confirmed, 1 are not known")
        self.assertEqual(results.mapped("state").count("confirmed"), 1)
        known = self.env["service.score.result"]._get_known(
            target, self.employee | self.leader, JUNE_1, JUNE_30
        )
        self.assertEqual(known, {(target, self.employee): [(JUNE_1, JUNE_30, Decimal(0), Decimal(0), True)]})

    def test_a_target_that_changes_leaves_confirmed_results(self):
        target = self.target(FULL)
        confirmed, draft = self.result(target, 1000), self.result(target, 1000, self.leader)
        confirmed.action_confirm()
        target.value = 2000
        self.assertEqual((confirmed.target_value, confirmed.rate, len(confirmed.band_ids)), (1000, 100, 1))
        self.assertEqual((draft.target_value, draft.rate, len(draft.band_ids)), (2000, 50, 0))
        target.band_ids.measure_from = 50
        self.assertTrue(draft.band_ids)
        with self.refused("archive it instead"):
            target.band_ids.unlink()
        target.band_ids.active = False
        self.assertFalse(draft.band_ids)
        self.assertTrue(confirmed.band_ids)
        for vals in ({"value": 5}, {"is_known": False}, {"reason": "x"}):
            with self.refused("is confirmed and stays as it is"):
                confirmed.write(vals)
        with self.refused("is confirmed and stays as it is"):
            confirmed.unlink()
        with self.refused("results already"):
            target.period = "year"

    def test_who_joined_moved_or_left_within_the_period(self):
        """In proportion by days of employment, as far as they are known; the result stays the person's."""
        sales, office = self.env["hr.department"].create(
            [{"name": name, "company_id": self.company.id} for name in ("Sales", "Office")]
        )
        make = self.env["hr.employee"].create
        joined, left, moved, gone, unknown = make(
            [{"name": name, "company_id": self.company.id, "department_id": sales.id} for name in "JLMGU"]
        )
        everybody = joined | left | moved | gone | unknown
        everybody.version_id.date_version = date(2025, 1, 1)
        joined.version_id.contract_date_start = date(2026, 6, 16)
        (left | gone).version_id.contract_date_start = date(2025, 1, 1)
        left.version_id.departure_date = date(2026, 6, 10)
        gone.version_id.departure_date = date(2026, 5, 31)
        gone.active = False
        moved.create_version({"date_version": date(2026, 6, 21), "department_id": office.id})
        target = self.target(FULL, is_pro_rata=True, value=3000, department_ids=[Command.set(sales.ids)])
        found = self.measured(target)
        self.assertEqual(set(found), {joined, left, unknown})
        self.assertEqual(
            [
                (one.employed_days, one.target_value, one.is_full_period)
                for one in map(found.get, (joined, left, unknown))
            ],
            [(15, 1500, False), (10, 1000, False), (30, 3000, True)],
        )
        target.department_ids = office
        self.assertEqual(set(self.measured(target)), {moved})
        target.is_pro_rata = False
        target.department_ids = sales | office
        self.assertEqual(set(self.measured(target).values()).pop().target_value, 3000)
        with self.refused("not theirs in this period"):
            self.result(target, 5, gone)
        # without a part of the target, who was there for a part of the time is not judged by the whole one
        # but has earned what rewards all of it, if they reached that nonetheless
        target.band_ids = [Command.create(LOW)]
        for one, value, count in ((joined, 3000, 1), (left, 100, 0), (unknown, 100, 1)):
            mine = self.measured(target)[one].with_user(self.officer)
            mine.value = value
            mine.action_confirm()
            self.assertEqual((len(mine.band_ids), len(self.proposed(mine))), (1, count), one.name)

    def test_bands_do_not_contradict_each_other(self):
        grade = {"basis": "share", "grade": "good", "measure_from": 80, "has_to": True, "measure_below": 100}
        self.target(grade, {"basis": "share", "grade": "excellent", "measure_from": 100})
        for other in (
            {"basis": "share", "grade": "excellent", "measure_from": 99.99},
            {"basis": "value", "grade": "excellent", "measure_from": 5000},
        ):
            with self.refused("say two things of one result"):
                self.target(grade, other)
        # two rules may both follow, as ASC-SR-04 and SR-05 do
        self.target(FULL, {**FULL, "measure_from": 120, "rule_code": "point"})
        with self.refused("upper bound of a band"):
            self.target({**grade, "measure_below": 80})

    def test_bad_input_is_refused(self):
        target = self.target(FULL)
        with self.refused("has not begun yet"):
            self.result(target, 5, day=date(2999, 1, 1))
        with self.refused("choose the employee"):
            self.results.create({"target_id": target.id, "date_from": JUNE_1, "value": 1})
        result = self.result(target, 5)
        with self.refused("does not change"):
            result.employee_id = self.leader
        with self.refused("period is not over"):
            self.result(target, 5, day=self.company._score_day()).action_confirm()

    def test_the_form_enters_a_result(self):
        target = self.target(FULL)
        with Form(self.results) as form:
            form.target_id = target
            form.employee_id = self.employee
            form.date_from = JUNE_30
            form.is_known = True
            form.value = 1200
        self.assertEqual((form.record.rate, form.record.date_from), (120, JUNE_1))

    @mute_logger("odoo.sql_db")
    def test_import_brings_results_up_to_date(self):
        """A file twice is the same as once; what was measured as unknown is filled in; empty is not zero."""
        target = self.target(LOW)
        self.measured(target)
        names = ["target_id", "employee_id", "date_from", "value"]
        rows = [
            ["Sales", self.employee.name, "2026-06-05", "650"],
            ["Sales", self.leader.name, "2026-06-05", ""],
        ]
        importing = self.results.with_context(import_file=True)
        for _time in range(2):
            loaded = importing.load(names, rows)
            self.assertFalse(loaded["messages"])
        mine, theirs = self.results.browse(loaded["ids"])
        self.assertEqual(self.results.search_count([("target_id", "=", target.id)]), 2)
        self.assertEqual((mine.value, mine.is_known, mine.band_ids.rule_code), (650, True, "point"))
        self.assertFalse(theirs.is_known)
        mine.action_confirm()
        loaded = importing.load(names, [["Sales", self.employee.name, "2026-06-05", "900"]])
        self.assertFalse(loaded["ids"])
        self.assertIn("result of the target already", loaded["messages"][0]["message"])
        loaded = importing.load(names, [["Nothing", self.employee.name, "2026-06-05", "900"]])
        self.assertIn("Nothing", loaded["messages"][0]["message"])

    def test_a_draft_of_an_archived_target_is_not_confirmed(self):
        target = self.target(FULL)
        result = self.result(target, 1000)
        target.active = False
        with self.refused("is archived"):
            result.action_confirm()
        target.active = True
        result.action_confirm()
        self.assertEqual(result.state, "confirmed")

    def test_back_to_draft_while_nothing_was_built_on_it(self):
        target = self.target(FULL)
        result = self.result(target, 1000)
        result.action_confirm()
        with self.assertRaises(UserError):
            result.action_reset()
        result.with_user(self.manager).action_reset()
        self.assertEqual((result.state, self.proposed(result).state), ("draft", "rejected"))
        result.action_confirm()
        draft = self.proposed(result).filtered(lambda entry: entry.state == "draft")
        self.assertEqual(len(draft), 1)
        draft.action_confirm()
        with self.refused("an entry of it is confirmed"):
            result.with_user(self.manager).action_reset()

    def test_the_database_keeps_what_is_confirmed(self):
        result = self.result(self.target(FULL), 1000)
        result.action_confirm()
        self.env.flush_all()
        for statement in (
            SQL("UPDATE service_score_result SET value = 1 WHERE id = %s", result.id),
            SQL("DELETE FROM service_score_result WHERE id = %s", result.id),
        ):
            with (
                self.assertRaisesRegex(psycopg2.errors.IntegrityConstraintViolation, "append-only"),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement)

    def test_a_target_holds_in_its_time_only(self):
        target = self.target(FULL, valid_from=JUNE_1, valid_to=JUNE_30)
        self.assertTrue(self.measured(target))
        for day in (date(2026, 5, 31), date(2026, 7, 1)):
            with freeze_time("2026-08-01"), self.refused("not theirs in this period"):
                self.result(target, 1000, day=day)
        # what waits of a time in which it does not hold any more is gone
        target.valid_to = date(2026, 6, 29)
        self.assertFalse(target.with_user(self.officer).result_ids)

    def test_units_have_targets_of_their_own(self):
        unit = self.env["hr.department"].create({"name": "Outlet", "company_id": self.company.id})
        book = self.activated(
            code="units",
            carrier="department",
            bracket_ids=False,
            rule_ids=[Command.create({"code": "merit", "name": "Merit", "points": 1, "kind": "reward"})],
        )
        target = self.target(
            {**FULL, "rule_code": "merit"},
            carrier="department",
            rulebook_code=book.code,
            department_ids=[Command.set(unit.ids)],
        )
        result = self.results.create(
            {"target_id": target.id, "department_id": unit.id, "date_from": JUNE_1, "value": 1500}
        )
        result.action_confirm()
        entry = self.proposed(result)
        self.assertEqual((entry.department_id, entry.employee_id.id, entry.rule_code), (unit, False, "merit"))

    def test_rules_of_another_kind_of_book_are_not_proposed(self):
        target = self.target({**FULL, "rule_code": "nothing"})
        self.assertFalse(target.band_ids.has_rule)
        self.assertTrue(self.target(FULL).band_ids.has_rule)
        result = self.result(target, 1000)
        result.action_confirm()
        self.assertFalse(self.proposed(result))

    def test_the_cron_measures_the_running_period_and_the_last_one(self):
        target = self.target(FULL, valid_from=JUNE_1)
        later = self.target(FULL, valid_from=date(2026, 7, 1))
        unset = self.target(FULL, metric="new_customers", value=0, valid_from=JUNE_1)
        broken = self.target(FULL, valid_from=JUNE_1, sequence=1)

        measure = type(target)._measure_due

        def fail(one):
            if one.id == broken.id:
                raise UserError("broken")  # pylint: disable=translation-required
            return measure(one)

        with (
            patch.object(type(target), "_measure_due", fail),
            self.in_july(),
            mute_logger("odoo.addons.service_scoring.models.service_score_result_measure"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("service_scoring.cron_score_target").method_direct_trigger()
        self.env.invalidate_all()
        self.assertFalse(broken.result_ids)
        # a run that had to stop goes on with what was not measured yet
        ours = target | later
        with self.in_july():
            self.assertTrue(all(one.measured_at for one in (ours | broken).sudo()))
        days = [set(one.sudo().result_ids.mapped("date_from")) for one in (target, later)]
        self.assertEqual(days, [{JUNE_1, date(2026, 7, 1)}, {date(2026, 7, 1)}])
        self.assertFalse(unset.result_ids)

    def test_new_customers_are_measured(self):
        """HOTEL-CUS-01: whose salesperson they are, by the company's days; unknown without a login."""
        nobody = self.env["hr.employee"].create({"name": "No login", "company_id": self.company.id})
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        target = self.target(
            {**LOW, "measure_below": 100},
            metric="new_customers",
            value=2,
            metric_domain="[('is_company', '=', True)]",
        )
        partners = self.env["res.partner"].create(
            [
                {"name": f"Customer {number}", "user_id": self.user.id, "is_company": True}
                for number in range(5)
            ]
        )
        partners[4].is_company = False
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = '2026-06-15' WHERE id = ANY(%s)", [partners.ids]
        )
        for partner, moment in zip(
            partners,
            ("2026-05-31 15:59:59", "2026-05-31 16:00:00", "2026-06-30 15:59:59", "2026-06-30 16:00:00"),
            strict=False,
        ):
            self.env.cr.execute("UPDATE res_partner SET create_date = %s WHERE id = %s", [moment, partner.id])
        partners.invalidate_recordset()
        found = self.measured(target)
        self.assertEqual((found[self.employee].value, found[self.employee].source), (2, "measured"))
        self.assertFalse(found[self.employee].band_ids)
        self.assertEqual((found[self.leader].is_known, found[self.leader].value), (True, 0))
        self.assertTrue(found[self.leader].band_ids)
        self.assertFalse(found[nobody].is_known or found[nobody].band_ids)
        # a customer who came after the last measuring counts when it is confirmed
        partners[4].is_company = True
        found[self.leader].with_user(self.officer).action_confirm()
        self.assertEqual((found[self.leader].state, found[self.employee].value), ("confirmed", 3))
        partners[4].is_company = False
        # what people enter instead needs a reason, and stays until it is measured anew
        mine = found[self.employee].with_user(self.officer)
        with self.refused("Why is another value entered"):
            mine.value = 1
        mine.write({"value": 1, "reason": "Counted by hand"})
        self.assertEqual(self.measured(target)[self.employee].value, 1)
        mine.action_measure()
        self.assertEqual((mine.value, mine.source, mine.reason), (2, "measured", False))

    def test_any_number_of_people_takes_the_same_queries(self):
        self.targets.env["hr.employee"].sudo().create(
            [{"name": f"Staff {number}", "company_id": self.company.id} for number in range(30)]
        )
        target = self.target(FULL, LOW)
        self.measured(target)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            self.env["service.score.result"]._measure(target.sudo(), JUNE_1, JUNE_30)
        results = self.results.search([("target_id", "=", target.id)])
        with self.assertQueryCount(4):
            self.env["service.score.result"]._get_known(target, results.employee_id, JUNE_1, JUNE_30)


@tagged("post_install", "-at_install")
class TestTargetCommission(TargetCase):
    """HOTEL-TGT-01, HOTEL-TGT-02, Q-18: commissions go with the sheet, for the employee and HR only."""

    COMMISSION = {"basis": "value", "measure_from": 0, "has_commission": True, "commission_rate": 3}

    def test_commissions_are_a_part_of_the_bonus(self):
        target = self.target(self.COMMISSION)
        result = self.result(target, 16800)
        before = self.make()
        result.action_confirm()
        sheet = self.make()
        self.assertEqual((sheet.bonus_amount, sheet.commission_amount), (504, 504))
        self.assertEqual(sheet.pay_after, 5504)
        self.assertEqual(
            before.pay_ids.sudo().facts["commissions"], [[result.sudo().commission_ids.id, "504"]]
        )
        earned = result.sudo().commission_ids
        self.env.flush_all()
        with (
            self.assertRaisesRegex(psycopg2.errors.IntegrityConstraintViolation, "append-only"),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(SQL("UPDATE service_score_commission SET amount = 1 WHERE id = %s", earned.id))
        digest = sheet.pay_ids.sudo().inputs_hash
        self.assertEqual(self.make().pay_ids.sudo().inputs_hash, digest)
        html = self.env["ir.qweb"]._render("service_scoring.score_sheet_content", {"sheet": sheet})
        self.assertIn("Of It Commission", html)
        self.close(sheet)
        self.env.flush_all()
        with (
            self.assertRaisesRegex(psycopg2.errors.IntegrityConstraintViolation, "append-only"),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(SQL("DELETE FROM service_score_commission WHERE id = %s", earned.id))
        with self.refused("paid with a confirmed sheet"):
            result.with_user(self.manager).action_reset()
        # also where the target goes with another book by now
        target.rulebook_code = "other"
        with self.refused("paid with a confirmed sheet"):
            result.with_user(self.manager).action_reset()
        with self.refused("with the sheet of a rule book"):
            target.rulebook_code = False

    def test_what_is_confirmed_after_the_sheet_is_paid_with_the_next_one(self):
        self.close(self.make())
        target = self.target(self.COMMISSION)
        result = self.result(target, 1000)
        result.action_confirm()
        self.assertEqual(result.sudo().commission_ids.effective_date, date(2026, 7, 1))
        july = self.make(day=date(2026, 7, 15))
        self.assertEqual((july.bonus_amount, july.commission_amount), (30, 30))

    def test_who_only_earned_a_commission_has_a_sheet(self):
        target = self.target(self.COMMISSION)
        self.result(target, 1000).action_confirm()
        sheets = self.book.with_user(self.hr).generate_sheets(JUNE_1)
        self.assertEqual(sheets.employee_id, self.employee)

    def test_above_the_target_only(self):
        target = self.target(
            {
                **self.COMMISSION,
                "measure_from": 1000,
                "commission_rate": 10,
                "commission_base": "above_target",
            }
        )
        for value, amount in ((999.99, 0), (1000, 0), (1001, 0.1), (2000, 100)):
            result = self.result(target, value)
            result.action_confirm()
            self.assertEqual(sum(result.sudo().commission_ids.mapped("amount")), amount, value)
            result.with_user(self.manager).action_reset()
            result.unlink()

    def test_who_sees_what(self):
        target = self.target(self.COMMISSION)
        result = self.result(target, 1000)
        other = self.person("target_other", "base.group_user")
        self.employee_of(other)
        result.action_confirm()
        for user, sees, money in (
            (self.user, True, 30),
            (self.leader_user, True, 0),
            (other, False, 0),
            (self.officer, True, 0),
            (self.manager, True, 0),
            (self.hr, True, 30),
        ):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                found = self.env["service.score.result"].with_user(user).search([("id", "=", result.id)])
                self.assertEqual(bool(found), sees)
                rows = self.env["service.score.commission"].with_user(user).search([])
                self.assertEqual(sum(rows.mapped("amount")), money)
                if found:
                    self.assertEqual(found.commission_amount, money)
                    self.assertEqual(found.read(["display_name", "value"])[0]["value"], 1000)
        stranger = self.env["res.company"].create({"name": "Elsewhere"})
        outsider = self.officer.copy(
            {
                "login": "target_outsider",
                "company_ids": [Command.set(stranger.ids)],
                "company_id": stranger.id,
            }
        )
        for model in ("target", "target.band", "result", "commission"):
            self.assertFalse(
                self.env[f"service.score.{model}"]
                .with_user(outsider)
                .with_context(allowed_company_ids=stranger.ids)
                .search([])
            )

    def test_who_may_do_what(self):
        target = self.target(self.COMMISSION)
        result = self.result(target, 1000)
        for user in (self.user, self.leader_user):
            mine = result.with_user(user)
            for refused in (
                lambda mine=mine: mine.write({"value": 5}),
                mine.action_confirm,
                mine.action_measure,
                mine.unlink,
            ):
                with self.assertRaises(AccessError):
                    refused()
            with self.assertRaises(AccessError):
                target.with_user(user).action_measure()
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                target.with_user(user).write({"value": 5})
        result.action_confirm()
        for user in (self.user, self.officer, self.manager, self.hr):
            with self.assertRaises(AccessError):
                result.with_user(self.hr).commission_ids.with_user(user).write({"amount": 1})

    def test_nobody_decides_about_themselves(self):
        mine = self.employee_of(self.officer)
        target = self.target(self.COMMISSION)
        with self.refused("is your own"):
            self.result(target, 1000, mine)
        result = self.results.with_user(self.hr).create(
            {"target_id": target.id, "employee_id": mine.id, "date_from": JUNE_1, "value": 1000}
        )
        for refused in (
            result.with_user(self.officer).action_confirm,
            result.with_user(self.officer).action_measure,
        ):
            with self.refused("is your own"):
                refused()
        self.assertFalse(result.with_user(self.officer).may_decide)
        self.assertTrue(result.with_user(self.hr).may_decide)
        result.with_user(self.hr).action_confirm()
        with self.assertRaises(UserError):
            result.with_user(self.officer).action_reset()
        unit = self.env["hr.department"].create(
            {"name": "Led by the officer", "company_id": self.company.id, "manager_id": mine.id}
        )
        target = self.target(FULL, carrier="department")
        with self.refused("is your own"):
            self.results.create(
                {"target_id": target.id, "department_id": unit.id, "date_from": JUNE_1, "value": 1}
            )

    def test_erasure_blanks_the_reason(self):
        target = self.target(self.COMMISSION, metric="new_customers")
        result = self.result(target, 5, reason="Was ill in June")
        result.action_confirm()
        self.employee._anonymise_scores()
        self.assertEqual((result.reason, result.value), ("Anonymised", 5))
