from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

#: what only the count of new friends writes
COUNTED = "new_friends"


class MembershipFriend(models.Model):
    """A customer who became a friend: of whom, on what occasion and why (SYC-FRD-01, SYC-FRD-02).

    Who is no friend any more is archived, and still counts in the month in which that was recorded.
    """

    _name = "membership.friend"
    _description = "Customer Friend"
    _inherit = ["service.text.mixin", "service.explained.mixin"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("brand", "Brand"),
            ("employee", "Employee"),
            ("counter", "Counter"),
            ("enterprise", "Enterprise"),
        ],
        "Friend of The",
        required=True,
        default="employee",
    )
    occasion = fields.Selection(
        [
            ("sale_closed", "Sale Closed"),
            ("repeat_purchase", "Repeat Purchase"),
            ("asking_help", "Asking for Help"),
            ("satisfied", "Expressing Satisfaction"),
            ("complaining", "Complaining"),
        ],
        required=True,
        default="sale_closed",
    )
    ground_ids = fields.Many2many(
        "membership.friend.ground",
        string="Grounds",
        required=True,
        check_company=True,
        help="One is enough. Purchases are looked up; for the others say in the note what you know.",
    )
    date = fields.Date("Recorded On", required=True, default=lambda self: self.env.company._membership_day())
    half_year = fields.Char("Half-Year", compute="_compute_half_year", store=True)
    user_id = fields.Many2one(
        "res.users",
        "Recorded By",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="For whom the friend counts.",
    )
    team_id = fields.Many2one(
        "service.team",
        "Counter",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        compute="_compute_team_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    note = fields.Text(help="For example whom they brought, or what they suggested.")
    new_friends = fields.Integer(
        readonly=True,
        copy=False,
        default=0,
        help="1 where the customer was recorded for the first time: nobody becomes a new friend twice.",
    )

    _day_idx = models.Index("(company_id, date)")

    @api.depends("date")
    def _compute_half_year(self):
        for friend in self:
            friend.half_year = friend.date and f"{friend.date.year}-H{1 if friend.date.month <= 6 else 2}"

    @api.depends("user_id", "company_id")
    def _compute_team_id(self):
        teams = self.env["service.team"].search(
            [("member_ids", "in", self.user_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        for friend in self:
            friend.team_id = teams.filtered(
                lambda team, friend=friend: (
                    team.company_id == friend.company_id and friend.user_id in team.member_ids
                )
            )[:1]

    @api.constrains("date", "company_id")
    def _check_date(self):
        for friend in self:
            if friend.date > friend.company_id._membership_day():
                raise ValidationError(
                    self.env._(
                        "%(customer)s: %(day)s is not yet.",
                        customer=friend.partner_id.display_name,
                        day=format_date(self.env, friend.date),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        friends = super().create([_without_count(vals) for vals in vals_list])
        friends._check_words()
        friends._prove()
        friends._count_new(friends.partner_id)
        return friends

    def write(self, vals):
        vals = _without_count(vals)
        before = self.partner_id
        result = super().write(vals)
        if {"ground_ids", "note"} & vals.keys():
            self._check_words()
        if {"partner_id", "company_id", "date", "ground_ids"} & vals.keys():
            self._prove()
        if {"partner_id", "company_id", "date"} & vals.keys():
            self._count_new(before | self.partner_id)
        return result

    def unlink(self):
        partners = self.partner_id
        result = super().unlink()
        self._count_new(partners)
        return result


def _without_count(vals):
    return {name: value for name, value in vals.items() if name != COUNTED}
