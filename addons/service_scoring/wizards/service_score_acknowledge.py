from odoo import fields, models
from odoo.exceptions import UserError


class ServiceScoreAcknowledge(models.TransientModel):
    """Records for many employees at once that they signed a list: they took note of a rule book."""

    _name = "service.score.acknowledge"
    _description = "Signed List of a Rule Book"
    _inherit = ["hr.mixin"]
    _check_company_auto = True

    rulebook_id = fields.Many2one(
        "service.score.rulebook", "Rule Book", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rulebook_id.company_id")
    date = fields.Date("Signed On", required=True, default=lambda self: self.env.company._score_day())
    employee_ids = fields.Many2many("hr.employee", string="Employees", required=True, check_company=True)
    scan_ids = fields.Many2many(
        "ir.attachment",
        help="The signed list as image or PDF. Only officers of scoring see it: it names all who signed.",
    )

    def action_apply(self):
        """Record it; who has taken note already stays as recorded.

        :raise UserError: nobody is chosen, the day is to come, or a file is no image and no PDF
        """
        self.ensure_one()
        book = self.rulebook_id
        book.check_access("read")
        self.env["service.score.acknowledgement"].check_access("create")
        if not self.employee_ids:
            raise UserError(self.env._("Who signed the list?"))
        if self.date > book.company_id._score_day():
            raise UserError(self.env._("The list cannot have been signed in the future."))
        self.scan_ids._check_score_scans()
        signed_list = None
        if self.scan_ids:
            # sudo: nobody writes lists by hand; the right to record was checked
            signed_list = (
                self.env["service.score.acknowledgement.list"]
                .sudo()
                .create({"rulebook_id": book.id, "date": self.date})
            )
            self.scan_ids._give_to(signed_list)
            signed_list.scan_ids = self.scan_ids
        recorded = book._acknowledge(self.employee_ids, "signed", self.date, signed_list)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(recorded)s recorded, %(before)s had taken note before.",
                    recorded=len(recorded),
                    before=len(self.employee_ids) - len(recorded),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
