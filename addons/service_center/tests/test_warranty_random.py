import random
from collections import Counter
from datetime import date, timedelta

from odoo.tests import tagged

from ..engine import warranty_state as engine
from .warranty_common import DAY, TODAY, WarrantyCase


@tagged("post_install", "-at_install")
class TestWarrantyRandom(WarrantyCase):
    """Random histories: what is stored, searched and selected by SQL is what the engine says, on any day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(20260615)
        cls.terms = [
            cls.term,
            cls.make_term("km", (("parts", 3), ("travel", 1)), limit_unit="km", repair_stops=False),
            cls.make_term("free", (("labour", 5),), needs_proof=False, transferable=False),
            cls.make_term("on", exchange_mode="continue"),
        ]
        cls.terms[1].cover_ids[0].usage_limit = 300
        cls.items = cls.Warranty.union(*(cls.grow() for _number in range(60)))

    @classmethod
    def grow(cls):
        """Return an item with a random history, and what it was exchanged for."""
        chance = cls.random
        bought = TODAY - timedelta(days=chance.randrange(500))
        proof = chance.choice(("none", "invoice"))
        item = cls.register(
            term_id=chance.choice(cls.terms).id,
            purchase_date=bought,
            proof=proof,
            proof_number=proof == "invoice" and "N",
        )
        every, day = item, bought
        for _step in range(chance.randrange(6)):
            day = min(day + timedelta(days=chance.randrange(80)), TODAY)
            kind = chance.choice(("repair", "repair", "reading", "transfer", "void", "exchange", "back"))
            if item.closed_by:
                break
            if kind == "repair" and item.under_repair_since:
                item._end_repair(day)
            elif kind == "repair":
                item._begin_repair(day, chance.choice(("a", "b")))
            elif kind == "reading":
                item._record_reading(item.last_reading + chance.randrange(200), day)
            elif kind == "transfer":
                item._transfer(cls.li if item.partner_id == cls.wang else cls.wang, day)
            elif kind == "void":
                item._void("x", day)
            elif kind == "exchange":
                item = item._exchange(day)
                every |= item
            else:
                last = item.event_ids.filtered(
                    lambda event: event.kind in ("reading", "transfer", "void") and not event.is_taken_back
                )
                last[:1].action_take_back() if last else None
        return every

    def days(self):
        return [TODAY + timedelta(days=offset) for offset in range(-520, 520, 37)] + [TODAY, TODAY + DAY]

    def test_stored_is_replayed(self):
        self.assert_replayed()

    def test_states_by_sql_and_by_search_are_those_of_the_engine(self):
        standings = self.items._replay()
        seen = Counter()
        for day in self.days():
            judged = {item: engine.judge(standing, day) for item, standing in standings.items()}
            states = {item: one.state for item, one in judged.items()}
            own = [("id", "in", self.items.ids)]
            self.assertEqual(self.Warranty._get_states_on(day, own), states)
            for item in self.items:
                for cause in (None, "misuse"):
                    shares = engine.judge(standings[item.id], day, cause).shares()
                    stored = item._get_shares_on(day, cause)
                    self.assertEqual({cover: stored[cover] for cover in shares}, shares)
            self.assertEqual(states, {item: engine.state_on(standings[item], day) for item in states})
            for cover in ("parts", "labour", "travel"):
                of_cover = {
                    item: next((c.state for c in one.covers if c.kind == cover), "out")
                    for item, one in judged.items()
                }
                self.assertEqual(self.Warranty._get_states_on(day, own, cover), of_cover)
            for state in engine.STATES:
                found = self.Warranty.search([*own, *self.Warranty._get_state_domain([state], day)])
                self.assertEqual(set(found.ids), {item for item, one in states.items() if one == state})
            seen.update(states.values())
        self.assertEqual(set(seen), set(engine.STATES))

    def test_the_field_searches_as_it_shows(self):
        for state in engine.STATES:
            shown = self.items.filtered(lambda item, state=state: item.state == state)
            own = [("id", "in", self.items.ids)]
            self.assertEqual(
                self.Warranty.search([*own, ("state", "=", state)]),
                self.items.search([("id", "in", shown.ids)]),
            )
            self.assertEqual(
                set(self.Warranty.search([*own, ("state", "!=", state)]).ids), set((self.items - shown).ids)
            )

    def test_one_query_whatever_the_number(self):
        for size in (1, 60):
            items = self.items[:size]
            self.env.flush_all()
            with self.assertQueryCount(1):
                self.Warranty._get_states_on(date(2026, 1, 1), [("id", "in", items.ids)])
