from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import customer_grade
from .service_customer_grade import NEEDS
from .service_customer_grade_change import CODE

USERS = "service_center.group_user"
URGENCIES = [
    ("urgent", "Within a Week"),
    ("moderate", "Within a Month"),
    ("not_urgent", "Within 3 Months"),
    ("potential", "Later"),
]


#: with them the rules give another grade
FACTS = {"service_need", "service_expected_close"}


class ResPartner(models.Model):
    """The grade of a customer, and until when the customer is contacted again (GRADE-*).

    A customer is the commercial entity: its contacts carry the same. The values are shared by companies;
    the grade is one of the company that had the last contact.
    """

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_need = fields.Selection(
        NEEDS, "Need", groups=USERS, help="What the customer needs; with the day it decides the grade."
    )
    service_expected_close = fields.Date(
        "Expected to Close", groups=USERS, help="When the customer is expected to buy."
    )
    service_urgency = fields.Selection(
        URGENCIES, "Urgency", compute="_compute_service_urgency", groups=USERS, help="How soon to act."
    )
    service_grade_id = fields.Many2one(
        "service.customer.grade",
        "Grade",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        groups=USERS,
    )
    service_graded_on = fields.Date("Graded On", readonly=True, copy=False, groups=USERS)
    service_last_contact_date = fields.Date("Last Contact", readonly=True, copy=False, groups=USERS)
    service_next_contact_date = fields.Date(
        "Next Contact Until",
        compute="_compute_service_next_contact_date",
        store=True,
        index="btree_not_null",
        groups=USERS,
        help="The grade's interval after the last contact, or after the day on which the grade was given; not"
        " before the end of a longer gap that was justified.",
    )
    service_grade_change_ids = fields.One2many(
        "service.customer.grade.change", "partner_id", "Grades Given", readonly=True, copy=False, groups=USERS
    )

    @api.depends("service_need", "service_expected_close")
    def _compute_service_urgency(self):
        today = fields.Date.context_today(self)
        for partner in self:
            wanted = partner.service_need not in (False, "none")
            partner.service_urgency = wanted and customer_grade.urgency(
                partner.service_expected_close or None, today
            )

    @api.depends(
        "service_last_contact_date",
        "service_graded_on",
        "service_gap_until",
        "service_grade_id.interval_amount",
        "service_grade_id.interval_unit",
    )
    def _compute_service_next_contact_date(self):
        for partner in self:
            grade = partner.service_grade_id
            since = partner.service_last_contact_date or partner.service_graded_on or None
            partner.service_next_contact_date = customer_grade.next_contact(
                since, grade.interval_amount, grade.interval_unit, partner.service_gap_until or None
            )

    @api.model
    def _commercial_fields(self):
        return [
            *super()._commercial_fields(),
            *("service_need", "service_expected_close", "service_grade_id", "service_graded_on"),
            "service_last_contact_date",
        ]

    @api.model_create_multi
    def create(self, vals_list):
        """Create; a grade that is entered or imported is one given by hand."""
        partners = super().create(vals_list)
        given = partners.filtered(
            lambda one: one.sudo().service_grade_id and one == one.commercial_partner_id  # sudo: only whether
        )
        # sudo: as above
        for grade, ones in given.sudo().grouped("service_grade_id").items():
            ones._log_service_grades(dict.fromkeys(ones.ids, self.env[grade._name]), grade)
        # sudo: only whether something is known of them
        (partners - given).sudo().filtered("service_need")._grade_by_new_facts()
        return partners

    def write(self, vals):
        """Write; a grade that is entered or imported is one given by hand."""
        if "service_grade_id" not in vals:
            result = super().write(vals)
            if FACTS & vals.keys():
                self._grade_by_new_facts()
            return result
        # sudo: the grades before, for the history; who may write the field is checked below
        before = {one.id: one.service_grade_id for one in self.sudo()}
        result = super().write({"service_graded_on": fields.Date.context_today(self), **vals})
        new = self.env["service.customer.grade"].browse(vals["service_grade_id"] or ())
        changed = self.filtered(lambda one: before[one.id] != new and one == one.commercial_partner_id)
        changed._log_service_grades(before, new)
        return result

    def _grade_by_new_facts(self):
        """Grade customers of whom something else is known now: who was never contacted has a date, too."""
        own = self.filtered(lambda one: one == one.commercial_partner_id)
        own._grade_service_customers(self.env.company, self.env.company._service_day())

    # the way around our own write(), for grades whose history is kept with their reason
    def _write_service_grade(self, vals):  # pylint: disable=missing-return
        super().write(vals)  # pylint: disable=super-method-mismatch

    def _log_service_grades(self, before, grade, reason=False):
        """Keep that somebody gave these customers a grade; ``before``: {customer id: former grade}."""
        facts = {"given_by": self.env.uid, "reason": bool(reason)}
        # sudo: only whose grade it is
        company = grade.sudo().company_id or self.env.company
        self._create_service_grade_changes(
            {
                one.id: (
                    {
                        "company_id": company.id,
                        "old_grade_id": before[one.id].id,
                        "new_grade_id": grade.id,
                        "how": "hand",
                        "reason": reason,
                    },
                    ("by_hand", grade.code or None, None, facts),
                )
                for one in self
            }
        )

    def _create_service_grade_changes(self, changes):
        """Insert rows of the history: {customer id: (values, what ``_prepare_explanation`` takes)}."""
        # sudo: nobody may write the history by hand; what the rows say of the customers
        customers, Change = self.sudo(), self.env["service.customer.grade.change"].sudo()
        rows = Change.create(
            [
                {
                    "partner_id": one.id,
                    "user_id": self.env.uid,
                    "need": one.service_need,
                    "expected_close": one.service_expected_close,
                    **changes[one.id][0],
                }
                for one in customers
            ]
        )
        rows._explain_each(
            {
                row.id: {
                    CODE: row._prepare_explanation(
                        *changes[row.partner_id.id][1], engine=customer_grade.ENGINE
                    )
                }
                for row in rows
            }
        )

    def _grade_service_customers(self, company, today):
        """Grade these customers anew by the rules of a company; those that no grade fits have none.

        A company without grades leaves the customers as they are.
        """
        ids, rules = self.env["service.customer.grade"]._get_rules(company.id)
        if not rules:
            return
        # sudo: the outcome of a policy, whatever the user may write
        customers = self.sudo()
        changes, by_grade = {}, {}
        for one in customers:
            need, closing = one.service_need or None, one.service_expected_close or None
            code, rejected = customer_grade.grade(need, closing, today, rules)
            grade_id = ids.get(code, False)
            by_grade[grade_id] = by_grade.get(grade_id, customers.browse()) | one
            if one.service_grade_id.id == grade_id:
                continue
            facts = {
                "need": need,
                "closing": closing and closing.isoformat(),
                "today": today.isoformat(),
            }
            vals = {
                "company_id": company.id,
                "old_grade_id": one.service_grade_id.id,
                "new_grade_id": grade_id,
                "how": "rule",
            }
            decision = "first_grade" if code else "no_grade"
            changes[one.id] = (vals, (decision, code, code, facts, rejected))
        for grade_id, ones in by_grade.items():
            ones._write_service_grade({"service_grade_id": grade_id, "service_graded_on": today})
        self.browse(changes)._create_service_grade_changes(changes)

    def _set_service_grade(self, grade, reason):
        """Give these customers a grade by hand, and keep why (GRADE-LOG-02).

        :param grade: a ``service.customer.grade``, or None: as the rules say
        :raise UserError: no reason is given
        """
        self.check_access("write")
        if not self.env.user.has_group("service_center.group_user"):
            raise AccessError(self.env._("Only users of the service center grade customers."))
        customers = self.commercial_partner_id
        today = self.env.company._service_day()
        if grade is None:
            customers._grade_service_customers(self.env.company, today)
            return
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the customers get this grade."))
        before = {one.id: one.service_grade_id for one in customers}
        customers._write_service_grade({"service_grade_id": grade.id, "service_graded_on": today})
        customers._log_service_grades(before, grade, reason)

    def _service_contacted(self, at, callback=None):
        """Note that these customers were contacted: the grade is set anew, its interval counts from now.

        :param at: when, naive UTC
        :param callback: the ``service.callback`` that did, if one did
        """
        company = callback.company_id if callback else self.env.company
        day = company._service_day(at)
        # sudo: whoever calls notes that they did, whatever the right to change contacts
        customers = self.sudo().commercial_partner_id
        behind = customers.filtered(
            lambda one: not one.service_last_contact_date or one.service_last_contact_date <= day
        )
        behind.write({"service_last_contact_date": day})
        behind._grade_service_customers(company, day)

    def action_service_grade(self):
        """Ask for a grade and why these customers get it."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set Grade"),
            "res_model": "service.customer.grade.set",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }

    def get_explanation(self):
        """Return why the customer has this grade and segment, in the reader's language (“Why?”)."""
        self.ensure_one()
        self.check_access("read")
        customer = self.commercial_partner_id
        change = self.env["service.customer.grade.change"].search([("partner_id", "=", customer.id)], limit=1)
        return change._explanation_sentences() if change else []

    def _anonymise(self):
        """Blank the reasons of grades, which people wrote; the grades stay for the figures."""
        result = super()._anonymise()
        # sudo: erasure reaches what no manager may write; the right was checked
        changes = self.env["service.customer.grade.change"].sudo()
        changes = changes.search([("partner_id", "in", self._get_own_addresses().ids)])
        changes.write({"reason": False})
        return result
