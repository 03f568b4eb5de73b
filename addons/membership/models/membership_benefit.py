from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .membership_plan import MEASURES

PERIODS = [
    ("week", "Week"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("year", "Year"),
    ("lifetime", "Lifetime of the Card"),
]


class MembershipBenefit(models.Model):
    """What members are entitled to: so many in each calendar period, or as often as they like (BANK-BEN-01).

    It holds for cards of a program, for certain tiers of it, or from a measured value such as assets.
    """

    _name = "membership.benefit"
    _description = "Benefit"
    _inherit = ["service.policy.mixin"]
    _order = "membership_code, sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char("Benefit", required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(translate=True, help="What the member gets, and how; members read it.")

    # who
    program_id = fields.Many2one(
        "loyalty.program",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_membership', '=', True)]",
        help="Cards of this program only; empty: of every program with the code.",
    )
    membership_code = fields.Char(
        "Program Code",
        compute="_compute_membership_code",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        help="Code of the programs whose cards have it, for example private_bank.",
    )
    tier_ids = fields.Many2many(
        "membership.tier",
        string="Tiers",
        check_company=True,
        help="Cards with one of these tiers, or of a tier of the same code in a later version of the plan. "
        "Empty: whatever the tier.",
    )
    min_measure = fields.Selection(
        MEASURES, "Measured By", help="What has to reach the minimum; empty: nothing is measured."
    )
    min_value = fields.Float(
        "Minimum",
        digits=(16, 2),
        aggregator=None,
        help="Exactly this is enough, and more includes it.",
    )
    replaces_id = fields.Many2one(
        "membership.benefit",
        "Takes the Place Of",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Who has this benefit does not have that one as well: what was used of either counts for both.",
    )
    valid_from = fields.Date(help="First day; empty: since ever.")
    valid_to = fields.Date(help="Last day; empty: until further notice.")

    # how much
    quota = fields.Integer(
        default=1, required=True, aggregator=None, help="How many in each period; 0: unlimited."
    )
    period = fields.Selection(
        PERIODS, "In Each", required=True, default="year", help="Calendar periods; what is not used lapses."
    )
    often_text = fields.Char("How Often", compute="_compute_often_text")
    is_shared = fields.Boolean(
        "Shared with Family", help="Family cards use what the main card has, together with it."
    )
    companions = fields.Integer(aggregator=None, help="How many people the member may bring each time.")
    advance_hours = fields.Float(
        "Book Ahead (Hours)", aggregator=None, help="How long before it has to be booked; 0: not at all."
    )

    # what
    provider = fields.Selection(
        [("own", "Own Service"), ("partner", "Partner Merchant")], required=True, default="own"
    )
    provider_id = fields.Many2one(
        "res.partner", "Merchant", index="btree_not_null", ondelete="restrict", check_company=True
    )
    product_id = fields.Many2one(
        "product.product", index="btree_not_null", ondelete="restrict", check_company=True
    )
    price_percent = fields.Float(
        "Member Pays (%)",
        digits=(5, 2),
        aggregator=None,
        help="How much of the price the member pays; 0: it is free.",
    )
    usage_ids = fields.One2many("membership.benefit.usage", "benefit_id", "Uses")

    _quota_range = models.Constraint(
        "CHECK (quota >= 0)", "How many are there in each period? 0 is unlimited; less is not possible."
    )
    _numbers_range = models.Constraint(
        "CHECK (companions >= 0 AND advance_hours >= 0 AND min_value >= 0)",
        "Companions, hours and minimum are never below 0.",
    )
    _price_range = models.Constraint(
        "CHECK (price_percent >= 0 AND price_percent <= 100)",
        "The member pays between 0 and 100 per cent of the price.",
    )
    _validity = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The benefit ends before it begins.",
    )

    @api.depends("quota", "period")
    @api.depends_context("lang")
    def _compute_often_text(self):
        periods = {
            "week": self.env._("in each week"),
            "month": self.env._("in each month"),
            "quarter": self.env._("in each quarter"),
            "year": self.env._("in each year"),
            "lifetime": self.env._("in all"),
        }
        for benefit in self:
            if benefit.quota:
                benefit.often_text = self.env._(
                    "%(count)s × %(period)s", count=benefit.quota, period=periods.get(benefit.period, "")
                )
            else:
                benefit.often_text = self.env._("Unlimited")

    @api.depends("program_id")
    def _compute_membership_code(self):
        for benefit in self:
            benefit.membership_code = benefit.program_id.membership_code or benefit.membership_code

    @api.constrains("program_id", "membership_code")
    def _check_program(self):
        for benefit in self:
            if not benefit.program_id and not benefit.membership_code:
                raise ValidationError(
                    self.env._("“%(benefit)s”: whose cards have it? Choose a program.", benefit=benefit.name)
                )

    @api.constrains("replaces_id")
    def _check_replaces(self):
        if self._has_cycle("replaces_id"):
            raise ValidationError(self.env._("A benefit cannot take its own place, directly or over others."))
        for benefit in self.filtered("replaces_id"):
            other = benefit.replaces_id
            if (other.program_id, other.membership_code) != (benefit.program_id, benefit.membership_code):
                raise ValidationError(
                    self.env._(
                        "“%(benefit)s” cannot take the place of “%(other)s”, which is of another program.",
                        benefit=benefit.name,
                        other=other.name,
                    )
                )

    @api.constrains("min_measure", "min_value")
    def _check_minimum(self):
        for benefit in self:
            if benefit.min_value and not benefit.min_measure:
                raise ValidationError(
                    self.env._("“%(benefit)s”: what is measured by the minimum?", benefit=benefit.name)
                )

    @api.constrains("provider", "provider_id")
    def _check_provider(self):
        for benefit in self:
            if benefit.provider_id and benefit.provider == "own":
                raise ValidationError(
                    self.env._("“%(benefit)s” is an own service: no merchant gives it.", benefit=benefit.name)
                )

    def action_usages(self):
        """Show what was used of it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("membership.membership_benefit_usage_action")
        return {**action, "domain": [("benefit_id", "=", self.id)], "context": {}}
