from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

#: what the database keeps as it was confirmed (decisions 13)
CONTENT = (
    *("name", "company_id", "employee_id", "kind", "date", "effective_date", "rulebook_id", "rule_id"),
    *("points", "entry_id", "consequence_id", "confirmed_at", "confirmed_uid"),
)
#: what people enter, as long as the award is to be confirmed
ENTERED = {
    *("company_id", "employee_id", "kind", "date", "rule_id", "reason", "evidence_ids", "reported_by_id"),
}
#: what only steps write
STEPS = {
    *("name", "state", "department_id", "effective_date", "rulebook_id", "points", "entry_id"),
    *("consequence_id", "standing_id", "reversal_reason", "confirmed_by_id", "confirmed_at"),
    *("confirmed_uid", "reversed_by_id", "reversed_at"),
}


class ServiceScoreAward(models.Model):
    """Who may write what of an award: people enter, steps decide, and what is confirmed stays."""

    # one concern a file
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, when=SQL("OLD.state != 'draft'"))
        append_only.protect_steps(
            self.env,
            self._table,
            ("state",),
            SQL(
                "OLD.state != 'draft' AND NEW.state IS DISTINCT FROM OLD.state"
                " AND NOT (OLD.state = 'confirmed' AND NEW.state = 'reversed')"
            ),
        )

    # ``_create_awards`` calls super
    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Create awards that are to be confirmed; what only steps decide is dropped."""
        return self._create_awards([{k: v for k, v in vals.items() if k not in STEPS} for vals in vals_list])

    @api.model
    def _create_awards(self, vals_list):
        """Create awards with values that steps decide; who calls has checked them."""
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if vals.get("employee_id") and not vals.get("company_id"):
                # sudo: only the company of whom it is about
                employee = self.env["hr.employee"].sudo().browse(vals["employee_id"])
                vals["company_id"] = employee.company_id.id
        self.env["ir.sequence"]._service_number("service.score.award", vals_list)
        # the way around our own create(), which drops what steps decide
        awards = super().create(vals_list)  # pylint: disable=super-method-mismatch
        awards._own_evidence()
        return awards

    def write(self, vals):
        """Write what people enter; steps are taken by their methods, and what is decided stays.

        :raise UserError: an award is decided, or the value is a step's
        """
        if "state" in vals:
            raise UserError(self.env._("Use the buttons: each step of an award checks who takes it."))
        vals = {name: value for name, value in vals.items() if name not in STEPS}
        if ENTERED & vals.keys():
            self.check_access("write")
            self._check_draft()
        result = super().write(vals) if vals else True
        if "evidence_ids" in vals:
            self._own_evidence()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def _check_draft(self):
        """Refuse what only an award that is to be confirmed allows.

        :raise UserError: an award is decided
        """
        decided = self.filtered(lambda award: award.state != "draft")
        if decided:
            raise UserError(
                self.env._(
                    "%(numbers)s: decided already, so it stays as it is. Take it back, and enter what is "
                    "right.",
                    numbers=", ".join(decided[:10].mapped("display_name")),
                )
            )

    def _own_evidence(self):
        """Give files that were uploaded for these awards to them: who sees these sees the files."""
        for award in self:
            # sudo: files that the user has just added, and owns
            loose = award.evidence_ids.sudo().filtered(lambda one: not one.res_id and not one.res_field)
            if loose:
                loose.write({"res_model": award._name, "res_id": award.id})

    # the way around our own write(), which lets nobody decide by writing
    def _write_decided(self, vals):  # pylint: disable=missing-return
        """Write what a step decided; whoever calls has checked the user's right to take it."""
        # sudo: the outcome of a step; users may not be allowed to write what they may decide
        super(ServiceScoreAward, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch
