from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import split_every

MOST = 20_000  # verdicts and milestones that one review looks at
BATCH = 500  # documents that are judged together
DAYS = 30


class ServiceSlaReview(models.TransientModel):
    """Asks for days, and lists the verdicts of them that today's settings would give differently (T9).

    Works with the rights of who asks: cases that they may not read are not looked at. Neither cases nor
    clocks are written.
    """

    _name = "service.sla.review"
    _description = "Review of Verdicts"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    model = fields.Selection(
        selection=lambda self: self.env["service.sla.policy"]._selection_model(),
        string="Documents",
        required=True,
        default=lambda self: self._get_first_model(),
    )
    date_from = fields.Date("From", required=True, default=lambda self: self._get_today() - timedelta(DAYS))
    date_to = fields.Date("To", required=True, default=lambda self: self._get_today())
    team_id = fields.Many2one("service.team", check_company=True)
    line_ids = fields.One2many("service.sla.review.line", "review_id", readonly=True)
    looked_count = fields.Integer("Verdicts Looked At", readonly=True)
    is_cut = fields.Boolean(readonly=True, help="There were more verdicts than one review looks at.")

    @api.model
    def _get_today(self):
        return datetime.now(ZoneInfo(self.env.company._service_tz())).date()

    @api.model
    def _get_first_model(self):
        return next((name for name, _label in self.env["service.sla.policy"]._selection_model()), False)

    @api.constrains("date_from", "date_to")
    def _check_days(self):
        for review in self:
            if review.date_to < review.date_from:
                raise ValidationError(self.env._("The last day cannot lie before the first one."))

    def action_review(self):
        """Judge again, and open the list of the differences.

        :raise AccessError: the user may not read the documents
        """
        self.ensure_one()
        self._review()
        domain = [("review_id", "=", self.id)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Judged Otherwise Today"),
            "res_model": "service.sla.review.line",
            "view_mode": "list,form",
            "domain": domain,
            "context": {"search_default_by_why": 1, "create": False},
            "help": self._say_result(),
        }

    def _say_result(self):
        looked = self.env._("Verdicts looked at: %(count)s.", count=f"{self.looked_count:,}")
        if self.is_cut:
            more = self.env._("There were more; choose fewer days or a team to see the rest.")
            looked = f"{looked} {more}"
        return looked

    def _review(self, most=MOST, batch=BATCH):
        """Make the lines: of at most ``most`` verdicts, in batches of documents."""
        self.ensure_one()
        company = self.company_id
        # also a company that is not ticked in the switcher, if the user belongs to it: it was asked for
        env = self.with_context(allowed_company_ids=company.ids).env
        events = env["service.sla.event"].search_fetch(
            self._get_events_domain(), ["res_id", "clock_id"], order="at, id", limit=most + 1
        )
        taken = events[:most]
        clock_ids = set(taken.clock_id.ids)
        document_ids = list(dict.fromkeys(taken.mapped("res_id")))
        Document = env[self.model].with_context(active_test=False)
        vals_list = []
        for ids in split_every(batch, document_ids):
            documents = Document.search([("id", "in", ids), ("company_id", "=", company.id)])
            documents = documents.with_context(active_test=True)  # of the cases only, not of their policies
            vals_list += documents._review_verdicts(clock_ids, *self._get_span())
        # sudo: who asks may read the lines, and nobody writes them by hand
        lines = self.sudo()
        lines.line_ids.unlink()
        lines.line_ids.create([{"review_id": self.id, **vals} for vals in vals_list])
        lines.write({"looked_count": len(clock_ids), "is_cut": len(events) > most})

    def _get_events_domain(self):
        """Of verdicts given, and of milestones reached without a clock, in the days asked for."""
        first, end = self._get_span()
        domain = Domain(
            [
                ("res_model", "=", self.model),
                ("company_id", "=", self.company_id.id),
                ("kind", "in", ("reach", "cancel", "milestone")),
                ("at", ">=", first),
                ("at", "<", end),
            ]
        )
        return domain & Domain("team_id", "=", self.team_id.id) if self.team_id else domain

    def _get_span(self):
        """Return the first instant of the days and the first after them, in naive UTC."""
        zone = ZoneInfo(self.company_id._service_tz())
        days = self.date_from, self.date_to + timedelta(days=1)
        return tuple(
            datetime.combine(day, time.min, zone).astimezone(timezone.utc).replace(tzinfo=None)
            for day in days
        )
