from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .service_callback_problem import CHANNELS


class ServiceCallback(models.Model):
    """A problem becomes a case, with all that is known of it (C5, CB-SOLVE-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def action_open_problem(self):
        """Make a case of the problem, or show the one that there is."""
        self.ensure_one()
        return self._open_problem().get_formview_action()

    def _open_problem(self, vals=None):
        """Return the case of the problem; it is made once, with all that is known (C5).

        Of two callers at once the database refuses the second, who then gets the first one's.

        :param vals: {field of the complaint: value} that goes before what is taken over
        :raise AccessError: the user may not change the callback
        :raise UserError: the customer has told no problem, or it was settled on the spot
        """
        self.ensure_one()
        if self.problem_complaint_id:
            self.check_access("read")
            return self.problem_complaint_id
        self._check_has_problem()
        if self.problem_settled_at:
            raise UserError(
                self.env._("%(callback)s: the problem was settled already.", callback=self.display_name)
            )
        self._note_problem()
        Complaint = self.env["service.complaint"].with_company(self.company_id)
        complaint = Complaint.create({**self._prepare_problem_vals(), **(vals or {})})
        self._write_stepped({"problem_complaint_id": complaint.id})
        self.env["service.order"]._copy_attachments(self, complaint)
        complaint._message_log(
            body=self.env._(
                "Made of what the customer said in the callback %(link)s.", link=self._get_html_link()
            )
        )
        self._message_log(
            body=self.env._("The problem became the case %(link)s.", link=complaint._get_html_link())
        )
        return complaint

    def _prepare_problem_vals(self):
        """Values that the case of a problem takes over."""
        self.ensure_one()
        # sudo: what belongs to the callback; the caller need not see the documents that it is about
        about = self.sudo()
        former, order = about.complaint_id, about.order_id
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "contact_phone": self.phone,
            "channel": CHANNELS.get(self.channel, "phone"),
            "received_at": self.problem_found_at,
            "user_id": self.user_id.id or (self.env.user.has_group("base.group_user") and self.env.uid),
            "description": self._say_problem(),
            "product_id": (self.product_id or order.product_id or former.product_id).id,
            "sale_order_id": (about.sale_order_id or order.sale_order_id or former.sale_order_id).id,
            "about_order_id": order.id,
            "about_complaint_id": former.id,
            "category_id": (former.category_id or order.category_id).id,
            "site_id": (former.site_id or order.site_id).id,
            "team_id": (former.team_id or order.team_id or self.team_id).id,
            "callback_deadline": self.problem_due_at,
        }

    def _say_problem(self):
        """Return the case's description: what the customer said, in the very words."""
        if (self.notes or "").strip():
            return plaintext2html(self.notes.strip())
        labels = dict(self._fields["satisfaction"]._description_selection(self.env))
        parts = (self.env._("Problem found in a callback"), self.purpose or self.plan_id.name)
        text = ": ".join(filter(None, parts))
        return plaintext2html("\n".join(filter(None, (text, labels.get(self.satisfaction)))))

    def action_problem_complaint(self):
        """Show the case of the problem."""
        self.ensure_one()
        return self.problem_complaint_id.get_formview_action()
