from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class LoyaltyCard(models.Model):
    """Numbers of membership cards: from a sequence, for Odoo's random codes collide; a lost card gets a
    new one and is still found by the old.
    """

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        self._membership_prepare_create(vals_list)
        return super().create(vals_list)

    @api.model
    def _membership_prepare_create(self, vals_list):
        """Give new membership cards number and day of joining, as far as they are not given."""
        default = self.default_get(["program_id"]).get("program_id")
        programs = defaultdict(list)
        for vals in vals_list:
            program = vals.get("program_id", default)
            if program:
                programs[program].append(vals)
        # sudo: whoever may create a card is told its number; programs are only read
        for program in self.env["loyalty.program"].sudo().browse(programs):
            if not program.is_membership:
                continue
            company = program._membership_company()
            day = company._membership_day()
            bare = [vals for vals in programs[program.id] if not vals.get("code")]
            for vals, number in zip(bare, self._membership_draw(company, len(bare)), strict=True):
                vals["code"] = number
            for vals in programs[program.id]:
                vals.setdefault("membership_joined_on", day)

    @api.model
    def _membership_draw(self, company, count):
        """Return ``count`` numbers that no card has or had; imported ones may lie in the sequence's way."""
        numbers = []
        while len(numbers) < count:
            drawn = self.env["ir.sequence"]._service_take("membership.card", company, count - len(numbers))
            used = self._membership_used(drawn)
            numbers += [number for number in drawn if number not in used]
        return numbers

    @api.model
    def _membership_used(self, codes):
        """Return which of ``codes`` a card has or had, or a program answers to, in any company."""
        # sudo: codes are unique in the whole database; only whether they are taken
        env = self.env(su=True)
        rows = [
            *env["loyalty.card"]
            .with_context(active_test=False)
            .search_fetch([("code", "in", codes)], ["code"]),
            *env["membership.card.code"].search_fetch([("code", "in", codes)], ["code"]),
            *env["loyalty.rule"].search_fetch([("code", "in", codes)], ["code"]),
        ]
        return {row.code for row in rows}

    @api.constrains("code")
    def _check_membership_earlier_code(self):
        """A number that was replaced does not come back on another card."""
        # sudo: only whether the number is taken, also in companies of others
        earlier = self.env["membership.card.code"].sudo()
        if earlier.search_count([("code", "in", self.mapped("code"))], limit=1):
            raise ValidationError(self.env._("This number was that of a card that was replaced."))

    def action_replace(self, reason):
        """Give a lost or damaged card a new number; balance and history stay, the old number finds it.

        :return: the new number
        :raise UserError: without a reason, or the card cannot be used any more
        """
        self.ensure_one()
        self._membership_check_officer()
        self._membership_lock()
        reason = self._membership_reason(reason)
        if self.membership_state in ("blacklisted", "expired") or not self.active:
            raise UserError(self.env._("A card that is blacklisted, expired or archived is not replaced."))
        old = self.code
        number = self._membership_draw(self.program_id._membership_company(), 1)[0]
        # sudo: the right was checked; numbers are changed here only
        card = self.sudo()
        card.code = number
        card.env["membership.card.code"].create({"card_id": self.id, "code": old, "reason": reason})
        card._message_log(
            body=self.env._(
                "Card replaced: %(old)s is now %(new)s. %(reason)s", old=old, new=number, reason=reason
            )
        )
        return number
