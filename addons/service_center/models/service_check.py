from odoo import api, models


class ServiceCheck(models.Model):
    _inherit = "service.check"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "explained",
                self.env._("Severity and level of complaints are those that their explanations give"),
                "service.complaint",
                "_check_explained",
                "fast",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "route": self.env._(
                "The value was changed around the policies. Change a fact of the complaint, such as its "
                "risks, and change it back: it is decided anew."
            )
        }
