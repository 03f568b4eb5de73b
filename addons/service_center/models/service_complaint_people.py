from odoo import api, fields, models
from odoo.exceptions import UserError

PEOPLE = {"person_ids", "employee_ids"}


class ServiceComplaint(models.Model):
    """The people about whom a complaint is: ``employee_ids`` follows from them and makes them."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    person_ids = fields.One2many("service.complaint.person", "complaint_id", string="People", copy=False)

    @api.depends("person_ids.employee_id")
    def _compute_employee_ids(self):
        for complaint in self:
            complaint.employee_ids = complaint.person_ids.employee_id

    def _inverse_employee_ids(self):
        Person = self.env["service.complaint.person"]
        gone, vals_list = Person, []
        for complaint in self:
            persons = complaint.person_ids
            gone |= persons.filtered(lambda one, those=complaint.employee_ids: one.employee_id not in those)
            vals_list += [
                {"complaint_id": complaint.id, "employee_id": employee.id}
                for employee in complaint.employee_ids - persons.employee_id
            ]
        gone.unlink()
        if vals_list:
            Person.create(vals_list)

    def _check_end(self, target, vals):
        """A complaint closes only when everybody about whom it is has a finding."""
        result = super()._check_end(target, vals)
        if target == "closed" and not PEOPLE & vals.keys():
            self._check_findings()
        return result

    def write(self, vals):
        """Write; people who come with the end need their finding as well."""
        result = super().write(vals)
        if vals.get("state") == "closed" and PEOPLE & vals.keys():
            self._check_findings()
        return result

    def _check_findings(self):
        pending = self.filtered(lambda one: not one.is_history).person_ids.filtered(
            lambda person: person.finding == "pending"
        )
        if pending:
            raise UserError(
                self.env._(
                    "%(number)s cannot be closed: was what the customer says about %(names)s true? "
                    "Enter a finding under People.",
                    number=pending.complaint_id[0].name,
                    names=", ".join(
                        pending.filtered(lambda one: one.complaint_id == pending.complaint_id[0]).mapped(
                            "display_name"
                        )
                    ),
                )
            )

    def _get_confirmed_persons(self):
        """Return the people about whom these complaints are rightly: only they are offered to others."""
        return self.filtered(lambda one: not one.is_history).person_ids.filtered(
            lambda person: person.finding == "confirmed"
        )
