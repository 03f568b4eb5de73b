import base64
from dataclasses import dataclass
from pathlib import Path

from odoo import api, models
from odoo.exceptions import UserError
from odoo.modules import get_module_path

from ..engine.pack_manifest import FILE, Manifest, read_manifest
from ..engine.pack_table import MAX_BYTES, Fault
from ..tools.pack_messages import fault_text
from ..tools.pack_zip import unpack_zip

FAULTS_SHOWN = 50


@dataclass(frozen=True)
class Source:
    """The files of a pack: [(label for messages, file name, bytes)]; ``trusted``: part of an addon."""

    manifest: Manifest
    files: tuple
    trusted: bool


class ServicePolicyPack(models.Model):
    """Where the files of a pack come from: the folders of that name in all installed addons, or an upload."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_pack_folders(self):
        """Return {code: [folder]} of the installed addons; a code without any ``pack.json`` is no pack."""
        # sudo: which addons are installed is no secret to who may load policies
        modules = self.env["ir.module.module"].sudo()
        names = modules.search([("state", "in", ("installed", "to upgrade", "to install"))]).mapped("name")
        folders = {}
        for name in sorted(names):
            root = get_module_path(name, display_warning=False)
            for folder in sorted(Path(root, "data", "packs").glob("*/")) if root else ():
                folders.setdefault(folder.name, []).append(folder)
        return {
            code: parts
            for code, parts in folders.items()
            if any((folder / FILE).is_file() for folder in parts)
        }

    @api.model
    def _get_source(self, code, company):
        """Return (``Source`` or None, faults) of a pack for a company: its own upload before the addons'.

        :raise UserError: there is no such pack
        """
        # sudo: the file of this company's own pack, which the caller may load
        upload = self.sudo().search([("code", "=", code), ("company_id", "=", company.id)])
        if upload:
            return self._read_upload(base64.b64decode(upload.file))
        folders = self._get_pack_folders()
        if code not in folders:
            raise UserError(
                self._to_reader().env._(
                    "There is no policy pack “%(code)s”. There are: %(known)s.",
                    code=code,
                    known=", ".join(sorted(folders)) or "-",
                )
            )
        return self._get_addon_source(code)

    @api.model
    def _get_addon_source(self, code):
        """Return (``Source`` or None, faults) of a pack that comes with addons."""
        manifest, files, faults = None, [], []
        folders = self._get_pack_folders()[code]
        for folder in folders:
            prefix = f"{folder.parents[2].name}: " if len(folders) > 1 else ""
            for path in sorted(path for path in folder.iterdir() if path.is_file()):
                with path.open("rb") as stream:
                    content = stream.read(MAX_BYTES + 1)
                if path.name != FILE:
                    files.append((prefix + path.name, path.name, content))
                    continue
                read, wrong = read_manifest(content, code)
                manifest = manifest or read
                faults += [
                    Fault(prefix + fault.file, fault.line, fault.column, fault.code, fault.params)
                    for fault in wrong
                ]
        return (None, faults) if faults else (Source(manifest, tuple(files), True), [])

    @api.model
    def _read_upload(self, content):
        """Return (``Source`` or None, faults) of the bytes of an uploaded ZIP."""
        files, faults = unpack_zip(content)
        if faults:
            return None, faults
        if FILE not in files:
            return None, [Fault(FILE, 0, "", "no_manifest")]
        manifest, faults = read_manifest(files.pop(FILE))
        if faults:
            return None, faults
        return Source(manifest, tuple((name, name, files[name]) for name in sorted(files)), False), []

    @api.model
    def _upload_pack(self, content, company):
        """Keep an uploaded ZIP as a pack of the company, in place of an earlier one of its code.

        :raise UserError: it cannot be read; what its tables say is checked when it is loaded
        """
        source, faults = self._read_upload(content)
        if faults:
            raise UserError(self._say_faults("", faults))
        manifest = source.manifest
        domain = [("code", "=", manifest.code), ("company_id", "=", company.id)]
        # sudo: managers of policies keep their company's own packs; others have no access to the wizard
        packs = self.sudo()
        pack = packs.search(domain) or packs.create(
            {"code": manifest.code, "name": manifest.name["en_US"], "company_id": company.id}
        )
        pack._write_manifest(manifest)
        pack.file = base64.b64encode(content)
        return pack.sudo(self.env.su)  # no sudo: back to the caller's own rights

    @api.model
    def _say_faults(self, code, faults):
        """Return one text for all faults of a pack, in the reader's language."""
        env = self._to_reader().env
        lines = [fault_text(env, fault) for fault in faults[:FAULTS_SHOWN]]
        if len(faults) > FAULTS_SHOWN:
            lines.append(env._("… and %(count)s more.", count=len(faults) - FAULTS_SHOWN))
        title = (
            env._("The policy pack “%(code)s” has mistakes. Nothing was loaded.", code=code)
            if code
            else env._("This file is no policy pack that can be loaded.")
        )
        return "\n".join([title, *lines])
