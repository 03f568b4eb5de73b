import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..engine import target as engine
from ..engine.numbers import exact, rounded
from .service_score_target import JUDGED

#: what was measured less long ago is not measured again by the same run of the cron
ROUND = timedelta(hours=1)
_logger = logging.getLogger(__name__)


class ServiceScoreResult(models.Model):
    """Measuring: read what everybody reached at once, compare it with the target, write what changed."""

    # one concern a file
    _inherit = "service.score.result"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _measure(self, target, date_from, date_to):
        """Make or measure anew the draft results of a period, in superuser mode.

        Confirmed ones stay as they are. What people entered stays, and is compared with the target of today.
        A fixed number of queries to read, for any number of people.

        :return: all results of the period
        """
        carriers = target._get_carriers(date_from, date_to)
        amounts = target._read_amounts(date_from, date_to, carriers) if target.is_measured else {}
        name = f"{target.carrier}_id"
        known = {
            result[name].id: result
            for result in self.search_fetch([("target_id", "=", target.id), ("date_from", "=", date_from)])
        }
        terms = target._get_terms(date_from, date_to)
        fresh = []
        for carrier_id, days in carriers.items():
            result = known.get(carrier_id)
            if result and result.state != "draft":
                continue
            vals = {"source": "measured"} if target.is_measured else {"source": "typed"}
            if result and result.source == "typed":
                vals = {}
                value = exact(result.value) if result.is_known else None
            else:
                value = amounts.get(carrier_id)
                vals |= {"value": float(rounded(value or 0)), "is_known": value is not None}
            vals |= target._judge(value, days, terms, carrier_id)
            if not result:
                fresh.append({"target_id": target.id, name: carrier_id, "date_from": date_from, **vals})
            else:
                result._write_changed(vals)
        gone = self.browse().union(
            *(
                result
                for carrier_id, result in known.items()
                if carrier_id not in carriers
                and result.state == "draft"
                and (result.source == "measured" or not result.is_known)
            )
        )
        gone.unlink()
        return self.browse().union(*known.values()) - gone | self._insert(fresh)

    def _write_changed(self, vals):
        """Write what is another than before."""
        self.ensure_one()
        changed = {name: value for name, value in vals.items() if name != "band_ids" and self[name] != value}
        if self.band_ids.ids != vals["band_ids"]:
            changed["band_ids"] = [fields.Command.set(vals["band_ids"])]
        if changed:
            self._store(changed)

    def action_measure(self):
        """Measure these drafts anew; what was entered by hand is given up where the system measures it.

        :raise UserError: one of them is confirmed
        """
        self._check_may_enter()
        # sudo: results are measured from documents that officers need not read; the right was checked
        drafts = self.sudo()
        drafts.filtered("target_id.is_measured")._store({"source": "measured", "reason": False})
        drafts._measure_again()
        return True

    def _measure_again(self):
        """Measure the periods of these drafts; those of whom it is not the target any more are gone."""
        # sudo: results are measured from documents that officers need not read; who calls has checked
        drafts = self.sudo()
        for target, first, last in drafts.grouped(
            lambda result: (result.target_id, result.date_from, result.date_to)
        ):
            drafts._measure(target, first, last)


