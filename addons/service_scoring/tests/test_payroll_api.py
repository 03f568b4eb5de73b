import base64
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .payroll_common import PayrollCase


@tagged("post_install", "-at_install")
class TestPayrollApi(PayrollCase, HttpCase):
    """Any payroll program can fetch what was exported, by JSON-2 and the key of a user of HR."""

    def key(self, user):
        # sudo: keys are made in the user's own name
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate(None, "payroll", fields.Datetime.now() + timedelta(hours=1))

    def call(self, key, model, method, **params):
        self.env.flush_all()
        return self.url_open(
            f"/json/2/service.score.payroll.{model}/{method}",
            json=params,
            headers={"Authorization": f"bearer {key}"},
        )

    def test_lines_and_files_by_api(self):
        self.data.sheet(self.book, self.wang, fine=30.5, bonus=12)
        released = self.released()
        key = self.key(self.hr)
        wanted = {
            "domain": [["state", "=", "exported"], ["month", "=", "2026-03-01"]],
            "fields": ["employee_number", "pay_code", "amount", "source_key"],
            "order": "pay_code",
        }
        self.assertEqual(self.call(key, "line", "search_read", **wanted).json(), [])
        for _again in range(2):
            self.assertEqual(self.call(key, "batch", "action_export", ids=released.ids).json(), True)
        lines = self.call(key, "line", "search_read", **wanted).json()
        self.assertEqual(
            [(one["employee_number"], one["pay_code"], one["amount"]) for one in lines],
            [("001", "B10", 12.0), ("001", "F10", -30.5)],
        )
        names = ["name", "state", "csv_name", "csv_file", "totals"]
        (batch,) = self.call(key, "batch", "read", ids=released.ids, fields=names).json()
        self.assertEqual((batch["name"], batch["state"]), (released.name, "exported"))
        self.assertIn(b"001,Wang,", base64.b64decode(batch["csv_file"]))
        self.assertEqual(batch["totals"][1], {"pay_code": "F10", "count": 1, "amount": -30.5})
        answer = self.call(key, "batch", "action_withdraw", ids=released.ids, reason="Rejected")
        self.assertEqual(answer.json(), True)
        self.assertEqual(self.call(key, "line", "search_read", **wanted).json(), [])

    @mute_logger("odoo.http")
    def test_what_is_not_allowed_is_refused_by_api_too(self):
        self.data.sheet(self.book, self.wang, fine=30.5)
        batch = self.exported()
        key = self.key(self.hr)
        for model, record in (("line", batch.line_ids), ("batch", batch)):
            self.assertGreaterEqual(
                self.call(key, model, "write", ids=record.ids, vals={"state": "draft"}).status_code, 400
            )
            self.assertGreaterEqual(self.call(key, model, "unlink", ids=record.ids).status_code, 400)
        for method in ("_store", "_set_exported", "_collect"):
            self.assertGreaterEqual(self.call(key, "batch", method, ids=batch.ids).status_code, 400)
        officer = new_test_user(self.env, "t_pay_api", "service_scoring.group_manager")
        answer = self.call(self.key(officer), "line", "search_read", domain=[], fields=["amount"])
        self.assertEqual(answer.status_code, 403)
        self.env.invalidate_all()
        self.assertEqual((batch.state, batch.line_ids.amount), ("exported", -30.5))
