from odoo import api, fields, models

from ..engine import corrective_action as engine


class ServiceCorrectiveAction(models.Model):
    """Dates of a corrective action, who is reminded of them, and the milestones of its complaints."""

    # one concern a file: together they would be too long to read
    _inherit = "service.corrective.action"  # pylint: disable=consider-merging-classes-inherited

    next_due_date = fields.Date(
        "Next Due", compute="_compute_next_due_date", store=True, index="btree_not_null"
    )
    complaint_count = fields.Integer("Number of Complaints", compute="_compute_complaint_count")
    recurrence_count = fields.Integer(
        "Complaints Since",
        compute="_compute_complaint_count",
        help="Complaints with the same cause that came in after the actions were carried out.",
    )

    @api.depends(
        "state",
        "check_due_date",
        "containment_ids.due_date",
        "containment_ids.done_on",
        "measure_ids.due_date",
        "measure_ids.done_on",
    )
    def _compute_next_due_date(self):
        for action in self:
            tasks = action.containment_ids.browse()
            if action.state in engine.WRITTEN_IN:
                tasks = action.containment_ids
            elif action.state in engine.CARRIED_OUT_IN:
                tasks = action.measure_ids
            dates = [task.due_date for task in tasks if task.due_date and not task.done_on]
            if action.state == "implemented" and action.check_due_date:
                dates.append(action.check_due_date)
            action.next_due_date = min(dates, default=False)

    @api.depends("complaint_ids", "implemented_at")
    def _compute_complaint_count(self):
        for action in self:
            # sudo: how many there are, also those that the user may not read
            complaints = action.sudo().complaint_ids
            since = action.implemented_at
            action.complaint_count = len(complaints)
            action.recurrence_count = since and len(
                complaints.filtered(lambda one, since=since: one.received_at > since)
            )

    def action_open_complaints(self):
        """Show the complaints that this action serves."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_complaint_all_action")
        action["domain"] = [("corrective_action_ids", "in", self.ids)]
        action["context"] = {"default_corrective_action_ids": self.ids}
        return action

    def _reach_milestones(self, complaints=None):
        """Tell the clocks of the complaints what was reached: MFG-SLA-03 counts to both measures.

        :param complaints: those linked just now; all by default
        """
        for action in self:
            # sudo: the time limits of all complaints follow, also of those that the user may not read
            served = (action.complaint_ids if complaints is None else complaints).sudo()
            codes = set()
            if engine.is_contained(action._get_engine_facts()) and action.state != "draft":
                codes.add("temporary_measure")
            if engine.is_fulfilled("approved", [action.state]):
                codes.add("permanent_measure")
            if served and codes:
                served._service_reach(codes)

    # Reminding

    def _ask_reviewers(self):
        """Remind one reviewer: one of the level itself who is there, else one above it who is."""
        self.ensure_one()
        level = self.approval_level_id
        if not level:
            return
        able = self._get_reviewers().filtered(lambda user: user.has_group("service_center.group_user"))
        present = able - able._service_on_leave(company=self.company_id)
        asked = (present & level._get_users())[:1] or present[:1] or able[:1]
        if asked:
            self._remind(
                "service_center.mail_activity_corrective_review", asked, fields.Date.context_today(self)
            )

    def _ask_checker(self):
        """Remind the checker of the effect; if nobody is named, the leader who did nothing else."""
        self.ensure_one()
        asked = self.checker_id or (self.leader_id - self._get_implementers())
        if asked:
            self._remind("service_center.mail_activity_corrective_check", asked, self.check_due_date)

    def _remind(self, activity_type, user, day):
        # an e-mail for each is not sent: people find them among their activities
        quiet = self.with_context(mail_activity_quick_update=True)
        # sudo: reminds whoever has to go on, whom the user need not know
        quiet.sudo().activity_schedule(activity_type, date_deadline=day, user_id=user.id)

    def _close_reminders(self, activity_type):
        # sudo: what others were asked is settled by this step
        self.sudo().activity_feedback([activity_type])
