import base64
import csv
import io
import zipfile

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools.pack_zip import unpack_zip
from .pack_common import RECORDS, PackCase

HOURS = "code,name,tz,hours\nH-1,Open,Asia/Shanghai,mon-sat 08:30-12:00 14:00-18:00\n"
TEAM = "code,name,calendar_id\ndesk,Desk,H-1\n"


@tagged("post_install", "-at_install")
class TestPackExport(PackCase):
    """What a company exports and another one loads is the same."""

    def export(self, company=None, **vals):
        company = company or self.company
        Export = self.env["service.policy.pack.export"].with_user(self.manager).with_company(company)
        loads = self.env["service.policy.pack.load"].search([("company_id", "=", company.id)])
        vals = {"load_ids": loads.ids, "own": False, **vals}
        export = Export.create({"company_id": company.id, **vals})
        self.assertEqual(export.action_export()["type"], "ir.actions.act_url")
        return base64.b64decode(export.file)

    def snapshot(self, company):
        """Every record of the pack in a company, as plain values in both languages."""
        packs = self.env["service.policy.pack"]._in_company(company)
        found = packs._records_to_export(["t_pack"], False)

        class Codes:
            def code_of(self, record):
                return next(code for code, one in found[record._name] if one == record)

        def columns(model):
            known = packs._get_pack_columns(model).values()
            return [one for one in known if one.name != "code" and one.lang in ("", "zh_CN")]

        self.env.invalidate_all()
        return {
            (model, code): packs._read_values(record, columns(model), Codes())
            for model, records in found.items()
            for code, record in records
        }

    def test_round_trip(self):
        self.upload({"resource.calendar.csv": HOURS, "service.team.csv": TEAM})
        self.load()
        rule = self.of("service.authority.rule", "T-1")
        rule.amount_from = 2345.67
        rule.note = '=HYPERLINK("http://evil", "x")\n+1, "quoted"; 中文'
        rule.with_context(lang="zh_CN").note = "'-1"
        self.of("service.risk.flag", "press").active = False
        self.of("service.category", "goods").with_context(lang="zh_CN").name = "@货物"
        content = self.export()
        packs = self.packs._in_company(self.other_company)
        packs._upload_pack(content, self.other_company)
        self.assertEqual(self.load(self.other_company), self.counts(created=RECORDS + 2))
        here, there = self.snapshot(self.company), self.snapshot(self.other_company)
        self.assertEqual(len(here), RECORDS + 2)
        self.assertEqual(there, here)
        self.assertEqual(here["service.authority.rule", "T-1"]["note:zh_CN"], "'-1")
        self.assertFalse(here["service.risk.flag", "press"]["active"])
        self.assertEqual(self.load(self.other_company), self.counts(unchanged=RECORDS + 2))
        self.assertEqual(self.export(self.other_company), content, "the same bytes again")

    def test_no_cell_is_a_formula(self):
        self.upload()
        self.load()
        self.of("service.authority.rule", "T-1").note = "=1+1"
        self.of("service.category", "goods").name = "@SUM(1)"
        self.of("service.severity", "A").name = "\t=1"
        files, faults = unpack_zip(self.export())
        self.assertFalse(faults)
        cells = [
            cell
            for name, content in files.items()
            if name.endswith(".csv")
            for row in csv.reader(io.StringIO(content.decode()))
            for cell in row
        ]
        self.assertIn("'=1+1", cells)
        self.assertIn("'@SUM(1)", cells)
        self.assertFalse([cell for cell in cells if cell[:1] in "=+@\t\r" and cell])

    def test_own_policies_without_codes_and_pack(self):
        category = self.env["service.category"].create({"name": "Ours", "company_id": self.company.id})
        level = self.env["service.authority.level"].create(
            {"code": "boss", "name": "Boss", "company_id": self.company.id, "user_ids": self.manager.ids}
        )
        self.env["service.authority.rule"].create(
            {
                "code": "O-1",
                "level_id": level.id,
                "category_ids": category.ids,
                "company_id": self.company.id,
            }
        )
        content = self.export(load_ids=False, own=True, code="ours", name="Ours")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertIn("ours/service.authority.rule.csv", archive.namelist())
            self.assertIn("ours/pack.json", archive.namelist())
        self.packs._in_company(self.other_company)._upload_pack(content, self.other_company)
        self.load(self.other_company, code="ours")
        rule = self.env["service.authority.rule"].search([("company_id", "=", self.other_company.id)])
        self.assertEqual((rule.code, rule.pack_code, rule.level_id.name), ("O-1", "ours", "Boss"))
        self.assertEqual(rule.category_ids.name, "Ours")
        self.assertFalse(rule.level_id.user_ids, "people are no part of a pack")

    def test_what_cannot_be_exported_together(self):
        self.upload()
        self.load()
        rule = self.env["service.authority.rule"].create(
            {
                "code": "O-1",
                "company_id": self.company.id,
                "level_id": self.of("service.authority.level", "supervisor").id,
            }
        )
        with self.assertRaisesRegex(UserError, "Supervisor.* is no part of this policy pack"):
            self.export(load_ids=False, own=True, code="ours", name="Ours")
        self.export(own=True, code="ours", name="Ours")
        rule.code = "T-1"
        with self.assertRaisesRegex(UserError, "“T-1” is there already"):
            self.export(own=True, code="ours", name="Ours")
        with self.assertRaisesRegex(UserError, "no code of a pack"):
            self.export(code="../x", name="x")
        with self.assertRaisesRegex(UserError, "Choose what to export"):
            self.export(load_ids=False, own=False, code="x", name="x")

    def test_nothing_of_other_companies(self):
        self.upload()
        self.upload(company=self.other_company)
        self.load()
        self.load(self.other_company)
        self.of("service.severity", "A", self.other_company).name = "Foreign"
        self.assertNotIn(b"Foreign", b"".join(unpack_zip(self.export())[0].values()))

    def test_keys_and_people_stay_here(self):
        channel = self.env["service.message.channel"].create(
            {
                "code": "robot",
                "name": "Robot",
                "kind": "http",
                "preset": "dingtalk",
                "url": "https://example.com/robot?key=abcdef",
                "secret": "s3cr3t",
                "company_id": self.company.id,
            }
        )
        content = self.export(load_ids=False, own=True, code="ours", name="Ours")
        texts = b"".join(unpack_zip(content)[0].values())
        self.assertIn(b"dingtalk", texts)
        for key in (b"abcdef", b"s3cr3t"):
            self.assertNotIn(key, texts)
        self.packs._in_company(self.other_company)._upload_pack(content, self.other_company)
        self.load(self.other_company, code="ours")
        there = channel.search([("code", "=", "robot"), ("active", "=", False)])
        self.assertEqual((there.company_id, there.preset, there.url), (self.other_company, "dingtalk", False))
