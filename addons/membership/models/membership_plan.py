from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import tier as engine

MEASURES = [
    ("spend", "Spending"),
    ("points", "Points Earned"),
    ("visits", "Visits"),
    ("trips", "Completed Trips"),
    ("assets", "Assets"),
    ("card_use", "Card Use"),
    ("spend_card", "Spending or Card Use"),
]
#: what every window means of these is the last one known, not a sum
LATEST = ("assets",)


class MembershipPlan(models.Model):
    """How members of a program rise and fall: what is measured, over which days, when it is judged.

    The tiers of the one plan of kind ``tier`` stand on the card; classes are beside them, as the monthly
    class of a salon.
    """

    _name = "membership.plan"
    _description = "Membership Plan"
    _inherit = ["service.policy.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "membership_code, sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("tier", "Tiers of the Card"), ("class", "Classes of Members")], required=True, default="tier"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("active", "In Force"), ("archived", "Archived")],
        "Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    membership_code = fields.Char(
        "Program Code", help="Code of the program whose members it is about; it is made if there is none."
    )
    program_id = fields.Many2one(
        "loyalty.program",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_membership', '=', True)]",
    )
    measure = fields.Selection(MEASURES, "Measured By", required=True, default="points", tracking=True)
    window = fields.Selection(
        [
            ("lifetime", "Since Joining"),
            ("rolling", "Last Months"),
            ("month", "Calendar Month"),
            ("year", "Calendar Year"),
        ],
        "Over",
        required=True,
        default="lifetime",
        tracking=True,
    )
    window_months = fields.Integer("Number of Months", default=12, aggregator=None)
    judged = fields.Selection(
        [
            ("at_once", "As It Happens"),
            ("daily", "Every Day"),
            ("month_start", "On the 1st of a Month, over the Month before"),
            ("year_start", "On 1 January, over the Year before"),
        ],
        required=True,
        default="at_once",
        tracking=True,
    )
    up = fields.Selection(
        [("at_once", "At Once"), ("at_review", "At the Review")],
        "Going Up",
        required=True,
        default="at_once",
        tracking=True,
    )
    down = fields.Selection(
        [
            ("never", "Not at All"),
            ("one_step", "One Tier at a Review"),
            ("by_measure", "To What Is Measured"),
            ("keep", "To What Is Measured, after the Tier Was Kept"),
        ],
        "Going Down",
        required=True,
        default="by_measure",
        tracking=True,
    )
    keep_months = fields.Integer("Kept for Months", default=12, aggregator=None)
    leaves_out_new = fields.Boolean(
        "New Members Later",
        help="Who joined within the days that are measured is judged from the next time on (SALON-CLS-01).",
    )
    issues_cards = fields.Boolean(
        help="A customer without a card gets one on reaching the first tier (TRAVEL-MEM-01).",
    )
    tier_ids = fields.One2many("membership.tier", "plan_id", "Tiers", copy=True)
    valid_from = fields.Date(help="The first day; empty: always.")
    valid_to = fields.Date(help="The last day; empty: until further notice.")
    last_review_on = fields.Date("Last Review", readonly=True, copy=False)
    review_partner_id = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    standing_count = fields.Integer("Members", compute="_compute_standing_count")

    # the program that is made where there is none
    points_per_unit = fields.Float(
        "Points per Unit of Money",
        default=1,
        digits=(16, 2),
        aggregator=None,
        help="Of a program that is made.",
    )
    joining = fields.Selection(
        [("sale", "Every Customer Who Buys"), ("card", "Customers Who Were Given a Card")],
        "Who Earns Points",
        required=True,
        default="sale",
        help="Of a program that is made.",
    )
    redeem_from = fields.Char("Redeemable From", help="Of a program that is made, as 12-01.")
    redeem_to = fields.Char("Redeemable Until", help="Of a program that is made, as 12-31.")

    _window_positive = models.Constraint(
        "CHECK (\"window\" != 'rolling' OR window_months > 0)", "Over how many months is it measured?"
    )
    _keep_positive = models.Constraint(
        "CHECK (down != 'keep' OR keep_months > 0)", "For how many months is a tier kept?"
    )
    _days_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to)",
        "The plan ends before it starts.",
    )
    _one_tier_plan = models.UniqueIndex(
        "(program_id) WHERE kind = 'tier' AND state = 'active'",
        "The program has a plan for the tiers of its cards already. Archive that one first.",
    )

    def _compute_standing_count(self):
        groups = self.env["membership.standing"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
        )
        counts = dict(groups)
        for plan in self:
            plan.standing_count = counts.get(plan, 0)

    @api.constrains("issues_cards", "measure")
    def _check_issues_cards(self):
        for plan in self:
            if plan.issues_cards and plan.measure in ("points", "assets"):
                raise ValidationError(
                    self.env._("Only who has a card has points: measure something else to issue cards by.")
                )

    @api.constrains("window", "judged")
    def _check_window(self):
        for plan in self:
            if (plan.judged == "month_start" and plan.window == "year") or (
                plan.judged == "year_start" and plan.window == "month"
            ):
                raise ValidationError(
                    self.env._("What is judged once a month is measured by months, once a year by years.")
                )

    def action_activate(self):
        """Put drafts in force; a program with their code is made where there is none.

        :raise UserError: thresholds are missing or do not rise
        """
        for plan in self:
            if plan.state == "active":
                continue
            plan._check_tiers()
            plan.program_id = plan.program_id or plan._find_program() or plan._make_program()
            plan.state = "active"

    def action_archive_plan(self):
        """Judge by these plans no more; where members stand stays written."""
        self.filtered(lambda plan: plan.state != "archived").state = "archived"

    def action_draft(self):
        """Take archived plans up again."""
        self.filtered(lambda plan: plan.state == "archived").state = "draft"

    def _check_tiers(self):
        self.ensure_one()
        if not self.tier_ids:
            raise UserError(self.env._("“%(plan)s” has no tiers.", plan=self.name))
        tiers = self._sorted_tiers()
        for number in engine.faults_of([engine.Rung(tier.id, tier.threshold) for tier in tiers]):
            raise UserError(
                self.env._(
                    "“%(higher)s” has to begin above “%(lower)s”: %(value)s is not more than %(below)s.",
                    higher=tiers[number].name,
                    lower=tiers[number - 1].name,
                    value=tiers[number].threshold,
                    below=tiers[number - 1].threshold,
                )
            )

    def _sorted_tiers(self):
        return self.tier_ids.filtered("active").sorted(lambda tier: (tier.sequence, tier.id))

    def _find_program(self):
        self.ensure_one()
        if not self.membership_code:
            return self.env["loyalty.program"]
        return self.env["loyalty.program"].search(
            [
                ("is_membership", "=", True),
                ("membership_code", "=", self.membership_code),
                ("company_id", "in", [self.company_id.id, False]),
            ],
            order="company_id, id",
            limit=1,
        )

    def _make_program(self):
        """Make the loyalty program that Odoo's sales earn points by."""
        self.ensure_one()
        # sudo: Odoo makes a product for the reward; who puts plans in force need not maintain products
        Program = self.env["loyalty.program"].sudo().with_context(default_program_type="loyalty")
        return Program.create(self._prepare_program()).with_env(self.env)

    def _prepare_program(self):
        return {
            "name": self.name,
            "program_type": "loyalty",
            "applies_on": "both",
            "trigger": "auto",
            "portal_visible": True,
            "company_id": self.company_id.id,
            "is_membership": True,
            "membership_code": self.membership_code or self.code,
            "membership_joining": self.joining,
            "membership_redeem_from": self.redeem_from,
            "membership_redeem_to": self.redeem_to,
            "rule_ids": [
                fields.Command.clear(),
                fields.Command.create(
                    {"reward_point_mode": "money", "reward_point_amount": self.points_per_unit}
                ),
            ],
            # Odoo wants a reward: a unit of money for a hundred points, to be changed by whoever runs it
            "reward_ids": [
                fields.Command.clear(),
                fields.Command.create(
                    {
                        "reward_type": "discount",
                        "discount_mode": "per_point",
                        "discount": 0.01,
                        "discount_applicability": "order",
                        "required_points": 100,
                    }
                ),
            ],
        }

    def action_view_standings(self):
        """Open where the members of this plan stand."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "membership.standing",
            "view_mode": "list,pivot,graph,form",
            "domain": [("plan_id", "=", self.id)],
            "context": {"search_default_group_tier": 1},
        }
