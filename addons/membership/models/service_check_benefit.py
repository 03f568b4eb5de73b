from odoo import api, models
from odoo.tools import SQL


class ServiceCheck(models.Model):
    # the check of benefits is one concern
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "membership_benefits",
                self.env._("Benefits are used no more often than there are"),
                "membership.benefit.usage",
                "_check_quotas",
                "slow",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "benefit_quota": self.env._(
                "More was used in the period than the quota allowed. Find out how the rows came in; an "
                "officer takes back what was not used."
            )
        }


class MembershipBenefitUsage(models.Model):
    # likewise
    _inherit = "membership.benefit.usage"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_quotas(self):
        """Yield cards of which more of a benefit was used in a period than its quota was then; one query."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT MAX(id), company_id, MAX(quota), SUM(quantity) FROM membership_benefit_usage"
                " WHERE state <> 'cancelled' GROUP BY benefit_id, owner_id, company_id, period_start"
                " HAVING MIN(quota) > 0 AND SUM(quantity) > MAX(quota) ORDER BY 1"
            )
        )
        for usage_id, company_id, quota, used in rows:
            usage = self.browse(usage_id)
            yield {
                "res_model": self._name,
                "res_id": usage_id,
                "company_id": company_id,
                "place": usage.display_name,
                "expected": str(quota),
                "found": str(used),
                "remedy": "benefit_quota",
            }
