import json

from werkzeug.datastructures import FileStorage

from odoo import http

from odoo.addons.web.controllers.export import ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter


def _as_text(value):
    """Return a cell that a spreadsheet shows as text.

    XlsxWriter turns a text that begins with "=" or "{=" into a formula; Odoo guards its CSV export against
    that, with an apostrophe, but not this one.
    """
    if isinstance(value, str) and value.startswith(("=", "{=")):
        return f"'{value}"
    return value


class ServiceExcelExport(ExcelExport):
    """Odoo's list export, in which what a customer wrote never becomes a formula."""

    def from_data(self, fields, columns_headers, rows):
        return super().from_data(fields, columns_headers, [[_as_text(cell) for cell in row] for row in rows])

    def from_group_data(self, fields, columns_headers, groups):
        self._guard_groups(groups)
        return super().from_group_data(fields, columns_headers, groups)

    def _guard_groups(self, group):
        """Guard the rows of all groups, and the groups' names: (id, name) or a plain value."""
        group.data = [[_as_text(cell) for cell in row] for row in group.data]
        group.children = {
            tuple(map(_as_text, key)) if isinstance(key, tuple) else _as_text(key): child
            for key, child in group.children.items()
        }
        for child in group.children.values():
            self._guard_groups(child)


class ServicePivotExport(TableExporter):
    """Odoo's export of a pivot, in which the names of groups never become a formula."""

    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        return super().export_xlsx(json.dumps(_guarded(table)), **kw)


def _guarded(value):
    """Return a nested value in which no text is a formula."""
    if isinstance(value, dict):
        return {key: _guarded(one) for key, one in value.items()}
    return [_guarded(one) for one in value] if isinstance(value, list) else _as_text(value)
