from odoo import fields, models
from odoo.tools import SQL


def _labels_of(name):
    """The selection of a field of entries, in the reader's language."""
    return lambda self: self.env["service.score.entry"]._fields[name]._description_selection(self.env)


class ServiceScoreAnalysis(models.Model):
    """One row per confirmed entry, by rule, unit, site and period.

    A view of the database. What was taken back is a row and its counter-row, which add up to nothing: each
    in the period in which it counts, as on the sheets.
    """

    _name = "service.score.analysis"
    _description = "Score Analysis"
    _inherit = ["hr.mixin"]
    _auto = False
    _order = "effective_date desc, id desc"
    _rec_name = "entry_id"
    _depends = {
        "service.score.entry": [
            *("company_id", "state", "rulebook_id", "rule_id", "kind", "employee_id", "department_id"),
            *("site_id", "date", "effective_date", "points", "quantity", "source", "is_adjustment"),
            *("reversal_of_id", "confirmed_by_id"),
        ],
        "service.score.rule": ["category_id"],
    }

    entry_id = fields.Many2one("service.score.entry", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    rulebook_id = fields.Many2one("service.score.rulebook", "Rule Book", readonly=True)
    rule_id = fields.Many2one("service.score.rule", readonly=True)
    category_id = fields.Many2one("service.score.category", readonly=True)
    kind = fields.Selection(_labels_of("kind"), readonly=True)
    source = fields.Selection(_labels_of("source"), readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    site_id = fields.Many2one("service.site", readonly=True)
    date = fields.Date("Day", readonly=True)
    effective_date = fields.Date("Counts On", readonly=True)
    is_adjustment = fields.Boolean("Adjustment", readonly=True)
    confirmed_by_id = fields.Many2one("res.users", readonly=True)
    points = fields.Float(digits=(16, 2), readonly=True)
    points_deducted = fields.Float(digits=(16, 2), readonly=True)
    points_rewarded = fields.Float(digits=(16, 2), readonly=True)
    occurrence_count = fields.Integer("Entries", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT e.id, e.id AS entry_id, e.company_id, e.rulebook_id, e.rule_id, r.category_id, e.kind,
                    e.source, e.employee_id, e.department_id, e.site_id, e.date, e.effective_date,
                    e.is_adjustment, e.confirmed_by_id, e.points,
                    CASE WHEN e.kind = 'deduction' THEN -e.points ELSE 0 END AS points_deducted,
                    CASE WHEN e.kind = 'reward' THEN e.points ELSE 0 END AS points_rewarded,
                    CASE WHEN e.reversal_of_id IS NULL THEN 1 ELSE -1 END AS occurrence_count
                FROM service_score_entry e JOIN service_score_rule r ON r.id = e.rule_id
                WHERE e.state IN ('confirmed', 'reversed')"""
        )
