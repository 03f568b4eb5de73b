from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_datetime

from ..engine import order_lifecycle as engine

#: written with the history of promises only
PROMISED = {
    "promised_at",
    "promise_due_at",
    "promise_state",
    "promise_by_hand",
    "promise_version",
    "promise_ids",
}
#: what the verdict of a limit says about the promise that it is
VERDICTS = {"running": "open", "paused": "open", "met": "kept", "breached": "broken"}


class ServiceOrder(models.Model):
    """What the customer was promised: the deadline of limits that are promises, with its history."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    promised_at = fields.Datetime(readonly=True, help="What the customer was told last.")
    promise_due_at = fields.Datetime(
        "Promise Due", readonly=True, copy=False, help="The date that counts: none that was told too late."
    )
    promise_state = fields.Selection(
        [("open", "Running"), ("kept", "Kept in Time"), ("broken", "Broken")],
        "Promise",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Broken: the date passed before it was done, whatever was announced afterwards.",
    )
    promise_by_hand = fields.Boolean(
        readonly=True, copy=False, help="A colleague gave it: limits do not move it."
    )
    promise_version = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    promise_ids = fields.One2many("service.order.promise", "order_id", string="Promises", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - PROMISED} for vals in vals_list])

    def write(self, vals):
        return super().write({name: vals[name] for name in vals.keys() - PROMISED})

    # the way around our own write(), which drops what others give
    def _write_promise(self, vals):  # pylint: disable=missing-return
        # sudo: what the limits and the history say; who changes the order was checked
        super(ServiceOrder, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised(self):
        # sudo: whether there is a history, whoever deletes
        if self.sudo().promise_ids:
            raise UserError(
                self.env._("What a customer was promised is kept: archive the order, or cancel it.")
            )

    # Limits that are promises
    def _store_sla(self, by_document):
        """What limits give is a promise: it is kept in the history, and so is each change of it."""
        result = super()._store_sla(by_document)
        self._follow_promises(by_document)
        return result

    def _follow_promises(self, by_order):
        """Note the promises that differ from what was noted last.

        :param by_order: {order id: its clocks}
        """
        rows, entries, states = [], {}, defaultdict(self.browse)
        for order in self:
            clock = order._get_promise_clock(by_order.get(order.id))
            if not clock or order.promise_by_hand:
                continue
            former = order.promise_due_at
            if clock.is_open and former != clock.deadline:
                kind = "moved" if former else "given"
                rows.append(order._prepare_promise_vals(kind, clock.deadline, told_how="page"))
            if order.promised_at == order.promise_due_at:  # else a date announced too late is explained
                entries[order.id] = {"promise": order._explain_promise(clock)}
            state = VERDICTS.get(clock.state, False)
            if state != order.promise_state:
                states[state] |= order
        self._add_promises(rows)
        for state, orders in states.items():
            orders._write_promise({"promise_state": state})
        self._explain_each(entries)

    def _get_promise_clock(self, clocks):
        """Return the clock that is the promise: of those that run the last one, for then all is done."""
        promises = clocks and clocks.filtered("target_id.is_promise")
        if not promises:
            return self.env["service.sla.clock"]
        running = promises.filtered("is_open").sorted("deadline")
        return running[-1:] or promises.sorted("id")[-1:]

    def _follow_state(self, source, target, wait, ended_at):
        """A promise that somebody gave without a limit is judged when the work is done."""
        result = super()._follow_state(source, target, wait, ended_at)
        if target in ("done", engine.CLOSED, engine.CANCELLED):
            for order in self.filtered(lambda one: one.promise_by_hand and one.promise_state == "open"):
                end = order.finished_at or fields.Datetime.now()
                state = "kept" if end <= order.promise_due_at else "broken"
                order._write_promise({"promise_state": target != engine.CANCELLED and state})
        return result

    # The history
    def _prepare_promise_vals(self, kind, promised_at, **vals):
        self.ensure_one()
        return {
            "order_id": self.id,
            "company_id": self.company_id.id,
            "kind": kind,
            "promised_at": promised_at,
            "former_at": self.promised_at,
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            **vals,
        }

    def _add_promises(self, rows):
        """Add rows to the history; the orders show the last one."""
        # sudo: nobody writes the history by hand; who changes the order was checked
        promises = self.env["service.order.promise"].sudo().create(rows)
        for promise in promises:
            vals = {"promised_at": promise.promised_at}
            if promise.kind != "late":
                vals["promise_due_at"] = promise.promised_at
            if promise.kind == "given":
                vals["promise_state"] = "open"
            promise.order_id._write_promise(vals)
        return promises

    def _explain_promise(self, clock):
        decision = "promise_limit"
        if clock.event_ids.filtered(lambda event: event.kind == "extend"):
            decision = "promise_extended"
        elif clock.paused_seconds:
            decision = "promise_moved"
        facts = {
            "started_at": fields.Datetime.to_string(clock.started_at),
            "limit": [clock.value, clock.unit],
            "calendar": clock.calendar_id.name,
        }
        value = fields.Datetime.to_string(clock.deadline)
        return self._prepare_explanation(decision, value, clock.target_id.code, facts)

    # Words
    def _say_promise(self, date):
        """Return a promised date in the time zone of the working hours."""
        zone = self._get_sla_calendars()[:1].tz or self.company_id._service_tz()
        return format_datetime(self.env, date, tz=zone, dt_format="short")

    def _get_explained_decisions(self):
        title = self.env._("Promise to the customer")
        return super()._get_explained_decisions() | {"promise": (title, None, "service.sla.target")}

    def _get_fact_texts(self):
        def user(user_id):
            # sudo: names of colleagues, whose partner the user may not be allowed to read
            return self.env["res.users"].browse(user_id).sudo().name

        return super()._get_fact_texts() | {"promised_by": (self.env._("Announced by"), user)}

    def _say_decision(self, code, entry):
        said = super()._say_decision(code, entry)
        if code == "promise" and entry["value"]:
            said["value"] = self._say_promise(fields.Datetime.to_datetime(entry["value"]))
        return said

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "promise_limit": self.env._("The limit “%(limit)s” is promised to customers.", limit=rule),
            "promise_moved": self.env._(
                "The limit “%(limit)s” is promised to customers; it stood still meanwhile.", limit=rule
            ),
            "promise_extended": self.env._(
                "The limit “%(limit)s” is promised to customers; a later date was announced in time.",
                limit=rule,
            ),
            "promise_by_hand": self.env._("A colleague promised it."),
            "promise_late": self.env._("The new date was announced after the promise had passed."),
        }
