from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .users import new_test_user

LOGGER = "odoo.addons.service_kernel.models.service_check"


@tagged("post_install", "-at_install")
class TestCheck(TransactionCase):
    """The registry of checks, with a check of the test's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Check = cls.env["service.check"]
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.manager = new_test_user(cls.env, "check_manager", "service_kernel.group_policy_manager")
        cls.employee = new_test_user(cls.env, "check_employee", "base.group_user")
        cls.portal = new_test_user(cls.env, "check_portal", "base.group_portal")
        cls.site = cls.env["service.site"].create({"name": "Wrong"})

    def setUp(self):
        super().setUp()
        case = self
        self.found = []
        self.runs = []
        normal = type(self.Check)._get_checks

        @api.model
        def _get_checks(checks):
            return [
                *normal(checks),
                ("test_fast", "Status", "service.site", "_check_test", "fast"),
                ("test_slow", "Slow", "service.site", "_check_test", "slow"),
                ("test_broken", "Broken", "service.site", "_check_broken", "fast"),
            ]

        @api.model
        def _check_test(sites):
            case.assertTrue(sites.env.su)
            case.runs.append(1)
            yield from case.found

        @api.model
        def _check_broken(sites):
            sites.env.cr.execute("SELECT 1 / 0")
            yield {}

        self.patch(type(self.Check), "_get_checks", _get_checks)
        Site = type(self.env["service.site"])
        for name, method in (("_check_test", _check_test), ("_check_broken", _check_broken)):
            setattr(Site, name, method)
            self.addCleanup(delattr, Site, name)
        self.Check._sync_checks()

    def check(self, code="test_fast"):
        return self.Check.search([("code", "=", code)])

    def difference(self, **vals):
        return {
            "res_model": "service.site",
            "res_id": self.site.id,
            "company_id": self.env.company.id,
            "place": "Wrong",
            "expected": 1,
            "found": None,
        } | vals

    def cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode(), mute_logger(LOGGER, "odoo.sql_db"):
            self.env.ref("service_kernel.cron_service_check").method_direct_trigger()
        self.env.invalidate_all()

    def test_all_holds(self):
        check = self.check()
        self.assertEqual((check.state, check.last_run_at), ("never", False))
        check.with_user(self.manager).action_run()
        self.assertEqual((check.state, check.difference_count), ("ok", 0))
        self.assertTrue(check.last_run_at)

    def test_differences_are_kept_and_replaced(self):
        check = self.check().with_user(self.manager)
        self.found = [self.difference(), self.difference(place="Two", remedy="unknown_code")]
        check.action_run()
        self.assertEqual((check.state, check.difference_count), ("differences", 2))
        first, second = check.difference_ids
        self.assertEqual((first.place, first.expected, first.found), ("Wrong", "1", ""))
        self.assertIn("Look at the record", first.remedy)
        self.assertEqual(second.remedy, "unknown_code")
        self.assertEqual(first.action_open_document()["res_id"], self.site.id)
        self.found = [self.difference(place="Three")]
        check.action_run()
        self.assertEqual(check.difference_ids.mapped("place"), ["Three"])
        self.found = []
        check.action_run()
        self.assertEqual((check.state, check.difference_ids.ids), ("ok", []))

    def test_a_flood_is_cut(self):
        self.found = [self.difference()] * 1000
        self.check()._run()
        self.assertEqual(self.check().difference_count, 500)

    def test_the_record_is_gone(self):
        self.found = [self.difference()]
        self.check()._run()
        self.site.unlink()
        with self.assertRaisesRegex(UserError, "does not exist any more"):
            self.check().difference_ids.action_open_document()

    def test_the_daily_job(self):
        """A check that breaks stops no other; slow ones are left; what ran lately is not run again."""
        self.cron()
        self.assertEqual(self.check().state, "ok")
        broken = self.check("test_broken")
        self.assertEqual(broken.state, "failed")
        self.assertIn("DivisionByZero", broken.error)
        self.assertEqual(self.check("test_slow").state, "never")
        self.assertEqual(len(self.runs), 1)
        self.cron()
        self.assertEqual(len(self.runs), 1)
        self.check().last_run_at = "2020-01-01"
        self.cron()
        self.assertEqual(len(self.runs), 2)

    def test_a_failure_keeps_what_was_found(self):
        self.found = [self.difference()]
        check = self.check()
        check._run()
        self.found = [{"place": "incomplete"}]
        with mute_logger(LOGGER):
            check._run()
        self.assertEqual((check.state, check.difference_ids.mapped("place")), ("failed", ["Wrong"]))

    def test_for_tests(self):
        found = [one for one in self.differences() if one["check"].startswith("test_")]
        self.assertEqual(found, [])
        self.found = [self.difference()]
        found = [one for one in self.differences() if one["check"].startswith("test_")]
        self.assertEqual([one["check"] for one in found], ["test_fast", "test_slow"])

    def differences(self):
        self.patch(type(self.env["service.site"]), "_check_broken", lambda sites: iter(()))
        return self.Check._get_all_differences()

    def test_rows_follow_the_registry(self):
        gone = self.Check.create({"code": "gone", "speed": "slow"})
        self.check().speed = "slow"
        self.Check._sync_checks()
        self.assertEqual((self.check().speed, gone.exists()), ("fast", gone))
        self.assertEqual(gone.name, "gone")
        with mute_logger(LOGGER):
            gone._run()
        self.assertEqual(gone.state, "failed")
        self.Check._sync_checks(remove=True)
        self.assertFalse(gone.exists())
        self.assertEqual(len(self.check()), 1)

    def test_names_in_the_readers_language(self):
        self.assertEqual(self.check().name, "Status")

    def test_for_policy_managers_only(self):
        self.found = [self.difference(), self.difference(company_id=self.other_company.id, place="Foreign")]
        check = self.check()
        check._run()
        self.env.invalidate_all()
        own = check.with_user(self.manager)
        self.assertEqual(own.difference_ids.mapped("place"), ["Wrong"])
        self.assertEqual(own.difference_count, 1)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(own.has_access(operation))
            self.assertFalse(own.difference_ids.has_access(operation))
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                check.with_user(user).read(["state"])
            with self.assertRaises(AccessError):
                check.with_user(user).action_run()
            with self.assertRaises(AccessError):
                check.difference_ids.with_user(user).read(["place"])
            with self.assertRaises(AccessError):
                check.difference_ids[0].with_user(user).action_open_document()
