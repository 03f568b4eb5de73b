from odoo import api, models

#: a policy that asks for something, named as ``kind:code`` (see ``engine.highest_claim``)
CLAIM = "service.corrective.claim"
CLAIM_MODELS = {
    "severity": "service.severity",
    "flag": "service.risk.flag",
    "category": "service.category",
    "level": "service.authority.level",
}


class ServiceExplainedMixin(models.AbstractModel):
    """Sentences of decisions in which the policy that asks for most wins."""

    _inherit = "service.explained.mixin"

    def _name_of(self, model, code):
        if model != CLAIM or not code:
            return super()._name_of(model, code)
        kind, _colon, code = code.partition(":")
        name = super()._name_of(CLAIM_MODELS[kind], code)
        return {
            "severity": self.env._("Severity %(name)s", name=name),
            "flag": self.env._("Risk %(name)s", name=name),
            "category": self.env._("Category %(name)s", name=name),
            "level": self.env._("Who may close the complaint: %(name)s", name=name),
        }[kind]

    def _get_how_sentences(self, rule):
        return {
            **super()._get_how_sentences(rule),
            "highest_claim": self.env._("%(rule)s asks for most.", rule=rule),
            "no_claim": self.env._("No policy asks for anything."),
        }

    def _get_fact_texts(self):
        return {
            **super()._get_fact_texts(),
            "complaints": (self.env._("Complaints"), ", ".join),
            "corrective_actions": (self.env._("Corrective actions"), self._say_actions),
        }

    @api.model
    def _say_actions(self, actions):
        """Return actions that were kept as “number (state)”, with the state in the reader's language."""
        labels = dict(self.env["service.corrective.action"]._fields["state"]._description_selection(self.env))
        named = (action.rpartition(" (") for action in actions)
        return ", ".join(f"{name} ({labels.get(state[:-1], state[:-1])})" for name, _space, state in named)

    def _get_because_sentences(self, params):
        return {
            **super()._get_because_sentences(params),
            "lower_claim": self.env._("It asks for less: %(claim)s.", claim=self._say_claim(params)),
            "same_claim": self.env._("It asks for the same: %(claim)s.", claim=self._say_claim(params)),
        }

    @api.model
    def _say_claim(self, params):
        claim = params.get("claim")
        labels = self.env["service.severity"]._fields["requires_corrective_action"]
        return dict(labels._description_selection(self.env)).get(claim, claim)
