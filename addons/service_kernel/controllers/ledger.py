from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..tools.ledger_xlsx import template_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LedgerController(http.Controller):
    @http.route(
        "/service/ledger/template/<string:res_model>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def template(self, res_model, **_kwargs):
        """Download an empty ledger for ``res_model`` in the reader's language, as somebody who may import."""
        labels = dict(request.env["service.ledger.import"]._selection_res_model())
        if res_model not in labels:
            raise AccessError(request.env._("You cannot import ledgers of this kind."))
        content = template_file(request.env[res_model]._ledger_columns(), self._words(labels[res_model]))
        name = request.env._("%(document)s ledger - template", document=labels[res_model]) + ".xlsx"
        headers = [("Content-Type", XLSX), ("Content-Disposition", content_disposition(name))]
        return request.make_response(content, headers)

    @staticmethod
    def _words(label):
        env = request.env
        return {
            "sheet": label[:31],
            "notes": env._("How to fill in"),
            "heading": env._("Column"),
            "needed": env._("Needed"),
            "yes": env._("yes"),
            "enter": env._("What to enter"),
            "example": env._("For example"),
        }
