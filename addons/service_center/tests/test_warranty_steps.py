from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .warranty_common import DAY, TODAY, WarrantyCase


@tagged("post_install", "-at_install")
class TestWarrantySteps(WarrantyCase):
    """Repairs, readings, transfer, exchange, void; and slips taken back."""

    def tearDown(self):
        self.assert_replayed()
        super().tearDown()

    def test_a_repair_moves_the_end_by_its_days(self):
        item = self.register()
        item._begin_repair(date(2026, 3, 1), "No power")
        self.assertEqual((item.end_date, item.parts_end, item.state), (False, False, "in"))
        self.assertEqual(item.under_repair_since, date(2026, 3, 1))
        item._end_repair(date(2026, 3, 10))
        self.assertEqual((item.end_date, item.labour_end), (date(2027, 2, 10), date(2026, 8, 10)))
        self.assertEqual((item.repair_count, item.under_repair_since), (1, False))

    def test_where_the_policy_counts_repair_time_the_end_stays(self):
        self.term.repair_stops = False
        item = self.register()
        item._begin_repair(date(2026, 3, 1))
        item._end_repair(date(2026, 3, 10))
        self.assertEqual(item.end_date, date(2027, 1, 31))

    def test_repairs_that_cannot_be(self):
        item = self.register()
        with self.assertRaisesRegex(UserError, "not under repair"):
            item._end_repair()
        item._begin_repair(date(2026, 3, 1))
        with self.assertRaisesRegex(UserError, "before it began"):
            item._end_repair(date(2026, 2, 28))
        with self.assertRaisesRegex(UserError, "in the future"):
            item._end_repair(TODAY + DAY)
        with self.assertRaisesRegex(UserError, "before the item was bought"):
            item._begin_repair(date(2026, 1, 30))

    def test_readings_end_it_when_they_are_above_the_limit(self):
        self.term.limit_unit = "km"
        self.term.cover_ids.filtered(lambda cover: cover.kind == "parts").usage_limit = 60_000
        item = self.register()
        item._record_reading(60_000, date(2026, 3, 1))
        self.assertEqual((item.parts_end, item.last_reading), (date(2027, 1, 31), 60_000))
        item._record_reading(60_000.5, date(2026, 5, 1))
        self.assertEqual((item.parts_end, item.labour_end), (date(2026, 4, 30), date(2026, 7, 31)))
        codes = [reason.code for reason in item._judge(date(2026, 5, 1)).covers[0].reasons]
        self.assertEqual(codes, ["ended", "reading_over"])

    def test_readings_that_cannot_be(self):
        item = self.register()
        item._record_reading(500, date(2026, 3, 1))
        with self.assertRaisesRegex(UserError, "below zero"):
            item._record_reading(-1)
        with self.assertRaisesRegex(UserError, "lower than the reading of 2026-03-01, 500"):
            item._record_reading(499)
        with self.assertRaisesRegex(UserError, "higher than the later reading"):
            item._record_reading(501, date(2026, 2, 15))
        item._record_reading(100, date(2026, 2, 15))
        item._record_reading(500)
        self.assertEqual((item.last_reading, item.last_reading_on), (500, TODAY))

    def test_a_slip_is_taken_back(self):
        item = self.register()
        slip = item._record_reading(5000)
        slip.action_take_back()
        self.assertEqual((item.last_reading, item.last_reading_on, slip.is_taken_back), (0, False, True))
        item._record_reading(500)
        with self.assertRaises(UserError):
            slip.action_take_back()
        begin = item._begin_repair(date(2026, 3, 1))
        end = item._end_repair(date(2026, 3, 5))
        with self.assertRaisesRegex(UserError, "end of this repair"):
            begin.action_take_back()
        end.action_take_back()
        begin.action_take_back()
        self.assertEqual((item.end_date, item.repair_count), (date(2027, 1, 31), 0))
        with self.assertRaises(UserError):
            item.event_ids.filtered(lambda event: event.kind == "start")[:1].action_take_back()

    def test_another_owner(self):
        item = self.register()
        with self.assertRaisesRegex(UserError, "use “Transfer”"):
            item.partner_id = self.li
        event = item._transfer(self.li, date(2026, 4, 1), "Sold privately")
        self.assertEqual(
            (item.partner_id, item.end_date, event.note), (self.li, date(2027, 1, 31), "Sold privately")
        )
        self.assertEqual(event.display_name, "New Owner 04/01/2026")
        with self.assertRaises(UserError):
            item._transfer(self.li)
        event.action_take_back()
        self.assertEqual(item.partner_id, self.wang)

    def test_a_warranty_that_does_not_go_along(self):
        self.term.transferable = False
        item = self.register()
        item._transfer(self.li, date(2026, 4, 1))
        self.assertEqual((item.end_date, item.state, item.closed_by), (date(2026, 3, 31), "out", False))

    def test_void_for_a_reason(self):
        item = self.register(serial="A1")
        with self.assertRaisesRegex(UserError, "Why"):
            item._void(" ")
        item._void("Opened by the customer", date(2026, 4, 1))
        self.assertEqual((item.closed_by, item.end_date, item.state), ("void", date(2026, 3, 31), "out"))
        for step in (item._begin_repair, item._void, lambda: item._record_reading(1)):
            with self.assertRaises(UserError):
                step() if step != item._void else step("again")
        with self.assertRaisesRegex(UserError, "stays as it was"):
            item.purchase_date = "2026-02-01"
        item.event_ids.filtered(lambda event: event.kind == "void").action_take_back()
        self.assertEqual((item.closed_by, item.state, item.is_current), (False, "in", True))

    def test_an_exchange_restarts_the_term(self):
        item = self.register(serial="A1")
        new = item._exchange(date(2026, 4, 1), "A2")
        self.assertRecordValues(
            new,
            [
                {
                    "origin": "exchange",
                    "serial": "A2",
                    "exchanged_from_id": item.id,
                    "start_date": date(2026, 4, 1),
                    "end_date": date(2027, 4, 1),
                    "state": "in",
                    "partner_id": self.wang.id,
                    "proof": "invoice",
                }
            ],
        )
        self.assertEqual((item.closed_by, item.end_date), ("exchange", date(2026, 3, 31)))
        self.assertEqual(new.explanation["warranty_term"]["decision"], "term_of_former")
        with self.assertRaises(UserError):
            item._exchange()

    def test_an_exchange_that_goes_on_has_what_was_left(self):
        self.term.exchange_mode = "continue"
        item = self.register()
        item._begin_repair(date(2026, 3, 1))
        new = item._exchange(date(2026, 3, 20))
        self.assertEqual((new.end_date, new.labour_end), (date(2027, 2, 20), date(2026, 8, 20)))
        self.assertEqual(item.under_repair_since, False)

    def test_what_was_promised_is_promised_for_the_other_item_too(self):
        item = self.register()
        self.term.cover_ids.filtered(lambda cover: cover.kind == "parts").value = 1
        self.assertEqual(item._exchange(date(2026, 4, 1)).parts_end, date(2027, 4, 1))

    def test_an_exchange_takes_no_serial_number_that_is_taken(self):
        self.register(serial="A2")
        with self.assertRaisesRegex(Exception, "in warranty already"), self.cr.savepoint():
            self.register(serial="A1")._exchange(serial="A2")

    def test_rights_open_and_close(self):
        self.term.right_ids = [
            (0, 0, {"name": "Seven days", "kind": "return", "within_days": 7}),
            (0, 0, {"name": "Third time", "kind": "exchange", "repairs": 2}),
        ]
        item = self.register(purchase_date="2026-06-08")
        self.assertEqual(item.rights_today, "Return: Seven days")
        self.assertFalse(self.register(purchase_date="2026-06-07").rights_today)
        for day in (9, 11):
            item._begin_repair(date(2026, 6, day), "No power")
            item._end_repair(date(2026, 6, day), note="Board changed")
        self.assertEqual(item.rights_today, "Return: Seven days\nExchange: Third time")

    def test_the_dialogs(self):
        item = self.register()
        action = item.with_context(step="reading").action_step()
        wizard = self.env["service.warranty.step"].with_context(**action["context"]).create({"reading": 7})
        wizard.action_confirm()
        self.assertEqual(item.last_reading, 7)
        exchange = self.env["service.warranty.step"].create(
            {"warranty_id": item.id, "step": "exchange", "serial": "N1"}
        )
        shown = exchange.action_confirm()
        self.assertEqual(shown["res_id"], item.replacement_ids.id)
        judge = self.env["service.warranty.judge"].create({"warranty_id": item.replacement_ids.id})
        self.assertEqual(judge.state, "in")
        judge.cause = "misuse"
        self.assertEqual(judge.state, "out")
        self.assertIn("Not covered: Misuse", judge.answer)
        judge.write({"cause": False, "day": "2026-06-14"})
        self.assertIn("It starts only on", judge.answer)
