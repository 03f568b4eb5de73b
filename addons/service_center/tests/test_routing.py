import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .routing_common import RoutingCase


@tagged("post_install", "-at_install")
class TestRouting(RoutingCase):
    """Who decides a complaint (MALL-ROUTE), and what its explanation says."""

    def assertDecidedBy(self, level, **vals):
        self.assertEqual(self.complain(**vals).authority_level_id, level, vals)

    def test_every_boundary_of_the_amount(self):
        for amount, level in (
            (0, self.supervisor),
            (499.99, self.supervisor),
            (500, self.service_manager),
            (1999.99, self.service_manager),
            (2000, self.store_manager),
            (2000.01, self.store_manager),
        ):
            self.assertDecidedBy(level, amount_at_stake=amount, category_id=self.price.id)
            complaint = self.complain()
            complaint.amount_at_stake = amount
            self.assertEqual(complaint.authority_level_id, level)

    def test_every_other_condition(self):
        self.assertDecidedBy(self.service_manager, category_id=self.attitude.id)
        self.assertDecidedBy(self.service_manager, category_id=self.service.id, amount_at_stake=1)
        self.assertDecidedBy(self.store_manager, flag_ids=self.food.ids)
        self.assertDecidedBy(self.supervisor, flag_ids=self.press.ids)
        self.assertDecidedBy(self.store_manager, complained_rank="supervisor")
        self.assertDecidedBy(self.supervisor, complained_rank="staff")
        self.assertDecidedBy(self.store_manager, failed_below=True)
        self.assertDecidedBy(self.store_manager, customer_insists=True, amount_at_stake=600)

    def test_facts_that_change_decide_anew(self):
        complaint = self.complain(amount_at_stake=100)
        complaint.customer_insists = True
        self.assertEqual(complaint.authority_level_id, self.store_manager)
        complaint.customer_insists = False
        self.assertEqual(complaint.authority_level_id, self.supervisor)
        complaint.flag_ids |= self.food
        self.assertEqual(complaint.authority_level_id, self.store_manager)

    def test_rules_that_change_are_read_anew(self):
        rule = self.rules.filtered(lambda rule: rule.code == "R-2000")
        rule.amount_from = 3000
        self.assertDecidedBy(self.supervisor, amount_at_stake=2500)
        rule.action_archive()
        self.assertDecidedBy(self.supervisor, amount_at_stake=3500)
        self.store_manager.action_archive()
        self.assertDecidedBy(self.supervisor, customer_insists=True)
        self.price.parent_id = self.service
        self.assertDecidedBy(self.service_manager, category_id=self.price.id)

    def test_a_later_rule_leaves_decided_complaints_alone(self):
        complaint = self.complain(amount_at_stake=100)
        self.rules.filtered(lambda rule: rule.code == "R-2000").amount_from = 50
        self.assertEqual(complaint.authority_level_id, self.supervisor)
        complaint.demand = "not a fact"
        self.assertEqual(complaint.authority_level_id, self.supervisor)

    def test_without_rules_nothing_is_decided(self):
        self.rules.unlink()
        complaint = self.complain(amount_at_stake=5000, user_id=self.user.id)
        self.assertFalse(complaint.authority_level_id)
        self.assertFalse(complaint.explanation)
        complaint.with_user(self.user).action_reject()

    def test_history_is_not_routed(self):
        complaint = self.complain(is_history=True, amount_at_stake=5000, flag_ids=self.food.ids)
        complaint.amount_at_stake = 6000
        self.assertFalse(complaint.authority_level_id or complaint.severity_id or complaint.explanation)
        complaint.with_user(self.officer).action_reject()

    def test_the_pack_of_the_category_is_followed(self):
        self.rules.pack_code = "mall"
        (self.rules - self.rules[:1]).action_archive()
        maker = self.env["service.category"].create(
            {"name": "Engine", "code": "t_engine", "pack_code": "car_maker"}
        )
        mall = self.env["service.category"].create({"name": "Toys", "code": "t_toys", "pack_code": "mall"})
        nobody = self.env["service.authority.level"]
        self.assertDecidedBy(nobody, category_id=maker.id, amount_at_stake=2000)
        self.assertDecidedBy(self.store_manager, category_id=mall.id, amount_at_stake=2000)
        self.assertDecidedBy(self.store_manager, category_id=self.price.id, amount_at_stake=2000)
        self.rules[:1].pack_code = False
        self.assertDecidedBy(self.store_manager, category_id=maker.id, amount_at_stake=2000)

    def test_companies_have_their_own_rules(self):
        foreign = self.complain(company_id=self.other_company.id, amount_at_stake=5000, user_id=False)
        self.assertFalse(foreign.authority_level_id)
        with self.assertRaises(UserError):
            self.complain(company_id=self.other_company.id, flag_ids=self.food.ids, user_id=False)
        mixed = self.Complaint.create(
            [
                {
                    "contact_name": "X",
                    "description": "x",
                    "user_id": False,
                    "company_id": company.id,
                    "amount_at_stake": 2000,
                }
                for company in (self.company, self.other_company)
            ]
        )
        self.assertEqual(mixed[0].authority_level_id, self.store_manager)
        self.assertFalse(mixed[1].authority_level_id)


