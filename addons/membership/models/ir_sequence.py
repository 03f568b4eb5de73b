from odoo import api, models


class IrSequence(models.Model):
    """Numbers of cards: no number is given out twice, in no company and no year."""

    # one concern a file
    _inherit = "ir.sequence"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _prepare_service_sequence_vals(self, code, company):
        vals = super()._prepare_service_sequence_vals(code, company)
        if code == "membership.card":
            # codes of cards are unique in the whole database: each further company has a letter of its own
            taken = self.search_count([("code", "=", code), ("prefix", "=", "M")], limit=1)
            prefix = f"M{company.id}-" if taken else "M"
            vals.update(prefix=prefix, padding=9, use_date_range=False)
        return vals
