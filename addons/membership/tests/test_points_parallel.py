from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user

AT_ONCE, THERE_IS = 50, 30


@tagged("post_install", "-at_install")
class TestPointsParallel(ParallelCase):
    """Many at once on one card: never more than there is, and nothing is lost (P2)."""

    def prepare(self, env):
        company = env["res.company"].create({"name": "Points in Parallel"})
        program = env["loyalty.program"].create(
            {
                "name": "Points in Parallel",
                "program_type": "loyalty",
                "applies_on": "both",
                "is_membership": True,
                "company_id": company.id,
                "membership_expiry": "months",
                "membership_expiry_count": 1,
            }
        )
        user = new_test_user(
            env,
            f"points_parallel_{program.id}",
            "membership.group_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        card = env["loyalty.card"].create({"program_id": program.id, "points": THERE_IS})
        self.company_id, self.user_id, self.card_id = company.id, user.id, card.id

    def clean(self, env):
        """What was posted stays for good: its company is archived under another name."""
        card = env["loyalty.card"].browse(self.card_id)
        card.program_id.active = card.active = False
        env["res.users"].browse(self.user_id).active = False
        company = env["res.company"].browse(self.company_id)
        company.write({"active": False, "name": f"{company.name} {company.id}"})

    def look(self, env):
        env["loyalty.card"].browse(self.card_id).mapped("points")

    def card(self, env):
        env = env(user=self.user_id, context={"allowed_company_ids": [self.company_id]})
        return env["loyalty.card"].browse(self.card_id)

    def stand(self, env):
        card = env["loyalty.card"].browse(self.card_id)
        wrong = [one for one in card._check_membership_points() if one["res_id"] == card.id]
        kinds = card.point_move_ids.mapped("kind")
        return card.points, card.membership_points_owed, kinds.count("redeem"), wrong

    def try_until_done(self, work):
        """Do ``work(env)`` as Odoo's own requests do: again, as long as the database refuses it."""
        self.barrier.wait()
        while True:
            try:
                return self.in_own_transaction(work)
            except OperationalError as problem:
                if not problem.pgcode or problem.pgcode[:2] != "40":
                    raise

    def test_exactly_what_there_is(self):
        self.enterContext(patch.object(Registry, "_lock", DummyRLock()))  # threads wait for the runner else
        self.barrier = Barrier(AT_ONCE, timeout=60)

        def redeem(env):
            try:
                return bool(self.card(env).membership_redeem(1, "Gift"))
            except UserError:
                env.cr.rollback()
                return False

        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(AT_ONCE) as pool:
            done = list(pool.map(lambda _one: self.try_until_done(redeem), range(AT_ONCE)))
        self.assertEqual(sum(done), THERE_IS)
        self.assertEqual(self.in_own_transaction(self.stand), (0, 0, THERE_IS, []))

    def test_of_two_the_second_sees_the_first(self):
        self.race(
            lambda env: self.card(env).membership_redeem(THERE_IS, "Gift"),
            lambda env: self.card(env).membership_redeem(1, "Gift"),
        )
        self.assertEqual(self.in_own_transaction(self.stand), (0, 0, 1, []))

    def test_the_till_and_a_member_at_once(self):
        def till(env):
            env["loyalty.card"].browse(self.card_id).points += 5

        self.race(till, lambda env: self.card(env).membership_redeem(1, "Gift"))
        self.race(lambda env: self.card(env).membership_earn(1, "Survey", key="one"), till)
        self.assertEqual(self.in_own_transaction(self.stand), (THERE_IS + 6, 0, 0, []))

    def test_one_key_twice_at_once(self):
        """P3: a doubled call credits once."""

        def earn(env):
            return self.card(env).membership_earn(1, "Survey", key="doubled").id

        self.race(earn, earn)
        self.in_own_transaction(earn)  # what was refused is tried again
        self.assertEqual(self.in_own_transaction(self.stand), (THERE_IS + 1, 0, 0, []))
