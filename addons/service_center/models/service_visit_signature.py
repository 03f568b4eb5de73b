import base64

from odoo import api, fields, models

from odoo.addons.service_kernel.tools import append_only

from ..engine import visit_report as engine

#: what binds a signature; the report shown, the name and the picture may be erased (decisions 17)
CONTENT = ("order_id", "company_id", "signed_at", "lang", "digest", "seal", "user_id")


class ServiceVisitSignature(models.Model):
    """A customer's signature on a service report, bound by hashes to exactly what was shown."""

    _name = "service.visit.signature"
    _description = "Signature on a Service Report"
    _order = "id desc"
    _rec_name = "signer"

    order_id = fields.Many2one("service.order", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    signer = fields.Char("Signed By", readonly=True)
    signature = fields.Binary("Customer's Signature", attachment=True, readonly=True)
    signed_at = fields.Datetime("Signed On", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Shown By", required=True, readonly=True, ondelete="restrict")
    lang = fields.Char("Language", required=True, readonly=True)
    report = fields.Json("What Was Shown", readonly=True)
    digest = fields.Char(required=True, readonly=True, export_string_translation=False)
    seal = fields.Char(required=True, readonly=True, export_string_translation=False)
    state = fields.Selection(
        string="Signature Is",
        selection=[
            ("valid", "Valid"),
            ("stale", "Out of Date: Report Changed"),
            ("broken", "Damaged"),
            ("erased", "Erased"),
        ],
        compute="_compute_state",
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.depends("report", "signer", "signature", "digest", "seal")
    @api.depends_context("uid")
    def _compute_state(self):
        for signature in self:
            signature.state = signature._verify()

    def _verify(self):
        """Return what this signature is worth today: see the engine's ``verify``."""
        self.ensure_one()
        # sudo: compares with the whole report, whatever of it the user may read
        row = self.sudo().with_context(bin_size=False)
        signed = (row.digest, row.signer or "", fields.Datetime.to_string(row.signed_at), row.seal)
        now = engine.digest(row.order_id._get_visit_report(row.lang))
        return engine.verify(row.report or None, signed, _picture(row.signature), now)

    @api.model
    def _prepare_signature_vals(self, order, report, lang, signer, picture):
        """Values of the row that binds a signature to what was shown.

        :param report: exactly what was shown
        :param picture: the drawn signature, base64
        """
        at = fields.Datetime.now()
        shown = engine.digest(report)
        return {
            "order_id": order.id,
            "company_id": order.company_id.id,
            "signer": signer,
            "signature": picture,
            "signed_at": at,
            "user_id": self.env.uid,
            "lang": lang,
            "report": report,
            "digest": shown,
            "seal": engine.seal(shown, signer, fields.Datetime.to_string(at), _picture(picture)),
        }

    def _get_changes(self):
        """Return [(section, label, text signed, text of today)] of what was changed after the signature."""
        self.ensure_one()
        # sudo: see _verify
        row = self.sudo()
        return engine.changes(row.report, row.order_id._get_visit_report(row.lang)) if row.report else []

    def _erase(self):
        """Erase who signed, the picture and what was shown; hashes stay."""
        self.write({"signer": False, "signature": False, "report": False})

    @api.model
    def _check_signatures(self):
        """Differences of ``service.check``: latest signatures that no longer hold for their reports."""
        latest = self._read_group([], ["order_id"], ["id:max"])
        for start in range(0, len(latest), 200):
            rows = self.browse([row_id for _order, row_id in latest[start : start + 200]])
            for row in rows:
                state = row._verify()
                if state in (engine.STALE, engine.BROKEN):
                    yield {
                        "res_model": "service.order",
                        "res_id": row.order_id.id,
                        "place": row.order_id.name,
                        "expected": row.digest[:16],
                        "found": state,
                        "company_id": row.company_id.id,
                        "remedy": f"signature_{state}",
                        "params": {},
                    }
            self.env.invalidate_all()


def _picture(value):
    return base64.b64decode(value) if value else b""
