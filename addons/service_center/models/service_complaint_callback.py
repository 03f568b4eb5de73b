import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError

from ..engine import lifecycle

#: milestone: what a callback found is settled
SETTLED = "callback_settled"
POLICY = "callback-problem"


class ServiceComplaint(models.Model):
    """A complaint made of what a callback found: its deadline is a clock, and the customer is called again.

    The deadline that the callback's plan gives survives the conversion (C5).
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    callback_ids = fields.One2many(
        "service.callback", "problem_complaint_id", string="Found in Callbacks", readonly=True
    )
    callback_deadline = fields.Datetime(
        "Settle Callback Until",
        readonly=True,
        copy=False,
        help="What the callback found is settled until then; it becomes a time limit of the case.",
    )
    about_order_id = fields.Many2one(
        "service.order",
        "About Service Order",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="The service order about which the customer was called.",
    )
    about_complaint_id = fields.Many2one(
        "service.complaint",
        "About Earlier Case",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
        help="The complaint about which the customer was called.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._prepare_callback_limits(vals_list)
        return super().create(vals_list)

    def _follow_state(self, source, target):
        """What the callbacks found is settled with the case, and open again when it is reopened."""
        result = super()._follow_state(source, target)
        if source and lifecycle.is_reopening(source, target):
            self._sla_reopen((SETTLED,))
            self._get_found_callbacks()._reopen_problem()
        elif source and target in ("resolved", "closed", "rejected", "cancelled"):
            self._settle_callbacks(target)
        return result

    def _settle_callbacks(self, target):
        """Settle what callbacks found; of cases that were none nobody is called again."""
        # sudo: a step of the policy; whoever ends the case need not see the callbacks
        callbacks = self._get_found_callbacks()
        for callback in callbacks.filtered(lambda one: not one.problem_settled_at):
            closing = callback.problem_complaint_id._get_live()._get_closure()
            callback._settle_with_case(closing, again=target != "cancelled")
        (self & callbacks.problem_complaint_id)._service_reach(SETTLED)

    def _get_found_callbacks(self):
        """Return the callbacks, in sudo, that found what is settled here or in a complaint merged into it."""
        # sudo: only links; the callbacks follow what is decided on the case
        family = todo = self.sudo()
        while todo:
            todo = todo.merged_ids - family
            family |= todo
        return self.env["service.callback"].sudo().search([("problem_complaint_id", "in", family.ids)])

    # Its clock
    @api.model
    def _prepare_callback_limits(self, vals_list):
        """Make the limit of such deadlines for the companies of these values, where they have none yet.

        A company may change it, or archive it: then such deadlines make no clock.
        """
        ids = {
            vals.get("company_id") or self.env.company.id
            for vals in vals_list
            if vals.get("callback_deadline") and not vals.get("is_history")
        }
        for company in self.env["res.company"].browse(ids):
            # sudo: who makes a case of a callback need not maintain policies
            Policy = self.env["service.sla.policy"].sudo().with_context(active_test=False)
            if not Policy.search_count([("company_id", "=", company.id), ("code", "=", POLICY)], limit=1):
                self._create_callback_policy(Policy.with_context(active_test=True), company)

    @api.model
    def _create_callback_policy(self, Policy, company):
        Metric = self.env["service.sla.metric"].sudo()  # sudo: as the policy
        try:
            with self.env.cr.savepoint():
                if not Metric._find(company, SETTLED):
                    metric = Metric.create(
                        {"code": SETTLED, "name": SETTLED, "sequence": 36, "company_id": company.id}
                    )
                    self._name_in_all_languages(metric, lambda env: env._("Callback Problem Settled"))
                policy = Policy.create(self._prepare_callback_policy_vals(company))
                self._name_in_all_languages(policy, lambda env: env._("Problems found in callbacks"))
        except psycopg2.errors.UniqueViolation as error:
            # another transaction made it just now; the next attempt sees it
            raise ConcurrencyError from error

    @api.model
    def _prepare_callback_policy_vals(self, company):
        target = {
            "metric": SETTLED,
            "party": "customer",
            "unit": "given",
            "value": 0,
            "pauses": False,
            "warn_share": 75,
        }
        return {
            "code": POLICY,
            "name": POLICY,
            "sequence": 2,
            "model": self._name,
            "company_id": company.id,
            "domain": "[('callback_deadline', '!=', False)]",
            "target_ids": [fields.Command.create(target)],
        }

    def _get_sla_given(self, target):
        if target.key == (SETTLED, "customer"):
            return self.callback_deadline and self.callback_deadline.replace(microsecond=0)
        return super()._get_sla_given(target)

    def _get_offered_milestones(self):
        """It is settled with the case, not by a button."""
        offered = super()._get_offered_milestones()
        return {key: codes - {SETTLED} for key, codes in offered.items()}

    def action_found_callbacks(self):
        """Show the callbacks that found it, and those made afterwards."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_callback_action")
        action["domain"] = [
            "|",
            ("problem_complaint_id", "=", self.id),
            ("origin_id.problem_complaint_id", "=", self.id),
        ]
        action["context"] = {"create": False}
        return action


class ServiceCallback(models.Model):
    """Problems of callbacks follow their cases."""

    # what a case does to its callbacks belongs together
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _settle_with_case(self, closing, again):
        """The case is settled: so is the problem, and the customer is called again."""
        for callback in self:
            if again:
                callback._settle({"problem_settled_by_id": self.env.uid}, closing)
            else:
                callback._write_stepped(
                    {"problem_settled_at": fields.Datetime.now(), "problem_settled_by_id": self.env.uid}
                )

    def _reopen_problem(self):
        """The case was taken up again: the problem is open, and nobody calls before it is settled."""
        self._write_stepped(
            {"problem_settled_at": False, "problem_settled_by_id": False, "problem_warned_at": False}
        )
        waiting = self.second_ids.filtered(lambda one: one.state == "planned" and one.channel != "visit")
        if waiting:
            waiting.action_cancel("superseded")
