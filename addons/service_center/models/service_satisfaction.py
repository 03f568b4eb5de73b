import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_complaint_intake import TOKEN_BYTES, same_secret
from .service_customer_answer import ANSWER_CHANNELS, AT_DESK

#: as Odoo's ratings count, from 1 to 5
SATISFACTIONS = [
    ("5", "Very Satisfied"),
    ("4", "Satisfied"),
    ("3", "Neutral"),
    ("2", "Dissatisfied"),
    ("1", "Very Dissatisfied"),
]


class ServiceSatisfaction(models.Model):
    """The question how satisfied a customer is, asked once per closure of a complaint (C3).

    Rows are made and answered by the complaint's own steps only; nobody writes them by hand. The first
    answer counts and becomes one of Odoo's ratings; what the customer says later is a message on the case.
    """

    _name = "service.satisfaction"
    _description = "Satisfaction Request"
    _inherit = ["service.text.mixin"]
    _order = "requested_at desc, id desc"
    _rec_name = "complaint_id"

    complaint_id = fields.Many2one(
        "service.complaint", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    closure = fields.Integer(
        "Closing No.", required=True, readonly=True, aggregator=None, help="Which closing of the complaint."
    )
    user_id = fields.Many2one(
        "res.users", "Handler", readonly=True, ondelete="set null", index="btree_not_null"
    )
    team_id = fields.Many2one("service.team", readonly=True, ondelete="set null", index="btree_not_null")
    category_id = fields.Many2one(
        "service.category", readonly=True, ondelete="set null", index="btree_not_null"
    )
    site_id = fields.Many2one("service.site", readonly=True, ondelete="set null", index="btree_not_null")
    requested_at = fields.Datetime("Asked On", required=True, readonly=True)
    expires_at = fields.Datetime("Answer Until", required=True, readonly=True)
    token = fields.Char(
        required=True,
        readonly=True,
        groups="base.group_system",
        default=lambda self: secrets.token_urlsafe(TOKEN_BYTES),
    )
    mail_state = fields.Selection(
        [
            ("none", "No Mail"),
            ("to_send", "To Be Sent"),
            ("sent", "Sent"),
            ("failed", "Not Sent"),
        ],
        "Mail",
        required=True,
        readonly=True,
        default="none",
    )
    mail_error = fields.Char("Why It Was Not Sent", readonly=True)
    answered_at = fields.Datetime("Answered On", readonly=True)
    value = fields.Selection(SATISFACTIONS, "Satisfaction", readonly=True)
    score = fields.Float(
        "Average Satisfaction", readonly=True, aggregator="avg", digits=(3, 2), help="1 to 5; 0: no answer."
    )
    feedback = fields.Text("Comment", readonly=True)
    how = fields.Selection(ANSWER_CHANNELS, "Answered By", readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="set null",
        help="Empty: the customer's own doing.",
    )
    rating_id = fields.Many2one("rating.rating", readonly=True, ondelete="set null")
    state = fields.Selection(
        [
            ("asked", "Asked"),
            ("answered", "Answered"),
            ("expired", "Expired"),
            ("withdrawn", "Taken Up Again"),
        ],
        "Status",
        compute="_compute_state",
    )

    _closure_uniq = models.UniqueIndex(
        "(complaint_id, closure)", "The customer has been asked about this closing already."
    )
    _to_send_idx = models.Index("(id) WHERE mail_state = 'to_send'")

    @api.depends("answered_at", "expires_at", "complaint_id.reopen_count")
    def _compute_state(self):
        now = fields.Datetime.now()
        for request in self:
            if request.answered_at:
                request.state = "answered"
            elif request.closure != request.complaint_id._get_closure():
                request.state = "withdrawn"
            else:
                request.state = "asked" if now <= request.expires_at else "expired"

    def _get_path(self):
        """Return the path of the page that the link in the mail opens."""
        self.ensure_one()
        return f"/service/satisfaction/{self.id}/{self.token}"

    @api.model
    def _find_by_token(self, request_id, token):
        """Return the request that a link opens, in sudo; none for a wrong link (constant time)."""
        # sudo: strangers have no rights; they see and do what the link is for
        request = self.env["service.complaint"]._as_public().env[self._name].browse(request_id).exists()
        known = request.token or secrets.token_urlsafe(TOKEN_BYTES)
        return request if same_secret(known, token) else request.browse()

    # Answering. Callers have checked that it is the customer, or a colleague who may record it.
    def _answer(self, value, feedback, how):
        """Take the answer of the customer: the first one counts, a later one is a message.

        A double submit changes nothing: of two at once the second fails on this row and is tried again.

        :param value: key of ``SATISFACTIONS``
        :param how: key of ``ANSWER_CHANNELS``
        :raise UserError: no answer was chosen, or the question is not open any more
        """
        self.ensure_one()
        labels = dict(self._fields["value"]._description_selection(self.env))
        if value not in labels:
            raise UserError(self.env._("Please choose how satisfied you are."))
        refusal = self._get_refusal()
        if refusal:
            raise UserError(refusal)
        feedback = (feedback or "").strip()
        if not self.answered_at:
            self._take_answer(value, feedback, how)
        elif (value, feedback) == (self.value, self.feedback or ""):
            return
        self._tell_answer(labels[value], feedback, how)

    def _get_refusal(self):
        """Return in plain words why the question cannot be answered, None if it can."""
        if self.state == "expired":
            return self.env._("This question expired. You can still write to us.")
        if self.state == "withdrawn":
            return self.env._(
                "Your complaint was taken up again after this question. We ask you anew when it is closed."
            )
        return None

    def _take_answer(self, value, feedback, how):
        complaint = self.complaint_id
        rating = self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(complaint._name),
                "res_id": complaint.id,
                "partner_id": complaint.partner_id.id,
                "rated_partner_id": self.user_id.partner_id.id,
                "rating": float(value),
                "feedback": feedback or False,
                "consumed": True,
                "access_token": False,
            }
        )
        rating.flush_recordset(["res_model"])  # Odoo's SQL over ratings looks at it before it is written
        self.write(
            {
                "answered_at": fields.Datetime.now(),
                "value": value,
                "score": float(value),
                "feedback": feedback or False,
                "how": how,
                "recorded_by_id": self.env.uid if how in AT_DESK else False,
                "rating_id": rating.id,
            }
        )
        complaint.satisfaction = value

    def _tell_answer(self, label, feedback, how):
        """Post an answer on the case, in the customer's name unless a colleague records it."""
        text = self.env._("Satisfaction: %(answer)s", answer=label)
        self.complaint_id._post_answer("\n".join(filter(None, (text, feedback))), how)

    def _get_question(self):
        """Return what pages show of the question, as plain values in the visitor's language."""
        self.ensure_one()
        complaint = self.complaint_id
        labels = dict(self._fields["value"]._description_selection(self.env))
        return {
            "number": complaint.name,
            "company": complaint.company_id.name,
            "answers": list(labels.items()),
            "answer": labels.get(self.value),
            "feedback": self.feedback,
            "refusal": self._get_refusal(),
            "until": complaint._customer_time(self.expires_at),
        }

    # Asking
    @api.model
    def _prepare_request_vals(self, complaint):
        """Return the values of the question about the closing of ``complaint`` just now."""
        now = fields.Datetime.now()
        return {
            "complaint_id": complaint.id,
            "company_id": complaint.company_id.id,
            "closure": complaint._get_closure(),
            "user_id": complaint.user_id.id,
            "team_id": complaint.team_id.id,
            "category_id": complaint.category_id.id,
            "site_id": complaint.site_id.id,
            "requested_at": now,
            "expires_at": now + timedelta(days=complaint.company_id.service_satisfaction_days),
            "mail_state": "to_send" if complaint._get_satisfaction_address() else "none",
        }
