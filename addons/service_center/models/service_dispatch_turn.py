from odoo import api, fields, models

from odoo.addons.service_kernel.tools import append_only

CONTENT = (
    "queue_id",
    "round_number",
    "employee_id",
    "order_id",
    "outcome",
    "reason_code",
    "at",
    "company_id",
)
REASONS = [
    ("rotation", "By Turns"),
    ("least_travelled", "Travelled Least"),
    ("by_hand", "By Hand"),
    ("absent", "On Leave"),
    ("out", "Not Back From a Job"),
    ("resting", "Resting"),
    ("skill", "Skill Missing"),
    ("left", "Left the Company"),
]


class ServiceDispatchTurn(models.Model):
    """A turn of a technician, given or lost. Rows never change."""

    _name = "service.dispatch.turn"
    _description = "Turn of a Technician"
    _inherit = ["hr.mixin"]
    _order = "id desc"
    _rec_name = "employee_id"

    queue_id = fields.Many2one("service.dispatch.queue", readonly=True, index=True, ondelete="restrict")
    round_number = fields.Integer("Round", readonly=True, aggregator=None)
    employee_id = fields.Many2one(
        "hr.employee", "Technician", required=True, readonly=True, index=True, ondelete="restrict"
    )
    order_id = fields.Many2one("service.order", required=True, readonly=True, index=True, ondelete="restrict")
    outcome = fields.Selection(
        [("assigned", "Got the Job"), ("passed", "Passed Over")], required=True, readonly=True, index=True
    )
    reason_code = fields.Selection(REASONS, "Reason", required=True, readonly=True)
    at = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.depends("employee_id", "order_id")
    def _compute_display_name(self):
        # sudo: names of colleagues, as they stand on the orders
        for turn in self.sudo():
            turn.display_name = f"{turn.order_id.name} {turn.employee_id.name}"
