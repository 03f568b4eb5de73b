from odoo import api, fields, models


class ServiceCallback(models.Model):
    """Dialogs and links of callbacks."""

    # one concern a file
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _count_by(self, name, documents):
        """Return {id of a document: number of its callbacks} of those that the user may see."""
        groups = self._read_group([(name, "in", documents.ids)], [name], ["__count"])
        return {document.id: count for document, count in groups}

    @api.model
    def _show(self, domain, defaults):
        """Return the action that shows callbacks, all of them."""
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_callback_action")
        action["domain"] = domain
        action["context"] = {
            "search_default_open": 0,
            **{f"default_{name}": value for name, value in defaults.items()},
        }
        return action

    def action_record(self):
        """Open the dialog in which what came of it is entered; the callback is taken first."""
        self.ensure_one()
        answer = self.action_open() if self.state == "planned" else True
        if answer is not True:
            return answer
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Came of It"),
            "res_model": "service.callback.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_callback_id": self.id},
        }


class ServiceComplaint(models.Model):
    # the callbacks of a document are one concern
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    callback_count = fields.Integer("Number of Callbacks", compute="_compute_callback_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_callback_count(self):
        counts = self.env["service.callback"]._count_by("complaint_id", self)
        for complaint in self:
            complaint.callback_count = counts.get(complaint._origin.id, 0)

    def action_callbacks(self):
        """Show the callbacks about this complaint."""
        self.ensure_one()
        return self.env["service.callback"]._show(
            [("complaint_id", "=", self.id)],
            {"complaint_id": self.id, "partner_id": self.partner_id.id, "product_id": self.product_id.id},
        )


class ServiceOrder(models.Model):
    # likewise
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    callback_count = fields.Integer("Number of Callbacks", compute="_compute_callback_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_callback_count(self):
        counts = self.env["service.callback"]._count_by("order_id", self)
        for order in self:
            order.callback_count = counts.get(order._origin.id, 0)

    def action_callbacks(self):
        """Show the callbacks about this service order."""
        self.ensure_one()
        return self.env["service.callback"]._show(
            [("order_id", "=", self.id)],
            {"order_id": self.id, "partner_id": self.partner_id.id, "product_id": self.product_id.id},
        )


class ResPartner(models.Model):
    # likewise
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_callback_count = fields.Integer(
        "Callbacks", compute="_compute_service_callback_count", groups="service_center.group_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_callback_count(self):
        """Count the callbacks of each partner and of its contacts that the user may see."""
        self._count_service_documents("service.callback", "service_callback_count")

    def action_service_callbacks(self):
        """Show the callbacks of this customer and of its contacts."""
        self.ensure_one()
        return self.env["service.callback"]._show(
            [("partner_id", "child_of", self.id)], {"partner_id": self.id}
        )
