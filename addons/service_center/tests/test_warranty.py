from datetime import date

import psycopg2.errors

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .warranty_common import DAY, TODAY, WarrantyCase


@tagged("post_install", "-at_install")
class TestWarranty(WarrantyCase):
    """Items registered by hand: what was promised, until when, and what is refused."""

    def test_covers_end_each_for_itself(self):
        item = self.register()
        self.assertRecordValues(
            item,
            [
                {
                    "term_id": self.term.id,
                    "origin": "manual",
                    "start_date": date(2026, 1, 31),
                    "parts_end": date(2027, 1, 31),
                    "labour_end": date(2026, 7, 31),
                    "travel_end": False,
                    "end_date": date(2027, 1, 31),
                    "state": "in",
                }
            ],
        )
        self.assertTrue(item.name.startswith("WAR/2026/"))
        self.assert_replayed()

    def test_the_last_day_belongs_to_it_until_midnight_in_the_company(self):
        item = self.register(purchase_date="2026-05-15", term_id=self.make_term("m", (("parts", 1),)).id)
        self.assertEqual((item.end_date, item.state, item.days_left), (TODAY, "in", 1))
        late = self.register(purchase_date="2026-05-14", term_id=item.term_id.id)
        self.assertEqual((late.end_date, late.state), (TODAY - DAY, "out"))
        with freeze(self, "2026-06-15 15:59:59"):
            self.assertEqual(item.state, "in")
        with freeze(self, "2026-06-15 16:00:00"):  # midnight in Shanghai
            self.assertEqual(item.state, "out")

    def test_the_term_of_the_product_then_of_the_nearest_category_then_the_general_one(self):
        child = self.env["product.category"].create({"name": "Balances", "parent_id": self.categ.id})
        general = self.make_term("all", sequence=1)
        of_parent = self.make_term("parent", categ_ids=self.categ.ids)
        of_child = self.make_term("child", categ_ids=child.ids)
        other = self.env["product.product"].create({"name": "Microscope", "categ_id": child.id})
        elsewhere = self.env["product.product"].create({"name": "Chair"})
        self.assertEqual(self.register().term_id, self.term)
        self.assertEqual(self.register(product_id=other.id).term_id, of_child)
        of_child.active = False
        item = self.register(product_id=other.id)
        self.assertEqual(item.term_id, of_parent)
        why = item.explanation["warranty_term"]
        self.assertEqual((why["decision"], why["value"]), ("of_category", "parent"))
        self.assertIn(
            {"rule": "all", "because": {"code": "term_less_specific", "params": {"term": "parent"}}},
            why["rejected"],
        )
        self.assertEqual(self.register(product_id=elsewhere.id).term_id, general)

    def test_terms_hold_for_what_is_sold_while_they_are_valid(self):
        self.term.write({"valid_from": "2026-02-01", "valid_to": "2026-03-01"})
        general = self.make_term("all")
        by_day = {
            day: self.register(purchase_date=day).term_id
            for day in ("2026-01-31", "2026-02-01", "2026-03-01", "2026-03-02")
        }
        self.assertEqual(list(by_day.values()), [general, self.term, self.term, general])

    def test_without_a_term_nothing_can_be_registered(self):
        self.term.active = False
        with self.assertRaisesRegex(ValidationError, "No warranty term holds for “.*Balance”"):
            self.register()

    def test_what_was_promised_stays_when_the_term_changes(self):
        item = self.register()
        self.term.cover_ids.filtered(lambda cover: cover.kind == "parts").value = 3
        item.write({"start_basis": "delivery", "start_date": "2026-02-28"})
        self.assertEqual(item.parts_end, date(2027, 2, 28))
        self.assertEqual(self.register().parts_end, date(2026, 4, 30))
        item.term_id = self.make_term("new", (("parts", 1),))
        self.assertEqual((item.parts_end, item.labour_share), (date(2026, 3, 28), 0))
        self.assert_replayed()

    def test_without_proof_it_is_not_proven(self):
        item = self.register(proof="none", proof_number=False)
        self.assertEqual(item.state, "unproven")
        self.assertIn("proof", item.warning)
        item.write({"proof": "receipt", "proof_number": "R-9"})
        self.assertEqual((item.state, item.warning), ("in", False))
        self.term.needs_proof = False
        self.assertEqual(self.register(proof="none", proof_number=False).state, "in")
        self.assert_replayed()

    def test_proof_has_to_be_there(self):
        for proof in ("invoice", "receipt", "serial", "sale"):
            with self.assertRaisesRegex(ValidationError, "as proof"):
                self.register(proof=proof, proof_number=False)
        self.register(proof="serial", proof_number=False, serial="A1")
        self.register(proof="invoice", proof_number=False, proof_file=b"aGVsbG8=")

    def test_dates_that_cannot_be(self):
        with self.assertRaisesRegex(ValidationError, "in the future"):
            self.register(purchase_date=TODAY + DAY)
        self.register(purchase_date=TODAY)
        with self.assertRaisesRegex(ValidationError, "before the item was bought"):
            self.register(start_basis="delivery", start_date="2026-01-30")
        item = self.register(start_basis="serial", start_date="2026-01-30", serial="A1")
        self.assertIn("before it was bought", item.warning)
        order = self.sell(confirm=False)
        order.write({"date_order": "2026-02-01 02:00:00"})
        with self.assertRaisesRegex(ValidationError, "with which it was sold"):
            self.register(sale_order_id=order.id)

    def test_a_serial_number_in_warranty_is_taken(self):
        first = self.register(serial=" A  1 ")
        self.assertEqual(first.serial, "A 1")
        with self.assertRaisesRegex(ValidationError, first.name):
            self.register(serial="a 1")
        other = self.env["product.product"].create({"name": "Other"})
        self.register(serial="A 1", product_id=other.id, term_id=self.term.id)
        second = self.register(serial="B")
        with self.assertRaises(ValidationError):
            second.serial = "A 1"
        first._void("Wrong item")
        second.serial = "A 1"
        with self.assertRaises(UserError):
            first.event_ids.filtered(lambda event: event.kind == "void").action_take_back()

    def test_a_serial_number_whose_warranty_is_over_is_free(self):
        first = self.register(serial="A1", purchase_date="2025-01-31")
        self.assertEqual(first.end_date, date(2026, 1, 31))
        with self.assertRaises(ValidationError):
            self.register(serial="A1", purchase_date="2026-01-31")
        second = self.register(serial="A1", purchase_date="2026-02-01")
        self.assertEqual((first.is_current, second.is_current), (False, True))

    @mute_logger("odoo.sql_db")
    def test_the_database_keeps_serial_numbers_apart(self):
        self.register(serial="A1")
        other = self.register(serial="A2")
        with self.assertRaises(psycopg2.errors.UniqueViolation):
            self.env.cr.execute("UPDATE service_warranty SET serial = 'a1' WHERE id = %s", (other.id,))

    def test_terms_that_cannot_be(self):
        for covers in (
            [{"kind": "parts", "value": 0}],
            [{"kind": "parts", "value": -1}],
            [{"kind": "parts", "share": 0}],
            [{"kind": "parts", "share": 101}],
            [{"kind": "parts", "usage_limit": -5}],
        ):
            with (
                self.subTest(covers),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
            ):
                self.Term.create({"code": "x", "name": "X", "cover_ids": [(0, 0, one) for one in covers]})
        for right in ({}, {"within_days": -1, "repairs": 2}, {"repair_days": -1}):
            with (
                self.subTest(right),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
            ):
                self.term.right_ids = [(0, 0, {"name": "R", "kind": "return", **right})]
                self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.make_term("x", (("parts", 1), ("parts", 2)))

    def test_warranties_are_kept(self):
        with self.assertRaisesRegex(UserError, "are kept"):
            self.register().unlink()

    @mute_logger("odoo.sql_db")
    def test_the_ledger_stays_as_it_is(self):
        item = self.register()
        for statement in (
            "UPDATE service_warranty_event SET date = '2020-01-01' WHERE warranty_id = %s",
            "DELETE FROM service_warranty_event WHERE warranty_id = %s",
        ):
            with self.assertRaisesRegex(psycopg2.errors.IntegrityError, "append-only"), self.cr.savepoint():
                self.env.cr.execute(statement, (item.id,))

    def test_nobody_writes_what_the_ledger_gives(self):
        item = self.register()
        item.write({"end_date": "2030-01-01", "parts_share": 5, "is_proven": False, "closed_by": "void"})
        self.assertEqual((item.end_date, item.parts_share, item.state), (date(2027, 1, 31), 100, "in"))
        self.assertEqual(self.register(end_date="2030-01-01").end_date, date(2027, 1, 31))

    def test_the_check_finds_what_was_changed_around_the_ledger(self):
        item = self.register()
        self.assert_replayed()
        self.env.cr.execute("UPDATE service_warranty SET parts_end = '2030-01-01' WHERE id = %s", (item.id,))
        self.env.invalidate_all()
        found = list(self.env["service.warranty"]._check_replay())
        self.assertEqual([one["place"] for one in found], [item.name])


def freeze(case, instant):
    """Freeze another instant, with computed values read anew."""
    from odoo.tests import freeze_time

    case.env.invalidate_all()
    return freeze_time(instant)
