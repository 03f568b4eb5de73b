from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine import order_lifecycle, order_repeat
from ..engine.order_liability import WHOLE

CODE = "repeat"
FACTS = {"product_id", "serial", "partner_id", "category_id", "received_at", "type_id", "company_id"}
REPAIRS = ("on_site_repair", "workshop_repair", "factory_repair")
#: until then it is found out anew whenever what is known changes
OPEN = (order_lifecycle.DRAFT, *order_lifecycle.WORK_STATES, order_lifecycle.WAITING)
DONE = (*order_lifecycle.DONE_STATES, order_lifecycle.CLOSED)


class ServiceOrder(models.Model):
    """A repair that did not hold within the repair guarantee: linked, flagged, and not the customer's to pay.

    Who did the former repair is shown; what follows for them, people decide.
    """

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    serial_key = fields.Char(
        compute="_compute_serial_key",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
        help="The serial number in one notation.",
    )
    is_repeat = fields.Boolean(
        "Repeat Repair",
        readonly=True,
        copy=False,
        tracking=True,
        help="The same fault of the same item again within the repair guarantee: the customer does not pay.",
    )
    repeat_of_id = fields.Many2one(
        "service.order",
        "Former Repair",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )
    repeat_ids = fields.One2many("service.order", "repeat_of_id", "Repeated By")
    former_employee_id = fields.Many2one(
        related="repeat_of_id.employee_id", string="Former Technician", store=True, index="btree_not_null"
    )
    repeat_refused = fields.Char(
        "Why No Repeat Repair", readonly=True, copy=False, tracking=True, help="Decided by a person."
    )

    _problem_idx = models.Index("(product_id, defect_cause, received_at) WHERE product_id IS NOT NULL")
    _finished_idx = models.Index("(company_id, finished_at) WHERE finished_at IS NOT NULL")

    @api.depends("serial")
    def _compute_serial_key(self):
        for order in self:
            order.serial_key = order_repeat.serial_key(order.serial)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create([_without_repeat(vals) for vals in vals_list])
        orders._find_repeats()
        return orders

    def write(self, vals):
        vals = _without_repeat(vals)
        result = super().write(vals)
        if FACTS & vals.keys():
            self._find_repeats()
        return result

    def _find_repeats(self):
        """Link these orders to the repairs that they repeat, and explain; history and decided ones stay."""
        orders = self.filtered(
            lambda one: not one.is_history and not one.repeat_refused and one.state in OPEN
        )
        repairs = orders._get_former_repairs()
        entries, by_former = {}, {}
        for order in orders:
            request, days = order._get_repeat_request(), order.company_id.service_guarantee_days
            candidates = [one for one in repairs.get(request.item, ()) if one.id != order.id]
            former, rejected = order_repeat.find(request, candidates, days)
            former_id = former.id if former else False
            if order.repeat_of_id.id != former_id:
                by_former[former_id] = by_former.get(former_id, self.browse()) | order
            if former or CODE in (order.explanation or {}):
                entries[order.id] = {CODE: order._explain_repeat(former, days, rejected)}
        self._explain_each(entries)
        for former_id, ones in by_former.items():
            ones._write_repeat({"repeat_of_id": former_id, "is_repeat": bool(former_id)})

    # the way around our own write(), which drops what others give
    def _write_repeat(self, vals):  # pylint: disable=missing-return
        """Write the link; who pays follows from it."""
        # sudo: the outcome of the guarantee, whatever the user may write
        super(ServiceOrder, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch
        self._decide_liability()

    def _judge_liability(self, rules):
        """The customer does not pay for a repair that did not hold, unless somebody approved an exception."""
        decided, by_kind, entry = super()._judge_liability(rules)
        if not self.is_repeat or self._get_granted():
            return decided, by_kind, entry
        decided |= {"liability": "company", "company_share": WHOLE, "customer_share": 0.0}
        facts = entry["facts"] | {"shares": [WHOLE, 0.0], "repeat_of": f"#{self.repeat_of_id.id}"}
        entry |= {"decision": "repeat_repair", "value": "company", "facts": facts}
        return decided, dict.fromkeys(by_kind, WHOLE), entry

    def _explain_repeat(self, former, days, rejected):
        facts = {"guarantee_days": days}
        if former:
            facts |= {
                "finished_on": former.day.isoformat(),
                "guaranteed_until": order_repeat.guaranteed_until(former, days).isoformat(),
            }
        return self._prepare_explanation(
            "repeats" if former else "no_repeat",
            former and f"#{former.id}",
            facts=facts,
            rejected=rejected,
            engine=order_repeat.ENGINE,
        )

    def _get_repeat_request(self):
        self.ensure_one()
        item = None
        if self.kind in REPAIRS:
            item = order_repeat.item_key(self.product_id.id, self.serial, self.partner_id.id)
        return order_repeat.Request(
            item, self.category_id.id or None, self.received_at, self._to_local_day(self.received_at)
        )

    def _to_local_day(self, moment):
        zone = ZoneInfo(self.company_id._service_tz())
        return moment.replace(tzinfo=timezone.utc).astimezone(zone).date()

    def _get_former_repairs(self):
        """Return {item: [``Repair``]} of repairs done that these orders may repeat, in a query a company."""
        found = {}
        for company, orders in self.grouped("company_id").items():
            same = Domain("serial_key", "in", [key for key in orders.mapped("serial_key") if key])
            same |= Domain("partner_id", "in", orders.partner_id.ids) & Domain(
                "product_id", "in", orders.product_id.ids
            )
            first = min(orders.mapped("received_at")) - timedelta(company.service_guarantee_days + 1)
            domain = (
                same
                & Domain("company_id", "=", company.id)
                & Domain("state", "in", DONE)
                & Domain("type_id.kind", "in", REPAIRS)
                & Domain("finished_at", ">=", first)
            )
            # sudo: repairs of the item whoever may see them; only the link to one is kept
            former = self.sudo().with_context(active_test=False).search(domain, order="id")
            for one in former:
                item = order_repeat.item_key(one.product_id.id, one.serial, one.partner_id.id)
                day = one._to_local_day(one.finished_at)
                found.setdefault(item, []).append(
                    order_repeat.Repair(one.id, item, one.category_id.id or None, one.finished_at, day)
                )
        return found

    def action_refuse_repeat(self):
        """Open the dialog that asks why an order is no repeat repair."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("No Repeat Repair"),
            "res_model": "service.order.repeat.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_order_id": self.id},
        }

    def _refuse_repeat(self, reason):
        """An officer decides that this is no repeat repair: it is paid for as any other."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers decide that an order is no repeat repair."))
        if not self.is_repeat or self.state not in OPEN:
            raise UserError(
                self.env._("%(number)s: only an open repeat repair can be refused.", number=self.name)
            )
        former = self.repeat_of_id
        self._write_repeat({"is_repeat": False, "repeat_of_id": False, "repeat_refused": reason})
        self._explain(CODE, "refused", None, facts={"reason": reason, "refused_repair": f"#{former.id}"})


def _without_repeat(vals):
    return {
        name: value
        for name, value in vals.items()
        if name not in ("is_repeat", "repeat_of_id", "repeat_refused")
    }
