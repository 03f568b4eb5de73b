from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..engine import friend as engine

GROUND = "membership.friend.ground"


class MembershipFriend(models.Model):
    """Grounds that purchases prove are looked up, and it is kept which ones did (SYC-FRD-01)."""

    # one concern a file
    _inherit = "membership.friend"  # pylint: disable=consider-merging-classes-inherited

    def _prove(self):
        """Check the grounds of these friends and keep the facts; a fixed number of queries.

        :raise UserError: there is no such purchase
        :raise ValidationError: no ground is given
        """
        entries = {}
        for company, friends in self.grouped("company_id").items():
            purchases = self._read_purchases(company, friends.partner_id)
            for friend in friends:
                found = engine.until(purchases.get(friend.partner_id.id, ()), friend.date)
                entries[friend.id] = {"friend": friend._prove_grounds(found)}
        self._explain_each(entries)

    def _prove_grounds(self, purchases):
        """Return the explanation of one friend, whose purchases until that day are given."""
        self.ensure_one()
        if not self.ground_ids:
            raise ValidationError(
                self.env._("%(customer)s: why are they a friend?", customer=self.partner_id.display_name)
            )
        facts = {}
        for ground in self.ground_ids:
            if ground.proof == "purchase":
                facts |= self._prove_purchase(ground, engine.largest(purchases))
            elif ground.proof == "repeat":
                facts |= self._prove_repeat(engine.days_of(purchases))
        return self._prepare_explanation(
            "friend_proved" if facts else "friend_word",
            ",".join(self.ground_ids.mapped("code")),
            facts=facts,
        )

    def _check_words(self):
        """Check that whoever gives a word for a ground says what they know; erased notes stay erased."""
        for friend in self:
            ground = friend.ground_ids.filtered(lambda ground: ground.proof == "word")[:1]
            if ground and not (friend.note or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(customer)s: “%(ground)s” is your word. Please write what you know in the note.",
                        customer=friend.partner_id.display_name,
                        ground=ground.name,
                    )
                )

    def _prove_purchase(self, ground, purchase):
        if engine.reaches(purchase, ground.amount):
            return {
                "friend_order": purchase.name,
                "friend_day": purchase.day.isoformat(),
                "friend_amount": purchase.amount,
                "friend_least": ground.amount,
            }
        raise UserError(
            self.env._(
                "%(customer)s: there is no confirmed order of %(least)s or more until %(day)s; the largest "
                "one is %(amount)s.",
                customer=self.partner_id.display_name,
                least=self._say_amount(ground.amount),
                day=format_date(self.env, self.date),
                amount=self._say_amount(purchase.amount if purchase else 0),
            )
        )

    def _prove_repeat(self, days):
        if len(days) > 1:
            return {"friend_days": [day.isoformat() for day in (days[0], days[-1])]}
        raise UserError(
            self.env._(
                "%(customer)s: there are no confirmed orders on two different days until %(day)s.",
                customer=self.partner_id.display_name,
                day=format_date(self.env, self.date),
            )
        )

    @api.model
    def _read_purchases(self, company, partners):
        """Return {customer id: [``engine.Purchase``]} of their confirmed orders; one query."""
        # sudo: whether they bought decides, whatever sales the user may read
        orders = self.env["sale.order"].sudo()
        found = {}
        for order in orders.search_fetch(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", partners.ids),
                ("state", "=", "sale"),
            ],
            ["partner_id", "date_order", "amount_total", "currency_rate", "name"],
            order="id",
        ):
            found.setdefault(order.partner_id.id, []).append(
                engine.Purchase(
                    company._membership_day(order.date_order),
                    order.amount_total / (order.currency_rate or 1),
                    order.name,
                )
            )
        return found

    # What is said about it
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {"friend": (self.env._("Why a Friend"), GROUND, None)}

    def _name_of(self, model, code):
        if model == GROUND and code:
            return ", ".join(super(MembershipFriend, self)._name_of(model, one) for one in code.split(","))
        return super()._name_of(model, code)

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "friend_proved": self.env._("Confirmed orders prove it."),
            "friend_word": self.env._("By the word of who recorded it."),
        }

    def _get_fact_texts(self):
        def day(text):
            return format_date(self.env, text)

        return super()._get_fact_texts() | {
            "friend_order": (self.env._("Order"), str),
            "friend_day": (self.env._("Ordered On"), day),
            "friend_amount": (self.env._("Amount of the Order"), self._say_amount),
            "friend_least": (self.env._("Enough From"), self._say_amount),
            "friend_days": (self.env._("First and Last Purchase"), lambda days: " – ".join(map(day, days))),
        }
