from odoo import api, models

SCORE_PREFIX = "service.score."


class ServicePolicyPack(models.Model):
    """Whoever loads a pack loads its score rules only if they maintain rule books: those decide about pay.

    Others load the rest; what was loaded before stays as it is, and the preview says what was left out.
    """

    # one concern a file
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _is_left_out(self, model):
        """Tell whether a model of scoring is left out, for the user does not maintain it."""
        return model.startswith(SCORE_PREFIX) and not self.env[model].has_access("create")

    def _read_source(self, source, company, resolver):
        entries, faults = super()._read_source(source, company, resolver)
        return [entry for entry in entries if not self._is_left_out(entry.model)], faults

    @api.model
    def _plan_gone(self, items, resolver):
        return super()._plan_gone([item for item in items if not self._is_left_out(item.res_model)], resolver)

    @api.model
    def _get_notes(self, plans):
        return [*super()._get_notes(plans), *self._note_left_out(plans)]

    def _note_left_out(self, plans):
        """Say which packs hold score rules that are not loaded by this user."""
        env = self._to_reader().env
        for plan in plans:
            names = [name.removesuffix(".csv") for _label, name, _content in plan.source.files]
            if any(name in self.env and self._is_left_out(name) for name in names):
                text = env._(
                    "The score rules of “%(pack)s” are left out: managers of scoring load them, with the "
                    "same pack.",
                    pack=plan.code,
                )
                yield "conflict", text
