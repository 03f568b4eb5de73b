from odoo import fields, models

from ..engine import lifecycle


class ServiceComplaint(models.Model):
    """What the customer sees of a complaint, and may do with it: a whitelist, never the record itself."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    customer_accepted_at = fields.Datetime("Accepted by Customer", readonly=True, copy=False, tracking=True)

    def _prepare_move_vals(self, source, target):
        values = super()._prepare_move_vals(source, target)
        if lifecycle.is_reopening(source, target):
            values["customer_accepted_at"] = False
        return values

    # Showing
    def _get_customer_page(self):
        """Return what the customer sees, as plain values in the visitor's language.

        Only what is named here leaves: no names of employees, no severity, no decisions, no internal notes.
        """
        self.ensure_one()
        resolved = self.state == "resolved"
        return {
            "id": self.id,
            "number": self.name,
            "code": self.tracking_code_shown,
            "state": self.state,
            "status": self._get_customer_status(),
            "company": self.company_id.name,
            "category": self.category_id.name,
            "site": self.site_id.display_name,
            "description": self.description,
            "demand": self.demand,
            "steps": self._get_customer_steps(),
            "messages": [self._get_customer_message(message) for message in self._get_customer_messages()],
            "can_accept": resolved and not self.customer_accepted_at,
            "can_refuse": resolved,
            "question": self._get_customer_question(),
            "is_anonymous": self.is_anonymous,
        }

    def _get_customer_status(self):
        """Return the status in plain words."""
        words = {
            "new": self.env._("We have received your complaint and will look at it soon."),
            "acknowledged": self.env._("We have read your complaint and will look into it."),
            "investigating": self.env._("We are looking into your complaint."),
            "resolving": self.env._("We are carrying out what was decided."),
            "waiting": self.env._("We are waiting for your answer. Please write to us below."),
            "resolved": self.env._("We believe that your complaint is settled. Do you agree?"),
            "closed": self.env._("Your complaint is closed."),
            "rejected": self.env._("We could not accept your complaint. The reason is below."),
            "cancelled": self.env._("Your complaint was withdrawn."),
            "merged": self.env._("We are handling your complaint together with another one."),
        }
        return words.get(self.state, self.env._("We are working on your complaint."))

    def _get_customer_steps(self):
        """Return the milestones that the customer is told, oldest first: label, time, text, done."""
        steps = [self._customer_step(self.env._("Received"), self.received_at)]
        if self.acknowledged_at:
            steps.append(self._customer_step(self.env._("Taken up"), self.acknowledged_at))
        if self.state == "waiting":
            steps.append(self._customer_step(self.env._("Waiting for your answer"), False))
        if self.resolved_at:
            steps.append(self._customer_step(self.env._("Settled"), self.resolved_at, self.resolution))
        if self.customer_accepted_at:
            steps.append(self._customer_step(self.env._("You agreed"), self.customer_accepted_at))
        if self.state == "closed":
            steps.append(self._customer_step(self.env._("Closed"), self.closed_at))
        if self.state == "rejected":
            reason = "\n".join(filter(None, [self.rejection_reason, self._get_customer_recourse()]))
            steps.append(self._customer_step(self.env._("Not accepted"), self.closed_at, reason))
        return steps

    def _get_customer_recourse(self):
        """Return where the customer may turn after a rejection."""
        return self.recourse

    # Acting. Callers have checked that it is the customer: by the secret link, or by the portal's domain.
    def _customer_reply(self, text, files=()):
        """The customer says something; who was waiting for it goes on."""
        self.ensure_one()
        self._post_from_customer(text, files)
        if self.state == "waiting":
            self.action_resume()
