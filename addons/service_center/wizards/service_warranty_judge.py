from odoo import api, fields, models

from ..models.service_warranty_term import CAUSES


class ServiceWarrantyJudge(models.TransientModel):
    """Tells whether an item is in warranty on a chosen day, and the chain of reasons."""

    _name = "service.warranty.judge"
    _description = "State of a Warranty on a Day"
    _inherit = ["service.text.mixin"]

    warranty_id = fields.Many2one("service.warranty", required=True, readonly=True, ondelete="cascade")
    day = fields.Date(required=True, default=lambda self: self.env.company._service_day())
    cause = fields.Selection(
        lambda self: [
            item
            for item in self.env["service.order"]._fields["defect_cause"].selection
            if item[0] in ("manufacturing", *CAUSES)
        ],
        "Cause of the Defect",
    )
    text = fields.Char("Defect", help="What is wrong with it; words that are not covered are looked for.")
    state = fields.Selection(
        [("in", "In Warranty"), ("out", "Out of Warranty"), ("unproven", "Not Proven")],
        compute="_compute_answer",
    )
    answer = fields.Html(compute="_compute_answer", sanitize=False)

    @api.depends("warranty_id", "day", "cause", "text")
    @api.depends_context("lang")
    def _compute_answer(self):
        for wizard in self:
            if not wizard.day or not wizard.warranty_id:
                wizard.state = wizard.answer = False
                continue
            judged = wizard.warranty_id._judge(wizard.day, wizard.cause or None, wizard.text or "")
            wizard.state = judged.state
            wizard.answer = self.env["ir.qweb"]._render(
                "service_center.warranty_answer", {"said": wizard.warranty_id._say_judgement(judged)}
            )
