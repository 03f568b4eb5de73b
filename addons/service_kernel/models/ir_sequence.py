from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def _service_take(self, code, company, count):
        """Return the next ``count`` numbers of the company's own sequence ``code``, drawn in one go.

        Numbers restart each year; the year is that of today in the company's time zone (decisions 5).
        Gaps are possible: a transaction that fails keeps what it drew.
        """
        if not count:
            return []
        today = datetime.now(ZoneInfo(company._service_tz())).date()
        return self._service_draw(code, company, count, today) or self._service_take_first(
            code, company, count, today
        )

    @api.model
    def _service_draw(self, code, company, count, today):
        """Return the next numbers in a single query; [] when the sequence or its year is not there yet."""
        self.flush_model()
        self.env["ir.sequence.date_range"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT known.prefix, known.suffix, known.padding, nextval(known.relation)"
                " FROM (SELECT sequence.prefix, sequence.suffix, sequence.padding,"
                " format('ir_sequence_%%s_%%s', to_char(sequence.id, 'FM99999999000'),"
                " to_char(year.id, 'FM99999999000'))::regclass AS relation"
                " FROM ir_sequence sequence"
                " JOIN ir_sequence_date_range year ON year.sequence_id = sequence.id"
                " WHERE sequence.code = %(code)s AND sequence.company_id = %(company)s AND sequence.active"
                " AND sequence.implementation = 'standard' AND sequence.use_date_range"
                " AND %(today)s BETWEEN year.date_from AND year.date_to"
                " ORDER BY sequence.id, year.id LIMIT 1) known, generate_series(1, %(count)s)",
                code=code,
                company=company.id,
                today=today,
                count=count,
            )
        )
        if not rows:
            return []
        pattern = self.new({"prefix": rows[0][0], "suffix": rows[0][1]})
        before, after = pattern._get_prefix_suffix(date=today, date_range=today)
        return [f"{before}{number:0{padding}d}{after}" for _prefix, _suffix, padding, number in rows]

    @api.model
    def _service_take_first(self, code, company, count, today):
        """Return numbers of a sequence that was not there yet, or is not as the kernel makes them."""
        # sudo: everybody who may create a document may take its number; nothing else is read or changed
        sequence = self.sudo()._service_sequence(code, company)
        year = sequence._get_current_sequence(today)
        if sequence.implementation == "standard":
            relation = f"ir_sequence_{sequence.id:03d}"
            if year != sequence:
                relation += f"_{year.id:03d}"
            drawn = self.env.execute_query(
                SQL("SELECT nextval(%s) FROM generate_series(1, %s)", relation, count)
            )
            dated = sequence.with_context(ir_sequence_date=today, ir_sequence_date_range=today)
            return [dated.get_next_char(number) for (number,) in drawn]
        return [sequence.next_by_id(today) for _index in range(count)]

    @api.model
    def _service_sequence(self, code, company):
        """Return the company's sequence ``code``; it is made at the first need."""
        return self.search([("code", "=", code), ("company_id", "=", company.id)], limit=1) or self.create(
            self._prepare_service_sequence_vals(code, company)
        )

    @api.model
    def _prepare_service_sequence_vals(self, code, company):
        """Values of a new yearly sequence; addons give their own ``prefix`` for their own ``code``."""
        return {
            "name": f"{code} ({company.name})",
            "code": code,
            "company_id": company.id,
            "implementation": "standard",
            "padding": 5,
            "use_date_range": True,
        }

    @api.model
    def _cron_service_sequences(self):
        """Make next year's ranges before they are needed: two first takers at once would collide."""
        soon = fields.Date.today() + timedelta(days=35)
        for sequence in self.search(
            Domain("code", "=like", "service.%") & Domain("use_date_range", "=", True)
        ):
            sequence._get_current_sequence(soon)
