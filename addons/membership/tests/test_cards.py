import os
import tempfile

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .card_common import CardCase


@tagged("post_install", "-at_install")
class TestCards(CardCase):
    """Numbers, issuing, states, replacement."""

    def test_number_comes_from_the_sequence_and_passes_what_is_taken(self):
        first = self.issue()
        self.assertRegex(first.code, r"^M(\d+-)?\d{9}$")
        self.assertEqual(first.membership_joined_on, self.today)
        self.assertEqual(first.membership_state, "active")
        head, count = first.code[:-9], int(first.code[-9:])
        imported = self.issue(code=f"{head}{count + 1:09d}")
        self.assertEqual(self.issue().code, f"{head}{count + 2:09d}")
        self.assertEqual(int(imported.code[-9:]), count + 1)

    def test_ordinary_cards_keep_the_codes_of_odoo(self):
        program = self.env["loyalty.program"].create({"name": "Coupons", "program_type": "coupons"})
        coupon = self.env["loyalty.card"].create({"program_id": program.id})
        self.assertTrue(coupon.code.startswith("044"))
        self.assertFalse(coupon.membership_joined_on)
        coupon.with_user(
            new_test_user(self.env, "card_sales", "sales_team.group_sale_manager")
        ).code = "SPRING"
        self.assertEqual(coupon.code, "SPRING")

    def test_companies_have_numbers_of_their_own(self):
        self.issue()
        other = self.env["res.company"].create({"name": "Branch"})
        program = self.make_program("Branch Card", company_id=other.id)
        card = program._membership_issue(self.env["res.partner"].create({"name": "张三"}))
        self.assertRegex(card.code, rf"^M{other.id}-\d{{9}}$")

    def test_one_living_card_for_each_customer_and_program(self):
        program = self.program.with_user(self.officer)
        card = program._membership_issue(self.customer)
        self.assertEqual(card.partner_id, self.customer)
        self.assertEqual(program._membership_issue(self.customer), card)
        second = self.make_program("Gold Club")._membership_issue(self.customer)
        self.assertNotEqual(second, card)
        card.action_archive()
        self.assertNotEqual(program._membership_issue(self.customer), card)

    def test_only_officers_issue_cards(self):
        with self.assertRaisesRegex(AccessError, "Only membership officers"):
            self.program.with_user(self.desk)._membership_issue(self.customer)
        with self.assertRaises(AccessError):
            self.program.with_user(self.seller)._membership_issue(self.customer)

    def test_a_card_needs_a_membership_program_and_a_customer_of_its_company(self):
        with self.assertRaisesRegex(UserError, "Choose the customer"):
            self.program._membership_issue(self.env["res.partner"])
        ordinary = self.make_program("Points", is_membership=False)
        with self.assertRaisesRegex(UserError, "no membership program in use"):
            ordinary._membership_issue(self.customer)
        self.customer.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaisesRegex(UserError, "another company"):
            self.program._membership_issue(self.customer)

    def test_freeze_and_unfreeze(self):
        card = self.issue().with_user(self.officer)
        with self.assertRaisesRegex(UserError, "write why"):
            card.action_freeze("  ")
        with self.assertRaisesRegex(UserError, "has passed"):
            card.action_freeze("Lost", self.day(-1))
        card.action_freeze("Lost in the subway", self.day(0))
        self.assertEqual(card.membership_state, "frozen")
        self.assertEqual(card._membership_state_refusal(), "The card is frozen.")
        self.assertIn("Lost in the subway", card.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "is not active"):
            card.action_freeze("Again")
        card.action_unfreeze()
        self.assertEqual(card.membership_state, "active")
        self.assertFalse(card.membership_state_reason)
        with self.assertRaisesRegex(UserError, "is not frozen"):
            card.action_unfreeze()

    def test_state_and_number_are_not_written_by_hand(self):
        card = self.issue()
        for vals in ({"membership_state": "frozen"}, {"code": "M1"}, {"membership_state_reason": "x"}):
            with self.assertRaisesRegex(AccessError, "Use the buttons"):
                card.with_user(self.officer).write(vals)
        for step in (card.with_user(self.desk).action_freeze, card.with_user(self.seller).action_replace):
            with self.assertRaisesRegex(AccessError, "Only membership officers"):
                step("Lost")
        card.with_user(self.officer).membership_valid_until = self.day(3)
        self.assertEqual(card.membership_valid_until, self.day(3))

    def test_last_valid_day_is_usable_and_the_next_is_not(self):
        last, over, frozen, thawed = (self.issue(name) for name in ("a", "b", "c", "d"))
        last.membership_valid_until = self.day(0)
        over.membership_valid_until = self.day(-1)
        self.assertFalse(last._membership_state_refusal())
        self.assertEqual(
            over._membership_state_refusal(), "The card has expired."
        )  # also where the cron is late
        frozen.action_freeze("Holiday", self.day(0))
        thawed.action_freeze("Holiday", self.day(0))
        thawed.membership_state_until = self.day(-1)
        self.run_cron()
        self.assertEqual(last.membership_state, "active")
        self.assertEqual(over.membership_state, "expired")
        self.assertEqual(frozen.membership_state, "frozen")
        self.assertEqual(thawed.membership_state, "active")
        self.assertFalse(thawed.membership_state_until)

    def test_blacklisted_cards_stay_so_when_they_expire(self):
        card = self.issue(membership_valid_until=self.day(-1))
        card._membership_set_state("blacklisted", "Resells points")
        self.run_cron()
        self.assertEqual(card.membership_state, "blacklisted")
        with self.assertRaisesRegex(UserError, "is blacklisted"):
            card.action_renew(self.day(30))
        card._membership_set_state("active")
        self.assertEqual(card.membership_state, "expired")  # its last day has passed meanwhile

    def test_renewal_makes_an_expired_card_active(self):
        card = self.issue(membership_valid_until=self.day(-1)).with_user(self.officer)
        self.run_cron()
        with self.assertRaisesRegex(UserError, "has passed"):
            card.action_renew(self.day(-1))
        card.action_renew(self.day(0))
        self.assertEqual((card.membership_state, card.membership_valid_until), ("active", self.day(0)))
        card.action_renew(False)
        self.assertFalse(card.membership_valid_until)

    def test_replaced_card_keeps_its_record_and_is_found_by_the_old_number(self):
        card = self.issue().with_user(self.officer)
        old = card.code
        new = card.action_replace("Lost")
        self.assertEqual(card.code, new)
        self.assertEqual(card.membership_code_ids.code, old)
        self.assertEqual(card.membership_code_ids.user_id, self.officer)
        third = card.action_replace("Broken")
        card.invalidate_recordset(["membership_code_ids"])
        self.assertEqual(card.membership_code_ids.mapped("code"), [new, old])
        for number in (old, new, third):
            found = (
                self.env["loyalty.card"].with_user(self.desk).search([("membership_search", "ilike", number)])
            )
            self.assertEqual(found, card)
        with self.assertRaisesRegex(ValidationError, "was that of a card"):
            self.issue("Other", code=old)
        card.action_freeze("Under investigation")
        card.action_replace("Lost")
        self.assertEqual(card.membership_state, "frozen")
        card._membership_set_state("blacklisted", "Fraud")
        with self.assertRaisesRegex(UserError, "is not replaced"):
            card.action_replace("Lost")

    def test_merged_cards_take_the_stricter_state(self):
        kept = self.issue(membership_valid_until=self.day(5))
        other = self.issue("王", membership_valid_until=self.day(9), membership_joined_on=self.day(-9))
        other.action_freeze("Lost", self.day(4))
        kept._membership_merge_state(other)
        self.assertEqual((kept.membership_state, kept.membership_state_until), ("frozen", self.day(4)))
        self.assertEqual(
            (kept.membership_valid_until, kept.membership_joined_on), (self.day(9), self.day(-9))
        )
        kept._membership_merge_state(self.issue("赵"))
        self.assertFalse(kept.membership_valid_until)
        self.assertEqual(kept.membership_state, "frozen")

    def test_search_by_any_part(self):
        card = self.program._membership_issue(self.customer)
        Card = self.env["loyalty.card"].with_user(self.desk)
        for text in ("小明", "0000123", "138 0000 1234", card.code[-5:], card.code.lower(), f" {card.code} "):
            self.assertIn(card, Card.search([("membership_search", "ilike", text)]), text)
        for text in ("大明", "99991234", "小明 李"):
            self.assertNotIn(card, Card.search([("membership_search", "ilike", text)]), text)
        self.assertIn(card, Card.search([("membership_search", "ilike", "王小明 1234")]))
        self.assertIn(card, Card.search([("membership_search", "not ilike", "大明")]))
        # one query, and one for the numbers that may be those of a phone
        for text, count in (("小明", 1), ("王 小明", 1), ("0000123", 2)):
            with self.assertQueryCount(count):
                Card.search([("membership_search", "ilike", text)])

    def test_desk_reads_cards_of_members_only(self):
        coupons = self.env["loyalty.program"].create({"name": "Gift", "program_type": "gift_card"})
        coupon = self.env["loyalty.card"].create({"program_id": coupons.id, "points": 100})
        card = self.issue()
        both = new_test_user(self.env, "card_both", "membership.group_user,sales_team.group_sale_salesman")
        for user, seen in ((self.desk, card), (self.seller, card | coupon), (both, card | coupon)):
            found = self.env["loyalty.card"].with_user(user).search([("id", "in", (card | coupon).ids)])
            self.assertEqual(found, seen)

    def test_other_companies_cards_are_not_theirs(self):
        other = self.env["res.company"].create({"name": "Branch"})
        program = self.make_program("Branch Card", company_id=other.id)
        card = program._membership_issue(self.env["res.partner"].create({"name": "张三"}))
        for user in (self.desk, self.officer):
            with self.assertRaises(AccessError):
                card.with_user(user).read(["code"])
        with self.assertRaises(AccessError):
            card.with_user(self.officer).action_freeze("Lost")


