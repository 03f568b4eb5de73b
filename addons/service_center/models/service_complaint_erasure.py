from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.service_kernel.engine import redaction

from ..engine import lifecycle

#: fields beside texts that tell who complained
IDENTITY = ("partner_id", "sale_order_id")
#: what tells nothing about a person; the key of an imported row: the ledger would bring the person back
KEPT = ("name", "import_key")
#: what was written about the case; it may stay once somebody has read it
TEXTS = (
    "description",
    "demand",
    "resolution",
    "rejection_reason",
    "severity_override_reason",
    "cancel_reason",
)
BATCH = 100
#: context: texts that were read stay, without the names that are known
KEEP = "service_erasure_keep_texts"


class ServiceComplaint(models.Model):
    """Erasure of who complained, on demand or when the company's retention is over (decisions 17, E5).

    The case stays for the figures: number, times, category, amount, verdicts. Ledgers (clocks, events,
    former decisions) hold ids and codes only and stay as they are. The key of an imported row stays too: the
    ledger would bring the person back otherwise. All texts of a complaint go, also those that an addon
    adds. An addon whose records hang on complaints extends ``_get_erased_documents`` or, where others need
    them too, ``_get_redacted_documents``; one whose fields tell otherwise who complained extends
    ``_get_erased_vals``.
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
        # what was merged into them is theirs
        erased |= erased._get_merged_deep()
        erased.ledger_import_id._erase()
        erased.with_context(**{KEEP: keep_texts})._erase_related()
        vals = self._get_erased_vals(keep_texts)
        if keep_texts:
            self.env["service.erasure"]._redact(erased, erased._get_person_pattern(), KEPT)
        # past its own rules: ended cases are not written otherwise
        models.BaseModel.write(erased, {**vals, "anonymised_at": fields.Datetime.now()})
        self.env["service.erasure"]._erase_around(erased, vals.keys())

    @api.model
    def _get_erased_vals(self, keep_texts=False):
        """Return what the complaint's own fields become: all texts go, and what else tells who complained."""
        Erasure = self.env["service.erasure"]
        names = Erasure._get_text_names(self._name, (*KEPT, *(TEXTS if keep_texts else ())))
        return (
            Erasure._get_blank_vals(self._name, names)
            | dict.fromkeys(IDENTITY, False)
            | {"contact_name": self.env._("Anonymised")}
        )

    def _get_merged_deep(self):
        """Return the complaints that were merged into these, and into those."""
        found, level = self.browse(), self
        while level:
            level = level.merged_ids.filtered(lambda one: not one.anonymised_at) - found - self
            found |= level
        return found

    def _get_person_pattern(self):
        """Return the pattern that finds these customers in texts that others need, too."""
        people = self.partner_id
        people |= people.child_ids.filtered(lambda child: child.type != "contact")
        names = [
            *people.mapped("name"),
            *self.mapped("contact_name"),
            *self.agreement_ids.mapped("signer_name"),
        ]
        nobody = {self.env._("Anonymised"), self.env._("Anonymous")}
        return redaction.find(
            names=[name for name in names if name and name not in nobody],
            numbers=[number for number in (*people.mapped("phone"), *self.mapped("contact_phone")) if number],
            addresses=[
                text
                for text in (*people.mapped("email"), *self.mapped("contact_email"), *people.mapped("street"))
                if text
            ],
        )

    def _get_erased_documents(self):
        """Return [(records, names of texts that stay, values of other fields)] that are about
        these complaints only.
        """
        return [
            (self.compensation_ids, ("name", "receipt_number"), {"partner_id": False}),
            (self.agreement_ids, ("name",), {}),
            (self.rectification_ids, ("name",), {}),
            (self.person_ids, (), {}),
            (self.fault_ids, (), {}),
            (self.fault_ids.filtered(lambda fault: fault.party == "customer"), (), {"partner_id": False}),
        ]

    def _get_redacted_documents(self):
        """Return [(records, names of texts that stay)] that others need, too: the person is taken out."""
        actions = self.corrective_action_ids
        return [
            (actions, ("name",)),
            (actions.containment_ids, ()),
            (actions.cause_ids, ()),
            (actions.measure_ids, ()),
            (actions.review_ids, ()),
        ]

    def _erase_related(self):
        """Erase people in records that belong to these complaints, in superuser mode."""
        Erasure = self.env["service.erasure"]
        keep_texts, pattern = self.env.context.get(KEEP), self._get_person_pattern()
        for records, kept, also in self._get_erased_documents():
            if keep_texts:
                Erasure._redact(records, pattern, kept)
                texts = Erasure._get_text_names(records._name, types=("text", "html"))
                names = Erasure._blank(records, (*kept, *texts), also)
            else:
                names = Erasure._blank(records, kept, also)
            Erasure._erase_around(records, names)
        for records, kept in self._get_redacted_documents():
            Erasure._redact(records, pattern, kept)
            Erasure._redact_around(records, pattern)
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
