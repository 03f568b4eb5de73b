import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

SOURCES = [
    ("complaint_person", "Complaints: Confirmed Persons"),
    ("complaint_leader", "Complaints: Leaders of Confirmed Persons"),
    ("complaint_unattended", "Complaints Left Unattended"),
    ("complaint_twice", "Complained About Twice in a Month"),
    ("callback_praise", "Callbacks: Praise"),
    ("callback_bad", "Callbacks: Bad Answers"),
    ("callback_untrue", "Callbacks: Not as Recorded"),
    ("clock_overdue", "Overdue Deadlines"),
    ("order_quality", "Repeat Repairs"),
    ("satisfaction", "Satisfaction of a Period"),
]


class ServiceScoreRule(models.Model):
    """Rules whose entries the service center proposes."""

    _inherit = "service.score.rule"

    source = fields.Selection(
        selection_add=SOURCES, ondelete={code: "set default" for code, _label in SOURCES}
    )

    source_model = fields.Char(compute="_compute_source_model", export_string_translation=False)

    @api.depends("source")
    def _compute_source_model(self):
        """The documents that the conditions are about, for the screen that edits them."""
        models_of_sources = self.env["service.score.source"]._get_source_models()
        for rule in self:
            rule.source_model = models_of_sources.get(rule.source)

    @api.constrains("source", "source_domain")
    def _check_source_domain(self):
        """The conditions of a source are such as its documents have."""
        models_of_sources = self.env["service.score.source"]._get_source_models()
        for rule in self:
            model = models_of_sources.get(rule.source)
            if not model:
                continue
            try:
                with self.env.cr.savepoint(flush=False):
                    # sudo: whether the fields are there, which whoever writes rules need not be able to read
                    self.env[model].sudo().search(rule._get_source_domain(), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the conditions of its source cannot be read: %(error)s",
                        rule=rule.display_name,
                        error=error,
                    )
                ) from error

    def _get_source_domain(self):
        """Return which documents of the source this rule is about.

        :raise ValueError: it is no domain
        """
        self.ensure_one()
        return Domain(ast.literal_eval((self.source_domain or "").strip() or "[]"))
