from odoo import fields, models


class ResPartner(models.Model):
    """When a customer wants to be visited (HOME-JOB-03)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_visit_window_ids = fields.One2many(
        "service.visit.window", "partner_id", "Hours of Visits", groups="service_center.group_user"
    )

    def _get_visit_address(self):
        """Return the address in lines as somebody finds it; empty where only the country is known."""
        self.ensure_one()
        if not any((self.street, self.street2, self.city, self.zip, self.state_id)):
            return ""
        # formats of countries leave commas where a part is missing
        lines = (line.strip(" ,") for line in self._display_address(True).splitlines())
        return "\n".join(filter(None, lines))
