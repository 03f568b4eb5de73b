from odoo import api, fields, models


class ServiceOrderLine(models.Model):
    """What a part or work costs the company, whoever pays for it."""

    # one concern a file
    _inherit = "service.order.line"  # pylint: disable=consider-merging-classes-inherited

    unit_cost = fields.Float(
        "Cost per Unit",
        compute="_compute_unit_cost",
        store=True,
        readonly=False,
        precompute=True,
        digits="Product Price",
        aggregator=None,
        help="What one of it costs the company, in its currency.",
    )

    @api.depends("product_id")
    def _compute_unit_cost(self):
        for line in self:
            product = line.product_id.with_company(line.company_id or line.order_id.company_id)
            line.unit_cost = product.standard_price if product else line.unit_cost


class ServiceOrder(models.Model):
    """Hours and costs of a service order, as the repair order tells them (DOOR-JOB-04)."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    work_hours = fields.Float(
        "Hours Worked",
        compute="_compute_work_hours",
        store=True,
        help="Of the lines for labour; without them, from arrival to the end of the work.",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    work_cost = fields.Monetary(
        "Cost",
        compute="_compute_work_cost",
        store=True,
        currency_field="company_currency_id",
        help="What parts, work and travel cost the company, whoever pays for it; parts brought back do not.",
    )

    @api.depends("line_ids.kind", "line_ids.quantity", "arrived_at", "finished_at")
    def _compute_work_hours(self):
        for order in self:
            labour = order.line_ids.filtered(lambda line: line.kind == "labour")
            if labour:
                order.work_hours = sum(labour.mapped("quantity"))
            elif order.arrived_at and order.finished_at:
                order.work_hours = (order.finished_at - order.arrived_at).total_seconds() / 3600
            else:
                order.work_hours = 0.0

    @api.depends("line_ids.kind", "line_ids.quantity", "line_ids.unit_cost", "line_ids.part_state")
    def _compute_work_cost(self):
        for order in self:
            order.work_cost = sum(
                line.quantity * line.unit_cost
                for line in order.line_ids
                if line.kind != "part" or line.part_state != "returned"
            )
