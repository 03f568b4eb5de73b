from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import lifecycle


class ServiceComplaint(models.Model):
    """The life of a complaint: its steps, who may take them, and the times that they leave behind."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        """Write; a new ``state`` has to be one that a step leads to, and leaves its times behind."""
        if "state" not in vals:
            return super().write(vals)
        target = vals["state"]
        self._check_move(target)
        self.filtered(lambda complaint: complaint.state != target)._check_end(target, vals)
        by_source = defaultdict(self.browse)
        for complaint in self:
            by_source[complaint.state] |= complaint
        for source, complaints in by_source.items():
            super(ServiceComplaint, complaints).write({**vals, **self._prepare_move_vals(source, target)})
            if lifecycle.is_reopening(source, target):
                complaints._count_reopening()
        return True

    def _check_move(self, target):
        """Refuse a move that no step allows, and one by somebody about whom the complaint is (C2)."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        moving = self.filtered(lambda complaint: complaint.state != target)
        for complaint in moving:
            if not lifecycle.is_allowed(complaint.state, target):
                sources = ", ".join(labels[state] for state in lifecycle.sources_of(target))
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s” and cannot become “%(target)s”; "
                        "that is possible from: %(sources)s.",
                        number=complaint.name,
                        state=labels[complaint.state],
                        target=labels.get(target, target),
                        sources=sources or "-",
                    )
                )
        moving._check_not_concerned()

    def _check_end(self, target, vals):
        """Refuse a move that is allowed, but for which something is missing; ``vals`` are written with it."""

    def _check_not_concerned(self):
        """Refuse work on complaints to somebody about whom they are (C2)."""
        # sudo: only compares ids; the user need not be allowed to read employees
        own_employees = self.env.user.sudo().employee_ids
        concerned = self.filtered(lambda complaint: complaint.employee_ids._origin & own_employees)
        if concerned:
            raise UserError(
                self.env._(
                    "%(numbers)s: you are complained about, so somebody else has to work on it.",
                    numbers=", ".join(concerned.mapped("name")),
                )
            )

    def _prepare_move_vals(self, source, target):
        """Values that a move from ``source`` to ``target`` adds."""
        if source == target:
            return {}
        reached, cleared = lifecycle.stamps(source, target)
        return dict.fromkeys(reached, fields.Datetime.now()) | dict.fromkeys(cleared, False)

    def _count_reopening(self):
        for complaint in self:
            complaint.reopen_count += 1

    # past our own write(), which lets complaints move along the steps only
    def _write_state(self, vals):  # pylint: disable=missing-return
        """Write a state to which no step leads: what merging did, or what it takes back."""
        super().write(vals)  # pylint: disable=super-method-mismatch

    # Steps
    def action_acknowledge(self):
        """Tell that the complaint was taken notice of."""
        self.write({"state": "acknowledged"})

    def action_start(self):
        """Start looking into the complaint."""
        self.write({"state": "investigating"})

    def action_remedy(self):
        """Start carrying out what was decided for the customer."""
        self.write({"state": "resolving"})

    def action_wait(self):
        """Wait for the customer: the time limits that allow it stand still."""
        self.write({"state": "waiting"})

    def action_resume(self):
        """The customer answered: go on looking into the complaint."""
        self.write({"state": "investigating"})

    def action_resolve(self):
        """Tell that the customer's matter is settled; ``resolution`` says how."""
        self.write({"state": "resolved"})

    def action_close(self):
        """Close a resolved complaint."""
        self.write({"state": "closed"})

    def action_reject(self):
        """End a complaint that is not justified; ``rejection_reason`` says why."""
        self.write({"state": "rejected"})

    def action_cancel(self):
        """End a complaint that is none: entered by mistake, or withdrawn; ``cancel_reason`` says why."""
        self.write({"state": "cancelled"})

    def action_reopen(self):
        """Take a settled complaint up again; its messages and former times of notice stay."""
        self.write({"state": "investigating"})

    def action_decide(self):
        """Open the dialog that asks for the result or the reason before resolving or rejecting."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env.context.get("decide_title") or self.env._("Decision"),
            "res_model": "service.complaint.decide",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_complaint_ids": self.ids},
        }
