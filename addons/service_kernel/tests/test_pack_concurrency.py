from odoo.tests import tagged

from .pack_common import RECORDS, PackCase
from .parallel_common import ParallelCase

CODE = "t_twice"


@tagged("post_install", "-at_install")
class TestPackConcurrency(ParallelCase):
    """Two people who load a pack at once: the second is refused by the database and tried again."""

    def prepare(self, env):
        self.company_id, self.former_default = env.company.id, env.company.service_default_pack
        env["service.policy.pack"]._in_company(env.company)._upload_pack(
            PackCase.zipped(code=CODE), env.company
        )

    def clean(self, env):
        """What was committed goes: rules before levels, subcategories before categories."""
        domain = [("pack_code", "=", CODE)]
        for model in (
            "service.authority.rule",
            "service.authority.level",
            "service.risk.flag",
            "service.severity",
            "service.policy.pack.item",
            "service.policy.pack.load",
        ):
            env[model].search(domain).unlink()
        for category in env["service.category"].search(domain, order="id desc"):
            category.unlink()
        env["service.policy.pack"].search([("code", "=", CODE)]).unlink()
        env.company.service_default_pack = self.former_default

    def look(self, env):
        return env["res.company"].browse(self.company_id).name

    def load(self, env):
        return env["service.policy.pack"].load_pack(CODE, self.company_id)

    def test_the_second_is_tried_again(self):
        for created in (RECORDS, 0):  # the first load of all, and a later one
            with self.two_at_once() as (one, two):
                self.assertEqual(self.load(one)["created"], created)
                one.cr.commit()
                with self.assert_refused(two):
                    self.load(two)
                self.assertEqual(self.load(two)["unchanged"], RECORDS)
        row = self.in_own_transaction(
            lambda env: env["service.policy.pack.load"].search([("pack_code", "=", CODE)]).loads
        )
        self.assertEqual(row, 4)
