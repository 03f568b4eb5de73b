from odoo import api, models


class ServiceCheck(models.Model):
    """Checks of signatures on service reports."""

    # one concern a file
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "visit_signatures",
                self.env._("Signed service reports are as the customer saw them"),
                "service.visit.signature",
                "_check_signatures",
                "slow",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "signature_stale": self.env._(
                "The report was changed after it was signed. Show it to the customer, and have it signed "
                "again."
            ),
            "signature_broken": self.env._(
                "The signature or what was shown was changed in the database. Do not rely on it; have the "
                "report signed again."
            ),
        }
