from odoo import api, fields, models

from odoo.addons.service_kernel.tools import append_only

# what was said is left out: it can be erased (decisions 17)
CONTENT = ("order_id", "kind", "promised_at", "former_at", "at", "told_how", "company_id")


class ServiceOrderPromise(models.Model):
    """What a customer was promised for a service order, and each change of it. Rows never change.

    Only service orders write them: when a limit gives a promise, when waiting moves it, and when somebody
    announces another date.
    """

    _name = "service.order.promise"
    _description = "Promise to a Customer"
    _inherit = ["service.text.mixin"]
    _order = "order_id, id"
    _rec_name = "promised_at"

    order_id = fields.Many2one(
        "service.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("given", "Promised"),
            ("moved", "Moved by Waiting"),
            ("extended", "Extended"),
            ("late", "Announced Too Late"),
        ],
        string="What",
        required=True,
        readonly=True,
    )
    promised_at = fields.Datetime("Promised For", required=True, readonly=True)
    former_at = fields.Datetime("Before", readonly=True)
    at = fields.Datetime("Date", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    reason = fields.Text(readonly=True, help="As it was told to the customer.")
    told_how = fields.Selection(
        [("mail", "E-mail"), ("phone", "Telephone"), ("visit", "In Person"), ("page", "Customer's Page")],
        "Customer Told By",
        readonly=True,
    )
    told_note = fields.Text("Who Was Told", readonly=True, help="Who was told, and what they answered.")
    message_id = fields.Many2one(
        "service.message", "Message", readonly=True, index="btree_not_null", ondelete="set null"
    )
    message_state = fields.Selection(related="message_id.state", string="Message Is", compute_sudo=True)

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.depends("promised_at", "order_id.name")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = promise.order_id._say_promise(promise.promised_at)
