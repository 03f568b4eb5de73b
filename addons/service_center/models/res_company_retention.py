from odoo import fields, models


class ResCompany(models.Model):
    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_retention_months = fields.Integer(
        "Keep Personal Data of Complaints",
        help="Months after a complaint was closed or rejected; then it is anonymised for good. 0: never.",
    )
    _service_retention_positive = models.Constraint(
        "CHECK (service_retention_months >= 0)", "The months of retention cannot be negative."
    )

    def _count_service_retention(self, months):
        """Return how many complaints would be anonymised now if they were kept for ``months``."""
        self.ensure_one()
        if months <= 0:
            return 0
        # sudo: only their number; who sets the retention need not work with complaints
        Complaint = self.env["service.complaint"].sudo().with_context(active_test=False)
        return Complaint.search_count(Complaint._get_retention_domain(self, months))
