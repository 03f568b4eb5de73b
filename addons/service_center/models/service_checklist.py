import secrets

from odoo import api, fields, models

STAGES = [("before", "Before Leaving"), ("on_site", "On Site"), ("after", "Before Saying Goodbye")]


class ServiceChecklist(models.Model):
    """What a technician sees to at certain types of orders (HOME-JOB-01, DOOR-JOB-02)."""

    _name = "service.checklist"
    _description = "Checklist of Visits"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    type_ids = fields.Many2many(
        "service.order.type",
        string="Types of Service Orders",
        check_company=True,
        help="Empty: all types that need a visit.",
    )
    line_ids = fields.One2many("service.checklist.line", "checklist_id", "Points", copy=True)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for checklist in self:
            checklist.display_name = checklist.name or checklist.code

    @api.model
    def _get_lines_for(self, order):
        """Return the points that hold for an order: those of every checklist for its type and pack."""
        # sudo: the points are shown to whoever does the job
        pack = order._get_service_pack()
        checklists = self.sudo().search(
            [
                ("company_id", "=", order.company_id.id),
                ("pack_code", "in", [False, pack] if pack else [False]),
                "|",
                ("type_ids", "=", False),
                ("type_ids", "in", order.type_id.ids),
            ]
        )
        return checklists.line_ids.sorted(lambda line: (line._stage_number(), line.sequence, line.id))


class ServiceChecklistLine(models.Model):
    """A point of a checklist."""

    _name = "service.checklist.line"
    _description = "Point of a Checklist"
    _inherit = ["service.policy.mixin"]
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one(
        "service.checklist", required=True, index=True, ondelete="cascade", check_company=True
    )
    code = fields.Char(default=lambda self: secrets.token_hex(4))
    name = fields.Char("What to See To", required=True, translate=True)
    sequence = fields.Integer(default=10)
    stage = fields.Selection(STAGES, required=True, default="on_site")
    is_required = fields.Boolean("Required", help="The job is not finished before it is ticked.")

    def _stage_number(self):
        return [stage for stage, _label in STAGES].index(self.stage)
