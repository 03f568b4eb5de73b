from odoo import api, models


class ServiceCheck(models.Model):
    """Checks of callbacks."""

    # one concern a file
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "callback_coverage",
                self.env._("Every closed complaint and finished order under a plan has its callback"),
                "service.callback.plan",
                "_check_covered",
                "fast",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "callback_missing": self.env._(
                "The plan is about it, and no callback was planned. Have callbacks planned again; where the "
                "customer has been contacted as often as is allowed, plan one by hand."
            )
        }
