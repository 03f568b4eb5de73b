from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceComplaint(models.Model):
    """What exactly is complained about, as registers of makers and medicine companies ask (catalogue C5)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    batch = fields.Char("Batch Number", index="btree_not_null")
    quantity = fields.Float("Quantity Concerned", digits="Product Unit")
    shipped_on = fields.Date()
    arrived_on = fields.Date()
    used_on = fields.Date(help="When the customer used or opened it.")
    immediate_measure = fields.Text(
        copy=False, help="What was agreed with the customer for now, until the matter is settled."
    )

    _quantity_positive = models.Constraint("CHECK (quantity >= 0)", "A quantity cannot be negative.")

    @api.constrains("shipped_on", "arrived_on", "used_on")
    def _check_days_of_goods(self):
        for complaint in self:
            days = [day for day in (complaint.shipped_on, complaint.arrived_on, complaint.used_on) if day]
            if days != sorted(days):
                raise ValidationError(
                    self.env._(
                        "%(number)s: goods are shipped first, then arrive, then are used. Check the days.",
                        number=complaint.name,
                    )
                )
