from odoo import api, fields, models
from odoo.tools import format_date

#: purchases shown on the page of a card
PURCHASES = 5


class LoyaltyCard(models.Model):
    """What the desk sees of a member on one page."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    membership_phone = fields.Char(related="partner_id.phone", string="Phone")
    membership_expiring_text = fields.Char("Expires Next", compute="_compute_membership_expiring")
    membership_former_text = fields.Char("Replaced Numbers", compute="_compute_membership_former")
    membership_orders_html = fields.Html(
        "Recent Purchases", compute="_compute_membership_orders", sanitize=False
    )
    membership_gift_open_id = fields.Many2one(
        "membership.gift", "Gift to Ask About", compute="_compute_membership_gift_open"
    )

    @api.depends("membership_code_ids.code")
    def _compute_membership_former(self):
        for card in self:
            card.membership_former_text = ", ".join(card.membership_code_ids.mapped("code"))

    @api.depends("points")
    @api.depends_context("lang")
    def _compute_membership_expiring(self):
        """The lot that expires next; one query for all cards."""
        dated = [("card_id", "in", self.ids), ("remaining", ">", 0), ("expires_on", "!=", False)]
        nearest = {}
        for card, day, points in self.env["membership.point.lot"]._read_group(
            dated, ["card_id", "expires_on:day"], ["remaining:sum"], order="expires_on:day"
        ):
            nearest.setdefault(card.id, (day, points))
        for card in self:
            found = nearest.get(card.id)
            card.membership_expiring_text = found and self.env._(
                "%(points)s on %(day)s",
                points=card._membership_format(found[1]),
                day=format_date(self.env, found[0]),
            )

    def _membership_format(self, points):
        """Return points as people read them: with decimals only where there are some."""
        return f"{points:,.0f}" if points == int(points) else f"{points:,.2f}"

    def _format_points(self, points):
        """Return the points of a member in thousands, as everywhere else on the page."""
        if self.is_membership and self.point_name != self.program_id.currency_id.symbol:
            return f"{self._membership_format(points)} {self.point_name or ''}"
        return super()._format_points(points)

    @api.depends("partner_id")
    @api.depends_context("lang")
    def _compute_membership_orders(self):
        # sudo: the desk sees the last purchases of the member it serves, not the orders themselves
        Order = self.env["sale.order"].sudo()
        for card in self:
            orders = card.is_membership and Order.search(
                [
                    ("partner_id", "=", card.partner_id.id),
                    ("state", "=", "sale"),
                    ("company_id", "in", card.company_id.ids or self.env.companies.ids),
                ],
                limit=PURCHASES,
                order="date_order desc, id desc",
            )
            card.membership_orders_html = (
                self.env["ir.qweb"]._render("membership.card_purchases", {"orders": orders})
                if orders
                else False
            )

    @api.depends("membership_gift_ids.satisfied", "membership_gift_ids.state")
    def _compute_membership_gift_open(self):
        for card in self:
            asked = card.membership_gift_ids.filtered(
                lambda gift: gift.state == "given" and not gift.satisfied
            )
            card.membership_gift_open_id = asked[:1]

    def get_formview_id(self, access_uid=None):
        """A member's card opens as the page of the desk, from wherever it is opened."""
        if self.is_membership:
            return self.env.ref("membership.membership_card_view_form").id
        return super().get_formview_id(access_uid)

    def action_membership_open(self):
        """Open the page of the card."""
        self.ensure_one()
        return self.get_formview_action()

    def _membership_dialog(self, model, name, **defaults):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{key}": value for key, value in defaults.items()},
        }

    def action_membership_earn(self):
        return self._membership_points_dialog("earn", self.env._("Earn Points"))

    def action_membership_redeem(self):
        return self._membership_points_dialog("redeem", self.env._("Redeem Points"))

    def _membership_points_dialog(self, operation, name):
        self.ensure_one()
        return self._membership_dialog("membership.points.wizard", name, card_id=self.id, operation=operation)

    def action_membership_gift(self):
        self.ensure_one()
        return self._membership_dialog(
            "membership.gift.wizard", self.env._("Exchange a Gift"), card_id=self.id
        )

    def action_membership_ask(self):
        """Ask whether the last gift pleased."""
        return self.membership_gift_open_id.action_ask()

    def action_membership_freeze(self):
        return self._membership_state_dialog("freeze", self.env._("Freeze Card"))

    def action_membership_unfreeze(self):
        return self._membership_state_dialog("unfreeze", self.env._("Unfreeze Card"))

    def action_membership_replace(self):
        return self._membership_state_dialog("replace", self.env._("Replace Card"))

    def action_membership_renew(self):
        return self._membership_state_dialog("renew", self.env._("Renew Card"))

    def _membership_state_dialog(self, operation, name):
        return self._membership_dialog(
            "membership.card.wizard", name, card_ids=[fields.Command.set(self.ids)], operation=operation
        )

    def action_membership_moves(self):
        """List the point moves of the card."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("membership.membership_point_move_action")
        return {**action, "domain": [("card_id", "=", self.id)], "context": {}, "display_name": self.code}
