from odoo import fields, models


class MembershipPlan(models.Model):
    """What the program is called that a plan makes, and when its members are dormant or lost."""

    # one concern a file
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    program_name = fields.Char(
        "Name of the Program", translate=True, help="Of a program that is made; empty: as the plan."
    )
    dormant_months = fields.Integer(
        "Dormant After (Months)", aggregator=None, help="Of a program that is made; 0: nobody is dormant."
    )
    lost_months = fields.Integer(
        "Lost After (Months)", aggregator=None, help="Of a program that is made; 0: nobody is lost."
    )

    def _make_program(self):
        program = super()._make_program()
        source = "program_name" if self.program_name else "name"
        for lang, _name in self.env["res.lang"].get_installed():
            plan = self.with_context(lang=lang)
            program.with_context(lang=lang).write(
                {"name": plan[source], "portal_point_name": plan.env._("Points")}
            )
        return program

    def _prepare_program(self):
        return {
            **super()._prepare_program(),
            "membership_dormant_months": self.dormant_months,
            "membership_lost_months": self.lost_months,
        }
