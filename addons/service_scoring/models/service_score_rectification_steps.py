from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import rectification as engine
from .service_score_rectification import ESCALATION_DAYS, USUAL_DAYS


class ServiceScoreRectification(models.Model):
    """The steps of putting something right, the deadline, and who is told (CU-SUP-02)."""

    # one concern a file
    _inherit = "service.score.rectification"  # pylint: disable=consider-merging-classes-inherited

    may_report = fields.Boolean(compute="_compute_may", export_string_translation=False)
    may_judge = fields.Boolean(compute="_compute_may", export_string_translation=False)

    # Ordering
    def _get_deadlines(self, now, days):
        """Return (deadline, when the next higher manager is told) of a term that begins now.

        :param days: working days; 0: until the deadline that was entered
        :raise UserError: that is over already
        """
        self.ensure_one()
        # sudo: a deadline is told whoever may read the opening hours
        one = self.sudo()
        calendar = one.site_id.calendar_id or one.company_id.resource_calendar_id

        def after(start, days):
            return calendar._service_due(start, days, "working_days", one.company_id)

        deadline = after(now, days) if days else one.deadline
        if not deadline or deadline <= now:
            raise UserError(self.env._("Enter working days, or a deadline that is still to come."))
        checklist = one.inspection_id.checklist_id
        return deadline, after(deadline, checklist.escalation_days or ESCALATION_DAYS)

    def _get_usual_days(self):
        """Return the working days that the checklist gives."""
        return self.sudo().inspection_id.checklist_id.rectification_days or USUAL_DAYS  # sudo: as above

    def _begin_term(self):
        """Let the deadline run, and tell who is responsible."""
        now = fields.Datetime.now()
        for order in self:
            if order.inspection_id.state not in ("submitted", "confirmed"):
                raise UserError(
                    self.env._(
                        "%(number)s: orders follow from what was submitted.", number=order.inspection_id.name
                    )
                )
            deadline, escalation = order._get_deadlines(now, order.working_days)
            order._write_decided(
                {
                    "ordered_by_id": self.env.uid,
                    "ordered_at": order.ordered_at or now,
                    "deadline": deadline,
                    "escalation_at": escalation,
                    "notice": False,
                }
            )
            order._plan_notice(now)
            order._tell("ordered", order._get_responsible())
        self._own_photos()

    # Steps
    @api.depends("responsible_id", "inspection_id.unit_manager_id")
    @api.depends_context("uid")
    def _compute_may(self):
        user = self.env.user
        is_officer = user.has_group("service_scoring.group_officer")
        for order in self:
            is_theirs = user in order._get_answering_users()
            order.may_report = is_officer or is_theirs
            order.may_judge = is_officer and not is_theirs

    def _get_answering_users(self):
        """Return who answers for what was found, in superuser mode: they report it, others judge."""
        order = self.sudo()  # sudo: only compares users
        return order.responsible_id | order.inspection_id.unit_manager_id

    def action_done(self):
        """Report that it was put right; what was done has to be said or shown."""
        self._check_step("done")
        for order in self:
            people = order._get_answering_users()
            if self.env.user not in people and not self.env.user.has_group("service_scoring.group_officer"):
                raise AccessError(
                    self.env._("%(number)s: only who is responsible reports this.", number=order.name)
                )
            if not (order.done_note or "").strip() and not order.photo_ids:
                raise UserError(
                    self.env._("%(number)s: say what was done, or attach a photo.", number=order.name)
                )
        self._write_decided(
            {
                "state": "done",
                "done_by_id": self.env.uid,
                "done_at": fields.Datetime.now(),
                "notice_at": False,
            }
        )
        for order in self:
            order._tell("done", order.sudo().ordered_by_id)  # sudo: who is told

    def action_verify(self):
        """State that it was put right."""
        self._check_officer()
        self._check_step("verify")
        self._verify()

    def _verify(self):
        self._write_decided(
            {
                "state": "verified",
                "verified_by_id": self.env.uid,
                "verified_at": fields.Datetime.now(),
                "notice_at": False,
            }
        )

    def action_fail(self):
        """State that it was not put right; the deadline runs anew. What was found has to be written."""
        self._check_officer()
        self._check_step("fail")
        self._check_finding()
        self._fail()

    def _fail(self):
        now = fields.Datetime.now()
        for order in self:
            deadline, escalation = order._get_deadlines(now, order.working_days or order._get_usual_days())
            order._write_decided(
                {
                    "state": "failed",
                    "failed_at": now,
                    "failed_count": order.failed_count + 1,
                    "deadline": deadline,
                    "escalation_at": escalation,
                    "notice": False,
                }
            )
            order._plan_notice(now)
            order._tell("failed", order._get_responsible())

    def action_cancel(self):
        """Withdraw the order; why has to be written."""
        self._check_officer()
        self._check_step("cancel")
        self._check_finding()
        self._write_decided({"state": "cancelled", "notice_at": False})

    def _check_officer(self):
        """Refuse to those who are no officers, or answer for what was found.

        :raise AccessError: no officer
        :raise UserError: the order is the user's, or that of their unit
        """
        if not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring decide whether it was put right."))
        for order in self:
            if self.env.user in order._get_answering_users():
                raise UserError(
                    self.env._(
                        "%(number)s is for you or your unit, so somebody else has to decide.",
                        number=order.name,
                    )
                )

    def _check_finding(self):
        for order in self:
            if not (order.finding or "").strip():
                raise UserError(
                    self.env._(
                        "%(number)s: enter “%(field)s”.",
                        number=order.name,
                        field=self._fields["finding"]._description_string(self.env),
                    )
                )

    def _check_step(self, step):
        self.check_access("write")
        self._touch()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for order in self:
            if not engine.is_possible(step, order.state):
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s”; this step is possible from: %(states)s.",
                        number=order.name,
                        state=labels[order.state],
                        states=", ".join(labels[state] for state in engine.STEPS[step].sources),
                    )
                )

    def _own_photos(self):
        """Give photos that were taken for these orders to them: who sees these sees the photos."""
        for order in self:
            # sudo: files that the user has just added, and owns
            loose = order.photo_ids.sudo().filtered(lambda one: not one.res_id and not one.res_field)
            if loose:
                loose.write({"res_model": order._name, "res_id": order.id})

    # Telling


class ServiceScoreInspection(models.Model):
    # what a re-inspection says about orders is one concern with their steps
    _inherit = "service.score.inspection"  # pylint: disable=consider-merging-classes-inherited

    def _judge_rectifications(self):
        """Follow what a re-inspection found: put right, or not."""
        for inspection in self.filtered("reinspection_of_id"):
            # sudo: the outcome of an inspection whose right was checked
            orders = inspection.sudo().reinspection_of_id.rectification_ids
            for line in inspection.sudo().line_ids.filtered("origin_line_id"):
                order = orders.filtered(
                    lambda one, line=line: one.line_id == line.origin_line_id and one.state in engine.OPEN
                )
                if order and line.result == "ok":
                    order._touch()
                    order._verify()
                elif order and line.result == "finding":
                    order._touch()
                    order._write_decided({"finding": line.note or line.text})
                    order._fail()
