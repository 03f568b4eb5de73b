from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_order_approvals import HANDED_IN


class ServiceOrder(models.Model):
    """Who goes is proposed with trade and speciality, agreed and approved; then they leave (EQM-FB-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    sending_note = fields.Text(
        "Reason for the Choice",
        tracking=True,
        copy=False,
        help="Why this person goes: trade and speciality, who comes along, what the units concerned say.",
    )
    sending_proposal = fields.Char("Person Proposed", compute="_compute_sending_proposal")

    @api.depends("employee_id")
    def _compute_sending_proposal(self):
        for order in self:
            order.sending_proposal = ": ".join(filter(None, order._get_proposed()))

    def _get_proposed(self):
        """Return the technician's name, and trade and speciality as far as they are known."""
        # sudo: of the colleague who is proposed everybody who sees the order sees what they can do
        person = self.sudo().employee_id
        skills = person.service_skill_ids.mapped("display_name")
        return person.name or "", ", ".join(filter(None, [person.job_title, *skills]))

    def write(self, vals):
        """Write; somebody else is a new proposal, and nobody leaves before it is approved."""
        if "sending_note" in vals and self.filtered(
            lambda order: order.approval_purpose == "dispatch" and order.approval_state in HANDED_IN
        ):
            raise UserError(self.env._("The proposal was handed in: what others sign does not change."))
        if "employee_id" in vals:
            person = vals["employee_id"] or False
            self.filtered(lambda order: order.employee_id.id != person)._void_proposal()
        if vals.get("departed_at") or vals.get("arrived_at"):
            self.filtered(lambda order: order._is_leaving())._check_approved("in_progress")
        return super().write(vals)

    def _is_leaving(self):
        """Whether a time on the way is the first one, not a correction."""
        is_sent = self._get_approval_purpose() == "dispatch"
        return is_sent and not self.departed_at and not self.arrived_at

    def _void_proposal(self):
        """What was handed in or signed for another technician does not hold any more."""
        for order in self:
            if order.approval_state in HANDED_IN and order._get_round()[:1].purpose == "dispatch":
                order._touch_approvals()
                order._void_round()
                order._write_approval({"approval_state": "void"})

    def _before_move(self, target):
        """Sent back to be dispatched again, an order loses its technician, and so the proposal."""
        result = super()._before_move(target)
        if target == "confirmed":
            self.filtered(lambda order: order.state in ("scheduled", "in_progress"))._void_proposal()
        return result

    def _get_approval_purpose(self):
        return super()._get_approval_purpose() or ("dispatch" if self.needs_visit else False)

    def _is_time_to_hand_in(self):
        """Whether the papers may be handed in now: staff are also replaced when the work has begun."""
        if self._get_approval_purpose() == "dispatch":
            return self.state not in ("closed", "cancelled")
        return super()._is_time_to_hand_in()

    def _check_form(self):
        """Refuse a proposal without a name, or without trade and speciality."""
        if self._get_approval_purpose() == "dispatch":
            if not self.employee_id:
                raise UserError(self.env._("%(number)s: choose a technician first.", number=self.name))
            if not self._get_proposed()[1] and not (self.sending_note or "").strip():
                raise UserError(
                    self.env._(
                        "%(number)s: which trade and speciality does %(name)s have? "
                        "Enter skills of the employee, or a reason.",
                        number=self.name,
                        name=self._get_proposed()[0],
                    )
                )
        return super()._check_form()

    def _say_proposal(self):
        if self._get_approval_purpose() == "dispatch":
            return self.sending_proposal
        return super()._say_proposal()

    def _say_unsigned(self, names):
        if self._get_approval_purpose() == "dispatch":
            said = {"number": self.name, "steps": ", ".join(names)}
            if self._is_form_missing():
                return self.env._(
                    "%(number)s: sending staff is not approved yet. Hand in the form under “Form to Sign”; "
                    "it needs: %(steps)s.",
                    **said,
                )
            return self.env._("%(number)s: sending staff is not approved yet. Missing: %(steps)s.", **said)
        return super()._say_unsigned(names)


class ServiceOrderApproval(models.Model):
    """Whoever is to be sent does not approve it."""

    # one concern a file
    _inherit = "service.order.approval"  # pylint: disable=consider-merging-classes-inherited

    def _get_concerned(self):
        concerned = super()._get_concerned()
        if self.purpose == "dispatch":
            # sudo: only whether somebody is the technician is compared
            concerned |= self.sudo().order_id.employee_id.user_id
        return concerned
