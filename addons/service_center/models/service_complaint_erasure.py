from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine import lifecycle

#: fields that tell who complained, or may
IDENTITY = (
    *("partner_id", "contact_name", "contact_phone", "contact_email", "sale_order_id"),
    *("import_note", "import_digest"),
)
#: what was written about the case, in which people are named
TEXTS = ("description", "demand", "resolution", "rejection_reason", "severity_override_reason")
BATCH = 100


class ServiceComplaint(models.Model):
    """Erasure of who complained, on demand or when the company's retention is over (decisions 17, E5).

    The case stays for the figures: number, times, category, amount, verdicts. Ledgers (clocks, events,
    former decisions) hold ids and codes only and stay as they are. The key of an imported row stays too: the
    ledger would bring the person back otherwise. An addon whose records hang on complaints extends
    ``_erase_related``; one that adds fields to complaints extends ``_get_erased_vals``.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    anonymised_at = fields.Datetime("Anonymised On", readonly=True, copy=False, index="btree_not_null")

    def action_anonymise(self):
        """Open the dialog that asks before the people of these complaints are erased.

        :raise AccessError: the user is no manager
        """
        self._check_may_erase()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Anonymise"),
            "res_model": "service.erasure.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_ids": self.ids},
        }

    def _check_may_erase(self):
        """Refuse erasure to all but managers, and to those about whom a complaint is.

        :raise AccessError: the user is no manager, or may not write a complaint
        """
        if not self.env.user.has_group("service_center.group_manager"):
            raise AccessError(self.env._("Only managers anonymise complaints."))
        self.check_access("write")
        self._check_not_concerned()

    def _anonymise(self, keep_texts=False):
        """Erase who complained; this cannot be undone. Those that are anonymised already are skipped.

        :param keep_texts: description, demand, result and reasons stay; they were read and name nobody
        :raise UserError: a complaint is not closed or rejected yet
        """
        complaints = self.filtered(lambda one: not one.anonymised_at)
        still_open = complaints.filtered(lambda one: one.state not in lifecycle.ENDED_STATES)
        if still_open:
            raise UserError(
                self.env._(
                    "%(numbers)s: close or reject first. Nobody can work on a complaint of nobody.",
                    numbers=", ".join(still_open.mapped("name")),
                )
            )
        if not complaints:
            return
        # sudo: erasure reaches what no manager may write; the right was checked
        erased = complaints.sudo().with_context(active_test=False, tracking_disable=True)
        erased.ledger_import_id._erase()
        erased._erase_related()
        vals = self._get_erased_vals(keep_texts)
        erased.write({**vals, "anonymised_at": fields.Datetime.now()})
        self.env["service.erasure"]._erase_around(complaints, self._get_erased_vals().keys())

    @api.model
    def _get_erased_vals(self, keep_texts=False):
        """Return what the complaint's own fields become."""
        vals = dict.fromkeys(IDENTITY, False) | {"contact_name": self.env._("Anonymised")}
        if not keep_texts:
            vals |= dict.fromkeys(TEXTS, False) | {"description": self.env._("Anonymised")}
        return vals

    def _erase_related(self):
        """Erase people in records that belong to these complaints, in superuser mode."""
        ratings = self.env["rating.rating"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        ratings.write({"feedback": False, "publisher_comment": False, "partner_id": False})

    # Retention
    @api.model
    def _get_retention_domain(self, company, months):
        """Return the ended complaints of a company that are older than ``months`` and not anonymised."""
        before = fields.Datetime.now() - relativedelta(months=months)
        ended = Domain("closed_at", "<", before) | (
            # old history whose day of decision nobody knows
            Domain("closed_at", "=", False) & Domain("received_at", "<", before)
        )
        return ended & Domain(
            [
                ("company_id", "=", company.id),
                ("state", "in", lifecycle.ENDED_STATES),
                ("anonymised_at", "=", False),
            ]
        )

    @api.model
    def _cron_retention(self):
        """Anonymise what companies keep no longer, a batch a transaction; may be stopped at any point."""
        Complaint = self.with_context(active_test=False)
        domains = [
            self._get_retention_domain(company, company.service_retention_months)
            for company in self.env["res.company"].search([("service_retention_months", ">", 0)])
        ]
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=sum(map(Complaint.search_count, domains)))
        for domain in domains:
            while complaints := Complaint.search(domain, limit=BATCH, order="id"):
                complaints._anonymise()
                if not Cron._commit_progress(len(complaints)):
                    return
