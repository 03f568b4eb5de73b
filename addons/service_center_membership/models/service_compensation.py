from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, float_round

KIND = "points"
#: the trigger of this addon, beside the one that keeps what an approval fixed
TRIGGER = "service_compensation_points"


class ServiceCompensation(models.Model):
    """Compensation in points: approved by what they are worth, booked on the customer's card once.

    Customers without a card get points as before: with a reference of what settled it.
    """

    _inherit = "service.compensation"

    membership_card_id = fields.Many2one(
        "loyalty.card",
        "Card",
        compute="_compute_membership_card_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', 'in', membership_card_ids)]",
        help="The card that gets the points.",
    )
    membership_card_ids = fields.Many2many(
        related="complaint_id.service_card_ids", related_sudo=True, export_string_translation=False
    )
    membership_points = fields.Float(
        "Points for the Card",
        digits=(16, 2),
        compute="_compute_membership_points",
        store=True,
        precompute=True,
        help="The amount divided by what a point of the program is worth.",
    )
    membership_move_id = fields.Many2one(
        "membership.point.move",
        "Booked",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def init(self):
        result = super().init()
        self._unprotect_points()
        name, table = SQL.identifier(TRIGGER), SQL.identifier(self._table)
        self.env.cr.execute(
            SQL(
                "CREATE TRIGGER %s BEFORE UPDATE OF membership_points ON %s FOR EACH ROW"
                " WHEN (OLD.approved_at IS NOT NULL AND NEW.membership_points IS DISTINCT FROM"
                " OLD.membership_points) EXECUTE FUNCTION service_refuse_change()",
                name,
                table,
            )
        )
        return result

    def _unprotect_points(self):
        """Take the trigger away that keeps approved points."""
        self.env.cr.execute(
            SQL("DROP TRIGGER IF EXISTS %s ON %s", SQL.identifier(TRIGGER), SQL.identifier(self._table))
        )

    @api.depends("kind", "complaint_id.partner_id")
    def _compute_membership_card_id(self):
        """The customer's only card that points can be booked on; of several somebody chooses."""
        for one in self:
            if one.reverses_id:
                one.membership_card_id = one.reverses_id.membership_card_id
            elif one.approved_at:
                one.membership_card_id = one.membership_card_id
            else:
                # sudo: the service desk may not be a membership desk
                cards = one.membership_card_ids._origin.sudo().filtered(
                    lambda card: card.membership_state == "active"
                )
                kept = one.membership_card_id._origin & cards
                one.membership_card_id = one.kind == KIND and (kept or (len(cards) == 1 and cards))

    @api.depends("kind", "amount", "membership_card_id")
    def _compute_membership_points(self):
        for one in self:
            if one.approved_at:
                one.membership_points = one.membership_points
            elif one.reverses_id:
                one.membership_points = -one.reverses_id.membership_points
            else:
                # sudo: the service desk may not be a membership desk
                card = one.membership_card_id.sudo() if one.kind == KIND else None
                worth = card.program_id.service_point_value if card else 0
                one.membership_points = float_round(one.amount / worth, 2) if worth else 0

    @api.constrains("membership_card_id", "complaint_id", "kind")
    def _check_membership_card(self):
        for one in self.filtered(lambda one: one.membership_card_id and not one.reverses_id):
            if one.membership_card_id not in one.membership_card_ids:
                raise ValidationError(
                    self.env._("%(number)s: choose a card of the customer.", number=one.name)
                )
            if one.kind != KIND:
                raise ValidationError(
                    self.env._("%(number)s: a card is for compensation in points only.", number=one.name)
                )

    def write(self, vals):
        """Write; another card only before the approval."""
        if "membership_card_id" in vals:
            self._check_changeable()
        return super().write(vals)

    def _settle_points(self):
        """Book the points on the card; without a card, a reference says what settled it."""
        if not self.membership_card_id:
            super()._settle_points()
            return
        if not self.membership_points:
            raise UserError(
                self.env._("%(number)s: it is worth less than a hundredth of a point.", number=self.name)
            )
        # sudo: approved within the limits of authority; who settles it may not be a membership desk
        card = self.membership_card_id.sudo()
        with card._membership_because(document=self):
            move = card.membership_earn(
                self.membership_points,
                self.env._("Compensation %(number)s", number=self.name),
                key=f"service.compensation,{self.id}",
            )
        self._write_decided({"membership_move_id": move.id, "reference": self.reference or card.code})
        self._mark_settled()

    def _settle_reversal(self):
        """Take booked points back from the card; what was spent meanwhile is owed."""
        # sudo: approved within the limits of authority; who settles it may not be a membership desk
        booked = self.reverses_id.sudo().membership_move_id
        if not booked:
            super()._settle_reversal()
            return
        with booked.card_id._membership_because(document=self):
            move = booked.card_id.membership_reverse(
                booked, self.env._("Compensation %(number)s taken back", number=self.reverses_id.name)
            )
        self._write_decided(
            {"membership_move_id": move.id, "reference": self.reference or booked.card_id.code}
        )
        self._mark_settled()
