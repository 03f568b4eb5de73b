from psycopg2.errors import UniqueViolation

from odoo import api, fields, models

from ..tools import personal_link


class ServiceScoreAcknowledgementLink(models.Model):
    """A personal link with which an employee without a login reads a rule book and takes note of it.

    One for each employee and version: a new one ends the former.
    """

    _name = "service.score.acknowledgement.link"
    _description = "Personal Link to a Rule Book"
    _rec_name = "employee_id"

    rulebook_id = fields.Many2one(
        "service.score.rulebook", "Rule Book", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rulebook_id.company_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True, ondelete="cascade")
    link_digest = fields.Char(
        required=True, readonly=True, groups="base.group_system", export_string_translation=False
    )
    link_expires_at = fields.Datetime("Link Valid Until", required=True, readonly=True)

    _employee_uniq = models.UniqueIndex(
        "(rulebook_id, employee_id)", "The employee has a link to this rule book already."
    )
    _link_idx = models.Index("(link_digest)")

    @api.model
    def _make_links(self, book, employees):
        """Return {employee: address} of new links, which only their readers know: we keep digests.

        Who calls has checked the right.
        """
        # sudo: nobody writes links by hand
        Link = self.sudo()
        Link.search([("rulebook_id", "=", book.id), ("employee_id", "in", employees.ids)]).unlink()
        urls, rows = {}, []
        for employee in employees:
            token, vals = personal_link.make()
            rows.append({"rulebook_id": book.id, "employee_id": employee.id, **vals})
            urls[employee] = f"{book.get_base_url()}/my/service/rules/{token}"
        Link.create(rows)
        return urls

    @api.model
    def _find_by_link(self, token):
        """Return (link, whether it has expired) in superuser mode; no record for a wrong link."""
        # sudo: the reader is a stranger to Odoo; the link is personal and shows this rule book only
        link = self.sudo().search([("link_digest", "=", personal_link.digest(token))], limit=1)
        return link, bool(link) and link.link_expires_at < fields.Datetime.now()

    def _get_acknowledgement(self):
        """Return when and how the employee took note of the book, if they did."""
        self.ensure_one()
        return self.env["service.score.acknowledgement"].search(
            [("rulebook_id", "=", self.rulebook_id.id), ("employee_id", "=", self.employee_id.id)]
        )

    def _take_note(self):
        """Record that the employee took note of the book; sent twice at once is as once.

        :raise UserError: the book is a draft
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.rulebook_id._acknowledge(self.employee_id, "link")
        except UniqueViolation:
            return  # the other one has recorded it in the meantime
