from odoo import fields, models

from ..engine.warranty import Right


class ServiceWarrantyRight(models.Model):
    """What raises the customer's right to return or exchange an item; all its conditions have to hold."""

    _name = "service.warranty.right"
    _description = "Right of a Warranty Term"
    _inherit = ["service.warranty.line.mixin"]
    _order = "term_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("exchange", "Exchange"), ("return", "Return"), ("refund", "Refund")],
        required=True,
        default="exchange",
    )
    within_days = fields.Integer(
        aggregator=None,
        help="Within so many days after the start, to the end of the last one. 0: at any time in warranty.",
    )
    repairs = fields.Integer(aggregator=None, help="After so many repairs. 0: without.")
    same_fault = fields.Boolean(default=True, help="Only repairs of one and the same fault are counted.")
    repair_days = fields.Integer(
        "Days Under Repair", aggregator=None, help="After more than so many days under repair. 0: without."
    )

    _conditions = models.Constraint(
        "CHECK (COALESCE(LEAST(within_days, repairs, repair_days), 0) >= 0"
        " AND COALESCE(GREATEST(within_days, repairs, repair_days), 0) > 0)",
        "What raises the right? Enter days, repairs or days under repair; none of them below zero.",
    )

    def _prepare_code(self):
        conditions = (("d", self.within_days), ("r", self.repairs), ("rd", self.repair_days))
        parts = [f"{letter}{number}" for letter, number in conditions if number]
        return "-".join([f"{self.term_id.code}/{self.kind}", *parts])

    def _get_engine_right(self):
        self.ensure_one()
        return Right(
            self.code,
            self.kind,
            self.within_days or None,
            self.repairs or None,
            self.same_fault,
            self.repair_days or None,
        )
