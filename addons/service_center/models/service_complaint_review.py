from odoo import fields, models


class ServiceComplaint(models.Model):
    """What is learned from a case, written down when it ends (MALL-PROC-01, PHARM-PROC-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    case_review = fields.Text(
        "Summary of the Case", copy=False, help="The core of the matter, and what is to be learned from it."
    )

    def write(self, vals):
        ending = self.filtered(lambda one: one.state != vals["state"]) if "state" in vals else self.browse()
        result = super().write(vals)
        if vals.get("state") in ("closed", "rejected"):
            ending._ask_for_review()
        if (vals.get("case_review") or "").strip():
            self._get_review_activities().action_done()
        return result

    def _ask_for_review(self):
        """Give the handlers a to-do where the summary of the case is missing."""
        wanted = self.env["service.category"]._get_ids_where("requires_review")
        for complaint in self:
            if (
                complaint.category_id.id in wanted
                and not complaint.is_history
                and not (complaint.case_review or "").strip()
                and not complaint._get_review_activities()
            ):
                # sudo: the policy gives the to-do, to whoever worked on it
                complaint.sudo().activity_schedule(
                    "service_center.activity_case_review",
                    user_id=(complaint.user_id or self.env.user).id,
                )

    def _get_review_activities(self):
        kind = self.env.ref("service_center.activity_case_review", raise_if_not_found=False)
        # sudo: the to-do is done when the summary is there, whoever had it
        return self.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == kind)
