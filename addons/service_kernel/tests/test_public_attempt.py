from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, freeze_time, tagged

from .users import new_test_user

NOW = datetime(2026, 3, 2, 10, 0)


@tagged("post_install", "-at_install")
class TestPublicAttempt(TransactionCase):
    """Attempts on public pages are counted for an hour, and name nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Attempt = cls.env["service.public.attempt"].with_user(cls.env.ref("base.public_user"))

    def attempts(self):
        return self.Attempt.sudo().search([("purpose", "like", "t_")])

    def test_the_limit_is_reached_by_the_last_allowed_attempt(self):
        with freeze_time(NOW):
            for _attempt in range(3):
                self.assertFalse(self.Attempt._is_exhausted("t_one", "192.0.2.1", 3))
                self.Attempt._record("t_one", "192.0.2.1")
            self.assertTrue(self.Attempt._is_exhausted("t_one", "192.0.2.1", 3))
            self.assertFalse(self.Attempt._is_exhausted("t_one", "192.0.2.2", 3), "another visitor")
            self.assertFalse(self.Attempt._is_exhausted("t_two", "192.0.2.1", 3), "another purpose")
        with freeze_time(NOW + timedelta(minutes=59, seconds=59)):
            self.assertTrue(self.Attempt._is_exhausted("t_one", "192.0.2.1", 3))
        with freeze_time(NOW + timedelta(hours=1)):
            self.assertFalse(self.Attempt._is_exhausted("t_one", "192.0.2.1", 3))

    def test_a_limit_of_none_closes_the_page(self):
        self.assertTrue(self.Attempt._is_exhausted("t_one", "192.0.2.1", 0))

    def test_addresses_are_kept_as_salted_hashes(self):
        self.Attempt._record("t_one", "192.0.2.1")
        self.Attempt._record("t_two", "192.0.2.1")
        first, second = self.attempts()
        self.assertNotEqual(first.address_hash, second.address_hash, "purposes cannot be joined")
        self.assertEqual(len(first.address_hash), 64)
        self.env["ir.config_parameter"].sudo().set_param("database.secret", "another")
        self.assertNotEqual(self.Attempt._hash("t_one", "192.0.2.1"), second.address_hash)

    def test_old_rows_are_deleted(self):
        with freeze_time(NOW - timedelta(hours=1)):
            self.Attempt._record("t_old", "192.0.2.1")
        with freeze_time(NOW):
            self.Attempt._record("t_new", "192.0.2.1")
            self.env["service.public.attempt"]._gc_attempts()
        self.assertEqual(self.attempts().mapped("purpose"), ["t_new"])

    def test_nobody_but_the_administrator_reads_them(self):
        user = new_test_user(self.env, "t_attempts", "service_kernel.group_policy_manager")
        with self.assertRaises(AccessError):
            self.env["service.public.attempt"].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.Attempt.create({"purpose": "t_one", "address_hash": "x"})
