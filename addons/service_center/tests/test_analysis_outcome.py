from odoo import models
from odoo.tests import tagged

from .compensation_common import CompensationCase


@tagged("post_install", "-at_install")
class TestAnalysisOutcome(CompensationCase):
    """What became of complaints is counted once, and averages only over those of which it is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Analysis = cls.env["service.complaint.analysis"]
        cls.company.service_repeat_days = 90

    def row(self, complaint):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Analysis.browse(complaint.id)

    def group(self, complaints, by, *measures):
        self.env.flush_all()
        return self.Analysis._read_group([("id", "in", complaints.ids)], by, measures)

    def settle(self, amount, complaint, **vals):
        given = self.give(amount, complaint, **vals)
        given.with_user(self.manager).write({"reference": "V1"})
        given.with_user(self.manager).action_settle()
        return given

    def rate(self, complaint, mark, consumed=True):
        return self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(complaint._name),
                "res_id": complaint.id,
                "rating": mark,
                "consumed": consumed,
            }
        )

    def test_costs_by_who_bears_them(self):
        tenant = self.env["res.partner"].create({"name": "Tenant"})
        first, second, third = (self.complain(user_id=self.user.id) for _n in range(3))
        self.settle(100, first)
        self.settle(50, first, bearer="tenant", bearer_partner_id=tenant.id)
        self.give(70, second)
        row = self.row(first)
        self.assertEqual(
            (row.compensation, row.compensation_company, row.compensation_tenant), (150, 100, 50)
        )
        self.assertEqual(self.row(second).compensation, 0, "approved is not settled")
        both = first | second | third
        ((count, total, average, share),) = self.group(
            both, [], "__count", "compensation:sum", "compensation:avg", "compensated_share:avg"
        )
        self.assertEqual((count, total, average), (3, 150, 50))
        self.assertAlmostEqual(share, 1 / 3)

    def test_what_was_taken_back_costs_nothing(self):
        complaint = self.complain(user_id=self.user.id)
        given = self.settle(100, complaint)
        back = given.copy({"reverses_id": given.id, "amount_currency": -100})
        models.BaseModel.write(back, {"state": "settled"})
        self.assertEqual(self.row(complaint).compensation, 0)
        self.assertEqual(self.row(complaint).compensated_share, 0)

    def test_of_history_nothing_is_known(self):
        old = self.complain(is_history=True)
        new = self.complain()
        ((cost, repeated, compensated),) = self.group(
            old, [], "compensation:avg", "repeated_share:avg", "compensated_share:avg"
        )
        self.assertFalse(cost or repeated or compensated)
        ((counted,),) = self.group(old | new, [], "repeated_share:count")
        self.assertEqual(counted, 1)

    def test_repeats(self):
        facts = {"partner_id": self.customer.id, "category_id": self.category.id}
        first = self.complain(**facts, received_at="2026-03-01 08:00:00")
        second = self.complain(**facts, received_at="2026-03-02 08:00:00")
        third = self.complain(**facts, received_at="2026-03-03 08:00:00")
        self.assertEqual([self.row(one).is_repeat for one in first | second | third], [False, True, True])
        groups = self.group(first | second | third, ["category_id"], "repeated_share:avg", "__count")
        ((category, share, count),) = groups
        self.assertEqual((category, count), (self.category, 3))
        self.assertAlmostEqual(share, 2 / 3)

    def test_justified_of_those_judged(self):
        cases = [self.complain(validity=one) for one in ("valid", "valid", "invalid", "malicious", "pending")]
        complaints = self.Complaint.union(*cases)
        ((valid, malicious),) = self.group(complaints, [], "valid_share:avg", "malicious_share:avg")
        self.assertEqual((valid, malicious), (0.5, 0.25))
        counts = dict(self.group(complaints, ["validity"], "__count"))
        self.assertEqual(counts, {"valid": 2, "invalid": 1, "malicious": 1, "pending": 1})

    def test_satisfaction_is_that_of_the_latest_closing(self):
        content, angry, silent = (self.complain() for _n in range(3))
        self.rate(content, 1)
        self.rate(content, 4)
        self.rate(angry, 3)
        self.rate(silent, 5, consumed=False)
        self.assertEqual(self.row(content).satisfaction, 4)
        ((average, share, count),) = self.group(
            content | angry | silent, [], "satisfaction:avg", "satisfied_share:avg", "satisfaction:count"
        )
        self.assertEqual((average, share, count), (3.5, 0.5, 2))
        unsatisfied = self.Analysis.search([("satisfied_share", "=", 0), ("satisfaction", ">", 0)])
        self.assertIn(angry, unsatisfied.complaint_id)
        self.assertNotIn(silent, unsatisfied.complaint_id)

    def test_the_main_cause(self):
        complaint, other = self.complain(), self.complain()
        action = self.env["service.corrective.action"].create(
            {"title": "Heels", "complaint_ids": complaint.ids}
        )
        for kind, is_verified in (("man", False), ("material", True), ("method", True)):
            self.env["service.corrective.cause"].create(
                {"action_id": action.id, "name": kind, "kind": kind, "is_verified": is_verified}
            )
        self.assertEqual(self.row(complaint).cause, "material")
        self.assertEqual(dict(self.group(complaint | other, ["cause"], "__count")), {"material": 1, False: 1})

    def test_every_dimension_and_measure_groups(self):
        """Whatever a user may choose on the screen gives rows, with all measures at once."""
        complaint = self.complain(site_id=self.site.id, category_id=self.category.id)
        self.env.flush_all()
        fields = self.Analysis.with_user(self.officer).fields_get()
        measures = [
            f"{name}:{field['aggregator']}" for name, field in fields.items() if field.get("aggregator")
        ]
        self.assertGreater(len(measures), 20)
        domain = [("id", "=", complaint.id)]
        for name, field in fields.items():
            if field.get("groupable") and field["type"] != "json" and name != "id":
                by = f"{name}:month" if field["type"] in ("date", "datetime") else name
                groups = self.Analysis.with_user(self.officer).formatted_read_group(domain, [by], measures)
                self.assertEqual(len(groups), 1, name)
