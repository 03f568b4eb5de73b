from dataclasses import replace

from odoo import fields, models


class ServiceOrderType(models.Model):
    """What has to be known of a request before it is accepted."""

    # one concern a file
    _inherit = "service.order.type"  # pylint: disable=consider-merging-classes-inherited

    needs_category = fields.Boolean(
        help="The request has a category before it is accepted; in an emergency, before it is closed."
    )
    needs_description = fields.Boolean(
        help="The problem is described before the order is accepted; in an emergency, before it is closed."
    )


class ServiceOrder(models.Model):
    """Requests are classified and described in detail, where their type asks for it (DOOR-IN-03)."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _get_missing_details(self):
        """Return the names of the fields that the type asks for and nobody filled; history owes nothing."""
        self.ensure_one()
        if self.is_history:
            return []
        asked = {
            "category_id": self.type_id.needs_category and not self.category_id,
            "description": self.type_id.needs_description and not (self.description or "").strip(),
        }
        return [name for name, is_missing in asked.items() if is_missing]

    def _get_move_facts(self):
        return replace(super()._get_move_facts(), missing=len(self._get_missing_details()))

    def _get_move_sentences(self, names):
        labels = [self._fields[name]._description_string(self.env) for name in self._get_missing_details()]
        return super()._get_move_sentences(names) | {
            "not_described": self.env._(
                "%(number)s is not described yet. Enter first: %(missing)s.",
                **names,
                missing=", ".join(labels),
            )
        }
