from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import seal
from .service_score_entry import LEDGER_STATES
from .service_score_entry_guard import CONTENT
from .service_score_entry_note import TEXTS

SEAL_BATCH = 2_000  # entries of one transaction of the cron
VERIFY_BATCH = 20_000  # rows in memory at once


class ServiceScoreEntry(models.Model):
    """The chain of seals over confirmed entries: one writer gives them, anybody can verify them."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def action_seal(self):
        """Seal all confirmed entries of the user's companies now."""
        self._check_may_decide()
        self._seal(self.env.companies)
        return True

    @api.model
    def _cron_seal(self):
        """Seal confirmed entries, a batch a transaction; may be stopped at any point."""
        Cron = self.env["ir.cron"]
        domain = [("seal_no", "=", False), ("state", "in", LEDGER_STATES)]
        groups = self._read_group(domain, ["company_id"], ["__count"])
        Cron._commit_progress(remaining=sum(count for _company, count in groups))
        for company, _count in groups:
            while sealed := self._seal_batch(company, SEAL_BATCH):
                if not Cron._commit_progress(sealed):
                    return

    @api.model
    def _seal(self, companies):
        """Seal all confirmed entries of these companies; sheets and exports do it first."""
        for company in companies:
            while self._seal_batch(company, VERIFY_BATCH):
                pass

    @api.model
    def _seal_batch(self, company, limit):
        """Give the next confirmed entries of a company their seals, in the order of their ids.

        :return: how many
        """
        self.flush_model()
        waiting = SQL("e.company_id = %s AND e.seal_no IS NULL AND e.state IN %s", company.id, LEDGER_STATES)
        if not self.env.execute_query(SQL("SELECT 1 FROM service_score_entry e WHERE %s LIMIT 1", waiting)):
            return 0
        chain = self._get_chain(company)
        # the row is written first: of two who seal at once the second starts anew
        fixed_row.count_on(chain, "version")
        chain.invalidate_recordset()
        rows = self.env.execute_query(
            SQL(
                "SELECT e.id, %s FROM service_score_entry e WHERE %s ORDER BY e.id LIMIT %s",
                self._get_seal_columns(),
                waiting,
                limit,
            )
        )
        number, before = chain.last_no, chain.last_hash or seal.START
        ids, numbers, hashes = [], [], []
        for row in rows:
            number, before = number + 1, seal.digest(before, seal.content(row))
            ids.append(row[0])
            numbers.append(number)
            hashes.append(before)
        self.env.cr.execute(
            SQL(
                "UPDATE service_score_entry e SET seal_no = v.no, seal_hash = v.hash"
                " FROM unnest(%s::int[], %s::int[], %s::text[]) AS v (id, no, hash) WHERE e.id = v.id",
                ids,
                numbers,
                hashes,
            )
        )
        self.browse(ids).invalidate_recordset(["seal_no", "seal_hash"], flush=False)
        chain.write({"last_no": number, "last_hash": before, "sealed_at": fields.Datetime.now()})
        chain.flush_recordset()
        return len(ids)

    @api.model
    def _find_chain(self, company):
        """Return the chain of a company, in superuser mode; empty: nothing was sealed yet."""
        # sudo: nobody writes chains by hand
        return self.env["service.score.chain"].sudo().search([("company_id", "=", company.id)])

    @api.model
    def _get_chain(self, company):
        """Return the chain of a company, in superuser mode; it is made at the first need."""
        chain = self._find_chain(company)
        if not chain:
            # of two who make it at once the second is tried again
            self.env.cr.execute(
                SQL(
                    "INSERT INTO service_score_chain (company_id, version, last_no) VALUES (%s, 0, 0)"
                    " ON CONFLICT DO NOTHING",
                    company.id,
                )
            )
            chain = self._find_chain(company)
        return chain

    @api.model
    def _get_seal_columns(self):
        """Return the columns that a seal covers, each in its one notation (see ``seal.content``)."""
        columns = []
        for name in CONTENT:
            field, column = self._fields[name], SQL("e.%s", SQL.identifier(name))
            if field.type == "date":
                column = SQL("to_char(%s, 'YYYY-MM-DD')", column)
            elif field.type == "datetime":
                column = SQL("to_char(%s, 'YYYY-MM-DD HH24:MI:SS')", column)
            elif field.type == "float":
                column = SQL("round(%s, %s)::text", column, field.get_digits(self.env)[1])
            columns.append(column)
        return SQL(", ").join(columns)

    @api.model
    def _verify_seals(self, company):
        """Yield a ``seal.Break`` for each sealed entry of a company that is not as it was sealed.

        Beside those of the engine: code ``words`` (words or photos were changed after the confirmation) and
        ``end`` (the last entries are missing). Reads in batches; erased words are no break.
        """
        self.env.flush_all()
        number, before, columns = 0, seal.START, self._get_seal_columns()
        while rows := self._read_sealed(company, number, columns):
            width = len(CONTENT) + 1
            sealed = [seal.Row(row[0], row[1], row[2], (row[0], *row[3 : width + 2])) for row in rows]
            yield from seal.verify(sealed, number, before)
            for row in rows:
                salt, *texts, checksums = row[width + 2 :]
                if salt and row[width + 1] != seal.note_digest(salt, (*texts, *checksums)):
                    yield seal.Break(row[0], row[1], "words", row[width + 1], None)
            number, before = rows[-1][1], rows[-1][2]
        chain = self._find_chain(company)
        if (chain.last_no, chain.last_hash or seal.START) != (number, before):
            yield seal.Break(None, number, "end", chain.last_no, number)

    @api.model
    def _read_sealed(self, company, after, columns):
        """Return the next sealed rows: id, number, seal, content, salt, words and checksums of the note."""
        return self.env.execute_query(
            SQL(
                """SELECT e.id, e.seal_no, e.seal_hash, %(columns)s, n.salt, %(texts)s,
                        CASE WHEN n.id IS NOT NULL THEN ARRAY(
                            SELECT a.checksum FROM service_score_entry_note_evidence_rel r
                            JOIN ir_attachment a ON a.id = r.attachment_id WHERE r.note_id = n.id
                            ORDER BY a.checksum COLLATE "C") END
                    FROM service_score_entry e
                    LEFT JOIN service_score_entry_note n ON n.entry_id = e.id
                    WHERE e.company_id = %(company)s AND e.seal_no > %(after)s
                    ORDER BY e.seal_no LIMIT %(limit)s""",
                columns=columns,
                texts=SQL(", ").join(SQL("NULLIF(n.%s, '')", SQL.identifier(name)) for name in TEXTS),
                company=company.id,
                after=after,
                limit=VERIFY_BATCH,
            )
        )
