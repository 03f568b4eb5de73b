from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import compensation as engine

#: decisions of the engine that refuse who was asked
REFUSALS = ("over_limits", "not_at_level")


class ServiceCompensation(models.Model):
    """Approving within the limits of levels of authority (C6), rejecting, cancelling.

    Refused approvals are no errors, for an error would undo their explanation: they are told, and kept.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.compensation"  # pylint: disable=consider-merging-classes-inherited

    def action_approve(self):
        """Approve what the user's level of authority allows; what it does not is kept and told.

        :return: a notification that says who can, or True if all were approved
        """
        self._check_step("approved", officer=True)
        refusals = []
        for one in self:
            one._lock_limits()
            verdict, request = one._judge(self.env.user)
            one._explain_verdict(verdict, request, self.env.user)
            if verdict.is_approved:
                one._write_decided(
                    {
                        "state": "approved",
                        "approver_id": self.env.uid,
                        "approved_at": fields.Datetime.now(),
                        "level_id": verdict.grade and verdict.grade.id,
                    }
                )
                self.env.flush_all()  # the next one counts it
            else:
                one._write_decided({"level_id": verdict.grade and verdict.grade.id})
                refusals.append(one._say_refusal(verdict, request))
                one._message_log(body=refusals[-1])
        return self._tell_refusals(refusals) if refusals else True

    def action_reject(self):
        """Refuse a proposal; ``decision_reason`` says why."""
        self._check_step("rejected", officer=True)
        self._check_reason()
        self._write_decided({"state": "rejected"})

    def action_cancel(self):
        """Withdraw a proposal, or an approved compensation that was not settled: officers, with a reason."""
        approved = self.filtered("approved_at")
        self._check_step("cancelled", officer=bool(approved))
        approved._check_reason()
        approved._drop_drafts()
        self._write_decided({"state": "cancelled"})

    # Checks of a step
    def _check_step(self, target, officer=False):
        """Refuse a step to those who may not take it, and where it leads nowhere.

        :raise AccessError: the user may not work on the complaint, or is no officer where one is needed
        :raise UserError: the state does not allow it, or the complaint is about the user, or the user gets it
        """
        self.check_access("write")
        if officer and not self.env.su and not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers decide about compensation."))
        labels = dict(self._fields["state"]._description_selection(self.env))
        for one in self:
            if target not in engine.MOVES.get(one.state, ()):
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s” and cannot become “%(target)s”.",
                        number=one.name,
                        state=labels[one.state],
                        target=labels[target],
                    )
                )
            one.complaint_id._check_compensable(granting=target == "approved" and not one.reverses_id)

    def _check_reason(self):
        missing = self.filtered(lambda one: not (one.decision_reason or "").strip())
        if missing:
            raise UserError(
                self.env._(
                    "%(numbers)s: why? Enter the reason first.", numbers=", ".join(missing.mapped("name"))
                )
            )

    # What the limits say
    def _lock_limits(self):
        """Write the fixed rows that approvals share, before reading what was approved (invariants).

        The case's own row and one row of the company's levels with a rolling limit: of two approvals at
        once that count for each other, the second one fails and is tried again by Odoo, seeing the first.
        """
        self.ensure_one()
        case = self.complaint_id._get_compensation_case()
        fixed_row.count_on(case.sorted("id")[:1], "compensation_version")
        self.env.cr.execute(
            SQL(
                "UPDATE service_authority_level"
                " SET compensation_version = COALESCE(compensation_version, 0) + 1"
                " WHERE id = (SELECT MIN(id) FROM service_authority_level"
                " WHERE company_id = %s AND compensation_window_limit > 0)",
                self.company_id.id,
            )
        )

    def _find_level(self):
        """Find and explain the lowest level whose limits allow these proposals, whoever will be asked."""
        for one in self.filtered(lambda one: one.state == "proposed"):
            verdict, request = one._judge(None)
            one._explain_verdict(verdict, request, None)
            one._write_decided({"level_id": verdict.grade and verdict.grade.id})

    def _judge(self, user):
        """Ask the engine whether ``user`` (None: anybody) may approve this.

        :return: (``engine.Verdict``, ``engine.Request``)
        """
        self.ensure_one()
        levels = self._get_levels()
        chain = tuple(level._prepare_compensation_grade() for level in levels)
        is_own = bool(user) and user == self.proposer_id
        request = self._prepare_request({grade.days for grade in chain if grade.window}, is_own)
        held = {}
        if user and not self.env.su:
            for level in levels:
                limits = level._get_limits(user)
                if limits:
                    held[level.id] = level._prepare_compensation_grade(*limits)
        elif user:
            chain = ()  # a program that acts on its own answers for it itself
        return engine.judge(chain, request, held), request

    def _get_levels(self):
        """Return the levels that may decide about this compensation, lowest first."""
        return self.complaint_id._get_compensation_levels()

    def _prepare_request(self, days, is_own):
        """Return the ``engine.Request``. Taking back counts like giving that much, and for itself alone."""
        if self.reverses_id:
            return engine.Request(-self.amount, is_own=is_own)
        case, windows = self._get_totals(days)
        return engine.Request(
            self.amount,
            case,
            {key: customer for key, (customer, _agent) in windows.items()},
            {key: agent for key, (_customer, agent) in windows.items()},
            is_own,
        )

    def _explain_verdict(self, verdict, request, user):
        """Keep why it was decided so; codes and numbers only."""
        decision = verdict.decision
        if user is None and verdict.grade:
            decision = "lowest_level"
        grade = verdict.grade
        self._keep_refusal(user)
        in_foreign_currency = self.currency_id != self.company_currency_id
        self._explain(
            "compensation",
            decision if verdict.grade or decision == "no_levels" else "nobody",
            grade and grade.code,
            grade and grade.code,
            {
                "compensation": request.amount,
                "compensation_foreign": self.amount_currency if in_foreign_currency else None,
                "foreign_currency": self.currency_id.name if in_foreign_currency else None,
                "rate": self.rate if in_foreign_currency else None,
                "case_total": request.case,
                "customer_totals": _plain(request.customer),
                "agent_totals": _plain(request.agent),
                "proposed_by": self.proposer_id.id,
                "asked": user and user.id,
            },
            [
                {
                    "rule": refused.code,
                    "because": {"code": hit.code, "params": hit.as_params()},
                }
                for refused, hit in verdict.hits
            ],
            engine.ENGINE,
        )

    def _keep_refusal(self, user):
        """Log a refusal before another person is asked: the level that may approve it stays the same."""
        known = (self.explanation or {}).get("compensation") or {}
        asked = known.get("facts", {}).get("asked")
        if known.get("decision") in REFUSALS and user and asked != user.id:
            # sudo: nobody writes the log by hand
            self.env["service.decision.log"].sudo().create(
                self._prepare_decision_log_vals("compensation", known)
            )

    # Who can
    def _say_refusal(self, verdict, request):
        """Return the sentence that tells why the user may not approve it, and who may."""
        Level = self.env["service.authority.level"]
        own = [hit for grade, hit in verdict.hits if Level.browse(grade.id)._get_limits(self.env.user)]
        why = self._say_hits(own)
        name_someone = self.env._("A manager names someone under Configuration, Authority Levels.")
        if not verdict.able:
            nobody = self.env._(
                "%(number)s: no level of authority may approve it, unless a manager changes the limits under "
                "Configuration, Authority Levels.",
                number=self.name,
            )
            return " ".join(filter(None, [nobody, why]))
        levels = Level.browse(verdict.able)
        needed = self.env._(
            "%(number)s: “%(level)s” has to approve it.", number=self.name, level=levels[0].display_name
        )
        able = self._get_able_users(levels, request)
        if not able:
            nobody = self.env._("Nobody who may is at that level or above it.")
            return " ".join(filter(None, [needed, why, nobody, name_someone]))
        absent = able._service_on_leave(company=self.company_id)
        names = self.complaint_id._say_deciders(levels[0], (able - absent) | absent, absent)
        return " ".join(filter(None, [needed, why, self.env._("Ask %(names)s.", names=names)]))

    def _get_able_users(self, levels, request):
        """Return the officers at ``levels`` whose own limits allow it, and whom nothing forbids."""
        able = self.env["res.users"]
        for level in levels:
            for user in level._get_users() - able:
                grade = level._prepare_compensation_grade(*level._get_limits(user))
                asked = engine.Request(
                    request.amount, request.case, request.customer, request.agent, user == self.proposer_id
                )
                if not engine.find_hits(grade, asked) and user.has_group("service_center.group_officer"):
                    able |= user
        return able - self.complaint_id._get_compensation_concerned()

    def _tell_refusals(self, refusals):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not approved"),
                "message": "\n".join(refusals),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


def _plain(windows):
    return {str(days): total for days, total in (windows or {}).items()}
