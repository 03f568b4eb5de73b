from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import dispatch as engine


class ServiceDispatchQueue(models.Model):
    """Technicians in a fixed order, and how a job finds its technician among them (DOOR-DISP-01)."""

    _name = "service.dispatch.queue"
    _description = "Dispatch Queue"
    _inherit = ["service.policy.mixin", "hr.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="Of several queues that fit an order, the first one takes it.")
    method = fields.Selection(
        [("rotation", "By Turns"), ("least_travelled", "Who Travelled Least"), ("manual", "By Hand")],
        "Technician Is Chosen",
        required=True,
        default="rotation",
        help="By turns: in the fixed order; who does not fit or is not back is passed over and loses the "
        "turn. Who travelled least: in the month of the job; of several, the one whose turn is first.",
    )
    team_id = fields.Many2one(
        "service.team",
        check_company=True,
        index="btree_not_null",
        help="Only orders of this team; empty: all.",
    )
    site_id = fields.Many2one(
        "service.site",
        check_company=True,
        index="btree_not_null",
        help="Only orders of this place and those below it; empty: all.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Planned visits outside these hours are warned of; its time zone is that of the visits. "
        "Empty: any hours, in the time zone of the company.",
    )
    weekend_only = fields.Boolean(
        "Weekends Only",
        help="Jobs are planned on Saturday or Sunday only, unless the property manager or customer asked in "
        "writing beforehand. Emergencies are exempt.",
    )
    rest_hours = fields.Float(
        "Rest Between Jobs (Hours)",
        help="Who finished a job less than this before the next one starts is passed over. 0: no rest.",
    )
    travel_measure = fields.Selection(
        [("km", "Kilometres"), ("hours", "Hours on the Road")],
        "Travel Is Measured In",
        default="km",
        required=True,
    )
    usual_travel = fields.Float(
        default=10,
        help="Counts for a job given to somebody whose travel is not known yet, in kilometres or hours.",
    )
    line_ids = fields.One2many("service.dispatch.line", "queue_id", "Technicians", copy=True)
    visit_window_ids = fields.One2many(
        "service.visit.window",
        "queue_id",
        "Rest and Meal Times",
        help="For customers who have no hours of their own.",
    )
    next_employee_id = fields.Many2one(
        "hr.employee", "Next Turn", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    round_number = fields.Integer("Round", readonly=True, copy=False, default=1)
    turns_given = fields.Integer(readonly=True, copy=False, default=0)

    _rest_positive = models.Constraint("CHECK (rest_hours >= 0)", "The rest between jobs cannot be negative.")
    _travel_positive = models.Constraint("CHECK (usual_travel >= 0)", "The usual travel cannot be negative.")

    @api.constrains("calendar_id", "active")
    def _check_calendar(self):
        self.filtered("active").calendar_id._service_check_usable()

    @api.depends("name", "code")
    def _compute_display_name(self):
        for queue in self:
            queue.display_name = queue.name or queue.code

    def _get_tz(self):
        """Return the name of the time zone in which this queue's days are counted."""
        # sudo: a time zone is no secret
        queue = self.sudo()
        return queue.calendar_id.tz or queue.company_id._service_tz()

    def _local_to_utc(self, day):
        """Return the instant (naive UTC) at which a day of this queue begins."""
        midnight = datetime.combine(day, time(), ZoneInfo(self._get_tz()))
        return midnight.astimezone(timezone.utc).replace(tzinfo=None)

    def _get_order_ids(self):
        """Return the ids of this queue's technicians in their order."""
        self.ensure_one()
        # sudo: ids only; who enters orders need not be allowed to read employees
        lines = self.env["service.dispatch.line"].sudo()
        lines = lines.search_fetch([("queue_id", "=", self.id)], ["employee_id"], order="sequence, id")
        return [line.employee_id.id for line in lines]

    def _take_row(self, count):
        """Write this queue's row, then return whose turn it is and the number of the round.

        Of two transactions that do so at once, the database refuses the second, and Odoo tries it again with
        the next turn: no turn is given twice, and none is lost (C8).
        """
        self.ensure_one()
        self.flush_recordset(["next_employee_id", "round_number", "turns_given"])
        (row,) = self.env.execute_query(
            SQL(
                "UPDATE service_dispatch_queue SET turns_given = COALESCE(turns_given, 0) + %s WHERE id = %s "
                "RETURNING next_employee_id, COALESCE(round_number, 1)",
                count,
                self.id,
            )
        )
        self.invalidate_recordset(["turns_given"])
        return row

    # in SQL: write() makes every worker forget the policies, and who dispatches may not write queues
    def _write_pointer(self, employee_id, round_number):
        """Store whose turn is next."""
        self.ensure_one()
        self.env.execute_query(
            SQL(
                "UPDATE service_dispatch_queue SET next_employee_id = %s, round_number = %s WHERE id = %s "
                "RETURNING id",
                employee_id,
                round_number,
                self.id,
            )
        )
        self.invalidate_recordset(["next_employee_id", "round_number"])

    def _settle(self, before):
        """Move the pointers on where whose turn it was has left, or the order is another.

        :param before: {queue id: ids of its technicians in the former order}
        """
        for queue in self.exists():
            after = queue._get_order_ids()
            if after == before.get(queue.id):
                continue
            pointer, number = queue._take_row(0)
            queue._write_pointer(engine.settle(before.get(queue.id, []), after, pointer), number)

    def action_turns(self):
        """Show the turns of this queue."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_dispatch_turn_action")
        return {**action, "domain": [("queue_id", "=", self.id)]}

    @api.model
    def _find_for(self, orders):
        """Return {order id: the queue that takes it}: the first whose team, place and policy pack fit.

        One of the order's own pack comes before one of no pack.
        """
        found = {}
        for company, ones in orders.grouped("company_id").items():
            # sudo: which queue takes an order, also for those who may not read all of them
            queues = self.sudo().search([("company_id", "=", company.id)]).with_env(self.env)
            for order in ones:
                pack = order._get_service_pack()
                fitting = queues.filtered(lambda queue, order=order: queue._fits(order))
                found[order.id] = fitting.sorted(lambda queue, pack=pack: queue.pack_code != pack)[:1]
        return found

    def _fits(self, order):
        """Tell whether this queue takes an order."""
        # sudo: compares ids
        queue, order = self.sudo(), order.sudo()
        if queue.team_id and queue.team_id != order.team_id:
            return False
        if queue.site_id and not (order.site_id.parent_path or "").startswith(queue.site_id.parent_path):
            return False
        pack = order._get_service_pack()
        return not (pack and queue.pack_code) or pack == queue.pack_code
