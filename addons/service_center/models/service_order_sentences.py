from odoo import api, models

from .service_order_liability import CODE

#: decided values of a service order that are codes of a selection, as explanations name them
SIDES = "service.order.liability"


class ServiceOrder(models.Model):
    """Who pays, and why, in the reader's language."""

    # one concern a file: what is decided is one, what is said about it is another
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Who pays"), SIDES, "service.liability.rule")
        }

    def _name_of(self, model, code):
        if model == SIDES:
            return self._say_choice("liability", code)
        return super()._name_of(model, code)

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "by_rule": self.env._("Rule “%(rule)s” says so.", rule=rule),
            "by_cover": self.env._(
                "Rule “%(rule)s”: the company pays what the warranty covers of each kind of cost.", rule=rule
            ),
            "judge": self.env._("Rule “%(rule)s”: the cause has to be found first.", rule=rule),
            "refuse": self.env._("Rule “%(rule)s”: this is not offered.", rule=rule),
            "exception": self.env._("An exception was approved; the rule says: %(rule)s.", rule=rule or "-"),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "warranty": (self.env._("Warranty"), lambda code: self._say_choice("warranty_state", code)),
            "cause": (self.env._("Cause"), lambda code: self._say_choice("defect_cause", code)),
            "order_kind": (self.env._("Kind of order"), lambda code: self._say_choice("kind", code)),
            "cover": (self.env._("Covered by the warranty"), self._say_cover),
            "exceptions": (self.env._("Exceptions"), self._say_exceptions),
            "shares": (self.env._("Shares"), self._say_shares),
        }

    def _get_because_sentences(self, params):
        rule = self._name_of("service.liability.rule", params.get("rule"))
        warranty = self._say_choice("warranty_state", params.get("warranty"))
        cause = self._say_choice("defect_cause", params.get("cause"))
        kind = self._say_choice("kind", params.get("kind"))
        return super()._get_because_sentences(params) | {
            "warranty_other": self.env._("It is about another state of warranty: %(state)s.", state=warranty),
            "cause_other": self.env._("It is about another cause: %(cause)s.", cause=cause),
            "kind_other": self.env._("It is about other orders: %(kind)s.", kind=kind),
            "needs_approval": self.env._("It holds only when an exception is approved."),
            "later_rule": self.env._("It fits as well, but “%(rule)s” comes first.", rule=rule),
        }

    def _say_choice(self, name, code):
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(code, code or "")

    def _say_cover(self, cover):
        kinds = dict(self.line_ids._fields["kind"]._description_selection(self.env))
        return ", ".join(f"{kinds.get(kind, kind)} {share:g} %" for kind, share in cover)

    def _say_shares(self, shares):
        return self.env._(
            "company %(company)s %%, customer %(customer)s %%",
            company=f"{shares[0]:g}",
            customer=f"{shares[1]:g}",
        )

    def _say_exceptions(self, exceptions):
        kinds = dict(self.line_ids._fields["kind"]._description_selection(self.env))
        names = {user.id: user.name for user in self.env["res.users"].browse([one[2] for one in exceptions])}
        return "; ".join(
            self.env._(
                "%(lines)s: company %(share)s %%, approved by %(name)s",
                lines=kinds.get(kind) or self.env._("all lines"),
                share=f"{share:g}",
                name=names[user_id],
            )
            for kind, share, user_id in exceptions
        )
