from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class ServiceScoreRulebook(models.Model):
    """Which employees have taken note of a version (issue: without it entries warn and are not exported)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    acknowledgement_count = fields.Integer("Acknowledged", compute="_compute_acknowledgement_count")
    missing_count = fields.Integer("Not Acknowledged", compute="_compute_missing_count")
    can_acknowledge = fields.Boolean(compute="_compute_can_acknowledge")

    @api.depends("acknowledgement_ids")
    def _compute_acknowledgement_count(self):
        counts = dict(
            self.env["service.score.acknowledgement"]._read_group(
                [("rulebook_id", "in", self.ids)], ["rulebook_id"], ["__count"]
            )
        )
        for book in self:
            book.acknowledgement_count = counts.get(book, 0)

    @api.depends("acknowledgement_ids", "company_id", "scope_department_ids")
    def _compute_missing_count(self):
        # sudo: only how many they are; one book has few queries, and lists do not show it
        employees = self.env["hr.employee"].sudo()
        for book in self:
            done = book.sudo().acknowledgement_ids.employee_id  # sudo: as above
            book.missing_count = employees.search_count(
                book._get_scope_domain() & Domain("id", "not in", done.ids)
            )

    @api.depends("state", "needs_acknowledgement", "acknowledgement_ids")
    @api.depends_context("uid")
    def _compute_can_acknowledge(self):
        """Whether the reader is an employee who has still to take note of it."""
        # sudo: who of the employees the reader is
        me = self.env.user.sudo().employee_ids
        waiting = self.filtered(lambda book: book.needs_acknowledgement and book.state == "active")
        done = self._find_acknowledgements(waiting, me)
        for book in self:
            mine = me.filtered(lambda employee, book=book: employee.company_id == book.company_id)
            book.can_acknowledge = book in waiting and any((book.id, one.id) not in done for one in mine)

    @api.model
    def _find_acknowledgements(self, books, employees, on=None):
        """Return {(book id, employee id)} of what was acknowledged, up to a day."""
        domain = Domain([("rulebook_id", "in", books.ids), ("employee_id", "in", employees.ids)])
        if on:
            domain &= Domain("date", "<=", on)
        # sudo: whether, not how; entries and sheets show it to those who see them
        rows = (
            self.env["service.score.acknowledgement"]
            .sudo()
            .search_read(domain, ["rulebook_id", "employee_id"], load=None)
        )
        return {(row["rulebook_id"], row["employee_id"]) for row in rows}

    def _is_acknowledged(self, employee, on=None):
        """Tell whether an employee has taken note of this version, up to a day.

        A version that needs no acknowledgement counts as acknowledged.
        """
        self.ensure_one()
        return employee.id in self._get_acknowledged(employee, on)

    def _get_acknowledged(self, employees, on=None):
        """Return the ids of those employees who have taken note of this version, up to a day."""
        self.ensure_one()
        if not self.needs_acknowledgement:
            return set(employees.ids)
        return {employee_id for _book, employee_id in self._find_acknowledgements(self, employees, on)}

    def _acknowledge(self, employees, how, date=None, signed_list=None):
        """Record that employees have taken note of this version; once is enough.

        :param how: screen, link or signed
        :param signed_list: the list on paper that they signed
        :raise UserError: the version is still a draft
        """
        self.ensure_one()
        if self.state == "draft":
            raise UserError(
                self.env._("“%(book)s” is a draft: put it in force first.", book=self.display_name)
            )
        done = {employee_id for _book, employee_id in self._find_acknowledgements(self, employees)}
        # sudo: employees record their own, the caller has checked whose they are
        return (
            self.env["service.score.acknowledgement"]
            .sudo()
            .create(
                [
                    {
                        "rulebook_id": self.id,
                        "employee_id": employee.id,
                        "how": how,
                        "date": date or self.company_id._score_day(),
                        "list_id": signed_list and signed_list.id,
                    }
                    for employee in employees
                    if employee.id not in done
                ]
            )
        )

    def action_acknowledge(self):
        """The employee who is logged in has taken note of it.

        :raise UserError: the user is no employee of the book's company
        """
        for book in self:
            book.check_access("read")
            # sudo: which employee the user is
            employee = self.env.user.sudo().employee_ids.filtered(
                lambda one, book=book: one.company_id == book.company_id
            )
            if not employee:
                raise UserError(
                    self.env._("You are no employee of %(company)s.", company=book.company_id.name)
                )
            book._acknowledge(employee, "screen")
        return True

    def action_view_acknowledgements(self):
        """Open who has taken note of this version."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_acknowledgement_action"
        )
        return {
            **action,
            "domain": [("rulebook_id", "=", self.id)],
            "context": {"default_rulebook_id": self.id},
        }

    def action_view_missing(self):
        """Open who has not taken note of this version."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("service_scoring.service_score_missing_action")
        # sudo: only whose they are; everybody may see the names of colleagues
        done = self.sudo().acknowledgement_ids.employee_id
        return {
            **action,
            "domain": list(self._get_scope_domain() & Domain("id", "not in", done.ids)),
            "context": {"score_rulebook_id": self.id},
        }

    def action_open_signed(self):
        """Open the dialog that records a list that several employees signed."""
        self.ensure_one()
        return self._open_signed(self.env["hr.employee"])

    def _open_signed(self, employees):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Signed List"),
            "res_model": "service.score.acknowledge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rulebook_id": self.id, "default_employee_ids": employees.ids},
        }

    def _open_links(self, employees):
        """Make personal links for employees who have not taken note yet, and show them once.

        :raise UserError: the version is a draft, or there is nobody to make a link for
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring make links."))
        if self.state == "draft":
            raise UserError(
                self.env._("“%(book)s” is a draft: put it in force first.", book=self.display_name)
            )
        # sudo: officers need no rights on employees; of other companies there are none
        employees = employees.sudo().filtered(lambda one: one.company_id == self.company_id)
        if not employees:
            raise UserError(self.env._("Choose employees of %(company)s.", company=self.company_id.name))
        urls = self.env["service.score.acknowledgement.link"]._make_links(self, employees)
        text = "\n".join(f"{employee.name}: {url}" for employee, url in urls.items())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Personal Links"),
            "res_model": "service.score.acknowledge.link",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rulebook_id": self.id, "default_urls": text},
        }
