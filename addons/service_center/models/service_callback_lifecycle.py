from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import callback_lifecycle as engine

#: written by the steps only
STEPPED = {
    *(
        "state",
        "cancel_reason",
        "opened_at",
        "done_at",
        "seconds",
        "result",
        "satisfaction",
        "score",
        "notes",
    ),
    *("answers_id", "rating_id", "attempt_count", "next_try_at", "window_from", "window_to", "is_history"),
    *("key", "occurrence", "anchor_date", "origin_id"),
}
#: what an ended callback was; nobody changes it afterwards
FIXED = {
    *("partner_id", "plan_id", "step_id", "due_date", "due_at", "channel", "user_id", "company_id"),
    *("survey_id", "complaint_id", "order_id", "sale_order_id", "product_id"),
}
#: reasons for which opening ends a callback
FINAL_REASONS = ("gone", "do_not_disturb")


class ServiceCallback(models.Model):
    """The life of a callback: who takes it, puts it back, finishes or cancels it (C2, C4)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Create; what the steps write, nobody enters by hand."""
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name not in STEPPED} for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Write; what the steps write, nobody writes by hand, and what has ended stays as it was."""
        if self.env.su:
            return super().write(vals)
        if "state" in vals and self.filtered(lambda one: one.state != vals["state"]):
            raise UserError(
                self.env._("The status follows from what you do: call, put back, finish or cancel.")
            )
        vals = {name: value for name, value in vals.items() if name not in STEPPED}
        changed = FIXED & vals.keys()
        if changed:
            self._check_changeable(changed)
        return super().write(vals)

    def _check_changeable(self, changed):
        ended = self.filtered(lambda one: one.state in engine.ENDED_STATES)
        if ended:
            raise UserError(
                self.env._("%(callback)s has ended and stays as it is.", callback=ended[0].display_name)
            )
        taken = self.filtered(lambda one: one.state == engine.CALLING and one.user_id != self.env.user)
        if "user_id" in changed and taken and not self.env.user.has_group("service_center.group_officer"):
            raise UserError(taken[0]._say_taken())

    def _write_stepped(self, vals):
        """Write what only the steps write; who takes the step has the right to the callback."""
        # sudo: nobody writes these by hand; the right was checked, and the user stays who they are
        self.sudo().write(vals)

    def _move(self, target, vals=None):
        """Take the step to ``target``, once all of these callbacks may.

        :raise UserError: no step leads there
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for callback in self:
            if not engine.is_allowed(callback.state, target):
                raise UserError(
                    self.env._(
                        "%(callback)s is “%(state)s” and cannot become “%(target)s”; "
                        "that is possible from: %(sources)s.",
                        callback=callback.display_name,
                        state=labels[callback.state],
                        target=labels[target],
                        sources=", ".join(labels[one] for one in engine.sources_of(target)),
                    )
                )
        self._write_stepped({"state": target, **(vals or {})})

    # Steps
    def action_open(self):
        """Take this callback: the user is calling now; a second caller is told who is.

        Who does not want contacts any more, or is gone, is not called: the callback ends, and that is said.

        :raise UserError: a colleague is calling, or there is no number
        """
        self.ensure_one()
        self._check_openable()
        refusal = self._take()
        if not refusal:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "title": self.env._("Not called"),
                "message": self._say_refusal(refusal),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_openable(self):
        """Refuse callbacks of others; that a colleague has just taken it is said as such."""
        is_caller = self.browse().has_access("write")
        # sudo: only whether somebody is calling
        if is_caller and not self.has_access("write") and self.sudo().exists().state == engine.CALLING:
            raise UserError(self.env._("A colleague is calling already. Take the next one."))
        self.check_access("write")

    def _take(self):
        """Take the callback for the user; return the reason for which it ended instead, else None."""
        caller = self._get_caller()
        if self.state == engine.CALLING:
            if self.user_id and self.user_id != caller:
                raise UserError(self._say_taken())
            self._write_stepped({"user_id": caller.id or self.user_id.id})
            return None
        if self.state == engine.PLANNED:
            self._write_stepped({"opened_at": fields.Datetime.now()})
            self.flush_recordset()  # of two who open it at once the second stops here
            refusal = self._get_refusal()
            if refusal in FINAL_REASONS:
                self._cancel(refusal)
                return refusal
            if refusal:
                raise UserError(self._say_refusal(refusal))
        self._move(engine.CALLING, {"user_id": caller.id or self.user_id.id})
        return None

    def _get_caller(self):
        """Return the user if it is one who calls; empty for crons and for customers on their pages."""
        user = self.env.user
        return user.browse() if user.share or user._is_superuser() else user

    def _get_refusal(self):
        """Return the code of why the customer is not contacted just now, None if they may be."""
        self.ensure_one()
        return self.partner_id._service_contact_refusal(self.company_id._service_day(), self.channel)

    def _cancel_refused(self):
        """End those of these callbacks whose customers are gone or do not want them; return those."""
        refused = defaultdict(self.browse)
        for callback in self.filtered(lambda one: one.state == engine.PLANNED):
            refused[callback._get_refusal()] |= callback
        ended = self.browse()
        for reason in FINAL_REASONS:
            refused[reason]._cancel(reason)
            ended |= refused[reason]
        return ended

    def action_put_back(self):
        """Give it back untried: somebody calls later."""
        self.check_access("write")
        self._check_own()
        self._move(engine.PLANNED, {"opened_at": False})

    def action_cancel(self, reason="by_hand"):
        """Do not make these callbacks.

        :param reason: key of ``CANCEL_REASONS``
        """
        self.check_access("write")
        if reason not in dict(self._fields["cancel_reason"]._description_selection(self.env)):
            reason = "by_hand"
        self._check_own()
        self._cancel(reason)

    def _cancel(self, reason):
        if self:
            self._move(engine.CANCELLED, {"cancel_reason": reason, "next_try_at": False})
            self._release_contacts()

    def action_reopen(self):
        """Plan callbacks again that were cancelled, or did not reach the customer."""
        self.check_access("write")
        self._move(engine.PLANNED, {"cancel_reason": False, "opened_at": False, "next_try_at": False})
        self._book_contacts()

    def _finish(self, result, satisfaction=None, notes=None, seconds=0, answers=None):
        """Note what came of a contact that reached the customer.

        :param result: key of ``RESULTS``
        :param satisfaction: key of ``SATISFACTIONS``, as the customer said
        :param notes: what the customer said
        :param seconds: how long it took
        :param answers: as ``_save_answers``
        :raise UserError: the callback has ended, a colleague is calling, or the user's own work is rated
        """
        self.ensure_one()
        self.check_access("write")
        self._start_step()
        if result not in dict(self._fields["result"].selection):
            raise UserError(self.env._("Choose what came of it."))
        if satisfaction:
            self._check_not_rated()
        now = fields.Datetime.now()
        if answers:
            self._save_answers(answers)
        self._create_attempt("reached", now, seconds=seconds)
        self._move(
            engine.DONE,
            {
                "done_at": now,
                "result": result,
                "satisfaction": satisfaction or False,
                "score": float(satisfaction or 0),
                "notes": (notes or "").strip() or False,
                "seconds": max(0, int(seconds or 0)),
                "next_try_at": False,
                "user_id": self._get_caller().id or self.user_id.id,
            },
        )
        if satisfaction:
            self._create_rating(satisfaction)
        self._note_contact(now)
        self._after_done()

    def _start_step(self):
        """See to it that the user is calling: a planned callback is taken first.

        :raise UserError: it has ended, a colleague is calling, or the customer is not to be contacted
        """
        if self.state == engine.CALLING:
            self._check_own()
            return
        refusal = self._take()
        if refusal:
            raise UserError(self._say_refusal(refusal))

    def _check_own(self):
        """Refuse what only the one who is calling may do; those who answer for all callbacks may as well."""
        taken = self.filtered(
            lambda one: one.state == engine.CALLING and one.user_id and one.user_id != self.env.user
        )
        if taken and not self.env.su and not self.env.user.has_group("service_center.group_officer"):
            raise UserError(taken[0]._say_taken())

    # What is said
    def _say_taken(self):
        # sudo: a colleague's name
        return self.env._(
            "%(callback)s: %(name)s is calling already.",
            callback=self.display_name,
            name=self.sudo().user_id.name or "",
        )

    def _say_refusal(self, code):
        """Return in plain words why a customer is not contacted."""
        self.ensure_one()
        # sudo: what whoever calls has to know
        partner = self.sudo().partner_id
        names = {"customer": partner.display_name}
        if code == "do_not_disturb":
            undisturbed = partner if partner.service_do_not_disturb else partner.commercial_partner_id
            return self.env._(
                "%(customer)s does not want to be contacted. %(reason)s",
                **names,
                reason=undisturbed.service_do_not_disturb_reason or "",
            ).strip()
        if code == "gone":
            return self.env._("%(customer)s was archived: nobody is called any more.", **names)
        if self.channel in ("phone", "message"):
            if partner.service_phone_is_wrong:
                return self.env._(
                    "%(customer)s: %(phone)s is a wrong number. Enter the right one on the contact first.",
                    **names,
                    phone=partner.phone,
                )
            return self.env._(
                "%(customer)s has no telephone number. Enter one on the contact first.", **names
            )
        return self.env._("%(customer)s has no e-mail address. Enter one on the contact first.", **names)
