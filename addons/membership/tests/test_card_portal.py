import re

from odoo.tests import HttpCase, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .card_common import CardCase


@tagged("post_install", "-at_install")
class TestCardPortal(HttpCase, CardCase):
    """Members see their own cards in the portal, and may ask for one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = new_test_user(cls.env, "card_member", "base.group_portal", password="card_member")
        cls.card = cls.program._membership_issue(cls.member.partner_id)
        cls.card.membership_earn(50, "Welcome gift", expires_on=cls.today)
        cls.card.membership_redeem(20, "Parking ticket")
        cls.other = cls.program._membership_issue(cls.customer)
        cls.other.membership_earn(777, "Somebody else")
        cls.open_program = cls.make_program("Open Club", membership_in_portal=True)
        cls.closed_program = cls.make_program("Closed Club")

    def post(self, path, **data):
        return self.url_open(path, {"csrf_token": self.csrf(), **data})

    def csrf(self):
        page = self.url_open("/my/membership").text
        return page.split('name="csrf_token" value="')[1].split('"')[0]

    def test_own_card_with_statement_and_nobody_elses(self):
        self.authenticate("card_member", "card_member")
        page = self.url_open("/my/membership").text
        self.assertIn(self.card.code, page)
        self.assertNotIn(self.other.code, page)
        self.assertIn("Open Club", page)
        self.assertNotIn("Closed Club", page)
        page = self.url_open(f"/my/membership/{self.card.id}").text
        for text in ("Welcome gift", "Parking ticket", "data:image/svg+xml;base64,", self.card.code):
            self.assertIn(text, page)
        early = f"/my/membership/{self.card.id}?date_from=2020-01-01&date_to=2020-02-01"
        self.assertNotIn("Welcome gift", self.url_open(early).text)
        self.assertIn("Welcome gift", self.url_open(f"/my/membership/{self.card.id}?date_from=nonsense").text)
        for path in ("", "/statement.pdf"):
            answer = self.url_open(f"/my/membership/{self.other.id}{path}")
            self.assertTrue(answer.url.endswith("/my/membership"), answer.url)
            self.assertNotIn("777", answer.text)
        self.card.active = False
        answer = self.url_open(f"/my/membership/{self.card.id}")
        self.assertTrue(answer.url.endswith("/my/membership"))

    def test_benefits_of_the_own_card_and_what_is_left(self):
        """What others have used, other programs have or the member has not reached is not there."""
        wash, _elsewhere, _rich = (
            self.env["membership.benefit"].create(
                {
                    "code": code,
                    "name": name,
                    "quota": 5,
                    "period": "lifetime",
                    "program_id": program.id,
                    "company_id": self.company.id,
                    **vals,
                }
            )
            for code, name, program, vals in (
                ("wash", "Car wash", self.program, {"description": "At the east gate."}),
                ("tea", "Tea ceremony", self.open_program, {}),
                ("yacht", "Yacht", self.program, {"min_measure": "assets", "min_value": 1_234_567}),
            )
        )
        wash.use(self.card, quantity=2)
        wash.use(self.other, quantity=4)
        self.authenticate("card_member", "card_member")
        page = self.url_open(f"/my/membership/{self.card.id}").text
        cells = page.split("Car wash", 1)[1].split("</tr>", 1)[0]
        self.assertIn("At the east gate.", cells)
        self.assertEqual(re.findall(r"<td><span>(.*?)</span></td>", cells), ["3"])
        for text in ("Tea ceremony", "Yacht", "1,234,567"):
            self.assertNotIn(text, page)
        usages = self.env["membership.benefit.usage"].search([("benefit_id", "=", wash.id)])
        for record in (wash, usages, self.card, self.card.point_move_ids):
            self.assertFalse(record.with_user(self.member).has_access("read"), record._name)

    def test_asking_for_a_card(self):
        self.authenticate("card_member", "card_member")
        Request = self.env["membership.card.request"]
        mine = [("partner_id", "=", self.member.partner_id.id)]
        self.assertIn(
            "Please choose", self.post("/my/membership/request", program_id=self.closed_program.id).text
        )
        self.assertFalse(Request.search(mine))
        self.post("/my/membership/request", program_id=self.open_program.id, note="Please")
        asked = Request.search(mine)
        self.assertEqual(
            (asked.program_id, asked.state, asked.note), (self.open_program, "requested", "Please")
        )
        strange = Request._ask(self.open_program, self.customer, "")
        self.post(f"/my/membership/request/{strange.id}/withdraw")
        self.assertEqual(strange.state, "requested")
        token = self.csrf()
        self.url_open(f"/my/membership/request/{asked.id}/withdraw", {"csrf_token": token})
        self.assertEqual(asked.state, "withdrawn")
        again = Request._ask(self.open_program, self.member.partner_id, "")
        again.action_refuse("Only for families")
        self.assertIn("Only for families", self.url_open("/my/membership").text)

    def test_portal_users_have_no_rights_on_the_models(self):
        for model in ("loyalty.card", "membership.card.request", "membership.card.code", "membership.gift"):
            self.assertFalse(self.env[model].with_user(self.member).has_access("read"), model)
