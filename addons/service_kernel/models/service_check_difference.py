from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceCheckDifference(models.Model):
    """One place where a check found something else than expected, and what to do about it."""

    _name = "service.check.difference"
    _description = "Difference Found by a Check"
    _order = "check_id, id"
    _rec_name = "place"

    check_id = fields.Many2one("service.check", required=True, readonly=True, index=True, ondelete="cascade")
    res_model = fields.Char("Document Type", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null", ondelete="cascade")
    place = fields.Char(required=True, readonly=True)
    expected = fields.Char(readonly=True)
    found = fields.Char(readonly=True)
    remedy_code = fields.Char(required=True, readonly=True)
    params = fields.Json(readonly=True)
    remedy = fields.Char("What to Do", compute="_compute_remedy")

    @api.depends("remedy_code", "params")
    @api.depends_context("lang")
    def _compute_remedy(self):
        for difference in self:
            remedies = self.env["service.check"]._get_remedies(difference.params or {})
            difference.remedy = remedies.get(difference.remedy_code, difference.remedy_code)

    def action_open_document(self):
        """Open the record that differs."""
        self.ensure_one()
        self.check_access("read")
        document = self.res_model in self.env and self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("The document does not exist any more."))
        document.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }
