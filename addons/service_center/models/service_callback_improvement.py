from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceCallbackImprovement(models.Model):
    """What callbacks taught us to do better: who does it by when, followed to its end (CSD-CB-01)."""

    _name = "service.callback.improvement"
    _description = "Improvement from Callbacks"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "state desc, deadline, id"
    _check_company_auto = True

    name = fields.Char("Improvement", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    report_id = fields.Many2one(
        "service.callback.report", index="btree_not_null", ondelete="set null", check_company=True
    )
    plan_id = fields.Many2one(
        "service.callback.plan", index="btree_not_null", ondelete="set null", check_company=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
    )
    deadline = fields.Date(required=True, tracking=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
        "Status",
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    result = fields.Text(copy=False, help="What was done, or why it is not done.")
    ended_at = fields.Datetime("Ended On", readonly=True, copy=False)
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")

    @api.depends("deadline", "state", "company_id")
    def _compute_is_overdue(self):
        for item in self:
            late = item.deadline and item.deadline < item.company_id._service_day()
            item.is_overdue = bool(late) and item.state == "open"

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self.search([("state", "=", "open")]).filtered("is_overdue")
        return [("id", "in" if True in value else "not in", late.ids)]

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create([{**vals, "state": "open"} for vals in vals_list])
        for item in items:
            item.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=item.deadline,
                summary=item.name,
                user_id=item.user_id.id,
            )
        return items

    def write(self, vals):
        """Write; whoever is responsible, and until when, is told by the to-do as well."""
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name not in ("state", "ended_at")}
        result = super().write(vals)
        if {"user_id", "deadline"} & vals.keys():
            for item in self.filtered(lambda one: one.state == "open"):
                item.activity_ids.write({"user_id": item.user_id.id, "date_deadline": item.deadline})
        return result

    def action_done(self):
        """Say that it is done; the result says what was done."""
        self._end("done")

    def action_drop(self):
        """Say that it is not done; the result says why."""
        self._end("dropped")

    def _end(self, state):
        self.check_access("write")
        for item in self:
            if item.state != "open":
                raise UserError(self.env._("“%(name)s” has ended already.", name=item.name))
            if not (item.result or "").strip():
                raise UserError(
                    self.env._("“%(name)s”: say what was done, or why it is not done.", name=item.name)
                )
        # sudo: steps write what nobody writes by hand; the right was checked
        self.sudo().write({"state": state, "ended_at": fields.Datetime.now()})
        self.activity_ids.action_feedback()
