from odoo import fields, models


class ServiceScoreAcknowledgementList(models.Model):
    """The scan of a list on paper with which several employees took note of a rule book.

    It shows the names of all of them, so only officers see it. When one of them is erased, the scan goes;
    that they took note stays (decisions 17).
    """

    _name = "service.score.acknowledgement.list"
    _description = "Signed List of a Rule Book"
    _order = "date desc, id desc"
    _rec_name = "date"

    rulebook_id = fields.Many2one(
        "service.score.rulebook", "Rule Book", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rulebook_id.company_id", store=True, index=True)
    date = fields.Date(required=True, readonly=True)
    acknowledgement_ids = fields.One2many("service.score.acknowledgement", "list_id", readonly=True)
    scan_ids = fields.Many2many("ir.attachment", readonly=True, bypass_search_access=True)


class HrEmployee(models.Model):
    # the erasure of signed lists is one concern
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_scores(self):
        result = super()._anonymise_scores()
        about = [("employee_id", "in", self.ids)]
        # sudo: erasure reaches what no officer may write; the right was checked
        self.env["service.score.acknowledgement"].sudo().search(about).list_id.scan_ids.unlink()
        self.env["service.score.acknowledgement.link"].sudo().search(about).unlink()  # sudo: as above
        return result
