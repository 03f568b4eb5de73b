from odoo import fields, models


class ServiceComplaintMerge(models.TransientModel):
    """Asks into which complaint others are merged, and then does it."""

    _name = "service.complaint.merge"
    _description = "Merge Complaints"

    complaint_ids = fields.Many2many("service.complaint", string="Complaints", required=True)
    live_id = fields.Many2one(
        "service.complaint",
        string="Go On In",
        required=True,
        domain="[('state', 'not in', ('closed', 'rejected', 'merged', 'cancelled')), "
        "('is_history', '=', False)]",
        help="The complaint in which the work goes on. Replies to the others reach it.",
    )

    def action_confirm(self):
        """Merge, and show the complaint in which it goes on."""
        self.ensure_one()
        self.complaint_ids._merge_into(self.live_id)
        live = self.live_id._get_live()
        return {
            "type": "ir.actions.act_window",
            "res_model": live._name,
            "res_id": live.id,
            "view_mode": "form",
        }
