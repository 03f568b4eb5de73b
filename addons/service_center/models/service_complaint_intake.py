import secrets

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import consteq

from ..engine import intake

#: what strangers and portal users may say about a complaint that they make
FROM_OUTSIDE = {
    "partner_id",
    "is_anonymous",
    "contact_name",
    "contact_phone",
    "contact_email",
    "category_id",
    "site_id",
    "demand",
}
#: what an anonymous complaint does not keep
IDENTITY = ("partner_id", "contact_phone", "contact_email")
TOKEN_BYTES = 32


class ServiceComplaint(models.Model):
    """How a complaint comes in from outside, and how its customer finds it again."""

    # one concern a file: together they would be too long to read
    _inherit = ["service.customer.mixin", "service.complaint"]
    _name = "service.complaint"

    is_anonymous = fields.Boolean(
        "Anonymous",
        copy=False,
        tracking=True,
        help="The customer does not want to be known: no name, number or address is kept. "
        "The customer comes back by the tracking code only.",
    )
    tracking_code = fields.Char(
        "Stored Tracking Code",
        readonly=True,
        copy=False,
    )
    tracking_code_shown = fields.Char(
        "Tracking Code",
        compute="_compute_tracking",
        compute_sudo=True,
        help="With the number it opens the tracking page. Tell it to nobody but the customer.",
    )
    tracking_token = fields.Char(readonly=True, copy=False)
    tracking_url = fields.Char("Tracking Page", compute="_compute_tracking", compute_sudo=True)

    @api.depends("tracking_code", "tracking_token")
    def _compute_tracking(self):
        for complaint in self:
            complaint.tracking_code_shown = intake.show_code(complaint.tracking_code or "")
            path = complaint._get_tracking_path()
            complaint.tracking_url = path and complaint.get_base_url() + path

    def _compute_access_url(self):
        for complaint in self:
            complaint.access_url = f"/my/complaints/{complaint.id}"

    @api.constrains("is_anonymous", *IDENTITY)
    def _check_anonymous(self):
        for complaint in self.filtered("is_anonymous"):
            if any(complaint[name] for name in IDENTITY):
                raise ValidationError(
                    self.env._(
                        "%(number)s is anonymous: no customer, phone or e-mail is kept. "
                        "Take off “Anonymous” if the customer agrees to be known.",
                        number=complaint.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        prepared = []
        for given in vals_list:
            vals = dict(given)
            if vals.get("is_anonymous"):
                vals |= dict.fromkeys(IDENTITY, False) | {"contact_name": self.env._("Anonymous")}
            # always new ones: nobody chooses the key to a complaint
            vals["tracking_code"] = intake.make_code(secrets.choice)
            vals["tracking_token"] = secrets.token_urlsafe(TOKEN_BYTES)
            prepared.append(vals)
        return super().create(prepared)

    def _get_tracking_path(self):
        """Return the path of the secret tracking page, False for history, which has none."""
        self.ensure_one()
        if not self.tracking_token or self.is_history:
            return False
        return f"/service/track/{self.id}/{self.tracking_token}"

    # Coming in
    @api.model
    def _register_from_outside(self, channel, company, text, vals, files=()):
        """Register a complaint of a customer who fills in a page.

        :param channel: ``web`` or ``portal``
        :param company: the company complained to
        :param text: what happened, as plain text
        :param vals: values of ``FROM_OUTSIDE``; others are dropped
        :param files: checked files, [(name, bytes, mimetype)]
        :raise ValidationError: the values make no complaint
        :return: the complaint, in sudo
        """
        allowed = {name: value for name, value in vals.items() if name in FROM_OUTSIDE}
        public = self._as_public().with_company(company)
        complaint = public._create_from_customer(
            {
                **allowed,
                "company_id": company.id,
                "channel": channel,
                "description": as_html(text),
                "user_id": False,
            }
        )
        if files:
            complaint._post_from_customer("", files)
        return complaint

    def _post_from_customer(self, text, files=(), take_up=True):
        """Post what the customer says on a page: plain text and checked files, in sudo.

        It goes where replies by mail go: to the live complaint, and a settled one is taken up again.
        """
        self.ensure_one()
        author = self.partner_id or self.env.ref("base.public_partner")
        attachments = self._prepare_customer_files(files)
        words = {
            "body": as_html(text) if text else self.env._("Files from the customer"),
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "author_id": author.id,
            "email_from": self._get_customer_address(author),
        }
        target = self._get_landing()
        if take_up:
            target = target._take_up_again(words)
        # the customer is known by the link or the login, so what follows from that is done above
        return target.with_context(service_automatic_mail=True).message_post(
            **words, attachment_ids=attachments.ids
        )

    def _get_customer_address(self, author):
        """Return who is shown as author of what the customer posts; anonymous ones are the public visitor."""
        if self.partner_id or not self.contact_name:
            return author.email_formatted or author.name
        return f'"{self.contact_name}"'.replace("\n", " ")

    def _get_page_author(self):
        """Return (id of the author, sender): strangers who give a name are called by it."""
        if self.partner_id or not self.contact_name:
            return super()._get_page_author()
        if self.is_anonymous:
            return self.env.ref("base.public_partner").id, self.contact_name
        return False, self.contact_name

    # Finding again
    @api.model
    def _find_by_token(self, complaint_id, token):
        """Return the complaint that a secret link opens, in sudo; none for a wrong link (constant time)."""
        complaint = self._as_public().with_context(active_test=False).browse(complaint_id).exists()
        known = complaint.tracking_token or secrets.token_urlsafe(TOKEN_BYTES)
        if same_secret(known, token) and complaint._get_tracking_path():
            return complaint
        return self._as_public().browse()

    @api.model
    def _find_by_code(self, number, code):
        """Return the complaint of a number and its tracking code, in sudo; none when either is wrong.

        An unknown number costs the same as a wrong code.
        """
        candidates = self._as_public().search([("name", "=", number), ("is_history", "=", False)], limit=10)
        typed = intake.read_code(code)
        found = candidates.browse()
        if not candidates:
            same_secret(intake.make_code(secrets.choice), typed)
        for candidate in candidates:
            if candidate.tracking_code and same_secret(candidate.tracking_code, typed):
                found = candidate
        return found

    @api.model
    def _get_portal_domain(self, partner):
        return [*super()._get_portal_domain(partner), ("is_history", "=", False)]

    # Telephone
    @api.model
    def action_intake(self, phone=None):
        """Open the quick form for a call from ``phone``, with the customer if exactly one has that number."""
        self.check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_complaint_quick_action"
        )
        dialled = intake.dialled(phone)
        context = {"default_channel": "phone"}
        if dialled:
            context["default_contact_phone"] = dialled
            partner = self._find_caller(dialled)
            if partner:
                context["default_partner_id"] = partner.id
        action["context"] = context
        return action

    @api.model
    def _find_caller(self, dialled):
        """Return the only customer with this number, else none: nobody guesses who of several calls."""
        if len(dialled) < 5:
            return self.env["res.partner"]
        partners = self.env["res.partner"].search(
            [
                ("phone_mobile_search", "ilike", f"%{dialled.removeprefix('+86').lstrip('+')}"),
                ("company_id", "in", [False, self.env.company.id]),
            ],
            limit=2,
        )
        return partners if len(partners) == 1 else self.env["res.partner"]


def same_secret(known, given):
    """Tell whether a secret is the one given, in constant time; texts of any characters."""
    return consteq(known.encode(), given.encode())


def as_html(text):
    """Return plain text as HTML: escaped, with its line breaks."""
    return Markup("<p>%s</p>") % Markup("<br/>").join(text.strip().splitlines())
