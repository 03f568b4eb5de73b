from odoo import models

#: what of a compensation in points names the member
CARD = {"membership_card_id": False, "membership_move_id": False}


class ServiceComplaint(models.Model):
    """Erasure of who complained: the card of a compensation in points names the person, too.

    The case forgets the card. The points are the member's and stay, and so does on the move, a row of the
    ledger, the id of what they were for (decisions 17): the number of a compensation tells nothing of the
    person or the case, and without it nobody could say where the points came from.
    """

    # one concern a file
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _get_erased_documents(self):
        return [
            (records, kept, also | CARD if records._name == "service.compensation" else also)
            for records, kept, also in super()._get_erased_documents()
        ]
