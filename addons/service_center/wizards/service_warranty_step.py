from odoo import fields, models


class ServiceWarrantyStep(models.TransientModel):
    """Asks what a step of a warranty needs: the day, and what happened."""

    _name = "service.warranty.step"
    _description = "Step of a Warranty"
    _inherit = ["service.text.mixin"]
    _check_company_auto = True

    warranty_id = fields.Many2one("service.warranty", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="warranty_id.company_id")
    step = fields.Selection(
        [
            ("repair_begin", "Repair Begins"),
            ("repair_end", "Repair Ends"),
            ("reading", "Reading"),
            ("transfer", "Transfer"),
            ("exchange", "Exchange"),
            ("void", "Declare Void"),
        ],
        required=True,
        readonly=True,
        default="reading",
    )
    day = fields.Date(required=True, default=lambda self: self.env.company._service_day())
    fault = fields.Char(help="The same words for the same fault: repairs of one fault are counted by them.")
    reading = fields.Float()
    reading_unit = fields.Selection(related="warranty_id.reading_unit")
    partner_id = fields.Many2one("res.partner", "New Owner", check_company=True)
    product_id = fields.Many2one("product.product", "Item Given", check_company=True)
    serial = fields.Char("Its Serial Number")
    note = fields.Text()

    def action_confirm(self):
        """Take the step; after an exchange the warranty of the item given is shown."""
        self.ensure_one()
        warranty = self.warranty_id
        if self.step == "exchange":
            item = warranty._exchange(self.day, self.serial, self.product_id, note=self.note)
            return item.get_formview_action()
        steps = {
            "repair_begin": lambda: warranty._begin_repair(self.day, self.fault, note=self.note),
            "repair_end": lambda: warranty._end_repair(self.day, note=self.note),
            "reading": lambda: warranty._record_reading(self.reading, self.day, note=self.note),
            "transfer": lambda: warranty._transfer(self.partner_id, self.day, self.note),
            "void": lambda: warranty._void(self.note, self.day),
        }
        steps[self.step]()
        return {"type": "ir.actions.act_window_close"}
