from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..engine import feedback_sheet as engine

CONTENT = ("nature", "cause", "remedy")


class ServiceFeedbackSheet(models.Model):
    """The signatures of a feedback sheet, in order, and its time limit (EQM-FB-03, Q-07)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.feedback.sheet"  # pylint: disable=consider-merging-classes-inherited

    def action_fill(self):
        """The technician signs what was found."""
        for sheet in self:
            sheet._check_step("fill")
            missing = [name for name in CONTENT if not (sheet[name] or "").strip()]
            if missing:
                labels = ", ".join(self._fields[name]._description_string(self.env) for name in missing)
                raise UserError(
                    self.env._("%(number)s: fill in first: %(fields)s.", number=sheet.name, fields=labels)
                )
            sheet._take("fill", technician_signed_at=True, technician_signed_by_id=True)
            sheet._ask("sales_head")

    def action_sign_head(self):
        """The sales head signs: from now on the copy is due."""
        for sheet in self:
            sheet._check_step("sign_head", "sales_head")
            sheet._take("sign_head", head_signed_at=True, head_signed_by_id=True)
            sheet._service_reach("head_signed")

    def action_copy(self):
        """The copy was handed to enterprise management; late is accepted, but says so."""
        for sheet in self:
            sheet._check_step("copy")
            sheet._take("copy", copied_at=True, copied_by_id=True)
            sheet._service_reach("copied")
            # sudo: only whether the limit was met
            clocks = sheet._get_sla_clocks().get(sheet.id, self.env["service.sla.clock"]).sudo()
            late = clocks.filtered(lambda clock: clock.metric == "copied").sorted("id")[-1:]
            sheet._write_decided({"is_late": late.state == "breached"})
            sheet._ask("management")

    def action_sign_management(self):
        """Enterprise management signs: the travel claim is released, if the copy came in time."""
        for sheet in self:
            sheet._check_step("sign_management", "management")
            sheet._take("sign_management", management_signed_at=True, management_signed_by_id=True)
            sheet._sla_end()

    def action_decide(self):
        """Open the dialog that asks why it is sent back, cancelled or released."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env.context.get("decide_title") or self.env._("Decision"),
            "res_model": "service.feedback.decide",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_sheet_id": self.id},
        }

    def _send_back(self, reason):
        """Send the sheet back to the technician: the signatures do not hold any more."""
        self._check_text(reason)
        self._check_step("send_back", "sales_head")
        self._write_decided(
            {
                "state": "drawn",
                **dict.fromkeys(
                    (
                        *("technician_signed_at", "technician_signed_by_id"),
                        *("head_signed_at", "head_signed_by_id"),
                    ),
                    False,
                ),
            }
        )
        self._sla_reopen(("head_signed", "copied"))
        # sudo: only who is told; whoever signs need not be allowed to read employees
        self._say_to(self.sudo().employee_id.user_id, self.env._("Sent back"), reason)

    def _cancel(self, reason):
        """Cancel the sheet; another one may be drawn."""
        self._check_text(reason)
        self._check_step("cancel")
        self._check_officer()
        self._write_decided({"state": "cancelled"})
        self.flush_recordset(["state"])  # makes room for another one
        self._sla_end()
        self._say_to(self.env["res.users"], self.env._("Cancelled"), reason)

    def _release(self, reason):
        """Release the travel claim although the copy came late (Q-07)."""
        self._check_text(reason)
        self.check_access("read")
        self._touch()
        self._check_signer("management")
        if self.state != "signed" or not self.is_late or self.released_at:
            raise UserError(self.env._("%(number)s: there is no claim to release.", number=self.name))
        self._write_decided(
            {
                "released_at": fields.Datetime.now(),
                "released_by_id": self.env.uid,
                "release_reason": reason.strip(),
            }
        )
        self._say_to(self.env["res.users"], self.env._("Travel claim released"), reason)

    # Checks
    def _check_text(self, reason):
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("%(number)s: why? Enter the reason.", number=self.name))

    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers cancel feedback sheets."))

    def _check_step(self, step, role=None):
        """Refuse a step that is not possible, or not the user's."""
        self.ensure_one()
        self.check_access("read" if role else "write")
        self._touch()
        if not engine.is_possible(step, self.state):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(number)s is “%(state)s”; this step is possible from: %(sources)s.",
                    number=self.name,
                    state=labels[self.state],
                    sources=", ".join(labels[state] for state in engine.STEPS[step].sources),
                )
            )
        if role:
            self._check_signer(role)

    def _check_signer(self, role):
        """Refuse who may not sign as ``role``; nobody signs over the own sheet.

        :raise AccessError: the user is not at the level of authority
        """
        if self.env.su:
            return
        signers = self._get_signers(role)
        if self.env.user not in signers:
            names = ", ".join(signers.sudo().mapped("name")[:5])  # sudo: names of colleagues
            raise AccessError(
                self.env._("%(number)s is signed by %(names)s.", number=self.name, names=names or "-")
            )
        # sudo: only compares
        if self.env.user in (self.sudo().employee_id.user_id | self.technician_signed_by_id):
            raise AccessError(self.env._("%(number)s: nobody signs over the own sheet.", number=self.name))

    def _get_signers(self, role):
        """Return who may sign as sales head or enterprise management, by level of authority."""
        return self.env["service.approval.step"]._get_signers_of(self._find_level(role), self.company_id)

    def _find_level(self, role):
        # sudo: which pack the order follows, for whoever sees the sheet
        pack = self.sudo().order_id._get_service_pack()
        steps = self.env["service.approval.step"]._find_steps(self.company_id, "feedback", pack)
        return steps.filtered(lambda one: one.role == role)[:1].level_id

    # Writing and telling
    def _take(self, step, **stamps):
        """Take a step, noting now and the user in the fields named."""
        now = fields.Datetime.now()
        vals = {name: now if name.endswith("_at") else self.env.uid for name in stamps}
        self._write_decided({"state": engine.STEPS[step].target, **vals})
        # sudo: whoever was asked to sign need not be any more
        self.sudo().activity_ids.filtered(lambda one: one.user_id == self.env.user).action_done()

    def _ask(self, role):
        """Give an activity to those who sign next, and are there."""
        signers = self._get_signers(role)
        self._write_decided({"signer_ids": [Command.link(user.id) for user in signers]})
        Step = self.env["service.approval.step"]
        for user in Step._get_asked(self._find_level(role), self.company_id, self.technician_signed_by_id):
            # sudo: whoever signs is asked, whatever the former signer may write
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=user.lang).env._("Feedback sheet to sign"),
                user_id=user.id,
            )

    def _say_to(self, user, what, reason):
        # sudo: the log of the sheet, by whoever decided
        self.sudo()._message_log(body=f"{what}: {reason.strip()}", author_id=self.env.user.partner_id.id)
        if user:
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo", summary=what, note=reason.strip(), user_id=user.id
            )

    # What the clocks ask
    def _is_sla_going(self):
        return self.state not in engine.ENDED

    def _get_sla_start(self):
        return (self.drawn_at or self.create_date).replace(microsecond=0)

    def _get_sla_calendars(self):
        return self.sudo().order_id._get_sla_calendars()  # sudo: limits are told to whoever sees the sheet

    def _get_sla_facts(self, domains):
        return self.sudo().order_id._get_sla_facts(domains)  # sudo: as above
