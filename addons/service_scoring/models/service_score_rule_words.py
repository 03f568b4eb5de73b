from odoo import models

from odoo.addons.service_kernel.tools.numbers import say_number


class ServiceScoreRule(models.Model):
    """A rule in words, for employees who read the rule book."""

    # one concern a file
    _inherit = "service.score.rule"  # pylint: disable=consider-merging-classes-inherited

    def _say_points(self):
        """Return what one count of this rule costs or earns, in the reader's language; "" for text only."""
        self.ensure_one()
        if self.kind == "text":
            return ""
        if self.kind == "share":
            return self.env._(
                "%(share_from)s–%(share_to)s %% of the score",
                share_from=f"{self.share_from:g}",
                share_to=f"{self.share_to:g}",
            )
        if self.kind == "withhold":
            component, share = self._get_withhold()
            return self.env._("%(share)s %% of %(component)s", share=f"{share:g}", component=component.name)
        sign = "+" if self.kind == "reward" else "−"
        least = sign + say_number(self.env, self.points)
        if self.points_mode == "range":
            most = sign + say_number(self.env, self.points_max)
            return self.env._("%(least)s to %(most)s", least=least, most=most)
        return self.env._("at least %(least)s", least=least) if self.points_mode == "minimum" else least


class ServiceScoreRuleStep(models.Model):
    # the words of a rule are one concern
    _inherit = "service.score.rule.step"  # pylint: disable=consider-merging-classes-inherited

    def _say(self):
        """Return what repetition changes, in the reader's language."""
        self.ensure_one()
        label = dict(self._fields["consequence"]._description_selection(self.env))[self.consequence]
        said = [
            self.factor != 1 and self.env._("points × %(factor)s", factor=f"{self.factor:g}"),
            self.withhold_share
            and self.env._("%(share)s %% of the pay component withheld", share=f"{self.withhold_share:g}"),
            self.consequence != "none" and label,
        ]
        return self.env._(
            "From time %(number)s: %(what)s", number=self.occurrence, what=", ".join(filter(None, said))
        )
