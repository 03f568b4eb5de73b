from odoo import models


class ServiceSatisfaction(models.Model):
    """The mail that asks how satisfied a customer is counts in the budget of contacts (C4)."""

    # one concern a file: what is asked is one, what counts as a contact another
    _inherit = "service.satisfaction"  # pylint: disable=consider-merging-classes-inherited

    def _send_safely(self):
        # before anything else: somebody who books for the same customer just now makes the cron start again
        self.env["service.contact"]._open_account(self.complaint_id.partner_id, self.company_id)
        return super()._send_safely()

    def _queue_mail(self):
        result = super()._queue_mail()
        partner, company = self.complaint_id.partner_id, self.company_id
        if partner:
            self.env["service.contact"]._book(
                [
                    {
                        "partner_id": partner.id,
                        "company_id": company.id,
                        "date": company._service_day(),
                        "duty": True,
                        "key": f"satisfaction:{self.id}",
                        "purpose": self._description,
                    }
                ]
            )
        return result
