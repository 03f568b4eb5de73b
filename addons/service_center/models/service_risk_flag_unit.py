from odoo import api, fields, models
from odoo.tools import ormcache


class ServiceRiskFlag(models.Model):
    """Flags that say something of the unit complained about: its fault, and that it leaves cases."""

    # one concern a file
    _inherit = "service.risk.flag"  # pylint: disable=consider-merging-classes-inherited

    counts_against_unit = fields.Boolean(
        help="A justified complaint with this flag counts against the unit: dealer, store, department."
    )
    after_dispatches = fields.Integer(
        "Given After Dispatches",
        help="A case that is dispatched so many times without a result gets this flag by itself. 0: never.",
    )

    _dispatches_positive = models.Constraint(
        "CHECK (after_dispatches >= 0)", "A number of dispatches cannot be negative."
    )

    @api.model
    @ormcache("company_id")
    def _get_unit_flags(self, company_id):
        """Return ({id: code} of flags that count against the unit, [(id, pack, dispatches)] of a company."""
        # sudo: policies of one company, the same for every reader
        flags = self.sudo().search([("company_id", "=", company_id)])
        against = {flag.id: flag.code for flag in flags if flag.counts_against_unit}
        dispatched = [
            (flag.id, flag.pack_code, flag.after_dispatches) for flag in flags if flag.after_dispatches
        ]
        return against, dispatched
