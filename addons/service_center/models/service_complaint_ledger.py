from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import plaintext2html

from odoo.addons.service_kernel.engine.cells import Problem, match_key, parse_phone
from odoo.addons.service_kernel.tools.ledger_lookup import Tree, find_by_text, resolve_texts, resolve_tree

from ..engine import lifecycle
from ..tools.complaint_ledger import MESSAGES, complaint_columns
from ..tools.complaint_words import CHANNELS, STATES

#: columns whose value goes into the field as it is
PLAIN = {
    "received_at": "received_at",
    "channel": "channel",
    "category": "category_id",
    "site": "site_id",
    "department": "department_id",
    "demand": "demand",
    "product": "product_id",
    "order": "sale_order_id",
    "amount": "amount_at_stake",
    "handler": "user_id",
}


class ServiceComplaint(models.Model):
    """Complaint ledgers, as companies keep them in a spreadsheet."""

    _inherit = "service.complaint"

    @api.model
    def _ledger_columns(self):
        return complaint_columns(self.env)

    @api.model
    def _ledger_messages(self):
        return MESSAGES

    @api.model
    def _ledger_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_complaint_all_action")
        return {**action, "domain": domain, "context": {}, "display_name": self.env._("Imported Complaints")}

    # Texts to records
    @api.model
    def _ledger_resolve(self, rows, check):
        company = check.company
        own = [("company_id", "in", [False, company.id])]
        check.choose("channel", CHANNELS, fallback="other")
        check.choose("state", STATES)
        resolve_tree(rows, check, "category", self.env["service.category"], own)
        resolve_tree(rows, check, "site", self.env["service.site"], [("company_id", "=", company.id)])
        resolve_texts(rows, check, "department", self.env["hr.department"], ["name"], own)
        resolve_texts(
            rows, check, "product", self.env["product.product"], ["default_code", "barcode", "name"], own
        )
        resolve_texts(
            rows, check, "order", self.env["sale.order"], ["name"], [("company_id", "=", company.id)]
        )
        resolve_texts(
            rows,
            check,
            "handler",
            self.env["res.users"],
            ["login", "name"],
            [("share", "=", False), ("company_ids", "in", company.ids)],
        )
        self._ledger_resolve_employees(rows, check, own)
        self._ledger_resolve_customers(rows, check, own)

    @api.model
    def _ledger_resolve_employees(self, rows, check, domain):
        """Several names in a cell; all of them are found, or the text is kept (their public profiles are
        enough).
        """
        employees = self.env["hr.employee.public"]
        names = list({name for row in rows for name in row.values.get("employees", ())})
        found = find_by_text(employees, names, ["name"], domain)
        for row in rows:
            if not row.values.get("employees"):
                continue
            hits = {name: found.get(match_key(name), set()) for name in row.values["employees"]}
            missing = [name for name, ids in hits.items() if len(ids) != 1]
            row.shown["employees"] = "、".join(hits)
            row.values["employees"] = [next(iter(ids)) for ids in hits.values() if len(ids) == 1]
            if missing:
                row.warn("employees", "relation_unknown_kept", value="、".join(missing))
                check.keep(row, "employees")

    @api.model
    def _ledger_resolve_customers(self, rows, check, domain):
        """The contact with the telephone number or else the e-mail address of the row, if there is
        exactly one.
        """
        keys = {row.values["phone"].key for row in rows if row.values.get("phone")}
        emails = {row.values["email"] for row in rows if row.values.get("email")}
        by_phone = self._ledger_partners_by_phone(keys, domain, check.country)
        by_email = self._ledger_partners_by_email(emails, domain)
        partners = {}
        for row in rows:
            phone, email = row.values.get("phone"), row.values.get("email")
            for found in (by_phone.get(phone.key) if phone else None, by_email.get(email) if email else None):
                if found and len(found) == 1:
                    partners.setdefault(next(iter(found)), []).append(row)
                    break
        for partner in self.env["res.partner"].browse(partners):
            for row in partners[partner.id]:
                row.values["partner"] = (partner.id, partner.name or "")

    @api.model
    def _ledger_partners_by_phone(self, keys, domain, country):
        """``{phone key: ids}`` of the contacts that the user may read; one query, whatever the notation."""
        if not keys:
            return {}
        query = self.env["res.partner"]._search(Domain(list(domain)) & Domain("phone", "!=", False))
        tails = list({key.replace("#", "")[-7:] for key in keys})
        phone = self.env["res.partner"]._field_to_sql("res_partner", "phone", query)
        query.add_where(SQL("RIGHT(REGEXP_REPLACE(%s, '[^0-9]', '', 'g'), 7) = ANY(%s)", phone, tails))
        found = {}
        for partner_id, text in self.env.execute_query(
            query.select(SQL.identifier("res_partner", "id"), phone)
        ):
            try:
                parsed = parse_phone(text, country)
            except Problem:
                continue
            if parsed and parsed.key in keys:
                found.setdefault(parsed.key, set()).add(partner_id)
        return found

    @api.model
    def _ledger_partners_by_email(self, emails, domain):
        found = {}
        matching = Domain("email_normalized", "in", list(emails)) & Domain(list(domain))
        for partner in self.env["res.partner"].search_fetch(matching, ["email_normalized"]) if emails else ():
            found.setdefault(partner.email_normalized, set()).add(partner.id)
        return found

    # One row
    @api.model
    def _ledger_validate(self, row, check):
        received, closed = row.values.get("received_at"), row.values.get("closed_at")
        if received and received > check.now:
            row.error("received_at", "received_in_future", value=row.texts["received_at"])
        if closed and closed > check.now:
            row.error("closed_at", "closed_in_future", value=row.texts["closed_at"])
        elif received and closed and closed < received:
            if check.is_day(closed) and check.day(closed) == check.day(received):
                row.values["closed_at"] = received  # only the day is known
            else:
                row.error("closed_at", "closed_before_received", value=row.texts["closed_at"])
        if row.values.get("amount", 0) < 0:
            row.error("amount", "amount_negative", value=row.texts["amount"])
        if row.values.get("state") == "merged" and not check.as_history:
            row.warn("state", "merged_unknown", value=row.texts["state"])
            check.keep(row, "state")
            row.values["state"] = "cancelled"
        if closed and row.values.get("state", "closed") not in ("resolved", *lifecycle.ENDED_STATES):
            row.warn("closed_at", "closed_but_open", value=row.texts["closed_at"])
            check.keep(row, "closed_at")

    @api.model
    def _ledger_identity(self, row):
        phone = row.values.get("phone")
        story = (row.values.get("received_at"), row.values.get("customer"), row.values.get("description"))
        return row.values.get("number"), (*story, phone.key if phone else None), story

    @api.model
    def _ledger_create_missing(self, rows, check):
        own = [("company_id", "in", [False, check.company.id])]
        for code, model in (("category", "service.category"), ("site", "service.site")):
            wanted = list(dict.fromkeys(row.pending[code] for row in rows if code in row.pending))
            if wanted:
                ids = Tree(self.env[model], own).make(wanted, check.company)
                for row in rows:
                    if code in row.pending:
                        row.values[code] = ids[row.pending[code]]

    @api.model
    def _ledger_values(self, row, check):
        values = {name: row.values[code] for code, name in PLAIN.items() if row.values.get(code) is not None}
        values.setdefault("user_id", False)
        values.setdefault("channel", "other")
        values["description"] = plaintext2html(row.values["description"])
        values["employee_ids"] = [fields.Command.set(row.values.get("employees", []))]
        values.update(self._ledger_customer_values(row), **self._ledger_state_values(row))
        return values

    @api.model
    def _ledger_customer_values(self, row):
        """A known contact, with the ledger's name where it is another one; else a stranger."""
        partner_id, partner_name = row.values.get("partner", (False, ""))
        customer, phone = row.values["customer"], row.values.get("phone")
        return {
            "partner_id": partner_id,
            "contact_name": False if match_key(partner_name) == match_key(customer) else customer,
            "contact_phone": phone.text if phone else False,
            "contact_email": row.values.get("email", False),
        }

    @api.model
    def _ledger_state_values(self, row):
        """The state that the ledger tells, and the time and text that belong to it; what it does not tell
        stays empty.
        """
        closed = row.values.get("closed_at")
        state = row.values.get("state") or ("closed" if closed else "new")
        text = row.values.get("resolution", False)
        return {
            "state": state,
            "closed_at": closed if closed and state in lifecycle.ENDED_STATES else False,
            "resolved_at": closed if closed and state == "resolved" else False,
            "resolution": text if state not in ("rejected", "cancelled") else False,
            "rejection_reason": text if state == "rejected" else False,
            "cancel_reason": text if state == "cancelled" else False,
        }
