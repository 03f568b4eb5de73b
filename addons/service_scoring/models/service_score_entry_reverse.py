from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.open_period import first_open_day

#: what a counter-entry has in common with what it takes back
SAME = (
    *("rule_text", "employee_id", "department_id", "site_id", "date", "quantity", "points_each", "factor"),
    *("share", "occurrence", "withhold_component_id", "withhold_share", "act_key", "source", "res_model"),
    *("res_id", "source_key", "rule_id", "company_id"),
)


class ServiceScoreEntry(models.Model):
    """Rejecting what is not confirmed, taking back what is (S2)."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def action_open_reject(self):
        """Open the dialog that asks why these entries are rejected."""
        return self._open_reason("reject", self.env._("Reject"))

    def action_open_reverse(self):
        """Open the dialog that asks why these entries are taken back."""
        return self._open_reason("reverse", self.env._("Take Back"))

    def _open_reason(self, step, title):
        self._check_may_decide()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "service.score.entry.reason",
            "view_mode": "form",
            "target": "new",
            "context": {"default_step": step, "default_entry_ids": self.ids},
        }

    def action_reject(self, reason):
        """Reject these entries: they never count, and their source does not propose them again.

        :raise UserError: no reason, or an entry is decided or about the user
        """
        self._check_may_decide()
        self._check_draft()
        self._check_reason(reason)
        self._write_decided({"state": "rejected", "reject_reason": reason.strip()[:500]})
        return True

    def action_reverse(self, reason):
        """Take back these confirmed entries by counter-entries, which are confirmed at once.

        :raise UserError: no reason, or an entry is not confirmed, takes back another, or is about the user
        :return: the counter-entries
        """
        self._check_may_decide()
        self._check_may_take_back()
        return self._take_back(reason)

    def _check_may_take_back(self):
        """Refuse what the user may decide on, but not take back; hook."""

    def _take_back(self, reason):
        """Take back these entries, as ``action_reverse``; who calls has checked the right to."""
        self._check_reason(reason)
        self._count_accounts_on()
        for entry in self:
            if entry.reversal_of_id:
                raise UserError(
                    self.env._(
                        "%(entry)s takes back another entry; enter what is right instead.",
                        entry=entry.display_name,
                    )
                )
            if entry.state != "confirmed":
                raise UserError(
                    self.env._("%(entry)s: only a confirmed entry is taken back.", entry=entry.display_name)
                )
        return self._reverse(reason.strip())

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason."))
        if any(entry._is_own() for entry in self):
            raise UserError(self.env._("Nobody decides on an entry about themselves."))

    def _check_company(self, fnames=None):
        """A counter-entry is about whom its entry was about, also once they work for another company."""
        return super(ServiceScoreEntry, self.filtered(lambda one: not one.reversal_of_id))._check_company(
            fnames
        )

    def _reverse(self, reason):
        now = fields.Datetime.now()
        # sudo: counter-entries are written by this step only; the right to take back was checked
        entries = self.sudo().with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        closed = self.env["service.score.account"]._find_closed_periods(
            [entry._get_account_key() for entry in entries]
        )
        vals_list = []
        for entry in entries:
            day = first_open_day(entry.effective_date, closed.get(entry._get_account_key(), ()))
            same = {name: entry._fields[name].convert_to_write(entry[name], entry) for name in SAME}
            vals_list.append(
                {
                    **same,
                    "effective_date": day,
                    "is_adjustment": day != entry.effective_date or entry.is_adjustment,
                    "reversal_of_id": entry.id,
                    "reported_by_id": self.env.uid,
                    "reported_uid": self.env.uid,
                    "confirmed_at": now,
                    "confirmed_by_id": self.env.uid,
                    "confirmed_uid": self.env.uid,
                }
            )
        counters = entries._create_entries(vals_list)
        counters._write_notes({counter.id: {"reverse_reason": reason[:500]} for counter in counters})
        digests = counters.note_ids._get_digests()
        for entry, counter in zip(entries, counters, strict=True):
            counter._write_decided(
                {
                    "state": "confirmed",
                    "points": 0.0 - entry.points,  # a share has none, and no minus before it
                    "note_digest": digests[counter.id],
                }
            )
            entry._write_decided({"state": "reversed", "reversed_by_id": counter.id})
        self.env["service.score.consequence"]._drop(entries)
        return self.browse(counters.ids)
