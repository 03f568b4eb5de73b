from odoo import api, fields, models


class ServiceWarranty(models.Model):
    """What the screens of warranties show and open."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    order_ids = fields.One2many("service.order", "warranty_id", string="Service Orders")
    order_count = fields.Integer("Number of Service Orders", compute="_compute_order_count")
    warning = fields.Text(compute="_compute_warning")
    rights_today = fields.Text("The Customer May", compute="_compute_rights_today")

    @api.depends("order_ids")
    def _compute_order_count(self):
        groups = self.env["service.order"]._read_group(
            [("warranty_id", "in", self.ids)], ["warranty_id"], ["__count"]
        )
        counts = {warranty.id: count for warranty, count in groups}
        for warranty in self:
            warranty.order_count = counts.get(warranty.id, 0)

    @api.depends("conflict_id", "is_proven", "purchase_date", "start_date", "closed_by")
    @api.depends_context("lang")
    def _compute_warning(self):
        for warranty in self:
            said = warranty._get_warnings() if warranty._origin else []
            warranty.warning = "\n".join(said) or False

    def _get_warnings(self):
        """Return what is odd about this item, in plain words."""
        self.ensure_one()
        if self.closed_by:
            return []
        said = []
        if self.conflict_id:
            said.append(
                self.env._(
                    "Sold twice? %(other)s has the same serial number and was in warranty when this one "
                    "started. Find out which is right, and declare the other one void.",
                    other=self.conflict_id.name,
                )
            )
        if not self.is_proven:
            said.append(
                self.env._("Without proof of purchase it is treated as out of warranty. Enter the proof.")
            )
        if self.start_date and self.purchase_date and self.start_date < self.purchase_date:
            said.append(self.env._("It starts before it was bought, as its serial number says."))
        return said

    @api.depends("event_ids", "start_date", "end_date", "is_proven", "repair_count")
    @api.depends_context("lang")
    def _compute_rights_today(self):
        """Say what the customer has a right to today; for the form of one item."""
        known = self.filtered("event_ids")
        (self - known).rights_today = False
        for warranty in known:
            rights = warranty._judge().open_rights()
            warranty.rights_today = "\n".join(warranty._say_right(right) for right in rights) or False

    @api.model
    def _get_portal_domain(self, partner):
        """Return the domain of what a customer with an account sees: what the family owns."""
        return [("partner_id", "child_of", partner.commercial_partner_id.id)]

    def action_judge(self):
        """Open the dialog that tells the state on a chosen day, and why."""
        self.ensure_one()
        return self._open_dialog(self.env._("State on a Day"), "service.warranty.judge", {})

    def action_step(self):
        """Open the dialog of a step; the button says which (context ``step``)."""
        self.ensure_one()
        step = self.env.context.get("step", "reading")
        steps = self.env["service.warranty.step"]._fields["step"]._description_selection(self.env)
        return self._open_dialog(dict(steps)[step], "service.warranty.step", {"default_step": step})

    def _open_dialog(self, name, model, defaults):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_warranty_id": self.id, **defaults},
        }

    def action_open_sale(self):
        """Show the sales order that the item was sold with."""
        self.ensure_one()
        return self.sale_order_id.get_formview_action()

    def action_open_orders(self):
        """Show the service orders about this item."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_order_action")
        action["domain"] = [("warranty_id", "=", self.id)]
        action["context"] = {
            "default_warranty_id": self.id,
            "default_product_id": self.product_id.id,
            "default_serial": self.serial,
            "default_partner_id": self.partner_id.id,
        }
        return action

    def action_open_replacement(self):
        """Show the item that was given for this one."""
        self.ensure_one()
        return self.replacement_ids[:1].get_formview_action()
