from odoo import fields, models
from odoo.tools import format_date

from .service_order_repeat import CODE


class ServiceOrder(models.Model):
    """What is said about repeat repairs, in the reader's language."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Repeat repair"), "service.order", "service.order")
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "repeats": self.env._("The same fault of the same item again, within the repair guarantee."),
            "no_repeat": self.env._("No repair of the same fault of the same item within the guarantee."),
            "repeat_repair": self.env._(
                "The company pays: the former repair of the same fault did not hold within its guarantee."
            ),
            "refused": self.env._("Somebody decided that it is no repeat repair."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "guarantee_days": (self.env._("Repair guarantee (days)"), str),
            "finished_on": (self.env._("Repaired on"), self._say_day),
            "guaranteed_until": (self.env._("Guaranteed until"), self._say_day),
            "reason": (self.env._("Reason"), str),
            "repeat_of": (
                self.env._("Former repair"),
                lambda code: self._name_of("service.order", code),
            ),
            "refused_repair": (
                self.env._("Former repair"),
                lambda code: self._name_of("service.order", code),
            ),
        }

    def _get_because_sentences(self, params):
        until = params.get("until")
        return super()._get_because_sentences(params) | {
            "item_other": self.env._("It is another item."),
            "finished_after": self.env._("It was not finished yet."),
            "fault_other": self.env._("It was another fault."),
            "guarantee_over": self.env._(
                "Its guarantee was over on %(day)s.", day=self._say_day(until) if until else ""
            ),
            "repeated_later": self.env._("A later repair of the same fault was the one that did not hold."),
        }

    def _say_day(self, text):
        return format_date(self.env, fields.Date.to_date(text))
