from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.rating.models.rating_data import RATING_LIMIT_SATISFIED

BEARERS = ("company", "tenant", "supplier", "carrier")


class ServiceComplaintAnalysis(models.Model):
    """What became of complaints: justified or not, repeated, why, what it cost whom, how satisfied.

    Of imported history neither repeats nor costs are known, unless something says otherwise.
    """

    # one concern a file: times are one, the outcome is another
    _inherit = "service.complaint.analysis"  # pylint: disable=consider-merging-classes-inherited
    _depends = {
        "service.complaint": ["validity", "liability", "repeat_of_ids", "site_id", "counts_against_unit"],
        "service.site": ["parent_path"],
        "service.compensation": ["complaint_id", "state", "amount", "bearer"],
        "service.corrective.action": ["complaint_ids"],
        "service.corrective.cause": ["action_id", "kind", "is_verified", "sequence"],
        "rating.rating": ["res_model", "res_id", "consumed", "rating"],
    }

    main_site_id = fields.Many2one("service.site", readonly=True)
    validity = fields.Selection(
        lambda self: self._get_selection("service.complaint", "validity"), "Justified?", readonly=True
    )
    liability = fields.Selection(
        lambda self: self._get_selection("service.complaint", "liability"), readonly=True
    )
    cause = fields.Selection(
        lambda self: self._get_selection("service.corrective.cause", "kind"),
        "Root Cause",
        readonly=True,
        help="Of the latest corrective action: its first verified cause, else its first.",
    )
    counts_against_unit = fields.Boolean(readonly=True)
    is_repeat = fields.Boolean("Repeats an Earlier One", readonly=True)

    repeated_share = fields.Float("Share Repeated", readonly=True, aggregator="avg")
    valid_share = fields.Float("Share Justified", readonly=True, aggregator="avg")
    malicious_share = fields.Float("Share Malicious", readonly=True, aggregator="avg")
    compensation = fields.Monetary(readonly=True)
    compensation_company = fields.Monetary("Compensation Borne by Us", readonly=True)
    compensation_tenant = fields.Monetary("Compensation Borne by Tenants", readonly=True)
    compensation_supplier = fields.Monetary("Compensation Borne by Suppliers", readonly=True)
    compensation_carrier = fields.Monetary("Compensation Borne by Carriers", readonly=True)
    compensated_share = fields.Float("Share Compensated", readonly=True, aggregator="avg")
    satisfaction = fields.Float("Satisfaction (1 to 5)", readonly=True, aggregator="avg")
    satisfied_share = fields.Float("Share Satisfied", readonly=True, aggregator="avg")

    def _get_selection(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    def _get_sources(self):
        return [
            *super()._get_sources(),
            SQL("LEFT JOIN service_site site ON site.id = complaint.site_id"),
            self._join_aggregate("given", *self._select_compensation()),
            self._join_aggregate("rated", *self._select_ratings()),
            self._join_aggregate("caused", *self._select_causes()),
            self._join_aggregate("repeat", *self._select_repeats()),
        ]

    def _select_compensation(self):
        """Return (aggregates, rows) of what was settled; what was taken back is settled against it."""
        columns = [SQL("SUM(amount) AS amount")]
        columns += [
            SQL("SUM(amount) FILTER (WHERE bearer = %s) AS %s", bearer, SQL.identifier(bearer))
            for bearer in BEARERS
        ]
        rows = SQL(
            "(SELECT complaint_id AS res_id, amount, bearer FROM service_compensation"
            " WHERE state = 'settled') settled WHERE TRUE"
        )
        return SQL(", ").join(columns), rows

    def _select_ratings(self):
        """Return (aggregates, rows) of how the customer rated the latest closing."""
        rows = SQL("rating_rating WHERE res_model = 'service.complaint' AND consumed AND rating >= 1")
        return SQL("(ARRAY_AGG(rating ORDER BY id DESC))[1] AS rating"), rows

    def _select_causes(self):
        """Return (aggregates, rows) of the main root cause that was found."""
        rows = SQL(
            "(SELECT rel.complaint_id AS res_id, cause.action_id, cause.kind, cause.is_verified,"
            " cause.sequence, cause.id FROM service_corrective_complaint_rel rel"
            " JOIN service_corrective_cause cause ON cause.action_id = rel.action_id) known WHERE TRUE"
        )
        first = SQL(
            "(ARRAY_AGG(kind ORDER BY action_id DESC, is_verified IS TRUE DESC, sequence, id))[1] AS kind"
        )
        return first, rows

    def _select_repeats(self):
        rows = SQL(
            "(SELECT complaint_id AS res_id, earlier_id FROM service_complaint_repeat_rel) link WHERE TRUE"
        )
        return SQL("COUNT(earlier_id) AS links"), rows

    def _select_columns(self):
        known = SQL("complaint.is_history IS NOT TRUE")
        columns = super()._select_columns() | {
            "main_site_id": SQL("split_part(site.parent_path, '/', 1)::integer"),
            "validity": SQL("complaint.validity"),
            "liability": SQL("complaint.liability"),
            "cause": SQL("caused.kind"),
            "counts_against_unit": SQL("COALESCE(complaint.counts_against_unit, FALSE)"),
            "is_repeat": SQL("COALESCE(repeat.links, 0) > 0"),
            "repeated_share": SQL(
                "CASE WHEN repeat.links > 0 OR %s THEN (COALESCE(repeat.links, 0) > 0)::integer::float8 END",
                known,
            ),
            "valid_share": SQL(
                "CASE complaint.validity WHEN 'valid' THEN 1 WHEN 'pending' THEN NULL ELSE 0 END::float8"
            ),
            "malicious_share": SQL(
                "CASE complaint.validity WHEN 'malicious' THEN 1 WHEN 'pending' THEN NULL ELSE 0 END::float8"
            ),
            "satisfaction": SQL("rated.rating"),
            "satisfied_share": SQL(
                "CASE WHEN rated.rating IS NOT NULL THEN (rated.rating >= %s)::integer::float8 END",
                RATING_LIMIT_SATISFIED,
            ),
            "compensated_share": SQL(
                "CASE WHEN given.amount IS NOT NULL OR %s"
                " THEN (COALESCE(given.amount, 0) > 0)::integer::float8 END",
                known,
            ),
        }
        costs = {"compensation": "amount"} | {f"compensation_{bearer}": bearer for bearer in BEARERS}
        for name, column in costs.items():
            columns[name] = SQL(
                "COALESCE(%s, CASE WHEN %s THEN 0 END)", SQL.identifier("given", column), known
            )
        return columns
