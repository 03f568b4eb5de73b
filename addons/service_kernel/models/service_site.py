from odoo import api, fields, models


class ServiceSite(models.Model):
    """A place that a case is about: company, store, floor, counter or outlet (decisions 8)."""

    _name = "service.site"
    _description = "Site"
    _inherit = ["service.tree.mixin"]
    _order = "parent_path, id"
    _parent_store = True
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("company", "Company"),
            ("store", "Store"),
            ("floor", "Floor"),
            ("counter", "Counter"),
            ("outlet", "Outlet"),
        ],
        required=True,
        default="counter",
    )
    parent_id = fields.Many2one(
        "service.site", string="Part of", index=True, ondelete="restrict", check_company=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("service.site", "parent_id", string="Parts")
    manager_id = fields.Many2one("res.users", check_company=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Tenant",
        check_company=True,
        help="The company that runs this place, if not ourselves.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Hours",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Deadlines of cases at this place count in these hours, unless their team has its own. "
        "Empty: those of the company.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "Another site of the company has this code already."
    )

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            # clocks do not know their site; those of other sites are planned to what they are already
            self.env["service.sla.clock"]._mark([("company_id", "in", self.company_id.ids)])
        return result

    @api.constrains("calendar_id", "active")
    def _check_calendar(self):
        self.filtered("active").calendar_id._service_check_usable()
