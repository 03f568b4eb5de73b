from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.service_kernel.tools import fixed_row

#: what may still be said of a version in force: how it was adopted, whom it is for, where it stands in lists
OPEN_FIELDS = {
    *("adopted_on", "adopted_how", "adoption_note", "acknowledgement_ids", "scope_department_ids"),
    "sequence",
}
OPEN_PREFIXES = ("message_", "activity_")


class ServiceScoreRulebook(models.Model):
    """Versions of a rule book: draft, in force, archived (decisions 2).

    A version that is in force, or was, is never edited or deleted, nor are its parts; only its last day can
    be set, once. Versions in force of one book do not overlap.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    # counted by every change of a part and by putting in force: of two at once, the second is tried again
    changes = fields.Integer(readonly=True, copy=False, export_string_translation=False)

    @api.model_create_multi
    def create(self, vals_list):
        """A book comes as a draft; one that is given as in force is put in force with all its parts."""
        states = [vals.get("state", "draft") for vals in vals_list]
        books = super().create([{**vals, "state": "draft"} for vals in vals_list])
        for book, state in zip(books, states, strict=True):
            book._go_to_state(state)
        return books

    def write(self, vals):
        vals = dict(vals)
        state = vals.pop("state", None)
        self._check_writable(vals)
        result = super().write(vals) if vals else True
        if state:
            for book in self:
                book._go_to_state(state)
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        self._check_writable({field_name: None})
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        self._check_draft()

    def copy_data(self, default=None):
        return super(ServiceScoreRulebook, self.with_context(score_copies_whole=True)).copy_data(default)

    def _check_draft(self):
        """Refuse what only a draft allows.

        :raise UserError: one of the books is in force, or was
        """
        for book in self:
            if book.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(book)s”, version %(version)s, is in force or was, and is not changed any more. "
                        "Make a new version of it and change that.",
                        book=book.name,
                        version=book.version,
                    )
                )

    def _check_writable(self, vals):
        closed = {name for name in vals if name not in OPEN_FIELDS and not name.startswith(OPEN_PREFIXES)}
        if not closed:
            return
        for book in self:
            if book.state == "draft":
                continue
            if closed == {"valid_to"}:
                book._check_valid_to(fields.Date.to_date(vals["valid_to"]))
            else:
                book._check_draft()

    def _check_valid_to(self, day):
        """The last day of a version in force is set once."""
        self.ensure_one()
        if self.valid_to and day != self.valid_to:
            raise UserError(
                self.env._(
                    "The last day of “%(book)s”, version %(version)s, is set already.",
                    book=self.name,
                    version=self.version,
                )
            )

    def _go_to_state(self, state):
        """Change the state through its own step.

        :raise UserError: nothing becomes a draft again
        """
        self.ensure_one()
        if state == self.state:
            return
        if state == "draft":
            self._check_draft()
        if self.state == "draft":
            self.action_activate()
        if state == "archived":
            self.action_archive_version()

    def _write_state(self, state):
        # past the guard of our own ``write``: this is the step itself
        return super().write({"state": state})  # pylint: disable=super-method-mismatch

    def action_activate(self):
        """Put drafts in force, once they are complete and overlap no other version in force.

        :raise UserError: a book is no draft, or its fine brackets are not complete
        :raise ValidationError: another version in force holds on the same days
        """
        for book in self:
            fixed_row.count_on(book._get_versions(), "changes")
            book._check_draft()
            book._check_brackets(whole=True)
            book._write_state("active")
        return True

    def action_archive_version(self):
        """Take versions out of force, for all their days. To end one on a day, set its last day instead.

        :raise UserError: one of them is not in force
        """
        for book in self:
            if book.state != "active":
                raise UserError(self.env._("“%(book)s” is not in force.", book=book.display_name))
            book._write_state("archived")
        return True

    def action_new_version(self):
        """Return a draft of the next version, with all parts of this one. It is the company's own.

        :raise UserError: there is a draft of this book already
        """
        self.ensure_one()
        versions = self._get_versions()
        draft = versions.filtered(lambda book: book.state == "draft")[:1]
        if draft:
            raise UserError(
                self.env._(
                    "There is a draft of “%(book)s” already: version %(version)s.",
                    book=draft.name,
                    version=draft.version,
                )
            )
        return self.copy(
            {
                "name": self.name,
                "code": self.code,
                "version": max(versions.mapped("version")) + 1,
                "previous_id": self.id,
                "pay_component_id": self.pay_component_id.id,
            }
        )

    def action_edit_new_version(self):
        """Make the next version and open it."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.action_new_version().id,
            "view_mode": "form",
        }

    def action_take_over(self):
        """End the former version on the day before this draft starts, and put the draft in force.

        :raise UserError: the draft has no first day
        """
        self.ensure_one()
        former = self.previous_id
        if not self.valid_from:
            raise UserError(self.env._("From which day on? Enter the first day of this version."))
        if former.state == "active" and not former.valid_to:
            former.valid_to = fields.Date.subtract(self.valid_from, days=1)
        return self.action_activate()

    def _get_versions(self):
        """Return all versions of this book, archived ones, too."""
        self.ensure_one()
        return self.with_context(active_test=False).search(
            [("company_id", "=", self.company_id.id), ("code", "=", self.code)]
        )

    def _begin_change(self):
        """Begin to change parts of these books: their rows are written first (invariants).

        :raise UserError: one of the books is in force, or was
        """
        fixed_row.count_on(self, "changes")
        self.invalidate_recordset(["state"])
        self._check_draft()

    @api.constrains("state", "valid_from", "valid_to", "code", "company_id")
    def _check_overlap(self):
        for book in self.filtered(lambda one: one.state == "active"):
            other = book._find_overlapping()
            if other:
                raise ValidationError(
                    self.env._(
                        "Version %(version)s and version %(other)s of “%(book)s” would both hold on the "
                        "same days. Set the last day of version %(earlier)s; the other one starts after it.",
                        version=book.version,
                        other=other.version,
                        book=book.name,
                        earlier=min(book.version, other.version),
                    )
                )

    def _find_overlapping(self):
        """Return a version in force that holds on days of this one, if there is any."""
        self.ensure_one()
        domain = Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("code", "=", self.code),
                ("state", "=", "active"),
                ("id", "!=", self.id),
            ]
        )
        if self.valid_from:
            domain &= Domain("valid_to", "=", False) | Domain("valid_to", ">=", self.valid_from)
        if self.valid_to:
            domain &= Domain("valid_from", "=", False) | Domain("valid_from", "<=", self.valid_to)
        return self.with_context(active_test=False).search(domain, limit=1)

    @api.model
    def _get_active(self, company, date):
        """Return the books of a company that are in force on a day."""
        return self.search(
            Domain([("company_id", "=", company.id), ("state", "=", "active")])
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", date))
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date))
        )
