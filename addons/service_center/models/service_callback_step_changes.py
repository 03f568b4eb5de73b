from odoo import api, models
from odoo.exceptions import ValidationError


class ServiceCallbackStep(models.Model):
    """Steps that change while callbacks are open: those follow with the next run."""

    # one concern a file
    _inherit = "service.callback.step"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """A step belongs to the company of its plan."""
        Plan = self.env["service.callback.plan"]
        steps = super().create(
            [
                {"company_id": Plan.browse(vals["plan_id"]).company_id.id, **vals}
                if vals.get("plan_id")
                else vals
                for vals in vals_list
            ]
        )
        steps._plan_anew()
        return steps

    def write(self, vals):
        result = super().write(vals)
        self._plan_anew()
        return result

    def unlink(self):
        """Planned callbacks of a step that is deleted are cancelled; what was made stays."""
        # sudo: who maintains plans need not be allowed to work on callbacks
        callbacks = self.env["service.callback"].sudo().with_context(active_test=False)
        callbacks.search([("step_id", "in", self.ids), ("state", "=", "planned")])._cancel_planned(
            "plan_changed"
        )
        return super().unlink()

    @api.constrains("domain", "stop_domain", "plan_id")
    def _check_domains(self):
        for step in self:
            for name in ("domain", "stop_domain"):
                step._check_domain(name)

    def _check_domain(self, name):
        if self[name] in (False, "", "[]") or self.plan_id.res_model not in self.env:
            return
        try:
            domain = self.plan_id._get_domain_of(self[name])
            # sudo: only whether the condition can be searched, whoever maintains it
            self.env[self.plan_id.res_model].sudo().search(domain, limit=1)
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "%(step)s: “%(label)s” is no condition that can be searched.",
                    step=self.name,
                    label=self._fields[name].string,
                )
            ) from error
