from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

#: cards looked at in one go
BATCH = 20_000


class LoyaltyCard(models.Model):
    """When the member was last seen, and whether that is long ago."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    membership_seen_on = fields.Date(
        "Last Seen",
        readonly=True,
        copy=False,
        help="The last purchase, visit, trip, use of the card or of points; else since when a member.",
    )
    membership_activity = fields.Selection(
        [("active", "Active"), ("dormant", "Dormant"), ("lost", "Lost")],
        "Activity",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    membership_lost_reason = fields.Selection(
        [
            ("price", "Price"),
            ("quality", "Quality of the Work"),
            ("service", "Service and Attitude"),
            ("distance", "Moved or Too Far"),
            ("competitor", "Goes to Somebody Else"),
            ("need", "No Need Any More"),
            ("unreachable", "Not Reached"),
            ("other", "Other"),
        ],
        "Why They Stay Away",
        readonly=True,
        copy=False,
    )

    @api.model
    def _cron_membership_activity(self):
        """Find out who is dormant or lost, in batches of cards; only cards that change are written."""
        Cron = self.env["ir.cron"]
        programs = self.env["loyalty.program"].search(
            Domain("is_membership", "=", True)
            & (Domain("membership_dormant_months", ">", 0) | Domain("membership_lost_months", ">", 0))
        )
        Cron._commit_progress(remaining=self.search_count([("program_id", "in", programs.ids)]))
        for program in programs:
            after = 0
            while ids := self._membership_next_ids(program, after):
                program._membership_find_activity(ids)
                after = ids[-1]
                if not Cron._commit_progress(len(ids)):
                    return

    @api.model
    def _membership_next_ids(self, program, after):
        return self.search([("program_id", "=", program.id), ("id", ">", after)], order="id", limit=BATCH).ids

    def membership_record_lost(self, reason, note=False):
        """Write down why members stay away, as a call found out; the desk does that.

        :param reason: key of ``membership_lost_reason``
        :raise AccessError: the user does not work at the desk
        """
        if not self.env.su and not self.env.user.has_group("membership.group_user"):
            raise AccessError(self.env._("Only the desk of the membership does this."))
        self.check_access("read")
        # sudo: the desk writes why members stay away, nothing else of their cards
        cards = self.sudo().filtered("is_membership")
        cards.membership_lost_reason = reason
        for card in cards if note and note.strip() else ():
            card._message_log(body=note.strip(), author_id=self.env.user.partner_id.id)

    def action_membership_win_back(self):
        """Open the dialog in which the outcome of a call is written down."""
        return self._membership_dialog(
            "membership.win.back.wizard",
            self.env._("Record a Call"),
            card_ids=[fields.Command.set(self.ids)],
        )

    def action_membership_plan_calls(self):
        """Plan a call to each of these members for the user, unless one is planned; say how many are new."""
        if not self.env.su and not self.env.user.has_group("membership.group_user"):
            raise AccessError(self.env._("Only the desk of the membership does this."))
        self.check_access("read")
        call = self.env.ref("mail.mail_activity_data_call")
        summary = self.env._("Why do they stay away? Invite them back.")
        # sudo: the desk may call members whose contact it does not edit
        partners = self.partner_id.sudo()
        planned = self.env["mail.activity"].sudo()  # sudo: only whose calls are planned already
        planned = planned.search(
            [
                ("res_model", "=", "res.partner"),
                ("res_id", "in", partners.ids),
                ("activity_type_id", "=", call.id),
                ("user_id", "=", self.env.uid),
            ]
        )
        new = partners.filtered(lambda partner: partner.id not in planned.mapped("res_id"))
        new.activity_schedule("mail.mail_activity_data_call", summary=summary, user_id=self.env.uid)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Calls planned for you: %(count)s", count=len(new)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
