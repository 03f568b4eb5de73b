from markupsafe import Markup

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

    order_id = fields.Many2one("service.order", required=True, readonly=True, index=True, ondelete="restrict")
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
        "service.message", readonly=True, index="btree_not_null", ondelete="set null"
    )
    message_state = fields.Selection(related="message_id.state", string="Message Is", compute_sudo=True)

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.depends("promised_at", "order_id.name")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = promise.order_id._say_promise(promise.promised_at)

    def _say(self):
        """Return for the order's log what was promised, why, and how the customer was told."""
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "told_how")
        }
        said = [f"{labels['kind'][self.kind]}: {self.display_name}", self.reason]
        if self.told_how:
            said.append(f"{labels['told_how'][self.told_how]}: {self.told_note or ''}".rstrip(": "))
        return Markup("<br/>").join(filter(None, said))

    def _get_letter(self, env):
        """Return what the customer is told, in the language of ``env``."""
        order = self.order_id.with_env(env)
        words = {
            "given": env._("we will have it done by %(date)s.", date=order._say_promise(self.promised_at)),
        }
        longer = env._(
            "it takes longer than we promised. The new date is %(date)s.",
            date=order._say_promise(self.promised_at),
        )
        lines = [
            env._(
                "Your service order %(number)s: %(text)s",
                number=order.name,
                text=words.get(self.kind, longer),
            ),
            self.reason and env._("Reason: %(reason)s", reason=self.reason),
            env._("We are sorry for the wait.") if self.kind != "given" else "",
        ]
        return "\n\n".join(filter(None, lines))