@tagged("post_install", "-at_install")
class TestGuard(CardCase):
    """Another module of the name ``membership`` stops an installation or upgrade."""

    def test_own_module_passes(self):
        self.env["membership.guard"].init()

    def test_other_module_in_the_database(self):
        self.env["ir.model"].create({"name": "Line", "model": "x_line", "state": "manual"})
        self.env.cr.execute("UPDATE ir_model SET model = 'membership.membership_line' WHERE model = 'x_line'")
        with self.assertRaisesRegex(UserError, "holds another module"):
            self.env["membership.guard"].init()

    def test_other_table_in_the_database(self):
        self.env.cr.execute("CREATE TABLE membership_membership_line (id int)")
        with self.assertRaisesRegex(UserError, "holds another module"):
            self.env["membership.guard"].init()

    def test_other_module_on_the_path(self):
        guard = self.env["membership.guard"]
        own = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
        with tempfile.TemporaryDirectory() as folder:
            os.makedirs(os.path.join(folder, "membership"))
            guard._check_paths([own, folder])  # a folder without a manifest is no module
            with open(os.path.join(folder, "membership", "__manifest__.py"), "w") as manifest:
                manifest.write("{}")
            with self.assertRaisesRegex(UserError, "two modules with the technical name"):
                guard._check_paths([own, folder])
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(os.path.join(own, "membership"), os.path.join(folder, "membership"))
            guard._check_paths([own, folder])
