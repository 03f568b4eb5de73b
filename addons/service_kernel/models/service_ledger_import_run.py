import psycopg2.errors

from odoo import fields, models
from odoo.exceptions import UserError

CHUNK = 500  # records created at once: bounds the memory, and costs next to nothing


class ServiceLedgerImport(models.Model):
    """Creating the records: all good rows in one transaction, or none."""

    # one concern a file: together they would be too long to read
    _inherit = "service.ledger.import"  # pylint: disable=consider-merging-classes-inherited

    def _import_rows(self):
        """Create the records of all good rows; what is bad stays in the file of rows to correct.

        :raise UserError: somebody else imported the same rows meanwhile; then nothing was created.
        """
        self.ensure_one()
        # the row of the import is written first: who presses the button twice at once is second (invariants)
        if self.state != "preview":
            raise UserError(
                self.env._("Read the file first; a file that was imported cannot be imported again.")
            )
        self.write({"imported_at": fields.Datetime.now()})
        self.flush_recordset()
        self._remember_columns()
        model, ledger, rows, index = self._reopen()
        check = self._judge(model, ledger, rows, index)
        try:
            with self.env.cr.savepoint():
                created = self._create_records(model, check)
        except psycopg2.errors.UniqueViolation as error:
            raise UserError(
                self.env._(
                    "Somebody else imported the same rows just now. Nothing was imported here; check the "
                    "file again to see "
                    "which rows are left."
                )
            ) from error
        self.write({"state": "done", "created_count": created})

    def _create_records(self, model, check):
        good = [row for row in check.rows if row.status == "new"]
        model._ledger_create_missing([row for row in good if row.pending], check)
        for start in range(0, len(good), CHUNK):
            model._ledger_create(
                [self._prepare_record(model, check, row) for row in good[start : start + CHUNK]]
            )
            self.env.flush_all()
            self.env.invalidate_all()
        return len(good)

    def _prepare_record(self, model, check, row):
        return {
            **model._ledger_values(row, check),
            "company_id": self.company_id.id,
            "is_history": self.as_history,
            "import_key": row.key,
            "import_digest": row.digest,
            "import_note": check.note(row),
            "ledger_import_id": self.id,
        }
