from contextlib import ExitStack

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

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

    def look(self, env):
        return env["membership.benefit.usage"].search_count([("benefit_id", "=", self.benefit_id)])

    def test_fifty_use_exactly_the_quota(self):
        """All of them have begun before the first one ends; who is refused by the database tries again."""
        with ExitStack() as stack:
            open_at_once = [stack.enter_context(self.own_transaction()) for _number in range(CONNECTIONS)]
            self.assertEqual([self.look(env) for env in open_at_once], [0] * CONNECTIONS)
            self.use(open_at_once[0])
            open_at_once[0].cr.commit()  # pylint: disable=invalid-commit
            for env in open_at_once[1:]:
                with self.assert_refused(env):
                    self.use(env)
            answers = [self.answer(env) for env in open_at_once[1:]]
        self.assertEqual((answers.count(True), answers.count(False)), (QUOTA - 1, CONNECTIONS - QUOTA))
        self.assertEqual(self.in_own_transaction(self.look), QUOTA)

    def answer(self, env):
        """Try again: True if it was used, False if nothing was left."""
        try:
            self.use(env)
        except UserError:
            env.cr.rollback()
            return False
        env.cr.commit()
        return True
