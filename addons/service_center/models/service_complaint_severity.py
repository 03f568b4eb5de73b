from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_kernel.engine import severity


class ServiceComplaint(models.Model):
    """An officer may take a complaint for more serious than its risks say."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def action_raise_severity(self):
        """Open the dialog that asks for a higher severity and the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Raise Severity"),
            "res_model": "service.complaint.raise",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _raise_severity(self, degree, reason):
        """Raise the severity of a complaint by hand.

        :param degree: the ``service.severity`` to raise to, above the present one
        :param reason: why, in the officer's words
        :raise AccessError: the user is no officer
        :raise UserError: it would not be a raise, there is no reason, or the complaint is history
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers raise the severity of a complaint."))
        if self.is_history:
            raise UserError(self.env._("History stays as it came: its severity cannot be raised."))
        if not (reason or "").strip():
            raise UserError(self.env._("Why is it more serious? Enter the reason."))
        if not severity.is_above(degree._get_engine_severity(), self.severity_id._get_engine_severity()):
            raise UserError(
                self.env._(
                    "%(number)s is “%(severity)s” already; a severity can only be raised.",
                    number=self.name,
                    severity=self.severity_id.display_name or "-",
                )
            )
        self._write_decided(
            {
                "severity_override_id": degree.id,
                "severity_override_reason": reason.strip(),
                "severity_override_by_id": self.env.uid,
            }
        )
        self._route()
