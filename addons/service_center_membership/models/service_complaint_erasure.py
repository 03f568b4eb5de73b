from odoo import models

#: what of a compensation in points names the member
CARD = {"membership_card_id": False, "membership_move_id": False}


class ServiceComplaint(models.Model):
    """Erasure of who complained: the card of a compensation in points names the person, too."""

    # one concern a file
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _get_erased_documents(self):
        return [
            (records, kept, also | CARD if records._name == "service.compensation" else also)
            for records, kept, also in super()._get_erased_documents()
        ]
