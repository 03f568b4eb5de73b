from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.numbers import exact

#: what a person gives when entering a result
WHOSE = {"target_id", "employee_id", "department_id", "date_from"}
ENTERED = {"value", "is_known", "reason"}


class ServiceScoreResult(models.Model):
    """Entering results by hand or from a file, and what may not be changed."""

    # one concern a file
    _inherit = "service.score.result"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Enter results; a file that is imported again, or after measuring, brings drafts up to date."""
        results, fresh = [], []
        for vals in vals_list:
            vals = self._prepare_entered(vals)
            known = self._find_draft(vals) if self.env.context.get("import_file") else self.browse()
            if known:
                known.write({name: vals[name] for name in ENTERED & vals.keys()})
            else:
                fresh.append(vals)
            results.append(known)
        created = iter(super().create(fresh))
        results = [one or next(created) for one in results]
        for one in results:
            one._check_whose()
        found = self.browse().union(*results)
        found._check_may_enter()
        found._judge_entered()
        return self.browse(one.id for one in results)

    # what people write goes through ``_store``, past which nothing is checked
    def write(self, vals):  # pylint: disable=method-required-super
        vals = {name: value for name, value in vals.items() if name in WHOSE | ENTERED}
        if not vals:
            return True
        self._check_may_enter()
        if any(
            self._fields[name].convert_to_write(result[name], result) != vals[name]
            for result in self
            for name in WHOSE & vals.keys()
        ):
            raise UserError(
                self.env._("Whose result it is, and of what, does not change: enter another one.")
            )
        vals = {name: vals[name] for name in ENTERED & vals.keys()}
        if {"value", "is_known"} & vals.keys():
            vals = self._with_known(vals) | {"source": "typed"}
        # sudo: the right was checked; what follows from it is written with it
        self.sudo()._store(vals)
        self._judge_entered()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        self._check_open()

    def _store(self, vals):
        """Write values past the checks of what people enter."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.model
    def _insert(self, vals_list):
        """Create results past the checks of what people enter."""
        vals_list = [{**vals, "band_ids": [fields.Command.set(vals["band_ids"])]} for vals in vals_list]
        return super().create(vals_list)  # pylint: disable=super-method-mismatch

    @api.model
    def _prepare_entered(self, vals):
        """Return the values of a new result that a person may give, for the first day of its period."""
        vals = {name: value for name, value in vals.items() if name in WHOSE | ENTERED}
        target = self.env["service.score.target"].browse(vals.get("target_id") or ())
        day = fields.Date.to_date(vals.get("date_from"))
        if target and day:
            vals["date_from"] = target._get_period(day)[0]
        return self._with_known(vals)

    @api.model
    def _with_known(self, vals):
        """A value that is given is known, unless it is said otherwise; one that is missing is not zero."""
        if "is_known" not in vals:
            value = vals.get("value")
            vals = vals | {"is_known": value is not None and value is not False}
        return vals if vals["is_known"] else vals | {"value": 0.0}

    @api.model
    def _find_draft(self, vals):
        """Return the draft of the same target, person or unit, and period."""
        return self.search(
            [(name, "=", vals.get(name) or False) for name in sorted(WHOSE)] + [("state", "=", "draft")],
            limit=1,
        )

    def _judge_entered(self):
        """Compare results that people entered with their targets."""
        # sudo: as the policy says, whoever enters them; the right was checked
        for (target, first, last), results in (
            self.sudo().grouped(lambda result: (result.target_id, result.date_from, result.date_to)).items()
        ):
            carriers, terms = target._get_carriers(first, last), target._get_terms(first, last)
            for result in results:
                carrier = result.employee_id or result.department_id
                if carrier.id not in carriers:
                    raise ValidationError(
                        self.env._(
                            "%(result)s: the target is not theirs in this period, or they were not employed "
                            "in it.",
                            result=result.display_name,
                        )
                    )
                if result.is_known and target.is_measured and result.source == "typed" and not result.reason:
                    raise ValidationError(
                        self.env._(
                            "%(result)s: the system measures it. Why is another value entered?",
                            result=result.display_name,
                        )
                    )
                value = exact(result.value) if result.is_known else None
                result._write_changed(target._judge(value, carriers[carrier.id], terms, carrier.id))

    # What is refused
    def _check_whose(self):
        """Check of whom and when a new result is."""
        for result in self:
            given = [name for name in ("employee", "department") if result[f"{name}_id"]]
            if given != [result.carrier]:
                raise ValidationError(
                    self.env._("%(target)s: choose the employee.", target=result.target_id.name)
                    if result.carrier == "employee"
                    else self.env._("%(target)s: choose the department.", target=result.target_id.name)
                )
            if result.date_from > result.company_id._score_day():
                raise ValidationError(
                    self.env._("%(result)s: this period has not begun yet.", result=result.display_name)
                )

    def _check_may_enter(self):
        """Check that the user may change these results.

        :raise AccessError: the user is no officer
        :raise UserError: a result is confirmed, or about the user
        """
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring enter results."))
        self._check_open()
        own = self.filtered(lambda result: result._is_own())
        if own:
            raise UserError(
                self.env._("%(result)s is your own: somebody else decides on it.", result=own[0].display_name)
            )

    def _check_open(self):
        closed = self.filtered(lambda result: result.state != "draft")
        if closed:
            raise UserError(
                self.env._("%(result)s is confirmed and stays as it is.", result=closed[0].display_name)
            )

    def _is_own(self):
        """Whether this result is about the user, or about the unit that the user heads."""
        self.ensure_one()
        # sudo: only whose login it is
        one = self.sudo()
        return self.env.user in one.employee_id.user_id | one.department_id.manager_id.user_id

    @api.depends("target_id", "employee_id", "department_id", "date_from")
    def _compute_display_name(self):
        for result in self:
            # sudo: the name of whose result it is, for those who may read it
            one = result.sudo()
            carrier = one.employee_id or one.department_id
            day = fields.Date.to_string(result.date_from) if result.date_from else ""
            result.display_name = " · ".join(filter(None, (one.target_id.name, carrier.display_name, day)))
