from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import lifecycle

#: milestones of policies about units, by their codes in packs
DISPATCHED, RESULT = "dispatched", "result_received"


class ServiceComplaint(models.Model):
    """Sending a case to the responsible unit, and again where it is left (CITY-FLOW-01, CITY-ESC-02)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    dispatch_count = fields.Integer("Times Dispatched", readonly=True, copy=False)
    is_dispatchable = fields.Boolean(compute="_compute_is_dispatchable", export_string_translation=False)

    @api.depends("company_id", "state")
    def _compute_is_dispatchable(self):
        Metric = self.env["service.sla.metric"]
        for complaint in self:
            complaint.is_dispatchable = complaint.state in lifecycle.OPEN_STATES and bool(
                Metric._find_id(complaint.company_id.id, DISPATCHED)
            )

    def action_dispatch(self):
        """Send the case to its responsible department, for the first time or again.

        :raise AccessError: the user may not change the complaint
        :raise UserError: it has no department, or has ended
        """
        self.check_access("write")
        self._check_not_concerned()
        for complaint in self:
            if not complaint.department_id:
                raise UserError(
                    self.env._("%(number)s: which department is responsible?", number=complaint.name)
                )
            if not complaint._is_sla_going():
                raise UserError(self.env._("%(number)s has ended.", number=complaint.name))
            complaint.dispatch_count += 1
            if DISPATCHED in complaint._get_offered_milestones()[complaint.id]:
                complaint._service_reach(DISPATCHED)
            complaint._message_log(
                body=self.env._(
                    "Dispatched to %(department)s (no. %(count)s)",
                    department=complaint.department_id.display_name,
                    count=complaint.dispatch_count,
                )
            )
            complaint._flag_undone()
        return True

    def _flag_undone(self):
        """Give the flags that say that the unit was sent the case several times and did not handle it."""
        self.ensure_one()
        if RESULT in self._get_sla_milestones()[self.id][0]:
            return
        pack = self._get_service_pack()
        _against, dispatched = self.env["service.risk.flag"]._get_unit_flags(self.company_id.id)
        due = [
            flag_id
            for flag_id, flag_pack, times in dispatched
            if self.dispatch_count >= times and (not pack or flag_pack in (pack, False))
        ]
        new = set(due) - set(self.flag_ids.ids)
        if new:
            # sudo: the policy gives them, not the user
            self.sudo().write({"flag_ids": [fields.Command.link(flag_id) for flag_id in new]})
