from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ServicePolicyPack(models.Model):
    """A policy pack that can be loaded: folders of CSV files in addons, or a file that a company uploaded."""

    _name = "service.policy.pack"
    _description = "Policy Pack"
    _order = "code, company_id, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True, translate=True)
    description = fields.Text(readonly=True, translate=True)
    version = fields.Char(readonly=True)
    currency_name = fields.Char("Currency", readonly=True, help="The currency that its amounts are meant in.")
    company_id = fields.Many2one(
        "res.company",
        "Uploaded By",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The company that uploaded it, and that alone can load it; empty: it comes with the software.",
    )
    file = fields.Binary(readonly=True, attachment=True, groups="service_kernel.group_policy_manager")
    loaded_version = fields.Char("Loaded", compute="_compute_loaded", help="The version that is loaded.")
    loaded_at = fields.Datetime("Loaded On", compute="_compute_loaded")
    is_default = fields.Boolean(
        "Default",
        compute="_compute_loaded",
        help="Documents follow it whose category and team come from none.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "The company has uploaded this policy pack already."
    )

    @api.depends_context("company")
    def _compute_loaded(self):
        loads = self.env["service.policy.pack.load"].search([("company_id", "=", self.env.company.id)])
        by_code = {load.pack_code: load for load in loads}
        for pack in self:
            load = by_code.get(pack.code, loads.browse())
            pack.loaded_version = load.version
            pack.loaded_at = load.loaded_at
            pack.is_default = pack.code == self.env.company.service_default_pack

    @api.model
    def load_pack(self, code, company=None, activate=True):
        """Load a policy pack into a company, or bring what it loaded there before up to date.

        What the company has changed, archived or deleted stays so. Loading twice is the same as once.

        :param code: of the pack, such as ``mall``
        :param company: a company or its id; the present one by default
        :param activate: False loads what is new archived, to be looked at first; a later load with True puts
            it in force
        :return: {'created', 'updated', 'kept', 'unchanged'}: how many records of the pack
        :raise AccessError: the user maintains no policies, or does not belong to the company
        :raise UserError: there is no such pack, or its files are wrong (every fault with file, line, column)
        """
        company = self._check_company_of_load(company)
        return self._in_company(company)._load(code, activate=activate)["counts"]

    @api.model
    def _check_company_of_load(self, company):
        """Return the company to load into, if the user may."""
        if not company:
            company = self.env.company
        elif not isinstance(company, models.BaseModel):
            company = self.env["res.company"].browse(int(company))
        if self.env.su:
            return company
        if not self.env.user.has_group("service_kernel.group_policy_manager"):
            raise AccessError(self.env._("Only managers of policies load policy packs."))
        if company not in self.env.user.company_ids:
            raise AccessError(self.env._("You do not belong to this company."))
        return company

    @api.model
    def _in_company(self, company):
        """Return the model as one company sees it, with texts in their source language."""
        return self.with_context(
            allowed_company_ids=company.ids, lang="en_US", pack_reader_lang=self.env.lang or "en_US"
        )

    @api.model
    def _to_reader(self):
        """Return the model in the language of who loads, for sentences."""
        return self.with_context(lang=self.env.context.get("pack_reader_lang") or self.env.lang)

    @api.model
    def _find_packs(self):
        """Bring the list of packs that come with addons up to date; called by their data files."""
        # sudo: the list says what the installed software contains
        packs = self.sudo()
        known = {pack.code: pack for pack in packs.search([("company_id", "=", False)])}
        found = {}
        for code in self._get_pack_folders():
            source, faults = self._get_addon_source(code)
            if not faults:
                found[code] = source.manifest
        for code, manifest in found.items():
            pack = known.get(code) or packs.create({"code": code, "name": manifest.name["en_US"]})
            pack._write_manifest(manifest)
        packs.union(*(pack for code, pack in known.items() if code not in found)).unlink()

    def _write_manifest(self, manifest):
        self.ensure_one()
        self.with_context(lang="en_US").write(
            {
                "name": manifest.name["en_US"],
                "description": manifest.description.get("en_US"),
                "version": manifest.version,
                "currency_name": manifest.currency,
            }
        )
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        for field, texts in (("name", manifest.name), ("description", manifest.description)):
            self.update_field_translations(
                field, {lang: text for lang, text in texts.items() if lang in installed and lang != "en_US"}
            )

    def action_load(self):
        """Open the wizard that shows what these packs would change, and loads them."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_kernel.service_policy_pack_wizard_action"
        )
        return {**action, "context": {"default_pack_ids": self.ids, "dialog_size": "extra-large"}}

    def action_make_default(self):
        """Let documents of the company follow this pack whose category and team come from none."""
        self.ensure_one()
        company = self._check_company_of_load(self.env.company)
        if not self.loaded_at:
            raise UserError(self.env._("Load this policy pack first."))
        # sudo: the right to decide on the company's policies was checked
        company.sudo().service_default_pack = self.code
        self.invalidate_model(["is_default"])
        self._forget_loaded()

    @api.model
    def _forget_loaded(self):
        """What is loaded and which one is the default is read anew."""
        self.invalidate_model(["loaded_version", "loaded_at", "is_default"])

    @api.ondelete(at_uninstall=False)
    def _unlink_uploaded_only(self):
        if not self.env.su and any(not pack.company_id for pack in self):
            raise UserError(self.env._("This policy pack comes with the software and cannot be deleted."))
