from odoo import api, fields, models

from ..engine import friend as engine

READERS = "membership.group_user"


class ResPartner(models.Model):
    """Customers whose purchases make them a friend are offered to be recorded (SYC-FRD-01)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    membership_friend_ids = fields.One2many(
        "membership.friend", "partner_id", "Customer Friend", readonly=True, groups=READERS
    )
    membership_friend_count = fields.Integer(compute="_compute_membership_friend", groups=READERS)
    membership_friend_offered = fields.Boolean(compute="_compute_membership_friend", groups=READERS)

    @api.depends_context("company")
    @api.depends("membership_friend_ids.active", "membership_friend_ids.company_id")
    def _compute_membership_friend(self):
        groups = self.env["membership.friend"]._read_group(
            [("partner_id", "in", self.ids), ("company_id", "=", self.env.company.id)],
            ["partner_id"],
            ["__count"],
        )
        counts = dict(groups)
        offered = self._membership_friend_grounds(self.env.company)
        for partner in self:
            partner.membership_friend_count = counts.get(partner._origin, 0)
            partner.membership_friend_offered = partner._origin.id in offered

    def _membership_friend_grounds(self, company):
        """Return {customer id: grounds that purchases prove} of those who are no friends of the company yet.

        A fixed number of queries for any number of customers.
        """
        Friend = self.env["membership.friend"]
        grounds = self.env["membership.friend.ground"].search(
            [("company_id", "=", company.id), ("proof", "in", ("purchase", "repeat"))]
        )
        partners = self._origin
        if not grounds or not partners:
            return {}
        known = Friend.search_fetch(
            [("company_id", "=", company.id), ("partner_id", "in", partners.ids)], ["partner_id"]
        )
        today, offered = company._membership_day(), {}
        for partner_id, made in Friend._read_purchases(company, partners - known.partner_id).items():
            purchases = engine.until(made, today)
            proved = grounds.filtered(lambda ground, its=purchases: ground._is_proved(its))
            if proved:
                offered[partner_id] = proved
        return offered

    def action_membership_friends(self):
        """Show what was recorded about this customer as a friend."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("membership.membership_friend_action")
        context = {"default_partner_id": self.id, "active_test": False}
        return {**action, "domain": [("partner_id", "=", self.id)], "context": context}

    def action_membership_record_friend(self):
        """Open the form in which this customer is recorded as a friend, filled with what purchases prove."""
        self.ensure_one()
        company = self.env.company
        grounds = self._membership_friend_grounds(company).get(
            self.id, self.env["membership.friend.ground"].browse()
        )
        repeated = bool(grounds.filtered(lambda ground: ground.proof == "repeat"))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record as Friend"),
            "res_model": "membership.friend",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.id,
                "default_company_id": company.id,
                "default_ground_ids": [fields.Command.set(grounds.ids)],
                "default_occasion": "repeat_purchase" if repeated else "sale_closed",
            },
        }


class MembershipFriendGround(models.Model):
    # what is offered is what would be proved
    _inherit = "membership.friend.ground"  # pylint: disable=consider-merging-classes-inherited

    def _is_proved(self, purchases):
        """Tell whether purchases, until the day in question, prove this ground."""
        self.ensure_one()
        if self.proof == "purchase":
            return engine.reaches(engine.largest(purchases), self.amount)
        return self.proof == "repeat" and len(engine.days_of(purchases)) > 1


class SaleOrder(models.Model):
    # likewise
    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    membership_friend_offered = fields.Boolean(compute="_compute_membership_friend_offered", groups=READERS)

    @api.depends("state", "partner_id.membership_friend_ids.active", "company_id")
    def _compute_membership_friend_offered(self):
        self.membership_friend_offered = False
        for company, orders in (
            self.filtered(lambda order: order.state == "sale").grouped("company_id").items()
        ):
            offered = orders.partner_id._membership_friend_grounds(company)
            for order in orders:
                order.membership_friend_offered = order.partner_id.id in offered

    def action_membership_record_friend(self):
        """Open the form in which the customer of this order is recorded as a friend."""
        self.ensure_one()
        return self.partner_id.with_company(self.company_id).action_membership_record_friend()
