from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import formatLang

from ..engine import target as engine


class ServiceScoreTargetBand(models.Model):
    """What follows from a result that lies within it: an entry of a rule, a commission, a grade."""

    _name = "service.score.target.band"
    _description = "Band of a Target"
    _inherit = ["service.score.part.mixin"]
    _part_of = "target_id"
    _order = "target_id, sequence, id"
    _rec_name = "code"

    target_id = fields.Many2one("service.score.target", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    basis = fields.Selection(
        [("value", "The Result"), ("share", "Share of the Target (%)")],
        "Goes By",
        required=True,
        default="share",
    )
    has_from = fields.Boolean("Has a Lower Bound", default=True)
    measure_from = fields.Float(
        "From", digits=(16, 2), aggregator=None, help="This value itself belongs to it."
    )
    has_to = fields.Boolean("Has an Upper Bound")
    measure_below = fields.Float(
        "Below", digits=(16, 2), aggregator=None, help="This value itself does not belong to it."
    )
    range_text = fields.Char("Holds For", compute="_compute_range_text")
    rule_code = fields.Char(
        "Rule", help="Code of the rule of which an entry is proposed when the result is confirmed."
    )
    has_rule = fields.Boolean(
        "Rule in Force", compute="_compute_has_rule", help="The rule book has a rule with this code now."
    )
    has_commission = fields.Boolean("Commission")
    commission_rate = fields.Float("Commission (%)", digits=(7, 4), aggregator=None)
    commission_base = fields.Selection(
        [("all", "The Whole Result"), ("above_target", "What Is Above the Target")],
        "Commission On",
        required=True,
        default="all",
    )
    grade = fields.Char(translate=True, help="For example excellent.")

    _rate_range = models.Constraint(
        "CHECK (commission_rate >= 0 AND commission_rate <= 100)", "A commission lies between 0 and 100 %."
    )
    _policy_code_uniq = models.UniqueIndex(
        "(target_id, code)", "The target has a band with this code already."
    )

    @api.depends("rule_code", "target_id.rulebook_code", "target_id.carrier")
    def _compute_has_rule(self):
        for company, bands in self.grouped(lambda band: band.target_id.company_id).items():
            rules = bands._get_rules(company._score_day()) if company else {}
            for band in bands:
                band.has_rule = band in rules

    @api.depends("basis", "has_from", "measure_from", "has_to", "measure_below")
    @api.depends_context("lang")
    def _compute_range_text(self):
        for band in self:
            sign = " %" if band.basis == "share" else ""
            parts = [
                f"{mark} {formatLang(self.env, bound)}{sign}"
                for mark, bound, is_set in (
                    ("≥", band.measure_from, band.has_from),
                    ("<", band.measure_below, band.has_to),
                )
                if is_set
            ]
            band.range_text = ", ".join(parts) or self.env._("Always")

    @api.depends("code", "rule_code", "commission_rate", "has_commission", "grade")
    def _compute_display_name(self):
        for band in self:
            parts = [band.rule_code, band.grade]
            if band.has_commission:
                parts.append(f"{band.commission_rate:g} %")
            band.display_name = " · ".join(filter(None, parts)) or band.code

    @api.constrains(
        *("basis", "has_from", "measure_from", "has_to", "measure_below"),
        *("rule_code", "has_commission", "grade", "active"),
    )
    def _check_bounds(self):
        for band in self:
            if band.has_from and band.has_to and band.measure_below <= band.measure_from:
                raise ValidationError(
                    self.env._(
                        "%(target)s: the upper bound of a band has to be above the lower one.",
                        target=band.target_id.name,
                    )
                )
        self.target_id._check_commissions()
        for target in self.target_id:
            bands = target.band_ids.filtered("active")
            pair = engine.overlapping(bands._get_outcomes())
            if pair:
                raise ValidationError(
                    self.env._(
                        "%(target)s: the bands “%(one)s” and “%(other)s” say two things of one result. Let "
                        "one end where the other begins.",
                        target=target.name,
                        one=pair[0].key.display_name,
                        other=pair[1].key.display_name,
                    )
                )

    def _get_engine_bands(self):
        """Return the engine's bands of these, each once, in their order."""
        return [band._get_engine_band(None) for band in self.sorted(lambda band: (band.sequence, band.id))]

    def _get_outcomes(self):
        """Return the engine's bands, one for each thing that follows: a rule, the commission, the grade."""
        outcomes = []
        for band in self:
            for kind, follows in (
                (("rule", band.rule_code), band.rule_code),
                ("commission", band.has_commission),
                ("grade", band.grade),
            ):
                if follows:
                    outcomes.append(band._get_engine_band(kind))
        return outcomes

    def _get_engine_band(self, outcome):
        self.ensure_one()
        return engine.Band(
            self,
            outcome,
            self.basis == "share",
            self.measure_from if self.has_from else None,
            self.measure_below if self.has_to else None,
        )

    def _get_rules(self, day):
        """Return {band: rule in force on a day}, for the bands whose code is there; one query a company."""
        found = {}
        for company, bands in self.filtered("rule_code").grouped("company_id").items():
            books = self.env["service.score.rulebook"]._get_active(company, day)
            rules = {
                (rule.rulebook_id.code, rule.code): rule
                for rule in books.rule_ids
                if rule.active and rule.kind != "text"
            }
            for band in bands:
                target = band.target_id
                codes = [target.rulebook_code] if target.rulebook_code else books.mapped("code")
                rule = next(
                    (rules[one, band.rule_code] for one in codes if (one, band.rule_code) in rules), None
                )
                if rule and rule.rulebook_id.carrier == target.carrier:
                    found[band] = rule
        return found

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reached(self):
        # sudo: only whether some confirmed result names it
        if (
            self.env["service.score.result"]
            .sudo()
            .search_count([("band_ids", "in", self.ids), ("state", "=", "confirmed")], limit=1)
        ):
            raise UserError(self.env._("A confirmed result has reached this band: archive it instead."))
