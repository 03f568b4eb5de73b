from odoo import fields, models


class ServiceScoreAcknowledgement(models.Model):
    """An employee has taken note of one version of a rule book."""

    _name = "service.score.acknowledgement"
    _description = "Acknowledgement of a Rule Book"
    _inherit = ["hr.mixin"]
    _order = "date desc, id desc"
    _rec_name = "employee_id"
    _check_company_auto = True

    rulebook_id = fields.Many2one(
        "service.score.rulebook",
        "Rule Book",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="rulebook_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="cascade", check_company=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    how = fields.Selection(
        [("screen", "On Screen"), ("link", "By Personal Link"), ("signed", "Signed on Paper")],
        required=True,
        default="signed",
    )
    list_id = fields.Many2one(
        "service.score.acknowledgement.list",
        "Signed List",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="service_scoring.group_officer",
    )
    scan_ids = fields.Many2many(
        related="list_id.scan_ids", string="Scan", groups="service_scoring.group_officer"
    )

    _employee_uniq = models.UniqueIndex(
        "(rulebook_id, employee_id)", "The employee has acknowledged this version already."
    )
