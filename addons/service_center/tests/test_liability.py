import base64

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .routing_common import RoutingCase

SIGNATURE = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
)


class LiabilityCase(RoutingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls.complain(category_id=cls.price.id, amount_at_stake=500, user_id=cls.user.id)

    def faults(self, *shares, complaint=None):
        complaint = complaint or self.complaint
        complaint.fault_ids = [(5, 0, 0)] + [
            (0, 0, {"party": party, "share": share, "basis": "Test report"}) for party, share in shares
        ]

    def draft(self, **vals):
        return (
            self.env["service.agreement"]
            .with_user(self.user)
            .create({"complaint_id": self.complaint.id, "text": "We pay half.", **vals})
        )

    def signatures(self):
        return {
            "signer_name": "Wang Fang",
            "signature": SIGNATURE,
            "company_signer_id": self.officer.id,
            "company_signature": SIGNATURE,
        }


@tagged("post_install", "-at_install")
class TestLiability(LiabilityCase):
    def test_outcomes(self):
        for shares, outcome in (
            ([("company", 100)], "ours"),
            ([("company", 0), ("customer", 100)], "other"),
            ([("company", 70), ("customer", 30)], "shared"),
            ([("company", 33.33), ("customer", 33.33), ("supplier", 33.34)], "shared"),
        ):
            self.faults(*shares)
            self.assertEqual(self.complaint.fault_total, 100)
            self.complaint.with_user(self.officer).action_decide_liability()
            self.assertEqual(self.complaint.liability, outcome)
            self.assertEqual(self.complaint.liability_decided_by_id, self.officer)
            self.complaint.with_user(self.officer).action_reopen_liability()
            self.assertFalse(self.complaint.liability)

    def test_shares_that_make_no_whole(self):
        for shares, sentence in (
            ([], "enter who is at fault"),
            ([("company", 70), ("customer", 29.99)], "make 99.99 %, not 100 %"),
            ([("company", 70), ("customer", 30.01)], "make 100.01 %"),
            ([("customer", 50), ("customer", 50)], "named twice"),
        ):
            self.faults(*shares)
            with self.assertRaisesRegex(UserError, sentence):
                self.complaint.with_user(self.officer).action_decide_liability()
        for share in (-0.01, 100.01):
            with self.assertRaises(psycopg2.errors.CheckViolation), mute_logger("odoo.sql_db"):
                self.faults(("company", share))
                self.env.flush_all()

    def test_what_was_decided_stays(self):
        self.faults(("company", 100))
        self.complaint.with_user(self.officer).action_decide_liability()
        for change in (
            lambda: self.complaint.fault_ids.write({"share": 50}),
            lambda: self.complaint.fault_ids.unlink(),
            lambda: self.complaint.write({"fault_ids": [(0, 0, {"party": "carrier", "share": 1})]}),
            lambda: self.complaint.with_user(self.officer).action_decide_liability(),
        ):
            with self.assertRaisesRegex(UserError, "shares of fault were decided"):
                change()
        self.complaint.write({"liability": "other", "liability_decided_at": False})
        self.assertEqual(self.complaint.liability, "ours", "decisions are not written")

    def test_who_decides(self):
        self.faults(("company", 100))
        with self.assertRaisesRegex(AccessError, "Only officers"):
            self.complaint.with_user(self.user).action_decide_liability()
        self.complaint.amount_at_stake = 2000
        with self.assertRaisesRegex(UserError, "“Store manager” has to decide"):
            self.complaint.with_user(self.officer).action_decide_liability()
        self.complaint.employee_ids = self.env["hr.employee"].create(
            {"name": "Zhang", "user_id": self.manager.id}
        )
        with self.assertRaisesRegex(UserError, "complained about"):
            self.complaint.with_user(self.manager).action_decide_liability()
        self.complaint.employee_ids = False
        self.complaint.with_user(self.manager).action_decide_liability()
        for user in (self.colleague, self.employee, self.portal):
            self.assertFalse(self.complaint.fault_ids.with_user(user).has_access("read"))
        self.assertTrue(self.complaint.fault_ids.with_user(self.user).has_access("read"))


@tagged("post_install", "-at_install")
class TestAgreement(LiabilityCase):
    def test_signatures_or_a_scan(self):
        whole = self.signatures()
        for missing in whole:
            agreement = self.draft(**{name: value for name, value in whole.items() if name != missing})
            with self.assertRaisesRegex(UserError, "names and signatures of both sides"):
                agreement.action_sign()
        for vals in (whole, {"scan": SIGNATURE}):
            agreement = self.draft(**vals)
            agreement.action_sign()
            self.assertEqual(agreement.state, "signed")
            self.assertTrue(agreement.signed_on)
        with self.assertRaisesRegex(UserError, "enter what was agreed"):
            self.draft(text=" ", **whole).action_sign()

    def test_shares_come_first(self):
        self.faults(("company", 50), ("customer", 50))
        agreement = self.draft(scan=SIGNATURE)
        with self.assertRaisesRegex(UserError, "decide the shares of fault first"):
            agreement.action_sign()
        self.complaint.with_user(self.officer).action_decide_liability()
        agreement.action_sign()
        with self.assertRaisesRegex(UserError, "an agreement on these shares was signed"):
            self.complaint.with_user(self.officer).action_reopen_liability()

    def test_what_was_signed_stays(self):
        agreement = self.draft(scan=SIGNATURE)
        agreement.action_sign()
        for vals in ({"text": "We pay all."}, {"amount": 9}, {"scan": False}):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                agreement.write(vals)
        with self.assertRaisesRegex(UserError, "use its buttons"):
            agreement.state = "draft"
        with self.assertRaisesRegex(UserError, "stays as it is"):
            agreement.with_user(self.manager).unlink()
        with self.assertRaisesRegex(AccessError, "Only officers"):
            agreement.action_cancel()
        agreement.with_user(self.officer).action_cancel()
        self.assertRecordValues(agreement, [{"state": "cancelled", "signed_on": False}])

    def test_closing_waits_for_it_where_the_category_says_so(self):
        """QDIS-CASE-02: a quality objection ends in a signed agreement."""
        complaint = self.complaint
        complaint.action_resolve()
        self.goods.requires_agreement = True
        self.assertTrue(complaint.needs_agreement, "the category above says so")
        for user in (self.officer, self.manager):
            with self.assertRaisesRegex(UserError, "Goods / Price” are settled by a signed agreement"):
                complaint.with_user(user).action_close()
        agreement = self.draft(scan=SIGNATURE)
        with self.assertRaisesRegex(UserError, "signed agreement"):
            complaint.with_user(self.officer).action_close()
        agreement.action_sign()
        complaint.with_user(self.officer).action_close()
        self.assertEqual(complaint.state, "closed")

    def test_others_need_none(self):
        self.goods.requires_agreement = True
        other = self.complain(category_id=self.attitude.id, state="resolved")
        self.assertFalse(other.needs_agreement)
        other.with_user(self.manager).action_close()
        history = self.complain(category_id=self.price.id, is_history=True, state="closed")
        self.assertFalse(history.needs_agreement)
        self.complaint.with_user(self.officer).action_reject()
        self.goods.requires_agreement = False
        free = self.complain(category_id=self.price.id, state="resolved")
        self.assertFalse(free.needs_agreement)

    def test_who_may(self):
        agreement = self.draft()
        self.assertRegex(agreement.name, r"^AGR/\d{4}/\d{5}$")
        for user in (self.colleague, self.employee, self.portal):
            self.assertFalse(agreement.with_user(user).has_access("read"))
        self.assertTrue(agreement.with_user(self.officer).has_access("write"))
        with self.assertRaises(AccessError):
            self.env["service.agreement"].with_user(self.colleague).create(
                {"complaint_id": self.complaint.id, "text": "x"}
            )
        self.complaint.employee_ids = self.env["hr.employee"].create({"name": "Z", "user_id": self.user.id})
        with self.assertRaisesRegex(UserError, "complained about"):
            self.draft(scan=SIGNATURE).action_sign()
