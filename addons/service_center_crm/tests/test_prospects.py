from ast import literal_eval
from datetime import date

from odoo.tests import TransactionCase, tagged

#: what prospects are analysed by: filter of the report, value of the group
DIMENSIONS = {
    "service_visit_reason": "compare",
    "salesperson": "user",
    "service_product": "product",
    "date_deadline": "month",
    "service_region": "state",
    "service_purchase_kind": "replacement",
}


@tagged("post_install", "-at_install")
class TestProspects(TransactionCase):
    """Prospects by six dimensions (DEALER-ANA-01)."""

    def test_each_dimension_groups(self):
        state = self.env["res.country.state"].search([("country_id.code", "=", "CN")], limit=1)
        product = self.env["product.product"].create({"name": "Estate car"})
        lead = self.env["crm.lead"].create(
            {
                "name": "Ms Wang",
                "type": "opportunity",
                "user_id": self.env.user.id,
                "service_visit_reason": "compare",
                "service_product_id": product.id,
                "service_purchase_kind": "replacement",
                "state_id": state.id,
                "date_deadline": date(2026, 3, 15),
            }
        )
        expected = {"user": self.env.user, "product": product, "state": state, "month": date(2026, 3, 1)}
        arch = self.env.ref("service_center_crm.crm_lead_view_search_prospects")._get_combined_arch()
        for name, value in DIMENSIONS.items():
            (node,) = arch.xpath(f"//filter[@name='{name}'][@context]")
            spec = literal_eval(node.get("context"))["group_by"]
            found = self.env["crm.lead"]._read_group([("id", "=", lead.id)], [spec], ["__count"])
            self.assertEqual(found, [(expected.get(value, value), 1)], name)