@tagged("post_install", "-at_install")
class TestExplanation(RoutingCase):
    """What was decided says why, and keeps what it replaced."""

    def test_codes_and_plain_values(self):
        complaint = self.complain(amount_at_stake=500, category_id=self.price.id, complained_rank="staff")
        entry = complaint.explanation["authority"]
        self.assertEqual(
            {name: entry[name] for name in ("decision", "value", "rule", "engine")},
            {
                "decision": "highest_level",
                "value": "service_manager",
                "rule": "R-500",
                "engine": "authority/1",
            },
        )
        self.assertEqual(
            entry["facts"],
            {
                "category": "t_price",
                "flags": [],
                "amount": 500.0,
                "complained_rank": "staff",
                "failed_below": False,
                "customer_insists": False,
            },
        )
        because = {item["rule"]: item["because"] for item in entry["rejected"]}
        self.assertEqual(len(because), len(self.rules) - 1)
        self.assertEqual(
            because["R-2000"], {"code": "amount_below", "params": {"amount": 500.0, "amount_from": 2000.0}}
        )
        self.assertEqual(because["R-rest"]["code"], "lower_level")
        self.assertTrue(entry["at"])

    def test_sentences_in_the_reader_s_language(self):
        complaint = self.complain(
            amount_at_stake=500, category_id=self.price.id, flag_ids=self.press.ids, user_id=self.user.id
        )
        authority, severity = complaint.with_user(self.user).get_explanation()
        self.assertEqual((authority["title"], authority["value"]), ("Who decides", "Service manager"))
        self.assertIn("R-500", authority["how"])
        facts = {fact["label"]: fact["text"] for fact in authority["facts"]}
        self.assertEqual(facts["Category"], "Goods / Price")
        self.assertEqual(facts["Risks"], "May attract the press")
        self.assertIn("500.00", facts["Amount at stake"])
        rejected = {item["rule"]: item["sentence"] for item in authority["rejected"]}
        self.assertIn("2,000.00", rejected["R-2000: Goods of 2000 and more"])
        self.assertIn("Supervisor", rejected["R-rest"])
        self.assertEqual(severity["value"], "Level A")
        self.env["res.lang"]._activate_lang("zh_CN")
        self.service_manager.with_context(lang="zh_CN").name = "客服经理"
        chinese = complaint.with_user(self.user).with_context(lang="zh_CN").get_explanation()
        self.assertEqual(chinese[0]["value"], "客服经理")

    def test_every_reason_has_a_sentence(self):
        """No code is shown raw, whatever the facts."""
        everything = {
            "amount_at_stake": 700,
            "complained_rank": "staff",
            "category_id": self.price.id,
            "flag_ids": (self.press | self.published).ids,
        }
        for vals in ({}, everything, {"amount_at_stake": 5000, "customer_insists": True}):
            complaint = self.complain(**vals)
            for decision in complaint.get_explanation():
                sentences = [decision["how"], *[item["sentence"] for item in decision["rejected"]]]
                self.assertTrue(all(sentence.endswith(".") for sentence in sentences), sentences)
                self.assertFalse(any("_" in fact["label"] for fact in decision["facts"]))

    def test_the_former_value_is_logged_once(self):
        complaint = self.complain(amount_at_stake=500, user_id=self.user.id)
        Log = self.env["service.decision.log"]
        domain = [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        complaint.amount_at_stake = 600
        self.assertFalse(Log.search(domain), "the value stayed the same")
        self.assertEqual(complaint.explanation["authority"]["facts"]["amount"], 600.0)
        complaint.amount_at_stake = 2000
        row = Log.search(domain)
        self.assertEqual((row.code, row.value), ("authority", "service_manager"))
        self.assertEqual(row.company_id, self.company)
        self.assertEqual(row.explanation["facts"]["amount"], 600.0)
        self.assertEqual(row.create_uid, self.env.user)
        former = complaint.with_user(self.officer).get_explanation()[0]["former"]
        self.assertEqual([item["value"] for item in former], ["Service manager"])
        self.assertFalse(complaint.with_user(self.user).get_explanation()[0]["former"])

    def test_the_log_is_append_only(self):
        complaint = self.complain(amount_at_stake=500)
        complaint.amount_at_stake = 2000
        row = self.env["service.decision.log"].search([("res_id", "=", complaint.id)])
        for change in (
            lambda: row.write({"value": "x"}),
            row.unlink,
            lambda: self.env.cr.execute("UPDATE service_decision_log SET res_id = 0"),
            lambda: self.env.cr.execute("DELETE FROM service_decision_log"),
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.IntegrityConstraintViolation),
                self.env.cr.savepoint(),
            ):
                change()
                self.env.flush_all()
            self.env.invalidate_all()
        complaint.unlink()
        self.assertTrue(row.exists())

    def test_nobody_writes_decisions_by_hand(self):
        complaint = self.complain(amount_at_stake=500)
        before = complaint.explanation
        complaint.with_user(self.manager).write(
            {
                "explanation": {"authority": {}},
                "authority_level_id": False,
                "severity_id": self.level_a.id,
                "is_major": True,
                "severity_override_id": self.level_a.id,
            }
        )
        self.env.invalidate_all()
        self.assertEqual(complaint.explanation, before)
        self.assertEqual(complaint.authority_level_id, self.service_manager)
        self.assertFalse(complaint.severity_id or complaint.is_major or complaint.severity_override_id)
        made = self.complain(authority_level_id=self.store_manager.id, explanation={"x": 1})
        self.assertEqual(made.authority_level_id, self.supervisor)
        self.assertNotIn("x", made.explanation)
