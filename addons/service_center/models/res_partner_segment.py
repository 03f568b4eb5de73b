from odoo import api, fields, models

from ..engine import customer_segment
from .res_partner_grade import USERS
from .service_customer_segment_rule import SEGMENTS


class ResPartner(models.Model):
    """The segment of a customer (CB-SEG-01), shared by the companies: the best one of them counts."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_segment = fields.Selection(
        SEGMENTS,
        "Segment",
        copy=False,
        groups=USERS,
        help="From purchases and services, found every night; or by hand.",
    )
    service_key_choice = fields.Selection(
        [("yes", "Always"), ("no", "Never")],
        "Key Customer by Hand",
        copy=False,
        groups=USERS,
        help="Empty: customers of high value or high contribution are key customers.",
    )
    service_is_key = fields.Boolean(
        "Key Customer",
        compute="_compute_service_is_key",
        inverse="_inverse_service_is_key",
        store=True,
        groups=USERS,
    )
    service_segment_row_ids = fields.One2many(
        "service.customer.segment", "partner_id", "Segments Given", readonly=True, copy=False, groups=USERS
    )
    service_lost_ids = fields.One2many(
        "service.customer.lost", "partner_id", "Times Lost", copy=False, groups=USERS
    )

    @api.depends("service_segment", "service_key_choice")
    def _compute_service_is_key(self):
        for partner in self:
            choice = partner.service_key_choice
            partner.service_is_key = choice == "yes" or (
                not choice and partner.service_segment in customer_segment.KEY
            )

    def _inverse_service_is_key(self):
        for partner in self:
            partner.service_key_choice = "yes" if partner.service_is_key else "no"

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "service_segment", "service_key_choice"]

    def _write_service_segment(self, segment):
        """Put these customers into a segment, as far as they are not there."""
        # sudo: the outcome of a policy, whatever the user may write
        others = self.sudo().filtered(lambda one: one.service_segment != segment)
        others.write({"service_segment": segment})

    def action_service_segment(self):
        """Ask for a segment and why these customers are in it."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set Segment"),
            "res_model": "service.customer.segment.set",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_ids": self.ids},
        }

    def get_explanation(self):
        """Return why the customer has this grade, and this segment where its company is one of the user's."""
        decisions = super().get_explanation()
        row = self.env["service.customer.segment"].search(
            [("partner_id", "=", self.commercial_partner_id.id)]
        )
        return decisions + (row._explanation_sentences() if row else [])

    def _anonymise(self):
        """Blank what people wrote about segments and lost customers; figures stay."""
        result = super()._anonymise()
        partners = self._get_own_addresses()
        # sudo: erasure reaches what no manager may write; the right was checked
        rows = self.env["service.customer.segment"].sudo().search([("partner_id", "in", partners.ids)])
        rows.write({"reason": False})
        # sudo: as above
        lost = self.env["service.customer.lost"].sudo().search([("partner_id", "in", partners.ids)])
        lost.write({"usage": False, "note": False, "answer": False})
        self.env["service.erasure"]._erase_around(lost, ["usage", "note", "answer"])
        return result
