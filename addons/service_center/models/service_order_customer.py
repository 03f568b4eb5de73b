from odoo import models

#: states in which the customer may know who comes, and when
PLANNED = ("scheduled", "in_progress")


class ServiceOrder(models.Model):
    """What the customer sees of a service order: a whitelist, in plain words."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _get_customer_page(self):
        """Return what the customer sees, as plain values in the visitor's language.

        Only what is named here leaves: no diagnosis, no liability, no costs, no internal notes.
        """
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.name,
            "state": self.state,
            "waits_for_customer": self._waits_for_customer(),
            "status": self._get_customer_status(),
            "company": self.company_id.name,
            "type": self.type_id.display_name,
            "product": self.product_id.display_name,
            "serial": self.serial,
            "description": self.description,
            "wished_times": self.wished_times,
            "address": self.needs_visit and self._get_customer_address(),
            "visit": self._get_customer_visit(),
            "promise": self._get_customer_promise(),
            "quotation": self._get_customer_quotation(),
            "has_report": self._has_customer_report(),
            "steps": self._get_customer_steps(),
            "messages": [self._get_customer_message(message) for message in self._get_customer_messages()],
            "can_write": self.state != "cancelled",
        }

    def _get_customer_row(self):
        """Return what the customer's list shows of the order."""
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.name,
            "received": self._customer_time(self.received_at),
            "type": self.type_id.display_name,
            "product": self.product_id.display_name,
            "waits_for_customer": self._waits_for_customer(),
            "status": self._get_customer_short_status(),
            "promised": self.promise_state == "open" and self._customer_time(self.promised_at),
        }

    def _get_customer_status(self):
        """Return the status in plain words."""
        if self.state == "waiting":
            return self._get_customer_wait()
        words = {
            "draft": self.env._("We have received your request and will look at it soon."),
            "confirmed": self.env._("We have taken up your request and are planning the work."),
            "scheduled": self.env._("The work is planned."),
            "in_progress": self.env._("We are working on it."),
            "done": self.env._("The work is done."),
            "signed": self.env._("The work is done, and you have signed for it."),
            "closed": self.env._("Your service order is closed."),
            "cancelled": self.env._("Your service order was cancelled."),
        }
        quotation = self._get_customer_quotation()
        if quotation and quotation["to_sign"]:
            return self.env._("Please look at our quotation: we begin once you have agreed to it.")
        return words.get(self.state, self.env._("We are working on it."))

    def _get_customer_wait(self):
        words = {
            "parts": self.env._("We are waiting for parts."),
            "factory": self.env._("Your product is at the factory."),
            "customer": self.env._("We are waiting for your answer. Please write to us below."),
        }
        return words.get(self.waiting_for, self.env._("We are working on it."))

    def _waits_for_customer(self):
        """Whether it is the customer's turn: a question was asked, or a quotation sent."""
        if self.state == "waiting":
            return self.waiting_for == "customer"
        return self.state in ("draft", "confirmed") and self.quotation_id.state == "sent"

    def _get_customer_short_status(self):
        """Return the status in a word or two."""
        if self._waits_for_customer():
            return self.env._("Waiting for you")
        words = {
            "draft": self.env._("Request received"),
            "confirmed": self.env._("Taken up"),
            "scheduled": self.env._("Work planned"),
            "in_progress": self.env._("Under way"),
            "waiting": self.env._("Under way"),
            "done": self.env._("Done"),
            "signed": self.env._("Done"),
            "closed": self.env._("Order closed"),
            "cancelled": self.env._("Cancelled"),
        }
        return words.get(self.state, "")

    def _get_customer_address(self):
        """Return where the work is done, without the empty lines of addresses without a state."""
        return "\n".join(line for line in (self.address or "").splitlines() if line.strip())

    def _get_customer_visit(self):
        """Return the planned visit: when, and the name of who comes; None: none is planned."""
        if self.state not in PLANNED or not (self.planned_start or self.employee_id):
            return None
        return {
            "start": self._customer_time(self.planned_start),
            "end": self._customer_time(self.planned_end),
            "technician": self.employee_id.name,
        }

    def _get_customer_promise(self):
        """Return what was promised, and how it changed; None: nothing was."""
        if not self.promised_at or self.state == "cancelled":
            return None
        words = {
            "given": self.env._("Promised at first"),
            "moved": self.env._("Moved while we waited"),
            "extended": self.env._("New date"),
            "late": self.env._("New date, after the promised one had passed"),
        }
        rows = self.promise_ids.sorted("id")
        return {
            "date": self._say_promise(self.promised_at),
            "state": self.promise_state,
            "changes": [
                {
                    "label": words[row.kind],
                    "date": self._say_promise(row.promised_at),
                    "at": self._customer_time(row.at),
                    "reason": row.reason,
                }
                for row in rows
            ],
        }

    def _get_customer_quotation(self):
        """Return the quotation, once it was sent, with the link to accept and sign it; None: none."""
        quotation = self.quotation_id
        commercial = self.partner_id.commercial_partner_id
        if (
            quotation.state not in ("sent", "sale")
            or quotation.partner_id.commercial_partner_id != commercial
        ):
            return None
        return {
            "number": quotation.name,
            "amount": quotation.currency_id.format(quotation.amount_total),
            "is_agreed": quotation.state == "sale",
            "to_sign": quotation.state == "sent" and not quotation.is_expired,
            "is_expired": quotation.is_expired,
            "url": quotation.get_portal_url(),
        }

    def _has_customer_report(self):
        """Whether there is a report that the customer signed."""
        return self.signature_ids.sorted("id")[-1:].state in ("valid", "stale")

    def _get_customer_report(self):
        """Return (content, MIME type) of the report that the customer signed."""
        self.ensure_one()
        content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "service_center.report_service_order", self.ids
        )
        return content, "application/pdf" if kind == "pdf" else "text/html"

    def _get_customer_steps(self):
        """Return the milestones that the customer is told, oldest first."""
        known = [
            (self.env._("Request received"), self.received_at),
            (self.env._("Taken up"), self.accepted_at),
            (self.env._("Work begun"), self.state != "confirmed" and self.arrived_at),
            (self.env._("Work done"), self.finished_at),
            (self.env._("Signed"), self.signed_at),
            (self.env._("Order closed"), self.state == "closed" and self.closed_at),
        ]
        steps = [self._customer_step(label, at) for label, at in known if at]
        if self.finished_at and self.work_done:
            done = next(step for step in steps if step["label"] == self.env._("Work done"))
            done["text"] = self.work_done
        if self.state == "cancelled":
            steps.append(self._customer_step(self.env._("Cancelled"), self.closed_at))
        return steps
