from odoo import fields, models
from odoo.tools import SQL

from ..models.service_dispatch_turn import REASONS


class ServiceDispatchFairness(models.Model):
    """Turns by technician, month and reason, with the hours and the travel of the jobs that they led to.

    Hours and travel count for the last technician who got an order, once. Days are the company's.
    """

    _name = "service.dispatch.fairness"
    _description = "Fairness of Dispatch"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "employee_id"
    _depends = {
        "service.dispatch.turn": [
            *("queue_id", "round_number", "employee_id", "order_id", "outcome", "reason_code", "at"),
            "company_id",
        ],
        "service.order": ["employee_id", "arrived_at", "finished_at", "travel_km", "travel_hours", "state"],
        "res.company": ["resource_calendar_id", "partner_id"],
        "resource.calendar": ["tz"],
        "res.partner": ["tz"],
    }

    day = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    queue_id = fields.Many2one("service.dispatch.queue", readonly=True)
    employee_id = fields.Many2one("hr.employee", "Technician", readonly=True)
    order_id = fields.Many2one("service.order", readonly=True)
    round_number = fields.Integer("Round", readonly=True, aggregator=None)
    outcome = fields.Selection([("assigned", "Got the Job"), ("passed", "Passed Over")], readonly=True)
    reason_code = fields.Selection(REASONS, "Reason", readonly=True)
    turns = fields.Integer(readonly=True)
    assigned = fields.Integer("Jobs", readonly=True)
    passed = fields.Integer("Passed Over", readonly=True)
    work_hours = fields.Float("Hours at Work", readonly=True)
    travel_hours = fields.Float("Hours on the Road", readonly=True)
    travel_km = fields.Float("Kilometres", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT turn.id, turn.company_id, turn.queue_id, turn.employee_id, turn.order_id,
                   turn.round_number, turn.outcome, turn.reason_code, 1 AS turns,
                   (turn.outcome = 'assigned')::integer AS assigned,
                   (turn.outcome = 'passed')::integer AS passed,
                   EXTRACT(EPOCH FROM job.finished_at - job.arrived_at)::float8 / 3600 AS work_hours,
                   job.travel_hours, job.travel_km,
                   (turn.at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(calendar.tz, address.tz, 'UTC'))::date
                   AS day
              FROM service_dispatch_turn turn
              JOIN res_company company ON company.id = turn.company_id
              LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
              LEFT JOIN res_partner address ON address.id = company.partner_id
              LEFT JOIN service_order job
                     ON job.id = turn.order_id AND job.employee_id = turn.employee_id
                    AND turn.outcome = 'assigned'
                    AND NOT EXISTS (
                        SELECT FROM service_dispatch_turn later
                         WHERE later.order_id = turn.order_id AND later.outcome = 'assigned'
                           AND later.id > turn.id)
            """
        )
