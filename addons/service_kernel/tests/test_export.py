import io
import json

import openpyxl

from odoo import http
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestExport(HttpCase):
    """What somebody wrote never leaves as a formula, also not through Odoo's own list export."""

    def export(self, domain, groupby=()):
        self.authenticate("admin", "admin")
        data = {
            "model": "service.site",
            "fields": [
                {"name": "name", "label": "Name", "type": "char"},
                {"name": "code", "label": "Code", "type": "char"},
            ],
            "ids": False,
            "domain": domain,
            "groupby": list(groupby),
            "import_compat": False,
            "context": {},
        }
        response = self.url_open(
            "/web/export/xlsx", data={"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
        )
        response.raise_for_status()
        return openpyxl.load_workbook(io.BytesIO(response.content)).active

    def test_no_formula(self):
        site = self.env["service.site"].create({"name": '=HYPERLINK("http://example.com")', "code": "{=1+1}"})
        for groupby in ((), ("name",)):
            cells = [cell for row in self.export([("id", "=", site.id)], groupby) for cell in row]
            self.assertNotIn("f", [cell.data_type for cell in cells])
            self.assertIn('\'=HYPERLINK("http://example.com")', [cell.value for cell in cells])
            self.assertIn("'{=1+1}", [cell.value for cell in cells])

    def test_no_formula_from_a_pivot(self):
        self.authenticate("admin", "admin")
        bad = '=HYPERLINK("http://example.com")'
        data = {
            "title": "Complaints",
            "model": "service.site",
            "measure_count": 1,
            "col_group_headers": [[{"title": bad, "width": 1, "height": 1}]],
            "measure_headers": [{"title": bad, "is_bold": False}],
            "rows": [{"indent": 0, "title": bad, "values": [{"value": bad}, {"value": 7}]}],
        }
        response = self.url_open(
            "/web/pivot/export_xlsx",
            data={"csrf_token": http.Request.csrf_token(self)},
            files={"data": ("data", json.dumps(data))},
        )
        response.raise_for_status()
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(response.content)).active for cell in row]
        self.assertNotIn("f", [cell.data_type for cell in cells])
        self.assertEqual([cell.value for cell in cells].count(f"'{bad}"), 4)
        self.assertIn(7, [cell.value for cell in cells])
