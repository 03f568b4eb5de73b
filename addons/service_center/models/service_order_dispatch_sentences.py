from odoo import models

from .service_dispatch_queue_give import CODE

EMPLOYEE = "hr.employee.public"  # what everybody may read


class ServiceOrder(models.Model):
    """What is said about who goes, in the reader's language."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {CODE: (self.env._("Who goes"), EMPLOYEE, EMPLOYEE)}

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "rotation": self.env._("It was this technician's turn."),
            "least_travelled": self.env._("Of those who could go, this technician travelled least."),
            "manual": self.env._("This queue is dispatched by hand."),
            "nobody": self.env._("Nobody could go; whose turn it was keeps it."),
            "by_hand": self.env._("Somebody chose the technician."),
            "taken_back": self.env._("The order went back to dispatch."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "queue": (
                self.env._("Queue"),
                lambda code: self._name_of("service.dispatch.queue", code),
            ),
            "next_turn": (self.env._("Next turn"), lambda code: self._name_of(EMPLOYEE, code)),
            "skills": (self.env._("Skills needed"), self._say_skills),
            "assigned_by": (
                self.env._("Chosen by"),
                lambda user_id: self.env["res.users"].browse(user_id).name,
            ),
        }

    def _get_because_sentences(self, params):
        return super()._get_because_sentences(params) | {
            "absent": self.env._("Was on leave."),
            "left": self.env._("Has left the company."),
            "out": self.env._("Was not back from %(order)s.", order=params.get("order")),
            "resting": self.env._("Had to rest after the last job."),
            "skill": self.env._("Lacks: %(skills)s.", skills=self._say_skills(params.get("skills", []))),
            "later_turn": self.env._("Has a later turn."),
            "more_travelled": self.env._(
                "Travelled %(travelled)s; the one who goes travelled %(least)s.",
                travelled=f"{params.get('travelled', 0):g}",
                least=f"{params.get('least', 0):g}",
            ),
        }

    def _say_skills(self, skill_ids):
        return self._names_of("service.skill", [f"#{skill_id}" for skill_id in skill_ids])
