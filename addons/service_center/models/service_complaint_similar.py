from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.mail import html2plaintext
from odoo.tools.misc import format_datetime

from ..engine.similarity import ALIKE, similarity
from .service_complaint_repeat import OUT_OF_COUNT

SHOWN = 20


class ServiceComplaint(models.Model):
    """While a complaint is entered: others that may be the same one, or that it may repeat."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    similar_ids = fields.Many2many(
        "service.complaint",
        string="Likely Duplicates and Repeats",
        compute="_compute_similar",
        groups="service_center.group_user",
    )
    similar_note = fields.Html(
        "Others of This Customer", compute="_compute_similar", groups="service_center.group_user"
    )

    @api.depends(
        "partner_id",
        "contact_phone",
        "contact_email",
        "product_id",
        "serial",
        "category_id",
        "description",
        "received_at",
        "company_id",
        "state",
    )
    @api.depends_context("uid", "lang", "tz", "allowed_company_ids")
    def _compute_similar(self):
        for complaint in self:
            kinds = {}
            if complaint.state in ("new", "acknowledged") and not complaint.is_history:
                kinds = complaint._find_similar()
            found = self.browse(kinds)
            complaint.similar_ids = found._filtered_access("read")
            complaint.similar_note = complaint._say_similar(kinds)

    def _find_similar(self):
        """Return {id: "duplicate" or "repeat"} of complaints of the same customer, also of colleagues."""
        same = Domain.FALSE
        if self.partner_id:
            same |= Domain("partner_id", "=", self.partner_id.id)
        for name in ("phone_key", "email_key"):
            if self[name]:
                same |= Domain(name, "=", self[name])
        if same.is_false() or not self.received_at:
            return {}
        # sudo: that there is another one of this customer; the texts of colleagues' cases stay with them
        company = self.company_id.sudo()
        days = timedelta(days=company.service_repeat_days or 1)
        around = Domain("received_at", ">=", self.received_at - days)
        around &= Domain("received_at", "<=", self.received_at + timedelta(days=1))
        others = same & around & Domain("company_id", "=", company.id)
        others &= Domain("state", "not in", OUT_OF_COUNT) & Domain("id", "!=", self._origin.id or 0)
        kinds = {}
        text = html2plaintext(self.description or "")
        day = self._get_local_day(self.received_at)
        for other in self.sudo().search(others, limit=SHOWN, order="received_at desc, id desc"):
            alike = similarity(text, html2plaintext(other.description or "")) >= ALIKE
            if alike or self._get_local_day(other.received_at) == day:
                kinds[other.id] = "duplicate"
            elif company.service_repeat_days and self._is_same_matter(other):
                kinds[other.id] = "repeat"
        return kinds

    def _is_same_matter(self, other):
        return bool(
            (self.serial and self.serial.upper() == (other.serial or "").upper())
            or (self.product_id and self.product_id.id == other.product_id.id)
            or (self.category_id and self.category_id.id == other.category_id.id)
        )

    def _get_local_day(self, instant):
        """Return the date of an instant in the company's time zone."""
        # sudo: the calendar of a company is no secret
        zone = self.company_id.sudo()._service_tz()
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), instant).date()

    def _say_similar(self, kinds):
        """Return a list with links of what ``_find_similar`` gave, or False."""
        labels = {"duplicate": self.env._("Perhaps the same"), "repeat": self.env._("Repeated")}
        states = dict(self._fields["state"]._description_selection(self.env))
        line = Markup('<li>%s: <a href="/odoo/service-complaints/%s" target="_blank">%s</a> – %s, %s%s</li>')
        # sudo: number, time, state and handler, so that colleagues can talk to each other
        lines = [
            line
            % (
                labels[kind],
                other.id,
                other.name,
                format_datetime(self.env, other.received_at, dt_format="short"),
                states[other.state],
                f" ({other.user_id.name})" if other.user_id else "",
            )
            for other, kind in zip(self.sudo().browse(kinds), kinds.values(), strict=True)
        ]
        return bool(lines) and Markup("<ul class='mb-0'>%s</ul>") % Markup("").join(lines)
