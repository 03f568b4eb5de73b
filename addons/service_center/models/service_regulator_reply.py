from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from .service_complaint_regulator import REPLIED

#: written by the steps only
DECIDED = {"state", "sent_at", "sent_how", "sent_by_id", "letter", "letter_name"}

#: what was sent
CONTENT = {
    *("complaint_id", "authority", "authority_number", "facts", "decision", "reasons"),
    *("signer_id", "signer_function"),
}


class ServiceRegulatorReply(models.Model):
    """The letter to an authority about a complaint: facts, decision, reasons, who signs; fixed once sent."""

    _name = "service.regulator.reply"
    _description = "Reply to an Authority"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    complaint_id = fields.Many2one(
        "service.complaint", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, precompute=True, index=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent")],
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    authority = fields.Char(
        "To", compute="_compute_from_complaint", store=True, readonly=False, precompute=True, required=True
    )
    authority_number = fields.Char(
        "Your Reference", compute="_compute_from_complaint", store=True, readonly=False, precompute=True
    )
    facts = fields.Text(compute="_compute_from_complaint", store=True, readonly=False, precompute=True)
    decision = fields.Text(compute="_compute_from_complaint", store=True, readonly=False, precompute=True)
    reasons = fields.Text(compute="_compute_from_complaint", store=True, readonly=False, precompute=True)
    signer_id = fields.Many2one(
        "res.users",
        "Signed By",
        default=lambda self: self.env.user,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    signer_function = fields.Char("Function")
    deadline = fields.Datetime(related="complaint_id.regulator_deadline", string="Authority's Deadline")
    sent_at = fields.Datetime("Sent", readonly=True, copy=False, tracking=True)
    sent_how = fields.Selection(
        [
            ("platform", "Authority's Platform"),
            ("letter", "Letter"),
            ("email", "Email"),
            ("fax", "Fax"),
            ("person", "Handed Over"),
        ],
        "Sent By Way Of",
        readonly=True,
        copy=False,
    )
    sent_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    letter = fields.Binary("Letter as Sent", readonly=True, copy=False, attachment=True)
    letter_name = fields.Char(readonly=True, copy=False)

    @api.depends("complaint_id", "authority_number")
    def _compute_display_name(self):
        for reply in self:
            parts = (reply.complaint_id.sudo().name, reply.authority_number)  # sudo: a number only
            reply.display_name = " · ".join(filter(None, parts)) or self.env._("New reply")

    @api.depends("complaint_id")
    def _compute_from_complaint(self):
        for reply in self:
            complaint = reply.complaint_id
            kinds = dict(complaint._fields["regulator_kind"]._description_selection(self.env))
            reply.authority = complaint.regulator_name or kinds.get(complaint.regulator_kind, False)
            reply.authority_number = complaint.regulator_number
            reply.facts = html2plaintext(complaint.description or "").strip()
            reply.decision = complaint.resolution
            reply.reasons = complaint.rejection_reason

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list])

    def write(self, vals):
        """Write; what was sent stays as it is."""
        vals = {name: vals[name] for name in vals.keys() - DECIDED}
        if CONTENT & vals.keys():
            self._check_draft()
        return super().write(vals)

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def _check_draft(self):
        sent = self.filtered(lambda reply: reply.state == "sent")
        if sent:
            raise UserError(
                self.env._(
                    "%(replies)s: what was sent stays as it is. Write another reply.",
                    replies=", ".join(sent.mapped("display_name")),
                )
            )

    def action_print(self):
        """Download the letter."""
        self._check_complete()
        return self.env.ref("service_center.action_report_regulator_reply").report_action(self)

    def action_record(self):
        """Open the dialog that asks when and how the letter was sent."""
        self.ensure_one()
        self._check_draft()
        self._check_complete()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record as Sent"),
            "res_model": "service.regulator.send",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reply_id": self.id},
        }

    def _check_complete(self):
        for reply in self:
            missing = [
                reply._fields[name]._description_string(self.env)
                for name in ("authority", "facts", "decision", "signer_id")
                if not (reply[name].strip() if isinstance(reply[name], str) else reply[name])
            ]
            if missing:
                raise UserError(
                    self.env._(
                        "%(reply)s: enter %(fields)s first.",
                        reply=reply.display_name,
                        fields=", ".join(missing),
                    )
                )

    def _record_sent(self, at, how, letter=None, letter_name=None):
        """Record that the letter went out: the authority has its reply, and its clock ends.

        :param at: naive UTC; not before the complaint was received, not in the future
        :param letter: what was sent if it is not the letter as it is printed here, base64
        """
        self.ensure_one()
        self.check_access("write")
        self._check_draft()
        self._check_complete()
        complaint = self.complaint_id
        complaint.check_access("write")
        complaint._check_not_concerned()
        if not complaint.received_at <= at <= fields.Datetime.now():
            raise UserError(
                self.env._("The reply was sent after the complaint was received, and not in the future.")
            )
        self._write_decided(
            {
                "state": "sent",
                "sent_at": at,
                "sent_how": how,
                "sent_by_id": self.env.uid,
                "letter": letter or False,
                "letter_name": (letter and letter_name) or False,
            }
        )
        if not complaint.regulator_replied_at:
            # sudo: the right to write the complaint was checked; this field is written here only
            complaint.sudo().regulator_replied_at = at
        complaint._service_reach(REPLIED, at)
        complaint._message_log(
            body=self.env._(
                "Replied to %(authority)s (%(how)s).",
                authority=self.authority,
                how=dict(self._fields["sent_how"]._description_selection(self.env))[how],
            )
        )
