import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.pack_manifest import CODE, Manifest
from ..tools.pack_zip import pack_zip


class ServicePolicyPackExport(models.TransientModel):
    """Exports the policies of a company as the file of a policy pack."""

    _name = "service.policy.pack.export"
    _description = "Export Policies as a Pack"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    load_ids = fields.Many2many(
        "service.policy.pack.load",
        string="Loaded Packs",
        domain="[('company_id', '=', company_id)]",
        help="Their records, as the company has changed them.",
    )
    own = fields.Boolean("Own Policies", default=True, help="What the company made itself.")
    code = fields.Char(
        compute="_compute_pack",
        store=True,
        readonly=False,
        help="Small letters, digits and _. In a company that loads it, it takes the place of a pack of the "
        "same code.",
    )
    name = fields.Char(compute="_compute_pack", store=True, readonly=False)
    version = fields.Char(required=True, default="1")
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("load_ids", "own")
    def _compute_pack(self):
        for export in self:
            alone = export.load_ids.pack_code if len(export.load_ids) == 1 and not export.own else False
            pack = self.env["service.policy.pack"].search([("code", "=", alone)], limit=1)
            export.code = alone or export.code or "own"
            export.name = pack.name or export.name or export.company_id.name

    def action_export(self):
        """Make the file and download it."""
        self.ensure_one()
        Pack = self.env["service.policy.pack"]
        packs = Pack._in_company(Pack._check_company_of_load(self.company_id))
        if not CODE.fullmatch(self.code or ""):
            raise UserError(
                self.env._(
                    "“%(value)s” is no code of a pack: small letters, digits and _, beginning with a letter.",
                    value=self.code,
                )
            )
        if not (self.name or "").strip():
            raise UserError(self.env._("Give the pack a name."))
        loads = self.load_ids.filtered(lambda load: load.company_id == self.company_id)
        if not loads and not self.own:
            raise UserError(self.env._("Choose what to export: own policies, loaded packs, or both."))
        manifest = Manifest(
            self.code,
            self._names(packs),
            version=self.version,
            currency=self.company_id.currency_id.name,
        )
        files = packs._export(manifest, loads.mapped("pack_code"), self.own)
        self.write(
            {
                "file": base64.b64encode(pack_zip(self.code, files)),
                "file_name": f"{self.code}.zip",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.code}.zip?download=true",
            "target": "download",
        }

    def _names(self, packs):
        """Return the name by language: those of the known pack where it is unchanged, else as typed."""
        pack = packs.search([("code", "=", self.code)], limit=1)
        installed = [lang for lang, _name in self.env["res.lang"].get_installed()]
        if pack and pack.with_env(self.env).name == self.name:
            return {lang: pack.with_context(lang=lang).name for lang in {"en_US", *installed}}
        return {"en_US": self.name}
