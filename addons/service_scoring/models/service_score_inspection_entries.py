from odoo import models
from odoo.exceptions import UserError

from ..engine import inspection as engine
from ..engine.problem import ScoreProblem
from .service_score_rectification import USUAL_DAYS

#: kinds of clauses of which a finding makes an entry
COUNTED = ("deduction", "reward", "share")


class ServiceScoreInspection(models.Model):
    """Findings become proposed entries, for the unit and for the persons at once (CU-SCORE-02)."""

    # one concern a file
    _inherit = "service.score.inspection"  # pylint: disable=consider-merging-classes-inherited

    def _get_entries(self):
        """Return the entries that these inspections proposed."""
        return self.env["service.score.entry"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], order="id"
        )

    def _check_findings(self):
        """Refuse what cannot be submitted, all of it at once.

        :raise UserError: something was not looked at, or a finding cannot be
        """
        problems = []
        for inspection in self:
            if not inspection.line_ids:
                problems.append(self.env._("%(number)s: there is nothing in it.", number=inspection.name))
            waiting = len(inspection.line_ids.filtered(lambda line: line.result == "open"))
            if waiting:
                problems.append(
                    self.env._(
                        "%(number)s: %(count)s items were not looked at yet.",
                        number=inspection.name,
                        count=waiting,
                    )
                )
            findings = inspection.line_ids.filtered(lambda line: line.result == "finding")
            problems += filter(None, (line._say_problem() for line in findings))
        if problems:
            raise UserError("\n".join(problems))

    def _propose_entries(self):
        """Propose what was found; what waits from an earlier submitting follows."""
        for inspection in self:
            # sudo: proposals follow from what inspectors found; a person who may confirm decides
            Entry = inspection.env["service.score.entry"].sudo()
            found = inspection.sudo().line_ids.filtered(
                lambda line: line.result == "finding" and line.rule_id.kind in COUNTED
            )
            Entry._follow_source(
                [("res_model", "=", inspection._name), ("res_id", "=", inspection.id)],
                [vals for line in found for vals in line._prepare_entries()],
            )


class ServiceScoreInspectionLine(models.Model):
    # what becomes of findings is one concern
    _inherit = "service.score.inspection.line"  # pylint: disable=consider-merging-classes-inherited

    def _say_problem(self):
        """Return why this finding cannot be submitted; empty: it can."""
        self.ensure_one()
        rule, problem = self.sudo().rule_id, ""  # sudo: what the clause says
        if not rule:
            return ""
        if rule.rulebook_id != self.sudo().rulebook_id:  # sudo: only which version it is
            return self.env._(
                "%(item)s: its clause belongs to another rule book.", item=self._get_title(rule)
            )
        try:
            shares = self._get_shares()
            self._evaluate()
        except ScoreProblem as caught:
            problem = self._say_share_problem(caught)
        except UserError as caught:
            problem = str(caught)
        else:
            is_loose = any(not person for person, _times in shares)
            if rule.kind in COUNTED and rule.rulebook_id.carrier == "employee" and is_loose:
                problem = self.env._("name the persons: the rule book scores employees.")
            elif self.multiplier_ids.rule_id - rule:
                problem = self.env._("its circumstances belong to another clause.")
            elif rule.points_mode == "minimum" and self.points_each > rule.points and not self.points_reason:
                problem = self.env._("more points than the least need a reason.")
        return problem and self.env._("%(item)s: %(problem)s", item=self._get_title(rule), problem=problem)

    def _get_title(self, rule):
        """Return what messages call this item."""
        return (self.text or rule.display_name)[:80]

    def _get_shares(self):
        """Return [(employee or None, how many)] of this finding.

        :raise ScoreProblem: more times were named than were counted
        """
        self.ensure_one()
        # sudo: who was named
        people = self.sudo().person_ids
        return engine.shares(self.count, [(one.employee_id, one.times) for one in people])

    def _say_share_problem(self, problem):
        params = {name: f"{value.normalize():f}" for name, value in problem.params.items()}
        if problem.code == "persons_exceed":
            return self.env._(
                "%(named)s times are named for persons, but only %(count)s were counted.", **params
            )
        return self.env._("how often? The number is above zero.")

    def _prepare_entries(self):
        """Return the values of the entries of this finding: one for each person, one for the rest."""
        self.ensure_one()
        inspection = self.inspection_id
        carrier = self.rule_id.rulebook_id.carrier
        inspectors = inspection.inspector_ids
        reporter = self.env.user if self.env.user in inspectors else inspectors[:1]
        vals_list = []
        for person, quantity in self._get_shares():
            key = f"{self._name},{self.id}"
            vals_list.append(
                {
                    "rule_id": self.rule_id.id,
                    "employee_id": person.id if person else False,
                    "site_id": inspection.site_id.id,
                    "date": inspection.date,
                    "quantity": float(quantity),
                    "points_each": self.points_each,
                    "points_reason": self.points_reason,
                    "multiplier_ids": [(6, 0, self.multiplier_ids.ids)],
                    "description": "\n".join(filter(None, [self.text, self.note])),
                    "evidence_ids": [(6, 0, self._copy_photos().ids)],
                    "reported_by_id": reporter.id,
                    "source": "inspection",
                    "res_model": inspection._name,
                    "res_id": inspection.id,
                    "source_key": f"{key},{person.id}" if person else key,
                    "facts": {"inspection": f"#{inspection.id}"},
                }
            )
            # whose unit it is follows from the person, unless the inspected unit bears it
            if carrier == "department" or not person:
                vals_list[-1]["department_id"] = inspection.department_id.id
        return vals_list

    def _copy_photos(self):
        """Return copies of the photos: evidence of an entry stays as it is, whatever becomes of the item."""
        return self.photo_ids.browse(
            photo.copy({"res_model": False, "res_id": 0}).id for photo in self.photo_ids
        )

    def _prepare_order(self):
        """Return the values of the order to put this finding right."""
        self.ensure_one()
        inspection = self.inspection_id
        return {
            "inspection_id": inspection.id,
            "line_id": self.id,
            "requirement": "\n".join(filter(None, [self.text, self.note])),
            "responsible_id": inspection.unit_manager_id.id,
            "working_days": inspection.checklist_id.rectification_days or USUAL_DAYS,
        }


class ServiceScoreEntry(models.Model):
    # what is said about where an entry comes from belongs to its source
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "inspection": self.env._("An inspection found it."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "inspection": (
                self.env._("Inspection"),
                lambda code: self._name_of("service.score.inspection", code),
            ),
        }
