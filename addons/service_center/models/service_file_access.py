from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.service_kernel.tools import append_only

CONTENT = ("file_id", "user_id", "at", "exported", "request_id")
#: a screen reads its record several times
SAME_READING = timedelta(minutes=10)


class ServiceFileAccess(models.Model):
    """Who read which customer's file when (EQM-FILE-05). Rows never change."""

    _name = "service.file.access"
    _description = "Reading of a Customer File"
    _order = "id desc"
    _rec_name = "file_id"

    file_id = fields.Many2one(
        "service.customer.file", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="file_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="file_id.partner_id", string="Customer", store=True, index=True)
    user_id = fields.Many2one("res.users", "Person", required=True, readonly=True, ondelete="restrict")
    at = fields.Datetime("Date", required=True, readonly=True, default=fields.Datetime.now)
    content = fields.Char("Content Read", compute="_compute_content")
    exported = fields.Boolean(readonly=True)
    request_id = fields.Many2one(
        "service.file.request", "Granted By", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.depends("request_id", "exported")
    @api.depends_context("lang")
    def _compute_content(self):
        for row in self:
            whole = self.env._("The file, exported") if row.exported else self.env._("The file")
            # sudo: what the request asked for, whoever reads the log
            row.content = row.request_id.sudo().content or whole

    @api.model
    def _log(self, files, exported):
        """Keep that the user read these files."""
        # sudo: nobody enters readings by hand
        Access = self.sudo()
        now = fields.Datetime.now()
        known = Access.search(
            [
                ("file_id", "in", files.ids),
                ("user_id", "=", self.env.uid),
                ("at", ">", now - SAME_READING),
                ("exported", "=", exported),
            ]
        )
        files -= known.file_id.with_env(files.env)
        # sudo: the request that lets the user in
        granted = self.env["service.file.request"].sudo()._get_granted(files, self.env.user)
        Access.create(
            [
                {
                    "file_id": one.id,
                    "user_id": self.env.uid,
                    "at": now,
                    "exported": exported,
                    "request_id": granted.get(one.id, False),
                }
                for one in files
            ]
        )
