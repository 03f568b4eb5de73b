from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import corrective_action as engine

#: written by the steps only
DECIDED = {
    "state",
    "round",
    "sent_back_count",
    "version",
    "author_ids",
    "approval_level_id",
    "submitted_by_id",
    "submitted_at",
    "approved_by_id",
    "approved_at",
    "implemented_by_id",
    "implemented_at",
    "check_due_date",
    "checked_by_id",
    "checked_at",
    "check_result",
    "closed_at",
}
#: what was found out and is proposed: whoever writes it does not review it
AUTHORED = {"problem", "containment_waiver"}


class ServiceCorrectiveAction(models.Model):
    """What is done so that the cause of complaints goes away: an 8D report (MFG-CAPA-01).

    One action may serve several complaints with the same cause, also later ones.
    """

    _name = "service.corrective.action"
    _description = "Corrective Action"
    _inherit = [
        "service.text.mixin",
        "service.explained.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "title"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    title = fields.Char(required=True, tracking=True, help="The problem in a few words.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        string="Status",
        selection=[
            ("draft", "Draft"),
            ("analysis", "Analysis"),
            ("review", "In Review"),
            ("approved", "Approved"),
            ("implemented", "Implemented"),
            ("effective", "Effective"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
    version = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    round = fields.Integer(
        readonly=True,
        copy=False,
        default=1,
        help="Counts up each time that the actions proved not effective.",
    )
    sent_back_count = fields.Integer("Times Sent Back", readonly=True, copy=False)
    complaint_ids = fields.Many2many(
        "service.complaint",
        "service_corrective_complaint_rel",
        "action_id",
        "complaint_id",
        string="Complaints",
        check_company=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Responsible Department",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="It finds the root cause and proposes the actions.",
    )

    # D1
    leader_id = fields.Many2one(
        "res.users",
        "Team Leader",
        default=lambda self: self.env.user,
        tracking=True,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    member_ids = fields.Many2many(
        "res.users",
        "service_corrective_member_rel",
        "action_id",
        "user_id",
        string="Team",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    # D2
    problem = fields.Text(help="Who, what, where, when, how many, and how it was noticed.")
    # D3
    containment_ids = fields.One2many("service.corrective.containment", "action_id")
    containment_waiver = fields.Char(
        "No Containment Needed Because", help="Only where customers need not be protected meanwhile."
    )
    # D4
    cause_ids = fields.One2many("service.corrective.cause", "action_id", string="Root Causes")
    # D5, D6
    measure_ids = fields.One2many("service.corrective.measure", "action_id", string="Permanent Actions")
    # D7
    prevention = fields.Text(help="What keeps the problem from coming back, here and elsewhere.")
    affected_documents = fields.Text(help="Instructions, drawings, inspection plans, training … to change.")
    # D8
    recognition = fields.Text(help="What the team achieved, and how it was thanked.")

    # Reviewing and checking
    author_ids = fields.Many2many(
        "res.users",
        "service_corrective_author_rel",
        "action_id",
        "user_id",
        string="Written By",
        readonly=True,
        copy=False,
        help="Who wrote the analysis or the actions; they do not review them.",
    )
    review_ids = fields.One2many("service.corrective.review", "action_id", string="Reviews", readonly=True)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_at = fields.Datetime("Submitted On", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    implemented_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    implemented_at = fields.Datetime("Implemented On", readonly=True, copy=False)
    check_days = fields.Integer(
        "Check After (Days)", default=30, required=True, help="Days from implementation to the check."
    )
    checker_id = fields.Many2one(
        "res.users",
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Checks whether the actions are effective; not one of those who carry them out.",
    )
    check_due_date = fields.Date("Check Due", readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    checked_at = fields.Datetime("Checked On", readonly=True, copy=False)
    check_result = fields.Selection(
        [("effective", "Effective"), ("not_effective", "Not Effective")], readonly=True, copy=False
    )
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False)

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "Another corrective action has this number already."
    )
    _check_days_positive = models.Constraint(
        "CHECK (check_days >= 0)", "The check cannot be due before the actions are carried out."
    )

    @api.depends("name", "title")
    def _compute_display_name(self):
        for action in self:
            number = action.name if action._origin else self.env._("New corrective action")
            action.display_name = f"{number} {action.title}" if action.title else number

    @api.constrains("leader_id", "member_ids", "checker_id")
    def _check_people(self):
        for action in self:
            (action.leader_id | action.member_ids | action.checker_id)._check_service_role()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list]
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        actions = super().create(vals_list)
        for action, vals in zip(actions, vals_list, strict=True):
            if any(vals.get(name) for name in AUTHORED):
                action._note_author()
        actions._decide_level()
        return actions

    def write(self, vals):
        """Write; what the steps decide is dropped, the state is refused: it follows from a step."""
        if "state" in vals and any(action.state != vals["state"] for action in self):
            raise UserError(
                self.env._("The status of a corrective action follows from its steps: use its buttons.")
            )
        vals = {name: vals[name] for name in vals.keys() - DECIDED}
        authored = self.filtered(lambda one: any(one[name] != vals[name] for name in AUTHORED & vals.keys()))
        if authored:
            authored._touch()
            authored._check_written_in(engine.WRITTEN_IN)
        before = {action: action.complaint_ids for action in self} if "complaint_ids" in vals else {}
        result = super().write(vals)
        authored._note_author()
        if before:
            self._decide_level()
            for action, complaints in before.items():
                action._reach_milestones(action.complaint_ids - complaints)
        return result

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceCorrectiveAction, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        for action in self:
            if action.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(number)s was worked on: cancel it instead of deleting it.", number=action.name
                    )
                )

    def _touch(self):
        """Write the fixed row of these actions before reading what a step depends on."""
        fixed_row.count_on(self, "version")

    def _note_author(self):
        """Remember that the user wrote what these actions say."""
        for action in self:
            if not self.env.su and self.env.user not in action.author_ids:
                action._write_decided({"author_ids": [fields.Command.link(self.env.uid)]})

    def _check_written_in(self, states):
        """Refuse a change that is not possible in the present state."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for action in self:
            if action.state not in states:
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s”: this can be changed only in: %(states)s.",
                        number=action.name,
                        state=labels[action.state],
                        states=", ".join(labels[state] for state in states),
                    )
                )

    def _creation_message(self):
        return self.env._("Corrective action opened")
