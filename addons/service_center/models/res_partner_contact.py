from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..engine.callback_lifecycle import OPEN_STATES
from ..engine.contact_window import zone_of


class ResPartner(models.Model):
    """Whether, when and how often a customer wants to be contacted (C4, REALTY-WIN-01, REALTY-WIN-02)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_do_not_disturb = fields.Boolean(
        "Do Not Disturb",
        groups="service_center.group_user",
        help="The customer does not want callbacks. Whoever dials is told.",
    )
    service_do_not_disturb_reason = fields.Char(
        "Reason Not to Disturb", groups="service_center.group_user", help="As the customer said it."
    )
    service_do_not_disturb_until = fields.Date(
        "Not to Be Disturbed Until", groups="service_center.group_user", help="Empty: for good."
    )
    service_contact_window_ids = fields.One2many(
        "service.contact.window",
        "partner_id",
        "Hours of Contacts",
        groups="service_center.group_user",
        help="When the customer likes to be called, in the customer's time. Empty: as plan and company say.",
    )
    service_contact_min_days = fields.Integer(
        "Days Between Contacts",
        groups="service_center.group_user",
        help="At least so many days from one contact to the next, for those who dislike calls. 0: as usual.",
    )
    service_wrong_phone = fields.Char(
        "Wrong Number",
        copy=False,
        groups="service_center.group_user",
        help="Somebody else answered under this number: nobody calls it until the contact has another one.",
    )
    service_phone_is_wrong = fields.Boolean(
        compute="_compute_service_phone_is_wrong", store=True, groups="service_center.group_user"
    )

    _service_min_days_positive = models.Constraint(
        "CHECK (service_contact_min_days >= 0)", "Days between contacts cannot be negative."
    )

    @api.depends("phone", "service_wrong_phone")
    def _compute_service_phone_is_wrong(self):
        for partner in self:
            partner.service_phone_is_wrong = bool(
                partner.phone and partner.phone == partner.service_wrong_phone
            )

    def write(self, vals):
        """Write; callbacks of those who do not want them any more, or are archived, are not made."""
        result = super().write(vals)
        if {"service_do_not_disturb", "service_do_not_disturb_until"} & vals.keys():
            self._cancel_service_callbacks("do_not_disturb")
        if vals.get("active") is False:
            self._cancel_service_callbacks("gone")
        return result

    def _cancel_service_callbacks(self, reason):
        """Cancel open callbacks that these partners refuse for ``reason`` on the day they are due."""
        # sudo: also those of colleagues; who may change the contact says so for all of them
        callbacks = self.env["service.callback"].sudo().with_context(active_test=False)
        # sudo: likewise, of the contact's people
        family = self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])
        callbacks = callbacks.search([("partner_id", "in", family.ids), ("state", "in", OPEN_STATES)])
        today = fields.Date.context_today(self)
        callbacks.filtered(
            lambda one: (
                one.partner_id._service_contact_refusal(max(one.due_date, today), one.channel) == reason
            )
        )._cancel(reason)

    def _service_contact_refusal(self, day, channel):
        """Return the code of why this customer is not contacted on a day; None if it may be.

        Codes of ``CANCEL_REASONS``: ``gone``, ``do_not_disturb``, ``no_address``.
        """
        self.ensure_one()
        # sudo: whoever calls has to know, whatever the rights on contacts
        partner = self.sudo()
        if not partner.active:
            return "gone"
        if any(one._is_service_undisturbed(day) for one in partner | partner.commercial_partner_id):
            return "do_not_disturb"
        return None if partner._has_service_address(channel) else "no_address"

    def _is_service_undisturbed(self, day):
        """Whether the contact does not want to be contacted on ``day``; the last day is one of them."""
        until = self.service_do_not_disturb_until
        return self.service_do_not_disturb and (not until or day <= until)

    def _has_service_address(self, channel):
        if channel == "phone":
            return bool((self.phone or "").strip()) and not self.service_phone_is_wrong
        if channel == "message":
            return bool((self.phone or "").strip())
        if channel in ("email", "questionnaire"):
            return bool(email_normalize(self.email or ""))
        return True

    def _service_zone(self, company):
        """Return (time zone in which the customer lives, whether it is a known one).

        Without one, and where it does not exist, it is the company's.
        """
        self.ensure_one()
        # sudo: only the name of the time zone, which whoever calls needs
        name = self.sudo().tz
        zone = zone_of(name)
        if zone:
            return zone, True
        # sudo: likewise, of the company
        return zone_of(company.sudo()._service_tz()) or zone_of("UTC"), not name

    def _set_service_undisturbed(self, reason, until=None):
        """Note that the customer does not want callbacks; the caller has the right to a callback of theirs.

        :param until: last day; None: for good
        :raise UserError: it has no reason, or is over
        """
        if not (reason or "").strip():
            raise UserError(self.env._("What did the customer say? Enter the reason."))
        if until and until < fields.Date.context_today(self):
            raise UserError(self.env._("The last day not to be disturbed lies in the past."))
        # sudo: callers need not be allowed to change contacts; this they hear from the customer
        self.sudo().write(
            {
                "service_do_not_disturb": True,
                "service_do_not_disturb_reason": reason.strip()[:500],
                "service_do_not_disturb_until": until or False,
            }
        )
