from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from .service_customer_answer import AT_DESK
from .service_satisfaction import SATISFACTIONS

#: written by the customer's answers only
ANSWERED = {"satisfaction", "customer_accepted_at", "rating_last_value"}


class ServiceComplaint(models.Model):
    """How satisfied the customer is with a closed complaint: asked once per closure (C3)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    satisfaction_ids = fields.One2many(
        "service.satisfaction", "complaint_id", string="Satisfaction Requests", readonly=True
    )
    satisfaction = fields.Selection(
        SATISFACTIONS, readonly=True, copy=False, tracking=True, help="What the customer answered last."
    )
    satisfaction_is_asked = fields.Boolean(compute="_compute_satisfaction_request", compute_sudo=True)
    satisfaction_url = fields.Char(
        "Satisfaction Page", compute="_compute_satisfaction_request", compute_sudo=True
    )

    @api.depends("satisfaction_ids.answered_at", "reopen_count", "state")
    def _compute_satisfaction_request(self):
        for complaint in self:
            request = complaint._get_satisfaction_request()
            complaint.satisfaction_is_asked = request.state == "asked"
            complaint.satisfaction_url = request and complaint.get_base_url() + request._get_path()

    @api.model_create_multi
    def create(self, vals_list):
        """Create; a new complaint has no rating: none is computed later, in the name of who asks then."""
        vals_list = [{**self._without_answers(vals), "rating_last_value": 0.0} for vals in vals_list]
        complaints = super().create(vals_list)
        self.env.remove_to_compute(self._fields["rating_last_value"], complaints)
        return complaints

    def write(self, vals):
        return super().write(self._without_answers(vals))

    @api.model
    def _without_answers(self, vals):
        """What customers answer is recorded by its own steps: nobody writes it by hand."""
        if self.env.su or not ANSWERED & vals.keys():
            return vals
        return {name: vals[name] for name in vals.keys() - ANSWERED}

    def _get_closure(self):
        """Return the number of the closing that a closed complaint is in: each reopening makes another."""
        self.ensure_one()
        return self.reopen_count + 1

    def _get_satisfaction_request(self):
        """Return the question about the present closing, in sudo; empty if it was not asked."""
        self.ensure_one()
        # sudo: the caller has the right to the complaint
        requests = self.sudo().satisfaction_ids
        return requests.filtered(
            lambda request: self.state == "closed" and request.closure == self._get_closure()
        )[:1]

    def _follow_state(self, source, target):
        """Ask those whose complaint was closed; what was entered as closed, nobody here has closed."""
        result = super()._follow_state(source, target)
        if source and target == "closed":
            self._ask_satisfaction()
        return result

    def _ask_satisfaction(self):
        """Ask the customers of these complaints about the present closing; the mails go out later."""
        self.flush_recordset(["state"])  # of two who close at once the second stops here
        # sudo: nobody writes requests by hand; who closes the complaint asks
        Request = self.env["service.satisfaction"].sudo()
        asked = self.filtered(lambda complaint: complaint._is_to_be_asked())
        requests = Request.create([Request._prepare_request_vals(complaint) for complaint in asked])
        if any(request.mail_state == "to_send" for request in requests):
            Request._trigger_cron()

    def _is_to_be_asked(self):
        """Whether the customer is asked: not about history, and nobody rates themselves (C2)."""
        self.ensure_one()
        return bool(
            not self.is_history
            and not self.anonymised_at
            and self.company_id.service_satisfaction_days > 0
            and not self._is_by_rated()
            and not self._get_satisfaction_request()
        )

    def _is_by_rated(self):
        """Whether the complaint is by somebody whose work is judged, as far as contact and address tell."""
        # sudo: only compares
        rated = self._get_rated_partners().sudo()
        addresses = set(map(email_normalize, rated.filtered("email").mapped("email")))
        return bool(self.sudo().partner_id & rated) or self.sudo().email_key in addresses - {False}

    def _get_rated_partners(self):
        """Return the partners of those whose work is judged: the handler and who is complained about."""
        # sudo: only compares ids; the user need not be allowed to read employees
        complaint = self.sudo()
        employees = complaint.employee_ids
        return (
            complaint.user_id.partner_id | employees.user_id.partner_id | employees.work_contact_id
        ).with_env(self.env)

    def _get_satisfaction_address(self):
        """Return where the question is sent, False for nobody: anonymous customers see it on their page."""
        return False if self.is_anonymous else self.contact_email or self.partner_id.email

    # Answering
    def _customer_rate(self, value, text, how):
        """The customer answers on a page that was opened by link or login."""
        self.ensure_one()
        request = self._get_satisfaction_request()
        if not request:
            raise UserError(self.env._("There is no question to answer at the moment."))
        request._answer(value, text, how)

    def _record_satisfaction(self, value, how, note):
        """Record what a customer told a colleague; never the one whose work is judged (C2)."""
        self.ensure_one()
        self.check_access("write")
        self._check_recorded(how, note)
        # sudo: only compares ids
        if not self.env.su and self.env.user.partner_id in self._get_rated_partners().sudo():
            raise UserError(
                self.env._(
                    "%(number)s: nobody rates themselves. A colleague has to ask the customer and record it.",
                    number=self.name,
                )
            )
        self._customer_rate(value, note, how)

    def _check_recorded(self, how, note):
        if how not in AT_DESK:
            raise UserError(self.env._("Choose how the customer told you."))
        if not (note or "").strip():
            raise UserError(self.env._("Enter what the customer said, so that it can be relied on later."))

    def message_post(self, **kwargs):
        """Post; a value that comes with a message is no answer: the question is answered on its page."""
        kwargs.pop("rating_value", None)
        return super().message_post(**kwargs)

    def rating_apply(self, rate, token=None, **kwargs):
        """Refuse Odoo's own way, by which answers can be given again and again."""
        raise UserError(self.env._("The question of a complaint is answered on its own page."))
