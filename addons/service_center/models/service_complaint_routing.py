from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.service_kernel.engine import authority, severity

from ..engine import lifecycle

FACTS = {
    "category_id",
    "team_id",
    "flag_ids",
    "amount_at_stake",
    "complained_rank",
    "failed_below",
    "customer_insists",
    "company_id",
    "is_history",
}
DECIDED = {
    "severity_id",
    "is_major",
    "authority_level_id",
    "severity_override_id",
    "severity_override_reason",
    "severity_override_by_id",
}


class ServiceComplaint(models.Model):
    """How serious a complaint is and who may decide it: decided from its facts by the company's policies."""

    # one concern a file: together they would be too long to read
    _inherit = ["service.complaint", "service.sla.mixin"]
    _name = "service.complaint"

    # Facts
    flag_ids = fields.Many2many(
        "service.risk.flag",
        "service_complaint_flag_rel",
        "complaint_id",
        "flag_id",
        string="Risk Flags",
        check_company=True,
        tracking=True,
        help="What makes the complaint dangerous: injury, fire, the press, a lawsuit …",
    )
    complained_rank = fields.Selection(
        [("staff", "Staff"), ("supervisor", "Supervisor or above")],
        "Rank Complained About",
        tracking=True,
        help="The rank of the person complained about, where one is.",
    )
    failed_below = fields.Boolean(
        "Not Settled Below", tracking=True, copy=False, help="A lower level could not settle the complaint."
    )
    customer_insists = fields.Boolean(
        tracking=True, copy=False, help="The customer insists on a higher level."
    )

    # Decisions
    severity_id = fields.Many2one(
        "service.severity",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_major = fields.Boolean("Major", readonly=True, copy=False)
    authority_level_id = fields.Many2one(
        "service.authority.level",
        "Decided By",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        help="This level of authority or a higher one closes or rejects the complaint.",
    )
    severity_override_id = fields.Many2one(
        "service.severity", "Raised To", readonly=True, copy=False, ondelete="restrict", check_company=True
    )
    severity_override_reason = fields.Text("Reason for Raising", readonly=True, copy=False, tracking=True)
    severity_override_by_id = fields.Many2one("res.users", "Raised By", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create([_without_decided(vals) for vals in vals_list])
        complaints.filtered(lambda complaint: complaint.state in lifecycle.DECIDED_STATES)._check_authority()
        return complaints

    def write(self, vals):
        """Write; facts decide anew how serious it is and who decides. Decisions cannot be written."""
        vals = _without_decided(vals)
        if not self.env.su:
            vals.pop("is_history", None)  # given at the import only: history needs no authority
        target = vals.get("state")
        ending = self.browse()
        if target in lifecycle.DECIDED_STATES:
            ending = self.filtered(lambda complaint: complaint.state != target)
        result = super().write(vals)
        if FACTS & vals.keys():
            self._route()
            ending._check_authority()
        return result

    @api.model
    def default_get(self, fields_list):
        """Return defaults; what is decided has none, nor any that the context brings."""
        return _without_decided(super().default_get(fields_list))

    def _check_move(self, target):
        """Refuse the end of a complaint to people below its level of authority."""
        result = super()._check_move(target)
        if target in lifecycle.DECIDED_STATES:
            self.filtered(lambda complaint: complaint.state != target)._check_authority()
        return result

    # Deciding
    def _route(self):
        """Decide severity and level of these complaints from their facts, and keep why."""
        by_values, entries = defaultdict(self.browse), {}
        for complaint_id, (values, why) in self._decide_routes().items():
            by_values[tuple(values.items())] |= self.browse(complaint_id)
            entries[complaint_id] = why
        for values, complaints in by_values.items():
            complaints._write_decided(dict(values))
        self._explain_each(entries)

    def _decide_drafts(self, decided):
        """Decide on complaints before they are inserted; see ``_create``."""
        routes = self._decide_routes()
        for draft in self.filtered(lambda one: one.id in routes):
            values, why = routes[draft.id]
            decided[draft.id] |= values
            self._explain_draft(decided[draft.id], why)
            draft._update_cache(values, validate=False)  # time limits look at them
        return self._sla_draft(decided)

    def _decide_routes(self):
        """Return {complaint id: ({field: value}, {code: explanation})}; history stays as it came."""
        decisions = {}
        for company, complaints in (
            self.filtered(lambda one: not one.is_history).grouped("company_id").items()
        ):
            flags = self.env["service.risk.flag"]._get_engine_flags(company.id)
            rules = self.env["service.authority.rule"]._get_engine_rules(company.id)
            offers = {}
            for complaint in complaints:
                if not (
                    rules or complaint.flag_ids or complaint.severity_override_id or complaint.explanation
                ):
                    continue  # no policy has anything to say
                own_flags = [flags[flag_id] for flag_id in complaint.flag_ids._origin.ids if flag_id in flags]
                level, level_entry = complaint._decide_authority(rules, own_flags)
                level_entry["facts"] |= complaint._get_offer_facts(level, offers)
                degree, degree_entry = complaint._decide_severity(own_flags)
                values = {
                    "authority_level_id": level and level.id,
                    "severity_id": degree and degree.id,
                    "is_major": severity.is_major(own_flags),
                }
                decisions[complaint.id] = values, {"authority": level_entry, "severity": degree_entry}
        return decisions

    def _get_offer_facts(self, level, offers):
        """Return the facts about who of a level is there, if nobody is; ``offers`` are those known."""
        if level and level.id not in offers:
            Level = self.env["service.authority.level"]
            offers[level.id] = Level._get_offer_facts(self.company_id, level.id)
        return offers[level.id] if level else {}

    # the way around our own write(), which drops decisions given by others
    def _write_decided(self, vals):  # pylint: disable=missing-return
        """Write what was decided; skips what is so already."""
        changed = self.filtered(
            lambda one: any(
                self._fields[name].convert_to_write(one[name], one) != (value or False)
                for name, value in vals.items()
            )
        )
        if changed:
            # sudo: the outcome of the policy, not of the user's choice; that was checked before
            super(ServiceComplaint, changed.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def _get_service_pack(self):
        """Return the code of the policy pack that the complaint follows, False for any (decisions 1).

        That of its category, else of its team, else the default of its company. Where none of them says, the
        rules of all packs of its company hold, and the highest level wins.
        """
        self.ensure_one()
        return (
            self.category_id.pack_code
            or self.team_id.pack_code
            or self.company_id.service_default_pack
            or False
        )

    def _decide_authority(self, rules, flags):
        """Return (``authority.Level`` or None, explanation) from the company's rules and engine flags."""
        pack = self._get_service_pack()
        amount = self.currency_id.round(self.amount_at_stake) if self.amount_at_stake else None
        facts = authority.Facts(
            category=self.category_id.id or None,
            flags=frozenset(flag.code for flag in flags),
            amount=amount,
            complained_rank=self.complained_rank or None,
            failed_below=self.failed_below,
            customer_insists=self.customer_insists,
        )
        decision = authority.decide(
            [rule for rule_pack, rule in rules if not pack or rule_pack in (pack, False)], facts
        )
        category = self.category_id
        return decision.value, self._prepare_explanation(
            decision.decision,
            decision.value and decision.value.code,
            decision.rule,
            {
                "category": (category.code or f"#{category.id}") if category else None,
                "flags": sorted(facts.flags),
                "amount": amount,
                "complained_rank": facts.complained_rank,
                "failed_below": facts.failed_below,
                "customer_insists": facts.customer_insists,
            },
            [item.as_json() for item in decision.rejected],
            authority.ENGINE,
        )

    def _decide_severity(self, flags):
        """Return (``severity.Severity`` or None, explanation) from engine flags and the officer's raise."""
        raised_to = self.severity_override_id._get_engine_severity()
        decision = severity.decide(flags, raised_to)
        return decision.value, self._prepare_explanation(
            decision.decision,
            decision.value and decision.value.code,
            decision.rule,
            {
                "flags": sorted(flag.code for flag in flags),
                "is_major": severity.is_major(flags),
                "raised_to": raised_to and raised_to.code,
                "raised_by": self.severity_override_by_id.id or None,
            },
            [item.as_json() for item in decision.rejected],
            severity.ENGINE,
        )

    def _say_facts(self, facts):
        """The reason of a raise is a person's text: it stays on the complaint and is only shown here."""
        said = super()._say_facts(facts)
        if facts.get("raised_to") and self.severity_override_reason:
            said.append({"label": self.env._("Reason"), "text": self.severity_override_reason})
        return said


def _without_decided(vals):
    return {name: value for name, value in vals.items() if name not in DECIDED}
