from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.tools.channels import CHANNELS

SENDABLE_STATES = ("resolved", "closed", "rejected")


class ServiceComplaint(models.Model):
    """The decision is told to the customer, with its reasons (ISO 10002)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    decision_sent_at = fields.Datetime("Decision Sent", copy=False, tracking=True)
    decision_sent_how = fields.Selection(CHANNELS, "Decision Sent By", copy=False)

    def write(self, vals):
        """Write; a decision that was told otherwise than by mail is a response as well."""
        if vals.get("decision_sent_at"):
            at = fields.Datetime.to_datetime(vals["decision_sent_at"])
            if at > fields.Datetime.now():
                raise UserError(self.env._("The decision cannot have been sent in the future."))
            result = super().write(vals)
            self._service_reach("respond", at)
            return result
        return super().write(vals)

    def action_send_decision(self):
        """Open the mail to the customer with the decision and its reasons."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in SENDABLE_STATES:
            raise UserError(
                self.env._("%(number)s: there is no decision yet that could be sent.", number=self.name)
            )
        template = self.env.ref("service_center.mail_template_decision", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Decision"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template and template.id,
                "default_subtype_xmlid": "mail.mt_comment",
                "force_email": True,
                "service_decision_sent": True,
            },
        }

    def _message_post_after_hook(self, message, msg_vals):
        """The mail that was opened for it tells the decision."""
        result = super()._message_post_after_hook(message, msg_vals)
        public = message.message_type in ("comment", "email_outgoing") and not message.subtype_id.internal
        if self.env.context.get("service_decision_sent") and public and self.state in SENDABLE_STATES:
            self.write({"decision_sent_at": fields.Datetime.now(), "decision_sent_how": "email"})
        return result
