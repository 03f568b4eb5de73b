from odoo.tests import tagged

from .pack_common import PackComplaintCase


@tagged("post_install", "-at_install")
class TestPackCustomerService(PackComplaintCase):
    """CSD-CMP-01 from the loaded pack."""

    pack = "customer_service"

    def test_what_it_holds(self):
        for model in ("service.authority.level", "service.authority.rule", "service.team"):
            self.assertNamedInBothLanguages(model, 1)

    def test_the_department_manager_confirms_every_complaint(self):
        for vals in ({}, {"amount_at_stake": 0.01}, {"amount_at_stake": 1_000_000}, {"failed_below": True}):
            self.assertDecidedBy("department_manager", rule="CSD-CMP-01", **vals)

    def test_by_its_team_beside_another_pack(self):
        self.mall.service_default_pack = False
        self.packs.with_user(self.manager).load_pack("mall", self.mall)
        self.assertEqual(self.mall.service_default_pack, "mall")
        team = self.of("team", "customer_service")
        self.assertDecidedBy("department_manager", team_id=team.id, amount_at_stake=2000)
        self.assertDecidedBy("store_manager", amount_at_stake=2000)
