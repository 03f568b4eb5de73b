import secrets

from odoo import api, fields, models

from ..engine import seal

#: texts of a note, in the order in which its digest covers them
TEXTS = ("description", "statement", "points_reason", "reverse_reason")
#: what people write into an entry and its note keeps
WORDS = {"description", "statement", "points_reason", "evidence_ids"}


class ServiceScoreEntryNote(models.Model):
    """People's words and photos about an entry: the ledger keeps only their digest, so they can be erased.

    With the row its salt goes, and the digest tells nothing any more (decisions 14). Nobody writes notes by
    hand: they are written with their entries, as long as these are to be confirmed.
    """

    _name = "service.score.entry.note"
    _description = "Words about a Score Entry"
    _inherit = ["service.text.mixin"]
    _rec_name = "entry_id"

    entry_id = fields.Many2one("service.score.entry", required=True, readonly=True, ondelete="cascade")
    description = fields.Text("What Happened")
    statement = fields.Text("What They Said")
    points_reason = fields.Char("Why More Points")
    reverse_reason = fields.Char("Why Taken Back")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "service_score_entry_note_evidence_rel",
        "note_id",
        "attachment_id",
    )
    salt = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        groups="base.group_system",
        default=lambda self: secrets.token_hex(16),
    )

    _entry_uniq = models.UniqueIndex("(entry_id)", "The entry has a note already.")

    def _get_digests(self):
        """Return {entry id: digest of its note, that the ledger keeps}."""
        return {
            note.entry_id.id: seal.note_digest(
                note.salt,
                (*(note[name] or None for name in TEXTS), *sorted(note.evidence_ids.mapped("checksum"))),
            )
            for note in self
        }


class ServiceScoreEntry(models.Model):
    # the words of an entry are one concern, also where it shows them
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    note_ids = fields.One2many(
        "service.score.entry.note", "entry_id", readonly=True, copy=False, export_string_translation=False
    )
    description = fields.Text(
        "What Happened", compute="_compute_note", compute_sudo=True, readonly=False, copy=False
    )
    statement = fields.Text(
        "What They Said", compute="_compute_note", compute_sudo=True, readonly=False, copy=False
    )
    points_reason = fields.Char(
        "Why More Points",
        compute="_compute_note",
        compute_sudo=True,
        readonly=False,
        copy=False,
        help="Needed for more points than the least that the rule says.",
    )
    reverse_reason = fields.Char("Why Taken Back", compute="_compute_note", compute_sudo=True)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        compute="_compute_note",
        compute_sudo=True,
        readonly=False,
        copy=False,
    )

    @api.depends(*(f"note_ids.{name}" for name in (*TEXTS, "evidence_ids")))
    def _compute_note(self):
        for entry in self:
            note = entry.note_ids[:1]
            for name in TEXTS:
                entry[name] = note[name]
            entry.evidence_ids = note.evidence_ids

    def _write_notes(self, words):
        """Keep words and files about these entries; makes the notes that are missing.

        :param words: {entry id: {name: value}}
        """
        # sudo: nobody writes notes by hand; who calls has checked the right to write the entries
        notes = self.env["service.score.entry.note"].sudo()
        known = {note.entry_id.id: note for note in notes.search([("entry_id", "in", list(words))])}
        for entry_id, vals in words.items():
            if entry_id in known:
                known[entry_id].write(vals)
        missing = [
            {"entry_id": entry_id, **vals}
            for entry_id, vals in words.items()
            if entry_id not in known and any(vals.values())
        ]
        notes.create(missing)
        filed = {entry_id for entry_id, vals in words.items() if vals.get("evidence_ids")}
        self.browse(filed)._own_evidence()

    def _own_evidence(self):
        """Give files that were uploaded for these entries to them: who sees these sees the files."""
        for entry in self:
            entry.evidence_ids._give_to(entry)
