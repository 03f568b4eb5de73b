from odoo import api, fields, models


class ServiceComplaintFault(models.Model):
    """One party's share of the fault, and on what it rests (QDIS-LIAB-01)."""

    _name = "service.complaint.fault"
    _description = "Share of Fault"
    _inherit = ["service.text.mixin"]
    _order = "share desc, id"
    _rec_name = "party"
    _check_company_auto = True

    complaint_id = fields.Many2one(
        "service.complaint", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True)
    party = fields.Selection(
        [
            ("company", "Company"),
            ("customer", "Customer"),
            ("supplier", "Supplier"),
            ("carrier", "Carrier"),
            ("tenant", "Tenant"),
        ],
        required=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Name", index="btree_not_null", ondelete="restrict", check_company=True
    )
    share = fields.Float("Share (%)", digits=(5, 2), required=True)
    ground = fields.Selection(
        [
            ("facts_law", "Facts and Law"),
            ("policy_contract", "Policy or Contract"),
            ("negotiation", "Negotiation"),
        ],
        required=True,
        default="facts_law",
        help="In this order: facts and law first, then policy or contract; before all, negotiate.",
    )
    basis = fields.Text(help="The facts, the clause or the talks on which the share rests.")

    _share_range = models.Constraint(
        "CHECK (share >= 0 AND share <= 100)", "A share lies between 0 and 100 %."
    )

    @api.model_create_multi
    def create(self, vals_list):
        complaints = self.env["service.complaint"].browse({vals.get("complaint_id") for vals in vals_list})
        complaints._check_faults_open()
        return super().create(vals_list)

    def write(self, vals):
        self.complaint_id._check_faults_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        # shares go with a complaint that is deleted
        self.complaint_id.exists()._check_faults_open()
