from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import order_lifecycle as engine

#: written by the steps only
STEPPED = {"waited_from", "closed_at"}


class ServiceOrder(models.Model):
    """The life of a service order: its steps, what they need, and the times that they leave behind."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - STEPPED} for vals in vals_list])

    def write(self, vals):
        """Write; a new ``state`` has to be one that a step leads to, and needs what the step asks for."""
        vals = {name: value for name, value in vals.items() if name not in STEPPED}
        target = vals.pop("state", None)
        result = super().write(vals) if vals else True
        if target:
            self.filtered(lambda order: order.state != target)._move(target)
        return result

    # past our own write(), which asks what a step needs
    def _move(self, target):  # pylint: disable=missing-return
        """Take the step to ``target``, once all of these orders may."""
        by_vals = defaultdict(self.browse)
        for order in self:
            order._check_move(target)
        self._before_move(target)
        for order in self:
            by_vals[tuple(order._prepare_move_vals(target).items())] |= order
        for vals, orders in by_vals.items():
            super(ServiceOrder, orders).write(dict(vals))  # pylint: disable=super-method-mismatch

    def _check_move(self, target):
        """Refuse a move that no step allows, or for which something is missing."""
        self.ensure_one()
        problem = engine.problem(self.state, target, self._get_move_facts())
        if problem:
            raise UserError(self._say_move_problem(problem, target))

    def _before_move(self, target):
        """Refuse a move of these orders for reasons of other concerns: quotation, invoice …"""

    def _get_move_facts(self):
        self.ensure_one()
        return engine.Facts(
            is_emergency=self.is_emergency,
            waiting_for=self.waiting_for or None,
            waited_from=self.waited_from or None,
            needs_dispatch=self.needs_dispatch,
            needs_signature=self.needs_signature,
            has_technician=bool(self.employee_id),
            is_signed=bool(self.signature and (self.signed_by or "").strip()),
            open_parts=len(self._get_open_parts()),
            unfinished_reason=bool((self.unfinished_reason or "").strip()),
            cancel_reason=bool((self.cancel_reason or "").strip()),
        )

    def _get_open_parts(self):
        """Return the parts that were neither used nor brought back."""
        return self.line_ids.filtered(lambda line: line.kind == "part" and line.part_state == "open")

    def _prepare_move_vals(self, target):
        """Values that a move of this order to ``target`` writes."""
        self.ensure_one()
        vals = {"state": target}
        now = fields.Datetime.now()
        vals |= engine.stamps(target, self._get_times(), now)
        if target == engine.WAITING:
            vals["waited_from"] = self.state
        else:
            vals |= {"waited_from": False, "waiting_for": False}
        if self.state == engine.CANCELLED:
            vals["closed_at"] = False
        if target == "confirmed" and self.state in ("scheduled", "in_progress"):
            vals |= dict.fromkeys(
                ("employee_id", "planned_start", "planned_end", "departed_at", "arrived_at"), False
            )
        elif target == "in_progress" and self.state == "done":
            vals["finished_at"] = False
        elif target == "scheduled" and self.state == "confirmed":
            vals["unfinished_reason"] = False  # the next interruption has a reason of its own
        return vals

    def _get_times(self):
        self.ensure_one()
        return engine.Times(*(self[name] or None for name in engine.TIMES))

    @api.constrains(*engine.TIMES)
    def _check_times(self):
        """Refuse times of a visit that are out of order (C7)."""
        for order in self:
            pair = engine.disorder(order._get_times())
            if pair:
                later, earlier = (self._fields[name]._description_string(self.env) for name in pair)
                raise ValidationError(
                    self.env._(
                        "%(number)s: “%(later)s” (%(later_at)s) cannot be before “%(earlier)s” "
                        "(%(earlier_at)s).",
                        number=order.name,
                        later=later,
                        later_at=order._say_time(pair[0]),
                        earlier=earlier,
                        earlier_at=order._say_time(pair[1]),
                    )
                )

    def _say_time(self, name):
        return fields.Datetime.context_timestamp(self, self[name]).strftime("%Y-%m-%d %H:%M:%S")

    def _say_move_problem(self, problem, target):
        labels = dict(self._fields["state"]._description_selection(self.env))
        names = {"number": self.name, "state": labels[self.state], "target": labels.get(target, target)}
        if problem == "no_step":
            sources = ", ".join(labels[state] for state in engine.sources_of(target)) or "-"
            return self.env._(
                "%(number)s is “%(state)s” and cannot become “%(target)s”; "
                "that is possible from: %(sources)s.",
                **names,
                sources=sources,
            )
        if problem == "came_from":
            return self.env._(
                "%(number)s waits, and goes on as “%(origin)s” afterwards, not as “%(target)s”.",
                **names,
                origin=labels.get(self.waited_from, "-"),
            )
        if problem == "open_parts":
            return self.env._(
                "%(number)s cannot be closed: say of each part whether it was used or brought back. "
                "Open: %(parts)s.",
                **names,
                parts=", ".join(self._get_open_parts().mapped("name")),
            )
        return self._get_move_sentences(names)[problem]

    def _get_move_sentences(self, names):
        """Return {code: sentence} of what a move needs."""
        return {
            "wait_for_what": self.env._(
                "%(number)s: what does it wait for? Choose parts, the factory or the customer.", **names
            ),
            "no_reason": self.env._(
                "%(number)s: why is it unfinished? Enter the reason, and it is dispatched again.", **names
            ),
            "no_technician": self.env._("%(number)s: choose a technician first.", **names),
            "not_confirmed": self.env._(
                "%(number)s is a draft: accept it first. Only in an emergency work starts without papers.",
                **names,
            ),
            "no_signature": self.env._(
                "%(number)s: the customer has not signed yet. Have it signed, with the signer's name.",
                **names,
            ),
            "no_cancel_reason": self.env._(
                "%(number)s: why is it cancelled? Enter the reason first.", **names
            ),
        }

    # Steps
    def action_confirm(self):
        """Accept the order."""
        self.write({"state": "confirmed"})

    def action_schedule(self):
        """Tell that technician and time are agreed."""
        self.write({"state": "scheduled"})

    def action_start(self):
        """Start the work: the technician has arrived, or the product is on the bench."""
        self.write({"state": "in_progress"})

    def action_resume(self):
        """What it waited for is there: go on where it stopped."""
        for order in self:
            order.write({"state": order.waited_from or "confirmed"})

    def action_finish(self):
        """Tell that the work is done."""
        self.write({"state": "done"})

    def action_rework(self):
        """The customer does not accept the work yet: go on."""
        self.write({"state": "in_progress"})

    def action_sign(self):
        """Tell that the customer signed."""
        self.write({"state": "signed"})

    def action_close(self):
        """Close the order."""
        self.write({"state": "closed"})

    def action_reset(self):
        """Take a cancelled order up again."""
        self.write({"state": "draft"})

    def action_decide(self):
        """Open the dialog that asks what to wait for, why it is unfinished, or why it is cancelled."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision"),
            "res_model": "service.order.decide",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_order_ids": self.ids},
        }
