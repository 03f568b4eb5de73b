from odoo import api, fields, models

#: the share of a month's wage that may be taken where no region says otherwise (Q-57)
DEFAULT_CAP = 20.0


class ServiceScoreRegion(models.Model):
    """Where employees work: how much of a wage may be taken, and the lowest wage by law (Q-57)."""

    _name = "service.score.region"
    _description = "Wage Region"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    cap_share = fields.Float(
        "At Most (%)",
        digits=(5, 2),
        default=DEFAULT_CAP,
        required=True,
        aggregator=None,
        help="The share of a month's wage that all reductions of that month together may reach.",
    )
    floor_ids = fields.One2many("service.score.wage.floor", "region_id", string="Wage Floors", copy=True)

    _cap_range = models.Constraint(
        "CHECK (cap_share >= 0 AND cap_share <= 100)", "The share of a wage lies between 0 and 100 %."
    )

    def copy_data(self, default=None):
        return super(ServiceScoreRegion, self.with_context(score_copies_whole=True)).copy_data(default)

    @api.model
    def _get_limits(self, employees, day):
        """Return {employee id: (cap share in per cent, lowest wage or None)} on a day (Q-57).

        The region is the employee's, else the company's; without one the cap is 20 % and no floor is known.
        """
        # sudo: which region holds for whom; only who decides on money sees what follows from it
        employees = employees.sudo()
        regions = {
            employee.id: employee.score_region_id or employee.company_id.score_region_id
            for employee in employees
        }
        floors = {}
        known = (
            self.env["service.score.wage.floor"]
            .sudo()
            .search(  # sudo: as above
                [
                    ("region_id", "in", list({region.id for region in regions.values()})),
                    ("valid_from", "<=", day),
                ],
                order="valid_from",
            )
        )
        for floor in known:
            floors[floor.region_id.id] = floor.amount
        return {
            employee_id: (region.cap_share if region else DEFAULT_CAP, floors.get(region.id))
            for employee_id, region in regions.items()
        }
