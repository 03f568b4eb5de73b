import json

from odoo import fields, models
from odoo.tools import SQL

from ..engine import assignment as engine


class ServiceTeam(models.Model):
    """Who of a team gets the next case."""

    # one concern a file: together they would be too long to read
    _inherit = "service.team"  # pylint: disable=consider-merging-classes-inherited

    assignment = fields.Selection(
        [("manual", "By Hand"), ("rotation", "By Turns"), ("least_loaded", "Who Has Least to Do")],
        "New Cases Go To",
        required=True,
        default="manual",
        help="By turns: each member in a fixed order; who is absent is passed over and loses the turn. "
        "Who has least to do: the member with the fewest open cases.",
    )
    assignment_ring = fields.Json("Order of Turns", readonly=True, copy=False)
    assignment_turns = fields.Integer("Turns Given", readonly=True, copy=False, default=0)

    def _assign_cases(self, barred, loads):
        """Choose who gets each of some cases of this team, in their order.

        The row of the team is written first: of two transactions that do so at once, the database refuses the
        second, and Odoo tries it again with the next turn. So no turn is given twice, and none is lost.

        :param barred: [{user id: code of why they cannot take the case}] for each case
        :param loads: function that returns {user id: number of open cases}
        :return: [``Decision``], the ids of users as values
        """
        self.ensure_one()
        self.flush_recordset(["assignment_ring", "assignment_turns"])
        ((known,),) = self.env.execute_query(
            SQL(
                "UPDATE service_team SET assignment_turns = COALESCE(assignment_turns, 0) + %s WHERE id = %s "
                "RETURNING assignment_ring",
                len(barred),
                self.id,
            )
        )
        # sudo: the members of a team, whom those who enter cases need not be allowed to read
        members = self.sudo().member_ids
        ring = engine.join(known or (), members.sorted("id").ids)
        counts = dict(loads(members)) if self.assignment == "least_loaded" else {}
        decisions = []
        for those in barred:
            if self.assignment == "least_loaded":
                decision, ring = engine.least_loaded(ring, those, counts)
                if decision.value:
                    counts[decision.value] = counts.get(decision.value, 0) + 1
            else:
                decision, ring = engine.rotate(ring, those)
            decisions.append(decision)
        self._write_ring(ring)
        return decisions

    # in SQL: write() makes every worker forget the policies, and who enters cases may not write teams
    def _write_ring(self, ring):
        """Store the order of turns."""
        self.ensure_one()
        self.env.execute_query(
            SQL(
                "UPDATE service_team SET assignment_ring = %s WHERE id = %s RETURNING id",
                json.dumps(ring),
                self.id,
            )
        )
        self.invalidate_recordset(["assignment_ring", "assignment_turns"])
