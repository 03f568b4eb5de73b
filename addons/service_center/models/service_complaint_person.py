from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import lifecycle

#: what is found out about a person; nobody writes it about themselves
FOUND = {"involvement", "role", "finding", "share", "statement", "heard_on"}


class ServiceComplaintPerson(models.Model):
    """An employee about whom a complaint is, and what was found out about them."""

    _name = "service.complaint.person"
    _description = "Person Complained About"
    _inherit = ["service.text.mixin", "hr.mixin"]
    _order = "complaint_id, id"
    _rec_name = "employee_id"
    _check_company_auto = True

    complaint_id = fields.Many2one(
        "service.complaint", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    involvement = fields.Selection(
        [("responsible", "Responsible"), ("involved", "Involved")],
        required=True,
        default="involved",
    )
    role = fields.Char(help="What the person did in the matter, for example cashier or fitter.")
    finding = fields.Selection(
        [("pending", "Pending"), ("confirmed", "Confirmed"), ("cleared", "Cleared")],
        "Found to Be",
        required=True,
        default="pending",
        help="Confirmed: what the customer says about the person is true. Cleared: it is not.",
    )
    found_at = fields.Datetime("Found On", readonly=True, copy=False)
    found_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    share = fields.Integer("Share (%)", help="How much of the fault is this person's.")
    statement = fields.Text(help="What the person says about the matter.")
    heard_on = fields.Date(help="The day on which the person was asked.")

    _person_uniq = models.UniqueIndex(
        "(complaint_id, employee_id)", "The complaint is about this person already."
    )
    _share_range = models.Constraint(
        "CHECK (share BETWEEN 0 AND 100)", "A share of the fault lies between 0 and 100 per cent."
    )

    @api.constrains("share", "finding")
    def _check_share(self):
        for complaint in self.complaint_id:
            shares = {person.finding: 0 for person in complaint.person_ids}
            for person in complaint.person_ids:
                shares[person.finding] += person.share
            if shares.get("cleared"):
                raise ValidationError(
                    self.env._(
                        "%(number)s: who was cleared has no share of the fault.", number=complaint.name
                    )
                )
            if sum(shares.values()) > 100:
                raise ValidationError(
                    self.env._(
                        "%(number)s: the shares of all people are more than 100 per cent.",
                        number=complaint.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        persons = super().create([_without_finder(vals) for vals in vals_list])
        found = persons.filtered(lambda person: person.finding != "pending")
        found._check_may_find()
        found._stamp_finding()
        return persons

    def write(self, vals):
        vals = _without_finder(vals)
        changed = self.filtered(lambda person: vals.get("finding", person.finding) != person.finding)
        if FOUND & vals.keys():
            self._check_may_find()
        result = super().write(vals)
        changed._stamp_finding()
        return result

    @api.ondelete(at_uninstall=False)
    def _check_taken_off(self):
        """Take people off a complaint; not oneself, and nobody about whom something was found."""
        self._check_may_find()
        found = self.filtered(lambda person: person.finding != "pending")
        if found:
            raise UserError(
                self.env._(
                    "%(names)s: there is a finding already. Set it to pending before you take the person off "
                    "the complaint.",
                    names=", ".join(found.mapped("display_name")),
                )
            )

    @api.depends("employee_id")
    def _compute_display_name(self):
        # sudo: names of colleagues, as they stand on the complaint
        for person in self.sudo():
            person.display_name = person.employee_id.name

    def _check_may_find(self):
        """Refuse to change what is found about oneself, or about who one stands in for, or after the end."""
        ended = self.complaint_id.filtered(
            lambda one: one.state in lifecycle.DECIDED_STATES and not one.is_history
        )
        if ended:
            raise UserError(
                self.env._(
                    "%(numbers)s: the complaint has ended. Reopen it to change what was found about people.",
                    numbers=", ".join(ended.mapped("name")),
                )
            )
        if self.env.su:
            return
        user = self.env.user
        for company, persons in self.grouped("company_id").items():
            own = user | self.env["service.authority.level"]._get_represented(user, company)
            # sudo: only compares ids; the user need not be allowed to read employees
            if persons.sudo().employee_id.user_id & own:
                raise UserError(
                    self.env._(
                        "It is about yourself, or about somebody for whom you stand in: somebody else has to "
                        "find out what is true."
                    )
                )

    # past our own write(), which drops what others give
    def _stamp_finding(self):  # pylint: disable=missing-return
        """Keep who found it, and when."""
        for finding, persons in self.grouped("finding").items():
            found = finding != "pending"
            super(ServiceComplaintPerson, persons).write(  # pylint: disable=super-method-mismatch
                {
                    "found_at": found and fields.Datetime.now(),
                    "found_by_id": found and self.env.uid,
                }
            )


def _without_finder(vals):
    return {name: value for name, value in vals.items() if name not in ("found_at", "found_by_id")}
