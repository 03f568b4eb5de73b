from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..engine import customer_review
from .res_partner_file import CUSTOMER_KINDS

BATCH = 1000
OUTCOMES = [("kept", "Kept"), ("archived", "Archived")]


class ServiceCustomerReview(models.Model):
    """A customer's file at a half-yearly review: what the figures propose, and what a person decided.

    Archived customers keep their documents and history (EQM-FILE-03).
    """

    _name = "service.customer.review"
    _description = "Review of a Customer"
    _inherit = ["service.text.mixin"]
    _order = "period_end desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name"]

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    period_end = fields.Date("Review of", required=True, readonly=True)
    kind = fields.Selection(CUSTOMER_KINDS, "Kind Before", readonly=True)
    proposed_kind = fields.Selection(CUSTOMER_KINDS, "Kind Afterwards", help="Taken over when confirmed.")
    cooperations = fields.Integer(
        readonly=True, aggregator="avg", help="Confirmed sales until the day of the review."
    )
    percent = fields.Integer("File Complete (%)", readonly=True, aggregator="avg")
    missing = fields.Char("Missing in the File", readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True, index=True)
    note = fields.Char("Remark", help="For instance: bankrupt, closed.")
    reviewed_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    reviewed_at = fields.Datetime("Reviewed On", readonly=True)

    _once = models.UniqueIndex(
        "(company_id, partner_id, period_end)", "This customer is reviewed in this half-year already."
    )

    @api.model
    def _cron_propose(self):
        """Propose the reviews of the last half-year in the companies that want them; may be repeated."""
        # sudo: the cron's own work, for all companies
        companies = self.env["res.company"].sudo().search([("service_review_customers", "=", True)])
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            end = customer_review.period_end(company._service_day())
            while self._propose(company, end):
                if not Cron._commit_progress(0):
                    return
            if not Cron._commit_progress(1):
                return

    @api.model
    def _propose(self, company, end):
        """Propose a batch of a company's reviews that are missing.

        :return: whether there may be more
        """
        for model in ("sale.order", "res.partner", self._name):
            self.env[model].flush_model()
        zone = company._service_tz()
        found = self.env.execute_query(
            SQL(
                """
                SELECT p.id, p.service_customer_kind,
                       (SELECT COUNT(*)
                          FROM sale_order s JOIN res_partner c ON c.id = s.partner_id
                         WHERE c.commercial_partner_id = p.id AND s.company_id = %(company)s
                           AND s.state = 'sale'
                           AND (s.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date <= %(end)s)
                  FROM res_partner p
                 WHERE p.active AND p.service_customer_kind IS NOT NULL
                   AND p.commercial_partner_id = p.id
                   AND COALESCE(p.company_id, %(company)s) = %(company)s
                   AND p.create_date < %(after)s
                   AND NOT EXISTS (
                       SELECT 1 FROM service_customer_review r
                        WHERE r.partner_id = p.id AND r.company_id = %(company)s AND r.period_end = %(end)s)
                 ORDER BY p.id LIMIT %(batch)s
                """,
                company=company.id,
                zone=zone,
                end=end,
                after=company._service_day_end(end) + timedelta(seconds=1),
                batch=BATCH,
            )
        )
        partners = self.env["res.partner"].browse(one for one, _kind, _count in found)
        judged = partners._judge_service_files(company)
        # sudo: nobody enters reviews by hand
        self.sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "period_end": end,
                    "kind": kind,
                    "proposed_kind": customer_review.becomes(kind, count, company.service_cooperation_count),
                    "cooperations": count,
                    "percent": judged[partner][0],
                    "missing": ", ".join(judged[partner][1])[:500],
                }
                for partner, (_id, kind, count) in zip(partners, found, strict=True)
            ]
        )
        return len(found) == BATCH

    def _check_open(self):
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers review customers."))
        self.check_access("write")
        if any(one.outcome for one in self):
            raise UserError(self.env._("Some of these customers were reviewed already."))

    def _review(self, outcome):
        self.sudo().write(  # sudo: the outcome; who may decide it was checked
            {"outcome": outcome, "reviewed_by_id": self.env.uid, "reviewed_at": fields.Datetime.now()}
        )

    def action_confirm(self):
        """Keep these customers, with the kind that is proposed."""
        self._check_open()
        for kind, ones in self.grouped("proposed_kind").items():
            changed = ones.filtered(lambda one: one.partner_id.service_customer_kind != one.proposed_kind)
            changed.partner_id.write({"service_customer_kind": kind})
        self._review("kept")

    def action_archive_customer(self):
        """Archive customers that closed or went bankrupt; their history stays."""
        self._check_open()
        without = self.filtered(lambda one: not (one.note or "").strip())
        if without:
            raise UserError(
                self.env._("%(customer)s: note why it is archived.", customer=without[0].partner_id.name)
            )
        self.partner_id.action_archive()
        self._review("archived")
