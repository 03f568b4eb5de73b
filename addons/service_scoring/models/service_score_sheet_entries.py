from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..engine import sheet as engine
from ..engine.numbers import exact
from .service_score_sheet import CLOSED


class Row(NamedTuple):
    """An entry as the engine takes it, what its line says besides, and the plain values of both."""

    entry: engine.Entry
    rule_id: int
    plain: tuple


class Earlier(NamedTuple):
    """A closed sheet, entries of which were reversed: what a replay of it needs.

    ``gone_before``: ids of its entries that earlier sheets gave back already.
    """

    sheet_id: int
    name: str
    entries: list
    terms: engine.Terms
    prices: engine.Prices
    gone_before: frozenset
    written_off: object


class ServiceScoreSheet(models.Model):
    """What the ledger says: the entries of a period, and closed sheets that are changed by them."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    # in the order of `engine.Entry`; numbers as texts, so that they stay exact
    _COLUMNS = SQL(
        "e.id, e.effective_date::text, e.kind, COALESCE(e.rule_code, ''),"
        " COALESCE(e.act_key, e.source_key, '#' || e.id), trim_scale(COALESCE(e.points, 0))::text,"
        " trim_scale(COALESCE(r.cap_points, 0))::text, trim_scale(COALESCE(e.share, 0))::text,"
        " COALESCE(e.withhold_component_id, 0), trim_scale(COALESCE(e.withhold_share, 0))::text,"
        " COALESCE(e.reversal_of_id, 0), e.rule_id"
    )

    @api.model
    def _read_entries(self, book, first, last, carrier_ids):
        """Return {carrier id: [Row]} of the confirmed entries that count in a period; one query."""
        self.env["service.score.entry"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.%(carrier)s, %(columns)s
                  FROM service_score_entry e
                  JOIN service_score_rule r ON r.id = e.rule_id
                 WHERE e.rulebook_id IN (
                           SELECT id FROM service_score_rulebook
                            WHERE company_id = %(company)s AND code = %(code)s)
                   AND e.state IN ('confirmed', 'reversed')
                   AND e.effective_date BETWEEN %(first)s AND %(last)s
                   AND e.%(carrier)s = ANY(%(ids)s)
                 ORDER BY e.effective_date, e.id
                """,
                carrier=SQL.identifier(f"{book.carrier}_id"),
                columns=self._COLUMNS,
                company=book.company_id.id,
                code=book.code,
                first=first,
                last=last,
                ids=list(carrier_ids),
            )
        )
        found = defaultdict(list)
        for carrier_id, *values in rows:
            found[carrier_id].append(_row(values))
        return found

    @api.model
    def _read_earlier(self, rows_by_carrier):
        """Return {id of an entry of a closed sheet that is reversed now: its ``Earlier`` sheet}."""
        originals = set()
        for rows in rows_by_carrier.values():
            here = {row.entry.id for row in rows}
            originals |= {row.entry.reverses for row in rows if row.entry.reverses} - here
        if not originals:
            return {}
        entries, by_original = self._read_closed_lines(originals)
        gone_before = self._read_gone_before(entries)
        sheets = self.browse(entries)
        pays = self.env["service.score.sheet.pay"].search([("sheet_id", "in", sheets.ids)])
        money = {pay.sheet_id.id: pay for pay in pays}
        earlier = {}
        for sheet in sheets:
            book, pay = sheet.rulebook_id, money.get(sheet.id)
            facts = (pay and pay.facts) or {}
            earlier[sheet.id] = Earlier(
                sheet.id,
                sheet.name,
                entries[sheet.id],
                book._get_score_terms(sheet.base),
                book._get_prices(_numbers(facts.get("amounts")), _numbers(facts.get("before"))),
                frozenset(gone_before.get(sheet.id, ())),
                exact(pay.written_off if pay else 0),
            )
        return {original: earlier[sheet_id] for original, sheet_id in by_original.items()}

    @api.model
    def _read_closed_lines(self, originals):
        """Return ({sheet id: [engine.Entry]}, {original: sheet id}) of closed sheets with these entries."""
        self.env["service.score.sheet.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT l.sheet_id, %(columns)s
                  FROM service_score_sheet_line l
                  JOIN service_score_entry e ON e.id = l.entry_id
                  JOIN service_score_rule r ON r.id = e.rule_id
                 WHERE l.sheet_id IN (
                           SELECT o.sheet_id
                             FROM service_score_sheet_line o
                             JOIN service_score_sheet s ON s.id = o.sheet_id
                            WHERE o.entry_id = ANY(%(originals)s) AND s.state IN %(closed)s)
                 ORDER BY l.sheet_id, e.effective_date, e.id
                """,
                columns=self._COLUMNS,
                originals=list(originals),
                closed=CLOSED,
            )
        )
        entries, by_original = defaultdict(list), {}
        for sheet_id, *values in rows:
            entry = _row(values).entry
            entries[sheet_id].append(entry)
            if entry.id in originals:
                by_original[entry.id] = sheet_id
        return entries, by_original

    @api.model
    def _read_gone_before(self, entries):
        """Return {sheet id: ids of its entries that are given back by other closed sheets}."""
        sheet_of = {entry.id: sheet_id for sheet_id, its in entries.items() for entry in its}
        lines = self.env["service.score.sheet.line"].search(
            [
                ("reason", "=", "earlier"),
                ("sheet_id.state", "in", CLOSED),
                ("entry_id.reversal_of_id", "in", list(sheet_of)),
            ]
        )
        gone = defaultdict(set)
        for line in lines:
            original = line.entry_id.reversal_of_id.id
            if line.sheet_id.id != sheet_of[original]:
                gone[sheet_of[original]].add(original)
        return gone

    @api.model
    def _replay(self, rows, earlier):
        """Return ({entry id: engine.Line}, score, [Money]) of what entries reverse on closed sheets."""
        here = {row.entry.id for row in rows}
        wanted = defaultdict(list)
        for row in rows:
            if row.entry.reverses in earlier and row.entry.reverses not in here:
                wanted[earlier[row.entry.reverses].sheet_id].append(row.entry)
        lines, score, money = {}, engine.ZERO, []
        for counters in wanted.values():
            closed = earlier[counters[0].reverses]
            replay = (closed.entries, closed.terms, closed.prices)
            before = engine.replay(*replay, (), sorted(closed.gone_before))
            changes = engine.replay(*replay, closed.gone_before, [entry.reverses for entry in counters])
            for entry, (_original, change, _money) in zip(counters, changes, strict=True):
                lines[entry.id] = engine.Line(entry.id, change, "earlier", {"period": closed.name})
                score += change
            given_before = -sum((one.fine + one.withheld for *_ids, one in before), engine.ZERO)
            money += engine.less_written_off(
                [one for *_ids, one in changes], closed.written_off, given_before
            )
        return lines, score, money


def _row(values):
    """Return the ``Row`` of the columns of an entry."""
    (number, day, kind, rule, act, points, cap, share, component, withheld, reverses), rule_id = (
        values[:-1],
        values[-1],
    )
    entry = engine.Entry(
        *(number, day, kind, rule, act, _number(points), _number(cap), _number(share)),
        *(component, _number(withheld), reverses),
    )
    return Row(entry, rule_id, tuple(values))


@lru_cache(maxsize=10_000)
def _number(text):
    """The ``Decimal`` of a text; most entries have the same few numbers."""
    return Decimal(text)


def _numbers(facts):
    """Return {component id: Decimal} from the facts of a pay row, in which both are texts."""
    return {int(key): exact(float(value)) for key, value in (facts or {}).items()}
