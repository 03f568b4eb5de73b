from odoo import api, models
from odoo.tools import SQL

#: context key: few documents are read by their ids
BY_ROW = "service_analysis_by_row"


class ServiceAnalysisMixin(models.AbstractModel):
    """An analysis of documents, a row each: an SQL view of columns that others extend.

    A model gives ``_select_rows``, ``_get_sources`` and ``_select_columns``.
    """

    _name = "service.analysis.mixin"
    _description = "Analysis of documents"

    @property
    def _table_query(self):
        columns = self._select_columns()
        return SQL(
            "SELECT %s FROM %s",
            SQL(", ").join(SQL("%s AS %s", column, SQL.identifier(name)) for name, column in columns.items()),
            self._select_rows(SQL(" ").join(self._get_sources())),
        )

    @api.model
    def _select_rows(self, sources):
        """Return the table of the documents with what is joined to it, and which of them count."""
        raise NotImplementedError

    def _get_sources(self):
        """Return the joined tables; each gives one row at most, so that what no report asks for costs
        nothing.
        """
        return []

    def _select_columns(self):
        """Return {field: its SQL}; to be extended with further dimensions and measures."""
        raise NotImplementedError

    @api.model
    def _join_days(self, alias):
        """Return the joins that local days and main categories need: ``calendar``, ``address``, ``category``.

        :param alias: of the documents
        """
        name = SQL.identifier(alias)
        return SQL(
            "LEFT JOIN res_company company ON company.id = %s.company_id"
            " LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id"
            " LEFT JOIN res_partner address ON address.id = company.partner_id"
            " LEFT JOIN service_category category ON category.id = %s.category_id",
            name,
            name,
        )

    @api.model
    def _select_day(self, alias, moment):
        """Return the company's local day of a moment of the documents; needs ``_join_days``."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(calendar.tz, address.tz, 'UTC'))::date",
            SQL.identifier(alias, moment),
        )

    def fetch(self, field_names=None):
        return super(ServiceAnalysisMixin, self.with_context(**{BY_ROW: True})).fetch(field_names)

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Find first and read then: reading looks at what belongs to those found only."""
        records = super().search_fetch(domain, [], offset=offset, limit=limit, order=order)
        if records and (field_names is None or field_names):
            records.fetch(field_names)
        return records

    def _open_row(self, name):
        """Return an action that opens the document at which the field ``name`` of this row points."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._fields[name].comodel_name,
            "res_id": self[name].id,
            "views": [(False, "form")],
        }
