from collections import defaultdict
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.contact_budget import Rule, Wish, place


class ServiceContact(models.Model):
    """A day on which a customer is contacted, or was: the budget over plans, care and surveys (C4).

    Rows are booked and released by programs only, in sudo.
    """

    _name = "service.contact"
    _description = "Contact with a Customer"
    _order = "day desc, id desc"
    _rec_name = "purpose"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The company, of people.",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    day = fields.Date(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, help="What it is for, once.")
    purpose = fields.Char(readonly=True)
    is_duty = fields.Boolean("Always Made", readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, key)", "This contact is booked already.")
    _partner_idx = models.Index("(partner_id, company_id, day)")

    @api.model
    def _book(self, rows):
        """Book contacts within their customers' budgets; return {key: day, or None where there is none}.

        The customers' accounts are written before anything is read: of two who book at once for the same
        customer the second fails on the account, and is tried again. A key that is booked already is booked
        anew. What has to be made is booked on its day, and counts.

        :param rows: dicts of partner_id, company_id, date, and if wanted latest (the last day to which it may
            move), duty, key, purpose
        """
        # sudo: nobody books by hand; who plans contacts does not see what others plan
        return self.sudo()._book_rows(rows) if rows else {}

    @api.model
    def _release(self, keys, company=None):
        """Give the days of these contacts back; the company of the user without ``company``."""
        # sudo: likewise
        contacts = self.sudo()
        company = company or self.env.company
        contacts.search([("company_id", "=", company.id), ("key", "in", list(keys))]).unlink()

    @api.model
    def _open_account(self, partner, company):
        """Write the account of a customer, so that whoever else books for them waits, or is tried again."""
        if partner:
            # sudo: nobody writes accounts by hand
            account = self.sudo()._find_accounts({partner.id})[partner.id]
            self.sudo().env["service.contact.account"]._write_first({(account.id, company.id)})

    @api.model
    def _book_rows(self, rows):
        partners = self._find_accounts({row["partner_id"] for row in rows})
        by_account = defaultdict(list)
        for row in rows:
            by_account[partners[row["partner_id"]].id, row["company_id"]].append(row)
        self.env["service.contact.account"]._write_first(by_account)
        by_company = defaultdict(list)
        for row in rows:
            by_company[row["company_id"]].append(row["key"])
        for company_id, keys in by_company.items():
            self._delete(company_id, keys)
        booked, rules = self._read_booked(by_account), self._get_rules(by_account)
        placed, new = {}, []
        for (partner_id, company_id), wanted in by_account.items():
            account = partner_id, company_id
            days = place(booked[account], [self._get_wish(row) for row in wanted], rules[account])
            placed |= days
            new += [
                {
                    "partner_id": partner_id,
                    "company_id": company_id,
                    "day": days[row["key"]],
                    "key": row["key"],
                    "purpose": row.get("purpose") or None,
                    "is_duty": bool(row.get("duty")),
                }
                for row in wanted
                if days[row["key"]]
            ]
        self._insert(new)
        self.invalidate_model()
        return placed

    @api.model
    def _insert(self, rows):
        """Insert rows that were just placed, thousands in a query."""
        if not rows:
            return
        names = list(rows[0])
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_contact (%(names)s, create_uid, create_date, write_uid, write_date)"
                " SELECT *, %(uid)s, %(now)s, %(uid)s, %(now)s FROM unnest(%(arrays)s)",
                names=SQL(", ").join(map(SQL.identifier, names)),
                uid=self.env.uid,
                now=self.env.cr.now(),
                arrays=SQL(", ").join(
                    SQL("%s::%s[]", [row[name] for row in rows], SQL(self._fields[name].column_type[0]))
                    for name in names
                ),
            )
        )

    @api.model
    def _find_accounts(self, partner_ids):
        """Return {id of a contact: the partner whose budget it is}; all in two queries."""
        partners = self.env["res.partner"].with_context(active_test=False)
        partners = partners.search_fetch([("id", "in", list(partner_ids))], ["commercial_partner_id"])
        return {partner.id: partner.commercial_partner_id or partner for partner in partners}

    @api.model
    def _get_wish(self, row):
        day = fields.Date.to_date(row["date"])
        latest = fields.Date.to_date(row.get("latest")) or day
        return Wish(row["key"], day, latest, bool(row.get("duty")))

    @api.model
    def _get_rules(self, accounts):
        """Return {account: the engine's rule}: what the company allows, and the rest the customer wants."""
        partners = self.env["res.partner"].with_context(active_test=False)
        partners = partners.search_fetch(
            [("id", "in", [partner_id for partner_id, _company in accounts])], ["service_contact_min_days"]
        )
        rest = {partner.id: partner.service_contact_min_days for partner in partners}
        companies = self.env["res.company"].browse({company_id for _partner, company_id in accounts})
        limits = {one.id: (one.service_contact_limit, one.service_contact_days) for one in companies}
        return {
            (partner_id, company_id): Rule(*limits[company_id], rest.get(partner_id, 0))
            for partner_id, company_id in accounts
        }

    @api.model
    def _read_booked(self, accounts):
        """Return {account: [days in order]} of what is booked."""
        booked = defaultdict(list)
        by_company = defaultdict(list)
        for partner_id, company_id in accounts:
            by_company[company_id].append(partner_id)
        for company_id, partner_ids in by_company.items():
            found = self.env.execute_query(
                SQL(
                    "SELECT partner_id, day FROM service_contact"
                    " WHERE company_id = %s AND partner_id = ANY(%s) AND day >= %s ORDER BY day",
                    company_id,
                    partner_ids,
                    date.today() - timedelta(days=800),
                )
            )
            for partner_id, day in found:
                booked[partner_id, company_id].append(day)
        return booked

    @api.model
    def _delete(self, company_id, keys):
        self.flush_model()
        self.env.cr.execute(
            SQL("DELETE FROM service_contact WHERE company_id = %s AND key = ANY(%s)", company_id, keys)
        )


class ServiceContactAccount(models.Model):
    """One row per customer and company, written before contacts are booked: so bookings queue up."""

    _name = "service.contact.account"
    _description = "Account of a Customer's Contacts"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    version = fields.Integer(readonly=True, aggregator=None)

    # a constraint, not an index: so merging contacts knows that one account is enough
    _partner_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)", "The customer has an account already."
    )

    @api.model
    def _write_first(self, accounts):
        """Write the rows of these (partner, company), always in one order: no two wait for each other."""
        accounts = sorted(accounts)
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_contact_account (partner_id, company_id, version)"
                " SELECT *, 1 FROM unnest(%s::int4[], %s::int4[])"
                " ON CONFLICT (partner_id, company_id)"
                " DO UPDATE SET version = service_contact_account.version + 1",
                [partner_id for partner_id, _company_id in accounts],
                [company_id for _partner_id, company_id in accounts],
            )
        )
        self.invalidate_model()
