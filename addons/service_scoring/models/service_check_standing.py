from itertools import zip_longest

from odoo import api, models
from odoo.tools import SQL

from .service_score_standing_judge import JUDGED_AT_ONCE


class ServiceCheck(models.Model):
    # the checks of merits and demerits are one concern
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "score_standings",
                self.env._("What stands open of merits and demerits is what their replay brings"),
                "service.score.standing",
                "_check_standings",
                "slow",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "score_standing": self.env._(
                "The standing or its history was changed in the database. Compare it with a backup; it is "
                "judged anew when an award of the employee and year is confirmed or taken back."
            ),
            "score_standing_award": self.env._(
                "The award stands in another year, of another employee or company. Compare it with a backup "
                "of the database."
            ),
        }


class ServiceScoreStanding(models.Model):
    # likewise
    _inherit = "service.score.standing"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_standings(self):
        """Yield standings that are not what their awards bring, and awards that stand in the wrong one.

        In batches, with a fixed number of queries each.
        """
        self.env.flush_all()
        yield from self._find_lost_awards()
        Award, last = self.env["service.score.award"], 0
        while batch := self.search([("id", ">", last)], order="id", limit=JUDGED_AT_ONCE):
            last = batch[-1].id
            records, _codes = Award._read_records(SQL("a.standing_id = ANY(%s)", batch.ids))
            for standing, result in batch._replay(records).items():
                totals = standing._prepare_totals(result)
                expected = standing._say_rows(totals, standing._prepare_lines(result.rows))
                found = standing._say_rows(standing, standing.line_ids)
                wrong = [pair for pair in zip_longest(expected, found) if pair[0] != pair[1]]
                if wrong:
                    yield {
                        "res_model": self._name,
                        "res_id": standing.id,
                        "company_id": standing.company_id.id,
                        "place": standing.display_name,
                        "expected": wrong[0][0],
                        "found": wrong[0][1],
                        "remedy": "score_standing",
                        "params": {},
                    }
            batch.line_ids.invalidate_recordset()
            batch.invalidate_recordset()

    def _say_rows(self, totals, lines):
        """Return what a standing and its history say, row by row, to be compared.

        :param totals: {name: value} as ``_prepare_totals`` returns them, or the standing
        :param lines: as ``_prepare_lines`` returns them, or the lines
        """
        names = sorted(name for name in self._fields if name.startswith("open_"))
        return [
            " ".join([f"{totals['points']:.2f}", str(bool(totals["is_at_limit"]))]),
            " ".join(f"{name[5:]}={totals[name]}" for name in names),
            *(
                " ".join(
                    [
                        f"{line['sequence']}.",
                        _say_award(line["award_id"]),
                        *(str(line[name]) for name in ("date", "kind", "state", "other_sequence")),
                        f"{line['points']:.2f}",
                    ]
                )
                for line in lines
            ),
        ]

    @api.model
    def _find_lost_awards(self):
        """Yield confirmed awards that stand in no standing, or in that of others."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id, a.company_id, s.id FROM service_score_award a
                  LEFT JOIN service_score_standing s ON s.id = a.standing_id
                 WHERE a.state = 'confirmed'
                   AND (s.id IS NULL OR s.company_id <> a.company_id OR s.employee_id <> a.employee_id
                        OR s.year <> EXTRACT(YEAR FROM a.date)::text)
                 ORDER BY a.id
                """
            )
        )
        for award_id, company_id, standing_id in rows:
            award = self.env["service.score.award"].browse(award_id)
            yield {
                "res_model": award._name,
                "res_id": award_id,
                "company_id": company_id,
                "place": award.display_name,
                "expected": f"{award.employee_id.display_name} · {award.date.year}",
                "found": self.browse(standing_id).display_name if standing_id else "",
                "remedy": "score_standing_award",
                "params": {},
            }


def _say_award(award):
    """Return the id of an award, or the id that it is, as text; a major one made of others has none."""
    return str((award if isinstance(award, int) else award and award.id) or "–")
