import logging

from odoo import api, models

from ..engine.automatic_mail import is_automatic
from ..engine.intake import is_auto_reply

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    """Mails that answer complaints: robots take nothing up again, and loops are seen where they are."""

    _inherit = "mail.thread"

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        """Lead replies to the complaint that is live, so that Odoo counts a loop's mails where they land.

        Automatic answers make no complaint: two machines would write to each other for ever.
        """
        routes = super().message_route(message, message_dict, model, thread_id, custom_values)
        if is_auto_reply(message.items()):
            kept = [route for route in routes if route[0] != "service.complaint" or route[1]]
            if len(kept) < len(routes):
                _logger.info("Automatic answer makes no complaint: %s", message_dict.get("message_id"))
            routes = kept
        return [self._service_lead(route) for route in routes]

    @api.model
    def _service_lead(self, route):
        model, thread_id, *rest = route
        if model != "service.complaint" or not thread_id:
            return route
        # sudo: the mail gateway, before it knows for whom it works
        complaint = self.env[model].sudo().browse(thread_id).exists()
        return (model, complaint._get_landing().id, *rest) if complaint else route

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        if is_automatic(message.items()):
            self = self.with_context(service_automatic_mail=True)
        return super()._message_route_process(message, message_dict, routes)
