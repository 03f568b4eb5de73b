from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_datetime

from ..engine import rectification as engine


class ServiceRectification(models.Model):
    """The steps of a rectification notice, who takes them, and who is told."""

    # one concern a file: together they would be too long to read
    _inherit = "service.rectification"  # pylint: disable=consider-merging-classes-inherited

    def action_issue(self):
        """Issue the notices: the recipient is told, and the deadline runs."""
        now = fields.Datetime.now()
        self._check_step("issue")
        for notice in self:
            notice._check_complete(now)
            notice._write_decided(
                {
                    "state": "issued",
                    "issued_by_id": self.env.uid,
                    "issued_at": now,
                    "deadline": notice._get_deadline(now),
                }
            )
            notice._tell_recipient()

    def action_decide(self):
        """Open the dialog that asks who took notice, what the check found, or why it is cancelled."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env.context.get("decide_title") or self.env._("Decision"),
            "res_model": "service.rectification.decide",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_rectification_id": self.id},
        }

    def action_second_notice(self):
        """Draft another notice after one that was not followed."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "failed":
            raise UserError(self.env._("%(number)s was not found to be not done.", number=self.name))
        notice = self.copy({"previous_id": self.id, "sequence_no": self.sequence_no + 1})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "res_id": notice.id,
        }

    def _acknowledge(self, who):
        """Note that the recipient took notice; ``who`` did so for them."""
        self._check_text(who)
        self._check_step("acknowledge")
        now = fields.Datetime.now()
        for notice in self:
            state = engine.state_after_acknowledging(notice.deadline or None, now)
            notice._write_decided({"state": state, "acknowledged_at": now, "acknowledged_by": who.strip()})

    def _judge(self, is_done, finding):
        """Note what following up found."""
        self._check_text(finding)
        step = "done" if is_done else "fail"
        self._check_step(step)
        self._write_decided(
            {
                "state": engine.STEPS[step].target,
                "checked_by_id": self.env.uid,
                "checked_at": fields.Datetime.now(),
                "result_note": finding.strip(),
            }
        )
        # sudo: whoever was reminded of the deadline need not be any more
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _cancel(self, reason):
        """Withdraw the notices."""
        self._check_text(reason)
        self._check_step("cancel")
        self._write_decided({"state": "cancelled", "result_note": reason.strip()})
        # sudo: as above
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _check_text(self, text):
        if not (text or "").strip():
            raise UserError(self.env._("Enter the text: the notice is kept as evidence."))

    def _check_step(self, step):
        """Refuse a step that is not possible, or not the user's.

        :raise AccessError: the user is no officer
        :raise UserError: the state does not allow it, or the user answers for what was found
        """
        self.check_access("write")
        self._touch()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for notice in self:
            if not engine.is_possible(step, notice.state):
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s”; this step is possible from: %(sources)s.",
                        number=notice.name,
                        state=labels[notice.state],
                        sources=", ".join(labels[state] for state in engine.STEPS[step].sources),
                    )
                )
        if self.env.su:
            return
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers issue rectification notices and follow them up."))
        if step != "acknowledge":
            self._check_not_concerned()

    def _check_not_concerned(self):
        """Refuse to decide to those whom a notice is for, or about whom its complaint is."""
        for notice in self:
            # sudo: only compares ids
            complaints = notice.sudo().complaint_id | notice.sudo().corrective_action_id.complaint_ids
            people = complaints._get_concerned_users() | notice._get_recipient_users()
            if self.env.uid in people.ids:
                raise UserError(
                    self.env._(
                        "%(number)s is about you or your department, so somebody else has to decide.",
                        number=notice.name,
                    )
                )

    def _check_complete(self, now):
        if not self.recipient:
            raise UserError(
                self.env._(
                    "%(number)s: for whom is it? Choose a department, a site or a partner.", number=self.name
                )
            )
        for name in ("problem", "requirement"):
            if not (self[name] or "").strip():
                raise UserError(
                    self.env._(
                        "%(number)s: enter “%(field)s”.",
                        number=self.name,
                        field=self._fields[name]._description_string(self.env),
                    )
                )
        if not self.working_days and (not self.deadline or self.deadline <= now):
            raise UserError(
                self.env._(
                    "%(number)s: enter working days, or a deadline that is still to come.", number=self.name
                )
            )

    def _get_deadline(self, now):
        """Return the instant until which it has to be put right."""
        if not self.working_days:
            return self.deadline
        # sudo: a deadline is told whoever may read the opening hours
        one = self.sudo()
        calendar = one.site_id.calendar_id or one.company_id.resource_calendar_id
        return calendar._service_due(now, self.working_days, "working_days", one.company_id)

    # Telling

    def _get_recipient_users(self):
        """Return the users who answer for the department or site."""
        # sudo: only who is told; the user need not be allowed to read employees
        one = self.sudo()
        return one.department_id.manager_id.user_id | one.site_id.manager_id

    def _tell_recipient(self):
        """Send the notice to those who answer for it."""
        self.ensure_one()
        # sudo: whom it is for, also where the user may not read the contact
        one = self.sudo()
        partners = one.partner_id
        manager = one.department_id.manager_id
        if manager and not manager.user_id:
            partners |= manager.work_contact_id
        self.env["service.message"]._queue(
            one,
            f"rectification:{self.id}:issue",
            lambda env: env._("Rectification notice %(number)s", number=one.name),
            one._say_notice,
            users=one._get_recipient_users().filtered("active"),
            partners=partners,
            template="rectification",
        )

    def _say_notice(self, env):
        """Return the text of the notice in the language of ``env``."""
        one = self.with_env(env)
        parts = [
            env._("What was found: %(text)s", text=one.problem),
            env._("What must be changed: %(text)s", text=one.requirement),
            env._("Deadline: %(deadline)s", deadline=one._say_deadline()),
        ]
        if one.basis:
            parts.insert(2, env._("Basis: %(text)s", text=one.basis))
        return "\n\n".join(parts)

    def _say_deadline(self):
        if not self.deadline:
            return ""
        zone = self.company_id._service_tz()
        return format_datetime(self.env, self.deadline, tz=zone, dt_format="medium")

    # Deadlines

    @api.model
    def _cron_overdue(self, limit=100):
        """Mark the notices whose deadline passed, and remind who issued them."""
        Cron = self.env["ir.cron"]
        domain = [("state", "in", ("issued", "acknowledged")), ("deadline", "<", fields.Datetime.now())]
        todo = self.search(domain, limit=limit, order="deadline, id")
        Cron._commit_progress(remaining=self.search_count(domain))
        for notice in todo:
            notice = notice.try_lock_for_update().filtered_domain(domain)
            if notice:
                notice._expire()
            if not Cron._commit_progress(1):
                break

    def _expire(self):
        """The deadline passed: who issued the notice follows it up."""
        for notice in self.filtered(
            lambda one: engine.is_late(one.state, one.deadline or None, fields.Datetime.now())
        ):
            notice._write_decided({"state": "overdue"})
            user = notice.issued_by_id.filtered("active")
            # an e-mail for each is not sent: people find them among their activities
            notice.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(notice),
                summary=notice.with_context(lang=user.lang or self.env.lang).env._(
                    "The deadline passed: follow up"
                ),
                user_id=(user or self.env.user).id,
            )
