from odoo import api, fields, models

PURPOSES = [
    ("exchange", "Exchange of a Product"),
    ("dispatch", "Sending Staff"),
    ("feedback", "Quality Feedback Sheet"),
]


class ServiceApprovalStep(models.Model):
    """One signature that a paper needs, in order, and the level of authority that gives it."""

    _name = "service.approval.step"
    _description = "Step of an Approval"
    _inherit = ["service.policy.mixin"]
    _order = "purpose, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    purpose = fields.Selection(PURPOSES, "Paper", required=True, default="exchange")
    role = fields.Selection(
        [("sales_head", "Sales head"), ("management", "Enterprise management")],
        "Signs As",
        help="Of a feedback sheet: which of its signatures it is.",
    )
    level_id = fields.Many2one(
        "service.authority.level",
        "Authority Level",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who signs: people of this level and of those above it. Empty: every officer.",
    )
    needs_text = fields.Boolean("Opinion Required", help="Whoever signs writes an opinion.")
    before_work = fields.Boolean(
        "Before the Work",
        default=True,
        help="Before it is signed, no goods of an exchange move, and nobody who is sent leaves.",
    )

    _role_of_sheets = models.Constraint(
        "CHECK (purpose != 'feedback' OR role IS NOT NULL)",
        "Of a feedback sheet: choose whether the sales head or enterprise management signs.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for step in self:
            step.display_name = step.name or step.code

    @api.model
    def _find_steps(self, company, purpose, pack):
        """Return the steps of a paper in order, in sudo: those of the pack, else the company's own."""
        # sudo: who signs what is no secret inside the company
        steps = self.sudo().search([("company_id", "=", company.id), ("purpose", "=", purpose)])
        return steps.filtered(lambda step: step.pack_code == pack) or steps.filtered(
            lambda step: not step.pack_code
        )

    @api.model
    def _get_signers_of(self, level, company):
        """Return the users who sign at ``level``, or every officer of the company if there is none."""
        if level:
            return level._get_deciders()
        # sudo: reading groups is the administrator's; only who signs comes back
        users = self.env.ref("service_center.group_officer").sudo().all_user_ids
        return users.filtered(lambda user: user.active and not user.share and company in user.company_ids)

    @api.model
    def _get_asked(self, level, company, but):
        """Return whom to ask for a signature: who is there of the level itself, a handful at most.

        :param but: users who are not asked
        """
        users = (level._get_users() if level else self._get_signers_of(level, company)) - but
        return ((users - users._service_on_leave(company=company)) or users)[:5]
