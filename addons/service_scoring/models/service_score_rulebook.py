from odoo import api, fields, models

CARRIERS = [("employee", "Employee"), ("department", "Department"), ("site", "Site")]
PERIODS = [("month", "Month"), ("quarter", "Quarter"), ("half", "Half-Year"), ("year", "Year")]
STATES = [("draft", "Draft"), ("active", "In Force"), ("archived", "Archived")]
ADOPTION_WAYS = [
    ("congress", "Staff Congress"),
    ("representatives", "Staff Representatives"),
    ("union", "Trade Union"),
    ("notice", "Public Notice"),
    ("other", "Other"),
]


class ServiceScoreRulebook(models.Model):
    """One version of a rule book: what costs or earns how many points, and what the points are worth.

    A version in force is never edited: a new one is made from it. Books with different codes apply side by
    side, each with sheets of its own.
    """

    _name = "service.score.rulebook"
    _description = "Rule Book"
    _inherit = ["service.policy.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "sequence, code, version desc, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False, aggregator=None)
    previous_id = fields.Many2one(
        "service.score.rulebook",
        "Former Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, copy=False, tracking=True)
    valid_from = fields.Date(copy=False, tracking=True, help="The first day; empty: always.")
    valid_to = fields.Date(copy=False, tracking=True, help="The last day; empty: until further notice.")

    # whose score, and when
    carrier = fields.Selection(
        CARRIERS, "Score Of", required=True, default="employee", help="Who or what carries the score."
    )
    period = fields.Selection(PERIODS, required=True, default="month", help="Sheets are made once in it.")
    closing_day = fields.Integer(
        aggregator=None,
        help="The last day of a period: 25 makes the month of May run from 26 April to 25 May. 0: calendar "
        "months.",
    )
    base_score = fields.Float("Start From", digits=(16, 2), aggregator=None, help="Points before any entry.")
    has_floor = fields.Boolean("Has a Lowest Score")
    floor = fields.Float("Lowest Score", digits=(16, 2), aggregator=None)
    is_base_pro_rata = fields.Boolean(
        "Base in Proportion",
        help="Who worked only a part of the period starts from a part of the base, by scheduled days.",
    )
    is_bonus_pro_rata = fields.Boolean(
        "Bonus in Proportion",
        help="Who worked only a part of the period gets a part of the bonus, by scheduled days.",
    )
    absence_policy = fields.Selection(
        [("keep", "Counts as Worked"), ("reduce", "Does Not Count")],
        "Leave",
        required=True,
        default="keep",
        help="Whether days of leave are scheduled days, where something is in proportion to them.",
    )
    concurrence = fields.Selection(
        [("all", "All Count"), ("highest", "Only the Highest"), ("capped", "All, up to a Cap")],
        "Several Rules at Once",
        required=True,
        default="all",
        help="What counts when one act breaks several rules. The others stay listed.",
    )
    concurrence_cap = fields.Float(
        "Cap", digits=(16, 2), aggregator=None, help="The points that one act may cost at most."
    )
    four_eyes = fields.Boolean("Second Person Confirms", help="Who reported an entry does not confirm it.")

    # money
    currency_id = fields.Many2one(related="company_id.currency_id")
    pay_component_id = fields.Many2one(
        "service.score.pay.component",
        compute="_compute_pay_component_id",
        store=True,
        precompute=True,
        readonly=False,
        ondelete="restrict",
        check_company=True,
        help="The part of the pay that fines act on.",
    )
    pay_component_warning = fields.Text("Warning", compute="_compute_pay_component_warning")
    reward_amount = fields.Monetary(
        "Per Rewarded Point", aggregator=None, help="Paid for every rewarded point; 0: nothing."
    )
    bonus_base = fields.Monetary(
        "Full Bonus",
        aggregator=None,
        help="What withheld shares are taken of, when the employee has no amount for the pay component.",
    )
    rest_policy = fields.Selection(
        [("carry", "Carried Over"), ("write_off", "Written Off")],
        "What Was Cut",
        required=True,
        default="carry",
        help="What happens to a reduction above the cap of the month or below the wage floor.",
    )
    rule_ids = fields.One2many("service.score.rule", "rulebook_id", string="Rules", copy=True)
    bracket_ids = fields.One2many(
        "service.score.fine.bracket", "rulebook_id", string="Fine Brackets", copy=True
    )

    # how it came into force
    adopted_on = fields.Date(copy=False, tracking=True)
    adopted_how = fields.Selection(ADOPTION_WAYS, "Adopted By", copy=False, tracking=True)
    adoption_note = fields.Text(copy=False)
    needs_acknowledgement = fields.Boolean(
        "Employees Acknowledge It",
        default=True,
        help="What costs an employee money needs their acknowledgement first.",
    )
    acknowledgement_ids = fields.One2many("service.score.acknowledgement", "rulebook_id", copy=False)

    _policy_code_uniq = models.UniqueIndex(
        "(company_id, COALESCE(pack_code, ''), code, version)",
        "The company has this version of the rule book already.",
    )
    _days_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to)",
        "The rule book ends before it starts.",
    )
    _closing_day_range = models.Constraint(
        "CHECK (closing_day BETWEEN 0 AND 28)", "The closing day is 0 (calendar months) or from 1 to 28."
    )

    @api.depends("company_id")
    def _compute_pay_component_id(self):
        """Performance pay unless chosen otherwise (Q-57)."""
        for book in self:
            if book.pay_component_id.company_id != book.company_id:
                book.pay_component_id = self.env["service.score.pay.component"].search(
                    [("company_id", "=", book.company_id.id), ("kind", "=", "performance")], limit=1
                )

    @api.depends("pay_component_id.kind")
    def _compute_pay_component_warning(self):
        for book in self:
            component = book.pay_component_id
            book.pay_component_warning = (
                self.env._(
                    "Fines act on %(component)s. Labour law limits what may be taken from it: have it "
                    "checked before this book is put in force.",
                    component=component.display_name,
                )
                if component and component.kind != "performance"
                else False
            )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for book in self:
            book.display_name = f"{book.name} v{book.version}" if book.version > 1 else book.name
