from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from .service_score_entry import LEDGER_STATES
from .service_score_entry_note import WORDS

#: facts of the ledger: the database itself keeps them as they were confirmed (decisions 13)
CONTENT = (
    *("name", "company_id", "rulebook_id", "rulebook_code", "rule_id", "rule_code", "rule_text", "kind"),
    *("employee_id", "department_id", "site_id", "date", "effective_date", "is_adjustment", "quantity"),
    *("points_each", "factor", "share", "occurrence", "points", "withhold_component_id", "withhold_share"),
    *("act_key", "source", "res_model", "res_id", "source_key", "reported_uid", "heard_at", "heard_uid"),
    *("confirmed_at", "confirmed_uid", "reversal_of_id", "note_digest"),
)
#: what only steps write
STEPS = {
    *("name", "state", "rulebook_id", "rulebook_code", "rule_code", "kind", "rule_text", "effective_date"),
    *("is_adjustment", "factor", "occurrence", "points", "withhold_component_id", "withhold_share", "source"),
    *("res_model", "res_id", "source_key", "reported_uid", "heard_at", "heard_by_id", "heard_uid"),
    *("confirmed_at", "confirmed_by_id", "confirmed_uid", "reject_reason", "reversal_of_id"),
    *("reversed_by_id", "note_digest", "seal_no", "seal_hash", "reverse_reason", "note_ids"),
}
#: what people enter, as long as the entry is to be confirmed
ENTERED = (set(CONTENT) | WORDS | {"multiplier_ids", "reported_by_id"}) - STEPS


class ServiceScoreEntry(models.Model):
    """Who may write what of an entry: people enter, steps decide, and what is confirmed stays (S2)."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, when=SQL("OLD.state IN %s", LEDGER_STATES))
        append_only.protect_steps(
            self.env,
            self._table,
            ("state", "reversed_by_id", "seal_no", "seal_hash"),
            SQL(
                """OLD.state IN %s AND (
                    NEW.state IS DISTINCT FROM OLD.state AND NOT (
                        OLD.state = 'confirmed' AND NEW.state = 'reversed'
                        AND OLD.reversed_by_id IS NULL AND NEW.reversed_by_id IS NOT NULL)
                    OR NEW.reversed_by_id IS DISTINCT FROM OLD.reversed_by_id AND NOT (
                        OLD.reversed_by_id IS NULL AND OLD.state = 'confirmed' AND NEW.state = 'reversed')
                    OR OLD.seal_no IS NOT NULL AND (
                        NEW.seal_no IS DISTINCT FROM OLD.seal_no
                        OR NEW.seal_hash IS DISTINCT FROM OLD.seal_hash))""",
                LEDGER_STATES,
            ),
        )

    # ``_create_entries`` calls super
    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Create entries that are to be confirmed; what only steps decide is dropped."""
        return self._create_entries([{k: v for k, v in vals.items() if k not in STEPS} for vals in vals_list])

    @api.model
    def _create_entries(self, vals_list):
        """Create entries with values that steps decide; who calls has checked them."""
        words = [{name: vals[name] for name in WORDS if name in vals} for vals in vals_list]
        bare = [{name: value for name, value in vals.items() if name not in WORDS} for vals in vals_list]
        self.env["ir.sequence"]._service_number("service.score.entry", bare)
        # the way around our own create(), which drops what steps decide
        entries = super().create(bare)  # pylint: disable=super-method-mismatch
        given = {entry.id: vals for entry, vals in zip(entries, words, strict=True) if vals}
        if given:
            entries._write_notes(given)
        return entries

    def write(self, vals):
        """Write what people enter; steps are taken by their methods, and what is decided stays.

        :raise UserError: an entry is decided, or the value is a step's
        """
        if "state" in vals:
            raise UserError(self.env._("Use the buttons: each step of an entry checks who takes it."))
        vals = {name: value for name, value in vals.items() if name not in STEPS}
        if ENTERED & vals.keys():
            self._check_draft()
        words = {name: vals.pop(name) for name in WORDS & vals.keys()}
        result = super().write(vals) if vals else True
        if words:
            self.check_access("write")
            self._write_notes({entry.id: words for entry in self})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        """Delete drafts that people entered; what a source proposed is rejected, or it would come again.

        :raise UserError: an entry is decided, or was proposed by a source
        """
        self._check_draft()
        if self.filtered("source_key"):
            raise UserError(self.env._("What a source proposed is not deleted: reject it, with the reason."))

    def _check_draft(self):
        decided = self.filtered(lambda entry: entry.state != "draft")
        if decided:
            raise UserError(
                self.env._(
                    "%(numbers)s: decided already, so it stays as it is. Take a confirmed entry back, and "
                    "enter what is right.",
                    numbers=", ".join(decided[:10].mapped("display_name")),
                )
            )

    # the way around our own write(), which lets nobody decide by writing
    def _write_decided(self, vals):  # pylint: disable=missing-return
        """Write what a step decided; whoever calls has checked the user's right to take it."""
        # sudo: the outcome of a step; users may not be allowed to write what they may decide
        super(ServiceScoreEntry, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch
