import secrets
from collections import defaultdict

from odoo import api, fields, models

from odoo.addons.service_kernel.tools.insert_rows import insert_rows

from .service_score_entry_note import WORDS

#: what the rule says about an entry follows from these, as long as nobody named circumstances
CHOSEN = ("company_id", "rule_id", "quantity", "points_each", "share")
#: what the rule says
FOLLOWING = ("rulebook_id", "rulebook_code", "rule_code", "kind", "points")


class ServiceScoreEntry(models.Model):
    """Thousands of drafts at once, as a register of a year brings them.

    ``create`` spends most of its time on what is the same for all of them, so the rows are inserted as they
    are, with all that it would have seen to: rights, defaults, clean texts, numbers, what the rule and the
    day say, companies, and what depends on entries elsewhere.
    """

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _insert_entries(self, vals_list):
        """Insert drafts with plain values and words, without circumstances or files; returns them.

        :raise UserError: what an entry names belongs to another company
        """
        self.check_access("create")
        defaults = self.default_get([field.name for field in self._fields.values() if field.column_type])
        rows = [defaults | self._clean_texts(vals) for vals in vals_list]
        words = [{name: row.pop(name) for name in WORDS & row.keys()} for row in rows]
        self._add_following(rows)
        self.env["ir.sequence"]._service_number("service.score.entry", rows)
        entries = self.browse(insert_rows(self, rows))
        # sudo: nobody writes notes by hand; the right to create the entries was checked
        notes = self.env["service.score.entry.note"].sudo()
        insert_rows(
            notes,
            [
                {"entry_id": entry_id, "salt": secrets.token_hex(16), **said}
                for entry_id, said in zip(entries.ids, words, strict=True)
                if any(said.values())
            ],
        )
        self._check_companies(entries, rows)
        names = {name for row in rows for name in row}
        with self.env.protecting([self._fields[name] for name in names], entries):
            entries.modified(self._fields, create=True)
            entries._validate_fields(names)
            entries.check_access("create")
            self.env.flush_all()
        # lists of entries and of notes that were read before
        self.env.invalidate_all()
        return entries

    @api.model
    def _add_following(self, rows):
        """Add what follows from the rule, the numbers and the day: computed once for rows that are alike."""
        for row in rows:
            row["date"] = fields.Date.to_date(row["date"])
        days = {(row["employee_id"], row["date"]) for row in rows if row.get("employee_id")}
        departments = self._find_departments(days)
        alike = defaultdict(list)
        for row in rows:
            if row.get("employee_id"):
                row.setdefault("department_id", departments.get((row["employee_id"], row["date"]), False))
            alike[tuple(row.get(name) for name in CHOSEN)].append(row)
        # records of one recordset: their rules are read together
        examples = self.browse().concat(
            *(self.new(dict(zip(CHOSEN, chosen, strict=True))) for chosen in alike)
        )
        for example, same in zip(examples, alike.values(), strict=True):
            following = {
                name: self._fields[name].convert_to_write(example[name], example) for name in FOLLOWING
            }
            for row in same:
                row.update(following)

    def _check_companies(self, entries, rows):
        """Check what ``_check_company`` checks, for all entries of a company together.

        :raise UserError: as there
        """
        linked = defaultdict(set)
        for name, field in self._fields.items():
            if field.type == "many2one" and field.check_company:
                for row in rows:
                    if row.get(name):
                        linked[name, row["company_id"]].add(row[name])
        for (name, company_id), ids in linked.items():
            # sudo: of what company it is
            found = self.env[self._fields[name].comodel_name].sudo().with_context(active_test=False)
            found = found.browse(ids)
            if found != found.filtered_domain(found._check_company_domain([company_id])):
                entries._check_company()
