from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase


@tagged("post_install", "-at_install")
class TestCardParallel(ParallelCase):
    """Of two steps at once on a customer or a card one is second, and sees what the first one did."""

    def prepare(self, env):
        company = env["res.company"].create({"name": "Cards in Parallel"})
        program = env["loyalty.program"].create(
            {
                "name": "Cards in Parallel",
                "program_type": "loyalty",
                "applies_on": "both",
                "is_membership": True,
                "company_id": company.id,
            }
        )
        holder, customer = env["res.partner"].create([{"name": "Holder"}, {"name": "Customer"}])
        self.company_id, self.program_id = company.id, program.id
        self.holder_id, self.customer_id = holder.id, customer.id
        self.card_id = program._membership_issue(holder).id

    def clean(self, env):
        cards = env["loyalty.card"].with_context(active_test=False)
        cards.search([("program_id", "=", self.program_id)]).unlink()
        program = env["loyalty.program"].browse(self.program_id)
        program.action_archive()
        program.unlink()
        env["res.partner"].browse([self.holder_id, self.customer_id]).unlink()
        company = env["res.company"].browse(self.company_id)
        company.write({"active": False, "name": f"{company.name} {company.id}"})

    def look(self, env):
        env["loyalty.card"].search_count([("program_id", "=", self.program_id)])

    def issue(self, env):
        customer = env["res.partner"].browse(self.customer_id)
        return env["loyalty.program"].browse(self.program_id)._membership_issue(customer)

    def test_one_card_is_issued(self):
        self.race(self.issue, self.issue)

        def count(env):
            domain = [("program_id", "=", self.program_id), ("partner_id", "=", self.customer_id)]
            return self.issue(env) and env["loyalty.card"].search_count(domain)

        self.assertEqual(self.in_own_transaction(count), 1)

    def test_a_card_is_replaced_once_and_frozen_once(self):
        def card(env):
            return env["loyalty.card"].browse(self.card_id)

        self.race(lambda env: card(env).action_replace("Lost"), lambda env: card(env).action_replace("Lost"))
        self.assertEqual(self.in_own_transaction(lambda env: len(card(env).membership_code_ids)), 1)
        self.race(lambda env: card(env).action_freeze("Lost"), lambda env: card(env).action_freeze("Lost"))
