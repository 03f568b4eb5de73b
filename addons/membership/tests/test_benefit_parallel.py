from threading import Barrier, Thread

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tools import append_only

KEY = "benefit_parallel"
CONNECTIONS, QUOTA = 50, 5


@tagged("post_install", "-at_install")
class TestParallelBenefits(ParallelCase):
    """Fifty connections use a benefit at the same second: exactly the quota is used (invariants P2)."""

    def prepare(self, env):
        self.clean(env)  # what a run that was killed has left
        company = env["res.company"].create({"name": KEY})
        program = env["loyalty.program"].create(
            {
                "name": KEY,
                "program_type": "loyalty",
                "trigger": "auto",
                "applies_on": "both",
                "is_membership": True,
                "membership_code": KEY,
                "company_id": company.id,
                "rule_ids": [Command.create({})],
                "reward_ids": [Command.create({})],
            }
        )
        partner = env["res.partner"].create({"name": KEY})
        card = env["loyalty.card"].create({"program_id": program.id, "partner_id": partner.id})
        benefit = env["membership.benefit"].create(
            {"code": KEY, "name": KEY, "program_id": program.id, "company_id": company.id, "quota": QUOTA}
        )
        self.company_id, self.card_id, self.benefit_id = company.id, card.id, benefit.id

    def clean(self, env):
        company = env["res.company"].search([("name", "=", KEY)])
        if not company:
            return
        for model in ("membership.benefit.usage", "service.decision.log"):
            table = env[model]._table
            append_only.unprotect(env, table)
            env.cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), company.id))
            env[model].init()
        env.invalidate_all()
        env["membership.benefit"].search([("company_id", "=", company.id)]).unlink()
        cards = env["loyalty.card"].search([("company_id", "=", company.id)])
        program, partner = cards.program_id, cards.partner_id
        cards.unlink()
        program.active = False
        program.unlink()
        partner.unlink()
        company.write({"name": f"{KEY} {company.id}", "active": False})

    def use(self, env):
        card = env["loyalty.card"].with_context(allowed_company_ids=[self.company_id]).browse(self.card_id)
        card.env["membership.benefit"].browse(self.benefit_id).use(card)
        env.flush_all()

    def use_until_answered(self, barrier, answers):
        """Use it as a request does: tried again as long as the database refuses."""
        with self.own_transaction() as env:
            barrier.wait()
            while True:
                try:
                    self.use(env)
                    env.cr.commit()
                    answers.append("used")
                except UserError:
                    env.cr.rollback()
                    answers.append("refused")
                except psycopg2.errors.SerializationFailure:
                    env.cr.rollback()
                    env.invalidate_all()
                    continue
                return

    @mute_logger("odoo.sql_db")
    def test_fifty_use_exactly_the_quota(self):
        barrier, answers = Barrier(CONNECTIONS), []
        threads = [
            Thread(target=self.use_until_answered, args=(barrier, answers)) for _number in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((answers.count("used"), answers.count("refused")), (QUOTA, CONNECTIONS - QUOTA))
        left = self.in_own_transaction(
            lambda env: env["membership.benefit"]
            .browse(self.benefit_id)
            .left(env["loyalty.card"].browse(self.card_id))
        )
        self.assertEqual(left, 0)
