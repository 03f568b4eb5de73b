from odoo import fields, models


class ServiceComplaintSummaryIssue(models.Model):
    """One period of a summary that was sent: the row that lets it be sent once."""

    _name = "service.complaint.summary.issue"
    _description = "Complaint Summary Sent"
    _order = "id desc"
    _rec_name = "key"

    summary_id = fields.Many2one(
        "service.complaint.summary", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="summary_id.company_id", store=True, index=True, precompute=True)
    key = fields.Char("Period", required=True, readonly=True)
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    mail_count = fields.Integer("Mails", readonly=True)
    missed = fields.Char("Without a Valid Address", readonly=True)

    _key_uniq = models.UniqueIndex("(summary_id, key)", "This period of the summary was sent already.")
