from odoo import api, fields, models
from odoo.tools import ormcache

CODE = "repair_team"


class ServiceLiabilityRule(models.Model):
    """Which team does the work that a rule decides on (DOOR-ROLE-01)."""

    # one concern a file
    _inherit = "service.liability.rule"  # pylint: disable=consider-merging-classes-inherited

    team_id = fields.Many2one(
        "service.team",
        "Goes to Team",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Orders that the rule decides on go to this team, unless somebody chose another one that no "
        "rule names.",
    )

    @api.model
    @ormcache("company_id")
    def _get_teams(self, company_id):
        """Return the ids of the teams that the rules of a company name."""
        # sudo: policies as plain ids, the same for every reader
        rules = self.sudo().search([("company_id", "=", company_id), ("team_id", "!=", False)])
        return frozenset(rules.team_id.ids)


class ServiceOrder(models.Model):
    """Orders go to the team that the rule of who pays names."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _liability_decided(self):
        result = super()._liability_decided()
        by_team, entries = {}, {}
        for order in self:
            # sudo: what the rule says, whoever works on the order
            rule = order.liability_rule_id.sudo()
            team = rule.team_id
            routed = self.env["service.liability.rule"]._get_teams(order.company_id.id)
            if team and order.team_id != team and (not order.team_id or order.team_id.id in routed):
                by_team[team.id] = by_team.get(team.id, self.browse()) | order
                facts = {"warranty": order.warranty_state}
                entries[order.id] = {
                    CODE: self._prepare_explanation("team_of_rule", f"#{team.id}", rule.code, facts)
                }
        for team_id, orders in by_team.items():
            # sudo: the outcome of the policy; the order may leave the teams of who works on it
            orders.sudo().write({"team_id": team_id})
        self._explain_each(entries)
        return result

    @api.model
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Which team repairs"), "service.team", "service.liability.rule")
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "team_of_rule": self.env._("Rule “%(rule)s” names the team.", rule=rule)
        }
