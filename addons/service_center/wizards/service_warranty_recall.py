from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceWarrantyRecall(models.TransientModel):
    """Recalls goods: a service order for each customer who has some of a product, and word to the customers.

    The same recall may be run again, with more items: who has an order of it already gets no second one
    (GSP-RECALL-01).
    """

    _name = "service.warranty.recall"
    _description = "Recall"
    _inherit = ["service.text.mixin"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    warranty_ids = fields.Many2many("service.warranty", string="Items", check_company=True)
    recall_number = fields.Char(
        "Number of the Recall",
        required=True,
        help="Its orders are found by it. With the number of an earlier recall, only customers are added "
        "who have no order of it yet.",
    )
    type_id = fields.Many2one(
        "service.order.type",
        "Kind of Work",
        required=True,
        check_company=True,
        compute="_compute_type_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', '=', company_id)]",
    )
    description = fields.Text(
        "What Is Wrong", required=True, help="What was found, and what customers are to do: they read this."
    )
    tell_customers = fields.Boolean(
        default=True, help="Each customer is written to; those without an e-mail address are to be called."
    )
    summary = fields.Text("What Will Happen", compute="_compute_summary")

    @api.depends("company_id")
    def _compute_type_id(self):
        Type = self.env["service.order.type"]
        for recall in self:
            domain = [("company_id", "=", recall.company_id.id), ("kind", "=", "return")]
            recall.type_id = Type.search(domain, limit=1)

    @api.depends("warranty_ids", "recall_number", "company_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for recall in self:
            goods, ownerless = recall._get_recalled()
            known = recall._get_known_keys(goods)
            lines = [
                self.env._(
                    "Customers: %(customers)s. New orders: %(orders)s. Has an order of this recall "
                    "already: %(known)s.",
                    customers=len({partner for partner, _product in goods}),
                    orders=len(goods) - len(known),
                    known=len(known),
                )
            ]
            if ownerless:
                lines.append(
                    self.env._(
                        "Nobody is known to have these, so nobody is told: %(items)s",
                        items=", ".join(ownerless),
                    )
                )
            recall.summary = "\n".join(lines)

    def _get_recalled(self):
        """Return ({(customer, product): [item]}, [items that nobody is known to have]).

        An item is ``(text, serial or False, warranty)``. What was exchanged is not with the customer any
        more; that a warranty is void does not make goods safer.
        """
        self.ensure_one()
        goods, ownerless = defaultdict(list), []
        for warranty in self.warranty_ids.filtered(lambda one: one.closed_by != "exchange").sorted("id"):
            if warranty.partner_id:
                item = (warranty.serial or warranty.name, warranty.serial, warranty._origin)
                goods[warranty.partner_id._origin, warranty.product_id._origin].append(item)
            else:
                ownerless.append(warranty.display_name)
        return dict(goods), ownerless

    def _get_key(self, partner, product):
        return f"{(self.recall_number or '').strip()}/{partner.id}/{product.id}"

    def _get_known_keys(self, goods):
        """Return the keys of goods for which there is an order of this recall."""
        # sudo: whether there is one, whoever works on it
        Order = self.env["service.order"].sudo().with_context(active_test=False)
        keys = [self._get_key(*one) for one in goods]
        found = Order.search_fetch(
            [("company_id", "=", self.company_id.id), ("recall_key", "in", keys)], ["recall_key"]
        )
        return set(found.mapped("recall_key"))

    def action_confirm(self):
        """Create the orders that are missing, tell the customers, and show all orders of the recall.

        :raise UserError: nobody has any of the goods
        """
        self.ensure_one()
        number = (self.recall_number or "").strip()
        goods, _ownerless = self._get_recalled()
        if not number:
            raise UserError(self.env._("Which recall is it? Enter its number."))
        if not goods:
            raise UserError(self.env._("Nobody is known to have any of these goods."))
        known = self._get_known_keys(goods)
        new = {key: items for key, items in goods.items() if self._get_key(*key) not in known}
        orders = self.env["service.order"].create(
            [self._prepare_order(*key, items) for key, items in new.items()]
        )
        texts = dict(zip(orders, (self._list_items(items) for items in new.values()), strict=True))
        orders._belong_to_recall(
            number,
            {order.id: self._get_key(*key) for order, key in zip(orders, new, strict=True)},
            {order.id: items for order, items in texts.items()},
        )
        if self.tell_customers:
            self._tell_customers(texts)
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_order_action")
        return action | {
            "domain": [("recall_number", "=", number), ("company_id", "=", self.company_id.id)],
            "context": {"create": False},
            "display_name": self.env._("Recall %(number)s", number=number),
        }

    @api.model
    def _list_items(self, items):
        return list(dict.fromkeys(text for text, _serial, _warranty in items))

    def _prepare_order(self, partner, product, items):
        serials = {serial for _text, serial, _warranty in items}
        warranties = self.env["service.warranty"].union(*(one[2] for one in items))
        found = self.env._("Recalled: %(items)s", items=", ".join(self._list_items(items)))
        return {
            "company_id": self.company_id.id,
            "type_id": self.type_id.id,
            "partner_id": partner.id,
            "product_id": product.id,
            "serial": serials.pop() if len(serials) == 1 else False,
            "warranty_id": warranties.id if len(warranties) == 1 else False,
            "defect_cause": "manufacturing",
            "channel": "other",
            "user_id": self.env.uid,
            "description": f"{self.description.strip()}\n{found}",
        }

    def _tell_customers(self, texts):
        """Queue word to each customer; who has no address is to be called."""
        # sudo: whether a customer can be written to, whoever may see contacts
        written = {order for order in texts if order.partner_id.sudo().email}
        self.env["service.message"]._queue_all(
            [
                {
                    "document": order,
                    "key": f"recall/{order.id}",
                    "subject": lambda env, order=order: env._(
                        "%(company)s: recall of %(product)s",
                        company=order.company_id.name,
                        # sudo: the name of what the customer bought
                        product=order.product_id.with_env(env).sudo().name,
                    ),
                    "body": lambda env, order=order, items=items: self._say_recall(env, order, items),
                    "partners": order.partner_id,
                    "template": "recall",
                }
                for order, items in texts.items()
                if order in written
            ]
        )
        called = self.env["service.order"].union(*(order for order in texts if order not in written))
        called.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=self.env.uid,
            summary=self.env._("Recall: tell the customer to stop using the goods"),
        )

    def _say_recall(self, env, order, items):
        return "\n\n".join(
            (
                self.description.strip(),
                env._("It is about what you bought: %(items)s", items=", ".join(items)),
                env._(
                    "Please do not use it until we have settled this. Your number with us: %(number)s",
                    number=order.name,
                ),
            )
        )
