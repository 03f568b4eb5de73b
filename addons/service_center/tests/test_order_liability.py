from itertools import product

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..engine import order_liability as engine
from .order_common import OrderCase

#: what the rules of every company say: (liability, company's share, how)
COMPANY, CUSTOMER = ("company", 100.0), ("customer", 0.0)
REPAIR = {
    ("in", "manufacturing"): (*COMPANY, "by_cover"),
    ("in", "misuse"): (*CUSTOMER, "by_rule"),
    ("in", "transport"): (*COMPANY, "by_cover"),
    ("in", "wear"): (*CUSTOMER, "by_rule"),
    ("in", "unknown"): (False, 0.0, "judge"),
}
KINDS = {"installation": COMPANY, "consultation": COMPANY, "maintenance": CUSTOMER}


@tagged("post_install", "-at_install")
class TestOrderLiability(OrderCase):
    """Who pays: every cell of the matrix, exceptions, explanations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free_rule.active = False
        cls.Level = cls.env["service.authority.level"]
        cls.board = cls.Level.create(
            {"code": "t_board", "name": "Management", "sequence": 50, "user_ids": cls.officer.ids}
        )
        cls.misuse = cls.rule("in_misuse")
        cls.misuse.level_id = cls.board

    @classmethod
    def rule(cls, code):
        return cls.env["service.liability.rule"].search(
            [("company_id", "=", cls.company.id), ("code", "=", code), ("pack_code", "=", False)]
        )

    def judged(self, warranty="in", cause="misuse", kind="on_site_repair", lines=True):
        """Return an order of which the warranty is known."""
        order = self.order(kind, defect_cause=cause, user_id=self.user.id)
        order._write_decided({"warranty_state": warranty})
        order._decide_liability()
        if lines:
            self.env["service.order.line"].create(
                [
                    {"order_id": order.id, "product_id": self.part.id, "quantity": 2},
                    {"order_id": order.id, "kind": "labour", "price_unit": 60.0},
                ]
            )
        return order

    def ask(self, order, user=None, **vals):
        Exception_ = self.env["service.order.exception"].with_user(user or self.user)
        return Exception_.create({"order_id": order.id, "reason": "A good customer.", **vals})

    def test_every_cell_of_the_matrix(self):
        kinds = [kind for kind, _label in self.env["service.order.type"]._fields["kind"].selection]
        for warranty, cause, kind in product(engine.WARRANTIES, engine.CAUSES, kinds):
            with self.subTest(warranty=warranty, cause=cause, kind=kind):
                order = self.judged(warranty, cause, kind, lines=False)
                if kind in KINDS:
                    expected = (*KINDS[kind], "by_rule")
                else:
                    expected = REPAIR.get((warranty, cause), (*CUSTOMER, "by_rule"))
                entry = order.explanation["liability"]
                self.assertEqual((order.liability, order.company_share, entry["decision"]), expected)
                self.assertEqual(order.customer_share, 100.0 - expected[1] if expected[0] else 0.0)
                self.assertEqual(entry["value"], expected[0] or None)
                self.assertTrue(entry["rule"])

    def test_without_a_proof_it_is_out_of_warranty(self):
        """INST-WAR-02: nothing is known yet about the product, so the customer pays."""
        order = self.order(defect_cause="manufacturing")
        self.assertEqual((order.warranty_state, order.liability), ("unproven", "customer"))

    def test_lines_follow_and_cost_what_their_payer_pays(self):
        order = self.judged()
        self.assertEqual(order.line_ids.mapped("liability"), ["customer", "customer"])
        self.assertEqual((order.customer_amount, order.company_amount), (300.0, 0.0))
        order.defect_cause = "manufacturing"
        self.assertEqual(order.line_ids.mapped("company_share"), [100.0, 100.0])
        self.assertEqual((order.customer_amount, order.company_amount), (0.0, 300.0))
        order.defect_cause = "unknown"
        self.assertEqual(order.line_ids.mapped("liability"), [False, False])
        self.assertEqual((order.customer_amount, order.company_amount), (0.0, 0.0))

    def test_nobody_writes_what_the_rules_decide(self):
        order = self.judged()
        order.write({"liability": "company", "company_share": 100.0, "warranty_state": "out"})
        self.assertEqual(
            (order.liability, order.company_share, order.warranty_state), ("customer", 0.0, "in")
        )
        order.line_ids.write({"company_share": 100.0, "liability": "company"})
        self.assertEqual(order.line_ids.mapped("company_share"), [0.0, 0.0])
        entered = self.order(liability="company", company_share=100.0)
        self.assertEqual(entered.liability, "customer")

    def test_a_rule_of_the_company(self):
        self.rule("in_misuse").write({"liability": "split", "company_share": 25.0})
        order = self.judged()
        self.assertEqual((order.liability, order.company_share, order.customer_share), ("split", 25.0, 75.0))
        self.assertEqual(order.customer_amount, 225.0)
        for share in (0.0, 100.0):
            with self.assertRaises(ValidationError):
                self.misuse.company_share = share
        with self.assertRaises(ValidationError):
            self.misuse.write({"liability": "customer", "by_cover": True})

    @mute_logger("odoo.sql_db")
    def test_shares_are_percent(self):
        order = self.judged()
        for share in (-0.01, 100.01):
            with self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
                self.ask(order, company_share=share).flush_recordset()

    def test_what_is_not_offered(self):
        """INST-FEE-03: out of warranty there is no exchange."""
        self.env["service.liability.rule"].create(
            {
                "code": "no_exchange",
                "name": "No exchange out of warranty",
                "warranty_state": "out",
                "kind": "exchange",
                "liability": "refuse",
            }
        )
        order = self.judged("out", "manufacturing", "exchange", lines=False)
        self.assertFalse(order.liability)
        with self.assertRaisesRegex(UserError, "No exchange out of warranty"):
            order.action_confirm()
        self.ask(order, company_share=100.0).with_user(self.manager).action_approve()
        order.action_confirm()
        self.assertEqual((order.state, order.liability), ("confirmed", "company"))

    def test_the_cause_is_found_before_it_is_closed(self):
        """Q-06: with the cause unknown nobody pays, so nothing is closed."""
        order = self.judged("in", "unknown", "workshop_repair")
        order.type_id.needs_signature = False
        for step in ("confirmed", "in_progress", "done"):
            order.state = step
        order.line_ids.part_state = "used"
        with self.assertRaisesRegex(UserError, "nobody has decided who pays"):
            order.action_close()
        order.defect_cause = "manufacturing"
        order.action_close()
        with self.assertRaisesRegex(UserError, "closed orders stay as they are"):
            order.defect_cause = "misuse"
        with self.assertRaisesRegex(UserError, "closed orders stay as they are"):
            order.line_ids[0].quantity = 5
        with self.assertRaisesRegex(UserError, "closed orders stay as they are"):
            order.line_ids[0].unlink()

    # Exceptions (EQM-SVC-04, CARMK-COMP-01)

    def test_management_decides_special_cases(self):
        order = self.judged()
        exception = self.ask(order, company_share=40.0)
        self.assertEqual(exception.level_id, self.board)
        self.assertEqual(order.liability, "customer")
        exception.with_user(self.officer).action_approve()
        self.assertEqual((order.liability, order.company_share), ("split", 40.0))
        self.assertEqual(order.customer_amount, 180.0)
        entry = order.explanation["liability"]
        self.assertEqual((entry["decision"], entry["rule"]), ("exception", "in_misuse"))
        self.assertEqual(entry["facts"]["exceptions"], [[None, 40.0, self.officer.id]])

    def test_nobody_approves_their_own(self):
        order = self.judged()
        exception = self.ask(order, self.officer, company_share=40.0)
        with self.assertRaisesRegex(UserError, "nobody approves what they asked for"):
            exception.with_user(self.officer).action_approve()
        self.assertEqual(exception.state, "proposed")

    def test_nor_by_proxy(self):
        self.env["service.authority.deputy"].create(
            {
                "level_id": self.board.id,
                "deputy_id": self.manager.id,
                "user_id": self.officer.id,
                "date_from": "2020-01-01",
                "date_to": "2040-01-01",
            }
        )
        own = self.ask(self.judged(), self.officer, company_share=40.0)
        with self.assertRaisesRegex(UserError, "nobody approves what they asked for"):
            own.with_user(self.manager).action_approve()
        self.ask(self.judged(), company_share=40.0).with_user(self.manager).action_approve()

    def test_only_the_level_or_above(self):
        order = self.judged()
        exception = self.ask(order, company_share=40.0)
        with self.assertRaisesRegex(AccessError, "“Management” has to decide"):
            exception.with_user(self.manager).action_approve()
        self.Level.create({"code": "t_owner", "name": "Owner", "sequence": 60, "user_ids": self.manager.ids})
        exception.with_user(self.manager).action_approve()
        self.assertEqual(exception.state, "approved")

    def test_without_a_level_managers_decide(self):
        exception = self.ask(self.judged("out", "wear"), company_share=10.0)
        with self.assertRaises(AccessError):
            exception.with_user(self.officer).action_approve()
        exception.with_user(self.manager).action_approve()

    def test_the_level_of_the_complaint_decides_too(self):
        """C5: a conversion to an order lowers no level."""
        high = self.Level.create({"code": "t_high", "name": "High", "sequence": 70})
        complaint = self.complain()
        complaint._write_decided({"authority_level_id": high.id})
        order = self.judged()
        order.complaint_id = complaint
        self.assertEqual(self.ask(order).level_id, high)

    def test_special_case_warranty(self):
        """CARMK-COMP-01: provided by a rule, partial, authorised by technical support, never automatic."""
        support = self.Level.create({"code": "t_support", "name": "Support", "user_ids": self.officer.ids})
        self.env["service.liability.rule"].create(
            {
                "code": "special",
                "name": "Special-case warranty",
                "warranty_state": "out",
                "defect_cause": "manufacturing",
                "liability": "split",
                "company_share": 60.0,
                "needs_approval": True,
                "level_id": support.id,
            }
        )
        order = self.judged("out", "manufacturing")
        self.assertEqual(order.liability, "customer")
        exception = self.ask(order)
        self.assertEqual((exception.company_share, exception.level_id), (60.0, support))
        exception.with_user(self.officer).action_approve()
        self.assertEqual((order.liability, order.company_share), ("split", 60.0))

    def test_for_one_kind_of_line(self):
        order = self.judged()
        self.ask(order, line_kind="labour", company_share=100.0).with_user(self.officer).action_approve()
        self.assertEqual(order.line_ids.mapped("liability"), ["customer", "company"])
        self.assertEqual((order.customer_amount, order.company_amount), (240.0, 60.0))
        self.assertEqual((order.liability, order.company_share), ("split", 20.0))

    @mute_logger("odoo.sql_db")
    def test_what_was_decided_stays(self):
        exception = self.ask(self.judged(), company_share=40.0)
        exception.with_user(self.user).company_share = 45.0
        exception.with_user(self.officer).action_approve()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            exception.company_share = 50.0
        with self.assertRaisesRegex(UserError, "decided already"):
            exception.with_user(self.officer).action_approve()
        with self.assertRaises(UserError):
            exception.unlink()
        with self.assertRaises(psycopg2.errors.IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE service_order_exception SET company_share = 1 WHERE id = %s", (exception.id,)
            )

    def test_nobody_proposes_something_approved(self):
        exception = self.ask(
            self.judged(), state="approved", approver_id=self.officer.id, company_share=100.0
        )
        self.assertEqual(exception.state, "proposed")
        self.assertFalse(exception.approver_id)
        exception.write({"state": "approved"})
        self.assertEqual(exception.state, "proposed")

    def test_a_declined_one_changes_nothing(self):
        order = self.judged()
        exception = self.ask(order, company_share=40.0)
        exception.with_user(self.officer).action_refuse()
        self.assertEqual((exception.state, order.liability), ("refused", "customer"))

    def test_why_is_said_in_sentences(self):
        order = self.judged()
        self.ask(order, line_kind="labour", company_share=100.0).with_user(self.officer).action_approve()
        said = {item["code"]: item for item in order.with_user(self.user).get_explanation()}["liability"]
        self.assertEqual((said["title"], said["value"]), ("Who pays", "Shared"))
        self.assertIn("In warranty, misuse", said["how"])
        facts = {fact["label"]: fact["text"] for fact in said["facts"]}
        self.assertEqual(facts["Warranty"], "In Warranty")
        self.assertEqual(facts["Cause"], "Misuse")
        self.assertEqual(facts["Exceptions"], "Labour: company 100 %, approved by " + self.officer.name)
        self.assertIn("another cause: Wear", " ".join(item["sentence"] for item in said["rejected"]))

    def test_the_former_decision_is_kept(self):
        order = self.judged(lines=False)
        order.defect_cause = "manufacturing"
        log = self.env["service.decision.log"].search(
            [("res_model", "=", "service.order"), ("res_id", "=", order.id), ("code", "=", "liability")]
        )
        self.assertIn("customer", log.mapped("value"))

    def test_asking_in_the_dialog(self):
        order = self.judged()
        context = order.action_propose_exception()["context"]
        with Form(self.env["service.order.exception"].with_user(self.user).with_context(**context)) as form:
            form.reason = "Long-standing customer."
            form.company_share = 30.0
        self.assertEqual(order.exception_ids.company_share, 30.0)
        self.assertEqual(order.exception_ids.proposer_id, self.user)

    def test_every_company_has_rules(self):
        codes = self.env["service.liability.rule"].search([("company_id", "=", self.other_company.id)])
        self.assertLessEqual({"in_manufacturing", "out", "unproven"}, set(codes.mapped("code")))
        self.misuse.active = False
        self.env["service.liability.rule"]._create_base_rules(self.company)
        self.assertFalse(self.rule("in_misuse"))
