from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

OWNERS = ("employee_id", "department_id", "site_id")
#: written by the step of excusing only
STAMPS = {"excused_by_id", "excused_at"}
EXCUSE = {"is_excused", "excuse_reason"}


class ServiceScoreDutyRecord(models.Model):
    """The proof that a duty was fulfilled, or the reason why it need not be (Q-58)."""

    _name = "service.score.duty.record"
    _description = "Proof of a Duty"
    _inherit = ["service.text.mixin", "hr.mixin"]
    _order = "date_from desc, done_on desc, id desc"
    _rec_name = "duty_id"
    _check_company_auto = True

    duty_id = fields.Many2one(
        "service.score.duty", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="duty_id.company_id", store=True, precompute=True, index=True)
    owner = fields.Selection(related="duty_id.owner", string="Owed By")
    share_rule_id = fields.Many2one(related="duty_id.share_rule_id")
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", ondelete="restrict", check_company=True
    )
    site_id = fields.Many2one("service.site", index="btree_not_null", ondelete="restrict", check_company=True)
    done_on = fields.Date(
        default=lambda self: self.env.company._score_day(),
        help="When it was done or handed in. Empty: never, and excused.",
    )
    period_day = fields.Date(
        "For the Period Of",
        help="A day of the period that it is for, where it was handed in before or after; empty: the period "
        "in which it was done.",
    )
    date_from = fields.Date("From", compute="_compute_period", store=True, precompute=True)
    date_to = fields.Date("To", compute="_compute_period", store=True, precompute=True)
    due_on = fields.Date("Due", compute="_compute_period", store=True, precompute=True)
    is_late = fields.Boolean(
        "Late",
        compute="_compute_period",
        store=True,
        precompute=True,
        help="Done later than it was due: it counts as missing, unless it is excused.",
    )
    quantity = fields.Integer(required=True, default=1)
    published = fields.Integer(
        "Published or Accepted", help="How many of them were published or accepted, where that counts."
    )
    note = fields.Char(help="For example the title, or where the minutes are kept.")
    attachment_ids = fields.Many2many("ir.attachment", string="Files", bypass_search_access=True)

    is_excused = fields.Boolean("Excused", help="It counts, although it is late or was never done.")
    excuse_reason = fields.Char("Why It Is Excused")
    excused_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    excused_at = fields.Datetime("Excused On", readonly=True, copy=False)

    _period_idx = models.Index("(duty_id, date_from)")
    _quantity_range = models.Constraint(
        "CHECK (quantity >= 1 AND published >= 0 AND published <= quantity)",
        "It was one or more, and not more of them can be published.",
    )

    @api.depends(
        *("done_on", "duty_id.due_day", "duty_id.due_month", "duty_id.period", "period_day"),
    )
    def _compute_period(self):
        for record in self:
            day = record.period_day or record.done_on
            period = record.duty_id._get_period(day) if record.duty_id and day else None
            record.date_from = period and period.first
            record.date_to = period and period.last
            record.due_on = period and period.due
            record.is_late = bool(period and record.done_on and record.done_on > period.due)

    @api.depends("duty_id", *OWNERS)
    def _compute_display_name(self):
        for record in self:
            # sudo: the name of who owes it, as it stands on the record
            one = record.sudo()
            owner = one.employee_id or one.department_id or one.site_id
            record.display_name = " · ".join(
                name for name in (record.duty_id.display_name, owner.display_name) if name
            )

    @api.constrains("duty_id", *OWNERS)
    def _check_owner(self):
        for record in self:
            # sudo: only whether there is one
            given = [name for name in OWNERS if record.sudo()[name]]
            if given != [f"{record.duty_id.owner}_id"]:
                raise ValidationError(
                    {
                        "employee": self.env._("%(duty)s: choose the employee.", duty=record.duty_id.name),
                        "department": self.env._(
                            "%(duty)s: choose the department.", duty=record.duty_id.name
                        ),
                        "site": self.env._("%(duty)s: choose the site.", duty=record.duty_id.name),
                    }[record.duty_id.owner]
                )

    @api.constrains("done_on", "excuse_reason", "is_excused", "period_day")
    def _check_done(self):
        for record in self:
            if record.is_excused and not (record.excuse_reason or "").strip():
                raise ValidationError(self.env._("%(proof)s: why is it excused?", proof=record.display_name))
            if not record.done_on and not record.is_excused:
                raise ValidationError(self.env._("%(proof)s: when was it done?", proof=record.display_name))
            if not record.date_from:
                raise ValidationError(
                    self.env._("%(proof)s: which period is it for?", proof=record.display_name)
                )
            if record.done_on and record.done_on > record.company_id._score_day():
                raise ValidationError(
                    self.env._("%(proof)s cannot have been done in the future.", proof=record.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create([_without(vals) for vals in vals_list])
        records._own_files()
        excused = records.filtered("is_excused")
        excused._check_not_own()
        excused._stamp_excuse()
        records._refresh(records._get_periods())
        return records

    def write(self, vals):
        vals = _without(vals)
        periods = self._get_periods()
        excused = self.filtered("is_excused")
        excused._check_not_own()
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._own_files()
        excused |= self.filtered("is_excused")
        excused._check_not_own()
        if EXCUSE & vals.keys():
            self._stamp_excuse()
        self._refresh(periods | self._get_periods())
        return result

    def unlink(self):
        """Take proofs away; what they proved is missing again."""
        self.filtered("is_excused")._check_not_own()
        periods = self._get_periods()
        result = super().unlink()
        self._refresh(periods)
        return result

    def _own_files(self):
        """Give files that were uploaded for these proofs to them: who sees these sees the files."""
        for record in self:
            record.attachment_ids._give_to(record)

    def _check_not_own(self):
        """Refuse excuses of oneself, and changes of them.

        :raise UserError: an excuse is about the user
        """
        # sudo: only compares ids; the user need not be allowed to read employees
        if not self.env.su and self.env.user in self.sudo().employee_id.user_id:
            raise UserError(self.env._("Nobody excuses themselves: somebody else has to decide about it."))

    # past our own write(), which drops what others give
    def _stamp_excuse(self):  # pylint: disable=missing-return
        """Keep who excused it, and when."""
        for is_excused, records in self.grouped("is_excused").items():
            super(ServiceScoreDutyRecord, records).write(  # pylint: disable=super-method-mismatch
                {
                    "excused_by_id": is_excused and self.env.uid,
                    "excused_at": is_excused and fields.Datetime.now(),
                }
            )

    def _get_periods(self):
        """Return {(duty, first day of its period)} of these proofs."""
        return {(record.duty_id, record.date_from) for record in self if record.date_from}

    @api.model
    def _refresh(self, periods):
        """Have periods that were judged already judged again: proposals follow what is known now."""
        for duty, first in periods:
            # sudo: proposals follow the plan, whatever who keeps proofs may write; each one is confirmed by
            # a person
            duty.sudo()._judge_again(first)


def _without(vals):
    return {name: value for name, value in vals.items() if name not in STAMPS}