class ServiceScoreTarget(models.Model):
    """Measuring a target: by people, when it changes, and by itself every day."""

    # what it is measured into is here
    _inherit = "service.score.target"  # pylint: disable=consider-merging-classes-inherited

    def _get_terms(self, first, last):
        """Return what results of a period are judged by: (target, bands, days of the period, head counts)."""
        self.ensure_one()
        bands = self.band_ids.filtered("active")._get_engine_bands()
        heads = self._read_heads(first) if self.is_per_head and self.carrier == "department" else None
        return exact(self.value), bands, (last - first).days + 1, heads

    def _judge(self, value, days, terms, carrier_id):
        """Return the values of a result that follow from what was reached; see ``_get_terms``.

        :param value: exact; None: not known
        :param days: on which the employee was there
        :param carrier_id: of the employee or department
        """
        goal, bands, whole, heads = terms
        if heads is not None:
            goal = engine.per_head(goal, heads.get(carrier_id, 0))
        if self.is_pro_rata and days < whole:
            goal = engine.in_proportion(goal, days, whole)
        share = engine.share_of(value, goal)
        reached = self.env["service.score.target.band"].union(*engine.reached(value, goal, bands))
        lang = self.company_id.partner_id.lang or self.env.lang
        return {
            "target_value": float(goal),
            "has_rate": share is not None,
            "rate": float(rounded(share or 0)),
            "band_ids": reached.ids,
            "grade": next((one.grade for one in reached.with_context(lang=lang) if one.grade), False),
            "employed_days": days,
            "is_full_period": days >= whole,
        }

    def action_measure(self):
        """Measure the running period and the last one, and show the results."""
        self.check_access("read")
        if not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring measure results."))
        results = self.sudo()._measure_due()  # sudo: measured from documents that officers need not read
        action = self.env["ir.actions.act_window"]._for_xml_id("service_scoring.service_score_result_action")
        return {**action, "domain": [("target_id", "in", self.ids)], "context": {"create": False}} | (
            {} if results else {"help": self.env._("The target has no period yet, or nobody has it.")}
        )

    def measure_period(self, day):
        """Measure the period that holds a day.

        :return: its results
        :raise AccessError: the user is no officer
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring measure results."))
        # sudo: as above
        Result = self.env["service.score.result"].sudo()
        first, last = self._get_period(fields.Date.to_date(day))
        return Result._measure(self.sudo(), first, last).with_env(self.env)  # sudo: as above

    @api.model
    def _cron_measure(self):
        """Measure all targets, one a transaction; a target that fails does not stop the others.

        What was measured longest ago comes first: a cron that had to stop goes on with the rest.
        """
        # sudo: the cron's own work, for all companies
        targets = self.sudo().search([("company_id", "!=", False)], order="measured_at NULLS FIRST, id")
        Cron = self.env["ir.cron"]
        waiting = targets.filtered(
            lambda one: not one.measured_at or one.measured_at < fields.Datetime.now() - ROUND
        )
        Cron._commit_progress(remaining=len(waiting))
        for target in waiting:
            try:
                with self.env.cr.savepoint():
                    target._measure_due()
            except Exception:  # conditions of targets may say anything
                _logger.exception("target %s was not measured", target.id)
            # that it was looked at is no change of the target
            models.BaseModel.write(target, {"measured_at": fields.Datetime.now()})
            if not Cron._commit_progress(1):
                return

    def _measure_due(self):
        """Measure the running period and the one before, as far as these targets hold in them.

        A target of which nothing can follow, because the company has not set it yet, is left alone.
        """
        results = self.env["service.score.result"]
        for target in self.filtered(lambda one: one.active and one._is_set()):
            for first, last in target._get_due_periods(target.company_id._score_day()):
                results |= results._measure(target, first, last)
        return results

    def _is_set(self):
        self.ensure_one()
        return bool(
            self.value
            or self.metric == "typed"
            or not self.band_ids
            or self.band_ids.filtered(lambda band: band.active and band.basis == "value")
        )

    def _get_due_periods(self, today):
        """Return the running period and the one before, as far as the target holds in them."""
        self.ensure_one()
        first, last = self._get_period(today)
        since = self.valid_from or self._get_period(self.company_id._score_day(self.create_date))[0]
        return [
            period
            for period in (self._get_period(first - engine.DAY), (first, last))
            if period[0] >= since and (not self.valid_to or period[1] <= self.valid_to)
        ]

    def write(self, vals):
        result = super().write(vals)
        if JUDGED & vals.keys():
            self._judge_again()
        return result

    def _judge_again(self):
        """Compare draft results with the target as it is now; confirmed ones stay as they are."""
        # sudo: results follow the policy, whoever maintains it
        Result = self.env["service.score.result"].sudo()
        drafts = Result.search(
            Domain("target_id", "in", self.filtered("active").ids) & Domain("state", "=", "draft")
        )
        for target, first, last in sorted(
            {(draft.target_id, draft.date_from, draft.date_to) for draft in drafts},
            key=lambda one: (one[0].id, one[1]),
        ):
            Result._measure(target, first, last)


class ServiceScoreTargetBand(models.Model):
    # what is judged by bands is here
    _inherit = "service.score.target.band"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        bands = super().create(vals_list)
        bands.target_id._judge_again()
        return bands

    def write(self, vals):
        result = super().write(vals)
        self.target_id._judge_again()
        return result

    def unlink(self):
        targets = self.target_id
        # sudo: drafts are judged anew without them
        drafts = (
            self.env["service.score.result"]
            .sudo()
            .search([("band_ids", "in", self.ids), ("state", "=", "draft")])
        )
        self._unlink_except_reached()
        drafts._store({"band_ids": [fields.Command.unlink(band.id) for band in self]})
        result = super().unlink()
        targets._judge_again()
        return result
