import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

from ..engine import lifecycle

#: milestone: the reply to the authority is recorded
REPLIED = "replied"
POLICY = "regulator-reply"


class ServiceComplaint(models.Model):
    """A complaint that an authority passes on: its number, its deadline as a clock, and the reply to it."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    regulator_kind = fields.Selection(
        [
            ("12315", "12315 Consumer Hotline"),
            ("12345", "12345 City Hotline"),
            ("association", "Consumer Association"),
            ("market", "Market Supervision"),
            ("court", "Court or Arbitration"),
            ("other", "Other Authority"),
        ],
        "Authority",
        copy=False,
        tracking=True,
    )
    regulator_name = fields.Char("Name of the Authority", copy=False, tracking=True)
    regulator_number = fields.Char(
        "Authority's Case Number", copy=False, tracking=True, index="btree_not_null"
    )
    regulator_deadline = fields.Datetime(
        "Reply to Authority Until",
        copy=False,
        tracking=True,
        help="The deadline that the authority has set; it becomes a time limit of the case.",
    )
    regulator_replied_at = fields.Datetime("Replied to Authority", readonly=True, copy=False, tracking=True)
    regulator_reply_ids = fields.One2many(
        "service.regulator.reply", "complaint_id", string="Replies to Authority", readonly=True
    )
    is_from_regulator = fields.Boolean(
        "From an Authority", compute="_compute_is_from_regulator", search="_search_is_from_regulator"
    )

    @api.depends("channel", "regulator_kind")
    def _compute_is_from_regulator(self):
        for complaint in self:
            complaint.is_from_regulator = bool(complaint.channel == "regulator" or complaint.regulator_kind)

    @api.model
    def _search_is_from_regulator(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = ["|", ("channel", "=", "regulator"), ("regulator_kind", "!=", False)]
        return domain if (True in value) == (operator == "in") else ["!", *domain]

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._without_replied(vals) for vals in vals_list]
        self._prepare_regulator_limits(vals_list)
        return super().create(vals_list)

    @api.model
    def _without_replied(self, vals):
        """The reply is recorded with its letter: who writes only the time of it has not replied."""
        if self.env.su or "regulator_replied_at" not in vals:
            return vals
        return {name: value for name, value in vals.items() if name != "regulator_replied_at"}

    def write(self, vals):
        """Write; what was replied to stays as it was."""
        vals = self._without_replied(vals)
        if "regulator_deadline" in vals:
            self._check_deadline_open(vals["regulator_deadline"])
            for company in self.company_id:
                self._prepare_regulator_limits([{**vals, "company_id": company.id}])
        return super().write(vals)

    def _check_deadline_open(self, deadline):
        deadline = fields.Datetime.to_datetime(deadline) or False
        replied = self.filtered(lambda one: one.regulator_replied_at and one.regulator_deadline != deadline)
        if replied:
            raise UserError(
                self.env._(
                    "%(numbers)s: the authority has its reply; the deadline that was kept or missed stays.",
                    numbers=", ".join(replied.mapped("name")),
                )
            )

    # Its clock
    @api.model
    def _prepare_regulator_limits(self, vals_list):
        """Make the limit of given deadlines for the companies of these values, where they have none yet.

        A company may change it, or archive it: then such deadlines make no clock.
        """
        ids = {
            vals.get("company_id") or self.env.company.id
            for vals in vals_list
            if vals.get("regulator_deadline") and not vals.get("is_history")
        }
        for company in self.env["res.company"].browse(ids):
            # sudo: who enters a complaint need not maintain policies
            Policy = self.env["service.sla.policy"].sudo().with_context(active_test=False)
            if not Policy.search_count([("company_id", "=", company.id), ("code", "=", POLICY)], limit=1):
                self._create_regulator_policy(Policy.with_context(active_test=True), company)

    @api.model
    def _create_regulator_policy(self, Policy, company):
        Metric = self.env["service.sla.metric"].sudo()  # sudo: as the policy
        try:
            with self.env.cr.savepoint():
                if not Metric._find(company, REPLIED):
                    metric = Metric.create(
                        {"code": REPLIED, "name": REPLIED, "sequence": 35, "company_id": company.id}
                    )
                    self._name_in_all_languages(metric, self._get_replied_name)
                policy = Policy.create(self._prepare_regulator_policy_vals(company))
                self._name_in_all_languages(policy, self._get_regulator_policy_name)
        except psycopg2.errors.UniqueViolation as error:
            # another transaction made it just now; the next attempt sees it
            raise ConcurrencyError from error

    @api.model
    def _prepare_regulator_policy_vals(self, company):
        return {
            "code": POLICY,
            "name": POLICY,
            "sequence": 1,  # what an authority has set goes before what a policy would give
            "model": self._name,
            "company_id": company.id,
            "domain": "[('regulator_deadline', '!=', False)]",
            "target_ids": [
                fields.Command.create(
                    {
                        "metric": REPLIED,
                        "party": "regulator",
                        "unit": "given",
                        "value": 0,
                        "pauses": False,
                        "warn_share": 50,
                        "escalation_ids": [
                            fields.Command.create({"share": 75, "notify": "leader"}),
                            fields.Command.create({"share": 100, "notify": "deciders"}),
                        ],
                    }
                )
            ],
        }

    @api.model
    def _name_in_all_languages(self, record, get_name):
        for code, _name in self.env["res.lang"].get_installed():
            record.with_context(lang=code).name = get_name(self.with_context(lang=code).env)

    @api.model
    def _get_replied_name(self, env):
        return env._("Reply to Authority")

    @api.model
    def _get_regulator_policy_name(self, env):
        return env._("Deadline set by an authority")

    def _get_sla_given(self, target):
        if target.key == (REPLIED, "regulator"):
            return self.regulator_deadline and self.regulator_deadline.replace(microsecond=0)
        return super()._get_sla_given(target)

    def _get_offered_milestones(self):
        """The reply is recorded with its letter, not by a button."""
        offered = super()._get_offered_milestones()
        return {key: codes - {REPLIED} for key, codes in offered.items()}

    # Its end
    def _check_end(self, target, vals):
        """A complaint that an authority passed on does not end before the authority has its reply."""
        result = super()._check_end(target, vals)
        if target in lifecycle.DECIDED_STATES:
            waiting = self.filtered(
                lambda one: one.is_from_regulator and not one.regulator_replied_at and not one.is_history
            )
            if waiting:
                raise UserError(
                    self.env._(
                        "%(number)s came from an authority, and no reply to it is recorded: write the reply "
                        "letter, and record when it was sent. Then it can be closed or rejected.",
                        number=waiting[0].name,
                    )
                )
        return result

    def _check_mergeable(self, live):
        """The authority waits for the reply to its own case: what was not replied to stays a case."""
        result = super()._check_mergeable(live)
        waiting = (self - live).filtered(lambda one: one.is_from_regulator and not one.regulator_replied_at)
        if waiting:
            raise UserError(
                self.env._(
                    "%(number)s came from an authority that waits for its reply. Merge the other one into "
                    "it, or record the reply first.",
                    number=waiting[0].name,
                )
            )
        return result

    def _get_erased_documents(self):
        # to whom and when a letter went stays; what it says does not
        replies = self.with_context(active_test=False).regulator_reply_ids
        return [*super()._get_erased_documents(), (replies, ("authority", "signer_function"), {})]

    def action_reply_to_regulator(self):
        """Open the reply to the authority: the draft, else a new one."""
        self.ensure_one()
        draft = self.regulator_reply_ids.filtered(lambda reply: reply.state == "draft")[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply to Authority"),
            "res_model": "service.regulator.reply",
            "view_mode": "form",
            "res_id": draft.id,
            "context": {"default_complaint_id": self.id},
        }
