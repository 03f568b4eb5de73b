from odoo import api, fields, models
from odoo.exceptions import ValidationError

USERS = "service_center.group_user"
GAP = {"service_gap_reason", "service_gap_until"}


class ResPartner(models.Model):
    """A longer gap between two contacts, justified by somebody until a day (HOTEL-CUS-02).

    On its last day the customer is due, the day after overdue; a contact in between does not end it.
    """

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_gap_reason = fields.Char(
        "Reason for the Longer Gap",
        copy=False,
        tracking=True,
        groups=USERS,
        help="Why the customer is not contacted for longer than the rules allow.",
    )
    service_gap_until = fields.Date(
        "Longer Gap Until",
        copy=False,
        tracking=True,
        groups=USERS,
        help="Until then the customer is not overdue, and rhythms by grade or last contact wait. Plans that"
        " call on fixed days still do.",
    )
    service_gap_user_id = fields.Many2one(
        "res.users", "Gap Justified By", readonly=True, copy=False, tracking=True, groups=USERS
    )

    @api.constrains("service_gap_reason", "service_gap_until")
    def _check_service_gap(self):
        for partner in self:
            # sudo: whoever saves a contact need not be allowed to read it
            customer = partner.sudo()
            if bool((customer.service_gap_reason or "").strip()) != bool(customer.service_gap_until):
                raise ValidationError(
                    self.env._(
                        "%(customer)s: say why the gap between two contacts is longer, and until when.",
                        customer=partner.display_name,
                    )
                )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), *sorted(GAP)]

    @api.model_create_multi
    def create(self, vals_list):
        """Create; who justified a gap is noted, never entered."""
        partners = super().create([_without_user(vals) for vals in vals_list])
        # sudo: only whether there is one
        partners.filtered(lambda one: one.sudo().service_gap_until)._note_service_gap()
        return partners

    def write(self, vals):
        """Write; who justified a gap is noted, never entered."""
        result = super().write(_without_user(vals))
        if GAP & vals.keys():
            self._note_service_gap()
        return result

    def _note_service_gap(self):
        """Note who justified the gap, at the customer itself: its contacts only carry it."""
        # sudo: only whether there is one, and whose it is
        own = self.sudo().filtered(lambda one: one == one.commercial_partner_id)
        for is_justified, ones in own.grouped(lambda one: bool(one.service_gap_until)).items():
            ones._write_service_gap_user(is_justified and self.env.uid)

    # the way around our own write(), which drops what others give
    def _write_service_gap_user(self, user_id):  # pylint: disable=missing-return
        super().write({"service_gap_user_id": user_id})  # pylint: disable=super-method-mismatch

    def _anonymise_service_callbacks(self):
        """Blank why a gap was justified, also where it was tracked."""
        result = super()._anonymise_service_callbacks()
        # sudo: erasure reaches what no manager may write; the right was checked
        partners = self.sudo()._get_own_addresses().with_context(tracking_disable=True)
        partners.write({"service_gap_reason": False, "service_gap_until": False})
        partners.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "in", partners.ids),
                ("field_id.name", "=", "service_gap_reason"),
            ]
        ).unlink()
        return result


def _without_user(vals):
    return {name: value for name, value in vals.items() if name != "service_gap_user_id"}
