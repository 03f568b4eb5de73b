import base64

from reportlab.graphics import renderSVG
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import models
from odoo.tools import format_date


class LoyaltyCard(models.Model):
    """What the portal lets a member see of a card."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_portal_card(self):
        """Return what the member sees of this card; it is in superuser mode."""
        self.ensure_one()
        states = dict(self._fields["membership_state"]._description_selection(self.env))
        return {
            "id": self.id,
            "number": self.code,
            "program": self.program_id.name,
            "points": self.points_display,
            "owed": self.membership_points_owed and self._membership_format(self.membership_points_owed),
            "tier": self.membership_tier_id.name,
            "next": self.membership_next_text,
            "expiring": self.membership_expiring_text,
            "since": self.membership_joined_on and format_date(self.env, self.membership_joined_on),
            "until": self.membership_valid_until and format_date(self.env, self.membership_valid_until),
            "is_active": not self._membership_state_refusal(),
            "state": states[self.membership_state],
        }

    def _membership_qr(self):
        """Return the number as a picture that a scanner reads, inside the page."""
        drawing = createBarcodeDrawing("QR", value=self.code, barLevel="M", barBorder=2)
        picture = renderSVG.drawToString(drawing).encode()
        return f"data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"

    def _membership_portal_lots(self):
        """Return what is left and when it expires, soonest first."""
        lots = self.point_lot_ids.filtered("remaining").sorted(
            lambda lot: (not lot.expires_on, str(lot.expires_on or ""), lot.id)
        )
        days = {}
        for lot in lots:
            day = lot.expires_on and format_date(self.env, lot.expires_on)
            days[day] = days.get(day, 0) + lot.remaining
        return [{"day": day, "points": self._membership_format(points)} for day, points in days.items()]

    def _membership_portal_benefits(self):
        """Return what the member may use: ``[{name, left, until, why}]``; benefits extend this."""
        return []
