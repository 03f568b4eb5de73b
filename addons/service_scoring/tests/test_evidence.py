import base64
import hashlib
import io
import json
import zipfile
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.service_scoring.wizards import service_score_evidence

from .appeal_common import AppealCase


@tagged("post_install", "-at_install")
class TestEvidence(AppealCase):
    """What goes into the file, for whom, and without whom. Reports are HTML in tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book._acknowledge(cls.employee, "signed", date(2026, 2, 3))
        photo = (
            cls.env["ir.attachment"].with_user(cls.officer).create({"name": "Li Ming.jpg", "raw": b"photo"})
        )
        entry = (
            cls.env["service.score.entry"]
            .with_user(cls.officer)
            .create(
                {
                    "company_id": cls.company.id,
                    "rule_id": cls.book.rule_ids.filtered(lambda rule: rule.code == "point").id,
                    "employee_id": cls.employee.id,
                    "date": date(2026, 6, 9),
                    "description": "Seen by Li Ming",
                    "evidence_ids": [Command.set(photo.ids)],
                }
            )
        )
        cls.env["hr.employee"].create({"name": "Li Ming", "company_id": cls.company.id})
        entry._hear("I was on leave")
        entry.action_confirm()
        cls.seen = entry.sudo()
        cls.make()
        cls.appeal = cls.file(text="That is not true")

    def export(self, user, **vals):
        """{path: bytes} of the ZIP that a user gets."""
        wizard = (
            self.env["service.score.evidence"]
            .with_user(user)
            .create(
                {
                    "company_id": self.company.id,
                    "employee_id": self.employee.id,
                    "date_from": date(2026, 1, 1),
                    "date_to": date(2026, 12, 31),
                    **vals,
                }
            )
        )
        wizard.action_make()
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(wizard.file))) as archive:
            return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}

    def test_all_of_it_for_hr(self):
        files = self.export(self.hr)
        page = files["evidence.pdf"].decode()
        for text in (
            *("Points", "02/03/2026", "Signed on Paper"),
            *(self.seen.name, "Seen by Li Ming", "I was on leave", self.seen.seal_hash, self.officer.name),
            *(self.sheet.name, "4,920.00", self.appeal.name, "That is not true"),
        ):
            self.assertIn(text, page)
        path = f"files/{self.seen.name.replace('/', '-')}-1-Li_Ming.jpg"
        self.assertEqual(files[path], b"photo")
        manifest = json.loads(files["manifest.json"])
        self.assertEqual(
            {row["path"]: row["sha256"] for row in manifest["files"]},
            {
                name: hashlib.sha256(content).hexdigest()
                for name, content in files.items()
                if name != "manifest.json"
            },
        )
        seals = {row["entry"]: row["seal"] for row in manifest["seals"]}
        self.assertEqual(seals[self.seen.name], self.seen.seal_hash)
        self.assertTrue(self.seen.seal_hash)
        self.assertIn(self.hr.name, str(self.employee.message_ids.mapped("body")))

    def test_the_own_one_without_others(self):
        files = self.export(self.user)
        page = files["evidence.pdf"].decode()
        for text in ("Seen by ***", "I was on leave", "A colleague", "4,920.00", "That is not true"):
            self.assertIn(text, page)
        everything = page + files["manifest.json"].decode() + "".join(files)
        for name in ("Ming", self.officer.name, self.leader_user.name):
            self.assertNotIn(name, everything)
        self.assertIn(f"files/{self.seen.name.replace('/', '-')}-1.jpg", files)

    def test_what_the_report_says_of_numbers(self):
        wizard = self.env["service.score.evidence"].with_user(self.user).create({})
        entry = self.env["service.score.entry"].new(
            {"points": 1234567.25, "points_each": 0, "factor": 0.5, "quantity": 3, "seal_no": 12345}
        )
        for name, text in (
            *(("points", "1,234,567.25"), ("points_each", "0"), ("factor", "0.5"), ("quantity", "3")),
            # somebody looks for the seal in the manifest
            *(("share", ""), ("seal_no", "12345")),
        ):
            self.assertEqual(wizard._say_value(entry, name), text, name)

    def test_paths_of_files(self):
        wizard = self.env["service.score.evidence"].with_user(self.user).create({})
        names = ("a.王小明", "b.jpeg", "b.jpegjpeg", "王小明.png")
        paths = [
            wizard._get_path(self.seen, 1, self.env["ir.attachment"].new({"name": name})).rpartition("-1")[2]
            for name in names
        ]
        self.assertEqual(paths, ["", ".jpeg", "", ".png"])
        # the files of two records with one number
        paper = self.env["ir.attachment"].create({"name": "paper.JPG", "raw": b"paper"})
        self.appeal.write({"name": self.seen.name, "attachment_ids": [Command.set(paper.ids)]})
        files = self.export(self.user)
        base = f"files/{self.seen.name.replace('/', '-')}"
        self.assertEqual((files[f"{base}-1.jpg"], files[f"{base}-2.JPG"]), (b"photo", b"paper"))

    def test_colleagues_of_other_companies_and_who_left_are_hidden(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        Employee = self.env["hr.employee"]
        Employee.create({"name": "Zhao Lei", "company_id": elsewhere.id})
        Employee.create({"name": self.employee.name, "company_id": elsewhere.id})  # no other name
        gone = self.person("score_gone", "service_scoring.group_officer")
        gone.name = "Qian Duo"
        gone.active = False
        wizard = self.env["service.score.evidence"].with_user(self.user).create({})
        text = f"Zhao Lei and Qian Duo said to {self.employee.name}"
        self.assertEqual(
            wizard._redact([[("", text)]]), [[("", f"*** and *** said to {self.employee.name}")]]
        )

    def test_the_report_by_its_address_is_noted(self):
        wizard = (
            self.env["service.score.evidence"]
            .with_user(self.user)
            .create({"employee_id": self.employee.id, "date_from": date(2026, 1, 1)})
        )
        before = len(self.employee.message_ids)
        self.env["ir.actions.report"].with_user(self.user)._render_qweb_html(
            "service_scoring.report_score_evidence", wizard.ids
        )
        self.assertEqual(len(self.employee.message_ids), before + 1)

    def test_days_are_those_of_the_company(self):
        day = date(2026, 5, 10)
        wizard = self.env["service.score.evidence"].with_user(self.hr)
        wizard = wizard.create({"employee_id": self.employee.id, "date_from": day, "date_to": day})
        # midnight in Shanghai; the sheet that is appealed is of June
        for instant, found in (
            (datetime(2026, 5, 10, 15, 59, 59), True),
            (datetime(2026, 5, 10, 16), False),
            (datetime(2026, 5, 9, 15, 59, 59), False),
            (datetime(2026, 5, 9, 16), True),
        ):
            self.appeal.filed_at = instant
            self.assertEqual(
                self.appeal in wizard._get_records()["service.score.appeal"].sudo(), found, instant
            )

    def test_the_report_of_who_may_not_have_the_file(self):
        for user in (self.leader_user, self.officer):
            wizard = (
                self.env["service.score.evidence"].with_user(user).create({"employee_id": self.employee.id})
            )
            with self.subTest(user.login), self.assertRaises(AccessError):
                wizard._get_sections()

    def test_letters_of_what_was_approved(self):
        for kind, key in (("reprimand", "told"), ("reminder", "open")):
            self.env["service.score.consequence"]._propose_all(
                [
                    {
                        "company_id": self.company.id,
                        "employee_id": self.employee.id,
                        "kind": kind,
                        "source_key": key,
                    }
                ]
            )
        told = self.env["service.score.consequence"].search([("source_key", "=", "told")])
        with freeze_time(datetime(2026, 6, 10, 16)):  # midnight in Shanghai
            told.with_user(self.officer).action_approve()
        for user in (self.hr, self.user):
            files = self.export(user)
            self.assertEqual(
                [name for name in files if name.startswith("letters/")], ["letters/1-reprimand.pdf"]
            )
            for text in ("reprimanded publicly", "06/11/2026"):
                self.assertIn(text, files["letters/1-reprimand.pdf"].decode())
            self.assertIn("letters/1-reprimand.pdf", files["evidence.pdf"].decode())

    def test_files_that_are_too_large(self):
        self.patch(service_score_evidence, "MAX_BYTES", len(b"photo"))
        self.export(self.hr)
        self.patch(service_score_evidence, "MAX_BYTES", len(b"photo") - 1)
        with self.assertRaisesRegex(UserError, "Choose less days"):
            self.export(self.hr)

    def test_only_the_days_asked_for(self):
        page = self.export(self.hr, date_from=date(2026, 7, 1))["evidence.pdf"].decode()
        self.assertNotIn(self.seen.name, page)
        with self.assertRaisesRegex(UserError, "after the last"):
            self.export(self.hr, date_from=date(2027, 1, 1))

    def test_who_gets_it(self):
        for user in (self.leader_user, self.officer, self.judge, self.helper.user_id):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.export(user)
        self.appeal.with_user(self.hr).action_assign(self.judge)
        page = self.export(self.judge)["evidence.pdf"].decode()
        self.assertIn("That is not true", page)
        self.assertIn("4,920.00", page)
        self.appeal.with_user(self.judge).action_reject("No")
        with self.assertRaises(AccessError):
            self.export(self.judge)
        consequence = self.env["service.score.consequence"]._propose_all(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": self.employee.id,
                    "kind": "reprimand",
                    "source_key": "test",
                }
            ]
        )
        page = self.export(self.officer)["evidence.pdf"].decode()
        self.assertIn("Reprimand", page)
        self.assertNotIn("4,920.00", page)
        consequence.with_user(self.officer).action_approve()
        with self.assertRaises(AccessError):
            self.export(self.officer)

    def test_the_file_of_an_erased_person(self):
        self.export(self.hr)
        self.employee.with_user(self.hr).action_anonymise_scores()
        self.assertFalse(self.env["service.score.evidence"].search([("employee_id", "=", self.employee.id)]))
        files = self.export(self.hr)
        page = files["evidence.pdf"].decode()
        for text in ("Seen by", "I was on leave", "That is not true"):
            self.assertNotIn(text, page)
        self.assertFalse([name for name in files if name.startswith("files/")])
