from odoo import fields, models


class ResCompany(models.Model):
    """How a company keeps and reviews the files of its customers (EQM-FILE-03..06)."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_file_gate = fields.Boolean(
        "Customer Files on Request",
        help="Only who keeps the files, and who has a granted request, reads a customer's file; each reading "
        "is logged.",
    )
    service_callback_gate = fields.Boolean(
        "Callback Records on Request",
        help="What was said in a callback is read by its caller, the team leader and officers; others need a "
        "granted request.",
    )
    service_file_keeper_ids = fields.Many2many(
        "res.users",
        "service_file_keeper_rel",
        string="Keep the Files",
        help="People of the filing department.",
    )
    service_file_head_id = fields.Many2one(
        "res.users", "Head of the Filing Department", help="Signs requests to read files."
    )
    service_market_first_id = fields.Many2one(
        "res.users", "General Manager", help="Signs first where files of market information are to be read."
    )
    service_market_second_id = fields.Many2one(
        "res.users", "Centre Director", help="Signs last where files of market information are to be read."
    )
    service_file_days = fields.Integer(
        "Request Valid For (Days)", default=7, help="After the last signature; 0: on that day only."
    )
    service_review_customers = fields.Boolean(
        "Half-yearly Review of Customers", help="On 30 June and 31 December."
    )
    service_cooperation_count = fields.Integer(
        "Regular Customer From",
        default=2,
        help="A new customer with so many confirmed sales becomes a regular one at the half-yearly review.",
    )

    _service_files_positive = models.Constraint(
        "CHECK (service_file_days >= 0 AND service_cooperation_count >= 1)",
        "Days cannot be negative, and a regular customer has bought at least once.",
    )


class ResConfigSettings(models.TransientModel):
    # one concern a file
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    service_file_gate = fields.Boolean(related="company_id.service_file_gate", readonly=False)
    service_callback_gate = fields.Boolean(related="company_id.service_callback_gate", readonly=False)
    service_file_keeper_ids = fields.Many2many(related="company_id.service_file_keeper_ids", readonly=False)
    service_file_head_id = fields.Many2one(related="company_id.service_file_head_id", readonly=False)
    service_market_first_id = fields.Many2one(related="company_id.service_market_first_id", readonly=False)
    service_market_second_id = fields.Many2one(related="company_id.service_market_second_id", readonly=False)
    service_file_days = fields.Integer(related="company_id.service_file_days", readonly=False)
    service_review_customers = fields.Boolean(related="company_id.service_review_customers", readonly=False)
    service_cooperation_count = fields.Integer(related="company_id.service_cooperation_count", readonly=False)
