from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_kernel.tools.channels import CHANNELS


class ServiceComplaint(models.Model):
    """What a complaint needs to end, and the evidence of ISO 10002: justified or not, recourse, notice."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    acknowledged_how = fields.Selection(
        CHANNELS,
        "Acknowledged By",
        compute="_compute_acknowledged_how",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="How the customer was told that the complaint was taken notice of.",
    )
    validity = fields.Selection(
        [
            ("pending", "Pending"),
            ("valid", "Justified"),
            ("invalid", "Not Justified"),
            ("malicious", "Malicious"),
        ],
        "Justified?",
        required=True,
        default="pending",
        copy=False,
        tracking=True,
    )
    recourse = fields.Text(
        "Further Recourse", copy=False, help="Where the customer may turn who does not accept the rejection."
    )
    cancel_reason = fields.Text("Reason for Cancelling", copy=False)

    @api.depends("acknowledged_at")
    def _compute_acknowledged_how(self):
        """The way by which the customer came, unless somebody says otherwise; of history it is not known."""
        for complaint in self:
            if not complaint.acknowledged_at or complaint.is_history:
                complaint.acknowledged_how = complaint.acknowledged_how
            else:
                complaint.acknowledged_how = complaint.acknowledged_how or complaint.channel

    def write(self, vals):
        """Write; a rejection brings recourse with it, and what was cancelled goes on against its clocks."""
        target = vals.get("state")
        moving = self.filtered(lambda one: one.state != target) if target else self.browse()
        cancelled = {one: one.closed_at for one in moving if one.state == "cancelled"}
        result = super().write(vals)
        if target == "rejected":
            moving.filtered(lambda one: not one.is_history)._complete_rejection()
        for complaint, ended_at in cancelled.items():
            complaint._sla_revive(ended_at)
            complaint._sla_resume()
        return result

    def _check_end(self, target, vals):
        """A complaint ends only with what has to be known of it then."""
        result = super()._check_end(target, vals)
        current = self.filtered(lambda one: not one.is_history)
        if target == "rejected":
            current._check_text("rejection_reason", vals)
        elif target == "cancelled":
            self._check_cancelling(vals)
        return result

    def _check_text(self, name, vals):
        for complaint in self:
            if not (vals.get(name, complaint[name]) or "").strip():
                raise UserError(
                    self.env._(
                        "%(number)s: enter the reason under “%(field)s”.",
                        number=complaint.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _check_cancelling(self, vals):
        """Only officers take a complaint out of the count, and they say why."""
        if not self.env.su and not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers cancel a complaint."))
        self._check_text("cancel_reason", vals)

    def _complete_rejection(self):
        """A rejected complaint was not justified, and the customer is told where else to turn."""
        self.filtered(lambda one: one.validity in ("pending", "valid")).validity = "invalid"
        for complaint in self.filtered(lambda one: not (one.recourse or "").strip()):
            complaint.recourse = complaint._get_recourse()

    def _get_recourse(self):
        """Return the company's words about further recourse, in the customer's language where it is known."""
        self.ensure_one()
        # sudo: a text that the company shows to its customers
        company = self.company_id.sudo().with_context(lang=self.partner_id.lang or self.env.lang)
        return company.service_recourse or company._get_standard_recourse()
