from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.mail import plaintext2html

from odoo.addons.service_kernel.tools import fixed_row

from .service_customer_answer import AT_DESK

ANSWERABLE_STATES = ("resolved", "closed")


class ServiceComplaint(models.Model):
    """The customer accepts or refuses the settlement, on a page or through a colleague: kept as evidence."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    answer_ids = fields.One2many(
        "service.customer.answer", "complaint_id", string="Customer's Answers", readonly=True
    )

    answer_version = fields.Integer(readonly=True, copy=False, default=0, export_string_translation=False)

    # On a page. Callers have checked that it is the customer: by the secret link, or by the portal's domain.
    def _customer_accept(self, how="tracking"):
        """The customer agrees to the settlement."""
        self.ensure_one()
        self._count_answer()
        if self.state != "resolved" or self.customer_accepted_at:
            raise UserError(self.env._("There is nothing to agree to at the moment."))
        self._keep_answer("accepted", how)
        self._post_answer(self.env._("The customer agrees to the settlement."), how)

    def _customer_refuse(self, text, how="tracking"):
        """The customer is not satisfied: a settled complaint is taken up again by the company's rule."""
        self.ensure_one()
        self._count_answer()
        if self.state in ANSWERABLE_STATES:
            self._keep_answer("refused", how, text)
        self._post_from_customer(f"{self.env._('The customer is not satisfied.')}\n{text}")

    # Told to a colleague
    def _record_answer(self, answer, how, note):
        """Record what a customer told a colleague about the settlement.

        :param answer: ``accepted`` or ``refused``; a refused one is taken up again by the company's rule
        :param how: one of ``AT_DESK``
        :param note: what the customer said
        """
        self.ensure_one()
        self.check_access("write")
        self._check_not_concerned()
        self._check_recorded(how, note)
        self._count_answer()
        if self.state not in ANSWERABLE_STATES or (answer == "accepted" and self.customer_accepted_at):
            raise UserError(self.env._("%(number)s: there is no settlement to answer to.", number=self.name))
        self._keep_answer(answer, how, note)
        labels = {
            "accepted": self.env._("The customer agrees to the settlement."),
            "refused": self.env._("The customer is not satisfied."),
        }
        self._post_answer(f"{labels[answer]}\n{note}", how)
        if answer == "refused":
            self._take_up_again({"body": note, "message_type": "comment"})

    def action_hear_customer(self):
        """Open the dialog in which a colleague records what the customer says about the result."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer's Answer"),
            "res_model": "service.complaint.hear",
            "view_mode": "form",
            "target": "new",
            "context": {"default_complaint_id": self.id},
        }

    def _count_answer(self):
        """Write the fixed row first: of two answers at once the second is tried again, and sees the other."""
        fixed_row.count_on(self, "answer_version")

    def _keep_answer(self, answer, how, note=False):
        now = fields.Datetime.now()
        if answer == "accepted":
            self.sudo().customer_accepted_at = now  # sudo: written here only; callers checked who answers
        # sudo: nobody writes answers by hand; callers have checked who answers
        self.env["service.customer.answer"].sudo().create(
            {
                "complaint_id": self.id,
                "company_id": self.company_id.id,
                "answer": answer,
                "at": now,
                "how": how,
                "note": note or False,
                "resolution": self.resolution,
                "recorded_by_id": self.env.uid if how in AT_DESK else False,
            }
        )

    def _post_answer(self, text, how):
        """Post what a customer answered: in the customer's name, or as the note of who records it."""
        if how not in AT_DESK:
            self._post_from_customer(text, take_up=False)
            return
        labels = dict(self.env["service.customer.answer"]._fields["how"]._description_selection(self.env))
        body = plaintext2html(f"{text}\n({labels[how]})")
        self.message_post(body=body, message_type="comment", subtype_xmlid="mail.mt_note")

    def _get_customer_question(self):
        """Return what the customer's page says about the satisfaction with the present closing, or None."""
        self.ensure_one()
        request = self._get_satisfaction_request()
        return request._get_question() if request else None

    def _get_erased_documents(self):
        # what was said is personal; that and when it was said stays
        return [
            *super()._get_erased_documents(),
            (self.answer_ids, (), {}),
            (self.satisfaction_ids, ("token",), {}),
        ]
