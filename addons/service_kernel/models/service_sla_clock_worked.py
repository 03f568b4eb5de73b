from odoo import api, fields, models


class ServiceSlaClock(models.Model):
    """How much open time a case took to its milestone, kept for analyses: SQL knows no working hours."""

    # one concern a file: replaying is one, what analyses need of it is another
    _inherit = "service.sla.clock"  # pylint: disable=consider-merging-classes-inherited

    worked_seconds = fields.Integer(
        "Open Seconds Taken",
        readonly=True,
        help="Seconds of the working hours from its start to the milestone, without waiting; known at the "
        "end. Whatever the unit of the limit.",
    )

    @api.model
    def _prepare_state_vals(self, clock, *args, **kwargs):
        vals = super()._prepare_state_vals(clock, *args, **kwargs)
        return {**vals, "worked_seconds": _worked(clock) if clock.ended_at else 0}


def _worked(clock):
    """Return the open seconds of the stretches in which an ended engine ``Clock`` ran."""
    return sum(
        piece.terms.time.open_seconds(piece.start, end)
        for piece in clock.pieces
        if (end := min(piece.end or clock.ended_at, clock.ended_at)) > piece.start
    )
