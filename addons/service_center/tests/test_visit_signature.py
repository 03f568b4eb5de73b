import base64

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from ..engine import visit_report
from .visit_common import VisitCase, drawing


@tagged("post_install", "-at_install")
class TestVisitSignature(VisitCase):
    """A signature holds for exactly what was shown, and shows when the report was changed afterwards."""

    def differences(self):
        Check = self.env["service.check"]
        self.assertIn("visit_signatures", [code for code, *_rest in Check._get_checks()])
        found = Check._find_differences("service.visit.signature", "_check_signatures")
        return [(one["place"], one["found"]) for one in found]

    def test_signed_as_shown(self):
        self.finish()
        self.sign()
        signature = self.job.signature_ids
        self.assertEqual((self.job.state, self.job.signed_by), ("signed", "Ms Wang"))
        self.assertEqual((signature.state, self.job.signature_state), ("valid", "valid"))
        self.assertEqual(signature.digest, visit_report.digest(signature.report))
        self.assertTrue(self.job.signature)
        self.assertEqual(self.differences(), [])

    def test_a_change_afterwards_is_visible(self):
        self.finish()
        self.sign()
        for change, back in (
            (
                lambda: self.job.write({"work_done": "Nothing"}),
                lambda: self.job.write({"work_done": "Hinge replaced"}),
            ),
            (lambda: self.job._add_reading("Pressure", 1, "bar"), lambda: self.job.reading_ids.unlink()),
            (
                lambda: self.job.check_ids[0].write({"is_done": False}),
                lambda: self.job.check_ids[0].write({"is_done": True}),
            ),
        ):
            change()
            self.job.invalidate_recordset()
            self.job.signature_ids.invalidate_recordset()
            self.assertEqual(self.job.signature_state, "stale")
            self.assertEqual(self.differences(), [(self.job.name, "stale")])
            self.assertTrue(self.job._get_printed_report()["changes"])
            back()
            self.job.invalidate_recordset()
            self.job.signature_ids.invalidate_recordset()
            self.assertEqual(self.job.signature_state, "valid")

    def test_what_was_changed_is_named(self):
        self.finish()
        self.sign()
        self.job.work_done = "Nothing"
        printed = self.job._get_printed_report()
        self.assertEqual(printed["state"], "stale")
        self.assertEqual([change[2:] for change in printed["changes"]], [("Hinge replaced", "Nothing")])

    def test_another_report_than_shown_is_not_signed(self):
        self.finish()
        shown = visit_report.digest(self.job._get_visit_report("en_US"))
        self.job.customer_opinion = "Bad"
        with self.assertRaisesRegex(UserError, "read it again"):
            self.sign(shown=shown)
        self.assertFalse(self.job.signature_ids)
        self.assertEqual(self.job.state, "done")

    def test_what_is_missing(self):
        with self.assertRaises(UserError):
            self.sign()
        self.finish()
        not_a_picture = base64.b64encode(b"<svg/>").decode()
        for vals in (
            {"signer": " "},
            {"picture": ""},
            {"picture": drawing(stroke=False)},
            {"picture": not_a_picture},
            {"picture": "%%"},
        ):
            with self.assertRaises(UserError):
                self.sign(**vals)
        self.job.line_ids = [(0, 0, {"kind": "part", "name": "Hinge", "part_state": "used"})]
        with self.assertRaisesRegex(UserError, "Hinge"):
            self.sign()
        self.job.line_ids.old_part = "handed"
        self.sign()
        self.assertEqual(self.job.state, "signed")

    def test_a_row_changed_in_the_database(self):
        self.finish()
        self.sign()
        self.env.cr.execute(
            SQL(
                "UPDATE service_visit_signature SET report = jsonb_set(report::jsonb, '{title}', '\"X\"')"
                " WHERE order_id = %s",
                self.job.id,
            )
        )
        self.env.invalidate_all()
        self.assertEqual(self.job.signature_state, "broken")
        self.assertEqual(self.differences(), [(self.job.name, "broken")])

    def test_another_picture_in_its_place(self):
        self.finish()
        self.sign()
        self.job.signature_ids.signature = drawing(colour=(200, 0, 0, 255))
        self.assertEqual(self.job.signature_ids._verify(), "broken")

    def test_erased_signatures_keep_their_hashes(self):
        self.finish()
        self.sign()
        digest = self.job.signature_ids.digest
        self.job.signature_ids._erase()
        self.assertEqual(self.job.signature_ids.state, "erased")
        self.assertEqual((self.job.signature_ids.digest, self.job.signature_ids.report), (digest, False))
        self.assertEqual(self.differences(), [])

    def test_erasing_the_customer_of_an_order(self):
        self.finish()
        self.sign()
        self.customer.service_visit_window_ids = [(0, 0, {"hour_from": 12, "hour_to": 13})]
        self.job.action_close()
        self.customer._anonymise_service_orders()
        self.assertEqual((self.job.signature_ids.state, self.job.signature_ids.signer), ("erased", False))
        self.assertFalse(self.customer.service_visit_window_ids)

    def test_signed_again_after_a_change(self):
        self.finish()
        self.sign()
        with self.assertRaises(UserError):
            self.sign()
        self.job.work_done = "Hinge replaced and oiled"
        self.env.invalidate_all()
        self.assertEqual(self.job.signature_state, "stale")
        self.sign(signer="Mr Wang")
        self.env.invalidate_all()
        self.assertEqual((self.job.signature_state, self.job.signed_by), ("valid", "Mr Wang"))
        self.assertEqual(self.job.signature_ids.sorted("id").mapped("state"), ["stale", "valid"])
        self.assertEqual(self.differences(), [])

    def test_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.customer.lang = "zh_CN"
        self.assertEqual(self.job._get_report_lang(), "zh_CN")
        self.customer.lang = False
        self.assertEqual(self.job.with_context(lang="en_US")._get_report_lang(), "en_US")

    def test_the_printed_report(self):
        self.finish()
        self.sign()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.report_service_order", self.job.ids
        )
        text = html.decode()
        for part in ("Hinge replaced", "Ms Wang", self.job.signature_ids.digest, self.job.name):
            self.assertIn(part, text)
        self.job.work_done = "Nothing"
        self.env.invalidate_all()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.report_service_order", self.job.ids
        )
        self.assertIn("changed after the customer signed", html.decode())
