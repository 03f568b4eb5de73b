from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from odoo.addons.service_kernel.tools import append_only

from ..tools import discretion

BECAUSE = [
    ("unknown", "Nothing is known"),
    ("new", "Below the first tier"),
    ("same", "As before"),
    ("up", "Gone up"),
    ("down", "Gone down"),
    ("never_down", "Stays: the plan never goes down"),
    ("kept", "Stays: the tier is kept"),
    ("at_review", "Stays until the review"),
]


class MembershipStanding(models.Model):
    """Where a member stands in a plan, and on what that was decided (P8). Nobody writes it by hand.

    What was measured is for officers; the desk sees the tier, and how far it is to the next one where that
    says nothing of a fortune (``tools.discretion``).
    """

    _name = "membership.standing"
    _description = "Standing of a Member"
    # not by the value: the order would tell it to the desk
    _order = "plan_id, since desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Member", required=True, readonly=True, index=True)
    plan_id = fields.Many2one("membership.plan", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    tier_id = fields.Many2one("membership.tier", readonly=True, index="btree_not_null", ondelete="restrict")
    since = fields.Date(readonly=True)
    value = fields.Float("Measured", digits=(16, 2), readonly=True, groups=discretion.GROUP)
    judged_on = fields.Date("Judged", readonly=True)
    window_from = fields.Date("Measured From", readonly=True)
    window_to = fields.Date("Measured Until", readonly=True)
    because = fields.Selection(BECAUSE, readonly=True)
    kept_until = fields.Date(readonly=True)
    next_tier_id = fields.Many2one("membership.tier", compute="_compute_next")
    missing = fields.Float(
        "To the Next", digits=(16, 2), compute="_compute_next", help="0 where only officers are told."
    )
    explanation_text = fields.Text("Why?", compute="_compute_explanation_text", groups=discretion.GROUP)

    # a constraint, not an index: merging contacts looks for constraints, and keeps one row then
    _standing_uniq = models.Constraint(
        "UNIQUE (partner_id, plan_id)", "The member has a standing in this plan already."
    )

    @api.depends("tier_id", "value", "plan_id.tier_ids.threshold")
    @api.depends_context("uid")
    def _compute_next(self):
        """The tier above what was measured, and above the one that is kept; to the desk only above that."""
        for standing in self:
            # sudo: ``_get_next`` says no more than the user is told
            known = standing.sudo()
            tells = discretion.may_tell(self.env, known.plan_id.measure)
            standing.next_tier_id, standing.missing = known._get_next(tells)

    def _get_next(self, tells):
        """Return (next tier, how much is missing for it) of a standing in superuser mode.

        :param tells: whether this may say something of the value; else it is the tier after the present one
        """
        tiers = self.plan_id._sorted_tiers()
        least = [self.tier_id.threshold] if self.tier_id else []
        least += [self.value] if tells else []
        higher = tiers.filtered(lambda tier: all(tier.threshold > one for one in least))[:1]
        return higher, higher.threshold - self.value if higher and tells else 0.0

    @api.depends("value", "because", "tier_id", "judged_on", "kept_until")
    @api.depends_context("lang")
    def _compute_explanation_text(self):
        becauses = dict(self._fields["because"]._description_selection(self.env))
        for standing in self:
            plan = (
                standing.plan_id.sudo()
            )  # sudo: what the plan measures is said to whoever sees the standing
            measure = dict(plan._fields["measure"]._description_selection(self.env)).get(plan.measure, "")
            lines = [becauses.get(standing.because, "")]
            if standing.because != "unknown":
                lines.append(
                    self.env._(
                        "%(measure)s from %(first)s to %(last)s: %(value)s.",
                        measure=measure,
                        first=format_date(self.env, standing.window_from)
                        if standing.window_from
                        else self.env._("the beginning"),
                        last=format_date(self.env, standing.window_to),
                        value=formatLang(self.env, standing.value, digits=2),
                    )
                )
            if standing.kept_until:
                lines.append(
                    self.env._(
                        "The tier is kept until %(day)s.", day=format_date(self.env, standing.kept_until)
                    )
                )
            standing.explanation_text = "\n".join(filter(None, lines))

    def action_view_changes(self):
        """Open how the member came to stand here."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("History"),
            "res_model": "membership.standing.change",
            "view_mode": "list,form",
            "domain": [("partner_id", "=", self.partner_id.id), ("plan_id", "=", self.plan_id.id)],
        }


class MembershipStandingChange(models.Model):
    """A member went up or down: when, from where, and the facts of that day, which can be replayed."""

    _name = "membership.standing.change"
    _description = "Change of a Standing"
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", "Member", required=True, readonly=True, index=True)
    plan_id = fields.Many2one(
        "membership.plan", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    date = fields.Date(required=True, readonly=True)
    tier_from_id = fields.Many2one("membership.tier", "From", readonly=True, ondelete="restrict")
    tier_id = fields.Many2one("membership.tier", "To", readonly=True, ondelete="restrict")
    value = fields.Float("Measured", digits=(16, 2), readonly=True, groups=discretion.GROUP)
    window_from = fields.Date("Measured From", readonly=True)
    window_to = fields.Date("Measured Until", readonly=True)
    because = fields.Selection(BECAUSE, readonly=True)
    kept_until_before = fields.Date(readonly=True)
    kept_until = fields.Date(readonly=True)
    is_review = fields.Boolean("At a Review", readonly=True)
    facts = fields.Json(readonly=True, help="Thresholds and policy of the plan on that day.")

    def init(self):
        append_only.protect(
            self.env,
            self._table,
            (
                "plan_id",
                "company_id",
                "date",
                "tier_from_id",
                "tier_id",
                "value",
                "because",
                "kept_until",
                "facts",
            ),
        )
