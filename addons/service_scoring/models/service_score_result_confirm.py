from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from ..engine import target as engine
from ..engine.numbers import exact
from ..engine.open_period import first_open_day
from .service_score_account import AccountKey

#: what the database keeps as it was confirmed, until a manager takes the confirmation back (decisions 13)
CONTENT = (
    *("target_id", "company_id", "employee_id", "department_id", "date_from", "date_to", "target_value"),
    *("value", "is_known", "has_rate", "rate", "source", "employed_days", "is_full_period", "grade"),
)
#: awards that are good for whom they are about
GOOD_AWARDS = ("commendation", "merit", "major_merit")


class ServiceScoreResult(models.Model):
    """Confirming: a person decides; what follows is proposed, and commissions are paid with the sheet."""

    # one concern a file
    _inherit = "service.score.result"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, when=SQL("OLD.state = 'confirmed'"))

    def action_confirm(self):
        """Confirm these results: from now on they stay as they are, whatever becomes of the target.

        Those that are not known are left: nothing follows from them. Entries of the rules of the bands are
        proposed; other people confirm those.

        :raise UserError: one is confirmed already, about the user, or in a running period; or none is known
        """
        self._check_may_enter()
        self._count_accounts_on()
        self._check_open()
        archived = self.sudo().target_id.filtered(lambda target: not target.active)  # sudo: whether it holds
        if archived:
            raise UserError(
                self.env._(
                    "The target “%(target)s” is archived: nothing follows from its results any more. Take it "
                    "back in use first, or delete the draft.",
                    target=archived[0].name,
                )
            )
        running = self.filtered(lambda result: result.date_to >= result.company_id._score_day())
        if running:
            raise UserError(
                self.env._("%(result)s: its period is not over yet.", result=running[0].display_name)
            )
        # what was measured within the period lacks its last days
        self.filtered(
            lambda result: result.source == "measured" and result.target_id.is_measured
        )._measure_again()
        found = self.exists()
        known = found.filtered("is_known")
        if not known:
            raise UserError(
                self.env._(
                    "Nothing is known of these results: enter them first. What is missing is not zero."
                )
            )
        known.sudo()._confirm()  # sudo: the right was checked; what follows is written with it
        left = found - known
        return left._notify_unknown(len(known)) if left else True

    def _confirm(self):
        """Confirm these results, in superuser mode; judges nothing anew."""
        self._store(
            {
                "state": "confirmed",
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
            }
        )
        self._explain_each({result.id: {"target": result._prepare_reason()} for result in self})
        self._create_commissions()
        self._propose_entries()

    def _count_accounts_on(self):
        """Write the fixed rows of whose sheets may pay commissions, before anything is read (invariants)."""
        Account = self.env["service.score.account"]
        # sudo: codes and ids only; nobody writes accounts by hand
        mine = self.sudo()  # sudo: as above
        rows = (*mine, *mine.commission_ids)
        accounts = Account._get_accounts(key for one in rows if (key := one._get_account_key()))
        Account.sudo().concat(*accounts.values())._count_on()  # sudo: as above
        self.invalidate_recordset(["state"])

    def _get_account_key(self):
        """Return the key of the account of the employee in the rule book; None: nothing is paid."""
        self.ensure_one()
        code = self.target_id.rulebook_code
        if not code or not self.employee_id:
            return None
        return AccountKey(self.company_id.id, code, "employee", self.employee_id.id)

    def _create_commissions(self):
        """Make the rows of what these results earn, for the first sheet of the rule book that is open."""
        keys = {result: key for result in self if (key := result._get_account_key())}
        closed = self.env["service.score.account"]._find_closed_periods(list(keys.values()))
        vals_list = []
        for result in self.filtered("employee_id"):
            for band in result.band_ids.filtered("has_commission"):
                amount = engine.commission(
                    exact(result.value),
                    exact(result.target_value),
                    exact(band.commission_rate),
                    band.commission_base == "above_target",
                )
                if not amount:
                    continue
                vals_list.append(
                    {
                        "result_id": result.id,
                        "band_id": band.id,
                        "company_id": result.company_id.id,
                        "employee_id": result.employee_id.id,
                        "rulebook_code": result.target_id.rulebook_code,
                        "date_to": result.date_to,
                        "effective_date": first_open_day(result.date_to, closed.get(keys.get(result), ())),
                        "rate": band.commission_rate,
                        "amount": float(amount),
                    }
                )
        self.env["service.score.commission"].create(vals_list)

    def _propose_entries(self):
        """Propose entries of the rules of the bands that these results reached, on the last day (Q-42)."""
        vals_list = []
        for day, results in self.grouped("date_to").items():
            rules = results.band_ids._get_rules(day)
            vals_list += [
                {
                    "rule_id": rules[band].id,
                    f"{result.carrier}_id": (result.employee_id or result.department_id).id,
                    "date": day,
                    "source": "target",
                    "res_model": self._name,
                    "res_id": result.id,
                    "source_key": f"{self._name},{result.id},{band.id}",
                    "facts": result._prepare_facts(),
                }
                for result in results
                for band in result.band_ids
                if band in rules and result._is_comparable(rules[band])
            ]
        scope = [("source", "=", "target"), ("res_model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["service.score.entry"]._follow_source(scope, vals_list)

    def _is_comparable(self, rule):
        """Whether the target was meant for the days of this employee: who was there for a part of the period
        only missed nothing of the whole one (decisions 7). Who reached all of it in fewer days has earned
        what rewards that. Commissions are paid nonetheless.

        :param rule: which would follow
        """
        self.ensure_one()
        if self.is_full_period or self.target_id.is_pro_rata:
            return True
        reached = self.has_rate and exact(self.value) >= exact(self.target_value)
        return reached and rule._is_reward()

    def _prepare_reason(self):
        """Return why this result is as it is: codes and numbers, see ``service.explained.mixin``."""
        self.ensure_one()
        facts = self._prepare_facts() | {"target_bands": self.band_ids.mapped("code")}
        return self._prepare_explanation(
            f"target_{self.source}", f"{exact(self.value).normalize():f}", None, facts
        )

    def _prepare_facts(self):
        self.ensure_one()
        share = engine.share_of(exact(self.value), exact(self.target_value))
        return {
            "target": self.target_id.code,
            "from": self.date_from.isoformat(),
            "to": self.date_to.isoformat(),
            "target_result": self.value,
            "target_value": self.target_value,
            "target_share": None if share is None else round(float(share), 4),
            "target_days": None if self.is_full_period else self.employed_days,
        }

    def _notify_unknown(self, done):
        """Return the message about results that were not confirmed, as nothing is known of them."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("%(done)s confirmed, %(left)s are not known", done=done, left=len(self)),
                "message": "\n".join(self[:5].mapped("display_name")),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # Taking a confirmation back
    def action_reset(self):
        """Take confirmed results back to drafts, as long as nothing was built on them.

        :raise UserError: an entry of one is confirmed, or its commission was paid with a confirmed sheet
        """
        self.check_access("write")
        if not self.env.user.has_group("service_scoring.group_manager"):
            raise UserError(self.env._("Only managers of scoring take back a confirmation."))
        self._count_accounts_on()
        own = self.filtered(lambda result: result._is_own())
        if own:
            raise UserError(
                self.env._("%(result)s is your own: somebody else decides on it.", result=own[0].display_name)
            )
        # sudo: what was built on them, and is taken back with them; the right was checked
        results = self.sudo()
        results._check_unused()
        results.commission_ids.unlink()
        results._store({"state": "draft", "confirmed_at": False, "confirmed_by_id": False})
        results.flush_recordset()  # the database lets them be changed from here on
        scope = [("source", "=", "target"), ("res_model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["service.score.entry"].sudo()._follow_source(scope, [])  # sudo: as above
        results.target_id._judge_again()
        return True

    def _check_unused(self):
        used = self.filtered(
            lambda result: any(entry.state in ("confirmed", "reversed") for entry in result.entry_ids)
        )
        if used:
            raise UserError(
                self.env._(
                    "%(result)s: an entry of it is confirmed. Take back the entry instead.",
                    result=used[0].display_name,
                )
            )
        keys = {one: key for one in self.commission_ids if (key := one._get_account_key())}
        closed = self.env["service.score.account"]._find_closed_periods(list(keys.values()))
        for commission in self.commission_ids:
            periods = closed.get(keys.get(commission), ())
            if any(first <= commission.effective_date <= last for first, last in periods):
                raise UserError(
                    self.env._(
                        "%(result)s: its commission was paid with a confirmed sheet.",
                        result=commission.result_id.display_name,
                    )
                )


class ServiceScoreRule(models.Model):
    """Rules whose entries targets propose."""

    # what proposes them is here
    _inherit = "service.score.rule"  # pylint: disable=consider-merging-classes-inherited

    source = fields.Selection(selection_add=[("target", "Target")], ondelete={"target": "set default"})

    def _is_reward(self):
        """Whether an entry of this rule is good for whom it is about."""
        self.ensure_one()
        return self.kind == "reward" or self.award_kind in GOOD_AWARDS
