from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..engine import order_lifecycle, visit_day

#: jobs of a technician that still need something; drafts only in an emergency
VISIBLE = ("draft", "confirmed", "scheduled", "in_progress", "waiting", "done")


class ServiceOrder(models.Model):
    """A visit as its technician sees and reports it: times by one tap, checklist, readings (DOOR-JOB)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    taken_at = fields.Datetime(
        "Accepted by the Technician", copy=False, tracking=True, help="The technician has seen the job."
    )
    check_ids = fields.One2many("service.order.check", "order_id", "Checklist")
    reading_ids = fields.One2many("service.order.reading", "order_id", "Readings")
    signature_ids = fields.One2many("service.visit.signature", "order_id", "Signed Reports", readonly=True)
    signature_state = fields.Selection(
        [
            ("valid", "Valid"),
            ("stale", "Out of Date: Report Changed"),
            ("broken", "Damaged"),
            ("erased", "Erased"),
        ],
        "Signature Is",
        compute="_compute_signature_state",
    )

    def _compute_signature_state(self):
        for order in self:
            # sudo: what the latest signature is worth, also for those who may not read signatures
            order.signature_state = order.sudo().signature_ids.sorted("id")[-1:].state

    @api.constrains("taken_at", "accepted_at", "departed_at")
    def _check_taken(self):
        for order in self:
            for before, after in (("accepted_at", "taken_at"), ("taken_at", "departed_at")):
                if order[before] and order[after] and order[after] < order[before]:
                    raise ValidationError(
                        self.env._(
                            "%(number)s: “%(later)s” cannot be before “%(earlier)s”.",
                            number=order.name,
                            later=self._fields[after]._description_string(self.env),
                            earlier=self._fields[before]._description_string(self.env),
                        )
                    )

    def write(self, vals):
        """Write; another technician has not accepted the job yet, and begins with an empty checklist."""
        before = {order: order.employee_id for order in self}
        result = super().write(vals)
        changed = self.filtered(lambda order: before[order] and order.employee_id != before[order])
        if changed:
            # sudo: the checklist goes with the technician, whatever else the user may write
            changed.sudo().check_ids.write({"is_done": False})
            changed.filtered("taken_at").write({"taken_at": False})
        if vals.get("state") == "in_progress":
            self._make_checklist()
        return result

    def _make_checklist(self):
        """Give orders without a checklist the points of theirs, in the customer's company's language."""
        # sudo: who does the job need not be allowed to read policies
        Check, Checklist = self.env["service.order.check"].sudo(), self.env["service.checklist"]
        Check.create(
            [
                {
                    "order_id": order.id,
                    "line_id": line.id,
                    "name": line.name,
                    "stage": line.stage,
                    "sequence": number,
                    "is_required": line.is_required,
                }
                for order in self
                if order.needs_visit and not order.check_ids
                for number, line in enumerate(Checklist._get_lines_for(order))
            ]
        )

    # The technician's day
    @api.model
    def _get_visit_domain(self, user):
        """Which orders the page of visits shows to a user: the own jobs, nothing else."""
        # sudo: compares the user's own employees; nothing of them leaves
        employees = user.sudo().employee_ids
        own = Domain("employee_id", "in", employees.ids)
        work = Domain("state", "in", VISIBLE) & (
            Domain("state", "!=", "draft") | Domain("is_emergency", "=", True)
        )
        lately = fields.Datetime.now() - timedelta(days=1)
        return own & (work | (Domain("state", "=", "signed") & Domain("signed_at", ">=", lately)))

    @api.model
    def _get_visits(self, user):
        """Return {"today" | "later" | "done": own jobs in the order in which they are done}; in sudo."""
        # sudo: the domain above is the right of a technician, who need not have any other
        orders = self.sudo().search(self._get_visit_domain(user))
        zone = ZoneInfo(self._get_visitor_tz(user))
        now = fields.Datetime.now().replace(tzinfo=timezone.utc).astimezone(zone)
        tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        tomorrow = tomorrow.astimezone(timezone.utc).replace(tzinfo=None)
        days = {
            "today": self.sudo().browse(),
            "later": self.sudo().browse(),
            "done": self.sudo().browse(),
        }  # sudo: as above
        for order in orders.sorted(lambda order: visit_day.sort_key(order._get_day_place())):
            if order.state in order_lifecycle.DONE_STATES:
                days["done"] |= order
            elif order.planned_start and order.planned_start >= tomorrow and not order._is_under_way():
                days["later"] |= order
            else:
                days["today"] |= order
        return days

    @api.model
    def _get_visitor_tz(self, user):
        return user.tz or user.company_id._service_tz()

    def _is_under_way(self):
        return self.state == "in_progress" or bool(self.departed_at)

    def _get_day_place(self):
        start = self.planned_start and self.planned_start.timestamp()
        return self._is_under_way(), self.is_emergency, start or None, self.id

    # Taps
    def _get_next_tap(self):
        self.ensure_one()
        return visit_day.next_tap({name: self[name] for name in visit_day.TAPS.values()}, self.state)

    def _tap(self, tap):
        """Write the time of a tap, now; in sudo, of an own job.

        :raise UserError: it is not the next tap, or something required is missing
        """
        self.ensure_one()
        if tap != self._get_next_tap():
            raise UserError(
                self.env._("This has been noted already. Reload the page to see what comes next.")
            )
        now = fields.Datetime.now()
        if tap == "accept":
            self._make_checklist()
            self.write({"taken_at": now, "accepted_at": self.accepted_at or now})
        elif tap == "depart":
            self.write({"departed_at": now})
        elif tap == "arrive":
            self.write({"arrived_at": now, "state": "in_progress"})
        else:
            self._check_finished()
            self.write({"finished_at": now, "state": "done"})

    def _check_finished(self):
        """Refuse to finish while required points of the checklist are open."""
        missing = self.check_ids.filtered(lambda check: check.is_required and not check.is_done)
        if missing:
            raise UserError(
                self.env._("Not ticked yet: %(points)s", points="; ".join(missing.mapped("name")))
            )

    def _correct_time(self, name, at, reason):
        """Correct a time of a visit; the reason is kept with the former value.

        :param at: naive UTC
        :raise UserError: no reason, no such time, a time to come
        """
        self.ensure_one()
        if name not in (*visit_day.TAPS.values(),) or not self[name]:
            raise UserError(self.env._("Only times that were noted can be corrected."))
        if not (reason or "").strip():
            raise UserError(self.env._("Why is the time corrected? Please enter the reason."))
        if at > fields.Datetime.now():
            raise UserError(self.env._("A time to come cannot be noted."))
        former = self[name]
        self.write({name: at})
        self._message_log(
            body=self.env._(
                "%(label)s corrected from %(former)s to %(new)s: %(reason)s",
                label=self._fields[name]._description_string(self.env),
                former=format_datetime(self.env, former, dt_format="medium"),
                new=format_datetime(self.env, at, dt_format="medium"),
                reason=reason.strip(),
            )
        )

    def _give_back(self, reason):
        """The technician could not finish: the reason is noted, and the job is dispatched again."""
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Why is it unfinished? Please enter the reason."))
        if self.state not in order_lifecycle.WORK_STATES:
            raise UserError(self.env._("%(number)s is not under way.", number=self.name))
        self.write({"state": "confirmed", "unfinished_reason": reason, "employee_id": False})
