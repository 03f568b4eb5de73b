from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ..engine import callback_check


class ServiceCallbackPlan(models.Model):
    """Who has something to say against the product is visited (CB-VISIT-01)."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    visits_remarks = fields.Boolean(
        "Visit After Remarks on the Product",
        help="Customers who object to the product, or suggest something about it, are visited.",
    )


class ServiceCallback(models.Model):
    """The customer is called again when the problem is settled: was it, and is the customer content?"""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    second_ids = fields.One2many("service.callback", "origin_id", string="Called Again", readonly=True)
    recovered = fields.Boolean(
        "Won Back",
        compute="_compute_recovered",
        store=True,
        help="There was a problem, and the customer was content when called again.",
    )
    has_product_remark = fields.Boolean(
        "Remark on the Product", copy=False, help="An objection to the product, or a suggestion about it."
    )

    @api.depends("second_ids.done_at", "second_ids.result", "second_ids.satisfaction", "second_ids.state")
    def _compute_recovered(self):
        """The call that was made last decides."""
        for callback in self:
            # sudo: second calls are made by others
            made = callback.sudo().second_ids.filtered(lambda one: one.state == "done" and one.done_at)
            last = made.sorted(lambda one: (one.done_at, one.id))[-1:]
            callback.recovered = bool(last) and callback_check.is_recovered(last.result, last.satisfaction)

    @api.model
    def _prepare_planned(self, step):
        """Nobody was called again before the first call: nothing has to be computed for thousands."""
        return {**super()._prepare_planned(step), "recovered": False}

    def write(self, vals):
        remarked = self.filtered(lambda one: one.state == "done" and not one.has_product_remark)
        result = super().write(vals)
        if vals.get("has_product_remark"):
            remarked._plan_visit()
        return result

    def _after_done(self):
        result = super()._after_done()
        self.filtered("has_product_remark")._plan_visit()
        return result

    def _plan_second(self, settled_at, closing):
        """Plan that these customers are called again; once for each settlement, and not while one is open.

        :param settled_at: from when the days of the plan count
        :param closing: which settlement of the problem
        """
        # sudo: a step of the plan, whoever settled the problem
        for callback in self.sudo():
            waiting = callback.second_ids.filtered(lambda one: one.state in ("planned", "calling"))
            days = callback.plan_id.second_days if callback.plan_id else 1
            due_date = callback._get_local_day(settled_at) + timedelta(days=days)
            planned = waiting.filtered(lambda one: one.state == "planned" and one.channel != "visit")
            if planned:
                planned.write({"due_date": due_date})
            elif not waiting:
                callback._plan_again(
                    f"second:{callback.id}:{closing}",
                    due_date,
                    purpose=callback._say_to_caller(lambda env: env._("Was the problem settled?")),
                    complaint_id=(callback.problem_complaint_id or callback.complaint_id).id,
                    is_same_day=not days,
                )

    def _plan_visit(self):
        """Plan visits to those who had something to say about the product, where the plan asks for it."""
        # sudo: a step of the plan, whoever talked to the customer
        for callback in self.sudo():
            plan = callback.plan_id
            if plan.visits_remarks and not callback.is_history:
                callback._plan_again(
                    f"visit:{callback.id}",
                    callback._get_local_day(callback.done_at) + timedelta(days=plan.second_days),
                    channel="visit",
                    purpose=callback._say_to_caller(
                        lambda env: env._("Remark of the customer on the product")
                    ),
                )

    def _plan_again(self, key, due_date, **vals):
        """Create another callback to the customer, once for ``key``; return it, empty if there was one."""
        self.ensure_one()
        Callback = self.browse()
        # in the company's archive, too: what was planned once is not planned again
        if Callback.with_context(active_test=False).search_count(
            [("company_id", "=", self.company_id.id), ("key", "=", key)], limit=1
        ):
            return Callback
        again = Callback.create({**self._prepare_again_vals(), "key": key, "due_date": due_date, **vals})
        self._message_log(
            body=self.env._("The customer is contacted again: %(link)s", link=again._get_html_link())
        )
        return again

    def _prepare_again_vals(self):
        """Values of another callback to the same customer; one of a team is for whoever is free.

        Who handles the case does not ask how satisfied the customer is with it (C2).
        """
        caller = self.user_id - self.problem_complaint_id.user_id
        return {
            "company_id": self.company_id.id,
            "plan_id": self.plan_id.id,
            "partner_id": self.partner_id.id,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "complaint_id": self.complaint_id.id,
            "order_id": self.order_id.id,
            "sale_order_id": self.sale_order_id.id,
            "product_id": self.product_id.id,
            "origin_id": self.id,
            "anchor_date": self._get_local_day(fields.Datetime.now()),
            "is_duty": True,
            "channel": self.channel if self.channel in ("phone", "visit") else "phone",
            "team_id": self.team_id.id,
            "user_id": not self.team_id and caller.id,
            "survey_id": self.survey_id.id,
        }

    def _say_to_caller(self, text):
        """Return a text that is kept on the callback, in the language of who will call."""
        user = self.user_id or self.env.user
        return text(self.with_context(lang=user.lang or self.env.lang).env)

    def _get_local_day(self, instant):
        """Return the day of an instant in the company's time zone (CONV-TIME-04)."""
        # sudo: the company's calendar is no secret
        zone = ZoneInfo(self.company_id.sudo()._service_tz())
        return instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date()
