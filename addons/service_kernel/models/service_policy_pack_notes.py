from odoo import api, models

from ..engine.overlap import policies_overlap, rules_overlap

NOTES_SHOWN = 100


class ServicePolicyPack(models.Model):
    """What is worth knowing before a pack is loaded: what contradicts, never applies or is touched."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_notes(self, plans):
        """Return [(kind, text)] in the reader's language; the plans have been carried out in a savepoint.

        Kinds: ``currency``, ``conflict``, ``never``, ``twin``, ``in_force``. An addon with policies of its
        own adds to it.
        """
        codes = [plan.code for plan in plans]
        notes = [note for plan in plans for note in self._note_currency(plan.source.manifest)]
        notes += self._note_sides(codes)
        notes += self._note_authority(codes)
        notes += self._note_limits(codes)
        notes += self._note_never(codes)
        notes += self._note_twins(codes)
        return notes[:NOTES_SHOWN]

    def _note_currency(self, manifest):
        company = self.env.company
        if manifest.currency and manifest.currency != company.currency_id.name:
            text = self._to_reader().env._(
                "The amounts of “%(pack)s” are meant in %(currency)s. They are taken as numbers in "
                "%(own)s, the currency of %(company)s, without conversion.",
                pack=manifest.code,
                currency=manifest.currency,
                own=company.currency_id.name,
                company=company.name,
            )
            yield "currency", text

    def _note_sides(self, codes):
        """Packs side by side do not mix: say which one a document follows."""
        company = self.env.company
        loads = self.env["service.policy.pack.load"].search([("company_id", "=", company.id)])
        others = sorted({*loads.mapped("pack_code"), *codes} - {company.service_default_pack})
        if others and company.service_default_pack:
            text = self._to_reader().env._(
                "A document follows the policy pack of its category, else of its team, else “%(default)s”, "
                "the default of the company. Beside it there are: %(others)s.",
                default=company.service_default_pack,
                others=", ".join(others),
            )
            yield "conflict", text

    def _policies_beside(self, model, codes):
        """Return (records of the packs, the company's own) of a model that are in force, in order."""
        found = (
            self._to_reader()
            .env[model]
            .search([("company_id", "=", self.env.company.id), ("pack_code", "in", [*codes, False])])
        )
        own = found.filtered(lambda one: not one.pack_code)
        return found - own, own

    def _note_authority(self, codes):
        """Rules of the packs and of the company itself that hold for the same cases with another outcome."""
        rules, own = self._policies_beside("service.authority.rule", codes)
        engine_rules = {rule: rule._prepare_engine_rule() for rule in rules | own}
        for rule in rules:
            for other in own:
                if rule.level_id.sequence == other.level_id.sequence:
                    continue
                if rules_overlap(engine_rules[rule], engine_rules[other]):
                    winner = max(rule | other, key=lambda one: one.level_id.sequence)
                    text = rule.env._(
                        "%(rule)s of “%(pack)s” and your own rule %(own)s can hold for the same case: the "
                        "higher level wins, “%(level)s” of %(winner)s.",
                        rule=rule.code,
                        pack=rule.pack_code,
                        own=other.code,
                        level=winner.level_id.display_name,
                        winner=winner.code,
                    )
                    yield "conflict", text

    def _note_limits(self, codes):
        """Time limits of the packs and of the company itself for the same milestone of the same cases."""
        policies, own = self._policies_beside("service.sla.policy", codes)
        engine_policies = {policy: policy._prepare_engine_policy() for policy in policies | own}
        for policy in policies:
            for other in own:
                if policies_overlap(engine_policies[policy], engine_policies[other]):
                    winner = min(policy | other, key=lambda one: (one.sequence, one.code, one.id))
                    text = policy.env._(
                        "%(policy)s of “%(pack)s” and your own %(own)s limit the same milestone of the same "
                        "cases: the first in order wins, %(winner)s.",
                        policy=policy.code,
                        pack=policy.pack_code,
                        own=other.code,
                        winner=winner.code,
                    )
                    yield "conflict", text

    def _note_never(self, codes):
        """Rules and time limits in force that no case can ever fulfil."""
        for model in ("service.authority.rule", "service.sla.policy"):
            brought, own = self._policies_beside(model, codes)
            for policy in brought | own:
                because = _why_never(policy)
                if because:
                    text = policy.env._(
                        "%(policy)s never holds: %(because)s", policy=policy.code, because=because
                    )
                    yield "never", text

    def _note_twins(self, codes):
        """Categories that the company made itself under a code of the pack: two of one kind."""
        Category = self._to_reader().env["service.category"]
        company = [self.env.company.id, False]
        brought = Category.search([("company_id", "in", company), ("pack_code", "in", codes)])
        own = Category.search(
            [
                ("company_id", "in", company),
                ("pack_code", "=", False),
                ("code", "in", brought.mapped("code")),
            ]
        )
        if own:
            text = own.env._(
                "You have categories of your own with codes of the pack: %(codes)s. They stay beside those "
                "of the pack, whose rules for categories do not hold for them.",
                codes=", ".join(sorted(own.mapped("code"))),
            )
            yield "twin", text

    @api.model
    def _get_touched_documents(self, codes):
        """Return recordsets of open documents that follow these packs; documents' addons add theirs."""
        return []

    @api.model
    def _apply_to_open_documents(self, codes):
        """Decide the open documents that follow these packs anew; documents' addons do it."""


def _why_never(policy):
    """Return why no case can fulfil a rule or a time limit, "" if one can."""
    policy = policy.with_context(active_test=False)
    if "level_id" in policy._fields and not policy.level_id.active:
        return policy.env._("its level “%(level)s” is archived.", level=policy.level_id.display_name)
    if "target_ids" in policy._fields and not (
        policy.target_ids.filtered("active") or policy.required_metric_ids
    ):
        return policy.env._("it has no limits, and asks for no milestones.")
    if policy.flag_ids and not policy.flag_ids.filtered("active"):
        return policy.env._("all its risk flags are archived.")
    below = [("id", "child_of", policy.category_ids.ids), ("active", "=", True)]
    if policy.category_ids and not policy.category_ids.search_count(below):
        return policy.env._("all its categories are archived.")
    return ""
