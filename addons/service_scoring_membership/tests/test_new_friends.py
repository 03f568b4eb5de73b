from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user
from odoo.addons.service_scoring.tests.pack_score_common import PackScoreCase

JUNE_1, JUNE_30, JULY_1 = date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)


@freeze_time("2026-08-03 04:00:00")
@tagged("post_install", "-at_install")
class TestNewFriends(PackScoreCase):
    """SYC-FRD-03, SYC-FRD-04 and Q-27 from the loaded pack: two new friends for each person and month."""

    pack = "mall_friends"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the pack was loaded by a manager of scoring: that of memberships brings the grounds
        cls.packs = cls.env["service.policy.pack"]
        cls.packs.load_pack(cls.pack, cls.company)
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.ground = cls.env["membership.friend.ground"].search(
            [("company_id", "=", cls.company.id), ("code", "=", "SYC-FRD-01-known")]
        )
        for employee in (cls.wang, cls.zhao):
            employee.user_id = new_test_user(
                cls.env,
                f"friend_{employee.name}",
                "membership.group_user",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        (cls.wang | cls.zhao).version_id.date_version = date(2025, 1, 1)

    def befriend(self, employee, *days, partner=None):
        """Each a friend of another customer, unless ``partner`` is given."""
        return self.env["membership.friend"].create(
            [
                {
                    "partner_id": (partner or self.env["res.partner"].create({"name": "Customer"})).id,
                    "company_id": self.company.id,
                    "user_id": employee.user_id.id,
                    "ground_ids": [Command.set(self.ground.ids)],
                    "note": "Comes every week",
                    **({"date": day} if day else {}),
                }
                for day in days
            ]
        )

    def measured(self, code="SYC-FRD-03", day=JUNE_1):
        """{employee or unit: (reached, target, share)} of a month."""
        results = self.of("target", code).with_user(self.officer).measure_period(day).sudo()
        return {
            one.employee_id or one.department_id: (one.value, one.target_value, one.has_rate and one.rate)
            for one in results
        }

    def test_what_it_holds(self):
        for code in ("SYC-FRD-03", "SYC-FRD-03-unit"):
            target = self.of("target", code)
            self.assertTrue(target.is_measured and target.is_per_head)
            self.assertFalse(target.with_context(lang="zh_CN").name.isascii())
        again = self.packs.load_pack(self.pack, self.company)
        self.assertEqual({**again, "unchanged": 0}, {"created": 0, "updated": 0, "kept": 0, "unchanged": 0})

    def test_one_two_and_three_friends(self):
        for count, share in ((1, 50), (2, 100), (3, 150)):
            self.befriend(self.wang, JUNE_1)
            found = self.measured()
            self.assertEqual((found[self.wang], found[self.zhao]), ((count, 2, share), (0, 2, 0)))

    def test_the_edges_of_the_month_and_customers_recorded_twice(self):
        """By the days of the company; a customer is a new friend once, of who recorded them first."""
        for moment in (
            "2026-05-31 15:59:59",
            "2026-05-31 16:00:00",
            "2026-06-30 15:59:59",
            "2026-06-30 16:00:00",
        ):
            with freeze_time(moment):
                friend = self.befriend(self.wang, False)
        self.assertEqual(friend.date, JULY_1)
        twice = self.env["res.partner"].create({"name": "王小明"})
        self.befriend(self.zhao, JUNE_30, JUNE_30, JULY_1, partner=twice)
        self.befriend(self.wang, JUNE_30, partner=twice)
        self.assertEqual([self.measured()[one][0] for one in (self.wang, self.zhao)], [2, 1])
        july = self.measured(day=JULY_1)
        self.assertEqual([july[one][0] for one in (self.wang, self.zhao)], [1, 0])
        # the unit counts what its people did while they belonged to it
        self.assertEqual(self.measured("SYC-FRD-03-unit")[self.unit][0], 3)

    def test_head_count_at_the_beginning_of_the_month(self):
        """Q-27: who is in post at 00:00 on the 1st; who comes on the 2nd or left on the 31st is not."""
        counter = self.env["hr.department"].create(
            {"name": "Counter", "company_id": self.company.id, "parent_id": self.unit.id}
        )
        on_first, on_second, left_before, left_on_first, moved = self.env["hr.employee"].create(
            [{"name": name, "company_id": self.company.id, "department_id": counter.id} for name in "ABCDE"]
        )
        everybody = on_first | on_second | left_before | left_on_first | moved
        everybody.version_id.date_version = date(2025, 1, 1)
        everybody.version_id.contract_date_start = date(2025, 1, 1)
        on_first.version_id.contract_date_start = JUNE_1
        on_second.version_id.contract_date_start = date(2026, 6, 2)
        left_before.version_id.departure_date = date(2026, 5, 31)
        left_on_first.version_id.departure_date = JUNE_1
        (left_before | left_on_first).active = False
        moved.create_version({"date_version": date(2026, 6, 15), "department_id": self.unit.id})
        units = self.measured("SYC-FRD-03-unit")
        self.assertEqual((units[counter][1], units[self.unit][1]), (6, 10))
        self.assertEqual(
            {one for one in self.measured() if one in everybody}, {on_first, left_on_first, moved}
        )
        # in July two of them are at the counter no more, and who came on 2 June counts
        units = self.measured("SYC-FRD-03-unit", JULY_1)
        self.assertEqual((units[counter][1], units[self.unit][1]), (4, 10))
        office = self.env["hr.department"].create({"name": "Office", "company_id": self.company.id})
        self.assertEqual(self.measured("SYC-FRD-03-unit")[office][1:], (0, False))
        # by hand it is compared with the same target
        result = (
            self.env["service.score.result"]
            .with_user(self.officer)
            .search([("department_id", "=", counter.id), ("date_from", "=", JUNE_1)])
        )
        result.write({"value": 3, "reason": "Counted by the mall"})
        self.assertEqual((result.target_value, result.rate), (6, 50))

    def test_memberships_sold(self):
        """As many as were sold in the month; cancelled ones do not count, nor what gives no card."""
        program = self.env["loyalty.program"].create(
            {
                "name": "Club",
                "program_type": "loyalty",
                "trigger": "auto",
                "applies_on": "both",
                "is_membership": True,
                "company_id": self.company.id,
                "reward_ids": [Command.create({"required_points": 100})],
            }
        )
        year, other = self.env["product.product"].create(
            [
                {"name": "Year", "membership_program_id": program.id, "membership_months": 12},
                {"name": "Towel"},
            ]
        )
        for moment, quantity, product in (
            ("2026-05-31 15:00:00", 1, year),
            ("2026-06-01 02:00:00", 2, year),
            ("2026-06-30 15:00:00", 1, year),
            ("2026-06-15 02:00:00", 5, other),
            ("2026-06-20 02:00:00", 1, year),
        ):
            with freeze_time(moment):
                order = self.env["sale.order"].create(
                    {
                        "partner_id": self.env["res.partner"].create({"name": "Buyer"}).id,
                        "company_id": self.company.id,
                        "user_id": self.wang.user_id.id,
                        "order_line": [
                            Command.create({"product_id": product.id, "product_uom_qty": quantity})
                        ],
                    }
                )
                order.action_confirm()
        order._action_cancel()
        target = self.of("target", "SYC-FRD-03").copy({"code": "SOLD", "metric": "memberships_sold"})
        self.assertTrue(target.is_measured)
        results = target.with_user(self.officer).measure_period(JUNE_1).sudo()
        self.assertEqual({one.employee_id: one.value for one in results if one.value}, {self.wang: 3})

    def test_any_number_of_people_takes_the_same_queries(self):
        counts = []
        self.measured("SYC-FRD-03-unit")
        for number in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.of("target", "SYC-FRD-03-unit")._get_terms(JUNE_1, JUNE_30)
            counts.append(self.cr.sql_log_count - before)
            self.env["hr.employee"].create(
                [
                    {"name": f"E{number}{one}", "company_id": self.company.id, "department_id": self.unit.id}
                    for one in range(20)
                ]
            )
        self.assertEqual(*counts)
