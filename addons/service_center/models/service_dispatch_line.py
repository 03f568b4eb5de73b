from odoo import api, fields, models


class ServiceDispatchLine(models.Model):
    """A technician in a queue; newcomers join at the end (Q-43)."""

    _name = "service.dispatch.line"
    _description = "Technician in a Queue"
    _inherit = ["hr.mixin"]
    _order = "queue_id, sequence, id"
    _rec_name = "employee_id"
    _check_company_auto = True

    queue_id = fields.Many2one("service.dispatch.queue", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="queue_id.company_id", store=True, precompute=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Technician",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer()
    active = fields.Boolean(default=True)
    skill_ids = fields.Many2many(
        "service.skill", string="Skills", compute="_compute_skill_ids", compute_sudo=True
    )
    is_next = fields.Boolean("Next Turn", compute="_compute_is_next")

    _technician_uniq = models.UniqueIndex(
        "(queue_id, employee_id)", "The technician is in this queue already; look among the archived ones."
    )

    # compute_sudo: dispatchers see what a technician can do, not the employee
    @api.depends("employee_id.service_skill_ids")
    def _compute_skill_ids(self):
        for line in self:
            line.skill_ids = line.employee_id.service_skill_ids

    @api.depends("queue_id.next_employee_id", "employee_id")
    def _compute_is_next(self):
        for line in self:
            line.is_next = bool(line.employee_id) and line.queue_id.next_employee_id == line.employee_id

    @api.model_create_multi
    def create(self, vals_list):
        queues, before = self._get_orders({vals["queue_id"] for vals in vals_list if vals.get("queue_id")})
        lines = super().create(self._put_at_end(vals_list))
        queues._settle(before)
        return lines

    def write(self, vals):
        if not {"sequence", "active", "employee_id", "queue_id"} & vals.keys():
            return super().write(vals)
        queues, before = self._get_orders({*self.queue_id.ids, vals.get("queue_id") or self.queue_id[:1].id})
        result = super().write(vals)
        queues._settle(before)
        return result

    def unlink(self):
        queues, before = self._get_orders(self.queue_id.ids)
        result = super().unlink()
        queues._settle(before)
        return result

    @api.model
    def _get_orders(self, queue_ids):
        """Return (queues, {queue id: ids of its technicians in their order}) before a change."""
        # sudo: ids, and whose turn is next; who may change lines is checked by the change itself
        queues = self.env["service.dispatch.queue"].sudo().browse(queue_ids).exists()
        return queues, {queue.id: queue._get_order_ids() for queue in queues}

    @api.model
    def _put_at_end(self, vals_list):
        """Return ``vals_list`` with newcomers at the end of their queues, unless they say where they go."""
        # sudo: numbers only
        groups = (
            self.sudo()
            .with_context(active_test=False)
            ._read_group(
                [("queue_id", "in", [vals.get("queue_id") for vals in vals_list])],
                ["queue_id"],
                ["sequence:max"],
            )
        )
        last = {queue.id: sequence or 0 for queue, sequence in groups}
        placed = []
        for vals in vals_list:
            queue_id, sequence = vals.get("queue_id"), vals.get("sequence")
            if not sequence and (queue_id in last or sequence is None):
                sequence = last.get(queue_id, 0) + 1
                last[queue_id] = sequence
            placed.append({**vals, "sequence": sequence})
        return placed
