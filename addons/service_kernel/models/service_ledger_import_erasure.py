from odoo import models


class ServiceLedgerImport(models.Model):
    """An uploaded ledger names everybody in it: when one of them is erased, the file goes."""

    # one concern a file: the model is long as it is
    _inherit = "service.ledger.import"  # pylint: disable=consider-merging-classes-inherited

    def _erase(self):
        """Delete the files of these imports and the cells that they quote; their numbers stay."""
        # sudo: the right to erase was checked, whoever imported
        imports = self.sudo()
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids), ("res_field", "!=", False)]
        ).unlink()
        imports.invalidate_recordset(["file", "correction_file"])
        imports.write({"preview": False})
        imports.problem_ids.unlink()
        imports.column_ids.write({"examples": False})
