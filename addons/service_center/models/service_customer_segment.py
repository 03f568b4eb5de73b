from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .service_customer_segment_rule import SEGMENTS

CODE = "segment"


class ServiceCustomerSegment(models.Model):
    """The segment of a customer, and why; the customer carries it too."""

    _name = "service.customer.segment"
    _description = "Customer Segment"
    _inherit = ["service.explained.mixin"]
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, help="Whose rules and history decided."
    )
    segment = fields.Selection(SEGMENTS, readonly=True, index=True)
    last_date = fields.Date("Last Purchase or Visit", readonly=True)
    by_hand = fields.Boolean(readonly=True)
    reason = fields.Text(readonly=True)

    _partner_uniq = models.UniqueIndex("(partner_id)", "A customer is in one segment.")

    @api.model
    def _set_by_hand(self, customers, segment, reason):
        """Put customers into a segment by hand; the rules do not decide again until told to.

        :param segment: code, or None: as the rules say again, from the next run on
        :raise UserError: no reason is given
        """
        customers.check_access("write")
        if not self.env.user.has_group("service_center.group_user"):
            raise AccessError(self.env._("Only users of the service center put customers into segments."))
        customers = customers.commercial_partner_id
        reason = (reason or "").strip()
        if segment and not reason:
            raise UserError(self.env._("Say why the customers are in this segment."))
        facts = {"given_by": self.env.uid, "reason": True}
        vals = {"by_hand": bool(segment), "reason": reason or False}
        rows = self._take_rows({one.id: self.env.company.id for one in customers})
        if not segment:
            rows.write(vals)
            return
        rows.write({**vals, "segment": segment})
        rows._explain(CODE, "by_hand", segment, facts=facts)
        customers._write_service_segment(segment)
        self.env["service.customer.lost"]._follow(rows)

    @api.model
    def _take_rows(self, companies):
        """Return the rows of customers, {customer id: company id}; missing ones are made."""
        # sudo: nobody may write segments by hand
        Segment = self.sudo()
        rows = Segment.search([("partner_id", "in", list(companies))])
        known = set(rows.partner_id.ids)
        return rows | Segment.create(
            [
                {"partner_id": partner_id, "company_id": company_id}
                for partner_id, company_id in companies.items()
                if partner_id not in known
            ]
        )

    # In the reader's language
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Segment"), CODE, "service.customer.segment.rule")
        }

    def _name_of(self, model, code):
        if model != CODE:
            return super()._name_of(model, code)
        return dict(self._fields["segment"]._description_selection(self.env)).get(code, code)

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "first_segment": self.env._("“%(rule)s” is the first rule that fits.", rule=rule),
            "no_history": self.env._("There are no purchases and services any more."),
            "no_segment": self.env._("No rule fits."),
            "by_hand": self.env._("Somebody put the customer there."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "last": (self.env._("Last purchase or visit"), self._say_day),
            "bought": (self.env._("Bought"), self._say_amount),
            "count": (self.env._("Purchases and services"), str),
            "months": (self.env._("Within months"), str),
            "given_by": (self.env._("By"), lambda user_id: self.env["res.users"].browse(user_id).name),
            "reason": (self.env._("Reason"), lambda _flag: self.reason or self.env._("Erased")),
        }

    def _get_because_sentences(self, params):
        return super()._get_because_sentences(params) | {
            "not_quiet": self.env._(
                "The customer was not away for %(months)s months.", months=params.get("months")
            ),
            "amount_less": self.env._(
                "It asks for more: %(amount)s.", amount=self._say_amount(params.get("amount", 0))
            ),
            "count_less": self.env._(
                "It asks for more purchases and services: %(count)s.", count=params.get("count")
            ),
        }

    def _say_day(self, text):
        return format_date(self.env, fields.Date.to_date(text))
