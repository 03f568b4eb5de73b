from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_kernel.engine.cells import Problem, match_key, parse_phone
from odoo.addons.service_kernel.tools.ledger_lookup import find_by_text

from ..tools import ledger_checks
from ..tools.card_opening_ledger import MESSAGES, opening_columns
from .loyalty_card_account import to_units


class MembershipCardOpening(models.Model):
    """Lists of cards: members are found or made, cards keep their numbers, balances their last day."""

    # one concern a file
    _inherit = "membership.card.opening"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _ledger_columns(self):
        return opening_columns(self.env)

    @api.model
    def _ledger_messages(self):
        return MESSAGES

    @api.model
    def _ledger_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("membership.membership_card_opening_action")
        return {**action, "domain": domain}

    # Texts to records
    @api.model
    def _ledger_resolve(self, rows, check):
        self._ledger_resolve_programs(rows, check)
        self._ledger_resolve_holders(rows, check)
        self._ledger_resolve_numbers(rows)
        self._ledger_resolve_tiers(rows, check)

    @api.model
    def _ledger_resolve_programs(self, rows, check):
        own = Domain("is_membership", "=", True) & Domain("company_id", "in", [check.company.id, False])
        Program = self.env["loyalty.program"]
        only = Program.search(own, limit=2)
        texts = list({row.values["program"] for row in rows if "program" in row.values})
        found = find_by_text(Program, texts, ["membership_code", "name"], own)
        for row in rows:
            text = row.values.pop("program", None)
            ids = found.get(match_key(text), ()) if text else only.ids
            if len(ids) == 1:
                row.values["program"] = next(iter(ids))
                row.shown["program"] = text or only.name
            elif text:
                row.error("program", "card_program_unknown", value=text)
            else:
                row.error(None, "card_program_missing")

    @api.model
    def _ledger_resolve_holders(self, rows, check):
        """By name and phone together; a customer who has a card of the program gets no second one."""
        known = self._ledger_known_holders(rows, check)
        cards = self._ledger_cards_of({partner for ids in known.values() for partner in ids})
        seen = {}
        for row in rows:
            name, phone, program = (row.values.get(code) for code in ("name", "phone", "program"))
            if not name or not phone:
                continue
            holder = match_key(name), phone.key
            ids = known.get(holder, ())
            if len(ids) > 1:
                row.error("name", "card_holder_ambiguous", count=len(ids))
                continue
            row.values["partner"] = next(iter(ids), None)
            card = cards.get((row.values["partner"], program))
            if card and card != row.values.get("number"):
                row.error("name", "card_holder_has_one", value=name, card=card)
            first = seen.setdefault((*holder, program), row)
            if first is not row and first.values.get("number") != row.values.get("number"):
                row.error("name", "card_holder_twice", row=first.number)

    @api.model
    def _ledger_known_holders(self, rows, check):
        """Return {(key of a name, key of a phone): ids} of customers of the company; one query."""
        names = list(
            {row.values["name"] for row in rows if row.values.get("name") and row.values.get("phone")}
        )
        known = defaultdict(list)
        domain = Domain("name", "in", names) & Domain("company_id", "in", [check.company.id, False])
        for partner in self.env["res.partner"].search_fetch(domain, ["name", "phone"]):
            try:
                phone = parse_phone(partner.phone, check.country)
            except Problem:
                continue
            if phone:
                known[match_key(partner.name), phone.key].append(partner.id)
        return known

    @api.model
    def _ledger_cards_of(self, partner_ids):
        """Return {(customer, program): number} of living cards; one query."""
        cards = self.env["loyalty.card"].search_fetch(
            [("partner_id", "in", list(partner_ids)), ("is_membership", "=", True)],
            ["partner_id", "program_id", "code"],
        )
        return {(card.partner_id.id, card.program_id.id): card.code for card in cards}

    @api.model
    def _ledger_resolve_numbers(self, rows):
        """Numbers that a card has or had are taken, except by what this list brought in before."""
        numbers = list({row.values["number"] for row in rows if row.values.get("number")})
        taken = self.env["loyalty.card"]._membership_used(numbers)
        brought = self.search_fetch([("number", "in", numbers)], ["number"]).mapped("number")
        taken -= set(brought)
        for row in rows:
            number = row.values.get("number")
            if number in taken:
                row.error("number", "card_number_taken", value=number)

    @api.model
    def _ledger_resolve_tiers(self, rows, check):
        """The tier of the plan in force that has this code or name; another word is only kept."""
        plans = self._ledger_plans({row.values["program"] for row in rows if "program" in row.values})
        found = {}
        for program, plan in plans.items():
            texts = list({row.values["tier"] for row in rows if row.values.get("tier")})
            domain = [("plan_id", "=", plan.id)]
            found[program] = find_by_text(self.env["membership.tier"].sudo(), texts, ["code", "name"], domain)
        for row in rows:
            text, program = row.values.get("tier"), row.values.get("program")
            if not text or program not in found:
                continue
            ids = found[program].get(match_key(text), ())
            if len(ids) == 1:
                row.values["tier_id"] = next(iter(ids))
            else:
                row.warn("tier", "card_tier_unknown", value=text)
                check.keep(row, "tier")

    @api.model
    def _ledger_plans(self, program_ids):
        """Return {program: plan of its tiers that is in force}, in superuser mode."""
        # sudo: importing a card says where its member stands
        plans = (
            self.env["membership.plan"]
            .sudo()
            .search(
                [("program_id", "in", list(program_ids)), ("kind", "=", "tier"), ("state", "=", "active")]
            )
        )
        return {plan.program_id.id: plan for plan in plans}

    # One row
    @api.model
    def _ledger_validate(self, row, check):
        today = check.day(check.now)
        points, expires = row.values.get("points"), row.values.get("expires")
        ledger_checks.check_amount(row, "points")
        if points and expires and expires < today:
            row.error("expires", "card_points_expired", value=row.texts["expires"])
        ledger_checks.check_past(row, "joined", today)

    @api.model
    def _ledger_identity(self, row):
        """The number of the card; another row with it says something else unless it names the same member."""
        story = (row.values.get("number") or "", row.values.get("name") or "")
        return row.values.get("number"), story, story

    @api.model
    def _ledger_values(self, row, check):
        phone = row.values.get("phone")
        return {
            "number": row.values["number"],
            "joined_on": row.values.get("joined", False),
            "tier_code": row.values.get("tier", False),
            "points": float(row.values.get("points") or 0),
            "expires_on": row.values.get("expires", False),
            # what makes the member and the card, and is no field of this model
            "program": row.values["program"],
            "tier_id": row.values.get("tier_id"),
            "partner": row.values.get("partner"),
            "name": row.values["name"],
            "phone": phone.text if phone else False,
        }

    @api.model
    def _ledger_create(self, values_list):
        """Create members, cards and openings; then bring the balances in."""
        holders = self._ledger_make_holders(values_list)
        tiers = [vals.pop("tier_id") for vals in values_list]
        # sudo: officers issue cards with numbers of their own, and see none of Odoo's other programs
        Card = self.env["loyalty.card"].sudo().with_context(loyalty_no_mail=True, tracking_disable=True)
        cards = Card.create(
            [
                {
                    "program_id": vals.pop("program"),
                    "partner_id": holder,
                    "code": vals["number"],
                    **({"membership_joined_on": vals["joined_on"]} if vals["joined_on"] else {}),
                }
                for vals, holder in zip(values_list, holders, strict=True)
            ]
        )
        for vals, card in zip(values_list, cards, strict=True):
            vals["card_id"] = card.id
            if vals["points"]:
                card._membership_bring_in(vals["points"], vals["expires_on"])
        self._ledger_bring_tiers(cards, tiers)
        return super()._ledger_create(values_list)

    @api.model
    def _ledger_bring_tiers(self, cards, tier_ids):
        """Let members stand where the list says unless they stand higher; later the plan judges them."""
        Tier = self.env["membership.tier"].sudo()  # sudo: see _ledger_plans
        for program, plan in self._ledger_plans(cards.program_id.ids).items():
            wanted = {
                card.partner_id.id: Tier.browse(tier)
                for card, tier in zip(cards, tier_ids, strict=True)
                if tier and card.program_id.id == program
            }
            before = plan._read_standings(list(wanted))
            day, rows, changes = plan.company_id._membership_day(), [], []
            for partner, tier in wanted.items():
                known, kept, _since = before.get(partner, (None, None, None))
                if known and Tier.browse(known).threshold >= tier.threshold:
                    continue
                rows.append((partner, tier.id, day, None, "imported", kept))
                changes.append((partner, known, tier.id, None, "imported", kept, kept))
            plan._write_standings(rows, day, None, None)
            plan._write_changes(changes, day, None, None, False)

    @api.model
    def _ledger_make_holders(self, values_list):
        """Return the customers of these rows: known ones, and new ones with name and phone."""
        new = []
        for vals in values_list:
            name, phone = vals.pop("name"), vals.pop("phone")
            if not vals["partner"]:
                new.append({"name": name, "phone": phone, "company_id": vals["company_id"]})
        # sudo: who imports cards may note name and phone of new members, not change other contacts
        made = iter(self.env["res.partner"].sudo().with_context(tracking_disable=True).create(new).ids)
        return [vals.pop("partner") or next(made) for vals in values_list]


class MembershipStanding(models.Model):
    # where a member stands because a list said so
    _inherit = "membership.standing"

    because = fields.Selection(selection_add=[("imported", "Brought in from the old system")])


class MembershipStandingChange(models.Model):
    # likewise
    _inherit = "membership.standing.change"

    because = fields.Selection(selection_add=[("imported", "Brought in from the old system")])


class LoyaltyCard(models.Model):
    """A balance that a card had in another system."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_bring_in(self, points, expires_on):
        """Post the opening balance of a card; it was not earned here.

        :param expires_on: the last usable day; empty: as the program says
        """
        self.ensure_one()
        self._membership_lock()
        account = self._membership_account()
        last = expires_on or self.program_id._membership_expires_on(self._membership_day()) or None
        posting = account.earn(to_units(points), last)
        reason = self.env._("Brought in from the old system")
        self._membership_note(self._membership_store(account, posting, "opening", reason=reason))
        self._membership_write_balance(account)
