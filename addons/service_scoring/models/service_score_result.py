from odoo import api, fields, models


class ServiceScoreResult(models.Model):
    """What an employee or unit reached of a target in one period.

    What is not known is not zero: it has no consequence (decisions 7). Once confirmed it stays as it is, also
    when the target changes later. Money is kept apart (``service.score.commission``).
    """

    _name = "service.score.result"
    _description = "Result of a Target"
    _inherit = ["service.score.explained.mixin", "service.text.mixin", "hr.mixin"]
    _order = "date_from desc, target_id, id"
    _rec_names_search = ["target_id", "employee_id", "department_id"]
    _check_company_auto = True

    target_id = fields.Many2one(
        "service.score.target", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="target_id.company_id", store=True, precompute=True, index=True)
    carrier = fields.Selection(related="target_id.carrier")
    metric = fields.Selection(related="target_id.metric")
    unit = fields.Char(related="target_id.unit")
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="restrict", check_company=True
    )
    date_from = fields.Date(
        "From", required=True, index=True, help="Any day of the period: the first one is kept."
    )
    date_to = fields.Date("To", compute="_compute_date_to", store=True, precompute=True)
    target_value = fields.Float(digits=(16, 2), readonly=True)
    value = fields.Float("Result", digits=(16, 2))
    is_known = fields.Boolean("Known", help="What is not known is not zero: nothing follows from it.")
    has_rate = fields.Boolean("Has a Share", readonly=True)
    rate = fields.Float(
        "Reached (%)", digits=(16, 2), readonly=True, aggregator=None, help="Of the target, in per cent."
    )
    source = fields.Selection(
        [("measured", "Measured"), ("typed", "Entered")], required=True, default="typed", readonly=True
    )
    reason = fields.Char(help="Why it was entered by hand, where the system measures it.")
    employed_days = fields.Integer("Days Employed", readonly=True, aggregator=None)
    is_full_period = fields.Boolean(
        "Whole Period", readonly=True, default=True, help="Employed on every day of the period."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed")],
        "Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    confirmed_at = fields.Datetime("Confirmed On", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    band_ids = fields.Many2many(
        "service.score.target.band",
        "service_score_result_band_rel",
        "result_id",
        "band_id",
        string="Bands Reached",
        readonly=True,
        copy=False,
        ondelete="restrict",
        context={"active_test": False},
    )
    grade = fields.Char(readonly=True, copy=False)
    entry_ids = fields.One2many(
        "service.score.entry",
        "res_id",
        "Proposed Entries",
        readonly=True,
        domain=[("res_model", "=", "service.score.result")],
    )
    commission_ids = fields.One2many("service.score.commission", "result_id", "Commissions", readonly=True)
    commission_amount = fields.Monetary("Commission", compute="_compute_commission_amount")
    currency_id = fields.Many2one(related="company_id.currency_id")
    may_decide = fields.Boolean(compute="_compute_may_decide", export_string_translation=False)

    _carrier_uniq = models.UniqueIndex(
        "(target_id, COALESCE(employee_id, 0), COALESCE(department_id, 0), date_from)",
        "This period has a result of the target already.",
    )
    _known_idx = models.Index("(employee_id, target_id, date_from) WHERE state = 'confirmed' AND is_known")
    _draft_idx = models.Index("(target_id, date_from) WHERE state = 'draft'")

    @api.depends("target_id", "date_from")
    def _compute_date_to(self):
        for result in self:
            result.date_to = (
                result.target_id._get_period(result.date_from)[1]
                if result.target_id and result.date_from
                else False
            )

    @api.depends("employee_id", "department_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        """Nobody decides on their own result, or that of the unit that they head."""
        is_officer = self.env.user.has_group("service_scoring.group_officer")
        for result in self:
            result.may_decide = is_officer and not result._is_own()

    def _compute_commission_amount(self):
        """Only for those who may read the rows with the money: the employee and HR."""
        amounts = dict(
            self.env["service.score.commission"]._read_group(
                [("result_id", "in", self.ids)], ["result_id"], ["amount:sum"]
            )
        )
        for result in self:
            result.commission_amount = amounts.get(result, 0.0)
