from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: written by the steps only
DECIDED = {"state", "signed_on"}
#: what was signed
CONTENT = {
    "complaint_id",
    "text",
    "amount",
    "signer_name",
    "signature",
    "company_signer_id",
    "company_signature",
    "scan",
    "scan_name",
}


class ServiceAgreement(models.Model):
    """What both sides agree on to settle a complaint, and their signatures (QDIS-CASE-02)."""

    _name = "service.agreement"
    _description = "Settlement Agreement"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "complaint_id.name"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    active = fields.Boolean(default=True)
    complaint_id = fields.Many2one(
        "service.complaint", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        string="Status",
        selection=[("draft", "Draft"), ("signed", "Signed"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    text = fields.Text("Agreed", help="What both sides do by when, and that the matter is settled with it.")
    amount = fields.Monetary(help="What is paid or credited to the customer, if anything.")
    signer_name = fields.Char("Signed for the Customer By", copy=False)
    signature = fields.Binary("Customer's Signature", attachment=True, copy=False)
    company_signer_id = fields.Many2one(
        "res.users",
        "Signed for Us By",
        copy=False,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    company_signature = fields.Binary("Our Signature", attachment=True, copy=False)
    scan = fields.Binary("Signed Paper", attachment=True, copy=False, help="A scan instead of signatures.")
    scan_name = fields.Char(copy=False)
    signed_on = fields.Date(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another agreement has this number already.")
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The amount cannot be negative.")

    @api.depends("name", "complaint_id.name")
    def _compute_display_name(self):
        for agreement in self:
            number = agreement.name if agreement._origin else self.env._("New agreement")
            agreement.display_name = number

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list]
        complaints = self.env["service.complaint"].browse({vals.get("complaint_id") for vals in vals_list})
        # sudo: only their company; whether the user may have them is checked below
        companies = {complaint.id: complaint.company_id for complaint in complaints.sudo().exists()}
        self.env["ir.sequence"]._service_number(
            self._name,
            vals_list,
            [companies.get(vals.get("complaint_id"), self.env.company) for vals in vals_list],
        )
        return super().create(vals_list)

    def write(self, vals):
        """Write; what was signed stays as it is."""
        if "state" in vals and any(agreement.state != vals["state"] for agreement in self):
            raise UserError(self.env._("The status of an agreement follows from its steps: use its buttons."))
        vals = {name: vals[name] for name in vals.keys() - DECIDED}
        if CONTENT & vals.keys():
            self._check_draft()
        return super().write(vals)

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceAgreement, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def action_sign(self):
        """Tell that both sides have signed: with signatures here, or on paper of which a scan is attached."""
        self.check_access("write")
        self._check_draft()
        for agreement in self:
            agreement._check_person()
            agreement._check_complete()
        self._write_decided({"state": "signed", "signed_on": fields.Date.context_today(self)})

    def action_cancel(self):
        """Give an agreement up; a signed one only by those who may end the complaint."""
        self.check_access("write")
        for agreement in self:
            agreement._check_person()
            if agreement.state == "signed":
                if not self.env.su and not self.env.user.has_group("service_center.group_officer"):
                    raise AccessError(self.env._("Only officers take a signed agreement back."))
                agreement.complaint_id._check_authority()
        self._write_decided({"state": "cancelled", "signed_on": False})

    def _check_draft(self):
        settled = self.filtered(lambda agreement: agreement.state != "draft")
        if settled:
            raise UserError(
                self.env._(
                    "%(numbers)s: what was signed or cancelled stays as it is. Draw up another agreement.",
                    numbers=", ".join(settled.mapped("name")),
                )
            )

    def _check_person(self):
        if not self.env.su and self.env.user in self.complaint_id._get_concerned_users():
            raise UserError(
                self.env._(
                    "%(numbers)s: you are complained about, so somebody else has to work on it.",
                    numbers=self.complaint_id.name,
                )
            )

    def _check_complete(self):
        """Refuse to call an agreement signed that says nothing, or that nobody signed."""
        if not (self.text or "").strip():
            raise UserError(self.env._("%(number)s: enter what was agreed.", number=self.name))
        complaint = self.complaint_id
        if complaint.fault_ids and not complaint.liability_decided_at:
            raise UserError(
                self.env._("%(number)s: decide the shares of fault first.", number=complaint.name)
            )
        both = self.signature and (self.signer_name or "").strip() and self.company_signer_id
        if not self.scan and not (both and self.company_signature):
            raise UserError(
                self.env._(
                    "%(number)s: it needs the names and signatures of both sides, or a scan of the "
                    "signed paper.",
                    number=self.name,
                )
            )

    def _creation_message(self):
        return self.env._("Agreement drafted")
