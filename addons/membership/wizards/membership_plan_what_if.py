from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import tier as engine


class MembershipPlanWhatIf(models.TransientModel):
    """How many members would stand where, if the thresholds were others. Nothing is written."""

    _name = "membership.plan.what.if"
    _description = "What If of Tiers"

    plan_id = fields.Many2one("membership.plan", required=True, ondelete="cascade")
    line_ids = fields.One2many(
        "membership.plan.what.if.line", "what_if_id", compute="_compute_line_ids", store=True, readonly=False
    )
    member_count = fields.Integer("Members", readonly=True)
    up_count = fields.Integer("Would Go Up", readonly=True)
    down_count = fields.Integer("Would Go Down", readonly=True)
    unknown_count = fields.Integer("Not Known", readonly=True)
    is_counted = fields.Boolean(readonly=True)

    @api.depends("plan_id")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create({"tier_id": tier.id, "threshold": tier.threshold})
                    for tier in wizard.plan_id._sorted_tiers()
                ),
            ]

    def action_count(self):
        """Count who would stand where.

        :raise UserError: the thresholds do not rise
        """
        self.ensure_one()
        lines = self.line_ids.sorted(lambda line: (line.tier_id.sequence, line.tier_id.id))
        rungs = [engine.Rung(line.tier_id.id, line.threshold) for line in lines]
        if not rungs or engine.faults_of(rungs):
            raise UserError(self.env._("Each tier has to begin above the one before it."))
        now, then, moves = self._count(rungs)
        for line in lines:
            line.write({"now_count": now.get(line.tier_id.id, 0), "then_count": then.get(line.tier_id.id, 0)})
        self.write({"is_counted": True, **moves})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What If"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _count(self, rungs):
        """Return {tier id: members now}, {tier id: members then}, and the sums."""
        # sudo: only numbers of members come back
        standings = self.env["membership.standing"].sudo().search([("plan_id", "=", self.plan_id.id)])
        standings.fetch(["tier_id", "value", "because"])
        keys = [rung.key for rung in rungs]
        now, then = {}, {}
        up = down = unknown = 0
        for standing in standings:
            before = standing.tier_id.id
            now[before] = now.get(before, 0) + 1
            if standing.because == "unknown":
                unknown += 1
                after = before
            else:
                number = engine.reached(rungs, standing.value)
                after = keys[number] if number >= 0 else False
            then[after] = then.get(after, 0) + 1
            here, there = (keys.index(key) if key in keys else -1 for key in (before, after))
            up += there > here
            down += there < here
        sums = {
            "member_count": len(standings),
            "up_count": up,
            "down_count": down,
            "unknown_count": unknown,
        }
        return now, then, sums


class MembershipPlanWhatIfLine(models.TransientModel):
    """A tier with another threshold."""

    _name = "membership.plan.what.if.line"
    _description = "What If of a Tier"

    what_if_id = fields.Many2one("membership.plan.what.if", required=True, ondelete="cascade", index=True)
    tier_id = fields.Many2one("membership.tier", required=True, readonly=True, ondelete="cascade")
    threshold = fields.Float("From", digits=(16, 2))
    now_count = fields.Integer("Members Now", readonly=True)
    then_count = fields.Integer("Members Then", readonly=True)
