from odoo import fields, models

#: how a customer's answer came: the first three are the customer's own doing, the others a colleague records
ANSWER_CHANNELS = [
    ("tracking", "Tracking Page"),
    ("portal", "Portal"),
    ("link", "Link in a Mail"),
    ("phone", "Telephone"),
    ("counter", "Counter"),
    ("email", "Email"),
    ("letter", "Letter"),
    ("social", "Social Media"),
    ("other", "Other"),
]
AT_DESK = ("phone", "counter", "email", "letter", "social", "other")


class ServiceCustomerAnswer(models.Model):
    """A customer accepted or refused a settlement: evidence that stays when the case is taken up again.

    Rows are made by the complaint's own steps; nobody changes them.
    """

    _name = "service.customer.answer"
    _description = "Customer's Answer to a Settlement"
    _inherit = ["service.text.mixin"]
    _order = "at desc, id desc"
    _rec_name = "answer"

    complaint_id = fields.Many2one(
        "service.complaint", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    answer = fields.Selection(
        [("accepted", "Accepted"), ("refused", "Refused")], required=True, readonly=True
    )
    at = fields.Datetime("When", required=True, readonly=True)
    how = fields.Selection(ANSWER_CHANNELS, required=True, readonly=True)
    note = fields.Text(readonly=True, help="What the customer said.")
    resolution = fields.Text("Settlement", readonly=True, help="What was answered to.")
    recorded_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="set null",
        help="Empty: the customer's own doing.",
    )
