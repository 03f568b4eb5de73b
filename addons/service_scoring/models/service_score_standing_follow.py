from collections import defaultdict
from datetime import date

from odoo import fields, models

from .service_score_standing_judge import DISMISSAL_CODE


class ServiceScoreStanding(models.Model):
    """What follows of a year: dismissal is proposed, and proposals that no longer hold are dropped."""

    # one concern a file
    _inherit = "service.score.standing"  # pylint: disable=consider-merging-classes-inherited

    def _follow(self, judged, codes):
        """Propose dismissal as often as the years reach it, and drop proposals that no longer hold.

        The award by which it is reached is what a proposal is about: reached by another one it is another
        proposal, whatever became of the first. What somebody decided stays; with other evidence, or none, it
        says that its ground is gone (S5), and nothing is proposed beside it.
        """
        Consequence = self.env["service.score.consequence"]
        wanted = {}
        for standing, result in judged.items():
            parts = defaultdict(list)
            for row in result.rows:
                if row.into:
                    parts[row.into].append(row.key)
            for reached in result.reached:
                awards = [key for row in reached.rows for key in ([row.key] if row.key else parts[row])]
                code = codes.get(reached.key, DISMISSAL_CODE)
                wanted[reached.key] = standing._prepare_proposal(reached, code, awards)
        gone, again, settled = Consequence, Consequence, set()
        for one in Consequence.search([("standing_id", "in", self.ids), ("state", "!=", "dropped")]):
            reached_by = one._get_reaching_award().id
            vals = wanted.get(reached_by)
            is_same = bool(vals) and set(one.award_ids.ids) == set(vals["award_ids"][0][2])
            if not is_same:
                gone |= one
            elif one.is_ground_gone:
                again |= one
            elif one.state == "proposed" and one.source_key != vals["source_key"]:
                # keys said how often it was reached once
                one._write_decided({"source_key": vals["source_key"]})
            if is_same or one.state != "proposed":
                settled.add(reached_by)
        if gone:
            Consequence._drop_all([("id", "in", gone.ids)])
        again._write_decided({"is_ground_gone": False})
        # an open one whose evidence is another now is proposed anew
        Consequence._propose_all([vals for key, vals in wanted.items() if key not in settled])

    def _prepare_proposal(self, reached, code, award_ids):
        self.ensure_one()
        awards = self.env["service.score.award"].browse(award_ids)
        last = awards.browse(reached.key)
        rule = last.rulebook_id.rule_ids.filtered(lambda one: one.code == code)[:1]
        return {
            "source_key": f"{last._name},{last.id}",
            "company_id": self.company_id.id,
            "employee_id": self.employee_id.id,
            "standing_id": self.id,
            "kind": "dismissal",
            "rule_code": code,
            "rule_id": rule.id,
            "period_start": date(int(self.year), 1, 1),
            "period_end": reached.day,
            "award_ids": [fields.Command.set(award_ids)],
            "entry_ids": [fields.Command.set(awards.entry_id.ids)],
            "because": self.env["service.score.consequence"]._prepare_explanation(
                "award_standing",
                "dismissal",
                f"#{rule.id}" if rule else None,
                {"award_open": len(reached.rows), "award_day": reached.day.isoformat()},
            ),
        }


class ServiceScoreConsequence(models.Model):
    # likewise
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    standing_id = fields.Many2one(
        "service.score.standing", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    award_ids = fields.Many2many(
        "service.score.award",
        "service_score_consequence_award_rel",
        "consequence_id",
        "award_id",
        string="Merits and Demerits",
        readonly=True,
    )

    def _get_reaching_award(self):
        """Return the award by which the year of this proposal came to it: the last one of its evidence."""
        self.ensure_one()
        return self.award_ids.sorted(lambda award: (award.date, award.id))[-1:]

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "award_standing": self.env._(
                "So many major demerits stand open in the year, after offset and conversion."
            ),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "award_open": (self.env._("Major demerits open"), str),
            "award_day": (self.env._("Since"), self._say_score_day),
        }
