from odoo import api, fields, models

from .service_complaint_intake import as_html

#: what a customer may say about work that they ask for
FROM_OUTSIDE = {
    "partner_id",
    "type_id",
    "product_id",
    "serial",
    "sale_order_id",
    "complaint_id",
    "address",
    "wished_times",
}


class ServiceOrder(models.Model):
    """How customers ask for work on their page, and what they write afterwards."""

    # one concern a file: together they would be too long to read
    _inherit = ["service.customer.mixin", "service.order"]
    _name = "service.order"

    wished_times = fields.Char(help="When it suits the customer.")

    def _compute_access_url(self):
        for order in self:
            order.access_url = f"/my/service/orders/{order.id}"

    @api.model
    def _register_from_outside(self, company, text, vals, files=()):
        """Register what a customer with an account asks for.

        :param text: what is wrong, as plain text
        :param vals: values of ``FROM_OUTSIDE``; others are dropped
        :param files: checked files, [(name, bytes, mimetype)]
        :raise ValidationError: the values make no order
        :return: the draft, in sudo
        """
        allowed = {name: value for name, value in vals.items() if name in FROM_OUTSIDE and value}
        complaint = self.env["service.complaint"].browse(allowed.get("complaint_id"))
        order = (
            self._as_public()
            .with_company(company)
            ._create_from_customer(
                {
                    **allowed,
                    "company_id": company.id,
                    "channel": "portal",
                    "description": text.strip(),
                    "user_id": complaint.user_id.id,
                }
            )
        )
        if files:
            order._post_from_customer(order.partner_id, "", files)
        return order

    def _post_from_customer(self, author, text, files=()):
        """Post what a customer says on the page: plain text and checked files, in sudo."""
        self.ensure_one()
        return self.message_post(
            body=as_html(text) if text else self.env._("Files from the customer"),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=author.id,
            email_from=author.email_formatted or author.name,
            attachment_ids=self._prepare_customer_files(files).ids,
        )

    def _customer_reply(self, author, text, files=()):
        """The customer says something; who waited for it goes on, and the handler is told."""
        self.ensure_one()
        self._post_from_customer(author, text, files)
        if self.state == "waiting" and self.waiting_for == "customer":
            self.action_resume()
