from odoo import api, fields, models

from ..engine import corrective_action as engine


class ServiceCorrectiveTaskMixin(models.AbstractModel):
    """Something that one person does by a date for a corrective action.

    ``_done_in``: the states in which it is carried out. It stands among that person's activities meanwhile.
    """

    _name = "service.corrective.task.mixin"
    _description = "Task of a corrective action"
    _inherit = ["service.corrective.line.mixin"]
    _order = "due_date, id"
    _done_in = engine.WRITTEN_IN
    _done_fields = frozenset({"done_on", "done_by_id", "evidence"})
    _assigned_fields = frozenset({"user_id", "due_date"})

    name = fields.Text("Action", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    due_date = fields.Date(required=True)
    done_on = fields.Date()
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    activity_id = fields.Many2one("mail.activity", readonly=True, copy=False, index="btree_not_null")
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    @api.depends("due_date", "done_on")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for task in self:
            task.is_overdue = bool(task.due_date and not task.done_on and task.due_date < today)

    @api.constrains("user_id")
    def _check_user(self):
        self.user_id._check_service_role()

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create([self._prepare_done_vals(vals) for vals in vals_list])
        tasks._sync_activities()
        return tasks

    def write(self, vals):
        result = super().write(self._prepare_done_vals(vals))
        if {"user_id", "due_date", "done_on", "name"} & vals.keys():
            self._sync_activities()
        return result

    def unlink(self):
        # sudo: the reminder goes with the task, whoever it reminds
        self.activity_id.sudo().unlink()
        return super().unlink()

    def action_done(self):
        """Tell that these tasks are done today."""
        self.filtered(lambda task: not task.done_on).write({"done_on": fields.Date.context_today(self)})

    def _prepare_done_vals(self, vals):
        """Return ``vals`` with who did it, where they say that it was done."""
        vals = {name: value for name, value in vals.items() if name not in ("done_by_id", "activity_id")}
        if "done_on" in vals:
            vals["done_by_id"] = vals["done_on"] and self.env.uid
        return vals

    def _get_possible_states(self, names):
        """Return the states of the action in which these fields may be changed."""
        if names <= self._done_fields:
            return self._done_in
        if names <= self._assigned_fields | self._done_fields:
            return tuple(dict.fromkeys((*engine.WRITTEN_IN, *self._done_in)))
        return engine.WRITTEN_IN

    # Reminding

    def _sync_activities(self):
        """Have an activity for who has to do each task, as long as it is to be done."""
        # an e-mail for each is not sent: people find them among their activities
        Activity = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        new, vals_list = [], []
        for task in self:
            # sudo: reminds whoever is responsible, whoever changed the task
            activity = task.activity_id.sudo().filtered("active")
            if task.action_id.state not in task._done_in or task.done_on:
                if activity and task.done_on:
                    activity.action_feedback()
                elif activity:
                    activity.unlink()
            elif activity:
                activity.with_context(mail_activity_quick_update=True).write(task._prepare_reminder_vals())
            else:
                new.append(task)
                vals_list.append(task._prepare_activity_vals())
        # sudo: as above
        for task, activity in zip(new, Activity.sudo().create(vals_list), strict=True):
            task._write_technical({"activity_id": activity.id})

    def _forget_activities(self):
        """Take the reminders away: nothing is to be done any more."""
        # sudo: the reminder goes, whoever it reminds
        self.activity_id.sudo().filtered("active").unlink()

    def _prepare_reminder_vals(self):
        return {
            "summary": (self.name or "").splitlines()[0][:200],
            "date_deadline": self.due_date,
            "user_id": self.user_id.id,
        }

    def _prepare_activity_vals(self):
        return {
            **self._prepare_reminder_vals(),
            "res_model_id": self.env["ir.model"]._get_id("service.corrective.action"),
            "res_id": self.action_id.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "automated": True,
        }
