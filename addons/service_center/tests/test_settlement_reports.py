import base64

from odoo.tests import tagged

from .corrective_common import CorrectiveCase


@tagged("post_install", "-at_install")
class TestSettlementReports(CorrectiveCase):
    """What the printed papers say; whoever may read a document may print it."""

    def html(self, report, record, user=None):
        record = record.with_user(user or self.officer)
        Report = self.env["ir.actions.report"].with_user(user or self.officer)
        content, _kind = Report._render_qweb_html(f"service_center.{report}", record.ids)
        return content.decode()

    def test_8d(self):
        action = self.to("closed", check_days=7)
        html = self.html("report_corrective_action", action, self.worker)
        for text in (
            action.name,
            "Heels break off",
            self.complaint.name,
            "12 of 400 pairs",
            "Take them off the shelf",
            "Glue too old",
            "Material",
            "First in, first out",
            "Photo of the shelf",
            "All shelves",
            "None for six weeks",
            "sc_worker",
        ):
            self.assertIn(text, html)
        for chapter in ("D1", "D2", "D3", "D4", "D5/D6", "D7", "D8"):
            self.assertIn(f"{chapter} ", html)

    def test_rectification(self):
        notice = self.env["service.rectification"].create(
            {
                "site_id": self.site.id,
                "complaint_id": self.complaint.id,
                "problem": "<b>Prices</b>",
                "requirement": "Mark every price",
                "basis": "Section 4",
            }
        )
        notice.action_issue()
        html = self.html("report_rectification", notice)
        for text in (
            notice.name,
            "Shoe counter",
            "&lt;b&gt;Prices",
            "Mark every price",
            "Section 4",
            "Received by: ",
        ):
            self.assertIn(text, html)
        self.assertNotIn("Follow-Up", html)
        notice._judge(False, "Half of them")
        self.assertIn("Half of them", self.html("report_rectification", notice))

    def test_agreement(self):
        self.complaint.fault_ids = [
            (0, 0, {"party": "company", "share": 70, "basis": "Test report 12"}),
            (0, 0, {"party": "customer", "share": 30, "ground": "policy_contract"}),
        ]
        self.complaint.action_decide_liability()
        agreement = self.env["service.agreement"].create(
            {
                "complaint_id": self.complaint.id,
                "text": "We pay 70 %.",
                "amount": 1400,
                "signer_name": "Wang Fang",
                "signature": base64.b64encode(b"\x89PNG\r\n\x1a\n"),
            }
        )
        html = self.html("report_agreement", agreement)
        for text in (
            "Ms Li",
            "70.00",
            "30.00",
            "Test report 12",
            "Policy or Contract",
            "1,400.00",
            "Wang Fang",
            "data:image/png",
        ):
            self.assertIn(text, html)
