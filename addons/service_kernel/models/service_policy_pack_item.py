from odoo import fields, models


class ServicePolicyPackItem(models.Model):
    """What a pack last gave to one record of a company, so that what the company changed is known."""

    _name = "service.policy.pack.item"
    _description = "Record of a Loaded Policy Pack"
    _order = "id"
    _rec_name = "code"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    pack_code = fields.Char("Policy Pack", required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    code = fields.Char(required=True, readonly=True)
    given = fields.Json(readonly=True)  # {column: value}: as the pack said it
    stored = fields.Json(readonly=True)  # {column: value}: as the record kept it (rounded, cleaned)
    version = fields.Char(readonly=True)
    is_gone = fields.Boolean("No Longer in the Pack", readonly=True)

    _code_uniq = models.UniqueIndex(
        "(company_id, pack_code, res_model, code)", "The policy pack has brought this record already."
    )
