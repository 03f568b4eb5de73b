from odoo import api, fields, models
from odoo.tools.misc import clean_context


class ServiceLedgerMixin(models.AbstractModel):
    """A model whose records can be imported from a ledger (XLSX or CSV) by ``service.ledger.import``.

    The concrete model has ``company_id`` and declares the index that lets no row in twice::

        _import_key_uniq = models.UniqueIndex("(company_id, import_key) WHERE import_key IS NOT NULL", "…")

    and overrides, in the order in which they are called: ``_ledger_columns``, ``_ledger_resolve``,
    ``_ledger_validate``, ``_ledger_identity``, ``_ledger_create_missing``, ``_ledger_values``;
    ``_ledger_messages`` for problems of its own, ``_ledger_action`` to show its records its own way.
    """

    _name = "service.ledger.mixin"
    _description = "Can be imported from a ledger"

    is_history = fields.Boolean(
        "History",
        readonly=True,
        copy=False,
        help="Imported as history: no deadlines, messages, callbacks, ratings or scores, now or later.",
    )
    import_key = fields.Char(readonly=True, copy=False, export_string_translation=False)
    import_digest = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        export_string_translation=False,
        help="SHA-256 of what the required columns say: tells a repeated row from another with its number.",
    )
    import_note = fields.Text(
        "From the Ledger",
        readonly=True,
        copy=False,
        help="What the ledger says and what could not be linked.",
    )
    ledger_import_id = fields.Many2one(
        "service.ledger.import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _ledger_columns(self):
        """Return the ``LedgerColumn`` list of this model, in the order of the template."""
        raise NotImplementedError

    @api.model
    def _ledger_messages(self):
        """Return ``{code: lazily translated sentence}`` of problems that this model adds; placeholders
        are ``%(name)s``.
        """
        return {}

    @api.model
    def _ledger_resolve(self, rows, check):
        """Turn texts into ids for all ``rows`` (``LedgerRow``) at once: a handful of queries for each column.

        Writes nothing. Puts the id in ``row.values[code]``, or calls ``row.error`` or ``row.warn`` and
        ``check.keep``.
        """

    @api.model
    def _ledger_validate(self, row, check):
        """Compare the values of one row with each other; makes no query."""

    @api.model
    def _ledger_identity(self, row):
        """Return ``(ledger number or None, parts, content)`` of a row.

        ``parts`` make the key of a row without a number. ``content`` tells whether two rows with the same
        number say the same: take required columns only, so that another assignment of the others changes
        nothing.
        """
        raise NotImplementedError

    @api.model
    def _ledger_create_missing(self, rows, check):
        """Create what ``row.pending`` names, as far as the user may, and put the ids in ``row.values``."""

    @api.model
    def _ledger_values(self, row, check):
        """Return the values of the record for one good row, without those of this mixin."""
        raise NotImplementedError

    @api.model
    def _ledger_create(self, values_list):
        """Create records in one go, without messages, followers, activities or tracking; returns them."""
        quiet = self.with_context(
            clean_context(self.env.context),
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            mail_notrack=True,
            mail_activity_automation_skip=True,
        )
        return quiet.create(values_list)

    @api.model
    def _ledger_action(self, domain):
        """Return the action that shows the records of ``domain``."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Imported records"),
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": domain,
        }
