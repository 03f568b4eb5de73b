from odoo import models

CODE = "repair_team"


class ServiceOrder(models.Model):
    """Which team repairs inside the warranty and which outside it, where the term says so (DOOR-ROLE-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _refresh_warranty(self):
        result = super()._refresh_warranty()
        for order in self._get_undecided().filtered("warranty_id"):
            order._assign_repair_team()
        return result

    def _assign_repair_team(self):
        """Give this order to the team of its warranty; a team that people chose stays."""
        # sudo: what was set up for the product, whoever registers the order
        term = self.warranty_id.sudo().term_id
        wanted = term.team_id if self.warranty_state == "in" else term.paid_team_id
        chosen = self.team_id and self.team_id not in (term.team_id | term.paid_team_id)
        if not wanted or chosen:
            return
        self._write_decided({"team_id": wanted.id})
        self._explain(
            CODE, "team_of_term", f"#{wanted.id}", term.code, facts={"warranty": self.warranty_state}
        )

    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Which team repairs"), "service.team", "service.warranty.term")
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "team_of_term": self.env._(
                "“%(term)s” names one team for repairs in warranty and one for others.", term=rule
            )
        }
