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
        is_scoring = model.startswith(SCORE_PREFIX) and not self.env[model].has_access("create")
        return is_scoring or super()._is_left_out(model)

    @api.model
    def _get_notes(self, plans):
        return [*super()._get_notes(plans), *self._note_left_out(plans)]

    def _note_left_out(self, plans):
        """Say which packs hold score rules that are not loaded by this user."""
        env = self._to_reader().env
        models = [name for name in self._get_pack_models() if name.startswith(SCORE_PREFIX)]
        for plan in plans:
            if self._holds_left_out(plan, models):
                text = env._(
                    "The score rules of “%(pack)s” are left out: managers of scoring load them, with the "
                    "same pack.",
                    pack=plan.code,
                )
                yield "conflict", text
