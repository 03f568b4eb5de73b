from contextlib import suppress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from odoo.addons.service_kernel.engine.phones import parse_phone
from odoo.addons.service_kernel.engine.problem import Problem

REPEAT_FACTS = {
    "partner_id",
    "contact_phone",
    "contact_email",
    "product_id",
    "serial",
    "category_id",
    "received_at",
    "company_id",
}
FLAG = "repeated"
MOST = 20  # earlier complaints that one is linked to
OUT_OF_COUNT = ("merged", "cancelled")
#: by which key a customer is found again: {field: how an earlier complaint ``e`` has to match}
SAME_CUSTOMER = {
    "partner_id": SQL("e.partner_id = own.key"),
    "phone_key": SQL("e.phone_key = own.key AND (e.partner_id IS NULL OR own.partner_id IS NULL)"),
    "email_key": SQL("e.email_key = own.key AND (e.partner_id IS NULL OR own.partner_id IS NULL)"),
}


class ServiceComplaint(models.Model):
    """The same customer complains about the same again: linked to the earlier ones, and flagged."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    serial = fields.Char("Serial Number", index="btree_not_null")
    phone_key = fields.Char(
        compute="_compute_phone_key",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
        help="The telephone number in one notation.",
    )
    email_key = fields.Char(
        compute="_compute_email_key",
        store=True,
        precompute=True,
        index="btree_not_null",
        export_string_translation=False,
        help="The e-mail address in one notation.",
    )
    repeat_of_ids = fields.Many2many(
        "service.complaint",
        "service_complaint_repeat_rel",
        "complaint_id",
        "earlier_id",
        string="Repeats",
        readonly=True,
        copy=False,
        help="Earlier complaints of the same customer about the same product, serial number or category.",
    )
    repeated_by_ids = fields.Many2many(
        "service.complaint",
        "service_complaint_repeat_rel",
        "earlier_id",
        "complaint_id",
        readonly=True,
        copy=False,
    )

    @api.depends("contact_phone", "company_id")
    def _compute_phone_key(self):
        for complaint in self:
            number, phone = complaint.contact_phone, None
            if number:
                with suppress(Problem):
                    phone = parse_phone(number, complaint.company_id.country_id.code or "CN")
            complaint.phone_key = phone and phone.key

    @api.depends("contact_email")
    def _compute_email_key(self):
        for complaint in self:
            complaint.email_key = email_normalize(complaint.contact_email or "")

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create([_without_links(vals) for vals in vals_list])
        complaints._link_repeats(linked=False)
        return complaints

    def write(self, vals):
        vals = _without_links(vals)
        taken_out = vals.get("state") == "cancelled" or any(
            one.state == "cancelled" for one in self if "state" in vals
        )
        result = super().write(vals)
        if REPEAT_FACTS & vals.keys():
            self._link_repeats()
        if taken_out:
            self._link_those_around()
        return result

    def _link_those_around(self):
        """Link anew complaints that have come into the count or left it, and those that repeat them."""
        # sudo: what repeats it may be of others; only links and the flag change
        complaints = self.sudo()
        before = complaints.repeated_by_ids
        complaints._link_repeats()
        later = complaints.search(
            [
                ("company_id", "in", complaints.company_id.ids),
                ("received_at", ">=", min(complaints.mapped("received_at"))),
                "|",
                ("partner_id", "in", complaints.partner_id.ids),
                "|",
                ("phone_key", "in", [key for key in complaints.mapped("phone_key") if key]),
                ("email_key", "in", [key for key in complaints.mapped("email_key") if key]),
            ],
            limit=200,
        )
        (before | later - complaints)._link_repeats()

    def _link_repeats(self, linked=True):
        """Link these complaints to the earlier ones that they repeat, and flag them; history stays.

        :param linked: whether they may have links already
        """
        current = self.filtered(lambda one: not one.is_history)
        if not current:
            return
        found = current._find_repeats()
        formerly = current._read_links() - found if linked else set()
        if not found and not formerly:
            return
        if formerly:
            self.env.execute_query(
                SQL(
                    "DELETE FROM service_complaint_repeat_rel WHERE (complaint_id, earlier_id) IN %s"
                    " RETURNING complaint_id",
                    tuple(formerly),
                )
            )
        if found:
            self.env.execute_query(
                SQL(
                    "INSERT INTO service_complaint_repeat_rel (complaint_id, earlier_id)"
                    " SELECT * FROM unnest(%s, %s) ON CONFLICT DO NOTHING RETURNING complaint_id",
                    [one for one, _earlier in found],
                    [earlier for _one, earlier in found],
                )
            )
        self.env["service.complaint"].invalidate_model(["repeat_of_ids", "repeated_by_ids"])
        repeating = self.browse({one for one, _earlier in found})
        self.browse({one for one, _earlier in formerly})._flag_repeats(repeating)
        repeating._flag_repeats(repeating)

    def _flag_repeats(self, repeating):
        """Give the flag to those of these that repeat others, and take it from the rest."""
        if not self:
            return
        # sudo: flags are the company's policy; the outcome of the links, not of the user's choice
        complaints = self.sudo()
        # sudo: as above
        flags = self.env["service.risk.flag"].sudo()
        flags = flags.search([("code", "=", FLAG), ("company_id", "in", complaints.company_id.ids)])
        for flag in flags:
            own = complaints.filtered(lambda one, company=flag.company_id: one.company_id == company)
            new = (own & repeating.sudo()).filtered(lambda one, flag=flag: flag not in one.flag_ids)
            old = (own - repeating.sudo()).filtered(lambda one, flag=flag: flag in one.flag_ids)
            if new:
                new.write({"flag_ids": [fields.Command.link(flag.id)]})
            if old:
                old.write({"flag_ids": [fields.Command.unlink(flag.id)]})

    def _read_links(self):
        return set(
            self.env.execute_query(
                SQL(
                    "SELECT complaint_id, earlier_id FROM service_complaint_repeat_rel"
                    " WHERE complaint_id = ANY(%s)",
                    self.ids,
                )
            )
        )

    def _find_repeats(self):
        """Return {(complaint id, id of an earlier one that it repeats)}, in one query.

        The same customer is the same contact or, where one of them has none, the same telephone number or
        e-mail address; the same matter is the same serial number, product or category.
        """
        facts = self._get_repeat_facts()
        ways = [
            SQL(
                "SELECT own.id, e.id AS earlier_id, e.received_at FROM (VALUES %(rows)s)"
                " AS own(id, company_id, since, received_at, partner_id, key, serial, product_id,"
                " category_id) JOIN service_complaint e ON e.company_id = own.company_id AND %(same)s"
                " AND e.received_at BETWEEN own.since AND own.received_at"
                " AND (e.received_at, e.id) < (own.received_at, own.id) AND e.state NOT IN %(out)s"
                " AND (UPPER(e.serial) = UPPER(own.serial) OR e.product_id = own.product_id"
                " OR e.category_id = own.category_id)",
                rows=SQL(", ").join(map(_as_row, rows)),
                same=same,
                out=OUT_OF_COUNT,
            )
            for same, rows in zip(SAME_CUSTOMER.values(), facts.values(), strict=True)
            if rows
        ]
        if not ways:
            return set()
        self.flush_model([*REPEAT_FACTS, "phone_key", "email_key", "state"])
        found = SQL(" UNION ").join(ways)
        query = SQL(
            "SELECT id, earlier_id FROM (SELECT id, earlier_id, ROW_NUMBER() OVER"
            " (PARTITION BY id ORDER BY received_at DESC, earlier_id DESC) AS place"
            " FROM (%s) AS found) AS numbered WHERE place <= %s",
            found,
            MOST,
        )
        if len(self) == 1:  # the same, planned in half the time
            query = SQL("%s ORDER BY received_at DESC, earlier_id DESC LIMIT %s", found, MOST)
        return {(row[0], row[1]) for row in self.env.execute_query(query)}

    def _get_repeat_facts(self):
        """Return {key of the customer: what the query has to know of the complaints that have this key}.

        As values, not by a join with the complaints themselves: of these the database would have to plan
        how to find them by each of their many indexes, which takes longer than the search.
        """
        facts = {name: [] for name in SAME_CUSTOMER}
        for complaint in self:
            # sudo: a number of the company's settings
            days = complaint.company_id.sudo().service_repeat_days
            matter = [complaint.serial, complaint.product_id.id, complaint.category_id.id]
            if days <= 0 or complaint.state in OUT_OF_COUNT or not any(matter):
                continue
            at, partner_id = complaint.received_at, complaint.partner_id.id
            for name, rows in facts.items():
                key = partner_id if name == "partner_id" else complaint[name]
                if key:
                    since = at - timedelta(days=days)
                    rows.append((complaint.id, complaint.company_id.id, since, at, partner_id, key, *matter))
        return facts


def _as_row(values):
    """Return the row of a complaint for VALUES; the types are those of its columns."""
    complaint_id, company_id, since, at, partner_id, key, serial, product_id, category_id = values
    return SQL(
        "(%s, %s, %s::timestamp, %s::timestamp, %s::int, %s, %s::text, %s::int, %s::int)",
        complaint_id,
        company_id,
        since,
        at,
        partner_id or None,
        key,
        serial or None,
        product_id or None,
        category_id or None,
    )


def _without_links(vals):
    return {name: value for name, value in vals.items() if name not in ("repeat_of_ids", "repeated_by_ids")}
