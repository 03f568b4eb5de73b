from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

from ..engine import tier as engine

#: after how many months who was put on the blacklist is looked at again
REVIEW_MONTHS = 6


class MembershipBlacklist(models.Model):
    """Confirming, rejecting, appealing and lifting.

    People decide about people, and not about what they proposed.
    """

    # one concern a file
    _inherit = "membership.blacklist"  # pylint: disable=consider-merging-classes-inherited

    def _start_step(self, *states):
        """Lock these entries by their cards; :raise UserError: one is in none of these states"""
        self.check_access("read")
        # the rows of the cards are written before anything is read: of two steps at once one is second
        self.sudo().card_id._membership_lock()  # sudo: counts only
        self.invalidate_recordset()
        if any(entry.state not in states for entry in self):
            raise UserError(self.env._("This was decided otherwise meanwhile."))

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group("membership.group_manager"):
            raise AccessError(self.env._("Only membership managers decide about the blacklist."))
        self.check_access("write")

    def _reason(self, reason):
        return self.env["loyalty.card"]._membership_reason(reason)

    def action_confirm(self, answer=False):
        """Put the cards on the blacklist: they earn, but are not used.

        :raise AccessError: no manager, or the one who proposed it
        :raise UserError: decided already; the last day has passed; the use is not little any more
        """
        self._check_manager()
        self._start_step("proposed")
        for entry in self:
            if entry.proposed_by_id == self.env.user:
                raise AccessError(self.env._("You proposed this: somebody else decides."))
            day = entry.company_id._membership_day()
            if entry.expires_on and entry.expires_on < day:
                raise UserError(self.env._("The last day on the blacklist has passed."))
            entry._check_evidence()
            entry._decide(
                "confirmed", answer, review_on=entry.review_on or engine.add_months(day, REVIEW_MONTHS)
            )
            entry._close_cards()

    def _check_evidence(self):
        """What was found may have been corrected since. :raise UserError: it does not hold any more"""
        if not self.evidence:
            return
        limit = self.evidence["limit"]
        # sudo: the values of the evidence, as they are now
        found = self.sudo().plan_id._get_monthly_use(self.partner_id.ids, self.run_from, self.run_to)
        for month, value in found.get(self.partner_id.id, {}).items():
            if value >= limit:
                raise UserError(
                    self.env._(
                        "%(member)s used %(value)s in %(month)s, as is known now: the proposal does not "
                        "hold. Reject it.",
                        member=self.partner_id.name,
                        value=formatLang(self.env, value, digits=2),
                        month=format_date(self.env, month, date_format="yyyy-MM"),
                    )
                )

    def _decide(self, state, answer=False, **vals):
        # sudo: the right was checked; decisions are written here only
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "answer": answer and self._reason(answer),
                **vals,
            }
        )

    def _get_locked(self):
        """Return the cards of this entry, locked before their state is read."""
        cards = self._get_cards()
        cards._membership_lock()
        cards.invalidate_recordset(flush=False)
        return cards

    def _close_cards(self):
        """Put the cards of this entry on the blacklist that are not on it."""
        cards = self._get_locked().filtered(lambda card: card.membership_state != "blacklisted")
        cards._membership_set_state("blacklisted", self.because_text[:500], self.expires_on)

    def action_reject(self, answer):
        """Reject proposals; the members never hear of it.

        :raise UserError: without a reason
        """
        self._check_manager()
        answer = self._reason(answer)
        self._start_step("proposed")
        for entry in self:
            if entry.proposed_by_id == self.env.user:
                raise AccessError(self.env._("You proposed this: somebody else decides."))
        self._decide("rejected", answer)

    def action_lift(self, reason):
        """Take members off the blacklist: their cards are active again. An open appeal is upheld by it.

        :raise UserError: without a reason, not on the blacklist
        """
        self._check_manager()
        reason = self._reason(reason)
        self._start_step("confirmed")
        for entry in self:
            entry._lift(reason, self.env.uid)

    def _lift(self, reason, user_id=False):
        vals = {
            "state": "lifted",
            "lifted_by_id": user_id,
            "lifted_at": fields.Datetime.now(),
            "lift_reason": reason,
        }
        if self.appeal_state == "open":
            vals |= {"appeal_state": "upheld", "appeal_answer": reason, "appeal_by_id": user_id}
        self.sudo().write(vals)  # sudo: the right was checked, or the time is over
        self._open_cards(reason)

    def _open_cards(self, reason):
        """Make the cards of this entry active that are on the blacklist by no other."""
        cards = self._get_locked().filtered(lambda card: card.membership_state == "blacklisted")
        # sudo: only whether another entry keeps them
        others = self.sudo().search(
            [("state", "=", "confirmed"), ("partner_id", "in", cards.partner_id.ids), ("id", "!=", self.id)]
        )
        cards -= others._get_cards()
        cards._membership_set_state("active", reason)

    def action_appeal(self, text):
        """Write down what the member says against it; the desk may do that. A manager is asked to decide.

        :raise UserError: nothing is said, it is not on the blacklist, an appeal waits for a decision
        """
        if not self.env.su and not self.env.user.has_group("membership.group_user"):
            raise AccessError(self.env._("You cannot write down appeals."))
        text = self._reason(text)
        self._start_step("confirmed")
        for entry in self:
            if entry.appeal_state == "open":
                raise UserError(self.env._("The appeal before this one is not decided yet."))
            # sudo: the desk writes down appeals, nothing else
            entry.sudo().write(
                {
                    "appeal_state": "open",
                    "appeal_text": text,
                    "appealed_on": entry.company_id._membership_day(),
                    "appeal_answer": False,
                    "appeal_by_id": False,
                }
            )

    def action_dismiss(self, answer):
        """Dismiss appeals: the members stay on the blacklist. Who confirmed it has no part in that.

        :raise UserError: without an answer, or without an appeal
        """
        self._check_manager()
        answer = self._reason(answer)
        self._start_step("confirmed")
        for entry in self:
            if entry.appeal_state != "open":
                raise UserError(self.env._("There is no appeal to decide."))
            if self.env.user in (entry.decided_by_id, entry.proposed_by_id):
                raise AccessError(
                    self.env._("You took part in putting the member on the blacklist: somebody else decides.")
                )
        # sudo: the right was checked
        self.sudo().write(
            {"appeal_state": "dismissed", "appeal_answer": answer, "appeal_by_id": self.env.uid}
        )

    def action_ask_reject(self):
        return self._ask("reject", self.env._("Reject"))

    def action_ask_lift(self):
        return self._ask("lift", self.env._("Lift"))

    def action_ask_appeal(self):
        return self._ask("appeal", self.env._("Appeal"))

    def action_ask_dismiss(self):
        return self._ask("dismiss", self.env._("Dismiss the Appeal"))

    def _ask(self, operation, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "membership.blacklist.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_entry_ids": [fields.Command.set(self.ids)],
                "default_operation": operation,
            },
        }
