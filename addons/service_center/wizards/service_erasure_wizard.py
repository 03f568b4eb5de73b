from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import lifecycle

NAMES_SHOWN = 20


class ServiceErasureWizard(models.TransientModel):
    """Says what is going to be erased, and erases it once somebody has confirmed: it cannot be undone."""

    _name = "service.erasure.wizard"
    _description = "Erasure of Personal Data"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    complaint_ids = fields.Many2many(
        "service.complaint", compute="_compute_complaint_ids", store=True, readonly=False, precompute=True
    )
    complaint_count = fields.Integer("Complaints", compute="_compute_counts")
    names = fields.Char("Numbers", compute="_compute_counts")
    open_names = fields.Char("Still Open", compute="_compute_counts")
    keep_texts = fields.Boolean(
        "Keep Texts of the Case",
        help="Description, demand, result and reasons stay. Read them first: only the names, numbers and "
        "addresses of the customer that are known here are taken out of them.",
    )
    erase_contact = fields.Boolean(
        "Erase the Contact Too",
        compute="_compute_erase_contact",
        store=True,
        readonly=False,
        precompute=True,
        help="Name, addresses, telephone, messages and files of the contact; it is archived.",
    )
    contact_needed = fields.Char("Contact Stays", compute="_compute_contact_needed")
    is_understood = fields.Boolean("I know that this cannot be undone")

    @api.depends("partner_id")
    def _compute_complaint_ids(self):
        for wizard in self:
            if wizard.partner_id:
                wizard.complaint_ids = (
                    self.env["service.complaint"]
                    .with_context(active_test=False)
                    .search(wizard.partner_id._get_service_complaint_domain())
                )

    @api.depends("complaint_ids")
    def _compute_counts(self):
        for wizard in self:
            complaints = wizard.complaint_ids
            names = complaints.mapped("name")
            wizard.complaint_count = len(complaints)
            wizard.names = ", ".join(names[:NAMES_SHOWN]) + ("…" if len(names) > NAMES_SHOWN else "")
            still_open = complaints.filtered(lambda one: one.state not in lifecycle.ENDED_STATES)
            wizard.open_names = ", ".join(still_open.mapped("name"))

    @api.depends("partner_id")
    def _compute_contact_needed(self):
        for wizard in self:
            wizard.contact_needed = wizard.partner_id._say_why_needed() if wizard.partner_id else False

    @api.depends("partner_id")
    def _compute_erase_contact(self):
        for wizard in self:
            wizard.erase_contact = bool(wizard.partner_id) and not wizard.partner_id._say_why_needed()

    def action_confirm(self):
        """Erase.

        :raise AccessError: the user is no manager
        :raise UserError: not confirmed, a complaint is open, or the contact is needed elsewhere
        """
        self.ensure_one()
        self.complaint_ids._check_may_erase()
        if not self.is_understood:
            raise UserError(self.env._("Confirm that you know that this cannot be undone."))
        complaints = self.complaint_ids.with_context(service_erasure_dialog=self._name)
        complaints._anonymise(self.keep_texts)
        if self.partner_id:
            self.partner_id._check_may_erase()
            self.partner_id._anonymise_service_orders()
            if self.erase_contact:
                self.partner_id._anonymise()
        # the whole page: the chatter keeps messages that it has shown
        return {"type": "ir.actions.client", "tag": "reload"}
