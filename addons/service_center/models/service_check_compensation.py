from odoo import api, models


class ServiceCheck(models.Model):
    """Checks of compensation."""

    # one concern a file
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "credit_notes",
                self.env._("Settled refunds are those that their posted credit notes give"),
                "service.compensation",
                "_check_credit_notes",
                "fast",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "credit_note": self.env._(
                "Accounting posted another amount than was approved, or the credit note is not posted any "
                "more. Correct the credit note, or take the compensation back and propose another one."
            )
        }
