from datetime import date

from odoo.tests import TransactionCase

from odoo.addons.service_kernel.tests.users import new_test_user


def day(text):
    return date.fromisoformat(text)


class PackScoreCase(TransactionCase):
    """A company of its own whose scores follow a pack that was loaded as it comes."""

    pack = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company = cls.env["res.company"].create({"name": f"Pack {cls.pack}"})
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids, "tracking_disable": True}
        )
        cls.manager = new_test_user(
            cls.env,
            f"pack_manager_{cls.pack}",
            "service_scoring.group_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.packs = cls.env["service.policy.pack"].with_user(cls.manager)
        cls.officer = new_test_user(
            cls.env,
            f"pack_officer_{cls.pack}",
            "service_scoring.group_officer",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.hr = new_test_user(
            cls.env,
            f"pack_hr_{cls.pack}",
            "service_scoring.group_hr",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.unit = cls.env["hr.department"].create({"name": "Outlet", "company_id": cls.company.id})
        cls.wang, cls.zhao = cls.env["hr.employee"].create(
            [
                {"name": name, "department_id": cls.unit.id, "company_id": cls.company.id}
                for name in ("Wang", "Zhao")
            ]
        )
        cls.loaded = cls.packs.load_pack(cls.pack, cls.company)
        cls.book = cls.env["service.score.rulebook"].search(
            [("company_id", "=", cls.company.id), ("pack_code", "=", cls.pack)]
        )

    @classmethod
    def of(cls, model, code):
        record = cls.env[f"service.score.{model}"].search(
            [
                ("company_id", "=", cls.company.id),
                ("pack_code", "=", cls.pack),
                ("code", "=", code),
                ("active", "in", [True, False]),
            ]
        )
        record.ensure_one()
        return record

    @classmethod
    def rule(cls, code):
        return cls.of("rule", code)

    @classmethod
    def codes(cls, model="rule"):
        records = cls.env[f"service.score.{model}"].search(
            [
                ("company_id", "=", cls.company.id),
                ("pack_code", "=", cls.pack),
                ("active", "in", [True, False]),
            ]
        )
        return set(records.mapped("code"))

    def enter(self, code, on="2026-03-10", **vals):
        """An entry about Wang, as an officer makes it."""
        return (
            self.env["service.score.entry"]
            .with_user(self.officer)
            .create({"rule_id": self.rule(code).id, "employee_id": self.wang.id, "date": on, **vals})
        )

    def confirm(self, code, on="2026-03-10", **vals):
        entry = self.enter(code, on, **vals)
        entry.action_confirm()
        return entry

    def sheet(self, on="2026-03-10", employee=None):
        """The sheet of the period of a day, as HR gets it: Wang's, or that of Wang's unit."""
        return self.book.with_user(self.hr).generate_sheets(day(on), employee or self.wang)

    def pay(self, amount, component=None, employee=None):
        """What somebody is paid a month: the whole wage, or one component of it."""
        self.env["service.score.wage"].create(
            {
                "company_id": self.company.id,
                "employee_id": (employee or self.wang).id,
                "component_id": component and component.id,
                "valid_from": "2020-01-01",
                "amount": amount,
            }
        )

    def consequences(self, entries):
        return self.env["service.score.consequence"].search([("entry_id", "in", entries.ids)], order="id")

    def assertPoints(self, code, expected, **values):
        """A rule takes (below zero) or gives so many points; also when it is counted three times."""
        values.setdefault("quantity", 1)
        points = self.rule(code)._compute_points(**values)["points"]
        self.assertEqual(float(points), expected, (code, values))

    def assertNamedInBothLanguages(self):
        for model in ("rulebook", "category", "rule", "rule.multiplier", "pay.component"):
            for record in self.env[f"service.score.{model}"].search(
                [
                    ("company_id", "=", self.company.id),
                    ("pack_code", "=", self.pack),
                    ("active", "in", [True, False]),
                ]
            ):
                for name in {"name", "text"} & set(record._fields):
                    english = record.with_context(lang="en_US")[name]
                    chinese = record.with_context(lang="zh_CN")[name]
                    self.assertTrue(english and chinese and english != chinese, (record.code, name))
                    self.assertFalse(chinese.isascii(), (record.code, chinese))

    def assertLoadedTwiceIsOnce(self):
        again = self.packs.load_pack(self.pack, self.company)
        self.assertEqual({**again, "unchanged": 0}, {"created": 0, "updated": 0, "kept": 0, "unchanged": 0})
        self.assertEqual(again["unchanged"], self.loaded["created"])
