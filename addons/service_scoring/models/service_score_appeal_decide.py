from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ServiceScoreAppeal(models.Model):
    """The outcome: what it changes in the ledger, counter-entries do (S2, S7)."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    def action_open_decide(self):
        """Open the dialog in which the decider decides."""
        self.ensure_one()
        self._check_decider()
        return self._open_step("service.score.appeal.decide", self.env._("Decide"))

    def action_accept(self, decision, entries=None):
        """Accept it: what it is about is taken back.

        :param decision: what was decided, and why
        :param entries: which entries are taken back; those that it names if not given
        """
        self.ensure_one()
        self._begin_decision(decision)
        entries = self._get_own_entries(entries)
        # where nothing is left to take back it is settled already
        if not entries and self._get_decidable_entries() and not (self.award_id or self.consequence_id):
            raise UserError(self.env._("Choose the entries that are taken back."))
        self._conclude("accepted", decision, self._take_back(entries))
        return True

    def action_partly(self, decision, corrections):
        """Accept it in part: entries are taken back, and what is right is entered instead.

        :param corrections: {id of an entry: values of what is right instead, see ``CHANGEABLE``; None: it
            is only taken back}; other entries stay
        """
        self.ensure_one()
        self._begin_decision(decision)
        if not corrections:
            raise UserError(self.env._("Say which entries are taken back or corrected."))
        changes = {int(entry_id): vals for entry_id, vals in corrections.items()}
        entries = self._get_own_entries(self.env["service.score.entry"].browse(changes))
        wanted = {entry: self._prepare_correction(entry, changes[entry.id]) for entry in entries}
        rows = self._take_back_entries(entries)
        self._conclude("partly", decision, rows | self._enter(wanted))
        return True

    def action_reject(self, decision):
        """Reject it: everything stays as it is."""
        self.ensure_one()
        self._begin_decision(decision)
        self._conclude("rejected", decision)
        return True

    def action_withdraw(self):
        """The employee withdraws it, or HR because the employee said so: but nobody against whom it is.

        :raise UserError: it is decided already, or the user had a part in the case
        """
        self.ensure_one()
        self.check_access("read")
        if not self.is_mine and not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only the employee withdraws it, or HR on their behalf."))
        self._begin()
        # who has entered it for the employee may enter that it is withdrawn, too
        if not self.is_mine and self.sudo().filed_by_id != self.env.user:  # sudo: only who it was
            self._check_outside(self.env.user)
        self._store({"state": "withdrawn", "decided_at": fields.Datetime.now()})
        return True

    # Parts
    def _begin(self):
        """Write the row of the company first, then look whether it is still open (invariants).

        :raise UserError: it is decided already
        """
        # sudo: the row is counted on only
        self.sudo().company_id._count_payroll_on()
        self.invalidate_recordset()
        if self.state != "filed":
            raise UserError(self.env._("%(appeal)s is decided already.", appeal=self.name))

    def _check_decider(self):
        self.check_access("read")
        if self.decider_id != self.env.user:
            raise AccessError(self.env._("Only whom HR assigned decides on an appeal."))

    def _begin_decision(self, decision):
        self._check_decider()
        self._begin()
        self._check_outside(self.env.user)
        if not (decision or "").strip():
            raise UserError(self.env._("Say what you decided, and why."))

    def _store(self, vals):
        # sudo: nobody writes appeals by hand; the right to take the step was checked
        self.sudo().write(vals)

    def _get_decidable_entries(self):
        """Return the entries that a decision may take back: those it names, else all of its sheet."""
        self.ensure_one()
        # sudo: who decides sees the entries of the case
        appeal = self.sudo()
        named = appeal.entry_ids or appeal.sheet_id.line_ids.entry_id
        return named.filtered(lambda entry: entry.state == "confirmed" and not entry.reversal_of_id)

    def _get_own_entries(self, entries):
        """Return these entries, or those that the appeal names, as the decider's.

        :raise UserError: one of them does not belong to the case, or counts no more
        """
        known = self._get_decidable_entries()
        if entries is None:
            entries = known & self.sudo().entry_ids  # sudo: ids only
        entries = self.env["service.score.entry"].browse(entries.ids)
        strange = entries.filtered(lambda entry: entry.id not in known.ids)
        if strange:
            raise UserError(
                self.env._(
                    "%(entry)s does not belong to this appeal, or counts no more.",
                    entry=strange[0].display_name,
                )
            )
        return entries

    def _conclude(self, state, decision, rows=None):
        """Keep the decision, make open sheets anew that it changed, and tell the employee."""
        rows = rows or self.env["service.score.entry"]
        self._store(
            {
                "state": state,
                "decision": decision.strip(),
                "decided_at": fields.Datetime.now(),
                "counter_ids": rows.ids,
            }
        )
        self._refresh_sheets(rows)
        self._tell(
            self.sudo().employee_id.user_id,  # sudo: who is told
            "decided",
            lambda env, name=self.name: env._("Your appeal %(name)s is decided", name=name),
            lambda env: env._("Please look at the decision under My Score."),
        )

    def _refresh_sheets(self, rows):
        """Make sheets anew that are not confirmed yet and on which these entries count."""
        # sudo: programs make sheets; confirmed ones stay
        Sheet = self.env["service.score.sheet"].sudo()
        sheets = Sheet
        for entry in rows.sudo():  # sudo: as above
            key = entry._get_account_key()
            found = Sheet.search(
                [
                    ("company_id", "=", key.company_id),
                    ("rulebook_code", "=", key.code),
                    (f"{key.carrier}_id", "=", key.carrier_id),
                    ("date_from", "<=", entry.effective_date),
                    ("date_to", ">=", entry.effective_date),
                    ("state", "in", ("draft", "published")),
                ]
            )
            # an employee's sheet knows the department, too
            sheets |= found.filtered(lambda sheet, key=key: sheet._get_carrier() == key[2:])
        for sheet in sheets:
            before = sheet.inputs_hash
            Sheet._generate(sheet.rulebook_id, sheet.date_from, sheet.date_to, [sheet._get_carrier()[1]])
            if sheet.state == "published" and sheet.inputs_hash != before:
                sheet.with_env(self.env)._tell_published()

    # Dialogs
    def action_open_evidence(self):
        """Open the dialog that makes the evidence file of the employee."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_evidence_action"
        )
        first = (self.sheet_id.date_from or self.told_at.date()).replace(month=1, day=1)
        context = {"default_employee_id": self.employee_id.id, "default_date_from": first}
        return {**action, "context": context}

    @api.model
    def _open_filing(self, context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Appeal"),
            "res_model": "service.score.appeal.file",
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def _open_step(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_appeal_id": self.id},
        }
