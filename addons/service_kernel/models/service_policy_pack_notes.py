from odoo import api, models

NOTES_SHOWN = 100


class ServicePolicyPack(models.Model):
    """What is worth knowing before a pack is loaded: what contradicts, never applies or is touched."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_notes(self, plans):
        """Return [(kind, text)] in the reader's language; the plans have been carried out in a savepoint.

        Kinds: ``currency``, ``conflict``, ``never``, ``twin``. An addon with policies of its own adds to it.
        """
        codes = [plan.code for plan in plans]
        notes = [note for plan in plans for note in self._note_currency(plan.source.manifest)]
        notes += self._note_sides(codes)
        notes += self._note_authority(codes)
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

    def _note_authority(self, codes):
        """Rules of the packs and of the company itself that hold for the same cases with another outcome."""
        rules = (
            self._to_reader()
            .env["service.authority.rule"]
            .search([("company_id", "=", self.env.company.id), ("pack_code", "in", [*codes, False])])
        )
        own = rules.filtered(lambda rule: not rule.pack_code)
        for rule in rules - own:
            for other in own:
                if rule.level_id.sequence != other.level_id.sequence and _overlap(rule, other):
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

    def _note_never(self, codes):
        """Rules in force that no case can ever fulfil."""
        rules = (
            self._to_reader()
            .env["service.authority.rule"]
            .search([("company_id", "=", self.env.company.id), ("pack_code", "in", [*codes, False])])
        )
        for rule in rules:
            because = _why_never(rule)
            if because:
                yield (
                    "never",
                    rule.env._("%(rule)s never holds: %(because)s", rule=rule.code, because=because),
                )

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
        for category in own:
            text = category.env._(
                "Your own category “%(name)s” has the code %(code)s of a category of the pack. They stay "
                "two; rules of the pack hold for the pack's one.",
                name=category.display_name,
                code=category.code,
            )
            yield "twin", text

    @api.model
    def _get_touched_documents(self, codes):
        """Return recordsets of open documents that follow these packs; documents' addons add theirs."""
        return []

    @api.model
    def _apply_to_open_documents(self, codes):
        """Decide the open documents that follow these packs anew; documents' addons do it."""


def _overlap(rule, other):
    """Tell whether a case can fulfil both rules: categories and amounts can exclude each other."""
    rule, other = (one.with_context(active_test=False) for one in (rule, other))
    if rule.category_ids and other.category_ids:
        both = [one.search([("id", "child_of", one.ids)]) for one in (rule.category_ids, other.category_ids)]
        if not both[0] & both[1]:
            return False
    below = not rule.amount_to or other.amount_from < rule.amount_to
    return below and (not other.amount_to or rule.amount_from < other.amount_to)


def _why_never(rule):
    """Return why no case can fulfil a rule, "" if one can."""
    if not rule.level_id.active:
        return rule.env._("its level “%(level)s” is archived.", level=rule.level_id.display_name)
    flags = rule.with_context(active_test=False).flag_ids
    if flags and not flags.filtered("active"):
        return rule.env._("all its risk flags are archived.")
    categories = rule.with_context(active_test=False).category_ids
    if categories and not categories.search_count(
        [("id", "child_of", categories.ids), ("active", "=", True)]
    ):
        return rule.env._("all its categories are archived.")
    return ""
