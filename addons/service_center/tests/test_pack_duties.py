from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .pack_common import PackComplaintCase


@tagged("post_install", "-at_install")
class TestPackCityDuties(PackComplaintCase):
    """CITY-FLOW-01 and CITY-ESC-02: dispatch, result, check on the spot; what is left goes up."""

    pack = "city_hotline"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = cls.env["hr.department"].create({"name": "Roads", "company_id": cls.mall.id})

    def test_dispatched_again_and_not_handled(self):
        complaint = self.complain_of(category="centre_event", department_id=self.unit.id)
        self.assertTrue(complaint.is_dispatchable)
        complaint.action_dispatch()
        self.assertEqual(complaint.dispatch_count, 1)
        self.assertEqual(self.clock(complaint, "dispatched").state, "met")
        self.assertFalse(complaint.flag_ids)
        self.assertEqual(complaint.authority_level_id.code, "operator")
        complaint.action_dispatch()
        self.assertEqual(complaint.flag_ids.code, "not_handled")
        self.assertEqual(complaint.authority_level_id.code, "shift_leader")
        self.assertEqual(complaint.explanation["authority"]["rule"], "CITY-ESC-02")

    def test_what_came_back_with_a_result_is_handled(self):
        complaint = self.complain_of(category="centre_event", department_id=self.unit.id)
        complaint.action_dispatch()
        complaint.action_reach_milestone("result_received")
        complaint.action_dispatch()
        self.assertFalse(complaint.flag_ids)

    def test_to_nobody_and_after_the_end(self):
        complaint = self.complain_of(category="citizen_complaint")
        with self.assertRaisesRegex(UserError, "department"):
            complaint.action_dispatch()
        complaint.department_id = self.unit
        complaint.action_reject()
        with self.assertRaises(UserError):
            complaint.action_dispatch()
        self.assertFalse(complaint.dispatch_count)

    def test_closed_once_it_was_seen_on_the_spot(self):
        complaint = self.complain_of(category="centre_object")
        with self.assertRaises(UserError):
            complaint.action_spot_check()
        complaint.action_resolve()
        with self.assertRaisesRegex(UserError, "on the spot"):
            complaint.action_close()
        complaint.write({"spot_check": "confirmed"})
        self.assertFalse(complaint.spot_check, "nobody writes it by hand")
        complaint.action_spot_check()
        complaint.action_close()
        self.assertEqual((complaint.state, complaint.spot_checked_by_id), ("closed", self.env.user))

    def test_not_confirmed_goes_back(self):
        complaint = self.complain_of(category="centre_object")
        complaint.action_resolve()
        complaint.action_spot_check_failed()
        self.assertEqual((complaint.state, complaint.spot_check), ("investigating", "failed"))
        complaint.action_resolve()
        self.assertFalse(complaint.spot_check, "another result was not seen yet")

    def test_not_by_the_handler(self):
        self.officer.company_ids |= self.mall
        complaint = self.complain_of(category="centre_object")
        complaint.user_id = self.officer
        complaint.action_resolve()
        with self.assertRaisesRegex(UserError, "somebody else"):
            complaint.with_user(self.officer).action_spot_check()
        complaint.with_user(self.manager).action_spot_check()

    def test_inquiries_need_no_check(self):
        complaint = self.complain_of(category="citizen_inquiry")
        complaint.action_resolve()
        complaint.action_close()


@tagged("post_install", "-at_install")
class TestPackCarMakerDuties(PackComplaintCase):
    """CARMK-DEF-01, CARMK-VALID-01, CARMK-COMP-01 and 02 from the loaded pack."""

    pack = "car_maker"

    def test_by_whatever_channel(self):
        for channel in ("phone", "fax", "email", "press", "social", "web", "letter", "counter"):
            self.assertEqual(self.complain_of(channel=channel).channel, channel)

    def test_what_counts_against_the_dealer(self):
        for code in ("dealer_attitude", "dealer_management", "dealer_skill", "dealer_handling"):
            complaint = self.complain_of(code)
            self.assertTrue(complaint.counts_against_unit, code)
            self.assertEqual(complaint.explanation["against_unit"]["rule"], code)
        self.assertFalse(self.complain_of("brakes").counts_against_unit)
        self.assertNotIn("against_unit", self.complain_of("brakes").explanation)

    def test_what_the_category_says(self):
        for category in ("dealer", "dealer_attitude", "dealer_management", "dealer_skill", "dealer_handling"):
            self.assertTrue(self.complain_of(category=category).counts_against_unit, category)
        complaint = self.complain_of(category="dealer_skill")
        said = {one["code"]: one for one in complaint.get_explanation()}["against_unit"]
        self.assertEqual(said["value"], complaint.category_id.display_name)
        self.assertIn(complaint.category_id.display_name, said["how"])
        complaint.category_id = self.of("category", "vehicle_quality")
        self.assertFalse(complaint.counts_against_unit)

    def test_only_while_it_is_justified(self):
        complaint = self.complain_of("dealer_skill", validity="pending")
        self.assertFalse(complaint.counts_against_unit)
        complaint.validity = "valid"
        self.assertTrue(complaint.counts_against_unit)
        complaint.validity = "malicious"
        self.assertFalse(complaint.counts_against_unit)
        complaint.write({"validity": "valid", "counts_against_unit": False})
        self.assertTrue(complaint.counts_against_unit, "it is decided, not written")
        complaint.flag_ids = False
        self.assertFalse(complaint.counts_against_unit)
        said = {one["code"]: one for one in complaint.get_explanation()}["against_unit"]
        self.assertIn("Nothing says", said["how"])
        self.assertTrue(said["former"])

    def propose(self, kind, amount, claimed=0):
        return self.env["service.compensation"].create(
            {
                "complaint_id": self.complain_of().id,
                "kind": kind,
                "amount_currency": amount,
                "claimed_amount": claimed,
                "reason": "Leaking tank",
            }
        )

    def test_special_case_warranty_pays_a_part(self):
        self.assertTrue(self.propose("special_warranty", 99.99, 100))
        for amount, claimed in ((100, 100), (100.01, 100), (1, 0)):
            with self.assertRaisesRegex(ValidationError, "a part"):
                self.propose("special_warranty", amount, claimed)
        self.assertTrue(self.propose("goodwill", 100))

    def test_technical_support_authorises_it(self):
        higher = self.env["service.authority.level"].create(
            {"code": "boss", "name": "Boss", "sequence": 99, "company_id": self.mall.id}
        )
        self.officer.company_ids |= self.mall
        higher.user_ids = self.officer
        self.of("authority.level", "technical_support").user_ids = self.manager
        warranty, goodwill = self.propose("special_warranty", 50, 100), self.propose("goodwill", 50)
        self.assertEqual(warranty.state, "proposed", "never by itself")
        warranty.with_user(self.officer).action_approve()
        self.assertEqual(warranty.state, "proposed")
        warranty.with_user(self.manager).action_approve()
        self.assertEqual((warranty.state, warranty.level_id.code), ("approved", "technical_support"))
        goodwill.with_user(self.officer).action_approve()
        self.assertEqual(goodwill.state, "approved")


