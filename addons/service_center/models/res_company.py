from odoo import api, fields, models

from .ir_sequence import PREFIXES


class ResCompany(models.Model):
    _inherit = "res.company"

    service_reopen_days = fields.Integer(
        "Days to Reopen",
        default=15,
        help="A customer who writes again within so many days after the end reopens the complaint; later, a "
        "new one is registered that is linked to it.",
    )
    service_repeat_days = fields.Integer(
        "Days for Repeats",
        default=30,
        help="A complaint of the same customer about the same product, serial number or category within so "
        "many days is a repeat. 0: none is.",
    )
    service_recourse = fields.Text(
        "Further Recourse",
        translate=True,
        help="Where customers may turn whose complaint is rejected. Empty: a general text.",
    )

    _service_days_positive = models.Constraint(
        "CHECK (service_reopen_days >= 0 AND service_repeat_days >= 0)", "Days cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_service_sequences()
        return companies

    def _create_service_sequences(self):
        """Make the numberings of these companies, where they are missing."""
        # sudo: who creates a company need not be allowed to create sequences
        Sequence = self.env["ir.sequence"].sudo()
        for company in self:
            for code in PREFIXES:
                Sequence._service_sequence(code, company)

    @api.model
    def _get_standard_recourse(self):
        """Return where a customer may turn in general, in the language of the environment."""
        return self.env._(
            "If you do not accept this decision, you may turn to the consumer association or to the "
            "authority for consumer protection (in China: telephone 12315), or go to court."
        )
