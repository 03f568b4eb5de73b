from odoo import fields, models


class CrmLead(models.Model):
    """What prospects are analysed by, beside Odoo's own fields (DEALER-ANA-01).

    Adviser, time of the purchase and region are Odoo's: salesperson, expected closing and state.
    """

    # one concern a file
    _inherit = "crm.lead"  # pylint: disable=consider-merging-classes-inherited

    service_visit_reason = fields.Selection(
        [
            ("look", "Looks Around"),
            ("compare", "Compares Offers"),
            ("try", "Wants to Try It"),
            ("buy", "Wants to Buy"),
            ("again", "Comes Back"),
            ("recommended", "Was Recommended"),
            ("event", "Event"),
            ("service", "Came for Service"),
        ],
        "Reason of the Visit",
    )
    service_product_id = fields.Many2one(
        "product.product",
        "Model of Interest",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('sale_ok', '=', True)]",
    )
    service_purchase_kind = fields.Selection(
        [
            ("first", "First Purchase"),
            ("additional", "Additional One"),
            ("replacement", "Replaces an Old One"),
            ("business", "For a Business"),
        ],
        "Kind of Purchase",
    )
