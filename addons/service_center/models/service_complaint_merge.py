from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import lifecycle

#: written by merging only
MERGED = {"merged_into_id", "merge_memory", "merge_version"}


class ServiceComplaint(models.Model):
    """Two complaints that are one: the duplicate goes on in the live one, and can be taken apart again (C1).

    Nothing of a duplicate is moved except its activities: its messages, files, people and clocks stay with
    it, and the live one links to it. ``merge_memory`` keeps what has to be undone.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    merged_into_id = fields.Many2one(
        "service.complaint",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    merged_ids = fields.One2many(
        "service.complaint", "merged_into_id", string="Merged Complaints", readonly=True
    )
    merge_memory = fields.Json(readonly=True, copy=False)
    merge_version = fields.Integer(readonly=True, copy=False, default=0, export_string_translation=False)

    _merged_is_linked = models.Constraint(
        "CHECK (CASE WHEN state = 'merged' THEN merged_into_id IS NOT NULL OR is_history IS TRUE "
        "ELSE merged_into_id IS NULL END)",
        "A merged complaint has one into which it was merged, and no other has.",
    )
    _merged_not_into_itself = models.Constraint(
        "CHECK (merged_into_id <> id)", "A complaint cannot be merged into itself."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_merged(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_without_merged(vals))

    def _get_live(self):
        """Return the complaint in which this one goes on: itself, unless it was merged."""
        self.ensure_one()
        # sudo: follows links that officers made; who may see the result is asked where it is shown
        live, seen = self.sudo(), set()
        while live.merged_into_id and live.id not in seen:
            seen.add(live.id)
            live = live.merged_into_id
        return live.with_env(self.env)

    def action_merge(self):
        """Open the dialog that asks into which complaint these are merged."""
        self._check_may_merge()
        first = self.sorted(lambda one: (one.received_at, one.id))[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge Complaints"),
            "res_model": "service.complaint.merge",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_ids": self.ids,
                "default_live_id": first.id if len(self) > 1 else False,
            },
        }

    def _check_may_merge(self):
        self.check_access("write")
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers merge complaints and take them apart."))
        self._check_not_concerned()

    def _claim(self):
        """Write the rows of these complaints before anything is read on which merging depends.

        Of two officers who merge or take apart one of them at once, the database refuses the second, and Odoo
        tries it again with what the first one did.
        """
        fixed_row.count_on(self, "merge_version")
        self.invalidate_recordset(flush=False)

    def _merge_into(self, live):
        """Merge these complaints into another one, or into that in which the other one goes on.

        :raise AccessError: the user is no officer, or may not change one of them
        :raise UserError: one has ended, is history, of another company or customer, or would go in a circle
        """
        live = live._get_live()
        duplicates = self - live
        everybody = duplicates | live
        everybody._check_may_merge()
        everybody._claim()
        if not duplicates:
            raise UserError(self.env._("%(number)s cannot be merged into itself.", number=live.name))
        everybody._check_mergeable(live)
        now = fields.Datetime.now()
        duplicates._sla_end(now)
        for duplicate in duplicates:
            memory = {
                "state": duplicate.state,
                "at": fields.Datetime.to_string(now),
                "partner_ids": duplicate._share_followers(live),
                "activity_ids": duplicate._move_activities(live),
            }
            # sudo: the officer's right was checked; these fields are written by merging only
            duplicate.sudo()._write_state(
                {"state": "merged", "merged_into_id": live.id, "merge_memory": memory}
            )
            live._message_log(
                body=self.env._("%(number)s was merged into this complaint.", number=duplicate.name)
            )
        (duplicates | live)._link_those_around()

    def _check_mergeable(self, live):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for complaint in self:
            if complaint.state not in lifecycle.MERGEABLE_STATES or complaint.is_history:
                state = self.env._("History") if complaint.is_history else labels[complaint.state]
                raise UserError(
                    self.env._(
                        "%(number)s is “%(state)s”: only complaints that are worked on can be merged.",
                        number=complaint.name,
                        state=state,
                    )
                )
            if complaint.company_id != live.company_id:
                raise UserError(self.env._("%(number)s is another company's.", number=complaint.name))
            customers = complaint.partner_id.commercial_partner_id, live.partner_id.commercial_partner_id
            if all(customers) and customers[0] != customers[1]:
                raise UserError(
                    self.env._(
                        "%(number)s is another customer's: each would read what the other one writes. If "
                        "they are the same person, merge the two contacts first.",
                        number=complaint.name,
                    )
                )

    def action_unmerge(self):
        """Take these complaints out of those into which they were merged: all is as it was before.

        :raise AccessError: the user is no officer, or may not change a complaint
        :raise UserError: a complaint was not merged
        """
        self._check_may_merge()
        lives = self.merged_into_id
        (self | lives)._claim()
        for complaint in self:
            memory, live = complaint.merge_memory, complaint.merged_into_id
            if not live or not memory:
                raise UserError(self.env._("%(number)s was not merged.", number=complaint.name))
            # sudo: the officer's right was checked; these fields are written by merging only
            complaint.sudo()._write_state(
                {"state": memory["state"], "merged_into_id": False, "merge_memory": False}
            )
            complaint._unshare_followers(live, memory["partner_ids"])
            complaint._take_back_activities(live, memory["activity_ids"])
            complaint._sla_revive(fields.Datetime.to_datetime(memory["at"]))
            live._message_log(
                body=self.env._("%(number)s was taken out of this complaint again.", number=complaint.name)
            )
        self._sla_sync()
        (self | lives)._link_those_around()
        return True

    # Followers and activities

    def _share_followers(self, live):
        """Let the followers of this complaint follow the live one; return the ids of those added."""
        added = (self.message_partner_ids - live.message_partner_ids).ids
        live.message_subscribe(added)
        return added

    def _unshare_followers(self, live, added):
        """Take back ``_share_followers``; who is there for another merged complaint stays, and is its.

        If that into which it was merged has been merged itself, they go from there, too.
        """
        # sudo: what merging did is taken back, whoever may see the other complaints
        for other in live.sudo().merged_ids - self.sudo():
            needed = set(other.message_partner_ids.ids) & set(added)
            added = [partner_id for partner_id in added if partner_id not in needed]
            other._remember_followers({*other.merge_memory["partner_ids"], *needed})
        live.message_unsubscribe(added)
        # sudo: as above
        memory = live.sudo().merge_memory
        if memory and (further := set(memory["partner_ids"]) & set(added)):
            live._unshare_followers(live.merged_into_id, sorted(further))
            # sudo: as above
            live.sudo()._remember_followers(set(live.sudo().merge_memory["partner_ids"]) - further)

    def _remember_followers(self, partner_ids):
        if set(self.merge_memory["partner_ids"]) != partner_ids:
            self._write_state({"merge_memory": {**self.merge_memory, "partner_ids": sorted(partner_ids)}})

    def _move_activities(self, live):
        """Give what is still to be done to the live complaint; return the ids."""
        # sudo: also colleagues' activities; the right to both complaints was checked
        activities = self.sudo().activity_ids
        activities.write({"res_id": live.id})
        self.invalidate_recordset(["activity_ids"])
        live.invalidate_recordset(["activity_ids"])
        return activities.ids

    def _take_back_activities(self, live, activity_ids):
        """Take back what is still to be done, also from where the other one was merged into since."""
        # sudo: also colleagues' activities; the right to the complaints was checked
        held = self.env["service.complaint"].sudo()
        while live and live not in held:
            held |= live.sudo()
            live = live.sudo().merged_into_id
        activities = held.activity_ids.filtered(lambda one: one.id in activity_ids)
        activities.write({"res_id": self.id})
        (self.sudo() | held).invalidate_recordset(["activity_ids"])


def _without_merged(vals):
    return {name: value for name, value in vals.items() if name not in MERGED}
