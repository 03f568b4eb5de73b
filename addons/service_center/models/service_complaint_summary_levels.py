from odoo import api, fields, models


class ServiceComplaintSummary(models.Model):
    """Summaries that a policy asks for: a pack brings them, and people of levels get them (FRUIT-PROC-03)."""

    # one concern a file
    _inherit = "service.complaint.summary"  # pylint: disable=consider-merging-classes-inherited

    code = fields.Char(compute="_compute_code", store=True, precompute=True, readonly=False)
    name = fields.Char(translate=True)
    level_ids = fields.Many2many(
        "service.authority.level",
        "service_complaint_summary_level_rel",
        "summary_id",
        "level_id",
        string="People of Levels",
        check_company=True,
        help="Whoever is at these levels of authority on the day, deputies too.",
    )

    @api.depends("name")
    def _compute_code(self):
        for summary in self:
            summary.code = summary.code or summary._find_code()

    def _find_code(self):
        """Return a code for a summary that no pack brought: its name, numbered where that is taken."""
        # sudo: only whether a code is taken
        taken = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("code", "=like", f"{(self.name or '').replace(';', ',')}%"),
                ]
            )
        )
        name = (self.name or "").replace(";", ",")  # which would end a code in a pack
        codes, code, number = set(taken.mapped("code")), name, 1
        while code in codes:
            number += 1
            code = f"{name} {number}"
        return code

    def _get_users(self):
        return super()._get_users() | self.level_ids._get_users()

    def _has_recipients(self):
        return super()._has_recipients() or bool(self.level_ids)
