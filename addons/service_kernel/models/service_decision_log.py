from odoo import fields, models

from ..tools import append_only

CONTENT = ("res_model", "res_id", "code", "value", "explanation", "company_id", "team_id")


class ServiceDecisionLog(models.Model):
    """What was decided before: an explanation that a later decision replaced. Rows never change."""

    _name = "service.decision.log"
    _description = "Former Decision"
    _order = "id desc"
    _rec_name = "code"

    res_model = fields.Char("Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    code = fields.Char("Decision", required=True, readonly=True)
    value = fields.Char("Former Value", readonly=True)
    explanation = fields.Json(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="restrict")
    team_id = fields.Many2one("service.team", readonly=True, index="btree_not_null", ondelete="restrict")

    _document_idx = models.Index("(res_model, res_id)")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)