@tagged("post_install", "-at_install")
class TestPackManufacturerDuties(PackComplaintCase):
    """CMPM-LIGHT-01 and CMPM-ROLE-01 from the loaded pack."""

    pack = "manufacturer"

    def test_a_sheet_and_a_request_are_enough(self):
        complaint = self.complain_of(category="abnormality", batch="B-77", quantity=12)
        request = self.env["service.rectification"].create(
            {"complaint_id": complaint.id, "requirement": "Check the scales", "problem": "Weight"}
        )
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.action_report_abnormality_sheet", complaint.ids
        )
        for text in (complaint.name, "B-77", request.name, "Check the scales"):
            self.assertIn(text, html.decode())
        complaint.action_resolve()
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_with_a_loss_it_is_a_full_case(self):
        with self.assertRaisesRegex(ValidationError, "another category"):
            self.complain_of(category="abnormality", amount_at_stake=0.01)
        complaint = self.complain_of(category="abnormality")
        with self.assertRaisesRegex(UserError, "nothing is compensated"):
            self.env["service.compensation"].create(
                {"complaint_id": complaint.id, "amount_currency": 1, "reason": "Loss"}
            )
        complaint.category_id = self.of("category", "human_error")
        complaint.amount_at_stake = 10

    def test_what_sales_checks(self):
        complaint = self.complain_of(
            category="product_quality", quantity=3, shipped_on="2026-03-01", arrived_on="2026-03-01"
        )
        complaint.used_on = "2026-03-01"
        for vals in (
            {"shipped_on": "2026-03-02"},
            {"used_on": "2026-02-28"},
            {"arrived_on": False, "used_on": "2026-02-28"},
        ):
            with self.assertRaisesRegex(ValidationError, "shipped first"), self.cr.savepoint():
                complaint.write(vals)


@tagged("post_install", "-at_install")
class TestPackPharmaDuties(PackComplaintCase):
    """PHARM-PRD-01 and PHARM-PROC-01 from the loaded pack."""

    pack = "pharma"

    def test_the_facts_of_a_medicine(self):
        complaint = self.complain_of(
            category="product_adverse", batch="2026A", used_on="2026-03-02", arrived_on="2026-02-01"
        )
        self.assertEqual(self.Complaint.search([("batch", "=", "2026A")]), complaint)

    def summary_todos(self, complaint):
        kind = self.env.ref("service_center.activity_case_review")
        return complaint.activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def test_a_summary_after_each_case(self):
        self.officer.company_ids |= self.mall
        complaint = self.complain_of(category="service_area", user_id=self.officer.id)
        complaint.action_resolve()
        self.assertFalse(self.summary_todos(complaint))
        complaint.action_close()
        todo = self.summary_todos(complaint)
        self.assertEqual(todo.user_id, self.officer)
        complaint.with_user(self.officer).case_review = "Call back sooner"
        self.assertFalse(self.summary_todos(complaint))

    def test_no_second_request(self):
        done = self.complain_of(category="service_area", case_review="Known")
        done.action_resolve()
        done.action_close()
        self.assertFalse(self.summary_todos(done))
        again = self.complain_of(category="service_area")
        for _round in range(2):
            again.action_resolve()
            again.action_close()
            self.assertEqual(len(self.summary_todos(again)), 1)
            again.action_reopen()


@tagged("post_install", "-at_install")
class TestPackMallDuties(PackComplaintCase):
    """MALL-PROC-01, the seventh step: the case is reviewed, whatever it was about."""

    pack = "mall"

    def test_every_kind_is_reviewed(self):
        wanted = self.env["service.category"]._get_ids_where("requires_review")
        own = self.env["service.category"].search([("company_id", "=", self.mall.id)])
        self.assertEqual(set(own.ids), set(own.ids) & wanted)
