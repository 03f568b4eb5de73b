from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .service_callback import RESULTS
from .service_satisfaction import SATISFACTIONS

#: callbacks that the screen lists; the counts are of all
QUEUE_LIMIT = 200
#: in this order they are called; those without a number or address are shown, but cannot be called
BUCKETS = ("calling", "overdue", "window", "today", "address")
#: what people do themselves; the others are sent
SPOKEN = ("phone", "visit")
OUTCOMES = ("reached", "no_answer", "busy", "later", "wrong_number", "refused")


class ServiceCallback(models.Model):
    """What the caller's screen shows and saves: the queue, and one callback with all that is known."""

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

    # One callback
    def get_desk_callback(self):
        """Return all that the screen shows of one callback, as plain values."""
        self.ensure_one()
        self.check_access("read")
        partner = self.partner_id
        zone, _known = partner._service_zone(self.company_id)
        return {
            "id": self.id,
            "state": self.state,
            "customer": {
                "id": partner.id,
                "name": partner.display_name,
                "phone": self.phone or "",
                "email": partner.email or "",
                "zone": zone.key,
            },
            "channel": self.channel,
            "channel_label": dict(self._fields["channel"]._description_selection(self.env))[self.channel],
            "plan": self.plan_id.name or "",
            "purpose": self.purpose or self.plan_id.purpose or "",
            "script": self.step_id.script or self.plan_id.script or "",
            "due_at": self.due_at,
            "window_from": self.window_from,
            "window_to": self.window_to,
            "about": self._get_desk_documents(),
            "warnings": self._get_desk_warnings(),
            "tries": self._get_desk_tries(),
            "questions": self._get_desk_questions(),
            "satisfactions": self._get_desk_satisfactions(),
            "story": partner._service_story_blocks(),
        }

    def _get_desk_documents(self):
        """Return what the call is about: [{label, text, res_model, res_id}] of what may be read."""
        documents = []
        for name in ("complaint_id", "order_id", "sale_order_id", "product_id"):
            document = self[name]
            if document and document.has_access("read"):
                documents.append(
                    {
                        "label": self._fields[name]._description_string(self.env),
                        "text": document.display_name,
                        "res_model": document._name,
                        "res_id": document.id,
                    }
                )
        return documents

    def _get_desk_warnings(self):
        """Return what the caller has to know before dialling, as sentences."""
        return (self.warning or "").splitlines()

    def _get_desk_tries(self):
        outcome = self.env["service.callback.attempt"]._fields["outcome"]
        labels = dict(outcome._description_selection(self.env))
        return [
            {
                "at": attempt.at,
                "outcome": labels[attempt.outcome],
                "user": attempt.user_id.sudo().name or "",  # sudo: a colleague's name
                "note": attempt.note or "",
            }
            for attempt in self.attempt_ids
        ]

    def _get_desk_questions(self):
        return [
            {
                "id": question.id,
                "type": question.question_type,
                "title": question.title,
                "required": question.constr_mandatory,
                "satisfaction": question.service_is_satisfaction,
                "triggers": question.triggering_answer_ids.ids,
                "choices": [
                    {"id": choice.id, "label": choice.value or "", "problem": choice.service_is_problem}
                    for choice in question.suggested_answer_ids
                ],
                "rows": [{"id": row.id, "label": row.value or ""} for row in question.matrix_row_ids],
                "several": question.question_type == "multiple_choice"
                or (question.question_type == "matrix" and question.matrix_subtype == "multiple"),
                "low": question.scale_min,
                "high": question.scale_max,
                "low_label": question.scale_min_label or "",
                "high_label": question.scale_max_label or "",
            }
            for question in self._get_questions()
        ]

    def _get_desk_satisfactions(self):
        """Return the grades among which the caller chooses; none where a question asks for them."""
        if any(self._get_questions().mapped("service_is_satisfaction")):
            return []
        return self._fields["satisfaction"]._description_selection(self.env)

    # Saving
    def save_desk(self, values):
        """Save what came of the callback; nothing is saved while something is missing.

        :param values: {"outcome", "result", "satisfaction", "notes", "answers", "seconds", "next_at"}
        :return: {"errors": {id of a question, or name of a value: what is wrong with it}}, empty when saved
        :raise UserError: a colleague is calling, or the callback has ended
        """
        self.ensure_one()
        self.check_access("write")
        refusal = self._open_for_desk()
        if refusal:
            raise UserError(refusal)
        outcome = values.get("outcome")
        if outcome not in OUTCOMES:
            raise UserError(self.env._("Choose what came of it."))
        if outcome == "reached":
            return {"errors": self._save_reached(values)}
        return {"errors": self._save_not_reached(outcome, values)}

    def _save_reached(self, values):
        answers, errors = self._read_answers(values.get("answers"))
        satisfaction = values.get("satisfaction") or self._get_answered_satisfaction(answers)
        notes = str(values.get("notes") or "").strip()
        result = values.get("result")
        if result not in dict(RESULTS) or (satisfaction and satisfaction not in dict(SATISFACTIONS)):
            raise UserError(self.env._("Choose what came of it."))
        if self._get_result_of_answers(satisfaction, answers) == "problem":
            result = "problem"
        if result == "problem" and not notes:
            errors["notes"] = self.env._("Write down what is wrong, so that somebody can take it up.")
        if not errors:
            self._finish(
                result,
                satisfaction=satisfaction or None,
                notes=notes or None,
                seconds=self._get_seconds(values),
                answers=values.get("answers"),
            )
            if result == "problem":
                self._open_problem()
        return errors

    def _save_not_reached(self, outcome, values):
        next_at = values.get("next_at") or None
        if outcome == "later":
            try:
                next_at = fields.Datetime.to_datetime(next_at)
            except (TypeError, ValueError):
                next_at = None
            if not next_at or next_at <= fields.Datetime.now():
                return {"next_at": self.env._("Choose a time in the future.")}
        self._register_attempt(
            outcome,
            note=str(values.get("notes") or "").strip() or None,
            seconds=self._get_seconds(values),
            next_at=next_at if outcome == "later" else None,
        )
        return {}

    def _get_seconds(self, values):
        """Return how long the call took: what the screen says, and never longer than it has been open."""
        open_for = (fields.Datetime.now() - self.opened_at).total_seconds() if self.opened_at else 0
        try:
            said = int(values.get("seconds") or 0)
        except (TypeError, ValueError, OverflowError):
            said = 0
        return max(0, min(said, int(open_for)))
