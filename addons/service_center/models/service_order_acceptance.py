from odoo import fields, models

from odoo.addons.service_kernel.tools import append_only

WAYS = [
    ("portal", "On the Customer's Page"),
    ("phone", "By Telephone"),
    ("on_site", "On Site"),
    ("letter", "In Writing"),
    ("sales", "In Sales"),
]
#: fixed in the database; names and words go when a person is erased (decisions 17)
CONTENT = ("order_id", "quotation_id", "how", "accepted_at", "amount", "digest", "company_id")


class ServiceOrderAcceptance(models.Model):
    """That the customer agreed to a quotation: who, when, how and to what. Rows never change."""

    _name = "service.order.acceptance"
    _description = "Acceptance of a Quotation"
    _inherit = ["service.text.mixin"]
    _order = "id desc"
    _rec_name = "accepted_by"

    order_id = fields.Many2one("service.order", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    quotation_id = fields.Many2one(
        "sale.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    how = fields.Selection(WAYS, required=True, readonly=True)
    accepted_by = fields.Char("Who Agreed", required=True, readonly=True)
    accepted_at = fields.Datetime("Agreed On", required=True, readonly=True)
    note = fields.Text(readonly=True, help="What was said.")
    currency_id = fields.Many2one(related="quotation_id.currency_id")
    amount = fields.Monetary("Total", readonly=True)
    digest = fields.Char(readonly=True, export_string_translation=False)
    user_id = fields.Many2one("res.users", "Noted By", readonly=True)

    _quotation_uniq = models.UniqueIndex("(quotation_id)", "The quotation has been accepted already.")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)
