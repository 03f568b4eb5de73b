from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..engine import contact_window
from ..engine.callback_lifecycle import OPEN_STATES

#: how long a time is offered for which the customer asked
ASKED = timedelta(hours=1)


class Case(NamedTuple):
    """Of whom and by which plan a callback is, and when; only the last three differ where hours are alike."""

    partner_id: int
    plan_id: int | bool
    company_id: int
    due_date: date
    is_same_day: bool
    next_try_at: datetime | bool


class ServiceCallback(models.Model):
    """When the customer likes to be contacted, in the customer's time, and what the caller has to know."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    customer_time = fields.Char(
        "Customer's Time",
        compute="_compute_customer_time",
        help="The hours offered, as the customer's clock shows.",
    )
    warning = fields.Char(compute="_compute_warning", help="What has to be known before dialling.")
    needs_number = fields.Boolean(
        compute="_compute_needs_number",
        search="_search_needs_number",
        help="There is no number to dial, or it is a wrong one.",
    )

    def _offer_windows(self):
        """Set the hours in which these open callbacks are offered: a window of the day on which they are due.

        A duty of the day is never offered on another day: late in the day, what is left of it (Q-47).
        """
        ids = defaultdict(list)
        for callback, window in self._find_windows(fields.Datetime.now()).items():
            ids[window].append(callback.id)
        for (start, end), callback_ids in ids.items():
            self.browse(callback_ids)._write_stepped({"window_from": start, "window_to": end})

    def _find_windows(self, now):
        """Return {callback: (from, to)} as naive UTC, (False, False) for any time."""
        cases = {
            callback: Case(
                *(callback.partner_id.id, callback.plan_id.id, callback.company_id.id),
                *(callback.due_date, callback.is_same_day, callback.next_try_at),
            )
            for callback in self
        }
        return self._find_windows_of(cases, now)

    @api.model
    def _find_windows_of(self, cases, now):
        """Return {key: (from, to)} of {key: ``Case``}.

        Most customers have the same hours and live in the same time zone: each day is looked at once.
        """
        owners = {case[:3] for case in cases.values()}
        windows, zones = self._find_contact_windows(owners), self._find_zones(owners)
        found, result = {}, {}
        for key, case in cases.items():
            owner, when = case[:3], case[2:]
            same = (zones[owner], windows[owner], when)
            if same not in found:
                found[same] = self._get_window(now, *same) or (False, False)
            result[key] = found[same]
        return result

    @api.model
    def _get_window(self, now, zone, windows, when):
        """Return (from, to) as naive UTC, None for any time.

        :param when: the last four of a ``Case``
        """
        company_id, due_date, is_same_day, next_try_at = when
        if next_try_at and next_try_at >= now:
            found = contact_window.first_window(windows, next_try_at, zone)
            if found and found[0] == next_try_at:
                return found
            return next_try_at, next_try_at + ASKED
        company = self.env["res.company"].browse(company_id)
        end = company._service_day_end(due_date)
        if is_same_day:
            start = company._service_day_end(due_date - timedelta(days=1)) + timedelta(seconds=1)
        else:
            start = contact_window.day_start(due_date, zone)
        return contact_window.offer(windows, start, end, now, zone, is_same_day)

    @api.model
    def _find_zones(self, owners):
        """Return {(customer id, plan id, company id): time zone of the customer}."""
        Partner, Company = self.env["res.partner"], self.env["res.company"]
        partners = Partner.browse({partner_id for partner_id, _plan, _company in owners})
        companies = {company_id: Company.browse(company_id) for _partner, _plan, company_id in owners}
        known = {
            (partner.id, company_id): partner._service_zone(company)[0]
            for partner in partners
            for company_id, company in companies.items()
        }
        return {owner: known[owner[0], owner[2]] for owner in owners}

    def _get_contact_windows(self):
        """Return the engine's windows: the customer's, else the plan's, else the company's."""
        self.ensure_one()
        owner = self.partner_id.id, self.plan_id.id, self.company_id.id
        return self._find_contact_windows({owner})[owner]

    @api.model
    def _find_contact_windows(self, owners):
        """Return {(customer id, plan id, company id): the engine's windows}, as ``_get_contact_windows``."""
        # sudo: hours, which whoever plans contacts has to know
        env = self.sudo().env
        partners = env["res.partner"].browse({partner_id for partner_id, _plan, _company in owners})
        hours = (partners | partners.commercial_partner_id).service_contact_window_ids
        own = {partner.id: rows._get_windows() for partner, rows in hours.grouped("partner_id").items()}
        families = {partner.id: partner.commercial_partner_id.id for partner in partners}
        shared = {}
        for _partner_id, plan_id, company_id in owners:
            if (plan_id, company_id) not in shared:
                plan = env["service.callback.plan"].browse(plan_id or ())
                company = env["res.company"].browse(company_id)
                rows = plan.contact_window_ids or company.service_contact_window_ids
                shared[plan_id, company_id] = rows._get_windows() if rows else contact_window.STANDARD
        return {
            owner: own.get(owner[0]) or own.get(families.get(owner[0])) or shared[owner[1:]]
            for owner in owners
        }

    @api.depends("window_from", "window_to", "partner_id.tz")
    @api.depends_context("lang")
    def _compute_customer_time(self):
        for callback in self:
            if not callback.window_from or not callback.partner_id:
                callback.customer_time = False
                continue
            zone, _known = callback.partner_id._service_zone(callback.company_id)
            start, end = (
                format_datetime(callback.env, at, tz=zone.key, dt_format=how)
                for at, how in ((callback.window_from, "short"), (callback.window_to, "HH:mm"))
            )
            # sudo: whoever calls compares the two time zones
            is_elsewhere = zone.key != callback.company_id.sudo()._service_tz()
            callback.customer_time = f"{start} – {end}" + (f" ({zone.key})" if is_elsewhere else "")

    # Warnings
    @api.depends("partner_id.phone", "partner_id.tz", "partner_id.active", "channel", "state", "due_date")
    @api.depends_context("lang", "uid")
    def _compute_warning(self):
        shared = self._find_shared_numbers()
        for callback in self:
            callback.warning = "\n".join(callback._get_warnings(shared)) or False

    def _find_shared_numbers(self):
        """Return {number: customers who have it}, of the numbers of these callbacks; in one query."""
        # sudo: only whether others have the number; their names are shown to those who may read them
        partners = self.partner_id.sudo()
        numbers = set(partners.mapped("phone_sanitized")) - {False}
        found = defaultdict(partners.browse)
        if numbers:
            for partner in partners.search_fetch(
                [("phone_sanitized", "in", list(numbers))], ["phone_sanitized", "commercial_partner_id"]
            ):
                found[partner.phone_sanitized] |= partner.commercial_partner_id
        return found

    def _get_warnings(self, shared):
        """Return what a caller has to know, as sentences.

        :param shared: of ``_find_shared_numbers``
        """
        self.ensure_one()
        partner = self.partner_id
        if not partner or self.state not in OPEN_STATES:
            return []
        warnings = []
        today = self.company_id._service_day()
        refusal = partner._service_contact_refusal(max(self.due_date or today, today), self.channel)
        if refusal:
            warnings.append(self._say_refusal(refusal))
        if not partner._service_zone(self.company_id)[1]:
            warnings.append(
                self.env._(
                    "The customer’s time zone “%(zone)s” does not exist: hours are those of the company.",
                    zone=partner.sudo().tz,  # sudo: as above
                )
            )
        number = self.channel == "phone" and partner.sudo().phone_sanitized  # sudo: only compared
        others = number and shared[number] - partner.sudo().commercial_partner_id
        if others:
            warnings.append(
                self.env._(
                    "Another customer has the same number: %(names)s. Ask who is speaking.",
                    names=", ".join(others.with_env(self.env)._filtered_access("read").mapped("display_name"))
                    or "?",
                )
            )
        if self._is_rating_own():
            warnings.append(
                self.env._("This is about your own work: a colleague asks how satisfied the customer is.")
            )
        return warnings

    @api.depends("channel", "partner_id.phone", "partner_id.service_phone_is_wrong")
    def _compute_needs_number(self):
        for callback in self:
            # sudo: only whether there is one
            partner = callback.partner_id.sudo()
            callback.needs_number = bool(
                callback.channel == "phone" and partner and not partner._has_service_address("phone")
            )

    @api.model
    def _search_needs_number(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: only whether there is one
        without = (
            self.env["res.partner"]
            .sudo()
            .with_context(active_test=False)
            ._search(Domain("phone", "=", False) | Domain("service_phone_is_wrong", "=", True))
        )
        found = Domain("channel", "=", "phone") & Domain("partner_id", "in", without)
        if True in value and False in value:
            return Domain.TRUE
        return found if True in value else ~found

    @api.onchange("partner_id", "due_date")
    def _onchange_window(self):
        """Show the hours at once; they are set when the callback is saved."""
        if self.partner_id and self.due_date and self.state == "planned":
            self.window_from, self.window_to = self._find_windows(fields.Datetime.now())[self]
