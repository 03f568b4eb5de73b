from odoo import api, fields, models

from ..engine import birthday as engine

#: who may see them
DESK = "membership.group_user"


class ResPartner(models.Model):
    """The file of a guest or member: birthday, sex, age and nationality (HOTEL-CUS-05)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    membership_birthday = fields.Date("Birthday", groups=DESK)
    membership_sex = fields.Selection([("female", "Female"), ("male", "Male")], "Sex", groups=DESK)
    membership_nationality_id = fields.Many2one(
        "res.country", "Nationality", ondelete="restrict", groups=DESK
    )
    membership_age = fields.Integer("Age", compute="_compute_membership_age", groups=DESK)

    @api.depends("membership_birthday")
    @api.depends_context("company")
    def _compute_membership_age(self):
        today = self.env.company._membership_day()
        for partner in self:
            born = partner.membership_birthday
            partner.membership_age = engine.age_on(born, today) if born else 0

    def _anonymise_membership_cards(self):
        result = super()._anonymise_membership_cards()
        # sudo: erasure reaches what nobody may write; the right was checked
        self.sudo().write(
            {"membership_birthday": False, "membership_sex": False, "membership_nationality_id": False}
        )
        return result


class LoyaltyCard(models.Model):
    # the file is one concern
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    membership_birthday = fields.Date(related="partner_id.membership_birthday", groups=DESK)
    membership_sex = fields.Selection(related="partner_id.membership_sex", groups=DESK)
    membership_nationality_id = fields.Many2one(related="partner_id.membership_nationality_id", groups=DESK)
    membership_age = fields.Integer(related="partner_id.membership_age", groups=DESK)
