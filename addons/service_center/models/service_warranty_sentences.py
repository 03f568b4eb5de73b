from odoo import api, models
from odoo.tools.misc import format_date

DAY = "service.warranty.day"


class ServiceWarranty(models.Model):
    """Why a warranty ends when it does, and which term was chosen, in the reader's language."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    def _get_explained_decisions(self):
        term = "service.warranty.term"
        return super()._get_explained_decisions() | {
            "warranty": (self.env._("Until when it is in warranty"), DAY, term),
            "warranty_term": (self.env._("What was promised"), term, term),
        }

    def _name_of(self, model, code):
        return self._say_day(code) if model == DAY else super()._name_of(model, code)

    @api.model
    def _say_day(self, day):
        return format_date(self.env, day) if day else ""

    @api.model
    def _say_label(self, name, value):
        return dict(self._fields[name]._description_selection(self.env)).get(value, value)

    @api.model
    def _say_cover(self, kind):
        labels = self.env["service.warranty.cover"]._fields["kind"]._description_selection(self.env)
        return dict(labels).get(kind, kind)

    @api.model
    def _say_usage(self, reading, unit):
        labels = self.env["service.warranty.term"]._fields["limit_unit"]._description_selection(self.env)
        return f"{reading:,g} {dict(labels).get(unit, '')}".strip()

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "warranty_time": self.env._("The time that “%(term)s” promises is over then.", term=rule),
            "warranty_usage": self.env._("The item was used more than “%(term)s” promises.", term=rule),
            "warranty_void": self.env._("The warranty was declared void on the next day."),
            "warranty_exchange": self.env._("The item was exchanged on the next day."),
            "warranty_transfer": self.env._(
                "The item got another owner on the next day, and “%(term)s” does not go along.", term=rule
            ),
            "warranty_open": self.env._(
                "No end is known: time stands still while it is under repair, or usage alone ends it."
            ),
            "of_product": self.env._("“%(term)s” is made for this product.", term=rule),
            "of_category": self.env._("“%(term)s” is that of the product's nearest category.", term=rule),
            "of_all": self.env._("“%(term)s” is the general one.", term=rule),
            "term_chosen": self.env._("“%(term)s” was chosen by hand.", term=rule),
            "term_of_former": self.env._(
                "“%(term)s” was promised for the item that this one was given for.", term=rule
            ),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "warranty_start": (self.env._("Starts on"), self._say_day),
            "warranty_basis": (
                self.env._("Starts with"),
                lambda basis: self._say_label("start_basis", basis),
            ),
            "warranty_term": (
                self.env._("Promised"),
                lambda code: self._name_of("service.warranty.term", code),
            ),
            "warranty_covers": (self.env._("Covers"), self._say_covers),
            "warranty_repairs": (self.env._("Under repair"), self._say_repairs),
            "repair_stops": (
                self.env._("Days under repair"),
                lambda _value: self.env._("Do not count"),
            ),
            "warranty_proof": (self.env._("Proof"), lambda proof: self._say_label("proof", proof)),
        }

    def _say_covers(self, covers):
        return "; ".join(
            self.env._(
                "%(cover)s %(share)s %% until %(end)s",
                cover=self._say_cover(cover["kind"]),
                share=f"{cover['share']:g}",
                end=self._say_day(cover["end"]) or self.env._("no known end"),
            )
            for cover in covers
        )

    def _say_repairs(self, repairs):
        return "; ".join(f"{self._say_day(first)} – {self._say_day(last) or '…'}" for first, last in repairs)

    def _get_because_sentences(self, params):
        sentences = super()._get_because_sentences(params)
        term = self._name_of("service.warranty.term", params.get("term"))
        day = self._say_day(params.get("on"))
        return sentences | {
            "term_other_pack": self.env._("It belongs to a policy pack that the company does not follow."),
            "term_not_yet": self.env._("It holds for what is sold from %(day)s on.", day=day),
            "term_no_more": self.env._("It held for what was sold until %(day)s.", day=day),
            "term_other_product": self.env._("It is made for other products."),
            "term_less_specific": self.env._("“%(term)s” says more about this product.", term=term),
            "term_after": self.env._("“%(term)s” says as much and comes first.", term=term),
        }
