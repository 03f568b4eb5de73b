import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, tagged
from odoo.tools import mute_logger

from .pack_common import RECORDS, PackCase

CODE = "t_twice"


@tagged("post_install", "-at_install")
class TestPackConcurrency(TransactionCase):
    """Two people who load a pack at once: the second is refused by the database and tried again."""

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()

        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

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

    def load(self, env):
        return env["service.policy.pack"].load_pack(CODE, self.company_id)

    def test_the_second_is_tried_again(self):
        registry = Registry(get_db_name())
        for created in (RECORDS, 0):  # the first load of all, and a later one
            with registry.cursor() as first, registry.cursor() as second:
                one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
                two["res.company"].browse(self.company_id).name  # its snapshot begins  # noqa: B018
                self.assertEqual(self.load(one)["created"], created)
                first.commit()
                with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                    self.load(two)
                second.rollback()
                two.invalidate_all()
                self.assertEqual(self.load(two)["unchanged"], RECORDS)
        row = self.in_own_transaction(
            lambda env: env["service.policy.pack.load"].search([("pack_code", "=", CODE)]).loads
        )
        self.assertEqual(row, 4)
