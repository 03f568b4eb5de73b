from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.service_kernel.tools import append_only

from .service_customer_grade import NEEDS

CODE = "grade"
#: the customer is not among it: contacts are merged, and their history follows
CONTENT = ("company_id", "old_grade_id", "new_grade_id", "how", "user_id", "at", "need", "expected_close")
HOW = [("rule", "By Rule"), ("hand", "By Hand")]


class ServiceCustomerGradeChange(models.Model):
    """A grade that a customer was given. Rows never change (GRADE-LOG-02)."""

    _name = "service.customer.grade.change"
    _description = "Change of a Customer's Grade"
    _inherit = ["service.explained.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    old_grade_id = fields.Many2one(
        "service.customer.grade", "Before", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    new_grade_id = fields.Many2one(
        "service.customer.grade", "Grade", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    how = fields.Selection(HOW, "Given", required=True, readonly=True)
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, index="btree_not_null", ondelete="restrict")
    at = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)
    need = fields.Selection(NEEDS, readonly=True)
    expected_close = fields.Date("Expected to Close", readonly=True)

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Grade"), "service.customer.grade", "service.customer.grade")
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "first_grade": self.env._("%(rule)s is the first grade that fits.", rule=rule),
            "no_grade": self.env._("No grade fits."),
            "by_hand": self.env._("Somebody gave this grade."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "need": (self.env._("Need"), self._say_need),
            "closing": (self.env._("Expected to close"), self._say_day),
            "today": (self.env._("Judged on"), self._say_day),
            "given_by": (self.env._("By"), lambda user_id: self.env["res.users"].browse(user_id).name),
            "reason": (self.env._("Reason"), lambda _flag: self.reason or self.env._("Erased")),
        }

    def _get_because_sentences(self, params):
        until, need = params.get("until"), params.get("need")
        return super()._get_because_sentences(params) | {
            "need_unknown": self.env._("What the customer needs is not known."),
            "need_less": self.env._("It asks for more: %(need)s.", need=self._say_need(need)),
            "closing_unknown": self.env._("It asks for the day on which the deal is expected."),
            "closing_later": self.env._(
                "The deal is expected later than %(day)s.", day=self._say_day(until) if until else ""
            ),
        }

    @api.model
    def _say_need(self, need):
        return dict(self._fields["need"]._description_selection(self.env)).get(need, need)

    def _say_day(self, text):
        return format_date(self.env, fields.Date.to_date(text))
