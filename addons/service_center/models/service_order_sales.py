from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceOrder(models.Model):
    """What happens to the quotation of a service order: shown, sent, accepted by telephone, invoiced."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    is_invoiced = fields.Boolean(
        "Invoice Drafted",
        compute="_compute_is_invoiced",
        compute_sudo=True,
        help="There is an invoice of what the customer pays, and nothing is left to invoice.",
    )

    @api.depends("quotation_id.invoice_ids.state", "quotation_id.invoice_status")
    def _compute_is_invoiced(self):
        for order in self:
            left = order.quotation_id.invoice_status == "to invoice"
            order.is_invoiced = bool(order._get_live_invoices()) and not left

    def _get_live_invoices(self):
        """Return the invoices and credit notes of the quotation that were not cancelled."""
        return self.quotation_id.invoice_ids.filtered(lambda move: move.state != "cancel")

    def action_open_quotation(self):
        """Show the quotation, to those without rights in sales as the customer sees it."""
        self.ensure_one()
        if not self._may_open_quotation():
            return self.action_preview_quotation()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "view_mode": "form",
            "res_id": self.quotation_id.id,
        }

    def _may_open_quotation(self):
        """Whether the user may open Odoo's form of the quotation, which reads its invoices, too."""
        return self.quotation_id.has_access("read") and self.env["account.move.line"].has_access("read")

    def action_preview_quotation(self):
        """Open the page on which the customer accepts and signs."""
        # sudo: the address of the quotation of an order that the user may read
        quotation = self._get_live_quotation().sudo()
        return {"type": "ir.actions.act_url", "target": "new", "url": quotation.get_portal_url()}

    def action_send_quotation(self):
        """Queue the mail with the quotation and the link to its page for the customer."""
        self.check_access("write")
        # sudo: sends the quotation of this order by Odoo's own template to its own customer
        quotation = self._get_live_quotation().sudo()
        if quotation.state == "sale":
            raise UserError(self.env._("%(number)s: the quotation is accepted already.", number=self.name))
        if not quotation.partner_id.email:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address. Tell the customer the price, and note the answer.",
                    customer=quotation.partner_id.display_name,
                )
            )
        template = quotation._find_mail_template()
        if template:
            template.send_mail(quotation.id, force_send=False)
        if quotation.state == "draft":
            quotation.action_quotation_sent()
        self._message_log(body=self.env._("Quotation %(number)s sent.", number=quotation.name))
        return True

    def action_accept_quotation(self):
        """Open the dialog that notes what the customer said about the quotation."""
        self.check_access("write")
        self._get_live_quotation()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer Accepts"),
            "res_model": "service.order.accept",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    def _get_live_quotation(self):
        """Return the quotation.

        :raise UserError: there is none, or it does not count any more
        """
        self.ensure_one()
        if self.quotation_state not in ("draft", "sent", "accepted"):
            raise UserError(self.env._("%(number)s: make a quotation first.", number=self.name))
        return self.quotation_id

    def action_create_invoice(self):
        """Draft the invoice of what the customer pays, or show what there is; accounting posts it."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("done", "signed"):
            raise UserError(self.env._("%(number)s: the work is not done yet.", number=self.name))
        if self.quotation_state != "accepted":
            raise UserError(
                self.env._("%(number)s: the customer has not accepted a quotation.", number=self.name)
            )
        if self.is_invoiced:
            return self.action_open_invoices()
        # sudo: drafts the invoice of what the customer accepted, as sales would; accounting posts it
        quotation = self.quotation_id.sudo()
        quotation._service_mark_delivered()
        quotation._create_invoices(final=True)
        self._message_log(
            body=self.env._("A draft of the invoice of %(number)s is with accounting.", number=quotation.name)
        )
        return self.action_open_invoices() if self.env["account.move.line"].has_access("read") else True

    def action_open_invoices(self):
        """Show the invoices of what the customer pays to those who may see them."""
        self.ensure_one()
        # sudo: only which they are; the screen shows them with the user's own rights
        invoices = self.sudo()._get_live_invoices()
        if not self.env["account.move.line"].has_access("read"):
            raise UserError(
                self.env._("%(number)s: the invoice is with accounting already.", number=self.name)
            )
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices"),
            "res_model": "account.move",
            "view_mode": "form",
            "res_id": invoices.id if len(invoices) == 1 else False,
        }
        if len(invoices) != 1:
            action |= {"view_mode": "list,form", "domain": [("id", "in", invoices.ids)]}
        return action

    def _copy_attachments_to(self, record):
        """The files of these orders are with what is made of them, too (C5)."""
        self.env["service.order"]._copy_attachments(self, record)

    def _copy_attachments(self, source, target):
        """Copy the files of one document to another; those of fields (pictures, signatures) stay.

        What the other one has already, by name and content, is not copied again.
        """
        # sudo: files of a document that the user may read, to one that goes on with it
        attachments = self.env["ir.attachment"].sudo()
        known = {
            (one.name, one.checksum or one.url)
            for one in attachments.search(
                [("res_model", "=", target._name), ("res_id", "in", target.ids), ("res_field", "=", False)]
            )
        }
        for attachment in attachments.search(
            [("res_model", "=", source._name), ("res_id", "in", source.ids), ("res_field", "=", False)],
            order="id",
        ):
            content = (attachment.name, attachment.checksum or attachment.url)
            if content not in known:
                known.add(content)
                attachment.copy({"res_model": target._name, "res_id": target.id, "name": attachment.name})
