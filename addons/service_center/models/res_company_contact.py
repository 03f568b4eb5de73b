from odoo import fields, models


class ResCompany(models.Model):
    """How often and at which hours customers are contacted (C4, REALTY-WIN-01)."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_contact_limit = fields.Integer(
        "Contacts with a Customer: At Most",
        default=2,
        help="So many contacts with one customer, whichever plans, care and surveys ask for them. What has "
        "to be made is made, and counts. 0: no limit.",
    )
    service_contact_days = fields.Integer(
        "Contacts with a Customer: Within Days", default=7, help="Within so many days on end."
    )
    service_contact_window_ids = fields.One2many(
        "service.contact.window",
        "company_id",
        "Hours of Contacts",
        help="Empty: 10:00 to 11:30 and 15:30 to 17:00.",
    )

    _service_contact_range = models.Constraint(
        "CHECK (service_contact_limit BETWEEN 0 AND 1000 AND service_contact_days BETWEEN 1 AND 366)",
        "At most 1,000 contacts are counted, in 1 to 366 days.",
    )


class ResConfigSettings(models.TransientModel):
    # one concern a file
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    service_contact_limit = fields.Integer(related="company_id.service_contact_limit", readonly=False)
    service_contact_days = fields.Integer(related="company_id.service_contact_days", readonly=False)
    service_contact_window_ids = fields.One2many(
        related="company_id.service_contact_window_ids", readonly=False
    )
