from odoo import models
from odoo.tools import format_date

from odoo.addons.service_kernel.tools.numbers import say_number


class ServiceScoreEntry(models.Model):
    """Telling the leader that the points of a period came down to a flag (SYC-CARD-01, Q-28)."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _confirm(self):
        result = super()._confirm()
        # sudo: what the book says, whoever confirms
        self.sudo()._raise_flags()
        return result

    def _raise_flags(self):
        """Tell leader and officers of each employee whose balance came down to a flag, once a period."""
        flagged = self.filtered(lambda entry: entry.employee_id and entry.rulebook_id.flag_ids)
        Sheet = self.env["service.score.sheet"]
        requests = []
        for (book, first, last), entries in flagged.grouped(_period).items():
            points = Sheet._compute_points(book, first, last, entries.employee_id.ids)
            for entry in entries.sorted("id").grouped("employee_id").values():
                score = points[entry.employee_id.id]["score"]
                reached = [flag for flag in book.flag_ids if score <= flag.threshold]
                requests += [entry[-1]._prepare_flag_notice(flag, first, score) for flag in reached]
        if requests:
            self.env["service.message"]._queue_all(requests)

    def _prepare_flag_notice(self, flag, first, score):
        """Return the message about a flag that an employee's balance has reached."""
        self.ensure_one()
        employee = self.employee_id
        officers = self.env.ref("service_scoring.group_officer").all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )
        return {
            "document": self,
            "key": f"score_flag/{self.rulebook_id.code}/{flag.code}/{employee.id}/{first}",
            "subject": lambda env: env._(
                "%(employee)s: %(flag)s", employee=employee.name, flag=flag.with_env(env).name
            ),
            "body": lambda env: env._(
                "%(employee)s has %(score)s points left in “%(book)s”, period from %(first)s.",
                employee=employee.name,
                score=say_number(env, score),
                book=flag.with_env(env).rulebook_id.name,
                first=format_date(env, first),
            ),
            "users": (employee.parent_id.user_id | officers) - employee.user_id,
            "template": "score_flag",
        }


def _period(entry):
    return entry.rulebook_id, *entry.rulebook_id._period_of(entry.effective_date)
