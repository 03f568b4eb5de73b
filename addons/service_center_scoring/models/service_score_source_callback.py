from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_center.engine import satisfaction

from .service_score_source import Sign


class ServiceScoreSource(models.AbstractModel):
    """Praise and bad answers in callbacks, and repairs that did not hold."""

    # one concern a file
    _inherit = "service.score.source"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_callbacks(self, company, since, domain):
        return self.env["service.callback"].search(
            self._get_recent("done_at", company, since)
            & Domain("state", "=", "done")
            & Domain("is_history", "=", False)
            & domain,
            order="id",
        )

    @api.model
    def _prepare_callback_sign(self, company, callback, employee_id, kind, facts):
        return Sign(
            callback.id,
            f"{callback._name},{callback.id},{kind},{employee_id}",
            company._service_day(callback.done_at),
            employee_id,
            callback._name,
            callback.id,
            (callback.order_id.site_id or callback.complaint_id.site_id).id,
            facts,
        )

    @api.model
    def _find_callback_praise(self, company, since):
        """Who was praised by name, once for each callback."""
        return [
            self._prepare_callback_sign(company, callback, employee.id, "praise", {"callback": callback.id})
            for callback in self._get_callbacks(company, since, Domain("praised_employee_ids", "!=", False))
            for employee in callback.praised_employee_ids
        ]

    @api.model
    def _find_callback_bad(self, company, since):
        """Whose work was judged badly: the technician of the order, else who handled the case."""
        callbacks = self._get_callbacks(company, since, Domain("score", "<=", satisfaction.BAD))
        callbacks = callbacks.filtered(lambda one: satisfaction.is_bad(one.score))
        partners = callbacks.rating_id.rated_partner_id
        employees = self._get_employees_of_partners(partners, company)
        return [
            self._prepare_callback_sign(
                company,
                callback,
                employees[callback.rating_id.rated_partner_id.id],
                "bad",
                {"callback": callback.id, "satisfaction": callback.satisfaction},
            )
            for callback in callbacks
            if employees.get(callback.rating_id.rated_partner_id.id)
        ]

    @api.model
    def _propose_callback_untrue(self, rules, source, company, since):
        """Only signals that a rule is about count for it."""
        return self._propose_by_conditions(rules, source, company, since)

    @api.model
    def _find_callback_untrue(self, company, since, domain):
        """Who recorded a call that was not made so, as an officer found (HOTEL-CUS-03); once a call.

        :param domain: which signals count
        """
        signals = self.env["service.callback.signal"].search(
            self._get_recent("decided_at", company, since)
            & Domain("state", "=", "confirmed")
            & Domain("caller_id", "!=", False)
            & Domain("callback_id.is_history", "=", False)
            & domain,
            order="id",
        )
        employees, signs = self._get_employees_of_users(signals.caller_id, company), {}
        for signal in signals:
            employee_id, callback = employees.get(signal.caller_id.id), signal.callback_id
            if employee_id and callback.done_at and callback.id not in signs:
                facts = {"callback": callback.id, "signal": signal.kind}
                sign = self._prepare_callback_sign(company, callback, employee_id, "untrue", facts)
                signs[callback.id] = sign._replace(document=signal.id)
        return list(signs.values())

    @api.model
    def _find_order_quality(self, company, since):
        """Who did the repair that did not hold within its guarantee, once for each repeat repair."""
        orders = self.env["service.order"].search(
            self._get_recent("received_at", company, since)
            & Domain("is_repeat", "=", True)
            & Domain("former_employee_id", "!=", False)
            & Domain("is_history", "=", False)
            & Domain("state", "!=", "cancelled"),
            order="id",
        )
        return [
            Sign(
                order.id,
                f"{order._name},{order.id},repeat",
                company._service_day(order.received_at),
                order.former_employee_id.id,
                order._name,
                order.id,
                order.site_id.id,
                {"order": order.name, "former": order.repeat_of_id.name},
            )
            for order in orders
        ]
