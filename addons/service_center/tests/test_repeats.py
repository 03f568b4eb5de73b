from datetime import timedelta

from odoo import fields
from odoo.tests import Form, tagged, warmup

from .routing_common import RoutingCase


@tagged("post_install", "-at_install")
class TestRepeats(RoutingCase):
    """The same customer, the same matter, within the window: linked, flagged, more serious."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shoe, cls.hat = cls.env["product.product"].create([{"name": "Shoe"}, {"name": "Hat"}])
        cls.company.service_repeat_days = 30
        cls.now = fields.Datetime.now()
        cls.first = cls.complain(
            partner_id=cls.customer.id, contact_name=False, product_id=cls.shoe.id, received_at=cls.now
        )

    def later(self, days=1, seconds=0, **vals):
        at = self.now + timedelta(days=days, seconds=seconds)
        return self.complain(**{"partner_id": self.customer.id, "received_at": at, **vals})

    def test_same_product_serial_or_category(self):
        self.assertEqual(self.later(product_id=self.shoe.id).repeat_of_ids, self.first)
        self.assertFalse(self.later(product_id=self.hat.id).repeat_of_ids)
        self.assertFalse(self.later().repeat_of_ids)
        self.first.write({"serial": "sn-1", "category_id": self.price.id})
        self.assertIn(self.first, self.later(serial="SN-1").repeat_of_ids)
        self.assertIn(self.first, self.later(category_id=self.price.id).repeat_of_ids)
        self.assertFalse(self.later(category_id=self.attitude.id, serial="SN-2").repeat_of_ids)

    def test_the_window_on_both_sides(self):
        self.assertTrue(self.later(days=30, product_id=self.shoe.id).repeat_of_ids & self.first)
        self.assertFalse(self.later(days=30, seconds=1, product_id=self.shoe.id).repeat_of_ids & self.first)
        self.assertFalse(self.later(days=-1, product_id=self.shoe.id).repeat_of_ids)
        self.company.service_repeat_days = 0
        self.assertFalse(self.later(product_id=self.shoe.id).repeat_of_ids)

    def test_the_same_customer(self):
        other = self.env["res.partner"].create({"name": "Wang Fang", "phone": self.customer.phone})
        same = {"product_id": self.shoe.id, "partner_id": False}
        self.assertEqual(self.later(contact_phone="138-0013-8000", **same).repeat_of_ids, self.first)
        self.assertEqual(self.later(contact_email="WANG@example.com", **same).repeat_of_ids[-1:], self.first)
        self.assertFalse(self.later(contact_phone="139 0013 8000", **same).repeat_of_ids)
        two_contacts = self.later(**{**same, "partner_id": other.id}).repeat_of_ids
        self.assertNotIn(self.first, two_contacts)

    def test_not_of_another_company_nor_of_what_does_not_count(self):
        foreign = self.complain(
            company_id=self.other_company.id,
            contact_phone="138 0013 8000",
            received_at=self.now + timedelta(days=1),
            product_id=self.shoe.id,
        )
        self.assertFalse(foreign.repeat_of_ids)
        second = self.later(product_id=self.shoe.id)
        self.first.action_cancel()
        self.assertFalse(second.repeat_of_ids)
        self.first.action_reopen()
        self.assertEqual(second.repeat_of_ids, self.first)

    def test_the_flag_raises_the_severity(self):
        self.assertFalse(self.later(product_id=self.shoe.id).flag_ids, "without such a flag nothing happens")
        flag = self.env["service.risk.flag"].create(
            {"code": "repeated", "name": "Repeated", "severity_id": self.level_a.id}
        )
        second = self.later(product_id=self.shoe.id)
        self.assertEqual((second.flag_ids, second.severity_id), (flag, self.level_a))
        self.assertFalse(self.first.flag_ids)
        second.product_id = self.hat
        self.assertFalse(second.flag_ids or second.repeat_of_ids or second.severity_id)
        second.product_id = self.shoe
        self.assertEqual(second.flag_ids, flag)

    def test_history_is_repeated_but_repeats_nothing(self):
        old = self.later(product_id=self.shoe.id, is_history=True)
        self.assertFalse(old.repeat_of_ids)
        self.assertIn(old, self.later(days=2, product_id=self.shoe.id).repeat_of_ids)

    def test_links_are_not_written_by_hand(self):
        second = self.later(product_id=self.hat.id, repeat_of_ids=self.first.ids)
        second.write({"repeat_of_ids": self.first.ids})
        self.assertFalse(second.repeat_of_ids)

    def test_warning_while_typing(self):
        other = self.later(days=-40, product_id=self.shoe.id)
        form = Form(self.env["service.complaint"].with_user(self.user))
        form.received_at = self.now + timedelta(days=2)
        form.contact_name = "Ms Wang"
        self.assertFalse(form.similar_note)
        form.contact_phone = "+8613800138000"
        form.product_id = self.shoe
        self.assertIn(self.first.name, form.similar_note)
        self.assertNotIn(other.name, form.similar_note)
        self.assertIn("Repeated", form.similar_note)
        form.description = "The heel broke."
        self.assertIn("Perhaps the same", form.similar_note)
        form.product_id = self.env["product.product"]
        self.assertIn("Perhaps the same", form.similar_note, "told by the same words")
        complaint = form.save()
        complaint.state = "investigating"
        self.assertFalse(complaint.similar_note)

    def test_the_same_day_is_likely_the_same(self):
        second = self.later(days=0, seconds=1, description="Something quite different", category_id=False)
        self.assertEqual(second._find_similar(), {self.first.id: "duplicate"})
        third = self.later(days=2, description="Something quite different", category_id=False)
        self.assertNotIn(self.first.id, third._find_similar())

    def test_the_warning_tells_of_colleagues_cases_no_more_than_the_number(self):
        self.first.user_id = self.colleague
        second = self.later(days=0, seconds=1, user_id=self.user.id).with_user(self.user)
        self.assertIn(self.first.name, second.similar_note)
        self.assertFalse(second.similar_ids)
        self.assertEqual(second.with_user(self.officer).similar_ids, self.first)

    @warmup
    def test_a_batch_of_200(self):
        self.env["service.risk.flag"].create({"code": "repeated", "name": "Repeated"})
        vals = {
            "partner_id": self.customer.id,
            "description": "x",
            "product_id": self.shoe.id,
            "received_at": self.now + timedelta(days=1),
        }
        with self.assertQueryCount(55):
            complaints = self.Complaint.create([dict(vals) for _number in range(200)])
            self.env.flush_all()
        self.assertEqual(len(complaints[-1].repeat_of_ids), 20)
