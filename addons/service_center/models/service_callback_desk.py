from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: callbacks that the screen lists; the counts are of all
QUEUE_LIMIT = 200
#: in this order they are called; those without a number or address are shown, but cannot be called
BUCKETS = ("calling", "overdue", "window", "today", "address")
#: what people do themselves; the others are sent
SPOKEN = ("phone", "visit")


class ServiceCallback(models.Model):
    """The caller's queue: what is due, in the order in which it is called, and the next one to open."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    # The queue
    @api.model
    def get_desk(self):
        """Return the queue of the user: what is due, in the order in which it is called, and counts."""
        now = fields.Datetime.now()
        callbacks = self._find_desk_queue(now)
        rows = [callback._get_desk_row(now) for callback in callbacks]
        return {"rows": rows, "counts": self._count_desk(now)}

    @api.model
    def _get_desk_domain(self, now):
        """Return what the user calls: their own, and what nobody has taken of their teams.

        Who is in no team calls whatever is free. What a colleague took is not offered.
        """
        teams = self.env["service.team"]._search(
            ["|", ("member_ids", "in", self.env.uid), ("leader_id", "=", self.env.uid)]
        )
        free = Domain("user_id", "=", False)
        if self._is_in_team():
            free &= Domain("team_id", "=", False) | Domain("team_id", "in", teams)
        due = Domain("due_date", "<=", self.env.company._service_day())
        waiting = Domain("next_try_at", "=", False) | Domain("next_try_at", "<=", now)
        mine = Domain("user_id", "=", self.env.uid)
        planned = Domain("state", "=", "planned") & due & waiting & (mine | free)
        return Domain("channel", "in", SPOKEN) & (planned | (Domain("state", "=", "calling") & mine))

    @api.model
    def _is_in_team(self):
        domain = ["|", ("member_ids", "in", self.env.uid), ("leader_id", "=", self.env.uid)]
        return bool(self.env["service.team"].search_count(domain, limit=1))

    @api.model
    def _find_desk_queue(self, now):
        names = ["partner_id", "plan_id", "state", "due_at", "window_from", "window_to"]
        callbacks = self.search_fetch(
            self._get_desk_domain(now),
            [*names, "channel", "user_id", "attempt_count", "purpose"],
            limit=QUEUE_LIMIT,
            order="due_at, id",
        )
        # sudo: names and whether there is an address, of customers whom the user calls
        callbacks.partner_id.sudo().fetch(["name", "phone", "email", "service_phone_is_wrong"])
        return callbacks.sorted(lambda callback: BUCKETS.index(callback._get_desk_bucket(now)))

    def _get_desk_bucket(self, now):
        """Return why it is called just now; a key of ``BUCKETS``."""
        if self.state == "calling":
            return "calling"
        # sudo: only whether there is one
        if not self.partner_id.sudo()._has_service_address(self.channel):
            return "address"
        if self.due_at < now:
            return "overdue"
        if self.window_from and self.window_to and self.window_from <= now < self.window_to:
            return "window"
        return "today"

    def _get_desk_row(self, now):
        return {
            "id": self.id,
            "bucket": self._get_desk_bucket(now),
            "partner_id": self.partner_id.id,
            "name": self.partner_id.sudo().name or "",  # sudo: whom the user calls
            "about": self.plan_id.name or self.purpose or "",
            "channel": self.channel,
            "due_at": self.due_at,
            "window_from": self.window_from,
            "window_to": self.window_to,
            "tries": self.attempt_count,
        }

    @api.model
    def _count_desk(self, now):
        """Return {bucket: count}, and how many the user has done today."""
        domain = self._get_desk_domain(now)
        planned = domain & Domain("state", "=", "planned") & Domain("needs_number", "=", False)
        today = self.env.company._service_day()
        begin = self.env.company._service_day_end(today - timedelta(days=1))
        overdue = self.search_count(planned & Domain("due_at", "<", now))
        on_time = planned & Domain("due_at", ">=", now)
        window = Domain("window_from", "<=", now) & Domain("window_to", ">", now)
        inside = self.search_count(on_time & window)
        mine = Domain("user_id", "=", self.env.uid) & Domain("state", "=", "done")
        return {
            "overdue": overdue,
            "window": inside,
            "today": self.search_count(on_time) - inside,
            "done": self.search_count(mine & Domain("done_at", ">", begin)),
        }

    # Opening
    @api.model
    def open_next(self, after=None):
        """Take the next callback of the queue for the user and return it with all that the screen shows.

        What the user is calling already comes first. What cannot be opened (a colleague was faster, the
        customer does not want calls any more) is passed over, and said. So is what judges the user's own
        work: nobody rates themselves (C2), so the talk would be for nothing.

        :param after: id of a callback that is skipped: the next one after it in the queue
        :return: {"callback": as ``get_desk_callback``, False if there is none, "notices": list of texts}
        """
        now = fields.Datetime.now()
        queue = self._find_desk_queue(now).filtered(lambda one: one._get_desk_bucket(now) != "address")
        if after in queue.ids:
            place = queue.ids.index(after)
            queue = queue[place + 1 :] + queue[:place]
        notices = []
        own = 0
        for callback in queue:
            if callback.state == "planned" and callback._is_rating_own():
                own += 1
                continue
            refusal = callback._open_for_desk()
            if not refusal:
                return {"callback": callback.get_desk_callback(), "notices": notices}
            notices.append(refusal)
        if own:
            notices.append(
                self.env._(
                    "Left for a colleague, because they are about your own work: %(count)s.", count=own
                )
            )
        return {"callback": False, "notices": notices}

    def open_desk(self):
        """Take this callback for the user, else say why not and take the next one; as ``open_next``."""
        self.ensure_one()
        refusal = self._open_for_desk()
        if not refusal:
            return {"callback": self.get_desk_callback(), "notices": []}
        answer = self.open_next(after=self.id)
        return {**answer, "notices": [refusal, *answer["notices"]]}

    def action_open_desk(self):
        """Show the caller's screen with this callback."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("service_center.service_callback_desk_action")
        return {**action, "params": {"callback_id": self.id}}

    def _open_for_desk(self):
        """Take the callback; return in plain words why that is not possible, None if it was."""
        if not self.has_access("write"):
            return self.env._("A colleague has taken this callback meanwhile.")
        if self.state == "calling" and self.user_id == self.env.user:
            return None
        try:
            with self.env.cr.savepoint():
                self.action_open()
                self.flush_recordset()
        except UserError as error:
            self.invalidate_recordset()
            return str(error)
        return self._say_refusal(self.cancel_reason) if self.state == "cancelled" else None
