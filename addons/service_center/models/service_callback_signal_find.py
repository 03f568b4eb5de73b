import logging
from datetime import timedelta

from odoo import api, fields, models

from ..engine import callback_signals as engine

_logger = logging.getLogger(__name__)
#: how far calls before are looked at for calls at once; longer ones are no calls
LONGEST = timedelta(hours=4)
#: so many answers of a customer at least are compared with those of others
FEWEST = 3


class ResCompany(models.Model):
    """What companies take for a sign that calls were not made."""

    # one concern a file
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    service_same_answers = fields.Integer(
        "Same Answers in a Row",
        default=5,
        help="So many customers in a row with the very same answers, at one caller, are a signal. 0: none.",
    )

    _service_same_answers_range = models.Constraint(
        "CHECK (service_same_answers = 0 OR service_same_answers >= 2)",
        "The same answers in a row are at least two, or 0 for no signal.",
    )


class ResConfigSettings(models.TransientModel):
    # the setting of this file
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    service_same_answers = fields.Integer(
        related="company_id.service_same_answers", readonly=False, string="Same Answers in a Row"
    )


class ServiceCallback(models.Model):
    """Callbacks are looked at every night for signs that nobody called."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    signals_looked_at = fields.Datetime(readonly=True, copy=False, export_string_translation=False)
    signal_ids = fields.One2many("service.callback.signal", "callback_id", string="Signals", readonly=True)

    _signals_idx = models.Index(
        "(company_id, user_id, done_at) WHERE state = 'done' AND signals_looked_at IS NULL"
    )
    _caller_idx = models.Index("(company_id, user_id, done_at) WHERE state = 'done'")

    @api.model
    def _get_unseen_domain(self):
        return [
            ("state", "=", "done"),
            ("signals_looked_at", "=", False),
            ("user_id", "!=", False),
            ("is_history", "=", False),
        ]

    @api.model
    def _cron_signals(self, limit=50):
        """Look at what callers did since the last time, a caller a transaction; may be stopped at any point.

        A caller whose calls cannot be looked at does not stop the others.
        """
        Cron = self.env["ir.cron"]
        groups = self._read_group(self._get_unseen_domain(), ["company_id", "user_id"])
        Cron._commit_progress(remaining=len(groups))
        for company, user in groups[:limit]:
            try:
                with self.env.cr.savepoint():
                    while self._find_signals(company, user):
                        pass
            except Exception:
                _logger.exception("Signals of callbacks of user %s in company %s", user.id, company.id)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _find_signals(self, company, user, batch=500):
        """Raise signals about calls of a caller that were not looked at yet; return how many those are.

        Calls before them are looked at again: runs and calls at once cross the border.
        """
        domain = [("company_id", "=", company.id), ("user_id", "=", user.id)]
        unseen = self.search([*domain, *self._get_unseen_domain()], order="done_at, id", limit=batch)
        if unseen:
            made = [*domain, ("state", "=", "done"), ("is_history", "=", False)]
            noticed = unseen._find_hurried(made) | unseen._find_repeated(made, company.service_same_answers)
            seen = set(unseen.ids)
            self.env["service.callback.signal"]._raise_all(
                {(key, kind): facts for (key, kind), facts in noticed.items() if key in seen}
            )
            unseen._write_stepped({"signals_looked_at": fields.Datetime.now()})
        return len(unseen)

    def _find_hurried(self, made):
        """Return {(callback id, kind): facts} of telephone calls that were too short, or two at once."""
        first, last = self[0].done_at, self[-1].done_at
        calls = [
            engine.Call(
                callback.id,
                callback.done_at,
                engine.length(callback.seconds, callback.opened_at, callback.done_at),
                callback.plan_id.min_seconds,
            )
            for callback in self.search(
                [
                    *made,
                    ("channel", "=", "phone"),
                    ("done_at", ">=", first - LONGEST),
                    ("done_at", "<=", last),
                ]
            )
        ]
        return {(key, "short"): facts for key, facts in engine.too_short(calls).items()} | {
            (key, "overlap"): facts for key, facts in engine.overlapping(calls).items()
        }

    def _find_repeated(self, made, times):
        """Return {(callback id, kind): facts} of so many customers in a row with the very same answers.

        Of each questionnaire for itself; a few answers that many customers give alike say nothing, nor do
        those that customers entered themselves.
        """
        found = {}
        if times < 2:
            return found
        asked = self.filtered(lambda one: one.answers_id and one._is_by_caller())
        for survey, callbacks in asked.grouped("survey_id").items():
            before = self.search(
                [
                    *made,
                    ("answers_id", "!=", False),
                    ("survey_id", "=", survey.id),
                    ("attempt_ids", "not any", [("outcome", "=", "reached"), ("user_id", "=", False)]),
                    ("done_at", "<", callbacks[0].done_at),
                ],
                order="done_at desc, id desc",
                limit=times - 1,
            )
            # sudo: answers of surveys are only compared
            answers = (before | callbacks).sudo().answers_id._service_answers()
            calls = []
            for callback in before | callbacks:
                given = answers[callback.answers_id.id]
                alike = tuple(sorted(given.items())) if len(given) >= FEWEST else None
                calls.append(engine.Call(callback.id, callback.done_at, 0, answers=alike))
            found |= {(key, "same_answers"): facts for key, facts in engine.repeated(calls, times).items()}
        return found
