from odoo import api, fields, models


class ProductTemplate(models.Model):
    """The warranties of a product's items."""

    _inherit = "product.template"

    service_warranty_count = fields.Integer(
        "Warranties", compute="_compute_service_warranty_count", groups="service_center.group_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_warranty_count(self):
        groups = self.env["service.warranty"]._read_group(
            [("product_id.product_tmpl_id", "in", self.ids)], ["product_id"], ["__count"]
        )
        counts = {}
        for product, count in groups:
            template = product.product_tmpl_id.id
            counts[template] = counts.get(template, 0) + count
        for template in self:
            template.service_warranty_count = counts.get(template.id, 0)

    def action_service_warranties(self):
        """Show the warranties of this product's items."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_warranty_action")
        action["domain"] = [("product_id.product_tmpl_id", "=", self.id)]
        action["context"] = {"default_product_id": self.product_variant_id.id}
        return action
