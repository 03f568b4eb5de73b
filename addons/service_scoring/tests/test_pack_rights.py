from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .pack_score_common import PackScoreCase


@tagged("post_install", "-at_install")
class TestPackRights(PackScoreCase):
    """Who maintains policies but no rule books loads a pack without its score rules."""

    pack = "hotel"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            "pack_policy_manager",
            "base.group_user,service_kernel.group_policy_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def test_score_rules_are_left_out(self):
        other = self.env["res.company"].create({"name": "No rule books"})
        self.clerk.company_ids |= other
        packs = self.env["service.policy.pack"].with_user(self.clerk)
        packs.load_pack("credit_union", other)
        books = self.env["service.score.rulebook"].with_context(active_test=False)
        self.assertFalse(books.search([("company_id", "=", other.id)]))
        self.manager.company_ids |= other
        self.packs.load_pack("credit_union", other)
        self.assertEqual(books.search([("company_id", "=", other.id)]).state, "active")

    def test_what_is_loaded_stays(self):
        before = self.codes()
        counts = self.env["service.policy.pack"].with_user(self.clerk).load_pack("hotel", self.company)
        self.assertEqual((counts["created"], counts["updated"], counts["kept"]), (0, 0, 0))
        self.assertEqual(self.codes(), before)
        self.assertTrue(self.book.active)
        self.assertLoadedTwiceIsOnce()

    def test_the_preview_says_so(self):
        for user, told in ((self.clerk, True), (self.manager, False)):
            packs = self.env["service.policy.pack"].with_user(user)._in_company(self.company)
            notes = packs._get_notes([packs._plan("hotel")])
            self.assertEqual(any("left out" in text for _kind, text in notes), told)
