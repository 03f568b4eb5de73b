from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("draft", "Draft"),
    ("first", "First Signature"),
    ("second", "Last Signature"),
    ("granted", "Granted"),
    ("refused", "Refused"),
]
KINDS = [("file", "Customer File"), ("callbacks", "Callback Records")]
STEPS = (
    *("state", "first_signer_id", "second_signer_id", "first_signed_at", "second_signed_at"),
    *("valid_until", "refused_by_id"),
)


class ServiceFileRequest(models.Model):
    """Asks to read a customer's file or callback records (EQM-FILE-04, EQM-FILE-06, DECO-ACC-01).

    A file needs two signatures: of the head of the applicant's department, then of the head of the filing
    department; one of market information those of the general manager and the centre director. Callback
    records need the head of the filing department only. Nobody signs an own request.
    """

    _name = "service.file.request"
    _description = "Request to Read a Customer File"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    kind = fields.Selection(KINDS, required=True, default="file")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", check_company=True
    )
    file_id = fields.Many2one(
        "service.customer.file", compute="_compute_file_id", store=True, index="btree_not_null"
    )
    applicant_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    content = fields.Char("To Read", help="For instance: credit and payment terms.")
    reason = fields.Text(required=True, help="What it is needed for.")
    state = fields.Selection(
        STATES, "Status", required=True, readonly=True, default="draft", copy=False, tracking=True
    )
    first_signer_id = fields.Many2one(
        "res.users", "Signs First", readonly=True, copy=False, index="btree_not_null"
    )
    second_signer_id = fields.Many2one(
        "res.users", "Signs Last", readonly=True, copy=False, index="btree_not_null"
    )
    first_signed_at = fields.Datetime("First Signature On", readonly=True, copy=False)
    second_signed_at = fields.Datetime("Last Signature On", readonly=True, copy=False)
    refused_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answer = fields.Text("Remark", copy=False, help="Why it was refused, or what to mind.")
    valid_until = fields.Date("May Read Until", readonly=True, copy=False)
    can_sign = fields.Boolean(compute="_compute_can_sign")

    @api.depends("partner_id", "company_id", "kind")
    def _compute_file_id(self):
        files = {
            (one.partner_id.id, one.company_id.id): one.id
            for one in self.env["service.customer.file"].search(
                [("partner_id", "in", self.partner_id.commercial_partner_id.ids)]
            )
        }
        for request in self:
            key = request.partner_id.commercial_partner_id.id, request.company_id.id
            request.file_id = request.kind == "file" and files.get(key)

    @api.depends("state", "first_signer_id", "second_signer_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for request in self:
            request.can_sign = request._get_signer() == self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {
                    **_without_steps(vals),
                    "applicant_id": vals.get("applicant_id", self.env.uid) if self.env.su else self.env.uid,
                }
                for vals in vals_list
            ]
        )

    def write(self, vals):
        vals = _without_steps(vals)
        asked = {"kind", "company_id", "partner_id", "applicant_id", "content", "reason"} & vals.keys()
        if asked and not self.env.su and any(one.state != "draft" for one in self):
            raise UserError(self.env._("What a request asks for does not change once it was handed in."))
        if "applicant_id" in vals and not self.env.su:
            raise AccessError(self.env._("Everybody asks for themselves."))
        return super().write(vals)

    # the way around our own write(), which drops the steps
    def _write_steps(self, vals):  # pylint: disable=missing-return
        # sudo: a step of the request; who may take it was checked
        super(ServiceFileRequest, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def _get_signer(self):
        """Return whose signature comes next."""
        return {"first": self.first_signer_id, "second": self.second_signer_id}.get(
            self.state, self.env["res.users"]
        )

    def _find_department_head(self):
        """Return the head of the applicant's department, or of the one above where that is the applicant."""
        # sudo: employees and departments, which applicants may not read
        employees = self.applicant_id.sudo().employee_ids
        employee = employees.filtered(lambda one: one.company_id == self.company_id)[:1]
        department = employee.department_id
        while department:
            head = department.manager_id.user_id
            if head and head.active and head != self.applicant_id:
                return head
            department = department.parent_id
        return self.env["res.users"]

    def _find_signers(self):
        """Return (who signs first, who signs last); nobody signs first for callback records.

        :raise UserError: nobody is there to sign
        """
        # sudo: only who signs, and what kind of file it is
        company, customer = self.company_id.sudo(), self.partner_id.sudo().commercial_partner_id
        if self.kind == "file" and customer.service_customer_kind == "market":
            first, second = company.service_market_first_id, company.service_market_second_id
            if not first or not second or self.applicant_id in first | second:
                raise UserError(
                    self.env._(
                        "Nobody can sign for market information; the settings name the general manager and"
                        " the centre director."
                    )
                )
            return first, second
        first, second = self.env["res.users"], company.service_file_head_id
        if not second or second == self.applicant_id:
            raise UserError(
                self.env._("Nobody can sign for the filing department; the settings name its head.")
            )
        if self.kind == "file":
            first = self._find_department_head()
            if not first:
                raise UserError(
                    self.env._("%(name)s has no department head who can sign.", name=self.env.user.name)
                )
        return first, second

    def action_ask(self):
        """Hand the request in: the first who has to sign gets a to-do.

        :raise UserError: nobody is there to sign
        """
        for request in self:
            request.check_access("write")
            if request.state != "draft":
                raise UserError(self.env._("This request was handed in already."))
            if request.applicant_id != self.env.user:
                raise AccessError(self.env._("Everybody asks for themselves."))
            first, second = request._find_signers()
            vals = {"state": "second", "second_signer_id": second.id}
            if request.kind == "file":
                customer_file = request.partner_id._take_service_file(request.company_id)
                vals |= {"state": "first", "first_signer_id": first.id, "file_id": customer_file.id}
            request._write_steps(vals)
            request._ask_signature()

    def _ask_signature(self):
        # sudo: who signs gets the to-do, whatever the applicant may write
        self.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self._get_signer().id,
            summary=self.env._("Request to read a customer's file"),
        )

    def _check_signer(self):
        self.ensure_one()
        if self.state not in ("first", "second"):
            raise UserError(self.env._("This request waits for no signature."))
        if self._get_signer() != self.env.user or self.applicant_id == self.env.user:
            raise AccessError(
                self.env._(
                    "It is %(name)s who signs now.", name=self._get_signer().sudo().name
                )  # sudo: a name
            )

    def action_sign(self):
        """Sign as the one whose turn it is; the last signature grants the request."""
        for request in self:
            request._check_signer()
            now = fields.Datetime.now()
            # sudo: the to-do of this signature
            request.sudo().activity_feedback(["mail.mail_activity_data_todo"], user_id=self.env.uid)
            if request.state == "first":
                request._write_steps({"first_signed_at": now, "state": "second"})
                request._ask_signature()
                continue
            # sudo: only how long requests are valid
            company = request.company_id.sudo()
            until = fields.Date.add(company._service_day(), days=company.service_file_days)
            request._write_steps({"second_signed_at": now, "state": "granted", "valid_until": until})

    def action_refuse(self):
        """Refuse as the one whose turn it is."""
        for request in self:
            request._check_signer()
            # sudo: as for a signature
            request.sudo().activity_feedback(["mail.mail_activity_data_todo"], user_id=self.env.uid)
            request._write_steps({"state": "refused", "refused_by_id": self.env.uid})

    def action_open_file(self):
        """Show the file that was asked for; once the request ran out, a new one is offered."""
        self.ensure_one()
        return self.partner_id.with_company(self.company_id).action_service_file()

    @api.model
    def _get_granted(self, files, user):
        """Return {file id: id of the request that lets a user read it today}."""
        found = self.search(
            [
                ("file_id", "in", files.ids),
                ("applicant_id", "=", user.id),
                ("state", "=", "granted"),
                ("valid_until", ">=", "today"),
            ]
        )
        return {one.file_id.id: one.id for one in found}


def _without_steps(vals):
    return {name: value for name, value in vals.items() if name not in STEPS}
