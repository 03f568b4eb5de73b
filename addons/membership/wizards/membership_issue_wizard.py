from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MembershipIssueWizard(models.TransientModel):
    """Issue a card to a customer, who may be new (DEPT-CARD-01)."""

    _name = "membership.issue.wizard"
    _description = "Issue a Card"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    program_id = fields.Many2one(
        "loyalty.program",
        required=True,
        ondelete="cascade",
        domain="[('is_membership', '=', True), ('company_id', 'in', [company_id, False])]",
        default=lambda self: self._default_program(),
    )
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="cascade")
    name = fields.Char("Name of a New Customer")
    phone = fields.Char()
    known_ids = fields.Many2many("res.partner", compute="_compute_known", string="Has This Phone")
    is_another = fields.Boolean("It Is Another Person")
    valid_until = fields.Date(help="The last day; empty: for good.")

    @api.model
    def _default_program(self):
        programs = self.env["loyalty.program"].search(
            [("is_membership", "=", True), ("company_id", "in", [self.env.company.id, False])], limit=2
        )
        return programs if len(programs) == 1 else False

    @api.depends("phone", "partner_id")
    def _compute_known(self):
        for wizard in self:
            wizard.known_ids = wizard._find_known() if not wizard.partner_id else False

    def _find_known(self):
        """Return the customers who have the phone number that was typed."""
        digits = "".join(char for char in self.phone or "" if char.isdecimal())
        if len(digits) < 7:
            return self.env["res.partner"]
        own = Domain("company_id", "in", [self.company_id.id, False])
        return self.env["res.partner"].search(
            own & Domain("phone_mobile_search", "ilike", f"%{digits}"), limit=5
        )

    def action_apply(self):
        """Issue the card and open its page; a customer who has one gets no second.

        :raise UserError: nobody is named, or a customer has the phone number already
        """
        self.ensure_one()
        if not self.env.user.has_group("membership.group_officer"):
            raise UserError(self.env._("Only membership officers issue cards."))
        partner = self.partner_id or self._create_partner()
        vals = {"membership_valid_until": self.valid_until} if self.valid_until else {}
        card = self.program_id._membership_issue(partner, vals)
        return card.action_membership_open()

    def _create_partner(self):
        name = (self.name or "").strip()
        if not name:
            raise UserError(self.env._("Choose the customer, or write the name of a new one."))
        known = self._find_known()
        if known and not self.is_another:
            raise UserError(
                self.env._(
                    "%(customers)s has this phone number already: choose this customer, or tick that it is "
                    "another person.",
                    customers=", ".join(known.mapped("display_name")),
                )
            )
        # sudo: who issues cards may note name and phone of a new member, not change other contacts
        made = (
            self.env["res.partner"]
            .sudo()
            .create({"name": name, "phone": self.phone, "company_id": self.program_id.company_id.id})
        )
        return made.sudo(False)
