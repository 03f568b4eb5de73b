from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, email_normalize

from odoo.addons.service_kernel.engine.cells import Problem, parse_phone


class ServiceCompensation(models.Model):
    """What was approved before: for the case, for the customer and for the proposer within days.

    Approved and settled ones count, not those taken back. They are summed whatever the user may see: a
    limit that others' cases were hidden from would be none.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.compensation"  # pylint: disable=consider-merging-classes-inherited

    def _get_totals(self, days):
        """Return (total of the case, {days: (customer's total, proposer's total)}) without this one.

        A window of N days reaches from N times 24 hours ago (itself excluded) to now.
        """
        self.ensure_one()
        self.flush_model()
        now = fields.Datetime.now()
        counted = SQL(
            "FROM service_compensation given WHERE given.company_id = %s AND given.id != %s"
            " AND given.state IN ('approved', 'settled') AND given.reverses_id IS NULL AND NOT EXISTS ("
            " SELECT FROM service_compensation back WHERE back.reverses_id = given.id"
            " AND back.state = 'settled')",
            self.company_id.id,
            self.id,
        )
        case = tuple(self.complaint_id._get_compensation_case().ids)
        [(case_total,)] = self.env.execute_query(
            SQL("SELECT SUM(given.amount) %s AND given.complaint_id IN %s", counted, case)
        )
        windows = {}
        same = tuple(self._get_customer_complaints(max(days)).ids) if days else ()
        for length in days:
            since = now - timedelta(days=length)
            [(customer, agent)] = self.env.execute_query(
                SQL(
                    "SELECT SUM(given.amount) FILTER (WHERE given.complaint_id IN %s),"
                    " SUM(given.amount) FILTER (WHERE given.proposer_id = %s) %s AND given.approved_at > %s",
                    same or (0,),
                    self.proposer_id.id,
                    counted,
                    since,
                )
            )
            windows[length] = (float(customer or 0.0), float(agent or 0.0))
        return float(case_total or 0.0), windows

    def _get_customer_complaints(self, days):
        """Return the complaints of the same customer with compensation approved within ``days``.

        The same customer: the same commercial partner, then or now, the same telephone number in whatever
        notation, or the same e-mail address; also that of a stranger.
        """
        complaint = self.complaint_id
        complaint.flush_model(["partner_id", "contact_phone", "contact_email"])
        key = self._get_phone_key(complaint.contact_phone)
        partner = (self.partner_id or complaint.partner_id).commercial_partner_id
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT kase.id, kase.contact_phone,"
                " COALESCE(%(partner)s IN (one.commercial_partner_id, other.commercial_partner_id), FALSE)"
                " OR COALESCE(LOWER(TRIM(kase.contact_email)) = %(email)s, FALSE)"
                " FROM service_compensation given"
                " JOIN service_complaint kase ON kase.id = given.complaint_id"
                " LEFT JOIN res_partner one ON one.id = given.partner_id"
                " LEFT JOIN res_partner other ON other.id = kase.partner_id"
                " WHERE given.company_id = %(company)s AND given.approved_at > %(since)s"
                " AND (%(partner)s IN (one.commercial_partner_id, other.commercial_partner_id)"
                " OR LOWER(TRIM(kase.contact_email)) = %(email)s"
                " OR RIGHT(REGEXP_REPLACE(kase.contact_phone, '[^0-9]', '', 'g'), 7) = %(tail)s)",
                partner=partner.id or None,
                email=email_normalize(complaint.contact_email) or None,
                tail=key and key.replace("#", "")[-7:],
                company=self.company_id.id,
                since=fields.Datetime.now() - timedelta(days=days),
            )
        )
        return complaint.browse(
            complaint_id
            for complaint_id, phone, is_same in rows
            if is_same or (key and self._get_phone_key(phone) == key)
        )

    def _get_phone_key(self, phone):
        """Return what two notations of a telephone number have in common, None for what is no number."""
        # sudo: only the company's country
        country = self.company_id.sudo().country_id.code or "CN"
        try:
            parsed = parse_phone(phone or "", country)
        except Problem:
            return None
        return parsed.key if parsed else None
