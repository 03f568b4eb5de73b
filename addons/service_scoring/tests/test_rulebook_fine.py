import psycopg2

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .score_common import ScoreCase


@tagged("post_install", "-at_install")
class TestRulebookFine(ScoreCase):
    """What points cost (HOTEL-FINE-01, SA-FINE-01), and fine brackets that leave nothing open."""

    def test_hotel_fine_01(self):
        for points, amount in ((0, 0), (1, 10), (20, 200), (20.01, 400.2), (21, 420), (0.1 + 0.2, 3)):
            self.assertEqual(self.book.compute_fine(points), amount, points)

    def test_a_point_is_a_yuan(self):
        book = self.make_book(
            code="adviser", bracket_ids=[Command.create({"is_open_end": True, "amount": 1})]
        )
        self.assertEqual(book.compute_fine(30), 30)
        self.assertEqual(book.compute_fine(10.5), 10.5)

    def test_without_brackets_there_is_no_fine(self):
        self.assertEqual(self.make_book(code="free", bracket_ids=[]).compute_fine(99), 0)

    def test_a_gap_is_refused_when_saved(self):
        first, second = self.book.bracket_ids
        self.assertRefused(
            "From 20 to 20.01 points there is no bracket", second.write, {"points_from": 20.01}
        )
        self.assertRefused("From 0 to 5 points there is no bracket", first.write, {"points_from": 5})
        shorter = [Command.update(first.id, {"points_to": 10})]
        self.assertRefused(
            "From 10 to 20 points there is no bracket", self.book.write, {"bracket_ids": shorter}
        )

    def test_an_overlap_is_refused_when_saved(self):
        first, second = self.book.bracket_ids
        self.assertRefused(
            "From 19.99 to 20 points there are two brackets", second.write, {"points_from": 19.99}
        )
        self.assertRefused("Above 20 points there are two brackets", first.write, {"is_open_end": True})
        self.assertRefused(
            "From 5 to 10 points there are two brackets",
            self.env["service.score.fine.bracket"].create,
            {"rulebook_id": self.book.id, "points_from": 5, "points_to": 10, "amount": 1},
        )

    def test_a_bracket_ends_above_its_start(self):
        for vals in ({"points_to": 0}, {"points_to": False}, {"amount": -1}):
            with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
                self.book.with_context(score_brackets_as_set=True).bracket_ids[0].write(vals)
                self.env.flush_all()

    def test_a_set_that_is_saved_with_its_book_may_move_as_one(self):
        first, second = self.book.bracket_ids
        self.book.write(
            {
                "bracket_ids": [
                    Command.update(first.id, {"points_to": 30}),
                    Command.update(second.id, {"points_from": 30}),
                ]
            }
        )
        self.assertEqual([self.book.compute_fine(points) for points in (30, 31)], [300, 620])

    def test_a_book_without_an_upper_end_stays_a_draft(self):
        self.book.write({"bracket_ids": [Command.delete(self.book.bracket_ids[1].id)]})
        self.assertRefused("Above 20 points there is no bracket", self.book.action_activate)
        self.assertRefused("does not say what 20.5 points cost", self.book.compute_fine, 20.5)
        self.assertEqual(self.book.compute_fine(20), 200)
