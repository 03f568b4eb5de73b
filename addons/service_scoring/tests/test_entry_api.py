from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryApi(EntryCase, HttpCase):
    """Programs that use the interface get no further than people (S2)."""

    def setUp(self):
        super().setUp()
        keys = self.env["res.users.apikeys"].with_user(self.officer)
        self.key = keys._generate(None, "Test", fields.Datetime.now() + timedelta(hours=1))

    def call(self, method, **arguments):
        return self.url_open(
            f"/json/2/service.score.entry/{method}",
            json={"context": {"allowed_company_ids": self.company.ids}, **arguments},
            headers={"Authorization": f"bearer {self.key}", "X-Odoo-Database": self.env.cr.dbname},
        )

    def test_entries_are_entered_and_confirmed_but_not_changed_or_deleted(self):
        vals = {"rule_id": self.rule_of("late").id, "employee_id": self.worker.id, "date": "2024-09-05"}
        created = self.call("create", vals_list=[{**vals, "state": "confirmed", "points": -9}])
        self.assertEqual(created.status_code, 200, created.text)
        entry = self.Entry.browse(created.json())
        self.assertEqual((entry.state, entry.points), ("draft", -1))
        self.assertEqual(self.call("action_confirm", ids=entry.ids).status_code, 200)
        for method, arguments in (
            ("write", {"vals": {"quantity": 9}}),
            ("write", {"vals": {"state": "draft"}}),
            ("unlink", {}),
            ("web_save", {"vals": {"quantity": 9}, "specification": {"quantity": {}}}),
        ):
            with self.subTest(method):
                answer = self.call(method, ids=entry.ids, **arguments)
                self.assertEqual(answer.status_code, 422, answer.text)
        for method in ("_write_decided", "_create_entries", "_propose", "_anonymise"):
            with self.subTest(method):
                self.assertEqual(self.call(method, ids=entry.ids).status_code, 403)
        entry.invalidate_recordset()
        self.assertEqual((entry.state, entry.quantity), ("confirmed", 1))
