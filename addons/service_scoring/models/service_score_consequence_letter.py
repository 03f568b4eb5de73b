from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ServiceScoreConsequence(models.Model):
    """Telling the employee what was decided: a letter, a message."""

    # one concern a file
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    def action_print_letter(self):
        """Print the letters, in the language of whom they are about."""
        self.check_access("read")
        return self.env.ref("service_scoring.action_report_score_consequence").report_action(self)

    def action_notify(self):
        """Tell the employees by a message that something was decided, and that they find it in My Score.

        Who was told before is not told again: the first day is that from which time runs.

        :raise UserError: nothing is approved, all were told, or an employee has no login
        """
        self._check_may_decide()
        if any(one.state != "approved" for one in self):
            raise UserError(self.env._("The employee is told of what was approved."))
        untold = self.filtered(lambda one: not one.notified_at)
        if self and not untold:
            raise UserError(
                self.env._(
                    "The employee was told on %(day)s.", day=format_date(self.env, self[0].notified_at)
                )
            )
        requests = []
        for one in untold.sudo():  # sudo: whom it is about; only they are told
            if not one.employee_id.user_id:
                raise UserError(
                    self.env._(
                        "%(employee)s has no login: print the letter and hand it over.",
                        employee=one.employee_id.name,
                    )
                )
            requests.append(
                {
                    "document": one,
                    "key": f"score_consequence_notice/{one.id}",
                    "subject": lambda env: env._("A decision about you"),
                    "body": lambda env: env._(
                        "Something was decided about you. You find it, with the reason, under My Score → "
                        "Decisions about Me."
                    ),
                    "users": one.employee_id.user_id,
                    "template": "score_consequence_notice",
                }
            )
        self.env["service.message"]._queue_all(requests)
        for one in untold:
            one.write({"notified_at": one.company_id._score_day(), "notice_delivery": "message"})
        return True

    # what the letter says
    def _get_letter_ground(self):
        """Return why it follows, as plain texts in the reader's language."""
        self.ensure_one()
        # sudo: names and days of what it follows from, for those who may read the consequence
        own = self.sudo()
        rule = own.streak_id or own.rule_id
        employee = own.employee_id
        papers = [
            *own.sheet_ids.sorted("date_from").mapped("name"),
            *(
                f"{result.target_id.name}: {format_date(self.env, result.date_from)} – "
                f"{format_date(self.env, result.date_to)}"
                for result in own.result_ids.sorted("date_from")
            ),
            *(
                f"{entry.name}: {format_date(self.env, entry.date)} {entry.rule_id.name}"
                for entry in own.entry_ids.sorted("date")
            ),
            *(
                f"{award.display_name}: {format_date(self.env, award.date)}"
                for award in own.award_ids.sorted("date")
            ),
        ]
        return {
            "employee": employee.name,
            "number": employee.score_employee_number,
            "department": employee.department_id.name,
            "rule": rule.display_name if rule else own.rule_code,
            "facts": own._say_facts(
                {
                    name: value
                    for why in (own.explanation or {}).values()
                    for name, value in why["facts"].items()
                    if name != "score_periods"  # the letter names first and last day
                }
            ),
            "papers": papers,
        }

    def _get_letter_sentence(self):
        """Return what was decided, in one sentence to the employee."""
        self.ensure_one()
        dates = {
            name: format_date(self.env, self[name]) for name in ("usable_from", "usable_to") if self[name]
        }
        # sudo: names of the grades that it is about
        grades = self.sudo().grade_from_id, self.sudo().grade_to_id
        sentences = {
            "reminder": self.env._("You are reminded to keep the rule."),
            "reprimand": self.env._("You are reprimanded publicly."),
            "warning": self.env._("You are given a warning."),
            "demerit": self.env._("A demerit is recorded for you."),
            "major_demerit": self.env._("A major demerit is recorded for you."),
            "transfer": self.env._("You are transferred to another post."),
            "removal": self.env._("You are removed from your post."),
            "dismissal": self.env._("Your employment is ended."),
            "persuaded_resignation": self.env._("You are asked to resign."),
            "grade_change": self.env._(
                "Your salary grade changes from %(before)s to %(after)s.",
                before=grades[0].display_name,
                after=grades[1].display_name,
            ),
            "award": self.env._("You are rewarded: %(reward)s.", reward=self._get_reward_text()),
            "days_off": self.env._(
                "You get %(days)s days of rest, to be taken from %(usable_from)s to %(usable_to)s. After "
                "that they lapse.",
                days=f"{self.days:g}",
                usable_from=dates.get("usable_from", "–"),
                usable_to=dates.get("usable_to", "–"),
            ),
        }
        return sentences[self.kind]

    def _get_reward_text(self):
        labels = dict(self._fields["award_kind"]._description_selection(self.env))
        # sudo: the streak has the text in the reader's language
        text = self.sudo().streak_id.award_text or self.award_text
        return ", ".join(filter(None, [labels.get(self.award_kind), text]))

    def _get_alternative_text(self):
        """Return what the rules say instead, in the reader's language as far as it is known."""
        # sudo: as above
        return self.sudo().streak_id.alternative or self.alternative
