from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

#: fields of which nothing is kept in memory
COUNTERS = {"number_next", "number_next_actual"}


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() - COUNTERS:
            self.env.registry.clear_cache()
        return result

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
    def _service_number(self, code, vals_list, companies=None):
        """Give values of new documents their ``name``: the next number of their company's sequence.

        :param companies: the company of each; None: that of its values, else the user's
        """
        if companies is None:
            own = self.env.company.id
            companies = self.env["res.company"].browse(vals.get("company_id") or own for vals in vals_list)
        by_company = defaultdict(list)
        for company, vals in zip(companies, vals_list, strict=True):
            by_company[company].append(vals)
        for company, company_vals in by_company.items():
            numbers = self._service_take(code, company, len(company_vals))
            for vals, number in zip(company_vals, numbers, strict=True):
                vals["name"] = number

    @api.model
    def _service_draw(self, code, company, count, today):
        """Return the next numbers in a single query; [] when the sequence or its year is not there yet."""
        key = code, company.id, today
        known = self._service_find(*key)
        drawn = self._service_count_on(known, count)
        if not drawn:  # it was not there before, or its making was taken back
            known = self._service_look_up(*key)
            drawn = self._service_count_on(known, count)
            self._service_find.__cache__.add_value(self, *key, cache_value=known)
        return drawn

    @api.model
    def _service_count_on(self, known, count):
        """Return the next numbers of the sequence that ``_service_look_up`` tells; [] if there is none."""
        if not known:
            return []
        before, after, padding, relation = known
        drawn = self.env.execute_query(
            SQL("SELECT nextval(to_regclass(%s)) FROM generate_series(1, %s)", relation, count)
        )
        return [f"{before}{number:0{padding}d}{after}" for (number,) in drawn if number is not None]

    @api.model
    @ormcache("code", "company_id", "today")
    def _service_find(self, code, company_id, today):
        """As ``_service_look_up``, kept in memory."""
        return self._service_look_up(code, company_id, today)

    @api.model
    def _service_look_up(self, code, company_id, today):
        """Return (what stands before a number, after it, digits, relation that counts) of today's sequence.

        None if it is not there yet, or not as the kernel makes them.
        """
        # sudo: everybody who may create a document may take its number; nothing else is read
        year = (
            self.env["ir.sequence.date_range"]
            .sudo()
            .search(
                [
                    ("sequence_id.code", "=", code),
                    ("sequence_id.company_id", "=", company_id),
                    ("sequence_id.active", "=", True),
                    ("sequence_id.implementation", "=", "standard"),
                    ("sequence_id.use_date_range", "=", True),
                    ("date_from", "<=", today),
                    ("date_to", ">=", today),
                ],
                order="sequence_id, id",
                limit=1,
            )
        )
        sequence = year.sequence_id
        if not year or "current_" in f"{sequence.prefix}{sequence.suffix}":  # another one each second
            return None
        before, after = sequence._get_prefix_suffix(date=today, date_range=today)
        return before, after, sequence.padding, f"ir_sequence_{sequence.id:03d}_{year.id:03d}"

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


class IrSequenceDateRange(models.Model):
    _inherit = "ir.sequence.date_range"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() - COUNTERS:
            self.env.registry.clear_cache()
        return result
