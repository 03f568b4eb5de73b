from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .pack_order_common import PackOrderCase
from .sla_common import local

SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestPackInstruments(PackOrderCase):
    """INST from the loaded pack: warranty, fees, promises in working days."""

    pack = "instruments"

    # Warranty and fees
    def test_every_cell_of_the_matrix(self):
        """INST-WAR-02, INST-FEE-01 to 03, for every type of the pack."""

        def expected(warranty, cause, kind):
            if kind == "consultation":
                return "INST-IN-01", "company"
            if kind == "installation":
                return "INST-BOX-01", "company"
            letter = {"exchange": ("a", "a", "c"), "return": ("b", "b", "d")}.get(kind)
            if warranty == "out":
                return (f"INST-FEE-03{letter[0]}", "refuse") if letter else ("INST-FEE-03", "customer")
            if warranty == "unproven":
                return (f"INST-WAR-02{letter[1]}", "refuse") if letter else ("INST-WAR-02", "customer")
            if cause == "misuse":
                return (f"INST-WAR-02{letter[2]}", "refuse") if letter else ("INST-FEE-02", "customer")
            base = {"transport": "company", "wear": "customer", "unknown": "judge"}
            return ("INST-FEE-01", "company") if cause == "manufacturing" else (f"in_{cause}", base[cause])

        self.assertMatrix(expected)

    def test_in_warranty_the_company_bears_freight_labour_and_material(self):
        """INST-FEE-01: the whole, also what the term covers no longer."""
        order = self.order_of("exchange", defect_cause="manufacturing")
        order.line_ids = [
            (0, 0, {"kind": kind, "name": kind, "price_unit": 10.0}) for kind in ("part", "labour", "freight")
        ]
        self.assertEqual(order.line_ids.mapped("company_share"), [100, 100, 100])
        self.assertEqual((order.customer_amount, order.company_share), (0, 100))

    def test_the_warranty_ends_with_its_last_day(self):
        """INST-WAR-01: purchase date and the term of the pack."""
        with self.at("2026-03-01 09:00"):
            self.register("SN-edge", "2025-03-10")
        for at, state in (("2026-03-10 23:59", "in"), ("2026-03-11 00:00", "out")):
            order = self.order_of("workshop", "edge", at=at, defect_cause="manufacturing")
            self.assertEqual((order.warranty_state, bool(order.customer_share)), (state, state == "out"))

    def test_without_a_proof_it_is_as_out_of_warranty(self):
        """INST-WAR-02."""
        with self.at("2026-03-01 09:00"):
            item = self.register("SN-noproof", "2026-01-10", proof="none", proof_number=False)
        order = self.order_of("workshop", "noproof", defect_cause="manufacturing")
        self.assertEqual(
            (item.is_proven, order.warranty_state, order.liability), (False, "unproven", "customer")
        )

    def test_what_is_not_offered_is_refused(self):
        """INST-FEE-03: no exchange or return out of warranty; repair is."""
        for code in ("exchange", "return"):
            order = self.order_of(code, "out", defect_cause="manufacturing")
            with self.assertRaisesRegex(UserError, "not offered"):
                order.action_confirm()
        repair = self.order_of("workshop", "out", defect_cause="manufacturing")
        repair.action_confirm()
        self.assertEqual(repair.state, "confirmed")

    def test_only_what_was_quoted_and_accepted_is_repaired(self):
        """INST-FEE-04."""
        order = self.order_of("workshop", "out", line_ids=[(0, 0, {"product_id": self.part.id})])
        order.action_confirm()
        with self.assertRaisesRegex(UserError, "quotation"):
            order.action_start()
        order.action_make_quotation()
        with self.assertRaisesRegex(UserError, "quotation"):
            order.action_start()
        order.quotation_id.action_confirm()
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    # Promises in working days
    def agreed(self, at, code="workshop"):
        """A repair in warranty, which is free and so agreed once its fault is known (Q-40)."""
        order = self.order_of(code, at=at, defect_cause="manufacturing")
        with self.at(at):
            order.action_confirm()
            order.diagnosis = "Sensor broken"
        return order

    def test_seven_working_days(self):
        """INST-SLA-01, Q-40: the day it is agreed does not count; Saturdays do, Sundays do not."""
        for at, due in (
            ("2026-03-02 10:00", "2026-03-10 18:00"),  # a Monday
            ("2026-03-02 19:00", "2026-03-10 18:00"),  # after closing it is the same day
            ("2026-03-07 17:59", "2026-03-16 18:00"),  # a Saturday
            ("2026-03-08 10:00", "2026-03-16 18:00"),  # a Sunday: Monday is day 1
        ):
            self.assertEqual(self.agreed(at).promised_at, local(due), at)

    def test_seven_working_days_over_a_holiday(self):
        self.holiday("2026-10-01", "2026-10-07")
        before = self.agreed("2026-09-24 10:00")
        self.assertEqual(before.promised_at, local("2026-10-09 18:00"))
        within = self.agreed("2026-10-05 10:00")
        self.assertEqual(within.promised_at, local("2026-10-15 18:00"))
        self.make_up("2026-09-27")  # a Sunday
        self.assertEqual(self.agreed("2026-09-24 10:00").promised_at, local("2026-10-08 18:00"))

    def test_the_last_second_keeps_the_promise(self):
        for late, state in ((0 * SECOND, "kept"), (SECOND, "broken")):
            order = self.agreed("2026-03-02 10:00")
            with freeze_time(local("2026-03-10 18:00") + late):
                order.action_start()
                order.action_finish()
            self.assertEqual(order.promise_state, state)

    def test_a_delay_is_announced_before_the_promise_passes(self):
        """INST-SLA-01: warned a working day before; told in time, or the promise is broken."""
        order = self.agreed("2026-03-02 10:00")
        order.user_id = self.user
        for before, count in ((2, 0), (1, 1)):
            with freeze_time(local("2026-03-09 18:00") - before * SECOND):
                self.run_clocks()
            self.assertEqual(len(order.activity_ids.filtered("automated")), count)
        with freeze_time(local("2026-03-10 18:00")):
            order._announce(local("2026-03-13 10:00"), "No sensor", "phone", "Ms Wang agrees")
        self.assertEqual((order.promise_due_at, order.promise_state), (local("2026-03-13 10:00"), "open"))
        late = self.agreed("2026-03-02 10:00")
        with freeze_time(local("2026-03-10 18:00") + SECOND):
            late._announce(local("2026-03-13 10:00"), "No sensor", "phone", "Ms Wang agrees")
        self.assertEqual(late.promise_ids.sorted("id")[-1].kind, "late")
        self.assertEqual(late.promise_due_at, local("2026-03-10 18:00"))

    def at_factory(self, code="factory"):
        order = self.agreed("2026-03-02 10:00", code)
        order.user_id = self.user
        with self.at("2026-03-02 11:00"):
            order.write({"state": "waiting", "waiting_for": "factory"})
        return order

    def test_fifteen_working_days_at_the_factory(self):
        """INST-SLA-02: asked for at intervals, after ten working days, and at the latest after fifteen."""
        order = self.at_factory()
        self.assertEqual(order.promised_at, local("2026-03-19 18:00"))
        asked = []
        for at in ("2026-03-07 14:00", "2026-03-07 15:00", "2026-03-13 16:00", "2026-03-13 17:00"):
            with self.at(at):
                self.run_clocks()
            asked.append(len(order.activity_ids.filtered("automated")))
        self.assertEqual(asked, [0, 1, 1, 2])
        for late, state in ((0 * SECOND, "met"), (SECOND, "breached")):
            order = self.at_factory()
            with freeze_time(local("2026-03-19 18:00") + late):
                order.action_resume()
            self.assertEqual(self.clock(order, "factory_return").state, state)

    def test_a_repair_on_site_may_go_to_the_factory(self):
        """INST-REP-01: while the factory has it, the seven days stand still."""
        order = self.at_factory("on_site")
        self.assertEqual(self.clock(order, "factory_return").deadline, local("2026-03-19 18:00"))
        self.assertEqual(self.clock(order, "resolve").state, "paused")

    def test_fifteen_working_days_over_the_spring_festival(self):
        self.holiday("2026-02-15", "2026-02-23", "Spring Festival")
        order = self.agreed("2026-02-09 10:00", "factory")
        with self.at("2026-02-09 11:00"):
            order.write({"state": "waiting", "waiting_for": "factory"})
        # 10 to 14 February are five, 24 to 28 five, 2 to 6 March five
        self.assertEqual(order.promised_at, local("2026-03-06 18:00"))

    def test_the_maker_is_asked_after_seven_working_days_at_the_latest_after_ten(self):
        """INST-LOG-01."""
        order = self.agreed("2026-03-02 10:00")
        with self.at("2026-03-02 11:00"):
            order.write({"state": "waiting", "waiting_for": "parts"})
        clock = self.clock(order, "parts_there")
        self.assertEqual((clock.deadline, clock.party), (local("2026-03-13 18:00"), "supplier"))
        self.assertEqual(clock.next_event_at, local("2026-03-10 18:00") - SECOND)

    # On site
    def test_the_customer_gets_the_old_parts_and_signs(self):
        """INST-REP-02."""
        order = self.agreed("2026-03-02 10:00")
        with self.at("2026-03-03 10:00"):
            order.action_start()
            order.action_finish()
        with self.assertRaisesRegex(UserError, "signed"):
            order.action_close()
        line = self.of("checklist.line", "rep_old_parts")
        self.assertTrue(line.is_required)

    def test_the_record_at_intake(self):
        """INST-IN-01: service wanted by type, product, warranty, demand; telephone, on site or exchange."""
        kinds = {self.type_of(code).kind for code in ("phone", "on_site", "exchange")}
        self.assertEqual(kinds, {"consultation", "on_site_repair", "exchange"})
        order = self.order_of("on_site", description="No display")
        self.assertEqual((order.warranty_state, order.warranty_id.serial), ("in", "SN-in"))
        self.assertEqual(str(order.warranty_id.end_date), "2027-01-10")
